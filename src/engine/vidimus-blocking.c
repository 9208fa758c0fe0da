/* Alarm: something lies over the document (a finger, a strip of paper, a sticker).
 *
 * The card and a margin around it are warped to 240 px in width and cut into smooth regions (flooding over small steps,
 * bounded against the region's own mean). A region is foreign when one of these holds, each with its own certainty:
 *   it goes on beyond the card's edge: the colour just inside equals that just outside while both differ from what the
 *   outline otherwise shows inside and outside;
 *   it is a sharply bounded rectangle that does not follow the card's axes, as print does (0.8);
 *   it is skin-coloured (Chai & Ngan, Face segmentation using skin-color map, 1999) and comes in over a part of an
 *   edge which else has another colour (0.6).
 * A portrait is bounded by its own frame and away from the edge: it is none of these. Where the picture ends with the
 * card, nothing can be seen to come in from outside, and a region weighs little: it is nearly always the card's art.
 * The features:
 *   foreign   log₂ of the foreign area, weighted by certainty
 *   crossing  log₂ of the length over which the edge is crossed
 * The weights started from tests/engine/fit-alarms.c; certainties and limits are set by hand on drawn covers and
 * real cards. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CARD_WIDTH 240
#define MARGIN     20
#define DEPTH_NEAR 2
#define DEPTH_FAR  5
#define STEP_MOST  9    /* grey levels from pixel to pixel within a smooth region */
#define DRIFT_MOST 42   /* from the region's mean */
#define RUN_LEAST  5    /* positions: a shorter crossing is chance */
#define NO_OUTSIDE  0.15 /* what is left of a region's weight where the picture ends with the card … */
#define NO_CROSSING 0.3  /* … and of skin's that is not seen to cross the edge */
#define UNIT       0.002 /* of the card's area, or of its outline: what is nothing yet */

struct colour
{
  float c[3];
};

struct region
{
  int    area;
  double sum[3];
  double x, y, xx, yy, xy;
  int    touch[4];     /* pixels on each side of the card: top, right, bottom, left */
  int    clipped;      /* pixels as white as only a lamp's reflection is */
  int    crossing;     /* of these, those where it crosses */
  int    rim;          /* pixels of its rim, and … */
  int    sharp;        /* … those where the picture has an edge */
};

struct position
{
  struct colour in;       /* just inside the card's edge … */
  struct colour out;      /* … and just outside */
  bool          has_in;   /* false where the picture ends before */
  bool          has_out;
  float         crossing; /* 0–1: something goes across here */
};

struct scene
{
  struct vidimus_image rgb;     /* card and margin */
  int                  margin;  /* 0 when there is nothing around the card */
  int                  width;   /* of the card */
  int                  height;
  uint8_t             *outside; /* 1 where the margin lies beyond the picture */
  int                 *labels;  /* of regions, 0 none; on the card only: width × height */
  int                 *queue;
  struct position     *outline; /* along the four sides one after the other, 2 × (width + height) */
};

static inline const uint8_t *
scene_at (const struct scene *scene,
          int                 x,
          int                 y)
{
  return vidimus_image_at (&scene->rgb, x + scene->margin, y + scene->margin);
}

/* Nine samples a pixel, the nearest each: enough to smooth over, and its price does not grow with the picture. */
static void
sample_scene (struct scene                    *scene,
              const struct vidimus_image      *image,
              const struct vidimus_homography *to_image)
{
  for (int y = 0; y < scene->rgb.height; y++)
    for (int x = 0; x < scene->rgb.width; x++)
      {
        uint8_t *to = vidimus_image_at (&scene->rgb, x, y);
        int sum[3] = { 0 };
        int n = 0;

        for (int k = 0; k < 9; k++)
          {
            struct vidimus_point p = { x + (k % 3 * 2 + 1) / 6.0, y + (k / 3 * 2 + 1) / 6.0 };
            const uint8_t *from;

            p = vidimus_homography_apply (to_image, p);
            if (!(p.x >= 0 && p.y >= 0 && p.x < image->width && p.y < image->height))
              continue;
            from = vidimus_image_at (image, (int) p.x, (int) p.y);
            for (int c = 0; c < 3; c++)
              sum[c] += from[c];
            n++;
          }
        scene->outside[y * scene->rgb.width + x] = n < 5;
        for (int c = 0; c < 3; c++)
          to[c] = (uint8_t) (n > 0 ? sum[c] / n : 0);
      }
}

static bool
scene_init (struct scene                     *scene,
            const struct vidimus_alarm_input *input)
{
  const struct vidimus_card *card = input->card;
  const double *m = card->to_image.m;
  struct vidimus_homography to_image;
  double scale;
  size_t n;

  scene->width = card->rgb.width < CARD_WIDTH ? card->rgb.width : CARD_WIDTH;
  scale = (double) card->rgb.width / scene->width;
  scene->height = (int) vidimus_alarm_clamp (card->rgb.height / scale + 0.5, 1, 4 * CARD_WIDTH);
  scene->margin = input->location->whole_frame ? 0 : MARGIN;
  n = (size_t) (scene->width + 2 * scene->margin) * (scene->height + 2 * scene->margin);

  scene->outside = calloc (n, 1);
  scene->labels = calloc (n, sizeof *scene->labels);
  scene->queue = malloc (n * sizeof *scene->queue);
  scene->outline = calloc (2 * (size_t) (scene->width + scene->height), sizeof *scene->outline);
  if (scene->outside == NULL || scene->labels == NULL || scene->queue == NULL || scene->outline == NULL ||
      !vidimus_image_alloc (&scene->rgb, scene->width + 2 * scene->margin, scene->height + 2 * scene->margin,
                            3))
    return false;

  /* Work pixels → card pixels → picture. */
  for (int i = 0; i < 3; i++)
    {
      to_image.m[3 * i] = m[3 * i] * scale;
      to_image.m[3 * i + 1] = m[3 * i + 1] * scale;
      to_image.m[3 * i + 2] = m[3 * i + 2] - scene->margin * (to_image.m[3 * i] + to_image.m[3 * i + 1]);
    }
  sample_scene (scene, input->image, &to_image);

  return true;
}

static void
scene_clear (struct scene *scene)
{
  vidimus_image_free (&scene->rgb);
  free (scene->outside);
  free (scene->labels);
  free (scene->queue);
  free (scene->outline);
}

/* Distance of two colours: luma counts once, the two chroma axes twice, roughly as the eye has it. */
static float
colour_distance (const struct colour *a,
                 const struct colour *b)
{
  float r = a->c[0] - b->c[0];
  float g = a->c[1] - b->c[1];
  float u = a->c[2] - b->c[2];
  float luma = 0.299f * r + 0.587f * g + 0.114f * u;

  return sqrtf (luma * luma + (r - luma) * (r - luma) + (u - luma) * (u - luma));
}

static int
side_length (const struct scene *scene,
             int                 side)
{
  return side % 2 == 0 ? scene->width : scene->height;
}

/* The pixel of the card at position @at along @side, @depth inside of it (negative: outside). */
static void
side_pixel (const struct scene *scene,
            int                 side,
            int                 at,
            int                 depth,
            int                *x,
            int                *y)
{
  *x = side == 0 || side == 2 ? at : side == 1 ? scene->width - 1 - depth : depth;
  *y = side == 1 || side == 3 ? at : side == 2 ? scene->height - 1 - depth : depth;
}

/* The mean colour of a short line across the side, inside or outside; false when the picture ends there. */
static bool
side_colour (const struct scene *scene,
             int                 side,
             int                 at,
             bool                inside,
             struct colour      *colour)
{
  *colour = (struct colour) { { 0, 0, 0 } };
  for (int depth = DEPTH_NEAR; depth <= DEPTH_FAR; depth++)
    {
      const uint8_t *p;
      int x, y;

      side_pixel (scene, side, at, inside ? depth : -1 - depth, &x, &y);
      if (scene->outside[(y + scene->margin) * scene->rgb.width + x + scene->margin])
        return false;
      p = scene_at (scene, x, y);
      for (int k = 0; k < 3; k++)
        colour->c[k] += p[k] / (float) (DEPTH_FAR - DEPTH_NEAR + 1);
    }

  return true;
}

/* The median colour over @n positions of the outline from @first on, inside or outside. */
static struct colour
median_colour (const struct scene *scene,
               int                 first,
               int                 n,
               bool                inside)
{
  float values[10 * CARD_WIDTH]; /* no card is taller than 4 × CARD_WIDTH */
  struct colour median;

  for (int k = 0; k < 3; k++)
    {
      size_t count = 0;

      for (int i = first; i < first + n; i++)
        if (inside ? scene->outline[i].has_in : scene->outline[i].has_out)
          values[count++] = inside ? scene->outline[i].in.c[k] : scene->outline[i].out.c[k];
      median.c[k] = vidimus_alarm_percentile (values, count, 0.5);
    }

  return median;
}

/* Reads the colours along the outline and what each side usually has inside. */
static void
read_outline (struct scene  *scene,
              struct colour *usual)
{
  int first = 0;

  for (int side = 0; side < 4; side++)
    {
      int n = side_length (scene, side);

      for (int i = 0; i < n; i++)
        {
          struct position *at = &scene->outline[first + i];

          at->has_in = side_colour (scene, side, i, true, &at->in);
          at->has_out = at->has_in && scene->margin > 0 && side_colour (scene, side, i, false, &at->out);
        }
      usual[side] = median_colour (scene, first, n, true);
      first += n;
    }
}

/* Finds what crosses the edge and returns the length, in positions, weighted by how plainly it does. */
static double
find_crossings (struct scene *scene)
{
  int n = 2 * (scene->width + scene->height);
  struct colour in = median_colour (scene, 0, n, true);
  struct colour out = median_colour (scene, 0, n, false);
  /* Where the edge itself hardly shows, nothing can be said to cross it. */
  double contrast = vidimus_alarm_clamp ((colour_distance (&in, &out) - 12) / 14, 0, 1);
  double sum = 0;
  int run = 0;

  if (scene->margin == 0)
    return 0;

  for (int i = 0; i <= n; i++)
    {
      double foreign = 0;

      if (i < n && scene->outline[i].has_out)
        {
          const struct position *at = &scene->outline[i];

          foreign = fmin (colour_distance (&at->in, &in), colour_distance (&at->out, &out));
          foreign -= 1.5 * colour_distance (&at->in, &at->out);
          foreign = contrast * vidimus_alarm_clamp ((foreign - 10) / 25, 0, 1);
        }
      if (foreign > 0.2)
        {
          scene->outline[i].crossing = (float) foreign;
          run++;
          continue;
        }
      for (int k = i - run; k < i; k++)
        if (run < RUN_LEAST)
          scene->outline[k].crossing = 0;
        else
          sum += scene->outline[k].crossing;
      run = 0;
    }

  return sum;
}

/* Where a card pixel lies along the outline, or −1. */
static int
outline_index (const struct scene *scene,
               int                 side,
               int                 x,
               int                 y)
{
  int before[4] = { 0, scene->width, scene->width + scene->height, 2 * scene->width + scene->height };
  bool on[4] = { y == DEPTH_NEAR, x == scene->width - 1 - DEPTH_NEAR, y == scene->height - 1 - DEPTH_NEAR,
                 x == DEPTH_NEAR };

  return on[side] ? before[side] + (side % 2 == 0 ? x : y) : -1;
}

static void
region_add (const struct scene *scene,
            struct region      *region,
            int                 x,
            int                 y)
{
  const uint8_t *p = scene_at (scene, x, y);

  region->area++;
  region->clipped += p[0] >= 247 && p[1] >= 247 && p[2] >= 247;
  for (int k = 0; k < 3; k++)
    region->sum[k] += p[k];
  region->x += x;
  region->y += y;
  region->xx += (double) x * x;
  region->yy += (double) y * y;
  region->xy += (double) x * y;

  for (int side = 0; side < 4; side++)
    {
      int at = outline_index (scene, side, x, y);

      if (at >= 0)
        {
          region->touch[side]++;
          region->crossing += scene->outline[at].crossing > 0;
        }
    }
}

static int
pixel_step (const uint8_t *a,
            const uint8_t *b)
{
  int most = 0;

  for (int k = 0; k < 3; k++)
    most = abs (a[k] - b[k]) > most ? abs (a[k] - b[k]) : most;

  return most;
}

/* Floods one smooth region from the card's pixel @seed. */
static void
grow_region (struct scene  *scene,
             int            seed,
             int            label,
             struct region *region)
{
  int head = 0;
  int tail = 0;

  memset (region, 0, sizeof *region);
  scene->queue[tail++] = seed;
  scene->labels[seed] = label;

  while (head < tail)
    {
      int x = scene->queue[head] % scene->width;
      int y = scene->queue[head++] / scene->width;
      const uint8_t *here = scene_at (scene, x, y);
      bool rim = false;
      int sharpest = 0;

      region_add (scene, region, x, y);
      for (int k = 0; k < 4; k++)
        {
          int nx = x + (k == 0) - (k == 1);
          int ny = y + (k == 2) - (k == 3);
          const uint8_t *there;
          int step;
          int drift = 0;

          if (nx < 0 || ny < 0 || nx >= scene->width || ny >= scene->height ||
              scene->labels[ny * scene->width + nx] == label)
            continue;

          there = scene_at (scene, nx, ny);
          step = pixel_step (here, there);
          for (int c = 0; c < 3; c++)
            {
              int d = abs (there[c] - (int) (region->sum[c] / region->area));

              drift = d > drift ? d : drift;
            }
          if (step <= STEP_MOST && drift <= DRIFT_MOST && scene->labels[ny * scene->width + nx] == 0)
            {
              scene->labels[ny * scene->width + nx] = label;
              scene->queue[tail++] = ny * scene->width + nx;
            }
          else
            {
              rim = true;
              sharpest = step > sharpest ? step : sharpest;
            }
        }
      region->rim += rim;
      region->sharp += rim && sharpest > STEP_MOST + 6;
    }
}

/* How surely the region is a rectangle that lies askew on the card, 0–1, from its second moments: for a filled
 * rectangle of sides a and b they are a²/12 and b²/12 along its axes. */
static double
region_askew (const struct region *region)
{
  double n = region->area;
  double xx = region->xx / n - region->x / n * region->x / n;
  double yy = region->yy / n - region->y / n * region->y / n;
  double xy = region->xy / n - region->x / n * region->y / n;
  double half = 0.5 * hypot (xx - yy, 2 * xy);
  double middle = 0.5 * (xx + yy);
  double filled = n / (12 * sqrt (fmax ((middle + half) * (middle - half), 1e-6)));
  double angle = fabs (0.5 * atan2 (2 * xy, xx - yy)) * 180 / M_PI;
  double elongation = sqrt ((middle + half) / fmax (middle - half, 0.1));

  angle = angle > 45 ? 90 - angle : angle;
  if (elongation < 1.15 || elongation > 40)
    return 0;

  /* An ellipse fills π/3: that is glare, which also is clipped. */
  return vidimus_alarm_clamp ((filled - 0.91) / 0.05, 0, 1) * vidimus_alarm_clamp ((1.035 - filled) / 0.03, 0, 1) *
         vidimus_alarm_clamp (1.5 - 5 * region->clipped / n, 0, 1) *
         vidimus_alarm_clamp ((angle - 2.5) / 4, 0, 1) *
         vidimus_alarm_clamp (((double) region->sharp / region->rim - 0.5) / 0.3, 0, 1);
}

/* How surely the region is skin that came in over part of an edge, 0–1. */
static double
region_skin (const struct scene  *scene,
             const struct region *region,
             const struct colour *usual)
{
  struct colour mean;
  double most = 0;
  double cb, cr, luma;

  for (int k = 0; k < 3; k++)
    mean.c[k] = (float) (region->sum[k] / region->area);
  luma = 0.299 * mean.c[0] + 0.587 * mean.c[1] + 0.114 * mean.c[2];
  cb = 128 + 0.564 * (mean.c[2] - luma);
  cr = 128 + 0.713 * (mean.c[0] - luma);
  if (cb > 127 || cr < 136 || cr > 175 || luma < 40)
    return 0;

  for (int side = 0; side < 4; side++)
    {
      double share = (double) region->touch[side] / side_length (scene, side);
      double foreign = vidimus_alarm_clamp ((colour_distance (&mean, &usual[side]) - 18) / 20, 0, 1);

      most = fmax (most, foreign * vidimus_alarm_clamp (share / 0.05 - 0.5, 0, 1) *
                           vidimus_alarm_clamp ((0.6 - share) / 0.1, 0, 1));
    }

  /* Their lower bound of 77 for Cb also lets gold and brown in, the colours of many cards. */
  return most * vidimus_alarm_clamp ((cb - 90) / 6, 0, 1) *
         vidimus_alarm_clamp (((double) region->sharp / region->rim - 0.3) / 0.3, 0, 1);
}

/* Whether the picture shows what lies around most of the card. */
static bool
has_surroundings (const struct scene *scene)
{
  int n = 2 * (scene->width + scene->height);
  int seen = 0;

  for (int i = 0; i < n; i++)
    seen += scene->outline[i].has_out;

  return 2 * seen > n;
}

static double
measure_regions (struct scene        *scene,
                 const struct colour *usual)
{
  int n = scene->width * scene->height;
  double foreign = 0;

  for (int i = 0, label = 1; i < n; i++, label++)
    {
      struct region region;
      double share, certainty;

      if (scene->labels[i] != 0)
        continue;

      grow_region (scene, i, label, &region);
      share = (double) region.area / n;
      if (share < 0.003 || share > 0.45)
        continue;
      certainty = 0.6 * region_skin (scene, &region, usual) * (region.crossing > 0 ? 1 : NO_CROSSING);
      if (share > 0.01)
        certainty = fmax (certainty, 0.8 * region_askew (&region));
      if (region.crossing >= 3)
        certainty = fmax (certainty, vidimus_alarm_clamp (region.crossing / 8.0, 0, 1));
      foreign += share * certainty;
    }

  return log2 (1 + foreign * (has_surroundings (scene) ? 1 : NO_OUTSIDE) / UNIT);
}

static enum vidimus_status
measure_blocking (const struct vidimus_alarm_input *input,
                  double                           *features)
{
  struct scene scene = { 0 };
  struct colour usual[4];
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;

  if (input->image->channels < 3 || input->card->rgb.width < 4 * DEPTH_FAR || input->card->rgb.height < 4 * DEPTH_FAR)
    return VIDIMUS_STATUS_OK;

  if (scene_init (&scene, input))
    {
      status = VIDIMUS_STATUS_OK;
      read_outline (&scene, usual);
      features[1] = log2 (1 + find_crossings (&scene) / (2 * (scene.width + scene.height)) / UNIT);
      if (vidimus_hooks_cancelled (input->hooks))
        status = VIDIMUS_STATUS_CANCELLED;
      else
        features[0] = measure_regions (&scene, usual);
      vidimus_alarm_picture (input, "blocking_within_border.card", &scene.rgb);
    }
  scene_clear (&scene);

  return status;
}

const struct vidimus_alarm_model vidimus_blocking_model = {
  .name = "blocking_within_border",
  .n_features = 2,
  .features = { "foreign", "crossing" },
  .bias = -5.5,
  .weights = { 1.6, 0.25 },
  .measure = measure_blocking,
};

/** vidimus_detect_blocking: see the head of this file; the statistic is log₂ of the foreign area over 0.2 % of the card. */
enum vidimus_status
vidimus_detect_blocking (const struct vidimus_alarm_input *input,
                         struct vidimus_alarm_output      *output)
{
  return vidimus_alarm_run (&vidimus_blocking_model, input, output);
}

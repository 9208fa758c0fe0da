/* Alarm: something lies over the document (a finger, a strip of paper, a sticker).
 *
 * The card and a margin around it, small, are cut into smooth regions (flooding over small steps, bounded against the
 * region's own mean). A region is foreign when one of these holds:
 *   it goes on beyond the card's edge (vidimus-blocking-outline.c);
 *   it is a sharply bounded rectangle that does not follow the card's axes, as print does.
 * A portrait is bounded by its own frame and away from the edge: it is neither. Where the picture ends with the
 * card, nothing can be seen to come in from outside, and a region weighs little: it is nearly always the card's art.
 * The features:
 *   foreign  log₂ of the area of the regions that go on beyond the edge, weighted by how plainly
 *   askew    log₂ of the area of the rectangles askew, likewise
 *   deep     log₂ of the area that is of what crosses the edge, inwards from there
 *   seen     log₂ of the area where localisation's network saw something over the document (vidimus-locate-net.h)
 *   plain    log₂ of that area where it is likelier than not */
#include "vidimus-blocking-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP_MOST  11   /* grey levels from pixel to pixel within a smooth region */
#define DRIFT_MOST 42   /* from the region's mean */
#define NO_OUTSIDE  0.15 /* what is left of a region's weight where the picture ends with the card … */
#define COVERED    0.3   /* certainty from which a region is shown */
#define UNIT       0.002 /* of the card's area: what is nothing yet */

enum
{
  FOREIGN,
  ASKEW,
  DEEP,
  SEEN,
  PLAIN,
  N_FEATURES,
};

struct region
{
  int    area;
  double sum[3];
  double x, y, xx, yy, xy;
  int    clipped;      /* pixels as white as only a lamp's reflection is */
  int    crossing;     /* pixels on the card's sides where something crosses the edge */
  int    rim;          /* pixels of its rim, and … */
  int    sharp;        /* … those where the picture has an edge */
};

/* Where a card pixel lies along the outline, or −1. */
static int
outline_index (const struct vidimus_scene *scene,
               int                         side,
               int                         x,
               int                         y)
{
  const int before[4] = { 0, scene->width, scene->width + scene->height, 2 * scene->width + scene->height };
  const int depths[4] = { y, scene->width - 1 - x, scene->height - 1 - y, x };
  int along = side % 2 == 0 ? x : y;

  if (depths[side] != VIDIMUS_OUTLINE_NEAR)
    return -1;

  return before[side] + (side < 2 ? along : vidimus_scene_side (scene, side) - 1 - along);
}

static void
region_add (const struct vidimus_scene *scene,
            struct region              *region,
            int                         x,
            int                         y)
{
  const uint8_t *p = vidimus_scene_at (scene, x, y);

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

      region->crossing += at >= 0 && scene->outline[at].crossing > 0.3;
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

/* Floods one smooth region from the card's pixel @seed; its pixels are the first of the queue. */
static void
grow_region (struct vidimus_scene *scene,
             int                   seed,
             int                   label,
             struct region        *region)
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
      const uint8_t *here = vidimus_scene_at (scene, x, y);
      int mean[3];
      bool rim = false;
      int sharpest = 0;

      region_add (scene, region, x, y);
      for (int c = 0; c < 3; c++)
        mean[c] = (int) (region->sum[c] / region->area);
      for (int k = 0; k < 4; k++)
        {
          int dx = (k == 0) - (k == 1), dy = (k == 2) - (k == 3), at = (y + dy) * scene->width + x + dx;
          const uint8_t *there;
          int step, drift = 0;

          if (x + dx < 0 || y + dy < 0 || x + dx >= scene->width || y + dy >= scene->height || scene->labels[at] == label)
            continue;

          there = vidimus_scene_at (scene, x + dx, y + dy);
          step = pixel_step (here, there);
          for (int c = 0; c < 3; c++)
            drift = abs (there[c] - mean[c]) > drift ? abs (there[c] - mean[c]) : drift;
          if (step <= STEP_MOST && drift <= DRIFT_MOST && scene->labels[at] == 0)
            {
              scene->labels[at] = label;
              scene->queue[tail++] = at;
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

/* Whether the picture shows what lies around most of the card. */
static bool
has_surroundings (const struct vidimus_scene *scene)
{
  int n = 2 * (scene->width + scene->height);
  int seen = 0;

  for (int i = 0; i < n; i++)
    seen += scene->outline[i].has_out;

  return 2 * seen > n;
}

/* Sums the foreign regions' shares of the card, each kind by its certainty, into the features. */
static void
measure_regions (struct vidimus_scene *scene,
                 double               *features)
{
  const double unit = UNIT / (has_surroundings (scene) ? 1 : NO_OUTSIDE);
  double sums[N_FEATURES] = { 0 };
  int n = scene->width * scene->height;

  for (int i = 0, label = 1; i < n; i++, label++)
    {
      struct region region;
      double share, certain[N_FEATURES] = { 0 };

      if (scene->labels[i] != 0)
        continue;

      grow_region (scene, i, label, &region);
      share = (double) region.area / n;
      if (share < 0.003 || share > 0.45)
        continue;
      if (share > 0.008)
        certain[ASKEW] = region_askew (&region);
      certain[FOREIGN] = region.crossing >= 2 ? vidimus_alarm_clamp (region.crossing / 6.0, 0, 1) : 0;
      for (int k = 0; k < N_FEATURES; k++)
        sums[k] += share * certain[k];
      if (fmax (certain[FOREIGN], certain[ASKEW]) > COVERED)
        for (int k = 0; k < region.area; k++)
          scene->covered[scene->queue[k]] = 1;
    }

  for (int k = 0; k < N_FEATURES; k++)
    if (k == FOREIGN || k == ASKEW)
      features[k] = log2 (1 + sums[k] / unit);
}

/* Sums what the network saw, if there is anything of it; what it saw plainly is covered. */
static void
measure_seen (const struct vidimus_alarm_input *input,
              struct vidimus_scene             *scene,
              double                           *features)
{
  double sum = 0, n_plain = 0, n = (double) scene->width * scene->height;

  if (input->location->closeup.patch.width == 0)
    return;

  for (int y = 0; y < scene->height; y++)
    for (int x = 0; x < scene->width; x++)
      {
        double p = vidimus_alarm_seen (input, VIDIMUS_CLOSEUP_COVER, scene->width, scene->height, x, y);

        sum += p;
        n_plain += p > 0.5;
        if (p > 0.5)
          scene->covered[y * scene->width + x] = 1;
      }

  features[SEEN] = log2 (1 + sum / n / UNIT);
  features[PLAIN] = log2 (1 + n_plain / n / UNIT);
}

/* Measures; with @output (nullable), shows what is covered. */
static enum vidimus_status
look (const struct vidimus_alarm_input *input,
      double                           *features,
      struct vidimus_alarm_output      *output)
{
  struct vidimus_scene scene = { 0 };
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  double area = 0;

  if (input->card->rgb.width < 8 * VIDIMUS_OUTLINE_FAR || input->card->rgb.height < 8 * VIDIMUS_OUTLINE_FAR)
    return VIDIMUS_STATUS_OK;

  if (vidimus_scene_init (&scene, input))
    {
      status = VIDIMUS_STATUS_OK;
      vidimus_outline_read (&scene);
      vidimus_outline_cross (&scene, &area);
      features[DEEP] = log2 (1 + area / (scene.width * scene.height) / UNIT);
      if (vidimus_hooks_cancelled (input->hooks))
        status = VIDIMUS_STATUS_CANCELLED;
      else
        {
          measure_regions (&scene, features);
          measure_seen (input, &scene, features);
        }
      vidimus_alarm_picture (input, "blocking_within_border.card", &scene.rgb);
      if (status == VIDIMUS_STATUS_OK && output != NULL)
        status = vidimus_evidence_add_mask (input, output, "covered", scene.covered, NULL, scene.width, scene.height,
                                            0.003, VIDIMUS_EVIDENCE_MOST);
    }
  vidimus_scene_clear (&scene);

  return status;
}

static enum vidimus_status
measure_blocking (const struct vidimus_alarm_input *input,
                  double                           *features)
{
  return look (input, features, NULL);
}

const struct vidimus_alarm_model vidimus_blocking_model = {
  .name = "blocking_within_border",
  .n_features = N_FEATURES,
  .features = { "foreign", "askew", "deep", "seen", "plain" },
  .bias = -5.801,
  .weights = { 0.09508, 0.5865, 0.7949, 0.4715, 0.5107 },
  .measure = measure_blocking,
};

/**
 * vidimus_detect_blocking:
 *
 * See the head of this file; the statistic is log₂ of the foreign area over 0.2 % of the card. Evidence: "covered", each
 * foreign region (its share of the card).
 */
enum vidimus_status
vidimus_detect_blocking (const struct vidimus_alarm_input *input,
                         struct vidimus_alarm_output      *output)
{
  double unused[VIDIMUS_ALARM_FEATURES] = { 0 };
  enum vidimus_status status = vidimus_alarm_run (&vidimus_blocking_model, input, output);

  return status == VIDIMUS_STATUS_OK && input->evidence ? look (input, unused, output) : status;
}

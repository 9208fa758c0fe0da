/* Alarm: glare lies on the card.
 *
 * On the card at 320 px in width, pixels near to clipping in all three channels, the paper's tint taken off, and
 * clearly above the card's own paper (over blocks, their bright quartile) form blobs. What bounds a blob tells what it
 * is: a lamp's fades into the card, a few grey levels from pixel to pixel, while a panel, a margin or the paper between
 * letters ends in an edge; and a lamp's is compact. (Bright, unsaturated and soft: Arnold et al., Automatic
 * segmentation and inpainting of specular highlights, 2010.) Around it, the card is brighter than its paper is elsewhere.
 * A lamp also clips: a blob that stays short of it is a light colour.
 *   halo   log₂ of the blobs' area, each weighted by these four
 *   form   log₂ of the area of clipped ellipses and of rectangles askew: a flash, a tube, a window's panes; a small
 *          one with a crisp outline is print
 * Where the paper itself is nearly clipped, nothing can be told, and nothing is. The weights started from
 * tests/engine/fit-alarms.c; the limits of blob_form(), blob_halo() and measure_blobs() are set by hand on real
 * cards and drawn glare. Soft and clipped art, and an overexposed sheet's brighter half, still look like glare. */
#include "vidimus-alarm-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_WIDTH 320
#define BLOCK      16
#define RINGS      8
#define SOFT       0.12   /* of the step from paper to white, a pixel, across an outline: all of a halo … */
#define SHARP      0.30   /* … and none of one */
#define UNIT       0.0005 /* of the card's area: what is nothing yet */

struct blobs
{
  struct vidimus_image  rgb;
  struct vidimus_image  mask;   /* one byte a pixel: whether a blob has it */
  uint8_t              *low;    /* the least channel of each pixel */
  int                  *queue;
  double                paper;
  double                level;  /* core from here on */
};

/* One blob, as its search leaves it. */
struct blob
{
  int    area;
  int    touch;  /* pixels on the card's outline */
  int    left, right, top, bottom;
  double sum;    /* of the levels */
  int    rim;    /* pixels on its own outline, but for those … */
  double soft;   /* … and how soft the picture is there, summed */
  double ring;   /* the brighter third of what lies within RINGS pixels around it */
  double sum_x, sum_y, sum_xx, sum_yy, sum_xy;
};

/* The card's own white in each channel: over blocks, the bright quartile, of which the 40th percentile. */
static bool
find_paper (const struct vidimus_image *rgb,
            double                     *paper)
{
  int blocks_x = (rgb->width + BLOCK - 1) / BLOCK;
  int blocks_y = (rgb->height + BLOCK - 1) / BLOCK;
  float *levels = malloc ((size_t) blocks_x * blocks_y * sizeof *levels);

  if (levels == NULL)
    return false;

  for (int k = 0; k < 3; k++)
    {
      size_t n = 0;

      for (int by = 0; by < blocks_y; by++)
        for (int bx = 0; bx < blocks_x; bx++)
          {
            float values[BLOCK * BLOCK];
            size_t count = 0;

            for (int y = by * BLOCK; y < (by + 1) * BLOCK && y < rgb->height; y++)
              for (int x = bx * BLOCK; x < (bx + 1) * BLOCK && x < rgb->width; x++)
                values[count++] = vidimus_image_at (rgb, x, y)[k];
            levels[n++] = vidimus_alarm_percentile (values, count, 0.75);
          }
      paper[k] = vidimus_alarm_percentile (levels, n, 0.4);
    }
  free (levels);

  return true;
}

/* The least channel of each pixel after the paper's tint – the lamp's – is taken off, within reason. */
static void
find_low (struct blobs *blobs,
          const double *paper)
{
  double most = fmax (fmax (paper[0], paper[1]), paper[2]);
  double gains[3];
  double low = 255;

  for (int k = 0; k < 3; k++)
    {
      gains[k] = vidimus_alarm_clamp (most / fmax (paper[k], 1), 1, 1.3);
      low = fmin (low, paper[k] * gains[k]);
    }
  for (int y = 0; y < blobs->rgb.height; y++)
    {
      const uint8_t *p = vidimus_image_at (&blobs->rgb, 0, y);

      for (int x = 0; x < blobs->rgb.width; x++, p += blobs->rgb.channels)
        {
          double least = fmin (fmin (p[0] * gains[0], p[1] * gains[1]), p[2] * gains[2]);

          blobs->low[y * blobs->rgb.width + x] = (uint8_t) fmin (least, 255);
        }
    }
  blobs->paper = low;
  blobs->level = fmax (236, low + 0.6 * (255 - low));
}

static bool
blobs_init (struct blobs                     *blobs,
            const struct vidimus_alarm_input *input)
{
  double paper[3];
  size_t n;

  /* A small picture is soft all over: reduced, its edges are sharp again. */
  if (!vidimus_alarm_shrink (&input->card->rgb, input->card->rgb.width / 2 < WORK_WIDTH
                             ? input->card->rgb.width / 2 : WORK_WIDTH, &blobs->rgb))
    return false;

  n = (size_t) blobs->rgb.width * blobs->rgb.height;
  blobs->low = malloc (n);
  blobs->queue = malloc (n * sizeof *blobs->queue);
  if (blobs->low == NULL || blobs->queue == NULL ||
      !vidimus_image_alloc (&blobs->mask, blobs->rgb.width, blobs->rgb.height, 1))
    return false;

  if (!find_paper (&blobs->rgb, paper))
    return false;

  find_low (blobs, paper);
  memset (blobs->mask.data, 0, n);

  return true;
}

static void
blobs_clear (struct blobs *blobs)
{
  free (blobs->low);
  free (blobs->queue);
  vidimus_image_free (&blobs->mask);
  vidimus_image_free (&blobs->rgb);
}

/* Walks on from the @tail pixels of a blob in the queue, ring by ring, and gives them back for the next blob. */
static double
look_around (struct blobs *blobs,
             int           tail)
{
  uint8_t *mask = blobs->mask.data;
  int width = blobs->rgb.width;
  unsigned histogram[256] = { 0 };
  int core = tail;
  int head = 0;
  int seen = 0;
  int level = 255;

  for (int ring = 0; ring < RINGS; ring++)
    for (int end = tail; head < end; head++)
      for (int k = 0; k < 4; k++)
        {
          int nx = blobs->queue[head] % width + (k == 0) - (k == 1);
          int ny = blobs->queue[head] / width + (k == 2) - (k == 3);
          int at = ny * width + nx;

          if (nx < 0 || ny < 0 || nx >= width || ny >= blobs->rgb.height || mask[at] != 0 ||
              blobs->low[at] >= blobs->level)
            continue;
          mask[at] = 1;
          blobs->queue[tail++] = at;
          if (ring >= 2)
            {
              histogram[blobs->low[at]]++;
              seen++;
            }
        }

  for (int i = core; i < tail; i++)
    mask[blobs->queue[i]] = 0;
  for (int above = (int) histogram[255]; level > 0 && above * 3 < seen; above += (int) histogram[level])
    level--;

  return level;
}

/* The steepest way down from a pixel of the outline, in grey levels a pixel, over two pixels. */
static double
steepness (const struct blobs *blobs,
           int                 x,
           int                 y)
{
  int width = blobs->rgb.width;
  int here = blobs->low[y * width + x];
  int most = 0;

  for (int k = 0; k < 4; k++)
    {
      int nx = x + 2 * ((k == 0) - (k == 1));
      int ny = y + 2 * ((k == 2) - (k == 3));

      if (nx >= 0 && ny >= 0 && nx < width && ny < blobs->rgb.height && here - blobs->low[ny * width + nx] > most)
        most = here - blobs->low[ny * width + nx];
    }

  return most / 2.0;
}

static void
blob_add (const struct blobs *blobs,
          struct blob        *blob,
          int                 x,
          int                 y,
          bool                rim)
{
  double step = fmax (255 - blobs->paper, 40);

  if (blob->area++ == 0)
    {
      blob->left = blob->right = x;
      blob->top = blob->bottom = y;
    }
  blob->left = x < blob->left ? x : blob->left;
  blob->right = x > blob->right ? x : blob->right;
  blob->top = y < blob->top ? y : blob->top;
  blob->bottom = y > blob->bottom ? y : blob->bottom;
  blob->sum += blobs->low[y * blobs->rgb.width + x];
  blob->sum_x += x;
  blob->sum_y += y;
  blob->sum_xx += (double) x * x;
  blob->sum_yy += (double) y * y;
  blob->sum_xy += (double) x * y;

  if (x == 0 || y == 0 || x == blobs->rgb.width - 1 || y == blobs->rgb.height - 1)
    blob->touch++;
  else if (rim)
    {
      blob->rim++;
      blob->soft += vidimus_alarm_clamp ((SHARP - steepness (blobs, x, y) / step) / (SHARP - SOFT), 0, 1);
    }
}

static void
flood_blob (struct blobs *blobs,
            int           seed,
            struct blob  *blob)
{
  uint8_t *mask = blobs->mask.data;
  int width = blobs->rgb.width;
  int height = blobs->rgb.height;
  int head = 0;
  int tail = 0;

  memset (blob, 0, sizeof *blob);
  blobs->queue[tail++] = seed;
  mask[seed] = 1;

  while (head < tail)
    {
      int x = blobs->queue[head] % width;
      int y = blobs->queue[head++] / width;
      bool rim = false;

      for (int k = 0; k < 4; k++)
        {
          int nx = x + (k == 0) - (k == 1);
          int ny = y + (k == 2) - (k == 3);
          int at = ny * width + nx;

          if (nx < 0 || ny < 0 || nx >= width || ny >= height)
            continue;
          if (blobs->low[at] < blobs->level)
            rim = true;
          else if (mask[at] == 0)
            {
              mask[at] = 1;
              blobs->queue[tail++] = at;
            }
        }
      blob_add (blobs, blob, x, y, rim);
    }
  blob->ring = look_around (blobs, tail);
}

/* The blob's area over that of the ellipse of its second moments: 1 for an ellipse, 0.955 for any rectangle, less for
 * what is ragged; @slender is the ellipse's shorter over its longer axis. */
static double
blob_filling (const struct blob *blob,
              double            *slender)
{
  double n = blob->area;
  double xx = blob->sum_xx / n - blob->sum_x / n * blob->sum_x / n + 1.0 / 12;
  double yy = blob->sum_yy / n - blob->sum_y / n * blob->sum_y / n + 1.0 / 12;
  double xy = blob->sum_xy / n - blob->sum_x / n * blob->sum_y / n;
  double half = 0.5 * hypot (xx - yy, 2 * xy);
  double longer = 0.5 * (xx + yy) + half;
  double shorter = fmax (0.5 * (xx + yy) - half, 1.0 / 12);

  *slender = sqrt (shorter / longer);

  return n / (4 * M_PI * sqrt (longer * shorter));
}

/* How surely the blob is a lamp or a window pane by its form alone, 0–1: clipped, an ellipse or a rectangle, and not
 * along the card's axes, as print is; @area is its share of the card. */
static double
blob_form (const struct blob *blob,
           double             area)
{
  double soft = blob->rim > 0 ? blob->soft / blob->rim : 0;
  double box = (double) (blob->right - blob->left + 1) * (blob->bottom - blob->top + 1);
  double slender;
  double filling = blob_filling (blob, &slender);

  return vidimus_alarm_clamp ((filling - 0.90) / 0.04, 0, 1) * vidimus_alarm_clamp ((slender - 0.07) / 0.08, 0, 1) *
         vidimus_alarm_clamp ((0.9 - blob->area / box) / 0.06, 0, 1) *
         vidimus_alarm_clamp ((blob->sum / blob->area - 246) / 4, 0, 1) *
         fmax (vidimus_alarm_clamp ((area - 0.008) / 0.008, 0, 1), vidimus_alarm_clamp ((soft - 0.55) / 0.2, 0, 1));
}

/* How surely it is a reflection by how it ends, 0–1: clipped, softly, in something brighter than paper, not raggedly. */
static double
blob_halo (const struct blobs *blobs,
           const struct blob  *blob)
{
  double compactness = 4 * M_PI * blob->area / pow (blob->rim + blob->touch, 2);
  double lift = (blob->ring - blobs->paper) / (blobs->level - blobs->paper + 1);

  if (blob->rim == 0)
    return 0;

  return vidimus_alarm_clamp ((blob->soft / blob->rim - 0.25) / 0.45, 0, 1) *
         vidimus_alarm_clamp ((compactness - 0.04) / 0.16, 0, 1) * vidimus_alarm_clamp (2 * lift - 0.5, 0, 1) *
         vidimus_alarm_clamp ((blob->sum / blob->area - 242) / 5, 0, 1);
}

static void
measure_blobs (struct blobs *blobs,
               double        trust, /* in halos, 0–1 */
               double       *features)
{
  int n = blobs->rgb.width * blobs->rgb.height;
  double halo = 0;
  double form = 0;
  double white;

  for (int i = 0; i < n; i++)
    {
      struct blob blob;
      double area;

      if (blobs->mask.data[i] != 0 || blobs->low[i] < blobs->level)
        continue;

      flood_blob (blobs, i, &blob);
      if (blob.area < 12)
        continue;
      /* What runs along the card's outline is a margin. */
      area = (double) blob.area / n * vidimus_alarm_clamp ((3 - blob.touch / sqrt (blob.area)) / 1.2, 0, 1);
      /* What fills the card is the card. */
      area *= vidimus_alarm_clamp ((0.5 - area) / 0.2, 0, 1);
      halo += area * blob_halo (blobs, &blob);
      if (area > 0.004)
        form += area * blob_form (&blob, area);
    }

  /* Little can be told of white upon white. */
  white = vidimus_alarm_clamp ((242 - blobs->paper) / 24, 0.05, 1);
  features[0] = log2 (1 + halo * white * trust / UNIT);
  features[1] = log2 (1 + form * white / UNIT);
}

static enum vidimus_status
measure_glare (const struct vidimus_alarm_input *input,
               double                           *features)
{
  struct blobs blobs = { 0 };
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;

  if (blobs_init (&blobs, input))
    {
      /* A picture that is the document and nothing else is drawn or scanned more often than photographed. */
      measure_blobs (&blobs, input->location->whole_frame ? 0.5 : 1, features);
      status = VIDIMUS_STATUS_OK;

      if (vidimus_hooks_wants_explain (input->hooks))
        {
          for (int i = 0; i < blobs.mask.width * blobs.mask.height; i++)
            blobs.mask.data[i] = blobs.mask.data[i] != 0 ? 255 : blobs.low[i] / 2;
          vidimus_alarm_picture (input, "glare.blobs", &blobs.mask);
        }
    }
  blobs_clear (&blobs);

  return status;
}

const struct vidimus_alarm_model vidimus_glare_model = {
  .name = "glare",
  .n_features = 2,
  .features = { "halo", "form" },
  .bias = -3.15,
  .weights = { 0.68, 0.62 },
  .measure = measure_glare,
};

/** vidimus_detect_glare: see the head of this file; the statistic is log₂ of the weighted area over 0.05 % of the card. */
enum vidimus_status
vidimus_detect_glare (const struct vidimus_alarm_input *input,
                      struct vidimus_alarm_output      *output)
{
  return vidimus_alarm_run (&vidimus_glare_model, input, output);
}

/* Alarm: the card is blurred (defocus, shake, bad resampling).
 *
 * An edge that is a step differs by the same amount however far apart two pixels across it are, so the mean squared
 * difference D(k) of pixels k apart grows like k, as fast as edges are met; where everything is smooth it grows like
 * k². How fast it grows – the slope of the structure function (Kolmogorov, 1941) between two lags – therefore tells how wide
 * the edges are against these lags, whatever the contrast, and blur of any kernel raises it. Shake does so in one
 * direction only, so each of four is measured, over those 16 × 16 blocks that have most to show in it for the light they
 * have. For log₂ D(2)/D(1) (fine) and D(4)/D(2) (middle) the features are
 *   fine                      the median over the blocks, in the direction in which it is greatest
 *   fine_sharp, middle_sharp  the 15th percentile over the blocks, likewise: a portrait, a reflection or large print may be soft
 *                             where the print is not
 *   fine_part, middle_part    the lower third over the blocks with most to show in each of six parts of the card; of the second
 *                             softest part: the focus may lean, and what is very soft has less to show than the rest
 *   soft_part                 0–1.5: how plainly both of those are of a part out of focus
 * Noise adds to every D; white noise the same: it is estimated where least differs, and taken off. All is in pixels
 * of the card as it is, at most 800 long
 * and never enlarged: a small sharp card is not blurred. Weights: tests/engine/fit-alarms.c. */
#include "vidimus-alarm-private.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK      16
#define MARGIN     8     /* pixels left out around: shadows of the outline; no less than the longest lag */
#define DIRECTIONS 4
#define LAGS       3     /* 1, 2, 4 pixels */
#define CHOOSING   2     /* the index of the lag that tells which blocks have something to show */
#define CHOSEN     0.3   /* of the blocks */
#define LEAST      30.0f /* the mean squared difference in grey levels that is something */
#define FAINT      8.0f  /* … where nothing differs as much */
#define FLAT       0.12  /* of the blocks: those that show noise alone … */
#define FLAT_MOST  64    /* … as far as so many */
#define DARK       24.0f /* grey levels that no contrast is read into */
#define SMOOTH     1.6f  /* a slope that is shown as evidence */
#define PERIODIC   4.3f  /* more than what is smooth differs by at twice the lag: no edge, but a screen's pattern */
#define FEWEST     6     /* blocks that tell of a direction */
#define PARTS      6     /* of the card, three along and two across … */
#define PART_LEAST 4     /* … of which so many blocks tell */

enum
{
  FINE,
  FINE_SHARP,
  MIDDLE_SHARP,
  FINE_PART,
  MIDDLE_PART,
  SOFT_PART,
  N_FEATURES,
};

static const int steps[DIRECTIONS][2] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 1, -1 } };

/* The blocks of a card: for a direction at a time, a mean squared difference for each lag. */
struct blocks
{
  const struct vidimus_image *gray;
  int                         across;
  int                         n;
  float                      *light;       /* the mean level of each */
  float                      *choosing;
  float                      *spare;
  float                      *slopes[LAGS - 1]; /* of the chosen ones */
  int                        *part;        /* of the card, that each is in */
  float                       white;       /* what white noise adds to each mean squared difference */
  float                       noise[LAGS]; /* what all noise adds, at each lag */
};

static bool
blocks_init (struct blocks              *blocks,
             const struct vidimus_image *gray)
{
  float *memory;

  blocks->gray = gray;
  blocks->across = (gray->width - 2 * MARGIN) / BLOCK;
  blocks->n = blocks->across * ((gray->height - 2 * MARGIN) / BLOCK);
  memory = calloc ((size_t) blocks->n * (LAGS + 2), sizeof *memory);
  blocks->part = calloc ((size_t) blocks->n, sizeof *blocks->part);
  if (memory == NULL || blocks->part == NULL)
    {
      free (memory);
      free (blocks->part);
      return false;
    }

  blocks->light = memory;
  blocks->choosing = memory + blocks->n;
  blocks->spare = memory + 2 * blocks->n;
  for (int k = 0; k + 1 < LAGS; k++)
    blocks->slopes[k] = memory + (3 + k) * blocks->n;

  return true;
}

static void
blocks_clear (struct blocks *blocks)
{
  free (blocks->light);
  free (blocks->part);
}

/* Three parts along the card's longer side, two across. */
static int
part_of (const struct blocks *blocks,
         int                  block)
{
  int down = blocks->n / blocks->across, x = block % blocks->across, y = block / blocks->across;

  return blocks->across >= down ? 3 * x / blocks->across + 3 * (2 * y / down) : 3 * y / down + 3 * (2 * x / blocks->across);
}

static const uint8_t *
block_at (const struct blocks *blocks,
          int                  block)
{
  return vidimus_image_at (blocks->gray, MARGIN + block % blocks->across * BLOCK, MARGIN + block / blocks->across * BLOCK);
}

static void
find_light (struct blocks *blocks)
{
  for (int i = 0; i < blocks->n; i++)
    {
      const uint8_t *p = block_at (blocks, i);
      int sum = 0;

      for (int y = 0; y < BLOCK; y++, p += blocks->gray->stride)
        for (int x = 0; x < BLOCK; x++)
          sum += p[x];
      blocks->light[i] = (float) sum / (BLOCK * BLOCK);
      blocks->part[i] = part_of (blocks, i);
    }
}

/* The mean squared difference of pixels that far apart in one block. */
static float
block_difference (const struct blocks *blocks,
                  int                  block,
                  int                  direction,
                  int                  lag)
{
  ptrdiff_t step = lag * (steps[direction][1] * (ptrdiff_t) blocks->gray->stride + steps[direction][0]);
  const uint8_t *p = block_at (blocks, block);
  int sum = 0;

  for (int y = 0; y < BLOCK; y++, p += blocks->gray->stride)
    for (int x = 0; x < BLOCK; x++)
      {
        int difference = p[x] - p[x + step];

        sum += difference * difference;
      }

  return (float) sum / (BLOCK * BLOCK);
}

static float
take_noise (float difference,
            float noise)
{
  return fmaxf (difference - noise, 0.1f * difference + 0.01f);
}

/* log₂ of how much more differs at twice the lag: about 1 for steps, 2 where all is smooth; what is more comes of noise taken off. */
static float
slope (float nearer,
       float further)
{
  return (float) vidimus_alarm_clamp (log2f (further / nearer), 0, 2);
}

/* Where least differs is noise, which smoothing in the camera may have spread over some pixels: what differs there at each lag. */
static void
find_noise (struct blocks *blocks,
            int            direction)
{
  float flat[FLAT_MOST];
  float most;
  int n = 0, at[FLAT_MOST];

  for (int i = 0; i < blocks->n; i++)
    blocks->spare[i] = blocks->choosing[i];
  most = vidimus_alarm_percentile (blocks->spare, (size_t) blocks->n, FLAT);
  for (int i = 0; i < blocks->n && n < FLAT_MOST; i++)
    if (blocks->choosing[i] <= most)
      at[n++] = i;
  for (int k = 0; k < LAGS; k++)
    {
      for (int i = 0; i < n; i++)
        flat[i] = block_difference (blocks, at[i], direction, 1 << k);
      blocks->noise[k] = fminf (fmaxf (vidimus_alarm_percentile (flat, (size_t) n, 0.5), blocks->white), 4 * blocks->white + 3);
    }
}

/* How much each block has to show in one direction, for the light it has; 0 where it is too little to tell. Where little is left
 * to show, as after much blur, less will do. */
static void
choose_blocks (struct blocks *blocks,
               int            direction)
{
  float least = LEAST;
  int n = 0;

  for (int i = 0; i < blocks->n; i++)
    blocks->choosing[i] = block_difference (blocks, i, direction, 1 << CHOOSING);
  find_noise (blocks, direction);
  for (int i = 0; i < blocks->n; i++)
    n += blocks->choosing[i] >= least + 6 * blocks->noise[CHOOSING];
  if (n < 2 * FEWEST)
    least = FAINT;
  for (int i = 0; i < blocks->n; i++)
    blocks->choosing[i] = blocks->choosing[i] < least + 6 * blocks->noise[CHOOSING]
                            ? 0 : blocks->choosing[i] / ((blocks->light[i] + DARK) * (blocks->light[i] + DARK));
}

/* The slopes in one direction of the blocks of @part – or all, for PARTS – that have most to show in it; returns how many those are. */
static size_t
measure_direction (struct blocks *blocks,
                   int            direction,
                   int            part)
{
  float least;
  size_t n = 0;

  for (int i = 0; i < blocks->n; i++)
    if (part == PARTS || blocks->part[i] == part)
      blocks->spare[n++] = blocks->choosing[i];
  least = vidimus_alarm_percentile (blocks->spare, n, 1 - CHOSEN);
  n = 0;

  for (int i = 0; i < blocks->n; i++)
    {
      float differences[LAGS];

      if (blocks->choosing[i] < least || blocks->choosing[i] <= 0 || (part != PARTS && blocks->part[i] != part))
        continue;
      for (int k = 0; k < LAGS; k++)
        differences[k] = take_noise (block_difference (blocks, i, direction, 1 << k), blocks->noise[k]);
      if (differences[0] > 2 * blocks->noise[0] && differences[1] > PERIODIC * differences[0])
        continue;
      for (int k = 0; k + 1 < LAGS; k++)
        blocks->slopes[k][n] = slope (differences[k], differences[k + 1]);
      n++;
    }

  return n;
}

/* The lower third of the slopes in each part of the card that tells, if that is more than it was in another direction. */
static void
measure_parts (struct blocks *blocks,
               int            direction,
               float          parts[2][PARTS])
{
  for (int part = 0; part < PARTS; part++)
    {
      size_t n = measure_direction (blocks, direction, part);

      for (int k = 0; k < 2 && n >= PART_LEAST; k++)
        parts[k][part] = fmaxf (parts[k][part], vidimus_alarm_percentile (blocks->slopes[k], n, 0.33));
    }
}

static void
measure_blocks (struct blocks *blocks,
                double        *features)
{
  float parts[2][PARTS] = { { 0 } };

  for (int d = 0; d < DIRECTIONS; d++)
    {
      size_t n;

      choose_blocks (blocks, d);
      measure_parts (blocks, d, parts);
      n = measure_direction (blocks, d, PARTS);
      if (n < FEWEST)
        continue;
      features[FINE] = fmax (features[FINE], vidimus_alarm_percentile (blocks->slopes[0], n, 0.5));
      for (int k = 0; k < 2; k++)
        features[FINE_SHARP + k] = fmax (features[FINE_SHARP + k], vidimus_alarm_percentile (blocks->slopes[k], n, 0.15));
    }
  for (int k = 0; k < 2; k++)
    features[FINE_PART + k] = vidimus_alarm_percentile (parts[k], PARTS, 0.8); /* the second softest: a portrait is in one */
  features[SOFT_PART] = fmin (vidimus_alarm_clamp ((features[FINE_PART] - 1.74) / 0.08, 0, 1.5),
                              vidimus_alarm_clamp ((features[MIDDLE_PART] - 1.35) / 0.2, 0, 1.5));
}

static enum vidimus_status
measure_blur (const struct vidimus_alarm_input *input,
              double                           *features)
{
  const struct vidimus_image *gray = &input->card->gray;
  struct blocks blocks = { 0 };

  if (gray->width < 2 * MARGIN + 2 * BLOCK || gray->height < 2 * MARGIN + BLOCK)
    return VIDIMUS_STATUS_OK; /* nothing that could be sharp: not known to be blurred */
  if (!blocks_init (&blocks, gray))
    return VIDIMUS_STATUS_NO_MEMORY;

  blocks.white = (float) (2 * pow (vidimus_alarm_noise (gray), 2));
  find_light (&blocks);
  measure_blocks (&blocks, features);
  vidimus_alarm_picture (input, "blur.luma", gray);
  blocks_clear (&blocks);

  return VIDIMUS_STATUS_OK;
}

const struct vidimus_alarm_model vidimus_blur_model = {
  .name = "blur",
  .n_features = N_FEATURES,
  .features = { "fine", "fine_sharp", "middle_sharp", "fine_part", "middle_part", "soft_part" },
  .bias = -23.28,
  .weights = { 1.262, 5.743, 1.972, 4.495, 1.121, 1.128 },
  .measure = measure_blur,
};

/* Marks the blocks that are chosen and smooth in a direction, and those around them, for print is not in every block. */
static void
mark_smooth (struct blocks *blocks,
             int            direction,
             uint8_t       *mask,
             float         *values)
{
  int down = blocks->n / blocks->across;

  choose_blocks (blocks, direction);
  for (int i = 0; i < blocks->n; i++)
    {
      float value = slope (take_noise (block_difference (blocks, i, direction, 1), blocks->noise[0]),
                           take_noise (block_difference (blocks, i, direction, 2), blocks->noise[1]));

      values[i] = fmaxf (values[i], value);
      if (blocks->choosing[i] <= 0 || value < SMOOTH)
        continue;
      for (int k = 0; k < 9; k++)
        {
          int x = i % blocks->across + k % 3 - 1, y = i / blocks->across + k / 3 - 1;

          if (x >= 0 && y >= 0 && x < blocks->across && y < down)
            mask[y * blocks->across + x] = 1;
        }
    }
}

static enum vidimus_status
show_blur (const struct vidimus_alarm_input *input,
           struct vidimus_alarm_output      *output)
{
  const struct vidimus_image *gray = &input->card->gray;
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  struct blocks blocks = { 0 };
  uint8_t *mask;
  float *values;

  if (!blocks_init (&blocks, gray))
    return status;

  mask = calloc ((size_t) blocks.n, 1);
  values = calloc ((size_t) blocks.n, sizeof *values);
  if (mask != NULL && values != NULL)
    {
      blocks.white = (float) (2 * pow (vidimus_alarm_noise (gray), 2));
      find_light (&blocks);
      for (int d = 0; d < DIRECTIONS; d++)
        mark_smooth (&blocks, d, mask, values);
      status = vidimus_evidence_add_mask (input, output, "blurred", mask, values, blocks.across, blocks.n / blocks.across,
                                          0.02, 4);
    }
  free (mask);
  free (values);
  blocks_clear (&blocks);

  return status;
}

/** vidimus_detect_blur: see the head of this file; the statistic is the fine slope, and so is the evidence's value. */
enum vidimus_status
vidimus_detect_blur (const struct vidimus_alarm_input *input,
                     struct vidimus_alarm_output      *output)
{
  enum vidimus_status status = vidimus_alarm_run (&vidimus_blur_model, input, output);

  if (status == VIDIMUS_STATUS_OK && input->evidence && output->score >= VIDIMUS_EVIDENCE_SCORE)
    status = show_blur (input, output);

  return status;
}

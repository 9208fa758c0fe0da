/* Alarm: the card is blurred (defocus, shake, bad resampling).
 *
 * An edge that is a step differs by the same amount however far apart two pixels across it are, so the mean squared
 * difference D(k) of pixels k apart grows like k, as fast as edges are met; where everything is smooth it grows like
 * k². How fast it grows – the slope of the structure function (Kolmogorov, 1941) between two lags – therefore tells how wide
 * the edges are against these lags, whatever the contrast, and blur of any kernel raises it. Shake does so in one
 * direction only, so each of four is measured, over those 16 × 16 blocks that have most to show in it for the light they
 * have. For log₂ D(2)/D(1) (fine), D(4)/D(2) (middle) and D(8)/D(4) (coarse) the features are
 *   fine, middle, coarse      the median over the blocks, in the direction in which it is greatest
 *   fine_mean                 the mean over the directions instead
 *   fine_sharp, middle_sharp  the 15th percentile over the blocks, in the direction in which it is greatest: a portrait,
 *                             a reflection or large print may be soft where the print is not
 * White noise adds the same to every D: it is estimated and taken off. All is in pixels of the card as it is, at most 800 long
 * and never enlarged: a small sharp card is not blurred. Weights: tests/engine/fit-alarms.c. */
#include "vidimus-alarm-private.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK      16
#define MARGIN     8     /* the longest lag */
#define DIRECTIONS 4
#define LAGS       4     /* 1, 2, 4, 8 pixels */
#define CHOOSING   2     /* the index of the lag that tells which blocks have something to show */
#define CHOSEN     0.3   /* of the blocks */
#define LEAST      30.0f /* the mean squared difference in grey levels that is something */
#define DARK       24.0f /* grey levels that no contrast is read into */
#define SMOOTH     1.6f  /* a slope that is shown as evidence */
#define FEWEST     6     /* blocks that tell of a direction */

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
  float                       noise;       /* what it adds to each mean squared difference */
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
  if (memory == NULL)
    return false;

  blocks->light = memory;
  blocks->choosing = memory + blocks->n;
  blocks->spare = memory + 2 * blocks->n;
  for (int k = 0; k + 1 < LAGS; k++)
    blocks->slopes[k] = memory + (3 + k) * blocks->n;

  return true;
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

/* log₂ of how much more differs at twice the lag, noise taken off both: about 1 for steps, 2 where all is smooth. */
static float
slope (float nearer,
       float further,
       float noise)
{
  nearer = fmaxf (nearer - noise, 0.1f * nearer + 0.01f);
  further = fmaxf (further - noise, 0.1f * further + 0.01f);

  return fmaxf (log2f (further / nearer), 0);
}

/* The slopes in one direction of the blocks that have most to show in it; returns how many those are. */
static size_t
measure_direction (struct blocks *blocks,
                   int            direction)
{
  float least;
  size_t n = 0;

  for (int i = 0; i < blocks->n; i++)
    {
      float difference = block_difference (blocks, i, direction, 1 << CHOOSING);

      blocks->spare[i] = blocks->choosing[i] = difference < LEAST + 6 * blocks->noise
                                                 ? 0 : difference / ((blocks->light[i] + DARK) * (blocks->light[i] + DARK));
    }
  least = vidimus_alarm_percentile (blocks->spare, (size_t) blocks->n, 1 - CHOSEN);

  for (int i = 0; i < blocks->n; i++)
    {
      float differences[LAGS];

      if (blocks->choosing[i] < least || blocks->choosing[i] <= 0)
        continue;
      for (int k = 0; k < LAGS; k++)
        differences[k] = block_difference (blocks, i, direction, 1 << k);
      for (int k = 0; k + 1 < LAGS; k++)
        blocks->slopes[k][n] = slope (differences[k], differences[k + 1], blocks->noise);
      n++;
    }

  return n;
}

static void
measure_blocks (struct blocks *blocks,
                double        *features)
{
  int told = 0;

  for (int d = 0; d < DIRECTIONS; d++)
    {
      size_t n = measure_direction (blocks, d);

      if (n < FEWEST)
        continue;
      for (int k = 0; k + 1 < LAGS; k++)
        features[k] = fmax (features[k], vidimus_alarm_percentile (blocks->slopes[k], n, 0.5));
      features[3] += vidimus_alarm_percentile (blocks->slopes[0], n, 0.5);
      for (int k = 0; k < 2; k++)
        features[4 + k] = fmax (features[4 + k], vidimus_alarm_percentile (blocks->slopes[k], n, 0.15));
      told++;
    }
  if (told > 0)
    features[3] /= told;
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

  blocks.noise = (float) (2 * pow (vidimus_alarm_noise (gray), 2));
  find_light (&blocks);
  measure_blocks (&blocks, features);
  vidimus_alarm_picture (input, "blur.luma", gray);
  free (blocks.light);

  return VIDIMUS_STATUS_OK;
}

const struct vidimus_alarm_model vidimus_blur_model = {
  .name = "blur",
  .n_features = 6,
  .features = { "fine", "middle", "coarse", "fine_mean", "fine_sharp", "middle_sharp" },
  .bias = -28.81,
  .weights = { 3.33, 2.24, 1.56, 3.45, 5.38, 4.23 },
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

  measure_direction (blocks, direction);
  for (int i = 0; i < blocks->n; i++)
    {
      float value = slope (block_difference (blocks, i, direction, 1), block_difference (blocks, i, direction, 2), blocks->noise);

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
      blocks.noise = (float) (2 * pow (vidimus_alarm_noise (gray), 2));
      find_light (&blocks);
      for (int d = 0; d < DIRECTIONS; d++)
        mark_smooth (&blocks, d, mask, values);
      status = vidimus_evidence_add_mask (input, output, "blurred", mask, values, blocks.across, blocks.n / blocks.across,
                                          0.02, 4);
    }
  free (mask);
  free (values);
  free (blocks.light);

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

/* The picture, reduced for localisation, and a dark one brightened before its levels are rounded. */
#include "vidimus-locate-private.h"

#include "vidimus-clones.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of every so many rows and columns one is looked at for how bright the picture is. */
#define SPARSE 8

/* Two in a hundred samples are brighter than the level that a dark picture is brightened to, by no more than MOST_GAIN. */
#define BRIGHT 170
#define MOST_GAIN 16.0

/* Weights of rows are of 256, so that a column's sum fits into 16 bits. */
#define WHOLE 256

/* One axis: output i is the sum of @taps inputs from first[i] on, times weight[i × taps + j]. */
struct axis
{
  int    taps;
  int   *first;
  float *weight;
};

static void
axis_clear (struct axis *axis)
{
  free (axis->first);
  free (axis->weight);
}

/* Areas; inputs past the end have no weight. */
static bool
axis_init (struct axis *axis,
           int          in,
           int          out)
{
  double ratio = (double) in / out;

  axis->taps = (int) ceil (ratio) + 1;
  axis->taps = axis->taps < in ? axis->taps : in;
  axis->first = malloc (sizeof *axis->first * (size_t) out);
  axis->weight = malloc (sizeof *axis->weight * (size_t) out * (size_t) axis->taps);
  if (axis->first == NULL || axis->weight == NULL)
    return false;

  for (int i = 0; i < out; i++)
    {
      double from = i * ratio, to = from + ratio;
      int first = (int) from < in - axis->taps ? (int) from : in - axis->taps;

      axis->first[i] = first;
      for (int j = 0; j < axis->taps; j++)
        axis->weight[i * axis->taps + j] =
          (float) (fmax (fmin (first + j + 1, to) - fmax (first + j, from), 0) / ratio);
    }

  return true;
}

static float
find_gain (const struct vidimus_image *image)
{
  size_t histogram[256] = { 0 }, n = 0, above = 0;
  int level = 255;

  for (int y = SPARSE / 2; y < image->height; y += SPARSE)
    for (int x = SPARSE / 2; x < image->width; x += SPARSE, n++)
      {
        const uint8_t *pixel = vidimus_image_at (image, x, y);

        histogram[(pixel[0] + 2 * pixel[1] + pixel[2]) / 4]++;
      }
  while (level > 1 && (above += histogram[level]) < n / 50)
    level--;

  return n > 0 && level < BRIGHT ? (float) fmin (BRIGHT / (double) level, MOST_GAIN) : 1;
}

/* Adds up the input rows of output row @y, then their columns. */
VIDIMUS_CLONES static void
reduce_row (const struct vidimus_image *image,
            const struct axis          *across,
            const struct axis          *down,
            int                         y,
            float                       gain,
            uint16_t                   *restrict sums,
            float                      *restrict row,
            struct vidimus_image       *out)
{
  int n = image->width * 3, left = WHOLE;
  uint8_t *to = vidimus_image_at (out, 0, y);

  memset (sums, 0, sizeof *sums * (size_t) n);
  for (int j = 0; j < down->taps; j++)
    {
      const uint8_t *from = vidimus_image_at (image, 0, down->first[y] + j);
      int share = (int) (down->weight[y * down->taps + j] * WHOLE + 0.5f);
      uint16_t weight = (uint16_t) (j + 1 == down->taps || share > left ? left : share);

      left -= weight;
      if (weight > 0)
        for (int i = 0; i < n; i++)
          sums[i] = (uint16_t) (sums[i] + weight * from[i]);
    }
  for (int i = 0; i < n; i++)
    row[i] = sums[i];

  gain /= WHOLE;
  for (int x = 0; x < out->width; x++, to += 3)
    {
      const float *from = row + across->first[x] * 3, *weight = across->weight + x * across->taps;
      float sum[4] = { 0 };

      for (int j = 0; j < across->taps; j++, from += 3)
        for (int c = 0; c < 4; c++) /* the fourth is of the next pixel, and makes a vector of it */
          sum[c] += weight[j] * from[c];
      for (int c = 0; c < 3; c++)
        {
          float level = sum[c] * gain + 0.5f;

          to[c] = (uint8_t) (level < 255 ? level : 255);
        }
    }
}

/**
 * vidimus_reduce:
 * @image: RGB
 * @out: zeroed, or as vidimus_image_alloc() leaves it
 *
 * Reduces by areas to @width × @height, neither more than @image has. A dark picture comes out as bright as a usual one: its
 * edges are as many grey levels high, and rounded no coarser than the mean of the pixels is known.
 *
 * Returns: false when memory is short
 */
bool
vidimus_reduce (const struct vidimus_image *image,
                int                         width,
                int                         height,
                struct vidimus_image       *out)
{
  size_t n = (size_t) image->width * 3;
  struct axis across = { 0 }, down = { 0 };
  uint16_t *sums = malloc (sizeof *sums * n);
  float *row = calloc (n + 4, sizeof *row);
  bool ok = vidimus_image_alloc (out, width, height, 3) && sums != NULL && row != NULL &&
            axis_init (&across, image->width, width) && axis_init (&down, image->height, height);

  if (ok)
    {
      float gain = find_gain (image);

      for (int y = 0; y < height; y++)
        reduce_row (image, &across, &down, y, gain, sums, row, out);
    }
  else
    vidimus_image_free (out);

  axis_clear (&across);
  axis_clear (&down);
  free (sums);
  free (row);

  return ok;
}

/* Peaks of a power spectrum, as a screen's grid and its moiré leave them. */
#include "vidimus-peaks-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOW_CUT    0.09  /* cycles a pixel: below, it is print … */
#define HIGH_CUT   0.42  /* … and above, what an enlarged picture keeps of its own pixels */
#define STANDS_OUT 16.0f /* times the mean of its ring: noise reaches e^−16 × bins */
#define CELL       VIDIMUS_PEAKS_CELL /* bins: fields of frequencies, … */
#define MOST_CELLS (VIDIMUS_PEAKS_SIZE / CELL)
#define CONSTANT   8.0f  /* … and what noise reaches in 3 × 3 of them: e^−8 × 144 in one crop, next to never in all */

/* Whether the frequency (in bins, signed) can be JPEG's: a multiple of 1/8 along both axes, which 0 is too. */
static bool
is_block_grid (int fx,
               int fy,
               int size)
{
  int step = size / 8;
  int off_x = abs (fx) % step;
  int off_y = abs (fy) % step;

  return (off_x <= 2 || off_x >= step - 2) && (off_y <= 2 || off_y >= step - 2);
}

/* Whether it lies within 18° of an axis, as a screen's rows and columns do in nearly every picture of one; a raster
 * of print is askew. */
static bool
is_along_axis (int fx,
               int fy)
{
  int along = abs (fx) > abs (fy) ? abs (fx) : abs (fy);
  int across = abs (fx) > abs (fy) ? abs (fy) : abs (fx);

  return across * 3 <= along;
}

/* The mean power of the bins around, but not next to, a frequency. */
static float
ring_mean (const float *power,
           int          size,
           int          fx,
           int          fy)
{
  const int mask = size - 1;
  float ring = 0;

  for (int j = -5; j <= 5; j++)
    for (int i = -5; i <= 5; i++)
      if (abs (i) > 2 || abs (j) > 2)
        ring += power[((fy + j) & mask) * size + ((fx + i) & mask)];

  return ring / (11 * 11 - 5 * 5);
}

static bool
is_highest (const float *power,
            int          size,
            int          fx,
            int          fy)
{
  const int mask = size - 1;
  float here = power[(fy & mask) * size + (fx & mask)];

  for (int j = -1; j <= 1; j++)
    for (int i = -1; i <= 1; i++)
      if (power[((fy + j) & mask) * size + ((fx + i) & mask)] > here)
        return false;

  return true;
}

/**
 * vidimus_peaks_excess:
 *
 * Returns: log₂ (1 + the excess of all peaks of one power spectrum)
 */
double
vidimus_peaks_excess (const float *power,
                      int          size)
{
  int mask = size - 1;
  int low = (int) (LOW_CUT * size);
  int high = (int) (HIGH_CUT * size);
  /* A grey level of one in amplitude is what quantisation can leave. */
  float least = 0.02f * (float) (size * size) * 0.14f;
  double excess = 0;

  for (int fy = 0; fy <= high; fy++)
    for (int fx = -high; fx <= high; fx++)
      {
        float here = power[(fy & mask) * size + (fx & mask)];

        if (here <= STANDS_OUT * least || fx * fx + fy * fy < low * low || (fy == 0 && fx < 0) ||
            !is_highest (power, size, fx, fy) || is_block_grid (fx, fy, size) || !is_along_axis (fx, fy))
          continue;

        here /= STANDS_OUT * (ring_mean (power, size, fx, fy) + least);
        if (here > 1)
          excess += log2 (here);
      }

  return log2 (1 + excess);
}

/* How much the greatest power of a cell stands out of the mean of the cells around it. */
static float
cell_ratio (const float *power,
            const float *sums,
            int          size,
            int          cx,
            int          cy)
{
  const int mask = size - 1, cells = size / CELL;
  float best = 0, around = 0, near = 0;
  int best_x = 0, best_y = 0;

  for (int y = cy * CELL; y < (cy + 1) * CELL; y++)
    for (int x = cx * CELL; x < (cx + 1) * CELL; x++)
      if (power[y * size + x] > best)
        {
          best = power[y * size + x];
          best_x = x;
          best_y = y;
        }
  for (int j = -1; j <= 1; j++)
    for (int i = -1; i <= 1; i++)
      around += sums[((cy + j) & (cells - 1)) * cells + ((cx + i) & (cells - 1))];
  for (int j = -2; j <= 2; j++)
    for (int i = -2; i <= 2; i++)
      near += power[((best_y + j) & mask) * size + ((best_x + i) & mask)];

  around = (around - near) / (9 * CELL * CELL - 25);

  return best / (fmaxf (around, 0) + 0.02f * (float) (size * size) * 0.14f);
}

/**
 * vidimus_peaks_ratios:
 * @ratios: room for %VIDIMUS_PEAKS_FIELDS
 *
 * How much the greatest power stands out in each field of the spectrum's upper half and the eight around it: perspective moves a
 * grid's peak a little from crop to crop. Frequencies that say nothing have 0.
 */
void
vidimus_peaks_ratios (const float *power,
                      int          size,
                      float       *ratios)
{
  const int cells = size / CELL, half = cells / 2;
  const int low = (int) (LOW_CUT * size), high = (int) (HIGH_CUT * size);
  float sums[MOST_CELLS * MOST_CELLS], raw[MOST_CELLS * MOST_CELLS] = { 0 };

  memset (sums, 0, sizeof sums);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      sums[y / CELL * cells + x / CELL] += power[y * size + x];

  for (int cy = 0; cy < half; cy++)
    for (int cx = 0; cx < cells; cx++)
      {
        int fx = cx * CELL + CELL / 2, fy = cy * CELL + CELL / 2;

        fx = fx >= size / 2 ? fx - size : fx;
        if (fx * fx + fy * fy > low * low && abs (fx) <= high && fy <= high && !is_block_grid (fx, fy, size))
          raw[cy * cells + cx] = cell_ratio (power, sums, size, cx, cy);
      }
  for (int cy = 0; cy < half; cy++)
    for (int cx = 0; cx < cells; cx++)
      {
        float most = 0;

        for (int j = cy > 0 ? -1 : 0; j <= 1 && cy + j < half; j++)
          for (int i = -1; i <= 1; i++)
            most = fmaxf (most, raw[(cy + j) * cells + ((cx + i) & (cells - 1))]);
        ratios[cy * cells + cx] = most;
      }
}

static int
compare_floats (const void *a,
                const void *b)
{
  float d = *(const float *) a - *(const float *) b;

  return d < 0 ? -1 : d > 0;
}

/**
 * vidimus_peaks_constant:
 * @ratios: of @n crops, at most %VIDIMUS_PEAKS_CROPS
 * @but: how many of them need not agree
 *
 * Returns: log₂ (1 + the excess that the fields have in all crops but so many)
 */
double
vidimus_peaks_constant (float (*ratios)[VIDIMUS_PEAKS_FIELDS],
                        int     n,
                        int     size,
                        int     but)
{
  const int cells = size / CELL;
  double excess = 0;

  for (int i = 0; i < cells * cells / 2; i++)
    {
      float here[VIDIMUS_PEAKS_CROPS];
      int over = 0;

      for (int k = 0; k < n; k++)
        {
          here[k] = ratios[k][i];
          over += here[k] > CONSTANT;
        }
      if (over < n - but)
        continue;
      qsort (here, (size_t) n, sizeof *here, compare_floats);
      excess += log2 (here[but] / CONSTANT);
    }

  return log2 (1 + excess);
}

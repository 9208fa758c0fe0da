/* Colour gradient, and what counts as a clear edge. */
#include "vidimus-locate-private.h"

#include "vidimus-clones.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the histogram of edge sizes: sixteenths of a grey level per pixel, the last for all beyond. */
#define SIZE_BINS 256

/* A clear edge is so many times the mean edge of its neighbourhood, AROUND squares to each hand, within bounds. */
#define STANDS_OUT 2.5f
#define AROUND 2
#define LEAST_UNIT 1.6f
#define HIGHEST 6.0f

/* One row of [1 4 6 4 1], sums in 16ths, the edge pixel repeated; @padded has room for two pixels more at either end, and @mixed
 * for the row before its channels are told apart. */
VIDIMUS_CLONES static void
blur_row (const uint8_t *from,
          int            width,
          uint8_t       *restrict padded,
          uint16_t      *restrict mixed,
          uint16_t      *restrict to)
{
  for (int i = 0; i < 2; i++)
    {
      memcpy (padded + 3 * i, from, 3);
      memcpy (padded + 3 * (width + 2 + i), from + 3 * (width - 1), 3);
    }
  memcpy (padded + 6, from, 3 * (size_t) width);

  for (int i = 0; i < 3 * width; i++)
    mixed[i] = (uint16_t) (padded[i] + padded[i + 12] + 6 * padded[i + 6] + 4 * (padded[i + 3] + padded[i + 9]));
  for (int x = 0; x < width; x++)
    for (int c = 0; c < 3; c++)
      to[c * width + x] = mixed[3 * x + c];
}

/* The same down the five rows @from. */
VIDIMUS_CLONES static void
blur_column (const uint16_t *const from[5],
             size_t                n,
             uint16_t             *restrict to)
{
  for (size_t i = 0; i < n; i++)
    to[i] = (uint16_t) (from[0][i] + from[4][i] + 6 * from[2][i] + 4 * (from[1][i] + from[3][i]));
}

/* The picture smoothed with a binomial of σ = 1, in 256ths, three planes in turn a row. */
static uint16_t *
blur (const struct vidimus_image *rgb)
{
  size_t row = (size_t) rgb->width * 3;
  uint16_t *across = malloc (row * (size_t) rgb->height * sizeof *across);
  uint16_t *out = malloc (row * (size_t) rgb->height * sizeof *out);
  uint8_t *padded = malloc (row + 12);

  if (across == NULL || out == NULL || padded == NULL)
    {
      free (across);
      free (out);
      free (padded);
      return NULL;
    }

  for (int y = 0; y < rgb->height; y++)
    blur_row (vidimus_image_at (rgb, 0, y), rgb->width, padded, out, across + (size_t) y * row);
  free (padded);

  for (int y = 0; y < rgb->height; y++)
    {
      const uint16_t *r[5];

      for (int j = 0; j < 5; j++)
        {
          int at = y + j - 2;

          at = at < 0 ? 0 : at >= rgb->height ? rgb->height - 1 : at;
          r[j] = across + (size_t) at * row;
        }
      blur_column (r, row, out + (size_t) y * row);
    }

  free (across);
  return out;
}

/* Central differences; of the three channels the one that changes most speaks (as in Dalal & Triggs,
 * Histograms of oriented gradients, 2005), so that edges between colours of equal luma count. */
VIDIMUS_CLONES static void
differentiate (const uint16_t          *smooth,
               struct vidimus_gradient *gradient)
{
  const int width = gradient->width;
  const size_t row = (size_t) width * 3;

  for (int y = 1; y + 1 < gradient->height; y++)
    {
      float *gx = gradient->x + (size_t) y * (size_t) width;
      float *gy = gradient->y + (size_t) y * (size_t) width;
      float *size = gradient->size + (size_t) y * (size_t) width;

      for (int c = 0; c < 3; c++)
        {
          const uint16_t *here = smooth + (size_t) y * row + (size_t) (c * width);

          for (int x = 1; x + 1 < width; x++)
            {
              float dx = (float) (here[x + 1] - here[x - 1]);
              float dy = (float) (here[x + (ptrdiff_t) row] - here[x - (ptrdiff_t) row]);
              float square = dx * dx + dy * dy;
              bool more = square > size[x];

              gx[x] = more ? dx : gx[x];
              gy[x] = more ? dy : gy[x];
              size[x] = more ? square : size[x];
            }
        }

      for (int x = 0; x < width; x++)
        {
          gx[x] /= 512;
          gy[x] /= 512;
          size[x] = sqrtf (size[x]) / 512;
        }
    }
}

/* Four fifths of the pixels lie below a clear edge; within bounds that keep dark and noisy pictures in hand. */
static float
find_unit (const struct vidimus_gradient *gradient)
{
  size_t n = (size_t) gradient->width * (size_t) gradient->height;
  size_t histogram[SIZE_BINS] = { 0 };
  size_t below = 0;
  int bin = 0;
  float unit;

  for (size_t i = 0; i < n; i++)
    {
      float at = gradient->size[i] * 16;

      histogram[at < SIZE_BINS - 1 ? (int) at : SIZE_BINS - 1]++;
    }
  while (bin < SIZE_BINS - 1 && (below += histogram[bin]) < n * 4 / 5)
    bin++;

  unit = (float) (bin + 1) / 16;

  return unit < 2 ? 2 : unit > 6 ? 6 : unit;
}

/* A clear edge stands out from what is around it: a card's faint side on a plain ground does, a thread of a cloth does not. An
 * edge counts up to HIGHEST only, so that a strong one does not hide the faint one beside it. */
static bool
find_units (struct vidimus_gradient *gradient)
{
  const int cell = 1 << VIDIMUS_UNIT_SHIFT;
  int columns = (gradient->width + cell - 1) >> VIDIMUS_UNIT_SHIFT;
  int rows = (gradient->height + cell - 1) >> VIDIMUS_UNIT_SHIFT;
  float *means = calloc ((size_t) columns * (size_t) rows, sizeof *means);

  gradient->units = malloc (sizeof *gradient->units * (size_t) columns * (size_t) rows);
  if (means == NULL || gradient->units == NULL)
    {
      free (means);
      return false;
    }

  for (int y = 0; y < gradient->height; y++)
    for (int x = 0; x < gradient->width; x++)
      {
        float size = gradient->size[(size_t) y * (size_t) gradient->width + (size_t) x];

        means[(y >> VIDIMUS_UNIT_SHIFT) * columns + (x >> VIDIMUS_UNIT_SHIFT)] +=
          (size < HIGHEST ? size : HIGHEST) / (float) (cell * cell);
      }
  for (int y = 0; y < rows; y++)
    for (int x = 0; x < columns; x++)
      {
        float sum = 0;
        int n = 0;

        for (int j = y - AROUND; j <= y + AROUND; j++)
          for (int i = x - AROUND; i <= x + AROUND; i++)
            if (i >= 0 && j >= 0 && i < columns && j < rows)
              {
                sum += means[j * columns + i];
                n++;
              }
        gradient->units[y * columns + x] = fminf (fmaxf (STANDS_OUT * sum / (float) n, LEAST_UNIT), HIGHEST);
      }
  free (means);

  return true;
}

bool
vidimus_gradient_init (struct vidimus_gradient    *gradient,
                       const struct vidimus_image *rgb)
{
  size_t n = (size_t) rgb->width * (size_t) rgb->height;
  uint16_t *smooth = blur (rgb);

  memset (gradient, 0, sizeof *gradient);
  gradient->width = rgb->width;
  gradient->height = rgb->height;
  gradient->x = calloc (n, sizeof (float));
  gradient->y = calloc (n, sizeof (float));
  gradient->size = calloc (n, sizeof (float));
  if (smooth == NULL || gradient->x == NULL || gradient->y == NULL || gradient->size == NULL)
    {
      free (smooth);
      vidimus_gradient_clear (gradient);
      return false;
    }

  differentiate (smooth, gradient);
  gradient->unit = find_unit (gradient);
  free (smooth);
  if (!find_units (gradient))
    {
      vidimus_gradient_clear (gradient);
      return false;
    }

  return true;
}

void
vidimus_gradient_clear (struct vidimus_gradient *gradient)
{
  free (gradient->x);
  free (gradient->y);
  free (gradient->size);
  free (gradient->units);
  memset (gradient, 0, sizeof *gradient);
}

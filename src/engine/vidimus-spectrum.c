/* The Fourier transform of a square, rows and then columns, with a Hann window at hand for who fills it. */
#include "vidimus-spectrum-private.h"

#include <math.h>
#include <stdlib.h>

/**
 * vidimus_spectrum_init:
 * @size: a power of two
 *
 * Returns: false when memory is short; call vidimus_spectrum_clear() in either case
 */
bool
vidimus_spectrum_init (struct vidimus_spectrum *spectrum,
                       int                      size)
{
  size_t n = (size_t) size * size;

  spectrum->size = size;
  spectrum->field = malloc (n * sizeof *spectrum->field);
  spectrum->column = malloc ((size_t) size * sizeof *spectrum->column);
  spectrum->roots = malloc ((size_t) size * sizeof *spectrum->roots);
  spectrum->window = malloc ((size_t) size * sizeof *spectrum->window);
  spectrum->power[0] = malloc (2 * n * sizeof (float));
  if (spectrum->field == NULL || spectrum->column == NULL || spectrum->roots == NULL ||
      spectrum->window == NULL || spectrum->power[0] == NULL)
    return false;

  spectrum->power[1] = spectrum->power[0] + n;
  for (int i = 0; i < size; i++)
    {
      spectrum->roots[i] = (float complex) cexp (-2 * M_PI * I * i / size);
      spectrum->window[i] = (float) (0.5 - 0.5 * cos (2 * M_PI * (i + 0.5) / size));
    }

  return true;
}

/** vidimus_spectrum_clear: frees what the spectrum holds; a zeroed one is allowed. */
void
vidimus_spectrum_clear (struct vidimus_spectrum *spectrum)
{
  free (spectrum->field);
  free (spectrum->column);
  free (spectrum->roots);
  free (spectrum->window);
  free (spectrum->power[0]);
}

/* In place, radix 2 (Cooley & Tukey, 1965). */
static void
transform (float complex       *v,
           int                  n,
           const float complex *roots)
{
  for (int i = 1, j = 0; i < n; i++)
    {
      int bit = n >> 1;

      for (; j & bit; bit >>= 1)
        j ^= bit;
      j |= bit;
      if (i < j)
        {
          float complex t = v[i];

          v[i] = v[j];
          v[j] = t;
        }
    }

  for (int half = 1; half < n; half *= 2)
    for (int i = 0; i < n; i += 2 * half)
      for (int k = 0; k < half; k++)
        {
          float complex root = roots[k * (n / 2 / half)];
          float complex b = v[i + k + half];
          /* Spelt out: the standard's complex product also handles infinities, at ten times the price. */
          float re = crealf (root) * crealf (b) - cimagf (root) * cimagf (b);
          float im = crealf (root) * cimagf (b) + cimagf (root) * crealf (b);
          float complex t = re + im * I;

          v[i + k + half] = v[i + k] - t;
          v[i + k] += t;
        }
}

/** vidimus_spectrum_transform: the field becomes its two-dimensional Fourier transform, frequency 0 first. */
void
vidimus_spectrum_transform (struct vidimus_spectrum *spectrum)
{
  int size = spectrum->size;

  for (int y = 0; y < size; y++)
    transform (spectrum->field + (size_t) y * size, size, spectrum->roots);
  for (int x = 0; x < size; x++)
    {
      for (int y = 0; y < size; y++)
        spectrum->column[y] = spectrum->field[y * size + x];
      transform (spectrum->column, size, spectrum->roots);
      for (int y = 0; y < size; y++)
        spectrum->field[y * size + x] = spectrum->column[y];
    }
}

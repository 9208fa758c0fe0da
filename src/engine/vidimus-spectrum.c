/* The Fourier transform of a square, columns and then rows, with a Hann window at hand for who fills it.
 *
 * Radix 2, decimation in time (Cooley & Tukey, 1965). Many columns go side by side through each butterfly, so that wide
 * vectors do the work, in strips narrow enough to stay in the nearest cache. */
#include "vidimus-spectrum-private.h"

#include "vidimus-clones.h"

#include <math.h>
#include <stdlib.h>

#define STRIP 16 /* columns side by side; every size is a multiple of it */

/**
 * vidimus_spectrum_init:
 * @size: a power of two, at least 16
 *
 * Returns: false when memory is short; call vidimus_spectrum_clear() in either case
 */
bool
vidimus_spectrum_init (struct vidimus_spectrum *spectrum,
                       int                      size)
{
  size_t n = (size_t) size * (size_t) size;

  *spectrum = (struct vidimus_spectrum) { .size = size };
  spectrum->re = malloc ((4 * n + 2 * (size_t) size) * sizeof (float));
  if (spectrum->re == NULL)
    return false;

  spectrum->im = spectrum->re + n;
  spectrum->power[0] = spectrum->im + n;
  spectrum->power[1] = spectrum->power[0] + n;
  spectrum->cosines = spectrum->power[1] + n;
  spectrum->sines = spectrum->cosines + size / 2;
  spectrum->window = spectrum->sines + size / 2;
  for (int i = 0; i < size / 2; i++)
    {
      spectrum->cosines[i] = (float) cos (2 * M_PI * i / size);
      spectrum->sines[i] = (float) -sin (2 * M_PI * i / size);
    }
  for (int i = 0; i < size; i++)
    spectrum->window[i] = (float) (0.5 - 0.5 * cos (2 * M_PI * (i + 0.5) / size));

  return true;
}

/** vidimus_spectrum_clear: frees what the spectrum holds; a zeroed one is allowed. */
void
vidimus_spectrum_clear (struct vidimus_spectrum *spectrum)
{
  free (spectrum->re);
}

static void
swap_rows (float *a,
           float *b)
{
  for (int x = 0; x < STRIP; x++)
    {
      float t = a[x];

      a[x] = b[x];
      b[x] = t;
    }
}

/* STRIP columns from @re and @im on. */
VIDIMUS_CLONES static void
transform_strip (const struct vidimus_spectrum *spectrum,
                 float                         *re,
                 float                         *im)
{
  const int n = spectrum->size;

  for (int i = 1, j = 0; i < n; i++)
    {
      int bit = n >> 1;

      for (; j & bit; bit >>= 1)
        j ^= bit;
      j |= bit;
      if (i < j)
        {
          swap_rows (re + (long) i * n, re + (long) j * n);
          swap_rows (im + (long) i * n, im + (long) j * n);
        }
    }

  for (int half = 1; half < n; half *= 2)
    for (int i = 0; i < n; i += 2 * half)
      for (int k = 0; k < half; k++)
        {
          const float c = spectrum->cosines[k * (n / 2 / half)], s = spectrum->sines[k * (n / 2 / half)];
          float *restrict ar = re + (long) (i + k) * n, *restrict br = ar + (long) half * n;
          float *restrict ai = im + (long) (i + k) * n, *restrict bi = ai + (long) half * n;

          for (int x = 0; x < STRIP; x++)
            {
              float tr = c * br[x] - s * bi[x], ti = c * bi[x] + s * br[x];

              br[x] = ar[x] - tr;
              bi[x] = ai[x] - ti;
              ar[x] += tr;
              ai[x] += ti;
            }
        }
}

static void
transpose (float *v,
           int    n)
{
  for (int by = 0; by < n; by += STRIP)
    for (int bx = by; bx < n; bx += STRIP)
      for (int y = by; y < by + STRIP; y++)
        for (int x = bx == by ? y + 1 : bx; x < bx + STRIP; x++)
          {
            float t = v[y * n + x];

            v[y * n + x] = v[x * n + y];
            v[x * n + y] = t;
          }
}

/** vidimus_spectrum_transform: the field becomes its two-dimensional Fourier transform, frequency 0 first, x along the rows. */
void
vidimus_spectrum_transform (struct vidimus_spectrum *spectrum)
{
  for (int pass = 0; pass < 2; pass++)
    {
      for (int x = 0; x < spectrum->size; x += STRIP)
        transform_strip (spectrum, spectrum->re + x, spectrum->im + x);
      transpose (spectrum->re, spectrum->size);
      transpose (spectrum->im, spectrum->size);
    }
}

/** vidimus_spectrum_power: the squared size of the transform, into the first plane. */
VIDIMUS_CLONES void
vidimus_spectrum_power (struct vidimus_spectrum *spectrum)
{
  const int n = spectrum->size * spectrum->size;
  const float *restrict re = spectrum->re, *restrict im = spectrum->im;
  float *restrict power = spectrum->power[0];

  for (int i = 0; i < n; i++)
    power[i] = re[i] * re[i] + im[i] * im[i];
}

/** vidimus_spectrum_split: the same of the field's real part alone, and into the second plane that of its imaginary part. */
void
vidimus_spectrum_split (struct vidimus_spectrum *spectrum)
{
  const int n = spectrum->size, mask = n - 1;

  for (int y = 0; y < n; y++)
    for (int x = 0; x < n; x++)
      {
        int i = y * n + x, k = ((n - y) & mask) * n + ((n - x) & mask);
        float sum_re = spectrum->re[i] + spectrum->re[k], sum_im = spectrum->im[i] + spectrum->im[k];
        float less_re = spectrum->re[i] - spectrum->re[k], less_im = spectrum->im[i] - spectrum->im[k];

        /* z = a + bi of real a, b: 2 Â(f) = Ẑ(f) + Ẑ*(−f), and 2i B̂(f) = Ẑ(f) − Ẑ*(−f). */
        spectrum->power[0][i] = 0.25f * (sum_re * sum_re + less_im * less_im);
        spectrum->power[1][i] = 0.25f * (less_re * less_re + sum_im * sum_im);
      }
}

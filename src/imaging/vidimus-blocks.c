/* One block of DCT coefficients to pixels, also reduced: to the means of squares of 2, 4 or 8 pixels, as in libjpeg's jidctred.c
 * (G. K. Wallace, The JPEG still picture compression standard, 1992). In floating point, which compilers turn into vectors;
 * the result is within one or two grey levels of libjpeg's integer transform. */
#include "vidimus-coefficients-private.h"

#include "vidimus-clones.h"

#include <string.h>

#define SIDE 8

/* What is compiled for several processors must be in one function. */
#define INLINE inline __attribute__ ((always_inline))

/* [k][i]: the mean over the 8 / n pixels of output i of ½ c(k) cos ((2j + 1) k π / 16), with c(0) = 1 / √2 and else 1 */
static const float waves_four[SIDE][4] = {
  { .35355339f, .35355339f, .35355339f, .35355339f },
  { .45306372f, .18766514f, -.18766514f, -.45306372f },
  { .32664074f, -.32664074f, -.32664074f, .32664074f },
  { .15909482f, -.38408888f, .38408888f, -.15909482f },
  { 0, 0, 0, 0 },
  { -.10630376f, .25663998f, -.25663998f, .10630376f },
  { -.13529903f, .13529903f, .13529903f, -.13529903f },
  { -.09011998f, -.03732892f, .03732892f, .09011998f }
};

static const float waves_eight[SIDE][SIDE] = {
  { .35355339f, .35355339f, .35355339f, .35355339f, .35355339f, .35355339f, .35355339f, .35355339f },
  { .49039264f, .41573481f, .27778512f, .09754516f, -.09754516f, -.27778512f, -.41573481f, -.49039264f },
  { .46193977f, .19134172f, -.19134172f, -.46193977f, -.46193977f, -.19134172f, .19134172f, .46193977f },
  { .41573481f, -.09754516f, -.49039264f, -.27778512f, .27778512f, .49039264f, .09754516f, -.41573481f },
  { .35355339f, -.35355339f, -.35355339f, .35355339f, .35355339f, -.35355339f, -.35355339f, .35355339f },
  { .27778512f, -.49039264f, .09754516f, .41573481f, -.41573481f, -.09754516f, .49039264f, -.27778512f },
  { .19134172f, -.46193977f, .46193977f, -.19134172f, -.19134172f, .46193977f, -.46193977f, .19134172f },
  { .09754516f, -.27778512f, .41573481f, -.49039264f, .49039264f, -.41573481f, .27778512f, -.09754516f }
};

/* Lanes: one row of output. Most rows of most blocks are zero. */
#define DEFINE_TRANSFORM(name, n, Lanes, Wide, waves)                                                                    \
  static INLINE void                                                                                                    \
  name (const gint16 *coefficients,                                                                                     \
        const float  *factors,                                                                                          \
        guint8       *out,                                                                                              \
        gsize         stride)                                                                                           \
  {                                                                                                                     \
    Lanes pixels[n], wave[SIDE];                                                                                        \
                                                                                                                        \
    memcpy (wave, waves, sizeof wave);                                                                                  \
    for (int i = 0; i < n; i++)                                                                                         \
      pixels[i] = (Lanes) { 0 } + 128.5f;                                                                               \
                                                                                                                        \
    for (int v = 0; v < SIDE; v++)                                                                                      \
      {                                                                                                                 \
        const gint16 *row = coefficients + v * SIDE;                                                                    \
        Lanes sums = { 0 };                                                                                             \
        guint64 halves[2];                                                                                              \
                                                                                                                        \
        memcpy (halves, row, sizeof halves);                                                                            \
        if ((halves[0] | halves[1]) == 0)                                                                               \
          continue;                                                                                                     \
                                                                                                                        \
        for (int u = 0; u < SIDE; u++)                                                                                  \
          sums += wave[u] * ((float) row[u] * factors[v * SIDE + u]);                                                   \
        for (int i = 0; i < n; i++)                                                                                     \
          pixels[i] += sums * waves[v][i];                                                                              \
      }                                                                                                                 \
                                                                                                                        \
    for (int i = 0; i < n; i++)                                                                                         \
      {                                                                                                                 \
        Wide whole = __builtin_convertvector (pixels[i], Wide);                                                         \
                                                                                                                        \
        for (int j = 0; j < n; j++)                                                                                     \
          out[(gsize) i * stride + j] = (guint8) CLAMP (whole[j], 0, 255);                                              \
      }                                                                                                                 \
  }

typedef float Four __attribute__ ((vector_size (16)));
typedef int FourWide __attribute__ ((vector_size (16)));
typedef float Eight __attribute__ ((vector_size (32)));
typedef int EightWide __attribute__ ((vector_size (32)));

DEFINE_TRANSFORM (transform_four, 4, Four, FourWide, waves_four)
DEFINE_TRANSFORM (transform_eight, 8, Eight, EightWide, waves_eight)

static INLINE float
even (const gint16 *row,
      const float  *factors)
{
  return .35355339f * row[0] * factors[0];
}

static INLINE float
odd (const gint16 *row,
     const float  *factors)
{
  return .32036443f * row[1] * factors[1] - .11249703f * row[3] * factors[3];
}

/* The same for 2 × 2, on which most of the time of an overview goes: without a branch, and without what frequencies 5 and 7
 * would add, which is little and often nothing. */
static INLINE void
transform_two (const gint16 *coefficients,
               const float  *factors,
               guint8       *out,
               gsize         stride)
{
  const gint16 *one = coefficients + SIDE, *three = coefficients + 3 * SIDE;
  const float *factors_one = factors + SIDE, *factors_three = factors + 3 * SIDE;
  float a = .35355339f * even (coefficients, factors) + 128.5f;
  float b = .35355339f * odd (coefficients, factors);
  float c = .32036443f * even (one, factors_one) - .11249703f * even (three, factors_three);
  float d = .32036443f * odd (one, factors_one) - .11249703f * odd (three, factors_three);

  out[0] = (guint8) CLAMP (a + b + c + d, 0, 255);
  out[1] = (guint8) CLAMP (a - b + c - d, 0, 255);
  out[stride] = (guint8) CLAMP (a + b - c - d, 0, 255);
  out[stride + 1] = (guint8) CLAMP (a - b - c + d, 0, 255);
}

/**
 * vidimus_blocks_to_pixels:
 * @blocks: of 64 coefficients each, in natural order
 * @n: how many, one beside the other
 * @factors: the quantisation table, in natural order
 * @side: of the square of pixels that a block becomes: 1, 2, 4 or 8
 * @out: the first pixel of the first
 */
VIDIMUS_CLONES void
vidimus_blocks_to_pixels (const gint16  (*blocks)[SIDE * SIDE],
                          int            n,
                          const float   *factors,
                          int            side,
                          guint8        *out,
                          gsize          stride)
{
  for (int i = 0; i < n; i++, out += side)
    if (side == 8)
      transform_eight (blocks[i], factors, out, stride);
    else if (side == 4)
      transform_four (blocks[i], factors, out, stride);
    else if (side == 2)
      transform_two (blocks[i], factors, out, stride);
    else
      *out = (guint8) CLAMP (blocks[i][0] * factors[0] / SIDE + 128.5f, 0, 255);
}

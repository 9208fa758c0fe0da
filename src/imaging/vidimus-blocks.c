/* Blocks of DCT coefficients to pixels, also reduced: to the means of squares of 2, 4 or 8 pixels, as in libjpeg's jidctred.c
 * (G. K. Wallace, The JPEG still picture compression standard, 1992). In floating point, eight blocks at once;
 * the result is within one or two grey levels of libjpeg's integer transform. */
#include "vidimus-coefficients-private.h"

#include "vidimus-clones.h"

#include <string.h>

#define SIDE 8
#define LANES 8 /* blocks */

/* What is compiled for several processors must be in one function. */
#define INLINE inline __attribute__ ((always_inline))

typedef gint16 Coefficients __attribute__ ((vector_size (LANES * sizeof (gint16))));
typedef gint32 Whole __attribute__ ((vector_size (LANES * sizeof (gint32))));
typedef guint16 Pairs __attribute__ ((vector_size (LANES * sizeof (guint16))));
typedef guint8 Bytes __attribute__ ((vector_size (LANES)));
typedef float Lanes __attribute__ ((vector_size (LANES * sizeof (float))));

/* For each side in pixels, [k][i]: the mean over the 8 / side pixels of output i of ½ c(k) cos ((2j + 1) k π / 16), with c(0) = 1 / √2 and
 * else 1. The second half of the outputs is the first one backwards, for odd k negated. */
static const float waves_one[SIDE][SIDE / 2] = { { .35355339f } };

/* Without what frequencies 5 and 7 would add, which is little and often nothing. */
static const float waves_two[SIDE][SIDE / 2] = { { .35355339f }, { .32036443f }, { 0 }, { -.11249703f } };

static const float waves_four[SIDE][SIDE / 2] = {
  { .35355339f, .35355339f }, { .45306372f, .18766514f }, { .32664074f, -.32664074f }, { .15909482f, -.38408888f },
  { 0, 0 }, { -.10630376f, .25663998f }, { -.13529903f, .13529903f }, { -.09011998f, -.03732892f },
};

static const float waves_eight[SIDE][SIDE / 2] = {
  { .35355339f, .35355339f, .35355339f, .35355339f }, { .49039264f, .41573481f, .27778512f, .09754516f },
  { .46193977f, .19134172f, -.19134172f, -.46193977f }, { .41573481f, -.09754516f, -.49039264f, -.27778512f },
  { .35355339f, -.35355339f, -.35355339f, .35355339f }, { .27778512f, -.49039264f, .09754516f, .41573481f },
  { .19134172f, -.46193977f, .46193977f, -.19134172f }, { .09754516f, -.27778512f, .41573481f, -.49039264f },
};

/* The frequencies that have a part in so many pixels. */
static INLINE gboolean
counts (int side,
        int k)
{
  return side == 8 || (side == 4 && k != 4) || (side == 2 && (k < 2 || k == 3)) || k == 0;
}

/* Along one axis: @side pixels of SIDE frequencies. */
static INLINE void
transform (const Lanes in[SIDE],
           const float waves[SIDE][SIDE / 2],
           int         side,
           Lanes      *out)
{
  for (int i = 0; i < (side + 1) / 2; i++)
    {
      Lanes even = waves[0][i] * in[0], odd = { 0 };

      for (int k = 1; k < SIDE; k++)
        if (counts (side, k))
          {
            if (k % 2 == 0)
              even += waves[k][i] * in[k];
            else
              odd += waves[k][i] * in[k];
          }
      out[i] = even + odd;
      out[side - 1 - i] = even - odd;
    }
}

/* One row of coefficients of all lanes. Returns: whether there is anything in it */
static INLINE gboolean
load_row (const gint16 *data,
          gsize         stride,
          const float  *factors,
          int           side,
          Lanes         row[SIDE])
{
  Coefficients read[SIDE], any = { 0 };
  guint64 halves[sizeof any / sizeof (guint64)];

  for (int k = 0; k < SIDE; k++)
    if (counts (side, k))
      {
        memcpy (&read[k], data + (gsize) k * stride, sizeof read[k]);
        any |= read[k];
      }
  memcpy (halves, &any, sizeof halves);
  if ((halves[0] | halves[1]) == 0)
    return FALSE;

  for (int k = 0; k < SIDE; k++)
    if (counts (side, k))
      row[k] = __builtin_convertvector (read[k], Lanes) * factors[k];

  return TRUE;
}

/* 0 to 255. Through pointers: how vectors are returned depends on the processor. */
static INLINE void
to_levels (const Lanes *values,
           Whole       *levels)
{
  *levels = __builtin_convertvector (*values, Whole);
  *levels &= ~(*levels >> 31);
  *levels = 255 - ((255 - *levels) & ~((255 - *levels) >> 31));
}

/* One row of pixels, those of a block beside each other. */
static INLINE void
store_row (const Lanes *pixels,
           int          side,
           guint8      *out)
{
  for (int i = 0; i < side; i += 4)
    {
      Whole packed = { 0 };

      for (int j = 0; j < side && j < 4; j++)
        {
          Whole levels;

          to_levels (pixels + i + j, &levels);
          packed |= levels << 8 * (G_BYTE_ORDER == G_LITTLE_ENDIAN ? j : MIN (side, 4) - 1 - j);
        }
      if (side == 1)
        {
          Bytes bytes = __builtin_convertvector (packed, Bytes);

          memcpy (out, &bytes, sizeof bytes);
        }
      else if (side == 2)
        {
          Pairs pairs = __builtin_convertvector (packed, Pairs);

          memcpy (out, &pairs, sizeof pairs);
        }
      else
        for (int lane = 0; lane < LANES; lane++)
          memcpy (out + lane * side + i, (const gint32 *) &packed + lane, sizeof (gint32));
    }
}

static INLINE void
transform_lanes (const gint16 *data,
                 gsize         stride,
                 const float  *factors,
                 const float   waves[SIDE][SIDE / 2],
                 int           side,
                 guint8       *out,
                 gsize         out_stride)
{
  Lanes columns[SIDE][SIDE], row[SIDE], pixels[SIDE][SIDE];

  for (int k = 0; k < SIDE; k++)
    if (counts (side, k))
      {
        Lanes across[SIDE] = { { 0 } };

        if (load_row (data + (gsize) (SIDE * k) * stride, stride, factors + SIDE * k, side, row))
          transform (row, waves, side, across);
        for (int i = 0; i < side; i++)
          columns[i][k] = across[i];
      }
  for (int i = 0; i < side; i++)
    {
      Lanes down[SIDE];

      transform (columns[i], waves, side, down);
      for (int j = 0; j < side; j++)
        pixels[j][i] = down[j] + 128.5f;
    }
  for (int j = 0; j < side; j++)
    store_row (pixels[j], side, out + (gsize) j * out_stride);
}

/**
 * vidimus_blocks_to_pixels:
 * @data: coefficients of blocks beside each other, those of one frequency side by side; frequencies in natural order
 * @stride: from one frequency to the next
 * @n: blocks: a multiple of 8
 * @factors: the quantisation table, in natural order
 * @side: of the square of pixels that a block becomes: 1, 2, 4 or 8
 * @out: the first pixel of the first
 */
VIDIMUS_CLONES void
vidimus_blocks_to_pixels (const gint16 *data,
                          gsize         stride,
                          int           n,
                          const float  *factors,
                          int           side,
                          guint8       *out,
                          gsize         out_stride)
{
  for (int i = 0; i < n; i += LANES, out += LANES * side)
    if (side == 8)
      transform_lanes (data + i, stride, factors, waves_eight, 8, out, out_stride);
    else if (side == 4)
      transform_lanes (data + i, stride, factors, waves_four, 4, out, out_stride);
    else if (side == 2)
      transform_lanes (data + i, stride, factors, waves_two, 2, out, out_stride);
    else
      transform_lanes (data + i, stride, factors, waves_one, 1, out, out_stride);
}

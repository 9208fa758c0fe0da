#include "vidimus-mrz-net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LANES 8
#define REACH 96 /* strip pixels to both sides, over which ink is made equally strong */

const struct vidimus_mrz_layer vidimus_mrz_layers[VIDIMUS_MRZ_N_LAYERS] = {
  { 3, 3, 1, VIDIMUS_MRZ_MAPS1, true },
  { 3, 3, VIDIMUS_MRZ_MAPS1, VIDIMUS_MRZ_MAPS2, true },
  { 3, 3, VIDIMUS_MRZ_MAPS2, VIDIMUS_MRZ_MAPS3, false },
  { 3, 5, VIDIMUS_MRZ_MAPS3, VIDIMUS_MRZ_MAPS4, false },
  { 1, 1, VIDIMUS_MRZ_MAPS4, VIDIMUS_MRZ_OUT, false },
};

typedef float lanes __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4), may_alias));

/* @n rows of 8 columns; @n is a constant wherever this is inlined, so that the sums stay in registers. */
static inline __attribute__ ((always_inline)) void
multiply_tile (const struct vidimus_mrz_product *p,
               int                               row,
               int                               column,
               const int                         n)
{
  const float *a = p->a + row * p->a_row, *b = p->b + column;
  float *c = p->c + row * p->c_row + column;
  lanes sum[8];

  for (int i = 0; i < n; i++)
    sum[i] = *(const lanes *) (c + i * p->c_row);
  for (int s = 0; s < p->segments; s++)
    {
      const float *pa = a + s * p->a_segment, *pb = b + s * p->b_segment;

      for (int l = 0; l < p->length; l++, pa += p->a_step, pb += p->b_step)
        {
          lanes w = *(const lanes *) pb;

          for (int i = 0; i < n; i++)
            sum[i] += w * pa[i * p->a_row];
        }
    }
  for (int i = 0; i < n; i++)
    *(lanes *) (c + i * p->c_row) = sum[i];
}

static inline __attribute__ ((always_inline)) void
multiply_tiles (const struct vidimus_mrz_product *p,
                const int                         n)
{
  int row = 0;

  for (; row + n <= p->rows; row += n)
    for (int column = 0; column < p->columns; column += LANES)
      multiply_tile (p, row, column, n);
  for (; row < p->rows; row++)
    for (int column = 0; column < p->columns; column += LANES)
      multiply_tile (p, row, column, 1);
}

#if defined (__x86_64__) && (defined (__GNUC__) || defined (__clang__))
__attribute__ ((target ("avx2,fma"))) static void
multiply_fast (const struct vidimus_mrz_product *product)
{
  multiply_tiles (product, 8);
}

static bool
can_be_fast (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}
#else
static void
multiply_fast (const struct vidimus_mrz_product *product)
{
  multiply_tiles (product, 8);
}

static bool
can_be_fast (void)
{
  return false;
}
#endif

/**
 * vidimus_mrz_multiply:
 *
 * Adds to every c[row][column] the sum over segments and terms of a × b: a convolution's answer, its gradient by the
 * weights, or by what it saw, as the strides say. With AVX2 and FMA where the processor has them.
 */
void
vidimus_mrz_multiply (const struct vidimus_mrz_product *product)
{
  if (can_be_fast ())
    multiply_fast (product);
  else
    multiply_tiles (product, 4);
}

static size_t
size_maps (struct vidimus_mrz_maps *maps,
           int                      rows,
           int                      columns,
           int                      n,
           int                      margin)
{
  *maps = (struct vidimus_mrz_maps) { .rows = rows, .columns = columns, .maps = n, .margin = margin };

  return (size_t) rows * (size_t) (columns + 2 * margin) * (size_t) n;
}

/**
 * vidimus_mrz_state_init:
 * @width: strip pixels, a multiple of VIDIMUS_MRZ_STEP up to VIDIMUS_MRZ_MAX_W
 * @keep: whether all rows of out[] are wanted, or only those that pooling needs at once
 *
 * Makes room for a strip, which goes to in[0].
 *
 * Returns: false when memory is short; else free with vidimus_mrz_state_clear()
 */
bool
vidimus_mrz_state_init (struct vidimus_mrz_state *state,
                        int                       width,
                        bool                      keep)
{
  size_t sizes[2 * VIDIMUS_MRZ_N_LAYERS], sum = 0, at = 0;
  int rows = VIDIMUS_MRZ_ROWS, columns = width;

  state->width = width;
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];

      sizes[2 * l] = size_maps (&state->in[l], rows, columns, layer->in, layer->columns / 2);
      rows -= layer->rows - 1;
      sizes[2 * l + 1] = size_maps (&state->out[l], layer->pooled && !keep ? 2 : rows, columns, layer->out, 0);
      sum += sizes[2 * l] + sizes[2 * l + 1];
      if (layer->pooled)
        {
          rows /= 2;
          columns /= 2;
        }
    }

  state->memory = calloc (sum, sizeof *state->memory);
  if (state->memory == NULL)
    return false;
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      state->in[l].values = state->memory + at;
      state->out[l].values = state->memory + at + sizes[2 * l];
      at += sizes[2 * l] + sizes[2 * l + 1];
    }

  return true;
}

/** vidimus_mrz_state_clear: frees what vidimus_mrz_state_init() took. */
void
vidimus_mrz_state_clear (struct vidimus_mrz_state *state)
{
  free (state->memory);
  state->memory = NULL;
}

/**
 * vidimus_mrz_normalise:
 * @state: its in[0] holds grey values, 0–255; replaced
 *
 * Ink becomes positive, the mean 0, the deviation 1 in every stretch of the strip; nearly empty ones are not blown up.
 */
void
vidimus_mrz_normalise (struct vidimus_mrz_state *state)
{
  int w = state->width;
  double sums[VIDIMUS_MRZ_MAX_W + 1], squares[VIDIMUS_MRZ_MAX_W + 1];

  sums[0] = squares[0] = 0;
  for (int x = 0; x < w; x++)
    {
      double sum = 0, square = 0;

      for (int y = 0; y < VIDIMUS_MRZ_ROWS; y++)
        {
          double v = (double) *vidimus_mrz_maps_at (&state->in[0], y, x);

          sum += v;
          square += v * v;
        }
      sums[x + 1] = sums[x] + sum;
      squares[x + 1] = squares[x] + square;
    }

  for (int x = 0; x < w; x++)
    {
      int from = x > REACH ? x - REACH : 0, to = x + REACH < w ? x + REACH + 1 : w;
      double n = (double) (to - from) * VIDIMUS_MRZ_ROWS, mean = (sums[to] - sums[from]) / n;
      double deviation = sqrt (fmax (0, (squares[to] - squares[from]) / n - mean * mean)) + 3;

      for (int y = 0; y < VIDIMUS_MRZ_ROWS; y++)
        {
          float *v = vidimus_mrz_maps_at (&state->in[0], y, x);

          *v = (float) ((mean - (double) *v) / deviation);
        }
    }
}

/* Fills row @to of @out with row @y of the answer. */
static void
convolve_row (const struct vidimus_mrz_layer *layer,
              const struct vidimus_mrz_maps  *in,
              const float                    *weights,
              int                             y,
              const struct vidimus_mrz_maps  *out,
              int                             to)
{
  const float *biases = weights + layer->rows * layer->columns * layer->in * layer->out;
  int length = layer->columns * layer->in;
  const struct vidimus_mrz_product product = {
    .a = vidimus_mrz_maps_at (in, y, -in->margin), .b = weights, .c = vidimus_mrz_maps_at (out, to, 0),
    .rows = out->columns, .columns = layer->out, .a_row = layer->in, .c_row = layer->out,
    .segments = layer->rows, .length = length, .a_segment = (in->columns + 2 * in->margin) * layer->in, .a_step = 1,
    .b_segment = length * layer->out, .b_step = layer->out,
  };

  for (int x = 0; x < out->columns; x++)
    memcpy (product.c + x * layer->out, biases, sizeof (float) * (size_t) layer->out);
  vidimus_mrz_multiply (&product);
}

/**
 * vidimus_mrz_convolve:
 * @in: with @layer's columns / 2 empty columns as its margins
 * @weights: of @layer, followed by its biases
 * @out: (inout): of as many columns as @in, filled
 */
void
vidimus_mrz_convolve (const struct vidimus_mrz_layer *layer,
                      const struct vidimus_mrz_maps  *in,
                      const float                    *weights,
                      struct vidimus_mrz_maps        *out)
{
  for (int y = 0; y < out->rows; y++)
    convolve_row (layer, in, weights, y, out, y);
}

static inline float
greater (float a,
         float b)
{
  return a > b ? a : b;
}

/* What the next layer sees in row @y: never below 0 (rectified), and pooled the greatest of 2 × 2. */
static void
pass_on (const struct vidimus_mrz_layer *layer,
         const struct vidimus_mrz_maps  *out,
         struct vidimus_mrz_maps        *in,
         int                             y)
{
  int n = layer->out;

  for (int x = 0; x < in->columns; x++)
    {
      float *restrict to = vidimus_mrz_maps_at (in, y, x);
      const float *a, *b;

      if (!layer->pooled)
        {
          a = vidimus_mrz_maps_at (out, y, x);
          for (int m = 0; m < n; m++)
            to[m] = greater (a[m], 0);
          continue;
        }
      a = vidimus_mrz_maps_at (out, 2 * y % out->rows, 2 * x);
      b = vidimus_mrz_maps_at (out, (2 * y + 1) % out->rows, 2 * x);
      for (int m = 0; m < n; m++)
        to[m] = greater (greater (greater (a[m], a[m + n]), greater (b[m], b[m + n])), 0);
    }
}

/* Scores become natural logarithms of probabilities. */
static void
finish (struct vidimus_mrz_maps *out)
{
  for (int x = 0; x < out->columns; x++)
    {
      float *v = vidimus_mrz_maps_at (out, 0, x), most = v[0], sum = 0;

      for (int c = 1; c < VIDIMUS_MRZ_N_CLASSES; c++)
        most = greater (most, v[c]);
      for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
        sum += expf (v[c] - most);
      most += logf (sum);
      for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
        v[c] -= most;
    }
}

/**
 * vidimus_mrz_net_run:
 * @state: its in[0] holds a normalised strip; everything else is filled
 */
void
vidimus_mrz_net_run (const struct vidimus_mrz_net *net,
                     struct vidimus_mrz_state     *state)
{
  const float *weights = (const float *) net;

  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];

      for (int y = 0, rows = state->in[l].rows - layer->rows + 1; y < rows; y++)
        {
          convolve_row (layer, &state->in[l], weights, y, &state->out[l], y % state->out[l].rows);
          if (l + 1 < VIDIMUS_MRZ_N_LAYERS && (!layer->pooled || y % 2 == 1))
            pass_on (layer, &state->out[l], &state->in[l + 1], layer->pooled ? y / 2 : y);
        }
      weights += (layer->rows * layer->columns * layer->in + 1) * layer->out;
    }
  finish (&state->out[VIDIMUS_MRZ_N_LAYERS - 1]);
}

#include "vidimus-script-net.h"

#include "vidimus-clones.h"

#include <math.h>
#include <string.h>

/* What is compiled for several processors must be in one function. */
#define INLINE inline __attribute__ ((always_inline))

/**
 * vidimus_script_layer_sizes:
 * @sizes: how many weights each layer has, in the order of struct vidimus_script_net
 */
void
vidimus_script_layer_sizes (int sizes[VIDIMUS_SCRIPT_N_LAYERS])
{
  static const int known[VIDIMUS_SCRIPT_N_LAYERS] = {
    VIDIMUS_SCRIPT_MAPS1 * 9, VIDIMUS_SCRIPT_MAPS1,
    VIDIMUS_SCRIPT_MAPS2 * VIDIMUS_SCRIPT_MAPS1 * 9, VIDIMUS_SCRIPT_MAPS2,
    VIDIMUS_SCRIPT_MAPS3 * VIDIMUS_SCRIPT_MAPS2 * 9, VIDIMUS_SCRIPT_MAPS3,
    VIDIMUS_SCRIPT_FLAT * VIDIMUS_SCRIPT_HIDDEN, VIDIMUS_SCRIPT_HIDDEN,
    2 * VIDIMUS_SCRIPT_HIDDEN * VIDIMUS_SCRIPT_N_CLASSES, VIDIMUS_SCRIPT_N_CLASSES,
  };

  memcpy (sizes, known, sizeof known);
}

/** vidimus_script_net_load: the trained weights, as numbers. */
void
vidimus_script_net_load (struct vidimus_script_net *net)
{
  int sizes[VIDIMUS_SCRIPT_N_LAYERS];
  const int8_t *from = vidimus_script_weights;
  float *w = (float *) net;

  vidimus_script_layer_sizes (sizes);
  for (int l = 0; l < VIDIMUS_SCRIPT_N_LAYERS; l++)
    for (int i = 0; i < sizes[l]; i++)
      *w++ = (float) *from++ * vidimus_script_scales[l];
}

/**
 * vidimus_script_set_window:
 * @pixels: VIDIMUS_SCRIPT_H × VIDIMUS_SCRIPT_W grey values
 *
 * Mean 0, deviation 1; nearly empty windows are not blown up.
 */
void
vidimus_script_set_window (struct vidimus_script_state *state,
                           const uint8_t               *pixels)
{
  const int n = VIDIMUS_SCRIPT_W * VIDIMUS_SCRIPT_H;
  float sum = 0, squares = 0, mean, scale;

  for (int i = 0; i < n; i++)
    sum += pixels[i];
  mean = sum / (float) n;
  for (int i = 0; i < n; i++)
    squares += (pixels[i] - mean) * (pixels[i] - mean);
  scale = 1 / (sqrtf (squares / (float) n) + 3.0f);

  for (int y = 0; y < VIDIMUS_SCRIPT_H; y++)
    for (int x = 0; x < VIDIMUS_SCRIPT_W; x++)
      state->in[0][y + 1][x + 1] = (mean - *pixels++) * scale;
}

/* @in: @n_in maps with a border of one, @out: @n_out maps without. */
static INLINE void
convolve (const float *restrict in,
          int                   n_in,
          const float *restrict w,
          const float *restrict bias,
          int                   n_out,
          int                   height,
          int                   width,
          float *restrict       out)
{
  for (int o = 0; o < n_out; o++)
    for (int y = 0; y < height; y++, out += width)
      {
        float row[VIDIMUS_SCRIPT_W];

        for (int x = 0; x < width; x++)
          row[x] = bias[o];
        for (int i = 0; i < n_in; i++)
          {
            const float *a = in + (i * (height + 2) + y) * (width + 2), *b = a + width + 2, *c = b + width + 2;
            const float *k = w + (o * n_in + i) * 9;

            for (int x = 0; x < width; x++)
              row[x] += k[0] * a[x] + k[1] * a[x + 1] + k[2] * a[x + 2] +
                        k[3] * b[x] + k[4] * b[x + 1] + k[5] * b[x + 2] +
                        k[6] * c[x] + k[7] * c[x + 1] + k[8] * c[x + 2];
          }
        memcpy (out, row, sizeof *row * (size_t) width);
      }
}

/* The greatest of 2 × 2, and never below 0 (rectified); @border: of what is written. */
static INLINE void
pool (const float *restrict in,
      int                   maps,
      int                   height,
      int                   width,
      int                   border,
      float *restrict       out)
{
  int stride = width / 2 + 2 * border;

  for (int m = 0; m < maps; m++, in += width * height, out += (height / 2 + 2 * border) * stride)
    for (int y = 0; y < height / 2; y++)
      {
        const float *a = in + 2 * y * width, *b = a + width;
        float *to = out + (y + border) * stride + border;

        for (int x = 0; x < width / 2; x++)
          {
            float p = a[2 * x] > a[2 * x + 1] ? a[2 * x] : a[2 * x + 1];
            float q = b[2 * x] > b[2 * x + 1] ? b[2 * x] : b[2 * x + 1];
            float v = p > q ? p : q;

            to[x] = v > 0 ? v : 0;
          }
      }
}

static INLINE void
run_columns (const struct vidimus_script_net *net,
             struct vidimus_script_state     *s)
{
  float *mean = s->pooled, *most = s->pooled + VIDIMUS_SCRIPT_HIDDEN;

  memset (s->pooled, 0, sizeof s->pooled);
  for (int x = 0; x < VIDIMUS_SCRIPT_COLS; x++)
    {
      float *hidden = s->hidden[x];

      memcpy (hidden, net->bias4, sizeof s->hidden[x]);
      for (int k = 0; k < VIDIMUS_SCRIPT_FLAT; k++)
        {
          float v = (&s->p3[0][0][0])[k * VIDIMUS_SCRIPT_COLS + x];

          if (v != 0)
            for (int j = 0; j < VIDIMUS_SCRIPT_HIDDEN; j++)
              hidden[j] += v * net->column[k][j];
        }
      for (int j = 0; j < VIDIMUS_SCRIPT_HIDDEN; j++)
        {
          hidden[j] = hidden[j] > 0 ? hidden[j] : 0;
          mean[j] += hidden[j] / VIDIMUS_SCRIPT_COLS;
          most[j] = hidden[j] > most[j] ? hidden[j] : most[j];
        }
    }
}

static void
run_dense (const struct vidimus_script_net *net,
           struct vidimus_script_state     *s)
{
  float max = -INFINITY, sum = 0;

  memcpy (s->log_p, net->bias5, sizeof s->log_p);
  for (int k = 0; k < 2 * VIDIMUS_SCRIPT_HIDDEN; k++)
    for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
      s->log_p[j] += s->pooled[k] * net->dense[k][j];
  for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
    max = s->log_p[j] > max ? s->log_p[j] : max;
  for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
    sum += expf (s->log_p[j] - max);
  max += logf (sum);
  for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
    s->log_p[j] -= max;
}

/**
 * vidimus_script_net_run:
 * @state: its window set; everything else is filled
 */
VIDIMUS_CLONES void
vidimus_script_net_run (const struct vidimus_script_net *net,
                        struct vidimus_script_state     *state)
{
  convolve (&state->in[0][0][0], 1, &net->conv1[0][0][0], net->bias1, VIDIMUS_SCRIPT_MAPS1,
            VIDIMUS_SCRIPT_H, VIDIMUS_SCRIPT_W, &state->c1[0][0][0]);
  pool (&state->c1[0][0][0], VIDIMUS_SCRIPT_MAPS1, VIDIMUS_SCRIPT_H, VIDIMUS_SCRIPT_W, 1, &state->p1[0][0][0]);
  convolve (&state->p1[0][0][0], VIDIMUS_SCRIPT_MAPS1, &net->conv2[0][0][0], net->bias2, VIDIMUS_SCRIPT_MAPS2,
            VIDIMUS_SCRIPT_H / 2, VIDIMUS_SCRIPT_W / 2, &state->c2[0][0][0]);
  pool (&state->c2[0][0][0], VIDIMUS_SCRIPT_MAPS2, VIDIMUS_SCRIPT_H / 2, VIDIMUS_SCRIPT_W / 2, 1, &state->p2[0][0][0]);
  convolve (&state->p2[0][0][0], VIDIMUS_SCRIPT_MAPS2, &net->conv3[0][0][0], net->bias3, VIDIMUS_SCRIPT_MAPS3,
            VIDIMUS_SCRIPT_H / 4, VIDIMUS_SCRIPT_W / 4, &state->c3[0][0][0]);
  pool (&state->c3[0][0][0], VIDIMUS_SCRIPT_MAPS3, VIDIMUS_SCRIPT_H / 4, VIDIMUS_SCRIPT_W / 4, 0, &state->p3[0][0][0]);
  run_columns (net, state);
  run_dense (net, state);
}

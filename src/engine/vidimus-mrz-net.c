#include "vidimus-mrz-net.h"

#include <math.h>
#include <string.h>

/**
 * vidimus_mrz_layer_sizes:
 * @sizes: how many weights each layer has, in the order of struct vidimus_mrz_net
 */
void
vidimus_mrz_layer_sizes (int sizes[VIDIMUS_MRZ_N_LAYERS])
{
  static const int known[VIDIMUS_MRZ_N_LAYERS] = {
    VIDIMUS_MRZ_MAPS1 * 9, VIDIMUS_MRZ_MAPS1,
    VIDIMUS_MRZ_MAPS2 * VIDIMUS_MRZ_MAPS1 * 9, VIDIMUS_MRZ_MAPS2,
    VIDIMUS_MRZ_FLAT * VIDIMUS_MRZ_HIDDEN, VIDIMUS_MRZ_HIDDEN,
    VIDIMUS_MRZ_HIDDEN * VIDIMUS_MRZ_N_CLASSES, VIDIMUS_MRZ_N_CLASSES,
  };

  memcpy (sizes, known, sizeof known);
}

/**
 * vidimus_mrz_normalise:
 * @window: VIDIMUS_MRZ_WINDOW_H × VIDIMUS_MRZ_WINDOW_W grey values, 0–255; replaced
 *
 * Ink becomes positive, the mean 0, the deviation 1; nearly empty windows are not blown up.
 */
void
vidimus_mrz_normalise (float *window)
{
  const int n = VIDIMUS_MRZ_WINDOW_W * VIDIMUS_MRZ_WINDOW_H;
  float sum = 0, squares = 0, mean, deviation;

  for (int i = 0; i < n; i++)
    sum += window[i];
  mean = sum / (float) n;
  for (int i = 0; i < n; i++)
    squares += (window[i] - mean) * (window[i] - mean);
  deviation = sqrtf (squares / (float) n) + 4.0f;

  for (int i = 0; i < n; i++)
    window[i] = (mean - window[i]) / deviation;
}

static void
run_conv1 (const struct vidimus_mrz_net *net,
           struct vidimus_mrz_state     *s)
{
  for (int o = 0; o < VIDIMUS_MRZ_MAPS1; o++)
    for (int y = 0; y < VIDIMUS_MRZ_C1_H; y++)
      {
        float *out = s->c1[o][y];

        for (int x = 0; x < VIDIMUS_MRZ_C1_W; x++)
          out[x] = net->bias1[o];
        for (int k = 0; k < 9; k++)
          {
            const float *in = &s->window[y + k / 3][k % 3];
            float w = net->conv1[o][k];

            for (int x = 0; x < VIDIMUS_MRZ_C1_W; x++)
              out[x] += w * in[x];
          }
      }
}

static void
run_conv2 (const struct vidimus_mrz_net *net,
           struct vidimus_mrz_state     *s)
{
  for (int o = 0; o < VIDIMUS_MRZ_MAPS2; o++)
    for (int y = 0; y < VIDIMUS_MRZ_C2_H; y++)
      {
        float out[VIDIMUS_MRZ_C2_W];

        for (int x = 0; x < VIDIMUS_MRZ_C2_W; x++)
          out[x] = net->bias2[o];
        for (int i = 0; i < VIDIMUS_MRZ_MAPS1; i++)
          for (int k = 0; k < 9; k++)
            {
              const float *in = &s->p1[i][y + k / 3][k % 3];
              float w = net->conv2[o][i][k];

              for (int x = 0; x < VIDIMUS_MRZ_C2_W; x++)
                out[x] += w * in[x];
            }
        memcpy (s->c2[o][y], out, sizeof out);
      }
}

/* The greatest of 2 × 2, and never below 0 (rectified). */
static void
pool (const float *in,
      float       *out,
      int          maps,
      int          width,
      int          height)
{
  for (int m = 0; m < maps; m++, in += width * height)
    for (int y = 0; y < height; y += 2)
      for (int x = 0; x < width; x += 2)
        {
          const float *p = in + y * width + x;
          float a = p[0] > p[1] ? p[0] : p[1];
          float b = p[width] > p[width + 1] ? p[width] : p[width + 1];
          float v = a > b ? a : b;

          *out++ = v > 0 ? v : 0;
        }
}

static void
run_dense (const struct vidimus_mrz_net *net,
           struct vidimus_mrz_state     *s)
{
  const float *flat = &s->p2[0][0][0];
  float max = -INFINITY, sum = 0;

  memcpy (s->hidden, net->bias3, sizeof s->hidden);
  for (int k = 0; k < VIDIMUS_MRZ_FLAT; k++)
    if (flat[k] != 0)
      for (int j = 0; j < VIDIMUS_MRZ_HIDDEN; j++)
        s->hidden[j] += flat[k] * net->dense1[k][j];

  memcpy (s->log_p, net->bias4, sizeof s->log_p);
  for (int k = 0; k < VIDIMUS_MRZ_HIDDEN; k++)
    {
      if (s->hidden[k] < 0)
        s->hidden[k] = 0;
      for (int j = 0; j < VIDIMUS_MRZ_N_CLASSES; j++)
        s->log_p[j] += s->hidden[k] * net->dense2[k][j];
    }

  for (int j = 0; j < VIDIMUS_MRZ_N_CLASSES; j++)
    max = s->log_p[j] > max ? s->log_p[j] : max;
  for (int j = 0; j < VIDIMUS_MRZ_N_CLASSES; j++)
    sum += expf (s->log_p[j] - max);
  max += logf (sum);
  for (int j = 0; j < VIDIMUS_MRZ_N_CLASSES; j++)
    s->log_p[j] -= max;
}

/**
 * vidimus_mrz_net_run:
 * @state: its @window normalised; everything else is filled
 */
void
vidimus_mrz_net_run (const struct vidimus_mrz_net *net,
                     struct vidimus_mrz_state     *state)
{
  run_conv1 (net, state);
  pool (&state->c1[0][0][0], &state->p1[0][0][0], VIDIMUS_MRZ_MAPS1, VIDIMUS_MRZ_C1_W, VIDIMUS_MRZ_C1_H);
  run_conv2 (net, state);
  pool (&state->c2[0][0][0], &state->p2[0][0][0], VIDIMUS_MRZ_MAPS2, VIDIMUS_MRZ_C2_W, VIDIMUS_MRZ_C2_H);
  run_dense (net, state);
}

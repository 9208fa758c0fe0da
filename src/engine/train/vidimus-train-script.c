/* Trains the network that tells scripts apart, on drawn lines alone, and prints it as C:
 *
 *   vidimus-train-script [SAMPLES [SEED [on]]] > weights.c
 *
 * Adam on the cross entropy, batches of 16. With "on" it goes on from the weights that it was built with, at half the pace:
 * those in the tree saw 400000 samples without much blur, then "120000 7 on". */

#include "vidimus-script-net.h"
#include "vidimus-script-samples.h"
#include "vidimus-training.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 16
#define JUDGE 4000
#define ALL   (sizeof (struct vidimus_script_net) / sizeof (float))

static struct vidimus_script_net net, gradient, first, second;

static void
initialise (uint64_t *random)
{
  const int fan_in[VIDIMUS_SCRIPT_N_LAYERS] = {
    9, 0, 9 * VIDIMUS_SCRIPT_MAPS1, 0, 9 * VIDIMUS_SCRIPT_MAPS2, 0, VIDIMUS_SCRIPT_FLAT, 0, 2 * VIDIMUS_SCRIPT_HIDDEN, 0,
  };
  int sizes[VIDIMUS_SCRIPT_N_LAYERS];
  float *w = (float *) &net;

  vidimus_script_layer_sizes (sizes);
  for (int l = 0; l < VIDIMUS_SCRIPT_N_LAYERS; l++)
    for (int i = 0; i < sizes[l]; i++)
      *w++ = fan_in[l] == 0 ? 0 : (float) (training_between (random, -1, 1) * sqrt (6.0 / fan_in[l]));
}

/* The gradient of a pooled map flows to the pixel that won. @border: of the pooled map and its gradient. */
static void
unpool (const float *in,
        const float *out,
        const float *from,
        float       *to,
        int          maps,
        int          height,
        int          width,
        int          border)
{
  int stride = width / 2 + 2 * border, rows = height / 2 + 2 * border;

  memset (to, 0, sizeof (float) * (size_t) (maps * width * height));
  for (int m = 0; m < maps; m++)
    for (int y = 0; y < height / 2; y++)
      for (int x = 0; x < width / 2; x++)
        {
          int pooled = (m * rows + y + border) * stride + x + border;

          for (int k = 0; k < 4 && out[pooled] > 0; k++)
            {
              int at = (m * height + 2 * y + k / 2) * width + 2 * x + k % 2;

              if (in[at] == out[pooled])
                {
                  to[at] = from[pooled];
                  break;
                }
            }
        }
}

#define MOST_MAPS  VIDIMUS_SCRIPT_MAPS3
#define MOST_PLANE ((VIDIMUS_SCRIPT_H + 2) * (VIDIMUS_SCRIPT_W + 2))

/* @n rows of @m values become @m rows of @n. */
static void
transpose (const float *restrict in,
           int                   n,
           int                   m,
           float *restrict       out)
{
  for (int i = 0; i < n; i++)
    for (int j = 0; j < m; j++)
      out[j * n + i] = in[i * m + j];
}

/* What one pixel of the output passes back, with the maps of a pixel side by side. */
static inline void
pass_back (float                 d,
           const float *restrict in,
           const float *restrict w,
           int                   n_in,
           float *restrict       d_w,
           float *restrict       d_in)
{
  for (int i = 0; i < n_in; i++)
    {
      d_w[i] += d * in[i];
      d_in[i] += d * w[i];
    }
}

/* Of what was pooled and rectified few gradients are left: the others are passed over. */
static void
back_convolve (const float *in,
               int          n_in,
               const float *w,
               const float *d_out,
               int          n_out,
               int          height,
               int          width,
               float       *d_w,
               float       *d_bias,
               float       *d_in)
{
  static float pixels[MOST_PLANE * MOST_MAPS], d_pixels[MOST_PLANE * MOST_MAPS];
  const int stride = width + 2, plane = (height + 2) * stride;

  transpose (in, n_in, plane, pixels);
  memset (d_pixels, 0, sizeof (float) * (size_t) (n_in * plane));
  for (int o = 0; o < n_out; o++)
    {
      float taps[9 * MOST_MAPS], d_taps[9 * MOST_MAPS] = { 0 };

      transpose (w + o * n_in * 9, n_in, 9, taps);
      for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
          {
            float d = *d_out++;

            if (d == 0)
              continue;
            d_bias[o] += d;
            for (int k = 0; k < 9; k++)
              {
                int at = ((y + k / 3) * stride + x + k % 3) * n_in;

                pass_back (d, pixels + at, taps + k * n_in, n_in, d_taps + k * n_in, d_pixels + at);
              }
          }
      for (int i = 0; i < n_in; i++)
        for (int k = 0; k < 9; k++)
          d_w[(o * n_in + i) * 9 + k] += d_taps[k * n_in + i];
    }
  transpose (d_pixels, plane, n_in, d_in);
}

static void
back_dense (const struct vidimus_script_state *s,
            int                                class,
            float                             *d_pooled)
{
  float d_out[VIDIMUS_SCRIPT_N_CLASSES];

  for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
    gradient.bias5[j] += d_out[j] = (expf (s->log_p[j]) - (float) (j == class)) / BATCH;
  for (int k = 0; k < 2 * VIDIMUS_SCRIPT_HIDDEN; k++)
    {
      d_pooled[k] = 0;
      for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
        {
          gradient.dense[k][j] += s->pooled[k] * d_out[j];
          d_pooled[k] += net.dense[k][j] * d_out[j];
        }
    }
}

static void
back_columns (const struct vidimus_script_state *s,
              const float                       *d_pooled,
              float                             *d_p3)
{
  bool taken[VIDIMUS_SCRIPT_HIDDEN] = { false };

  for (int x = 0; x < VIDIMUS_SCRIPT_COLS; x++)
    {
      float d[VIDIMUS_SCRIPT_HIDDEN];

      for (int j = 0; j < VIDIMUS_SCRIPT_HIDDEN; j++)
        {
          float v = s->hidden[x][j];

          d[j] = v > 0 ? d_pooled[j] / VIDIMUS_SCRIPT_COLS : 0;
          if (v > 0 && !taken[j] && v == s->pooled[VIDIMUS_SCRIPT_HIDDEN + j])
            {
              d[j] += d_pooled[VIDIMUS_SCRIPT_HIDDEN + j];
              taken[j] = true;
            }
          gradient.bias4[j] += d[j];
        }
      for (int k = 0; k < VIDIMUS_SCRIPT_FLAT; k++)
        {
          float v = (&s->p3[0][0][0])[k * VIDIMUS_SCRIPT_COLS + x], sum = 0;

          for (int j = 0; j < VIDIMUS_SCRIPT_HIDDEN; j++)
            {
              gradient.column[k][j] += v * d[j];
              sum += net.column[k][j] * d[j];
            }
          d_p3[k * VIDIMUS_SCRIPT_COLS + x] = sum;
        }
    }
}

static void
learn (const struct vidimus_script_state *s,
       int                                class)
{
  static struct vidimus_script_state d;

  back_dense (s, class, d.pooled);
  back_columns (s, d.pooled, &d.p3[0][0][0]);
  unpool (&s->c3[0][0][0], &s->p3[0][0][0], &d.p3[0][0][0], &d.c3[0][0][0],
          VIDIMUS_SCRIPT_MAPS3, VIDIMUS_SCRIPT_H / 4, VIDIMUS_SCRIPT_W / 4, 0);
  back_convolve (&s->p2[0][0][0], VIDIMUS_SCRIPT_MAPS2, &net.conv3[0][0][0], &d.c3[0][0][0], VIDIMUS_SCRIPT_MAPS3,
                 VIDIMUS_SCRIPT_H / 4, VIDIMUS_SCRIPT_W / 4, &gradient.conv3[0][0][0], gradient.bias3, &d.p2[0][0][0]);
  unpool (&s->c2[0][0][0], &s->p2[0][0][0], &d.p2[0][0][0], &d.c2[0][0][0],
          VIDIMUS_SCRIPT_MAPS2, VIDIMUS_SCRIPT_H / 2, VIDIMUS_SCRIPT_W / 2, 1);
  back_convolve (&s->p1[0][0][0], VIDIMUS_SCRIPT_MAPS1, &net.conv2[0][0][0], &d.c2[0][0][0], VIDIMUS_SCRIPT_MAPS2,
                 VIDIMUS_SCRIPT_H / 2, VIDIMUS_SCRIPT_W / 2, &gradient.conv2[0][0][0], gradient.bias2, &d.p1[0][0][0]);
  unpool (&s->c1[0][0][0], &s->p1[0][0][0], &d.p1[0][0][0], &d.c1[0][0][0],
          VIDIMUS_SCRIPT_MAPS1, VIDIMUS_SCRIPT_H, VIDIMUS_SCRIPT_W, 1);
  back_convolve (&s->in[0][0][0], 1, &net.conv1[0][0][0], &d.c1[0][0][0], VIDIMUS_SCRIPT_MAPS1,
                 VIDIMUS_SCRIPT_H, VIDIMUS_SCRIPT_W, &gradient.conv1[0][0][0], gradient.bias1, &d.in[0][0][0]);
}

static int
draw_and_run (const struct script_samples *samples,
              uint64_t                    *random,
              struct vidimus_script_state *state)
{
  uint8_t window[VIDIMUS_SCRIPT_H * VIDIMUS_SCRIPT_W];
  int class = script_samples_draw (samples, random, window);

  vidimus_script_set_window (state, window);
  vidimus_script_net_run (&net, state);

  return class;
}

/* Prints what is taken for what on samples of another seed. Returns: the share of wrong answers */
static double
judge (const struct script_samples *samples,
       bool                         table)
{
  static struct vidimus_script_state state;
  int counts[VIDIMUS_SCRIPT_N_CLASSES][VIDIMUS_SCRIPT_N_CLASSES] = { { 0 } };
  uint64_t random = 4242;
  int wrong = 0;

  for (int i = 0; i < JUDGE; i++)
    {
      int class = draw_and_run (samples, &random, &state), best = 0;

      for (int j = 1; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
        if (state.log_p[j] > state.log_p[best])
          best = j;
      wrong += best != class;
      counts[class][best]++;
    }
  for (int i = 0; i < VIDIMUS_SCRIPT_N_CLASSES && table; i++)
    for (int j = 0; j < VIDIMUS_SCRIPT_N_CLASSES; j++)
      fprintf (stderr, "%4d%s", counts[i][j], j == VIDIMUS_SCRIPT_N_CLASSES - 1 ? "\n" : "");

  return (double) wrong / JUDGE;
}

int
main (int   argc,
      char *argv[])
{
  static struct vidimus_script_state state;
  int n = argc > 1 ? atoi (argv[1]) : 400000, sizes[VIDIMUS_SCRIPT_N_LAYERS];
  uint64_t random = argc > 2 ? strtoull (argv[2], NULL, 10) : 1;
  bool on = argc > 3 && strcmp (argv[3], "on") == 0;
  struct script_samples *samples = script_samples_new ();
  double loss = 0;

  if (on)
    vidimus_script_net_load (&net);
  else
    initialise (&random);
  for (int i = 1; i <= n; i++)
    {
      int class = draw_and_run (samples, &random, &state);

      learn (&state, class);
      loss -= (double) state.log_p[class];
      if (i % BATCH == 0)
        training_adam ((float *) &net, (float *) &gradient, (float *) &first, (float *) &second, (int) ALL, i / BATCH,
                       (on ? .75e-3 : 1.5e-3) * .5 * (1 + cos (3.14159265 * i / n)) + 1e-6);
      if (i % 20000 == 0)
        {
          fprintf (stderr, "%d samples: loss %.4f, %.2f %% wrong\n", i, loss / 20000, 100 * judge (samples, i == n));
          loss = 0;
        }
    }
  vidimus_script_layer_sizes (sizes);
  training_print ("vidimus-train-script", "vidimus-script", (const float *) &net, sizes, VIDIMUS_SCRIPT_N_LAYERS);
  script_samples_free (samples);

  return 0;
}

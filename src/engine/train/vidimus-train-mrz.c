/* Trains the MRZ reader's network on drawn characters and prints it as C:
 *
 *   vidimus-train-mrz [SAMPLES [SEED]] > vidimus-mrz-weights.c
 *
 * Adam (Kingma & Ba, 2015) on the cross entropy, batches of 32. Sees drawn samples only. */

#include "vidimus-mrz-net.h"
#include "vidimus-mrz-samples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 32
#define JUDGE 20000

static struct vidimus_mrz_net net, gradient, first, second;

static void
initialise (uint64_t *random)
{
  const int fan_in[VIDIMUS_MRZ_N_LAYERS] = { 9, 0, 9 * VIDIMUS_MRZ_MAPS1, 0, VIDIMUS_MRZ_FLAT, 0, VIDIMUS_MRZ_HIDDEN, 0 };
  int sizes[VIDIMUS_MRZ_N_LAYERS];
  float *w = (float *) &net;

  vidimus_mrz_layer_sizes (sizes);
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    for (int i = 0; i < sizes[l]; i++)
      *w++ = fan_in[l] == 0 ? 0 : (float) ((2 * mrz_random (random) - 1) * sqrt (6.0 / fan_in[l]));
}

/* The gradient of a pooled map flows to the pixel that won. */
static void
unpool (const float *in,
        const float *out,
        const float *from,
        float       *to,
        int          maps,
        int          width,
        int          height)
{
  memset (to, 0, sizeof (float) * (size_t) (maps * width * height));
  for (int m = 0; m < maps; m++)
    for (int y = 0; y < height; y += 2)
      for (int x = 0; x < width; x += 2, out++, from++)
        for (int k = 0; k < 4; k++)
          {
            int at = (m * height + y + k / 2) * width + x + k % 2;

            if (*out > 0 && in[at] == *out)
              {
                to[at] = *from;
                break;
              }
          }
}

static void
back_dense (const struct vidimus_mrz_state *s,
            int                             class,
            float                          *d_flat)
{
  const float *flat = &s->p2[0][0][0];
  float d_out[VIDIMUS_MRZ_N_CLASSES], d_hidden[VIDIMUS_MRZ_HIDDEN];

  for (int j = 0; j < VIDIMUS_MRZ_N_CLASSES; j++)
    gradient.bias4[j] += d_out[j] = expf (s->log_p[j]) - (j == class);
  for (int k = 0; k < VIDIMUS_MRZ_HIDDEN; k++)
    {
      float sum = 0;

      for (int j = 0; j < VIDIMUS_MRZ_N_CLASSES; j++)
        {
          gradient.dense2[k][j] += s->hidden[k] * d_out[j];
          sum += net.dense2[k][j] * d_out[j];
        }
      gradient.bias3[k] += d_hidden[k] = s->hidden[k] > 0 ? sum : 0;
    }
  for (int k = 0; k < VIDIMUS_MRZ_FLAT; k++)
    {
      float sum = 0;

      for (int j = 0; j < VIDIMUS_MRZ_HIDDEN; j++)
        {
          gradient.dense1[k][j] += flat[k] * d_hidden[j];
          sum += net.dense1[k][j] * d_hidden[j];
        }
      d_flat[k] = sum;
    }
}

static void
back_conv2 (const struct vidimus_mrz_state *s,
            const float                     d_c2[VIDIMUS_MRZ_MAPS2][VIDIMUS_MRZ_C2_H][VIDIMUS_MRZ_C2_W],
            float                           d_p1[VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_P1_H][VIDIMUS_MRZ_P1_W])
{
  memset (d_p1, 0, sizeof s->p1);
  for (int o = 0; o < VIDIMUS_MRZ_MAPS2; o++)
    for (int y = 0; y < VIDIMUS_MRZ_C2_H; y++)
      {
        const float *d = d_c2[o][y];

        for (int x = 0; x < VIDIMUS_MRZ_C2_W; x++)
          gradient.bias2[o] += d[x];
        for (int i = 0; i < VIDIMUS_MRZ_MAPS1; i++)
          for (int k = 0; k < 9; k++)
            {
              const float *in = &s->p1[i][y + k / 3][k % 3];
              float *back = &d_p1[i][y + k / 3][k % 3];
              float sum = 0, w = net.conv2[o][i][k];

              for (int x = 0; x < VIDIMUS_MRZ_C2_W; x++)
                {
                  sum += d[x] * in[x];
                  back[x] += d[x] * w;
                }
              gradient.conv2[o][i][k] += sum;
            }
      }
}

static void
back_conv1 (const struct vidimus_mrz_state *s,
            const float                     d_c1[VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_C1_H][VIDIMUS_MRZ_C1_W])
{
  for (int o = 0; o < VIDIMUS_MRZ_MAPS1; o++)
    for (int y = 0; y < VIDIMUS_MRZ_C1_H; y++)
      {
        const float *d = d_c1[o][y];

        for (int x = 0; x < VIDIMUS_MRZ_C1_W; x++)
          gradient.bias1[o] += d[x];
        for (int k = 0; k < 9; k++)
          {
            const float *in = &s->window[y + k / 3][k % 3];
            float sum = 0;

            for (int x = 0; x < VIDIMUS_MRZ_C1_W; x++)
              sum += d[x] * in[x];
            gradient.conv1[o][k] += sum;
          }
      }
}

static void
learn (const struct vidimus_mrz_state *s,
       int                             class)
{
  static float d_p2[VIDIMUS_MRZ_FLAT];
  static float d_c2[VIDIMUS_MRZ_MAPS2][VIDIMUS_MRZ_C2_H][VIDIMUS_MRZ_C2_W];
  static float d_p1[VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_P1_H][VIDIMUS_MRZ_P1_W];
  static float d_c1[VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_C1_H][VIDIMUS_MRZ_C1_W];

  back_dense (s, class, d_p2);
  unpool (&s->c2[0][0][0], &s->p2[0][0][0], d_p2, &d_c2[0][0][0], VIDIMUS_MRZ_MAPS2, VIDIMUS_MRZ_C2_W, VIDIMUS_MRZ_C2_H);
  back_conv2 (s, (const void *) d_c2, d_p1);
  unpool (&s->c1[0][0][0], &s->p1[0][0][0], &d_p1[0][0][0], &d_c1[0][0][0], VIDIMUS_MRZ_MAPS1, VIDIMUS_MRZ_C1_W, VIDIMUS_MRZ_C1_H);
  back_conv1 (s, (const void *) d_c1);
}

static void
step (int    t,
      double rate)
{
  float *w = (float *) &net, *g = (float *) &gradient, *m = (float *) &first, *v = (float *) &second;
  float c1 = 1 - (float) pow (.9, t), c2 = 1 - (float) pow (.999, t);

  for (int i = 0; i < VIDIMUS_MRZ_N_WEIGHTS; i++)
    {
      float d = g[i] / BATCH;

      m[i] = .9f * m[i] + .1f * d;
      v[i] = .999f * v[i] + .001f * d * d;
      w[i] -= (float) rate * (m[i] / c1) / (sqrtf (v[i] / c2) + 1e-8f);
    }
  memset (&gradient, 0, sizeof gradient);
}

static void
print_weights (void)
{
  int sizes[VIDIMUS_MRZ_N_LAYERS];
  float scales[VIDIMUS_MRZ_N_LAYERS];
  const float *w = (const float *) &net;

  vidimus_mrz_layer_sizes (sizes);
  printf ("/* Generated by vidimus-train-mrz; do not edit. */\n#include \"vidimus-mrz-net.h\"\n\nconst int8_t vidimus_mrz_weights[] = {");
  for (int l = 0, column = 0; l < VIDIMUS_MRZ_N_LAYERS; w += sizes[l++])
    {
      float max = 1e-9f;

      for (int i = 0; i < sizes[l]; i++)
        max = fmaxf (max, fabsf (w[i]));
      scales[l] = max / 127;
      for (int i = 0; i < sizes[l]; i++)
        printf ("%s%d,", column++ % 32 == 0 ? "\n  " : "", (int) lroundf (w[i] / scales[l]));
    }
  printf ("\n};\n\nconst float vidimus_mrz_scales[VIDIMUS_MRZ_N_LAYERS] = {");
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    printf ("%s%.9gf,", l % 4 == 0 ? "\n  " : " ", scales[l]);
  printf ("\n};\n");
}

/* The share of wrong answers on samples of another seed. */
static double
judge (const struct mrz_samples *samples)
{
  static struct vidimus_mrz_state state;
  uint64_t random = 4242;
  int wrong = 0;

  for (int i = 0; i < JUDGE; i++)
    {
      int class = mrz_samples_draw (samples, &random, &state.window[0][0]);
      int best = 0;

      vidimus_mrz_normalise (&state.window[0][0]);
      vidimus_mrz_net_run (&net, &state);
      for (int j = 1; j < VIDIMUS_MRZ_N_CLASSES; j++)
        if (state.log_p[j] > state.log_p[best])
          best = j;
      wrong += best != class;
    }

  return (double) wrong / JUDGE;
}

int
main (int   argc,
      char *argv[])
{
  static struct vidimus_mrz_state state;
  int n = argc > 1 ? atoi (argv[1]) : 3000000;
  uint64_t random = argc > 2 ? strtoull (argv[2], NULL, 10) : 1;
  struct mrz_samples *samples = mrz_samples_new ();
  double loss = 0;

  initialise (&random);
  for (int i = 1; i <= n; i++)
    {
      int class = mrz_samples_draw (samples, &random, &state.window[0][0]);

      vidimus_mrz_normalise (&state.window[0][0]);
      vidimus_mrz_net_run (&net, &state);
      learn (&state, class);
      loss -= state.log_p[class];
      if (i % BATCH == 0)
        step (i / BATCH, 2e-3 * .5 * (1 + cos (3.14159265 * i / n)) + 1e-6);
      if (i % 100000 == 0)
        {
          fprintf (stderr, "%d samples: loss %.4f, %.2f %% wrong\n", i, loss / 100000, 100 * judge (samples));
          loss = 0;
        }
    }
  print_weights ();
  mrz_samples_free (samples);

  return 0;
}

/* Trains the MRZ reader's network on drawn lines and prints it as C:
 *
 *   vidimus-train-mrz [STRIPS] > vidimus-mrz-weights.c
 *
 * Adam (Kingma & Ba, 2015) on the cross entropy of every frame, the rate falling as a cosine. Sees drawn lines only. */

#include "vidimus-mrz-net.h"
#include "vidimus-mrz-samples.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH    16
#define WORKERS  2
#define JUDGE    400
#define TELL     1000 /* batches between two lines of progress */
#define RATE     2e-3
#define LAST     (VIDIMUS_MRZ_N_LAYERS - 1)

/* One thread's share of a batch. */
struct worker
{
  const struct mrz_samples *samples;
  const struct vidimus_mrz_net *net;
  uint64_t                  seed;  /* of its first strip; the next ones follow */
  int                       n;
  struct vidimus_mrz_state  state;
  struct vidimus_mrz_maps   back[VIDIMUS_MRZ_N_LAYERS];   /* by the answers before pooling, with room for a convolution */
  struct vidimus_mrz_maps   seen[VIDIMUS_MRZ_N_LAYERS];   /* by what the layer saw */
  struct vidimus_mrz_net    gradient;
  double                    loss;
  int                       n_frames, wrong;
};

static struct vidimus_mrz_net net, first, second;

static uint64_t
seed_of (uint64_t n)
{
  n = (n + 1) * 0x9E3779B97F4A7C15u;
  n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9u;
  n = (n ^ (n >> 27)) * 0x94D049BB133111EBu;

  return n | 1;
}

static void
initialise (uint64_t random)
{
  float *w = (float *) &net;

  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];
      int fan_in = layer->rows * layer->columns * layer->in;

      for (int i = 0; i < fan_in * layer->out; i++)
        *w++ = (float) ((2 * mrz_random (&random) - 1) * sqrt (6.0 / fan_in));
      w += layer->out;
    }
}

static void
make_maps (struct vidimus_mrz_maps       *maps,
           const struct vidimus_mrz_maps *like,
           int                            rows,
           int                            margin)
{
  *maps = *like;
  maps->rows += 2 * rows;
  maps->margin = margin;
  maps->values = calloc ((size_t) maps->rows * (size_t) (maps->columns + 2 * margin) * (size_t) maps->maps, sizeof (float));
}

static void
worker_init (struct worker            *worker,
             const struct mrz_samples *samples)
{
  worker->samples = samples;
  worker->net = &net;
  if (!vidimus_mrz_state_init (&worker->state, MRZ_SAMPLE_W, true))
    exit (1);
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];

      make_maps (&worker->back[l], &worker->state.out[l], layer->rows - 1, layer->columns / 2);
      make_maps (&worker->seen[l], &worker->state.in[l], 0, 0);
    }
}

static void
worker_clear (struct worker *worker)
{
  vidimus_mrz_state_clear (&worker->state);
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      free (worker->back[l].values);
      free (worker->seen[l].values);
    }
}

/* The gradient by a layer's weights and biases; @back's rows begin after its empty ones. */
static void
back_weights (int                            l,
              const struct vidimus_mrz_maps *in,
              const struct vidimus_mrz_maps *back,
              float                         *gradient)
{
  const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];
  int length = layer->columns * layer->in, rows = back->rows - 2 * (layer->rows - 1);
  struct vidimus_mrz_product product = {
    .b = vidimus_mrz_maps_at (back, layer->rows - 1, 0), .rows = length, .columns = layer->out, .a_row = 1,
    .c_row = layer->out, .segments = rows, .length = back->columns,
    .a_segment = (in->columns + 2 * in->margin) * in->maps, .a_step = layer->in,
    .b_segment = (back->columns + 2 * back->margin) * back->maps, .b_step = layer->out,
  };

  for (int k = 0; k < layer->rows; k++, gradient += length * layer->out)
    {
      product.a = vidimus_mrz_maps_at (in, k, -in->margin);
      product.c = gradient;
      vidimus_mrz_multiply (&product);
    }
  for (int y = 0; y < rows; y++)
    for (int x = 0; x < back->columns; x++)
      for (int m = 0; m < layer->out; m++)
        gradient[m] += vidimus_mrz_maps_at (back, layer->rows - 1 + y, x)[m];
}

/* The gradient by what a layer saw: a convolution with its weights turned round. */
static void
back_values (int                            l,
             const float                   *weights,
             const struct vidimus_mrz_maps *back,
             struct vidimus_mrz_maps       *seen)
{
  static const size_t most = 15 * VIDIMUS_MRZ_MAPS3 * VIDIMUS_MRZ_MAPS4 + VIDIMUS_MRZ_MAPS4;
  const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];
  const struct vidimus_mrz_layer turned = { layer->rows, layer->columns, layer->out, layer->in, false };
  float *round = calloc (most, sizeof *round);
  int n = layer->rows * layer->columns;

  for (int k = 0; k < n; k++)
    for (int i = 0; i < layer->in; i++)
      for (int o = 0; o < layer->out; o++)
        round[(k * layer->out + o) * layer->in + i] = weights[((n - 1 - k) * layer->in + i) * layer->out + o];
  vidimus_mrz_convolve (&turned, back, round, seen);
  free (round);
}

/* From what a layer saw back to the answers of the one before: to the greatest of 2 × 2, and not below 0. */
static void
back_through (int                            l,
              const struct vidimus_mrz_maps *seen,
              const struct vidimus_mrz_maps *in,
              const struct vidimus_mrz_maps *out,
              struct vidimus_mrz_maps       *back)
{
  const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];
  int side = layer->pooled ? 2 : 1, above = layer->rows - 1;

  for (int y = 0; y < in->rows * side; y++)
    for (int x = 0; x < in->columns * side; x++)
      {
        const float *v = vidimus_mrz_maps_at (out, y, x), *won = vidimus_mrz_maps_at (in, y / side, x / side);
        const float *d = vidimus_mrz_maps_at (seen, y / side, x / side);
        float *to = vidimus_mrz_maps_at (back, above + y, x);

        for (int m = 0; m < out->maps; m++)
          to[m] = v[m] > 0 && v[m] == won[m] ? d[m] : 0;
      }
}

static void
learn (struct worker *worker)
{
  const float *ends[VIDIMUS_MRZ_N_LAYERS], *weights = (const float *) worker->net;

  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];

      ends[l] = weights;
      weights += (layer->rows * layer->columns * layer->in + 1) * layer->out;
    }
  for (int l = LAST; l >= 0; l--)
    {
      back_weights (l, &worker->state.in[l], &worker->back[l],
                    (float *) &worker->gradient + (ends[l] - (const float *) worker->net));
      if (l == 0)
        return;
      back_values (l, ends[l], &worker->back[l], &worker->seen[l]);
      back_through (l - 1, &worker->seen[l], &worker->state.in[l], &worker->state.out[l - 1], &worker->back[l - 1]);
    }
}

static void
look (struct worker *worker,
      uint64_t       seed,
      int8_t        *classes)
{
  float strip[VIDIMUS_MRZ_ROWS * MRZ_SAMPLE_W];

  mrz_samples_draw (worker->samples, &seed, strip, classes);
  for (int y = 0; y < VIDIMUS_MRZ_ROWS; y++)
    memcpy (vidimus_mrz_maps_at (&worker->state.in[0], y, 0), strip + y * MRZ_SAMPLE_W, sizeof (float) * MRZ_SAMPLE_W);
  vidimus_mrz_normalise (&worker->state);
  vidimus_mrz_net_run (worker->net, &worker->state);
}

static void
compare (struct worker *worker,
         const int8_t  *classes)
{
  for (int x = 0; x < MRZ_SAMPLE_FRAMES; x++)
    {
      const float *log_p = vidimus_mrz_maps_at (&worker->state.out[LAST], 0, x);
      float *back = vidimus_mrz_maps_at (&worker->back[LAST], 0, x);
      int best = 0;

      for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
        {
          back[c] = classes[x] < 0 ? 0 : expf (log_p[c]) - (c == classes[x]);
          best = log_p[c] > log_p[best] ? c : best;
        }
      if (classes[x] < 0)
        continue;
      worker->loss -= (double) log_p[classes[x]];
      worker->wrong += best != classes[x];
      worker->n_frames++;
    }
}

static void *
work (void *data)
{
  struct worker *worker = data;
  int8_t classes[MRZ_SAMPLE_FRAMES];

  memset (&worker->gradient, 0, sizeof worker->gradient);
  for (int i = 0; i < worker->n; i++)
    {
      look (worker, seed_of (worker->seed + (uint64_t) i), classes);
      compare (worker, classes);
      learn (worker);
    }

  return NULL;
}

static void
step (struct worker *workers,
      int            t,
      double         rate)
{
  float *w = (float *) &net, *m = (float *) &first, *v = (float *) &second;
  float c1 = 1 - (float) pow (.9, t), c2 = 1 - (float) pow (.999, t);

  for (int i = 0; i < VIDIMUS_MRZ_N_WEIGHTS; i++)
    {
      float d = 0;

      for (int k = 0; k < WORKERS; k++)
        d += ((float *) &workers[k].gradient)[i];
      d /= BATCH * MRZ_SAMPLE_FRAMES / 4;
      m[i] = .9f * m[i] + .1f * d;
      v[i] = .999f * v[i] + .001f * d * d;
      w[i] -= (float) rate * (m[i] / c1) / (sqrtf (v[i] / c2) + 1e-8f);
    }
}

/* A batch is cut the same way whatever the machine, so that the sums come out alike. */
static void
learn_batch (struct worker *workers,
             int            t,
             double         rate)
{
  pthread_t threads[WORKERS];

  for (int k = 0; k < WORKERS; k++)
    {
      workers[k].n = BATCH / WORKERS;
      workers[k].seed = (uint64_t) t * BATCH + (uint64_t) (k * BATCH / WORKERS);
      if (pthread_create (&threads[k], NULL, work, &workers[k]) != 0)
        exit (1);
    }
  for (int k = 0; k < WORKERS; k++)
    pthread_join (threads[k], NULL);
  step (workers, t + 1, rate);
}

/* On strips that training never sees. */
static void
tell (struct worker *workers,
      int            t)
{
  int8_t classes[MRZ_SAMPLE_FRAMES];
  double loss = 0;
  int n_frames = 0;

  for (int k = 0; k < WORKERS; k++)
    {
      loss += workers[k].loss;
      n_frames += workers[k].n_frames;
      workers[k].loss = workers[k].n_frames = 0;
    }
  workers[0].wrong = 0;
  for (int i = 0; i < JUDGE; i++)
    {
      look (&workers[0], seed_of (~(uint64_t) i), classes);
      compare (&workers[0], classes);
    }
  fprintf (stderr, "%d strips: loss %.4f; unseen: loss %.4f, %.2f %% of frames wrong\n", (t + 1) * BATCH, loss / n_frames,
           workers[0].loss / workers[0].n_frames, 100.0 * workers[0].wrong / workers[0].n_frames);
  workers[0].loss = workers[0].n_frames = 0;
}

static void
print_bytes (const float *values,
             int          n,
             int          stride,
             const float *scales)
{
  for (int i = 0; i < n; i++)
    printf ("%s%d,", i % 32 == 0 ? "\n  " : "", (int) lroundf (values[i] / scales[i % stride]));
}

static float
scale_of (const float *values,
          int          n,
          int          stride)
{
  float most = 1e-9f;

  for (int i = 0; i < n; i += stride)
    most = fmaxf (most, fabsf (values[i]));

  return most / 127;
}

static void
print_weights (void)
{
  float scales[VIDIMUS_MRZ_N_LAYERS * (VIDIMUS_MRZ_MAPS4 + 1)];
  const float *w = (const float *) &net;
  int at = 0;

  printf ("/* Generated by vidimus-train-mrz; do not edit. */\n#include \"vidimus-mrz-net.h\"\n\n"
          "const int8_t vidimus_mrz_weights[] = {");
  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      int out = vidimus_mrz_layers[l].out;
      int n = vidimus_mrz_layers[l].rows * vidimus_mrz_layers[l].columns * vidimus_mrz_layers[l].in * out;

      for (int o = 0; o < out; o++)
        scales[at + o] = scale_of (w + o, n - o, out);
      scales[at + out] = scale_of (w + n, out, 1);
      print_bytes (w, n, out, scales + at);
      print_bytes (w + n, out, 1, scales + at + out);
      at += out + 1;
      w += n + out;
    }
  printf ("\n};\n\nconst float vidimus_mrz_scales[] = {");
  for (int i = 0; i < at; i++)
    printf ("%s%.6ef,", i % 8 == 0 ? "\n  " : " ", (double) scales[i]);
  printf ("\n};\n");
}

int
main (int   argc,
      char *argv[])
{
  int n = (argc > 1 ? atoi (argv[1]) : 208000) / BATCH;
  struct mrz_samples *samples = mrz_samples_new ();
  struct worker *workers = calloc (WORKERS, sizeof *workers);

  initialise (seed_of (1));
  for (int k = 0; k < WORKERS; k++)
    worker_init (&workers[k], samples);
  for (int t = 0; t < n; t++)
    {
      learn_batch (workers, t, RATE * fmin (1, (t + 1) / 200.0) * .5 * (1 + cos (M_PI * t / n)) + 1e-6);
      if ((t + 1) % TELL == 0)
        tell (workers, t);
    }
  print_weights ();
  for (int k = 0; k < WORKERS; k++)
    worker_clear (&workers[k]);
  free (workers);
  mrz_samples_free (samples);

  return 0;
}

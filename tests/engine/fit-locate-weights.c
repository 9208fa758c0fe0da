#include "fit-locate.h"

#include <math.h>
#include <stdio.h>

#define N VIDIMUS_N_QUAD_FEATURES
#define H VIDIMUS_QUAD_HIDDEN

/* Numbers in a model, in the order of its struct from @linear on. */
#define PARAMETERS (N + H * N + H + H)

#define EPOCHS 30
#define BATCH  16
#define RATE   .003

/* What a step takes from each weight of the hidden units, of what the rate is. */
#define DECAY .5

/* How much a linear weight's distance from the compiled one costs, squared, in units of its feature's spread. */
#define RIDGE .004

/* Features that few candidates have count as spread like others. */
#define LEAST_SPREAD .15

/* What an answer is worth by its IoU: nothing below WORTHLESS. */
#define WORTHLESS .6

static const char *const names[N] = {
  [VIDIMUS_QUAD_SUPPORT] = "SUPPORT",
  [VIDIMUS_QUAD_WEAKEST] = "WEAKEST",
  [VIDIMUS_QUAD_SECOND] = "SECOND",
  [VIDIMUS_QUAD_HOLES] = "HOLES",
  [VIDIMUS_QUAD_OVERRUN] = "OVERRUN",
  [VIDIMUS_QUAD_CROSSING] = "CROSSING",
  [VIDIMUS_QUAD_CROSSING_TWO] = "CROSSING_TWO",
  [VIDIMUS_QUAD_CONTRAST] = "CONTRAST",
  [VIDIMUS_QUAD_FAINTEST] = "FAINTEST",
  [VIDIMUS_QUAD_STEP] = "STEP",
  [VIDIMUS_QUAD_DISTINCT] = "DISTINCT",
  [VIDIMUS_QUAD_AREA] = "AREA",
  [VIDIMUS_QUAD_AREA_SQUARED] = "AREA_SQUARED",
  [VIDIMUS_QUAD_CARD] = "CARD",
  [VIDIMUS_QUAD_LONG] = "LONG",
  [VIDIMUS_QUAD_SKEW] = "SKEW",
  [VIDIMUS_QUAD_CUT] = "CUT",
  [VIDIMUS_QUAD_BEYOND] = "BEYOND",
  [VIDIMUS_QUAD_AROUND] = "AROUND",
  [VIDIMUS_QUAD_BUSY] = "BUSY",
  [VIDIMUS_QUAD_INNER] = "INNER",
  [VIDIMUS_QUAD_OUTER] = "OUTER",
  [VIDIMUS_QUAD_INNER_CARD] = "INNER_CARD",
  [VIDIMUS_QUAD_OUTER_CARD] = "OUTER_CARD",
  [VIDIMUS_QUAD_HOLDS] = "HOLDS",
  [VIDIMUS_QUAD_HOLLOW] = "HOLLOW",
  [VIDIMUS_QUAD_PART] = "PART",
  [VIDIMUS_QUAD_FRAME] = "FRAME",
  [VIDIMUS_QUAD_FRAME_CARD] = "FRAME_CARD",
  [VIDIMUS_QUAD_FRAME_ROUND] = "FRAME_ROUND",
  [VIDIMUS_QUAD_UNSEEN] = "UNSEEN",
  [VIDIMUS_QUAD_SEEN] = "SEEN",
  [VIDIMUS_QUAD_SEEN_BEST] = "SEEN_BEST",
  [VIDIMUS_QUAD_SEEN_INSIDE] = "SEEN_INSIDE",
  [VIDIMUS_QUAD_SEEN_SIDE] = "SEEN_SIDE",
  [VIDIMUS_QUAD_SEEN_WEAKEST] = "SEEN_WEAKEST",
  [VIDIMUS_QUAD_SEEN_CORNERS] = "SEEN_CORNERS",
  [VIDIMUS_QUAD_CLOSE] = "CLOSE",
  [VIDIMUS_QUAD_CLOSE_BEST] = "CLOSE_BEST",
  [VIDIMUS_QUAD_CLOSE_INSIDE] = "CLOSE_INSIDE",
  [VIDIMUS_QUAD_CLOSE_SIDE] = "CLOSE_SIDE",
  [VIDIMUS_QUAD_CLOSE_WEAKEST] = "CLOSE_WEAKEST",
  [VIDIMUS_QUAD_CLOSE_CORNERS] = "CLOSE_CORNERS",
  [VIDIMUS_QUAD_CLOSE_FIT] = "CLOSE_FIT",
};

/* A model being fitted: everything in units of the features' spreads. */
typedef struct
{
  const struct vidimus_quad_model *compiled;
  int    used; /* features: the rest weigh nothing */
  double mean[N];
  double spread[N];
  double start[N]; /* the linear weights to stay near to */
  double p[PARAMETERS];
} Model;

static double
worth (double iou)
{
  double above = MAX (iou - WORTHLESS, 0) / (1 - WORTHLESS);

  return above * above;
}

/* @hidden is filled. */
static double
score (const Model  *model,
       const double  x[N],
       double        hidden[H])
{
  const double *in = model->p + N, *bias = in + H * N, *out = bias + H;
  double sum = 0;

  for (int k = 0; k < N; k++)
    sum += model->p[k] * x[k];
  for (int h = 0; h < H; h++)
    {
      double at = bias[h];

      for (int k = 0; k < N; k++)
        at += in[h * N + k] * x[k];
      hidden[h] = tanh (at);
      sum += out[h] * hidden[h];
    }

  return sum;
}

static void
scale (const Model        *model,
       const FitCandidate *candidate,
       double              x[N])
{
  for (int k = 0; k < N; k++)
    x[k] = k < model->used ? (candidate->features[k] - model->mean[k]) / model->spread[k] : 0;
}

static void
add_slope (const Model  *model,
           const double  x[N],
           const double  hidden[H],
           double        push,
           double        slope[PARAMETERS])
{
  const double *out = model->p + N + H * N + H;

  for (int k = 0; k < N; k++)
    slope[k] += push * x[k];
  for (int h = 0; h < H; h++)
    {
      double back = push * out[h] * (1 - hidden[h] * hidden[h]);

      for (int k = 0; k < N; k++)
        slope[N + h * N + k] += back * x[k];
      slope[N + H * N + h] += back;
      slope[N + H * N + H + h] += push * hidden[h];
    }
}

/* Adds the slope of −log of the worth to be had when the answer is drawn by the soft maximum of the scores. */
static void
learn (const Model    *model,
       const FitScene *scene,
       double          slope[PARAMETERS])
{
  g_autofree double *p = g_new (double, scene->n_candidates);
  g_autofree double *x = g_new (double, scene->n_candidates * N);
  g_autofree double *hidden = g_new (double, scene->n_candidates * H);
  double most = -INFINITY, sum = 0, mean = 1e-3;

  for (int i = 0; i < scene->n_candidates; i++)
    {
      scale (model, &scene->candidates[i], x + i * N);
      p[i] = score (model, x + i * N, hidden + i * H);
      most = MAX (most, p[i]);
    }
  for (int i = 0; i < scene->n_candidates; i++)
    sum += p[i] = exp (p[i] - most);
  for (int i = 0; i < scene->n_candidates; i++)
    mean += (p[i] /= sum) * worth (scene->candidates[i].iou);
  for (int i = 0; i < scene->n_candidates; i++)
    {
      double push = p[i] * (1 - worth (scene->candidates[i].iou) / mean);

      if (fabs (push) > 1e-6)
        add_slope (model, x + i * N, hidden + i * H, push, slope);
    }
}

static void
model_init (Model     *model,
            GPtrArray *scenes)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (int k = 0; k < N; k++)
    {
      double n = 0, sum = 0, squares = 0;

      for (guint i = 0; i < scenes->len; i++)
        {
          const FitScene *scene = scenes->pdata[i];

          for (int c = 0; c < scene->n_candidates; c++, n++)
            {
              sum += scene->candidates[c].features[k];
              squares += scene->candidates[c].features[k] * scene->candidates[c].features[k];
            }
        }
      model->mean[k] = sum / n;
      model->spread[k] = MAX (sqrt (MAX (squares / n - sum / n * (sum / n), 0)), LEAST_SPREAD);
      if (k >= model->used)
        {
          model->mean[k] = 0;
          model->spread[k] = 1;
        }
      model->start[k] = model->p[k] = model->compiled->linear[k] / model->compiled->spread[k] * model->spread[k];
    }
  for (int i = N; i < PARAMETERS; i++)
    model->p[i] = i < N + H * N ? g_rand_double_range (random, -.3, .3) : 0;
}

/* Adam (Kingma & Ba, 2015) in small batches, with decoupled decay (Loshchilov & Hutter, 2019), over all scenes but those of fold
 * @left_out. */
static void
fit (Model     *model,
     GPtrArray *scenes,
     int        left_out)
{
  double m[PARAMETERS] = { 0 }, v[PARAMETERS] = { 0 }, slope[PARAMETERS] = { 0 };
  g_autoptr(GRand) random = g_rand_new_with_seed (11);
  int steps = EPOCHS * (int) scenes->len / BATCH;

  for (int step = 1; step <= steps; step++)
    {
      double rate = RATE * MIN (1, 1.5 * (1 - (double) step / (steps + 1)));

      for (int n = 0; n < BATCH;)
        {
          const FitScene *scene = scenes->pdata[g_rand_int_range (random, 0, (int) scenes->len)];

          n++;
          if (scene->found > WORTHLESS && scene->fold != left_out)
            learn (model, scene, slope);
        }
      for (int i = 0; i < PARAMETERS; i++)
        {
          double g = slope[i] / BATCH + (i < N ? 2 * RIDGE * (model->p[i] - model->start[i]) : 0);

          slope[i] = 0;
          m[i] = .9 * m[i] + .1 * g;
          v[i] = .995 * v[i] + .005 * g * g;
          model->p[i] -= rate * (m[i] / (1 - pow (.9, step))) / (sqrt (v[i] / (1 - pow (.995, step))) + 1e-6);
          if (i >= N)
            model->p[i] *= 1 - rate * DECAY;
        }
    }
}

static double
chosen (const Model    *model,
        const FitScene *scene)
{
  double most = -INFINITY, iou = 0, x[N], hidden[H];

  if (model->used == N && scene->kept->settled)
    return scene->candidates[0].iou;
  for (int i = 0; i < scene->n_candidates; i++)
    {
      double s;

      scale (model, &scene->candidates[i], x);
      s = score (model, x, hidden);
      if (s > most)
        {
          most = s;
          iou = scene->candidates[i].iou;
        }
    }

  return iou;
}

typedef struct
{
  int    n, good, found;
  double iou;
} Tally;

static void
tally_add (Tally          *tally,
           const Model    *model,
           const FitScene *scene)
{
  double iou = chosen (model, scene);

  tally->n++;
  tally->iou += iou;
  tally->good += iou > .9;
  tally->found += scene->found > .9;
}

static void
tally_print (const char  *what,
             const Tally *tally)
{
  printf ("%-24s %4d  IoU %.4f  >.9 %5.1f %%  of %5.1f %%\n", what, tally->n, tally->iou / MAX (tally->n, 1),
          100. * tally->good / MAX (tally->n, 1), 100. * tally->found / MAX (tally->n, 1));
}

static void
print_row (const char   *before,
           const double *values,
           const double *factors,
           int           n,
           const char   *after)
{
  printf ("%s{ ", before);
  for (int k = 0; k < n; k++)
    printf ("%.4gf,%s", (double) (float) (values[k] * (factors != NULL ? factors[k] : 1)), k % 12 == 11 ? "\n      " : " ");
  printf ("}%s\n", after);
}

static void
print_model (const Model *model)
{
  const double *in = model->p + N;

  printf ("const struct vidimus_quad_model vidimus_%s_model = {\n", model->used < N ? "quad" : "close");
  print_row ("  .mean = ", model->mean, NULL, N, ",");
  print_row ("  .spread = ", model->spread, NULL, N, ",");
  puts ("  .linear = {");
  for (int k = 0; k < N; k++)
    printf ("    [VIDIMUS_QUAD_%s] = %.3ff,\n", names[k], model->p[k]);
  puts ("  },\n  .in = {");
  for (int h = 0; h < H; h++)
    print_row ("    ", in + h * N, NULL, N, ",");
  puts ("  },");
  print_row ("  .bias = ", in + H * N, NULL, H, ",");
  print_row ("  .out = ", in + H * N + H, NULL, H, ",");
  puts ("};");
}

static void
export_model (const Model               *model,
              struct vidimus_quad_model *out)
{
  const double *in = model->p + N;

  for (int k = 0; k < N; k++)
    {
      out->mean[k] = (float) model->mean[k];
      out->spread[k] = (float) model->spread[k];
      out->linear[k] = (float) model->p[k];
    }
  for (int h = 0; h < H; h++)
    {
      for (int k = 0; k < N; k++)
        out->in[h][k] = (float) in[h * N + k];
      out->bias[h] = (float) in[H * N + h];
      out->out[h] = (float) in[H * N + H + h];
    }
}

/** fit_weights: prints the score's model, and what models fitted to the other folds choose in each. */
void
fit_weights (GPtrArray                 *scenes,
             int                        n_folds,
             gboolean                   first,
             struct vidimus_quad_model *fitted)
{
  g_autofree Model *model = g_new0 (Model, 1);
  Tally all = { 0 }, unseen = { 0 };

  model->compiled = first ? &vidimus_quad_model : &vidimus_close_model;
  model->used = first ? VIDIMUS_N_FIRST_FEATURES : N;
  for (int fold = 0; fold < n_folds; fold++)
    {
      g_autofree char *what = g_strdup_printf ("fold %d, unseen", fold);
      Tally tally = { 0 };

      model_init (model, scenes);
      fit (model, scenes, fold);
      for (guint i = 0; i < scenes->len; i++)
        if (((FitScene *) scenes->pdata[i])->fold == fold)
          {
            tally_add (&tally, model, scenes->pdata[i]);
            tally_add (&unseen, model, scenes->pdata[i]);
          }
      tally_print (what, &tally);
    }
  tally_print ("all, each unseen", &unseen);

  model_init (model, scenes);
  fit (model, scenes, -1);
  for (guint i = 0; i < scenes->len; i++)
    tally_add (&all, model, scenes->pdata[i]);
  tally_print ("all, fitted to all", &all);
  print_model (model);
  export_model (model, fitted);
}

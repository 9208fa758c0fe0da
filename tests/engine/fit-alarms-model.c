#include "fit-alarms.h"

#include <math.h>
#include <string.h>

#define N_FOLDS   4
#define N_STEPS   4000
#define N_BINS    10
#define SPREADING 0.002 /* of the squares of the weights: features that say the same share it */
#define POSITIVES 0.15 /* the share of the weight that pictures with the defect have, however many there are: the proving ground's */

/* Weights of a logistic over the features of one alarm. */
typedef struct
{
  double bias;
  double weights[VIDIMUS_ALARM_FEATURES];
} Logistic;

/* Which rows a fit may see. */
typedef struct
{
  int         fold;  /* its groups are held out; −1: none */
  const char *laid;  /* held out; NULL: none */
} Held;

typedef struct
{
  double p;
  int    truth;
} Judged;

static gboolean
is_held (const FitRow *row,
         const Held   *held)
{
  return (held->fold >= 0 && (int) (g_str_hash (row->group) % N_FOLDS) == held->fold) ||
         (held->laid != NULL && strcmp (row->laid, held->laid) == 0);
}

static double
probability (const FitRow   *row,
             int             alarm,
             const Logistic *logistic)
{
  double z = logistic->bias;

  for (int k = 0; k < fit_models[alarm]->n_features; k++)
    z += logistic->weights[k] * row->features[alarm][k];

  return 1 / (1 + exp (-CLAMP (z, -40, 40)));
}

/* Where a person could say either, half a probability counts a little. */
static double
target (const FitRow *row,
        int           alarm,
        double        n_true,
        double        n_false,
        double       *weight)
{
  if (row->truth[alarm] < 0)
    {
      *weight = row->steps[alarm] > 0 ? 0.15 / (n_true + n_false) : 0;
      return 0.5;
    }
  *weight = row->truth[alarm] > 0 ? POSITIVES / MAX (n_true, 1) : (1 - POSITIVES) / MAX (n_false, 1);

  return row->truth[alarm];
}

static void
count (GPtrArray  *rows,
       int         alarm,
       const Held *held,
       double     *n_true,
       double     *n_false)
{
  *n_true = *n_false = 0;
  for (guint r = 0; r < rows->len; r++)
    {
      const FitRow *row = rows->pdata[r];

      if (is_held (row, held))
        continue;
      *n_true += row->truth[alarm] == 1;
      *n_false += row->truth[alarm] == 0;
    }
}

static void
standardise (GPtrArray  *rows,
             int         alarm,
             const Held *held,
             double     *mean,
             double     *scale)
{
  for (int k = 0; k < VIDIMUS_ALARM_FEATURES; k++)
    {
      double n = 0, sum = 0, squares = 0;

      for (guint r = 0; r < rows->len; r++)
        {
          const FitRow *row = rows->pdata[r];

          if (is_held (row, held))
            continue;
          n++;
          sum += row->features[alarm][k];
          squares += row->features[alarm][k] * row->features[alarm][k];
        }
      mean[k] = sum / MAX (n, 1);
      scale[k] = sqrt (MAX (squares / MAX (n, 1) - mean[k] * mean[k], 0)) + 1e-6;
    }
}

/* Projected gradient descent on standardised features. */
static Logistic
fit (GPtrArray *rows,
     int        alarm,
     Held       held)
{
  int n_features = fit_models[alarm]->n_features;
  double mean[VIDIMUS_ALARM_FEATURES], scale[VIDIMUS_ALARM_FEATURES];
  double w[VIDIMUS_ALARM_FEATURES + 1] = { 0 };
  double n_true, n_false;
  Logistic logistic = { 0 };

  count (rows, alarm, &held, &n_true, &n_false);
  standardise (rows, alarm, &held, mean, scale);
  for (int step = 0; step < N_STEPS; step++)
    {
      double slope[VIDIMUS_ALARM_FEATURES + 1] = { 0 };

      for (guint r = 0; r < rows->len; r++)
        {
          const FitRow *row = rows->pdata[r];
          double weight, z = w[0], error;
          double wanted = target (row, alarm, n_true, n_false, &weight);

          if (weight <= 0 || is_held (row, &held))
            continue;
          for (int k = 0; k < n_features; k++)
            z += w[k + 1] * (row->features[alarm][k] - mean[k]) / scale[k];
          error = weight * (1 / (1 + exp (-z)) - wanted);
          slope[0] += error;
          for (int k = 0; k < n_features; k++)
            slope[k + 1] += error * (row->features[alarm][k] - mean[k]) / scale[k];
        }
      for (int k = 0; k <= n_features; k++)
        {
          w[k] -= 4 * (slope[k] + (k > 0 ? SPREADING * w[k] : 0));
          if (k > 0 && w[k] < 0)
            w[k] = 0;
        }
    }

  logistic.bias = w[0];
  for (int k = 0; k < n_features; k++)
    {
      logistic.weights[k] = w[k + 1] / scale[k];
      logistic.bias -= logistic.weights[k] * mean[k];
    }

  return logistic;
}

static int
compare_judged (gconstpointer a,
                gconstpointer b)
{
  const Judged *x = a, *y = b;

  return x->p < y->p ? -1 : x->p > y->p;
}

/* Area under the curve (ties count half), equal error rate, and calibration error over ten bins. */
static void
print_quality (const char *name,
               GArray     *judged)
{
  double n[2] = { 0 }, below = 0, wins = 0, missed = 0, equal = 1, gap = 2;
  double bins[N_BINS][3] = { { 0 } }, calibration = 0, raised[2] = { 0 };

  g_array_sort (judged, compare_judged);
  for (guint i = 0; i < judged->len; i++)
    n[g_array_index (judged, Judged, i).truth]++;
  for (guint i = 0, end; i < judged->len; i = end)
    {
      double same[2] = { 0 };

      for (end = i; end < judged->len && g_array_index (judged, Judged, end).p <= g_array_index (judged, Judged, i).p; end++)
        same[g_array_index (judged, Judged, end).truth]++;
      wins += same[1] * (below + same[0] / 2);
      below += same[0];
      missed += same[1];
      if (fabs (missed / n[1] - (1 - below / n[0])) < gap)
        {
          gap = fabs (missed / n[1] - (1 - below / n[0]));
          equal = 0.5 * (missed / n[1] + 1 - below / n[0]);
        }
    }
  for (guint i = 0; i < judged->len; i++)
    {
      const Judged *one = &g_array_index (judged, Judged, i);
      int bin = MIN ((int) (one->p * N_BINS), N_BINS - 1);

      bins[bin][0]++;
      bins[bin][1] += one->p;
      bins[bin][2] += one->truth;
      raised[one->truth] += one->p > 0.5;
    }
  for (int b = 0; b < N_BINS; b++)
    calibration += fabs (bins[b][1] - bins[b][2]) / MAX (judged->len, 1);
  g_print ("  %-18s AUC %.4f  EER %.3f  calibration error %.3f  raised: %.1f %% of %d with, %.1f %% of %d without\n", name,
           wins / (n[0] * n[1]), equal, calibration, 100 * raised[1] / n[1], (int) n[1], 100 * raised[0] / n[0], (int) n[0]);
}

static void
judge (GArray *judged,
       double  p,
       int     truth)
{
  const Judged one = { p, truth };

  if (truth >= 0)
    g_array_append_val (judged, one);
}

/* Each model of the defect, judged by a fit that did not see it, against what is without the defect. */
static void
report_unseen (GPtrArray *rows,
               int        alarm)
{
  for (int defect = 1; defect < DEFECT_N; defect++)
    {
      Held held = { -1, defect_name ((enum defect) defect) };
      g_autoptr(GArray) judged = g_array_new (FALSE, FALSE, sizeof (Judged));
      Logistic logistic;
      int n = 0;

      if ((int) defect_alarm ((enum defect) defect) != alarm)
        continue;
      logistic = fit (rows, alarm, held);
      for (guint r = 0; r < rows->len; r++)
        {
          const FitRow *row = rows->pdata[r];
          gboolean own = strcmp (row->laid, held.laid) == 0;

          n += own && row->truth[alarm] == 1;
          if (own || row->truth[alarm] == 0)
            judge (judged, probability (row, alarm, &logistic), row->truth[alarm]);
        }
      if (n > 0)
        print_quality (held.laid, judged);
    }
}

/* The mean of p × 99 and the share over 50 where the defect @other, and not this one, is plain; −1: clean pictures. */
static void
report_other (GPtrArray    *rows,
              int           alarm,
              int           other,
              const double *ps)
{
  double n = 0, sum = 0, raised = 0;

  for (guint r = 0; r < rows->len; r++)
    {
      const FitRow *row = rows->pdata[r];
      gboolean fits = row->steps[alarm] <= 0 && row->truth[alarm] == 0;

      for (int i = 0; i < FIT_N_ALARMS; i++)
        fits = fits && (i == other ? row->steps[i] >= 3 : other >= 0 || row->steps[i] <= 0);
      if (!fits)
        continue;
      n++;
      sum += 99 * ps[r];
      raised += ps[r] > 0.5;
    }
  g_print (" %s %.0f/%.1f%%", other < 0 ? "clean" : fit_models[other] != NULL ? fit_models[other]->name : "border",
           n > 0 ? sum / n : 0, n > 0 ? 100 * raised / n : 0);
}

static void
report_steps (GPtrArray    *rows,
              int           alarm,
              const double *ps)
{
  g_print ("  mean score at step 0–6:");
  for (int step = 0; step <= 6; step++)
    {
      double n = 0, sum = 0;

      for (guint r = 0; r < rows->len; r++)
        {
          const FitRow *row = rows->pdata[r];

          if ((int) lround (row->steps[alarm]) != step)
            continue;
          n++;
          sum += 99 * ps[r];
        }
      g_print (" %.1f (%d)", n > 0 ? sum / n : 0, (int) n);
    }
  g_print ("\n  without it, mean score/raised:");
  for (int other = -1; other < FIT_N_ALARMS; other++)
    if (other != alarm)
      report_other (rows, alarm, other, ps);
  g_print ("\n");
}

static void
report_one (GPtrArray    *rows,
            int           alarm,
            const char   *name,
            const double *ps)
{
  g_autoptr(GArray) judged = g_array_new (FALSE, FALSE, sizeof (Judged));

  for (guint r = 0; r < rows->len; r++)
    judge (judged, ps[r], ((const FitRow *) rows->pdata[r])->truth[alarm]);
  print_quality (name, judged);
  report_steps (rows, alarm, ps);
}

/** fit_report: fits one alarm and prints what comes of it. */
void
fit_report (GPtrArray *rows,
            int        alarm)
{
  const struct vidimus_alarm_model *model = fit_models[alarm];
  Logistic all = fit (rows, alarm, (Held) { -1, NULL });
  g_autofree double *ps = g_new (double, MAX (rows->len, 1));

  g_print ("\n%s, %u pictures\n  .bias = %.4g,\n  .weights = {", model->name, rows->len, all.bias);
  for (int k = 0; k < model->n_features; k++)
    g_print ("%s %.4g", k > 0 ? "," : "", all.weights[k]);
  g_print (" }, /*");
  for (int k = 0; k < model->n_features; k++)
    g_print (" %s", model->features[k]);
  g_print (" */\n");

  for (guint r = 0; r < rows->len; r++)
    ps[r] = ((const FitRow *) rows->pdata[r])->scores[alarm] / 99.0;
  report_one (rows, alarm, "compiled", ps);

  for (int fold = 0; fold < N_FOLDS; fold++)
    {
      Held held = { fold, NULL };
      Logistic logistic = fit (rows, alarm, held);

      for (guint r = 0; r < rows->len; r++)
        if (is_held (rows->pdata[r], &held))
          ps[r] = probability (rows->pdata[r], alarm, &logistic);
    }
  report_one (rows, alarm, "groups unseen", ps);
  g_print ("  models of the defect unseen:\n");
  report_unseen (rows, alarm);
}

#include "vidimus-statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define Z            1.959963984540054 /* two-sided 95 % of the normal distribution */
#define N_REPLICATES 400               /* of a bootstrap: its 2.5 % tails then hold ten each */

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
sort (double *values,
      gsize   n)
{
  if (n > 1)
    qsort (values, n, sizeof *values, compare_doubles);
}

static double *
sorted_copy (const double *values,
             gsize         n)
{
  double *copy = g_new (double, MAX (n, 1));

  if (n > 0)
    memcpy (copy, values, n * sizeof *copy);
  sort (copy, n);

  return copy;
}

/* Wilson's score interval (1927) around the value, as if it were a share of @n. */
static void
take_wilson (VidimusEstimate *self,
             gsize            n)
{
  double p = self->value, scale = 1.0 + Z * Z / (double) n;
  double middle = (p + Z * Z / (2.0 * (double) n)) / scale;
  double half = Z * sqrt (p * (1.0 - p) / (double) n + Z * Z / (4.0 * (double) n * (double) n)) / scale;

  self->low = p <= 0.0 ? 0.0 : middle - half;
  self->high = p >= 1.0 ? 1.0 : middle + half;
}

/**
 * vidimus_statistics_share:
 * @k: of @n, at most as many
 *
 * Returns: @k / @n with Wilson's score interval, which holds for small counts and at 0 and @n too
 */
VidimusEstimate
vidimus_statistics_share (gsize k,
                          gsize n)
{
  VidimusEstimate self = { .k = k, .n = n };

  g_return_val_if_fail (k <= n, self);

  if (n == 0)
    return self;

  self.known = TRUE;
  self.value = (double) k / (double) n;
  take_wilson (&self, n);

  return self;
}

/* The 97.5 % quantile of Student's distribution: closed forms for one and two degrees of freedom, else the expansion of
 * Abramowitz & Stegun, 26.7.5 (off by less than .006 at three degrees, .0001 from ten on). */
static double
student_quantile (gsize degrees)
{
  const double z = Z, v = (double) degrees;
  const double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z, z9 = z7 * z * z;

  if (degrees == 1)
    return tan (G_PI * .475);
  if (degrees == 2)
    return .95 * sqrt (2.0 / (1.0 - .95 * .95));

  return z + (z3 + z) / (4.0 * v) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v) +
         (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v * v * v) +
         (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / (92160.0 * v * v * v * v);
}

/**
 * vidimus_statistics_mean:
 *
 * Returns: the mean with Student's interval; of one value alone the interval is unbounded
 */
VidimusEstimate
vidimus_statistics_mean (const double *values,
                         gsize         n)
{
  VidimusEstimate self = { .n = n };
  double sum = 0.0, squares = 0.0, half = INFINITY;

  if (n == 0)
    return self;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  self.value = sum / (double) n;
  for (gsize i = 0; i < n; i++)
    squares += (values[i] - self.value) * (values[i] - self.value);
  if (n > 1)
    half = student_quantile (n - 1) * sqrt (squares / (double) (n - 1) / (double) n);
  self.known = TRUE;
  self.low = self.value - half;
  self.high = self.value + half;

  return self;
}

/**
 * vidimus_statistics_median:
 * @values: may hold %INFINITY
 *
 * Returns: the median with the interval between two order statistics (Campbell & Gardner 1988); of fewer than six values
 *   it is their whole range, and covers less than 95 %
 */
VidimusEstimate
vidimus_statistics_median (const double *values,
                           gsize         n)
{
  VidimusEstimate self = { .n = n };
  g_autofree double *sorted = sorted_copy (values, n);
  double low, high;

  if (n == 0)
    return self;

  low = round ((double) n / 2.0 - Z * sqrt ((double) n) / 2.0);
  high = round (1.0 + (double) n / 2.0 + Z * sqrt ((double) n) / 2.0);
  self.known = TRUE;
  self.value = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0;
  self.low = sorted[(gsize) CLAMP (low, 1.0, (double) n) - 1];
  self.high = sorted[(gsize) CLAMP (high, 1.0, (double) n) - 1];

  return self;
}

/* How often a positive is above a negative, ties counted half; both sorted. */
static double
area (const double *positives,
      gsize         n_positives,
      const double *negatives,
      gsize         n_negatives)
{
  double wins = 0.0;
  gsize below = 0, up_to = 0;

  for (gsize i = 0; i < n_positives; i++)
    {
      while (below < n_negatives && negatives[below] < positives[i])
        below++;
      while (up_to < n_negatives && negatives[up_to] <= positives[i])
        up_to++;
      wins += ((double) below + (double) up_to) / 2.0;
    }

  return wins / ((double) n_positives * (double) n_negatives);
}

/* Whether an area of @theta could well have been seen as @seen: Hanley & McNeil's variance (1982) at @theta, with both
 * counts taken as their mean (Newcombe 2006, part 2, method 5). */
static gboolean
area_is_likely (double theta,
                double seen,
                gsize  n_positives,
                gsize  n_negatives)
{
  double others = ((double) n_positives + (double) n_negatives) / 2.0 - 1.0;
  double variance = theta * (1.0 - theta) * (1.0 + others * ((1.0 - theta) / (2.0 - theta) + theta / (1.0 + theta))) /
                    ((double) n_positives * (double) n_negatives);

  return (seen - theta) * (seen - theta) <= Z * Z * variance;
}

/* Between @seen, which is likely, and @end, 0 or 1. */
static double
area_bound (double seen,
            double end,
            gsize  n_positives,
            gsize  n_negatives)
{
  double in = seen, out = end;

  for (int i = 0; i < 60; i++)
    {
      double middle = (in + out) / 2.0;

      if (area_is_likely (middle, seen, n_positives, n_negatives))
        in = middle;
      else
        out = middle;
    }

  return in;
}

/**
 * vidimus_statistics_auc:
 *
 * Returns: the area under the ROC curve, ties counted half, with the score interval of Newcombe (Statistics in Medicine 25,
 *   2006, 559–573, method 5): Hanley & McNeil's variance, solved for the area, so that an area of 1 has a width too. Not
 *   known without both classes.
 */
VidimusEstimate
vidimus_statistics_auc (const double *positives,
                        gsize         n_positives,
                        const double *negatives,
                        gsize         n_negatives)
{
  VidimusEstimate self = { .k = n_positives, .n = n_positives + n_negatives };
  g_autofree double *sorted_positives = sorted_copy (positives, n_positives);
  g_autofree double *sorted_negatives = sorted_copy (negatives, n_negatives);

  if (n_positives == 0 || n_negatives == 0)
    return self;

  self.known = TRUE;
  self.value = area (sorted_positives, n_positives, sorted_negatives, n_negatives);
  self.low = area_bound (self.value, 0.0, n_positives, n_negatives);
  self.high = area_bound (self.value, 1.0, n_positives, n_negatives);

  return self;
}

/* Where the share of negatives above a cut is that of positives up to it, between two cuts by interpolation; both
 * sorted. */
static double
equal_error (const double *positives,
             gsize         n_positives,
             const double *negatives,
             gsize         n_negatives)
{
  double missed = 0.0, raised = 1.0;
  gsize p = 0, n = 0;

  for (;;)
    {
      double cut = n < n_negatives && (p == n_positives || negatives[n] < positives[p]) ? negatives[n] : positives[p];
      double next_missed, next_raised;

      while (p < n_positives && positives[p] <= cut)
        p++;
      while (n < n_negatives && negatives[n] <= cut)
        n++;
      next_missed = (double) p / (double) n_positives;
      next_raised = 1.0 - (double) n / (double) n_negatives;
      if (next_missed >= next_raised) /* at the latest above the last: 1 against 0 */
        {
          double before = raised - missed, after = next_missed - next_raised;

          return raised + before / (before + after) * (next_raised - raised);
        }
      missed = next_missed;
      raised = next_raised;
    }
}

/**
 * vidimus_statistics_equal_error:
 *
 * Returns: the rate at which positives missed and negatives raised are equal. Its interval is Wilson's for a share of the
 *   smaller class: of the two rates that meet, the one that is less sure, and so rather too wide. Not known without both
 *   classes.
 */
VidimusEstimate
vidimus_statistics_equal_error (const double *positives,
                                gsize         n_positives,
                                const double *negatives,
                                gsize         n_negatives)
{
  VidimusEstimate self = { .k = n_positives, .n = n_positives + n_negatives };
  g_autofree double *p = sorted_copy (positives, n_positives), *n = sorted_copy (negatives, n_negatives);

  if (n_positives == 0 || n_negatives == 0)
    return self;

  self.known = TRUE;
  self.value = equal_error (p, n_positives, n, n_negatives);
  take_wilson (&self, MIN (n_positives, n_negatives));

  return self;
}

/* SplitMix64 (Steele, Lea & Flood 2014), always from the same seed: equal numbers give equal intervals. */
static gsize
draw (guint64 *state,
      gsize    n)
{
  guint64 x = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return (gsize) ((x ^ x >> 31) % n);
}

/* The percentile interval (Efron 1979) of what the replicates gave. */
static void
take_percentiles (VidimusEstimate *self,
                  double          *replicates)
{
  sort (replicates, N_REPLICATES);
  self->low = MIN (self->value, replicates[N_REPLICATES / 40 - 1]);
  self->high = MAX (self->value, replicates[N_REPLICATES - N_REPLICATES / 40]);
}

/* @picks: (nullable): which to take, each as often as it is named */
static double
calibration_error (const double   *probabilities,
                   const gboolean *truths,
                   const gsize    *picks,
                   gsize           n,
                   guint           n_bins)
{
  g_autofree double *gaps = g_new0 (double, n_bins);
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      gsize j = picks != NULL ? picks[i] : i;
      guint bin = (guint) (CLAMP (probabilities[j], 0.0, 1.0) * n_bins);

      gaps[MIN (bin, n_bins - 1)] += probabilities[j] - (truths[j] ? 1.0 : 0.0);
    }
  for (guint b = 0; b < n_bins; b++)
    sum += fabs (gaps[b]);

  return sum / (double) n;
}

/**
 * vidimus_statistics_calibration_error:
 * @probabilities: 0–1
 * @n_bins: of equal width
 *
 * Returns: the expected calibration error (Naeini, Cooper & Hauskrecht 2015): over the bins, the mean distance between the
 *   probabilities and the share that was true, weighed by count; with a bootstrap interval. It is never below 0, so that few
 *   cases make it too large.
 */
VidimusEstimate
vidimus_statistics_calibration_error (const double   *probabilities,
                                      const gboolean *truths,
                                      gsize           n,
                                      guint           n_bins)
{
  VidimusEstimate self = { .n = n };
  g_autofree gsize *picks = g_new (gsize, MAX (n, 1));
  double replicates[N_REPLICATES];
  guint64 state = 1;

  g_return_val_if_fail (n_bins > 0, self);

  if (n == 0)
    return self;

  self.known = TRUE;
  self.value = calibration_error (probabilities, truths, NULL, n, n_bins);
  for (gsize i = 0; i < n; i++)
    self.k += truths[i] ? 1 : 0;
  for (int i = 0; i < N_REPLICATES; i++)
    {
      for (gsize j = 0; j < n; j++)
        picks[j] = draw (&state, n);
      replicates[i] = calibration_error (probabilities, truths, picks, n, n_bins);
    }
  take_percentiles (&self, replicates);

  return self;
}

/** vidimus_confusion_init: all counts 0; to be cleared by the caller. */
void
vidimus_confusion_init (VidimusConfusion *self,
                        guint             n_rows,
                        guint             n_columns)
{
  self->n_rows = n_rows;
  self->n_columns = n_columns;
  self->counts = g_new0 (gsize, (gsize) n_rows * n_columns);
}

/** vidimus_confusion_clear: frees what it holds. */
void
vidimus_confusion_clear (VidimusConfusion *self)
{
  g_clear_pointer (&self->counts, g_free);
}

/** vidimus_confusion_add: one of the class @row was called @column. */
void
vidimus_confusion_add (VidimusConfusion *self,
                       guint             row,
                       guint             column)
{
  g_return_if_fail (row < self->n_rows && column < self->n_columns);

  self->counts[row * self->n_columns + column]++;
}

/** vidimus_confusion_get: how many of the class @row were called @column. */
gsize
vidimus_confusion_get (const VidimusConfusion *self,
                       guint                   row,
                       guint                   column)
{
  g_return_val_if_fail (row < self->n_rows && column < self->n_columns, 0);

  return self->counts[row * self->n_columns + column];
}

/** vidimus_confusion_row_total: how many were of the class @row. */
gsize
vidimus_confusion_row_total (const VidimusConfusion *self,
                             guint                   row)
{
  gsize total = 0;

  for (guint c = 0; c < self->n_columns; c++)
    total += vidimus_confusion_get (self, row, c);

  return total;
}

/** vidimus_confusion_recall: the share of the class @row that was called so: by the column of the same number. */
VidimusEstimate
vidimus_confusion_recall (const VidimusConfusion *self,
                          guint                   row)
{
  return vidimus_statistics_share (vidimus_confusion_get (self, row, row), vidimus_confusion_row_total (self, row));
}

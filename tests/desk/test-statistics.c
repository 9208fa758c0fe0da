#include "vidimus-statistics.h"

#include <math.h>

#define assert_near(a, b, within) g_assert_cmpfloat (fabs ((a) - (b)), <, (within))

static void
assert_unknown (VidimusEstimate e)
{
  g_assert_false (e.known);
  g_assert_cmpfloat (e.value, ==, 0.0);
  g_assert_cmpfloat (e.low, ==, 0.0);
  g_assert_cmpfloat (e.high, ==, 0.0);
}

/* The examples of Newcombe, Statistics in Medicine 17 (1998), table I. */
static void
test_share (void)
{
  static const struct { gsize k, n; double low, high; } cases[] = {
    { 81, 263, .2553, .3662 }, { 15, 148, .0624, .1605 }, { 0, 20, .0, .1611 }, { 1, 29, .0061, .1718 },
    { 20, 20, .8389, 1.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VidimusEstimate e = vidimus_statistics_share (cases[i].k, cases[i].n);

      g_assert_true (e.known);
      g_assert_cmpuint (e.k, ==, cases[i].k);
      g_assert_cmpuint (e.n, ==, cases[i].n);
      assert_near (e.value, (double) cases[i].k / (double) cases[i].n, 1e-12);
      assert_near (e.low, cases[i].low, 6e-5);
      assert_near (e.high, cases[i].high, 6e-5);
    }
  assert_unknown (vidimus_statistics_share (0, 0));
}

static void
test_mean (void)
{
  /* mean 3, deviation √2.5; Student's quantile for n − 1 degrees: 2.776 */
  static const double five[] = { 1, 2, 3, 4, 5 }, two[] = { 0, 2 }, three[] = { 1, 2, 3 };
  VidimusEstimate e = vidimus_statistics_mean (five, 5);

  assert_near (e.value, 3.0, 1e-12);
  assert_near (e.high - e.value, 2.776 * sqrt (2.5 / 5), 2e-3);
  assert_near (e.value - e.low, e.high - e.value, 1e-12);

  e = vidimus_statistics_mean (two, 2);
  assert_near (e.high, 1 + 12.706 * sqrt (2.0 / 2), 1e-3);
  e = vidimus_statistics_mean (three, 3);
  assert_near (e.high, 2 + 4.303 * sqrt (1.0 / 3), 1e-3);

  e = vidimus_statistics_mean (five, 1);
  g_assert_true (e.known);
  g_assert_cmpfloat (e.value, ==, 1.0);
  g_assert_true (isinf (e.low) && isinf (e.high));
  assert_unknown (vidimus_statistics_mean (NULL, 0));
}

static void
test_median (void)
{
  double values[100];
  VidimusEstimate e;

  for (int i = 0; i < 100; i++)
    values[i] = (i * 37) % 100 + 1; /* 1 to 100 in disorder */
  e = vidimus_statistics_median (values, 100);
  assert_near (e.value, 50.5, 1e-12);
  /* Campbell & Gardner: ranks 50 ∓ 9.8 and one more, rounded */
  assert_near (e.low, 40, 1e-12);
  assert_near (e.high, 61, 1e-12);
  assert_near (values[1], 38, 1e-12); /* left as they were */

  e = vidimus_statistics_median (values, 3); /* 1, 38, 75 */
  assert_near (e.value, 38, 1e-12);
  assert_near (e.low, 1, 1e-12);
  assert_near (e.high, 75, 1e-12);

  values[0] = values[1] = INFINITY;
  e = vidimus_statistics_median (values, 3);
  g_assert_true (isinf (e.value));
  assert_unknown (vidimus_statistics_median (NULL, 0));
}

/* Newcombe's equation, written anew: at the bound, the distance is z standard errors. */
static double
standard_error (double theta,
                double n)
{
  return sqrt (theta * (1 - theta) / (n * n) * (1 + (n - 1) * ((1 - theta) / (2 - theta) + theta / (1 + theta))));
}

static void
test_auc (void)
{
  static const double p[] = { 5, 3, 8, 5 }, n[] = { 4, 1, 5, 3 }, high[] = { 9, 9, 7, 8 }, low[] = { 1, 2, 3, 4 };
  VidimusEstimate e = vidimus_statistics_auc (p, 4, n, 4);

  /* 3 beats 1 and ties 3; each 5 beats three and ties one; 8 beats all: 1.5 + 3.5 + 3.5 + 4 of 16 */
  assert_near (e.value, 12.5 / 16, 1e-12);
  g_assert_cmpuint (e.k, ==, 4);
  g_assert_cmpuint (e.n, ==, 8);
  assert_near (e.value - e.low, 1.959964 * standard_error (e.low, 4), 1e-6);
  assert_near (e.high - e.value, 1.959964 * standard_error (e.high, 4), 1e-6);

  e = vidimus_statistics_auc (high, 4, low, 4);
  g_assert_cmpfloat (e.value, ==, 1.0);
  g_assert_cmpfloat (e.high, ==, 1.0);
  g_assert_cmpfloat (e.low, >, .3);
  g_assert_cmpfloat (e.low, <, .9); /* four against four prove little */
  e = vidimus_statistics_auc (low, 4, high, 4);
  g_assert_cmpfloat (e.value, ==, 0.0);
  e = vidimus_statistics_auc (low, 4, low, 4);
  assert_near (e.value, .5, 1e-12);

  e = vidimus_statistics_auc (p, 0, n, 4);
  assert_unknown (e);
  g_assert_cmpuint (e.n, ==, 4);
  assert_unknown (vidimus_statistics_auc (p, 4, NULL, 0));
}

static void
test_equal_error (void)
{
  static const double p[] = { 8, 2, 4, 6 }, n[] = { 7, 1, 3, 5 }, high[] = { 9, 7, 8 }, low[] = { 1, 2 };
  static const double mixed[] = { 1, 5, 6, 7 };
  VidimusEstimate e = vidimus_statistics_equal_error (p, 4, n, 4);

  assert_near (e.value, .5, 1e-12); /* above 4: two of four missed, two of four raised */
  assert_near (e.low, vidimus_statistics_share (2, 4).low, 1e-12);
  assert_near (e.high, vidimus_statistics_share (2, 4).high, 1e-12);

  e = vidimus_statistics_equal_error (high, 3, low, 2);
  g_assert_cmpfloat (e.value, ==, 0.0);
  g_assert_cmpfloat (e.high, ==, vidimus_statistics_share (0, 2).high); /* the smaller class: two prove little */
  e = vidimus_statistics_equal_error (low, 2, high, 3);
  g_assert_cmpfloat (e.value, ==, 1.0);
  e = vidimus_statistics_equal_error (high, 1, high, 1);
  assert_near (e.value, .5, 1e-12);

  /* missed, raised: above 1 are .25, .5; above 2 are .25, 0. Equal on the way between, at .25 */
  e = vidimus_statistics_equal_error (mixed, 4, low, 2);
  assert_near (e.value, .25, 1e-12);

  assert_unknown (vidimus_statistics_equal_error (high, 3, NULL, 0));
  assert_unknown (vidimus_statistics_equal_error (NULL, 0, low, 2));
}

static void
test_calibration_error (void)
{
  /* In the lower bin .2 against 1 of 4, in the upper .9 against 3 of 4, and 1 belongs to the last bin. */
  static const double p[] = { .2, .2, .2, .2, .8, 1, .9, .9 };
  static const gboolean t[] = { TRUE, FALSE, FALSE, FALSE, TRUE, TRUE, TRUE, FALSE };
  static const double sure[] = { 1, 0, 1 };
  static const gboolean right[] = { TRUE, FALSE, TRUE }, wrong[] = { FALSE, TRUE, FALSE };
  VidimusEstimate e = vidimus_statistics_calibration_error (p, t, 8, 2), again;

  assert_near (e.value, (4 * .05 + 4 * .15) / 8, 1e-12);
  g_assert_cmpuint (e.k, ==, 4);
  g_assert_cmpuint (e.n, ==, 8);
  g_assert_cmpfloat (e.high, >, e.value);
  again = vidimus_statistics_calibration_error (p, t, 8, 2);
  g_assert_cmpfloat (e.low, ==, again.low);
  g_assert_cmpfloat (e.high, ==, again.high);

  g_assert_cmpfloat (vidimus_statistics_calibration_error (sure, right, 3, 10).value, ==, 0.0);
  g_assert_cmpfloat (vidimus_statistics_calibration_error (sure, wrong, 3, 10).value, ==, 1.0);
  assert_unknown (vidimus_statistics_calibration_error (NULL, NULL, 0, 10));
}

/* The interval of the equal error covers what it should: of many samples of known truth, at least 95 %. */
static void
test_coverage (void)
{
  GRand *rand = g_rand_new_with_seed (7);
  int covered = 0;

  for (int sample = 0; sample < 60; sample++)
    {
      double p[60], n[60];
      VidimusEstimate e;

      for (int i = 0; i < 60; i++)
        {
          p[i] = g_rand_double_range (rand, .25, 1.25); /* the cut at .625 errs in .375 of both */
          n[i] = g_rand_double_range (rand, 0, 1);
        }
      e = vidimus_statistics_equal_error (p, 60, n, 60);
      covered += e.low <= .375 && e.high >= .375;
    }
  g_rand_free (rand);
  g_assert_cmpint (covered, >=, 55);
}

static void
test_confusion (void)
{
  VidimusConfusion c;
  VidimusEstimate e;

  vidimus_confusion_init (&c, 2, 3);
  vidimus_confusion_add (&c, 0, 0);
  vidimus_confusion_add (&c, 0, 0);
  vidimus_confusion_add (&c, 0, 2);
  g_assert_cmpuint (vidimus_confusion_get (&c, 0, 0), ==, 2);
  g_assert_cmpuint (vidimus_confusion_get (&c, 0, 2), ==, 1);
  g_assert_cmpuint (vidimus_confusion_get (&c, 1, 0), ==, 0);
  g_assert_cmpuint (vidimus_confusion_row_total (&c, 0), ==, 3);
  e = vidimus_confusion_recall (&c, 0);
  assert_near (e.value, 2.0 / 3, 1e-12);
  assert_unknown (vidimus_confusion_recall (&c, 1));
  vidimus_confusion_clear (&c);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/statistics/share", test_share);
  g_test_add_func ("/statistics/mean", test_mean);
  g_test_add_func ("/statistics/median", test_median);
  g_test_add_func ("/statistics/auc", test_auc);
  g_test_add_func ("/statistics/equal-error", test_equal_error);
  g_test_add_func ("/statistics/calibration-error", test_calibration_error);
  g_test_add_func ("/statistics/coverage", test_coverage);
  g_test_add_func ("/statistics/confusion", test_confusion);

  return g_test_run ();
}

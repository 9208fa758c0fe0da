#include "evaluation.h"

#include <math.h>
#include <stdio.h>

/* The floors of the project's first version. */
#define FLOOR_PASSPORTS .80
#define FLOOR_OTHERS    .50
#define CEILING_NAMED   .05
#define FLOOR_IOU       .90

static const char *const alarm_names[VIDIMUS_ENGINE_N_ALARMS] = {
  "blur", "glare", "blocking", "lighting", "copy", "border", "reproduce",
};

static const char *const stage_names[VIDIMUS_N_STAGES] = { "locate", "rectify", "mrz", "ocr", "alarms" };

static const char *const layout_names[EVALUATION_N_LAYOUTS] = { "flat", "photo", "paper", "scene" };

/** evaluation_print_list: a line a file. */
void
evaluation_print_list (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];

      printf ("%-6s %-22s %-22s %.2f status %d iou %5.3f conf %.2f ms", item->kind == item->result.type ? "" : "WRONG",
              evaluation_kind_name (item->kind), evaluation_kind_name (item->result.type), item->result.type_confidence,
              item->decoded ? (int) item->status : -1, item->iou, item->result.confidence);
      for (int s = 0; s < VIDIMUS_N_STAGES; s++)
        printf (" %.0f", item->result.ms[s]);
      printf (" scores");
      for (int a = 0; a < VIDIMUS_ENGINE_N_ALARMS; a++)
        printf (" %d%s", item->result.scores[a], item->truth_alarms[a] == 1 ? "!" : "");
      printf (" %s\n", item->file);
    }
}

/* Wilson's score interval, 95 %. */
static void
print_share (const char *what,
             int         k,
             int         n)
{
  double p = n > 0 ? (double) k / n : 0, z = 1.96, d = 1 + z * z / fmax (1, n);
  double middle = (p + z * z / (2 * fmax (1, n))) / d;
  double half = z * sqrt (p * (1 - p) / fmax (1, n) + z * z / (4 * fmax (1, (double) n * n))) / d;

  printf ("  %-34s %4d of %4d  %5.1f %%  (%.1f–%.1f)\n", what, k, n, 100 * p, 100 * fmax (0, middle - half), 100 * fmin (1, middle + half));
}

static void
count_type (GPtrArray         *items,
            enum vidimus_kind  kind,
            int               *right,
            int               *n,
            int               *falsely)
{
  *right = *n = *falsely = 0;
  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];

      *n += item->kind == kind;
      *right += item->kind == kind && item->result.type == kind;
      *falsely += item->kind != kind && item->result.type == kind;
    }
}

/** evaluation_print_types: recall and false names, type by type. */
void
evaluation_print_types (GPtrArray *items)
{
  int n_negatives = 0, n_named = 0;

  printf ("Types named right\n");
  for (int k = 0; k < VIDIMUS_N_KINDS; k++)
    {
      int right, n, falsely;

      count_type (items, (enum vidimus_kind) k, &right, &n, &falsely);
      if (n > 0)
        print_share (evaluation_kind_name ((enum vidimus_kind) k), right, n);
      if (falsely > 0)
        printf ("  %-34s %4d times for another\n", evaluation_kind_name ((enum vidimus_kind) k), falsely);
    }
  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];

      n_negatives += item->kind == VIDIMUS_KIND_NONE;
      n_named += item->kind == VIDIMUS_KIND_NONE && item->result.type != VIDIMUS_KIND_NONE;
    }
  print_share ("none of the nine, named as one", n_named, n_negatives);
}

static double
mean_iou (GPtrArray        *items,
          EvaluationLayout  layout,
          int              *n,
          int              *above_8,
          int              *above_9)
{
  double sum = 0;

  *n = *above_8 = *above_9 = 0;
  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];

      if (item->layout != layout || !item->has_quad)
        continue;
      (*n)++;
      sum += item->iou;
      *above_8 += item->iou > .8;
      *above_9 += item->iou > .9;
    }

  return *n > 0 ? sum / *n : 0;
}

/** evaluation_print_locations: intersection over union, layout by layout. */
void
evaluation_print_locations (GPtrArray *items)
{
  int turned = 0, right = 0;

  printf ("Locations\n");
  for (int l = 0; l < EVALUATION_N_LAYOUTS; l++)
    {
      int n, above_8, above_9;
      double mean = mean_iou (items, (EvaluationLayout) l, &n, &above_8, &above_9);

      if (n > 0)
        printf ("  %-8s %4d  mean IoU %.3f  > .8: %d  > .9: %d\n", layout_names[l], n, mean, above_8, above_9);
    }
  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];

      if (item->turn < 0 || !item->has_quad || item->result.type == VIDIMUS_KIND_NONE || item->iou < .7)
        continue;
      turned++;
      right += item->first_corner_right;
    }
  if (turned > 0)
    print_share ("first corner right, of those named", right, turned);
}

/** evaluation_print_alarms: where the truth is known; the area under the curve, and the mean scores of both sides. */
void
evaluation_print_alarms (GPtrArray *items)
{
  printf ("Alarms\n");
  for (int a = 0; a < VIDIMUS_ENGINE_N_ALARMS; a++)
    {
      double sums[2] = { 0 }, wins = 0;
      int n[2] = { 0 }, over[2] = { 0 }, all = 0, raised = 0;

      for (guint i = 0; i < items->len; i++)
        {
          const EvaluationItem *item = items->pdata[i];
          int truth = item->truth_alarms[a], score = item->result.scores[a];

          if (score < 0)
            continue;
          all++;
          raised += score > 50;
          if (truth < 0)
            continue;
          n[truth]++;
          sums[truth] += score;
          over[truth] += score > 50;
          for (guint j = 0; truth == 1 && j < items->len; j++)
            {
              const EvaluationItem *other = items->pdata[j];

              if (other->truth_alarms[a] == 0 && other->result.scores[a] >= 0)
                wins += score > other->result.scores[a] ? 1 : score == other->result.scores[a] ? .5 : 0;
            }
        }
      printf ("  %-10s raised on %4d of %4d", alarm_names[a], raised, all);
      if (n[1] > 0)
        printf ("; true: %d, mean %.0f, raised %d", n[1], sums[1] / n[1], over[1]);
      if (n[0] > 0)
        printf ("; false: %d, mean %.0f, raised %d", n[0], sums[0] / n[0], over[0]);
      if (n[0] > 0 && n[1] > 0)
        printf ("; AUC %.3f", wins / ((double) n[0] * n[1]));
      printf ("\n");
    }
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_times_of (const char *what,
                GArray     *times)
{
  double sum = 0;

  if (times->len == 0)
    return;

  g_array_sort (times, compare_doubles);
  for (guint i = 0; i < times->len; i++)
    sum += g_array_index (times, double, i);
  printf ("  %-8s %4u  mean %6.0f  median %6.0f  p90 %6.0f  most %6.0f\n", what, times->len, sum / times->len,
          g_array_index (times, double, times->len / 2), g_array_index (times, double, times->len * 9 / 10),
          g_array_index (times, double, times->len - 1));
}

/** evaluation_print_times: milliseconds of each stage that ran. */
void
evaluation_print_times (GPtrArray *items)
{
  g_autoptr(GArray) decode = g_array_new (FALSE, FALSE, sizeof (double));

  printf ("Milliseconds\n");
  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];

      if (item->decoded)
        g_array_append_val (decode, item->decode_ms);
    }
  print_times_of ("decode", decode);
  for (int s = 0; s < VIDIMUS_N_STAGES; s++)
    {
      g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

      for (guint i = 0; i < items->len; i++)
        {
          const EvaluationItem *item = items->pdata[i];

          if (item->result.ms[s] > 0)
            g_array_append_val (times, item->result.ms[s]);
        }
      print_times_of (stage_names[s], times);
    }
}

static gboolean
at_least (const char *what,
          double      is,
          double      floor_)
{
  if (is >= floor_)
    return TRUE;

  printf ("BELOW THE FLOOR: %s is %.3f, wanted %.3f\n", what, is, floor_);

  return FALSE;
}

static gboolean
types_meet_floors (GPtrArray *items)
{
  int right, passports, falsely, others_right = 0, others = 0, negatives = 0, named = 0;
  gboolean ok;

  for (guint i = 0; i < items->len; i++)
    {
      const EvaluationItem *item = items->pdata[i];
      gboolean other = item->kind != VIDIMUS_KIND_NONE && item->kind != VIDIMUS_KIND_PASSPORT;

      others += other;
      others_right += other && item->kind == item->result.type;
      negatives += item->kind == VIDIMUS_KIND_NONE;
      named += item->kind == VIDIMUS_KIND_NONE && item->result.type != VIDIMUS_KIND_NONE;
    }
  count_type (items, VIDIMUS_KIND_PASSPORT, &right, &passports, &falsely);

  ok = at_least ("the share of passports named right", passports > 0 ? (double) right / passports : 0, FLOOR_PASSPORTS);
  ok &= at_least ("the share of the other types named right", others > 0 ? (double) others_right / others : 0, FLOOR_OTHERS);
  ok &= at_least ("the share of the others left alone", negatives > 0 ? 1 - (double) named / negatives : 0, 1 - CEILING_NAMED);

  return ok;
}

/**
 * evaluation_meets_floors:
 * @which: a text with “types”, “locations” or both in it
 *
 * Says which floors are not met. A set without what is judged, or with files that can't be decoded, meets none.
 */
gboolean
evaluation_meets_floors (GPtrArray  *items,
                         const char *which)
{
  int n_quads, above_8, above_9, decoded = 0;
  double iou = mean_iou (items, EVALUATION_PHOTO, &n_quads, &above_8, &above_9);
  gboolean ok;

  for (guint i = 0; i < items->len; i++)
    decoded += ((const EvaluationItem *) items->pdata[i])->decoded;

  ok = at_least ("the share of files decoded", items->len > 0 ? (double) decoded / items->len : 0, 1);
  if (strstr (which, "types") != NULL)
    ok &= types_meet_floors (items);
  if (strstr (which, "locations") != NULL)
    ok &= at_least ("mean IoU on photos", iou, FLOOR_IOU);

  return ok;
}

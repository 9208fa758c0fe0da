#include "fit-locate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  const char *name;
  int         n, seen, above_80, above_90, above_95, found, chosen;
  double      iou, ms, confidence;
  GArray     *corners;
  double      offset, offset_squares;
  int         n_offsets;
} Row;

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double *p = a, *q = b;

  return (*p > *q) - (*p < *q);
}

static double
quantile (GArray *values,
          double  q)
{
  if (values->len == 0)
    return NAN;
  qsort (values->data, values->len, sizeof (double), compare_doubles);

  return g_array_index (values, double, (guint) (q * (values->len - 1)));
}

static void
row_add (Row            *row,
         const FitScene *scene)
{
  row->n++;
  row->iou += scene->iou;
  row->ms += scene->ms;
  row->confidence += scene->location.confidence;
  row->above_80 += scene->iou > .8;
  row->above_90 += scene->iou > .9;
  row->above_95 += scene->iou > .95;
  row->seen += scene->seen > .9;
  row->found += scene->found > .9;
  row->chosen += scene->chosen > .9;
  g_array_append_val (row->corners, scene->corner);
  for (int i = 0; i < 4 && scene->iou > .9; i++)
    {
      row->offset += scene->offset[i];
      row->offset_squares += scene->offset[i] * scene->offset[i];
      row->n_offsets++;
    }
}

static void
row_print (Row *row)
{
  double mean = row->offset / MAX (row->n_offsets, 1);

  printf ("%-24s %4d  IoU %.4f  >.8 %5.1f  >.9 %5.1f  >.95 %5.1f %%  seen %5.1f  found %5.1f  chosen %5.1f  corner %.2f / %.2f %%  "
          "side %+.2f ± %.2f ‰  confidence %.2f  %.1f ms\n", row->name, row->n, row->iou / row->n,
          100. * row->above_80 / row->n, 100. * row->above_90 / row->n, 100. * row->above_95 / row->n,
          100. * row->seen / row->n, 100. * row->found / row->n, 100. * row->chosen / row->n, 100 * quantile (row->corners, .5),
          100 * quantile (row->corners, .9), mean, sqrt (row->offset_squares / MAX (row->n_offsets, 1) - mean * mean),
          row->confidence / row->n, row->ms / row->n);
}

/** fit_area_under_curve: of the confidence, for an answer with more than .9 of the truth against one with less. */
double
fit_area_under_curve (GPtrArray *scenes)
{
  double pairs = 0, right = 0;

  for (guint i = 0; i < scenes->len; i++)
    for (guint j = 0; j < scenes->len; j++)
      {
        const FitScene *good = scenes->pdata[i], *bad = scenes->pdata[j];

        if (good->iou <= .9 || bad->iou > .9)
          continue;
        pairs++;
        right += good->location.confidence > bad->location.confidence ? 1 :
                 good->location.confidence < bad->location.confidence ? 0 : .5;
      }

  return pairs > 0 ? right / pairs : NAN;
}

/** fit_calibration_error: the mean distance, over ten steps of confidence, from the share of answers with more than .9. */
double
fit_calibration_error (GPtrArray *scenes)
{
  double sums[10] = { 0 }, error = 0;
  int good[10] = { 0 };

  for (guint i = 0; i < scenes->len; i++)
    {
      const FitScene *scene = scenes->pdata[i];
      int bin = (int) MIN (scene->location.confidence * 10, 9);

      sums[bin] += scene->location.confidence;
      good[bin] += scene->iou > .9;
    }
  for (int bin = 0; bin < 10; bin++)
    error += fabs (sums[bin] - good[bin]) / MAX (scenes->len, 1);

  return error;
}

/** fit_report: a row a group and one for all. */
void
fit_report (GPtrArray *scenes,
            gboolean   list)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  Row *all = g_new0 (Row, 1);

  all->name = "all";
  all->corners = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < scenes->len; i++)
    {
      const FitScene *scene = scenes->pdata[i];
      Row *row = NULL;

      for (guint k = 0; k < rows->len && row == NULL; k++)
        if (g_str_equal (((Row *) rows->pdata[k])->name, scene->group))
          row = rows->pdata[k];
      if (row == NULL)
        {
          row = g_new0 (Row, 1);
          row->name = scene->group;
          row->corners = g_array_new (FALSE, FALSE, sizeof (double));
          g_ptr_array_add (rows, row);
        }
      row_add (row, scene);
      row_add (all, scene);
      if (list)
        printf ("%.3f seen %.3f found %.3f chosen %.3f corner %5.2f %% sides %+6.1f %+6.1f %+6.1f %+6.1f ‰ confidence %.2f%s %s %s\n",
                scene->iou, scene->seen, scene->found, scene->chosen, 100 * scene->corner, scene->offset[0], scene->offset[1],
                scene->offset[2], scene->offset[3], scene->location.confidence,
                scene->location.whole_frame ? " whole" : "", scene->group, scene->path);
    }

  g_ptr_array_add (rows, all);
  for (guint k = 0; k < rows->len; k++)
    {
      Row *row = rows->pdata[k];

      row_print (row);
      g_array_unref (row->corners);
      g_free (row);
    }
  printf ("confidence: AUC %.3f for IoU > .9, calibration error %.3f\n", fit_area_under_curve (scenes),
          fit_calibration_error (scenes));
}

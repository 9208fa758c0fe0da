/* Figures with their 95 % intervals: pure numbers, for the evaluation and the bench. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusEstimate: a figure and how sure it is.
 * @known: FALSE when there was nothing to take it from; then the rest, but for the counts, is 0
 * @k: of a share, how many had it; of a comparison of two classes, how many were of the first; else 0
 * @n: how many it was taken from
 * @low: of the 95 % interval
 * @high: likewise
 */
typedef struct
{
  gboolean known;
  gsize    k;
  gsize    n;
  double   value;
  double   low;
  double   high;
} VidimusEstimate;

VidimusEstimate vidimus_statistics_share             (gsize           k,
                                                      gsize           n);
VidimusEstimate vidimus_statistics_mean              (const double   *values,
                                                      gsize           n);
VidimusEstimate vidimus_statistics_median            (const double   *values,
                                                      gsize           n);
VidimusEstimate vidimus_statistics_auc               (const double   *positives,
                                                      gsize           n_positives,
                                                      const double   *negatives,
                                                      gsize           n_negatives);
VidimusEstimate vidimus_statistics_equal_error       (const double   *positives,
                                                      gsize           n_positives,
                                                      const double   *negatives,
                                                      gsize           n_negatives);
VidimusEstimate vidimus_statistics_calibration_error (const double   *probabilities,
                                                      const gboolean *truths,
                                                      gsize           n,
                                                      guint           n_bins);

/** VidimusConfusion: how often the class of the row was called the class of the column. */
typedef struct
{
  guint  n_rows;
  guint  n_columns;
  gsize *counts; /* owned; row after row */
} VidimusConfusion;

void            vidimus_confusion_init      (VidimusConfusion       *self,
                                             guint                   n_rows,
                                             guint                   n_columns);
void            vidimus_confusion_clear     (VidimusConfusion       *self);
void            vidimus_confusion_add       (VidimusConfusion       *self,
                                             guint                   row,
                                             guint                   column);
gsize           vidimus_confusion_get       (const VidimusConfusion *self,
                                             guint                   row,
                                             guint                   column);
gsize           vidimus_confusion_row_total (const VidimusConfusion *self,
                                             guint                   row);
VidimusEstimate vidimus_confusion_recall    (const VidimusConfusion *self,
                                             guint                   row);

G_END_DECLS

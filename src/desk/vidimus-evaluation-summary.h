/* What the items of one set add up to: figures with counts and intervals. */
#pragma once

#include "vidimus-document-type.h"
#include "vidimus-evaluation.h"

G_BEGIN_DECLS

#define VIDIMUS_EVALUATION_NONE    VIDIMUS_N_DOCUMENT_TYPES       /* the class of a document that is none of the nine */
#define VIDIMUS_EVALUATION_UNKNOWN (VIDIMUS_N_DOCUMENT_TYPES + 1) /* said only: a type that is not known here */

/** VidimusLocationSummary: over images with a quad. */
typedef struct
{
  VidimusEstimate iou;                /* mean */
  VidimusEstimate above[3];           /* shares over VIDIMUS_EVALUATION_IOUS */
  VidimusEstimate corner_median;      /* of the diagonal; one not located is as wrong as can be */
  VidimusEstimate corner_mean;        /* of those located */
  VidimusEstimate first_corner;       /* of those located over .5 whose turn is known */
  VidimusEstimate first_corner_named; /* and whose type was named right */
  VidimusEstimate confidence_auc;     /* of the confidence, over .9 against not, of those located */
} VidimusLocationSummary;

extern const double VIDIMUS_EVALUATION_IOUS[3]; /* .8, .9, .95 */

/** VidimusAlarmSummary: where the truth is known and there is a score. */
typedef struct
{
  gsize           n_unscored;                  /* known, but without a score */
  VidimusEstimate auc;                         /* against every image without that defect, with or without others */
  VidimusEstimate equal_error;
  VidimusEstimate calibration_error;           /* of score / 99, in ten bins; of both classes */
  VidimusEstimate raised_true;                 /* score over 50 */
  VidimusEstimate raised_false;
  VidimusEstimate doses[VIDIMUS_MAX_DOSE + 1]; /* mean score; of dose 0, where the truth says so too */
  int             non_decreasing;              /* of the means over the doses; −1: fewer than two are known */
} VidimusAlarmSummary;

/* The seven alarms, then screens and prints by themselves, each against what was not re-photographed. */
#define VIDIMUS_EVALUATION_SCREENS  VIDIMUS_N_ALARMS
#define VIDIMUS_EVALUATION_PRINTS   (VIDIMUS_N_ALARMS + 1)
#define VIDIMUS_EVALUATION_N_ALARMS (VIDIMUS_N_ALARMS + 2)

const char *vidimus_evaluation_alarm_get_key (guint alarm); /* "blur", …, "reproduce", "reproduce_screen", "reproduce_print" */

/** VidimusGroupSummary: the images that have something in common. */
typedef struct
{
  char            *name;      /* owned */
  VidimusEstimate  named;     /* right; of negatives: as none of the nine */
  VidimusEstimate  iou;       /* mean */
  VidimusEstimate  above_9;
} VidimusGroupSummary;

/**
 * VidimusEvaluationSummary: of one set.
 * @n_no_document: answered so
 * @types: rows and columns in the order of the contract, then none, then (columns) unknown
 * @recall: by row
 * @recall_by_turn: of the nine, by a quarter turn
 * @recall_by_side: front, back
 * @negatives_named: the share of negatives called one of the nine
 * @located: photos, not of paper
 * @paper: curled paper, whose quads are only hints
 * @cards: (element-type VidimusGroupSummary): by drawn layout, sorted by name
 */
typedef struct
{
  gsize                   n_images;
  gsize                   n_answered;
  gsize                   n_no_document;
  gsize                   n_failed;
  VidimusConfusion        types;
  VidimusEstimate         recall[VIDIMUS_N_DOCUMENT_TYPES + 1];
  VidimusEstimate         recall_by_turn[VIDIMUS_N_DOCUMENT_TYPES][4];
  VidimusEstimate         recall_by_side[VIDIMUS_N_DOCUMENT_TYPES][2];
  VidimusEstimate         negatives_named;
  VidimusLocationSummary  located;
  VidimusLocationSummary  paper;
  VidimusAlarmSummary     alarms[VIDIMUS_EVALUATION_N_ALARMS];
  GPtrArray              *cards;
} VidimusEvaluationSummary;

VidimusEvaluationSummary *vidimus_evaluation_summary_new  (GPtrArray                *items,
                                                           VidimusEvaluationSet      set);
void                      vidimus_evaluation_summary_free (VidimusEvaluationSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusEvaluationSummary, vidimus_evaluation_summary_free)

JsonNode                 *vidimus_evaluation_to_json      (GPtrArray                *items,
                                                           gboolean                  with_records); /* (transfer full) */

G_END_DECLS

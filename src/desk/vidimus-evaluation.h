/* Images whose truth is known, put to a service as any image is, and how its answers compare. */
#pragma once

#include "vidimus-run.h"
#include "vidimus-statistics.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** VidimusEvaluationSet: where an image comes from; never summed up together. */
typedef enum
{
  VIDIMUS_SET_DRAWN,
  VIDIMUS_SET_LAID_OVER, /* drawn defects on a real image */
  VIDIMUS_SET_REAL,
} VidimusEvaluationSet;

#define VIDIMUS_N_SETS 3

const char *vidimus_evaluation_set_get_key (VidimusEvaluationSet set); /* "drawn", "laid-over", "real" */

/** VidimusEvaluationLayout: as shared by all truth files. */
typedef enum
{
  VIDIMUS_LAYOUT_FLAT,  /* the image is the document */
  VIDIMUS_LAYOUT_PHOTO,
  VIDIMUS_LAYOUT_PAPER, /* curled: its quad is only a hint */
  VIDIMUS_LAYOUT_SCENE, /* without a document */
} VidimusEvaluationLayout;

#define VIDIMUS_MAX_DOSE 6

/**
 * VidimusEvaluationItem: one image.
 * @file: as the truth file names it
 * @type_known: somebody said what it is, or that it is none of the nine
 * @type: nullable: none of the nine
 * @quad: in pixels of the stored file, from the corner that is top left in the picture
 * @turn: how far the document lies turned clockwise; −1: not known
 * @alarms: 1, 0, or −1 where not known
 * @doses: of each defect, 0 for none, to %VIDIMUS_MAX_DOSE; −1 where not known
 * @card: nullable: which layout was drawn
 * @side: nullable: "front" or "back"
 * @reproduce_kind: nullable: "screen" or "print"
 * @answered: the service gave its opinion; that there is no document is one
 * @error: nullable: why not
 * @said_type: nullable
 * @confidence: of the location; −1 when there is none
 * @scores: −1 when missing
 * @iou: with @quad; 0 when not located, −1 when there is nothing to compare with
 * @corner_error: the mean distance of the four corners, in the rotation where it is least, as a share of the true quad's mean
 *   diagonal; %INFINITY when not located, −1 when there is nothing to compare with
 * @first_corner: 1 when the answer's first corner is the document's top left, 0 when not, −1 when not known
 */
typedef struct
{
  char                    *path;
  char                    *file;
  VidimusEvaluationSet     set;
  VidimusEvaluationLayout  layout;
  gboolean                 type_known;
  char                    *type;
  gboolean                 has_quad;
  VidimusQuad              quad;
  int                      turn;
  int                      alarms[VIDIMUS_N_ALARMS];
  int                      doses[VIDIMUS_N_ALARMS];
  char                    *card;
  char                    *side;
  char                    *reproduce_kind;

  gboolean                 answered;
  char                    *error;
  char                    *said_type;
  gboolean                 located;
  VidimusQuad              said_quad;
  double                   confidence;
  int                      scores[VIDIMUS_N_ALARMS];
  double                   iou;
  double                   corner_error;
  int                      first_corner;
} VidimusEvaluationItem;

void vidimus_evaluation_item_free    (VidimusEvaluationItem *item);
void vidimus_evaluation_item_compare (VidimusEvaluationItem *item);

gboolean   vidimus_evaluation_load       (const char            *truth_file,
                                          GPtrArray             *items,
                                          GError               **error);

/** VidimusEvaluationProgress: @n_done of all items are answered, or have failed. */
typedef void (*VidimusEvaluationProgress) (guint    n_done,
                                           gpointer user_data);

void       vidimus_evaluation_run_async  (GPtrArray                  *items,
                                          VidimusRun                 *run,
                                          VidimusEvaluationProgress   progress, /* nullable */
                                          gpointer                    progress_data,
                                          GCancellable               *cancellable,
                                          GAsyncReadyCallback         callback,
                                          gpointer                    user_data);
gboolean   vidimus_evaluation_run_finish (VidimusRun                 *run,
                                          GAsyncResult               *result,
                                          GError                    **error);

G_END_DECLS

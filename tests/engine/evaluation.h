/* Images with truth, what the engine said of them, and tables of both. */
#pragma once

#include "vidimus-engine.h"

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

typedef enum
{
  EVALUATION_FLAT,
  EVALUATION_PHOTO,
  EVALUATION_PAPER,
  EVALUATION_SCENE,
  EVALUATION_N_LAYOUTS,
} EvaluationLayout;

/** EvaluationItem: @truth_alarms is 1, 0, or −1 where not known. */
typedef struct
{
  char                         *file;   /* as the truth names it */
  char                         *path;
  enum vidimus_kind             kind;
  EvaluationLayout              layout;
  gboolean                      has_quad;
  struct vidimus_quad           quad;
  int                           turn;   /* −1: not known */
  int                           truth_alarms[VIDIMUS_ENGINE_N_ALARMS];

  gboolean                      decoded;
  double                        decode_ms;
  enum vidimus_status           status;
  struct vidimus_engine_result  result;
  double                        iou;    /* −1: no quad to compare with */
  gboolean                      first_corner_right;
} EvaluationItem;

void        evaluation_item_free       (EvaluationItem   *item);
gboolean    evaluation_load            (const char       *truth_json,
                                        GPtrArray        *items,
                                        GError          **error);
void        evaluation_run             (GPtrArray        *items,
                                        const char       *tessdata,
                                        int               n_threads,
                                        gboolean          given_quads,
                                        gboolean          with_alarms);
const char *evaluation_kind_name       (enum vidimus_kind kind);

void        evaluation_print_list      (GPtrArray        *items);
void        evaluation_print_types     (GPtrArray        *items);
void        evaluation_print_locations (GPtrArray        *items);
void        evaluation_print_alarms    (GPtrArray        *items);
void        evaluation_print_times     (GPtrArray        *items);
gboolean    evaluation_meets_floors    (GPtrArray        *items,
                                        const char       *which);

G_END_DECLS

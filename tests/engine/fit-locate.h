/* Scenes with truth, and what localisation makes of them: what fit-locate fits to and reports. */
#pragma once

#include "vidimus-locate-private.h"

#include <glib.h>

G_BEGIN_DECLS

/** FitCandidate: what a quad is judged by, and how much of the truth it has. */
typedef struct
{
  float  features[VIDIMUS_N_QUAD_FEATURES];
  float  iou;
} FitCandidate;

/** FitScene: one picture. */
typedef struct
{
  char                   *path;
  char                   *group;    /* the ground, card, layout or defect that the tables are split by */
  guint64                 seed;     /* of a drawn one; 0: it is a picture */
  struct vidimus_quad     truth;
  int                     width;    /* of the overview, in whose pixels the truth is */
  int                     height;
  FitCandidate           *candidates;
  int                     n_candidates;
  struct vidimus_candidates *kept;  /* the same as localisation had them */
  int                     fold;     /* scenes of one group are in one fold */
  double                  seen;     /* IoU of the quad that the close look's mask makes */
  double                  found;    /* IoU of the best candidate there is */
  double                  chosen;   /* … of that with the highest score */
  float                   cues[VIDIMUS_N_CONFIDENCE_CUES];
  struct vidimus_location location;
  double                  iou;      /* of the answer */
  double                  corner;   /* mean distance of its corners, of the truth's diagonal */
  double                  offset[4]; /* of each side's middle, outwards, per mille of the truth's diagonal */
  double                  ms;       /* processor time of vidimus_locate() */
} FitScene;

gboolean fit_scenes_load (const char  *folder,
                          const char  *group_by,
                          int          every,
                          GPtrArray   *scenes,
                          GError     **error);
void     fit_scenes_draw (int         n,
                          guint64     seed,
                          GPtrArray  *scenes);
void     fit_scenes_run  (GPtrArray   *scenes,
                          int          n_threads);
void     fit_scenes_rescore (GPtrArray                       *scenes,
                             const struct vidimus_quad_model *model);
void     fit_scene_free  (FitScene    *scene);

void     fit_report      (GPtrArray   *scenes,
                          gboolean     list);
void     fit_weights     (GPtrArray   *scenes,
                          int          n_folds,
                          gboolean     first,
                          struct vidimus_quad_model *fitted);
void     fit_confidence  (GPtrArray   *scenes,
                          int          n_folds);

double   fit_area_under_curve  (GPtrArray *scenes);
double   fit_calibration_error (GPtrArray *scenes);

G_END_DECLS

/* The proving ground: which scenes a half consists of. A scene is drawn from its index alone, so that any part of a
 * set has the same bytes as the whole. */
#pragma once

#include "vidimus-specimen-truth.h"

G_BEGIN_DECLS

/** VidimusSpecimenSet: parts of a half; they may be combined. */
typedef enum
{
  VIDIMUS_SPECIMEN_SET_ALONE = 1, /* every defect in six doses, nothing else wrong */
  VIDIMUS_SPECIMEN_SET_MIXED = 2, /* a defect of step 3 or more, and one or two others */
  VIDIMUS_SPECIMEN_SET_CLEAN = 4, /* every layout in each of four turns, and scenes without a document */
  VIDIMUS_SPECIMEN_SET_ALL = 7,
} VidimusSpecimenSet;

/**
 * VidimusSpecimenPlan: what to draw.
 * @count: at most so many, 0 for all
 * @every: only those whose index is a multiple, at least 1
 * @only: comma-separated indices, or %NULL; borrowed
 * @jobs: processes, at least 1
 */
typedef struct
{
  VidimusSpecimenHalf half;
  VidimusSpecimenSet  sets;
  guint64             seed;
  guint               count;
  guint               every;
  const char         *only;
  guint               jobs;
} VidimusSpecimenPlan;

/** The half's own set: what is drawn if no other seed is given. */
#define VIDIMUS_SPECIMEN_PLAN_SEED 1

/** VidimusSpecimenDrawFunc: draws and saves the picture at @index. */
typedef gboolean (*VidimusSpecimenDrawFunc) (guint           index,
                                             gconstpointer   data,
                                             GError        **error);

guint    vidimus_specimen_plan_length (VidimusSpecimenHalf         half);
void     vidimus_specimen_plan_recipe (VidimusSpecimenRecipe      *recipe,
                                       VidimusSpecimenHalf         half,
                                       guint64                     seed,
                                       guint                       index);
char    *vidimus_specimen_plan_name   (const VidimusSpecimenRecipe *recipe,
                                       guint                       index);
gboolean vidimus_specimen_plan_has    (const VidimusSpecimenPlan  *plan,
                                       guint                       index);
void     vidimus_specimen_plan_dose   (VidimusSpecimenRecipe      *recipe,
                                       VidimusSpecimenDefect       defect,
                                       int                         step,
                                       guint                       kind);
GArray  *vidimus_specimen_plan_chosen (const VidimusSpecimenPlan  *plan,
                                       guint                       length);
gboolean vidimus_specimen_plan_share  (GArray                     *indices,
                                       guint                       jobs,
                                       VidimusSpecimenDrawFunc     draw,
                                       gconstpointer               data,
                                       GError                    **error);
gboolean vidimus_specimen_plan_draw   (const VidimusSpecimenPlan  *plan,
                                       const char                 *folder,
                                       GError                    **error);
gboolean vidimus_specimen_plan_freeze (const VidimusSpecimenPlan  *plan,
                                       const char                 *folder,
                                       const char                 *file,
                                       GError                    **error);
char    *vidimus_specimen_plan_tools  (void);
char    *vidimus_specimen_plan_hash   (const char                 *path,
                                       GError                    **error);

G_END_DECLS

/* The laid-over set: real pictures with drawn defects. */
#pragma once

#include "vidimus-specimen-plan.h"
#include "vidimus-specimen-source.h"

G_BEGIN_DECLS

/** VidimusSpecimenOver: the pictures of a half of a truth file, each with its defect. */
typedef struct
{
  VidimusSpecimenHalf half;
  guint64             seed;
  GPtrArray          *sources; /* owned: VidimusSpecimenSource */
  GArray             *jobs;    /* owned: what befalls which, by index */
} VidimusSpecimenOver;

VidimusSpecimenOver *vidimus_specimen_over_new    (const char                  *truth,
                                                   VidimusSpecimenHalf          half,
                                                   guint64                      seed,
                                                   GError                     **error);
void                 vidimus_specimen_over_free   (VidimusSpecimenOver         *self);
void                 vidimus_specimen_over_recipe (const VidimusSpecimenOver   *self,
                                                   guint                        index,
                                                   VidimusSpecimenRecipe       *recipe,
                                                   struct vidimus_image        *size);
void                 vidimus_specimen_over_place  (VidimusSpecimenScene        *scene,
                                                   VidimusSpecimenRecipe       *recipe);
gboolean             vidimus_specimen_over_draw   (const char                  *truth,
                                                   const VidimusSpecimenPlan   *plan,
                                                   const char                  *folder,
                                                   GError                     **error);

void                 vidimus_specimen_place_frame (const VidimusSpecimenRecipe *recipe,
                                                   int                          frame[4]);
gboolean             vidimus_specimen_place_draw  (const VidimusSpecimenRecipe *recipe,
                                                   VidimusSpecimenScene        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenOver, vidimus_specimen_over_free)

G_END_DECLS

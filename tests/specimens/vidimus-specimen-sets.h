/* Sets of specimens: scenes, flat cards, and those that the app brings. */
#pragma once

#include "vidimus-specimen-truth.h"

G_BEGIN_DECLS

void     vidimus_specimen_set_recipe (VidimusSpecimenRecipe  *recipe,
                                      guint                   index,
                                      guint64                 seed);
gboolean vidimus_specimen_set_scenes (const char             *folder,
                                      guint64                 seed,
                                      guint                   count,
                                      int                     side,
                                      double                  dose,
                                      GError                **error);
gboolean vidimus_specimen_set_empty  (const char             *folder,
                                      guint64                 seed,
                                      guint                   count,
                                      GError                **error);
gboolean vidimus_specimen_set_flat   (const char             *folder,
                                      guint64                 seed,
                                      guint                   count,
                                      int                     width,
                                      GError                **error);
gboolean vidimus_specimen_set_bundle (const char             *folder,
                                      GError                **error);

G_END_DECLS

/* Real pictures that defects are laid over. */
#pragma once

#include <json-glib/json-glib.h>

#include "vidimus-specimen-scene.h"

G_BEGIN_DECLS

/** A picture is enlarged at most so much, so that it does not look soft for that alone. */
#define VIDIMUS_SPECIMEN_ENLARGED 1.25

VidimusSpecimenSource *vidimus_specimen_source_new     (JsonObject                   *object,
                                                        const char                   *home);
void                   vidimus_specimen_source_free    (VidimusSpecimenSource        *self);
VidimusSpecimenHalf    vidimus_specimen_source_half    (const char                   *address);
gboolean               vidimus_specimen_source_is_card (const VidimusSpecimenSource  *self);
void                   vidimus_specimen_source_own     (const VidimusSpecimenSource  *self,
                                                        gboolean                      laid,
                                                        double                        enlarged,
                                                        int                          *own);
gboolean               vidimus_specimen_source_load    (const VidimusSpecimenSource  *self,
                                                        struct vidimus_image         *out,
                                                        GError                      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusSpecimenSource, vidimus_specimen_source_free)

G_END_DECLS

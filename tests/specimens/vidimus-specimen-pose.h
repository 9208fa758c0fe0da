/* Where the camera stands, and so where the document's corners fall. */
#pragma once

#include "vidimus-specimen-scene.h"

G_BEGIN_DECLS

void vidimus_specimen_pose (const VidimusSpecimenRecipe *recipe,
                            VidimusSpecimenRandom       *random,
                            struct vidimus_quad         *quad);

G_END_DECLS

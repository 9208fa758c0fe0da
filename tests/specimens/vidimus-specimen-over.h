/* The laid-over set: real pictures with drawn defects. */
#pragma once

#include "vidimus-specimen-truth.h"

G_BEGIN_DECLS

gboolean vidimus_specimen_over_draw (const char          *truth,
                                     const char          *folder,
                                     VidimusSpecimenHalf  half,
                                     GError             **error);

G_END_DECLS

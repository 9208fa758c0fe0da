/* What a document lies on, and what lies about. */
#pragma once

#include "vidimus-specimen-film.h"

G_BEGIN_DECLS

extern const char * const vidimus_specimen_grounds[];

void vidimus_specimen_ground_draw  (VidimusSpecimenFilm *film,
                                    const char          *kind,
                                    guint64              seed);
void vidimus_specimen_clutter_draw (VidimusSpecimenFilm *film,
                                    int                  n,
                                    guint64              seed);

G_END_DECLS

/* What a file says beside its pixels (where, when, with what, by whom; small copies of itself) taken out without touching the pixels. */
#pragma once

#include "vidimus-picture.h"

G_BEGIN_DECLS

/*
 * Kept is what the pixels need: sizes, tables, colour profiles, densities. Returns @file itself (another reference) when it has nothing
 * else, NULL when it is built in a way that is not understood: then its pixels are to be encoded anew. Never longer than @file.
 */
GBytes *vidimus_metadata_strip (GBytes             *file,
                                VidimusImageFormat  format); /* (transfer full), nullable */

G_END_DECLS

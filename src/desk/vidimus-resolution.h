/* How many pixels a millimetre of the document has in a picture. */
#pragma once

#include "vidimus-quad.h"

G_BEGIN_DECLS

#define VIDIMUS_RESOLUTION_LEAST 5.0  /* pixels per millimetre, 130 dpi: below, small print can't be read */
#define VIDIMUS_RESOLUTION_AIM   12.0 /* 300 dpi */

/* @type_code: of the document, whose size is known; NULL or unknown: the size that documents of this shape have. @width, @height: of the picture. By the
 * side that has the fewest. Returns 0 when it can't be told. */
double      vidimus_resolution_measure    (const VidimusQuad *quad,
                                           const char        *type_code, /* nullable */
                                           int                width,
                                           int                height);
/* "11.8 px/mm (300 dpi)"; (transfer full), translated. */
char       *vidimus_resolution_describe   (double             pixels_per_mm);
/* What is lost and what to do about it; NULL from VIDIMUS_RESOLUTION_LEAST on, and when it is not known (0). Translated, static. */
const char *vidimus_resolution_get_remedy (double             pixels_per_mm);

G_END_DECLS

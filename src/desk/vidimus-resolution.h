/* How many pixels a millimetre of the document has in a picture. */
#pragma once

#include "vidimus-quad.h"

G_BEGIN_DECLS

#define VIDIMUS_RESOLUTION_LEAST 5.0  /* pixels per millimetre, 130 dpi: below, small print can't be read */
#define VIDIMUS_RESOLUTION_AIM   12.0 /* 300 dpi */

/* @type_code: of the document, whose size is known; NULL: the size that documents of this shape have. @width, @height: of the picture. By the quad's least
 * stretched side. Returns 0 when it can't be told. */
double vidimus_resolution_measure (const VidimusQuad *quad,
                                   const char        *type_code, /* nullable */
                                   int                width,
                                   int                height);

G_END_DECLS

/* The samples of a JPEG's components under a region, and the pixels that they make. */
#pragma once

#include "vidimus-image.h"

#include <glib.h>

G_BEGIN_DECLS

/** VidimusPlane: a rectangle of one component's samples, in whole blocks. */
typedef struct
{
  guint8 *data;     /* owned */
  gsize   stride;
  int     side;     /* of what becomes of a block */
  int     left;     /* of the first sample */
  int     top;
  int     across;   /* pixels of the picture beside each other on one sample: 1, 2, 4 */
  int     down;
  int     last_x;   /* of the samples that are part of the picture */
  int     last_y;
} VidimusPlane;

gboolean vidimus_planes_assemble (const VidimusPlane   *planes,
                                  int                   n,
                                  int                   x,
                                  int                   y,
                                  struct vidimus_image *out);

G_END_DECLS

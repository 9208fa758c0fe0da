/* A location: four corners in pixels. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** VidimusPoint: x right, y down, in pixels of the picture in question. */
typedef struct
{
  double x;
  double y;
} VidimusPoint;

/** VidimusQuad: in the service's order: top left, top right, bottom right, bottom left of the document. */
typedef struct
{
  VidimusPoint corners[4];
} VidimusQuad;

/**
 * VidimusTransform: x' = xx·x + xy·y + x0, y' = yx·x + yy·y + y0.
 *
 * From pixels that were sent to pixels that we hold (DESIGN.md keeps the two apart).
 */
typedef struct
{
  double xx, xy, x0;
  double yx, yy, y0;
} VidimusTransform;

VidimusPoint vidimus_point_transform (const VidimusPoint     *point,
                                      const VidimusTransform *transform);
VidimusQuad  vidimus_quad_transform  (const VidimusQuad      *quad,
                                      const VidimusTransform *transform);

G_END_DECLS

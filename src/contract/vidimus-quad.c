#include "vidimus-quad.h"

/**
 * vidimus_point_transform:
 *
 * Returns: @point mapped by @transform
 */
VidimusPoint
vidimus_point_transform (const VidimusPoint     *point,
                         const VidimusTransform *transform)
{
  return (VidimusPoint) { transform->xx * point->x + transform->xy * point->y + transform->x0,
                          transform->yx * point->x + transform->yy * point->y + transform->y0 };
}

/**
 * vidimus_quad_transform:
 *
 * Returns: @quad with every corner mapped by @transform
 */
VidimusQuad
vidimus_quad_transform (const VidimusQuad      *quad,
                        const VidimusTransform *transform)
{
  VidimusQuad out;

  for (int i = 0; i < 4; i++)
    out.corners[i] = vidimus_point_transform (&quad->corners[i], transform);

  return out;
}

#include "vidimus-quad.h"

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
    {
      const VidimusPoint *p = &quad->corners[i];

      out.corners[i].x = transform->xx * p->x + transform->xy * p->y + transform->x0;
      out.corners[i].y = transform->yx * p->x + transform->yy * p->y + transform->y0;
    }

  return out;
}

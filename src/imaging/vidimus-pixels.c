#include "vidimus-pixels-private.h"

#include <stdlib.h>
#include <string.h>

#define TILE 32 /* pixels a side: both the rows read and the rows written stay in the cache */

/**
 * vidimus_pixels_take:
 * @image: RGB, from vidimus_image_alloc(); its memory is taken and the struct zeroed
 *
 * Fills @self, whatever was in it.
 */
void
vidimus_pixels_take (VidimusPixels        *self,
                     struct vidimus_image *image)
{
  self->image = *image;
  self->bytes = g_bytes_new_with_free_func (image->data, image->stride * (gsize) image->height, free, image->data);
  memset (image, 0, sizeof *image);
}

/** vidimus_pixels_clear: gives up the share in the memory and zeroes @self. */
void
vidimus_pixels_clear (VidimusPixels *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  memset (&self->image, 0, sizeof self->image);
}

static void
copy_tile (const struct vidimus_image *out,
           const guint8               *origin,
           gssize                      step_x,
           gssize                      step_y,
           int                         left,
           int                         top)
{
  int right = MIN (left + TILE, out->width), bottom = MIN (top + TILE, out->height);

  for (int y = top; y < bottom; y++)
    {
      const guint8 *from = origin + y * step_y + left * step_x;
      guint8 *to = vidimus_image_at (out, left, y);

      for (int x = left; x < right; x++, from += step_x, to += 3)
        memcpy (to, from, 3);
    }
}

/**
 * vidimus_pixels_orient:
 * @orientation: EXIF's, 1–8 (Exif 2.32, 4.6.4 A): how the stored pixels are to be turned and mirrored
 *
 * Makes stored pixels upright. Returns: %FALSE when memory is short; @self is unchanged then
 */
gboolean
vidimus_pixels_orient (VidimusPixels *self,
                       int            orientation)
{
  const struct vidimus_image *in = &self->image;
  gboolean swap = orientation >= 5;                                             /* rows become columns */
  gboolean from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  gboolean from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  gssize column = from_right ? -3 : 3, row = from_bottom ? -(gssize) in->stride : (gssize) in->stride;
  struct vidimus_image out;
  const guint8 *origin;

  if (orientation <= 1 || orientation > 8)
    return TRUE;

  if (!vidimus_image_alloc (&out, swap ? in->height : in->width, swap ? in->width : in->height, 3))
    return FALSE;

  origin = vidimus_image_at (in, from_right ? in->width - 1 : 0, from_bottom ? in->height - 1 : 0);
  for (int y = 0; y < out.height; y += TILE)
    for (int x = 0; x < out.width; x += TILE)
      copy_tile (&out, origin, swap ? row : column, swap ? column : row, x, y);

  vidimus_pixels_clear (self);
  vidimus_pixels_take (self, &out);

  return TRUE;
}

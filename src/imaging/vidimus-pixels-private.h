/* RGB pixels in memory that many may share. */
#pragma once

#include "vidimus-image.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusPixels:
 * @bytes: owned; the memory of @image
 * @image: RGB, a view into @bytes
 */
typedef struct
{
  GBytes              *bytes;
  struct vidimus_image image;
} VidimusPixels;

void     vidimus_pixels_take   (VidimusPixels       *self,
                                struct vidimus_image *image);
void     vidimus_pixels_clear  (VidimusPixels       *self);
gboolean vidimus_pixels_orient (VidimusPixels       *self,
                                int                  orientation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VidimusPixels, vidimus_pixels_clear)

G_END_DECLS

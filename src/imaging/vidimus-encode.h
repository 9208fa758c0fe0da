/* Pixels to a JPEG in memory, such as of a camera's frame. Blocks for some ms a megapixel: for a thread. */
#pragma once

#include "vidimus-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Baseline, without metadata; grey when @image has one channel. @quality: 1-100; @full_chroma: 4:4:4 instead of 4:2:0. VIDIMUS_IMAGING_ERROR when memory is short. */
GBytes *vidimus_image_encode_jpeg (const struct vidimus_image *image,
                                   int                         quality,
                                   gboolean                    full_chroma,
                                   GError                    **error);

G_END_DECLS

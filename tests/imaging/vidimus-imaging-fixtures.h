/* Image files made for the tests of this folder. */
#pragma once

#include "vidimus-picture.h"

G_BEGIN_DECLS

/* The fixture: grey, with a block of 16 × 16 pixels in each corner: red, green, blue, white, clockwise from the top left. */
#define FIXTURE_BLOCK 16

extern const guint8 fixture_colors[4][3];

struct vidimus_image  fixture_image            (int                         width,
                                                int                         height);
struct vidimus_image  fixture_store            (const struct vidimus_image *upright,
                                                int                         orientation);
GBytes               *fixture_encode           (const struct vidimus_image *image,
                                                const char                 *type);
GBytes               *fixture_jpeg_with_exif   (GBytes                     *jpeg,
                                                int                         orientation);
GBytes               *fixture_png_with_exif    (GBytes                     *png,
                                                int                         orientation);
GBytes               *fixture_jpeg_with_segment (GBytes                    *jpeg,
                                                 guint8                     marker,
                                                 const void                *body,
                                                 gsize                      length);
GBytes               *fixture_png_with_chunk   (GBytes                     *png,
                                                const char                 *name,
                                                const void                 *body,
                                                gsize                       length);
GBytes               *fixture_png_header       (guint                       width,
                                                guint                       height);
GBytes               *fixture_tiff             (const struct vidimus_image *image,
                                                int                         orientation,
                                                gboolean                    sixteen_bits);
GBytes               *fixture_sample           (const char                 *name);
GBytes               *fixture_cut              (GBytes                     *bytes,
                                                double                      part);
void                  fixture_assert_upright   (const struct vidimus_image *image);

G_END_DECLS

/* A JPEG whose entropy coding is undone, and of which pixels are made region by region. */
#pragma once

#include "vidimus-image.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VidimusCoefficients VidimusCoefficients;

VidimusCoefficients *vidimus_coefficients_new  (GBytes                    *bytes,
                                                int                        width,
                                                int                        height);
void                 vidimus_coefficients_free (VidimusCoefficients       *self);
bool                 vidimus_coefficients_read (const VidimusCoefficients *self,
                                                int                        shrink,
                                                int                        x,
                                                int                        y,
                                                int                        width,
                                                int                        height,
                                                struct vidimus_image      *out);

/* vidimus-blocks.c */
void                 vidimus_blocks_to_pixels  (const gint16              *data,
                                                gsize                      stride,
                                                int                        n,
                                                const float               *factors,
                                                int                        side,
                                                guint8                    *out,
                                                gsize                      out_stride);

/* vidimus-colours.c */
void                 vidimus_colours_to_rgb    (const guint8              *luma,
                                                const guint8              *blue,
                                                const guint8              *red,
                                                int                        width,
                                                guint8                    *out);

G_END_DECLS

/* How what lies over a picture is outlined. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Logical pixels: of the colour, and of the white around it. */
#define VIDIMUS_OVERLAY_STROKE 2.0
#define VIDIMUS_OVERLAY_CASING 4.0

/* Strokes the path, and ends it. */
void vidimus_overlay_stroke (cairo_t       *cr,
                             const GdkRGBA *color);

G_END_DECLS

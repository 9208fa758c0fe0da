#include "vidimus-overlay-stroke.h"

/**
 * vidimus_overlay_stroke:
 *
 * White between the colour and the picture, and a breath of black around it: seen on white and on black.
 */
void
vidimus_overlay_stroke (cairo_t       *cr,
                        const GdkRGBA *color)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.35);
  cairo_set_line_width (cr, VIDIMUS_OVERLAY_CASING + 1.0);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.95);
  cairo_set_line_width (cr, VIDIMUS_OVERLAY_CASING);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, VIDIMUS_OVERLAY_STROKE);
  cairo_stroke (cr);
}

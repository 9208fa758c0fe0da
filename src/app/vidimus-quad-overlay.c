#include "vidimus-quad-overlay.h"

#include "vidimus-overlay-stroke.h"

#include <math.h>

#define PROGRESS    6.0
#define DIM         (1.0 / 3.0)
#define DISC_RADIUS 11.0
#define DISC_RING   2.0
#define DISC_GROWTH 2.0

static void
trace_quad (const VidimusQuadOverlay *self,
            cairo_t                  *cr)
{
  cairo_move_to (cr, self->corners[0].x, self->corners[0].y);
  for (int i = 1; i < 4; i++)
    cairo_line_to (cr, self->corners[i].x, self->corners[i].y);
  cairo_close_path (cr);
}

static void
dim_outside (const VidimusQuadOverlay *self,
             cairo_t                  *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, self->image.origin.x, self->image.origin.y,
                   self->image.size.width, self->image.size.height);
  cairo_clip (cr);
  cairo_rectangle (cr, self->image.origin.x, self->image.origin.y,
                   self->image.size.width, self->image.size.height);
  trace_quad (self, cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_source_rgba (cr, 0, 0, 0, DIM);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
stroke_quad (const VidimusQuadOverlay *self,
             cairo_t                  *cr)
{
  const double dash[] = { 8.0, 6.0 };

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (self->dashed)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);

  trace_quad (self, cr);
  vidimus_overlay_stroke (cr, &self->accent);
}

static void
trace_progress (const VidimusQuadOverlay *self,
                cairo_t                  *cr)
{
  const VidimusPoint *c = self->corners;
  double around = 0, left;

  for (int i = 0; i < 4; i++)
    around += hypot (c[(i + 1) % 4].x - c[i].x, c[(i + 1) % 4].y - c[i].y);

  left = CLAMP (self->progress, 0.0, 1.0) * around;
  cairo_move_to (cr, c[0].x, c[0].y);
  for (int i = 0; i < 4 && left > 0; i++)
    {
      VidimusPoint to = c[(i + 1) % 4];
      double length = hypot (to.x - c[i].x, to.y - c[i].y);
      double part = length > 0 ? MIN (left / length, 1.0) : 1.0;

      cairo_line_to (cr, c[i].x + part * (to.x - c[i].x), c[i].y + part * (to.y - c[i].y));
      left -= length;
    }
}

static void
stroke_progress (const VidimusQuadOverlay *self,
                 cairo_t                  *cr)
{
  trace_progress (self, cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.95);
  cairo_set_line_width (cr, PROGRESS + 2.0);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &self->done);
  cairo_set_line_width (cr, PROGRESS);
  cairo_stroke (cr);
}

static void
ring_corner (const VidimusQuadOverlay *self,
             cairo_t                  *cr,
             VidimusPoint              at)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, at.x, at.y, DISC_RADIUS, 0, 2 * G_PI);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, VIDIMUS_OVERLAY_CASING + 1.0);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &self->accent);
  cairo_set_line_width (cr, VIDIMUS_OVERLAY_STROKE + 1.0);
  cairo_stroke (cr);
}

static void
mark_corner (const VidimusQuadOverlay *self,
             cairo_t                  *cr,
             PangoLayout              *layout,
             int                       index)
{
  VidimusPoint at = self->corners[index];
  double luma = 0.299 * self->accent.red + 0.587 * self->accent.green + 0.114 * self->accent.blue;
  double ink = luma > 0.55 ? 0.0 : 1.0;
  const char text[] = { (char) ('1' + index), '\0' };
  double radius = DISC_RADIUS + ((self->large >> index & 1) != 0 ? DISC_GROWTH : 0.0);
  PangoRectangle extents;

  if ((self->open >> index & 1) != 0)
    {
      ring_corner (self, cr, at);
      return;
    }
  cairo_arc (cr, at.x, at.y, radius + DISC_RING, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.3);
  cairo_fill (cr);
  cairo_arc (cr, at.x, at.y, radius + DISC_RING / 2, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &self->accent);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, DISC_RING);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_stroke (cr);

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  cairo_move_to (cr, at.x - extents.x - extents.width / 2.0, at.y - extents.y - extents.height / 2.0);
  cairo_set_source_rgb (cr, ink, ink, ink);
  pango_cairo_show_layout (cr, layout);
}

/**
 * vidimus_quad_overlay_snapshot:
 * @widget: gives the size of what is drawn, and the font
 *
 * Draws the location. The size of strokes and numbers does not follow the zoom.
 */
void
vidimus_quad_overlay_snapshot (const VidimusQuadOverlay *self,
                               GtkSnapshot              *snapshot,
                               GtkWidget                *widget)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                               gtk_widget_get_height (widget));
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (context));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size (font, 13 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);

  dim_outside (self, cr);
  stroke_quad (self, cr);
  if (self->progress > 0)
    stroke_progress (self, cr);
  for (int i = 0; i < 4; i++)
    mark_corner (self, cr, layout, i);

  cairo_destroy (cr);
  pango_font_description_free (font);
}

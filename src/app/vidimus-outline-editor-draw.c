/* What an outline that is corrected looks like, and the loupe at the handle that is moved. */
#include "vidimus-outline-editor-private.h"

#include "vidimus-canvas-private.h"
#include "vidimus-quad-overlay.h"

#include <math.h>
#include <string.h>

#define SIDE_RADIUS 6.0

/* Of the loupe, in logical pixels: a share of the shorter side of what is seen, within these. */
#define LOUPE_SHARE 0.2
#define LOUPE_LEAST 52.0
#define LOUPE_MOST  96.0
#define LOUPE_GAP   32.0 /* from what it shows: a fingertip */

#define CROSS_GAP   5.0
#define CROSS_ARM   16.0

static void
trace (const VidimusQuad *quad,
       VidimusView       *view,
       cairo_t           *cr)
{
  for (int i = 0; i < 4; i++)
    {
      VidimusPoint at = vidimus_view_image_to_widget (view, quad->corners[i]);

      cairo_line_to (cr, at.x, at.y);
    }
  cairo_close_path (cr);
}

static void
get_accent (VidimusOutlineEditor *self,
            GdkRGBA              *accent)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_bg_color", accent))
    *accent = (GdkRGBA) { 0.11f, 0.44f, 0.85f, 1.0f };
}

/* The service's, thin and dashed: black where the dashes of white leave a gap. */
static void
draw_own (VidimusOutlineEditor *self,
          cairo_t              *cr,
          VidimusView          *view)
{
  const double dash[] = { 5.0, 5.0 };

  if (!self->has_own || memcmp (&self->own, &self->edit.quad, sizeof self->own) == 0)
    return;

  cairo_set_line_width (cr, 1.5);
  trace (&self->own, view, cr);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.7);
  cairo_stroke_preserve (cr);
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.95);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static int
get_active (VidimusOutlineEditor *self)
{
  int focused = vidimus_outline_editor_get_focused (self);

  if (self->dragged >= 0)
    return self->dragged;

  return focused >= 0 && (gtk_widget_get_state_flags (self->handles[focused]) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0 ? focused : -1;
}

static void
draw_sides (VidimusOutlineEditor *self,
            cairo_t              *cr,
            const GdkRGBA        *accent)
{
  for (int i = 4; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    {
      VidimusPoint at = vidimus_outline_editor_get_place (self, i);
      double radius = SIDE_RADIUS + (i == self->hovered ? 2.0 : 0.0);

      cairo_arc (cr, at.x, at.y, radius + 1.5, 0, 2 * G_PI);
      cairo_set_source_rgba (cr, 0, 0, 0, 0.3);
      cairo_fill (cr);
      cairo_arc (cr, at.x, at.y, radius, 0, 2 * G_PI);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_fill_preserve (cr);
      gdk_cairo_set_source_rgba (cr, accent);
      cairo_set_line_width (cr, 2.0);
      cairo_stroke (cr);
    }
}

/* The loupe */

static void
draw_cross (cairo_t      *cr,
            VidimusPoint  at)
{
  static const double directions[][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };

  for (int pass = 0; pass < 2; pass++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
        {
          cairo_move_to (cr, at.x + CROSS_GAP * directions[i][0], at.y + CROSS_GAP * directions[i][1]);
          cairo_line_to (cr, at.x + CROSS_ARM * directions[i][0], at.y + CROSS_ARM * directions[i][1]);
        }
      cairo_set_source_rgba (cr, pass, pass, pass, pass == 0 ? 0.6 : 1.0);
      cairo_set_line_width (cr, pass == 0 ? 3.0 : 1.0);
      cairo_stroke (cr);
    }
}

static void
draw_in_loupe (VidimusOutlineEditor *self,
               cairo_t              *cr,
               VidimusView          *view,
               VidimusPoint          at,
               const GdkRGBA        *accent)
{
  draw_own (self, cr, view);
  trace (&self->edit.quad, view, cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.8);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, accent);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
  draw_cross (cr, at);
}

static void
snapshot_loupe (VidimusOutlineEditor *self,
                GtkSnapshot          *snapshot,
                int                   handle,
                const GdkRGBA        *accent)
{
  VidimusCanvas *canvas = vidimus_outline_editor_get_canvas (self);
  double shorter = MIN (canvas->view.width, canvas->view.height);
  VidimusLoupe loupe = {
    .point = vidimus_quad_edit_get_handle (&self->edit, handle),
    .radius = CLAMP (shorter * LOUPE_SHARE, LOUPE_LEAST, LOUPE_MOST),
  };
  VidimusView view;
  cairo_t *cr;

  loupe.at = vidimus_view_place_loupe (&canvas->view, vidimus_outline_editor_get_place (self, handle), loupe.radius, LOUPE_GAP);
  view = vidimus_canvas_push_loupe (canvas, snapshot, &loupe);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (loupe.at.x - loupe.radius, loupe.at.y - loupe.radius,
                                                                 2 * loupe.radius, 2 * loupe.radius));
  draw_in_loupe (self, cr, &view, loupe.at, accent);
  cairo_destroy (cr);
  vidimus_canvas_pop_loupe (snapshot, &loupe);
}

/** vidimus_outline_editor_snapshot: both outlines, the handles, and the loupe over all. */
void
vidimus_outline_editor_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  VidimusOutlineEditor *self = VIDIMUS_OUTLINE_EDITOR (widget);
  VidimusCanvas *canvas = vidimus_outline_editor_get_canvas (self);
  VidimusQuadOverlay overlay = { .image = vidimus_canvas_get_outline (canvas) };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int active = get_active (self);
  cairo_t *cr;

  for (int i = 0; i < 4; i++)
    overlay.corners[i] = vidimus_outline_editor_get_place (self, i);
  if (active >= 0 && active < 4)
    overlay.open = 1u << active;
  if (self->hovered >= 0 && self->hovered < 4)
    overlay.large = 1u << self->hovered;
  get_accent (self, &overlay.accent);

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_own (self, cr, &canvas->view);
  cairo_destroy (cr);
  vidimus_quad_overlay_snapshot (&overlay, snapshot, widget);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_sides (self, cr, &overlay.accent);
  cairo_destroy (cr);

  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    gtk_widget_snapshot_child (widget, self->handles[i], snapshot);
  if (active >= 0)
    snapshot_loupe (self, snapshot, active, &overlay.accent);
}

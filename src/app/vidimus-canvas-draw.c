/* What the canvas draws. */
#include "vidimus-canvas-private.h"

#include "vidimus-area-overlay.h"
#include "vidimus-quad-overlay.h"

#include <math.h>

#define LOUPE_RADIUS    120.0
#define LOUPE_ZOOM      4.0
#define LOUPE_ZOOM_MOST (2.0 * VIDIMUS_VIEW_MAX_ZOOM)

static graphene_rect_t
visible_part (VidimusCanvas *self,
              VidimusView   *view)
{
  VidimusPoint a = vidimus_view_widget_to_image (view, (VidimusPoint) { 0, 0 });
  VidimusPoint b = vidimus_view_widget_to_image (view, (VidimusPoint) { view->width, view->height });

  return GRAPHENE_RECT_INIT (MIN (a.x, b.x), MIN (a.y, b.y), fabs (b.x - a.x), fabs (b.y - a.y));
}

static void
draw_picture (VidimusCanvas *self,
              GtkSnapshot   *snapshot,
              VidimusView   *view)
{
  VidimusTransform t = vidimus_view_get_transform (view);
  graphene_rect_t visible = visible_part (self, view);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, view->width, view->height));

  cairo_transform (cr, &(cairo_matrix_t) { t.xx, t.yx, t.xy, t.yy, t.x0, t.y0 });
  vidimus_pyramid_draw (self->pyramid, cr, &visible, view->zoom);
  cairo_destroy (cr);
}

static void
snapshot_picture (VidimusCanvas *self,
                  GtkSnapshot   *snapshot,
                  VidimusView   *view)
{
  VidimusTransform t = vidimus_view_get_transform (view);
  graphene_rect_t visible = visible_part (self, view);
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  if (native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    {
      draw_picture (self, snapshot, view);
      return;
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (t.x0, t.y0));
  gtk_snapshot_rotate (snapshot, view->turn * 90.0f);
  gtk_snapshot_scale (snapshot, view->zoom / view->scale, view->zoom / view->scale);
  vidimus_pyramid_snapshot (self->pyramid, snapshot, &visible, view->zoom);
  gtk_snapshot_restore (snapshot);
}

static graphene_rect_t
picture_outline (VidimusView *view)
{
  VidimusPoint a = vidimus_view_image_to_widget (view, (VidimusPoint) { 0, 0 });
  VidimusPoint b = vidimus_view_image_to_widget (view, (VidimusPoint) { view->image_width,
                                                                        view->image_height });

  return GRAPHENE_RECT_INIT (MIN (a.x, b.x), MIN (a.y, b.y), fabs (b.x - a.x), fabs (b.y - a.y));
}

static void
snapshot_edge (VidimusCanvas *self,
               GtkSnapshot   *snapshot)
{
  graphene_rect_t outline = picture_outline (&self->view);
  GskRoundedRect edge;
  GdkRGBA line;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &line);
  line.alpha *= 0.15f;

  gsk_rounded_rect_init_from_rect (&edge, &outline, 0);
  gtk_snapshot_append_border (snapshot, &edge, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { line, line, line, line });
}

static void
snapshot_quad (VidimusCanvas *self,
               GtkSnapshot   *snapshot)
{
  VidimusQuadOverlay overlay = { .image = picture_outline (&self->view), .dashed = self->quad_dashed };

  for (int i = 0; i < 4; i++)
    overlay.corners[i] = vidimus_view_image_to_widget (&self->view, self->quad.corners[i]);

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "accent_bg_color", &overlay.accent))
    overlay.accent = (GdkRGBA) { 0.11f, 0.44f, 0.85f, 1.0f };

  vidimus_quad_overlay_snapshot (&overlay, snapshot, GTK_WIDGET (self));
}

static void
look_up_severity (GtkWidget          *widget,
                  VidimusVerdictKind  kind,
                  GdkRGBA            *color)
{
  static const char *const names[] = {
    [VIDIMUS_VERDICT_NOT_CHECKED] = "accent_bg_color", [VIDIMUS_VERDICT_CLEAR] = "success_bg_color",
    [VIDIMUS_VERDICT_REVIEW] = "warning_bg_color", [VIDIMUS_VERDICT_REJECT] = "error_bg_color",
  };

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), names[kind], color))
    *color = (GdkRGBA) { 0.75f, 0.11f, 0.16f, 1.0f };
}

static void
snapshot_areas (VidimusCanvas *self,
                GtkSnapshot   *snapshot)
{
  VidimusTransform to_widget = vidimus_view_get_transform (&self->view);
  g_autoptr(GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_area_free);
  VidimusAreaOverlay overlay = { .areas = areas, .image = picture_outline (&self->view) };

  for (guint i = 0; i < self->areas->len; i++)
    g_ptr_array_add (areas, vidimus_area_transformed (self->areas->pdata[i], &to_widget));
  look_up_severity (GTK_WIDGET (self), self->areas_kind, &overlay.color);

  vidimus_area_overlay_snapshot (&overlay, snapshot, GTK_WIDGET (self));
}

/** vidimus_canvas_get_outline: of the picture as it is seen, in logical pixels. */
graphene_rect_t
vidimus_canvas_get_outline (VidimusCanvas *self)
{
  return picture_outline (&self->view);
}

static VidimusView
loupe_view (VidimusCanvas      *self,
            const VidimusLoupe *loupe)
{
  VidimusView view = self->view;
  VidimusPoint now;

  view.fit = FALSE;
  view.zoom = CLAMP (self->view.zoom * LOUPE_ZOOM, 1.0, LOUPE_ZOOM_MOST);
  now = vidimus_view_widget_to_image (&view, loupe->at);
  view.centre.x += loupe->point.x - now.x;
  view.centre.y += loupe->point.y - now.y;

  return view;
}

static void
loupe_circle (const VidimusLoupe *loupe,
              GskRoundedRect     *circle)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (loupe->at.x - loupe->radius, loupe->at.y - loupe->radius,
                                               2 * loupe->radius, 2 * loupe->radius);

  gsk_rounded_rect_init_from_rect (circle, &bounds, loupe->radius);
}

/**
 * vidimus_canvas_push_loupe:
 *
 * Begins a round glass that shows the picture larger; what is drawn until vidimus_canvas_pop_loupe() lies over the picture, within
 * the glass.
 *
 * Returns: from the picture's pixels to where they are seen in the glass
 */
VidimusView
vidimus_canvas_push_loupe (VidimusCanvas      *self,
                           GtkSnapshot        *snapshot,
                           const VidimusLoupe *loupe)
{
  const GdkRGBA backdrop = { 0.0f, 0.0f, 0.0f, 1.0f };
  VidimusView view = loupe_view (self, loupe);
  GskRoundedRect circle;

  loupe_circle (loupe, &circle);
  gtk_snapshot_append_outset_shadow (snapshot, &circle, &backdrop, 0, 1, 0, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &backdrop, &circle.bounds);
  if (self->pyramid != NULL)
    snapshot_picture (self, snapshot, &view);

  return view;
}

/** vidimus_canvas_pop_loupe: ends what vidimus_canvas_push_loupe() began, with a ring around it. */
void
vidimus_canvas_pop_loupe (GtkSnapshot        *snapshot,
                          const VidimusLoupe *loupe)
{
  const GdkRGBA ring = { 1.0f, 1.0f, 1.0f, 0.9f };
  GskRoundedRect circle;

  loupe_circle (loupe, &circle);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &circle, (float[4]) { 2, 2, 2, 2 },
                              (GdkRGBA[4]) { ring, ring, ring, ring });
}

/* The image point under the pointer stays there, whatever the edges. */
static void
snapshot_loupe (VidimusCanvas *self,
                GtkSnapshot   *snapshot)
{
  VidimusLoupe loupe = { vidimus_view_widget_to_image (&self->view, self->pointer), self->pointer, LOUPE_RADIUS };

  vidimus_canvas_push_loupe (self, snapshot, &loupe);
  vidimus_canvas_pop_loupe (snapshot, &loupe);
}

/** vidimus_canvas_snapshot: the picture, what is marked on it, and the loupe over all. */
void
vidimus_canvas_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  VidimusCanvas *self = VIDIMUS_CANVAS (widget);

  if (self->pyramid == NULL)
    return;

  snapshot_picture (self, snapshot, &self->view);
  snapshot_edge (self, snapshot);
  if (self->areas != NULL && vidimus_canvas_is_loaded (self))
    snapshot_areas (self, snapshot);
  if (self->editor != NULL)
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
  else if (self->has_quad && vidimus_canvas_is_loaded (self))
    snapshot_quad (self, snapshot);
  if (self->loupe)
    snapshot_loupe (self, snapshot);
}

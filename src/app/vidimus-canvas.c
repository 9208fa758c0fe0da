#include "vidimus-canvas-private.h"

#include "vidimus-area-overlay.h"
#include "vidimus-quad-overlay.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LOUPE_RADIUS 120.0
#define LOUPE_ZOOM   4.0

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusCanvas, vidimus_canvas, GTK_TYPE_WIDGET)

gboolean
vidimus_canvas_is_loaded (VidimusCanvas *self)
{
  return self->pyramid != NULL && self->loading == NULL;
}

/**
 * vidimus_canvas_view_changed:
 * @old_zoom: what the zoom was before
 *
 * To be called after each change of the view: draws it, and tells of another zoom.
 */
void
vidimus_canvas_view_changed (VidimusCanvas *self,
                             double         old_zoom)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->view.zoom != old_zoom)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

/* Drawing */

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

/* The image point under the pointer stays there, whatever the edges. */
static VidimusView
loupe_view (VidimusCanvas *self)
{
  VidimusView view = self->view;
  VidimusPoint kept = vidimus_view_widget_to_image (&self->view, self->pointer);
  VidimusPoint now;

  view.fit = FALSE;
  view.zoom = MAX (self->view.zoom * LOUPE_ZOOM, 1.0);
  now = vidimus_view_widget_to_image (&view, self->pointer);
  view.centre.x += kept.x - now.x;
  view.centre.y += kept.y - now.y;

  return view;
}

static void
snapshot_loupe (VidimusCanvas *self,
                GtkSnapshot   *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (self->pointer.x - LOUPE_RADIUS, self->pointer.y - LOUPE_RADIUS,
                                               2 * LOUPE_RADIUS, 2 * LOUPE_RADIUS);
  const GdkRGBA backdrop = { 0.0f, 0.0f, 0.0f, 1.0f };
  const GdkRGBA ring = { 1.0f, 1.0f, 1.0f, 0.9f };
  VidimusView view = loupe_view (self);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &bounds, LOUPE_RADIUS);
  gtk_snapshot_append_outset_shadow (snapshot, &circle, &backdrop, 0, 1, 0, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &backdrop, &bounds);
  snapshot_picture (self, snapshot, &view);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &circle, (float[4]) { 2, 2, 2, 2 },
                              (GdkRGBA[4]) { ring, ring, ring, ring });
}

static void
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
  if (self->has_quad && vidimus_canvas_is_loaded (self))
    snapshot_quad (self, snapshot);
  if (self->loupe)
    snapshot_loupe (self, snapshot);
}

/* Size */

static void
update_size (VidimusCanvas *self)
{
  double zoom = self->view.zoom;

  vidimus_view_set_size (&self->view, gtk_widget_get_width (GTK_WIDGET (self)),
                         gtk_widget_get_height (GTK_WIDGET (self)),
                         gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  vidimus_canvas_view_changed (self, zoom);
}

static void
vidimus_canvas_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  update_size (VIDIMUS_CANVAS (widget));
}

static void
vidimus_canvas_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 480;
}

/* The picture */

static void
update_description (VidimusCanvas *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (self->has_quad)
    {
      const VidimusPoint *c = self->quad.corners;

      g_string_append_printf (text, _("The document’s corners lie at %.0f, %.0f; %.0f, %.0f; %.0f, %.0f; %.0f, %.0f"),
                              c[0].x, c[0].y, c[1].x, c[1].y, c[2].x, c[2].y, c[3].x, c[3].y);
    }
  if (self->areas != NULL)
    {
      g_autofree char *words = vidimus_areas_to_words (self->areas);

      g_string_append (text, text->len > 0 ? ". " : "");
      /* Translators: what is marked on the picture follows: “Glare (3)” */
      g_string_append_printf (text, _("Marked, by a local estimate: %s"), words);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

/* A picture that comes back is seen as it was left. */
static void
keep_view (VidimusCanvas *self)
{
  if (self->pyramid != NULL)
    g_object_set_data_full (G_OBJECT (self->pyramid), "vidimus-view",
                            g_memdup2 (&self->view, sizeof self->view), g_free);
}

static void
restore_view (VidimusCanvas *self)
{
  const VidimusView *kept = g_object_get_data (G_OBJECT (self->pyramid), "vidimus-view");

  vidimus_view_set_image (&self->view, vidimus_pyramid_get_width (self->pyramid),
                          vidimus_pyramid_get_height (self->pyramid));
  if (kept == NULL)
    return;

  vidimus_view_turn (&self->view, kept->turn);
  if (!kept->fit)
    {
      VidimusPoint centre = { self->view.width / 2.0, self->view.height / 2.0 };
      VidimusPoint was;

      vidimus_view_zoom_at (&self->view, kept->zoom * self->view.scale / kept->scale, centre);
      was = vidimus_view_image_to_widget (&self->view, kept->centre);
      vidimus_view_pan (&self->view, centre.x - was.x, centre.y - was.y);
    }
}

static void
show_pyramid (VidimusCanvas  *self,
              VidimusPyramid *pyramid)
{
  double zoom = self->view.zoom;

  keep_view (self);
  g_set_object (&self->pyramid, pyramid);
  if (pyramid != NULL)
    restore_view (self);
  vidimus_canvas_view_changed (self, zoom);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static void
pyramid_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(VidimusCanvas) self = VIDIMUS_CANVAS (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPyramid) pyramid = vidimus_pyramid_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_message ("%s", error->message);

  g_clear_object (&self->loading);
  show_pyramid (self, pyramid);
}

/**
 * vidimus_canvas_set_picture:
 * @picture: (nullable): shown as soon as its textures are made; what was shown before stays till then
 *
 * The location and the areas of an earlier picture are dropped.
 */
void
vidimus_canvas_set_picture (VidimusCanvas  *self,
                            VidimusPicture *picture)
{
  VidimusPyramid *ready;

  g_return_if_fail (VIDIMUS_IS_CANVAS (self));

  if (!g_set_object (&self->picture, picture))
    return;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->has_quad = FALSE;
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  update_description (self);

  ready = picture != NULL ? vidimus_pyramid_peek (picture) : NULL;
  if (picture == NULL || ready != NULL)
    {
      show_pyramid (self, ready);
      return;
    }

  self->loading = g_cancellable_new ();
  vidimus_pyramid_get_async (picture, self->loading, pyramid_cb, g_object_ref (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * vidimus_canvas_set_quad:
 * @quad: (nullable): in the picture's pixels
 * @dashed: whether it is not to be relied upon
 */
void
vidimus_canvas_set_quad (VidimusCanvas     *self,
                         const VidimusQuad *quad,
                         gboolean           dashed)
{
  g_return_if_fail (VIDIMUS_IS_CANVAS (self));

  self->has_quad = quad != NULL;
  self->quad_dashed = dashed;
  if (quad != NULL)
    self->quad = *quad;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * vidimus_canvas_set_areas:
 * @areas: (nullable) (element-type VidimusArea): in the picture's pixels; not changed any more
 * @kind: gives their colour
 *
 * Marks parts of the picture.
 */
void
vidimus_canvas_set_areas (VidimusCanvas      *self,
                          GPtrArray          *areas,
                          VidimusVerdictKind  kind)
{
  g_return_if_fail (VIDIMUS_IS_CANVAS (self));

  g_clear_pointer (&self->areas, g_ptr_array_unref);
  if (areas != NULL && areas->len > 0)
    self->areas = g_ptr_array_ref (areas);
  self->areas_kind = kind;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static VidimusPoint
middle (VidimusCanvas *self)
{
  return (VidimusPoint) { self->view.width / 2.0, self->view.height / 2.0 };
}

/**
 * vidimus_canvas_zoom_at:
 * @zoom: device pixels per pixel of the picture
 * @at: in logical pixels of the canvas; what is seen there stays there
 *
 * Does nothing while no picture is shown.
 */
void
vidimus_canvas_zoom_at (VidimusCanvas *self,
                        double         zoom,
                        VidimusPoint   at)
{
  double old = self->view.zoom;

  if (self->pyramid == NULL)
    return;
  vidimus_view_zoom_at (&self->view, zoom, at);
  vidimus_canvas_view_changed (self, old);
}

double
vidimus_canvas_get_zoom (VidimusCanvas *self)
{
  return self->view.zoom;
}

/**
 * vidimus_canvas_set_zoom:
 * @zoom: device pixels per pixel of the picture
 *
 * Zooms about the middle.
 */
void
vidimus_canvas_set_zoom (VidimusCanvas *self,
                         double         zoom)
{
  vidimus_canvas_zoom_at (self, zoom, middle (self));
}

void
vidimus_canvas_zoom_in (VidimusCanvas *self)
{
  vidimus_canvas_zoom_at (self, self->view.zoom * VIDIMUS_CANVAS_ZOOM_STEP, middle (self));
}

void
vidimus_canvas_zoom_out (VidimusCanvas *self)
{
  vidimus_canvas_zoom_at (self, self->view.zoom / VIDIMUS_CANVAS_ZOOM_STEP, middle (self));
}

void
vidimus_canvas_zoom_fit (VidimusCanvas *self)
{
  double zoom = self->view.zoom;

  vidimus_view_fit (&self->view);
  vidimus_canvas_view_changed (self, zoom);
}

/**
 * vidimus_canvas_turn:
 *
 * Turns what is seen by a quarter, clockwise. The picture itself, and what is said of it, stay as they are.
 */
void
vidimus_canvas_turn (VidimusCanvas *self)
{
  double zoom = self->view.zoom;

  vidimus_view_turn (&self->view, 1);
  vidimus_canvas_view_changed (self, zoom);
}

/**
 * vidimus_canvas_set_loupe:
 *
 * A round glass under the pointer that shows the picture four times larger.
 */
void
vidimus_canvas_set_loupe (VidimusCanvas *self,
                          gboolean       loupe)
{
  if (self->loupe == loupe)
    return;
  self->loupe = loupe;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * vidimus_canvas_was_dragged:
 *
 * Returns: whether the picture was dragged since the last call: a key that was held meanwhile was no tap
 */
gboolean
vidimus_canvas_was_dragged (VidimusCanvas *self)
{
  gboolean dragged = self->dragged;

  self->dragged = FALSE;
  return dragged;
}

/**
 * vidimus_canvas_image_to_widget:
 *
 * Returns: where that point of the picture is seen, in logical pixels
 */
VidimusPoint
vidimus_canvas_image_to_widget (VidimusCanvas *self,
                                VidimusPoint   point)
{
  return vidimus_view_image_to_widget (&self->view, point);
}

VidimusPoint
vidimus_canvas_widget_to_image (VidimusCanvas *self,
                                VidimusPoint   point)
{
  return vidimus_view_widget_to_image (&self->view, point);
}

static void
vidimus_canvas_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  VidimusCanvas *self = VIDIMUS_CANVAS (object);

  switch (prop_id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, self->view.zoom);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, vidimus_canvas_is_loaded (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_canvas_dispose (GObject *object)
{
  VidimusCanvas *self = VIDIMUS_CANVAS (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->pyramid);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->areas, g_ptr_array_unref);

  G_OBJECT_CLASS (vidimus_canvas_parent_class)->dispose (object);
}

static void
vidimus_canvas_class_init (VidimusCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vidimus_canvas_dispose;
  object_class->get_property = vidimus_canvas_get_property;
  widget_class->snapshot = vidimus_canvas_snapshot;
  widget_class->measure = vidimus_canvas_measure;
  widget_class->size_allocate = vidimus_canvas_size_allocate;

  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 1,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  vidimus_canvas_class_add_bindings (widget_class);

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
vidimus_canvas_init (VidimusCanvas *self)
{
  vidimus_view_init (&self->view);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Picture"), -1);
  vidimus_canvas_add_controllers (self);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_size), NULL);
}

GtkWidget *
vidimus_canvas_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CANVAS, NULL);
}

#include "vidimus-canvas-private.h"

#include <glib/gi18n-lib.h>

#define EDITOR_RIM    60.0 /* logical pixels: above the floating controls */
#define EDITOR_BEYOND 0.25 /* as far as an outline may go */

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

/* Size */

static void
take_size (VidimusCanvas *self)
{
  vidimus_view_set_size (&self->view, gtk_widget_get_width (GTK_WIDGET (self)),
                         gtk_widget_get_height (GTK_WIDGET (self)),
                         gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

static void
scale_factor_cb (VidimusCanvas *self)
{
  double zoom = self->view.zoom;

  take_size (self);
  vidimus_canvas_view_changed (self, zoom);
}

static void
vidimus_canvas_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  VidimusCanvas *self = VIDIMUS_CANVAS (widget);
  double zoom = self->view.zoom;

  take_size (self);
  gtk_widget_queue_draw (widget);
  if (self->view.zoom != zoom)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
  if (self->editor != NULL)
    gtk_widget_allocate (self->editor, width, height, -1, NULL);
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

static void
show_pyramid (VidimusCanvas  *self,
              VidimusPyramid *pyramid)
{
  double zoom = self->view.zoom;

  vidimus_canvas_keep_view (self);
  g_set_object (&self->pyramid, pyramid);
  if (pyramid != NULL)
    vidimus_canvas_restore_view (self);
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

/**
 * vidimus_canvas_set_editor:
 * @editor: (nullable): lies over the picture in place of the location, as large as the canvas
 *
 * While there is one the canvas has no focus of its own, and the picture leaves room around itself, so that what lies somewhat outside
 * of it can be reached too.
 */
void
vidimus_canvas_set_editor (VidimusCanvas *self,
                           GtkWidget     *editor)
{
  double zoom = self->view.zoom;

  g_return_if_fail (VIDIMUS_IS_CANVAS (self));

  g_clear_pointer (&self->editor, gtk_widget_unparent);
  self->editor = editor;
  if (editor != NULL)
    gtk_widget_set_parent (editor, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), editor == NULL);
  vidimus_view_set_room (&self->view, editor != NULL ? EDITOR_RIM : 0.0, editor != NULL ? EDITOR_BEYOND : 0.0);
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

  g_clear_pointer (&self->editor, gtk_widget_unparent);
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
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_factor_cb), NULL);
}

GtkWidget *
vidimus_canvas_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CANVAS, NULL);
}

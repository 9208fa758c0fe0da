#include "vidimus-live-view.h"

#include "vidimus-quad-overlay.h"

struct _VidimusLiveView
{
  GtkWidget    parent_instance;

  GdkTexture  *texture;  /* owned, nullable; the newest frame */
  VidimusQuad  quad;     /* in its pixels */
  gboolean     has_quad;
  gboolean     dashed;
  gboolean     mirror;
  double       progress; /* 0-1 */
};

enum
{
  PROP_0,
  PROP_MIRROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusLiveView, vidimus_live_view, GTK_TYPE_WIDGET)

/* Where the frame lies, in logical pixels: as large as it can, in the middle. */
static graphene_rect_t
get_outline (VidimusLiveView *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  int image_width = gdk_texture_get_width (self->texture);
  int image_height = gdk_texture_get_height (self->texture);
  double scale = MIN (width / image_width, height / image_height);
  double shown_width = image_width * scale;
  double shown_height = image_height * scale;

  return GRAPHENE_RECT_INIT ((width - shown_width) / 2, (height - shown_height) / 2, shown_width, shown_height);
}

/**
 * vidimus_live_view_image_to_widget:
 * @point: in pixels of the frame
 *
 * Returns: where it is seen, in logical pixels; @point itself while there is no frame
 */
VidimusPoint
vidimus_live_view_image_to_widget (VidimusLiveView *self,
                                   VidimusPoint     point)
{
  graphene_rect_t outline;
  double x, y;

  g_return_val_if_fail (VIDIMUS_IS_LIVE_VIEW (self), point);

  if (self->texture == NULL)
    return point;

  outline = get_outline (self);
  x = point.x / gdk_texture_get_width (self->texture);
  y = point.y / gdk_texture_get_height (self->texture);
  if (self->mirror)
    x = 1.0 - x;

  return (VidimusPoint) { outline.origin.x + x * outline.size.width, outline.origin.y + y * outline.size.height };
}

/* Drawing */

static void
snapshot_frame (VidimusLiveView       *self,
                GtkSnapshot           *snapshot,
                const graphene_rect_t *outline)
{
  gtk_snapshot_save (snapshot);
  if (self->mirror)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (2 * outline->origin.x + outline->size.width, 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }
  gtk_snapshot_append_texture (snapshot, self->texture, outline);
  gtk_snapshot_restore (snapshot);
}

static void
look_up (VidimusLiveView *self,
         const char      *name,
         GdkRGBA         *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), name, color))
    gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), color);
}

static void
snapshot_quad (VidimusLiveView       *self,
               GtkSnapshot           *snapshot,
               const graphene_rect_t *outline)
{
  VidimusQuadOverlay overlay = { .image = *outline, .dashed = self->dashed, .progress = self->progress };

  for (int i = 0; i < 4; i++)
    overlay.corners[i] = vidimus_live_view_image_to_widget (self, self->quad.corners[i]);
  look_up (self, "accent_bg_color", &overlay.accent);
  look_up (self, "success_bg_color", &overlay.done);
  vidimus_quad_overlay_snapshot (&overlay, snapshot, GTK_WIDGET (self));
}

static void
vidimus_live_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  VidimusLiveView *self = VIDIMUS_LIVE_VIEW (widget);
  graphene_rect_t outline;

  if (self->texture == NULL || gtk_widget_get_width (widget) <= 0 || gtk_widget_get_height (widget) <= 0)
    return;

  outline = get_outline (self);
  snapshot_frame (self, snapshot, &outline);
  if (self->has_quad)
    snapshot_quad (self, snapshot, &outline);
}

/* What is shown */

/**
 * vidimus_live_view_set_pixels:
 * @pixels: the memory of @image, referenced
 * @image: RGB
 *
 * Shows a frame in place of the one before. An outline stays as it is until it is told anew, unless the frames are of another size now.
 */
void
vidimus_live_view_set_pixels (VidimusLiveView            *self,
                              GBytes                     *pixels,
                              const struct vidimus_image *image)
{
  GdkTexture *texture;

  g_return_if_fail (VIDIMUS_IS_LIVE_VIEW (self));
  g_return_if_fail (pixels != NULL && image != NULL && image->channels == 3);

  texture = gdk_memory_texture_new (image->width, image->height, GDK_MEMORY_R8G8B8, pixels, image->stride);
  if (self->texture != NULL && (gdk_texture_get_width (self->texture) != image->width ||
                                gdk_texture_get_height (self->texture) != image->height))
    self->has_quad = FALSE;
  g_clear_object (&self->texture);
  self->texture = texture;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/** vidimus_live_view_clear: shows nothing: what a camera saw is not left on the screen when it is off. */
void
vidimus_live_view_clear (VidimusLiveView *self)
{
  g_return_if_fail (VIDIMUS_IS_LIVE_VIEW (self));

  g_clear_object (&self->texture);
  self->has_quad = FALSE;
  self->progress = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/** vidimus_live_view_get_texture: (transfer none) (nullable): the frame that is shown. */
GdkTexture *
vidimus_live_view_get_texture (VidimusLiveView *self)
{
  g_return_val_if_fail (VIDIMUS_IS_LIVE_VIEW (self), NULL);

  return self->texture;
}

/**
 * vidimus_live_view_set_quad:
 * @quad: (nullable): in pixels of the frames; NULL: no document is seen
 * @dashed: it is not to be relied upon
 */
void
vidimus_live_view_set_quad (VidimusLiveView   *self,
                            const VidimusQuad *quad,
                            gboolean           dashed)
{
  g_return_if_fail (VIDIMUS_IS_LIVE_VIEW (self));

  self->has_quad = quad != NULL;
  if (quad != NULL)
    self->quad = *quad;
  self->dashed = dashed;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/** vidimus_live_view_set_progress: @progress: 0-1, how much of the way around the document is drawn. */
void
vidimus_live_view_set_progress (VidimusLiveView *self,
                                double           progress)
{
  g_return_if_fail (VIDIMUS_IS_LIVE_VIEW (self));

  progress = CLAMP (progress, 0.0, 1.0);
  if (self->progress == progress)
    return;

  self->progress = progress;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
vidimus_live_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_MIRROR)
    g_value_set_boolean (value, VIDIMUS_LIVE_VIEW (object)->mirror);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
vidimus_live_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  if (prop_id == PROP_MIRROR)
    {
      VIDIMUS_LIVE_VIEW (object)->mirror = g_value_get_boolean (value);
      gtk_widget_queue_draw (GTK_WIDGET (object));
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_live_view_finalize (GObject *object)
{
  g_clear_object (&VIDIMUS_LIVE_VIEW (object)->texture);

  G_OBJECT_CLASS (vidimus_live_view_parent_class)->finalize (object);
}

static void
vidimus_live_view_class_init (VidimusLiveViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = vidimus_live_view_finalize;
  object_class->get_property = vidimus_live_view_get_property;
  object_class->set_property = vidimus_live_view_set_property;
  widget_class->snapshot = vidimus_live_view_snapshot;

  properties[PROP_MIRROR] = g_param_spec_boolean ("mirror", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "liveview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
vidimus_live_view_init (VidimusLiveView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

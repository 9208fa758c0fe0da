#include "vidimus-viewer-private.h"

#include "vidimus-area-overlay.h"

#include <glib/gi18n-lib.h>

/* Controls that nobody reaches for leave the picture alone after a while. */
#define FADE_MS 2500

enum
{
  PROP_0,
  PROP_RECTIFIED,
  PROP_CAN_RECTIFY,
  PROP_SHOWN_ALARM,
  PROP_STRAIGHTENING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusViewer, vidimus_viewer, GTK_TYPE_WIDGET)

/** vidimus_viewer_get_quad: where the document lies in its picture, as corrected; %FALSE when nobody said so. */
gboolean
vidimus_viewer_get_quad (VidimusViewer *self,
                         VidimusQuad   *quad)
{
  return self->document != NULL && vidimus_document_get_picture (self->document) != NULL &&
         vidimus_document_get_quad (self->document, quad);
}

gboolean
vidimus_viewer_get_can_rectify (VidimusViewer *self)
{
  VidimusQuad quad;

  return vidimus_viewer_get_quad (self, &quad);
}

/* What is shown */

/* Where the shown alarm saw something, in pixels of what is shown: the picture, or the flat document.
 *
 * Returns: (transfer full) (nullable): NULL when there is nothing to mark */
static GPtrArray *
get_areas (VidimusViewer *self)
{
  VidimusResult *evidence = self->document != NULL ? vidimus_document_get_evidence (self->document) : NULL;
  GPtrArray *areas = evidence != NULL && self->shown_alarm >= 0
                     ? vidimus_result_get_areas (evidence, (VidimusAlarm) self->shown_alarm) : NULL;
  VidimusQuad quad;

  if (areas == NULL || areas->len == 0 || self->editor != NULL)
    return NULL;
  if (self->rectified && self->flat != NULL && vidimus_viewer_get_quad (self, &quad))
    return vidimus_areas_flattened (areas, &quad, vidimus_picture_get_width (self->flat),
                                    vidimus_picture_get_height (self->flat));

  return g_ptr_array_ref (areas);
}

static void
update_areas (VidimusViewer *self)
{
  g_autoptr(GPtrArray) areas = get_areas (self);
  gboolean some = areas != NULL && areas->len > 0;

  if (some)
    {
      g_autofree char *words = vidimus_areas_to_words (areas);
      /* Translators: what is marked on the picture stands before: “Glare (3) · local estimate” */
      g_autofree char *text = g_strdup_printf (_("%s · local estimate"), words);

      gtk_label_set_label (self->caption, text);
      vidimus_canvas_set_areas (self->canvas, areas,
                                vidimus_document_get_verdict (self->document).alarms[self->shown_alarm]);
    }
  else
    {
      vidimus_canvas_set_areas (self->canvas, NULL, VIDIMUS_VERDICT_NOT_CHECKED);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->caption), some);
}

/**
 * vidimus_viewer_get_shows_areas:
 *
 * Returns: whether evidence of an alarm is drawn over the picture
 */
gboolean
vidimus_viewer_get_shows_areas (VidimusViewer *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->caption));
}

/** vidimus_viewer_update_canvas: the picture as it is with the location, or made flat. */
void
vidimus_viewer_update_canvas (VidimusViewer *self)
{
  VidimusPicture *picture = self->document != NULL ? vidimus_document_get_picture (self->document) : NULL;
  gboolean flat = self->rectified && self->flat != NULL;
  VidimusQuad quad, corrected;

  vidimus_canvas_set_picture (self->canvas, flat ? self->flat : picture);
  if (!flat && picture != NULL && vidimus_viewer_get_quad (self, &quad))
    vidimus_canvas_set_quad (self->canvas, &quad, !vidimus_document_get_corrected (self->document, &corrected) &&
                                                  vidimus_document_get_verdict (self->document).low_confidence);
  else
    vidimus_canvas_set_quad (self->canvas, NULL, FALSE);
  update_areas (self);
}

/** vidimus_viewer_update: all that is seen, from the document as it is. */
void
vidimus_viewer_update (VidimusViewer *self)
{
  vidimus_viewer_update_info (self);
  vidimus_viewer_update_verdict (self);
  vidimus_viewer_update_place (self);
  vidimus_viewer_update_side (self);
  vidimus_viewer_update_canvas (self);
}

static void
document_changed (VidimusViewer *self)
{
  vidimus_viewer_follow_outline (self);
  vidimus_viewer_update_flat (self);
  vidimus_viewer_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_RECTIFY]);
}

/**
 * vidimus_viewer_set_document:
 * @document: (nullable)
 *
 * Shows the picture of @document with its location, and follows both. An outline that is being corrected is kept.
 */
void
vidimus_viewer_set_document (VidimusViewer   *self,
                             VidimusDocument *document)
{
  g_return_if_fail (VIDIMUS_IS_VIEWER (self));

  if (self->document == document)
    return;

  vidimus_viewer_end_straightening (self, TRUE);
  g_set_object (&self->document, document);
  g_signal_group_set_target (self->signals, document);
  document_changed (self);
}

VidimusCanvas *
vidimus_viewer_get_canvas (VidimusViewer *self)
{
  return self->canvas;
}

void
vidimus_viewer_set_compact (VidimusViewer *self,
                            gboolean       compact)
{
  g_return_if_fail (VIDIMUS_IS_VIEWER (self));

  self->compact = compact;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  vidimus_viewer_update_verdict (self);
}

/* Fading */

static gboolean
is_in_use (VidimusViewer *self)
{
  return (gtk_widget_get_state_flags (self->controls) & GTK_STATE_FLAG_PRELIGHT) != 0 ||
         gtk_widget_get_focus_child (self->controls) != NULL ||
         gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (self->zoom_button)));
}

static gboolean
fade_cb (gpointer user_data)
{
  VidimusViewer *self = VIDIMUS_VIEWER (user_data);

  if (is_in_use (self))
    return G_SOURCE_CONTINUE;

  self->fade_id = 0;
  gtk_revealer_set_reveal_child (self->controls_revealer, FALSE);
  gtk_revealer_set_reveal_child (self->info_revealer, FALSE);

  return G_SOURCE_REMOVE;
}

/* Only a pointer that came and rests hides the controls: a keyboard and a reader always find them. */
static void
stir_cb (VidimusViewer *self)
{
  gtk_revealer_set_reveal_child (self->controls_revealer, TRUE);
  gtk_revealer_set_reveal_child (self->info_revealer, TRUE);
  g_clear_handle_id (&self->fade_id, g_source_remove);
  self->fade_id = g_timeout_add (FADE_MS, fade_cb, self);
}

static void
leave_cb (VidimusViewer *self)
{
  g_clear_handle_id (&self->fade_id, g_source_remove);
  gtk_revealer_set_reveal_child (self->controls_revealer, TRUE);
  gtk_revealer_set_reveal_child (self->info_revealer, TRUE);
}

static void
vidimus_viewer_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  VidimusViewer *self = VIDIMUS_VIEWER (object);

  switch (prop_id)
    {
    case PROP_RECTIFIED:
      g_value_set_boolean (value, self->rectified);
      break;
    case PROP_CAN_RECTIFY:
      g_value_set_boolean (value, vidimus_viewer_get_can_rectify (self));
      break;
    case PROP_SHOWN_ALARM:
      g_value_set_int (value, self->shown_alarm);
      break;
    case PROP_STRAIGHTENING:
      g_value_set_boolean (value, self->editor != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_viewer_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  VidimusViewer *self = VIDIMUS_VIEWER (object);

  switch (prop_id)
    {
    case PROP_RECTIFIED:
      vidimus_viewer_set_rectified (self, g_value_get_boolean (value));
      break;
    case PROP_SHOWN_ALARM:
      self->shown_alarm = g_value_get_int (value);
      update_areas (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_viewer_dispose (GObject *object)
{
  VidimusViewer *self = VIDIMUS_VIEWER (object);
  GtkWidget *child;

  g_clear_handle_id (&self->fade_id, g_source_remove);
  vidimus_viewer_drop_flat (self);
  g_clear_object (&self->signals);
  self->editor = NULL; /* goes with the canvas */
  g_clear_object (&self->edited);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (vidimus_viewer_parent_class)->dispose (object);
}

static void
vidimus_viewer_class_init (VidimusViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vidimus_viewer_dispose;
  object_class->get_property = vidimus_viewer_get_property;
  object_class->set_property = vidimus_viewer_set_property;

  properties[PROP_RECTIFIED] = g_param_spec_boolean ("rectified", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                     G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_RECTIFY] = g_param_spec_boolean ("can-rectify", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWN_ALARM] = g_param_spec_int ("shown-alarm", NULL, NULL, -1, VIDIMUS_N_ALARMS - 1, -1,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STRAIGHTENING] = g_param_spec_boolean ("straightening", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (VIDIMUS_TYPE_CANVAS);
  g_type_ensure (VIDIMUS_TYPE_BADGE);
  gtk_widget_class_set_css_name (widget_class, "viewer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, canvas);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, info_revealer);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, origin);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, info);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, caption);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, verdict);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, badge);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, missing);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, missing_icon);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, absence);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, spinner);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, controls_revealer);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, controls);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, other_side);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, zoom);
  gtk_widget_class_bind_template_child (widget_class, VidimusViewer, straighten_revealer);
}

static void
vidimus_viewer_init (VidimusViewer *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->shown_alarm = -1;
  self->signals = g_signal_group_new (VIDIMUS_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->signals, "notify::evidence", G_CALLBACK (update_areas), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (document_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::picture", G_CALLBACK (document_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::answer", G_CALLBACK (document_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::partner", G_CALLBACK (vidimus_viewer_update_side), self);
  g_signal_group_connect_swapped (self->signals, "notify::corrected", G_CALLBACK (document_changed), self);

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->canvas, "notify::zoom", G_CALLBACK (vidimus_viewer_update_zoom), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (stir_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  vidimus_viewer_update (self);
  vidimus_viewer_update_zoom (self);
}

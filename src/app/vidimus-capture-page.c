#include "vidimus-capture-page-private.h"

#include "vidimus-scanner.h"
#include "vidimus-stack.h"

#include <glib/gi18n-lib.h>

/* After so many pictures that were not good enough, another way may do better. */
#define BAD_TRIES 3

enum
{
  TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusCapturePage, vidimus_capture_page, GTK_TYPE_WIDGET)

/* What is said */

/* Returns: (transfer full): the one that matters most */
static char *
get_hint (VidimusCapturePage *self)
{
  VidimusHint hint = vidimus_coach_get_hint (self->coach);
  const char *uncoached = vidimus_coach_get_problem (self->coach);

  if (self->stage == VIDIMUS_CAPTURE_TAKING)
    return g_strdup (_("Taking the picture…"));
  if (self->problem != NULL)
    return g_strdup (self->problem);
  if (self->front != NULL && (!self->turned || hint == VIDIMUS_HINT_WAIT || hint == VIDIMUS_HINT_SHOW))
    return g_strdup (_("Now the back"));
  if (uncoached != NULL)
    return g_strdup (uncoached);

  return g_strdup (vidimus_hint_get_words (hint, vidimus_coach_get_auto_shot (self->coach)));
}

/** vidimus_capture_page_update_hint: the one line over the picture. */
void
vidimus_capture_page_update_hint (VidimusCapturePage *self)
{
  g_autofree char *text = get_hint (self);

  if (g_strcmp0 (gtk_label_get_label (self->hint), text) != 0)
    {
      gtk_label_set_label (self->hint, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->hint), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
}

/** vidimus_capture_page_update_warning: what no hint can help with: the camera itself. */
void
vidimus_capture_page_update_warning (VidimusCapturePage *self)
{
  const char *text = vidimus_coach_get_warning (self->coach);

  gtk_label_set_label (self->warning, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), text != NULL);
}

static void
update_countdown (VidimusCapturePage *self)
{
  gboolean counting = self->countdown_id != 0;
  g_autofree char *text = g_strdup_printf ("%d", self->seconds_left);

  gtk_label_set_label (self->countdown, counting ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->countdown), counting);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shutter), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  counting ? _("Stop the timer") : _("Take the picture"), -1);
  if (counting)
    gtk_widget_add_css_class (self->shutter, "counting");
  else
    gtk_widget_remove_css_class (self->shutter, "counting");
}

static const struct
{
  const char *icon;
  const char *title;
} problems[] = {
  [VIDIMUS_CAMERA_NONE] = { "camera-disabled-symbolic", N_("No Camera") },
  [VIDIMUS_CAMERA_DENIED] = { "camera-hardware-disabled-symbolic", N_("Camera Not Allowed") },
  [VIDIMUS_CAMERA_BUSY] = { "camera-web-symbolic", N_("Camera in Use") },
  [VIDIMUS_CAMERA_FAILED] = { "dialog-warning-symbolic", N_("Camera Stopped") },
};

static gboolean
is_problem (VidimusCameraState state)
{
  return state >= VIDIMUS_CAMERA_NONE;
}

static void
update_status (VidimusCapturePage *self,
               VidimusCameraState  state)
{
  const char *problem = vidimus_camera_get_problem (self->camera);
  const char *remedy = vidimus_camera_get_remedy (self->camera);
  g_autofree char *text = g_strdup_printf ("%s\n%s", problem != NULL ? problem : "", remedy != NULL ? remedy : "");
  g_autofree char *markup = g_markup_escape_text (g_strstrip (text), -1);

  adw_status_page_set_icon_name (self->status, problems[state].icon);
  adw_status_page_set_title (self->status, _(problems[state].title));
  adw_status_page_set_description (self->status, markup);
}

static void
set_enabled (VidimusCapturePage *self,
             const char         *name,
             gboolean            enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* What is shown is one of four pages, by how far the picture is and what the camera says. */
static const char *
choose_page (VidimusCapturePage *self,
             VidimusCameraState  state)
{
  if (self->stage == VIDIMUS_CAPTURE_REVIEW)
    return "review";
  if (self->stage == VIDIMUS_CAPTURE_TAKING)
    return "live";
  if (is_problem (state))
    return "problem";

  return state == VIDIMUS_CAMERA_READY && self->frame != NULL ? "live" : "looking";
}

/** vidimus_capture_page_update: the one place that turns the states of camera, coach and picture into what is seen. */
void
vidimus_capture_page_update (VidimusCapturePage *self)
{
  VidimusCameraState state;
  const char *page;

  if (self->camera == NULL)
    return;

  state = vidimus_camera_get_state (self->camera);
  page = choose_page (self, state);
  if (is_problem (state))
    update_status (self, state);
  vidimus_capture_page_update_hint (self);
  update_countdown (self);
  set_enabled (self, "shutter", self->stage == VIDIMUS_CAPTURE_LIVE && self->frame != NULL);
  set_enabled (self, "turn", self->stage == VIDIMUS_CAPTURE_LIVE && state == VIDIMUS_CAMERA_READY);
  set_enabled (self, "use", self->stage == VIDIMUS_CAPTURE_REVIEW);
  set_enabled (self, "retake", self->stage == VIDIMUS_CAPTURE_REVIEW);
  set_enabled (self, "retry", is_problem (state));
  vidimus_revealer_show (self->other_ways, self->stage == VIDIMUS_CAPTURE_LIVE &&
                         vidimus_coach_get_tries (self->coach) >= BAD_TRIES);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) != 0)
    {
      vidimus_stack_show_only (self->stack, page);
      if (g_str_equal (page, "live"))
        gtk_widget_grab_focus (self->shutter);
      else if (g_str_equal (page, "problem"))
        gtk_widget_grab_focus (self->retry);
    }
}

const char *
vidimus_capture_page_get_page (VidimusCapturePage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

/** vidimus_capture_page_set_stage: the camera runs only for a live picture. */
void
vidimus_capture_page_set_stage (VidimusCapturePage  *self,
                                VidimusCaptureStage  stage)
{
  self->stage = stage;
  vidimus_capture_page_update_running (self);
  vidimus_capture_page_update (self);
}

/** vidimus_capture_page_get_camera: (transfer none) (nullable): NULL until the page was seen. */
VidimusCamera *
vidimus_capture_page_get_camera (VidimusCapturePage *self)
{
  return self->camera;
}

/** vidimus_capture_page_get_coach: (transfer none) (nullable): likewise. */
VidimusCoach *
vidimus_capture_page_get_coach (VidimusCapturePage *self)
{
  return self->coach;
}

/** vidimus_capture_page_set_services: once; @policy: whose limits tell what is a good picture. */
void
vidimus_capture_page_set_services (VidimusCapturePage *self,
                                   VidimusServices    *services,
                                   VidimusPolicy      *policy)
{
  g_return_if_fail (VIDIMUS_IS_CAPTURE_PAGE (self));

  g_set_object (&self->services, services);
  g_set_object (&self->policy, policy);
  vidimus_shot_review_set_service (self->review, vidimus_services_get_local (services), policy);
}

void
vidimus_capture_page_emit_taken (VidimusCapturePage *self,
                                 VidimusDocument    *document,
                                 gboolean            more)
{
  g_signal_emit (self, signals[TAKEN], 0, document, more);
}

/* Keys that nothing in the page took. */

static gboolean
press_escape (VidimusCapturePage *self)
{
  if (self->countdown_id != 0)
    {
      vidimus_capture_page_cancel_countdown (self);
      vidimus_capture_page_update (self);
    }
  else if (self->stage == VIDIMUS_CAPTURE_REVIEW)
    vidimus_capture_page_retake (self);
  else
    return FALSE;

  return TRUE;
}

/**
 * vidimus_capture_page_press:
 * @key: that no focused widget wanted
 *
 * Space and Enter press the shutter, or use the picture; Escape leaves what was entered last.
 *
 * Returns: whether it meant something here
 */
gboolean
vidimus_capture_page_press (VidimusCapturePage *self,
                            guint               key)
{
  g_return_val_if_fail (VIDIMUS_IS_CAPTURE_PAGE (self), FALSE);

  switch (key)
    {
    case GDK_KEY_Escape:
      return press_escape (self);
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      vidimus_capture_page_shutter (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      if (self->stage == VIDIMUS_CAPTURE_REVIEW)
        vidimus_capture_page_use (self);
      else
        vidimus_capture_page_shutter (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/** vidimus_capture_page_set_compact: where there is little width, buttons have no words beside their signs. */
void
vidimus_capture_page_set_compact (VidimusCapturePage *self,
                                  gboolean            compact)
{
  g_return_if_fail (VIDIMUS_IS_CAPTURE_PAGE (self));

  adw_button_content_set_label (self->auto_content, compact ? "" : _("Automatic"));
  adw_button_content_set_label (self->sides_content, compact ? "" : _("Front and Back"));
  gtk_widget_set_visible (GTK_WIDGET (self->camera_name), !compact);
}

static void
update_timer (VidimusCapturePage *self)
{
  int seconds = g_settings_get_int (self->settings, "timer");
  /* Translators: seconds that the timer waits */
  g_autofree char *text = g_strdup_printf (_("%d s"), seconds);

  adw_button_content_set_label (self->timer_content, seconds > 0 ? text : "");
}

/* Lifetime */

static void
vidimus_capture_page_map (GtkWidget *widget)
{
  VidimusCapturePage *self = VIDIMUS_CAPTURE_PAGE (widget);

  GTK_WIDGET_CLASS (vidimus_capture_page_parent_class)->map (widget);

  vidimus_capture_page_ensure_camera (self);
  g_set_object (&self->surface, gtk_native_get_surface (gtk_widget_get_native (widget)));
  g_signal_connect_object (self->surface, "notify::state", G_CALLBACK (vidimus_capture_page_update_running), self, G_CONNECT_SWAPPED);
  vidimus_capture_page_update_running (self);
  vidimus_capture_page_update (self);
}

static void
forget_all (VidimusCapturePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->front);
  g_clear_pointer (&self->problem, g_free);
  vidimus_shot_review_clear (self->review);
  vidimus_capture_page_set_stage (self, VIDIMUS_CAPTURE_LIVE);
}

/* Whoever leaves the page, or hides the window, is done with what was not used. */
static void
vidimus_capture_page_unmap (GtkWidget *widget)
{
  VidimusCapturePage *self = VIDIMUS_CAPTURE_PAGE (widget);

  g_signal_handlers_disconnect_by_func (self->surface, vidimus_capture_page_update_running, self);
  g_clear_object (&self->surface);

  GTK_WIDGET_CLASS (vidimus_capture_page_parent_class)->unmap (widget);

  forget_all (self);
}

static void
vidimus_capture_page_dispose (GObject *object)
{
  VidimusCapturePage *self = VIDIMUS_CAPTURE_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->countdown_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->camera != NULL)
    vidimus_camera_stop (self->camera);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->camera);
  g_clear_object (&self->coach);
  g_clear_object (&self->frame);
  g_clear_object (&self->front);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->services);
  g_clear_object (&self->policy);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (vidimus_capture_page_parent_class)->dispose (object);
}

static void
vidimus_capture_page_class_init (VidimusCapturePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_capture_page_dispose;
  widget_class->map = vidimus_capture_page_map;
  widget_class->unmap = vidimus_capture_page_unmap;

  signals[TAKEN] = g_signal_new ("taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, VIDIMUS_TYPE_DOCUMENT, G_TYPE_BOOLEAN);

  g_type_ensure (VIDIMUS_TYPE_LIVE_VIEW);
  g_type_ensure (VIDIMUS_TYPE_SHOT_REVIEW);
  gtk_widget_class_set_css_name (widget_class, "capturepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-capture-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, other_ways);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, stack);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, status);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, retry);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, view);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, hint);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, warning);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, countdown);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, shutter);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, auto_content);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, sides_content);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, timer_content);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, camera_name);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, camera_button);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, device_section);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, review);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, scan_way);
  gtk_widget_class_bind_template_child (widget_class, VidimusCapturePage, scan_instead);
}

static void
vidimus_capture_page_init (VidimusCapturePage *self)
{
  self->settings = g_settings_new ("io.github.vidimus.Vidimus.capture");
  vidimus_capture_page_install_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->scan_way, vidimus_scanner_is_supported ());
  gtk_widget_set_visible (self->scan_instead, vidimus_scanner_is_supported ());

  g_settings_bind (self->settings, "mirror", self->view, "mirror", G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->settings, "changed::timer", G_CALLBACK (update_timer), self, G_CONNECT_SWAPPED);
  update_timer (self);
}

/* What of the window changes with its width. */
#include "vidimus-window-private.h"

#include <glib/gi18n-lib.h>

/* Logical pixels; more is needed for words on the buttons of the header bar. */
#define NARROW 700

/* Where there is little width, a button has a sign in place of its word, and the camera is one of the ways to open. */
static void
update_header (VidimusWindow *self)
{
  if (self->narrow)
    adw_split_button_set_icon_name (self->open_button, "document-open-symbolic");
  else
    adw_split_button_set_label (self->open_button, _("Open"));
  gtk_widget_set_visible (GTK_WIDGET (self->capture_button), !self->narrow && vidimus_camera_is_supported ());
  gtk_widget_set_visible (GTK_WIDGET (self->title), !self->narrow);
  vidimus_service_chip_set_compact (self->chip, self->narrow);
  vidimus_capture_page_set_compact (self->capture, self->narrow);
}

/* Where the panel lies over the picture it opens only when asked for; its place beside the picture is remembered. */
static void
update_layout (VidimusWindow *self)
{
  gboolean folded = adw_flap_get_folded (self->flap);

  update_header (self);
  vidimus_viewer_set_compact (self->viewer, folded);
  adw_flap_set_reveal_flap (self->flap, !folded && g_settings_get_boolean (self->settings, "results-visible"));
}

static gboolean
layout_cb (gpointer user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  self->layout_id = 0;
  update_layout (self);

  return G_SOURCE_REMOVE;
}

/* This is told in the middle of an allocation, when nothing may change its size. */
static void
folded_cb (VidimusWindow *self)
{
  if (self->layout_id == 0)
    self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
}

/** vidimus_window_set_width: to be told at each allocation. */
void
vidimus_window_set_width (VidimusWindow *self,
                          int            width)
{
  gboolean narrow = width < NARROW;

  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  folded_cb (self);
}

static void
reveal_cb (VidimusWindow *self)
{
  gboolean shown = adw_flap_get_reveal_flap (self->flap);

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->results_button), GTK_ACCESSIBLE_STATE_PRESSED,
                               shown ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "results-visible", shown);
}

/** vidimus_window_follow_layout: once, when the window is made. */
void
vidimus_window_follow_layout (VidimusWindow *self)
{
  self->narrow = TRUE; /* until it is known: words would keep a window from being narrow */
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (reveal_cb), self, G_CONNECT_SWAPPED);
  update_layout (self);
}

/* Scanning, in the window. */
#include "vidimus-window-private.h"

#include "vidimus-scan-dialog.h"
#include "vidimus-scanner.h"

static void
other_way_cb (VidimusWindow *self,
              const char    *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), action, NULL);
}

static void
scan_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);
  GtkWidget *dialog = vidimus_scan_dialog_new ();

  vidimus_client_prepare (vidimus_run_get_client (self->run)); /* it warms up while the carriage moves */
  g_signal_connect_object (dialog, "scanned", G_CALLBACK (vidimus_window_add), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "other-way", G_CALLBACK (other_way_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry entries[] = {
  { "scan", scan_action },
};

/** vidimus_window_install_scan: the action of this file. */
void
vidimus_window_install_scan (VidimusWindow *self)
{
  GAction *scan;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  scan = g_action_map_lookup_action (G_ACTION_MAP (self), "scan");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (scan), vidimus_scanner_is_supported ());
}

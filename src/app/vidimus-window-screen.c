/* A part of the screen, as a way in.
 *
 * The window leaves while the user chooses. Desktops freeze the screen when their chooser opens, so that what is behind us
 * could not be brought to the front any more, and Wayland lets nobody move aside. Hidden, not minimised: that a program
 * undoes by itself nowhere on Wayland, while a window that is shown anew gets its place and the focus. */
#include "vidimus-window-private.h"

#include "vidimus-error.h"
#include "vidimus-screen.h"

#include <glib/gi18n-lib.h>

/* Until it has faded out: GNOME takes 150 ms, KDE 250 ms at their usual pace. */
#define FADE_MS 350

static void
set_away (VidimusWindow *self,
          gboolean       away)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "screen");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), !away);
  gtk_widget_set_visible (GTK_WIDGET (self), !away);
  if (!away)
    gtk_window_present (GTK_WINDOW (self));
}

static void
show_problem (VidimusWindow *self,
              const GError  *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), error->message, vidimus_error_get_advice (error));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
taken_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = vidimus_screen_take_finish (result, &error);

  if (self->cancellable == NULL) /* the window was closed */
    return;

  set_away (self, FALSE);
  if (bytes != NULL)
    {
      g_autoptr(GDateTime) now = g_date_time_new_now_local ();
      g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
      /* Translators: the name of a picture of the screen; %s is the time */
      g_autofree char *name = g_strdup_printf (_("Screen %s"), time);
      VidimusDocument *document = vidimus_document_new_for_bytes (bytes, name);

      vidimus_document_set_origin (document, VIDIMUS_ORIGIN_SCREEN);
      vidimus_window_add_one (self, document);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      show_problem (self, error);
    }
}

static gboolean
faded_cb (gpointer user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  if (self->cancellable != NULL)
    vidimus_screen_take_async (self->cancellable, taken_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
screen_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  vidimus_client_prepare (vidimus_run_get_client (self->run)); /* it warms up while the user chooses */
  set_away (self, TRUE);
  g_timeout_add_full (G_PRIORITY_DEFAULT, FADE_MS, faded_cb, g_object_ref (self), g_object_unref);
}

static const GActionEntry entries[] = {
  { "screen", screen_action },
};

/** vidimus_window_install_screen: the action of this file. */
void
vidimus_window_install_screen (VidimusWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* The camera's page in the window, and the two sides that it can take. */
#include "vidimus-window-private.h"

#include <glib/gi18n-lib.h>

/** vidimus_window_show_capture: the camera's page, or what was in sight before it. */
void
vidimus_window_show_capture (VidimusWindow *self,
                             gboolean       shown)
{
  if (self->capturing == shown)
    return;

  vidimus_viewer_end_straightening (self->viewer, TRUE);
  self->capturing = shown;
  if (shown)
    vidimus_client_prepare (vidimus_services_get_local (self->services)); /* it is to look at frames at once */
  vidimus_window_update (self);
}

/* A front goes into the run while its back is still to be photographed: it is asked meanwhile. */
static void
taken_cb (VidimusWindow   *self,
          VidimusDocument *document,
          gboolean         more)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new ();

  g_ptr_array_add (documents, document);
  if (more)
    vidimus_window_append (self, documents);
  else
    vidimus_window_add (self, documents);
}

static void
capture_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  vidimus_window_show_capture (VIDIMUS_WINDOW (user_data), TRUE);
}

static void
leave_capture_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  vidimus_window_show_capture (VIDIMUS_WINDOW (user_data), FALSE);
}

/**
 * vidimus_window_find_other_side:
 *
 * Returns: where in the run the other side of the document in sight is; %GTK_INVALID_LIST_POSITION when there is none, or it was closed
 */
guint
vidimus_window_find_other_side (VidimusWindow *self)
{
  VidimusDocument *partner = self->document != NULL ? vidimus_document_get_partner (self->document) : NULL;

  for (guint i = 0; partner != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->run)); i++)
    {
      g_autoptr(VidimusDocument) document = g_list_model_get_item (G_LIST_MODEL (self->run), i);

      if (document == partner)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
other_side_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  gtk_single_selection_set_selected (self->selection, vidimus_window_find_other_side (self));
}

static const GActionEntry entries[] = {
  { "capture", capture_action },
  { "leave-capture", leave_capture_action },
  { "other-side", other_side_action },
};

/* In a build without cameras nothing is offered that leads nowhere; the menu hides what is disabled by itself. */
static void
offer_no_camera (VidimusWindow *self)
{
  GAction *capture = g_action_map_lookup_action (G_ACTION_MAP (self), "capture");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (capture), FALSE);
  gtk_widget_set_visible (self->photograph_button, FALSE);
  adw_status_page_set_description (self->empty, _("Open or drop a photograph or a scan of it."));
}

/** vidimus_window_install_capture: the actions of this file. */
void
vidimus_window_install_capture (VidimusWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (!vidimus_camera_is_supported ())
    offer_no_camera (self);
  g_signal_connect_object (self->capture, "taken", G_CALLBACK (taken_cb), self, G_CONNECT_SWAPPED);
}

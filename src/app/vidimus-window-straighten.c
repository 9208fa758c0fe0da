/* The outline corrected by hand, and saved as truth. */
#include "vidimus-window-private.h"

#include "vidimus-truth.h"

#include <glib/gi18n-lib.h>

static void
straighten_action (GSimpleAction *action,
                   GVariant      *value,
                   gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  if (g_variant_get_boolean (value))
    vidimus_viewer_begin_straightening (self->viewer);
  else
    vidimus_viewer_end_straightening (self->viewer, TRUE);
}

static void
accept_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  vidimus_viewer_end_straightening (VIDIMUS_WINDOW (user_data)->viewer, TRUE);
}

static void
discard_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  vidimus_viewer_end_straightening (VIDIMUS_WINDOW (user_data)->viewer, FALSE);
}

/* These are enabled only while there is an editor. */

static VidimusOutlineEditor *
get_editor (gpointer user_data)
{
  return vidimus_viewer_get_editor (VIDIMUS_WINDOW (user_data)->viewer);
}

static void
undo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  vidimus_outline_editor_undo (get_editor (user_data));
}

static void
redo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  vidimus_outline_editor_redo (get_editor (user_data));
}

static void
first_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  vidimus_outline_editor_next_first (get_editor (user_data));
}

static void
own_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  vidimus_viewer_use_own_outline (VIDIMUS_WINDOW (user_data)->viewer);
}

/* Truth */

static GPtrArray *
list_corrected (VidimusWindow *self)
{
  GListModel *run = G_LIST_MODEL (self->run);
  GPtrArray *documents = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (run); i++)
    {
      g_autoptr(VidimusDocument) document = g_list_model_get_item (run, i);
      VidimusQuad quad;

      if (vidimus_document_get_corrected (document, &quad))
        g_ptr_array_add (documents, g_steal_pointer (&document));
    }

  return documents;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(VidimusWindow) self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GError) error = NULL;
  guint n = vidimus_truth_save_finish (result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    /* Translators: why it could not be saved follows */
    text = g_strdup_printf (_("The truth was not saved. %s"), error->message);
  else
    text = g_strdup_printf (ngettext ("%u outline saved as truth", "%u outlines saved as truth", n), n);
  vidimus_window_toast (self, text);
}

/**
 * vidimus_window_save_truth:
 * @folder: to write into
 *
 * Saves all outlines of this window that were corrected by hand; says how many, or why not.
 */
void
vidimus_window_save_truth (VidimusWindow *self,
                           GFile         *folder)
{
  g_autoptr(GPtrArray) documents = list_corrected (self);

  vidimus_truth_save_async (documents, folder, self->cancellable, saved_cb, g_object_ref (self));
}

static void
chosen_cb (VidimusWindow        *self,
           int                   response,
           GtkFileChooserNative *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (folder != NULL)
        vidimus_window_save_truth (self, folder);
    }
  g_object_unref (dialog);
}

static void
save_truth_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);
  g_autoptr(GPtrArray) documents = list_corrected (self);
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr(GFile) start = g_file_new_for_path (path != NULL ? path : g_get_home_dir ());
  GtkFileChooserNative *dialog;

  if (documents->len == 0)
    {
      vidimus_window_toast (self, _("No outline was corrected by hand yet. Straighten a picture first (S)."));
      return;
    }

  dialog = gtk_file_chooser_native_new (_("Save Corrected Outlines as Truth"), GTK_WINDOW (self),
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Save Here"), _("_Cancel"));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), start, NULL); /* among recent files there is no folder */
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog)); /* unreferenced by the response */
}

static const GActionEntry entries[] = {
  { "straighten", NULL, NULL, "false", straighten_action },
  { "straighten-accept", accept_action },
  { "straighten-discard", discard_action },
  { "straighten-undo", undo_action },
  { "straighten-redo", redo_action },
  { "straighten-first", first_action },
  { "straighten-own", own_action },
  { "save-truth", save_truth_action },
};

/** vidimus_window_update_straighten: what there is to do about the outline, as it is. */
void
vidimus_window_update_straighten (VidimusWindow *self)
{
  VidimusOutlineEditor *editor = vidimus_viewer_get_editor (self->viewer);
  VidimusDocument *document = self->capturing ? NULL : self->document;
  gboolean corrected = FALSE;
  VidimusQuad quad;

  if (document != NULL)
    corrected = vidimus_document_get_corrected (document, &quad);
  vidimus_window_enable (self, "straighten", document != NULL && vidimus_document_get_picture (document) != NULL);
  vidimus_window_enable (self, "straighten-accept", editor != NULL);
  vidimus_window_enable (self, "straighten-discard", editor != NULL);
  vidimus_window_enable (self, "straighten-undo", editor != NULL && vidimus_outline_editor_can_undo (editor));
  vidimus_window_enable (self, "straighten-redo", editor != NULL && vidimus_outline_editor_can_redo (editor));
  vidimus_window_enable (self, "straighten-first", editor != NULL);
  vidimus_window_enable (self, "straighten-own", editor != NULL || corrected);
}

static void
straightening_cb (VidimusWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "straighten");
  VidimusOutlineEditor *editor = vidimus_viewer_get_editor (self->viewer);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (editor != NULL));
  if (editor != NULL)
    g_signal_connect_object (editor, "changed", G_CALLBACK (vidimus_window_update_straighten), self, G_CONNECT_SWAPPED);
  vidimus_window_update_actions (self);
}

/** vidimus_window_install_straighten: the actions of this file. */
void
vidimus_window_install_straighten (VidimusWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->viewer, "notify::straightening", G_CALLBACK (straightening_cb), self, G_CONNECT_SWAPPED);
}

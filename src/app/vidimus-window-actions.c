#include "vidimus-window-private.h"

#include <glib/gi18n-lib.h>

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  vidimus_window_choose_files (VIDIMUS_WINDOW (user_data));
}

static void
paste_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  vidimus_window_paste (VIDIMUS_WINDOW (user_data));
}

static void
address_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  vidimus_window_ask_address (VIDIMUS_WINDOW (user_data));
}

static void
specimen_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  vidimus_window_open_specimen (VIDIMUS_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

static void
ask_again_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  vidimus_run_ask (self->run, self->document);
}

static void
cancel_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  vidimus_run_cancel (self->run, self->document);
}

static void
remove_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  if (self->capturing)
    vidimus_window_show_capture (self, FALSE);
  else if (self->document != NULL)
    vidimus_run_remove (self->run, self->document);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
step (VidimusWindow *self,
      int            by)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->run));
  int to = (int) gtk_single_selection_get_selected (self->selection) + by;

  if (to >= 0 && to < n)
    gtk_single_selection_set_selected (self->selection, (guint) to);
}

static void
previous_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  step (VIDIMUS_WINDOW (user_data), -1);
}

static void
next_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  step (VIDIMUS_WINDOW (user_data), 1);
}

static VidimusCanvas *
get_canvas (gpointer user_data)
{
  return vidimus_viewer_get_canvas (VIDIMUS_WINDOW (user_data)->viewer);
}

static void
zoom_in_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  vidimus_canvas_zoom_in (get_canvas (user_data));
}

static void
zoom_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  vidimus_canvas_zoom_out (get_canvas (user_data));
}

static void
zoom_fit_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  vidimus_canvas_zoom_fit (get_canvas (user_data));
}

static void
zoom_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  vidimus_canvas_set_zoom (get_canvas (user_data), g_variant_get_double (parameter));
}

static void
turn_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  vidimus_canvas_turn (get_canvas (user_data));
}

static void
rectified_action (GSimpleAction *action,
                  GVariant      *value,
                  gpointer       user_data)
{
  vidimus_viewer_set_rectified (VIDIMUS_WINDOW (user_data)->viewer, g_variant_get_boolean (value));
}

static void
fullscreen_action (GSimpleAction *action,
                   GVariant      *value,
                   gpointer       user_data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (GTK_WINDOW (user_data));
  else
    gtk_window_unfullscreen (GTK_WINDOW (user_data));
}

static void
alarm_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);
  int alarm = g_variant_get_int32 (parameter);

  if (alarm < 0 || alarm >= VIDIMUS_N_ALARMS)
    return;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  vidimus_results_toggle_alarm (self->results, (VidimusAlarm) alarm);
}

static void
copy_result_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);
  g_autofree char *text = vidimus_document_to_text (self->document);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  vidimus_window_toast (self, _("Result copied"));
}

static const GActionEntry entries[] = {
  { "open", open_action },
  { "paste", paste_action },
  { "address", address_action },
  { "specimen", specimen_action, "s" },
  { "ask-again", ask_again_action },
  { "cancel", cancel_action },
  { "remove", remove_action },
  { "previous", previous_action },
  { "next", next_action },
  { "zoom-in", zoom_in_action },
  { "zoom-out", zoom_out_action },
  { "zoom-fit", zoom_fit_action },
  { "zoom", zoom_action, "d" },
  { "turn", turn_action },
  { "rectified", NULL, NULL, "false", rectified_action },
  { "fullscreen", NULL, NULL, "false", fullscreen_action },
  { "alarm", alarm_action, "i" },
  { "copy-result", copy_result_action },
};

/** vidimus_window_enable: an action of this window. */
void
vidimus_window_enable (VidimusWindow *self,
                       const char    *action,
                       gboolean       enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), action)), enabled);
}

/**
 * vidimus_window_update_actions:
 *
 * An action is enabled when it has something in sight to act upon.
 */
void
vidimus_window_update_actions (VidimusWindow *self)
{
  static const char *const of_pictures[] = { "zoom-in", "zoom-out", "zoom-fit", "zoom", "turn" };
  VidimusDocument *document = self->capturing ? NULL : self->document;
  gboolean busy = document != NULL && vidimus_document_is_busy (document);
  gboolean loading = document != NULL && vidimus_document_get_state (document) == VIDIMUS_DOCUMENT_LOADING;
  gboolean picture = document != NULL && vidimus_document_get_picture (document) != NULL;
  gboolean answer = document != NULL && vidimus_document_get_answer (document) != NULL;
  guint n = self->run != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->run)) : 0;
  guint selected = self->selection != NULL ? gtk_single_selection_get_selected (self->selection) : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (of_pictures); i++)
    vidimus_window_enable (self, of_pictures[i], picture);
  vidimus_window_enable (self, "ask-again", document != NULL && !loading);
  vidimus_window_enable (self, "cancel", busy);
  vidimus_window_enable (self, "rectified", document != NULL && vidimus_viewer_get_can_rectify (self->viewer) &&
                                            !vidimus_viewer_get_straightening (self->viewer));
  vidimus_window_enable (self, "alarm", answer);
  vidimus_window_enable (self, "copy-result", answer);
  vidimus_window_enable (self, "inspect", answer);
  vidimus_window_enable (self, "previous", document != NULL && n > 1 && selected > 0);
  vidimus_window_enable (self, "next", document != NULL && n > 1 && selected + 1 < n);
  vidimus_window_enable (self, "other-side", document != NULL && vidimus_window_find_other_side (self) != GTK_INVALID_LIST_POSITION);
  vidimus_window_update_straighten (self);
}

/**
 * vidimus_window_go_back:
 *
 * Escape: leaves what was entered last, or stops what is under way.
 */
void
vidimus_window_go_back (VidimusWindow *self)
{
  if (vidimus_viewer_get_straightening (self->viewer))
    vidimus_viewer_end_straightening (self->viewer, FALSE);
  else if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else if (self->capturing)
    vidimus_window_show_capture (self, FALSE);
  else if (self->document != NULL && vidimus_document_is_busy (self->document))
    vidimus_run_cancel (self->run, self->document);
  else if (vidimus_viewer_get_rectified (self->viewer))
    vidimus_viewer_set_rectified (self->viewer, FALSE);
  else if (adw_flap_get_folded (self->flap) && adw_flap_get_reveal_flap (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  else if (vidimus_viewer_get_shows_areas (self->viewer))
    vidimus_answer_page_hide_evidence (vidimus_results_get_answer_page (self->results));
}

static void
rectified_cb (VidimusWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "rectified");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (vidimus_viewer_get_rectified (self->viewer)));
}

/**
 * vidimus_window_install_actions:
 *
 * All commands, so that menus, buttons, keys, the session bus and tests share them.
 */
void
vidimus_window_install_actions (VidimusWindow *self)
{
  g_autoptr(GPropertyAction) results = g_property_action_new ("results", self->flap, "reveal-flap");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  vidimus_window_install_dialogs (self);
  vidimus_window_install_capture (self);
  vidimus_window_install_scan (self);
  vidimus_window_install_straighten (self);
  vidimus_window_install_screen (self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (results));

  g_signal_connect_object (self->viewer, "notify::rectified", G_CALLBACK (rectified_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewer, "notify::can-rectify", G_CALLBACK (vidimus_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  vidimus_window_update_actions (self);
}

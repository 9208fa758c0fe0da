/* Who answers, and the windows over this one. */
#include "vidimus-window-private.h"

#include "vidimus-about.h"
#include "vidimus-call-window.h"
#include "vidimus-connection-dialog.h"
#include "vidimus-inspector.h"
#include "vidimus-preferences.h"
#include "vidimus-profile-editor.h"

static void
present_over (VidimusWindow *self,
              GtkWidget     *window)
{
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (window));
}

static void
inspect_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  present_over (self, vidimus_inspector_new (vidimus_document_get_answer (self->document)));
}

static void
calls_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  present_over (self, vidimus_call_window_new (vidimus_services_get_log (self->services)));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  present_over (self, vidimus_preferences_new (self->settings, self->services, "general"));
}

static void
services_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  present_over (self, vidimus_preferences_new (self->settings, self->services, "services"));
}

static void
test_connection_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);
  VidimusProfile *profile = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));

  present_over (self, vidimus_connection_dialog_new (profile, vidimus_services_get_secrets (self->services)));
}

static void
edit_service_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);
  VidimusProfile *profile = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));

  if (vidimus_profile_get_kind (profile) != VIDIMUS_PROFILE_LOCAL)
    present_over (self, vidimus_profile_editor_new (self->services, profile, vidimus_profile_get_id (profile)));
}

/* Whether the profile of that id answers from now on. */
static gboolean
choose (VidimusWindow *self,
        GVariant      *id)
{
  VidimusProfiles *profiles = vidimus_services_get_profiles (self->services);
  VidimusProfile *profile = vidimus_profiles_find (profiles, g_variant_get_string (id, NULL));
  g_autoptr(GError) error = NULL;

  if (profile != NULL && !vidimus_services_choose (self->services, profile, &error))
    vidimus_window_toast (self, error->message);

  return profile != NULL && vidimus_profiles_get_current (profiles) == profile;
}

/* The state is what is so, not what was asked for. */
static void
service_action (GSimpleAction *action,
                GVariant      *value,
                gpointer       user_data)
{
  choose (VIDIMUS_WINDOW (user_data), value);
  vidimus_window_update_service (VIDIMUS_WINDOW (user_data));
}

/* The document in sight, by another service. */
static void
ask_other_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  VidimusWindow *self = VIDIMUS_WINDOW (user_data);

  if (choose (self, parameter) && self->document != NULL)
    vidimus_run_ask (self->run, self->document);
}

/** vidimus_window_update_service: the state of the choice is the profile that answers. */
void
vidimus_window_update_service (VidimusWindow *self)
{
  VidimusProfile *profile = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "service");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (vidimus_profile_get_id (profile)));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  present_over (VIDIMUS_WINDOW (user_data), vidimus_about_new ());
}

/* Made when it is asked for: a window that waits unseen is one that assistive technology stumbles over. */
static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/vidimus/Vidimus/ui/vidimus-shortcuts.ui");

  gtk_widget_set_visible (GTK_WIDGET (gtk_builder_get_object (builder, "photograph")), vidimus_camera_is_supported ());
  present_over (VIDIMUS_WINDOW (user_data), GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay")));
}

static const GActionEntry entries[] = {
  { "inspect", inspect_action },
  { "calls", calls_action },
  { "preferences", preferences_action },
  { "services", services_action },
  { "test-connection", test_connection_action },
  { "edit-service", edit_service_action },
  { "ask-other", ask_other_action, "s" },
  { "service", NULL, "s", "\"\"", service_action },
  { "about", about_action },
  { "shortcuts", shortcuts_action },
};

/** vidimus_window_install_dialogs: the actions of this file. */
void
vidimus_window_install_dialogs (VidimusWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

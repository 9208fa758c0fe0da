#include "vidimus-services-page.h"

#include "vidimus-connection-dialog.h"
#include "vidimus-profile-editor.h"
#include "vidimus-profile-row.h"

#include <glib/gi18n-lib.h>

struct _VidimusServicesPage
{
  AdwPreferencesPage    parent_instance;

  VidimusServices      *services;    /* owned, nullable */
  GPtrArray            *rows;        /* owned; of borrowed VidimusProfileRow, as the profiles stand */
  GCancellable         *cancellable; /* owned; cancelled with the page */

  /* Template children */
  GtkWidget            *problem_group;
  AdwActionRow         *problem;
  AdwPreferencesGroup  *group;
  AdwActionRow         *keeping;
  GtkImage             *keeping_icon;
};

G_DEFINE_FINAL_TYPE (VidimusServicesPage, vidimus_services_page, ADW_TYPE_PREFERENCES_PAGE)

static void
toast (VidimusServicesPage *self,
       const GError        *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (error->message));
}

static void
present (VidimusServicesPage *self,
         GtkWidget           *window)
{
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

/* The list */

static void
update_current (VidimusServicesPage *self)
{
  VidimusProfile *current = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));

  for (guint i = 0; i < self->rows->len; i++)
    vidimus_profile_row_set_current (self->rows->pdata[i],
                                     vidimus_profile_row_get_profile (self->rows->pdata[i]) == current);
}

static void
chosen_cb (VidimusServicesPage *self,
           VidimusProfileRow   *row)
{
  g_autoptr(GError) error = NULL;

  if (!vidimus_services_choose (self->services, vidimus_profile_row_get_profile (row), &error))
    toast (self, error);
  update_current (self);
}

static void
fill (VidimusServicesPage *self)
{
  GListModel *profiles = G_LIST_MODEL (vidimus_services_get_profiles (self->services));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(VidimusProfile) profile = g_list_model_get_item (profiles, i);
      GtkWidget *row = vidimus_profile_row_new (profile, i > 0 ? self->rows->pdata[0] : NULL);

      g_signal_connect_object (row, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  update_current (self);
}

static VidimusProfile *
find (VidimusServicesPage *self,
      GVariant            *id)
{
  return vidimus_profiles_find (vidimus_services_get_profiles (self->services), g_variant_get_string (id, NULL));
}

/* What can be done with one */

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  VidimusServicesPage *self = VIDIMUS_SERVICES_PAGE (widget);
  gboolean huawei = g_strcmp0 (g_variant_get_string (parameter, NULL), "huawei") == 0;
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (huawei ? VIDIMUS_PROFILE_HUAWEI : VIDIMUS_PROFILE_OTHER);

  present (self, vidimus_profile_editor_new (self->services, profile, NULL));
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  VidimusServicesPage *self = VIDIMUS_SERVICES_PAGE (widget);
  VidimusProfile *profile = find (self, parameter);

  if (profile != NULL)
    present (self, vidimus_profile_editor_new (self->services, profile, vidimus_profile_get_id (profile)));
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  VidimusServicesPage *self = VIDIMUS_SERVICES_PAGE (widget);
  VidimusProfile *profile = find (self, parameter);
  g_autoptr(VidimusProfile) copy = NULL;
  g_autofree char *title = NULL;

  if (profile == NULL)
    return;

  /* Translators: the name of a duplicate */
  title = g_strdup_printf (_("%s (copy)"), vidimus_profile_get_name (profile));
  copy = vidimus_profile_copy (profile, title);
  present (self, vidimus_profile_editor_new (self->services, copy, vidimus_profile_get_id (profile)));
}

static void
test_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  VidimusServicesPage *self = VIDIMUS_SERVICES_PAGE (widget);
  VidimusProfile *profile = find (self, parameter);

  if (profile != NULL)
    present (self, vidimus_connection_dialog_new (profile, vidimus_services_get_secrets (self->services)));
}

static void
delete_cb (VidimusServicesPage *self,
           const char          *response,
           AdwMessageDialog    *dialog)
{
  VidimusProfile *profile = g_object_get_data (G_OBJECT (dialog), "vidimus-profile");
  g_autoptr(GError) error = NULL;

  if (g_strcmp0 (response, "delete") == 0 && !vidimus_services_remove (self->services, profile, &error))
    toast (self, error);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  VidimusServicesPage *self = VIDIMUS_SERVICES_PAGE (widget);
  VidimusProfile *profile = find (self, parameter);
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;

  if (profile == NULL)
    return;

  heading = g_strdup_printf (_("Delete “%s”?"), vidimus_profile_get_name (profile));
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading,
                                                       _("Its password or keys are removed from your keyring too.")));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "vidimus-profile", g_object_ref (profile), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  present (self, GTK_WIDGET (dialog));
}

/* Where secrets are */

static void
update_keeping (VidimusServicesPage *self)
{
  VidimusKeeping keeping = vidimus_secrets_get_keeping (vidimus_services_get_secrets (self->services));
  const char *words = vidimus_secrets_describe (keeping);

  adw_action_row_set_subtitle (self->keeping, words != NULL ? words
                                                            : _("Kept in your keyring, or for this session only."));
  gtk_image_set_from_icon_name (self->keeping_icon, words != NULL ? "dialog-warning-symbolic"
                                                                  : "channel-secure-symbolic");
}

static void
probed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusServicesPage) self = VIDIMUS_SERVICES_PAGE (user_data);

  vidimus_secrets_probe_finish (VIDIMUS_SECRETS (object), result);
  if (!g_cancellable_is_cancelled (self->cancellable))
    update_keeping (self);
}

/* Lifetime */

/**
 * vidimus_services_page_set_services:
 *
 * Shows the profiles of @services, and follows them.
 */
void
vidimus_services_page_set_services (VidimusServicesPage *self,
                                    VidimusServices     *services)
{
  VidimusProfiles *profiles;
  const char *problem;

  g_return_if_fail (VIDIMUS_IS_SERVICES_PAGE (self));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  profiles = vidimus_services_get_profiles (services);
  problem = vidimus_services_get_problem (services);
  gtk_widget_set_visible (self->problem_group, problem != NULL);
  adw_action_row_set_subtitle (self->problem, problem != NULL ? problem : "");

  g_signal_connect_object (profiles, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (profiles, "notify::current", G_CALLBACK (update_current), self, G_CONNECT_SWAPPED);
  fill (self);
  update_keeping (self);
  vidimus_secrets_probe_async (vidimus_services_get_secrets (services), self->cancellable, probed_cb,
                               g_object_ref (self));
}

static void
vidimus_services_page_dispose (GObject *object)
{
  g_cancellable_cancel (VIDIMUS_SERVICES_PAGE (object)->cancellable);

  G_OBJECT_CLASS (vidimus_services_page_parent_class)->dispose (object);
}

static void
vidimus_services_page_finalize (GObject *object)
{
  VidimusServicesPage *self = VIDIMUS_SERVICES_PAGE (object);

  g_clear_object (&self->services);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (vidimus_services_page_parent_class)->finalize (object);
}

static void
vidimus_services_page_class_init (VidimusServicesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_services_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = vidimus_services_page_finalize;

  gtk_widget_class_install_action (widget_class, "services.add", "s", add_action);
  gtk_widget_class_install_action (widget_class, "services.edit", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "services.duplicate", "s", duplicate_action);
  gtk_widget_class_install_action (widget_class, "services.test", "s", test_action);
  gtk_widget_class_install_action (widget_class, "services.delete", "s", delete_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-services-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusServicesPage, problem_group);
  gtk_widget_class_bind_template_child (widget_class, VidimusServicesPage, problem);
  gtk_widget_class_bind_template_child (widget_class, VidimusServicesPage, group);
  gtk_widget_class_bind_template_child (widget_class, VidimusServicesPage, keeping);
  gtk_widget_class_bind_template_child (widget_class, VidimusServicesPage, keeping_icon);
}

static void
vidimus_services_page_init (VidimusServicesPage *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

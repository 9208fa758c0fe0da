#include "vidimus-profile-editor.h"

#include "vidimus-connection-dialog.h"
#include "vidimus-error.h"
#include "vidimus-sign-in-group.h"

#include <glib/gi18n-lib.h>

struct _VidimusProfileEditor
{
  AdwWindow            parent_instance;

  VidimusServices     *services;    /* owned */
  VidimusProfile      *profile;     /* owned; what is saved to */
  VidimusProfile      *draft;       /* owned; what is edited */
  GCancellable        *cancellable; /* owned; cancelled with the window */
  gboolean             saving;

  /* Template children */
  GtkWidget           *save;
  AdwPreferencesPage  *page;
  GtkWidget           *name;
  GtkWidget           *region_group;
  AdwComboRow         *region;
  GtkWidget           *address;
  VidimusSignInGroup  *sign_in;
  GtkWidget           *billing_group;
  GtkWidget           *project_id;
  GtkWidget           *enterprise_project;
  GtkWidget           *metadata;
  GtkWidget           *send_address;
  GtkWidget           *fetch_row;
  GtkWidget           *fetch_picture;
  GtkWidget           *endpoint;
  GtkWidget           *iam_endpoint;
  GtkWidget           *other_project_id;
  AdwActionRow        *ca_row;
  GtkWidget           *clear_ca;
  GtkWidget           *choose_ca;
  GtkWidget           *problem_box;
  GtkLabel            *problem;
  GtkWidget           *test;
};

G_DEFINE_FINAL_TYPE (VidimusProfileEditor, vidimus_profile_editor, ADW_TYPE_WINDOW)

/* @problem: nullable; what keeps it from being saved. @note: what is worth knowing when nothing does. */
static void
say (VidimusProfileEditor *self,
     const char           *problem,
     const char           *note)
{
  const char *text = problem != NULL ? problem : note;

  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (self->problem_box, text != NULL);
}

/* What is wrong, and what to do. Returns: (transfer full) */
static char *
join (const GError *error)
{
  return g_strdup_printf ("%s %s", error->message, vidimus_error_get_advice (error));
}

/* Whether anyone on the way to the service can read what is sent. */
static gboolean
is_open_to_all (VidimusProfile *profile)
{
  g_autofree char *endpoint = vidimus_profile_dup_endpoint (profile);
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;

  if (endpoint == NULL ||
      !g_uri_split (endpoint, G_URI_FLAGS_NONE, &scheme, NULL, &host, NULL, NULL, NULL, NULL, NULL))
    return FALSE;

  return g_strcmp0 (scheme, "http") == 0 && host != NULL && !g_str_equal (host, "localhost") &&
         !g_str_has_prefix (host, "127.") && !g_str_equal (host, "::1");
}

static void
update (VidimusProfileEditor *self)
{
  g_autoptr(GError) error = NULL;
  gboolean right = vidimus_profile_check (self->draft, &error);
  const char *missing = right ? vidimus_sign_in_group_get_problem (self->sign_in) : NULL;
  g_autofree char *problem = right ? g_strdup (missing) : join (error);
  g_autofree char *ca_file = NULL;
  gboolean sends_addresses;

  g_object_get (self->draft, "ca-file", &ca_file, NULL);
  sends_addresses = vidimus_profile_get_send_address (self->draft);

  gtk_widget_set_sensitive (self->save, problem == NULL && !self->saving);
  gtk_widget_set_sensitive (self->test, problem == NULL && !self->saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !self->saving);
  gtk_widget_set_sensitive (self->fetch_row, sends_addresses);
  gtk_widget_set_visible (self->clear_ca, *ca_file != '\0');
  adw_action_row_set_subtitle (self->ca_row, *ca_file != '\0' ? ca_file : _("Trusted beside the system’s; a PEM file"));
  say (self, problem, is_open_to_all (self->draft)
                        ? _("Without https, anyone on the way can read the pictures.") : NULL);
}

/* The region */

static void
region_cb (VidimusProfileEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->region), n;
  const VidimusRegion *regions = vidimus_regions_get (&n);

  if (selected < n)
    g_object_set (self->draft, "region", regions[selected].id, NULL);
}

/* A region that is not on the list, as a file may have it, stands behind the others. */
static void
fill_regions (VidimusProfileEditor *self)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  const char *current = vidimus_profile_get_region (self->draft);
  guint n, selected;
  const VidimusRegion *regions = vidimus_regions_get (&n);

  selected = n;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s · %s", vidimus_region_get_title (&regions[i]), regions[i].id);

      gtk_string_list_append (list, text);
      if (g_strcmp0 (regions[i].id, current) == 0)
        selected = i;
    }
  if (selected == n)
    gtk_string_list_append (list, current);

  adw_combo_row_set_model (self->region, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->region, selected);
  g_signal_connect_object (self->region, "notify::selected", G_CALLBACK (region_cb), self, G_CONNECT_SWAPPED);
}

/* The certificates */

static void
ca_chosen_cb (VidimusProfileEditor *self,
              int                   response,
              GtkFileChooserNative *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      g_object_set (self->draft, "ca-file", g_file_peek_path (file), NULL);
    }
  g_object_unref (dialog);
}

static void
choose_ca_cb (VidimusProfileEditor *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Choose Certificates"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN,
                                                              _("_Choose"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (ca_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog)); /* unreferenced by the response */
}

static void
clear_ca_cb (VidimusProfileEditor *self)
{
  g_object_set (self->draft, "ca-file", "", NULL);
}

/* Saving */

static void
show_error (VidimusProfileEditor *self,
            const GError         *error)
{
  g_autofree char *text = join (error);

  self->saving = FALSE;
  update (self);
  say (self, text, NULL);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(VidimusProfileEditor) self = VIDIMUS_PROFILE_EDITOR (user_data);
  g_autoptr(GError) error = NULL;
  gboolean kept = vidimus_sign_in_group_transfer_finish (VIDIMUS_SIGN_IN_GROUP (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  vidimus_services_forget (self->services, self->profile);
  if (kept)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_error (self, error);
}

/* First the settings, then the secrets: they are labelled with the name. */
static void
save_cb (VidimusProfileEditor *self)
{
  g_autoptr(GError) error = NULL;

  vidimus_profile_assign (self->profile, self->draft);
  if (!vidimus_services_put (self->services, self->profile, &error))
    {
      show_error (self, error);
      return;
    }
  self->saving = TRUE;
  update (self);
  vidimus_sign_in_group_save_async (self->sign_in, self->profile, self->cancellable, saved_cb, g_object_ref (self));
}

/* Testing what is not saved yet: the draft has an id of its own, and borrows the secrets. */

static void
return_secrets_cb (VidimusSecrets *secrets,
                   gpointer        dialog)
{
  const char *id = g_object_get_data (G_OBJECT (dialog), "vidimus-draft-id");

  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    vidimus_secrets_remember (secrets, id, i, NULL);
}

static void
lent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(VidimusProfileEditor) self = VIDIMUS_PROFILE_EDITOR (user_data);
  VidimusSecrets *secrets = vidimus_services_get_secrets (self->services);
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  if (!vidimus_sign_in_group_transfer_finish (VIDIMUS_SIGN_IN_GROUP (object), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error);
      return;
    }

  self->saving = FALSE;
  update (self);
  dialog = vidimus_connection_dialog_new (self->draft, secrets);
  g_object_set_data_full (G_OBJECT (dialog), "vidimus-draft-id", g_strdup (vidimus_profile_get_id (self->draft)), g_free);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (return_secrets_cb), secrets, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
test_cb (VidimusProfileEditor *self)
{
  self->saving = TRUE; /* nothing changes meanwhile */
  update (self);
  vidimus_sign_in_group_lend_async (self->sign_in, self->draft, self->cancellable, lent_cb, g_object_ref (self));
}

/* Lifetime */

static void
bind (VidimusProfileEditor *self,
      const char           *property,
      GtkWidget            *widget,
      const char           *what,
      GBindingFlags         more)
{
  g_object_bind_property (self->draft, property, widget, what,
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL | more);
}

static void
bind_all (VidimusProfileEditor *self)
{
  gboolean huawei = vidimus_profile_get_kind (self->draft) == VIDIMUS_PROFILE_HUAWEI;

  bind (self, "name", self->name, "text", 0);
  bind (self, "endpoint", huawei ? self->endpoint : self->address, "text", 0);
  bind (self, "iam-endpoint", self->iam_endpoint, "text", 0);
  bind (self, "project-id", huawei ? self->project_id : self->other_project_id, "text", 0);
  bind (self, "enterprise-project", self->enterprise_project, "text", 0);
  bind (self, "keep-metadata", self->metadata, "active", G_BINDING_INVERT_BOOLEAN);
  bind (self, "send-address", self->send_address, "active", 0);
  bind (self, "fetch-picture", self->fetch_picture, "active", 0);

  gtk_widget_set_visible (self->region_group, huawei);
  gtk_widget_set_visible (self->address, !huawei);
  gtk_widget_set_visible (self->billing_group, huawei);
  gtk_widget_set_visible (self->endpoint, huawei);
  gtk_widget_set_visible (self->iam_endpoint, huawei);
  gtk_widget_set_visible (self->other_project_id, !huawei);
  gtk_widget_set_visible (GTK_WIDGET (self->ca_row), !huawei);
}

static void
edit (VidimusProfileEditor *self,
      VidimusProfile       *profile,
      const char           *source_id)
{
  self->profile = g_object_ref (profile);
  self->draft = vidimus_profile_copy (profile, vidimus_profile_get_name (profile));
  bind_all (self);
  fill_regions (self);
  vidimus_sign_in_group_edit (self->sign_in, self->draft, vidimus_services_get_secrets (self->services), source_id);
  g_signal_connect_object (self->draft, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_window_set_title (GTK_WINDOW (self), vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_HUAWEI
                                             ? _("Huawei Cloud") : _("Other Host"));
  update (self);
}

static void
vidimus_profile_editor_dispose (GObject *object)
{
  VidimusProfileEditor *self = VIDIMUS_PROFILE_EDITOR (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (vidimus_profile_editor_parent_class)->dispose (object);
}

static void
vidimus_profile_editor_finalize (GObject *object)
{
  VidimusProfileEditor *self = VIDIMUS_PROFILE_EDITOR (object);

  g_clear_object (&self->services);
  g_clear_object (&self->profile);
  g_clear_object (&self->draft);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (vidimus_profile_editor_parent_class)->finalize (object);
}

static void
vidimus_profile_editor_class_init (VidimusProfileEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_profile_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = vidimus_profile_editor_finalize;

  g_type_ensure (VIDIMUS_TYPE_SIGN_IN_GROUP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-profile-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, save);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, page);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, name);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, region_group);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, region);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, address);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, sign_in);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, billing_group);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, project_id);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, enterprise_project);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, metadata);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, send_address);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, fetch_row);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, fetch_picture);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, endpoint);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, iam_endpoint);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, other_project_id);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, ca_row);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, clear_ca);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, choose_ca);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, problem_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, problem);
  gtk_widget_class_bind_template_child (widget_class, VidimusProfileEditor, test);
}

static void
vidimus_profile_editor_init (VidimusProfileEditor *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->test, "clicked", G_CALLBACK (test_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choose_ca, "clicked", G_CALLBACK (choose_ca_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear_ca, "clicked", G_CALLBACK (clear_ca_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
vidimus_profile_editor_new (VidimusServices *services,
                            VidimusProfile  *profile,
                            const char      *source_id)
{
  VidimusProfileEditor *self = g_object_new (VIDIMUS_TYPE_PROFILE_EDITOR, NULL);

  self->services = g_object_ref (services);
  edit (self, profile, source_id);

  return GTK_WIDGET (self);
}

#include "vidimus-address-dialog.h"
#include "vidimus-application.h"
#include "vidimus-call-record-private.h"
#include "vidimus-call-row.h"
#include "vidimus-call-window.h"
#include "vidimus-document-private.h"
#include "vidimus-error.h"
#include "vidimus-failure-page.h"
#include "vidimus-profile-editor.h"
#include "vidimus-secret-transfer.h"
#include "vidimus-services.h"
#include "vidimus-sign-in-group.h"
#include "vidimus-working-page.h"

#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>

typedef struct
{
  char            *path;
  VidimusProfiles *profiles;
  VidimusSecrets  *secrets;
  VidimusServices *services;
  guint            n_notified;
} Fixture;

static void
count_cb (guint *count)
{
  ++*count;
}

static void
load (Fixture *f)
{
  f->profiles = vidimus_profiles_new (f->path);
  f->secrets = vidimus_secrets_new ();
  f->services = vidimus_services_new (f->profiles, f->secrets);
  g_signal_connect_swapped (f->services, "notify::client", G_CALLBACK (count_cb), &f->n_notified);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->path = g_build_filename (g_get_user_runtime_dir (), "profiles.ini", NULL);
  g_remove (f->path);
  if (data != NULL)
    g_assert_true (g_file_set_contents_full (f->path, data, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  load (f);
}

static gboolean
is_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

/* Once what is under way has come back. */
static void
finalize (gpointer object)
{
  vidimus_test_await_true (is_alone, object);
  g_assert_finalize_object (object);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  finalize (f->services);
  finalize (f->profiles);
  finalize (f->secrets);
  g_free (f->path);
}

/* Returns: (transfer full) */
static VidimusProfile *
add (Fixture            *f,
     VidimusProfileKind  kind,
     const char         *name,
     const char         *endpoint)
{
  VidimusProfile *profile = vidimus_profile_new (kind);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "name", name, "endpoint", endpoint, NULL);
  vidimus_services_put (f->services, profile, &error);
  g_assert_no_error (error);

  return profile;
}

static GtkWidget *
child_of (gpointer    widget,
          const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name));
}

/* Who answers */

static void
test_choose (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(VidimusProfile) good = add (f, VIDIMUS_PROFILE_OTHER, "Good", "http://127.0.0.1:1");
  g_autoptr(VidimusProfile) bad = add (f, VIDIMUS_PROFILE_OTHER, "Bad", "");
  g_autoptr(VidimusProfiles) again = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client;

  g_assert_true (vidimus_client_is_local (vidimus_services_get_client (f->services)));
  g_assert_true (vidimus_services_choose (f->services, good, &error));
  g_assert_no_error (error);
  client = vidimus_services_get_client (f->services);
  g_assert_false (vidimus_client_is_local (client));
  g_assert_cmpuint (f->n_notified, ==, 1);

  g_assert_false (vidimus_services_choose (f->services, bad, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_true (vidimus_services_get_client (f->services) == client);
  g_assert_true (vidimus_profiles_get_current (f->profiles) == good);
  g_assert_cmpuint (f->n_notified, ==, 1);

  again = vidimus_profiles_new (f->path);
  g_assert_cmpstr (vidimus_profile_get_id (vidimus_profiles_get_current (again)), ==, vidimus_profile_get_id (good));
}

static void
test_put (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(VidimusProfile) current = add (f, VIDIMUS_PROFILE_OTHER, "Current", "http://127.0.0.1:1");
  g_autoptr(VidimusProfile) other = add (f, VIDIMUS_PROFILE_OTHER, "Other", "http://127.0.0.1:2");
  g_autoptr(VidimusClient) before = NULL;

  g_assert_true (vidimus_services_choose (f->services, current, NULL));
  before = g_object_ref (vidimus_services_get_client (f->services));
  g_assert_true (vidimus_services_put (f->services, other, NULL));
  g_assert_true (vidimus_services_get_client (f->services) == before);
  g_object_set (current, "endpoint", "http://127.0.0.1:3", NULL);
  g_assert_true (vidimus_services_put (f->services, current, NULL));
  g_assert_true (vidimus_services_get_client (f->services) != before);
}

/* Returns: (transfer full) (nullable) */
static char *
look_up (Fixture           *f,
         const char        *id,
         VidimusSecretKind  kind)
{
  g_autoptr(GAsyncResult) result = NULL;
  char *secret;

  vidimus_secrets_lookup_async (f->secrets, id, kind, NULL, vidimus_test_finish, &result);
  secret = vidimus_secrets_lookup_finish (f->secrets, vidimus_test_await (&result), NULL);
  vidimus_test_drain ();

  return secret;
}

static void
assert_secret (Fixture           *f,
               VidimusProfile    *profile,
               VidimusSecretKind  kind,
               const char        *expected)
{
  char *secret = look_up (f, vidimus_profile_get_id (profile), kind);

  g_assert_cmpstr (secret, ==, expected);
  secret_password_free (secret);
}

static void
test_remove (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(VidimusProfile) profile = add (f, VIDIMUS_PROFILE_OTHER, "Gone", "http://127.0.0.1:1");

  vidimus_secrets_remember (f->secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_TOKEN, "a token");
  g_assert_true (vidimus_services_choose (f->services, profile, NULL));
  g_assert_true (vidimus_services_remove (f->services, profile, NULL));
  g_assert_true (vidimus_client_is_local (vidimus_services_get_client (f->services)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->profiles)), ==, 1);
  g_assert_cmpuint (f->n_notified, ==, 2);
  assert_secret (f, profile, VIDIMUS_SECRET_TOKEN, NULL);
}

/* A file that names one that can't be asked: this computer answers, and that is told. */
static const char broken_file[] =
  "[vidimus]\ncurrent=9d3f0a34-1c5e-4b0e-9a53-3f6a8f0f7b11\n"
  "[profile 9d3f0a34-1c5e-4b0e-9a53-3f6a8f0f7b11]\nkind=other\nname=Nowhere\nendpoint=\n";

static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  g_assert_cmpstr (vidimus_profile_get_name (vidimus_profiles_get_current (f->profiles)), ==, "Nowhere");
  g_assert_true (vidimus_client_is_local (vidimus_services_get_client (f->services)));
  g_assert_nonnull (strstr (vidimus_services_get_problem (f->services), "Nowhere"));
  g_assert_cmpint (vidimus_profile_get_kind (vidimus_profiles_get_current (f->profiles)), ==, VIDIMUS_PROFILE_LOCAL);
}

/* Secrets from the fields */

static gboolean
transfer (Fixture        *f,
          VidimusTyped    typed,
          const char     *from_id,
          VidimusProfile *to,
          gboolean        keep,
          GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_secrets_transfer_async (f->secrets, &typed, from_id, to, keep, NULL, vidimus_test_finish, &result);

  return vidimus_secrets_transfer_finish (f->secrets, vidimus_test_await (&result), error);
}

static void
test_transfer (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(VidimusProfile) from = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(VidimusProfile) to = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(GError) error = NULL;

  g_object_set (to, "auth", VIDIMUS_AUTH_TEMPORARY_KEYS, NULL);
  vidimus_secrets_remember (f->secrets, vidimus_profile_get_id (from), VIDIMUS_SECRET_SECRET_KEY, "old");
  vidimus_secrets_remember (f->secrets, vidimus_profile_get_id (from), VIDIMUS_SECRET_SECURITY_TOKEN, "known");
  vidimus_secrets_remember (f->secrets, vidimus_profile_get_id (from), VIDIMUS_SECRET_PASSWORD, "not needed");

  g_assert_true (transfer (f, (VidimusTyped) { { "also not", "typed", "", NULL } }, vidimus_profile_get_id (from), to, FALSE,
                           &error));
  g_assert_no_error (error);
  assert_secret (f, to, VIDIMUS_SECRET_SECRET_KEY, "typed");
  assert_secret (f, to, VIDIMUS_SECRET_SECURITY_TOKEN, "known");
  assert_secret (f, to, VIDIMUS_SECRET_PASSWORD, NULL);
  assert_secret (f, from, VIDIMUS_SECRET_SECRET_KEY, "old");

  /* There is no keyring here: that is told, and it holds for the session. */
  g_object_set (to, "auth", VIDIMUS_AUTH_TOKEN, NULL);
  g_assert_false (transfer (f, (VidimusTyped) { { NULL, NULL, NULL, "a token" } }, NULL, to, TRUE, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  assert_secret (f, to, VIDIMUS_SECRET_TOKEN, "a token");
}

/* The fields */

static const struct
{
  VidimusAuthKind auth;
  const char     *rows[4];
} needed[] = {
  { VIDIMUS_AUTH_PASSWORD, { "user", "domain", "password" } },
  { VIDIMUS_AUTH_KEYS, { "access_key", "secret_key" } },
  { VIDIMUS_AUTH_TEMPORARY_KEYS, { "access_key", "secret_key", "security_token" } },
  { VIDIMUS_AUTH_TOKEN, { "token" } },
};

static void
test_rows (Fixture       *f,
           gconstpointer  data)
{
  static const char *const rows[] = { "user", "domain", "access_key", "password", "secret_key", "security_token", "token" };
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(GtkWidget) group = g_object_ref_sink (g_object_new (VIDIMUS_TYPE_SIGN_IN_GROUP, NULL));

  vidimus_sign_in_group_edit (VIDIMUS_SIGN_IN_GROUP (group), profile, f->secrets, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      adw_combo_row_set_selected (ADW_COMBO_ROW (child_of (group, "auth")), i);
      g_assert_cmpint (vidimus_profile_get_auth (profile), ==, needed[i].auth);
      for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
        g_assert_cmpint (gtk_widget_get_visible (child_of (group, rows[r])), ==,
                         g_strv_contains (needed[i].rows, rows[r]));
      g_assert_nonnull (vidimus_sign_in_group_get_problem (VIDIMUS_SIGN_IN_GROUP (group)));
    }
  gtk_editable_set_text (GTK_EDITABLE (child_of (group, "token")), "pasted");
  g_assert_null (vidimus_sign_in_group_get_problem (VIDIMUS_SIGN_IN_GROUP (group)));
}

static gboolean
is_complete (gpointer group)
{
  return vidimus_sign_in_group_get_problem (group) == NULL;
}

static gboolean
is_for_session (gpointer row)
{
  return adw_combo_row_get_selected (row) == 1;
}

/* What is known need not be typed, and is not shown. */
static void
test_known (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_autoptr(GtkWidget) group = g_object_ref_sink (g_object_new (VIDIMUS_TYPE_SIGN_IN_GROUP, NULL));
  GtkWidget *field = child_of (group, "secret_key");

  g_object_set (profile, "auth", VIDIMUS_AUTH_KEYS, NULL);
  vidimus_secrets_remember (f->secrets, "source", VIDIMUS_SECRET_SECRET_KEY, "known");
  vidimus_sign_in_group_edit (VIDIMUS_SIGN_IN_GROUP (group), profile, f->secrets, "source");
  vidimus_test_await_true (is_complete, group);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "");
  g_assert_nonnull (strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (field)), "known"));
  vidimus_test_await_true (is_for_session, child_of (group, "keeping"));
}

static void
test_editor (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  GtkWidget *editor = vidimus_profile_editor_new (f->services, profile, NULL);
  GtkWidget *save = child_of (editor, "save");

  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child_of (editor, "problem"))), !=, "");
  gtk_editable_set_text (GTK_EDITABLE (child_of (editor, "address")), "http://192.0.2.1");
  g_assert_true (gtk_widget_get_sensitive (save));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (child_of (editor, "problem"))), "https"));
  gtk_editable_set_text (GTK_EDITABLE (child_of (editor, "address")), "https://ocr.example.org");
  g_assert_false (gtk_widget_get_visible (child_of (editor, "problem_box")));
  g_assert_null (vidimus_profiles_find (f->profiles, vidimus_profile_get_id (profile)));

  g_signal_emit_by_name (save, "clicked");
  vidimus_test_await_true (is_alone, f->services); /* the window is gone */
  g_assert_true (vidimus_profiles_find (f->profiles, vidimus_profile_get_id (profile)) == profile);
}

/* What is seen of a call */

static void
test_countdown (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_bytes (bytes, "x");
  g_autoptr(GtkWidget) page = g_object_ref_sink (g_object_new (VIDIMUS_TYPE_WORKING_PAGE, NULL));
  GtkWidget *countdown = child_of (page, "countdown");

  vidimus_document_set_state (document, VIDIMUS_DOCUMENT_SIGNING_IN, 0.0);
  vidimus_working_page_show (VIDIMUS_WORKING_PAGE (page), document);
  g_assert_false (gtk_widget_get_visible (countdown));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child_of (page, "stage"))), ==, "Signing in…");

  vidimus_document_set_paused (document, 2, 60000, "Too many requests.");
  vidimus_working_page_show (VIDIMUS_WORKING_PAGE (page), document);
  g_assert_true (gtk_widget_get_visible (countdown));
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (countdown)), "Trying again in "));
  g_assert_true (g_str_has_suffix (gtk_label_get_label (GTK_LABEL (countdown)), " s (attempt 2)"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child_of (page, "stage"))), ==, "Too many requests.");
}

static void
test_others (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GtkWidget) page = g_object_ref_sink (vidimus_failure_page_new ());
  g_autoptr(GError) account = vidimus_error_new (VIDIMUS_ERROR_ACCOUNT, NULL, 401, NULL, "No.");
  g_autoptr(GError) failed = vidimus_error_new (VIDIMUS_ERROR_SERVICE, NULL, 500, NULL, "No.");
  g_autoptr(VidimusProfile) profile = NULL;
  GtkWidget *other = child_of (page, "other"), *edit = child_of (page, "edit");

  vidimus_failure_page_set_services (VIDIMUS_FAILURE_PAGE (page), f->services);
  vidimus_failure_page_set_error (VIDIMUS_FAILURE_PAGE (page), account);
  g_assert_false (gtk_widget_get_visible (other)); /* there is none */
  g_assert_false (gtk_widget_get_visible (edit)); /* nor is there anything to edit */

  profile = add (f, VIDIMUS_PROFILE_OTHER, "Other", "http://127.0.0.1:1");
  g_assert_true (vidimus_services_choose (f->services, profile, NULL));
  vidimus_failure_page_set_error (VIDIMUS_FAILURE_PAGE (page), account);
  g_assert_true (gtk_widget_get_visible (other) && gtk_widget_get_visible (edit));
  g_assert_cmpint (g_menu_model_get_n_items (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (other))), ==, 1);
  vidimus_failure_page_set_error (VIDIMUS_FAILURE_PAGE (page), failed);
  g_assert_true (gtk_widget_get_visible (other));
  g_assert_false (gtk_widget_get_visible (edit));
}

static VidimusCallRecord *
make_record (guint       status,
             const char *code)
{
  VidimusCallRecord *record = vidimus_call_record_new ();

  g_free (record->title);
  g_free (record->service);
  g_clear_pointer (&record->begun, g_date_time_unref);
  record->title = g_strdup ("picture.png");
  record->service = g_strdup ("Cloud");
  record->begun = g_date_time_new_now_local ();
  record->status = status;
  record->code = g_strdup (code);

  return record;
}

static void
test_calls (void)
{
  static const struct { guint status; const char *code, *words; gboolean good; } cases[] = {
    { 200, NULL, "200", TRUE }, { 429, "APIG.0308", "429 · APIG.0308", FALSE }, { 0, NULL, "No answer", FALSE },
  };
  g_autoptr(VidimusCallLog) log = vidimus_call_log_new ();
  GtkWidget *window = vidimus_call_window_new (log);
  GtkWidget *stack = child_of (window, "stack");

  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "empty");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VidimusCallRecord *record = make_record (cases[i].status, cases[i].code);
      g_autofree char *words = vidimus_call_record_dup_status (record);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpint (vidimus_call_record_is_good (record), ==, cases[i].good);
      vidimus_call_log_add (log, record);
    }
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "calls");
  g_signal_emit_by_name (child_of (window, "clear"), "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "empty");

  gtk_window_destroy (GTK_WINDOW (window));
  vidimus_test_drain ();
  g_assert_true (is_alone (log));
}

static void
assert_address_words (VidimusProfile *profile,
                      const char     *word)
{
  GtkWidget *dialog = vidimus_address_dialog_new (profile);

  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), word));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_address (void)
{
  g_autoptr(VidimusProfile) local = vidimus_profile_new_local ();
  g_autoptr(VidimusProfile) cloud = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);

  assert_address_words (local, "on this computer");
  assert_address_words (cloud, "not fetched here");
  g_object_set (cloud, "fetch-picture", TRUE, NULL);
  assert_address_words (cloud, "fetches it too");
  g_object_set (cloud, "send-address", FALSE, NULL);
  assert_address_words (cloud, "fetched from the web by this program, and sent to ocr.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

#define ADD(path, function) g_test_add ("/services/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("choose", test_choose);
  ADD ("put", test_put);
  ADD ("remove", test_remove);
  g_test_add ("/services/broken", Fixture, broken_file, set_up, test_broken, tear_down);
  ADD ("transfer", test_transfer);
  ADD ("rows", test_rows);
  ADD ("known", test_known);
  ADD ("editor", test_editor);
  ADD ("others", test_others);

  g_test_add_func ("/services/countdown", test_countdown);
  g_test_add_func ("/services/calls", test_calls);
  g_test_add_func ("/services/address", test_address);

  return g_test_run ();
}

/* The dialog for scanning, with SANE's own test device. */
#include "vidimus-application.h"
#include "vidimus-scan-dialog.h"
#include "vidimus-window.h"

#include "vidimus-test-sane.h"
#include "vidimus-test.h"

/* A page takes seconds: 64 KiB, then a fifth of a second. */
#define SLOW "read-delay true\nread-delay-duration 200000\n"

typedef struct
{
  GtkWidget *dialog;
  GPtrArray *scanned; /* owned, nullable; of the last page */
  int        pages;
  char      *other_way;
  const char *awaited;
} Fixture;

static void
scanned_cb (Fixture   *f,
            GPtrArray *documents)
{
  g_clear_pointer (&f->scanned, g_ptr_array_unref);
  f->scanned = g_ptr_array_ref (documents);
  f->pages++;
}

static void
other_way_cb (Fixture    *f,
              const char *action)
{
  g_free (f->other_way);
  f->other_way = g_strdup (action);
}

static void
open_dialog (Fixture *f)
{
  f->dialog = vidimus_scan_dialog_new ();
  g_signal_connect_swapped (f->dialog, "scanned", G_CALLBACK (scanned_cb), f);
  g_signal_connect_swapped (f->dialog, "other-way", G_CALLBACK (other_way_cb), f);
  gtk_window_present (GTK_WINDOW (f->dialog));
}

/* Nothing that was under way keeps it. */
static void
close_dialog (Fixture *f)
{
  gpointer watched = f->dialog;

  g_object_add_weak_pointer (G_OBJECT (f->dialog), &watched);
  gtk_window_destroy (GTK_WINDOW (f->dialog));
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The dialog forgets what another test chose. */
static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  static const char * const keys[] = { "device", "resolution", "grey", "area", "source", "several" };
  g_autoptr(GSettings) settings = g_settings_new ("io.github.vidimus.Vidimus.scanner");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
  g_settings_set_int (settings, "resolution", 75);
  vidimus_test_sane_set (data);
  open_dialog (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  close_dialog (f);
  g_clear_pointer (&f->scanned, g_ptr_array_unref);
  g_clear_pointer (&f->other_way, g_free);
}

static gpointer
child (Fixture    *f,
       const char *name)
{
  GObject *object = gtk_widget_get_template_child (f->dialog, VIDIMUS_TYPE_SCAN_DIALOG, name);

  g_assert_nonnull (object);

  return object;
}

/* A child of the choices, which are a template of their own. */
static gpointer
choice (Fixture    *f,
        const char *name)
{
  GtkWidget *choices = child (f, "choices");
  GObject *object = gtk_widget_get_template_child (choices, G_OBJECT_TYPE (choices), name);

  g_assert_nonnull (object);

  return object;
}

static void
click (Fixture    *f,
       const char *name)
{
  g_assert_true (gtk_widget_is_sensitive (child (f, name)));
  g_signal_emit_by_name (child (f, name), "clicked");
}

static gboolean
is_awaited (gpointer data)
{
  Fixture *f = data;

  return g_str_equal (vidimus_scan_dialog_get_page (VIDIMUS_SCAN_DIALOG (f->dialog)), f->awaited) &&
         (!g_str_equal (f->awaited, "ready") || gtk_widget_is_sensitive (child (f, "scan")));
}

/* "ready" with what the device can do. */
static void
await_page (Fixture    *f,
            const char *page)
{
  f->awaited = page;
  vidimus_test_await_true (is_awaited, f);
}

static void
enter (Fixture *f)
{
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (f->dialog)) == child (f, "scan"));
  g_signal_emit_by_name (f->dialog, "activate-default");
}

static void
test_none (Fixture       *f,
           gconstpointer  data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (child (f, "look_again")), GTK_ACCESSIBLE_ROLE_BUTTON);
  g_assert_cmpstr (vidimus_scan_dialog_get_page (VIDIMUS_SCAN_DIALOG (f->dialog)), ==, "looking");
  g_assert_false (gtk_widget_is_sensitive (child (f, "look")));
  await_page (f, "none");

  vidimus_test_sane_set ("");
  click (f, "look_again");
  await_page (f, "ready");
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (child (f, "device"))), ==, 2);

  vidimus_test_sane_set (NULL);
  click (f, "look");
  await_page (f, "none");
}

static void
test_other_way (Fixture       *f,
                gconstpointer  data)
{
  await_page (f, "none");
  click (f, "open");
  g_assert_cmpstr (f->other_way, ==, "open");
  open_dialog (f);
  await_page (f, "none");
  click (f, "camera");
  g_assert_cmpstr (f->other_way, ==, "capture");
  open_dialog (f);
}

static void
test_choices (Fixture       *f,
              gconstpointer  data)
{
  await_page (f, "ready");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (choice (f, "resolution")), GTK_ACCESSIBLE_PROPERTY_LABEL, "Resolution");
  g_assert_true (gtk_switch_get_active (choice (f, "several")));
  g_assert_cmpuint (adw_combo_row_get_selected (choice (f, "resolution")), ==, 0);
  g_assert_true (gtk_widget_get_visible (choice (f, "source")));
  g_assert_true (gtk_widget_get_visible (choice (f, "mode")));
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (choice (f, "area"))), ==, 4);

  adw_combo_row_set_selected (child (f, "device"), 1);
  await_page (f, "ready");
  adw_combo_row_set_selected (choice (f, "resolution"), 1);
  adw_combo_row_set_selected (choice (f, "mode"), 1);
  adw_combo_row_set_selected (choice (f, "area"), 3);
  adw_combo_row_set_selected (choice (f, "source"), 1);
  gtk_switch_set_active (choice (f, "several"), FALSE);
  click (f, "scan");
  await_page (f, "ready");
  close_dialog (f);

  /* The next time everything is as it was left. */
  open_dialog (f);
  await_page (f, "ready");
  g_assert_cmpuint (adw_combo_row_get_selected (child (f, "device")), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (choice (f, "resolution")), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (choice (f, "mode")), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (choice (f, "area")), ==, 3);
  g_assert_cmpuint (adw_combo_row_get_selected (choice (f, "source")), ==, 1);
  g_assert_false (gtk_switch_get_active (choice (f, "several")));
}

/* A page, and Enter for the next: one document each, of a card's area, that says what it is. */
static void
test_pages (Fixture       *f,
            gconstpointer  data)
{
  VidimusDocument *document;

  await_page (f, "ready");
  gtk_switch_set_active (choice (f, "several"), FALSE);
  adw_combo_row_set_selected (choice (f, "area"), 3);
  for (int page = 1; page <= 2; page++)
    {
      enter (f);
      await_page (f, "scanning");
      await_page (f, "ready");
      g_assert_cmpint (f->pages, ==, page);
      g_assert_cmpstr (gtk_label_get_label (child (f, "outcome")), ==, "1 document was added. Lay down the next to go on.");
    }

  g_assert_cmpuint (f->scanned->len, ==, 1);
  document = f->scanned->pdata[0];
  g_assert_true (g_str_has_prefix (vidimus_document_get_name (document), "Scan "));
  g_assert_null (strstr (vidimus_document_get_name (document), "of"));
  g_assert_cmpint (vidimus_document_get_origin (document), ==, VIDIMUS_ORIGIN_SCANNER);
}

static gpointer
find_dialog (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (VIDIMUS_IS_SCAN_DIALOG (l->data))
      return l->data;

  return NULL;
}

/* Nobody answers: only the picture is looked at. */
static VidimusServices *
make_services (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "profiles.ini", NULL);
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (path);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "endpoint", "http://127.0.0.1:9", NULL);
  vidimus_profiles_put (profiles, profile, &error);
  g_assert_no_error (error);
  vidimus_profiles_set_current (profiles, profile, &error);
  g_assert_no_error (error);

  return vidimus_services_new (profiles, secrets);
}

static gboolean
has_picture (gpointer window)
{
  VidimusDocument *document = vidimus_window_get_document (window);

  return document != NULL && vidimus_document_get_picture (document) != NULL;
}

/* From the window's action to pixels without loss. The device's pattern covers the glass: it is one document. */
static void
test_window (Fixture       *f,
             gconstpointer  data)
{
  VidimusServices *services = make_services ();
  GtkWidget *window = vidimus_window_new (NULL, services);
  VidimusDocument *document;
  struct vidimus_image image;

  close_dialog (f);
  gtk_window_present (GTK_WINDOW (window));
  g_action_group_activate_action (G_ACTION_GROUP (window), "scan", NULL);
  f->dialog = find_dialog ();
  g_assert_nonnull (f->dialog);
  await_page (f, "ready");
  adw_combo_row_set_selected (choice (f, "area"), 3);
  click (f, "scan");
  await_page (f, "scanning");
  await_page (f, "ready");
  vidimus_test_await_true (has_picture, window);

  document = vidimus_window_get_document (VIDIMUS_WINDOW (window));
  image = vidimus_picture_get_image (vidimus_document_get_picture (document));
  g_assert_cmpint (ABS (image.width - 96 * 75 / 25.4), <=, 1);
  g_assert_cmpmem (vidimus_image_at (&image, 11, 21), 3, ((guint8[3]) { 0, 0, 2 }), 3);
  g_assert_cmpint (vidimus_document_get_origin (document), ==, VIDIMUS_ORIGIN_SCANNER);

  gtk_window_destroy (GTK_WINDOW (window)); /* and the dialog with it */
  vidimus_test_drain ();
  g_assert_null (find_dialog ());
  g_object_unref (services);
  open_dialog (f);
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  await_page (f, "ready");
  click (f, "scan");
  await_page (f, "scanning");
  g_assert_false (gtk_widget_is_sensitive (child (f, "look")));
  click (f, "cancel");
  g_assert_cmpstr (adw_status_page_get_title (child (f, "scanning")), ==, "Stopping…");
  await_page (f, "ready");
  g_assert_cmpstr (gtk_label_get_label (child (f, "outcome")), ==, "The scan was cancelled.");
  g_assert_cmpint (f->pages, ==, 0);

  click (f, "scan");
  await_page (f, "scanning"); /* and is closed in the midst of it */
}

static void
test_problem (Fixture       *f,
              gconstpointer  data)
{
  await_page (f, "ready");
  click (f, "scan");
  await_page (f, "problem");
  g_assert_cmpstr (adw_status_page_get_title (child (f, "problem")), ==, "The scanner is busy.");
  g_assert_cmpstr (adw_status_page_get_description (child (f, "problem")), ==,
                   "Close other programs that scan, wait a moment and try again.");
  click (f, "retry");
  await_page (f, "scanning");
  await_page (f, "problem");
  click (f, "change");
  await_page (f, "ready");

  vidimus_test_sane_set ("");
  click (f, "look");
  await_page (f, "ready");
  click (f, "scan");
  await_page (f, "scanning");
  await_page (f, "ready");
  g_assert_cmpint (f->pages, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  vidimus_test_sane_begin ();
  adw_init ();
  vidimus_application_register_resources ();

#define ADD(path, options, func) g_test_add (path, Fixture, options, set_up, func, tear_down)
  ADD ("/scan/none", NULL, test_none);
  ADD ("/scan/other-way", NULL, test_other_way);
  ADD ("/scan/choices", "", test_choices);
  ADD ("/scan/pages", "", test_pages);
  ADD ("/scan/window", "", test_window);
  ADD ("/scan/cancel", SLOW, test_cancel);
  ADD ("/scan/problem", "read-status-code \"SANE_STATUS_DEVICE_BUSY\"\nnon-blocking true\nselect-fd true\n", test_problem);
#undef ADD

  status = g_test_run ();
  vidimus_test_sane_end ();

  return status;
}

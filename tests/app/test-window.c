#include "vidimus-address-dialog.h"
#include "vidimus-application.h"
#include "vidimus-results.h"
#include "vidimus-viewer.h"
#include "vidimus-widget-test.h"
#include "vidimus-window-private.h"

#include "vidimus-test.h"

#include <glib/gstdio.h>

static const char answer_body[] =
  "{\"result\": {\"type\": \"passport\", \"location\": [[10, 10], [90, 12], [88, 70], [8, 68]], \"confidence\": 0.979,"
  " \"alarm_result\": {\"detect_blur_result\": false, \"detect_glare_result\": true,"
  "  \"detect_blocking_within_border_result\": false, \"detect_insufficient_lighting_result\": false,"
  "  \"detect_copy_result\": false, \"detect_border_integrity_result\": false, \"detect_reproduce_result\": false},"
  " \"alarm_confidence\": {\"blur_score\": 6, \"glare_score\": 91, \"blocking_within_border_score\": 12,"
  "  \"insufficient_lighting_score\": 3, \"copy_score\": 1, \"border_integrity_score\": 22, \"reproduce_score\": 40},"
  " \"evidence\": {\"glare\": [{\"polygon\": [[20, 20], [60, 20], [60, 50]], \"kind\": \"glare\", \"value\": 0.2}],"
  "  \"blur\": [], \"copy\": [{\"polygon\": [[20, 20], [60, 20], [60, 50]], \"kind\": \"grey\", \"value\": 0.2}]}}}";

typedef struct
{
  GtkWidget       *window;
  VidimusServices *services;
  SoupServer      *server;
  gboolean         silent; /* the request is in flight, for ever */
  guint            status;
  guint            requests;
  GFile           *file;
} Fixture;

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture *f = user_data;
  const char *body = f->status == 200 ? answer_body
                                      : "{\"error_code\": \"AIS.0104\", \"error_msg\": \"unsupported\"}";

  f->requests++;
  if (f->silent)
    {
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, f->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static GFile *
make_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "picture.png", NULL);
  g_autoptr(GBytes) png = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  struct vidimus_image image;

  g_assert_true (vidimus_image_alloc (&image, 100, 80, 3));
  memset (image.data, 120, image.stride * 80);
  png = vidimus_picture_encode_png (&image, NULL);
  vidimus_image_free (&image);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), NULL));

  return g_file_new_for_path (path);
}

/* One service, on the loopback, and it is the current one. */
static VidimusServices *
make_services (const char *uri)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "profiles.ini", NULL);
  g_autoptr(VidimusProfiles) profiles = NULL;
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(GError) error = NULL;

  g_remove (path);
  profiles = vidimus_profiles_new (path);
  g_object_set (profile, "endpoint", uri, NULL);
  vidimus_profiles_put (profiles, profile, &error);
  g_assert_no_error (error);
  vidimus_profiles_set_current (profiles, profile, &error);
  g_assert_no_error (error);

  return vidimus_services_new (profiles, secrets);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *uri = NULL;

  f->status = 200;
  f->server = vidimus_test_serve (serve_cb, f, &uri);
  f->services = make_services (uri);
  f->file = make_file ();
  f->window = vidimus_window_new (NULL, f->services);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer watched = f->window;

  g_object_add_weak_pointer (G_OBJECT (f->window), &watched);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (watched != NULL) /* nothing that was under way keeps it */
    g_main_context_iteration (NULL, TRUE);
  vidimus_test_drain ();
  g_assert_finalize_object (f->services);
  soup_server_disconnect (f->server);
  g_object_unref (f->server);
  g_object_unref (f->file);
}

static const char *
page (Fixture *f)
{
  return vidimus_results_get_page (VIDIMUS_RESULTS (widget_find (f->window, VIDIMUS_TYPE_RESULTS)));
}

static gboolean shows_answer (gpointer f)  { return g_str_equal (page (f), "answer"); }
static gboolean shows_working (gpointer f) { return g_str_equal (page (f), "working"); }
static gboolean shows_failed (gpointer f)  { return g_str_equal (page (f), "failed"); }
static gboolean shows_unasked (gpointer f) { return g_str_equal (page (f), "unasked"); }

static gboolean
enabled (Fixture    *f,
         const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), action);
}

static void
open_files (Fixture *f,
            guint    n)
{
  GFile *files[3] = { f->file, f->file, f->file };

  vidimus_window_open_files (VIDIMUS_WINDOW (f->window), files, n);
}

static void
test_answered (Fixture       *f,
               gconstpointer  data)
{
  g_assert_cmpstr (page (f), ==, "blank");
  g_assert_false (enabled (f, "ask-again"));
  open_files (f, 1);
  vidimus_test_await_true (shows_answer, f);

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), ==, "picture.png");
  g_assert_true (enabled (f, "ask-again"));
  g_assert_true (enabled (f, "inspect"));
  g_assert_true (enabled (f, "rectified"));
  g_assert_false (enabled (f, "cancel"));
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  f->silent = TRUE;
  open_files (f, 1);
  vidimus_test_await_true (shows_working, f);
  g_assert_true (enabled (f, "cancel"));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "cancel", NULL);
  vidimus_test_await_true (shows_unasked, f);

  f->silent = FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "ask-again", NULL);
  vidimus_test_await_true (shows_answer, f);
}

static void
test_failed (Fixture       *f,
             gconstpointer  data)
{
  f->status = 400;
  open_files (f, 1);
  vidimus_test_await_true (shows_failed, f);
  g_assert_nonnull (vidimus_document_get_picture (vidimus_window_get_document (VIDIMUS_WINDOW (f->window))));

  f->status = 200;
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "ask-again", NULL);
  vidimus_test_await_true (shows_answer, f);
}

/* Several are all asked; the first is shown; closing one shows its neighbour, closing the last empties the window. */
static void
test_several (Fixture       *f,
              gconstpointer  data)
{
  VidimusWindow *window = VIDIMUS_WINDOW (f->window);
  VidimusDocument *first;

  open_files (f, 3);
  first = vidimus_window_get_document (window);
  vidimus_test_await_true (shows_answer, f);
  g_assert_true (enabled (f, "next"));
  g_assert_false (enabled (f, "previous"));

  g_action_group_activate_action (G_ACTION_GROUP (window), "next", NULL);
  g_assert_true (vidimus_window_get_document (window) != first);
  vidimus_test_await_true (shows_answer, f);
  g_assert_true (enabled (f, "previous"));

  for (int i = 0; i < 3; i++)
    g_action_group_activate_action (G_ACTION_GROUP (window), "remove", NULL);
  g_assert_null (vidimus_window_get_document (window));
  g_assert_cmpstr (page (f), ==, "blank");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Vidimus");
}

static gboolean
is_flat (gpointer data)
{
  Fixture *f = data;
  VidimusViewer *viewer = VIDIMUS_VIEWER (widget_find (f->window, VIDIMUS_TYPE_VIEWER));
  VidimusPoint origin = vidimus_canvas_image_to_widget (vidimus_viewer_get_canvas (viewer), (VidimusPoint) { 0, 0 });

  return vidimus_viewer_get_rectified (viewer) && vidimus_canvas_is_loaded (vidimus_viewer_get_canvas (viewer)) &&
         origin.x > 0;
}

static void
test_rectified (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GVariant) state = NULL;

  open_files (f, 1);
  vidimus_test_await_true (shows_answer, f);
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "rectified", NULL);
  vidimus_test_await_true (is_flat, f);
  state = g_action_group_get_action_state (G_ACTION_GROUP (f->window), "rectified");
  g_assert_true (g_variant_get_boolean (state));
}

static gboolean
has_document (gpointer data)
{
  Fixture *f = data;

  return vidimus_window_get_document (VIDIMUS_WINDOW (f->window)) != NULL;
}

static void
paste (Fixture *f)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "paste", NULL);
  vidimus_test_await_true (has_document, f);
  vidimus_test_await_true (shows_answer, f);
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "remove", NULL);
}

/* Pixels, a file and an address come in by the same way as a file that is opened. */
static void
test_paste (Fixture       *f,
            gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (f->window);
  g_autoptr(GdkTexture) texture = gdk_texture_new_from_file (f->file, NULL);
  g_autofree char *uri = g_file_get_uri (f->file);

  gdk_clipboard_set_texture (clipboard, texture);
  paste (f);
  gdk_clipboard_set (clipboard, G_TYPE_FILE, f->file);
  paste (f);
  gdk_clipboard_set_text (clipboard, uri);
  paste (f);

  gdk_clipboard_set_text (clipboard, "no picture");
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "paste", NULL);
  vidimus_test_drain ();
  g_assert_null (vidimus_window_get_document (VIDIMUS_WINDOW (f->window)));
}

/* The drop: a second window drags, over the display, as another program does. */

static void
point (const char *command)
{
  g_autofree char *line = g_strconcat ("xdotool ", command, NULL);
  g_autoptr(GError) error = NULL;

  g_spawn_command_line_sync (line, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
says_drop_here (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "drop-here"))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says_drop_here (child))
      return TRUE;

  return FALSE;
}

static gboolean
is_over (gpointer data)
{
  Fixture *f = data;

  return says_drop_here (f->window);
}

static gboolean
is_set (gpointer flag)
{
  return *(gboolean *) flag;
}

static void
set_cb (gboolean *flag)
{
  *flag = TRUE;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

/* @content: (transfer full) */
static void
drop (Fixture            *f,
      GdkContentProvider *content)
{
  GtkWidget *window = gtk_window_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  gboolean begun = FALSE, ended = FALSE;

  gtk_drag_source_set_content (source, content);
  g_object_unref (content);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (set_cb), &begun);
  g_signal_connect_swapped (source, "drag-end", G_CALLBACK (set_cb), &ended);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 120);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_present (GTK_WINDOW (window));
  vidimus_test_await_true (is_mapped, window);

  point ("mousemove 40 40 mousedown 1 mousemove 70 70 mousemove 90 90");
  vidimus_test_await_true (is_set, &begun);
  point ("mousemove 500 400 mousemove 510 410");
  vidimus_test_await_true (is_over, f);
  point ("mouseup 1");
  vidimus_test_await_true (is_set, &ended);
  vidimus_test_await_true (has_document, f);
  vidimus_test_await_true (shows_answer, f);
  g_assert_false (is_over (f));

  gtk_window_destroy (GTK_WINDOW (window));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "remove", NULL);
}

static void
test_drop (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autoptr(GdkTexture) texture = gdk_texture_new_from_file (f->file, NULL);
  g_autofree char *uri = g_file_get_uri (f->file);
  g_autoslist(GFile) files = g_slist_append (NULL, g_object_ref (f->file));

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  vidimus_test_await_true (is_mapped, f->window);

  drop (f, gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files));
  drop (f, gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture));
  drop (f, gdk_content_provider_new_typed (G_TYPE_STRING, uri));
}

static void
test_addresses (void)
{
  g_assert_true (vidimus_address_is_fetchable ("https://example.org/a.jpg"));
  g_assert_true (vidimus_address_is_fetchable ("  HTTP://example.org:8080/a.jpg?b=c  "));
  g_assert_false (vidimus_address_is_fetchable ("https://"));
  g_assert_false (vidimus_address_is_fetchable ("https://example.org/a b.jpg"));
  g_assert_false (vidimus_address_is_fetchable ("file:///etc/passwd"));
  g_assert_false (vidimus_address_is_fetchable ("example.org/a.jpg"));
  g_assert_false (vidimus_address_is_fetchable (""));
}

static void
test_unreadable (Fixture       *f,
                 gconstpointer  data)
{
  g_assert_true (g_file_replace_contents (f->file, "not an image", 12, NULL, FALSE, 0, NULL, NULL, NULL));
  open_files (f, 1);
  vidimus_test_await_true (shows_failed, f);
  g_assert_cmpuint (f->requests, ==, 0);
  g_assert_false (enabled (f, "zoom-in"));
}

static int
shown_alarm (Fixture *f)
{
  int alarm;

  g_object_get (widget_find (f->window, VIDIMUS_TYPE_VIEWER), "shown-alarm", &alarm, NULL);

  return alarm;
}

static void
pick (Fixture      *f,
      VidimusAlarm  alarm)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "alarm", g_variant_new_int32 (alarm));
}

/* The deciding alarm's evidence is seen at once; picking a row switches, picking it again or Escape hides. */
static void
test_evidence (Fixture       *f,
               gconstpointer  data)
{
  VidimusViewer *viewer;

  open_files (f, 1);
  vidimus_test_await_true (shows_answer, f);
  viewer = VIDIMUS_VIEWER (widget_find (f->window, VIDIMUS_TYPE_VIEWER));
  g_assert_cmpint (shown_alarm (f), ==, VIDIMUS_ALARM_GLARE);
  g_assert_true (vidimus_viewer_get_shows_areas (viewer));

  pick (f, VIDIMUS_ALARM_COPY);
  g_assert_cmpint (shown_alarm (f), ==, VIDIMUS_ALARM_COPY);
  g_assert_true (vidimus_viewer_get_shows_areas (viewer));
  pick (f, VIDIMUS_ALARM_COPY);
  g_assert_cmpint (shown_alarm (f), ==, -1);
  g_assert_false (vidimus_viewer_get_shows_areas (viewer));

  pick (f, VIDIMUS_ALARM_BLUR); /* has none to show */
  g_assert_cmpint (shown_alarm (f), ==, VIDIMUS_ALARM_BLUR);
  g_assert_false (vidimus_viewer_get_shows_areas (viewer));

  pick (f, VIDIMUS_ALARM_GLARE);
  g_assert_true (vidimus_viewer_get_shows_areas (viewer));
  pick (f, VIDIMUS_ALARM_BLUR); /* closes; what is drawn belongs to another row */
  g_assert_cmpint (shown_alarm (f), ==, VIDIMUS_ALARM_GLARE);
  vidimus_window_go_back (VIDIMUS_WINDOW (f->window));
  g_assert_cmpint (shown_alarm (f), ==, -1);
  g_assert_false (vidimus_viewer_get_shows_areas (viewer));
}

/* Every window and dialog comes up without a complaint: criticals are fatal here. All but that of the shortcuts: GTK 4.8 warns of labels
 * that are its own. */
static void
test_dialogs (Fixture       *f,
              gconstpointer  data)
{
  static const char *const actions[] = { "preferences", "services", "calls", "test-connection", "edit-service",
                                         "about", "address", "inspect" };

  open_files (f, 1);
  vidimus_test_await_true (shows_answer, f);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *name = g_strconcat ("win.", actions[i], NULL);

      gtk_widget_activate_action (f->window, name, NULL);
      vidimus_test_drain ();
    }
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    g_action_group_activate_action (G_ACTION_GROUP (f->window), "alarm", g_variant_new_int32 (i));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "copy-result", NULL);
  vidimus_test_drain ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

#define ADD(path, function) g_test_add ("/window/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("answered", test_answered);
  ADD ("cancelled", test_cancelled);
  ADD ("failed", test_failed);
  ADD ("several", test_several);
  ADD ("rectified", test_rectified);
  ADD ("evidence", test_evidence);
  ADD ("paste", test_paste);
  ADD ("drop", test_drop);
  ADD ("unreadable", test_unreadable);
  ADD ("dialogs", test_dialogs);

  g_test_add_func ("/window/addresses", test_addresses);

  return g_test_run ();
}

#include "vidimus-desk-test.h"
#include "vidimus-error.h"
#include "vidimus-imaging-fixtures.h"
#include "vidimus-run.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  DeskService *service;
  VidimusRun  *run;
  char        *folder;
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusClient) client = NULL;

  f->service = desk_service_new ();
  client = vidimus_client_new_for_endpoint (f->service->uri, NULL, &error);
  g_assert_no_error (error);
  f->run = vidimus_run_new (client);
  vidimus_run_set_max_calls (f->run, g_get_num_processors ());
  f->folder = g_dir_make_tmp ("vidimus-run-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

/* Whatever a test did, the run can end, and nothing holds it. */
static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  vidimus_run_clear (f->run);
  g_assert_true (vidimus_run_is_idle (f->run));
  vidimus_test_drop (f->run);
  desk_service_free (f->service);
  remove_files (f->folder);
  g_free (f->folder);
}

static VidimusDocument *
add_png (Fixture *f,
         int      width)
{
  g_autofree char *name = g_strdup_printf ("%d.png", width);
  g_autoptr(GBytes) bytes = desk_test_png (width);
  g_autofree char *path = desk_test_file (f->folder, name, bytes);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  VidimusDocument *document = vidimus_document_new_for_file (file);

  vidimus_run_add (f->run, document);

  return document; /* owned by the run too, but tests keep theirs */
}

static gboolean
is_idle (gpointer user_data)
{
  return vidimus_run_is_idle (((Fixture *) user_data)->run);
}

static void
await_idle (Fixture *f)
{
  vidimus_test_await_true (is_idle, f);
}

static gboolean
is_settled (gpointer user_data)
{
  return !vidimus_document_is_busy (user_data);
}

static guint wanted_held;

static gboolean
are_held (gpointer user_data)
{
  return ((Fixture *) user_data)->service->held->len >= wanted_held;
}

static void
await_held (Fixture *f,
            guint    n)
{
  wanted_held = n;
  vidimus_test_await_true (are_held, f);
}

static void
assert_state (VidimusDocument      *document,
              VidimusDocumentState  state)
{
  g_assert_cmpint (vidimus_document_get_state (document), ==, state);
}

static void
note_state_cb (VidimusDocument *document,
               GParamSpec      *pspec,
               GString         *states)
{
  static const char letters[] = "LRQPISWZAFC";

  g_string_append_c (states, letters[vidimus_document_get_state (document)]);
}

static void
test_answered (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = add_png (f, 70);
  g_autoptr(GString) states = g_string_new (NULL);
  g_autofree char *text = NULL;
  VidimusVerdict verdict;
  VidimusQuad quad;

  g_signal_connect (document, "notify::state", G_CALLBACK (note_state_cb), states);
  assert_state (document, VIDIMUS_DOCUMENT_LOADING);
  g_assert_false (vidimus_run_is_idle (f->run));
  await_idle (f);

  assert_state (document, VIDIMUS_DOCUMENT_ANSWERED);
  g_assert_true (g_str_has_prefix (states->str, "QP"));
  g_assert_true (g_str_has_suffix (states->str, "WA"));
  g_assert_cmpint (vidimus_picture_get_width (vidimus_document_get_picture (document)), ==, 70);
  verdict = vidimus_document_get_verdict (document);
  g_assert_cmpint (verdict.kind, ==, VIDIMUS_VERDICT_CLEAR);
  g_assert_true (vidimus_result_get_location (vidimus_answer_get_result (vidimus_document_get_answer (document)), &quad));
  g_assert_cmpfloat (quad.corners[2].x, ==, 31.0);
  g_assert_true (f->service->alarm);

  text = vidimus_document_to_text (document);
  g_assert_nonnull (strstr (text, "70.png\nPassport"));
  g_assert_nonnull (strstr (text, "(passport)\nNo alarm\n"));
  g_assert_nonnull (strstr (text, "\nGlare: 2, No alarm\n"));
}

static void
test_without_alarms (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = NULL;

  vidimus_run_set_alarms (f->run, FALSE);
  document = add_png (f, 70);
  await_idle (f);
  g_assert_false (f->service->alarm);
  g_assert_cmpint (vidimus_document_get_verdict (document).kind, ==, VIDIMUS_VERDICT_NOT_CHECKED);
}

/* The first added is the first asked, as many at once as may be: so nobody is overtaken by more than those
 * beside it. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  guint n_cores = g_get_num_processors (), n = 3 * n_cores + 2;
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func (g_object_unref);

  f->service->hold = TRUE;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (documents, add_png (f, 100 + (int) i));

  for (guint i = 0; i < n; i++)
    {
      await_held (f, MIN (n_cores, n - i));
      desk_service_release (f->service, 0);
    }
  await_idle (f);

  g_assert_cmpuint (f->service->peak, ==, n_cores);
  g_assert_cmpuint (f->service->widths->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      int place = g_array_index (f->service->widths, int, i) - 100;

      g_assert_cmpint (ABS (place - (int) i), <, (int) n_cores);
      assert_state (documents->pdata[i], VIDIMUS_DOCUMENT_ANSWERED);
    }
}

/* Pixels are large: a long list is not decoded ahead of the calls. */
static void
test_not_far_ahead (Fixture       *f,
                    gconstpointer  data)
{
  guint n_cores = g_get_num_processors (), n = 6 * n_cores, n_pictures = 0;
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func (g_object_unref);

  f->service->hold = TRUE;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (documents, add_png (f, 100 + (int) i));
  await_held (f, n_cores);
  vidimus_test_drain ();

  for (guint i = 0; i < n; i++)
    if (vidimus_document_get_picture (documents->pdata[i]) != NULL)
      n_pictures++;
  g_assert_cmpuint (n_pictures, <=, 3 * n_cores);
}

static void
test_cancel_one (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(VidimusDocument) first = NULL, second = NULL, third = NULL;

  f->service->hold = TRUE;
  first = add_png (f, 101);
  second = add_png (f, 102);
  third = add_png (f, 103);
  await_held (f, 1);

  vidimus_run_cancel (f->run, first);
  assert_state (first, VIDIMUS_DOCUMENT_CANCELLED);
  vidimus_run_cancel (f->run, third);
  assert_state (third, VIDIMUS_DOCUMENT_CANCELLED);
  g_assert_true (vidimus_document_is_busy (second));

  f->service->hold = FALSE;
  while (f->service->held->len > 0)
    desk_service_release (f->service, 0);
  vidimus_test_await_true (is_settled, second);
  assert_state (second, VIDIMUS_DOCUMENT_ANSWERED);
  assert_state (first, VIDIMUS_DOCUMENT_CANCELLED);
  g_assert_null (vidimus_document_get_answer (first));
  g_assert_true (vidimus_run_is_idle (f->run));

  /* one that is not busy stays as it is */
  vidimus_run_cancel (f->run, second);
  assert_state (second, VIDIMUS_DOCUMENT_ANSWERED);

  vidimus_run_ask (f->run, first);
  await_idle (f);
  assert_state (first, VIDIMUS_DOCUMENT_ANSWERED);
}

static guint
count_width (DeskService *service,
             int          width)
{
  guint n = 0;

  for (guint i = 0; i < service->widths->len; i++)
    n += g_array_index (service->widths, int, i) == width;

  return n;
}

static gboolean
was_asked_twice (gpointer user_data)
{
  return count_width (((Fixture *) user_data)->service, 101) == 2;
}

/* Only the same document's earlier call is cancelled, and what it would have said is never shown. */
static void
test_ask_again (Fixture       *f,
                gconstpointer  data)
{
  static const char later[] = "{\"result\":{\"type\":\"id_card\"}}";
  g_autoptr(VidimusDocument) first = NULL, second = NULL;
  VidimusResult *result;

  f->service->hold = TRUE;
  first = add_png (f, 101);
  await_held (f, 1);
  if (g_get_num_processors () > 1)
    {
      second = add_png (f, 102);
      await_held (f, 2);
    }

  vidimus_run_ask (f->run, first);
  g_assert_true (vidimus_document_is_busy (first));
  vidimus_test_await_true (was_asked_twice, f);
  g_assert_cmpuint (count_width (f->service, 102), ==, second != NULL ? 1 : 0);

  f->service->hold = FALSE;
  f->service->body = later;
  while (f->service->held->len > 0)
    desk_service_release (f->service, 0);
  await_idle (f);

  assert_state (first, VIDIMUS_DOCUMENT_ANSWERED);
  result = vidimus_answer_get_result (vidimus_document_get_answer (first));
  g_assert_cmpstr (vidimus_result_get_type_code (result), ==, "id_card");
  if (second != NULL)
    assert_state (second, VIDIMUS_DOCUMENT_ANSWERED);
  g_assert_cmpuint (count_width (f->service, 102), ==, second != NULL ? 1 : 0);
}

/* Asked again five times in one breath: one answer, the last. */
static void
test_ask_again_quickly (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = add_png (f, 101);

  for (int i = 0; i < 5; i++)
    {
      vidimus_run_ask (f->run, document);
      g_main_context_iteration (NULL, FALSE);
    }
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_ANSWERED);
}

/* The old answer stays while it is asked again, and goes when that fails. */
static void
test_answer_is_kept (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = add_png (f, 101);
  const GError *error;

  await_idle (f);
  f->service->status = 400;
  f->service->body = "{\"error_code\": \"AIS.0104\", \"error_msg\": \"The image is not supported or the image quality is "
                     "poor.\"}";
  vidimus_run_ask (f->run, document);
  g_assert_nonnull (vidimus_document_get_answer (document));
  await_idle (f);

  assert_state (document, VIDIMUS_DOCUMENT_FAILED);
  g_assert_null (vidimus_document_get_answer (document));
  g_assert_nonnull (vidimus_document_get_picture (document));
  g_assert_cmpint (vidimus_document_get_verdict (document).kind, ==, VIDIMUS_VERDICT_NOT_CHECKED);
  error = vidimus_document_get_error (document);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "AIS.0104");
}

static void
assert_load_fails (Fixture    *f,
                   const char *path,
                   const char *code,
                   const char *said,
                   const char *advised)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_file (file);
  const GError *error;

  vidimus_run_add (f->run, document);
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_FAILED);
  error = vidimus_document_get_error (document);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, code);
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
  if (strstr (vidimus_error_get_advice (error), advised) == NULL)
    g_error ("“%s” does not advise “%s”", vidimus_error_get_advice (error), advised);
}

static void
test_load_failures (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(GBytes) garbage = g_bytes_new_static ("no image at all", 15);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(GBytes) png = desk_test_png (200);
  g_autoptr(GBytes) cut = fixture_cut (png, 0.5);
  g_autoptr(GBytes) bomb = fixture_png_header (60000, 60000);
  g_autofree char *missing = g_build_filename (f->folder, "missing.png", NULL);
  g_autofree char *garbage_path = desk_test_file (f->folder, "garbage.png", garbage);
  g_autofree char *empty_path = desk_test_file (f->folder, "empty.png", nothing);
  g_autofree char *cut_path = desk_test_file (f->folder, "cut.png", cut);
  g_autofree char *bomb_path = desk_test_file (f->folder, "bomb.png", bomb);

  assert_load_fails (f, missing, "AIS.0101", "no file “missing.png”", "moved or renamed");
  assert_load_fails (f, f->folder, "AIS.0101", "is a folder", "in the folder");
  assert_load_fails (f, "/dev/zero", "AIS.0101", "not a file", "Open an image");
  assert_load_fails (f, garbage_path, "AIS.0102", "not an image", "save it as JPEG or PNG");
  assert_load_fails (f, empty_path, "AIS.0102", "empty", "save it as JPEG or PNG");
  assert_load_fails (f, cut_path, "AIS.0104", "ends early", "download the file again");
  assert_load_fails (f, bomb_path, "AIS.0103", "60000", "between 15 and 8192");
  g_assert_cmpuint (f->service->widths->len, ==, 0); /* none was sent */
}

/* What could not be loaded is loaded again when it is asked again. */
static void
test_reload (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "later.png", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_file (file);
  g_autoptr(GBytes) bytes = desk_test_png (88);
  g_autofree char *written = NULL;

  vidimus_run_add (f->run, document);
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_FAILED);

  written = desk_test_file (f->folder, "later.png", bytes);
  vidimus_run_ask (f->run, document);
  assert_state (document, VIDIMUS_DOCUMENT_LOADING);
  g_assert_null (vidimus_document_get_error (document));
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_ANSWERED);
}

static void
test_too_small (Fixture       *f,
                gconstpointer  data)
{
  struct vidimus_image image;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VidimusDocument) document = NULL;

  g_assert_true (vidimus_image_alloc (&image, 14, 40, 3));
  memset (image.data, 0, image.stride * 40);
  bytes = fixture_encode (&image, "png");
  vidimus_image_free (&image);
  document = vidimus_document_new_for_bytes (bytes, "Clipboard");
  vidimus_run_add (f->run, document);
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_FAILED);
  g_assert_nonnull (vidimus_document_get_picture (document));
  g_assert_cmpstr (vidimus_error_get_api_code (vidimus_document_get_error (document)), ==, "AIS.0103");
}

static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *uri = g_strdup_printf ("%s/pictures/card%%20one.png?x=1", f->service->uri);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_uri (uri);

  f->service->image = desk_test_png (123);
  g_assert_cmpstr (vidimus_document_get_name (document), ==, "card one.png");
  vidimus_run_add (f->run, document);
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_ANSWERED);
  g_assert_cmpint (g_array_index (f->service->widths, int, 0), ==, 123);
}

/* An address that does not answer holds up no file. */
static void
test_slow_address (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(GSocketListener) silent = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;
  guint port = g_socket_listener_add_any_inet_port (silent, NULL, &error);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/x.png", port);
  g_autoptr(VidimusDocument) slow = vidimus_document_new_for_uri (uri);
  g_autoptr(VidimusDocument) file = NULL;

  vidimus_run_add (f->run, slow);
  file = add_png (f, 90);
  vidimus_test_await_true (is_settled, file);
  assert_state (file, VIDIMUS_DOCUMENT_ANSWERED);
  assert_state (slow, VIDIMUS_DOCUMENT_LOADING);
  vidimus_run_cancel (f->run, slow);
  assert_state (slow, VIDIMUS_DOCUMENT_CANCELLED);
  g_assert_true (vidimus_run_is_idle (f->run));
}

static void
count_changes_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GArray     *changes)
{
  guint change = position * 100 + removed * 10 + added;

  g_array_append_val (changes, change);
}

static void
note_idle_cb (VidimusRun *run,
              GParamSpec *pspec,
              GString    *idle)
{
  g_string_append_c (idle, vidimus_run_is_idle (run) ? 'i' : 'b');
}

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GArray) changes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GString) idle = g_string_new (NULL);
  GListModel *model = G_LIST_MODEL (f->run);
  g_autoptr(VidimusDocument) first = NULL, second = NULL, third = NULL, item = NULL;

  g_signal_connect (f->run, "items-changed", G_CALLBACK (count_changes_cb), changes);
  g_signal_connect (f->run, "notify::idle", G_CALLBACK (note_idle_cb), idle);
  f->service->hold = TRUE;
  first = add_png (f, 101);
  second = add_png (f, 102);
  third = add_png (f, 103);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  g_assert_true (g_list_model_get_item_type (model) == VIDIMUS_TYPE_DOCUMENT);
  item = g_list_model_get_item (model, 1);
  g_assert_true (item == second);
  g_assert_null (g_list_model_get_item (model, 3));

  await_held (f, 1);
  vidimus_run_remove (f->run, second);
  assert_state (second, VIDIMUS_DOCUMENT_CANCELLED);
  vidimus_run_clear (f->run);
  assert_state (first, VIDIMUS_DOCUMENT_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);

  g_assert_cmpuint (changes->len, ==, 5);
  g_assert_cmpuint (g_array_index (changes, guint, 2), ==, 201);
  g_assert_cmpuint (g_array_index (changes, guint, 3), ==, 110);
  g_assert_cmpuint (g_array_index (changes, guint, 4), ==, 20);
  g_assert_cmpstr (idle->str, ==, "bi");
  g_signal_handlers_disconnect_by_data (f->run, changes);
  g_signal_handlers_disconnect_by_data (f->run, idle);
}

static void
remove_when_asked_cb (VidimusDocument *document,
                      GParamSpec      *pspec,
                      VidimusRun      *run)
{
  if (vidimus_document_get_state (document) == VIDIMUS_DOCUMENT_PREPARING)
    vidimus_run_remove (run, document);
}

/* Who is told that a document is asked for may take it away at once. */
static void
test_remove_when_asked (Fixture       *f,
                        gconstpointer  data)
{
  VidimusDocument *document = add_png (f, 104);
  g_autoptr(VidimusDocument) next = add_png (f, 105);

  g_signal_connect (document, "notify::state", G_CALLBACK (remove_when_asked_cb), f->run);
  g_object_unref (document); /* the run's alone */
  await_idle (f);
  assert_state (next, VIDIMUS_DOCUMENT_ANSWERED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->run)), ==, 1);
  g_assert_cmpuint (f->service->widths->len, ==, 1);
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The service on this computer starts while an image is still to be read, before anything is asked. */
static void
test_wake (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *trace = g_build_filename (f->folder, "started", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\n: > %s\n", trace);
  g_autoptr(GBytes) bytes = g_bytes_new_static (script, strlen (script));
  g_autofree char *program = desk_test_file (f->folder, "service", bytes);
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_bytes (bytes, "no image");
  g_autoptr(VidimusClient) client = vidimus_client_new_local (program);
  g_autoptr(VidimusRun) run = vidimus_run_new (client);

  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  vidimus_run_add (run, document);
  vidimus_test_await_true (is_settled, document);
  assert_state (document, VIDIMUS_DOCUMENT_FAILED); /* so that nothing was asked */
  vidimus_test_await_true (exists, trace);

  vidimus_run_clear (run);
  g_clear_object (&run);
  g_clear_object (&client);
  vidimus_test_drain ();
}

static void
test_nobody_answers (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = NULL;
  const GError *error;

  soup_server_disconnect (f->service->server);
  document = add_png (f, 70);
  await_idle (f);
  assert_state (document, VIDIMUS_DOCUMENT_FAILED);
  error = vidimus_document_get_error (document);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
}

/* What is taken away before it does not hide what is under way. */
static void
test_remove_before (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(VidimusDocument) answered = add_png (f, 101), under_way = NULL, waiting = NULL;

  vidimus_run_set_max_calls (f->run, 1);
  await_idle (f);
  f->service->hold = TRUE;
  under_way = add_png (f, 102);
  waiting = add_png (f, 103);
  await_held (f, 1);
  vidimus_run_remove (f->run, answered);
  vidimus_run_cancel (f->run, waiting);
  g_assert_true (vidimus_document_is_busy (under_way));
  g_assert_false (vidimus_run_is_idle (f->run));
  desk_service_release (f->service, 0);
  await_idle (f);
  assert_state (under_way, VIDIMUS_DOCUMENT_ANSWERED);
}

static void
note_client_cb (VidimusRun *run,
                GParamSpec *pspec,
                GPtrArray  *clients)
{
  g_ptr_array_add (clients, vidimus_run_get_client (run));
}

/* Another service is asked from now on; who was asked before finishes, and what was answered stays. */
static void
test_set_client (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(DeskService) other = desk_service_new ();
  g_autoptr(VidimusClient) client = vidimus_client_new_for_endpoint (other->uri, NULL, NULL);
  g_autoptr(GPtrArray) told = g_ptr_array_new ();
  g_autoptr(VidimusDocument) answered = add_png (f, 101), under_way = NULL, next = NULL;
  VidimusAnswer *answer;

  g_signal_connect (f->run, "notify::client", G_CALLBACK (note_client_cb), told);
  await_idle (f);
  answer = vidimus_document_get_answer (answered);
  f->service->hold = TRUE;
  under_way = add_png (f, 102);
  await_held (f, 1);

  g_object_set (f->run, "client", client, NULL);
  vidimus_run_set_client (f->run, client); /* no other: nobody is told */
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_true (told->pdata[0] == client);
  g_assert_true (vidimus_document_is_busy (under_way));
  next = add_png (f, 103);
  vidimus_test_await_true (is_settled, next);
  assert_state (next, VIDIMUS_DOCUMENT_ANSWERED);
  desk_service_release (f->service, 0);
  await_idle (f);

  assert_state (under_way, VIDIMUS_DOCUMENT_ANSWERED);
  g_assert_true (vidimus_document_get_answer (answered) == answer);
  g_assert_cmpuint (f->service->widths->len, ==, 2);
  g_assert_cmpuint (other->widths->len, ==, 1);
  g_assert_cmpuint (count_width (other, 103), ==, 1);

  vidimus_run_ask (f->run, answered);
  await_idle (f);
  g_assert_cmpuint (count_width (other, 101), ==, 1);
  g_signal_handlers_disconnect_by_data (f->run, told);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture       *f,
                       gconstpointer  data);
  } tests[] = {
    { "/run/answered", test_answered },
    { "/run/without-alarms", test_without_alarms },
    { "/run/order", test_order },
    { "/run/not-far-ahead", test_not_far_ahead },
    { "/run/cancel-one", test_cancel_one },
    { "/run/ask-again", test_ask_again },
    { "/run/ask-again-quickly", test_ask_again_quickly },
    { "/run/answer-is-kept", test_answer_is_kept },
    { "/run/load-failures", test_load_failures },
    { "/run/reload", test_reload },
    { "/run/too-small", test_too_small },
    { "/run/address", test_address },
    { "/run/slow-address", test_slow_address },
    { "/run/list", test_list },
    { "/run/remove-when-asked", test_remove_when_asked },
    { "/run/wake", test_wake },
    { "/run/nobody-answers", test_nobody_answers },
    { "/run/remove-before", test_remove_before },
    { "/run/set-client", test_set_client },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}

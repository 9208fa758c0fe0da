/* What a run gives to its sinks, and a sink that keeps it in a file. */
#include "vidimus-desk-test.h"
#include "vidimus-error.h"
#include "vidimus-run.h"
#include "vidimus-sink-jsonl.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct
{
  DeskService *service;
  VidimusRun  *run;
  char        *path;      /* of the file of lines */
  GString     *finished;  /* names, in the order told; “!”: it was not kept; “?”: it had not finished */
  guint        n_lines;   /* in the file, when the last was told */
} Fixture;

static char *
read_lines (Fixture *f)
{
  char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (f->path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static guint
count_lines (Fixture *f)
{
  g_autofree char *text = read_lines (f);
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';

  return n;
}

static void
finished_cb (VidimusRun      *run,
             VidimusDocument *document,
             const GError    *error,
             Fixture         *f)
{
  g_string_append_printf (f->finished, "%s%s%s ", vidimus_document_get_name (document), error != NULL ? "!" : "",
                          vidimus_document_is_busy (document) ? "?" : "");
  f->n_lines = count_lines (f);
  vidimus_run_remove (run, document); /* anything may be done from here */
}

static VidimusSink *
new_sink (Fixture *f)
{
  int fd = g_open (f->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);

  return VIDIMUS_SINK (vidimus_sink_jsonl_new (fd, f->path));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(VidimusClient) client = NULL;
  g_autoptr(VidimusSink) sink = NULL;
  int fd = g_file_open_tmp ("vidimus-sink-XXXXXX", &f->path, NULL);

  close (fd);
  f->service = desk_service_new ();
  client = vidimus_client_new_for_endpoint (f->service->uri, NULL, NULL);
  f->run = vidimus_run_new (client);
  f->finished = g_string_new (NULL);
  sink = new_sink (f);
  vidimus_run_add_sink (f->run, sink);
  g_signal_connect (f->run, "finished", G_CALLBACK (finished_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (f->run, f);
  vidimus_run_clear (f->run);
  vidimus_test_drop (f->run);
  desk_service_free (f->service);
  g_string_free (f->finished, TRUE);
  g_remove (f->path);
  g_free (f->path);
}

static VidimusDocument *
add (Fixture    *f,
     int         width,
     const char *name)
{
  g_autoptr(GBytes) bytes = desk_test_png (width);
  VidimusDocument *document = vidimus_document_new_for_bytes (bytes, name);

  vidimus_run_add (f->run, document);

  return document;
}

static guint wanted;

static gboolean
are_finished (gpointer user_data)
{
  guint n = 0;

  for (const char *p = ((Fixture *) user_data)->finished->str; *p != '\0'; p++)
    n += *p == ' ';

  return n >= wanted;
}

static void
await_finished (Fixture *f,
                guint    n)
{
  wanted = n;
  vidimus_test_await_true (are_finished, f);
}

static gboolean
is_two_held (gpointer user_data)
{
  return ((Fixture *) user_data)->service->held->len == 2;
}

static JsonObject *
line_at (Fixture *f,
         guint    index)
{
  g_autofree char *text = read_lines (f);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (index, <, g_strv_length (lines));
  json_parser_load_from_data (parser, lines[index], -1, &error);
  g_assert_no_error (error);

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

/* In the order of finishing; told once it is in the file. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(VidimusDocument) first = NULL, second = NULL;
  g_autoptr(JsonObject) a = NULL, b = NULL;
  int earlier;

  f->service->hold = TRUE;
  first = add (f, 101, "101");
  second = add (f, 102, "102");
  vidimus_document_set_item (second, "list/102.png");
  vidimus_test_await_true (is_two_held, f);
  earlier = g_array_index (f->service->widths, int, 1); /* the one that was asked last */
  desk_service_release (f->service, 1);
  await_finished (f, 1);
  g_assert_cmpuint (f->n_lines, ==, 1);
  desk_service_release (f->service, 0);
  await_finished (f, 2);
  g_assert_cmpuint (f->n_lines, ==, 2);
  g_assert_cmpstr (f->finished->str, ==, earlier == 102 ? "102 101 " : "101 102 ");

  a = line_at (f, earlier == 102 ? 1 : 0);
  b = line_at (f, earlier == 102 ? 0 : 1);
  g_assert_cmpstr (json_object_get_string_member (a, "file"), ==, "101");
  g_assert_false (json_object_has_member (a, "item"));
  g_assert_cmpstr (json_object_get_string_member (b, "item"), ==, "list/102.png");
  g_assert_cmpstr (json_object_get_string_member (b, "verdict"), ==, "clear");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->run)), ==, 0);
}

/* What failed has a line too; what was cancelled has none. */
static void
test_failed (Fixture       *f,
             gconstpointer  data)
{
  static const struct
  {
    guint       status;
    const char *body;
    gboolean    retry;
  } cases[] = {
    { 400, "{\"error_code\": \"AIS.0104\", \"error_msg\": \"x\"}", FALSE },
    { 403, "{\"error_code\": \"ModelArts.4204\", \"error_msg\": \"x\"}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VidimusDocument) document = NULL;
      g_autoptr(JsonObject) line = NULL;
      JsonObject *error;

      f->service->status = cases[i].status;
      f->service->body = cases[i].body;
      document = add (f, 70, "x");
      await_finished (f, i + 1);
      line = line_at (f, i);
      error = json_object_get_object_member (line, "error");
      g_assert_cmpint (json_object_get_boolean_member (error, "retry"), ==, cases[i].retry);
      g_assert_cmpstr (json_object_get_string_member (line, "verdict"), ==, "not_checked");
      g_assert_cmpfloat (json_object_get_double_member (line, "ms"), >, 0.0);
    }
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(VidimusDocument) first = NULL, second = NULL;

  f->service->hold = TRUE;
  first = add (f, 101, "101");
  second = add (f, 102, "102");
  vidimus_test_await_true (is_two_held, f);
  vidimus_run_cancel (f->run, first);
  f->service->hold = FALSE;
  while (f->service->held->len > 0)
    desk_service_release (f->service, 0);
  await_finished (f, 1);
  vidimus_test_drain ();
  g_assert_cmpstr (f->finished->str, ==, "102 ");
  g_assert_cmpuint (count_lines (f), ==, 1);
}

/* A full disk: what it took of a line is cut away, the run says so, and nothing comes after it. */
static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  struct rlimit before, limit;
  GStatBuf info;

  g_object_unref (add (f, 101, "101")); /* the run has them */
  await_finished (f, 1);
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = (rlim_t) info.st_size + 40; /* there is room for part of a line */
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_object_unref (add (f, 102, "102"));
  await_finished (f, 2);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_object_unref (add (f, 103, "103"));
  await_finished (f, 3);

  g_assert_cmpstr (f->finished->str, ==, "101 102! 103! ");
  g_assert_cmpuint (count_lines (f), ==, 1);
  limit.rlim_cur = (rlim_t) info.st_size;
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, (goffset) limit.rlim_cur);
}

/* Each line whole, however fast they come; and a flush comes after them. */
static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = add (f, 70, "x");
  g_autoptr(VidimusSink) sink = new_sink (f);
  g_autoptr(GAsyncResult) flushed = NULL;
  g_autoptr(GError) error = NULL;

  await_finished (f, 1);
  for (int i = 0; i < 500; i++)
    vidimus_sink_write_async (sink, document, NULL, NULL);
  vidimus_sink_flush_async (sink, vidimus_test_finish, &flushed);
  g_assert_true (vidimus_sink_flush_finish (sink, vidimus_test_await (&flushed), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_lines (f), ==, 501);
  for (guint i = 0; i < 501; i += 50)
    json_object_unref (line_at (f, i));
  g_clear_object (&flushed);
  vidimus_test_drain ();
}

static void
ask_once_more_cb (VidimusDocument *document,
                  GParamSpec      *pspec,
                  Fixture         *f)
{
  if (vidimus_document_get_state (document) != VIDIMUS_DOCUMENT_ANSWERED)
    return;
  g_signal_handlers_disconnect_by_func (document, ask_once_more_cb, f);
  vidimus_run_ask (f->run, document);
}

/* Asked again before it was given to any sink, it has not finished yet. */
static void
test_asked_again (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(VidimusDocument) document = add (f, 70, "x");

  g_signal_connect (document, "notify::state", G_CALLBACK (ask_once_more_cb), f);
  await_finished (f, 1);
  vidimus_test_drain ();
  g_assert_cmpuint (f->service->widths->len, ==, 2);
  g_assert_cmpstr (f->finished->str, ==, "x ");
  g_assert_cmpuint (count_lines (f), ==, 1);
}

#define ADD(path, func) g_test_add ("/sink/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("order", test_order);
  ADD ("failed", test_failed);
  ADD ("cancelled", test_cancelled);
  ADD ("asked-again", test_asked_again);
  ADD ("full", test_full);
  ADD ("many", test_many);

  return g_test_run ();
}

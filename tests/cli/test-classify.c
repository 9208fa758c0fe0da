#include "vidimus-cli-test.h"
#include "vidimus-desk-test.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  DeskService *service;
  char        *folder;
} Fixture;

static void
setup (Fixture       *f,
       gconstpointer  data)
{
  f->service = desk_service_new ();
  f->folder = cli_test_folder ();
}

static void
teardown (Fixture       *f,
          gconstpointer  data)
{
  desk_service_free (f->service);
  cli_test_remove (f->folder);
  g_free (f->folder);
}

static char *
png (Fixture *f,
     int      width)
{
  g_autofree char *name = g_strdup_printf ("%d.png", width);
  g_autoptr(GBytes) bytes = desk_test_png (width);

  return desk_test_file (f->folder, name, bytes);
}

static const char *
error_member (JsonObject *line,
              const char *name)
{
  JsonObject *error = json_object_get_object_member (line, "error");

  g_assert_nonnull (error);
  g_assert_cmpuint (strlen (json_object_get_string_member (error, "message")), >, 5);
  g_assert_cmpuint (strlen (json_object_get_string_member (error, "advice")), >, 5);

  return json_object_get_null_member (error, name) ? NULL : json_object_get_string_member (error, name);
}

static void
test_json (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *a = png (f, 71), *b = png (f, 72);
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--json", "--endpoint", f->service->uri, a, b, NULL);
  g_autoptr(JsonObject) first = NULL, second = NULL;
  JsonObject *result, *stages;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpuint (cli_run_count (run), ==, 2);
  first = cli_run_line (run, 0);
  second = cli_run_line (run, 1);

  g_assert_cmpstr (json_object_get_string_member (first, "file"), ==, a);
  g_assert_cmpstr (json_object_get_string_member (second, "file"), ==, b);
  g_assert_cmpstr (json_object_get_string_member (first, "verdict"), ==, "clear");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (first, "service"), "127.0.0.1"));
  g_assert_cmpfloat (json_object_get_double_member (first, "ms"), >, 0.0);
  g_assert_false (json_object_has_member (first, "error"));

  result = json_object_get_object_member (first, "result");
  g_assert_cmpstr (json_object_get_string_member (result, "type"), ==, "passport");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (result, "alarm_confidence"), "copy_score"),
                   ==, 5);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (result, "location")), ==, 4);
  stages = json_object_get_object_member (first, "stages");
  g_assert_true (json_object_has_member (stages, "prepare"));
  g_assert_true (f->service->alarm);
}

static void
test_no_alarm (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *a = png (f, 71);
  g_autoptr(CliRun) run =
    cli_run_start (NULL, "classify", a, "--no-alarm", "--json", "--endpoint", f->service->uri, NULL);
  g_autoptr(JsonObject) line = NULL;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  line = cli_run_line (run, 0);
  g_assert_cmpstr (json_object_get_string_member (line, "verdict"), ==, "not_checked");
  g_assert_false (json_object_has_member (json_object_get_object_member (line, "result"), "alarm_result"));
  g_assert_false (f->service->alarm);
}

/* Some fail, the others are answered, the order stays, and the status tells. */
static void
test_failures (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(GBytes) garbage_bytes = g_bytes_new_static ("hello", 5);
  g_autofree char *a = png (f, 71), *b = png (f, 72), *small = png (f, 16);
  g_autofree char *garbage = desk_test_file (f->folder, "garbage.jpg", garbage_bytes);
  g_autofree char *missing = g_build_filename (f->folder, "nobody.jpg", NULL);
  g_autoptr(CliRun) run = cli_run_start (NULL, "classify", "--json", "--endpoint", f->service->uri, missing, a, garbage,
                                         f->folder, b, small, NULL);
  static const char *const codes[] = { "AIS.0101", NULL, "AIS.0102", "AIS.0101", NULL, NULL };

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpuint (cli_run_count (run), ==, G_N_ELEMENTS (codes));
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(JsonObject) line = cli_run_line (run, i);

      g_assert_true (json_object_has_member (line, "stages"));
      if (codes[i] == NULL)
        {
          g_assert_true (json_object_has_member (line, "result"));
          continue;
        }
      g_assert_false (json_object_has_member (line, "result"));
      g_assert_cmpstr (error_member (line, "code"), ==, codes[i]);
      g_assert_cmpstr (json_object_get_string_member (line, "verdict"), ==, "not_checked");
      g_assert_true (json_object_get_null_member (line, "service")); /* nobody was asked */
    }
}

static void
test_service_refuses (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *a = png (f, 71);
  g_autoptr(CliRun) run = NULL, block = NULL;
  g_autoptr(JsonObject) line = NULL;

  f->service->status = 400;
  f->service->body = "{\"error_code\": \"AIS.0104\", \"error_msg\": \"x\"}";
  run = cli_run_start (NULL, "classify", "--json", "--endpoint", f->service->uri, a, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  line = cli_run_line (run, 0);
  g_assert_cmpstr (error_member (line, "code"), ==, "AIS.0104");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (line, "service"), "127.0.0.1"));

  block = cli_run_start (NULL, "classify", "--endpoint", f->service->uri, a, NULL);
  cli_run_await (block);
  g_assert_cmpint (block->status, ==, 1);
  g_assert_nonnull (strstr (block->out, "\n  Failed "));
  g_assert_nonnull (strstr (block->out, "AIS.0104"));
}

/* Neither a file nor a service can have the terminal do something. */
static void
test_escapes (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GBytes) bytes = desk_test_png (71);
  g_autofree char *file = desk_test_file (f->folder, "a\033[31m\nb.png", bytes);
  g_autofree char *missing = g_build_filename (f->folder, "\033[2Jnobody.png", NULL);
  g_autoptr(CliRun) run = NULL;

  f->service->body = "{\"result\": {\"type\": \"new\\u001b[2J\\u009bm\\ncard\"}}";
  run = cli_run_start (NULL, "classify", "--endpoint", f->service->uri, file, missing, NULL);
  cli_run_await (run);
  g_assert_nonnull (strstr (run->out, "a�[31m�b.png\n"));
  g_assert_nonnull (strstr (run->out, "new�[2J�m�card\n"));
  g_assert_nonnull (strstr (run->out, "nobody.png”"));
  g_assert_null (strchr (run->out, '\033'));
}

static void
test_unreachable (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *a = png (f, 71);
  g_autoptr(CliRun) run = NULL;
  g_autoptr(JsonObject) line = NULL;

  soup_server_disconnect (f->service->server);
  run = cli_run_start (NULL, "classify", "--json", "--endpoint", f->service->uri, a, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 1);
  line = cli_run_line (run, 0);
  g_assert_null (error_member (line, "code"));
}

static gboolean
is_held (gpointer user_data)
{
  return ((Fixture *) user_data)->service->held->len > 0;
}

static gboolean
are_two_held (gpointer user_data)
{
  return ((Fixture *) user_data)->service->held->len >= 2;
}

/* Printed in the order given, however they come. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(CliRun) run = NULL;
  const int n = 20;

  g_ptr_array_add (argv, g_strdup ("classify"));
  g_ptr_array_add (argv, g_strdup ("--json"));
  g_ptr_array_add (argv, g_strdup ("--endpoint"));
  g_ptr_array_add (argv, g_strdup (f->service->uri));
  for (int i = 0; i < n; i++)
    g_ptr_array_add (argv, png (f, 100 + i));
  g_ptr_array_add (argv, NULL);

  f->service->hold = TRUE;
  run = cli_run_argv (NULL, (const char *const *) argv->pdata);
  if (g_get_num_processors () > 1)
    {
      vidimus_test_await_true (are_two_held, f);
      desk_service_release (f->service, 1); /* answered before the one that came first */
      vidimus_test_await_true (are_two_held, f);
      desk_service_release (f->service, 1);
    }
  vidimus_test_await_true (is_held, f);
  f->service->hold = FALSE;
  while (f->service->held->len > 0)
    desk_service_release (f->service, 0);
  cli_run_await (run);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (cli_run_count (run), ==, n);
  for (int i = 0; i < n; i++)
    {
      g_autoptr(JsonObject) line = cli_run_line (run, (guint) i);

      g_assert_cmpstr (json_object_get_string_member (line, "file"), ==, argv->pdata[4 + i]);
    }
}

static void
test_block (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *a = png (f, 71), *b = png (f, 72);
  g_autoptr(CliRun) run = NULL;

  f->service->body =
    "{\"result\":{\"type\":\"passport\",\"location\":[[1,2],[31,2],[31,21],[1,21]],\"confidence\":0.9,"
    "\"alarm_result\":{\"detect_glare_result\":true,\"detect_copy_result\":true},"
    "\"alarm_confidence\":{\"glare_score\":91,\"copy_score\":12}}}";
  run = cli_run_start (NULL, "classify", "--endpoint", f->service->uri, a, b, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->err, ==, "");
  g_assert_true (g_str_has_prefix (run->out, a));
  g_assert_nonnull (strstr (run->out, "(passport)"));
  g_assert_nonnull (strstr (run->out, "(1, 2) (31, 2) (31, 21) (1, 21) confidence 0.90"));
  g_assert_nonnull (strstr (run->out, "Alarm: Glare 91, your limit is 80"));
  g_assert_nonnull (strstr (run->out, "12  No alarm (the service says otherwise)"));
  g_assert_nonnull (strstr (run->out, "–  Not checked"));
  g_assert_nonnull (strstr (run->out, "\n\n"));
}

static void
test_usage (Fixture       *f,
            gconstpointer  data)
{
  const struct
  {
    const char *argv[6];
    int         status;
  } cases[] = {
    { { NULL }, 2 },
    { { "classify", NULL }, 2 },
    { { "classify", "--json", NULL }, 2 },
    { { "classify", "--jsn", "x.jpg", NULL }, 2 },
    { { "classify", "--endpoint", NULL }, 2 },
    { { "classify", "--endpoint", "not an address", "x.jpg", NULL }, 2 },
    { { "classify", "--endpoint", "ftp://host", "x.jpg", NULL }, 2 },
    { { "classify", "--endpoint", "http://127.0.0.1:1", "--explain", "x", NULL }, 2 },
    { { "classfy", "x.jpg", NULL }, 2 },
    { { "--nothing", NULL }, 2 },
    { { "--version", NULL }, 0 },
    { { "--help", NULL }, 0 },
    { { "classify", "--help", NULL }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CliRun) run = cli_run_argv (NULL, cases[i].argv);

      cli_run_await (run);
      g_assert_cmpint (run->status, ==, cases[i].status);
      g_assert_true ((run->out[0] == '\0') == (cases[i].status == 2));
      g_assert_true ((run->err[0] == '\0') == (cases[i].status == 0));
      if (cases[i].status == 2)
        g_assert_true (g_str_has_prefix (run->err, "vidimus-cli: "));
    }
}

static void
test_interrupt (Fixture       *f,
                gconstpointer  data)
{
  static const int signals[] = { SIGINT, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autofree char *a = png (f, 71);
      g_autoptr(CliRun) run = NULL;

      f->service->hold = TRUE;
      run = cli_run_start (NULL, "classify", "--json", "--endpoint", f->service->uri, a, NULL);
      vidimus_test_await_true (is_held, f);
      g_subprocess_send_signal (run->process, signals[i]);
      cli_run_await (run);
      g_assert_cmpint (run->status, ==, 128 + signals[i]);
      g_assert_cmpstr (run->out, ==, "");
      g_ptr_array_set_size (f->service->held, 0);
    }
}

/* Logs are for people: the output stays for programs. */
static void
test_log (Fixture       *f,
          gconstpointer  data)
{
  const char *const env[] = { "G_MESSAGES_DEBUG=all", NULL };
  g_autofree char *a = png (f, 71);
  g_autoptr(CliRun) run = cli_run_start (env, "classify", "--json", "--endpoint", f->service->uri, a, NULL);
  g_autoptr(JsonObject) line = NULL;

  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpuint (cli_run_count (run), ==, 1);
  line = cli_run_line (run, 0);
  g_assert_nonnull (line);
}

/* “vidimus-cli … | head -1”: who reads no more is no reason to go on. */
static void
test_reader_gone (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *a = png (f, 71);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, &error));
  close (ends[0]);
  g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("VIDIMUS_CLI"), "classify", "--json", "--endpoint",
                                         f->service->uri, a, a, a, a, a, a, a, a, NULL);
  g_assert_no_error (error);
  g_clear_object (&launcher);
  g_subprocess_wait_async (process, NULL, vidimus_test_finish, &result);
  g_assert_true (g_subprocess_wait_finish (process, vidimus_test_await (&result), &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
}

static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *uri = g_strdup_printf ("%s/x/card.png", f->service->uri);
  g_autoptr(CliRun) run = NULL;
  g_autoptr(JsonObject) line = NULL;

  f->service->image = desk_test_png (123);
  run = cli_run_start (NULL, "classify", "--json", "--endpoint", f->service->uri, uri, NULL);
  cli_run_await (run);
  g_assert_cmpint (run->status, ==, 0);
  line = cli_run_line (run, 0);
  g_assert_cmpstr (json_object_get_string_member (line, "file"), ==, uri);
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
    { "/classify/json", test_json },
    { "/classify/no-alarm", test_no_alarm },
    { "/classify/failures", test_failures },
    { "/classify/service-refuses", test_service_refuses },
    { "/classify/escapes", test_escapes },
    { "/classify/unreachable", test_unreachable },
    { "/classify/order", test_order },
    { "/classify/block", test_block },
    { "/classify/usage", test_usage },
    { "/classify/interrupt", test_interrupt },
    { "/classify/log", test_log },
    { "/classify/reader-gone", test_reader_gone },
    { "/classify/address", test_address },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}

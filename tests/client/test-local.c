#include "vidimus-client-test.h"

#include "vidimus-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

typedef struct
{
  VidimusClient  *client;
  VidimusPicture *picture;
  char           *log;
  guint           n_warnings; /* changes of the property */
} Fixture;

static void
warning_cb (Fixture *f)
{
  f->n_warnings++;
}

static void
set_up (Fixture       *f,
        gconstpointer  mode)
{
  f->log = g_build_filename (g_get_user_cache_dir (), "fake-log", NULL);
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_setenv ("VIDIMUS_FAKE", mode != NULL ? mode : "", TRUE);
  g_setenv ("VIDIMUS_FAKE_LOG", f->log, TRUE);
  f->client = vidimus_client_new_local (NULL);
  f->picture = client_test_picture (32, 24);
  g_signal_connect_swapped (f->client, "notify::warning", G_CALLBACK (warning_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  mode)
{
  if (f->client != NULL)
    client_test_end (f->client);
  g_clear_object (&f->picture);
  g_clear_pointer (&f->log, g_free);
}

static guint
count_log (Fixture    *f,
           const char *line)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  guint n = 0;

  g_file_get_contents (f->log, &text, NULL, NULL);
  lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    n += g_str_equal (lines[i], line);

  return n;
}

static VidimusAnswer *
classify (Fixture           *f,
          VidimusCallFlags   flags,
          GError           **error)
{
  return client_test_classify (f->client, f->picture, flags, NULL, NULL, error);
}

static void
assert_answered (Fixture *f,
                 guint    attempt)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = classify (f, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, attempt);
}

/* One child for all calls, in a folder that nobody else can enter; it and the folder go with the client. */
static void
test_life (Fixture       *f,
           gconstpointer  mode)
{
  const char *runtime = g_get_user_runtime_dir ();
  g_autoptr(GDir) dir = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  GStatBuf info;
  int pid;

  g_assert_true (vidimus_client_is_local (f->client));
  g_assert_cmpint (client_test_get_pid (f->client), ==, 0); /* not before it is needed */

  answer = classify (f, VIDIMUS_CALL_ALARMS, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vidimus_answer_get_service (answer), ==, vidimus_client_get_name (f->client));
  g_assert_cmpuint (count_log (f, "/v2/local/ocr/auto-id-doc-classification"), ==, 1);
  g_assert_cmpuint (count_log (f, "explain"), ==, 0);
  g_assert_null (vidimus_client_get_warning (f->client));

  pid = client_test_get_pid (f->client);
  g_assert_cmpint (pid, >, 1);
  assert_answered (f, 1);
  g_assert_cmpint (client_test_get_pid (f->client), ==, pid);
  g_assert_cmpuint (count_log (f, "start"), ==, 1);

  dir = g_dir_open (runtime, 0, NULL);
  g_assert_nonnull (dir);
  folder = g_build_filename (runtime, g_dir_read_name (dir), NULL);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);

  client_test_end (g_steal_pointer (&f->client));
  vidimus_test_await_true (client_test_is_gone, GINT_TO_POINTER (pid));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static gboolean
has_started (gpointer user_data)
{
  return count_log (user_data, "start") > 0;
}

/* Told that a call will come, the child starts before it does; once. */
static void
test_prepared (Fixture       *f,
               gconstpointer  mode)
{
  int pid;

  vidimus_client_prepare (f->client);
  vidimus_client_prepare (f->client);
  vidimus_test_await_true (has_started, f);
  pid = client_test_get_pid (f->client);
  g_assert_cmpint (pid, >, 1);

  assert_answered (f, 1);
  vidimus_client_prepare (f->client);
  g_assert_cmpint (client_test_get_pid (f->client), ==, pid);
  g_assert_cmpuint (count_log (f, "start"), ==, 1);
}

/* Nor does what was prepared hold the client, or outlive it. */
static void
test_prepared_in_vain (Fixture       *f,
                       gconstpointer  mode)
{
  int pid;

  vidimus_client_prepare (f->client);
  pid = client_test_get_pid (f->client);
  client_test_end (g_steal_pointer (&f->client));
  vidimus_test_await_true (client_test_is_gone, GINT_TO_POINTER (pid));
}

static void
test_explain (Fixture       *f,
              gconstpointer  mode)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = classify (f, VIDIMUS_CALL_EXPLAIN, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_assert_cmpuint (count_log (f, "explain"), ==, 1);
  g_assert_cmpuint (count_log (f, "evidence"), ==, 0);
}

static void
test_evidence (Fixture       *f,
               gconstpointer  mode)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = classify (f, VIDIMUS_CALL_ALARMS | VIDIMUS_CALL_EVIDENCE, &error);

  g_assert_no_error (error);
  g_assert_true (vidimus_result_has_areas (vidimus_answer_get_result (answer)));
  g_assert_cmpuint (count_log (f, "evidence"), ==, 1);
  g_assert_cmpuint (count_log (f, "explain"), ==, 0);
}

/* Killed while nothing was asked: the next call starts another. */
static void
test_killed_between (Fixture       *f,
                     gconstpointer  mode)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  int pid;

  assert_answered (f, 1);
  pid = client_test_get_pid (f->client);
  kill (pid, SIGKILL);
  answer = classify (f, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (client_test_get_pid (f->client), !=, pid);
  g_assert_cmpuint (count_log (f, "start"), ==, 2);
}

/* Dead in the middle of a request: the request is made again, once. */
static void
test_died_once (Fixture       *f,
                gconstpointer  mode)
{
  assert_answered (f, 2);
  g_assert_cmpuint (count_log (f, "start"), ==, 2);
  assert_answered (f, 1);
}

static void
test_died_always (Fixture       *f,
                  gconstpointer  mode)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (classify (f, 0, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_SERVICE);
  g_assert_nonnull (strstr (error->message, "twice"));
  g_assert_cmpuint (count_log (f, "POST"), ==, 2);
}

static gboolean
has_posted (gpointer user_data)
{
  return count_log (user_data, "POST") > 0;
}

/* Killed by hand while a request is in it. */
static void
test_killed_within (Fixture       *f,
                    gconstpointer  mode)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;

  vidimus_client_classify_async (f->client, f->picture, 0, NULL, NULL, NULL, vidimus_test_finish, &result);
  vidimus_test_await_true (has_posted, f);
  g_setenv ("VIDIMUS_FAKE", "", TRUE);
  kill (client_test_get_pid (f->client), SIGKILL);
  answer = vidimus_client_classify_finish (f->client, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 2);
  g_clear_object (&result);
}

/* Requests that start together share one start. */
static void
test_together (Fixture       *f,
               gconstpointer  mode)
{
  GAsyncResult *results[8] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    vidimus_client_classify_async (f->client, f->picture, 0, NULL, NULL, NULL, vidimus_test_finish, &results[i]);

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VidimusAnswer) answer = vidimus_client_classify_finish (f->client, vidimus_test_await (&results[i]),
                                                                        &error);

      g_assert_no_error (error);
      g_assert_nonnull (answer);
      g_clear_object (&results[i]);
    }
  g_assert_cmpuint (count_log (f, "start"), ==, 1);
}

static void
assert_no_start (const char *program,
                 const char *part)
{
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_local (program);

  vidimus_client_prepare (client); /* tells nothing */
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_nonnull (strstr (vidimus_error_get_advice (error), "VIDIMUS_SERVICE"));

  /* and it is tried again when asked again */
  g_clear_error (&error);
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  client_test_end (client);
}

static void
test_missing (void)
{
  assert_no_start ("/nowhere/vidimus-service", "“/nowhere/vidimus-service”");
  assert_no_start ("/nowhere/vidimus-service", "no such file");
}

static void
test_other_program (void)
{
  assert_no_start ("/bin/true", "/bin/true");
  assert_no_start ("/etc/passwd", "/etc/passwd");
}

static void
test_exits (void)
{
  g_setenv ("VIDIMUS_FAKE", "exit", TRUE);
  assert_no_start (NULL, "fake-service");
}

static void
test_warning (Fixture       *f,
              gconstpointer  mode)
{
  const char *lock = strchr (mode, '-') + 1;

  assert_answered (f, 1);
  g_assert_nonnull (vidimus_client_get_warning (f->client));
  if (!g_str_equal (lock, "locks"))
    {
      g_autofree char *lower = g_ascii_strdown (vidimus_client_get_warning (f->client), -1);

      g_assert_true (g_str_has_prefix (lower, lock));
    }
  g_assert_cmpuint (f->n_warnings, ==, 1);
  assert_answered (f, 1);
  g_assert_cmpuint (f->n_warnings, ==, 1);
}

/* The child outlives a cancelled request, but not the client. */
static void
test_cancel_waiting (Fixture       *f,
                     gconstpointer  mode)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int pid;

  vidimus_client_classify_async (f->client, f->picture, 0, NULL, NULL, cancellable, vidimus_test_finish, &result);
  vidimus_test_await_true (has_posted, f);
  pid = client_test_get_pid (f->client);
  g_cancellable_cancel (cancellable);
  g_assert_null (vidimus_client_classify_finish (f->client, vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (client_test_get_pid (f->client), ==, pid);

  g_clear_object (&result);
  client_test_end (g_steal_pointer (&f->client));
  vidimus_test_await_true (client_test_is_gone, GINT_TO_POINTER (pid));
}

static gboolean
is_running (gpointer user_data)
{
  return client_test_get_pid (user_data) != 0;
}

/* The child says nothing yet: the call ends at once all the same, and the client takes the child with it. */
static void
test_cancel_starting (Fixture       *f,
                      gconstpointer  mode)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int pid;

  vidimus_client_classify_async (f->client, f->picture, 0, NULL, NULL, cancellable, vidimus_test_finish, &result);
  vidimus_test_await_true (is_running, f->client);
  pid = client_test_get_pid (f->client);
  g_cancellable_cancel (cancellable);
  g_assert_null (vidimus_client_classify_finish (f->client, vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  client_test_end (g_steal_pointer (&f->client));
  vidimus_test_await_true (client_test_is_gone, GINT_TO_POINTER (pid));
}

/* A child that does not end when asked is ended. */
static void
test_stubborn (Fixture       *f,
               gconstpointer  mode)
{
  int pid;

  assert_answered (f, 1);
  pid = client_test_get_pid (f->client);
  client_test_end (g_steal_pointer (&f->client));
  vidimus_test_await_true (client_test_is_gone, GINT_TO_POINTER (pid));
}

/* No child is left over, however its parent ends. */
static void
test_parent_killed (void)
{
  g_setenv ("VIDIMUS_FAKE", "", TRUE);
  client_test_kill_parent (NULL);
}

#define ADD(path, mode, func) g_test_add ("/local/" path, Fixture, mode, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--victim"))
    return client_test_run_victim ();

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("life", NULL, test_life);
  ADD ("prepared", NULL, test_prepared);
  ADD ("prepared/in-vain", "mute", test_prepared_in_vain);
  ADD ("explain", NULL, test_explain);
  ADD ("evidence", NULL, test_evidence);
  ADD ("killed-between", NULL, test_killed_between);
  ADD ("died-once", "die-once", test_died_once);
  ADD ("died-always", "die-always", test_died_always);
  ADD ("killed-within", "hang", test_killed_within);
  ADD ("together", NULL, test_together);
  g_test_add_func ("/local/missing", test_missing);
  g_test_add_func ("/local/other-program", test_other_program);
  g_test_add_func ("/local/exits", test_exits);
  ADD ("warning/landlock", "no-landlock", test_warning);
  ADD ("warning/seccomp", "no-seccomp", test_warning);
  ADD ("warning/both", "no-locks", test_warning);
  ADD ("cancel/waiting", "hang", test_cancel_waiting);
  ADD ("cancel/starting", "mute", test_cancel_starting);
  ADD ("stubborn", "stubborn", test_stubborn);
  g_test_add_func ("/local/parent-killed", test_parent_killed);

  return g_test_run ();
}

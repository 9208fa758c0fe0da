/*
 * The client and the service, for real: processes, sockets, locks. VIDIMUS_LIVE_TYPE names the type that the engine
 * should find in VIDIMUS_LIVE_IMAGE; without them a stand-in answers for the engine.
 */
#include "vidimus-client-test.h"

#include "vidimus-error.h"

#include <signal.h>
#include <string.h>

typedef struct
{
  VidimusClient  *client;
  VidimusPicture *picture;
} Fixture;

static VidimusPicture *
open_picture (void)
{
  const char *path = g_getenv ("VIDIMUS_LIVE_IMAGE");
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  VidimusPicture *picture;
  char *content;
  gsize length;

  if (path == NULL)
    return client_test_picture (1000, 700);

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (content, length);
  picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);

  return picture;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->client = vidimus_client_new_local (NULL);
  f->picture = open_picture ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->client != NULL)
    client_test_end (f->client);
  g_clear_object (&f->picture);
}

static VidimusAnswer *
classify (Fixture          *f,
          VidimusCallFlags  flags)
{
  g_autoptr(GError) error = NULL;
  VidimusAnswer *answer = client_test_classify (f->client, f->picture, flags, NULL, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

static gboolean
has_timing (VidimusAnswer *answer,
            const char    *name)
{
  gsize n;
  const VidimusTiming *timings = vidimus_answer_get_timings (answer, &n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (timings[i].name, name))
      return TRUE;

  return FALSE;
}

static void
test_answer (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = classify (f, VIDIMUS_CALL_ALARMS);
  VidimusResult *result = vidimus_answer_get_result (answer);
  const char *type = g_getenv ("VIDIMUS_LIVE_TYPE");
  VidimusQuad quad;

  g_assert_nonnull (vidimus_answer_get_request_id (answer));
  g_assert_true (has_timing (answer, "decode"));
  g_assert_true (has_timing (answer, "locate"));
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_null (vidimus_result_get_extra (result, "explain"));
  if (type != NULL)
    g_assert_cmpstr (vidimus_result_get_type_code (result), ==, type);
  for (VidimusAlarm i = 0; i < VIDIMUS_N_ALARMS; i++)
    {
      gboolean raised;
      int score;

      g_assert_true (vidimus_result_get_score (result, i, &score));
      g_assert_true (vidimus_result_get_flag (result, i, &raised));
      g_assert_cmpint (raised, ==, score > 50);
    }
}

static void
test_no_alarms (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = classify (f, 0);
  int score;

  for (VidimusAlarm i = 0; i < VIDIMUS_N_ALARMS; i++)
    g_assert_false (vidimus_result_get_score (vidimus_answer_get_result (answer), i, &score));
}

static void
test_explain (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = classify (f, VIDIMUS_CALL_EXPLAIN);

  g_assert_nonnull (vidimus_result_get_extra (vidimus_answer_get_result (answer), "explain"));
}

/* The front process is stopped, so that the request is surely in flight when it is killed. */
static void
test_killed_within (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(VidimusAnswer) first = classify (f, 0);
  g_autoptr(VidimusAnswer) second = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GArray) family = client_test_get_family (client_test_get_pid (f->client));
  g_autoptr(GError) error = NULL;
  int pid = client_test_get_pid (f->client);

  g_assert_nonnull (first);
  kill (pid, SIGSTOP);
  vidimus_client_classify_async (f->client, f->picture, 0, NULL, NULL, NULL, vidimus_test_finish, &result);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  kill (pid, SIGKILL);

  second = vidimus_client_classify_finish (f->client, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (client_test_get_pid (f->client), !=, pid);
  client_test_await_gone (family);
  g_clear_object (&result);
}

/* Front and workers go with the client. */
static void
test_end (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = classify (f, 0);
  g_autoptr(GArray) family = client_test_get_family (client_test_get_pid (f->client));

  g_assert_nonnull (answer);
  g_assert_cmpuint (family->len, >=, 2);
  client_test_end (g_steal_pointer (&f->client));
  client_test_await_gone (family);
}

/* And with the program, however that ends. */
static void
test_parent_killed (void)
{
  g_autoptr(GArray) family = NULL;

  client_test_kill_parent (&family);
  g_assert_cmpuint (family->len, >=, 2);
}

#define ADD(path, func) g_test_add ("/live/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--victim"))
    return client_test_run_victim ();

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("whole/answer", test_answer);
  ADD ("no-alarms", test_no_alarms);
  ADD ("whole/explain", test_explain);
  ADD ("killed-within", test_killed_within);
  ADD ("whole/end", test_end);
  g_test_add_func ("/live/parent-killed", test_parent_killed);

  return g_test_run ();
}

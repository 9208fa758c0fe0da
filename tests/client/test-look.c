/* Frames of a camera, looked at by the processes of the service around a stand-in for the engine, which does what the frame says. */
#include "vidimus-account-test.h"
#include "vidimus-client-test.h"

#include "vidimus-error.h"

#include <signal.h>
#include <string.h>

typedef struct
{
  VidimusClient  *client;
  VidimusCallLog *log;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->client = vidimus_client_new_local (NULL);
  f->log = vidimus_call_log_new ();
  vidimus_client_set_log (f->client, f->log);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->log)), ==, 0); /* whatever came of it */
  client_test_end (f->client);
  g_object_unref (f->log);
}

static GBytes *
frame (const char *word)
{
  char *bytes = g_strconcat ("\xff\xd8\xff", word, NULL);

  return g_bytes_new_take (bytes, strlen (bytes));
}

static void
begin (VidimusClient  *client,
       const char     *word,
       GCancellable   *cancellable,
       GAsyncResult  **result)
{
  g_autoptr(GBytes) jpeg = frame (word);

  vidimus_client_look_async (client, jpeg, cancellable, vidimus_test_finish, result);
}

static VidimusResult *
end (VidimusClient  *client,
     GAsyncResult  **result,
     GError        **error)
{
  VidimusResult *answer = vidimus_client_look_finish (client, vidimus_test_await (result), error);

  g_clear_object (result);

  return answer;
}

static VidimusResult *
look (VidimusClient  *client,
      const char     *word,
      GError        **error)
{
  GAsyncResult *result = NULL;

  begin (client, word, NULL, &result);

  return end (client, &result, error);
}

static void
assert_seen (VidimusClient *client)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = look (client, "ok", &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
}

/* The service is started for it; the numbers are the frame's pixels, and there is no type. */
static void
test_answer (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = look (f->client, "ok", &error);
  VidimusQuad quad;
  int score;

  g_assert_no_error (error);
  g_assert_null (vidimus_result_get_type_code (result));
  g_assert_true (vidimus_result_get_location (result, &quad));
  g_assert_cmpfloat (quad.corners[1].x, ==, 860);
  g_assert_cmpfloat (quad.corners[1].y, ==, 165);
  g_assert_true (vidimus_result_get_score (result, VIDIMUS_ALARM_BLUR, &score));
  g_assert_cmpint (score, ==, 98);
}

/* What can't be looked at costs its own frame, and the child lives. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  static const char *const codes[] = { "AIS.0104", "AIS.0103", "AIS.0105" };
  g_autoptr(GBytes) other = g_bytes_new_static ("GIF89a", 6);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) wrong = NULL;
  int pid;

  assert_seen (f->client);
  pid = client_test_get_pid (f->client);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (look (f->client, codes[i], &error));
      g_assert_cmpuint (error->domain, ==, VIDIMUS_ERROR);
      g_assert_cmpstr (vidimus_error_get_api_code (error), ==, codes[i]);
    }

  vidimus_client_look_async (f->client, other, NULL, vidimus_test_finish, &result);
  g_assert_null (vidimus_client_look_finish (f->client, vidimus_test_await (&result), &wrong));
  g_assert_cmpstr (vidimus_error_get_api_code (wrong), ==, "AIS.0102");
  assert_seen (f->client);
  g_assert_cmpint (client_test_get_pid (f->client), ==, pid);
}

/* Several at once share one child, also its start; a slow one does not hold up those behind it for ever. */
static void
test_together (Fixture       *f,
               gconstpointer  data)
{
  GAsyncResult *results[6] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    begin (f->client, i == 0 ? "slow" : "ok", NULL, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VidimusResult) answer = end (f->client, &results[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (answer);
    }
}

/* The frames that would fill all workers for ever let go of them when they are cancelled; those that wait for the start end too. */
static void
test_cancel (Fixture       *f,
             gconstpointer  running)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[4] = { NULL };
  gint64 start;

  if (running != NULL)
    assert_seen (f->client);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    begin (f->client, "wait", cancellable, &results[i]);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (end (f->client, &results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  assert_seen (f->client);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 15 * G_USEC_PER_SEC); /* the service itself would end them after 30 seconds */
}

/* In the middle of a stream the service dies, surely with a frame in it: that one is lost, the next is seen. */
static void
test_killed_within (Fixture       *f,
                    gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr(GError) error = NULL;
  int pid;

  assert_seen (f->client);
  pid = client_test_get_pid (f->client);
  kill (pid, SIGSTOP);
  begin (f->client, "ok", NULL, &result);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  kill (pid, SIGKILL);
  g_assert_null (end (f->client, &result, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);

  assert_seen (f->client);
  g_assert_cmpint (client_test_get_pid (f->client), !=, pid);
}

/* Before anybody here heard of its end the next frame may fail; the one after it may not. */
static void
test_killed_between (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(VidimusResult) result = NULL;
  int pid;

  assert_seen (f->client);
  pid = client_test_get_pid (f->client);
  kill (pid, SIGKILL);
  result = look (f->client, "ok", NULL);
  assert_seen (f->client);
  g_assert_cmpint (client_test_get_pid (f->client), !=, pid);
}

static void
assert_not_supported (VidimusClient *client)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (vidimus_client_is_local (client));
  g_assert_null (look (client, "ok", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
count_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  guint *n = user_data;

  (*n)++;
  soup_server_message_set_status (message, 200, NULL);
}

/* Another host sees nothing of a camera, not even a connection that is used. */
static void
test_other_host (void)
{
  g_autofree char *uri = NULL;
  guint n = 0;
  g_autoptr(SoupServer) server = vidimus_test_serve (count_cb, &n, &uri);
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  assert_not_supported (client);
  vidimus_test_drain ();
  g_assert_cmpuint (n, ==, 0);
  client_test_end (client);
  vidimus_test_stop (server);
}

/* Nor does a cloud, nor who signs in to it. */
static void
test_cloud (void)
{
  g_auto(AccountTest) account = { NULL };
  g_autoptr(GError) error = NULL;
  VidimusClient *client;

  account_test_init (&account, VIDIMUS_AUTH_PASSWORD);
  client = vidimus_client_new_for_profile (account.profile, account.secrets, &error);
  g_assert_no_error (error);
  assert_not_supported (client);
  vidimus_test_drain ();
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (account.stand_in), ==, 0);
  client_test_end (client);
}

#define ADD(path, data, func) g_test_add ("/look/" path, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  account_test_begin ();

  ADD ("answer", NULL, test_answer);
  ADD ("refused", NULL, test_refused);
  ADD ("together", NULL, test_together);
  ADD ("cancel/running", "running", test_cancel);
  ADD ("cancel/starting", NULL, test_cancel);
  ADD ("killed-within", NULL, test_killed_within);
  ADD ("killed-between", NULL, test_killed_between);
  g_test_add_func ("/look/other-host", test_other_host);
  g_test_add_func ("/look/cloud", test_cloud);

  return g_test_run ();
}

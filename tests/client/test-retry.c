#include "vidimus-client-test.h"

#include "vidimus-call-record-private.h"
#include "vidimus-error.h"

#include <string.h>

static gint64 now;    /* microseconds */
static double chance;

static gint64
get_now (void)
{
  return now;
}

static double
get_chance (void)
{
  return chance;
}

static VidimusRetryPolicy
clocked (void)
{
  VidimusRetryPolicy policy = VIDIMUS_RETRY_DEFAULT;

  policy.now = get_now;
  policy.chance = get_chance;

  return policy;
}

/* The vendor's 2–5 s first, then longer; by chance, within what was promised. */
static void
test_pauses (void)
{
  static const guint longest[] = { 5000, 8000, 14000 };
  const VidimusRetryPolicy policy = clocked ();
  const VidimusRetryCause throttled = { .status = 429 };
  guint ms;

  for (guint luck = 0; luck <= 1; luck++)
    {
      VidimusRetry retry;

      chance = luck == 0 ? 0.0 : 0.9999999;
      vidimus_retry_init (&retry, &policy);
      for (guint i = 0; i < G_N_ELEMENTS (longest); i++)
        {
          g_assert_cmpuint (retry.attempt, ==, i + 1);
          g_assert_true (vidimus_retry_next (&retry, &throttled, &ms));
          g_assert_cmpfloat_with_epsilon (ms, luck == 0 ? 2000 : longest[i], 1.5);
        }
      g_assert_false (vidimus_retry_next (&retry, &throttled, &ms));
      g_assert_cmpuint (retry.attempt, ==, 4);
    }
}

/* Pauses grow to a ceiling, also where doubling would leave every type behind. */
static void
test_ceiling (void)
{
  VidimusRetryPolicy policy = clocked ();
  VidimusRetry retry;
  guint ms = 0;

  chance = 0.9999999;
  policy.max_attempts = 100;
  policy.budget_ms = G_MAXUINT;
  vidimus_retry_init (&retry, &policy);
  for (guint i = 1; i < 100; i++)
    {
      g_assert_true (vidimus_retry_next (&retry, &(VidimusRetryCause) { .status = 503 }, &ms));
      g_assert_cmpuint (ms, <=, policy.ceiling_ms);
    }
  g_assert_cmpuint (ms, ==, policy.ceiling_ms);
}

/* What the service asks for counts, unless it is shorter than ours, or more than there is time for. */
static void
test_after (void)
{
  const VidimusRetryPolicy policy = clocked ();
  VidimusRetry retry;
  guint ms;

  chance = 0.5;
  vidimus_retry_init (&retry, &policy);
  g_assert_true (vidimus_retry_next (&retry, &(VidimusRetryCause) { .status = 429, .retry_after = "12" }, &ms));
  g_assert_cmpuint (ms, ==, 12000);
  g_assert_true (vidimus_retry_next (&retry, &(VidimusRetryCause) { .status = 429, .retry_after = "0" }, &ms));
  g_assert_cmpuint (ms, ==, 5000);
  g_assert_false (vidimus_retry_next (&retry, &(VidimusRetryCause) { .status = 429, .retry_after = "61" }, &ms));
  g_assert_cmpuint (retry.attempt, ==, 3);

  now = 50 * G_USEC_PER_SEC; /* of 60 s */
  g_assert_false (vidimus_retry_next (&retry, &(VidimusRetryCause) { .status = 429, .retry_after = "11" }, &ms));
  g_assert_true (vidimus_retry_next (&retry, &(VidimusRetryCause) { .status = 429, .retry_after = "10" }, &ms));
  g_assert_cmpuint (ms, ==, 10000);
  now = 0;
}

static void
test_parse_after (void)
{
  static const struct
  {
    const char *text;
    gint64      ms;
  } cases[] = {
    { NULL, -1 }, { "", -1 }, { "soon", -1 }, { "-1", -1 }, { "1.5", -1 }, { "0", 0 }, { "120", 120000 },
    { "86400", 86400000 }, { "86401", 86400000 }, { "99999999999999999999", 86400000 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 7000 }, { "Sun, 06 Nov 1994 08:49:00 GMT", 0 },
    { "Mon, 06 Nov 2094 08:49:37 GMT", 86400000 }, { "Sun, 06 Nov", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (vidimus_retry_parse_after (cases[i].text, 784111770), ==, cases[i].ms); /* 08:49:30 */
    }
}

static gboolean
is_transient_error (GQuark domain,
                    int    code)
{
  g_autoptr(GError) error = g_error_new_literal (domain, code, "x");

  return vidimus_retry_is_transient (&(VidimusRetryCause) { .error = error });
}

static void
test_transient (void)
{
  for (guint status = 200; status < 600; status++)
    g_assert_cmpint (vidimus_retry_is_transient (&(VidimusRetryCause) { .status = status }), ==,
                     status == 429 || status == 502 || status == 503 || status == 504);

  g_assert_true (is_transient_error (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED));
  g_assert_true (is_transient_error (G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE));
  g_assert_true (is_transient_error (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT));
  g_assert_true (is_transient_error (G_TLS_ERROR, G_TLS_ERROR_EOF));
  g_assert_false (is_transient_error (G_IO_ERROR, G_IO_ERROR_CANCELLED));
  g_assert_false (is_transient_error (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED));
  g_assert_false (is_transient_error (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE));
  g_assert_false (is_transient_error (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND));
  g_assert_false (is_transient_error (VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE));
}

/* Who closed a connection of an earlier call too early is asked on a new one at once. */
static void
test_stale (void)
{
  const VidimusRetryPolicy policy = clocked ();
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "x");
  VidimusRetry retry;
  guint ms = 1;

  vidimus_retry_init (&retry, &policy);
  g_assert_true (vidimus_retry_next (&retry, &(VidimusRetryCause) { .error = error, .stale = TRUE }, &ms));
  g_assert_cmpuint (ms, ==, 0);
  g_assert_true (vidimus_retry_next (&retry, &(VidimusRetryCause) { .error = error }, &ms));
  g_assert_cmpuint (ms, >=, 2000);
}

/* The rest is over real sockets. */
typedef struct
{
  SoupServer         *server;
  char               *uri;
  VidimusClient      *client;
  VidimusPicture     *picture;
  VidimusCallLog     *log;
  ClientTestProgress  progress;

  const guint        *statuses;    /* of the answers in turn; 0: the connection is closed instead; ends with 200 */
  guint               n_requests;
  const char         *retry_after; /* nullable */
} Fixture;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;
  guint status = f->statuses[f->n_requests];

  if (status != 200)
    f->n_requests++;
  if (status == 0)
    {
      g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
      return;
    }

  soup_server_message_set_status (message, status, NULL);
  if (f->retry_after != NULL)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After", f->retry_after);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, CLIENT_TEST_ANSWER,
                                    strlen (CLIENT_TEST_ANSWER));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->server = vidimus_test_serve (answer_cb, f, &f->uri);
  f->client = vidimus_client_new_for_endpoint (f->uri, NULL, NULL);
  f->picture = client_test_picture (32, 24);
  f->log = vidimus_call_log_new ();
  f->progress.cancel_at = -1;
  vidimus_client_set_log (f->client, f->log);
  vidimus_client_set_retry (f->client, &CLIENT_TEST_HASTY);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  client_test_end (f->client);
  vidimus_test_stop (f->server);
  g_object_unref (f->server);
  g_object_unref (f->picture);
  g_object_unref (f->log);
  g_free (f->uri);
}

static VidimusCallRecord *
get_record (Fixture *f,
            guint    position)
{
  g_autoptr(VidimusCallRecord) record = g_list_model_get_item (G_LIST_MODEL (f->log), position);

  g_assert_nonnull (record);

  return record; /* the log holds it */
}

static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  static const guint statuses[] = { 429, 0, 200 };
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;

  f->statuses = statuses;
  answer = client_test_classify (f->client, f->picture, 0, &f->progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 3);
  g_assert_cmpuint (f->progress.n_pauses, ==, 2);
  g_assert_cmpuint (f->progress.attempt, ==, 3);
  g_assert_false (f->progress.throttled); /* the second was not */
  g_assert_false (f->progress.went_back);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->log)), ==, 3);
  g_assert_cmpuint (vidimus_call_record_get_status (get_record (f, 0)), ==, 429);
  g_assert_cmpuint (vidimus_call_record_get_status (get_record (f, 1)), ==, 0);
  g_assert_nonnull (vidimus_call_record_get_problem (get_record (f, 1)));
  g_assert_null (strstr (vidimus_call_record_get_problem (get_record (f, 1)), "charged")); /* nobody has an account here */
  g_assert_cmpuint (vidimus_call_record_get_status (get_record (f, 2)), ==, 200);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (vidimus_call_record_get_attempt (get_record (f, i)), ==, i + 1);
}

/* A pause is waited for, and was neither preparing nor sending. */
static void
test_waited (Fixture       *f,
             gconstpointer  data)
{
  static const guint statuses[] = { 429, 200 };
  g_autoptr(VidimusAnswer) answer = NULL;
  const VidimusTiming *timings;
  gsize n, wait = 0;

  f->statuses = statuses;
  f->retry_after = "1";
  answer = client_test_classify (f->client, f->picture, 0, &f->progress, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpuint (f->progress.pause_ms, ==, 1000);
  timings = vidimus_answer_get_timings (answer, &n);
  while (wait < n && !g_str_equal (timings[wait].name, "wait"))
    wait++;
  g_assert_cmpuint (wait, <, n);
  g_assert_cmpfloat (timings[wait].ms, >=, 1000.0);
}

/* What is shown meanwhile. */
static void
test_visible (Fixture       *f,
              gconstpointer  data)
{
  static const guint statuses[] = { 429, 200 };
  g_autoptr(VidimusAnswer) answer = NULL;

  f->statuses = statuses;
  answer = client_test_classify (f->client, f->picture, 0, &f->progress, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_true (f->progress.throttled);
  g_assert_cmpuint (f->progress.pause_ms, ==, 1);
  g_assert_cmpstr (f->progress.problem, ==, vidimus_call_record_get_problem (get_record (f, 0)));
  g_assert_cmpint (f->progress.stages[f->progress.n_stages - 1], ==, VIDIMUS_CALL_WAITING);
}

static void
test_given_up (Fixture       *f,
               gconstpointer  data)
{
  static const guint statuses[] = { 503, 502, 504, 200 };
  g_autoptr(GError) error = NULL;

  f->statuses = statuses;
  g_assert_null (client_test_classify (f->client, f->picture, 0, &f->progress, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_SERVICE);
  g_assert_cmpuint (vidimus_error_get_http_status (error), ==, 504);
  g_assert_nonnull (strstr (error->message, "3 times"));
  g_assert_cmpuint (f->n_requests, ==, 3);
}

/* Of no use to try again. */
static void
test_never_again (Fixture       *f,
                  gconstpointer  data)
{
  static const guint statuses[] = { 400, 401, 403, 404, 408, 500, 501, 200 };

  f->statuses = statuses;
  for (guint i = 1; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (client_test_classify (f->client, f->picture, 0, &f->progress, NULL, &error));
      g_assert_cmpuint (f->n_requests, ==, i);
      g_assert_null (strstr (error->message, "tried"));
    }
  g_assert_cmpuint (f->progress.n_pauses, ==, 0);
}

/* A pause that is longer than anyone waits is told instead of waited for. */
static void
test_after_too_long (Fixture       *f,
                     gconstpointer  data)
{
  static const guint statuses[] = { 429, 200 };
  g_autoptr(GError) error = NULL;

  f->statuses = statuses;
  f->retry_after = "600";
  g_assert_null (client_test_classify (f->client, f->picture, 0, &f->progress, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_BUSY);
  g_assert_nonnull (strstr (vidimus_error_get_advice (error), "11 minutes"));
  g_assert_cmpuint (f->n_requests, ==, 1);
}

/* A pause of a minute ends with the cancellation, and nothing is sent after it. */
static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  static const guint statuses[] = { 429, 200 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  f->statuses = statuses;
  f->retry_after = "59";
  f->progress.cancellable = cancellable;
  f->progress.cancel_at = VIDIMUS_CALL_PAUSING;
  g_assert_null (client_test_classify (f->client, f->picture, 0, &f->progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (f->progress.pause_ms, ==, 59000);
  g_assert_cmpuint (f->n_requests, ==, 1);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

/* … also when it comes from elsewhere, in the midst of the pause. */
static void
test_cancelled_later (Fixture       *f,
                      gconstpointer  data)
{
  static const guint statuses[] = { 429, 200 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  f->statuses = statuses;
  f->retry_after = "59";
  vidimus_client_classify_async (f->client, f->picture, 0, NULL, NULL, cancellable, vidimus_test_finish, &result);
  while (g_list_model_get_n_items (G_LIST_MODEL (f->log)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_idle_add (cancel_cb, cancellable);
  g_assert_null (vidimus_client_classify_finish (f->client, vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The second call goes over the connection of the first, which the server closes without an answer. */
static void
test_stale_connection (Fixture       *f,
                       gconstpointer  data)
{
  static const guint statuses[] = { 400, 0, 200 };
  g_autoptr(VidimusAnswer) answer = NULL;

  f->statuses = statuses;
  vidimus_client_set_retry (f->client, &VIDIMUS_RETRY_DEFAULT);
  g_assert_null (client_test_classify (f->client, f->picture, 0, NULL, NULL, NULL));
  answer = client_test_classify (f->client, f->picture, 0, &f->progress, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 2);
  g_assert_cmpuint (f->progress.n_pauses, ==, 1);
  g_assert_cmpuint (f->progress.pause_ms, ==, 0);

  g_assert_cmpfloat (vidimus_call_record_get_ms (get_record (f, 0), VIDIMUS_PHASE_CONNECT), >=, 0.0);
  g_assert_cmpfloat (vidimus_call_record_get_ms (get_record (f, 1), VIDIMUS_PHASE_CONNECT), <, 0.0);
  g_assert_cmpfloat (vidimus_call_record_get_ms (get_record (f, 2), VIDIMUS_PHASE_CONNECT), >=, 0.0);
}

#define ADD(path, func) g_test_add ("/retry/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/retry/pauses", test_pauses);
  g_test_add_func ("/retry/ceiling", test_ceiling);
  g_test_add_func ("/retry/after", test_after);
  g_test_add_func ("/retry/parse-after", test_parse_after);
  g_test_add_func ("/retry/transient", test_transient);
  g_test_add_func ("/retry/stale", test_stale);
  ADD ("again", test_again);
  ADD ("waited", test_waited);
  ADD ("visible", test_visible);
  ADD ("given-up", test_given_up);
  ADD ("never-again", test_never_again);
  ADD ("after-too-long", test_after_too_long);
  ADD ("cancelled", test_cancelled);
  ADD ("cancelled-later", test_cancelled_later);
  ADD ("stale-connection", test_stale_connection);

  return g_test_run ();
}

#include "vidimus-test-service.h"

#include "vidimus-test.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static pid_t
worker_of (TestService *service)
{
  g_autoptr(TestReply) reply = test_service_ask (service, "ok", EXPLAIN);

  g_assert_cmpuint (reply->status, ==, 200);

  return (pid_t) test_reply_get_number (reply, "pid");
}

static gboolean
pid_is_gone (gpointer user_data)
{
  return test_process_is_gone (*(pid_t *) user_data);
}

/* Whatever a worker does wrong costs its own request; one beside it is answered, and so is the next. */
static void
test_misbehaviour (gconstpointer data)
{
  const char *image = data;
  TestService *service = test_service_start ("--workers=2", "--worker-memory=128", NULL);
  int beside = test_service_begin (service, "slow", NULL);
  g_autoptr(TestReply) broken = test_service_ask (service, image, NULL);
  g_autoptr(TestReply) good = test_service_end (beside);
  g_autoptr(TestReply) next = test_service_ask (service, "ok", NULL);
  g_autoptr(TestReply) last = test_service_ask (service, "ok", NULL);

  test_reply_assert (broken, 400, "AIS.0105");
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpuint (next->status, ==, 200);
  g_assert_cmpuint (last->status, ==, 200);
  test_service_stop (service);
}

/* What is no answer to what it was given, or no end of one, is not waited for. */
static void
test_protocol (gconstpointer data)
{
  TestService *service = test_service_start ("--workers=1", "--job-timeout=20", NULL);
  g_autoptr(TestReply) broken = test_service_ask (service, data, NULL);
  g_autoptr(TestReply) next = test_service_ask (service, "ok", NULL);
  g_autofree char *log = test_service_read_log (service);

  test_reply_assert (broken, 400, "AIS.0105");
  g_assert_nonnull (strstr (log, "it does not keep to the protocol"));
  g_assert_cmpuint (next->status, ==, 200);
  test_service_stop (service);
}

static void
test_hang (void)
{
  TestService *service = test_service_start ("--workers=2", "--job-timeout=1", NULL);
  pid_t before = worker_of (service);
  int hanging = test_service_begin (service, "deaf", NULL);
  g_autoptr(TestReply) beside = test_service_ask (service, "ok", NULL);
  g_autoptr(TestReply) reply = test_service_end (hanging);
  g_autoptr(TestReply) next = test_service_ask (service, "ok", NULL);

  g_assert_cmpint (before, >, 0);
  g_assert_cmpuint (beside->status, ==, 200);
  test_reply_assert (reply, 504, "ModelArts.4402");
  g_assert_nonnull (strstr (reply->body, "request_id"));
  g_assert_cmpuint (next->status, ==, 200);
  test_service_stop (service);
}

static void
test_killed (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  pid_t first = worker_of (service);
  g_autoptr(TestReply) reply = NULL;
  int fd;

  kill (first, SIGKILL);
  vidimus_test_await_true (pid_is_gone, &first);
  g_assert_cmpint (worker_of (service), !=, first);

  first = worker_of (service);
  fd = test_service_begin (service, "deaf", NULL);
  test_service_await_log (service, "deaf begins");
  kill (first, SIGKILL);
  reply = test_service_end (fd);
  test_reply_assert (reply, 400, "AIS.0105");
  g_assert_cmpint (worker_of (service), !=, first);
  test_service_await_log (service, "ended by signal 9");
  test_service_stop (service);
}

/* The client goes: the worker, which looks, is free at once and lives. */
static void
test_cancel (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  pid_t worker = worker_of (service);
  int fd = test_service_begin (service, "wait", NULL);
  gint64 start;

  test_service_await_log (service, "wait begins");
  /* The request behind it is only answered once the first let go. */
  start = g_get_monotonic_time ();
  close (fd);
  g_assert_cmpint (worker_of (service), ==, worker);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  test_service_await_log (service, "cancelled by its client");

  /* The same for a client that only says it will send no more. */
  fd = test_service_begin (service, "wait again", NULL);
  test_service_await_log (service, "wait again begins");
  shutdown (fd, SHUT_WR);
  g_assert_cmpint (worker_of (service), ==, worker);
  close (fd);
  test_service_stop (service);
}

/* One that does not look is ended, soon. */
static void
test_cancel_deaf (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  pid_t worker = worker_of (service);
  int fd = test_service_begin (service, "deaf", NULL);
  gint64 start;

  test_service_await_log (service, "deaf begins");
  start = g_get_monotonic_time ();
  close (fd);
  g_assert_cmpint (worker_of (service), !=, worker);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
  vidimus_test_await_true (pid_is_gone, &worker); /* its channel closes first */
  test_service_await_log (service, "it did not let go of a cancelled image");
  test_service_stop (service);
}

/* Behind one that runs, one that waits goes away; a third is answered in its turn. */
static void
test_cancel_waiting (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  pid_t worker = worker_of (service);
  int running = test_service_begin (service, "slow", NULL);
  g_autoptr(TestReply) reply = NULL;
  int waiting;

  test_service_await_log (service, "slow begins");
  waiting = test_service_begin (service, "crash", NULL);
  close (waiting);
  test_service_await_log (service, "cancelled by its client");
  reply = test_service_end (running);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpint (worker_of (service), ==, worker); /* the crash never ran */
  test_service_stop (service);
}

/* How long it waited for a worker is told with the answer. */
static void
test_wait_told (void)
{
  TestService *service = test_service_start ("--workers=1", NULL);
  int running = test_service_begin (service, "slow", NULL);
  g_autoptr(TestReply) first = NULL;
  g_autoptr(TestReply) behind = NULL;
  g_autofree char *timing = NULL;

  test_service_await_log (service, "slow begins");
  behind = test_service_ask (service, "ok", NULL);
  first = test_service_end (running);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (behind->status, ==, 200);
  timing = test_reply_get_header (behind, "Server-Timing");
  g_assert_true (g_str_has_prefix (timing, "queue;dur="));
  g_assert_cmpfloat (g_ascii_strtod (timing + strlen ("queue;dur="), NULL), >, 50.0); /* of 300 */
  test_service_stop (service);
}

static gboolean
is_refused (gpointer user_data)
{
  g_autoptr(TestReply) reply = test_service_ask (user_data, "ok", NULL);

  if (reply->status == 200)
    return FALSE;
  test_reply_assert (reply, 503, "ModelArts.4401");

  return TRUE;
}

static gboolean
is_answered (gpointer user_data)
{
  return !is_refused (user_data);
}

/* One runs, of two more one waits, and the other is told at once; which, is chance. */
static void
test_queue_bound (void)
{
  TestService *service = test_service_start ("--workers=1", "--queue=1", NULL);
  g_autoptr(TestReply) refused = NULL;
  g_autoptr(TestReply) answered = NULL;
  int running = test_service_begin (service, "wait", NULL);
  struct pollfd two[2];
  int first;

  test_service_await_log (service, "wait begins");
  for (gsize i = 0; i < G_N_ELEMENTS (two); i++)
    two[i] = (struct pollfd) { .fd = test_service_begin (service, "ok", NULL), .events = POLLIN };
  g_assert_cmpint (poll (two, G_N_ELEMENTS (two), 20 * 1000), ==, 1);
  first = two[0].revents != 0 ? 0 : 1;
  refused = test_service_end (two[first].fd);
  test_reply_assert (refused, 503, "ModelArts.4401");

  close (running);
  answered = test_service_end (two[1 - first].fd);
  g_assert_cmpuint (answered->status, ==, 200);
  test_service_stop (service);
}

/* Those that are still being read count too: their bodies take memory. */
static void
test_readers_bound (void)
{
  static const char half[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                             "Content-Length: 1000000\r\n\r\n{";
  TestService *service = test_service_start ("--workers=1", "--queue=1", NULL);
  int readers[2];

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      readers[i] = test_service_connect (service);
      test_write (readers[i], half, strlen (half));
    }
  vidimus_test_await_true (is_refused, service);
  close (readers[0]);
  close (readers[1]);
  vidimus_test_await_true (is_answered, service);
  test_service_stop (service);
}

/* Requests that come before the workers are warm wait for them. */
static void
test_warm (void)
{
  TestService *service;
  g_autoptr(TestReply) health = NULL;
  g_autoptr(TestReply) reply = NULL;
  g_autofree char *log = NULL;
  int fd;

  g_setenv ("VIDIMUS_TEST_WARM_MS", "700", TRUE);
  service = test_service_start ("--workers=1", NULL);
  g_unsetenv ("VIDIMUS_TEST_WARM_MS");

  fd = test_service_begin (service, "ok", NULL);
  health = test_service_send (service, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  log = test_service_read_log (service);
  g_assert_cmpuint (health->status, ==, 200);
  g_assert_null (strstr (log, "ready"));
  reply = test_service_end (fd);
  g_assert_cmpuint (reply->status, ==, 200);
  test_service_stop (service);
}

/* After many images a worker makes room for a fresh one; nobody notices. */
static void
test_descriptors (void)
{
  TestService *service = test_service_start ("--workers=2", NULL);
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", service->pid);
  g_autoptr(GDir) dir = NULL;
  g_autoptr(TestReply) metrics = NULL;
  guint before = 0, after = 0;
  pid_t worker = worker_of (service);

  if (access (path, R_OK) < 0)
    {
      test_service_stop (service);
      g_test_skip ("The descriptors of another process can't be counted here");
      return;
    }

  for (int i = 0; i < 200; i++)
    {
      static const char *const images[] = { "ok", "none", "AIS.0104", "lie" };
      gboolean lies = i == 39 || i == 79; /* which it does not survive */
      g_autoptr(TestReply) reply = test_service_ask (service, images[lies ? 3 : i % 3], NULL);

      g_assert_cmpuint (reply->status, ==, lies || i % 3 == 2 ? 400 : 200);
      if (i == 20 || i == 199)
        {
          g_assert_cmpint (worker_of (service), >, 0);
          dir = g_dir_open (path, 0, NULL);
          while (g_dir_read_name (dir) != NULL)
            *(i == 20 ? &before : &after) += 1;
          g_clear_pointer (&dir, g_dir_close);
        }
    }

  g_assert_cmpuint (after, <=, before + 2); /* a connection that is just being closed */
  metrics = test_service_send (service, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_assert_nonnull (strstr (metrics->body, "vidimus_worker_restarts_total{reason=\"failed\"} 2\n"));
  g_assert_null (strstr (metrics->body, "vidimus_worker_restarts_total{reason=\"retired\"} 0\n"));
  g_assert_true (test_process_is_gone (worker));
  test_service_stop (service);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/workers/crash", "crash", test_misbehaviour);
  g_test_add_data_func ("/workers/lie", "lie", test_misbehaviour);
  g_test_add_data_func ("/workers/babble", "babble", test_misbehaviour);
  g_test_add_data_func ("/workers/stray", "stray", test_protocol);
  g_test_add_data_func ("/workers/gush", "gush", test_protocol);
  if (g_getenv ("VIDIMUS_TEST_SANITIZED") == NULL) /* its memory can't be bounded */
    g_test_add_data_func ("/workers/eat", "eat", test_misbehaviour);
  g_test_add_func ("/workers/hang", test_hang);
  g_test_add_func ("/workers/killed", test_killed);
  g_test_add_func ("/workers/cancel", test_cancel);
  g_test_add_func ("/workers/cancel/deaf", test_cancel_deaf);
  g_test_add_func ("/workers/cancel/waiting", test_cancel_waiting);
  g_test_add_func ("/workers/wait-told", test_wait_told);
  g_test_add_func ("/workers/queue-bound", test_queue_bound);
  g_test_add_func ("/workers/readers-bound", test_readers_bound);
  g_test_add_func ("/workers/warm", test_warm);
  g_test_add_func ("/workers/descriptors", test_descriptors);

  return g_test_run ();
}

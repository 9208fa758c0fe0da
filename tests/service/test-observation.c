#include "vidimus-test-sign.h"
#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static char *keys_path;

/* With keys; every option but the last may be NULL. */
static TestService *
start (const char *first,
       const char *second)
{
  g_autofree char *keys = g_strconcat ("--keys=", keys_path, NULL);

  return test_service_start_port ("--workers=1", "--rate=1/min", keys, first, second, NULL);
}

/* An address of this computer that others may reach; NULL when it has none. */
static char *
find_address (void)
{
  struct ifaddrs *list = NULL;
  char text[INET_ADDRSTRLEN] = "";

  if (getifaddrs (&list) != 0)
    return NULL;
  for (struct ifaddrs *i = list; i != NULL && *text == '\0'; i = i->ifa_next)
    if (i->ifa_addr != NULL && i->ifa_addr->sa_family == AF_INET && (i->ifa_flags & IFF_LOOPBACK) == 0)
      inet_ntop (AF_INET, &((struct sockaddr_in *) (gpointer) i->ifa_addr)->sin_addr, text, sizeof text);
  freeifaddrs (list);

  return *text != '\0' ? g_strdup (text) : NULL;
}

static TestReply *
ask_token (TestService *service,
           const char  *image)
{
  g_autofree char *body = test_body (image);
  g_autofree char *request = g_strdup_printf ("POST " TEST_PATH " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Auth-Token: "
                                              TEST_TOKEN "\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                              strlen (body), body);

  return test_service_send (service, request, -1);
}

/* What the parser of Prometheus reads, one sample a line; NULL where it is not installed. */
static char *
parse_metrics (const char *text)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "service", "check-metrics.py", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  char *samples = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/usr/bin/python3",
                              script, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, text, NULL, &samples, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (process) == 77)
    g_clear_pointer (&samples, g_free);
  else
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return samples;
}

static void
assert_sample (const char *samples,
               const char *line)
{
  g_autofree char *whole = g_strdup_printf ("%s\n", line);

  if (strstr (samples, whole) == NULL)
    g_test_message ("%s", samples);
  g_assert_nonnull (strstr (samples, whole));
}

static void
test_metrics (void)
{
  TestService *service = start (NULL, NULL);
  g_autoptr(TestReply) bad = test_service_signed (service, &(TestSigned) { .host = "b", .sent_body = "{}" });
  g_autoptr(TestReply) good = test_service_signed (service, &(TestSigned) { .host = "a" });
  g_autoptr(TestReply) unknown = test_service_send (service, GET ("/nowhere"), -1);
  g_autoptr(TestReply) failed = ask_token (service, "crash");
  g_autoptr(TestReply) limited = ask_token (service, "ok");
  g_autoptr(TestReply) metrics = test_service_send (service, GET ("/metrics"), -1);
  g_autofree char *type = test_reply_get_header (metrics, "Content-Type");
  g_autofree char *samples = NULL;

  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpuint (bad->status, ==, 401);
  g_assert_cmpuint (unknown->status, ==, 404);
  g_assert_cmpuint (failed->status, ==, 400);
  g_assert_cmpuint (limited->status, ==, 429);
  g_assert_cmpuint (metrics->status, ==, 200);
  g_assert_cmpstr (type, ==, "text/plain; version=0.0.4; charset=utf-8");
  g_assert_null (strstr (metrics->body, TEST_PROJECT));
  g_assert_null (strstr (metrics->body, "127.0.0.1"));

  samples = parse_metrics (metrics->body);
  if (samples == NULL)
    {
      g_test_skip ("There is no python3-prometheus-client");
      test_service_stop (service);
      return;
    }
  assert_sample (samples, "vidimus_requests_total{code=ok,route=classify,status=200} 1.0");
  assert_sample (samples, "vidimus_requests_total{code=APIG.0301,route=classify,status=401} 1.0");
  assert_sample (samples, "vidimus_requests_total{code=APIG.0101,route=none,status=404} 1.0");
  assert_sample (samples, "vidimus_requests_total{code=AIS.0105,route=classify,status=400} 1.0");
  assert_sample (samples, "vidimus_requests_total{code=APIG.0308,route=classify,status=429} 1.0");
  assert_sample (samples, "vidimus_refused_total{reason=signature} 1.0");
  assert_sample (samples, "vidimus_refused_total{reason=rate} 1.0");
  assert_sample (samples, "vidimus_refused_total{reason=project} 0.0");
  assert_sample (samples, "vidimus_rate_limited_total{} 1.0");
  assert_sample (samples, "vidimus_queue_wait_seconds_count{} 2.0");
  assert_sample (samples, "vidimus_queue_wait_seconds_bucket{le=+Inf} 2.0");
  assert_sample (samples, "vidimus_request_seconds_count{} 2.0");
  assert_sample (samples, "vidimus_decode_seconds_total{} 0.0015");
  assert_sample (samples, "vidimus_engine_seconds_total{stage=rectify} 0.00125");
  assert_sample (samples, "vidimus_engine_seconds_total{stage=mrz} 0.0");
  assert_sample (samples, "vidimus_worker_restarts_total{reason=failed} 1.0");
  assert_sample (samples, "vidimus_worker_restarts_total{reason=retired} 0.0");
  assert_sample (samples, "vidimus_in_flight{} 0.0");
  assert_sample (samples, "vidimus_connections{} 1.0");
  assert_sample (samples, "vidimus_build_info{version=" VIDIMUS_VERSION "} 1.0");
  test_service_stop (service);
}

/* Every line of the log is JSON, also what is not of a request; returns those that are, an array. */
static JsonArray *
read_accesses (TestService *service)
{
  g_autofree char *log = test_service_read_log (service);
  g_auto(GStrv) lines = g_strsplit (log, "\n", -1);
  JsonArray *accesses = json_array_new ();

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GError) error = NULL;
      JsonObject *object;

      if (*lines[i] == '\0')
        continue;
      node = json_from_string (lines[i], &error);
      g_assert_no_error (error);
      object = json_node_get_object (node);
      g_assert_cmpuint (strlen (json_object_get_string_member (object, "time")), ==, strlen ("2026-01-02T03:04:05.678Z"));
      if (json_object_has_member (object, "id"))
        json_array_add_element (accesses, g_steal_pointer (&node));
      else
        g_assert_true (json_object_has_member (object, "message"));
    }

  return accesses;
}

static void
test_json (void)
{
  TestService *service = start ("--log=json", NULL);
  g_autofree char *image = test_body ("ok");
  g_autoptr(TestReply) good = test_service_signed (service, &(TestSigned) { .host = "a" });
  g_autoptr(TestReply) token = ask_token (service, "none");
  g_autoptr(TestReply) bad = test_service_signed (service, &(TestSigned) { .access_key = "Somebody\"Else" });
  g_autoptr(TestReply) wild = test_service_send (service, "POST /v2/%22x%22%0a{}\x01/ocr/auto-id-doc-classification HTTP/1.1\r\n"
                                                          "Host: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", -1);
  g_autofree char *log = NULL, *id = test_reply_get_header (good, "X-Request-Id");
  JsonArray *accesses;
  JsonObject *first, *second, *third, *ms;

  test_service_await_log (service, "\"refused\":\"unknown_key\"");
  accesses = read_accesses (service);
  log = test_service_read_log (service);
  g_assert_cmpuint (json_array_get_length (accesses), >=, 3);
  first = json_array_get_object_element (accesses, 0);
  second = json_array_get_object_element (accesses, 1);
  third = json_array_get_object_element (accesses, 2);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (first, "from"), ==, "127.0.0.0/24");
  g_assert_cmpstr (json_object_get_string_member (first, "project"), ==, TEST_PROJECT);
  g_assert_cmpstr (json_object_get_string_member (first, "key"), ==, "QTWA");
  g_assert_cmpstr (json_object_get_string_member (first, "method"), ==, "POST");
  g_assert_cmpstr (json_object_get_string_member (first, "route"), ==, "classify");
  g_assert_cmpint (json_object_get_int_member (first, "status"), ==, 200);
  g_assert_cmpint (json_object_get_int_member (first, "received"), ==, (gint64) strlen (image));
  g_assert_cmpint (json_object_get_int_member (first, "sent"), ==, (gint64) strlen (good->body));
  ms = json_object_get_object_member (first, "ms");
  g_assert_cmpfloat (json_object_get_double_member (ms, "decode"), ==, 1.5);
  g_assert_cmpfloat (json_object_get_double_member (ms, "engine"), ==, 0.25 + 1.25 + 3.25 + 4.25);
  g_assert_cmpfloat (json_object_get_double_member (ms, "total"), >, 0);
  g_assert_cmpstr (json_object_get_string_member (second, "key"), ==, "(token)");
  g_assert_cmpint (json_object_get_int_member (third, "status"), ==, 401);
  g_assert_cmpstr (json_object_get_string_member (third, "code"), ==, "APIG.0301");
  g_assert_cmpuint (token->status, ==, 200);
  g_assert_cmpuint (bad->status, ==, 401);
  g_assert_cmpuint (wild->status, !=, 200);

  g_assert_null (strstr (log, TEST_TOKEN));
  g_assert_null (strstr (log, TEST_SECRET_KEY));
  g_assert_null (strstr (log, TEST_ACCESS_KEY));
  g_assert_null (strstr (log, "b2s=")); /* the image */
  g_assert_null (strstr (log, "127.0.0.1\""));
  json_array_unref (accesses);
  test_service_stop (service);
}

static void
test_silent (void)
{
  TestService *none = start ("--log=none", NULL);
  TestService *off = start ("--log=json", "--log-addresses=off");
  g_autoptr(TestReply) first = ask_token (none, "ok");
  g_autoptr(TestReply) second = ask_token (off, "ok");
  g_autofree char *nothing = NULL, *log = NULL;

  test_service_await_log (off, "\"route\":\"classify\"");
  nothing = test_service_read_log (none);
  log = test_service_read_log (off);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_null (strstr (nothing, "request"));
  g_assert_null (strstr (log, "\"from\""));
  test_service_stop (none);
  test_service_stop (off);
}

/* Told to end, it says so to who asks, still takes work, then takes none, answers what it has, and ends well. */
static void
test_drain (void)
{
  TestService *service = test_service_start_port ("--workers=1", "--drain=1", NULL);
  g_autoptr(TestReply) health = NULL;
  g_autoptr(TestReply) during = NULL;
  g_autoptr(TestReply) last = NULL;
  int running;

  kill (service->pid, SIGTERM);
  test_service_await_log (service, "draining for 1 s");
  health = test_service_send (service, GET ("/healthz"), -1);
  g_assert_cmpuint (health->status, ==, 503);
  g_assert_nonnull (strstr (health->body, "\"status\":\"draining\""));
  during = test_service_ask (service, "ok", NULL);
  g_assert_cmpuint (during->status, ==, 200);

  running = test_service_begin (service, "slow", NULL);
  g_assert_cmpint (running, >=, 0);
  last = test_service_end (running);
  g_assert_cmpuint (last->status, ==, 200);
  g_subprocess_wait (service->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (service->process));
  g_assert_cmpint (g_subprocess_get_exit_status (service->process), ==, 0);
  test_service_stop (service);
}

/* Without draining: who is in is answered, nobody else gets in. */
static void
test_stop (void)
{
  TestService *service = test_service_start_port ("--workers=1", "--stop-timeout=20", NULL);
  g_autoptr(TestReply) reply = NULL;
  g_autoptr(TestReply) late = NULL;
  g_autofree char *rest = test_request ("ok", NULL);
  int running = test_service_begin (service, "slow", NULL);
  int waiting = test_service_connect (service); /* has not said yet what it wants */

  test_service_await_log (service, "slow begins");
  kill (service->pid, SIGTERM);
  test_service_await_log (service, "stopping");
  test_write (waiting, rest, strlen (rest));
  reply = test_service_end (running);
  late = test_service_end (waiting);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (late->status, ==, 200);
  g_subprocess_wait (service->process, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (service->process), ==, 0);
  test_service_stop (service);
}

/* Whom the kernel let in while the service did not look is answered too. */
static void
test_backlog (void)
{
  TestService *service = test_service_start_port ("--workers=1", NULL);
  int fds[20];

  kill (service->pid, SIGSTOP);
  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = test_service_begin (service, "ok", NULL);
  kill (service->pid, SIGTERM);
  kill (service->pid, SIGCONT);
  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      g_autoptr(TestReply) reply = test_service_end (fds[i]);

      g_assert_cmpuint (reply->status, ==, 200);
    }
  g_subprocess_wait (service->process, NULL, NULL);
  test_service_stop (service);
}

/* What is of no use to others is not shown to them, where there are keys. */
static void
test_elsewhere (void)
{
  g_autofree char *keys = g_strconcat ("--keys=", keys_path, NULL);
  g_autofree char *other = find_address ();
  g_autofree char *listen = NULL;
  TestService *service, *open;
  g_autoptr(TestReply) metrics = NULL;
  g_autoptr(TestReply) health = NULL;
  g_autoptr(TestReply) shown = NULL;
  g_autofree char *log = NULL;

  if (other == NULL)
    {
      g_test_skip ("This computer has no address but the loopback");
      return;
    }

  listen = g_strdup_printf ("%s:0", other);
  service = test_service_start_at (listen, "--workers=1", keys, NULL);
  metrics = test_service_send (service, GET ("/metrics"), -1);
  health = test_service_send (service, GET ("/healthz"), -1);
  log = test_service_read_log (service);
  test_reply_assert (metrics, 403, "APIG.0306");
  g_assert_cmpstr (health->body, ==, "{\"status\":\"ok\"}");
  g_assert_nonnull (strstr (log, "warning: without --tls-cert"));
  test_service_stop (service);

  open = test_service_start_at (listen, "--workers=1", "--metrics-open", keys, NULL);
  shown = test_service_send (open, GET ("/metrics"), -1);
  g_assert_cmpuint (shown->status, ==, 200);
  test_service_stop (open);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *dir = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  keys_path = test_write_keys (TEST_KEYS, 0600);
  dir = g_path_get_dirname (keys_path);

  g_test_add_func ("/observation/metrics", test_metrics);
  g_test_add_func ("/observation/json", test_json);
  g_test_add_func ("/observation/silent", test_silent);
  g_test_add_func ("/observation/drain", test_drain);
  g_test_add_func ("/observation/stop", test_stop);
  g_test_add_func ("/observation/backlog", test_backlog);
  g_test_add_func ("/observation/elsewhere", test_elsewhere);
  status = g_test_run ();
  g_remove (keys_path);
  g_rmdir (dir);
  g_free (keys_path);

  return status;
}

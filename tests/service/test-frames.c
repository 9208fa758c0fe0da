/* Frames of a camera: bytes of a JPEG instead of JSON, and no type. */
#include "vidimus-test-service.h"

#include "vidimus-limits.h"
#include "vidimus-test.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#define FRAMES "/vidimus/v1/frames"
#define JPEG   "\xff\xd8\xff"
#define LOCATION "\"location\":[[275,125],[860,165],[916,634],[255,633]],\"confidence\":0.979"
#define UNKNOWN "The API does not exist or has not been published in the environment."

static TestService *service;

static int
begin (TestService *to,
       const char  *type,    /* nullable */
       const char  *headers,
       const char  *body,
       gsize        length)
{
  g_autofree char *head = g_strdup_printf ("POST " FRAMES " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s%s%s%s"
                                           "Content-Length: %zu\r\n\r\n", type != NULL ? "Content-Type: " : "",
                                           type != NULL ? type : "", type != NULL ? "\r\n" : "", headers, length);
  int fd = test_service_connect (to);

  test_write (fd, head, strlen (head));
  test_write (fd, body, length);

  return fd;
}

static int
begin_frame (TestService *to,
             const char  *word)
{
  g_autofree char *body = g_strconcat (JPEG, word, NULL);

  return begin (to, "image/jpeg", "", body, strlen (body));
}

static TestReply *
ask_frame (TestService *to,
           const char  *word)
{
  return test_service_end (begin_frame (to, word));
}

static void
assert_code (TestReply  *reply, /* (transfer full) */
             guint       status,
             const char *code)
{
  test_reply_assert (reply, status, code);
  test_reply_free (reply);
}

/* Whatever else the worker says, no type; and the alarms without having been asked for. */
static void
test_result (void)
{
  g_autoptr(TestReply) reply = ask_frame (service, "ok");
  g_autofree char *id = test_reply_get_header (reply, "X-Request-Id");
  g_autofree char *timing = test_reply_get_header (reply, "Server-Timing");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (g_str_has_prefix (reply->body, "{\"result\":{" LOCATION ",\"alarm_result\":{\"detect_blur_result\":true,"));
  g_assert_nonnull (strstr (reply->body, "\"alarm_confidence\":{\"blur_score\":98,\"glare_score\":50,"));
  g_assert_nonnull (id);
  g_assert_nonnull (strstr (timing, "decode;dur=1.50"));
}

static void
test_evidence (void)
{
  g_autoptr(TestReply) reply = test_service_end (begin (service, "image/jpeg", EVIDENCE, JPEG "where", 8));

  g_assert_nonnull (strstr (reply->body, "\"evidence\":{\"blur\":[],\"glare\":[{\"polygon\":"));
}

/* Elsewhere nobody learns that there is such a path. */
static void
test_private (void)
{
  TestService *public = test_service_start_port ("--workers=1", NULL);
  g_autoptr(TestReply) reply = ask_frame (public, "ok");
  g_autoptr(TestReply) got = test_service_send (public, "GET " FRAMES " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_autoptr(TestReply) metrics = test_service_send (public, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);

  g_assert_cmpuint (reply->status, ==, 404);
  g_assert_nonnull (strstr (reply->body, UNKNOWN));
  g_assert_cmpuint (got->status, ==, 404);
  g_assert_null (strstr (metrics->body, "frames"));
  test_service_stop (public);
}

static void
test_path (void)
{
  g_autoptr(TestReply) got = test_service_send (service, "GET " FRAMES " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_autoptr(TestReply) longer = test_service_send (service, "POST " FRAMES "/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                                            "Content-Length: 0\r\n\r\n", -1);
  g_autofree char *allow = test_reply_get_header (got, "Allow");

  g_assert_cmpuint (got->status, ==, 405);
  g_assert_cmpstr (allow, ==, "POST");
  g_assert_cmpuint (longer->status, ==, 404);
}

static void
test_errors (void)
{
  assert_code (test_service_end (begin (service, "image/jpeg", "", "\x89PNG", 4)), 400, "AIS.0102");
  assert_code (test_service_end (begin (service, "image/jpeg", "", "\xff\xd8", 2)), 400, "AIS.0102");
  assert_code (test_service_end (begin (service, "image/jpeg", "", "", 0)), 400, "AIS.0102");
  assert_code (test_service_end (begin (service, "image/png", "", JPEG "ok", 5)), 400, "AIS.0102");
  assert_code (test_service_end (begin (service, "application/json", "", "{\"data\":\"b2s=\"}", 15)), 400, "AIS.0102");
  assert_code (test_service_end (begin (service, NULL, "", JPEG "ok", 5)), 400, "AIS.0102");
  assert_code (ask_frame (service, "AIS.0103"), 400, "AIS.0103");
  assert_code (ask_frame (service, "AIS.0104"), 400, "AIS.0104");
  assert_code (ask_frame (service, "crash"), 400, "AIS.0105");
  assert_code (ask_frame (service, "AIS.0105"), 400, "AIS.0105");
}

/* As much as an image in Base64 may have; more; and more than any body. */
static void
test_limits (void)
{
  const gsize most = VIDIMUS_MAX_BASE64_ACCEPTED / 4 * 3;
  g_autofree char *body = g_malloc0 (VIDIMUS_MAX_BODY + 1);
  g_autoptr(TestReply) taken = NULL;

  memcpy (body, JPEG "ok", 5);
  taken = test_service_end (begin (service, "image/jpeg", "", body, most));
  g_assert_cmpuint (taken->status, ==, 200);
  assert_code (test_service_end (begin (service, "image/jpeg", "", body, most + 1)), 400, "AIS.0103");
  assert_code (test_service_end (begin (service, "image/jpeg", "", body, VIDIMUS_MAX_BODY + 1)), 413, "APIG.0201");
}

/* The client goes: the one worker is free for who waits behind. */
static void
test_cancel (void)
{
  TestService *one = test_service_start ("--workers=1", NULL);
  int fd = begin_frame (one, "wait");
  g_autoptr(TestReply) behind = NULL;

  test_service_await_log (one, "wait begins");
  close (fd);
  behind = ask_frame (one, "ok");
  g_assert_cmpuint (behind->status, ==, 200);
  test_service_stop (one);
}

/* A stream has the place of images, and no more: one runs, of two more one waits, and the other is told at once; which, is chance. */
static void
test_bound (void)
{
  TestService *one = test_service_start ("--workers=1", "--queue=1", NULL);
  int running = begin_frame (one, "wait"), refused;
  g_autoptr(TestReply) answered = NULL;
  struct pollfd two[2];

  test_service_await_log (one, "wait begins");
  for (gsize i = 0; i < G_N_ELEMENTS (two); i++)
    two[i] = (struct pollfd) { .fd = begin_frame (one, "ok"), .events = POLLIN };
  g_assert_cmpint (poll (two, G_N_ELEMENTS (two), 20 * 1000), ==, 1);
  refused = two[0].revents != 0 ? 0 : 1;
  assert_code (test_service_end (two[refused].fd), 503, "ModelArts.4401");

  close (running);
  answered = test_service_end (two[1 - refused].fd);
  g_assert_cmpuint (answered->status, ==, 200);
  test_service_stop (one);
}

/* Counted by their own name; told of for people only when something is wrong, for programs always. */
static void
test_log (void)
{
  TestService *plain = test_service_start ("--workers=1", NULL);
  TestService *json = test_service_start ("--workers=1", "--log=json", NULL);
  g_autoptr(TestReply) ok = ask_frame (plain, "ok");
  g_autoptr(TestReply) ok_json = ask_frame (json, "ok");
  g_autoptr(TestReply) metrics = NULL;
  g_autofree char *log = NULL;

  g_assert_cmpuint (ok->status, ==, 200);
  g_assert_cmpuint (ok_json->status, ==, 200);
  assert_code (ask_frame (plain, "AIS.0104"), 400, "AIS.0104");
  assert_code (ask_frame (plain, "AIS.0105"), 400, "AIS.0105");
  test_service_await_log (plain, "AIS.0105");
  test_service_await_log (json, "\"route\":\"frames\"");
  log = test_service_read_log (plain);
  g_assert_null (strstr (log, "AIS.0104"));
  g_assert_null (strstr (log, "answered"));

  metrics = test_service_send (plain, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_assert_nonnull (strstr (metrics->body, "route=\"frames\",status=\"200\",code=\"ok\"} 1"));
  test_service_stop (plain);
  test_service_stop (json);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  service = test_service_start ("--workers=2", NULL);

  g_test_add_func ("/frames/result", test_result);
  g_test_add_func ("/frames/evidence", test_evidence);
  g_test_add_func ("/frames/private", test_private);
  g_test_add_func ("/frames/path", test_path);
  g_test_add_func ("/frames/errors", test_errors);
  g_test_add_func ("/frames/limits", test_limits);
  g_test_add_func ("/frames/cancel", test_cancel);
  g_test_add_func ("/frames/bound", test_bound);
  g_test_add_func ("/frames/log", test_log);
  status = g_test_run ();
  test_service_stop (service);

  return status;
}

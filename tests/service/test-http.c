#include "vidimus-test-service.h"

#include "vidimus-limits.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static TestService *service;

#define LOCATION "\"location\":[[275,125],[860,165],[916,634],[255,633]],\"confidence\":0.979"
#define ALARMS "\"alarm_result\":{\"detect_blur_result\":true,\"detect_glare_result\":false," \
  "\"detect_blocking_within_border_result\":true,\"detect_insufficient_lighting_result\":false," \
  "\"detect_copy_result\":false,\"detect_border_integrity_result\":true,\"detect_reproduce_result\":false}," \
  "\"alarm_confidence\":{\"blur_score\":98,\"glare_score\":50,\"blocking_within_border_score\":51," \
  "\"insufficient_lighting_score\":0,\"copy_score\":7,\"border_integrity_score\":99,\"reproduce_score\":49}"

static char *
post (const char *headers,
      const char *body)
{
  return g_strdup_printf ("POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n%s",
                          headers, strlen (body), body);
}

static void
assert_request_id (TestReply *reply)
{
  g_autofree char *id = test_reply_get_header (reply, "X-Request-Id");

  g_assert_nonnull (id);
  g_assert_cmpuint (strlen (id), ==, 32);
  g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 32);
}

/* The whole body, byte for byte. */
static void
test_result (void)
{
  g_autoptr(TestReply) alarms = test_service_ask (service, "ok", NULL);
  g_autoptr(TestReply) none = test_service_ask (service, "none", NULL);
  g_autofree char *request = post ("Content-Type: application/json;charset=utf-8\r\n", "{\"data\":\"b2s=\"}");
  g_autoptr(TestReply) plain = test_service_send (service, request, -1);
  g_autofree char *type = test_reply_get_header (plain, "Content-Type");

  g_assert_cmpuint (alarms->status, ==, 200);
  g_assert_cmpstr (alarms->body, ==, "{\"result\":{\"type\":\"id_card\"," LOCATION "," ALARMS "}}");
  g_assert_cmpstr (none->body, ==, "{\"result\":{" LOCATION "," ALARMS "}}");
  g_assert_cmpuint (plain->status, ==, 200);
  g_assert_cmpstr (plain->body, ==, "{\"result\":{\"type\":\"id_card\"," LOCATION "}}");
  g_assert_cmpstr (type, ==, "application/json");
  assert_request_id (plain);
}

static void
test_timing (void)
{
  g_autoptr(TestReply) reply = test_service_ask (service, "ok", NULL);
  g_autofree char *timing = test_reply_get_header (reply, "Server-Timing");

  g_assert_nonnull (timing);
  g_assert_true (g_str_has_prefix (timing, "queue;dur="));
  g_assert_nonnull (strstr (timing, ", decode;dur=1.50, locate;dur=0.25, rectify;dur=1.25, ocr;dur=3.25, "
                                    "alarms;dur=4.25"));
  g_assert_null (strstr (timing, "mrz"));
}

typedef struct
{
  const char *path;
  const char *body;
  guint       status;
  const char *code;
  const char *message;
} Case;

#define INVALID "The input parameter is invalid."
#define FORMAT "The image format is not supported."

static const Case cases[] = {
  { "/http/error/empty",     "",                                        400, "AIS.0101", INVALID },
  { "/http/error/json",      "{\"data\": \"b2s=\"",                     400, "AIS.0101", INVALID },
  { "/http/error/list",      "[]",                                      400, "AIS.0101", INVALID },
  { "/http/error/neither",   "{\"alarm\": true}",                       400, "AIS.0101", INVALID },
  { "/http/error/both",      "{\"data\": \"b2s=\", \"url\": \"http://x/\"}", 400, "AIS.0101", INVALID },
  { "/http/error/boolean",   "{\"data\": \"b2s=\", \"alarm\": \"true\"}", 400, "AIS.0101", INVALID },
  { "/http/error/number",    "{\"data\": 5}",                           400, "AIS.0101", INVALID },
  { "/http/error/base64",    "{\"data\": \"not Base64!\"}",             400, "AIS.0102", FORMAT },
  { "/http/error/no-data",   "{\"data\": \"\"}",                        400, "AIS.0101", INVALID },
  { "/http/error/prefix",    "{\"data\": \"data:image/png;base64,b2s=\"}", 400, "AIS.0102", FORMAT },
  { "/http/error/url",       "{\"url\": \"http://127.0.0.1/\"}",        400, "ModelArts.4601", "The URL is not allowed." },
  { "/http/error/size",      "{\"data\": \"QUlTLjAxMDM=\"}",            400, "AIS.0103", "The image size does not meet the requirements." },
  { "/http/error/quality",   "{\"data\": \"QUlTLjAxMDQ=\"}",            400, "AIS.0104", "The image is not supported or the image quality is poor." },
  { "/http/error/failed",    "{\"data\": \"QUlTLjAxMDU=\"}",            400, "AIS.0105", "Recognition failed." },
};

static void
test_error (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *request = post ("Content-Type: application/json\r\n", c->body);
  g_autoptr(TestReply) reply = test_service_send (service, request, -1);
  g_autofree char *expected = g_strdup_printf ("{\"error_code\":\"%s\",\"error_msg\":\"%s\"}", c->code, c->message);

  g_assert_cmpuint (reply->status, ==, c->status);
  g_assert_cmpstr (reply->body, ==, expected);
  assert_request_id (reply);
}

/* What a gateway says, with the request's id in the body too. */
static void
assert_gateway (const char *request,
                guint       status,
                const char *code,
                const char *message)
{
  g_autoptr(TestReply) reply = test_service_send (service, request, -1);
  g_autofree char *id = test_reply_get_header (reply, "X-Request-Id");
  g_autofree char *expected = g_strdup_printf ("{\"error_code\":\"%s\",\"error_msg\":\"%s\",\"request_id\":\"%s\"}",
                                               code, message, id);

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (reply->body, ==, expected);
}

static void
test_gateway (void)
{
  static const char *const unknown[] = { "/", "/v2", "/v2//ocr/auto-id-doc-classification",
                                         "/v2/a/ocr/auto-id-doc-classificationx", "/v2/a/b/ocr/other", "/metrics/x" };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autofree char *request = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                                  "Content-Length: 2\r\n\r\n{}", unknown[i]);

      assert_gateway (request, 404, "APIG.0101", "The API does not exist or has not been published in the environment.");
    }

  assert_gateway ("GET " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405, "APIG.0101",
                  "The API does not exist or has not been published in the environment.");
  assert_gateway ("nonsense\r\n\r\n", 400, "APIG.0201", "API request error.");
}

/* An old client names no host, not even on a socket that has none. */
static void
test_old (void)
{
  g_autoptr(TestReply) health = test_service_send (service, "GET /healthz HTTP/1.0\r\n\r\n", -1);
  g_autoptr(TestReply) reply = test_service_send (service, "POST " CLASSIFY " HTTP/1.0\r\nContent-Type: application/json"
                                                           "\r\nContent-Length: 15\r\n\r\n{\"data\":\"b2s=\"}", -1);

  g_assert_cmpuint (health->status, ==, 200);
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_content_type (void)
{
  g_autofree char *text = post ("Content-Type: text/plain\r\n", "{\"data\":\"b2s=\"}");
  g_autofree char *none = post ("", "{\"data\":\"b2s=\"}");
  g_autoptr(TestReply) first = test_service_send (service, text, -1);
  g_autoptr(TestReply) second = test_service_send (service, none, -1);

  g_assert_cmpuint (first->status, ==, 400);
  g_assert_cmpstr (first->body, ==, "{\"error_code\":\"AIS.0101\",\"error_msg\":\"" INVALID "\"}");
  g_assert_cmpuint (second->status, ==, 400);
}

static char *
post_base64 (gsize length)
{
  GString *body = g_string_sized_new (length + 32);
  g_autofree char *filler = g_strnfill (length, 'A');
  g_autofree char *text = NULL;

  g_string_append_printf (body, "{\"data\":\"%s\"}", filler);
  text = g_string_free (body, FALSE);

  return post ("Content-Type: application/json\r\n", text);
}

/* As long as is allowed, one group longer, and a body that is too long even to be read. */
static void
test_limits (void)
{
  g_autofree char *most = post_base64 (VIDIMUS_MAX_BASE64_ACCEPTED);
  g_autofree char *over = post_base64 (VIDIMUS_MAX_BASE64_ACCEPTED + 4);
  g_autofree char *huge = post_base64 (VIDIMUS_MAX_BODY);
  g_autoptr(TestReply) taken = test_service_send (service, most, -1);
  g_autoptr(TestReply) refused = test_service_send (service, over, -1);

  g_assert_cmpuint (taken->status, ==, 200);
  test_reply_assert (refused, 400, "AIS.0103");
  assert_gateway (huge, 413, "APIG.0201", "Request entity too large.");
}

static void
write_chunk (int         fd,
             const char *bytes,
             gsize       length)
{
  g_autofree char *head = g_strdup_printf ("%zx\r\n", length);

  test_write (fd, head, strlen (head));
  test_write (fd, bytes, length);
  test_write (fd, "\r\n", 2);
}

static int
begin_chunked (void)
{
  static const char head[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                             "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  int fd = test_service_connect (service);

  test_write (fd, head, strlen (head));

  return fd;
}

static void
test_chunked (void)
{
  g_autofree char *filler = g_strnfill (1 << 20, ' ');
  g_autoptr(TestReply) small = NULL;
  g_autoptr(TestReply) large = NULL;
  int fd = begin_chunked ();

  write_chunk (fd, "{\"da", 4);
  write_chunk (fd, "ta\":\"b2s=\"}", 11);
  test_write (fd, "0\r\n\r\n", 5);
  small = test_service_end (fd);
  g_assert_cmpuint (small->status, ==, 200);

  fd = begin_chunked ();
  for (int i = 0; i < 13; i++)
    write_chunk (fd, filler, 1 << 20);
  test_write (fd, "0\r\n\r\n", 5);
  large = test_service_end (fd);
  test_reply_assert (large, 413, "APIG.0201");
}

/* One announced as 100 MB is told at once, when it asks first as curl does. */
static void
test_expect (void)
{
  static const char request[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n"
                                "Content-Type: application/json\r\nContent-Length: 104857600\r\n\r\n";

  assert_gateway (request, 413, "APIG.0201", "Request entity too large.");
}

static void
test_broken (void)
{
  static const char half[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                             "Content-Length: 100\r\n\r\n{\"data";
  g_autoptr(TestReply) reply = NULL;
  int fd = test_service_connect (service);

  test_write (fd, half, strlen (half));
  close (fd);

  fd = test_service_connect (service);
  test_write (fd, half, strlen (half) - 40);
  close (fd);

  reply = test_service_ask (service, "ok", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* Byte by byte is slow, but not too slow. */
static void
test_dribble (void)
{
  g_autofree char *request = test_request ("ok", NULL);
  g_autoptr(TestReply) reply = NULL;
  int fd = test_service_connect (service);

  for (const char *p = request; *p != '\0'; p++)
    test_write (fd, p, 1);
  reply = test_service_end (fd);
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_too_slow (void)
{
  static const char half[] = "POST " CLASSIFY " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                             "Content-Length: 100\r\n\r\n{\"data";
  TestService *hasty = test_service_start ("--workers=1", "--read-timeout=1", NULL);
  g_autoptr(TestReply) cut = test_service_send (hasty, half, -1);
  g_autoptr(TestReply) reply = test_service_ask (hasty, "ok", NULL);

  g_assert_cmpuint (cut->status, ==, 0);
  g_assert_cmpuint (reply->status, ==, 200);
  test_service_stop (hasty);
}

/* One answer a connection, and it says so; what else was sent on it is not looked at. */
static void
test_one_answer (void)
{
  static const char request[] = "POST " CLASSIFY "/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                "Content-Length: 15\r\n\r\n{\"data\":\"b2s=\"}";
  g_autofree char *twice = g_strconcat (request, request, NULL);
  g_autoptr(TestReply) reply = test_service_send (service, request, -1);
  g_autoptr(TestReply) first = test_service_send (service, twice, -1);
  g_autofree char *connection = test_reply_get_header (reply, "Connection");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (connection, ==, "close");
  g_assert_true (first->status == 200 || first->status == 0);
  if (first->status == 200)
    g_assert_cmpstr (first->body, ==, reply->body);
}

static void
test_explain (void)
{
  g_autoptr(TestReply) reply = test_service_ask (service, "show", EXPLAIN);
  g_autoptr(TestReply) plain = test_service_ask (service, "show", NULL);
  TestService *public = test_service_start_port ("--workers=1", NULL);
  g_autoptr(TestReply) denied = test_service_ask (public, "show", EXPLAIN);
  g_autoptr(JsonNode) root = json_from_string (reply->body, NULL);
  JsonArray *list;
  JsonObject *card, *words;
  g_autofree guchar *png = NULL;
  gsize size;

  list = json_object_get_array_member (json_object_get_object_member (json_node_get_object (root), "result"), "explain");
  g_assert_cmpuint (json_array_get_length (list), ==, 3);
  card = json_array_get_object_element (list, 1);
  words = json_array_get_object_element (list, 2);
  g_assert_cmpstr (json_object_get_string_member (card, "stage"), ==, "rectify");
  g_assert_cmpstr (json_object_get_string_member (card, "name"), ==, "card");
  g_assert_false (json_object_has_member (card, "text"));
  g_assert_false (json_object_has_member (card, "number"));
  g_assert_cmpstr (json_object_get_string_member (words, "text"), ==, "Ünïcode \"quoted\"");
  g_assert_false (json_object_has_member (words, "picture"));

  png = g_base64_decode (json_object_get_string_member (card, "picture"), &size);
  g_assert_cmpmem (png, 4, "\x89PNG", 4);
  g_assert_cmpmem (png + 16, 8, "\0\0\2\x80\0\0\1\x40", 8); /* 640 × 320: scaled */

  g_assert_null (strstr (plain->body, "explain"));
  g_assert_cmpuint (denied->status, ==, 200);
  g_assert_null (strstr (denied->body, "explain"));
  test_service_stop (public);
}

/* On a port too; and what is wrong in it is left out on the way. */
static void
test_evidence (void)
{
  TestService *public = test_service_start_port ("--workers=1", NULL);
  g_autoptr(TestReply) plain = test_service_ask (public, "where", NULL);
  g_autoptr(TestReply) reply = test_service_ask (public, "where", EVIDENCE);
  g_autoptr(TestReply) other = test_service_ask (public, "type", NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_nonnull (strstr (reply->body, "\"evidence\":{\"blur\":[],\"glare\":[{\"polygon\":[[300,200],[400,200],[400,300]],"
                                         "\"kind\":\"glare\",\"value\":0.5}],\"blocking_within_border\":[],"));
  g_assert_cmpstr (plain->body, ==, other->body);
  test_service_stop (public);
}

static void
test_health (void)
{
  g_autoptr(TestReply) reply = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *health, *confinement;

  test_service_await_log (service, "ready");
  reply = test_service_send (service, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_assert_cmpuint (reply->status, ==, 200);
  assert_request_id (reply);

  root = json_from_string (reply->body, NULL);
  health = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (health, "status"), ==, "ok");
  g_assert_cmpstr (json_object_get_string_member (health, "version"), ==, VIDIMUS_VERSION);
  g_assert_cmpint (json_object_get_int_member (health, "workers"), ==, 2);
  confinement = json_object_get_object_member (health, "confinement");
  g_assert_true (json_object_has_member (confinement, "landlock"));
  g_assert_true (json_object_has_member (confinement, "seccomp"));
  g_assert_nonnull (strstr (reply->body, "OCR data for “tha” are missing in "));
  g_assert_null (strstr (reply->body, "“eng”"));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  service = test_service_start ("--workers=2", NULL);

  g_test_add_func ("/http/result", test_result);
  g_test_add_func ("/http/timing", test_timing);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_error);
  g_test_add_func ("/http/gateway", test_gateway);
  g_test_add_func ("/http/old", test_old);
  g_test_add_func ("/http/content-type", test_content_type);
  g_test_add_func ("/http/limits", test_limits);
  g_test_add_func ("/http/chunked", test_chunked);
  g_test_add_func ("/http/expect", test_expect);
  g_test_add_func ("/http/broken", test_broken);
  g_test_add_func ("/http/dribble", test_dribble);
  g_test_add_func ("/http/too-slow", test_too_slow);
  g_test_add_func ("/http/one-answer", test_one_answer);
  g_test_add_func ("/http/explain", test_explain);
  g_test_add_func ("/http/evidence", test_evidence);
  g_test_add_func ("/http/health", test_health);
  status = g_test_run ();
  test_service_stop (service);

  return status;
}

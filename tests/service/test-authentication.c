#include "vidimus-test-sign.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static TestService *service;

#define NOW (g_get_real_time () / G_USEC_PER_SEC)

/* Each signature is another one: the hosts differ. */
static void
test_signed (void)
{
  g_autofree char *body = test_body ("ok");
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  const TestSigned good[] = {
    { .host = "a.example" },
    { .host = "b.example:8443", .date = NOW - 14 * 60 },
    { .host = "c.example", .date = NOW + 14 * 60 },
    { .host = "d.example", .query = "b=2&a=1%20x&a=" },
    { .host = "e.example", .path = TEST_PATH "/" },
    { .host = "f.example", .content_sha256 = digest },
    { .host = "g.example", .extra = "X-Security-Token: sts-token" },
    { .host = "h.example", .extra = "User-Agent: huaweicloud-usdk-python/3.0" },
    { .host = "i.example", .extra = "X-Project-Id: " TEST_PROJECT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(TestReply) reply = test_service_signed (service, &good[i]);

      g_test_message ("%s: %s", good[i].host, reply->body);
      test_reply_assert (reply, 200, NULL);
      g_assert_nonnull (strstr (reply->body, "\"id_card\""));
    }
}

typedef struct
{
  TestSigned  what;
  guint       status;
  const char *code;
} Refused;

/* Whatever is changed on the way, or was wrong from the beginning. */
static void
test_tampered (void)
{
  g_autofree char *body = test_body ("ok");
  g_autofree char *other = test_body ("no");
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  const Refused cases[] = {
    { { .sent_body = other }, 401, "APIG.0301" },
    { { .sent_body = "" }, 401, "APIG.0301" },
    { { .sent_body = other, .content_sha256 = digest }, 401, "APIG.0301" },
    { { .content_sha256 = "UNSIGNED-PAYLOAD" }, 401, "APIG.0301" },
    { { .content_sha256 = "nonsense" }, 401, "APIG.0301" },
    { { .sent_host = "elsewhere.example" }, 401, "APIG.0301" },
    { { .sent_query = "a=1" }, 401, "APIG.0301" },
    { { .query = "a=1", .sent_query = "a=2" }, 401, "APIG.0301" },
    { { .method = "PUT" }, 401, "APIG.0301" },
    { { .path = "/v2/other/ocr/auto-id-doc-classification", .sent_path = TEST_PATH }, 401, "APIG.0301" },
    { { .sent_date = NOW - 60 }, 401, "APIG.0301" },
    { { .extra = "X-Thing: 1", .sent_extra = "X-Thing: 2" }, 401, "APIG.0301" },
    { { .extra = "X-Thing: 1", .sent_extra = "X-Other: 1" }, 401, "APIG.0301" },
    { { .extra = "X-Thing: 1", .unsigned_extra = "X-Thing: 1\r\n" }, 401, "APIG.0301" },
    { { .secret_key = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHd" }, 401, "APIG.0301" },
    { { .access_key = "QTWAOYTTINDUT2QVKYUD" }, 401, "APIG.0301" },
    { { .date = NOW - 16 * 60 }, 401, "APIG.0301" },
    { { .date = NOW + 16 * 60 }, 401, "APIG.0301" },
    { { .path = "/v2/another/ocr/auto-id-doc-classification" }, 403, "APIG.0302" },
    { { .extra = "X-Project-Id: another" }, 403, "APIG.0302" },
    { { .unsigned_extra = "X-Auth-Token: not-a-token-of-anybody\r\n" }, 401, "APIG.0301" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TestReply) reply = test_service_signed (service, &cases[i].what);

      g_test_message ("%zu: %u %s", i, reply->status, reply->body);
      test_reply_assert (reply, cases[i].status, cases[i].code);
    }
}

/* The same twice: an honest client is told to wait a second; nobody is answered. */
static void
test_replayed (void)
{
  g_autofree char *request = test_sign (&(TestSigned) { .host = "replayed.example" });
  g_autoptr(TestReply) first = test_service_send (service, request, -1);
  g_autoptr(TestReply) second = test_service_send (service, request, -1);
  g_autofree char *wait = test_reply_get_header (second, "Retry-After");

  test_reply_assert (first, 200, NULL);
  test_reply_assert (second, 429, "APIG.0308");
  g_assert_cmpstr (wait, ==, "1");
}

static TestReply *
ask_with (const char *path,
          const char *headers)
{
  g_autofree char *body = test_body ("ok");
  g_autofree char *request = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                                              "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                              path, headers, strlen (body), body);

  return test_service_send (service, request, -1);
}

static void
test_token (void)
{
  static const struct
  {
    const char *path;
    const char *headers;
    guint       status;
    const char *code;
  } cases[] = {
    { TEST_PATH, "X-Auth-Token: " TEST_TOKEN "\r\n", 200, NULL },
    { TEST_PATH, "X-Auth-Token: " TEST_TOKEN "\r\nX-Project-Id: " TEST_PROJECT "\r\n", 200, NULL },
    { TEST_PATH, "", 401, "APIG.0301" },
    { TEST_PATH, "X-Auth-Token:\r\n", 401, "APIG.0301" },
    { TEST_PATH, "X-Auth-Token: " TEST_TOKEN "0\r\n", 401, "APIG.0301" },
    { TEST_PATH, "X-Auth-Token: " TEST_SECRET_KEY "\r\n", 401, "APIG.0301" },
    { TEST_PATH, "X-Auth-Token: " TEST_TOKEN "\r\nX-Auth-Token: " TEST_TOKEN "\r\n", 401, "APIG.0301" },
    { TEST_PATH, "Authorization: Bearer " TEST_TOKEN "\r\n", 401, "APIG.0301" },
    { CLASSIFY, "X-Auth-Token: " TEST_TOKEN "\r\n", 403, "APIG.0302" },
    { TEST_PATH, "X-Auth-Token: " TEST_TOKEN "\r\nX-Project-Id: local\r\n", 403, "APIG.0302" },
    { "/v2/x/ocr/other", "X-Auth-Token: " TEST_TOKEN "\r\n", 404, "APIG.0101" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TestReply) reply = ask_with (cases[i].path, cases[i].headers);

      g_test_message ("%zu: %s", i, reply->body);
      test_reply_assert (reply, cases[i].status, cases[i].code);
    }
}

/* Who is refused for the headers is told before a body is sent. */
static void
test_before_body (void)
{
  static const char head[] = "POST " TEST_PATH " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n"
                             "X-Auth-Token: wrong-wrong-wrong-wrong\r\nContent-Type: application/json\r\n"
                             "Content-Length: 10000000\r\n\r\n";
  g_autoptr(TestReply) reply = test_service_send (service, head, -1);

  test_reply_assert (reply, 401, "APIG.0301");
}

/* The token's bucket is its own: the key is not slowed by it, nor does what is refused count. */
static void
test_rate (void)
{
  g_autofree char *path = test_write_keys (TEST_KEYS, 0600);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *keys = g_strconcat ("--keys=", path, NULL);
  TestService *all = service;
  g_autofree char *wait = NULL;

  service = test_service_start_port ("--workers=1", "--rate=1/min", keys, NULL);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr(TestReply) reply = test_service_signed (service, &(TestSigned) { .sent_body = "{}" });

      test_reply_assert (reply, 401, "APIG.0301");
    }
  {
    g_autoptr(TestReply) first = ask_with (TEST_PATH, "X-Auth-Token: " TEST_TOKEN "\r\n");
    g_autoptr(TestReply) second = ask_with (TEST_PATH, "X-Auth-Token: " TEST_TOKEN "\r\n");
    g_autoptr(TestReply) key = test_service_signed (service, &(TestSigned) { .host = "a" });
    g_autoptr(TestReply) again = test_service_signed (service, &(TestSigned) { .host = "b" });

    test_reply_assert (first, 200, NULL);
    test_reply_assert (second, 429, "APIG.0308");
    test_reply_assert (key, 200, NULL);
    test_reply_assert (again, 429, "APIG.0308");
    wait = test_reply_get_header (second, "Retry-After");
    g_assert_cmpint (g_ascii_strtoll (wait, NULL, 10), >, 1);
    g_assert_cmpint (g_ascii_strtoll (wait, NULL, 10), <=, 60);
  }
  test_service_stop (service);
  service = all;
  g_remove (path);
  g_rmdir (dir);
}

/* Whatever was asked above, nothing secret is in what the service said. */
static void
test_silent (void)
{
  g_autofree char *log = test_service_read_log (service);

  g_assert_cmpuint (strlen (log), >, 500);
  g_assert_null (strstr (log, TEST_SECRET_KEY));
  g_assert_null (strstr (log, TEST_TOKEN));
  g_assert_null (strstr (log, TEST_ACCESS_KEY));
  g_assert_null (strstr (log, "Signature="));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = NULL, *dir = NULL, *keys = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  path = test_write_keys (TEST_KEYS, 0600);
  dir = g_path_get_dirname (path);
  keys = g_strconcat ("--keys=", path, NULL);
  service = test_service_start_port ("--workers=1", "--rate=1000", keys, NULL);

  g_test_add_func ("/authentication/signed", test_signed);
  g_test_add_func ("/authentication/tampered", test_tampered);
  g_test_add_func ("/authentication/replayed", test_replayed);
  g_test_add_func ("/authentication/token", test_token);
  g_test_add_func ("/authentication/before-body", test_before_body);
  g_test_add_func ("/authentication/rate", test_rate);
  g_test_add_func ("/authentication/silent", test_silent);
  status = g_test_run ();
  test_service_stop (service);
  g_remove (path);
  g_rmdir (dir);

  return status;
}

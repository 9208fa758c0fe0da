#include "vidimus-client-test.h"

#include "vidimus-answer-private.h"
#include "vidimus-error.h"
#include "vidimus-imaging-fixtures.h"
#include "vidimus-request.h"

#include <string.h>

typedef struct
{
  const char      *name;
  guint            status;
  const char      *body;
  VidimusError     error;
  const char      *code;    /* nullable */
  const char      *message; /* a part of it */
} Case;

static const Case cases[] = {
  { "bad-request", 400, "{\"error_code\":\"AIS.0103\",\"error_msg\":\"x\"}", VIDIMUS_ERROR_IMAGE, "AIS.0103",
    "image size" },
  { "unauthorized", 401, "{\"error_code\":\"APIG.0301\",\"error_msg\":\"x\"}", VIDIMUS_ERROR_ACCOUNT, "APIG.0301",
    "IAM" },
  { "not-found", 404, "{\"error_code\":\"APIG.0101\",\"error_msg\":\"x\"}", VIDIMUS_ERROR_REQUEST, "APIG.0101",
    "does not exist" },
  { "too-large", 413, "{\"error_code\":\"APIG.0201\",\"error_msg\":\"x\"}", VIDIMUS_ERROR_IMAGE, "APIG.0201",
    "12 MB" },
  { "throttled", 429, "{\"error_code\":\"APIG.0308\",\"error_msg\":\"x\"}", VIDIMUS_ERROR_BUSY, "APIG.0308",
    "throttling" },
  { "server-error", 500, "", VIDIMUS_ERROR_SERVICE, NULL, "500" },
  { "bad-gateway", 502, "<html>nginx</html>", VIDIMUS_ERROR_SERVICE, NULL, "502" },
  { "empty", 200, "", VIDIMUS_ERROR_ANSWER, NULL, "JSON" },
  { "no-content", 204, "", VIDIMUS_ERROR_ANSWER, NULL, "JSON" },
  { "cut-json", 200, "{\"result\":{\"type\":\"pass", VIDIMUS_ERROR_ANSWER, NULL, "JSON" },
  { "html", 200, "<html>Log in to the hotel network</html>", VIDIMUS_ERROR_ANSWER, NULL, "sign-in page" },
  { "list", 200, "[]", VIDIMUS_ERROR_ANSWER, NULL, "“result”" },
  { "wrong-type", 200, "{\"result\":{\"confidence\":\"high\"}}", VIDIMUS_ERROR_ANSWER, NULL, "“confidence”" },
  { "wrong-score", 200, "{\"result\":{\"alarm_confidence\":{\"blur_score\":100}}}", VIDIMUS_ERROR_ANSWER, NULL,
    "blur_score" },
};

static void
answer_case_cb (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  const Case *c = user_data;

  soup_server_message_set_status (message, c->status, NULL);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "X-Request-Id", "id-7");
  if (c->status != 204)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, c->body, strlen (c->body));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_case_cb, (gpointer) c, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  vidimus_client_set_retry (client, &CLIENT_TEST_HASTY);
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, (int) c->error);
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, c->code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, c->message));
  if (c->status >= 400)
    {
      g_assert_cmpuint (vidimus_error_get_http_status (error), ==, c->status);
      g_assert_cmpstr (vidimus_error_get_request_id (error), ==, "id-7");
    }

  client_test_end (client);
  vidimus_test_stop (server);
}

/* What the server saw of a call. */
typedef struct
{
  char   *path;
  char   *explain;
  char   *evidence;
  GBytes *body;
} Seen;

static void
seen_clear (Seen *seen)
{
  g_clear_pointer (&seen->path, g_free);
  g_clear_pointer (&seen->explain, g_free);
  g_clear_pointer (&seen->evidence, g_free);
  g_clear_pointer (&seen->body, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Seen *seen = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  seen_clear (seen);
  seen->path = g_strdup (path);
  seen->explain = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                          "X-Vidimus-Explain"));
  seen->evidence = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                           "X-Vidimus-Evidence"));
  seen->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_append (headers, "X-Request-Id", "id-8");
  soup_message_headers_append (headers, "Set-Cookie", "secret=1");
  soup_message_headers_append (headers, "Server-Timing", "decode;dur=12.5, locate;desc=\"x\";dur=3, bad, worse;dur=x");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, CLIENT_TEST_ANSWER,
                                    strlen (CLIENT_TEST_ANSWER));
}

static void
assert_timings (VidimusAnswer *answer)
{
  static const char * const names[] = { "prepare", "send", "wait", "decode", "locate" };
  gsize n;
  const VidimusTiming *timings = vidimus_answer_get_timings (answer, &n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpstr (timings[i].name, ==, names[i]);
  g_assert_cmpfloat (timings[3].ms, ==, 12.5);
  g_assert_cmpfloat (timings[4].ms, ==, 3.0);
  g_assert_cmpfloat (timings[0].ms + timings[1].ms + timings[2].ms, <=, vidimus_answer_get_ms (answer) + 1.0);
}

static void
assert_texts (VidimusAnswer *answer,
              GBytes        *image)
{
  const char *request = vidimus_answer_get_request_text (answer);
  const char *response = vidimus_answer_get_response_text (answer);
  g_autofree char *base64 = g_base64_encode (g_bytes_get_data (image, NULL), 60);

  g_assert_true (g_str_has_prefix (request, "POST http://127.0.0.1:"));
  g_assert_nonnull (strstr (request, "/prefix/v2/p%201/ocr/auto-id-doc-classification\n"));
  g_assert_nonnull (strstr (request, "Content-Type: application/json"));
  g_assert_nonnull (strstr (request, "\"alarm\": true"));
  g_assert_nonnull (strstr (request, "32 × 24"));
  g_assert_null (strstr (request, base64));

  g_assert_true (g_str_has_prefix (response, "HTTP 200 OK\n"));
  g_assert_nonnull (strstr (response, "\"confidence\": 0.9"));
  g_assert_nonnull (strstr (response, "X-Request-Id: id-8"));
  g_assert_null (strstr (response, "secret=1"));
}

static void
test_answer (void)
{
  g_auto(Seen) seen = { NULL };
  g_autofree char *uri = NULL;
  g_autofree char *endpoint = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, &seen, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(VidimusRequest) request = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  ClientTestProgress progress = { .cancel_at = -1 };
  VidimusClient *client;
  VidimusQuad quad;
  int score;

  endpoint = g_strconcat (uri, "/prefix/", NULL);
  client = vidimus_client_new_for_endpoint (endpoint, "p 1", NULL);
  answer = client_test_classify (client, picture, VIDIMUS_CALL_ALARMS | VIDIMUS_CALL_EXPLAIN | VIDIMUS_CALL_EVIDENCE,
                                 &progress, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (seen.path, ==, "/prefix/v2/p 1/ocr/auto-id-doc-classification");
  g_assert_null (seen.explain); /* for our own service only */
  g_assert_null (seen.evidence);
  request = vidimus_request_new_from_json (g_bytes_get_data (seen.body, NULL), g_bytes_get_size (seen.body), &error);
  g_assert_no_error (error);
  g_assert_true (request->alarm);
  g_assert_true (g_bytes_equal (request->image, vidimus_picture_get_bytes (picture)));

  g_assert_cmpstr (vidimus_result_get_type_code (vidimus_answer_get_result (answer)), ==, "passport");
  g_assert_true (vidimus_result_get_location (vidimus_answer_get_result (answer), &quad));
  g_assert_cmpfloat (quad.corners[2].x, ==, 31);
  g_assert_true (vidimus_result_get_score (vidimus_answer_get_result (answer), VIDIMUS_ALARM_BLUR, &score));
  g_assert_cmpint (score, ==, 88);
  g_assert_true (vidimus_answer_get_alarms_asked (answer));
  g_assert_cmpstr (vidimus_answer_get_service (answer), ==, "127.0.0.1");
  g_assert_cmpstr (vidimus_answer_get_request_id (answer), ==, "id-8");
  g_assert_cmpuint (vidimus_answer_get_http_status (answer), ==, 200);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 1);
  assert_timings (answer);
  assert_texts (answer, vidimus_picture_get_bytes (picture));

  g_assert_cmpuint (progress.n_stages, ==, 3);
  g_assert_cmpint (progress.stages[0], ==, VIDIMUS_CALL_PREPARING);
  g_assert_cmpint (progress.stages[1], ==, VIDIMUS_CALL_SENDING);
  g_assert_cmpint (progress.stages[2], ==, VIDIMUS_CALL_WAITING);
  g_assert_cmpfloat (progress.last_fraction, ==, 1.0);

  client_test_end (client);
  vidimus_test_stop (server);
}

/* A photograph that lies on its side in a format that the service does not take comes back upright. */
static void
test_mapped (void)
{
  struct vidimus_image upright = fixture_image (64, 48);
  struct vidimus_image stored = fixture_store (&upright, 6);
  g_autoptr(GBytes) png = fixture_encode (&stored, "png");
  g_autoptr(GBytes) turned = fixture_png_with_exif (png, 6);
  g_autoptr(VidimusPicture) picture = vidimus_picture_new_from_bytes (turned, &VIDIMUS_DECODE_DESK, NULL, NULL);
  g_auto(Seen) seen = { NULL };
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, &seen, &uri);
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(VidimusRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  VidimusQuad raw, quad;
  int width, height;
  const char *how;

  g_assert_cmpint (vidimus_picture_get_width (picture), ==, 64);
  answer = client_test_classify (client, picture, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (vidimus_answer_get_alarms_asked (answer));

  request = vidimus_request_new_from_json (g_bytes_get_data (seen.body, NULL), g_bytes_get_size (seen.body), NULL);
  g_assert_false (request->alarm);
  vidimus_answer_get_sent (answer, &width, &height, NULL, &how);
  g_assert_cmpint (width, ==, 64);
  g_assert_cmpint (height, ==, 48);
  g_assert_nonnull (how);
  g_assert_true (vidimus_result_get_location (vidimus_answer_get_raw_result (answer), &raw));
  g_assert_true (vidimus_result_get_location (vidimus_answer_get_result (answer), &quad));
  g_assert_cmpmem (&raw, sizeof raw, &quad, sizeof quad);

  client_test_end (client);
  vidimus_test_stop (server);
  vidimus_image_free (&stored);
  vidimus_image_free (&upright);
}

/* Too long for the contract: made smaller, and the corners come back in the picture's own pixels. */
static void
test_scaled (void)
{
  struct vidimus_image wide = fixture_image (16384, 64);
  g_autoptr(GBytes) png = fixture_encode (&wide, "png");
  g_autoptr(VidimusPicture) picture = vidimus_picture_new_from_bytes (png, &VIDIMUS_DECODE_DESK, NULL, NULL);
  g_auto(Seen) seen = { NULL };
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, &seen, &uri);
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  const VidimusArea *area;
  VidimusQuad quad;
  int width;

  answer = client_test_classify (client, picture, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  vidimus_answer_get_sent (answer, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, ==, 8192);
  g_assert_true (vidimus_result_get_location (vidimus_answer_get_result (answer), &quad));
  g_assert_cmpfloat_with_epsilon (quad.corners[2].x, 62, 1e-6);
  g_assert_cmpfloat_with_epsilon (quad.corners[2].y, 42, 1e-6);
  area = g_ptr_array_index (vidimus_result_get_areas (vidimus_answer_get_result (answer), VIDIMUS_ALARM_BLUR), 0);
  g_assert_cmpfloat_with_epsilon (area->points[2].x, 62, 1e-6);
  g_assert_cmpfloat_with_epsilon (area->points[2].y, 42, 1e-6);

  client_test_end (client);
  vidimus_test_stop (server);
  vidimus_image_free (&wide);
}

static void
never_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  g_assert_not_reached ();
}

/* Nothing is sent for an image that the contract can't take. */
static void
test_too_small (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (never_cb, NULL, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (14, 100);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "AIS.0103");

  client_test_end (client);
  vidimus_test_stop (server);
}

/* Progress goes up in few steps, however many pieces libsoup writes. */
static void
test_progress (void)
{
  g_auto(Seen) seen = { NULL };
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, &seen, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (1200, 1200);
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  ClientTestProgress progress = { .cancel_at = -1 };
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  answer = client_test_classify (client, picture, 0, &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (seen.body), >, 4 * 1024 * 1024);
  g_assert_false (progress.went_back);
  g_assert_cmpfloat (progress.last_fraction, ==, 1.0);
  g_assert_cmpuint (progress.n_sending, >=, 2);
  g_assert_cmpuint (progress.n_sending, <, 300);

  client_test_end (client);
  vidimus_test_stop (server);
}

static void
redirect_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  guint *n = user_data;

  (*n)++;
  soup_server_message_set_redirect (message, *n == 1 ? 302 : 307, "http://elsewhere.example/v2/x");
}

static void
test_redirect (void)
{
  guint n = 0;
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (redirect_cb, &n, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
      g_assert_nonnull (strstr (error->message, "elsewhere.example"));
      g_assert_cmpuint (n, ==, i);
    }

  client_test_end (client);
  vidimus_test_stop (server);
}

static void
page_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  soup_server_message_set_redirect (message, 302, user_data);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<p>See there", 12);
}

/* A page that leads to another host is a network's; within the same, the service itself has moved. */
static void
test_redirect_page (void)
{
  static const char *const targets[] = { "http://portal.example/login", "/elsewhere" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *uri = NULL;
      g_autoptr(SoupServer) server = vidimus_test_serve (page_cb, (gpointer) targets[i], &uri);
      g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
      g_autoptr(GError) error = NULL;
      VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

      g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
      g_assert_nonnull (strstr (error->message, i == 0 ? "sign-in page" : "sends on"));

      client_test_end (client);
      vidimus_test_stop (server);
    }
}

static void
huge_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  gsize n = 17 * 1024 * 1024;

  soup_server_message_set_status (message, GPOINTER_TO_UINT (user_data), NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, g_strnfill (n, ' '), n);
}

static void
test_huge (gconstpointer data)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (huge_cb, (gpointer) data, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
  g_assert_nonnull (strstr (error->message, "too large"));

  client_test_end (client);
  vidimus_test_stop (server);
}

static void
long_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  GString *body = g_string_new ("{\"result\":{\"type\":\"passport\",\"new\":[\"é\"");

  for (int i = 0; i < 100000; i++)
    g_string_append (body, ",\"é\"");
  g_string_append (body, "]}}");
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body->str, body->len);
  g_string_free (body, TRUE);
}

/* An answer that nobody can read to its end is shown in part, and is one. */
static void
test_long (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (long_cb, NULL, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  const char *text;

  answer = client_test_classify (client, picture, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  text = vidimus_answer_get_response_text (answer);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <, 140 * 1024);
  g_assert_nonnull (strstr (text, "(the rest left out)"));
  g_assert_nonnull (vidimus_result_get_extra (vidimus_answer_get_result (answer), "new"));

  client_test_end (client);
  vidimus_test_stop (server);
}

static void
pause_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  soup_server_message_pause (message); /* the request is in flight, for ever */
}

static void
test_cancel (gconstpointer data)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (pause_cb, NULL, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (600, 600);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  ClientTestProgress progress = { .cancellable = cancellable, .cancel_at = GPOINTER_TO_INT (data) };
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  g_assert_null (client_test_classify (client, picture, 0, &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (progress.stages[progress.n_stages - 1], ==, GPOINTER_TO_INT (data));

  client_test_end (client);
  vidimus_test_stop (server);
}

/* Cancelled before it began, and cancelled one of two. */
static void
test_cancelled_before (void)
{
  g_auto(Seen) seen = { NULL };
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, &seen, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  g_cancellable_cancel (cancellable);
  vidimus_client_classify_async (client, picture, 0, NULL, NULL, cancellable, vidimus_test_finish, &first);
  vidimus_client_classify_async (client, picture, 0, NULL, NULL, NULL, vidimus_test_finish, &second);
  g_assert_null (vidimus_client_classify_finish (client, vidimus_test_await (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  answer = vidimus_client_classify_finish (client, vidimus_test_await (&second), &error);
  g_assert_no_error (error);

  g_clear_object (&first);
  g_clear_object (&second);
  client_test_end (client);
  vidimus_test_stop (server);
}

static void
test_silent (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (pause_cb, NULL, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  vidimus_client_set_limits (client, &(VidimusLimits) { .answer_ms = 100 });
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "in time"));

  client_test_end (client);
  vidimus_test_stop (server);
}

/* A port that was free a moment ago. */
static void
test_refused (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (never_cb, NULL, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  vidimus_test_stop (server);
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "refuses"));
  g_assert_nonnull (strstr (vidimus_error_get_advice (error), "port"));

  client_test_end (client);
}

static void
test_no_such_host (void)
{
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint ("http://vidimus.invalid", NULL, NULL);

  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "vidimus.invalid"));

  client_test_end (client);
}

static void
test_endpoints (void)
{
  static const char * const bad[] = { "", "ocr.example.org", "ftp://example.org", "http://", "https://u:p@example.org",
                                      "https://example.org/?a=1", "https://example.org/#x", "http://exa mple.org" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vidimus_client_new_for_endpoint (bad[i], NULL, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
      g_assert_nonnull (strstr (vidimus_error_get_advice (error), "https://"));
    }
  g_assert_null (vidimus_client_new_for_endpoint ("", NULL, NULL));

  {
    VidimusClient *client = vidimus_client_new_for_endpoint ("HTTPS://ocr.example.org:8443/a/b//", "p", NULL);

    g_assert_cmpstr (vidimus_client_get_name (client), ==, "ocr.example.org");
    g_assert_false (vidimus_client_is_local (client));
    g_assert_null (vidimus_client_get_warning (client));
    g_assert_finalize_object (client);
  }
}

static void
test_server_timing (void)
{
  g_autoptr(VidimusAnswer) answer = vidimus_answer_new ();
  gsize n;

  vidimus_answer_add_server_timing (answer, NULL);
  vidimus_answer_add_server_timing (answer, "");
  vidimus_answer_add_server_timing (answer, ",;,;dur=1, a;dur=-1, b;dur=inf, c;dur, ;;dur=2");
  vidimus_answer_get_timings (answer, &n);
  g_assert_cmpuint (n, ==, 0);
  for (int i = 0; i < 100; i++)
    vidimus_answer_add_server_timing (answer, "a;DUR=1;desc=x");
  vidimus_answer_get_timings (answer, &n);
  g_assert_cmpuint (n, ==, 32);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/client/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/client/answer", test_answer);
  g_test_add_func ("/client/mapped", test_mapped);
  g_test_add_func ("/client/scaled", test_scaled);
  g_test_add_func ("/client/too-small", test_too_small);
  g_test_add_func ("/client/progress", test_progress);
  g_test_add_func ("/client/redirect", test_redirect);
  g_test_add_func ("/client/redirect-page", test_redirect_page);
  g_test_add_data_func ("/client/huge", GUINT_TO_POINTER (200), test_huge);
  g_test_add_data_func ("/client/huge-error", GUINT_TO_POINTER (500), test_huge);
  g_test_add_data_func ("/client/cancel/preparing", GINT_TO_POINTER (VIDIMUS_CALL_PREPARING), test_cancel);
  g_test_add_data_func ("/client/cancel/sending", GINT_TO_POINTER (VIDIMUS_CALL_SENDING), test_cancel);
  g_test_add_data_func ("/client/cancel/waiting", GINT_TO_POINTER (VIDIMUS_CALL_WAITING), test_cancel);
  g_test_add_func ("/client/cancel/before", test_cancelled_before);
  g_test_add_func ("/client/long", test_long);
  g_test_add_func ("/client/silent", test_silent);
  g_test_add_func ("/client/refused", test_refused);
  g_test_add_func ("/client/no-such-host", test_no_such_host);
  g_test_add_func ("/client/endpoints", test_endpoints);
  g_test_add_func ("/client/server-timing", test_server_timing);

  return g_test_run ();
}

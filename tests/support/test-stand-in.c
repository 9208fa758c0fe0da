/* The stand-in must be as strict as what it stands for: else the client's tests prove nothing. */
#include "vidimus-json.h"
#include "vidimus-signing.h"
#include "vidimus-stand-in.h"
#include "vidimus-test.h"

#include <string.h>

#define CLASSIFY "/v2/" VIDIMUS_STAND_IN_PROJECT "/ocr/auto-id-doc-classification"

typedef struct
{
  SoupMessage *message; /* owned */
  GBytes      *body;    /* owned, nullable: no answer */
} Exchange;

static void
exchange_clear (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  g_clear_pointer (&exchange->body, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exchange, exchange_clear)

static SoupMessage *
build (VidimusStandIn *stand_in,
       const char     *method,
       const char     *path,
       const char     *json)
{
  g_autofree char *uri = g_strconcat (vidimus_stand_in_get_uri (stand_in), path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (message, "application/json", body);

  return message;
}

/* Takes @message. */
static Exchange
send (SoupMessage *message)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(GAsyncResult) result = NULL;
  Exchange exchange = { message, NULL };

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
  exchange.body = soup_session_send_and_read_finish (session, vidimus_test_await (&result), NULL);

  return exchange;
}

static void
assert_contains (const Exchange *exchange,
                 const char     *part)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (exchange->body);
  text = g_strndup (g_bytes_get_data (exchange->body, NULL), g_bytes_get_size (exchange->body));
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

/* Signs by hand what the vendor's SDK would; @security_token: nullable. */
static void
sign_with (SoupMessage *message,
           const char  *access_key,
           const char  *secret_key,
           const char  *security_token,
           const char  *json,
           gint64       time)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GUri *uri = soup_message_get_uri (message);
  g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc (time);
  g_autofree char *date = g_date_time_format (then, "%Y%m%dT%H%M%SZ");
  g_autofree char *host = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);
  const VidimusHeader list[] = { { "content-type", "application/json" }, { "host", host },
                                 { "x-project-id", VIDIMUS_STAND_IN_PROJECT }, { "x-sdk-date", date },
                                 { "x-security-token", security_token } };
  gsize n = security_token != NULL ? 5 : 4;
  g_autofree char *canonical = vidimus_signing_canonical_request (soup_message_get_method (message), g_uri_get_path (uri),
                                                                  g_uri_get_query (uri), list, n, hash);
  g_autofree char *to_sign = vidimus_signing_string_to_sign (date, canonical);
  g_autofree char *signature = vidimus_signing_signature (secret_key, to_sign);
  g_autofree char *authorization = vidimus_signing_authorization (access_key, list, n, signature);

  soup_message_headers_replace (headers, "X-Project-Id", VIDIMUS_STAND_IN_PROJECT);
  soup_message_headers_replace (headers, "X-Sdk-Date", date);
  soup_message_headers_replace (headers, "Authorization", authorization);
  if (security_token != NULL)
    soup_message_headers_replace (headers, "X-Security-Token", security_token);
}

static guint
classify_signed (VidimusStandIn *stand_in,
                 const char     *secret_key,
                 const char     *signed_json,
                 gint64          time)
{
  SoupMessage *message = build (stand_in, SOUP_METHOD_POST, CLASSIFY, "{\"data\":\"x\"}");
  g_auto(Exchange) exchange = { NULL };

  sign_with (message, VIDIMUS_STAND_IN_AK, secret_key, NULL, signed_json, time);
  exchange = send (message);

  return soup_message_get_status (exchange.message);
}

static void
test_signature (void)
{
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);
  gint64 now = vidimus_stand_in_get_time (stand_in);

  g_assert_cmpuint (classify_signed (stand_in, VIDIMUS_STAND_IN_SK, "{\"data\":\"x\"}", now), ==, 200);
  g_assert_cmpuint (classify_signed (stand_in, "another key", "{\"data\":\"x\"}", now), ==, 401);
  g_assert_cmpuint (classify_signed (stand_in, VIDIMUS_STAND_IN_SK, "{\"data\":\"y\"}", now), ==, 401);
  g_assert_cmpuint (classify_signed (stand_in, VIDIMUS_STAND_IN_SK, "{\"data\":\"x\"}", now - 14 * 60), ==, 200);
  g_assert_cmpuint (classify_signed (stand_in, VIDIMUS_STAND_IN_SK, "{\"data\":\"x\"}", now - 16 * 60), ==, 401);
  g_assert_cmpuint (classify_signed (stand_in, VIDIMUS_STAND_IN_SK, "{\"data\":\"x\"}", now + 16 * 60), ==, 401);

  vidimus_stand_in_set_clock (stand_in, 16 * 60);
  g_assert_cmpuint (classify_signed (stand_in, VIDIMUS_STAND_IN_SK, "{\"data\":\"x\"}", now + 16 * 60), ==, 200);
  g_assert_cmpuint (vidimus_stand_in_count (stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 7);
}

static void
test_nobody (void)
{
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);
  g_auto(Exchange) exchange = send (build (stand_in, SOUP_METHOD_POST, CLASSIFY, "{}"));

  g_assert_cmpuint (soup_message_get_status (exchange.message), ==, 401);
  assert_contains (&exchange, "APIG.0301");
  g_assert_nonnull (soup_message_headers_get_one (soup_message_get_response_headers (exchange.message), "X-Request-Id"));
}

#define SIGN_IN(password, project) \
  "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"" VIDIMUS_STAND_IN_USER "\"," \
  "\"password\":\"" password "\",\"domain\":{\"name\":\"" VIDIMUS_STAND_IN_DOMAIN "\"}}}}," \
  "\"scope\":{\"project\":{\"name\":\"" project "\"}}}}"

static void
test_sign_in (void)
{
  static const struct { const char *body; guint status; const char *answer; } cases[] = {
    { SIGN_IN ("secret", VIDIMUS_STAND_IN_REGION), 201, "\"id\":\"" VIDIMUS_STAND_IN_PROJECT "\"" },
    { SIGN_IN ("wrong", VIDIMUS_STAND_IN_REGION), 401,
      "{\"error\":{\"message\":\"The username or password is wrong.\",\"code\":401,\"title\":\"Unauthorized\"}}" },
    { SIGN_IN ("secret", "nowhere-1"), 404, "\"code\":404" },
    { "{\"auth\":{}}", 400, "\"code\":400" },
    { "nonsense", 400, "\"code\":400" },
  };
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);

  vidimus_stand_in_set_password (stand_in, "secret");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Exchange) exchange = send (build (stand_in, SOUP_METHOD_POST, "/v3/auth/tokens?nocatalog=true", cases[i].body));

      g_assert_cmpuint (soup_message_get_status (exchange.message), ==, cases[i].status);
      assert_contains (&exchange, cases[i].answer);
    }
}

static guint
classify_with_token (VidimusStandIn *stand_in,
                     const char     *token)
{
  SoupMessage *message = build (stand_in, SOUP_METHOD_POST, CLASSIFY, "{}");
  g_auto(Exchange) exchange = { NULL };

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Auth-Token", token);
  exchange = send (message);

  return soup_message_get_status (exchange.message);
}

static void
test_token_life (void)
{
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);
  g_autofree char *token = vidimus_stand_in_issue_token (stand_in, VIDIMUS_STAND_IN_REGION);
  g_autofree char *other = vidimus_stand_in_issue_token (stand_in, VIDIMUS_STAND_IN_OTHER_REGION);

  g_assert_cmpuint (classify_with_token (stand_in, token), ==, 200);
  g_assert_cmpuint (classify_with_token (stand_in, other), ==, 401);
  g_assert_cmpuint (classify_with_token (stand_in, "made up"), ==, 401);
  vidimus_stand_in_set_clock (stand_in, 24 * 60 * 60 + 1);
  g_assert_cmpuint (classify_with_token (stand_in, token), ==, 401);
  vidimus_stand_in_set_clock (stand_in, 0);
  vidimus_stand_in_void_tokens (stand_in);
  g_assert_cmpuint (classify_with_token (stand_in, token), ==, 401);
}

/* One turn for one request; then it is proper again. */
static void
test_turns (void)
{
  static const struct { const char *name; guint status; const char *answer; } cases[] = {
    { "throttled", 429, "APIG.0308" }, { "unavailable", 503, "APIG.0201" }, { "broken", 0, NULL }, { "cut", 200, NULL },
    { "captive", 200, "<html>" },      { "redirect", 302, NULL },
  };
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Exchange) exchange = { NULL };
      VidimusStandInTurn turn;

      g_assert_true (vidimus_stand_in_turn_by_name (cases[i].name, &turn));
      vidimus_stand_in_queue (stand_in, VIDIMUS_DOOR_CLASSIFY, &turn);
      exchange = send (build (stand_in, SOUP_METHOD_POST, CLASSIFY, "{}"));
      g_assert_cmpuint (soup_message_get_status (exchange.message), ==, cases[i].status);
      if (cases[i].answer != NULL)
        assert_contains (&exchange, cases[i].answer);
    }

  test_nobody ();
}

static const char *
get_credential (JsonNode   *root,
                const char *name)
{
  JsonObject *credential = json_object_get_object_member (json_node_get_object (root), "credential");

  return json_object_get_string_member (credential, name);
}

static guint
classify_temporarily (VidimusStandIn *stand_in,
                      JsonNode       *root,
                      const char     *security_token)
{
  SoupMessage *message = build (stand_in, SOUP_METHOD_POST, CLASSIFY, "{}");
  g_auto(Exchange) exchange = { NULL };

  sign_with (message, get_credential (root, "access"), get_credential (root, "secret"), security_token, "{}",
             vidimus_stand_in_get_time (stand_in));
  exchange = send (message);

  return soup_message_get_status (exchange.message);
}

/* Keys for a while, which hold only together with their token. */
static void
test_temporary_keys (void)
{
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);
  SoupMessage *message = build (stand_in, SOUP_METHOD_POST, "/v3.0/OS-CREDENTIAL/securitytokens", "{}");
  g_auto(Exchange) exchange = { NULL };
  g_autoptr(JsonNode) root = NULL;

  sign_with (message, VIDIMUS_STAND_IN_AK, VIDIMUS_STAND_IN_SK, NULL, "{}", vidimus_stand_in_get_time (stand_in));
  exchange = send (message);
  g_assert_cmpuint (soup_message_get_status (exchange.message), ==, 201);
  root = vidimus_json_parse (g_bytes_get_data (exchange.body, NULL), g_bytes_get_size (exchange.body), NULL);

  g_assert_cmpuint (classify_temporarily (stand_in, root, get_credential (root, "securitytoken")), ==, 200);
  g_assert_cmpuint (classify_temporarily (stand_in, root, NULL), ==, 401);
  g_assert_cmpuint (classify_temporarily (stand_in, root, "another"), ==, 401);
  vidimus_stand_in_set_clock (stand_in, 16 * 60);
  g_assert_cmpuint (classify_temporarily (stand_in, root, get_credential (root, "securitytoken")), ==, 401);
}

static void
backend_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  g_assert_null (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "X-Auth-Token"));
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "X-Request-Id", "of the service");
  soup_server_message_set_status (message, 418, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, length);
}

/* Who may ask is asked for by the gateway; the answer is the service's. */
static void
test_backend (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) backend = vidimus_test_serve (backend_cb, NULL, &uri);
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);
  g_autofree char *token = vidimus_stand_in_issue_token (stand_in, VIDIMUS_STAND_IN_REGION);
  SoupMessage *message = build (stand_in, SOUP_METHOD_POST, CLASSIFY, "{\"data\":\"x\"}");
  g_auto(Exchange) exchange = { NULL };

  vidimus_stand_in_set_backend (stand_in, uri);
  g_assert_cmpuint (classify_with_token (stand_in, "nobody's"), ==, 401);
  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Auth-Token", token);
  exchange = send (message);
  g_assert_cmpuint (soup_message_get_status (exchange.message), ==, 418);
  assert_contains (&exchange, "{\"data\":\"x\"}");
  g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (exchange.message), "X-Request-Id"), ==,
                   "of the service");
  vidimus_test_stop (backend);
}

/* What is recorded is what was sent. */
static void
test_record (void)
{
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (NULL);
  g_auto(Exchange) exchange = send (build (stand_in, SOUP_METHOD_GET, "/v3/projects?name=a%20b", ""));
  const VidimusStandInRequest *request = vidimus_stand_in_get_last (stand_in, VIDIMUS_DOOR_PROJECTS);

  g_assert_nonnull (exchange.body);
  g_assert_nonnull (request);
  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->path, ==, "/v3/projects");
  g_assert_cmpstr (request->query, ==, "name=a%20b");
  g_assert_cmpuint (request->status, ==, 401);
  g_assert_cmpstr (request->body_sha256, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_null (vidimus_stand_in_get_last (stand_in, VIDIMUS_DOOR_TOKENS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/stand-in/nobody", test_nobody);
  g_test_add_func ("/stand-in/signature", test_signature);
  g_test_add_func ("/stand-in/sign-in", test_sign_in);
  g_test_add_func ("/stand-in/token-life", test_token_life);
  g_test_add_func ("/stand-in/turns", test_turns);
  g_test_add_func ("/stand-in/temporary-keys", test_temporary_keys);
  g_test_add_func ("/stand-in/backend", test_backend);
  g_test_add_func ("/stand-in/record", test_record);

  return g_test_run ();
}

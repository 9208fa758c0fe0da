/* Real messages, signed byte for byte as the vendor's SDK signs them. */
#include "vidimus-sign-message-private.h"

#include "vidimus-json.h"
#include "vidimus-signing.h"
#include "vidimus-test.h"

#include <string.h>

/* The last vector is of a request that the client never makes. */
#define N_VECTORS 5

static const char *
get_header (JsonObject *headers,
            const char *name)
{
  return json_object_has_member (headers, name) ? json_object_get_string_member (headers, name) : NULL;
}

static char *
build_uri (JsonObject *vector)
{
  JsonObject *query = json_object_get_object_member (vector, "query");
  GString *uri = g_string_new (json_object_get_string_member (vector, "url"));
  g_autoptr(GList) names = json_object_get_members (query);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (uri, "%c%s=%s", l == names ? '?' : '&', (char *) l->data,
                            json_object_get_string_member (query, l->data));

  return g_string_free (uri, FALSE);
}

static SoupMessage *
build_message (JsonObject *vector)
{
  JsonObject *headers = json_object_get_object_member (vector, "headers");
  g_autofree char *uri = build_uri (vector);
  SoupMessage *message = soup_message_new (json_object_get_string_member (vector, "method"), uri);
  SoupMessageHeaders *own = soup_message_get_request_headers (message);

  soup_message_headers_replace (own, "Content-Type", "application/json");
  if (get_header (headers, "Enterprise-Project-Id") != NULL)
    soup_message_headers_replace (own, "Enterprise-Project-Id", get_header (headers, "Enterprise-Project-Id"));

  return message;
}

static void
test_vector (gconstpointer data)
{
  g_autoptr(GBytes) bytes = vidimus_test_read_data ("api/sign-vectors.json");
  g_autoptr(JsonNode) root = vidimus_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  JsonArray *vectors = json_object_get_array_member (json_node_get_object (root), "vectors");
  JsonObject *vector = json_array_get_object_element (vectors, GPOINTER_TO_UINT (data));
  JsonObject *headers = json_object_get_object_member (vector, "headers");
  g_autoptr(SoupMessage) message = build_message (vector);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (get_header (headers, "X-Sdk-Date"), NULL);
  const VidimusKeyPair keys = { json_object_get_string_member (vector, "ak"), json_object_get_string_member (vector, "sk"),
                                get_header (headers, "X-Security-Token"), get_header (headers, "X-Project-Id") };
  SoupMessageHeaders *own = soup_message_get_request_headers (message);

  g_test_message ("%s", json_object_get_string_member (vector, "name"));
  vidimus_sign_message (message, &keys, g_date_time_to_unix (time), json_object_get_string_member (vector, "bodySha256"));

  g_assert_cmpstr (soup_message_headers_get_one (own, "Authorization"), ==,
                   json_object_get_string_member (vector, "authorization"));
  g_assert_cmpstr (soup_message_headers_get_one (own, "X-Sdk-Date"), ==, get_header (headers, "X-Sdk-Date"));
  g_assert_cmpstr (soup_message_headers_get_one (own, "X-Security-Token"), ==, get_header (headers, "X-Security-Token"));
  g_assert_cmpstr (soup_message_headers_get_one (own, "X-Project-Id"), ==, get_header (headers, "X-Project-Id"));
}

static void
keep_host_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  char **host = user_data;

  *host = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host"));
  soup_server_message_set_status (message, 200, NULL);
}

/* That @uri is signed with this "Host". */
static void
assert_host (const char *uri,
             const char *host)
{
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);
  const VidimusKeyPair keys = { "ak", "sk", NULL, NULL };
  const VidimusHeader list[] = { { "host", host }, { "x-sdk-date", "19700101T000000Z" } };
  g_autofree char *canonical = vidimus_signing_canonical_request ("GET", "/", NULL, list, 2, "hash");
  g_autofree char *to_sign = vidimus_signing_string_to_sign ("19700101T000000Z", canonical);
  g_autofree char *signature = vidimus_signing_signature ("sk", to_sign);
  g_autofree char *authorization = vidimus_signing_authorization ("ak", list, 2, signature);

  vidimus_sign_message (message, &keys, 0, "hash");
  g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization"), ==, authorization);
}

/* The host that is signed is the one that libsoup sends. */
static void
test_host (void)
{
  g_autofree char *uri = NULL, *host = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (keep_host_cb, &host, &uri);
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);
  g_autoptr(GAsyncResult) result = NULL;

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
  vidimus_test_await (&result);
  g_assert_cmpstr (host, ==, uri + strlen ("http://"));
  vidimus_test_stop (server);
}

static void
test_port (void)
{
  assert_host ("https://ocr.example.org/", "ocr.example.org");
  assert_host ("https://ocr.example.org:443/", "ocr.example.org");
  assert_host ("https://ocr.example.org:80/", "ocr.example.org:80");
  assert_host ("http://ocr.example.org/", "ocr.example.org");
  assert_host ("http://ocr.example.org:443/", "ocr.example.org:443");
  assert_host ("http://[::1]/", "[::1]");
  assert_host ("http://[::1]:8080/", "[::1]:8080");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < N_VECTORS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/sign-message/vector/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_vector);
    }
  g_test_add_func ("/sign-message/host", test_host);
  g_test_add_func ("/sign-message/port", test_port);

  return g_test_run ();
}

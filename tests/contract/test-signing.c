#include "vidimus-signing.h"
#include "vidimus-json.h"
#include "vidimus-test.h"

#define N_VECTORS 6

static JsonArray *
load_vectors (void)
{
  g_autoptr(GBytes) bytes = vidimus_test_read_data ("api/sign-vectors.json");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = vidimus_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);

  return json_array_ref (json_object_get_array_member (json_node_get_object (root), "vectors"));
}

static void
append_pair (GString    *query,
             const char *name,
             JsonNode   *value)
{
  g_autofree char *key = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *encoded = g_uri_escape_string (json_node_get_string (value), NULL, FALSE);

  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", key, encoded);
}

/* The vector's query as a URI has it, unsorted. */
static char *
build_query (JsonObject *parameters)
{
  GString *query = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (JSON_NODE_HOLDS_ARRAY (value))
      for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
        append_pair (query, name, json_array_get_element (json_node_get_array (value), i));
    else
      append_pair (query, name, value);

  return g_string_free (query, FALSE);
}

static GArray *
build_headers (JsonObject *object)
{
  GArray *headers = g_array_new (FALSE, FALSE, sizeof (VidimusHeader));
  JsonObjectIter iter;
  VidimusHeader header;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &header.name, &value))
    {
      header.value = json_node_get_string (value);
      g_array_append_val (headers, header);
    }

  return headers;
}

static void
test_vector (gconstpointer data)
{
  g_autoptr(JsonArray) vectors = load_vectors ();
  JsonObject *v = json_array_get_object_element (vectors, GPOINTER_TO_UINT (data));
  JsonObject *header_object = json_object_get_object_member (v, "headers");
  g_autoptr(GArray) array = build_headers (header_object);
  const VidimusHeader *headers = (const VidimusHeader *) (gpointer) array->data;
  g_autoptr(GUri) uri = g_uri_parse (json_object_get_string_member (v, "url"), G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *query = build_query (json_object_get_object_member (v, "query"));
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                         json_object_get_string_member (v, "body"), -1);
  g_autofree char *canonical = NULL;
  g_autofree char *to_sign = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *authorization = NULL;

  g_test_message ("%s", json_object_get_string_member (v, "name"));
  g_assert_cmpstr (hash, ==, json_object_get_string_member (v, "bodySha256"));

  canonical = vidimus_signing_canonical_request (json_object_get_string_member (v, "method"), g_uri_get_path (uri),
                                                 query, headers, array->len, hash);
  g_assert_cmpstr (canonical, ==, json_object_get_string_member (v, "canonicalRequest"));

  to_sign = vidimus_signing_string_to_sign (json_object_get_string_member (header_object, "X-Sdk-Date"), canonical);
  g_assert_cmpstr (to_sign, ==, json_object_get_string_member (v, "stringToSign"));

  signature = vidimus_signing_signature (json_object_get_string_member (v, "sk"), to_sign);
  g_assert_cmpstr (signature, ==, json_object_get_string_member (v, "signature"));

  authorization = vidimus_signing_authorization (json_object_get_string_member (v, "ak"), headers, array->len,
                                                 signature);
  g_assert_cmpstr (authorization, ==, json_object_get_string_member (v, "authorization"));
}

static void
test_count (void)
{
  g_autoptr(JsonArray) vectors = load_vectors ();

  g_assert_cmpuint (json_array_get_length (vectors), ==, N_VECTORS);
}

static void
test_trimmed (void)
{
  static const VidimusHeader headers[] = { { "X-B", "  two  words " }, { "a", "1" } };
  g_autofree char *canonical = vidimus_signing_canonical_request ("GET", "/p/", "b&a=&&a=%zz", headers, 2, "hash");

  g_assert_cmpstr (canonical, ==, "GET\n/p/\na=&a=%25zz&b=\na:1\nx-b:two  words\n\na;x-b\nhash");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/signing/count", test_count);
  for (guint i = 0; i < N_VECTORS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/signing/vector/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_vector);
    }
  g_test_add_func ("/signing/trimmed", test_trimmed);

  return g_test_run ();
}

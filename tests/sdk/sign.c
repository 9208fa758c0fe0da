/* Prints the Authorization header that our signing makes of a message: what the vendor's signer is compared with. The message is
 * JSON on the standard input: method, path, query (both as in the URI), headers ([name, value] each, all signed), body,
 * access_key, secret_key. */
#include "vidimus-json.h"
#include "vidimus-signing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
sign (JsonObject *message)
{
  JsonArray *pairs = json_object_get_array_member (message, "headers");
  guint n = json_array_get_length (pairs);
  g_autofree VidimusHeader *headers = g_new0 (VidimusHeader, n);
  g_autofree char *sha256 =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, json_object_get_string_member (message, "body"), -1);
  g_autofree char *canonical = NULL, *to_sign = NULL, *signature = NULL;
  const char *date = "";

  for (guint i = 0; i < n; i++)
    {
      JsonArray *pair = json_array_get_array_element (pairs, i);

      headers[i].name = json_array_get_string_element (pair, 0);
      headers[i].value = json_array_get_string_element (pair, 1);
      if (g_ascii_strcasecmp (headers[i].name, "x-sdk-date") == 0)
        date = headers[i].value;
    }

  canonical = vidimus_signing_canonical_request (json_object_get_string_member (message, "method"),
                                                 json_object_get_string_member (message, "path"),
                                                 json_object_get_string_member (message, "query"), headers, n, sha256);
  to_sign = vidimus_signing_string_to_sign (date, canonical);
  signature = vidimus_signing_signature (json_object_get_string_member (message, "secret_key"), to_sign);

  return vidimus_signing_authorization (json_object_get_string_member (message, "access_key"), headers, n, signature);
}

int
main (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *authorization = NULL;
  char chunk[4096];
  size_t n;

  while ((n = fread (chunk, 1, sizeof chunk, stdin)) > 0)
    g_string_append_len (text, chunk, (gssize) n);
  node = vidimus_json_parse (text->str, (gssize) text->len, &error);
  if (node == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return EXIT_FAILURE;
    }

  authorization = sign (json_node_get_object (node));
  printf ("%s\n", authorization);

  return EXIT_SUCCESS;
}

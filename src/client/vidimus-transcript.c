#include "vidimus-transcript-private.h"

#include "vidimus-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer texts in an answer are images of an explanation. */
#define MAX_TEXT_CHARS 512
/* No answer has more to read, and a view of all that a service can send would stand still. */
#define MAX_JSON_BYTES (128 * 1024)

static gboolean
is_secret (const char *header)
{
  static const char * const secrets[] = { "authorization", "cookie", "proxy-authorization", "set-cookie",
                                          "x-auth-token", "x-security-token", "x-subject-token", NULL };
  g_autofree char *lower = g_ascii_strdown (header, -1);

  return g_strv_contains (secrets, lower);
}

/* Who signed, and what, may be known; the signature may not. */
static char *
mask (const char *header,
      const char *value)
{
  const char *signature = strstr (value, "Signature=");

  if (!is_secret (header))
    return g_utf8_make_valid (value, -1);
  if (g_ascii_strcasecmp (header, "Authorization") == 0 && g_str_has_prefix (value, "SDK-HMAC-SHA256 ") &&
      signature != NULL)
    {
      g_autofree char *open = g_utf8_make_valid (value, signature - value);

      return g_strconcat (open, "Signature=", _("(left out)"), NULL);
    }

  return g_strdup (_("(left out)"));
}

static void
append_headers (GString            *out,
                SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *shown = mask (name, value);

      g_string_append_printf (out, "%s: %s\n", name, shown);
    }
}

/* A service that repeats what it was sent must not make us tell a secret. */
static void
mask_echoes (GString            *out,
             SoupMessageHeaders *request_headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, request_headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      const char *signature = strstr (value, "Signature=");

      if (is_secret (name) && *value != '\0')
        {
          g_string_replace (out, value, _("(left out)"), 0);
          if (signature != NULL && signature[strlen ("Signature=")] != '\0')
            g_string_replace (out, signature + strlen ("Signature="), _("(left out)"), 0);
        }
    }
}

/* Method, address, headers, and the body with @image where its Base64 was. */
char *
vidimus_transcript_of_request (SoupMessage *message,
                               const char  *member,
                               const char  *image,
                               gboolean     alarm)
{
  GString *out = g_string_new (NULL);
  g_autofree char *uri = g_uri_to_string_partial (soup_message_get_uri (message), G_URI_HIDE_USERINFO);

  g_string_append_printf (out, "%s %s\n", soup_message_get_method (message), uri);
  append_headers (out, soup_message_get_request_headers (message));
  g_string_append_printf (out, "\n{\n  \"%s\": \"%s\",\n  \"alarm\": %s\n}\n", member, image,
                          alarm ? "true" : "false");

  return g_string_free (out, FALSE);
}

/* Status, headers and @json. */
char *
vidimus_transcript_of_response (SoupMessage *message,
                                const char  *json)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "HTTP %u %s\n", soup_message_get_status (message),
                          soup_status_get_phrase (soup_message_get_status (message)));
  append_headers (out, soup_message_get_response_headers (message));
  g_string_append_printf (out, "\n%s\n", json);
  mask_echoes (out, soup_message_get_request_headers (message));

  return g_string_free (out, FALSE);
}

static JsonNode *shorten (JsonNode *node);

static JsonNode *
shorten_object (JsonObject *object)
{
  g_autoptr(JsonObject) copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    json_object_set_member (copy, name, shorten (member));

  return json_node_init_object (json_node_alloc (), copy);
}

static JsonNode *
shorten_array (JsonArray *array)
{
  g_autoptr(JsonArray) copy = json_array_sized_new (json_array_get_length (array));

  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (copy, shorten (json_array_get_element (array, i)));

  return json_node_init_array (json_node_alloc (), copy);
}

static JsonNode *
shorten (JsonNode *node)
{
  const char *text;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return shorten_object (json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    return shorten_array (json_node_get_array (node));

  text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
  if (text != NULL && g_utf8_strlen (text, -1) > MAX_TEXT_CHARS)
    {
      g_autofree char *instead = g_strdup_printf (_("(%ld characters left out)"), g_utf8_strlen (text, -1));

      return json_node_init_string (json_node_alloc (), instead);
    }

  return json_node_ref (node);
}

/* @json indented, its beginning when it is very long or not JSON. May take a while: for a thread. */
char *
vidimus_transcript_pretty (GBytes *json)
{
  g_autoptr(JsonNode) node = vidimus_json_parse (g_bytes_get_data (json, NULL), g_bytes_get_size (json), NULL);
  g_autoptr(JsonNode) shortened = node != NULL ? shorten (node) : NULL;
  g_autofree char *text = NULL, *beginning = NULL;

  if (shortened == NULL)
    return g_utf8_make_valid (g_bytes_get_data (json, NULL), MIN (g_bytes_get_size (json), MAX_TEXT_CHARS));

  text = vidimus_json_to_string (shortened, TRUE);
  if (strlen (text) <= MAX_JSON_BYTES)
    return g_steal_pointer (&text);

  text[MAX_JSON_BYTES] = '\0';
  beginning = g_utf8_make_valid (text, -1);

  return g_strconcat (beginning, "\n", _("(the rest left out)"), NULL);
}

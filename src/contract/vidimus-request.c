#include "vidimus-request.h"

#include "vidimus-error.h"
#include "vidimus-json.h"
#include "vidimus-limits.h"

#include <string.h>

/**
 * vidimus_request_write_data:
 * @image: the file to be classified
 * @alarm: whether the image alarms are wanted
 *
 * One allocation and one pass: at ten million characters a JSON library costs several times more.
 *
 * Returns: (transfer full): the request body
 */
GBytes *
vidimus_request_write_data (GBytes   *image,
                            gboolean  alarm)
{
  static const char head[] = "{\"data\":\"";
  const char *tail = alarm ? "\",\"alarm\":true}" : "\",\"alarm\":false}";
  gsize length;
  const guchar *bytes = g_bytes_get_data (image, &length);
  gsize written = sizeof head - 1;
  int state = 0;
  int save = 0;
  char *body;

  /* 4 characters for 3 bytes begun, and what g_base64_encode_step() asks for beyond */
  body = g_malloc (sizeof head + (length / 3 + 1) * 4 + 4 + strlen (tail));
  memcpy (body, head, written);
  written += g_base64_encode_step (bytes, length, FALSE, body + written, &state, &save);
  written += g_base64_encode_close (FALSE, body + written, &state, &save);
  memcpy (body + written, tail, strlen (tail));
  written += strlen (tail);

  return g_bytes_new_take (body, written);
}

/**
 * vidimus_request_write_url:
 * @url: where the service can fetch the image; characters beyond ASCII percent-encoded
 * @alarm: whether the image alarms are wanted
 *
 * Returns: (transfer full): the request body
 */
GBytes *
vidimus_request_write_url (const char *url,
                           gboolean    alarm)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  JsonObject *object = json_object_new ();
  char *json;

  json_object_set_string_member (object, "url", url);
  json_object_set_boolean_member (object, "alarm", alarm);
  json_node_init_object (node, object);
  json_object_unref (object);
  json = vidimus_json_to_string (node, FALSE);

  return g_bytes_new_take (json, strlen (json));
}

/**
 * vidimus_request_free:
 * @self: (nullable):
 */
void
vidimus_request_free (VidimusRequest *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->image, g_bytes_unref);
  g_free (self->url);
  g_free (self);
}

/* RFC 4648 §4 without exception: no line breaks, padding in full. g_base64_decode() skips what it does not know. */
static GBytes *
decode_base64 (const char *text,
               gsize       length)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  gint8 values[256];
  gsize padding;
  guchar *out, *end;

  if (length == 0 || length % 4 != 0)
    return NULL;

  memset (values, -1, sizeof values);
  for (int i = 0; i < 64; i++)
    values[(guchar) alphabet[i]] = i;

  padding = text[length - 1] != '=' ? 0 : text[length - 2] != '=' ? 1 : 2;
  end = out = g_malloc (length / 4 * 3);
  for (gsize i = 0; i < length; i += 4)
    {
      guint bits = 0;

      for (gsize j = i; j < i + 4; j++)
        {
          int value = j >= length - padding ? 0 : values[(guchar) text[j]];

          if (value < 0)
            {
              g_free (out);
              return NULL;
            }
          bits = bits << 6 | (guint) value;
        }
      *end++ = bits >> 16;
      *end++ = bits >> 8;
      *end++ = bits;
    }

  return g_bytes_new_take (out, end - out - padding);
}

static gboolean
refuse (GError     **error,
        const char  *api_code)
{
  g_propagate_error (error, vidimus_error_new_for_code (api_code));

  return FALSE;
}

/* A string member; absent, null and "" are the same: no value. */
static gboolean
read_string (JsonObject  *object,
             const char  *member,
             const char **value,
             GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, "AIS.0101");

  if (*json_node_get_string (node) != '\0')
    *value = json_node_get_string (node);

  return TRUE;
}

static gboolean
read_alarm (JsonObject  *object,
            gboolean    *alarm,
            GError     **error)
{
  JsonNode *node = json_object_get_member (object, "alarm");

  *alarm = FALSE;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (error, "AIS.0101");

  *alarm = json_node_get_boolean (node);

  return TRUE;
}

static gboolean
read_image (const char  *data,
            GBytes     **image,
            GError     **error)
{
  gsize length = strlen (data);

  if (g_ascii_strncasecmp (data, "data:", strlen ("data:")) == 0)
    return refuse (error, "AIS.0102");
  if (length > VIDIMUS_MAX_BASE64_ACCEPTED)
    return refuse (error, "AIS.0103");

  *image = decode_base64 (data, length);

  return *image != NULL || refuse (error, "AIS.0102");
}

/**
 * vidimus_request_new_from_json:
 * @json: the body of a request; any bytes
 *
 * Members that the contract does not have are passed over. The length of `data` is checked before memory is spent on
 * what it decodes to.
 *
 * Returns: (transfer full): the request, or %NULL with AIS.0101 (no JSON, both or neither of `data` and `url`, a
 *   value of a wrong kind), AIS.0102 (`data` is no Base64, or has a `data:` prefix) or AIS.0103 (too long)
 */
VidimusRequest *
vidimus_request_new_from_json (const char  *json,
                               gsize        length,
                               GError     **error)
{
  g_autoptr(JsonNode) node = vidimus_json_parse (json, length, NULL);
  g_autoptr(VidimusRequest) self = NULL;
  const char *data, *url;
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "AIS.0101");
      return NULL;
    }

  self = g_new0 (VidimusRequest, 1);
  object = json_node_get_object (node);
  if (!read_string (object, "data", &data, error) ||
      !read_string (object, "url", &url, error) ||
      !read_alarm (object, &self->alarm, error))
    return NULL;

  if ((data == NULL) == (url == NULL))
    {
      refuse (error, "AIS.0101");
      return NULL;
    }

  if (data != NULL && !read_image (data, &self->image, error))
    return NULL;
  self->url = g_strdup (url);

  return g_steal_pointer (&self);
}

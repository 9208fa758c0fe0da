#include "vidimus-request.h"

#include "vidimus-base64.h"
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
  const guint8 *bytes = g_bytes_get_data (image, &length);
  gsize before = sizeof head - 1, middle = VIDIMUS_BASE64_LENGTH (length), after = strlen (tail);
  char *body = g_malloc (before + middle + after);

  memcpy (body, head, before);
  vidimus_base64_encode (bytes, length, body + before);
  memcpy (body + before + middle, tail, after);

  return g_bytes_new_take (body, before + middle + after);
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
decode (const char         *data,
        gsize               length,
        VidimusRequestRoom  room,
        gpointer            room_data,
        VidimusRequest     *self)
{
  gsize size;
  guint8 *bytes;

  if (!vidimus_base64_decoded_size (data, length, &size))
    return FALSE;

  bytes = room != NULL ? room (size, room_data) : g_malloc (size);
  if (bytes == NULL)
    return FALSE;
  self->image = room != NULL ? g_bytes_new_static (bytes, size) : g_bytes_new_take (bytes, size);

  return vidimus_base64_decode (data, length, bytes);
}

static gboolean
read_image (const char          *data,
            VidimusRequestRoom   room,
            gpointer             room_data,
            VidimusRequest      *self,
            GError             **error)
{
  gsize length = strlen (data);

  if (g_ascii_strncasecmp (data, "data:", strlen ("data:")) == 0)
    return refuse (error, "AIS.0102");
  if (length > VIDIMUS_MAX_BASE64_ACCEPTED)
    return refuse (error, "AIS.0103");

  return decode (data, length, room, room_data, self) || refuse (error, "AIS.0102");
}

/* Any request, at the pace of a JSON library. */
static VidimusRequest *
read_any (const char          *json,
          gsize                length,
          VidimusRequestRoom   room,
          gpointer             room_data,
          GError             **error)
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

  if (data != NULL && !read_image (data, room, room_data, self, error))
    return NULL;
  self->url = g_strdup (url);

  return g_steal_pointer (&self);
}

/* Where the reading of a plain request is. */
typedef struct
{
  const char *at;
  const char *end;
} Scan;

static void
skip_spaces (Scan *scan)
{
  while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
    scan->at++;
}

static gboolean
take (Scan       *scan,
      const char *word)
{
  gsize length = strlen (word);

  skip_spaces (scan);
  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return FALSE;
  scan->at += length;

  return TRUE;
}

/* A string without escapes; whether it is one, its decoding tells: no Base64 has what would end or escape it. */
static gboolean
take_base64 (Scan        *scan,
             const char **text,
             gsize       *length)
{
  const char *quote;

  if (!take (scan, "\""))
    return FALSE;
  quote = memchr (scan->at, '"', (gsize) (scan->end - scan->at));
  if (quote == NULL)
    return FALSE;
  *text = scan->at;
  *length = (gsize) (quote - scan->at);
  scan->at = quote + 1;

  return TRUE;
}

/* What nearly every request is: an object of "data" and perhaps "alarm", once each, and right in all respects. NULL for
 * everything else, also for what is wrong: then read_any() says what it is. */
static VidimusRequest *
read_plain (const char         *json,
            gsize               length,
            VidimusRequestRoom  room,
            gpointer            room_data)
{
  Scan scan = { json, json + length };
  g_autoptr(VidimusRequest) self = g_new0 (VidimusRequest, 1);
  const char *data = NULL;
  gboolean has_alarm = FALSE;
  gsize n = 0;

  if (!take (&scan, "{"))
    return NULL;
  do
    {
      if (data == NULL && take (&scan, "\"data\""))
        {
          if (!take (&scan, ":") || !take_base64 (&scan, &data, &n))
            return NULL;
        }
      else if (!has_alarm && take (&scan, "\"alarm\"") && take (&scan, ":"))
        {
          has_alarm = TRUE;
          self->alarm = take (&scan, "true");
          if (!self->alarm && !take (&scan, "false"))
            return NULL;
        }
      else
        {
          return NULL;
        }
    }
  while (take (&scan, ","));

  if (data == NULL || n > VIDIMUS_MAX_BASE64_ACCEPTED || !take (&scan, "}"))
    return NULL;
  skip_spaces (&scan);
  if (scan.at < scan.end)
    return NULL;

  return decode (data, n, room, room_data, self) ? g_steal_pointer (&self) : NULL;
}

/**
 * vidimus_request_new_in_room:
 * @json: the body of a request; any bytes
 * @room: gives the memory that the image is decoded into; not called before its size is checked
 *
 * As vidimus_request_new_from_json(), with the image where the caller wants it.
 *
 * Returns: (transfer full): the request, or %NULL with AIS.0101, AIS.0102 or AIS.0103
 */
VidimusRequest *
vidimus_request_new_in_room (const char          *json,
                             gsize                length,
                             VidimusRequestRoom   room,
                             gpointer             user_data,
                             GError             **error)
{
  VidimusRequest *plain = read_plain (json, length, room, user_data);

  return plain != NULL ? plain : read_any (json, length, room, user_data, error);
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
  return vidimus_request_new_in_room (json, length, NULL, NULL, error);
}

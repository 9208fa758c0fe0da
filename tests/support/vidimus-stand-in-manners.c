/* How a request is met when it is not judged. */
#include "vidimus-stand-in-private.h"

#include <string.h>

static const char captive_page[] =
  "<!DOCTYPE html><html><head><title>Hotel WLAN</title></head>"
  "<body><h1>Welcome</h1><form action=\"/login\">Room number <input name=\"room\"></form></body></html>";

typedef struct
{
  const char        *name;
  VidimusStandInTurn turn;
} Named;

static const Named named[] = {
  { "proper", { VIDIMUS_MANNER_PROPER } },
  { "throttled", VIDIMUS_TURN_THROTTLED },
  { "unavailable", VIDIMUS_TURN_UNAVAILABLE },
  { "failed", VIDIMUS_TURN_FAILED },
  { "refused", VIDIMUS_TURN_REFUSED },
  { "forbidden", VIDIMUS_TURN_FORBIDDEN },
  { "broken", { VIDIMUS_MANNER_BROKEN } },
  { "cut", { VIDIMUS_MANNER_CUT } },
  { "silent", { VIDIMUS_MANNER_SILENT } },
  { "late", { VIDIMUS_MANNER_LATE, .ms = 2000 } },
  { "stuck", { VIDIMUS_MANNER_STUCK } },
  { "huge", { VIDIMUS_MANNER_HUGE, .bytes = 64 * 1024 * 1024 } },
  { "redirect", { VIDIMUS_MANNER_REDIRECT, .location = "https://elsewhere.example/v2" } },
  { "captive", { VIDIMUS_MANNER_CAPTIVE } },
};

gboolean
vidimus_stand_in_turn_by_name (const char         *name,
                               VidimusStandInTurn *turn)
{
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    if (g_str_equal (named[i].name, name))
      {
        *turn = named[i].turn;
        return TRUE;
      }

  return FALSE;
}

gboolean
vidimus_stand_in_door_by_name (const char         *name,
                               VidimusStandInDoor *door)
{
  static const char * const names[] = { "classify", "tokens", "projects", "securitytokens", "elsewhere" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == VIDIMUS_N_DOORS);
  for (guint i = 0; i < VIDIMUS_N_DOORS; i++)
    if (g_str_equal (names[i], name))
      {
        *door = i;
        return TRUE;
      }

  return FALSE;
}

/* @text: written before the connection is closed; "" for nothing */
static void
break_off (SoupServerMessage *message,
           const char        *text)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static void
hold (VidimusStandIn    *self,
      SoupServerMessage *message)
{
  soup_server_message_pause (message);
  g_ptr_array_add (self->held, g_object_ref (message));
}

typedef struct
{
  VidimusStandIn     *self;
  SoupServerMessage  *message; /* owned */
  VidimusStandInDoor  door;
} Late;

static void
late_free (gpointer data)
{
  Late *late = data;

  g_object_unref (late->message);
  g_free (late);
}

static gboolean
late_cb (gpointer user_data)
{
  Late *late = user_data;

  stand_in_judge (late->self, late->message, late->door);
  soup_server_message_unpause (late->message);

  return G_SOURCE_REMOVE;
}

static void
judge_later (VidimusStandIn     *self,
             SoupServerMessage  *message,
             VidimusStandInDoor  door,
             guint               ms)
{
  GSource *source = g_timeout_source_new (ms);
  Late *late = g_new0 (Late, 1);

  late->self = self;
  late->message = g_object_ref (message);
  late->door = door;
  soup_server_message_pause (message);
  g_source_set_callback (source, late_cb, late, late_free);
  g_source_attach (source, NULL);
  g_ptr_array_add (self->late, source);
}

static void
answer_half (SoupServerMessage *message)
{
  static const char half[] = "{\"result\":{";
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (headers, "application/json", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC, half, strlen (half));
}

static void
answer_much (SoupServerMessage *message,
             gsize              bytes)
{
  char *text = g_malloc (bytes);

  memset (text, ' ', bytes);
  memcpy (text, "{}", MIN (bytes, 2));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text, bytes);
}

static void
answer_error (VidimusStandIn           *self,
              SoupServerMessage        *message,
              VidimusStandInDoor        door,
              const VidimusStandInTurn *turn)
{
  if (door == VIDIMUS_DOOR_CLASSIFY || door == VIDIMUS_DOOR_ELSEWHERE)
    stand_in_refuse (self, message, turn->status, turn->code, turn->message);
  else
    stand_in_refuse_iam (message, turn->status, soup_status_get_phrase (turn->status), turn->message);

  if (turn->retry_after != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                  turn->retry_after);
}

void
stand_in_misbehave (VidimusStandIn           *self,
                    SoupServerMessage        *message,
                    VidimusStandInDoor        door,
                    const VidimusStandInTurn *turn)
{
  switch (turn->manner)
    {
    case VIDIMUS_MANNER_ERROR:
      answer_error (self, message, door, turn);
      break;
    case VIDIMUS_MANNER_BROKEN:
      break_off (message, "");
      break;
    case VIDIMUS_MANNER_CUT:
      break_off (message, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"result\":{");
      break;
    case VIDIMUS_MANNER_SILENT:
      hold (self, message);
      break;
    case VIDIMUS_MANNER_LATE:
      judge_later (self, message, door, turn->ms);
      break;
    case VIDIMUS_MANNER_STUCK:
      answer_half (message);
      break;
    case VIDIMUS_MANNER_HUGE:
      answer_much (message, turn->bytes);
      break;
    case VIDIMUS_MANNER_REDIRECT:
      soup_server_message_set_redirect (message, 302, turn->location);
      break;
    case VIDIMUS_MANNER_CAPTIVE:
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_STATIC, captive_page,
                                        strlen (captive_page));
      break;
    case VIDIMUS_MANNER_PROPER:
    default:
      stand_in_judge (self, message, door);
      break;
    }
}

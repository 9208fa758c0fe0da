#define G_LOG_DOMAIN "vidimus-exchange"

#include "vidimus-exchange.h"

#include "vidimus-acceptor.h"
#include "vidimus-error.h"
#include "vidimus-limits.h"

#include <glib-unix.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

#define EXCHANGE_KEY "vidimus-exchange"
#define JSON_TYPE    "application/json"
#define MAX_HEADERS  100
#define MAX_HEADER   (16 * 1024)        /* bytes of one; of all, libsoup takes no more than 64 KiB */
#define DRAIN_MAX    (64 * 1024 * 1024) /* of a body that is refused, so that the client reads why; then it is cut off */

static void
vidimus_exchange_free (gpointer data)
{
  VidimusExchange *self = data;

  g_clear_handle_id (&self->deadline, g_source_remove);
  g_clear_handle_id (&self->pace, g_source_remove);
  g_clear_handle_id (&self->hangup, g_source_remove);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self->place);
  g_free (self->project_id);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->pass, vidimus_pass_free);
  g_free (self);
}

static void
cut_off (VidimusExchange *self)
{
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

static void
set_body (VidimusExchange *self,
          const char      *type,
          char            *text) /* (transfer full) */
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  soup_message_headers_replace (headers, "X-Request-Id", self->request_id);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_body_truncate (soup_server_message_get_response_body (self->message));
  self->sent = strlen (text);
  soup_server_message_set_response (self->message, type, SOUP_MEMORY_TAKE, text, self->sent);
}

/* As with the vendor, what the gateway says repeats the request's id in the body. */
static char *
error_json (VidimusExchange *self,
            guint            status,
            const char      *code)
{
  const VidimusErrorRow *row = vidimus_error_row_lookup (code, status);
  gboolean gateway = status != SOUP_STATUS_BAD_REQUEST || g_str_has_prefix (code, "APIG.");

  return vidimus_error_to_json (code, row != NULL ? row->error_msg : soup_status_get_phrase (status),
                                gateway ? self->request_id : NULL);
}

static gboolean
deadline_cb (gpointer user_data)
{
  VidimusExchange *self = user_data;

  self->deadline = 0;
  g_message ("request %s: cut off, its body came too slowly", self->request_id);
  cut_off (self);

  return G_SOURCE_REMOVE;
}

static gboolean
pace_cb (gpointer user_data)
{
  VidimusExchange *self = user_data;
  gint64 ms = (g_get_monotonic_time () - self->started_us) / 1000 - self->limits->grace_ms;

  if (ms <= 0 || self->received * 1000 >= (guint64) ms * self->limits->bytes_per_second)
    return G_SOURCE_CONTINUE;

  self->pace = 0;
  deadline_cb (self);

  return G_SOURCE_REMOVE;
}

static gboolean
answer_deadline_cb (gpointer user_data)
{
  VidimusExchange *self = user_data;

  self->deadline = 0;
  g_message ("request %s: cut off, its client does not take the answer", self->request_id);
  cut_off (self);

  return G_SOURCE_REMOVE;
}

static void
await_answer_taken (VidimusExchange *self)
{
  g_clear_handle_id (&self->deadline, g_source_remove);
  self->deadline = g_timeout_add (self->limits->answer_ms, answer_deadline_cb, self);
}

static void
got_body_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  VidimusExchange *self = user_data;

  g_clear_handle_id (&self->pace, g_source_remove);
  await_answer_taken (self);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  VidimusExchange *self = user_data;
  gsize size = g_bytes_get_size (chunk);

  self->received += size;
  if (self->received > DRAIN_MAX)
    {
      cut_off (self);
    }
  else if (self->body != NULL && self->received > VIDIMUS_MAX_BODY)
    {
      g_clear_pointer (&self->body, g_byte_array_unref);
      vidimus_exchange_fail (self, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "APIG.0201");
    }
  else if (self->body != NULL)
    {
      g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), (guint) size);
    }
}

static void
make_request_id (char id[33])
{
  guint8 random[16];

  if (getrandom (random, sizeof random, 0) != (gssize) sizeof random)
    for (gsize i = 0; i < sizeof random; i++)
      random[i] = (guint8) g_random_int ();

  for (gsize i = 0; i < sizeof random; i++)
    g_snprintf (id + 2 * i, 3, "%02x", random[i]);
}

/**
 * vidimus_exchange_attach:
 * @message: a request that begins
 * @limits: outlive the exchange
 *
 * The answer is an error until something better is known: also a request that libsoup itself refuses gets a body.
 *
 * Returns: (transfer none): the exchange, owned by @message
 */
VidimusExchange *
vidimus_exchange_attach (SoupServerMessage *message,
                         const VidimusPace *limits)
{
  VidimusExchange *self = g_new0 (VidimusExchange, 1);
  const VidimusVisit *visit = vidimus_acceptor_get_visit (message);

  self->message = message;
  self->socket = g_object_ref (visit->socket);
  self->place = g_strdup (visit->place);
  self->is_private = visit->is_private;
  self->is_loopback = visit->is_loopback;
  self->is_tls = visit->is_tls;
  self->limits = limits;
  self->refused = -1;
  self->wait_ms = self->decode_ms = -1;
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    self->stage_ms[i] = -1;
  self->started_us = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  self->deadline = g_timeout_add (limits->read_ms, deadline_cb, self);
  if (limits->bytes_per_second > 0)
    self->pace = g_timeout_add_seconds (1, pace_cb, self);
  make_request_id (self->request_id);
  g_object_set_data_full (G_OBJECT (message), EXCHANGE_KEY, self, vidimus_exchange_free);

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body_cb), self);
  set_body (self, JSON_TYPE, error_json (self, SOUP_STATUS_BAD_REQUEST, "APIG.0201"));

  return self;
}

/**
 * vidimus_exchange_get:
 *
 * Returns: (transfer none): the exchange of @message
 */
VidimusExchange *
vidimus_exchange_get (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), EXCHANGE_KEY);
}

/**
 * vidimus_exchange_has_small_head:
 *
 * Returns: whether its headers are few and short enough to be looked at
 */
gboolean
vidimus_exchange_has_small_head (VidimusExchange *self)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  guint n = 0;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (self->message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (++n > MAX_HEADERS || strlen (name) + strlen (value) > MAX_HEADER)
      return FALSE;

  return TRUE;
}

/**
 * vidimus_exchange_has_one_length:
 *
 * Two opinions on where a body ends are none: whoever stands in front may have had the other one (RFC 9112, 6.3).
 *
 * Returns: whether its headers say once, or not at all, how long its body is
 */
gboolean
vidimus_exchange_has_one_length (VidimusExchange *self)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  guint n = 0;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (self->message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    n += g_ascii_strcasecmp (name, "Content-Length") == 0 || g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;

  return n <= 1;
}

/**
 * vidimus_exchange_weigh:
 *
 * Returns: bytes that its body and what is decoded from it will take, at most
 */
guint64
vidimus_exchange_weigh (VidimusExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return 2 * VIDIMUS_MAX_BODY;

  return 2 * (guint64) CLAMP (soup_message_headers_get_content_length (headers), 0, VIDIMUS_MAX_BODY);
}

/**
 * vidimus_exchange_accept_body:
 *
 * From now on the body is kept, as far as the contract allows; beyond it the request fails with 413.
 *
 * Returns: %FALSE when its announced length is over the limit already
 */
gboolean
vidimus_exchange_accept_body (VidimusExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  goffset length = soup_message_headers_get_content_length (headers);

  if (length > VIDIMUS_MAX_BODY)
    return FALSE;

  self->body = g_byte_array_sized_new ((guint) MAX (length, 0));

  return TRUE;
}

/**
 * vidimus_exchange_take_body:
 *
 * Returns: (transfer full): the body; it is not kept here any more
 */
GBytes *
vidimus_exchange_take_body (VidimusExchange *self)
{
  if (self->body == NULL)
    return g_bytes_new (NULL, 0);

  return g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
}

static gboolean
hangup_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  VidimusExchange *self = user_data;

  self->hangup = 0;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_exchange_hold:
 *
 * Nothing is answered until vidimus_exchange_release(). Meanwhile the connection is watched (libsoup does not): the
 * cancellable is cancelled when the client closes it, or its sending half.
 */
void
vidimus_exchange_hold (VidimusExchange *self)
{
  g_object_ref (self->message);
  g_clear_handle_id (&self->deadline, g_source_remove);
  soup_server_message_pause (self->message);
  self->hangup = g_unix_fd_add (g_socket_get_fd (self->socket), (GIOCondition) (POLLRDHUP | POLLHUP | POLLERR),
                                hangup_cb, self);
}

/**
 * vidimus_exchange_release:
 *
 * Lets the answer go out. @self may be gone afterwards.
 */
void
vidimus_exchange_release (VidimusExchange *self)
{
  SoupServerMessage *message = self->message;

  g_clear_handle_id (&self->hangup, g_source_remove);
  await_answer_taken (self);
  soup_server_message_unpause (message);
  g_object_unref (message);
}

/**
 * vidimus_exchange_end:
 *
 * The request is over, well or not, and its connection about to be closed. libsoup closes one of TLS with a farewell,
 * and waits until that is sent: a client that takes nothing any more is not waited for.
 */
void
vidimus_exchange_end (VidimusExchange *self)
{
  g_clear_handle_id (&self->deadline, g_source_remove);
  g_clear_handle_id (&self->pace, g_source_remove);
  if (self->is_tls && (g_socket_condition_check (self->socket, G_IO_OUT) & G_IO_OUT) == 0)
    cut_off (self);
}

/**
 * vidimus_exchange_fail:
 * @status: of HTTP
 * @code: of the contract; its message is the table's
 *
 * Makes the answer an error.
 */
void
vidimus_exchange_fail (VidimusExchange *self,
                       guint            status,
                       const char      *code)
{
  const VidimusErrorRow *row = vidimus_error_row_lookup (code, status);

  self->code = row != NULL ? row->code : "other";
  set_body (self, JSON_TYPE, error_json (self, status, code));
  soup_server_message_set_status (self->message, status, NULL);
}

/**
 * vidimus_exchange_retry_after:
 * @seconds: after which the same may be asked again
 */
void
vidimus_exchange_retry_after (VidimusExchange *self,
                              guint            seconds)
{
  g_autofree char *value = g_strdup_printf ("%u", seconds);

  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), "Retry-After", value);
}

/**
 * vidimus_exchange_fail_with:
 * @error: of %VIDIMUS_ERROR with a code of the contract; a code without a status is a 400
 */
void
vidimus_exchange_fail_with (VidimusExchange *self,
                            const GError    *error)
{
  const char *code = vidimus_error_get_api_code (error);
  guint status = vidimus_error_get_http_status (error);

  if (code != NULL)
    vidimus_exchange_fail (self, status != 0 ? status : SOUP_STATUS_BAD_REQUEST, code);
  else
    vidimus_exchange_fail (self, SOUP_STATUS_INTERNAL_SERVER_ERROR, "APIG.0601");
}

/**
 * vidimus_exchange_answer_text:
 * @type: of the body
 * @text: (transfer full): the body
 */
void
vidimus_exchange_answer_text (VidimusExchange *self,
                              guint            status,
                              const char      *type,
                              char            *text)
{
  self->code = NULL;
  set_body (self, type, text);
  soup_server_message_set_status (self->message, status, NULL);
}

/**
 * vidimus_exchange_answer:
 * @json: (transfer full): the body of a 200
 */
void
vidimus_exchange_answer (VidimusExchange *self,
                         char            *json)
{
  vidimus_exchange_answer_text (self, SOUP_STATUS_OK, JSON_TYPE, json);
}

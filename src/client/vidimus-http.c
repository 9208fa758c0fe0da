#include "vidimus-http-private.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>

#define CHUNK_BYTES (64 * 1024)

typedef struct
{
  GByteArray *bytes; /* owned */
  gsize       max_bytes;
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_pointer (&read->bytes, g_byte_array_unref);
  g_free (read);
}

static void
read_chunk_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  GInputStream *stream = G_INPUT_STREAM (object);
  g_autoptr(GTask) task = G_TASK (user_data);
  Read *read = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &error);

  if (chunk == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&read->bytes)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }

  if (g_bytes_get_size (chunk) > read->max_bytes - read->bytes->len)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, _("It is too large"));
      return;
    }

  g_byte_array_append (read->bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   read_chunk_cb, g_object_ref (task));
}

/* All of @stream; %G_IO_ERROR_MESSAGE_TOO_LARGE once it has more than @max_bytes. */
void
vidimus_http_read_async (GInputStream        *stream,
                         gsize                max_bytes,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (stream, cancellable, callback, user_data);
  Read *read = g_new0 (Read, 1);

  g_task_set_source_tag (task, vidimus_http_read_async);
  read->bytes = g_byte_array_new ();
  read->max_bytes = max_bytes;
  g_task_set_task_data (task, read, read_free);
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, cancellable, read_chunk_cb,
                                   g_steal_pointer (&task));
}

GBytes *
vidimus_http_read_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

G_GNUC_PRINTF (3, 4)
static GError *
explain (VidimusError  code,
         const char   *advice,
         const char   *format,
         ...)
{
  g_autofree char *message = NULL;
  GError *error;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  error = vidimus_error_new (code, NULL, 0, NULL, message);
  if (advice != NULL)
    vidimus_error_set_advice (error, advice);

  return error;
}

/* @host: shown to the user. */
GError *
vidimus_http_timeout_error (const char *host)
{
  return explain (VIDIMUS_ERROR_UNREACHABLE,
                  _("Try again. If it keeps happening, check the network connection, or use a smaller image."),
                  _("“%s” did not answer in time."), host);
}

/* @host: shown to the user. */
GError *
vidimus_http_connect_error (const char *host)
{
  return explain (VIDIMUS_ERROR_UNREACHABLE,
                  _("Check the address and the network connection: a firewall may be between here and there. Nothing was sent."),
                  _("No connection to “%s” came about in time."), host);
}

/* @host: shown to the user. */
GError *
vidimus_http_send_error (const char *host)
{
  return explain (VIDIMUS_ERROR_UNREACHABLE,
                  _("Try again. If it keeps happening, check the network connection, or use a smaller image."),
                  _("“%s” did not take in the image in time."), host);
}

static GError *
explain_io_error (const GError *error,
                  const char   *host)
{
  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return explain (VIDIMUS_ERROR_UNREACHABLE, _("Check the address and the port, and that the service is running."),
                      _("“%s” refuses connections."), host);
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return explain (VIDIMUS_ERROR_UNREACHABLE, NULL, _("“%s” cannot be reached from here."), host);
    case G_IO_ERROR_TIMED_OUT:
      return vidimus_http_timeout_error (host);
    case G_IO_ERROR_PARTIAL_INPUT:
      return explain (VIDIMUS_ERROR_ANSWER, _("Try again. If it keeps happening, ask who runs the service."),
                      _("The answer of “%s” was cut off."), host);
    case G_IO_ERROR_MESSAGE_TOO_LARGE:
      return explain (VIDIMUS_ERROR_ANSWER, NULL, _("The answer of “%s” is too large to be one."), host);
    case G_IO_ERROR_CONNECTION_CLOSED: /* the same value as BROKEN_PIPE */
      return explain (VIDIMUS_ERROR_UNREACHABLE, NULL, _("The connection to “%s” broke off."), host);
    default:
      return explain (VIDIMUS_ERROR_UNREACHABLE, NULL, _("No answer came from “%s”: %s."), host, error->message);
    }
}

/* The name was not found, or nothing is there, because nothing is there at all. */
static gboolean
is_offline (const GError *error)
{
  return (error->domain == G_RESOLVER_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE)) &&
         !g_network_monitor_get_network_available (g_network_monitor_get_default ());
}

/* @host: shown to the user; @error: of libsoup or GIO, not a cancellation. */
GError *
vidimus_http_explain_error (const GError *error,
                            const char   *host)
{
  if (is_offline (error))
    return explain (VIDIMUS_ERROR_UNREACHABLE,
                    _("Connect to a network, then try again. The service on this computer needs none."),
                    _("“%s” can’t be reached: this computer is not connected to a network."), host);
  if (error->domain == G_RESOLVER_ERROR)
    return explain (VIDIMUS_ERROR_UNREACHABLE, _("Check the spelling of the address and the network connection."),
                    _("There is no computer called “%s”, or the network is down."), host);
  if (error->domain == G_TLS_ERROR)
    return explain (VIDIMUS_ERROR_UNREACHABLE,
                    _("Check the address. If it is right, ask who runs the service about its certificate. Nothing was "
                      "sent."),
                    _("No secure connection to “%s” could be made: %s."), host, error->message);
  if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
      g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    return explain (VIDIMUS_ERROR_ANSWER, NULL, _("The answer of “%s” is not HTTP."), host);
  if (error->domain == G_IO_ERROR)
    return explain_io_error (error, host);

  return explain (VIDIMUS_ERROR_UNREACHABLE, NULL, _("No answer came from “%s”: %s."), host, error->message);
}

/** vidimus_http_redirect_error: (transfer full): nothing is sent on. @host: shown to the user. */
GError *
vidimus_http_redirect_error (SoupMessage *message,
                             const char  *host)
{
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr(GUri) target = location != NULL ? g_uri_parse_relative (soup_message_get_uri (message), location,
                                                                    SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *to = target != NULL ? g_uri_get_host (target) : NULL;

  return explain (VIDIMUS_ERROR_ANSWER, _("If you trust that address, enter it as the address of the service."),
                  _("“%s” sends on to another address, “%s”. The image was not sent there."), host,
                  to != NULL ? to : _("unknown"));
}

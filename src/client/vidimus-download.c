/* An image by its address. */
#include "vidimus-client-private.h"

#include "vidimus-error.h"
#include "vidimus-http-private.h"
#include "vidimus-patience-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  SoupMessage     *message;  /* owned */
  VidimusPatience *patience; /* owned */
  gsize            max_bytes;
} Download;

static void
download_free (gpointer data)
{
  Download *download = data;

  g_clear_object (&download->message);
  g_clear_pointer (&download->patience, vidimus_patience_free);
  g_free (download);
}

static const char *
get_host (Download *download)
{
  return g_uri_get_host (soup_message_get_uri (download->message));
}

/* The contract has codes for it too: the cloud service fetches addresses itself. */
static GError *
fetch_error (const char *message)
{
  return vidimus_error_new (VIDIMUS_ERROR_IMAGE, "ModelArts.4603", 0, NULL, message);
}

static GError *
too_large_error (Download *download)
{
  g_autofree char *limit = g_format_size (download->max_bytes);
  g_autofree char *message = g_strdup_printf (_("The file at this address is larger than %s."), limit);
  GError *error = fetch_error (message);

  vidimus_error_set_advice (error, _("Use the address of a smaller image."));

  return error;
}

static void
fail (GTask        *task,
      const GError *reason)
{
  Download *download = g_task_get_task_data (task);
  g_autoptr(GError) explained = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    {
      g_task_return_error (task, too_large_error (download));
      return;
    }

  explained = vidimus_patience_has_ended (download->patience)
              ? vidimus_http_timeout_error (get_host (download))
              : vidimus_http_explain_error (reason, get_host (download));
  g_task_return_error (task, fetch_error (explained->message));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  GBytes *bytes = vidimus_http_read_finish (result, &error);

  if (bytes == NULL)
    fail (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Download *download = g_task_get_task_data (task);
  SoupMessage *message = download->message;
  guint status = soup_message_get_status (message);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL)
    {
      fail (task, error);
    }
  else if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      g_autofree char *text = g_strdup_printf (_("“%s” has no image at this address: it answers “%u %s”."),
                                               get_host (download), status, soup_status_get_phrase (status));

      g_task_return_error (task, fetch_error (text));
    }
  else if (soup_message_headers_get_content_length (soup_message_get_response_headers (message)) >
           (goffset) download->max_bytes)
    {
      g_task_return_error (task, too_large_error (download));
    }
  else
    {
      vidimus_http_read_async (stream, download->max_bytes, vidimus_patience_get_cancellable (download->patience),
                               read_cb, g_steal_pointer (&task));
    }
}

/* Follows redirects, from http and https to http and https. */
void
vidimus_download_async (GObject             *source,
                        SoupSession         *session,
                        const char          *uri,
                        guint                ms,
                        gsize                max_bytes,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);
  g_autoptr(GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = parsed != NULL ? g_uri_get_scheme (parsed) : "";
  Download *download;

  g_task_set_source_tag (task, vidimus_download_async);
  if ((!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https")) ||
      g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    {
      g_autofree char *message = g_strdup_printf (_("“%s” is not an http or https address."), uri);

      g_task_return_error (task, vidimus_error_new (VIDIMUS_ERROR_IMAGE, "ModelArts.4601", 0, NULL, message));
      return;
    }

  download = g_new0 (Download, 1);
  download->message = soup_message_new_from_uri (SOUP_METHOD_GET, parsed);
  download->patience = vidimus_patience_new (cancellable);
  download->max_bytes = max_bytes;
  g_task_set_task_data (task, download, download_free);
  vidimus_patience_set (download->patience, ms);
  soup_session_send_async (session, download->message, G_PRIORITY_DEFAULT,
                           vidimus_patience_get_cancellable (download->patience), sent_cb, g_steal_pointer (&task));
}

GBytes *
vidimus_download_finish (GObject       *source,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

#define G_LOG_DOMAIN "vidimus-fetch"

#include "vidimus-fetch.h"

#include "vidimus-error.h"

#include <errno.h>
#include <fcntl.h>
#include <libsoup/soup.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE        (64 * 1024)
#define CONNECT_SECS 10

struct _VidimusFetcher
{
  const VidimusFetchPolicy *policy;
  VidimusFetchLimits        limits;
  guint                     running;
  gboolean                  is_left; /* by its owner: the last fetch frees it */
};

/* One fetch; the data of its task. */
typedef struct
{
  VidimusFetcher *fetcher;
  GUri           *uri;         /* owned: of this step */
  SoupSession    *session;     /* owned: of this step, bound to the addresses that were checked */
  SoupMessage    *message;     /* owned: of this step */
  GInputStream   *stream;      /* owned, nullable */
  GCancellable   *cancellable; /* owned: cancelled with the caller's, and when the time is over */
  gulong          follows;
  guint           timer;       /* source */
  guint           n_redirects;
  int             image;       /* a memfd, −1 */
  gsize           size;
} Fetch;

static void resolve (GTask *task); /* (transfer full) */

static void
fetch_free (gpointer data)
{
  Fetch *self = data;
  VidimusFetcher *fetcher = self->fetcher;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  if (self->image >= 0)
    close (self->image);
  g_free (self);

  fetcher->running--;
  if (fetcher->is_left)
    vidimus_fetcher_free (fetcher);
}

/* @status: 0: the code's own */
static void
fail_with (GTask      *task, /* (transfer full) */
           const char *code,
           guint       status)
{
  Fetch *self = g_task_get_task_data (task);

  if (g_task_get_cancellable (task) != NULL)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->follows);
  g_task_return_error (task, status == 0 ? vidimus_error_new_for_code (code)
                                         : vidimus_error_new (VIDIMUS_ERROR_SERVICE, code, status, NULL, NULL));
  g_object_unref (task);
}

static void
fail (GTask      *task, /* (transfer full) */
      const char *code)
{
  fail_with (task, code, 0);
}

static void
succeed (GTask *task) /* (transfer full) */
{
  Fetch *self = g_task_get_task_data (task);

  if (self->size == 0 ||
      fcntl (self->image, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    {
      fail (task, "ModelArts.4603");
      return;
    }
  if (g_task_get_cancellable (task) != NULL)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->follows);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
keep (Fetch  *self,
      GBytes *piece)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (piece, &length);

  for (gsize written = 0; written < length;)
    {
      gssize n = write (self->image, data + written, length - written);

      if (n < 0 && errno != EINTR)
        return FALSE;
      written += (gsize) MAX (n, 0);
    }
  self->size += length;

  return TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Fetch *self = g_task_get_task_data (task);
  g_autoptr(GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (piece == NULL)
    fail (task, "ModelArts.4603");
  else if (g_bytes_get_size (piece) == 0)
    succeed (task);
  else if (self->size + g_bytes_get_size (piece) > self->fetcher->limits.bytes)
    fail (task, "AIS.0103");
  else if (!keep (self, piece))
    fail (task, "ModelArts.4603");
  else
    g_input_stream_read_bytes_async (self->stream, PIECE, G_PRIORITY_DEFAULT, self->cancellable, read_cb, task);
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* As if somebody had named the new address: everything is looked at again. */
static void
redirect (GTask *task) /* (transfer full) */
{
  Fetch *self = g_task_get_task_data (task);
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (self->message), "Location");
  GUri *next = location != NULL ? vidimus_fetch_target_parse (location, self->uri) : NULL;

  g_clear_object (&self->stream);
  if (location == NULL || self->n_redirects == VIDIMUS_FETCH_REDIRECTS)
    {
      g_clear_pointer (&next, g_uri_unref);
      fail (task, "ModelArts.4603");
      return;
    }
  if (next == NULL)
    {
      fail (task, "ModelArts.4601");
      return;
    }

  self->n_redirects++;
  g_uri_unref (self->uri);
  self->uri = next;
  resolve (task);
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Fetch *self = g_task_get_task_data (task);
  guint status;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, NULL);
  status = soup_message_get_status (self->message);
  if (self->stream == NULL)
    fail (task, "ModelArts.4603");
  else if (is_redirect (status))
    redirect (task);
  else if (status != SOUP_STATUS_OK)
    fail (task, "ModelArts.4603");
  else if (soup_message_headers_get_content_length (soup_message_get_response_headers (self->message)) >
           (goffset) self->fetcher->limits.bytes)
    fail (task, "AIS.0103");
  else
    g_input_stream_read_bytes_async (self->stream, PIECE, G_PRIORITY_DEFAULT, self->cancellable, read_cb, task);
}

/* A session for this step alone: no proxy, no cookies, no compression, nothing remembered. */
static SoupSession *
make_session (GSocketConnectable       *where,
              const VidimusFetchPolicy *policy)
{
  SoupSession *session = soup_session_new_with_options ("remote-connectable", where, "proxy-resolver", NULL,
                                                        "timeout", CONNECT_SECS, "user-agent", "vidimus-service",
                                                        NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (policy->trust != NULL)
    soup_session_set_tls_database (session, policy->trust ());

  return session;
}

static void
resolve_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  Fetch *self = g_task_get_task_data (task);
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, NULL);
  g_autoptr(GSocketConnectable) where = NULL;

  if (addresses == NULL)
    {
      fail (task, "ModelArts.4603");
      return;
    }
  where = vidimus_fetch_target_pin (self->uri, addresses, self->fetcher->policy);
  g_resolver_free_addresses (addresses);
  if (where == NULL)
    {
      fail (task, "ModelArts.4601");
      return;
    }

  g_clear_object (&self->message);
  g_clear_object (&self->session);
  self->session = make_session (where, self->fetcher->policy);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, self->uri);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable, send_cb, task);
}

static void
resolve (GTask *task) /* (transfer full) */
{
  Fetch *self = g_task_get_task_data (task);

  g_resolver_lookup_by_name_async (self->fetcher->policy->resolver (), g_uri_get_host (self->uri), self->cancellable,
                                   resolve_cb, task);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Fetch *self = user_data;

  self->timer = 0;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
follow_cb (GCancellable *cancellable,
           gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * vidimus_fetcher_new:
 * @policy: static
 *
 * Returns: (transfer full): a fetcher
 */
VidimusFetcher *
vidimus_fetcher_new (const VidimusFetchPolicy *policy,
                     const VidimusFetchLimits *limits)
{
  VidimusFetcher *self = g_new0 (VidimusFetcher, 1);

  self->policy = policy;
  self->limits = *limits;

  return self;
}

/**
 * vidimus_fetcher_free:
 * @self: (transfer full): its fetches may outlive it
 */
void
vidimus_fetcher_free (VidimusFetcher *self)
{
  self->is_left = TRUE;
  if (self->running == 0)
    g_free (self);
}

/**
 * vidimus_fetcher_fetch_async:
 * @address: as a client has it
 *
 * Follows up to three redirections. Where each step connects to was resolved and checked before, and is not resolved
 * again. What comes is not looked at: that is the decoder's, in a worker.
 */
void
vidimus_fetcher_fetch_async (VidimusFetcher      *self,
                             const char          *address,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, vidimus_fetcher_fetch_async);
  g_task_set_task_data (task, fetch, fetch_free);
  fetch->fetcher = self;
  fetch->cancellable = g_cancellable_new ();
  fetch->image = memfd_create ("vidimus-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  fetch->uri = vidimus_fetch_target_parse (address, NULL);
  fetch->timer = g_timeout_add (self->limits.ms, timeout_cb, fetch);
  self->running++;
  if (cancellable != NULL)
    fetch->follows = g_cancellable_connect (cancellable, G_CALLBACK (follow_cb), g_object_ref (fetch->cancellable),
                                            g_object_unref);

  if (fetch->uri == NULL)
    fail (task, "ModelArts.4601");
  else if (self->running > self->limits.at_once)
    fail_with (task, "ModelArts.4401", SOUP_STATUS_SERVICE_UNAVAILABLE);
  else if (fetch->image < 0)
    fail_with (task, "ModelArts.4403", SOUP_STATUS_SERVICE_UNAVAILABLE);
  else
    resolve (task);
}

/**
 * vidimus_fetcher_fetch_finish:
 * @size: (out): of the image
 *
 * Returns: a sealed memfd with what lay there, to be closed; −1 with a %VIDIMUS_ERROR that has the contract's code:
 *   ModelArts.4601, it may not be fetched; ModelArts.4603, it could not be; AIS.0103, it is too large; or cancelled
 */
int
vidimus_fetcher_fetch_finish (GAsyncResult  *result,
                              gsize         *size,
                              GError       **error)
{
  Fetch *self = g_task_get_task_data (G_TASK (result));
  int image;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;

  image = self->image;
  *size = self->size;
  self->image = -1;

  return image;
}

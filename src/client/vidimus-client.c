#define G_LOG_DOMAIN "vidimus-client"

#include "vidimus-client-private.h"

#include "vidimus-call-private.h"
#include "vidimus-error.h"
#include "vidimus-profile-private.h"

#include <glib/gi18n-lib.h>

/* From connecting to the last byte sent, without progress; and from then to the last byte of the answer. The local
 * service ends a request itself before that (--job-timeout), but many can wait for few processors. */
#define SEND_MS (30 * 1000)
#define ANSWER_MS (180 * 1000)

/* What the decoder takes, not what the contract does: a large image is made smaller before it is sent. */
#define MAX_DOWNLOAD_BYTES (64 * 1024 * 1024)
#define DOWNLOAD_MS (120 * 1000)

/* Of one host at once, for batches. */
#define MAX_CONNECTIONS 16

#define LOCAL_PROJECT "local"

struct _VidimusClient
{
  GObject              parent_instance;

  VidimusLocalService *local;    /* owned, nullable */
  SoupSession         *session;  /* owned; for the endpoint, and downloads */
  char                *uri;      /* owned; of the classification */
  char                *host;     /* owned; shown in errors */
  char                *name;     /* owned; shown with answers */
  VidimusCallLog      *log;      /* owned, nullable */
  guint                send_ms;
  guint                answer_ms;
};

enum
{
  PROP_0,
  PROP_WARNING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusClient, vidimus_client, G_TYPE_OBJECT)

static void
warning_changed_cb (VidimusClient *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WARNING]);
}

static void
vidimus_client_dispose (GObject *object)
{
  VidimusClient *self = VIDIMUS_CLIENT (object);

  if (self->local != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->local, self);
      g_object_run_dispose (G_OBJECT (self->local)); /* the child ends with the client */
    }
  g_clear_object (&self->local);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->log);

  G_OBJECT_CLASS (vidimus_client_parent_class)->dispose (object);
}

static void
vidimus_client_finalize (GObject *object)
{
  VidimusClient *self = VIDIMUS_CLIENT (object);

  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (vidimus_client_parent_class)->finalize (object);
}

static void
vidimus_client_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  VidimusClient *self = VIDIMUS_CLIENT (object);

  switch (prop_id)
    {
    case PROP_WARNING:
      g_value_set_string (value, vidimus_client_get_warning (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_client_class_init (VidimusClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vidimus_client_dispose;
  object_class->finalize = vidimus_client_finalize;
  object_class->get_property = vidimus_client_get_property;

  /**
   * VidimusClient:warning:
   *
   * What a user should know before relying on the service, or %NULL. It can change when the local service starts.
   */
  props[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_client_init (VidimusClient *self)
{
  /* libsoup's own time-out would end each wait after a minute; see VidimusPatience */
  self->session = soup_session_new_with_options ("timeout", 0, "max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 "user-agent", "Vidimus/" VIDIMUS_VERSION, NULL);
  self->send_ms = SEND_MS;
  self->answer_ms = ANSWER_MS;
}

static char *
build_uri (const char *endpoint,
           const char *project_id)
{
  g_autofree char *project = g_uri_escape_string (project_id, NULL, FALSE);

  return g_strdup_printf ("%s/v2/%s/ocr/auto-id-doc-classification", endpoint, project);
}

/**
 * vidimus_client_new_local:
 * @program: (nullable): the service; %NULL for what `VIDIMUS_SERVICE` of the environment names, else
 *   `vidimus-service` beside this program, else the installed one
 *
 * Nothing is started before the first call, or vidimus_client_prepare(). Make it and use it in one thread: the child ends when the thread that
 * started it does.
 *
 * Returns: (transfer full): a client of our own service on this computer
 */
VidimusClient *
vidimus_client_new_local (const char *program)
{
  VidimusClient *self = g_object_new (VIDIMUS_TYPE_CLIENT, NULL);

  self->local = vidimus_local_service_new (program);
  g_signal_connect_swapped (self->local, "notify::warning", G_CALLBACK (warning_changed_cb), self);
  self->uri = build_uri ("http://localhost", LOCAL_PROJECT);
  self->name = g_strdup (_("On this computer"));
  self->host = g_strdup (_("the service on this computer"));

  return self;
}

/**
 * vidimus_client_new_for_endpoint:
 * @endpoint: https:// or http://, a host, maybe a port and a path prefix
 * @project_id: (nullable): %NULL for "local"
 *
 * Nothing is contacted before the first call.
 *
 * Returns: (transfer full): a client of a service that speaks the contract, or %NULL with a %VIDIMUS_ERROR when
 *   @endpoint is no usable address
 */
VidimusClient *
vidimus_client_new_for_endpoint (const char  *endpoint,
                                 const char  *project_id,
                                 GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *base = NULL;
  VidimusClient *self;

  g_return_val_if_fail (endpoint != NULL, NULL);

  base = vidimus_endpoint_parse (endpoint, VIDIMUS_ERROR_UNREACHABLE, &uri, error);
  if (base == NULL)
    return NULL;

  self = g_object_new (VIDIMUS_TYPE_CLIENT, NULL);
  self->uri = build_uri (base, project_id != NULL ? project_id : LOCAL_PROJECT);
  self->host = g_strdup (g_uri_get_host (uri));
  self->name = g_strdup (self->host);

  return self;
}

/**
 * vidimus_client_get_name:
 *
 * Returns: who answers, for people: "On this computer" or the host; translated
 */
const char *
vidimus_client_get_name (VidimusClient *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);

  return self->name;
}

/**
 * vidimus_client_is_local:
 *
 * Returns: whether images stay on this computer
 */
gboolean
vidimus_client_is_local (VidimusClient *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), FALSE);

  return self->local != NULL;
}

/**
 * vidimus_client_get_warning:
 *
 * Returns: (nullable): what a user should know before relying on it, translated; of the local service known once it
 *   has started
 */
const char *
vidimus_client_get_warning (VidimusClient *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);

  return self->local != NULL ? vidimus_local_service_get_warning (self->local) : NULL;
}

/**
 * vidimus_client_set_log:
 * @log: (nullable): gets a record of every attempt that begins from now on
 */
void
vidimus_client_set_log (VidimusClient  *self,
                        VidimusCallLog *log)
{
  g_return_if_fail (VIDIMUS_IS_CLIENT (self));
  g_return_if_fail (log == NULL || VIDIMUS_IS_CALL_LOG (log));

  g_set_object (&self->log, log);
}

/* For tests of what never answers. */
void
vidimus_client_set_patience (VidimusClient *self,
                             guint          send_ms,
                             guint          answer_ms)
{
  self->send_ms = send_ms;
  self->answer_ms = answer_ms;
}

/* For tests of the child. */
VidimusLocalService *
vidimus_client_get_local (VidimusClient *self)
{
  return self->local;
}

/**
 * vidimus_client_prepare:
 *
 * To be called when an image begins to be loaded, or is about to be chosen: the service on this computer starts meanwhile, if it has not
 * started yet. That it can't is told by the first call. Other services are not contacted.
 */
void
vidimus_client_prepare (VidimusClient *self)
{
  g_return_if_fail (VIDIMUS_IS_CLIENT (self));

  if (self->local != NULL)
    vidimus_local_service_wake (self->local);
}

/**
 * vidimus_client_classify_async:
 * @progress: (nullable) (scope notified): told of each stage, in the main context of the caller; first before this
 *   returns, never after a cancellation, and not after @callback
 *
 * Prepares @picture for the contract, sends it, and maps the answer back to the picture's upright pixels. Requests
 * are independent: starting one does not cancel another. A local service that ends while it works on the picture is
 * started again once.
 */
void
vidimus_client_classify_async (VidimusClient       *self,
                               VidimusPicture      *picture,
                               VidimusCallFlags     flags,
                               VidimusCallProgress  progress,
                               gpointer             progress_data,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  VidimusCallTarget target;

  g_return_if_fail (VIDIMUS_IS_CLIENT (self));
  g_return_if_fail (VIDIMUS_IS_PICTURE (picture));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  target = (VidimusCallTarget) { .session = self->local == NULL ? self->session : NULL, .local = self->local,
                                 .uri = self->uri, .host = self->host, .name = self->name,
                                 .log = self->log, .send_ms = self->send_ms, .answer_ms = self->answer_ms };
  vidimus_call_async (G_OBJECT (self), &target, picture, flags, progress, progress_data, cancellable, callback,
                      user_data);
}

/**
 * vidimus_client_classify_finish:
 *
 * Returns: (transfer full): the answer, or %NULL with a %VIDIMUS_ERROR or %G_IO_ERROR_CANCELLED
 */
VidimusAnswer *
vidimus_client_classify_finish (VidimusClient  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);

  return vidimus_call_finish (G_OBJECT (self), result, error);
}

/**
 * vidimus_client_download_async:
 * @uri: http or https; redirects are followed
 *
 * At most 64 MiB and two minutes.
 */
void
vidimus_client_download_async (VidimusClient       *self,
                               const char          *uri,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (VIDIMUS_IS_CLIENT (self));
  g_return_if_fail (uri != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  vidimus_download_async (G_OBJECT (self), self->session, uri, DOWNLOAD_MS, MAX_DOWNLOAD_BYTES, cancellable,
                          callback, user_data);
}

/**
 * vidimus_client_download_finish:
 *
 * Returns: (transfer full): the file, or %NULL with a %VIDIMUS_ERROR_IMAGE (ModelArts.4601: no such kind of address;
 *   ModelArts.4603: it could not be fetched) or %G_IO_ERROR_CANCELLED
 */
GBytes *
vidimus_client_download_finish (VidimusClient  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);

  return vidimus_download_finish (G_OBJECT (self), result, error);
}

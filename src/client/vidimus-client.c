#define G_LOG_DOMAIN "vidimus-client"

#include "vidimus-client-private.h"

#include "vidimus-address-private.h"
#include "vidimus-call-private.h"
#include "vidimus-error.h"
#include "vidimus-profile-private.h"

/* What the decoder takes, not what the contract does: a large image is made smaller before it is sent. */
#define MAX_DOWNLOAD_BYTES (64 * 1024 * 1024)
#define DOWNLOAD_MS (120 * 1000)

struct _VidimusClient
{
  GObject            parent_instance;

  VidimusProfile    *profile;   /* owned */
  VidimusCallTarget  target;
  SoupSession       *downloads; /* owned; trusts what the system trusts, whatever the profile does */
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

  if (self->target.local != NULL)
    g_signal_handlers_disconnect_by_data (self->target.local, self);
  vidimus_call_target_stop (&self->target);
  soup_session_abort (self->downloads);

  G_OBJECT_CLASS (vidimus_client_parent_class)->dispose (object);
}

static void
vidimus_client_finalize (GObject *object)
{
  VidimusClient *self = VIDIMUS_CLIENT (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->downloads);
  vidimus_call_target_clear (&self->target);

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
  self->downloads = vidimus_call_make_session ();
  vidimus_call_target_init (&self->target);
}

static void
aim_at_child (VidimusClient *self,
              const char    *program)
{
  vidimus_call_target_aim_at_child (&self->target, program);
  g_signal_connect_swapped (self->target.local, "notify::warning", G_CALLBACK (warning_changed_cb), self);
}

static gboolean
aim_at_endpoint (VidimusClient   *self,
                 VidimusSecrets  *secrets,
                 GError         **error)
{
  if (!vidimus_call_target_aim_at_profile (&self->target, self->profile, secrets, error))
    return FALSE;

  if (self->target.credentials != NULL)
    g_signal_connect_object (self->target.credentials, "notify::warning", G_CALLBACK (warning_changed_cb), self,
                             G_CONNECT_SWAPPED);

  return TRUE;
}

/**
 * vidimus_client_new_for_profile:
 * @profile: kept; what it says now counts
 * @secrets: where what signs requests is looked up
 *
 * Nothing is contacted or started before the first call; the certificates of the profile are read. Make it and use it in one thread.
 *
 * Returns: (transfer full): a client of the service of @profile, or %NULL with a %VIDIMUS_ERROR_ACCOUNT that says which setting is wrong
 */
VidimusClient *
vidimus_client_new_for_profile (VidimusProfile  *profile,
                                VidimusSecrets  *secrets,
                                GError         **error)
{
  g_autoptr(VidimusClient) self = NULL;

  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (VIDIMUS_IS_SECRETS (secrets), NULL);

  if (!vidimus_profile_check (profile, error))
    return NULL;

  self = g_object_new (VIDIMUS_TYPE_CLIENT, NULL);
  self->profile = g_object_ref (profile);
  if (vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_LOCAL)
    aim_at_child (self, NULL);
  else if (!aim_at_endpoint (self, secrets, error))
    return NULL;

  return g_steal_pointer (&self);
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

  self->profile = vidimus_profile_new_local ();
  aim_at_child (self, program);

  return self;
}

/**
 * vidimus_client_new_for_endpoint:
 * @endpoint: https:// or http://, a host, maybe a port and a path prefix
 * @project_id: (nullable): %NULL for "local"
 *
 * A profile of another host to which nobody signs in, for one time. Nothing is contacted before the first call.
 *
 * Returns: (transfer full): a client of a service that speaks the contract, or %NULL with a %VIDIMUS_ERROR when
 *   @endpoint is no usable address
 */
VidimusClient *
vidimus_client_new_for_endpoint (const char  *endpoint,
                                 const char  *project_id,
                                 GError     **error)
{
  g_autoptr(VidimusClient) self = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autofree char *base = NULL;

  g_return_val_if_fail (endpoint != NULL, NULL);

  base = vidimus_endpoint_parse (endpoint, VIDIMUS_ERROR_UNREACHABLE, &uri, error);
  if (base == NULL)
    return NULL;

  self = g_object_new (VIDIMUS_TYPE_CLIENT, NULL);
  self->profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_object_set (self->profile, "name", g_uri_get_host (uri), "endpoint", base, "project-id",
                project_id != NULL ? project_id : "", NULL);

  return aim_at_endpoint (self, NULL, error) ? g_steal_pointer (&self) : NULL;
}

/** vidimus_client_get_profile: (transfer none): which service is asked; of any client. */
VidimusProfile *
vidimus_client_get_profile (VidimusClient *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);

  return self->profile;
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

  return self->target.name;
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

  return self->target.local != NULL;
}

/**
 * vidimus_client_get_warning:
 *
 * Returns: (nullable): what a user should know before relying on it, translated; of the local service known once it
 *   has started, of others that the clocks differ, once they answered
 */
const char *
vidimus_client_get_warning (VidimusClient *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), NULL);

  if (self->target.local != NULL)
    return vidimus_local_service_get_warning (self->target.local);

  return self->target.credentials != NULL ? vidimus_credentials_get_warning (self->target.credentials) : NULL;
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

  g_set_object (&self->target.log, log);
}

/* For tests of what never answers. */
void
vidimus_client_set_limits (VidimusClient       *self,
                           const VidimusLimits *limits)
{
  self->target.limits = *limits;
}

/* For tests, which have less time. @policy is kept. */
void
vidimus_client_set_retry (VidimusClient            *self,
                          const VidimusRetryPolicy *policy)
{
  self->target.retry = policy;
}

/* Where its calls go. */
const VidimusCallTarget *
vidimus_client_get_target (VidimusClient *self)
{
  return &self->target;
}

VidimusCredentials *
vidimus_client_get_credentials (VidimusClient *self)
{
  return self->target.credentials;
}

GTlsDatabase *
vidimus_client_get_trust (VidimusClient *self)
{
  return self->target.ca_file != NULL ? soup_session_get_tls_database (self->target.session) : NULL;
}

/* For tests of the child. */
VidimusLocalService *
vidimus_client_get_local (VidimusClient *self)
{
  return self->target.local;
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

  if (self->target.local != NULL)
    vidimus_local_service_wake (self->target.local);
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
  g_return_if_fail (VIDIMUS_IS_CLIENT (self));
  g_return_if_fail (VIDIMUS_IS_PICTURE (picture));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  vidimus_call_async (G_OBJECT (self), &self->target, picture, NULL, flags, progress, progress_data, cancellable,
                      callback, user_data);
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
 * vidimus_client_sends_addresses:
 *
 * Returns: whether an image that is given by its address is to be sent so: vidimus_client_classify_address_async()
 */
gboolean
vidimus_client_sends_addresses (VidimusClient *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CLIENT (self), FALSE);

  return self->target.local == NULL && vidimus_profile_get_send_address (self->profile);
}

/**
 * vidimus_client_classify_address_async:
 * @uri: http or https; characters beyond ASCII are encoded, escapes that are there stay
 * @picture: (nullable): what was fetched from there, if it was
 * @progress: (nullable) (scope notified): as of vidimus_client_classify_async()
 *
 * The service fetches the image itself; nothing is fetched here. Where the document is comes back in pixels of the image that the service
 * saw; with @picture in its pixels, unless something says that they are others: see vidimus_answer_is_mapped(). Finish with
 * vidimus_client_classify_finish().
 */
void
vidimus_client_classify_address_async (VidimusClient       *self,
                                       const char          *uri,
                                       VidimusPicture      *picture,
                                       VidimusCallFlags     flags,
                                       VidimusCallProgress  progress,
                                       gpointer             progress_data,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autofree char *encoded = NULL;
  GError *error = NULL;

  g_return_if_fail (VIDIMUS_IS_CLIENT (self));
  g_return_if_fail (uri != NULL);
  g_return_if_fail (picture == NULL || VIDIMUS_IS_PICTURE (picture));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  encoded = vidimus_address_encode (uri, &error);
  if (encoded == NULL)
    vidimus_call_fail_async (G_OBJECT (self), error, cancellable, callback, user_data);
  else
    vidimus_call_async (G_OBJECT (self), &self->target, picture, encoded, flags, progress, progress_data, cancellable,
                        callback, user_data);
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

  vidimus_download_async (G_OBJECT (self), self->downloads, uri, DOWNLOAD_MS, MAX_DOWNLOAD_BYTES, cancellable,
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

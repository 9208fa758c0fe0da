#define G_LOG_DOMAIN "vidimus-credentials"

#include "vidimus-credentials-self-private.h"

#include "vidimus-sign-message-private.h"

#include <libsecret/secret.h>

#define LOCAL_PROJECT "local"
/* Clocks are taken for equal up to there; a gateway refuses at 15 minutes. */
#define SKEW_S 60
/* A refusal is answered by signing anew; when that is refused too, it is not the token and not the clock. */
#define MAX_REFUSALS 2
#define IAM_MS (30 * 1000)

G_DEFINE_FINAL_TYPE (VidimusCredentials, vidimus_credentials, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_WARNING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
vidimus_credentials_finalize (GObject *object)
{
  VidimusCredentials *self = VIDIMUS_CREDENTIALS (object);

  for (guint i = 0; i < VIDIMUS_N_SECRETS; i++)
    g_clear_pointer (&self->known[i], secret_password_free);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->profile_name, g_free);
  g_clear_pointer (&self->iam, g_free);
  g_clear_pointer (&self->region, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->access_key, g_free);
  g_clear_pointer (&self->enterprise_project, g_free);
  g_clear_pointer (&self->wanted_project, g_free);
  g_clear_pointer (&self->project_id, g_free);
  g_clear_pointer (&self->warning, g_free);
  g_clear_object (&self->secrets);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (vidimus_credentials_parent_class)->finalize (object);
}

static void
vidimus_credentials_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  VidimusCredentials *self = VIDIMUS_CREDENTIALS (object);

  switch (prop_id)
    {
    case PROP_WARNING:
      g_value_set_string (value, self->warning);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_credentials_class_init (VidimusCredentialsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vidimus_credentials_finalize;
  object_class->get_property = vidimus_credentials_get_property;

  props[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_credentials_init (VidimusCredentials *self)
{
  self->waiters = g_ptr_array_new ();
  self->iam_ms = IAM_MS;
}

VidimusCredentials *
vidimus_credentials_new (VidimusProfile *profile,
                         VidimusSecrets *secrets,
                         SoupSession    *session)
{
  VidimusCredentials *self = g_object_new (VIDIMUS_TYPE_CREDENTIALS, NULL);
  gboolean huawei = vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_HUAWEI;

  self->profile_id = g_strdup (vidimus_profile_get_id (profile));
  self->profile_name = g_strdup (vidimus_profile_get_name (profile));
  self->kind = vidimus_profile_get_kind (profile);
  self->auth = self->kind == VIDIMUS_PROFILE_LOCAL ? VIDIMUS_AUTH_NONE : vidimus_profile_get_auth (profile);
  self->iam = vidimus_profile_dup_iam_endpoint (profile);
  self->region = g_strdup (huawei ? vidimus_profile_get_region (profile) : "");
  self->user = g_strdup (vidimus_profile_get_user (profile));
  self->domain = g_strdup (vidimus_profile_get_domain (profile));
  self->access_key = g_strdup (vidimus_profile_get_access_key (profile));
  self->enterprise_project = g_strdup (huawei ? vidimus_profile_get_enterprise_project (profile) : "");
  self->wanted_project = g_strdup (self->kind == VIDIMUS_PROFILE_LOCAL ? "" : vidimus_profile_get_project_id (profile));
  self->secrets = g_object_ref (secrets);
  self->session = g_object_ref (session);

  if (*self->wanted_project != '\0')
    self->project_id = g_strdup (self->wanted_project);
  else if (!huawei || self->auth == VIDIMUS_AUTH_NONE)
    self->project_id = g_strdup (LOCAL_PROJECT);

  return self;
}

void
vidimus_credentials_set_clock (VidimusCredentials *self,
                               gint64              seconds)
{
  self->clock = seconds;
}

void
vidimus_credentials_set_patience (VidimusCredentials *self,
                                  guint               ms)
{
  self->iam_ms = ms;
}

static gint64
get_time (VidimusCredentials *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock;
}

int
vidimus_credentials_get_skew (VidimusCredentials *self)
{
  return ABS (self->skew) > SKEW_S ? CLAMP (self->skew, G_MININT, G_MAXINT) : 0;
}

const char *
vidimus_credentials_get_warning (VidimusCredentials *self)
{
  return self->warning;
}

/* By the service's clock, as far as it is known. */
gint64
vidimus_credentials_get_service_time (VidimusCredentials *self)
{
  return get_time (self) - vidimus_credentials_get_skew (self);
}

const char *
vidimus_credentials_get_project_id (VidimusCredentials *self)
{
  return self->project_id;
}

void
vidimus_credentials_learn_skew (VidimusCredentials *self,
                                SoupMessage        *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr(GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  g_autofree char *warning = NULL;

  if (date == NULL)
    return;

  self->skew = get_time (self) - g_date_time_to_unix (date);
  warning = vidimus_credentials_get_skew (self) != 0 ? vidimus_credentials_words_skew (vidimus_credentials_get_skew (self)) : NULL;
  if (g_strcmp0 (warning, self->warning) == 0)
    return;

  g_free (self->warning);
  self->warning = g_steal_pointer (&warning);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WARNING]);
}

static gboolean
uses_keys (VidimusCredentials *self)
{
  return self->auth == VIDIMUS_AUTH_KEYS || self->auth == VIDIMUS_AUTH_TEMPORARY_KEYS;
}

void
vidimus_credentials_sign_plainly (VidimusCredentials *self,
                                  SoupMessage        *message,
                                  const char         *body_sha256)
{
  VidimusSignature *signature = g_new0 (VidimusSignature, 1);

  signature->generation = self->generation;
  signature->offset = vidimus_credentials_get_skew (self);
  g_object_set_data_full (G_OBJECT (message), VIDIMUS_SIGNATURE_KEY, signature, g_free);

  if (uses_keys (self))
    {
      const VidimusKeyPair keys = { self->access_key, self->known[VIDIMUS_SECRET_SECRET_KEY],
                                    self->known[VIDIMUS_SECRET_SECURITY_TOKEN], self->project_id };

      vidimus_sign_message (message, &keys, vidimus_credentials_get_service_time (self), body_sha256);
    }
  else if (self->auth != VIDIMUS_AUTH_NONE)
    {
      soup_message_headers_replace (soup_message_get_request_headers (message), "X-Auth-Token",
                                    self->known[VIDIMUS_SECRET_TOKEN]);
    }
}

void
vidimus_credentials_sign (VidimusCredentials *self,
                          SoupMessage        *message,
                          const char         *body_sha256)
{
  g_return_if_fail (VIDIMUS_IS_CREDENTIALS (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));
  g_return_if_fail (body_sha256 != NULL);

  if (*self->enterprise_project != '\0')
    soup_message_headers_replace (soup_message_get_request_headers (message), "Enterprise-Project-Id",
                                  self->enterprise_project);
  vidimus_credentials_sign_plainly (self, message, body_sha256);
}

/* Whether @message was signed with another time than the service's, as it is known by now. */
gboolean
vidimus_credentials_was_untimely (VidimusCredentials *self,
                                  const VidimusSignature *signature)
{
  return uses_keys (self) && ABS (signature->offset - vidimus_credentials_get_skew (self)) > SKEW_S;
}

/* What was refused is replaced by the next preparing. It stays until then: others may be about to sign with it. */
void
vidimus_credentials_drop (VidimusCredentials *self,
                          const VidimusSignature *signature)
{
  if (signature->generation == self->generation && !self->stale)
    {
      self->stale = TRUE;
      self->refusals++;
    }
}

gboolean
vidimus_credentials_was_refused (VidimusCredentials *self,
                                 SoupMessage        *message,
                                 const char         *api_code)
{
  const VidimusSignature *signature = g_object_get_data (G_OBJECT (message), VIDIMUS_SIGNATURE_KEY);
  guint status = soup_message_get_status (message);
  int skew = vidimus_credentials_get_skew (self);

  g_return_val_if_fail (VIDIMUS_IS_CREDENTIALS (self), FALSE);

  vidimus_credentials_learn_skew (self, message);
  if (signature == NULL || self->auth == VIDIMUS_AUTH_NONE)
    return FALSE;

  if (status != 401)
    {
      if (status != 0 && signature->generation == self->generation)
        self->refusals = 0;
      return FALSE;
    }

  g_debug ("A request was refused: %s", api_code != NULL ? api_code : "401");
  if (vidimus_credentials_was_untimely (self, signature))
    {
      /* A service whose clock jumps is not asked for ever. */
      self->refusals += ABS (skew - vidimus_credentials_get_skew (self)) > SKEW_S;
      return self->refusals < MAX_REFUSALS;
    }

  vidimus_credentials_drop (self, signature);

  /* Others that were under way with the same token are refused too; the one that replaces it is not at fault for that. Keys and
   * pasted tokens only a person can replace: they are looked up again for the next call. */
  return self->auth == VIDIMUS_AUTH_PASSWORD && self->refusals < MAX_REFUSALS;
}

void
vidimus_credentials_advise (VidimusCredentials *self,
                            GError             *error)
{
  vidimus_credentials_words_advise (self->auth, self->region, error);
}

/* Where the calls of one client go: made of its profile. */
#include "vidimus-call-private.h"

#include "vidimus-error.h"
#include "vidimus-profile-private.h"
#include "vidimus-trust-private.h"

#include <glib/gi18n-lib.h>

/* Of one host at once, for batches. */
#define MAX_CONNECTIONS 16

#define LOCAL_PROJECT "local"

/* The local service ends a request itself before that (--job-timeout), but many can wait for few processors. */
static const VidimusLimits default_limits = { .connect_ms = 20 * 1000, .send_ms = 30 * 1000, .answer_ms = 180 * 1000 };

/* Proxies and authorities of the system; libsoup's own time-out would end each wait after a minute: see VidimusLimits. */
SoupSession *
vidimus_call_make_session (void)
{
  return soup_session_new_with_options ("timeout", 0, "max-conns", MAX_CONNECTIONS,
                                        "max-conns-per-host", MAX_CONNECTIONS,
                                        "user-agent", "Vidimus/" VIDIMUS_VERSION, NULL);
}

static gboolean
trust_file (VidimusCallTarget  *self,
            const char         *path,
            GError            **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GTlsDatabase) trust = vidimus_trust_new (path, &reason);
  g_autofree char *message = NULL;

  if (trust != NULL)
    {
      soup_session_set_tls_database (self->session, trust);
      self->ca_file = g_strdup (path);
      return TRUE;
    }

  message = g_strdup_printf (_("The certificates in “%s” can’t be used: %s."), path, reason->message);
  g_propagate_error (error, vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, message,
                                                       _("Choose a file with certificates in PEM form, or none.")));

  return FALSE;
}

/** vidimus_call_target_init: what holds for every target. */
void
vidimus_call_target_init (VidimusCallTarget *self)
{
  self->limits = default_limits;
  self->retry = &VIDIMUS_RETRY_DEFAULT;
}

/** vidimus_call_target_aim_at_child: @program: (nullable): as of vidimus_client_new_local(). */
void
vidimus_call_target_aim_at_child (VidimusCallTarget *self,
                                  const char        *program)
{
  self->local = vidimus_local_service_new (program);
  self->endpoint = g_strdup ("http://localhost");
  self->project_id = g_strdup (LOCAL_PROJECT);
  self->name = g_strdup (_("On this computer"));
  self->host = g_strdup (_("the service on this computer"));
}

/**
 * vidimus_call_target_aim_at_profile:
 * @profile: of a service elsewhere
 * @secrets: (nullable): when nobody signs in
 */
gboolean
vidimus_call_target_aim_at_profile (VidimusCallTarget  *self,
                                    VidimusProfile     *profile,
                                    VidimusSecrets     *secrets,
                                    GError            **error)
{
  VidimusAuthKind auth = vidimus_profile_get_auth (profile);
  gboolean other = vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_OTHER;
  const char *project_id = vidimus_profile_get_project_id (profile);
  g_autofree char *endpoint = vidimus_profile_dup_endpoint (profile);
  g_autoptr(GUri) uri = NULL;

  self->endpoint = vidimus_endpoint_parse (endpoint, VIDIMUS_ERROR_ACCOUNT, &uri, error);
  if (self->endpoint == NULL)
    return FALSE;

  self->host = g_strdup (g_uri_get_host (uri));
  self->name = g_strdup (vidimus_profile_get_name (profile));
  self->project_id = g_strdup (*project_id != '\0' ? project_id : LOCAL_PROJECT);
  self->session = vidimus_call_make_session ();
  if (other && *vidimus_profile_get_ca_file (profile) != '\0' &&
      !trust_file (self, vidimus_profile_get_ca_file (profile), error))
    return FALSE;

  self->has_bill = !other;
  self->strip = !vidimus_profile_get_keep_metadata (profile);
  self->hash = auth == VIDIMUS_AUTH_KEYS || auth == VIDIMUS_AUTH_TEMPORARY_KEYS;
  if (auth != VIDIMUS_AUTH_NONE)
    self->credentials = vidimus_credentials_new (profile, secrets, self->session);

  return TRUE;
}

/** vidimus_call_target_stop: lets go of whom it asks; what is under way is given up. Again is harmless. */
void
vidimus_call_target_stop (VidimusCallTarget *self)
{
  if (self->local != NULL)
    g_object_run_dispose (G_OBJECT (self->local)); /* the child ends with the client */
  g_clear_object (&self->local);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->credentials);
  g_clear_object (&self->log);
}

/** vidimus_call_target_clear: frees what it knows, once stopped. */
void
vidimus_call_target_clear (VidimusCallTarget *self)
{
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->project_id, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->name, g_free);
}

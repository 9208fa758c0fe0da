#include "vidimus-environment.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <stdlib.h>
#include <string.h>

/* Secrets are in libsecret's memory from the moment they were read. */
typedef struct
{
  const char *access_key;     /* borrowed, nullable */
  char       *secret_key;     /* these three owned, nullable */
  char       *security_token;
  char       *token;
  const char *project;        /* borrowed, nullable */
  const char *region;         /* borrowed, nullable */
} Variables;

static void
clear_variables (Variables *self)
{
  g_clear_pointer (&self->secret_key, secret_password_free);
  g_clear_pointer (&self->security_token, secret_password_free);
  g_clear_pointer (&self->token, secret_password_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Variables, clear_variables)

/* What is empty is not set. */
static const char *
read_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* Neither children nor who looks at this process see it from now on. */
static char *
take_secret (const char *name)
{
  char *value = getenv (name), *taken = NULL;

  if (value == NULL)
    return NULL;

  if (*value != '\0')
    taken = secret_value_unref_to_password (secret_value_new (value, -1, "text/plain"), NULL);
  explicit_bzero (value, strlen (value));
  g_unsetenv (name);

  return taken;
}

static VidimusProfile *
fail (GError     **error,
      const char  *advice,
      const char  *message)
{
  GError *own_error = vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, message, advice);
  g_propagate_error (error, own_error);

  return NULL;
}

static VidimusProfile *
fail_missing (const char  *there,
              const char  *missing,
              GError     **error)
{
  g_autofree char *message = g_strdup_printf (_("%s is set, but %s is not."), there, missing);
  g_autofree char *advice = g_strdup_printf (_("Set %s too, or unset %s."), missing, there);

  return fail (error, advice, message);
}

static VidimusProfile *
build (const Variables  *variables,
       const char       *endpoint,
       GError          **error)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (endpoint != NULL ? VIDIMUS_PROFILE_OTHER : VIDIMUS_PROFILE_HUAWEI);
  VidimusAuthKind auth = variables->token != NULL          ? VIDIMUS_AUTH_TOKEN
                         : variables->security_token != NULL ? VIDIMUS_AUTH_TEMPORARY_KEYS
                                                             : VIDIMUS_AUTH_KEYS;

  g_object_set (profile, "auth", auth, "access-key", variables->access_key, "project-id", variables->project, NULL);
  if (endpoint != NULL)
    g_object_set (profile, "endpoint", endpoint, "name", endpoint, NULL);
  if (variables->region != NULL)
    g_object_set (profile, "region", variables->region, NULL);

  return vidimus_profile_check (profile, error) ? g_steal_pointer (&profile) : NULL;
}

/**
 * vidimus_profile_new_from_environment:
 * @endpoint: (nullable): another host; %NULL for the vendor's cloud, in the region `CLOUD_SDK_REGION` or the default one
 * @secrets: remembers what signing in needs, under the profile's id
 *
 * Reads `CLOUD_SDK_AK`, `CLOUD_SDK_SK`, `CLOUD_SDK_SECURITY_TOKEN`, `CLOUD_SDK_PROJECT_ID` and `VIDIMUS_TOKEN`. The secret ones are wiped and
 * unset, in any case: to be called once, before there are threads.
 *
 * Returns: (transfer full) (nullable): a profile that is fit to be used; %NULL without @error when nothing to sign in with is
 *   set, and with a %VIDIMUS_ERROR_ACCOUNT that names the variable when something is missing or wrong
 */
VidimusProfile *
vidimus_profile_new_from_environment (const char      *endpoint,
                                      VidimusSecrets  *secrets,
                                      GError         **error)
{
  g_auto(Variables) variables = { 0 };
  VidimusProfile *profile;
  const char *id;

  g_return_val_if_fail (VIDIMUS_IS_SECRETS (secrets), NULL);

  variables.access_key = read_variable (VIDIMUS_ENVIRONMENT_ACCESS_KEY);
  variables.secret_key = take_secret (VIDIMUS_ENVIRONMENT_SECRET_KEY);
  variables.security_token = take_secret (VIDIMUS_ENVIRONMENT_SECURITY_TOKEN);
  variables.token = take_secret (VIDIMUS_ENVIRONMENT_TOKEN);
  variables.project = read_variable (VIDIMUS_ENVIRONMENT_PROJECT);
  variables.region = read_variable (VIDIMUS_ENVIRONMENT_REGION);

  if (variables.access_key != NULL && variables.secret_key == NULL)
    return fail_missing (VIDIMUS_ENVIRONMENT_ACCESS_KEY, VIDIMUS_ENVIRONMENT_SECRET_KEY, error);
  if (variables.secret_key != NULL && variables.access_key == NULL)
    return fail_missing (VIDIMUS_ENVIRONMENT_SECRET_KEY, VIDIMUS_ENVIRONMENT_ACCESS_KEY, error);
  if (variables.security_token != NULL && variables.access_key == NULL)
    return fail_missing (VIDIMUS_ENVIRONMENT_SECURITY_TOKEN, VIDIMUS_ENVIRONMENT_ACCESS_KEY, error);
  if (variables.access_key == NULL && variables.token == NULL)
    return NULL;
  if (variables.access_key != NULL && variables.token != NULL)
    return fail (error, _("Unset one of them."), _("Both CLOUD_SDK_AK and VIDIMUS_TOKEN are set: which of them is to sign in is not clear."));
  if (variables.token != NULL && variables.project == NULL && endpoint == NULL)
    return fail_missing (VIDIMUS_ENVIRONMENT_TOKEN, VIDIMUS_ENVIRONMENT_PROJECT, error);

  profile = build (&variables, endpoint, error);
  if (profile == NULL)
    return NULL;

  id = vidimus_profile_get_id (profile);
  vidimus_secrets_remember (secrets, id, VIDIMUS_SECRET_SECRET_KEY, variables.secret_key);
  vidimus_secrets_remember (secrets, id, VIDIMUS_SECRET_SECURITY_TOKEN, variables.security_token);
  vidimus_secrets_remember (secrets, id, VIDIMUS_SECRET_TOKEN, variables.token);

  return profile;
}

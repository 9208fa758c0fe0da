#include "vidimus-cli-profile.h"

#include "vidimus-environment.h"
#include "vidimus-profiles.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * vidimus_cli_read_environment:
 *
 * Takes what signs in out of the environment, whether it is needed or not, so that no child has it. To be called once, before
 * there are threads.
 */
void
vidimus_cli_read_environment (VidimusCliService *self)
{
  self->secrets = vidimus_secrets_new ();
  self->environment = vidimus_profile_new_from_environment (self->endpoint, self->secrets, &self->environment_error);
}

static void
fail_unknown (VidimusProfiles  *profiles,
              const char       *name,
              GError          **error)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (profiles)); i++)
    {
      g_autoptr(VidimusProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);

      g_string_append_printf (names, "\n  %s", vidimus_profile_get_name (profile));
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("There is no profile “%s”, or more than one. There are:%s"), name,
               names->str);
}

/* The file is shared with the window. Returns: (transfer full) (nullable) */
static VidimusProfile *
find_profile (const VidimusCliService  *self,
              GError                  **error)
{
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (NULL);
  VidimusProfile *profile = vidimus_profiles_find (profiles, self->profile);

  if (vidimus_profiles_get_problem (profiles) != NULL)
    g_printerr ("vidimus-cli: %s\n", vidimus_profiles_get_problem (profiles));
  if (profile != NULL)
    return g_object_ref (profile);
  if (strcmp (self->profile, "environment") != 0)
    {
      fail_unknown (profiles, self->profile, error);
      return NULL;
    }

  if (self->environment != NULL)
    return g_object_ref (self->environment);
  if (self->environment_error != NULL)
    g_propagate_error (error, g_error_copy (self->environment_error));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("Nothing to sign in with is in the environment: set %s and %s, or %s and %s."), VIDIMUS_ENVIRONMENT_ACCESS_KEY,
                 VIDIMUS_ENVIRONMENT_SECRET_KEY, VIDIMUS_ENVIRONMENT_TOKEN, VIDIMUS_ENVIRONMENT_PROJECT);

  return NULL;
}

/**
 * vidimus_cli_client_new:
 *
 * Which service is asked: that of a profile; another host, signed in to with what the environment has, if anything; or, when nothing
 * is said, the one on this computer, whatever the environment has.
 *
 * Returns: (transfer full): a client, or %NULL with a sentence that says what can't be used
 */
VidimusClient *
vidimus_cli_client_new (const VidimusCliService  *self,
                        GError                  **error)
{
  g_autoptr(VidimusProfile) profile = NULL;

  if (self->profile != NULL)
    {
      profile = find_profile (self, error);
      return profile != NULL ? vidimus_client_new_for_profile (profile, self->secrets, error) : NULL;
    }

  if (self->endpoint == NULL)
    return vidimus_client_new_local (NULL);
  if (self->environment != NULL)
    return vidimus_client_new_for_profile (self->environment, self->secrets, error);
  if (self->environment_error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->environment_error));
      return NULL;
    }

  return vidimus_client_new_for_endpoint (self->endpoint, NULL, error);
}

#include "vidimus-sign-in-words.h"

#include <glib/gi18n-lib.h>

/** vidimus_secret_kind_get_title: of the row that it is typed in. */
const char *
vidimus_secret_kind_get_title (VidimusSecretKind kind,
                               gboolean          known)
{
  switch (kind)
    {
    case VIDIMUS_SECRET_PASSWORD:
      return known ? _("Password (known; type to replace it)") : _("Password");
    case VIDIMUS_SECRET_SECRET_KEY:
      return known ? _("Secret Key (known; type to replace it)") : _("Secret Key (SK)");
    case VIDIMUS_SECRET_SECURITY_TOKEN:
      return known ? _("Security Token (known; type to replace it)") : _("Security Token");
    case VIDIMUS_SECRET_TOKEN:
    case VIDIMUS_N_SECRETS:
    default:
      return known ? _("Token (known; type to replace it)") : _("Token");
    }
}

/** vidimus_secret_kind_get_problem: what is said when it is missing. */
const char *
vidimus_secret_kind_get_problem (VidimusSecretKind kind)
{
  switch (kind)
    {
    case VIDIMUS_SECRET_PASSWORD:
      return _("The password is missing.");
    case VIDIMUS_SECRET_SECRET_KEY:
      return _("The secret key (SK) is missing. It belongs to the access key and was shown when that was made.");
    case VIDIMUS_SECRET_SECURITY_TOKEN:
      return _("The security token is missing. It comes with temporary access keys.");
    case VIDIMUS_SECRET_TOKEN:
    case VIDIMUS_N_SECRETS:
    default:
      return _("The token is missing.");
    }
}

/**
 * vidimus_auth_kind_get_description:
 *
 * Returns: (nullable): how this kind works
 */
const char *
vidimus_auth_kind_get_description (VidimusAuthKind kind)
{
  switch (kind)
    {
    case VIDIMUS_AUTH_PASSWORD:
      return _("An IAM user, and the account that it belongs to. A token is fetched with them and renewed by itself.");
    case VIDIMUS_AUTH_KEYS:
      return _("Every request is signed with the key; the key itself is never sent.");
    case VIDIMUS_AUTH_TEMPORARY_KEYS:
      return _("Keys and security token were made together and end together, after a day at most.");
    case VIDIMUS_AUTH_TOKEN:
      return _("A token ends, mostly after a day, and can’t be renewed from here.");
    case VIDIMUS_AUTH_NONE:
    default:
      return NULL;
    }
}

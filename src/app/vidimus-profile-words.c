#include "vidimus-profile-words.h"

#include <glib/gi18n-lib.h>

/** vidimus_profile_get_icon_name: of the kind: this computer, the cloud, a host of the network. */
const char *
vidimus_profile_get_icon_name (VidimusProfile *self)
{
  switch (vidimus_profile_get_kind (self))
    {
    case VIDIMUS_PROFILE_LOCAL:
      return "vidimus-computer-symbolic";
    case VIDIMUS_PROFILE_HUAWEI:
      return "vidimus-cloud-symbolic";
    case VIDIMUS_PROFILE_OTHER:
    default:
      return "vidimus-network-symbolic";
    }
}

/**
 * vidimus_profile_dup_place:
 *
 * Returns: (transfer full): the address without the scheme that is usual; a missing one is said to be missing
 */
char *
vidimus_profile_dup_place (VidimusProfile *self)
{
  g_autofree char *endpoint = vidimus_profile_dup_endpoint (self);

  if (vidimus_profile_get_kind (self) == VIDIMUS_PROFILE_LOCAL)
    return g_strdup (_("The program’s own service; images stay here"));
  if (endpoint == NULL || *endpoint == '\0')
    return g_strdup (_("No address"));
  if (g_str_has_prefix (endpoint, "https://"))
    return g_strdup (endpoint + strlen ("https://"));

  return g_steal_pointer (&endpoint);
}

/**
 * vidimus_profile_dup_account:
 *
 * Returns: (transfer full) (nullable): who signs in, and how
 */
char *
vidimus_profile_dup_account (VidimusProfile *self)
{
  switch (vidimus_profile_get_auth (self))
    {
    case VIDIMUS_AUTH_PASSWORD:
      /* Translators: a user of an account: “User alice of acme” */
      return g_strdup_printf (_("User %s of %s"), vidimus_profile_get_user (self), vidimus_profile_get_domain (self));
    case VIDIMUS_AUTH_KEYS:
      return g_strdup_printf (_("Access key %s"), vidimus_profile_get_access_key (self));
    case VIDIMUS_AUTH_TEMPORARY_KEYS:
      return g_strdup_printf (_("Temporary key %s"), vidimus_profile_get_access_key (self));
    case VIDIMUS_AUTH_TOKEN:
      return g_strdup (_("Pasted token"));
    case VIDIMUS_AUTH_NONE:
    default:
      return NULL;
    }
}

/** vidimus_profile_is_billed: the vendor bills every call that it answers. */
gboolean
vidimus_profile_is_billed (VidimusProfile *self)
{
  return vidimus_profile_get_kind (self) == VIDIMUS_PROFILE_HUAWEI;
}

/** vidimus_auth_kind_get_title: as it is chosen from a list. */
const char *
vidimus_auth_kind_get_title (VidimusAuthKind kind)
{
  switch (kind)
    {
    case VIDIMUS_AUTH_PASSWORD:
      return _("User Name and Password");
    case VIDIMUS_AUTH_KEYS:
      return _("Access Keys (AK/SK)");
    case VIDIMUS_AUTH_TEMPORARY_KEYS:
      return _("Temporary Access Keys");
    case VIDIMUS_AUTH_TOKEN:
      return _("Token");
    case VIDIMUS_AUTH_NONE:
    default:
      return _("None");
    }
}

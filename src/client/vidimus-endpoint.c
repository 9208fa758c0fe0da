#include "vidimus-profile-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is wrong with @uri, translated; NULL when nothing is. */
static char *
find_fault (GUri       *uri, /* nullable: it is none */
            const char *endpoint)
{
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    return g_strdup_printf (_("“%s” is not an address that begins with https:// or http://."), endpoint);
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      strpbrk (g_uri_get_host (uri), " \t\r\n<>\"%") != NULL)
    return g_strdup_printf (_("“%s” names no computer."), endpoint);
  if (g_uri_get_userinfo (uri) != NULL)
    return g_strdup (_("An address can’t carry a name or a password."));
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return g_strdup_printf (_("“%s” has something after the path."), endpoint);

  return NULL;
}

/*< private >
 * vidimus_endpoint_parse:
 * @endpoint: https:// or http://, a host, maybe a port and a path prefix
 * @code: of the error
 * @uri: (out) (optional): its parts
 *
 * Returns: (transfer full): @endpoint as it is used, or %NULL with @error
 */
char *
vidimus_endpoint_parse (const char    *endpoint,
                        VidimusError   code,
                        GUri         **uri,
                        GError       **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (endpoint));
  g_autoptr(GUri) parsed = g_uri_parse (trimmed, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH |
                                        G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autofree char *fault = find_fault (parsed, trimmed);
  char *base;

  if (fault != NULL)
    {
      GError *own_error = vidimus_error_new_advised (code, fault,
                                                     _("Enter an address such as https://ocr.example.org, with a path if the "
                                                       "service has one."));
      g_propagate_error (error, own_error);
      return NULL;
    }

  base = g_uri_to_string (parsed);
  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  if (uri != NULL)
    *uri = g_steal_pointer (&parsed);

  return base;
}

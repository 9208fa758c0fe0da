#include "vidimus-address-private.h"

#include "vidimus-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Beside what encodes itself: the host of an address in another script has its own encoding (RFC 5890). */
static void
append_host (GString    *out,
             const char *authority,
             gsize       length)
{
  g_autofree char *host = g_strndup (authority, length);
  char *port = strrchr (host, ':');
  g_autofree char *ascii = NULL;

  if (port != NULL && strspn (port + 1, "0123456789") == strlen (port + 1))
    *port = '\0';
  else
    port = NULL;
  ascii = g_hostname_is_non_ascii (host) ? g_hostname_to_ascii (host) : NULL;
  g_string_append (out, ascii != NULL ? ascii : host);
  if (port != NULL)
    g_string_append_printf (out, ":%s", port + 1);
}

/* What stands for itself stays, escapes that are there already too. */
static void
append_encoded (GString    *out,
                const char *text)
{
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if (*p <= ' ' || *p >= 0x7f || strchr ("\"<>\\^`{|}", *p) != NULL)
      g_string_append_printf (out, "%%%02X", *p);
    else
      g_string_append_c (out, (char) *p);
}

char *
vidimus_address_encode (const char  *address,
                        GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (address));
  const char *authority = g_ascii_strncasecmp (trimmed, "https://", strlen ("https://")) == 0
                          ? trimmed + strlen ("https://")
                          : g_ascii_strncasecmp (trimmed, "http://", strlen ("http://")) == 0
                            ? trimmed + strlen ("http://") : NULL;
  gsize length = authority != NULL ? strcspn (authority, "/?#") : 0;
  GString *out;

  if (length == 0 || !g_utf8_validate (trimmed, -1, NULL))
    {
      g_autofree char *shown = g_utf8_make_valid (trimmed, -1);
      g_autofree char *message = g_strdup_printf (_("“%s” is not an http or https address."), shown);

      g_propagate_error (error, vidimus_error_new (VIDIMUS_ERROR_IMAGE, "ModelArts.4601", 0, NULL, message));
      return NULL;
    }

  out = g_string_new_len (trimmed, authority - trimmed);
  append_host (out, authority, length);
  append_encoded (out, authority + length);

  return g_string_free (out, FALSE);
}

/* Names that vendors of object storage give to what signs an address for a time. */
static gboolean
has_signature (const char *query)
{
  static const char * const words[] = { "signature", "token", "sig=", "credential", "password" };
  g_autofree char *lower = g_ascii_strdown (query, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

gboolean
vidimus_address_is_secret (const char *address)
{
  const char *authority = strstr (address, "://");
  const char *query = strchr (address, '?');

  if (authority != NULL && memchr (authority + 3, '@', strcspn (authority + 3, "/?#")) != NULL)
    return TRUE;

  return query != NULL && has_signature (query);
}

char *
vidimus_address_dup_shown (const char *address)
{
  const char *authority = strstr (address, "://");
  const char *host, *at, *query;
  GString *out;

  if (!vidimus_address_is_secret (address) || authority == NULL)
    return g_strdup (address);

  host = authority + 3;
  at = memchr (host, '@', strcspn (host, "/?#"));
  query = strchr (address, '?');
  out = g_string_new_len (address, host - address);
  if (at != NULL)
    host = at + 1;
  g_string_append_len (out, host, (gssize) strcspn (host, "?"));
  if (query != NULL)
    g_string_append_printf (out, "?%s", _("(left out)"));

  return g_string_free (out, FALSE);
}

#include "vidimus-authorization.h"

#include <string.h>

#define ALGORITHM   "SDK-HMAC-SHA256"
#define MAX_LENGTH  8192

/**
 * vidimus_authorization_is_digest:
 *
 * Returns: whether @text is a SHA-256 as the SDKs write one: 64 hexadecimal digits in lower case
 */
gboolean
vidimus_authorization_is_digest (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static char **
split_headers (const char *list)
{
  g_auto(GStrv) names = NULL;
  g_autofree char *lower = g_ascii_strdown (list, -1);
  guint n;

  names = g_strsplit (lower, ";", VIDIMUS_MAX_SIGNED_HEADERS + 1);
  n = g_strv_length (names);
  if (n == 0 || n > VIDIMUS_MAX_SIGNED_HEADERS)
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      if (*names[i] == '\0')
        return NULL;
      for (guint j = 0; j < i; j++)
        if (g_str_equal (names[i], names[j]))
          return NULL;
    }

  return g_steal_pointer (&names);
}

static gboolean
take_field (VidimusAuthorization *self,
            const char           *field)
{
  if (g_str_has_prefix (field, "Access=") && self->access_key == NULL)
    self->access_key = g_strdup (field + strlen ("Access="));
  else if (g_str_has_prefix (field, "SignedHeaders=") && self->signed_headers == NULL)
    self->signed_headers = split_headers (field + strlen ("SignedHeaders="));
  else if (g_str_has_prefix (field, "Signature=") && self->signature == NULL)
    self->signature = g_strdup (field + strlen ("Signature="));
  else
    return FALSE;

  return TRUE;
}

/**
 * vidimus_authorization_parse:
 * @self: (out caller-allocates): to be cleared, whatever is returned
 * @value: of the header
 *
 * Returns: whether it has each of its three fields once, in any order, and nothing else
 */
gboolean
vidimus_authorization_parse (VidimusAuthorization *self,
                             const char           *value)
{
  g_auto(GStrv) fields = NULL;

  *self = (VidimusAuthorization) { 0 };
  if (strlen (value) > MAX_LENGTH || !g_str_has_prefix (value, ALGORITHM " "))
    return FALSE;

  fields = g_strsplit (value + strlen (ALGORITHM " "), ",", 4);
  for (guint i = 0; fields[i] != NULL; i++)
    if (!take_field (self, g_strstrip (fields[i])))
      return FALSE;

  return self->access_key != NULL && *self->access_key != '\0' && self->signed_headers != NULL &&
         self->signature != NULL && vidimus_authorization_is_digest (self->signature);
}

/**
 * vidimus_authorization_clear:
 */
void
vidimus_authorization_clear (VidimusAuthorization *self)
{
  g_clear_pointer (&self->access_key, g_free);
  g_clear_pointer (&self->signed_headers, g_strfreev);
  g_clear_pointer (&self->signature, g_free);
}

static int
number (const char *text,
        int         length)
{
  int value = 0;

  for (int i = 0; i < length; i++)
    value = value * 10 + (text[i] - '0');

  return value;
}

/**
 * vidimus_authorization_parse_date:
 * @text: YYYYMMDDTHHMMSSZ, UTC
 * @seconds: (out): since 1970
 */
gboolean
vidimus_authorization_parse_date (const char *text,
                                  gint64     *seconds)
{
  static const char shape[] = "ddddddddTddddddZ";
  g_autoptr(GDateTime) date = NULL;

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;

  date = g_date_time_new_utc (number (text, 4), number (text + 4, 2), number (text + 6, 2), number (text + 9, 2),
                              number (text + 11, 2), number (text + 13, 2));
  if (date == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (date);

  return TRUE;
}

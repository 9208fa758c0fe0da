#include "vidimus-signing.h"

#include <string.h>

#define ALGORITHM "SDK-HMAC-SHA256"

static int
compare_headers (const void *a,
                 const void *b)
{
  const VidimusHeader *const *first = a;
  const VidimusHeader *const *second = b;

  return g_ascii_strcasecmp ((*first)->name, (*second)->name);
}

/* The headers by name, in the order of signing. */
static const VidimusHeader **
sort_headers (const VidimusHeader *headers,
              gsize                n_headers)
{
  const VidimusHeader **sorted = g_new (const VidimusHeader *, n_headers + 1);

  for (gsize i = 0; i < n_headers; i++)
    sorted[i] = &headers[i];
  qsort (sorted, n_headers, sizeof *sorted, compare_headers);

  return sorted;
}

static void
append_names (GString              *out,
              const VidimusHeader **sorted,
              gsize                 n_headers)
{
  for (gsize i = 0; i < n_headers; i++)
    {
      g_autofree char *name = g_ascii_strdown (sorted[i]->name, -1);

      g_string_append_printf (out, "%s%s", i > 0 ? ";" : "", name);
    }
}

/* Percent-encodes again, as RFC 3986 has it, whatever was encoded before. */
static char *
encode (const char *part)
{
  g_autofree char *plain = g_uri_unescape_string (part, NULL);

  return g_uri_escape_string (plain != NULL ? plain : part, NULL, FALSE);
}

static int
compare_pairs (const void *a,
               const void *b)
{
  char *const *const *first = a;
  char *const *const *second = b;
  int order = strcmp ((*first)[0], (*second)[0]);

  return order != 0 ? order : strcmp ((*first)[1], (*second)[1]);
}

static void
append_query (GString    *out,
              const char *query)
{
  g_auto(GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      char **pair;

      if (*parts[i] == '\0')
        continue;
      if (equals != NULL)
        *equals = '\0';

      pair = g_new0 (char *, 3);
      pair[0] = encode (parts[i]);
      pair[1] = encode (equals != NULL ? equals + 1 : "");
      g_ptr_array_add (pairs, pair);
    }

  g_ptr_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      char **pair = pairs->pdata[i];

      g_string_append_printf (out, "%s%s=%s", i > 0 ? "&" : "", pair[0], pair[1]);
    }
}

/**
 * vidimus_signing_canonical_request:
 * @method: such as "POST"
 * @path: as in the URI, encoded; its closing slash may lack
 * @query: (nullable): as in the URI, without "?"
 * @headers: those to be signed, in any order; `host` with a port that is not the default
 * @body_sha256: hex; a header `X-Sdk-Content-Sha256` is taken instead when it is among @headers
 *
 * Returns: (transfer full): the canonical request of API.md, Signing
 */
char *
vidimus_signing_canonical_request (const char          *method,
                                   const char          *path,
                                   const char          *query,
                                   const VidimusHeader *headers,
                                   gsize                n_headers,
                                   const char          *body_sha256)
{
  g_autofree const VidimusHeader **sorted = sort_headers (headers, n_headers);
  GString *out = g_string_new (method);

  g_string_append_printf (out, "\n%s%s\n", path, g_str_has_suffix (path, "/") ? "" : "/");
  append_query (out, query);
  g_string_append_c (out, '\n');

  for (gsize i = 0; i < n_headers; i++)
    {
      g_autofree char *name = g_ascii_strdown (sorted[i]->name, -1);
      g_autofree char *value = g_strstrip (g_strdup (sorted[i]->value));

      g_string_append_printf (out, "%s:%s\n", name, value);
      if (g_str_equal (name, "x-sdk-content-sha256"))
        body_sha256 = sorted[i]->value;
    }

  g_string_append_c (out, '\n');
  append_names (out, sorted, n_headers);
  g_string_append_printf (out, "\n%s", body_sha256);

  return g_string_free (out, FALSE);
}

/**
 * vidimus_signing_string_to_sign:
 * @sdk_date: the value of `X-Sdk-Date`: YYYYMMDDTHHMMSSZ, UTC
 *
 * Returns: (transfer full):
 */
char *
vidimus_signing_string_to_sign (const char *sdk_date,
                                const char *canonical_request)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical_request, -1);

  return g_strdup_printf (ALGORITHM "\n%s\n%s", sdk_date, hash);
}

/**
 * vidimus_signing_signature:
 *
 * Returns: (transfer full): HMAC-SHA256, hex
 */
char *
vidimus_signing_signature (const char *secret_key,
                           const char *string_to_sign)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) secret_key, strlen (secret_key),
                                    string_to_sign, -1);
}

/**
 * vidimus_signing_authorization:
 * @headers: the same as in the canonical request
 *
 * Returns: (transfer full): the value of `Authorization`
 */
char *
vidimus_signing_authorization (const char          *access_key,
                               const VidimusHeader *headers,
                               gsize                n_headers,
                               const char          *signature)
{
  g_autofree const VidimusHeader **sorted = sort_headers (headers, n_headers);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, ALGORITHM " Access=%s, SignedHeaders=", access_key);
  append_names (out, sorted, n_headers);
  g_string_append_printf (out, ", Signature=%s", signature);

  return g_string_free (out, FALSE);
}

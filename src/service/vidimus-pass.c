#include "vidimus-pass-private.h"

#include "vidimus-authorization.h"

#define DATE_HEADER "X-Sdk-Date"
#define HASH_HEADER "X-Sdk-Content-Sha256"

/* The one header of that name; NULL when there is none, or more than one: then nobody knows which was meant. */
static const char *
find_header (const VidimusGateRequest *request,
             const char               *name,
             guint                    *count)
{
  const char *value = NULL;

  *count = 0;
  for (gsize i = 0; i < request->n_headers; i++)
    if (g_ascii_strcasecmp (request->headers[i].name, name) == 0 && (*count)++ == 0)
      value = request->headers[i].value;

  return *count == 1 ? value : NULL;
}

/* Returns FALSE when one of them is not there, or more than once. */
static gboolean
collect_signed (const VidimusGateRequest *request,
                char                    **names,
                VidimusHeader            *headers)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint count;

      headers[i].name = names[i];
      headers[i].value = find_header (request, names[i], &count);
      if (headers[i].value == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
signature_matches (const VidimusPass *self,
                   const char        *canonical)
{
  g_autofree char *to_sign = vidimus_signing_string_to_sign (self->date_text, canonical);
  g_autofree char *expected = vidimus_signing_signature (self->who->secret, to_sign);

  return vidimus_keys_equal (self->signature, expected);
}

/* What the body must be is known from its digest, or only once it is here. */
static gboolean
check_signature (VidimusPass              *pass,
                 const VidimusGateRequest *request,
                 char                    **names,
                 VidimusRefusalKind       *why)
{
  VidimusHeader headers[VIDIMUS_MAX_SIGNED_HEADERS];
  g_autofree char *canonical = NULL;
  guint count;

  *why = VIDIMUS_REFUSED_MALFORMED;
  if (!collect_signed (request, names, headers))
    return FALSE;
  if (g_strv_contains ((const char *const *) names, "x-sdk-content-sha256"))
    {
      pass->digest = g_strdup (find_header (request, HASH_HEADER, &count));
      *why = g_str_equal (pass->digest, "UNSIGNED-PAYLOAD") ? VIDIMUS_REFUSED_UNSIGNED : VIDIMUS_REFUSED_MALFORMED;
      if (!vidimus_authorization_is_digest (pass->digest))
        return FALSE;
    }

  canonical = vidimus_signing_canonical_request (request->method, request->path, request->query, headers,
                                                 g_strv_length (names), "");
  *why = VIDIMUS_REFUSED_SIGNATURE;
  if (pass->digest != NULL)
    return signature_matches (pass, canonical);

  pass->canonical = g_steal_pointer (&canonical);

  return TRUE;
}

/* A temporary key is two secrets: whoever has the one must show the other. */
static gboolean
check_security_token (const VidimusCredential  *who,
                      const VidimusGateRequest *request,
                      char                    **names)
{
  const char *token;
  guint count;

  if (who->security_token == NULL)
    return TRUE;
  token = find_header (request, "X-Security-Token", &count);

  return token != NULL && g_strv_contains ((const char *const *) names, "x-security-token") &&
         vidimus_keys_equal (token, who->security_token);
}

static gboolean
check_signed (VidimusPass              *pass,
              const VidimusGateRequest *request,
              gint64                    now,
              VidimusRefusalKind       *why)
{
  VidimusAuthorization claim = { 0 };
  guint count;
  const char *value = find_header (request, "Authorization", &count);
  const char *date = find_header (request, DATE_HEADER, &count);
  gboolean done = FALSE;

  *why = VIDIMUS_REFUSED_MALFORMED;
  if (value == NULL || date == NULL || !vidimus_authorization_parse (&claim, value) ||
      !vidimus_authorization_parse_date (date, &pass->date) ||
      !g_strv_contains ((const char *const *) claim.signed_headers, "host") ||
      !g_strv_contains ((const char *const *) claim.signed_headers, "x-sdk-date"))
    goto out;

  *why = VIDIMUS_REFUSED_UNKNOWN;
  pass->who = vidimus_keys_find_key (pass->keys, claim.access_key);
  if (pass->who == NULL)
    goto out;
  *why = VIDIMUS_REFUSED_DATE;
  if (ABS (pass->date - now) > VIDIMUS_GATE_SKEW)
    goto out;
  *why = VIDIMUS_REFUSED_TOKEN;
  if (!check_security_token (pass->who, request, claim.signed_headers))
    goto out;

  pass->signature = g_strdup (claim.signature);
  pass->date_text = g_strdup (date);
  done = check_signature (pass, request, claim.signed_headers, why);

out:
  vidimus_authorization_clear (&claim);

  return done;
}

static gboolean
check_token (VidimusPass              *pass,
             const VidimusGateRequest *request,
             VidimusRefusalKind       *why)
{
  guint count;
  const char *token = find_header (request, "X-Auth-Token", &count);

  *why = VIDIMUS_REFUSED_MALFORMED;
  if (token == NULL)
    return FALSE;
  *why = VIDIMUS_REFUSED_TOKEN;
  pass->who = vidimus_keys_find_token (pass->keys, token);

  return pass->who != NULL;
}

/* For the project it asks for, by path and, where it says so, by header. */
static gboolean
is_for_project (const VidimusCredential  *who,
                const VidimusGateRequest *request)
{
  guint count;
  const char *header = find_header (request, "X-Project-Id", &count);

  return g_str_equal (who->project_id, request->project_id) &&
         (count == 0 || (header != NULL && g_str_equal (header, who->project_id)));
}

/**
 * vidimus_pass_check:
 * @now: seconds since 1970
 * @why: (out): when %FALSE is returned
 *
 * Fills the pass from what the headers say.
 *
 * Returns: whether its owner may come in, as far as that can be said before there is a body
 */
gboolean
vidimus_pass_check (VidimusPass              *pass,
                    const VidimusGateRequest *request,
                    gint64                    now,
                    VidimusRefusalKind       *why)
{
  guint tokens, signatures;

  find_header (request, "X-Auth-Token", &tokens);
  find_header (request, "Authorization", &signatures);
  *why = VIDIMUS_REFUSED_MISSING;
  if (tokens + signatures == 0)
    return FALSE;
  if (tokens > 0 ? !check_token (pass, request, why) : !check_signed (pass, request, now, why))
    return FALSE;

  *why = VIDIMUS_REFUSED_EXPIRED;
  if (pass->who->expires != 0 && now >= pass->who->expires)
    return FALSE;
  *why = VIDIMUS_REFUSED_PROJECT;

  return is_for_project (pass->who, request);
}

/**
 * vidimus_pass_is_signed:
 *
 * Returns: whether the body has to be verified
 */
gboolean
vidimus_pass_is_signed (const VidimusPass *self)
{
  return self->signature != NULL;
}

/**
 * vidimus_pass_verify_body:
 *
 * In any thread.
 *
 * Returns: whether the body is the one that was signed
 */
gboolean
vidimus_pass_verify_body (const VidimusPass *self,
                          gconstpointer      body,
                          gsize              length)
{
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, body, length);
  g_autofree char *canonical = NULL;

  if (self->digest != NULL)
    return vidimus_keys_equal (self->digest, digest);

  canonical = g_strconcat (self->canonical, digest, NULL);

  return signature_matches (self, canonical);
}

/**
 * vidimus_pass_get_who:
 *
 * Returns: (transfer none): whose it is
 */
const VidimusCredential *
vidimus_pass_get_who (const VidimusPass *self)
{
  return self->who;
}

/**
 * vidimus_pass_free:
 * @self: (nullable) (transfer full):
 */
void
vidimus_pass_free (VidimusPass *self)
{
  if (self == NULL)
    return;

  vidimus_keys_unref (self->keys);
  g_free (self->signature);
  g_free (self->date_text);
  g_free (self->canonical);
  g_free (self->digest);
  g_free (self);
}

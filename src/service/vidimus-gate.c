#include "vidimus-gate.h"

#include "vidimus-authorization.h"
#include "vidimus-replay.h"

#include <math.h>
#include <string.h>

#define REPLAY_MAX   (1 << 18) /* signatures of one key */
#define TWICE_MAX    5         /* seconds in which the same signature may still be an honest client's */
#define FULL_WAIT    60        /* seconds */
#define DATE_HEADER  "X-Sdk-Date"
#define HASH_HEADER  "X-Sdk-Content-Sha256"

/* What is remembered of one key or token; outlives a change of the keys. */
typedef struct
{
  VidimusBucket  bucket;
  VidimusReplay *replay; /* owned, nullable: of a key that signed something */
} Guest;

struct _VidimusGate
{
  VidimusKeys *keys;   /* owned */
  GHashTable  *guests; /* name → owned Guest */
  VidimusRate  rate;
};

struct _VidimusPass
{
  VidimusKeys             *keys;       /* owned: keeps @who alive */
  const VidimusCredential *who;
  char                    *signature;  /* nullable: a token */
  char                    *date_text;
  gint64                   date;
  char                    *canonical;  /* nullable: the request up to the body's digest, when that has to be known first */
  char                    *digest;     /* nullable: what the body has to have, as was signed */
};

static void
guest_free (gpointer data)
{
  Guest *self = data;

  g_clear_pointer (&self->replay, vidimus_replay_free);
  g_free (self);
}

/**
 * vidimus_refusal_kind_get_name:
 *
 * Returns: a word for logs and metrics
 */
const char *
vidimus_refusal_kind_get_name (VidimusRefusalKind kind)
{
  static const char *const names[VIDIMUS_N_REFUSALS] = {
    "missing", "malformed", "unknown_key", "signature", "date", "unsigned_payload", "replayed", "twice", "token", "expired",
    "project", "rate", "full",
  };

  return names[kind];
}

/**
 * vidimus_refusal_set:
 * @wait: seconds
 *
 * What the gateway answers to each kind (API.md, Errors).
 */
void
vidimus_refusal_set (VidimusRefusal     *self,
                     VidimusRefusalKind  kind,
                     double              wait)
{
  *self = (VidimusRefusal) { .kind = kind, .status = 401, .code = "APIG.0301", .retry_after = (guint) ceil (wait) };

  switch (kind)
    {
    case VIDIMUS_REFUSED_EXPIRED:
      self->code = "APIG.0307";
      break;
    case VIDIMUS_REFUSED_PROJECT:
      self->status = 403;
      self->code = "APIG.0302";
      break;
    case VIDIMUS_REFUSED_RATE:
    case VIDIMUS_REFUSED_TWICE:
    case VIDIMUS_REFUSED_FULL:
      self->status = 429;
      self->code = "APIG.0308";
      break;
    case VIDIMUS_REFUSED_MISSING:
    case VIDIMUS_REFUSED_MALFORMED:
    case VIDIMUS_REFUSED_UNKNOWN:
    case VIDIMUS_REFUSED_SIGNATURE:
    case VIDIMUS_REFUSED_DATE:
    case VIDIMUS_REFUSED_UNSIGNED:
    case VIDIMUS_REFUSED_REPLAYED:
    case VIDIMUS_REFUSED_TOKEN:
    default:
      break;
    }
}

/**
 * vidimus_gate_new:
 * @keys: who may come in
 * @rate: how often each of them
 *
 * Returns: (transfer full): a gate
 */
VidimusGate *
vidimus_gate_new (VidimusKeys       *keys,
                  const VidimusRate *rate)
{
  VidimusGate *self = g_new0 (VidimusGate, 1);

  self->keys = vidimus_keys_ref (keys);
  self->rate = *rate;
  self->guests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, guest_free);

  return self;
}

/**
 * vidimus_gate_free:
 * @self: (transfer full): a gate; its passes may outlive it
 */
void
vidimus_gate_free (VidimusGate *self)
{
  g_hash_table_unref (self->guests);
  vidimus_keys_unref (self->keys);
  g_free (self);
}

/* Of those who are not expected any more, what they signed must not come in a second time should they return. */
static gboolean
is_forgettable (gpointer name,
                gpointer value,
                gpointer user_data)
{
  const Guest *guest = value;

  return guest->replay == NULL || vidimus_replay_get_size (guest->replay) == 0;
}

/**
 * vidimus_gate_set_keys:
 *
 * From now on @keys count. Who is in already stays; what was signed before is still remembered.
 */
void
vidimus_gate_set_keys (VidimusGate *self,
                       VidimusKeys *keys)
{
  vidimus_keys_ref (keys);
  vidimus_keys_unref (self->keys);
  self->keys = keys;
  g_hash_table_foreach_remove (self->guests, is_forgettable, NULL);
}

static Guest *
find_guest (VidimusGate             *self,
            const VidimusCredential *who)
{
  Guest *guest = g_hash_table_lookup (self->guests, who->name);

  if (guest == NULL)
    {
      guest = g_new0 (Guest, 1);
      g_hash_table_insert (self->guests, g_strdup (who->name), guest);
    }

  return guest;
}

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
check_signed (VidimusGate              *self,
              VidimusPass              *pass,
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

static gboolean
check (VidimusGate              *self,
       VidimusPass              *pass,
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
  if (tokens > 0 ? !check_token (pass, request, why) : !check_signed (self, pass, request, now, why))
    return FALSE;

  *why = VIDIMUS_REFUSED_EXPIRED;
  if (pass->who->expires != 0 && now >= pass->who->expires)
    return FALSE;
  *why = VIDIMUS_REFUSED_PROJECT;

  return is_for_project (pass->who, request);
}

/**
 * vidimus_gate_check:
 * @now_us: wall-clock microseconds since 1970
 * @refusal: (out): filled when %NULL is returned
 *
 * Everything that can be said before a body is read. What is signed has to be verified with its body, and both have to be
 * admitted.
 *
 * Returns: (transfer full) (nullable): a pass
 */
VidimusPass *
vidimus_gate_check (VidimusGate              *self,
                    const VidimusGateRequest *request,
                    gint64                    now_us,
                    VidimusRefusal           *refusal)
{
  g_autoptr(VidimusPass) pass = g_new0 (VidimusPass, 1);
  VidimusRefusalKind why;
  double wait;

  pass->keys = vidimus_keys_ref (self->keys);
  if (!check (self, pass, request, now_us / G_USEC_PER_SEC, &why))
    {
      vidimus_refusal_set (refusal, why, 0);
      return NULL;
    }

  wait = vidimus_bucket_wait (&find_guest (self, pass->who)->bucket, &self->rate, g_get_monotonic_time ());
  if (wait > 0)
    {
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_RATE, wait);
      return NULL;
    }

  return g_steal_pointer (&pass);
}

static gboolean
remember (VidimusGate       *self,
          Guest             *guest,
          const VidimusPass *pass,
          gint64             now,
          VidimusRefusal    *refusal)
{
  guint capacity = (guint) MIN (self->rate.per_second * 2 * VIDIMUS_GATE_SKEW + self->rate.burst, REPLAY_MAX);
  gint64 first = now;

  if (guest->replay == NULL)
    guest->replay = vidimus_replay_new (VIDIMUS_GATE_SKEW, capacity);

  switch (vidimus_replay_remember (guest->replay, pass->signature, pass->date, now, &first))
    {
    case VIDIMUS_REPLAY_SEEN:
      if (now - first <= TWICE_MAX)
        vidimus_refusal_set (refusal, VIDIMUS_REFUSED_TWICE, 1);
      else
        vidimus_refusal_set (refusal, VIDIMUS_REFUSED_REPLAYED, 0);
      return FALSE;
    case VIDIMUS_REPLAY_FULL:
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_FULL, FULL_WAIT);
      return FALSE;
    case VIDIMUS_REPLAY_FRESH:
    default:
      return TRUE;
    }
}

/**
 * vidimus_gate_admit:
 * @pass: verified
 * @now_us: wall-clock microseconds since 1970
 * @refusal: (out): filled when %FALSE is returned
 *
 * Uses the pass up: one more request counts for its owner, and its signature does not come in again. Only what was
 * verified counts, so that nobody can spend what is another's.
 */
gboolean
vidimus_gate_admit (VidimusGate    *self,
                    VidimusPass    *pass,
                    gint64          now_us,
                    VidimusRefusal *refusal)
{
  Guest *guest = find_guest (self, pass->who);
  gint64 now = now_us / G_USEC_PER_SEC;
  double wait = vidimus_bucket_wait (&guest->bucket, &self->rate, g_get_monotonic_time ());

  if (wait > 0)
    {
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_RATE, wait);
      return FALSE;
    }
  if (pass->signature != NULL && ABS (pass->date - now) > VIDIMUS_GATE_SKEW)
    {
      /* It aged while its body came; the memory of signatures is for the window alone. */
      vidimus_refusal_set (refusal, VIDIMUS_REFUSED_DATE, 0);
      return FALSE;
    }
  if (pass->signature != NULL && !remember (self, guest, pass, now, refusal))
    return FALSE;

  vidimus_bucket_take (&guest->bucket);

  return TRUE;
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

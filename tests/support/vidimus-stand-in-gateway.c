/* The gateway: who asks, may they, and the answer. */
#include "vidimus-stand-in-private.h"

#include "vidimus-error.h"
#include "vidimus-signing.h"

#include <string.h>

#define MAX_SKEW_S (15 * 60)

static const char bad_token[] = "Incorrect IAM authentication information: decrypt token fail";
static const char bad_signature[] = "Incorrect IAM authentication information: verify aksk signature fail";

void
stand_in_answer_json (SoupServerMessage *message,
                      guint              status,
                      const char        *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json, strlen (json));
}

static void
add_request_id (VidimusStandIn     *self,
                SoupServerMessage  *message,
                char              **id)
{
  g_autofree char *own = g_strdup_printf ("%032x", ++self->issued);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "X-Request-Id", own);
  if (id != NULL)
    *id = g_steal_pointer (&own);
}

void
stand_in_refuse (VidimusStandIn    *self,
                 SoupServerMessage *message,
                 guint              status,
                 const char        *code,
                 const char        *text)
{
  g_autofree char *id = NULL;
  g_autofree char *json = NULL;

  add_request_id (self, message, &id);
  json = vidimus_error_to_json (code, text, id);
  stand_in_answer_json (message, status, json);
}

static gboolean
refuse (StandInRefusal *refusal,
        guint           status,
        const char     *code,
        const char     *text)
{
  *refusal = (StandInRefusal) { code, g_strdup (text), status };

  return FALSE;
}

static gboolean
judge_token (VidimusStandIn *self,
             const char     *text,
             const char     *region,
             const char     *project,
             StandInRefusal *refusal)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const StandInToken *token = self->tokens->pdata[i];

      if (!g_str_equal (token->token, text))
        continue;
      if (token->expires <= vidimus_stand_in_get_time (self) ||
          (region != NULL && !g_str_equal (token->region, region)))
        return refuse (refusal, 401, "APIG.0307", "The token must be updated.");
      if (project != NULL && !g_str_equal (token->project_id, project))
        return refuse (refusal, 403, "APIG.0310", "The project is unavailable.");
      return TRUE;
    }

  return refuse (refusal, 401, "APIG.0301", bad_token);
}

static const StandInKeys *
find_keys (VidimusStandIn *self,
           const char     *access_key)
{
  static StandInKeys permanent = { (char *) VIDIMUS_STAND_IN_AK, (char *) VIDIMUS_STAND_IN_SK, NULL, G_MAXINT64 };

  if (g_str_equal (access_key, permanent.access_key))
    return &permanent;

  for (guint i = 0; i < self->keys->len; i++)
    {
      const StandInKeys *keys = self->keys->pdata[i];

      if (g_str_equal (keys->access_key, access_key))
        return keys;
    }

  return NULL;
}

/* The value of "Name=value" in an Authorization. */
static char *
dup_part (const char *authorization,
          const char *name)
{
  g_autofree char *key = g_strconcat (" ", name, "=", NULL);
  const char *start = strstr (authorization, key);

  if (start == NULL)
    return g_strdup ("");
  start += strlen (key);

  return g_strndup (start, strcspn (start, ","));
}

/* What @message ought to be signed with: over the headers that it says it signed. */
static char *
compute_signature (SoupServerMessage *message,
                   char             **names,
                   const char        *secret_key)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  g_autofree VidimusHeader *signed_headers = g_new0 (VidimusHeader, g_strv_length (names) + 1);
  const char *date = soup_message_headers_get_one (headers, "X-Sdk-Date");
  g_autofree char *canonical = NULL;
  g_autofree char *to_sign = NULL;
  gsize n = 0;

  for (; names[n] != NULL; n++)
    {
      signed_headers[n].name = names[n];
      signed_headers[n].value = soup_message_headers_get_list (headers, names[n]);
      if (signed_headers[n].value == NULL)
        return g_strdup ("");
    }

  canonical = vidimus_signing_canonical_request (soup_server_message_get_method (message), g_uri_get_path (uri),
                                                 g_uri_get_query (uri), signed_headers, n, hash);
  to_sign = vidimus_signing_string_to_sign (date, canonical);

  return vidimus_signing_signature (secret_key, to_sign);
}

static gboolean
judge_date (VidimusStandIn *self,
            const char     *date,
            StandInRefusal *refusal)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) then = date != NULL ? g_date_time_new_from_iso8601 (date, utc) : NULL;
  gint64 now = vidimus_stand_in_get_time (self);
  g_autoptr(GDateTime) here = g_date_time_new_from_unix_utc (now);
  g_autofree char *here_text = g_date_time_format (here, "%Y%m%dT%H%M%SZ");
  g_autofree char *text = NULL;

  if (then != NULL && strlen (date) == strlen ("20191115T033655Z") &&
      ABS (g_date_time_to_unix (then) - now) <= MAX_SKEW_S)
    return TRUE;

  text = g_strdup_printf ("Incorrect IAM authentication information: signature expired, signature time:%s,server time:%s",
                          date != NULL ? date : "", here_text);

  return refuse (refusal, 401, "APIG.0301", text);
}

static gboolean
judge_signature (VidimusStandIn    *self,
                 SoupServerMessage *message,
                 const char        *authorization,
                 StandInRefusal    *refusal)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *access_key = dup_part (authorization, "Access");
  g_autofree char *list = dup_part (authorization, "SignedHeaders");
  g_autofree char *signature = dup_part (authorization, "Signature");
  g_auto(GStrv) names = g_strsplit (list, ";", -1);
  const StandInKeys *keys = find_keys (self, access_key);
  const char *security_token = soup_message_headers_get_one (headers, "X-Security-Token");
  g_autofree char *expected = NULL;

  if (!judge_date (self, soup_message_headers_get_one (headers, "X-Sdk-Date"), refusal))
    return FALSE;
  if (keys == NULL || !g_strv_contains ((const char * const *) names, "x-sdk-date") ||
      !g_strv_contains ((const char * const *) names, "host"))
    return refuse (refusal, 401, "APIG.0301", bad_signature);
  if (keys->security_token != NULL &&
      (g_strcmp0 (keys->security_token, security_token) != 0 ||
       !g_strv_contains ((const char * const *) names, "x-security-token")))
    return refuse (refusal, 401, "APIG.0301", bad_signature);

  expected = compute_signature (message, names, keys->secret_key);
  if (!g_str_equal (expected, signature))
    return refuse (refusal, 401, "APIG.0301", bad_signature);
  if (keys->expires <= vidimus_stand_in_get_time (self))
    return refuse (refusal, 401, "APIG.0301", "Incorrect IAM authentication information: the security token has expired");

  return TRUE;
}

gboolean
stand_in_authenticate (VidimusStandIn    *self,
                       SoupServerMessage *message,
                       const char        *region,
                       const char        *project,
                       StandInRefusal    *refusal)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *token = soup_message_headers_get_one (headers, "X-Auth-Token");
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  if (token != NULL)
    return judge_token (self, token, region, project, refusal);
  if (authorization == NULL || !g_str_has_prefix (authorization, "SDK-HMAC-SHA256 "))
    return refuse (refusal, 401, "APIG.0301", "Incorrect IAM authentication information.");
  if (!judge_signature (self, message, authorization, refusal))
    return FALSE;
  if (project != NULL && stand_in_find_project (self, project, region) == NULL)
    return refuse (refusal, 403, "APIG.0310", "The project is unavailable.");

  return TRUE;
}

typedef struct
{
  SoupServerMessage *message; /* owned */
  SoupMessage       *passed;  /* owned */
} Passing;

static void
passed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Passing *passing = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  if (body == NULL)
    soup_server_message_set_status (passing->message, 502, NULL);
  else
    {
      SoupMessageHeaders *from = soup_message_get_response_headers (passing->passed);
      const char *id = soup_message_headers_get_one (from, "X-Request-Id");

      soup_server_message_set_status (passing->message, soup_message_get_status (passing->passed), NULL);
      soup_server_message_set_response (passing->message, "application/json", SOUP_MEMORY_COPY,
                                        g_bytes_get_data (body, NULL), g_bytes_get_size (body));
      if (id != NULL)
        soup_message_headers_replace (soup_server_message_get_response_headers (passing->message), "X-Request-Id", id);
    }

  soup_server_message_unpause (passing->message);
  g_object_unref (passing->message);
  g_object_unref (passing->passed);
  g_free (passing);
}

/* On to a real service, which needs no account. */
static void
pass_on (VidimusStandIn    *self,
         SoupServerMessage *message)
{
  g_autofree char *uri = g_strconcat (self->backend, "/v2/local/ocr/auto-id-doc-classification", NULL);
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  Passing *passing = g_new0 (Passing, 1);

  passing->message = g_object_ref (message);
  passing->passed = soup_message_new (SOUP_METHOD_POST, uri);
  soup_message_set_request_body_from_bytes (passing->passed, "application/json", body);
  soup_server_message_pause (message);
  soup_session_send_and_read_async (self->backend_session, passing->passed, G_PRIORITY_DEFAULT, NULL, passed_cb,
                                    passing);
}

void
stand_in_classify (VidimusStandIn    *self,
                   SoupServerMessage *message,
                   const char        *project)
{
  StandInRefusal refusal = { NULL };

  if (!stand_in_authenticate (self, message, self->region, project, &refusal))
    {
      stand_in_refuse (self, message, refusal.status, refusal.code, refusal.message);
      g_free (refusal.message);
    }
  else if (!self->permitted)
    {
      stand_in_refuse (self, message, 403, "APIG.0302", "The IAM user is not authorized to access the API.");
    }
  else if (!self->subscribed)
    {
      stand_in_refuse (self, message, 403, "ModelArts.4204",
                       "Request api error! The API auto-id-doc-classification is not subscribed.");
    }
  else if (self->backend != NULL)
    {
      pass_on (self, message);
    }
  else
    {
      add_request_id (self, message, NULL);
      stand_in_answer_json (message, 200, self->answer);
    }
}

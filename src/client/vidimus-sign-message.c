#include "vidimus-sign-message-private.h"

#include "vidimus-signing.h"

#include <string.h>

/* The header as libsoup sends it. */
static char *
dup_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int usual = g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
  g_autofree char *shown = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);

  if (g_uri_get_port (uri) == -1 || g_uri_get_port (uri) == usual)
    return g_steal_pointer (&shown);

  return g_strdup_printf ("%s:%d", shown, g_uri_get_port (uri));
}

/* Adds what the vendor's SDK adds, and signs the headers that the SDK signs as far as @message has them. */
void
vidimus_sign_message (SoupMessage          *message,
                      const VidimusKeyPair *keys,
                      gint64                time,
                      const char           *body_sha256)
{
  static const char * const names[] = { "Content-Type", "Enterprise-Project-Id", "X-Project-Id", "X-Sdk-Date",
                                        "X-Security-Token" };
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GUri *uri = soup_message_get_uri (message);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (time);
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *host = dup_host (uri);
  VidimusHeader list[G_N_ELEMENTS (names) + 1] = { { "Host", host } };
  g_autofree char *canonical = NULL, *to_sign = NULL, *signature = NULL, *authorization = NULL;
  gsize n = 1;

  soup_message_headers_replace (headers, "X-Sdk-Date", date);
  if (keys->project_id != NULL)
    soup_message_headers_replace (headers, "X-Project-Id", keys->project_id);
  if (keys->security_token != NULL)
    soup_message_headers_replace (headers, "X-Security-Token", keys->security_token);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (soup_message_headers_get_one (headers, names[i]) != NULL)
      list[n++] = (VidimusHeader) { names[i], soup_message_headers_get_one (headers, names[i]) };

  canonical = vidimus_signing_canonical_request (soup_message_get_method (message), g_uri_get_path (uri),
                                                 g_uri_get_query (uri), list, n, body_sha256);
  to_sign = vidimus_signing_string_to_sign (date, canonical);
  signature = vidimus_signing_signature (keys->secret_key, to_sign);
  authorization = vidimus_signing_authorization (keys->access_key, list, n, signature);
  soup_message_headers_replace (headers, "Authorization", authorization);
}

#include "vidimus-curl-private.h"

#include "vidimus-address-private.h"
#include "vidimus-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What stands for each secret; the user's shell has the value. */
static const struct
{
  const char *header;
  const char *variable;
} placeholders[] = {
  { "X-Auth-Token", "VIDIMUS_TOKEN" },
  { "X-Security-Token", "VIDIMUS_SECURITY_TOKEN" },
  { "Authorization", "VIDIMUS_AUTHORIZATION" },
};

/* curl makes these itself, or they belong to one connection, or must not be told. */
static const char * const left_out[] = { "accept-encoding", "accept-language", "connection", "content-length", "cookie",
                                         "host", "proxy-authorization", "user-agent", NULL };

/* For any POSIX shell: all but a quote stands for itself between quotes. */
static char *
quote (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *inner = g_strjoinv ("'\\''", parts);

  return g_strdup_printf ("'%s'", inner);
}

static void
append_comment (GString    *out,
                const char *sentence)
{
  g_string_append_printf (out, "# %s\n", sentence);
}

static const char *
get_placeholder (SoupMessageHeaders *headers,
                 const char         *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (g_ascii_strcasecmp (placeholders[i].header, name) == 0)
      return placeholders[i].variable;

  /* A signature holds for its time only. */
  if (g_ascii_strcasecmp (name, "X-Sdk-Date") == 0 && soup_message_headers_get_one (headers, "Authorization") != NULL)
    return "VIDIMUS_SDK_DATE";

  return NULL;
}

static void
append_headers (GString            *out,
                SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);
      const char *variable = get_placeholder (headers, name);

      if (g_strv_contains (left_out, lower))
        continue;
      if (variable != NULL)
        {
          g_string_append_printf (out, " \\\n  --header \"%s: $%s\"", name, variable);
        }
      else
        {
          g_autofree char *header = g_strdup_printf ("%s: %s", name, value);
          g_autofree char *quoted = quote (header);

          g_string_append_printf (out, " \\\n  --header %s", quoted);
        }
    }
}

static void
append_comments (GString            *out,
                 SoupMessageHeaders *headers,
                 const VidimusCurl  *curl)
{
  if (soup_message_headers_get_one (headers, "Authorization") != NULL)
    append_comment (out, _("A signature holds for 15 minutes from its date, and for this body only: make a new one, and set "
                           "VIDIMUS_SDK_DATE and VIDIMUS_AUTHORIZATION."));
  if (soup_message_headers_get_one (headers, "X-Security-Token") != NULL)
    append_comment (out, _("Set VIDIMUS_SECURITY_TOKEN to the security token of the temporary keys."));
  if (soup_message_headers_get_one (headers, "X-Auth-Token") != NULL)
    append_comment (out, _("Set VIDIMUS_TOKEN to a token of the account."));
  if (curl->address != NULL && vidimus_address_is_secret (curl->address))
    append_comment (out, _("Set VIDIMUS_URL to the address of the image: it opens what only its owner may see."));
  if (curl->changed)
    append_comment (out, _("Vidimus sent a changed copy of this file: see what is said about the image."));
}

/* The body is made by the shell itself, so that it can be as long as an image is. */
static void
append_body_maker (GString           *out,
                   const VidimusCurl *curl)
{
  g_autofree char *file = quote (curl->file);

  append_comment (out, _("The image, as Base64 in the request:"));
  g_string_append_printf (out, "{ printf '{\"data\":\"'; base64 < %s | tr -d '\\n'; printf '\",\"alarm\":%s}'; } > request.json\n",
                          file, curl->alarm ? "true" : "false");
}

/** vidimus_curl_write: no secret and no image is in it. */
char *
vidimus_curl_write (SoupMessage       *message,
                    const VidimusCurl *curl)
{
  GString *out = g_string_new (NULL);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *uri = g_uri_to_string_partial (soup_message_get_uri (message), G_URI_HIDE_USERINFO);
  g_autofree char *quoted_uri = quote (uri);

  append_comments (out, headers, curl);
  if (curl->address == NULL)
    append_body_maker (out, curl);

  g_string_append_printf (out, "curl --request %s %s", soup_message_get_method (message), quoted_uri);
  if (curl->socket != NULL)
    {
      g_autofree char *socket = quote (curl->socket);

      g_string_append_printf (out, " \\\n  --unix-socket %s", socket);
    }
  if (curl->ca_file != NULL)
    {
      g_autofree char *ca_file = quote (curl->ca_file);

      g_string_append_printf (out, " \\\n  --cacert %s", ca_file);
    }
  append_headers (out, headers);

  if (curl->address != NULL && vidimus_address_is_secret (curl->address))
    {
      g_string_append_printf (out, " \\\n  --data '{\"url\":\"'\"$VIDIMUS_URL\"'\",\"alarm\":%s}'\n",
                              curl->alarm ? "true" : "false");
    }
  else if (curl->address != NULL)
    {
      g_autoptr(GBytes) body = vidimus_request_write_url (curl->address, curl->alarm);
      g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
      g_autofree char *quoted = quote (text);

      g_string_append_printf (out, " \\\n  --data %s\n", quoted);
    }
  else
    g_string_append (out, " \\\n  --data @request.json\n");

  return g_string_free (out, FALSE);
}

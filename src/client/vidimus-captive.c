#include "vidimus-captive-private.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>

#define NETWORK_AUTHENTICATION_REQUIRED 511 /* RFC 6585 */

static gboolean
is_page (SoupMessage *message,
         GBytes      *body)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  gsize length, i = 0;
  const char *text = g_bytes_get_data (body, &length);

  if (type != NULL && (g_ascii_strcasecmp (type, "text/html") == 0 ||
                       g_ascii_strcasecmp (type, "application/xhtml+xml") == 0))
    return TRUE;
  while (i < length && g_ascii_isspace (text[i]))
    i++;

  return i < length && text[i] == '<';
}

/* To another host, with a page: a service that moved sends none. */
static gboolean
leads_elsewhere (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr(GUri) target = location != NULL ? g_uri_parse_relative (uri, location, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  return target != NULL && g_strcmp0 (g_uri_get_host (target), g_uri_get_host (uri)) != 0;
}

/* Nobody can answer in the place of who was asked where the address begins with https, but a web site can have that address. */
static gboolean
is_of_network (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  return status == NETWORK_AUTHENTICATION_REQUIRED || SOUP_STATUS_IS_REDIRECTION (status) ||
         g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "http") ||
         g_network_monitor_get_connectivity (g_network_monitor_get_default ()) == G_NETWORK_CONNECTIVITY_PORTAL;
}

/**
 * vidimus_captive_explain:
 * @body: of an answer of any status
 *
 * Returns: (transfer full) (nullable): the error
 */
GError *
vidimus_captive_explain (SoupMessage *message,
                         GBytes      *body,
                         const char  *host)
{
  guint status = soup_message_get_status (message);
  gboolean page = is_page (message, body);
  g_autofree char *text = NULL;
  GError *error;

  if (status != NETWORK_AUTHENTICATION_REQUIRED && !(page && SOUP_STATUS_IS_SUCCESSFUL (status)) &&
      !(page && SOUP_STATUS_IS_REDIRECTION (status) && leads_elsewhere (message)))
    return NULL;

  if (is_of_network (message))
    {
      text = g_strdup_printf (_("A web page came instead of an answer of “%s”, most likely the sign-in page of this network."),
                              host);
      error = vidimus_error_new_advised (VIDIMUS_ERROR_ANSWER, text,
                                         _("Networks such as those of hotels and trains want you to sign in first: open a web page in a "
                                           "browser, sign in, then try again. Else check the address of the service."));
      return error;
    }

  text = g_strdup_printf (_("A web page came instead of an answer of “%s”."), host);
  error = vidimus_error_new_advised (VIDIMUS_ERROR_ANSWER, text,
                                     _("Check the address of the service: it may belong to a web site, or need a path."));

  return error;
}

#include "vidimus-captive-private.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>

#define NETWORK_AUTHENTICATION_REQUIRED 511 /* RFC 6585 */

/* Whether a web page came where a service answers in JSON: with success, or saying itself what it is. The page of a proxy or a server that
 * failed is none. */
gboolean
vidimus_captive_is_page (SoupMessage *message)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  guint status = soup_message_get_status (message);

  if (status == NETWORK_AUTHENTICATION_REQUIRED)
    return TRUE;

  return SOUP_STATUS_IS_SUCCESSFUL (status) && type != NULL &&
         (g_ascii_strcasecmp (type, "text/html") == 0 || g_ascii_strcasecmp (type, "application/xhtml+xml") == 0);
}

/* @host: who was asked; shown to the user */
GError *
vidimus_captive_error (const char *host)
{
  g_autofree char *text = g_strdup_printf (_("A web page came instead of an answer of “%s”."), host);
  GError *error = vidimus_error_new (VIDIMUS_ERROR_ANSWER, NULL, 0, NULL, text);

  vidimus_error_set_advice (error, _("This network may want you to sign in to it first, as in a hotel or a train: open a "
                                     "web page in a browser, sign in, then try again. Else check the address of the "
                                     "service: it may belong to a web site."));

  return error;
}

/* Apart from the others: loading the TLS library's trust store confuses the leak checker, which is off for this one. */
#include "vidimus-client-test.h"

#include "vidimus-error.h"

#include <string.h>

static void
never_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  g_assert_not_reached ();
}

/* A certificate that nobody vouches for: nothing is sent. */
static void
test_untrusted (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "tls", "self-signed.pem", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autoptr(SoupServer) server = NULL;
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autofree char *uri = NULL;
  VidimusClient *client;
  GSList *uris;

  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    {
      g_test_skip ("no TLS on this machine (glib-networking)");
      return;
    }
  g_assert_no_error (error);

  server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (server, NULL, never_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  uri = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "secure connection"));

  client_test_end (client);
  vidimus_test_stop (server);
}

/* https to a server that speaks plain HTTP, and waits for the end of a line that never comes. */
static void
test_plain_server (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (never_cb, NULL, &uri);
  g_autofree char *secure = g_strconcat ("https", uri + strlen ("http"), NULL);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (secure, NULL, NULL);

  vidimus_client_set_limits (client, &(VidimusLimits) { .connect_ms = 500 });
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "No connection"));

  client_test_end (client);
  vidimus_test_stop (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/tls/untrusted", test_untrusted);
  g_test_add_func ("/tls/plain-server", test_plain_server);

  return g_test_run ();
}

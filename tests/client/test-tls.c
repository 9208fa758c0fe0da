/* Apart from the others: loading the TLS library's trust store confuses the leak checker, which is off for this one. */
#include "vidimus-client-test.h"

#include "vidimus-error.h"
#include "vidimus-stand-in.h"
#include "vidimus-test-ca.h"

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

/* What is signed by an authority of the profile's file is trusted, whatever else is wrong with it is not. */
static void
test_own_ca (void)
{
  static const struct
  {
    VidimusTestCert  kind;
    const char      *problem; /* NULL: none */
  } cases[] = {
    { VIDIMUS_TEST_CERT_GOOD, NULL },
    { VIDIMUS_TEST_CERT_NAMELESS, "secure connection" },
    { VIDIMUS_TEST_CERT_EXPIRED, "secure connection" },
    { VIDIMUS_TEST_CERT_STRANGER, "secure connection" },
  };
  g_autofree char *reason = NULL;
  g_autoptr(VidimusTestCa) ca = vidimus_test_ca_new (&reason);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();

  if (ca == NULL)
    {
      g_test_skip (reason);
      return;
    }

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean trusting = i < G_N_ELEMENTS (cases);
      const char *problem = trusting ? cases[i].problem : "secure connection";
      g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (ca, cases[i % G_N_ELEMENTS (cases)].kind);
      g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (certificate);
      g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
      g_autoptr(VidimusAnswer) answer = NULL;
      g_autoptr(GError) error = NULL;
      VidimusClient *client;

      g_object_set (profile, "name", "Own", "endpoint", vidimus_stand_in_get_uri (stand_in), "auth", VIDIMUS_AUTH_KEYS,
                    "access-key", VIDIMUS_STAND_IN_AK, "project-id", VIDIMUS_STAND_IN_PROJECT,
                    "ca-file", trusting ? vidimus_test_ca_get_file (ca) : "", NULL);
      vidimus_secrets_remember (secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_SECRET_KEY, VIDIMUS_STAND_IN_SK);
      client = vidimus_client_new_for_profile (profile, secrets, &error);
      g_assert_no_error (error);
      answer = client_test_classify (client, picture, 0, NULL, NULL, &error);
      if (problem == NULL)
        {
          g_assert_no_error (error);
        }
      else
        {
          g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
          g_test_message ("%s", error->message);
          g_assert_nonnull (strstr (error->message, problem));
          g_assert_cmpuint (vidimus_stand_in_get_n_requests (stand_in), ==, 0);
        }
      client_test_end (client);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/tls/untrusted", test_untrusted);
  g_test_add_func ("/tls/plain-server", test_plain_server);
  g_test_add_func ("/tls/own-ca", test_own_ca);

  return g_test_run ();
}

/* Certificates: one that holds, and each reason why one does not. Apart from the rest for the leak checker's sake, as test-tls.c is. */
#include "vidimus-steps-test.h"

#include "vidimus-test-ca.h"
#include "vidimus-test-proxy.h"

#include <stdlib.h>
#include <string.h>

static VidimusTestCa *ca;

/* @trusted: whether the profile names the authority; @tunnel: (out) (optional): through a proxy */
static void
run (StepsTest          *steps,
     AccountTest        *account,
     VidimusTestCert     kind,
     gboolean            trusted,
     VidimusTestTunnel **tunnel)
{
  g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (ca, kind);
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (certificate);
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autofree char *token = vidimus_stand_in_issue_token (stand_in, VIDIMUS_STAND_IN_REGION);

  account_test_init (account, VIDIMUS_AUTH_TOKEN);
  g_object_set (profile, "endpoint", vidimus_stand_in_get_uri (stand_in), "auth", VIDIMUS_AUTH_TOKEN,
                "project-id", VIDIMUS_STAND_IN_PROJECT, "ca-file", trusted ? vidimus_test_ca_get_file (ca) : "", NULL);
  vidimus_secrets_remember (account->secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_TOKEN, token);
  if (tunnel != NULL)
    {
      *tunnel = vidimus_test_tunnel_new (atoi (strrchr (vidimus_stand_in_get_uri (stand_in), ':') + 1));
      vidimus_test_proxy_set (vidimus_test_tunnel_get_uri (*tunnel));
      g_object_set (profile, "endpoint", "https://localhost:1", NULL); /* nobody is there but through the proxy */
    }
  steps_test_run (steps, profile, account->secrets);
  vidimus_test_proxy_set (NULL);

  /* Nobody who is not believed is told anything. */
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (stand_in), ==, steps->fine ? 1 : 0);
}

static void
test_good (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  run (&steps, &account, VIDIMUS_TEST_CERT_GOOD, TRUE, NULL);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_TLS, "TLS 1.");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "for localhost, 127.0.0.1");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "by “Authority of a test”");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "valid until 20");
  g_assert_null (strstr (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "It ends"));
  steps_test_passed (&steps, VIDIMUS_STEP_CREDENTIALS, VIDIMUS_STAND_IN_PROJECT);
  steps_test_passed (&steps, VIDIMUS_STEP_CALL, "Passport");
}

typedef struct
{
  const char     *name;
  VidimusTestCert kind;
  gboolean        trusted;
  const char     *text;
  const char     *advice;
} Refused;

static const Refused refused[] = {
  { "unknown", VIDIMUS_TEST_CERT_GOOD, FALSE, "its certificate is by “Authority of a test”", "enter the file" },
  { "stranger", VIDIMUS_TEST_CERT_STRANGER, TRUE, "its certificate is by “A stranger”", "enter the file" },
  { "name", VIDIMUS_TEST_CERT_NAMELESS, TRUE, "for elsewhere.example, and not for “localhost”", "another name" },
  { "expired", VIDIMUS_TEST_CERT_EXPIRED, TRUE, "ended on", "clock" },
  { "early", VIDIMUS_TEST_CERT_EARLY, TRUE, "holds only from", "clock" },
};

static void
test_refused (gconstpointer data)
{
  const Refused *r = data;
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  run (&steps, &account, r->kind, r->trusted, NULL);
  steps_test_failed (&steps, VIDIMUS_STEP_TLS, VIDIMUS_ERROR_UNREACHABLE, r->text, r->advice);
}

/* It holds, but not for long: said before it is too late. */
static void
test_ending (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  run (&steps, &account, VIDIMUS_TEST_CERT_ENDING, TRUE, NULL);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_TLS, "It ends in 5 days");
}

/* Through a proxy the certificate is the service's all the same. Nobody is told who signs in to the proxy. */
static void
test_tunnel (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autoptr(VidimusTestTunnel) tunnel = NULL;
  const char *name;

  run (&steps, &account, VIDIMUS_TEST_CERT_GOOD, TRUE, &tunnel);
  g_assert_no_error (steps.error);
  steps_test_skipped (&steps, VIDIMUS_STEP_NAME, "the proxy “127.0.0.1:");
  name = vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_NAME);
  g_assert_null (strstr (name, "secret"));
  steps_test_passed (&steps, VIDIMUS_STEP_TCP, "through the proxy “127.0.0.1:");
  steps_test_passed (&steps, VIDIMUS_STEP_TLS, "Authority of a test");
  steps_test_passed (&steps, VIDIMUS_STEP_CALL, "Passport");
  account_test_contains (vidimus_test_tunnel_get_asked (tunnel), "localhost:1");
}

/* https to who speaks plain HTTP, and waits for the end of a line. */
static void
test_no_tls (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autofree char *uri = NULL;

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  uri = g_strconcat ("https", vidimus_stand_in_get_uri (account.stand_in) + strlen ("http"), NULL);
  g_object_set (account.profile, "endpoint", uri, NULL);
  steps.ms = 500;
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_TLS, VIDIMUS_ERROR_UNREACHABLE, "came about in time", "firewall");
}

static gboolean
greet_cb (GSocketService    *service,
          GSocketConnection *connection,
          GObject           *source,
          gpointer           user_data)
{
  static const char greeting[] = "220 mail.example.org ESMTP, and more than a record of TLS has in its head\r\n";

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), greeting, strlen (greeting), NULL, NULL,
                             NULL);

  return FALSE;
}

/* https to who speaks something else at once. */
static void
test_other_protocol (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autoptr(GSocketService) service = g_socket_service_new ();
  g_autofree char *uri = NULL;

  g_signal_connect (service, "incoming", G_CALLBACK (greet_cb), NULL);
  uri = g_strdup_printf ("https://127.0.0.1:%u", g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL));
  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  g_object_set (account.profile, "endpoint", uri, NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_TLS, VIDIMUS_ERROR_UNREACHABLE, "does not speak TLS", "port");
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

/* The vendor's certificates are the system's business: there is no file to enter. */
static void
test_cloud_stranger (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (ca, VIDIMUS_TEST_CERT_GOOD);
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (certificate);

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  g_object_set (account.profile, "endpoint", vidimus_stand_in_get_uri (stand_in), NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_TLS, VIDIMUS_ERROR_UNREACHABLE, "by “Authority of a test”", "firewall that looks into");
}

static void
test_cancelled (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *uri = NULL;

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  uri = g_strconcat ("https", vidimus_stand_in_get_uri (account.stand_in) + strlen ("http"), NULL);
  g_object_set (account.profile, "endpoint", uri, NULL);
  steps.cancellable = cancellable;
  steps.cancel_at = VIDIMUS_STEP_TLS;
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_error (steps.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *reason = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  account_test_begin ();
  vidimus_test_proxy_install ();
  ca = vidimus_test_ca_new (&reason);
  if (ca == NULL)
    {
      g_print ("1..0 # SKIP %s\n", reason);
      return 0;
    }

  g_test_add_func ("/connection-tls/good", test_good);
  g_test_add_func ("/connection-tls/ending", test_ending);
  g_test_add_func ("/connection-tls/tunnel", test_tunnel);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/connection-tls/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/connection-tls/cloud-stranger", test_cloud_stranger);
  g_test_add_func ("/connection-tls/no-tls", test_no_tls);
  g_test_add_func ("/connection-tls/other-protocol", test_other_protocol);
  g_test_add_func ("/connection-tls/cancelled", test_cancelled);

  status = g_test_run ();
  g_clear_pointer (&ca, vidimus_test_ca_free);

  return status;
}

/* Certificates: one that holds, and each reason why one does not. Apart from the rest for the leak checker's sake, as test-tls.c is. */
#include "vidimus-steps-test.h"

#include "vidimus-test-ca.h"

#include <string.h>

static VidimusTestCa *ca;

/* @trusted: whether the profile names the authority */
static void
run (StepsTest       *steps,
     AccountTest     *account,
     VidimusTestCert  kind,
     gboolean         trusted)
{
  g_autoptr(GTlsCertificate) certificate = vidimus_test_ca_issue (ca, kind);
  g_autoptr(VidimusStandIn) stand_in = vidimus_stand_in_new (certificate);
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autofree char *token = vidimus_stand_in_issue_token (stand_in, VIDIMUS_STAND_IN_REGION);

  account_test_init (account, VIDIMUS_AUTH_TOKEN);
  g_object_set (profile, "endpoint", vidimus_stand_in_get_uri (stand_in), "auth", VIDIMUS_AUTH_TOKEN,
                "project-id", VIDIMUS_STAND_IN_PROJECT, "ca-file", trusted ? vidimus_test_ca_get_file (ca) : "", NULL);
  vidimus_secrets_remember (account->secrets, vidimus_profile_get_id (profile), VIDIMUS_SECRET_TOKEN, token);
  steps_test_run (steps, profile, account->secrets);

  /* Nobody who is not believed is told anything. */
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (stand_in), ==, steps->fine ? 1 : 0);
}

static void
test_good (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  run (&steps, &account, VIDIMUS_TEST_CERT_GOOD, TRUE);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_TLS, "TLS 1.");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "for localhost, 127.0.0.1");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "by “Authority of a test”");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TLS), "49");
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
};

static void
test_refused (gconstpointer data)
{
  const Refused *r = data;
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  run (&steps, &account, r->kind, r->trusted);
  steps_test_failed (&steps, VIDIMUS_STEP_TLS, VIDIMUS_ERROR_UNREACHABLE, r->text, r->advice);
}

/* https to who speaks plain HTTP; and to who says nothing. */
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
  g_assert_error (steps.error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
  g_assert_cmpint (vidimus_connection_test_get_outcome (steps.test, VIDIMUS_STEP_TLS), ==, VIDIMUS_OUTCOME_FAILED);
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
  account_test_watch_logs ();
  ca = vidimus_test_ca_new (&reason);
  if (ca == NULL)
    {
      g_print ("1..0 # SKIP %s\n", reason);
      return 0;
    }

  g_test_add_func ("/connection-tls/good", test_good);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/connection-tls/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/connection-tls/no-tls", test_no_tls);
  g_test_add_func ("/connection-tls/cancelled", test_cancelled);

  status = g_test_run ();
  g_clear_pointer (&ca, vidimus_test_ca_free);

  return status;
}

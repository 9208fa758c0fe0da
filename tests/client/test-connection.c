/* Every step of the connection test that can fail, over real sockets; those of TLS are in test-connection-tls.c. */
#include "vidimus-steps-test.h"

#include "vidimus-client-test.h"
#include "vidimus-test-proxy.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOBODY "http://127.0.0.1:1"

static void
test_kind (gconstpointer data)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  VidimusAuthKind auth = GPOINTER_TO_INT (data);

  account_test_init (&account, auth);
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_NAME, "127.0.0.1");
  steps_test_passed (&steps, VIDIMUS_STEP_TCP, "127.0.0.1, port ");
  steps_test_skipped (&steps, VIDIMUS_STEP_TLS, "http://");
  steps_test_passed (&steps, VIDIMUS_STEP_CREDENTIALS, VIDIMUS_STAND_IN_PROJECT);
  steps_test_passed (&steps, VIDIMUS_STEP_CALL, "Passport");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_CALL), "Request id 0");
  g_assert_cmpuint (steps.n_changes, ==, 2 * VIDIMUS_N_STEPS);

  /* One is billed, not two. */
  g_assert_cmpuint (vidimus_stand_in_count (account.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 1);
  g_assert_cmpuint (vidimus_stand_in_count (account.stand_in, VIDIMUS_DOOR_TOKENS), ==, auth == VIDIMUS_AUTH_PASSWORD ? 1 : 0);
}

static void
test_project_named (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_KEYS);
  g_object_set (account.profile, "project-id", VIDIMUS_STAND_IN_PROJECT, NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_CREDENTIALS, "the call shows");
}

static void
test_name_found (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autofree char *uri = NULL;

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  uri = g_strconcat ("http://localhost", strrchr (vidimus_stand_in_get_uri (account.stand_in), ':'), NULL);
  g_object_set (account.profile, "endpoint", uri, NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_NAME, "127.0.0.1");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_NAME), "address");
}

static void
test_no_such_name (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  g_object_set (account.profile, "endpoint", "https://ocr.vidimus.invalid", NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_NAME, VIDIMUS_ERROR_UNREACHABLE, "ocr.vidimus.invalid", "network");
}

static void
test_refused (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  g_object_set (account.profile, "endpoint", NOBODY, NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_TCP, VIDIMUS_ERROR_UNREACHABLE, "refuses connections", "port");
}

static void
test_setting_missing (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_PASSWORD);
  g_object_set (account.profile, "user", "", NULL);
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_NAME, VIDIMUS_ERROR_ACCOUNT, "user", NULL);
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (account.stand_in), ==, 0);
}

static void
test_wrong_password (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_set_password (account.stand_in, "changed");
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_CREDENTIALS, VIDIMUS_ERROR_ACCOUNT, "user name and password", "name of the account");
  g_assert_cmpuint (vidimus_error_get_http_status (steps.error), ==, 401);
}

/* IAM says nothing, or half of something. */
static void
test_mute_iam (gconstpointer data)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_PASSWORD);
  account_test_queue (&account, VIDIMUS_DOOR_TOKENS, data, 1);
  steps.ms = 200;
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_CREDENTIALS, VIDIMUS_ERROR_UNREACHABLE, "The sign-in service", "in a moment");
}

typedef struct
{
  const char     *name;
  VidimusAuthKind auth;
  const char     *turn;      /* of the call; nullable */
  const char     *path;      /* added to the endpoint; nullable */
  VidimusError    error;
  const char     *text;
  const char     *advice;
  guint           ms;        /* patience; 0: as it is */
} Failing;

static const Failing failing[] = {
  { "unauthorized", VIDIMUS_AUTH_TOKEN, "refused", NULL, VIDIMUS_ERROR_ACCOUNT, "", "paste it" },
  { "forbidden", VIDIMUS_AUTH_KEYS, "forbidden", NULL, VIDIMUS_ERROR_ACCOUNT, "", "administrator" },
  { "path", VIDIMUS_AUTH_TOKEN, NULL, "/wrong/path", VIDIMUS_ERROR_REQUEST, "", NULL },
  { "captive", VIDIMUS_AUTH_PASSWORD, "captive", NULL, VIDIMUS_ERROR_ANSWER, "sign-in page of this network", "hotels" },
  { "throttled", VIDIMUS_AUTH_KEYS, "throttled", NULL, VIDIMUS_ERROR_BUSY, "", NULL },
  { "failed", VIDIMUS_AUTH_KEYS, "failed", NULL, VIDIMUS_ERROR_SERVICE, "", NULL },
  { "broken", VIDIMUS_AUTH_KEYS, "cut", NULL, VIDIMUS_ERROR_ANSWER, "cut off", NULL },
  { "silent", VIDIMUS_AUTH_KEYS, "silent", NULL, VIDIMUS_ERROR_UNREACHABLE, "in time", NULL, 200 },
  { "stuck", VIDIMUS_AUTH_KEYS, "stuck", NULL, VIDIMUS_ERROR_UNREACHABLE, "in time", NULL, 200 },
  { "redirect", VIDIMUS_AUTH_KEYS, "redirect", NULL, VIDIMUS_ERROR_ANSWER, "elsewhere.example", "trust" },
};

static void
test_failing_call (gconstpointer data)
{
  const Failing *f = data;
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autofree char *endpoint = NULL;

  account_test_init (&account, f->auth);
  endpoint = g_strconcat (vidimus_stand_in_get_uri (account.stand_in), f->path, NULL);
  g_object_set (account.profile, "endpoint", endpoint, NULL);
  if (f->turn != NULL)
    account_test_queue (&account, VIDIMUS_DOOR_CLASSIFY, f->turn, 1);
  steps.ms = f->ms;
  steps_test_run (&steps, account.profile, account.secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_CALL, f->error, f->text, f->advice);
}

static void
test_skew (gconstpointer data)
{
  gint64 ahead = GPOINTER_TO_INT (data);
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_KEYS);
  vidimus_stand_in_set_clock (account.stand_in, -ahead);
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_no_error (steps.error);
  steps_test_passed (&steps, VIDIMUS_STEP_CALL, ahead > 0 ? "clock is 20 minutes ahead" : "clock is 20 minutes behind");
}

static void
test_cancelled (gconstpointer data)
{
  VidimusStep step = GPOINTER_TO_INT (data);
  g_auto(AccountTest) account = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_PASSWORD);
  account_test_queue (&account, step == VIDIMUS_STEP_CALL ? VIDIMUS_DOOR_CLASSIFY : VIDIMUS_DOOR_TOKENS, "silent", 1);
  steps.cancellable = cancellable;
  steps.cancel_at = step;
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_error (steps.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (VidimusStep i = 0; i < VIDIMUS_N_STEPS; i++)
    g_assert_true ((vidimus_connection_test_get_outcome (steps.test, i) == VIDIMUS_OUTCOME_PENDING) == (i >= step));
}

static VidimusStandIn *waiting_stand_in;
static GCancellable *waiting_cancellable;

static gboolean
cancel_once_asked_cb (gpointer user_data)
{
  if (vidimus_stand_in_count (waiting_stand_in, GPOINTER_TO_INT (user_data)) == 0)
    return G_SOURCE_CONTINUE;

  g_cancellable_cancel (waiting_cancellable);

  return G_SOURCE_REMOVE;
}

/* While the service, or IAM, keeps one waiting. */
static void
test_cancelled_waiting (gconstpointer data)
{
  VidimusStandInDoor door = GPOINTER_TO_INT (data);
  VidimusStep step = door == VIDIMUS_DOOR_CLASSIFY ? VIDIMUS_STEP_CALL : VIDIMUS_STEP_CREDENTIALS;
  g_auto(AccountTest) account = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(StepsTest) steps = { NULL };

  account_test_init (&account, VIDIMUS_AUTH_PASSWORD);
  account_test_queue (&account, door, "silent", 1);
  waiting_stand_in = account.stand_in;
  waiting_cancellable = cancellable;
  g_timeout_add (5, cancel_once_asked_cb, GINT_TO_POINTER (door));
  steps.cancellable = cancellable;
  steps.cancel_at = VIDIMUS_N_STEPS; /* not by a step */
  steps_test_run (&steps, account.profile, account.secrets);
  g_assert_error (steps.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (vidimus_connection_test_get_outcome (steps.test, step), ==, VIDIMUS_OUTCOME_PENDING);
}

/* Names are the proxy's to look up, and calls go through it. */
static void
test_proxy (void)
{
  g_auto(AccountTest) account = { NULL };
  g_auto(StepsTest) steps = { NULL };
  g_autofree char *where = NULL;

  account_test_init (&account, VIDIMUS_AUTH_TOKEN);
  where = g_strdup_printf ("“%s”", vidimus_stand_in_get_uri (account.stand_in) + strlen ("http://"));
  g_object_set (account.profile, "endpoint", NOBODY, "iam-endpoint", NOBODY, NULL);
  vidimus_test_proxy_set (vidimus_stand_in_get_uri (account.stand_in));
  steps_test_run (&steps, account.profile, account.secrets);
  vidimus_test_proxy_set (NULL);
  g_assert_no_error (steps.error);
  steps_test_skipped (&steps, VIDIMUS_STEP_NAME, where);
  steps_test_skipped (&steps, VIDIMUS_STEP_TCP, where);
  steps_test_passed (&steps, VIDIMUS_STEP_CALL, "Passport");
}

static void
set_fake (const char *mode)
{
  g_autofree char *log = g_build_filename (g_get_user_cache_dir (), "fake-log", NULL);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_setenv ("VIDIMUS_FAKE", mode, TRUE);
  g_setenv ("VIDIMUS_FAKE_LOG", log, TRUE);
}

static void
test_local (void)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new_local ();
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_auto(StepsTest) steps = { NULL };

  set_fake ("no-landlock");
  steps_test_run (&steps, profile, secrets);
  g_assert_no_error (steps.error);
  steps_test_skipped (&steps, VIDIMUS_STEP_NAME, "Not needed");
  steps_test_passed (&steps, VIDIMUS_STEP_TCP, "was started");
  account_test_contains (vidimus_connection_test_get_text (steps.test, VIDIMUS_STEP_TCP), "Landlock is missing");
  steps_test_skipped (&steps, VIDIMUS_STEP_TLS, "Not needed");
  steps_test_skipped (&steps, VIDIMUS_STEP_CREDENTIALS, "no account");
  steps_test_passed (&steps, VIDIMUS_STEP_CALL, "Passport");
}

static void
test_local_fails (void)
{
  g_autoptr(VidimusProfile) profile = vidimus_profile_new_local ();
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_auto(StepsTest) steps = { NULL };

  set_fake ("exit");
  steps_test_run (&steps, profile, secrets);
  g_assert_false (steps.fine);
  g_assert_cmpint (vidimus_connection_test_get_outcome (steps.test, VIDIMUS_STEP_TCP), ==, VIDIMUS_OUTCOME_FAILED);
  g_assert_nonnull (vidimus_connection_test_get_advice (steps.test, VIDIMUS_STEP_TCP));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  account_test_begin ();
  vidimus_test_proxy_install ();

  for (int auth = VIDIMUS_AUTH_PASSWORD; auth <= VIDIMUS_AUTH_TOKEN; auth++)
    {
      g_autofree char *path = g_strdup_printf ("/connection/works/%d", auth);

      g_test_add_data_func (path, GINT_TO_POINTER (auth), test_kind);
    }
  g_test_add_func ("/connection/project-named", test_project_named);
  g_test_add_func ("/connection/name-found", test_name_found);
  g_test_add_func ("/connection/no-such-name", test_no_such_name);
  g_test_add_func ("/connection/refused", test_refused);
  g_test_add_func ("/connection/setting-missing", test_setting_missing);
  g_test_add_func ("/connection/wrong-password", test_wrong_password);
  g_test_add_data_func ("/connection/iam/silent", "silent", test_mute_iam);
  g_test_add_data_func ("/connection/iam/stuck", "stuck", test_mute_iam);
  for (gsize i = 0; i < G_N_ELEMENTS (failing); i++)
    {
      g_autofree char *path = g_strconcat ("/connection/call/", failing[i].name, NULL);

      g_test_add_data_func (path, &failing[i], test_failing_call);
    }
  g_test_add_data_func ("/connection/skew/ahead", GINT_TO_POINTER (20 * 60), test_skew);
  g_test_add_data_func ("/connection/skew/behind", GINT_TO_POINTER (-20 * 60), test_skew);
  for (int step = 0; step < VIDIMUS_N_STEPS; step++)
    {
      g_autofree char *path = g_strdup_printf ("/connection/cancelled/%d", step);

      g_test_add_data_func (path, GINT_TO_POINTER (step), test_cancelled);
    }
  g_test_add_data_func ("/connection/cancelled/waiting-for-iam", GINT_TO_POINTER (VIDIMUS_DOOR_TOKENS), test_cancelled_waiting);
  g_test_add_data_func ("/connection/cancelled/waiting-for-call", GINT_TO_POINTER (VIDIMUS_DOOR_CLASSIFY), test_cancelled_waiting);
  g_test_add_func ("/connection/proxy", test_proxy);
  g_test_add_func ("/connection/local", test_local);
  g_test_add_func ("/connection/local-fails", test_local_fails);

  return g_test_run ();
}

/* Accounts that do not work, and clocks that are wrong: what a person is told, and what is done all the same. */
#include "vidimus-account-test.h"

#include "vidimus-error.h"

#include <string.h>

/* Nothing listens there. */
#define NOBODY "http://127.0.0.1:1"

static void
remember (AccountTest       *test,
          VidimusSecretKind  kind,
          const char        *secret)
{
  vidimus_secrets_remember (test->secrets, vidimus_profile_get_id (test->profile), kind, secret);
}

static void
assert_error (const GError *error,
              VidimusError  code,
              const char   *message,
              const char   *advice)
{
  g_assert_error (error, VIDIMUS_ERROR, (int) code);
  account_test_contains (error->message, message);
  account_test_contains (vidimus_error_get_advice (error), advice);
}

static void
test_wrong_password (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  remember (&test, VIDIMUS_SECRET_PASSWORD, "wrong");
  error = account_test_fail (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "user name and password", "name of the account");
  g_assert_cmpuint (vidimus_error_get_http_status (error), ==, 401);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_TOKENS), ==, 1);

  /* The right one is taken as soon as it is there. */
  remember (&test, VIDIMUS_SECRET_PASSWORD, VIDIMUS_STAND_IN_PASSWORD);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

static void
test_wrong_key (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) explained = NULL;

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  remember (&test, VIDIMUS_SECRET_SECRET_KEY, "wrong");
  error = account_test_fail (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "secret key (SK)");

  g_clear_object (&test.credentials);
  g_object_set (test.profile, "project-id", VIDIMUS_STAND_IN_PROJECT, NULL);
  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  explained = account_test_explain (&test);
  assert_error (explained, VIDIMUS_ERROR_ACCOUNT, "", "secret key (SK)");
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 1);

  remember (&test, VIDIMUS_SECRET_SECRET_KEY, VIDIMUS_STAND_IN_SK);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

static void
test_token_ended (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;

  account_test_init (&test, VIDIMUS_AUTH_TOKEN);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  vidimus_stand_in_void_tokens (test.stand_in);
  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  error = account_test_explain (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "paste it");
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 2);

  token = vidimus_stand_in_issue_token (test.stand_in, VIDIMUS_STAND_IN_REGION);
  remember (&test, VIDIMUS_SECRET_TOKEN, token);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);

  /* What works is not looked up again. */
  remember (&test, VIDIMUS_SECRET_TOKEN, "wrong");
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

static void
test_keys_ended (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_TEMPORARY_KEYS);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  vidimus_stand_in_set_clock (test.stand_in, 16 * 60);
  vidimus_credentials_set_clock (test.credentials, 16 * 60);
  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  error = account_test_explain (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "Temporary keys end");
}

static void
test_other_region (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;

  account_test_init (&test, VIDIMUS_AUTH_TOKEN);
  token = vidimus_stand_in_issue_token (test.stand_in, VIDIMUS_STAND_IN_OTHER_REGION);
  remember (&test, VIDIMUS_SECRET_TOKEN, token);
  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  error = account_test_explain (&test);
  g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "APIG.0307");
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "one region only");
}

/* The sign-in is for the profile's region, whose gateway this is not. */
static void
test_other_gateway (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_set_region (test.stand_in, VIDIMUS_STAND_IN_OTHER_REGION);
  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 2);
  error = account_test_explain (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "check the region");
}

static void
test_no_project (gconstpointer data)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, GPOINTER_TO_INT (data));
  vidimus_stand_in_forget_projects (test.stand_in);
  error = account_test_fail (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, VIDIMUS_STAND_IN_REGION, "Choose the region");

  /* It is asked for again when it may be there. */
  vidimus_stand_in_add_project (test.stand_in, VIDIMUS_STAND_IN_PROJECT, VIDIMUS_STAND_IN_REGION);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

static void
test_several_projects (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  vidimus_stand_in_add_project (test.stand_in, "second-project", VIDIMUS_STAND_IN_REGION);
  error = account_test_fail (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "second-project", "Enter in the profile");
  account_test_contains (error->message, VIDIMUS_STAND_IN_PROJECT);
}

/* An IAM that does not look at the name. */
static void
test_all_projects (void)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  vidimus_stand_in_list_all (test.stand_in);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpstr (vidimus_credentials_get_project_id (test.credentials), ==, VIDIMUS_STAND_IN_PROJECT);
}

typedef struct
{
  const char *name;
  guint       status;
  const char *theirs;
  const char *message;
  const char *advice;
} SignIn;

static const SignIn sign_ins[] = {
  { "locked", 401, "The account is locked.", "user name and password. The service said: “The account is locked.”", "second factor" },
  { "invalid", 400, "Request body is invalid.", "“Request body is invalid.”", "id of the project" },
  { "not-allowed", 403, "You are not authorized.", "from a program. The service said: “You are not authorized.”", "programmatic" },
  { "no-project", 404, "Could not find the project.", VIDIMUS_STAND_IN_REGION, "Choose the region" },
};

/* What IAM says beyond the usual is not lost. */
static void
test_sign_in_refused (gconstpointer data)
{
  const SignIn *s = data;
  const VidimusStandInTurn turn = { VIDIMUS_MANNER_ERROR, s->status, NULL, s->theirs };
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_queue (test.stand_in, VIDIMUS_DOOR_TOKENS, &turn);
  error = account_test_fail (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, s->message, s->advice);
  g_assert_cmpuint (vidimus_error_get_http_status (error), ==, s->status);
}

static guint n_notified;

static void
count_cb (VidimusCredentials *credentials)
{
  n_notified++;
}

/* Told when it begins, when it changes and when it is over, and not at every call. */
static void
test_warning (void)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  n_notified = 0;
  g_signal_connect (account_test_credentials (&test), "notify::warning", G_CALLBACK (count_cb), NULL);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (n_notified, ==, 0);

  vidimus_stand_in_set_clock (test.stand_in, 60 * 60 * 5 + 20);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (n_notified, ==, 1);
  vidimus_stand_in_set_clock (test.stand_in, 0);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_null (vidimus_credentials_get_warning (test.credentials));
}

static void
test_foreign_project (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  g_object_set (test.profile, "project-id", VIDIMUS_STAND_IN_OTHER_PROJECT, NULL);
  g_assert_cmpuint (account_test_classify (&test), ==, 403);
  error = account_test_explain (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "project of the profile");
}

static void
test_not_subscribed (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  vidimus_stand_in_set_subscribed (test.stand_in, FALSE);
  g_assert_cmpuint (account_test_classify (&test), ==, 403);
  error = account_test_explain (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "Subscribe");
  account_test_contains (vidimus_error_get_advice (error), VIDIMUS_STAND_IN_REGION);
}

static void
test_not_permitted (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_set_permitted (test.stand_in, FALSE);
  g_assert_cmpuint (account_test_classify (&test), ==, 403);
  error = account_test_explain (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT, "", "administrator");
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_TOKENS), ==, 1);
}

/* Being busy is nothing that signing anew helps against. */
static void
test_throttled (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL, from_iam = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  account_test_queue (&test, VIDIMUS_DOOR_TOKENS, "throttled", 1);
  from_iam = account_test_fail (&test);
  g_assert_error (from_iam, VIDIMUS_ERROR, VIDIMUS_ERROR_BUSY);

  account_test_queue (&test, VIDIMUS_DOOR_CLASSIFY, "throttled", 1);
  g_assert_cmpuint (account_test_classify (&test), ==, 429);
  error = account_test_explain (&test);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_BUSY);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_TOKENS), ==, 2);
}

typedef struct
{
  const char  *turn;
  VidimusError error;
  const char  *message;
} Broken;

static const Broken broken[] = {
  { "failed", VIDIMUS_ERROR_SERVICE, "" },
  { "unavailable", VIDIMUS_ERROR_BUSY, "" },
  { "broken", VIDIMUS_ERROR_ANSWER, "cut off" },
  { "cut", VIDIMUS_ERROR_ANSWER, "cut off" },
  { "huge", VIDIMUS_ERROR_ANSWER, "too large" },
  { "redirect", VIDIMUS_ERROR_ANSWER, "does not answer as the sign-in service" },
  { "captive", VIDIMUS_ERROR_ANSWER, "web page" },
};

static void
test_broken_iam (gconstpointer data)
{
  const Broken *b = data;
  const VidimusAuthKind kinds[] = { VIDIMUS_AUTH_PASSWORD, VIDIMUS_AUTH_KEYS };
  const VidimusStandInDoor doors[] = { VIDIMUS_DOOR_TOKENS, VIDIMUS_DOOR_PROJECTS };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto(AccountTest) test = { NULL };
      g_autoptr(GError) error = NULL;

      account_test_init (&test, kinds[i]);
      account_test_queue (&test, doors[i], b->turn, 1);
      error = account_test_fail (&test);
      g_assert_error (error, VIDIMUS_ERROR, (int) b->error);
      account_test_contains (error->message, b->message);
      g_assert_cmpuint (account_test_classify (&test), ==, 200);
    }
}

static void
test_nobody_there (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  g_object_set (test.profile, "iam-endpoint", NOBODY, NULL);
  error = account_test_fail (&test);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_UNREACHABLE);
}

static void
test_no_secret (gconstpointer data)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, GPOINTER_TO_INT (data));
  for (guint i = 0; i < VIDIMUS_N_SECRETS; i++)
    remember (&test, i, NULL);
  error = account_test_fail (&test);
  assert_error (error, VIDIMUS_ERROR_ACCOUNT,
                GPOINTER_TO_INT (data) == VIDIMUS_AUTH_KEYS ? "No secret key (SK) for “Bank”" : "No password for “Bank”",
                "Enter it in the profile. ");
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (test.stand_in), ==, 0);
}

typedef struct
{
  gint64      ahead; /* seconds that this computer is */
  const char *text;
} Skew;

static const Skew skews[] = {
  { 3 * 60 * 60, "3 hours ahead" }, { -3 * 60 * 60, "3 hours behind" }, { 16 * 60, "16 minutes ahead" },
  { -5 * 24 * 60 * 60, "5 days behind" },
};

/* A clock that is far off: refused once, then signed with the service's time, whoever refuses. */
static void
test_skew (gconstpointer data)
{
  const Skew *skew = data;

  for (guint named = 0; named < 2; named++)
    {
      g_auto(AccountTest) test = { NULL };

      account_test_init (&test, VIDIMUS_AUTH_KEYS);
      vidimus_stand_in_set_clock (test.stand_in, -skew->ahead);
      g_object_set (test.profile, "project-id", named ? VIDIMUS_STAND_IN_PROJECT : "", NULL);
      g_assert_cmpuint (account_test_classify (&test), ==, 200);
      g_assert_cmpuint (account_test_classify (&test), ==, 200);
      g_assert_cmpuint (vidimus_stand_in_get_n_requests (test.stand_in), ==, named ? 3 : 4);

      g_assert_cmpint (ABS (vidimus_credentials_get_skew (test.credentials) - skew->ahead), <=, 5);
      account_test_contains (vidimus_credentials_get_warning (test.credentials), skew->text);
    }
}

/* Less than a quarter of an hour is not refused, but told. */
static void
test_small_skew (void)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  vidimus_stand_in_set_clock (test.stand_in, 30);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_null (vidimus_credentials_get_warning (test.credentials));

  vidimus_stand_in_set_clock (test.stand_in, 300);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  account_test_contains (vidimus_credentials_get_warning (test.credentials), "5 minutes behind");
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 2);
}

/* A token lives by the service's clock: a wrong one here neither ends it early nor keeps it for too long. */
static void
test_skewed_token (gconstpointer data)
{
  const Skew *skew = data;
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_set_clock (test.stand_in, -skew->ahead);
  vidimus_stand_in_set_token_life (test.stand_in, 60 * 60);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_TOKENS), ==, 1);

  vidimus_stand_in_set_clock (test.stand_in, -skew->ahead + 59 * 60);
  vidimus_credentials_set_clock (test.credentials, 59 * 60);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_TOKENS), ==, 2);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 4);
}

/* Many at once with a wrong clock: each is made again. A service whose clock jumps is not asked for ever. */
static void
test_skewed_together (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autofree char *uri = NULL;
  SoupMessage *messages[4];

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  g_object_set (test.profile, "project-id", VIDIMUS_STAND_IN_PROJECT, NULL);
  account_test_prepare (&test);
  vidimus_stand_in_set_clock (test.stand_in, 60 * 60);
  uri = g_strconcat (vidimus_stand_in_get_uri (test.stand_in), "/v2/", VIDIMUS_STAND_IN_PROJECT,
                     "/ocr/auto-id-doc-classification", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      messages[i] = soup_message_new (SOUP_METHOD_POST, uri);
      vidimus_credentials_sign (test.credentials, messages[i], "hash");
    }

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      soup_session_send_and_read_async (test.session, messages[i], G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
      vidimus_test_await (&result);
      g_assert_cmpuint (soup_message_get_status (messages[i]), ==, 401);
      g_assert_true (vidimus_credentials_was_refused (test.credentials, messages[i], "APIG.0301"));
      g_object_unref (messages[i]);
    }
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

static void
test_jumping_clock (void)
{
  g_auto(AccountTest) test = { NULL };
  guint asked = 0;
  gboolean again = TRUE;

  account_test_init (&test, VIDIMUS_AUTH_KEYS);
  g_object_set (test.profile, "project-id", VIDIMUS_STAND_IN_PROJECT, NULL);
  for (; again && asked < 10; asked++)
    {
      g_autofree char *uri = g_strconcat (vidimus_stand_in_get_uri (test.stand_in), "/v2/", VIDIMUS_STAND_IN_PROJECT,
                                          "/ocr/auto-id-doc-classification", NULL);
      g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, uri);
      g_autoptr(GAsyncResult) result = NULL;

      account_test_prepare (&test);
      vidimus_stand_in_set_clock (test.stand_in, (asked + 1) * 60 * 60);
      vidimus_credentials_sign (test.credentials, message, "hash");
      soup_session_send_and_read_async (test.session, message, G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
      vidimus_test_await (&result);
      again = vidimus_credentials_was_refused (test.credentials, message, NULL);
    }

  g_assert_cmpuint (asked, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  account_test_begin ();

  g_test_add_func ("/credentials/wrong-password", test_wrong_password);
  g_test_add_func ("/credentials/wrong-key", test_wrong_key);
  g_test_add_func ("/credentials/token-ended", test_token_ended);
  g_test_add_func ("/credentials/keys-ended", test_keys_ended);
  g_test_add_func ("/credentials/other-region", test_other_region);
  g_test_add_func ("/credentials/other-gateway", test_other_gateway);
  g_test_add_data_func ("/credentials/no-project/password", GINT_TO_POINTER (VIDIMUS_AUTH_PASSWORD), test_no_project);
  g_test_add_data_func ("/credentials/no-project/keys", GINT_TO_POINTER (VIDIMUS_AUTH_KEYS), test_no_project);
  g_test_add_func ("/credentials/several-projects", test_several_projects);
  g_test_add_func ("/credentials/all-projects", test_all_projects);
  g_test_add_func ("/credentials/foreign-project", test_foreign_project);
  for (gsize i = 0; i < G_N_ELEMENTS (sign_ins); i++)
    {
      g_autofree char *path = g_strconcat ("/credentials/sign-in-refused/", sign_ins[i].name, NULL);

      g_test_add_data_func (path, &sign_ins[i], test_sign_in_refused);
    }
  g_test_add_func ("/credentials/not-subscribed", test_not_subscribed);
  g_test_add_func ("/credentials/not-permitted", test_not_permitted);
  g_test_add_func ("/credentials/throttled", test_throttled);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/credentials/broken-iam/", broken[i].turn, NULL);

      g_test_add_data_func (path, &broken[i], test_broken_iam);
    }
  g_test_add_func ("/credentials/nobody-there", test_nobody_there);
  g_test_add_data_func ("/credentials/no-secret/password", GINT_TO_POINTER (VIDIMUS_AUTH_PASSWORD), test_no_secret);
  g_test_add_data_func ("/credentials/no-secret/keys", GINT_TO_POINTER (VIDIMUS_AUTH_KEYS), test_no_secret);
  for (gsize i = 0; i < G_N_ELEMENTS (skews); i++)
    {
      g_autofree char *keys = g_strdup_printf ("/credentials/skew/keys/%zu", i);
      g_autofree char *token = g_strdup_printf ("/credentials/skew/token/%zu", i);

      g_test_add_data_func (keys, &skews[i], test_skew);
      g_test_add_data_func (token, &skews[i], test_skewed_token);
    }
  g_test_add_func ("/credentials/skew/small", test_small_skew);
  g_test_add_func ("/credentials/skew/warning", test_warning);
  g_test_add_func ("/credentials/skew/together", test_skewed_together);
  g_test_add_func ("/credentials/skew/jumping", test_jumping_clock);

  return g_test_run ();
}

/* Every way to sign in, against something as strict as the vendor's gateway and IAM. */
#include "vidimus-account-test.h"

#include "vidimus-error.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

static const VidimusAuthKind kinds[] = { VIDIMUS_AUTH_PASSWORD, VIDIMUS_AUTH_KEYS, VIDIMUS_AUTH_TEMPORARY_KEYS,
                                         VIDIMUS_AUTH_TOKEN };

static guint
count_tokens (AccountTest *test)
{
  return vidimus_stand_in_count (test->stand_in, VIDIMUS_DOOR_TOKENS);
}

/* It works, the project is found, and asked for once. */
static void
test_kind (gconstpointer data)
{
  g_auto(AccountTest) test = { NULL };
  VidimusAuthKind auth = GPOINTER_TO_INT (data);

  account_test_init (&test, auth);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (account_test_classify (&test), ==, 200);

  g_assert_cmpstr (vidimus_credentials_get_project_id (test.credentials), ==, VIDIMUS_STAND_IN_PROJECT);
  g_assert_cmpuint (count_tokens (&test), ==, auth == VIDIMUS_AUTH_PASSWORD ? 1 : 0);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_PROJECTS), ==, auth == VIDIMUS_AUTH_PASSWORD ? 0 : 1);
  g_assert_cmpint (vidimus_credentials_get_skew (test.credentials), ==, 0);
  g_assert_null (vidimus_credentials_get_warning (test.credentials));
}

/* A project that the profile names is not asked for. */
static void
test_project_named (gconstpointer data)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, GPOINTER_TO_INT (data));
  g_object_set (test.profile, "project-id", VIDIMUS_STAND_IN_PROJECT, NULL);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_PROJECTS), ==, 0);
}

/* The very body that the vendor documents. */
static void
test_sign_in_body (void)
{
  g_auto(AccountTest) test = { NULL };
  const VidimusStandInRequest *request;
  static const char expected[] =
    "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"verifier\","
    "\"password\":\"correct horse \\\"battery\\\" staple\",\"domain\":{\"name\":\"example-bank\"}}}},"
    "\"scope\":{\"project\":{\"name\":\"ap-southeast-2\"}}}}";

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  account_test_prepare (&test);
  request = vidimus_stand_in_get_last (test.stand_in, VIDIMUS_DOOR_TOKENS);
  g_assert_cmpstr (request->query, ==, "nocatalog=true");
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), expected, strlen (expected));
}

static void
test_password_characters (void)
{
  static const char odd[] = "a\"b\\c\td\x01/é密";
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_set_password (test.stand_in, odd);
  vidimus_secrets_remember (test.secrets, vidimus_profile_get_id (test.profile), VIDIMUS_SECRET_PASSWORD, odd);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

static void
assert_signed (AccountTest *test,
               const char  *names)
{
  const VidimusStandInRequest *request = vidimus_stand_in_get_last (test->stand_in, VIDIMUS_DOOR_CLASSIFY);
  g_autofree char *part = g_strdup_printf ("SignedHeaders=%s, ", names);

  account_test_contains (vidimus_stand_in_get_header (request, "Authorization"), part);
  g_assert_null (vidimus_stand_in_get_header (request, "X-Auth-Token"));
}

static void
test_signed_headers (void)
{
  g_auto(AccountTest) keys = { NULL };
  g_auto(AccountTest) temporary = { NULL };

  account_test_init (&keys, VIDIMUS_AUTH_KEYS);
  g_assert_cmpuint (account_test_classify (&keys), ==, 200);
  assert_signed (&keys, "content-type;host;x-project-id;x-sdk-date");

  account_test_init (&temporary, VIDIMUS_AUTH_TEMPORARY_KEYS);
  g_object_set (temporary.profile, "enterprise-project", "0", NULL);
  g_assert_cmpuint (account_test_classify (&temporary), ==, 200);
  assert_signed (&temporary, "content-type;enterprise-project-id;host;x-project-id;x-sdk-date;x-security-token");
}

static void
test_enterprise_project (gconstpointer data)
{
  static const char id[] = "b261f0b8-bb7a-4a3d-a3f5-e1bd1b2b3d4a";
  g_auto(AccountTest) test = { NULL };
  const VidimusStandInRequest *request;

  account_test_init (&test, GPOINTER_TO_INT (data));
  g_object_set (test.profile, "enterprise-project", id, NULL);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  request = vidimus_stand_in_get_last (test.stand_in, VIDIMUS_DOOR_CLASSIFY);
  g_assert_cmpstr (vidimus_stand_in_get_header (request, "Enterprise-Project-Id"), ==, id);
}

/* Another host is asked without an account, and for the project "local". */
static void
test_none (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, "http://127.0.0.1/");
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  g_object_set (profile, "auth", VIDIMUS_AUTH_NONE, "enterprise-project", "0", NULL);
  g_set_object (&test.profile, profile);
  account_test_prepare (&test);
  vidimus_credentials_sign (test.credentials, message, "hash");

  g_assert_cmpstr (vidimus_credentials_get_project_id (test.credentials), ==, "local");
  g_assert_null (soup_message_headers_get_one (headers, "Authorization"));
  g_assert_null (soup_message_headers_get_one (headers, "X-Auth-Token"));
  g_assert_null (soup_message_headers_get_one (headers, "Enterprise-Project-Id"));
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (test.stand_in), ==, 0);
}

/* Both clocks at once. */
static void
let_pass (AccountTest *test,
          gint64       seconds)
{
  vidimus_stand_in_set_clock (test->stand_in, seconds);
  vidimus_credentials_set_clock (test->credentials, seconds);
}

static void
test_renewed_before_end (void)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  account_test_prepare (&test);
  let_pass (&test, DAY_S - 6 * 60);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (count_tokens (&test), ==, 1);

  let_pass (&test, DAY_S - 4 * 60);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (count_tokens (&test), ==, 2);
  g_assert_cmpuint (vidimus_stand_in_count (test.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 2);
}

/* A token that lives shorter than the margin is not asked for at every call. */
static void
test_short_life (void)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_set_token_life (test.stand_in, 4 * 60);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (count_tokens (&test), ==, 1);

  let_pass (&test, 3 * 60 + 5);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (count_tokens (&test), ==, 2);
}

static void
test_renewed_when_refused (void)
{
  g_auto(AccountTest) test = { NULL };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  for (guint i = 0; i < 3; i++)
    {
      vidimus_stand_in_void_tokens (test.stand_in);
      g_assert_cmpuint (account_test_classify (&test), ==, 200);
      g_assert_cmpuint (count_tokens (&test), ==, 2 + i);
    }
}

/* Refused again and again: it ends, and the next call begins with a new token. */
static void
test_refused_for_ever (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  account_test_queue (&test, VIDIMUS_DOOR_CLASSIFY, "refused", 3);
  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  g_assert_cmpuint (count_tokens (&test), ==, 2);
  error = account_test_explain (&test);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  account_test_contains (vidimus_error_get_advice (error), "sign-in worked");

  g_assert_cmpuint (account_test_classify (&test), ==, 401);
  g_assert_cmpuint (count_tokens (&test), ==, 3);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (count_tokens (&test), ==, 4);
  vidimus_stand_in_void_tokens (test.stand_in);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

/* Others that were refused with the same token take the one that replaced it. */
static void
test_refused_together (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autofree char *uri = NULL;
  SoupMessage *messages[4];

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  account_test_prepare (&test);
  uri = g_strconcat (vidimus_stand_in_get_uri (test.stand_in), "/v2/", VIDIMUS_STAND_IN_PROJECT,
                     "/ocr/auto-id-doc-classification", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      messages[i] = soup_message_new (SOUP_METHOD_POST, uri);
      vidimus_credentials_sign (test.credentials, messages[i], "hash");
    }

  vidimus_stand_in_void_tokens (test.stand_in);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      soup_session_send_and_read_async (test.session, messages[i], G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
      vidimus_test_await (&result);
      g_assert_cmpuint (soup_message_get_status (messages[i]), ==, 401);
      g_assert_true (vidimus_credentials_was_refused (test.credentials, messages[i], "APIG.0301"));
      account_test_prepare (&test);
      g_object_unref (messages[i]);
    }

  g_assert_cmpuint (count_tokens (&test), ==, 2);
  g_assert_cmpuint (account_test_classify (&test), ==, 200);
}

#define N_WAITERS 6

typedef struct
{
  GAsyncResult *results[N_WAITERS];
  GCancellable *cancellables[N_WAITERS];
} Crowd;

static void
begin (AccountTest *test,
       Crowd       *crowd)
{
  for (guint i = 0; i < N_WAITERS; i++)
    {
      crowd->cancellables[i] = g_cancellable_new ();
      vidimus_credentials_prepare_async (account_test_credentials (test), crowd->cancellables[i], vidimus_test_finish,
                                         &crowd->results[i]);
    }
}

static void
finish (AccountTest *test,
        Crowd       *crowd,
        guint        i,
        gboolean     fine)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (vidimus_credentials_prepare_finish (test->credentials, vidimus_test_await (&crowd->results[i]), &error) ==
                 fine);
  if (!fine)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&crowd->results[i]);
  g_clear_object (&crowd->cancellables[i]);
}

static void
test_single_flight (void)
{
  g_auto(AccountTest) test = { NULL };
  Crowd crowd = { { NULL } };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  begin (&test, &crowd);
  for (guint i = 0; i < N_WAITERS; i++)
    finish (&test, &crowd, i, TRUE);
  g_assert_cmpuint (count_tokens (&test), ==, 1);
}

static gboolean
has_asked (gpointer user_data)
{
  return count_tokens (user_data) > 0;
}

/* Who leaves does not take the others along; when all have left, nothing goes on. */
static void
test_leaving (void)
{
  g_auto(AccountTest) test = { NULL };
  Crowd crowd = { { NULL } };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  account_test_queue (&test, VIDIMUS_DOOR_TOKENS, "silent", 1);
  begin (&test, &crowd);
  vidimus_test_await_true (has_asked, &test);
  g_cancellable_cancel (crowd.cancellables[0]);
  finish (&test, &crowd, 0, FALSE);
  g_assert_null (crowd.results[1]);

  for (guint i = 1; i < N_WAITERS; i++)
    g_cancellable_cancel (crowd.cancellables[i]);
  for (guint i = 1; i < N_WAITERS; i++)
    finish (&test, &crowd, i, FALSE);

  g_assert_cmpuint (account_test_classify (&test), ==, 200);
  g_assert_cmpuint (count_tokens (&test), ==, 2);
}

/* Who comes later waits for the question that is under way. */
static void
test_joining (void)
{
  const VidimusStandInTurn late = { VIDIMUS_MANNER_LATE, .ms = 20 };
  g_auto(AccountTest) test = { NULL };
  Crowd crowd = { { NULL } };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_queue (test.stand_in, VIDIMUS_DOOR_TOKENS, &late);
  begin (&test, &crowd);
  vidimus_test_await_true (has_asked, &test);
  account_test_prepare (&test);
  for (guint i = 0; i < N_WAITERS; i++)
    finish (&test, &crowd, i, TRUE);
  g_assert_cmpuint (count_tokens (&test), ==, 1);
}

static void
test_some_leave (void)
{
  const VidimusStandInTurn late = { VIDIMUS_MANNER_LATE, .ms = 20 };
  g_auto(AccountTest) test = { NULL };
  Crowd crowd = { { NULL } };

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  vidimus_stand_in_queue (test.stand_in, VIDIMUS_DOOR_TOKENS, &late);
  begin (&test, &crowd);
  vidimus_test_await_true (has_asked, &test);
  g_cancellable_cancel (crowd.cancellables[0]);
  finish (&test, &crowd, 0, FALSE);
  for (guint i = 1; i < N_WAITERS; i++)
    finish (&test, &crowd, i, TRUE);
  g_assert_cmpuint (count_tokens (&test), ==, 1);
}

static void
test_cancelled_before (void)
{
  g_auto(AccountTest) test = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  account_test_init (&test, VIDIMUS_AUTH_PASSWORD);
  g_cancellable_cancel (cancellable);
  vidimus_credentials_prepare_async (account_test_credentials (&test), cancellable, vidimus_test_finish, &result);
  g_assert_false (vidimus_credentials_prepare_finish (test.credentials, vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (test.stand_in), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  account_test_begin ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *works = g_strdup_printf ("/credentials/works/%d", kinds[i]);
      g_autofree char *named = g_strdup_printf ("/credentials/project-named/%d", kinds[i]);
      g_autofree char *enterprise = g_strdup_printf ("/credentials/enterprise-project/%d", kinds[i]);

      g_test_add_data_func (works, GINT_TO_POINTER (kinds[i]), test_kind);
      g_test_add_data_func (named, GINT_TO_POINTER (kinds[i]), test_project_named);
      g_test_add_data_func (enterprise, GINT_TO_POINTER (kinds[i]), test_enterprise_project);
    }
  g_test_add_func ("/credentials/sign-in-body", test_sign_in_body);
  g_test_add_func ("/credentials/password-characters", test_password_characters);
  g_test_add_func ("/credentials/signed-headers", test_signed_headers);
  g_test_add_func ("/credentials/none", test_none);
  g_test_add_func ("/credentials/renewed-before-end", test_renewed_before_end);
  g_test_add_func ("/credentials/short-life", test_short_life);
  g_test_add_func ("/credentials/renewed-when-refused", test_renewed_when_refused);
  g_test_add_func ("/credentials/refused-for-ever", test_refused_for_ever);
  g_test_add_func ("/credentials/refused-together", test_refused_together);
  g_test_add_func ("/credentials/single-flight", test_single_flight);
  g_test_add_func ("/credentials/joining", test_joining);
  g_test_add_func ("/credentials/leaving", test_leaving);
  g_test_add_func ("/credentials/some-leave", test_some_leave);
  g_test_add_func ("/credentials/cancelled-before", test_cancelled_before);

  return g_test_run ();
}

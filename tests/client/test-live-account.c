/*
 * Calls of accounts, for real: the client, the real service with the real engine, and either the stand-in of the vendor's gateway
 * before it, or the service's own keys. VIDIMUS_LIVE_TYPE names the type that the engine should find in VIDIMUS_LIVE_IMAGE.
 */
#include "vidimus-account-test.h"
#include "vidimus-client-test.h"
#include "vidimus-steps-test.h"
#include "vidimus-test-sign.h"

#include <glib/gstdio.h>

/* Beyond what the service lets pass. */
#define HOUR_S (60 * 60)

static VidimusPicture *
open_picture (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  VidimusPicture *picture;
  char *content;
  gsize length;

  g_file_get_contents (g_getenv ("VIDIMUS_LIVE_IMAGE"), &content, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (content, length);
  picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);

  return picture;
}

static void
assert_answer (VidimusClient *client)
{
  g_autoptr(VidimusPicture) picture = open_picture ();
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = client_test_classify (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, &error);
  int score = -1;

  g_assert_no_error (error);
  g_assert_cmpstr (vidimus_result_get_type_code (vidimus_answer_get_result (answer)), ==, g_getenv ("VIDIMUS_LIVE_TYPE"));
  g_assert_true (vidimus_result_get_score (vidimus_answer_get_result (answer), VIDIMUS_ALARM_BLUR, &score));
  g_assert_nonnull (vidimus_answer_get_request_id (answer));
}

static VidimusClient *
make_client (VidimusProfile *profile,
             VidimusSecrets *secrets)
{
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_profile (profile, secrets, &error);

  g_assert_no_error (error);

  return client;
}

/* The vendor's cloud, as far as there is one here. */
static void
test_cloud (gconstpointer data)
{
  g_auto(AccountTest) account = { NULL };
  TestService *service = test_service_start_port ("--workers", "1", NULL);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", service->port);
  VidimusClient *client;

  account_test_init (&account, GPOINTER_TO_INT (data));
  vidimus_stand_in_set_backend (account.stand_in, uri);
  client = make_client (account.profile, account.secrets);
  assert_answer (client);
  g_assert_cmpuint (vidimus_stand_in_count (account.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 1);

  client_test_end (client);
  test_service_stop (service);
}

/* Another host: our service, which lets in whom its file of keys names. */
typedef struct
{
  TestService    *service;
  char           *keys;
  VidimusProfile *profile;
  VidimusSecrets *secrets;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *uri = NULL;

  f->keys = test_write_keys (TEST_KEYS, 0600);
  f->service = test_service_start_port ("--workers", "1", "--keys", f->keys, NULL);
  uri = g_strdup_printf ("http://127.0.0.1:%u", f->service->port);
  f->secrets = vidimus_secrets_new ();
  f->profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_object_set (f->profile, "endpoint", uri, "auth", VIDIMUS_AUTH_KEYS, "access-key", TEST_ACCESS_KEY,
                "project-id", TEST_PROJECT, NULL);
  vidimus_secrets_remember (f->secrets, vidimus_profile_get_id (f->profile), VIDIMUS_SECRET_SECRET_KEY, TEST_SECRET_KEY);
  vidimus_secrets_remember (f->secrets, vidimus_profile_get_id (f->profile), VIDIMUS_SECRET_TOKEN, TEST_TOKEN);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *dir = g_path_get_dirname (f->keys);

  g_clear_object (&f->profile);
  g_clear_object (&f->secrets);
  test_service_stop (f->service);
  g_unlink (f->keys);
  g_rmdir (dir);
  g_clear_pointer (&f->keys, g_free);
}

static void
test_host (Fixture       *f,
           gconstpointer  auth)
{
  VidimusClient *client;

  g_object_set (f->profile, "auth", GPOINTER_TO_INT (auth), NULL);
  client = make_client (f->profile, f->secrets);
  assert_answer (client);
  client_test_end (client);
}

/* A clock that is an hour off is found out by being refused, and the call works. */
static void
test_host_skew (Fixture       *f,
                gconstpointer  data)
{
  VidimusClient *client = make_client (f->profile, f->secrets);

  vidimus_credentials_set_clock (vidimus_client_get_credentials (client), GPOINTER_TO_INT (data) * HOUR_S);
  g_assert_null (vidimus_client_get_warning (client));
  assert_answer (client);
  account_test_contains (vidimus_client_get_warning (client), "clock is 60 minutes");
  client_test_end (client);
}

static void
test_host_refuses (Fixture       *f,
                   gconstpointer  auth)
{
  static const char wrong[] = "0123456789012345678901234567890123456789";
  g_auto(StepsTest) steps = { NULL };
  const char *id = vidimus_profile_get_id (f->profile);

  g_object_set (f->profile, "auth", GPOINTER_TO_INT (auth), NULL);
  vidimus_secrets_remember (f->secrets, id, VIDIMUS_SECRET_SECRET_KEY, wrong);
  vidimus_secrets_remember (f->secrets, id, VIDIMUS_SECRET_TOKEN, wrong);
  steps_test_run (&steps, f->profile, f->secrets);
  steps_test_failed (&steps, VIDIMUS_STEP_CALL, VIDIMUS_ERROR_ACCOUNT, NULL,
                     GPOINTER_TO_INT (auth) == VIDIMUS_AUTH_KEYS ? "secret key (SK)" : "paste it");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/live-account/cloud/password", GINT_TO_POINTER (VIDIMUS_AUTH_PASSWORD), test_cloud);
  g_test_add_data_func ("/live-account/cloud/keys", GINT_TO_POINTER (VIDIMUS_AUTH_KEYS), test_cloud);
  g_test_add ("/live-account/host/keys", Fixture, GINT_TO_POINTER (VIDIMUS_AUTH_KEYS), set_up, test_host, tear_down);
  g_test_add ("/live-account/host/token", Fixture, GINT_TO_POINTER (VIDIMUS_AUTH_TOKEN), set_up, test_host, tear_down);
  g_test_add ("/live-account/host/clock-ahead", Fixture, GINT_TO_POINTER (1), set_up, test_host_skew, tear_down);
  g_test_add ("/live-account/host/clock-behind", Fixture, GINT_TO_POINTER (-1), set_up, test_host_skew, tear_down);
  g_test_add ("/live-account/host/wrong-key", Fixture, GINT_TO_POINTER (VIDIMUS_AUTH_KEYS), set_up, test_host_refuses, tear_down);
  g_test_add ("/live-account/host/wrong-token", Fixture, GINT_TO_POINTER (VIDIMUS_AUTH_TOKEN), set_up, test_host_refuses,
              tear_down);

  return g_test_run ();
}

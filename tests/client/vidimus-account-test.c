#include "vidimus-account-test.h"

#include "vidimus-error.h"

#include <string.h>

#define BODY "{\"data\":\"eA==\",\"alarm\":true}"
#define MAX_ATTEMPTS 5
#define LAST_ERROR "account-test-error"

static const char * const secret_words[] = { VIDIMUS_STAND_IN_PASSWORD, VIDIMUS_STAND_IN_SK, "MIItoken", "temporarysecret",
                                             "ggpjbi1ub3J0aC0xT" };

void
account_test_init (AccountTest     *test,
                   VidimusAuthKind  auth)
{
  g_autofree char *access_key = NULL, *secret_key = NULL, *security_token = NULL, *token = NULL;
  const char *id;

  test->stand_in = vidimus_stand_in_new (NULL);
  test->secrets = vidimus_secrets_new ();
  test->session = soup_session_new ();
  test->profile = vidimus_profile_new (VIDIMUS_PROFILE_HUAWEI);
  g_object_set (test->profile, "name", "Bank", "auth", auth, "endpoint", vidimus_stand_in_get_uri (test->stand_in),
                "iam-endpoint", vidimus_stand_in_get_uri (test->stand_in), "region", VIDIMUS_STAND_IN_REGION,
                "user", VIDIMUS_STAND_IN_USER, "domain", VIDIMUS_STAND_IN_DOMAIN, "access-key", VIDIMUS_STAND_IN_AK, NULL);

  id = vidimus_profile_get_id (test->profile);
  vidimus_secrets_remember (test->secrets, id, VIDIMUS_SECRET_PASSWORD, VIDIMUS_STAND_IN_PASSWORD);
  vidimus_secrets_remember (test->secrets, id, VIDIMUS_SECRET_SECRET_KEY, VIDIMUS_STAND_IN_SK);
  if (auth == VIDIMUS_AUTH_TEMPORARY_KEYS)
    {
      vidimus_stand_in_issue_keys (test->stand_in, 15 * 60, &access_key, &secret_key, &security_token);
      g_object_set (test->profile, "access-key", access_key, NULL);
      vidimus_secrets_remember (test->secrets, id, VIDIMUS_SECRET_SECRET_KEY, secret_key);
      vidimus_secrets_remember (test->secrets, id, VIDIMUS_SECRET_SECURITY_TOKEN, security_token);
    }
  else if (auth == VIDIMUS_AUTH_TOKEN)
    {
      token = vidimus_stand_in_issue_token (test->stand_in, VIDIMUS_STAND_IN_REGION);
      vidimus_secrets_remember (test->secrets, id, VIDIMUS_SECRET_TOKEN, token);
    }
}

static gboolean
is_last_reference (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

void
account_test_clear (AccountTest *test)
{
  if (test->credentials != NULL)
    {
      vidimus_test_await_true (is_last_reference, test->credentials);
      g_assert_finalize_object (g_steal_pointer (&test->credentials));
    }
  g_clear_object (&test->session);
  g_clear_object (&test->secrets);
  g_clear_object (&test->profile);
  g_clear_pointer (&test->stand_in, vidimus_stand_in_free);
}

VidimusCredentials *
account_test_credentials (AccountTest *test)
{
  if (test->credentials == NULL)
    test->credentials = vidimus_credentials_new (test->profile, test->secrets, test->session);

  return test->credentials;
}

static gboolean
prepare (AccountTest  *test,
         GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_credentials_prepare_async (account_test_credentials (test), NULL, vidimus_test_finish, &result);

  return vidimus_credentials_prepare_finish (test->credentials, vidimus_test_await (&result), error);
}

void
account_test_prepare (AccountTest *test)
{
  g_autoptr(GError) error = NULL;

  prepare (test, &error);
  g_assert_no_error (error);
}

GError *
account_test_fail (AccountTest *test)
{
  GError *error = NULL;

  g_assert_false (prepare (test, &error));
  g_assert_nonnull (error);

  return error;
}

static void
keep_error (AccountTest *test,
            SoupMessage *message,
            GBytes      *body)
{
  guint status = soup_message_get_status (message);
  GError *error = NULL;

  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    error = vidimus_error_new_from_answer (status, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
  if (error != NULL)
    vidimus_credentials_advise (test->credentials, error);
  g_object_set_data_full (G_OBJECT (test->credentials), LAST_ERROR, error, (GDestroyNotify) g_error_free);
}

static SoupMessage *
send (AccountTest *test)
{
  g_autofree char *uri = g_strdup_printf ("%s/v2/%s/ocr/auto-id-doc-classification", vidimus_stand_in_get_uri (test->stand_in),
                                          vidimus_credentials_get_project_id (test->credentials));
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, uri);
  g_autoptr(GBytes) sent = g_bytes_new_static (BODY, strlen (BODY));
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, sent);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", sent);
  vidimus_credentials_sign (test->credentials, message, hash);
  soup_session_send_and_read_async (test->session, message, G_PRIORITY_DEFAULT, NULL, vidimus_test_finish, &result);
  body = soup_session_send_and_read_finish (test->session, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  keep_error (test, message, body);

  return g_steal_pointer (&message);
}

guint
account_test_classify (AccountTest *test)
{
  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    {
      g_autoptr(SoupMessage) message = NULL;

      account_test_prepare (test);
      message = send (test);
      if (!vidimus_credentials_was_refused (test->credentials, message, NULL))
        return soup_message_get_status (message);
    }

  g_error ("It would try for ever");
}

GError *
account_test_explain (AccountTest *test)
{
  const GError *error = g_object_get_data (G_OBJECT (test->credentials), LAST_ERROR);

  return error != NULL ? g_error_copy (error) : NULL;
}

void
account_test_queue (AccountTest        *test,
                    VidimusStandInDoor  door,
                    const char         *turn,
                    guint               n)
{
  VidimusStandInTurn kind;

  g_assert_true (vidimus_stand_in_turn_by_name (turn, &kind));
  for (guint i = 0; i < n; i++)
    vidimus_stand_in_queue (test->stand_in, door, &kind);
}

void
account_test_contains (const char *text,
                       const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static GLogWriterOutput
watch_cb (GLogLevelFlags   level,
          const GLogField *fields,
          gsize            n_fields,
          gpointer         user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (secret_words); j++)
      if (fields[i].length < 0 && strstr (fields[i].value, secret_words[j]) != NULL)
        g_abort (); /* to say more would tell it */

  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
    {
      g_log_writer_standard_streams (level, fields, n_fields, NULL);
      g_abort ();
    }

  return level & G_LOG_LEVEL_DEBUG ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, NULL);
}

void
account_test_begin (void)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE); /* nobody's keyring is asked */
  g_log_set_writer_func (watch_cb, NULL, NULL);
}

/* Whole calls of a client for a profile, against the stand-in of the vendor's cloud. */
#include "vidimus-account-test.h"
#include "vidimus-client-test.h"

#include "vidimus-error.h"
#include "vidimus-imaging-fixtures.h"

#include <string.h>

typedef struct
{
  AccountTest         account;
  VidimusClient      *client;
  VidimusPicture     *picture;
  VidimusCallLog     *log;
  ClientTestProgress  progress;
} Fixture;

static void
make_client (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  f->client = vidimus_client_new_for_profile (f->account.profile, f->account.secrets, &error);
  g_assert_no_error (error);
  vidimus_client_set_log (f->client, f->log);
  vidimus_client_set_retry (f->client, &CLIENT_TEST_HASTY);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  account_test_init (&f->account, GPOINTER_TO_INT (data));
  f->picture = client_test_picture (32, 24);
  f->log = vidimus_call_log_new ();
  f->progress.cancel_at = -1;
  make_client (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  client_test_end (f->client);
  account_test_clear (&f->account);
  g_object_unref (f->picture);
  g_object_unref (f->log);
}

static VidimusAnswer *
classify (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  VidimusAnswer *answer = client_test_classify (f->client, f->picture, VIDIMUS_CALL_ALARMS, &f->progress, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

static GError *
refuse (Fixture *f)
{
  GError *error = NULL;

  g_assert_null (client_test_classify (f->client, f->picture, VIDIMUS_CALL_ALARMS, &f->progress, NULL, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);

  return error;
}

static VidimusCallRecord *
get_record (Fixture *f,
            guint    position)
{
  g_autoptr(VidimusCallRecord) record = g_list_model_get_item (G_LIST_MODEL (f->log), position);

  g_assert_nonnull (record);

  return record; /* the log holds it */
}

static void
assert_no_secrets (Fixture *f)
{
  g_autoptr(GString) all = g_string_new (NULL);
  const VidimusStandInRequest *request = vidimus_stand_in_get_last (f->account.stand_in, VIDIMUS_DOOR_CLASSIFY);
  const char *authorization = vidimus_stand_in_get_header (request, "Authorization");
  const char *token = vidimus_stand_in_get_header (request, "X-Auth-Token");
  const char *sts = vidimus_stand_in_get_header (request, "X-Security-Token");

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->log)); i++)
    {
      VidimusCallRecord *record = get_record (f, i);

      g_string_append_printf (all, "%s%s%s", vidimus_call_record_get_request (record),
                              vidimus_call_record_get_response (record), vidimus_call_record_get_curl (record));
    }
  g_assert_null (strstr (all->str, VIDIMUS_STAND_IN_SK));
  g_assert_null (strstr (all->str, VIDIMUS_STAND_IN_PASSWORD));
  if (authorization != NULL)
    g_assert_null (strstr (all->str, strstr (authorization, "Signature=") + strlen ("Signature=")));
  if (token != NULL)
    g_assert_null (strstr (all->str, token));
  if (sts != NULL)
    g_assert_null (strstr (all->str, sts));
}

/* Each way to sign in; the stand-in verifies the signature, also of the body. */
static void
test_answered (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = classify (f);
  VidimusCallRecord *record = get_record (f, 0);

  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 1);
  g_assert_cmpstr (vidimus_answer_get_service (answer), ==, "Bank");
  g_assert_cmpstr (vidimus_client_get_name (f->client), ==, "Bank");
  g_assert_true (vidimus_client_get_profile (f->client) == f->account.profile);
  g_assert_false (vidimus_client_is_local (f->client));
  g_assert_cmpint (f->progress.stages[0], ==, VIDIMUS_CALL_PREPARING);
  g_assert_cmpint (f->progress.stages[1], ==, VIDIMUS_CALL_SIGNING_IN);
  g_assert_cmpint (f->progress.stages[2], ==, VIDIMUS_CALL_SENDING);
  g_assert_cmpint (f->progress.stages[3], ==, VIDIMUS_CALL_WAITING);
  g_assert_true (vidimus_call_record_is_billed (record));
  assert_no_secrets (f);
}

/* The same token and connection serve again. */
static void
test_twice (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(VidimusAnswer) first = classify (f), second = classify (f);

  g_assert_true (first != second);
  g_assert_cmpuint (vidimus_stand_in_count (f->account.stand_in, VIDIMUS_DOOR_TOKENS), ==, 1);
  g_assert_cmpfloat (vidimus_call_record_get_ms (get_record (f, 1), VIDIMUS_PHASE_CONNECT), <, 0.0);
}

static void
test_token_ended (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(VidimusAnswer) first = classify (f), second = NULL;

  g_assert_cmpuint (vidimus_answer_get_attempt (first), ==, 1);
  vidimus_stand_in_void_tokens (f->account.stand_in);
  second = classify (f);
  g_assert_cmpuint (vidimus_answer_get_attempt (second), ==, 2);
  g_assert_cmpuint (f->progress.n_pauses, ==, 0);
  g_assert_cmpuint (vidimus_stand_in_count (f->account.stand_in, VIDIMUS_DOOR_TOKENS), ==, 2);
  g_assert_cmpuint (vidimus_call_record_get_status (get_record (f, 1)), ==, 401);
  g_assert_false (vidimus_call_record_is_billed (get_record (f, 1)));
  g_assert_cmpuint (vidimus_call_record_get_status (get_record (f, 2)), ==, 200);
}

static void
test_clock (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = NULL;

  client_test_end (f->client); /* with a project id nobody asks IAM, which would tell the time */
  g_object_set (f->account.profile, "project-id", VIDIMUS_STAND_IN_PROJECT, NULL);
  make_client (f);
  vidimus_stand_in_set_clock (f->account.stand_in, 3600);
  answer = classify (f);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 2);
  g_assert_cmpuint (f->progress.n_pauses, ==, 0);
}

/* Signed anew for each attempt; what was not answered may be charged for all the same, and that is said. */
static void
test_retried (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = NULL;

  account_test_queue (&f->account, VIDIMUS_DOOR_CLASSIFY, "throttled", 1);
  account_test_queue (&f->account, VIDIMUS_DOOR_CLASSIFY, "broken", 1);
  answer = classify (f);
  g_assert_cmpuint (vidimus_answer_get_attempt (answer), ==, 3);
  g_assert_cmpuint (f->progress.n_pauses, ==, 2);
  g_assert_null (strstr (vidimus_call_record_get_problem (get_record (f, 0)), "charged"));
  g_assert_nonnull (strstr (vidimus_call_record_get_problem (get_record (f, 1)), "charged"));
  g_assert_false (vidimus_call_record_is_billed (get_record (f, 1)));
  assert_no_secrets (f);
}

/* On a connection that was there: one that only had been kept too long is made anew at once, one that broke within an answer is not. */
static void
test_broken_later (Fixture       *f,
                   gconstpointer  data)
{
  static const char *const turns[] = { "broken", "cut" };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr(VidimusAnswer) first = classify (f), second = NULL;

      g_assert_nonnull (first);
      account_test_queue (&f->account, VIDIMUS_DOOR_CLASSIFY, turns[i], 1);
      second = classify (f);
      g_assert_cmpuint (vidimus_answer_get_attempt (second), ==, 2);
      g_assert_cmpuint (f->progress.n_pauses, ==, i + 1);
      g_assert_cmpuint (f->progress.pause_ms, ==, i);
    }
}

static void
test_forbidden (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  vidimus_stand_in_set_subscribed (f->account.stand_in, FALSE);
  error = refuse (f);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_cmpuint (vidimus_stand_in_count (f->account.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 1);
  g_assert_nonnull (strstr (vidimus_error_get_advice (error), VIDIMUS_STAND_IN_REGION));
}

static void
test_wrong_password (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  vidimus_stand_in_set_password (f->account.stand_in, "another");
  error = refuse (f);
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  g_assert_cmpuint (vidimus_stand_in_count (f->account.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 0);
  g_assert_cmpint (f->progress.stages[f->progress.n_stages - 1], ==, VIDIMUS_CALL_SIGNING_IN);
}

/* Signing in has bad moments too. */
static void
test_sign_in_again (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = NULL;

  account_test_queue (&f->account, VIDIMUS_DOOR_TOKENS, "unavailable", 1);
  answer = classify (f);
  g_assert_nonnull (answer);
  g_assert_cmpuint (f->progress.n_pauses, ==, 1);
}

static void
test_cancelled_signing_in (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  account_test_queue (&f->account, VIDIMUS_DOOR_TOKENS, "silent", 1);
  f->progress.cancellable = cancellable;
  f->progress.cancel_at = VIDIMUS_CALL_SIGNING_IN;
  g_assert_null (client_test_classify (f->client, f->picture, 0, &f->progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->log)), ==, 0);
}

static void
test_captive (Fixture       *f,
              gconstpointer  data)
{
  static const char * const turns[] = { "captive", "redirect" };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr(GError) error = NULL;

      account_test_queue (&f->account, VIDIMUS_DOOR_CLASSIFY, turns[i], 1);
      error = refuse (f);
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
      g_assert_cmpint (strstr (error->message, "sign-in page") != NULL, ==, i == 0);
    }
}

/* What a telephone notes down stays here, unless the profile says otherwise. */
static void
test_metadata (Fixture       *f,
               gconstpointer  data)
{
  static const char secret[] = "GPS 48.8584N";
  g_autoptr(GBytes) told = fixture_png_with_chunk (vidimus_picture_get_bytes (f->picture), "eXIf", secret, strlen (secret));
  gsize sizes[2];

  g_clear_object (&f->picture);
  f->picture = vidimus_picture_new_from_bytes (told, &VIDIMUS_DECODE_DESK, NULL, NULL);
  for (guint keep = 0; keep <= 1; keep++)
    {
      g_autoptr(VidimusAnswer) answer = NULL;
      const char *how;

      client_test_end (f->client);
      g_object_set (f->account.profile, "keep-metadata", keep, NULL);
      make_client (f);
      answer = classify (f);
      vidimus_answer_get_sent (answer, NULL, NULL, &sizes[keep], &how);
      g_assert_cmpstr (how, ==, keep ? NULL : "Metadata removed");
      g_assert_cmpint (strstr (vidimus_call_record_get_curl (get_record (f, keep)), "changed copy") != NULL, ==, !keep);
    }
  g_assert_cmpuint (sizes[1], ==, g_bytes_get_size (told));
  g_assert_cmpuint (sizes[0] + 12 + strlen (secret), ==, sizes[1]);
}

static VidimusAnswer *
classify_address (Fixture         *f,
                  const char      *address,
                  VidimusPicture  *picture,
                  GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_client_classify_address_async (f->client, address, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, NULL,
                                         vidimus_test_finish, &result);

  return vidimus_client_classify_finish (f->client, vidimus_test_await (&result), error);
}

static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  int width;

  g_assert_true (vidimus_client_sends_addresses (f->client));
  answer = classify_address (f, "https://例え.example/证件 1.jpg?a=%20", NULL, &error);
  g_assert_no_error (error);
  g_assert_false (vidimus_answer_is_mapped (answer));
  g_assert_true (vidimus_answer_get_result (answer) == vidimus_answer_get_raw_result (answer));
  vidimus_answer_get_sent (answer, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, ==, 0);
  g_assert_nonnull (strstr (vidimus_answer_get_request_text (answer),
                            "\"url\": \"https://xn--r8jz45g.example/%E8%AF%81%E4%BB%B6%201.jpg?a=%20\""));
  g_assert_nonnull (strstr (vidimus_call_record_get_title (get_record (f, 0)), "xn--r8jz45g"));
  g_assert_cmpuint (vidimus_stand_in_get_last (f->account.stand_in, VIDIMUS_DOOR_CLASSIFY)->body_bytes, <, 200);
  assert_no_secrets (f);
}

/* What opens the image only for its owner is sent, and not shown. */
static void
test_address_signed (Fixture       *f,
                     gconstpointer  data)
{
  static const char address[] = "https://bucket.obs.example/a.jpg?AccessKeyId=AK&Expires=9&Signature=s3cret";
  g_autoptr(VidimusAnswer) answer = classify_address (f, address, NULL, NULL);
  VidimusCallRecord *record = get_record (f, 0);

  g_assert_nonnull (answer);
  g_assert_null (strstr (vidimus_call_record_get_request (record), "s3cret"));
  g_assert_null (strstr (vidimus_call_record_get_curl (record), "s3cret"));
  g_assert_nonnull (strstr (vidimus_call_record_get_curl (record), "$VIDIMUS_URL"));
  g_assert_null (strstr (vidimus_call_record_get_title (record), "s3cret"));
  g_assert_nonnull (strstr (vidimus_call_record_get_title (record), "bucket.obs.example/a.jpg"));
}

static void
test_address_mapped (Fixture       *f,
                     gconstpointer  data)
{
  static const char address[] = "https://example.org/a.jpg";
  g_autoptr(VidimusPicture) small = client_test_picture (20, 20), square = client_test_picture (40, 40);
  g_autoptr(GBytes) lying = fixture_png_with_exif (vidimus_picture_get_bytes (square), 6);
  g_autoptr(VidimusPicture) sideways = vidimus_picture_new_from_bytes (lying, &VIDIMUS_DECODE_DESK, NULL, NULL);
  g_autoptr(VidimusAnswer) fits = NULL, other = NULL, turned = NULL;
  const char *how;

  vidimus_stand_in_set_answer (f->account.stand_in, CLIENT_TEST_ANSWER);
  fits = classify_address (f, address, f->picture, NULL);
  g_assert_nonnull (fits);
  g_assert_true (vidimus_answer_is_mapped (fits));

  other = classify_address (f, address, small, NULL); /* the document reaches to 31, 21 */
  g_assert_nonnull (other);
  g_assert_false (vidimus_answer_is_mapped (other));
  vidimus_answer_get_sent (other, NULL, NULL, NULL, &how);
  g_assert_nonnull (strstr (how, "another size"));

  turned = classify_address (f, address, sideways, NULL);
  g_assert_nonnull (turned);
  g_assert_false (vidimus_answer_is_mapped (turned));
  vidimus_answer_get_sent (turned, NULL, NULL, NULL, &how);
  g_assert_nonnull (strstr (how, "lies on its side"));
}

static void
test_address_wrong (Fixture       *f,
                    gconstpointer  data)
{
  static const char * const wrong[] = { "", "a.jpg", "ftp://example.org/a.jpg", "https://", "https:///a.jpg", "https://\xff/" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (classify_address (f, wrong[i], NULL, &error));
      g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
      g_assert_cmpstr (vidimus_error_get_api_code (error), ==, "ModelArts.4601");
    }
  g_assert_cmpuint (vidimus_stand_in_get_n_requests (f->account.stand_in), ==, 0);
}

static void
test_settings (void)
{
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) local = vidimus_profile_new_local (), other = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_profile (local, secrets, &error);

  g_assert_no_error (error);
  g_assert_true (vidimus_client_is_local (client));
  g_assert_false (vidimus_client_sends_addresses (client));
  g_assert_true (vidimus_client_get_profile (client) == local);
  g_assert_finalize_object (client);

  g_assert_null (vidimus_client_new_for_profile (other, secrets, &error)); /* it has no address */
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);

  client = vidimus_client_new_local (NULL);
  g_assert_cmpint (vidimus_profile_get_kind (vidimus_client_get_profile (client)), ==, VIDIMUS_PROFILE_LOCAL);
  g_assert_finalize_object (client);
  client = vidimus_client_new_for_endpoint ("http://example.org/", "p", NULL);
  g_assert_cmpint (vidimus_profile_get_kind (vidimus_client_get_profile (client)), ==, VIDIMUS_PROFILE_OTHER);
  g_assert_false (vidimus_client_sends_addresses (client));
  g_assert_finalize_object (client);
}

#define ADD(path, auth, func) \
  g_test_add ("/account-call/" path, Fixture, GINT_TO_POINTER (auth), set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  account_test_begin ();

  ADD ("password", VIDIMUS_AUTH_PASSWORD, test_answered);
  ADD ("keys", VIDIMUS_AUTH_KEYS, test_answered);
  ADD ("temporary-keys", VIDIMUS_AUTH_TEMPORARY_KEYS, test_answered);
  ADD ("token", VIDIMUS_AUTH_TOKEN, test_answered);
  ADD ("twice", VIDIMUS_AUTH_PASSWORD, test_twice);
  ADD ("token-ended", VIDIMUS_AUTH_PASSWORD, test_token_ended);
  ADD ("clock", VIDIMUS_AUTH_KEYS, test_clock);
  ADD ("retried", VIDIMUS_AUTH_KEYS, test_retried);
  ADD ("broken-later", VIDIMUS_AUTH_KEYS, test_broken_later);
  ADD ("forbidden", VIDIMUS_AUTH_KEYS, test_forbidden);
  ADD ("wrong-password", VIDIMUS_AUTH_PASSWORD, test_wrong_password);
  ADD ("sign-in-again", VIDIMUS_AUTH_PASSWORD, test_sign_in_again);
  ADD ("cancelled-signing-in", VIDIMUS_AUTH_PASSWORD, test_cancelled_signing_in);
  ADD ("captive", VIDIMUS_AUTH_KEYS, test_captive);
  ADD ("metadata", VIDIMUS_AUTH_KEYS, test_metadata);
  ADD ("address", VIDIMUS_AUTH_KEYS, test_address);
  ADD ("address/signed", VIDIMUS_AUTH_KEYS, test_address_signed);
  ADD ("address/mapped", VIDIMUS_AUTH_KEYS, test_address_mapped);
  ADD ("address/wrong", VIDIMUS_AUTH_KEYS, test_address_wrong);
  g_test_add_func ("/account-call/settings", test_settings);

  return g_test_run ();
}

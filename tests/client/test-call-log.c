#include "vidimus-call-record-private.h"
#include "vidimus-client-test.h"

#include "vidimus-error.h"
#include "vidimus-transcript-private.h"

#include <string.h>

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  guint *status = user_data;
  const char *body = *status == 200 ? CLIENT_TEST_ANSWER : "{\"error_code\":\"AIS.0103\",\"error_msg\":\"x\"}";

  soup_server_message_set_status (message, *status, NULL);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "X-Request-Id", "id-9");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static VidimusCallRecord *
get_record (VidimusCallLog *log,
            guint           position)
{
  g_autoptr(VidimusCallRecord) record = g_list_model_get_item (G_LIST_MODEL (log), position);

  g_assert_true (VIDIMUS_IS_CALL_RECORD (record));

  return record; /* the log holds it */
}

static void
assert_phases (VidimusCallRecord *record,
               guint              n) /* so many of them happened; the others did not */
{
  double sum = 0.0;

  for (VidimusCallPhase i = 0; i < VIDIMUS_N_PHASES; i++)
    {
      double ms = vidimus_call_record_get_ms (record, i);

      g_test_message ("%s: %.3f", vidimus_call_phase_get_title (i), ms);
      g_assert_cmpint (ms >= 0.0, ==, i < n);
      sum += MAX (ms, 0.0);
    }
  g_assert_cmpfloat_with_epsilon (sum, vidimus_call_record_get_total_ms (record), 1.0);
}

/* An answer, an error, and no answer at all: each leaves a record. */
static void
test_records (void)
{
  guint status = 200;
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (answer_cb, &status, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(VidimusCallLog) log = vidimus_call_log_new ();
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  VidimusCallRecord *record;

  vidimus_picture_set_name (picture, "front.png");
  vidimus_client_set_log (client, log);
  answer = client_test_classify (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), ==, 1);
  record = get_record (log, 0);
  g_assert_cmpstr (vidimus_call_record_get_title (record), ==, "front.png");
  g_assert_cmpstr (vidimus_call_record_get_service (record), ==, "127.0.0.1");
  g_assert_nonnull (vidimus_call_record_get_begun (record));
  g_assert_cmpuint (vidimus_call_record_get_attempt (record), ==, 1);
  g_assert_cmpuint (vidimus_call_record_get_status (record), ==, 200);
  g_assert_false (vidimus_call_record_is_billed (record));
  g_assert_null (vidimus_call_record_get_code (record));
  g_assert_null (vidimus_call_record_get_problem (record));
  g_assert_cmpstr (vidimus_call_record_get_request_id (record), ==, "id-9");
  g_assert_cmpfloat (vidimus_call_record_get_total_ms (record), >, 0.0);
  assert_phases (record, VIDIMUS_N_PHASES);
  g_assert_nonnull (strstr (vidimus_call_record_get_curl (record), "base64 < 'front.png'"));
  g_assert_cmpstr (vidimus_call_record_get_request (record), ==, vidimus_answer_get_request_text (answer));
  g_assert_cmpstr (vidimus_call_record_get_response (record), ==, vidimus_answer_get_response_text (answer));

  status = 400;
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  record = get_record (log, 1);
  g_assert_cmpuint (vidimus_call_record_get_status (record), ==, 400);
  g_assert_cmpstr (vidimus_call_record_get_code (record), ==, "AIS.0103");
  g_assert_cmpstr (vidimus_call_record_get_problem (record), ==, error->message);
  g_clear_error (&error);

  vidimus_test_stop (server);
  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  record = get_record (log, 2);
  g_assert_cmpuint (vidimus_call_record_get_status (record), ==, 0);
  g_assert_null (vidimus_call_record_get_response (record));
  assert_phases (record, VIDIMUS_PHASE_SEND); /* refused */
  g_assert_cmpstr (vidimus_call_record_get_problem (record), ==, error->message);

  client_test_end (client);
}

/* What signs a request is in no text, also when the service repeats it. */
static void
test_secrets (void)
{
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, "https://example.org/");
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *request = NULL, *response = NULL;

  soup_message_headers_append (headers, "X-Auth-Token", "MIIsecret");
  soup_message_headers_append (headers, "x-security-token", "stssecret");
  soup_message_headers_append (headers, "Authorization",
                               "SDK-HMAC-SHA256 Access=AKNAME, SignedHeaders=host;x-sdk-date, Signature=0123secret");
  soup_message_headers_append (soup_message_get_response_headers (message), "X-Subject-Token", "newsecret");
  request = vidimus_transcript_of_request (message, "data", "(image)", TRUE);
  response = vidimus_transcript_of_response (message, "{\"echo\": [\"MIIsecret\", \"0123secret\", \"stssecret\"]}");

  g_assert_null (strstr (request, "secret"));
  g_assert_null (strstr (response, "secret"));
  g_assert_nonnull (strstr (request, "Access=AKNAME, SignedHeaders=host;x-sdk-date, Signature=(left out)"));
  g_assert_nonnull (strstr (request, "\"data\": \"(image)\""));
  g_assert_nonnull (strstr (response, "\"echo\": [\"(left out)\""));

  g_clear_pointer (&request, g_free);
  soup_message_headers_replace (headers, "Authorization", "Bearer Signature=secret");
  request = vidimus_transcript_of_request (message, "url", "https://example.org/a.png", FALSE);
  g_assert_null (strstr (request, "secret"));
  g_assert_nonnull (strstr (request, "\"url\": \"https://example.org/a.png\""));
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  guint *n = user_data;

  g_assert_cmpuint (position, <=, *n - removed);
  *n = *n - removed + added;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, *n);
}

/* The newest are kept, and a list that shows them is told. */
static void
test_log (void)
{
  g_autoptr(VidimusCallLog) log = vidimus_call_log_new ();
  guint n = 0;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (log)) == VIDIMUS_TYPE_CALL_RECORD);
  g_signal_connect (log, "items-changed", G_CALLBACK (items_changed_cb), &n);
  for (guint i = 1; i <= 510; i++)
    {
      VidimusCallRecord *record = vidimus_call_record_new ();

      record->attempt = i;
      vidimus_call_log_add (log, record);
    }
  g_assert_cmpuint (n, ==, 500);
  g_assert_cmpuint (vidimus_call_record_get_attempt (get_record (log, 0)), ==, 11);
  g_assert_cmpuint (vidimus_call_record_get_attempt (get_record (log, 499)), ==, 510);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (log), 500));

  vidimus_call_log_clear (log);
  g_assert_cmpuint (n, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call-log/records", test_records);
  g_test_add_func ("/call-log/secrets", test_secrets);
  g_test_add_func ("/call-log/log", test_log);

  return g_test_run ();
}

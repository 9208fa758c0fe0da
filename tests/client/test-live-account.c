/*
 * The whole road of a call to an account: the client, the gateway's stand-in that verifies who asks, the real service, the real engine.
 * VIDIMUS_LIVE_TYPE names the type that the engine should find in VIDIMUS_LIVE_IMAGE.
 */
#include "vidimus-account-test.h"
#include "vidimus-client-test.h"

#include <signal.h>
#include <string.h>

#define LISTENING "listening on "

static GSubprocess *service;
static char *service_uri;

static void
start_service (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDataInputStream) lines = NULL;

  service = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("VIDIMUS_SERVICE"), "--listen", "127.0.0.1:0",
                              "--workers", "1", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (service));
  while (service_uri == NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      const char *address = line != NULL ? strstr (line, LISTENING) : NULL;

      g_assert_no_error (error);
      g_assert_nonnull (line); /* it ended */
      if (address != NULL)
        service_uri = g_strstrip (g_strdup (address + strlen (LISTENING)));
    }
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
}

static void
stop_service (void)
{
  g_subprocess_send_signal (service, SIGTERM);
  g_subprocess_wait (service, NULL, NULL);
  g_clear_object (&service);
  g_clear_pointer (&service_uri, g_free);
}

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
test_whole (gconstpointer data)
{
  g_auto(AccountTest) account = { NULL };
  g_autoptr(VidimusPicture) picture = open_picture ();
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  VidimusClient *client;
  int score = -1;

  account_test_init (&account, GPOINTER_TO_INT (data));
  vidimus_stand_in_set_backend (account.stand_in, service_uri);
  client = vidimus_client_new_for_profile (account.profile, account.secrets, &error);
  g_assert_no_error (error);
  answer = client_test_classify (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vidimus_result_get_type_code (vidimus_answer_get_result (answer)), ==, g_getenv ("VIDIMUS_LIVE_TYPE"));
  g_assert_true (vidimus_result_get_score (vidimus_answer_get_result (answer), VIDIMUS_ALARM_BLUR, &score));
  g_assert_cmpstr (vidimus_answer_get_request_id (answer), !=, NULL);
  g_assert_cmpuint (vidimus_stand_in_count (account.stand_in, VIDIMUS_DOOR_CLASSIFY), ==, 1);

  client_test_end (client);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  start_service ();
  g_test_add_data_func ("/live-account/password", GINT_TO_POINTER (VIDIMUS_AUTH_PASSWORD), test_whole);
  g_test_add_data_func ("/live-account/keys", GINT_TO_POINTER (VIDIMUS_AUTH_KEYS), test_whole);
  status = g_test_run ();
  stop_service ();

  return status;
}

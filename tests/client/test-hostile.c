/* Servers that no library would let one write: bytes straight onto a socket. */
#include "vidimus-client-test.h"

#include "vidimus-error.h"

#include <stdlib.h>
#include <string.h>

typedef enum
{
  READ_ALL,  /* the request, then answer */
  READ_NONE, /* answer at once, and leave the request where it is */
} Reading;

typedef struct
{
  const char  *name;
  Reading      reading;
  const char  *answer;  /* written, then the connection is closed; NULL: neither */
  gboolean     dripping; /* @answer again and again, a little at a time, until the client leaves */
  VidimusError error;
  const char  *message; /* a part of it */
} Case;

static const Case cases[] = {
  { "truncated", READ_ALL, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"result\":{", FALSE,
    VIDIMUS_ERROR_ANSWER, "cut off" },
  { "truncated-chunk", READ_ALL, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"result\":{", FALSE,
    VIDIMUS_ERROR_ANSWER, "cut off" },
  { "broken-chunk", READ_ALL, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", FALSE,
    VIDIMUS_ERROR_ANSWER, NULL },
  { "no-http", READ_ALL, "SSH-2.0-OpenSSH_9.2\r\n\r\n", FALSE, VIDIMUS_ERROR_ANSWER, "not HTTP" },
  { "nothing", READ_ALL, "", FALSE, VIDIMUS_ERROR_ANSWER, "cut off" },
  { "half-headers", READ_ALL, "HTTP/1.1 200 OK\r\nContent-Ty", FALSE, VIDIMUS_ERROR_ANSWER, NULL },
  { "not-gzip", READ_ALL, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", FALSE,
    VIDIMUS_ERROR_ANSWER, NULL },
  { "drip", READ_ALL, " ", TRUE, VIDIMUS_ERROR_UNREACHABLE, "in time" },
  { "reads-nothing", READ_NONE, NULL, FALSE, VIDIMUS_ERROR_UNREACHABLE, "in time" },
};

typedef struct
{
  const Case   *c;
  GCancellable *over;    /* owned; fired when the test ends */
  int           running; /* atomic; connections */
} Hostile;

static gsize
get_body_length (const char *head)
{
  const char *field = strstr (head, "Content-Length: ");

  g_assert_nonnull (field);

  return strtoul (field + strlen ("Content-Length: "), NULL, 10);
}

static void
read_request (GInputStream *stream,
              GCancellable *over)
{
  g_autoptr(GString) head = g_string_new (NULL);
  g_autofree char *rest = NULL;
  gsize length, n;
  char c;

  while (strstr (head->str, "\r\n\r\n") == NULL && g_input_stream_read (stream, &c, 1, over, NULL) == 1)
    g_string_append_c (head, c);

  length = get_body_length (head->str);
  rest = g_malloc (length);
  g_input_stream_read_all (stream, rest, length, &n, over, NULL);
  g_assert_cmpuint (n, ==, length);
}

static void
drip (GOutputStream *stream,
      const char    *drop,
      GCancellable  *over)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
  GPollFD fd;

  g_output_stream_write_all (stream, head, strlen (head), NULL, over, NULL);
  g_cancellable_make_pollfd (over, &fd);
  while (g_poll (&fd, 1, 5) == 0 && g_output_stream_write_all (stream, drop, strlen (drop), NULL, over, NULL))
    ;
  g_cancellable_release_fd (over);
}

/* In a thread of its own. */
static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  Hostile *hostile = user_data;
  const Case *c = hostile->c;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_atomic_int_inc (&hostile->running);
  if (c->reading == READ_ALL)
    read_request (g_io_stream_get_input_stream (G_IO_STREAM (connection)), hostile->over);

  if (c->dripping)
    {
      drip (output, c->answer, hostile->over);
    }
  else if (c->answer != NULL)
    {
      g_output_stream_write_all (output, c->answer, strlen (c->answer), NULL, NULL, NULL);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  else
    {
      GPollFD fd;

      g_cancellable_make_pollfd (hostile->over, &fd);
      g_poll (&fd, 1, -1);
      g_cancellable_release_fd (hostile->over);
    }
  g_atomic_int_add (&hostile->running, -1);

  return TRUE;
}

static gboolean
is_idle (gpointer user_data)
{
  Hostile *hostile = user_data;

  return g_atomic_int_get (&hostile->running) == 0;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  Hostile hostile = { c, g_cancellable_new (), 0 };
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (2);
  g_autoptr(VidimusPicture) picture = client_test_picture (c->reading == READ_NONE ? 1400 : 32, c->reading == READ_NONE ? 1400 : 24);
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;
  VidimusClient *client;
  guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (run_cb), &hostile);
  g_socket_service_start (service);
  uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  client = vidimus_client_new_for_endpoint (uri, NULL, NULL);
  vidimus_client_set_limits (client, &(VidimusLimits) { .send_ms = c->reading == READ_NONE ? 200 : 60000,
                                                        .answer_ms = c->dripping ? 200 : 60000 });
  vidimus_client_set_retry (client, &CLIENT_TEST_HASTY);

  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, VIDIMUS_ERROR, (int) c->error);
  if (c->message != NULL)
    g_assert_nonnull (strstr (error->message, c->message));

  g_cancellable_cancel (hostile.over);
  client_test_end (client);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  vidimus_test_await_true (is_idle, &hostile);
  g_clear_object (&hostile.over);
}

/* 20 KB that become 20 MB. */
static void
bomb_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  g_autoptr(GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) output = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

  for (int i = 0; i < 20; i++)
    g_output_stream_write_all (output, spaces, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_close (output, NULL, NULL);

  g_assert_cmpuint (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)), <, 100 * 1024);
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Content-Encoding", "gzip");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

static void
test_bomb (void)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupServer) server = vidimus_test_serve (bomb_cb, NULL, &uri);
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GError) error = NULL;
  VidimusClient *client = vidimus_client_new_for_endpoint (uri, NULL, NULL);

  g_assert_null (client_test_classify (client, picture, 0, NULL, NULL, &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ANSWER);
  g_assert_nonnull (strstr (error->message, "too large"));

  client_test_end (client);
  vidimus_test_stop (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/hostile/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/hostile/bomb", test_bomb);

  return g_test_run ();
}

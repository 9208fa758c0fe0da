/*
 * Stands for vidimus-service in tests of the client: it takes the listening socket as the real one does, and behaves
 * as VIDIMUS_FAKE says. VIDIMUS_FAKE_LOG names a file that gets a line per start and per request.
 */
#include "vidimus-client-test.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *mode;
static GMainLoop *loop;
static SoupServerMessage *held; /* owned, nullable */
static guint n_posts;

static void
write_log (const char *line)
{
  const char *path = g_getenv ("VIDIMUS_FAKE_LOG");
  FILE *file = path != NULL ? fopen (path, "a") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%s\n", line);
  fclose (file);
}

static gboolean
is_logged (const char *line)
{
  g_autofree char *text = NULL;

  g_file_get_contents (g_getenv ("VIDIMUS_FAKE_LOG"), &text, NULL, NULL);

  return text != NULL && strstr (text, line) != NULL;
}

static void
answer_health (SoupServerMessage *message)
{
  const char *confinement = g_str_equal (mode, "no-landlock") ? "{\"landlock\":0,\"seccomp\":true}"
                          : g_str_equal (mode, "no-seccomp") ? "{\"landlock\":true,\"seccomp\":false}"
                          : g_str_equal (mode, "no-locks") ? "{}" : "{\"landlock\":7,\"seccomp\":true}";
  char *json = g_strdup_printf ("{\"status\":\"ok\",\"version\":\"0\",\"workers\":1,\"confinement\":%s,"
                                "\"warnings\":[]}", confinement);

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, json, strlen (json));
}

static void
answer (SoupServerMessage *message)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, CLIENT_TEST_ANSWER,
                                    strlen (CLIENT_TEST_ANSWER));
}

/* The first is overtaken by the second, and answered when the third comes. Returns: whether it has to wait */
static gboolean
overtake (SoupServerMessage *message)
{
  if (++n_posts == 1)
    {
      soup_server_message_pause (message);
      held = g_object_ref (message);
    }
  else if (n_posts == 3)
    {
      answer (held);
      soup_server_message_unpause (held);
      g_clear_object (&held);
    }

  return n_posts == 1;
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean first = !is_logged ("POST");

  if (g_str_equal (path, "/healthz"))
    {
      if (g_str_equal (mode, "mute"))
        soup_server_message_pause (message);
      else
        answer_health (message);
      return;
    }

  write_log ("POST");
  if (g_str_equal (mode, "die-always") || (g_str_equal (mode, "die-once") && first))
    _exit (1);
  if (g_str_equal (mode, "hang"))
    {
      soup_server_message_pause (message);
      return;
    }

  if (g_str_equal (mode, "overtake") && overtake (message))
    return;

  if (soup_message_headers_get_one (headers, "X-Vidimus-Explain") != NULL)
    write_log ("explain");
  if (soup_message_headers_get_one (headers, "X-Vidimus-Evidence") != NULL)
    write_log ("evidence");
  write_log (path);
  answer (message);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (loop);

  return G_SOURCE_REMOVE;
}

static gboolean
input_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  return quit_cb (NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) error = NULL;

  mode = g_getenv ("VIDIMUS_FAKE") != NULL ? g_getenv ("VIDIMUS_FAKE") : "";
  write_log ("start");
  if (argc != 3 || !g_str_equal (argv[1], "--socket-fd") || g_str_equal (mode, "exit"))
    return 3;

  socket = g_socket_new_from_fd (atoi (argv[2]), &error);
  g_assert_no_error (error);
  soup_server_add_handler (server, NULL, request_cb, NULL, NULL);
  soup_server_listen_socket (server, socket, 0, &error);
  g_assert_no_error (error);

  loop = g_main_loop_new (NULL, FALSE);
  if (g_str_equal (mode, "stubborn"))
    {
      signal (SIGTERM, SIG_IGN);
    }
  else
    {
      g_unix_fd_add (STDIN_FILENO, G_IO_HUP | G_IO_ERR, input_cb, NULL);
      g_unix_signal_add (SIGTERM, quit_cb, NULL);
    }
  g_main_loop_run (loop);
  g_main_loop_unref (loop);

  return EXIT_SUCCESS;
}

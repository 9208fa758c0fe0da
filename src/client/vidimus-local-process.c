#include "vidimus-local-process-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>

/* The child's end of the listening socket. */
#define CHILD_FD 3
/* Longer than an orderly end takes. */
#define END_MS 2000

/*< private > */
char *
vidimus_local_process_find_program (const char *named)
{
  g_autofree char *own = NULL;

  if (named == NULL)
    named = g_getenv ("VIDIMUS_SERVICE");
  if (named != NULL && *named != '\0')
    return g_strdup (named);

  own = g_file_read_link ("/proc/self/exe", NULL);
  if (own != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (own);
      g_autofree char *beside = g_build_filename (folder, "vidimus-service", NULL);

      if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
    }

  return g_build_filename (VIDIMUS_BINDIR, "vidimus-service", NULL);
}

/* A descriptor that listens; a new one for each child, so that none waits in a line that nobody serves. */
static int
listen_on_socket (const char  *path,
                  int          backlog,
                  GError     **error)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                            error);
  int fd;

  g_unlink (path);
  if (socket == NULL)
    return -1;
  g_socket_set_listen_backlog (socket, backlog);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return -1;

  fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 0);
  if (fd < 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
    }

  return fd;
}

/*< private > */
GSubprocess *
vidimus_local_process_spawn (const char  *program,
                             const char  *path,
                             int          backlog,
                             GError     **error)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_autofree char *number = g_strdup_printf ("%d", CHILD_FD);
  int fd = listen_on_socket (path, backlog, error);

  if (fd < 0)
    return NULL;

  g_subprocess_launcher_take_fd (launcher, fd, CHILD_FD);

  return g_subprocess_launcher_spawn (launcher, error, program, "--socket-fd", number, NULL);
}

static gboolean
kill_cb (gpointer user_data)
{
  g_subprocess_force_exit (G_SUBPROCESS (user_data)); /* nothing, when it has ended */

  return G_SOURCE_REMOVE;
}

/*< private >
 * In order first, by force soon after. Its standard input ends too: should this program end before the force comes,
 * the child sees that, and the kernel kills it with its parent.
 */
void
vidimus_local_process_end (GSubprocess *process)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL);
  g_subprocess_send_signal (process, SIGTERM);
  g_timeout_add_full (G_PRIORITY_DEFAULT, END_MS, kill_cb, process, g_object_unref);
}

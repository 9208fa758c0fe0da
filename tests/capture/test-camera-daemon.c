/* PipeWire that comes after the camera was started, and dies under it. Inside of with-camera, whose daemon is ended here. */
#include "vidimus-camera-test.h"
#include "vidimus-test.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

/* The daemon that listens at @path. */
static pid_t
daemon_of (const char *path)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_autoptr(GCredentials) credentials = NULL;
  pid_t pid;

  g_assert_no_error (error);
  credentials = g_socket_get_credentials (g_socket_connection_get_socket (connection), &error);
  g_assert_no_error (error);
  pid = g_credentials_get_unix_pid (credentials, &error);
  g_assert_no_error (error);

  return pid;
}

static gboolean
is_empty (gpointer devices)
{
  return g_list_model_get_n_items (devices) == 0;
}

static void
test_comes_and_goes (void)
{
  const char *folder = g_getenv ("PIPEWIRE_RUNTIME_DIR");
  g_autofree char *real = g_build_filename (folder, "pipewire-0", NULL);
  g_autofree char *late = g_build_filename (folder, "late-0", NULL);
  Watch *watch;

  g_setenv ("PIPEWIRE_REMOTE", "late-0", TRUE); /* a socket that is not there yet */
  watch = watch_new ();
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_NONE);

  g_assert_cmpint (symlink (real, late), ==, 0);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_await_frames (watch, 3);

  g_string_truncate (watch->states, 0);
  g_assert_cmpint (kill (daemon_of (real), SIGKILL), ==, 0);
  vidimus_test_await_true (is_empty, vidimus_camera_get_devices (watch->camera));
  watch_await_state (watch, VIDIMUS_CAMERA_NONE);
  watch_free (watch);
  g_unlink (late);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/camera-daemon/comes-and-goes", test_comes_and_goes);

  return g_test_run ();
}

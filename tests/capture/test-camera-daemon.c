/* PipeWire that comes after the camera was started, and dies under it. Inside of with-camera, whose daemon is ended here. */
#include "vidimus-camera-test.h"
#include "vidimus-test.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
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

/* As with-camera starts them. */
static GSubprocess *
start (const char *program)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *config = g_build_filename (g_getenv ("PIPEWIRE_RUNTIME_DIR"), "..", "config", NULL);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", config, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "PIPEWIRE_REMOTE");
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "G_SLICE");
  process = g_subprocess_launcher_spawn (launcher, &error, program, NULL);
  g_assert_no_error (error);

  return process;
}

static void
end (GSubprocess *process)
{
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

/* What dies closes its socket before it lets go of its lock. */
static gboolean
is_free (gpointer path)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC);
  gboolean is = flock (fd, LOCK_EX | LOCK_NB) == 0;

  g_close (fd, NULL);

  return is;
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The daemon dies, is started again, and the camera goes on by itself. */
static void
test_again (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PIPEWIRE_RUNTIME_DIR"), "pipewire-0", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  Watch *watch = watch_new ();
  GSubprocess *pipewire, *wireplumber;

  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  g_assert_cmpint (kill (daemon_of (path), SIGKILL), ==, 0);
  vidimus_test_await_true (is_empty, vidimus_camera_get_devices (watch->camera));
  watch_await_state (watch, VIDIMUS_CAMERA_NONE);

  vidimus_test_await_true (is_free, lock);
  g_unlink (path);
  pipewire = start ("pipewire");
  vidimus_test_await_true (exists, path);
  wireplumber = start ("wireplumber");
  plug ("test-camera-3");
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_await_frames (watch, 3);
  g_assert_cmpstr (vidimus_camera_device_get_id (vidimus_camera_get_device (watch->camera)), ==, "test-camera-3");

  watch_free (watch);
  await_calm ();
  end (wireplumber);
  end (pipewire);
}

/* In a process of its own, as where PipeWire is looked for is settled by the first look. */
static void
test_late (void)
{
  const char *folder = g_getenv ("PIPEWIRE_RUNTIME_DIR");
  g_autofree char *real = g_build_filename (folder, "pipewire-0", NULL);
  g_autofree char *late = g_build_filename (folder, "late-0", NULL);
  Watch *watch;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 100 * G_TIME_SPAN_SECOND, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("PIPEWIRE_REMOTE", "late-0", TRUE); /* a socket that is not there yet */
  watch = watch_new ();
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_NONE);

  g_assert_cmpint (symlink (real, late), ==, 0);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_await_frames (watch, 3);

  watch_free (watch);
  g_unlink (late);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/camera-daemon/late", test_late);
  g_test_add_func ("/camera-daemon/again", test_again);

  return g_test_run ();
}

/* What the desktop has to say: a portal that gives or refuses the camera, and a screen that is locked. Inside of with-camera and
 * with-desktop, in that order. */
#include "vidimus-camera-test.h"
#include "vidimus-test.h"
#include "vidimus-test-desktop.h"

static void
test_locked (void)
{
  Watch *watch = watch_new ();

  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  vidimus_test_desktop_lock ("org.gnome.ScreenSaver", TRUE);
  watch_await_state (watch, VIDIMUS_CAMERA_LOOKING);
  watch->frames = 0;
  await_calm ();
  g_assert_cmpuint (watch->frames, ==, 0);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_LOOKING);

  vidimus_test_desktop_lock ("org.gnome.ScreenSaver", FALSE);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_free (watch);
  await_calm ();
}

static void
test_refused (void)
{
  Watch *watch = watch_new ();

  g_setenv ("VIDIMUS_CAMERA_PORTAL", "1", TRUE);
  vidimus_test_desktop_camera ("deny");
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_DENIED);
  g_assert_cmpstr (vidimus_camera_get_problem (watch->camera), ==, "Vidimus is not allowed to use the camera.");
  g_assert_nonnull (vidimus_camera_get_remedy (watch->camera));

  /* Of libportal 0.6, which looks for its cancellable in the wrong place when the call itself fails. */
  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "invalid (NULL) pointer instance");
  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_CRITICAL, "g_signal_handler_disconnect: assertion*");
  vidimus_test_desktop_camera ("fail");
  vidimus_camera_start (watch->camera);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_LOOKING);
  watch_await_state (watch, VIDIMUS_CAMERA_DENIED);
  g_test_assert_expected_messages ();
  watch_free (watch);
  g_unsetenv ("VIDIMUS_CAMERA_PORTAL");
}

/* The dialog stays open: that is no reason to wait with stopping. */
static void
test_asked (void)
{
  Watch *watch = watch_new ();

  g_setenv ("VIDIMUS_CAMERA_PORTAL", "1", TRUE);
  vidimus_test_desktop_camera ("hang");
  vidimus_camera_start (watch->camera);
  await_calm ();
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_LOOKING);
  vidimus_camera_stop (watch->camera);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
  watch_free (watch);
  g_unsetenv ("VIDIMUS_CAMERA_PORTAL");
}

/* In a process of its own: which way devices are found is settled by the first look. */
static void
test_granted (void)
{
  Watch *watch;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_TIME_SPAN_SECOND, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("VIDIMUS_CAMERA_PORTAL", "1", TRUE);
  vidimus_test_desktop_camera ("grant");
  watch = watch_new ();
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_await_frames (watch, 3);
  watch_free (watch);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/camera-desktop/refused", test_refused);
  g_test_add_func ("/camera-desktop/asked", test_asked);
  g_test_add_func ("/camera-desktop/granted", test_granted);
  g_test_add_func ("/camera-desktop/locked", test_locked);

  return g_test_run ();
}

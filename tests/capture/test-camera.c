/* A camera of PipeWire's, found, opened, taken away and given back. Inside of with-camera. */
#include "vidimus-camera-test.h"
#include "vidimus-test.h"

#include "vidimus-picture.h"

/* Pictures come, small and as large as the device makes them, of the same moment. */
static void
test_stream (void)
{
  Watch *watch = watch_new ();
  struct vidimus_image image;
  g_autofree char *text = NULL;
  int width, height;

  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_await_frames (watch, 5);
  g_assert_cmpstr (watch->states->str, ==, "looking ready");
  g_assert_null (vidimus_camera_get_problem (watch->camera));
  g_assert_cmpstr (vidimus_camera_device_get_name (vidimus_camera_get_device (watch->camera)), ==, "Test camera 1");

  image = vidimus_frame_get_image (watch->frame);
  g_assert_cmpint (image.width, ==, 1280);
  g_assert_cmpint (image.height, ==, 720);
  g_assert_cmpint (image.channels, ==, 3);
  vidimus_frame_get_still_size (watch->frame, &width, &height);
  g_assert_cmpint (width, ==, 1920);
  g_assert_cmpint (height, ==, 1080);
  text = vidimus_camera_describe (watch->camera);
  g_assert_cmpstr (text, ==, "1920 × 1080, 30/s");

  vidimus_camera_stop (watch->camera);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
  watch_free (watch);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/camera/stream", test_stream);

  return g_test_run ();
}

/* Cameras of PipeWire's: found, opened, taken away and given back. Inside of with-camera. */
#include "vidimus-camera-test.h"

#include "vidimus-picture.h"
#include "vidimus-resample.h"
#include "vidimus-test.h"

#include <math.h>
#include <stdlib.h>

#define FIRST "test-camera-1"
#define SECOND "test-camera-2"

static Watch *
watch_ready (void)
{
  Watch *watch;

  await_calm (); /* the last one's device is closed */
  watch = watch_new ();
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);

  return watch;
}

static const char *
used (Watch *watch)
{
  return vidimus_camera_device_get_id (vidimus_camera_get_device (watch->camera));
}

/* Pictures come; and what the main loop has to do for each is little. */
static void
test_stream (void)
{
  Watch *watch = watch_new ();
  struct vidimus_image image;
  g_autofree char *text = NULL;
  int width, height;
  gint64 longest;

  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
  g_assert_null (vidimus_camera_describe (watch->camera));

  time_main_loop ();
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  watch_await_frames (watch, 30);
  longest = time_main_loop ();
  g_test_message ("longest turn of the main loop over start and 30 frames: %.2f ms", (double) longest / 1000);

  g_assert_true (g_str_has_prefix (watch->states->str, "looking ready"));
  g_assert_null (vidimus_camera_get_problem (watch->camera));
  g_assert_null (vidimus_camera_get_remedy (watch->camera));
  g_assert_cmpstr (used (watch), ==, FIRST);
  g_assert_cmpstr (vidimus_camera_device_get_name (vidimus_camera_get_device (watch->camera)), ==, "Test camera 1");

  image = vidimus_frame_get_image (watch->frame);
  g_assert_cmpint (image.width, ==, 1280);
  g_assert_cmpint (image.height, ==, 720);
  g_assert_cmpint (image.channels, ==, 3);
  g_assert_true (image.data == g_bytes_get_data (vidimus_frame_get_pixels (watch->frame), NULL));
  vidimus_frame_get_still_size (watch->frame, &width, &height);
  g_assert_cmpint (width, ==, 1280);
  g_assert_cmpint (height, ==, 720);
  g_assert_cmpint (llabs (g_get_monotonic_time () - vidimus_frame_get_time (watch->frame)), <, 5 * G_TIME_SPAN_SECOND);
  text = vidimus_camera_describe (watch->camera);
  g_assert_cmpstr (text, ==, "1280 × 720, 30/s");

  vidimus_camera_stop (watch->camera);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
  g_assert_null (vidimus_camera_describe (watch->camera));
  watch_free (watch);
}

/* The mean difference of two pictures of one size. */
static double
compare (const struct vidimus_image *a,
         const struct vidimus_image *b)
{
  double sum = 0.0;

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (int y = 0; y < a->height; y++)
    for (int x = 0; x < a->width * 3; x++)
      sum += abs (vidimus_image_at (a, 0, y)[x] - vidimus_image_at (b, 0, y)[x]);

  return sum / ((double) a->width * a->height * 3);
}

/* The still of @newest, which is not the newest for long, made as small as the picture that is shown. */
static struct vidimus_image
still_of (VidimusFrame *newest)
{
  g_autoptr(VidimusFrame) frame = g_object_ref (newest);
  g_autoptr(GBytes) file = watch_file (frame);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPicture) picture = vidimus_picture_new_from_bytes (file, &VIDIMUS_DECODE_DESK, NULL, &error);
  struct vidimus_image shown = vidimus_frame_get_image (frame), large, small;
  int width, height;

  g_assert_no_error (error);
  g_assert_cmpint (vidimus_picture_get_format (picture), ==, VIDIMUS_IMAGE_FORMAT_JPEG);
  vidimus_frame_get_still_size (frame, &width, &height);
  g_assert_cmpint (vidimus_picture_get_width (picture), ==, width);
  g_assert_cmpint (vidimus_picture_get_height (picture), ==, height);

  large = vidimus_picture_get_image (picture);
  g_assert_true (vidimus_image_scale (&large, shown.width, shown.height, &small));

  return small;
}

/* The test camera's picture has snow in it, which is another in each frame: a still is of its own frame, and turned as it. */
static void
check_still (Watch *watch)
{
  g_autoptr(VidimusFrame) frame = NULL;
  struct vidimus_image shown, still, other;

  watch_await_frames (watch, 3);
  frame = g_object_ref (watch->frame);
  shown = vidimus_frame_get_image (frame);
  still = still_of (frame);
  watch_await_frames (watch, 3);
  other = still_of (watch->frame);

  g_assert_cmpfloat (compare (&shown, &still), <, 0.5 * compare (&shown, &other));
  vidimus_image_free (&still);
  vidimus_image_free (&other);
}

static void
test_still (void)
{
  Watch *watch = watch_ready ();

  check_still (watch);
  watch_free (watch);
}

static gboolean
is_upright (gpointer user_data)
{
  Watch *watch = user_data;
  struct vidimus_image image = { 0 };

  if (watch->frame != NULL)
    image = vidimus_frame_get_image (watch->frame);

  return image.height > image.width;
}

static void
test_turn (void)
{
  Watch *watch = watch_ready ();
  g_autoptr(VidimusFrame) before = NULL;
  struct vidimus_image shown, was, back;
  int width, height;

  watch_await_frames (watch, 1);
  before = g_object_ref (watch->frame);
  vidimus_camera_set_turn (watch->camera, 1);
  vidimus_test_await_true (is_upright, watch);

  g_assert_cmpint (vidimus_camera_get_turn (watch->camera), ==, 1);
  shown = vidimus_frame_get_image (watch->frame);
  g_assert_cmpint (shown.width, ==, 720);
  g_assert_cmpint (shown.height, ==, 1280);
  vidimus_frame_get_still_size (watch->frame, &width, &height);
  g_assert_cmpint (width, ==, 720);
  g_assert_cmpint (height, ==, 1280);

  was = vidimus_frame_get_image (before);
  g_assert_true (vidimus_image_turn (&shown, 3, &back));
  g_assert_cmpfloat (compare (&was, &back), <, 20.0); /* clockwise: all but the snow is the same */
  vidimus_image_free (&back);
  check_still (watch);
  watch_free (watch);
}

static gboolean
is_alone (gpointer user_data)
{
  Watch *watch = user_data;

  return g_list_model_get_n_items (vidimus_camera_get_devices (watch->camera)) == 1;
}

static gboolean
are_two (gpointer user_data)
{
  Watch *watch = user_data;

  return g_list_model_get_n_items (vidimus_camera_get_devices (watch->camera)) == 2;
}

/* What is taken away in the midst of a picture is gone, and taken up again when it is back. */
static void
test_plug (void)
{
  Watch *watch = watch_ready ();

  watch_await_frames (watch, 1);
  unplug (FIRST);
  watch_await_state (watch, VIDIMUS_CAMERA_NONE);
  g_assert_null (vidimus_camera_get_device (watch->camera));
  g_assert_cmpuint (g_list_model_get_n_items (vidimus_camera_get_devices (watch->camera)), ==, 0);
  g_assert_cmpstr (vidimus_camera_get_problem (watch->camera), ==, "No camera was found.");
  g_assert_nonnull (vidimus_camera_get_remedy (watch->camera));

  g_string_truncate (watch->states, 0);
  plug (FIRST);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  g_assert_cmpstr (watch->states->str, ==, "looking ready");
  watch_await_frames (watch, 3);
  g_assert_cmpstr (used (watch), ==, FIRST);
  watch_free (watch);
}

/* Another one goes on for the one that was taken away; what was chosen is used again when it is back. */
static void
test_choose (void)
{
  Watch *watch = watch_ready ();
  g_autoptr(VidimusCameraDevice) second = NULL;

  plug (SECOND);
  vidimus_test_await_true (are_two, watch);
  g_assert_cmpstr (used (watch), ==, FIRST);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_READY);

  second = g_list_model_get_item (vidimus_camera_get_devices (watch->camera), 1);
  g_object_set (watch->camera, "device", second, NULL);
  g_assert_cmpstr (used (watch), ==, SECOND);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_LOOKING);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);

  unplug (SECOND);
  vidimus_test_await_true (is_alone, watch);
  g_assert_cmpstr (used (watch), ==, FIRST);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);

  plug (SECOND);
  vidimus_test_await_true (are_two, watch);
  g_assert_cmpstr (used (watch), ==, SECOND);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);

  vidimus_camera_set_device (watch->camera, NULL);
  g_assert_cmpstr (used (watch), ==, SECOND); /* none is preferred, and this one works */
  vidimus_camera_prefer (watch->camera, FIRST);
  g_assert_cmpstr (used (watch), ==, FIRST);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);

  unplug (SECOND);
  vidimus_test_await_true (is_alone, watch);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_READY);
  watch_free (watch);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/camera/stream", test_stream);
  g_test_add_func ("/camera/still", test_still);
  g_test_add_func ("/camera/turn", test_turn);
  g_test_add_func ("/camera/plug", test_plug);
  g_test_add_func ("/camera/choose", test_choose);

  return g_test_run ();
}

/* Devices that do what no test camera of PipeWire's does. */
#include "vidimus-camera-test.h"
#include "vidimus-fake-camera.h"
#include "vidimus-test.h"

#include "vidimus-picture.h"

#include <stdlib.h>

#define NAME "fake"
#define CYCLES 100

static Watch *
set_up (FakeManner manner)
{
  Watch *watch = watch_new ();

  fake_camera_set_manner (manner);
  vidimus_camera_start (watch->camera);
  if (g_list_model_get_n_items (vidimus_camera_get_devices (watch->camera)) == 0)
    watch_await_state (watch, VIDIMUS_CAMERA_NONE);
  fake_camera_plug (NAME);

  return watch;
}

static gboolean
is_closed (gpointer unused)
{
  return fake_camera_count_open () == 0;
}

static gboolean
is_empty (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
tear_down (Watch *watch)
{
  fake_camera_unplug (NAME);
  vidimus_test_await_true (is_empty, vidimus_camera_get_devices (watch->camera));
  watch_free (watch);
  vidimus_test_await_true (is_closed, NULL);
}

typedef struct
{
  const char         *path;
  FakeManner          manner;
  VidimusCameraState  state;
  const char         *problem;
} Case;

static const Case cases[] = {
  { "/camera-device/busy", FAKE_BUSY, VIDIMUS_CAMERA_BUSY, "Another program is using the camera." },
  { "/camera-device/busy-node", FAKE_BUSY_NODE, VIDIMUS_CAMERA_BUSY, "Another program is using the camera." },
  { "/camera-device/forbidden", FAKE_FORBIDDEN, VIDIMUS_CAMERA_DENIED, "The system does not let you open this camera." },
  { "/camera-device/silent", FAKE_SILENT, VIDIMUS_CAMERA_FAILED, "The camera does not answer." },
  { "/camera-device/ends", FAKE_ENDS, VIDIMUS_CAMERA_FAILED, "The camera stopped while it was in use." },
  { "/camera-device/breaks", FAKE_BREAKS, VIDIMUS_CAMERA_FAILED, "The camera stopped while it was in use." },
  { "/camera-device/freezes", FAKE_FREEZES, VIDIMUS_CAMERA_FAILED, "The picture froze: the camera sends nothing any more." },
};

/* A state with words, a device that is closed, and a main loop that goes on; and all is well when it works again. */
static void
test_trouble (gconstpointer data)
{
  const Case *c = data;
  Watch *watch = set_up (c->manner);

  watch_await_state (watch, c->state);
  g_assert_cmpstr (vidimus_camera_get_problem (watch->camera), ==, c->problem);
  g_assert_nonnull (vidimus_camera_get_remedy (watch->camera));
  g_assert_null (vidimus_camera_describe (watch->camera));
  vidimus_test_await_true (is_closed, NULL);

  fake_camera_set_manner (FAKE_WORKS);
  g_string_truncate (watch->states, 0);
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  g_assert_cmpstr (watch->states->str, ==, "looking ready");
  g_assert_null (vidimus_camera_get_problem (watch->camera));
  tear_down (watch);
}

/* One that failed is tried by itself when it is plugged in again. */
static void
test_replug (void)
{
  Watch *watch = set_up (FAKE_BREAKS);

  watch_await_state (watch, VIDIMUS_CAMERA_FAILED);
  fake_camera_unplug (NAME);
  watch_await_state (watch, VIDIMUS_CAMERA_NONE);
  fake_camera_set_manner (FAKE_WORKS);
  fake_camera_plug (NAME);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);
  tear_down (watch);
}

static int
grey_of (const struct vidimus_image *image)
{
  return vidimus_image_at (image, image->width / 2, image->height / 2)[1];
}

/* A still is of the very picture that is shown, also when pictures were dropped between, by the main loop or by the decoder. */
static void
test_match (gconstpointer data)
{
  FakeManner manner = (FakeManner) GPOINTER_TO_INT (data);
  Watch *watch = set_up (manner);
  guint64 serial = 0;
  gint64 time = g_get_monotonic_time ();

  for (int i = 0; i < 12; i++)
    {
      g_autoptr(VidimusFrame) frame = NULL;
      g_autoptr(VidimusPicture) picture = NULL;
      g_autoptr(GBytes) file = NULL;
      struct vidimus_image shown, still;

      watch_await_frames (watch, 1);
      frame = g_object_ref (watch->frame);
      if (i > 0)
        g_assert_cmpuint (vidimus_frame_get_serial (frame), >, serial);
      serial = vidimus_frame_get_serial (frame);
      g_assert_cmpint (vidimus_frame_get_time (frame), >, time);
      time = vidimus_frame_get_time (frame);
      g_assert_cmpint (time, <=, g_get_monotonic_time ());
      if (i == 6)
        vidimus_camera_set_turn (watch->camera, 3);
      g_usleep ((gulong) i * 20000); /* the main loop is late */

      file = watch_file (frame);
      picture = vidimus_picture_new_from_bytes (file, &VIDIMUS_DECODE_DESK, NULL, NULL);
      g_assert_nonnull (picture);
      shown = vidimus_frame_get_image (frame);
      still = vidimus_picture_get_image (picture);
      g_assert_cmpint (abs (grey_of (&shown) - grey_of (&still)), <=, 3);
      g_assert_true ((shown.width > shown.height) == (still.width > still.height));
      g_assert_cmpint (MAX (still.width, still.height), ==, 1920);
    }
  tear_down (watch);
}

/* Stopped while it starts, started while it stops: open once at most, and closed in the end. */
static void
test_hurry (void)
{
  Watch *watch = set_up (FAKE_WORKS);

  for (int i = 0; i < 50; i++)
    {
      vidimus_camera_start (watch->camera);
      for (int turns = 0; turns < i * 10; turns++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_assert_cmpint (fake_camera_count_open (), <=, 1);
          g_usleep (100);
        }
      vidimus_camera_stop (watch->camera);
      g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
    }
  vidimus_camera_start (watch->camera);
  watch_await_state (watch, VIDIMUS_CAMERA_READY);

  vidimus_camera_stop (watch->camera);
  watch->frames = 0;
  vidimus_test_await_true (is_closed, NULL);
  vidimus_test_drain ();
  g_assert_cmpuint (watch->frames, ==, 0);
  tear_down (watch);
}

static gboolean
has_waited (gpointer user_data)
{
  return g_get_monotonic_time () > *(gint64 *) user_data;
}

/* What takes two seconds to open takes nothing from the main loop, and is closed although nobody waits. */
static void
test_slow (void)
{
  Watch *watch;
  gint64 longest, later;

  time_main_loop ();
  watch = set_up (FAKE_SLOW);
  later = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;
  vidimus_test_await_true (has_waited, &later);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_LOOKING);
  vidimus_camera_stop (watch->camera);
  g_assert_cmpint (vidimus_camera_get_state (watch->camera), ==, VIDIMUS_CAMERA_OFF);
  vidimus_test_drain ();

  longest = time_main_loop ();
  g_test_message ("longest turn of the main loop beside a slow device: %.2f ms", (double) longest / 1000);
  g_assert_cmpint (longest, <, G_TIME_SPAN_SECOND);
  tear_down (watch);
}

static void
test_cycles (void)
{
  guint threads = 0, files = 0;

  fake_camera_set_manner (FAKE_WORKS);
  fake_camera_plug (NAME);
  for (int i = 0; i < CYCLES; i++)
    {
      Watch *watch = watch_new ();

      vidimus_camera_start (watch->camera);
      watch_await_state (watch, VIDIMUS_CAMERA_READY);
      if (i % 2 == 0)
        vidimus_camera_stop (watch->camera);
      watch_free (watch);

      if (i == 2) /* whatever is made once was made */
        {
          await_calm ();
          threads = count_threads ();
          files = count_files ();
        }
    }

  await_calm ();
  g_assert_cmpint (fake_camera_count_open (), ==, 0);
  g_assert_cmpuint (count_threads (), <=, threads + SPARE_THREADS);
  g_assert_cmpuint (count_files (), <=, files);
  fake_camera_unplug (NAME);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fake_camera_register ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_trouble);
  g_test_add_func ("/camera-device/replug", test_replug);
  g_test_add_data_func ("/camera-device/match-raw", GINT_TO_POINTER (FAKE_WORKS), test_match);
  g_test_add_data_func ("/camera-device/match-jpeg", GINT_TO_POINTER (FAKE_JPEG), test_match);
  g_test_add_data_func ("/camera-device/match-damaged", GINT_TO_POINTER (FAKE_DAMAGED), test_match);
  g_test_add_func ("/camera-device/hurry", test_hurry);
  g_test_add_func ("/camera-device/slow", test_slow);
  g_test_add_func ("/camera-device/cycles", test_cycles);

  return g_test_run ();
}

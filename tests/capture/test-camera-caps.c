/* Which format is asked for. */
#include "vidimus-camera-caps-private.h"

typedef struct
{
  const char *path;
  const char *offered;
  const char *chosen; /* NULL: none */
} Case;

static const Case cases[] = {
  { "/camera-caps/larger",
    "video/x-raw, format=YUY2, width=640, height=480, framerate=30/1; video/x-raw, format=YUY2, width=1280, height=720, framerate=30/1",
    "video/x-raw, format=YUY2, width=1280, height=720, framerate=30/1" },
  { "/camera-caps/raw-too-slow", /* as webcams on USB 2 are */
    "video/x-raw, format=YUY2, width=1920, height=1080, framerate=5/1; image/jpeg, width=1920, height=1080, framerate={ (fraction)30/1, (fraction)15/1 }",
    "image/jpeg, width=1920, height=1080, framerate=30/1" },
  { "/camera-caps/large-and-too-slow",
    "video/x-raw, format=YUY2, width=1920, height=1080, framerate=5/1; video/x-raw, format=YUY2, width=640, height=480, framerate=15/1",
    "video/x-raw, format=YUY2, width=640, height=480, framerate=15/1" },
  { "/camera-caps/raw-as-good",
    "image/jpeg, width=1920, height=1080, framerate=30/1; video/x-raw, format=NV12, width=1920, height=1080, framerate=30/1",
    "video/x-raw, format=NV12, width=1920, height=1080, framerate=30/1" },
  { "/camera-caps/large-and-slow-enough", /* document cameras */
    "image/jpeg, width=1920, height=1080, framerate=30/1; image/jpeg, width=4160, height=3120, framerate={ (fraction)15/1, (fraction)5/1 }",
    "image/jpeg, width=4160, height=3120, framerate=15/1" },
  { "/camera-caps/all-slow",
    "video/x-raw, format=YUY2, width=640, height=480, framerate=5/1; video/x-raw, format=YUY2, width=1280, height=960, framerate=5/1",
    "video/x-raw, format=YUY2, width=1280, height=960, framerate=5/1" },
  { "/camera-caps/not-too-fast",
    "video/x-raw, format=YUY2, width=640, height=480, framerate={ (fraction)120/1, (fraction)60/1, (fraction)30/1, (fraction)15/1 }",
    "video/x-raw, format=YUY2, width=640, height=480, framerate=30/1" },
  { "/camera-caps/rate-range",
    "video/x-raw, format=YUY2, width=640, height=480, framerate=[ 1/1, 25/1 ]",
    "video/x-raw, format=YUY2, width=640, height=480, framerate=25/1" },
  { "/camera-caps/any-size",
    "video/x-raw, format=RGB, width=[ 1, 10000 ], height=[ 1, 10000 ], framerate=[ 0/1, 1000/1 ]",
    "video/x-raw, format=RGB, width=1280, height=720, framerate=30/1" },
  { "/camera-caps/sizes",
    "video/x-raw, format=RGB, width={ 320, 800, 640 }, height={ 240, 600, 480 }",
    "video/x-raw, format=RGB, width=800, height=600" },
  { "/camera-caps/others", "video/x-h264, width=3840, height=2160, framerate=30/1; video/x-raw, format=YUY2, width=640, height=480",
    "video/x-raw, format=YUY2, width=640, height=480" },
  { "/camera-caps/gpu-only", "video/x-raw(memory:DMABuf), format=YUY2, width=640, height=480", NULL },
  { "/camera-caps/none", "video/x-h264, width=3840, height=2160", NULL },
};

static void
test_choose (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(GstCaps) offered = gst_caps_from_string (c->offered);
  g_autoptr(GstCaps) chosen = vidimus_camera_caps_choose (offered);
  g_autoptr(GstCaps) wanted = NULL;

  if (c->chosen == NULL)
    {
      g_assert_null (chosen);
      return;
    }
  g_assert_nonnull (chosen);
  wanted = gst_caps_from_string (c->chosen);
  g_assert_true (gst_caps_is_strictly_equal (chosen, wanted));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_choose);

  return g_test_run ();
}

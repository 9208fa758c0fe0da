/* The phases of the clip are what they are called, to the engine that coaching asks. */
#include "clip.h"
#include "vidimus-client.h"
#include "vidimus-encode.h"
#include "vidimus-geometry.h"
#include "vidimus-resolution.h"
#include "vidimus-test.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define WIDTH 1280
#define HEIGHT 720
/* What is taken for a slanted document, and what certainly not. */
#define SLANTED (25 * G_PI / 180)
#define FLAT (12 * G_PI / 180)

typedef struct
{
  const char *phase;
  int         alarm;  /* the one that is raised, or -1 */
  gboolean    tilted;
  gboolean    far;
} Expected;

static const Expected expected[] = {
  { "cut", VIDIMUS_ALARM_BORDER, FALSE, FALSE },
  { "far", -1, FALSE, TRUE },
  { "dark", VIDIMUS_ALARM_LIGHTING, FALSE, FALSE },
  { "tilted", -1, TRUE, FALSE },
  { "glare", VIDIMUS_ALARM_GLARE, FALSE, FALSE },
  { "covered", VIDIMUS_ALARM_BLOCKING, FALSE, FALSE },
  { "blurred", VIDIMUS_ALARM_BLUR, FALSE, FALSE },
  { "good", -1, FALSE, FALSE },
};

static VidimusClient *client;

/* The middle of the phase's picture, as a steady camera shows it. */
static GBytes *
encode (const char *phase)
{
  g_autofree char *file = g_strconcat (phase, ".png", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_CLIP"), file, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, &error);
  struct vidimus_image image = { .channels = 3, .width = WIDTH, .height = HEIGHT };
  GBytes *jpeg;

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, WIDTH + 2 * CLIP_MARGIN);
  image.stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  image.data = gdk_pixbuf_get_pixels (pixbuf) + CLIP_MARGIN * image.stride + CLIP_MARGIN * 3;
  jpeg = vidimus_image_encode_jpeg (&image, 90, FALSE, &error);
  g_assert_no_error (error);

  return jpeg;
}

static VidimusResult *
look (const char *phase,
      GError    **error)
{
  g_autoptr(GBytes) jpeg = encode (phase);
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_client_look_async (client, jpeg, NULL, vidimus_test_finish, &result);

  return vidimus_client_look_finish (client, vidimus_test_await (&result), error);
}

static void
assert_pose (const Expected *e,
             VidimusResult  *result)
{
  struct vidimus_quad seen;
  VidimusQuad quad;
  double tilt, pixels_per_mm;

  g_assert_true (vidimus_result_get_location (result, &quad));
  for (int i = 0; i < 4; i++)
    seen.p[i] = (struct vidimus_point) { quad.corners[i].x, quad.corners[i].y };
  tilt = vidimus_quad_tilt (&seen, WIDTH, HEIGHT);
  pixels_per_mm = vidimus_resolution_measure (&quad, NULL, WIDTH, HEIGHT);
  g_test_message ("tilt %.1f°, %.2f px/mm", tilt * 180 / G_PI, pixels_per_mm);
  if (e->tilted)
    g_assert_cmpfloat (tilt, >, SLANTED);
  else
    g_assert_cmpfloat (tilt, <, FLAT);
  if (e->far)
    g_assert_cmpfloat (pixels_per_mm, <, VIDIMUS_RESOLUTION_LEAST);
  else
    g_assert_cmpfloat (pixels_per_mm, >, VIDIMUS_RESOLUTION_LEAST);
}

static void
test_phase (gconstpointer data)
{
  const Expected *e = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = look (e->phase, &error);

  g_assert_no_error (error);
  for (int alarm = 0; alarm < VIDIMUS_N_ALARMS; alarm++)
    {
      int score;

      g_assert_true (vidimus_result_get_score (result, (VidimusAlarm) alarm, &score));
      g_test_message ("%s: %d", vidimus_alarm_get_key ((VidimusAlarm) alarm), score);
      if (alarm == e->alarm)
        g_assert_cmpint (score, >, 70);
      else
        g_assert_cmpint (score, <, 35);
    }
  if (e->alarm != VIDIMUS_ALARM_BORDER)
    assert_pose (e, result);
}

static void
test_empty (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusResult) result = look ("empty", &error);
  double confidence;

  if (result != NULL && vidimus_result_get_confidence (result, &confidence))
    g_assert_cmpfloat (confidence, <, 0.3);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  client = vidimus_client_new_local (NULL);
  g_test_add_func ("/clip/empty", test_empty);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *path = g_strdup_printf ("/clip/%s", expected[i].phase);

      g_test_add_data_func (path, &expected[i], test_phase);
    }
  status = g_test_run ();
  vidimus_test_drop (client);

  return status;
}

#include "vidimus-scene.h"

#include <math.h>

static int
score (const struct vidimus_image    *image,
       const struct vidimus_location *location,
       double                        *statistic)
{
  struct vidimus_alarm_input input = { .image = image, .location = location, .type = VIDIMUS_KIND_NONE };
  struct vidimus_alarm_output output = { -1, NAN };

  g_assert_cmpint (vidimus_detect_border (&input, &output), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (output.score, >=, 0);
  g_assert_cmpint (output.score, <=, 99);
  g_assert_cmpfloat (output.statistic, >=, 0);
  if (statistic != NULL)
    *statistic = output.statistic;

  return output.score;
}

static int
score_quad (double x,
            double size,
            double turn)
{
  struct vidimus_quad quad = scene_photograph (1.586, size, x, 300, turn, 0, 0);
  struct vidimus_location location = { .quad = quad, .confidence = 1 };
  struct vidimus_image image;
  int found;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
  found = score (&image, &location, NULL);
  vidimus_image_free (&image);

  return found;
}

static void
test_complete (void)
{
  g_assert_cmpint (score_quad (400, 430, 0.1), <=, 10);
  g_assert_cmpint (score_quad (400, 600, 0.0), <=, 10);
  g_assert_cmpint (score_quad (330, 300, 0.8), <=, 10);
}

static void
test_monotone (void)
{
  /* The further the card leaves the frame, the higher the score. */
  int last = 0;

  for (double x = 300; x > 60; x -= 20)
    {
      int now = score_quad (x, 560, 0.02);

      g_assert_cmpint (now, >=, last);
      last = now;
    }
  g_assert_cmpint (last, >=, 95);
  g_assert_cmpint (score_quad (270, 560, 0.02), >, 80);
}

static void
test_touching (void)
{
  /* Close to the frame is no alarm yet. */
  int now = score_quad (283, 560, 0.0);

  g_assert_cmpint (now, >, 5);
  g_assert_cmpint (now, <, 50);
}

static void
test_cut_side (void)
{
  struct vidimus_quad quad = { { { 0, 100 }, { 480, 100 }, { 480, 450 }, { 0, 450 } } };
  struct vidimus_location location = { .quad = quad, .side_cut = { false, false, false, true } };
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
  g_assert_cmpint (score (&image, &location, NULL), >, 80);
  vidimus_image_free (&image);
}

static void
test_missing_corner (void)
{
  struct vidimus_quad quad = scene_photograph (1.586, 500, 400, 300, 0.1, 0, 0);
  struct vidimus_location location = { .quad = quad };
  struct vidimus_image image;

  for (int corner = 0; corner < 4; corner++)
    {
      struct vidimus_point c = quad.p[corner], a = quad.p[(corner + 3) % 4], b = quad.p[(corner + 1) % 4];
      struct vidimus_quad torn = { { { c.x + 0.19 * (a.x - c.x), c.y + 0.19 * (a.y - c.y) },
                                     { c.x - 0.05 * (a.x + b.x - 2 * c.x), c.y - 0.05 * (a.y + b.y - 2 * c.y) },
                                     { c.x + 0.12 * (b.x - c.x), c.y + 0.12 * (b.y - c.y) },
                                     { c.x + 0.075 * (a.x + b.x - 2 * c.x), c.y + 0.075 * (a.y + b.y - 2 * c.y) } } };

      scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
      scene_paint_quad (&image, &torn, 0x304147);
      g_assert_cmpint (score (&image, &location, NULL), >, 50);
      vidimus_image_free (&image);
    }
}

/* What is shown for @location, of @kind alone; the first one's polygon must hold (@x, @y). */
static void
check_evidence (const struct vidimus_image    *image,
                const struct vidimus_location *location,
                const char                    *kind,
                int                            n,
                double                         x,
                double                         y)
{
  struct vidimus_alarm_input input = { .image = image, .location = location, .evidence = true };
  struct vidimus_alarm_output output = { -1, NAN };
  bool inside = false;

  g_assert_cmpint (vidimus_detect_border (&input, &output), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (output.evidence.n, ==, n);
  for (int i = 0; i < n; i++)
    g_assert_cmpstr (output.evidence.items[i].kind, ==, kind);
  for (int i = 0, j = n > 0 ? output.evidence.items[0].n_points - 1 : 0; n > 0 && i < output.evidence.items[0].n_points; j = i++)
    {
      struct vidimus_point a = output.evidence.items[0].points[i], b = output.evidence.items[0].points[j];

      if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x)
        inside = !inside;
    }
  g_assert_true (n == 0 || inside);
}

static void
test_evidence (void)
{
  struct vidimus_quad quad = { { { -60, 100 }, { 480, 100 }, { 480, 440 }, { -60, 440 } } };
  struct vidimus_location location = { .quad = quad };
  struct vidimus_quad whole = { { { 60, 100 }, { 600, 100 }, { 600, 440 }, { 60, 440 } } };
  struct vidimus_quad torn = { { { 500, 90 }, { 610, 90 }, { 610, 180 }, { 605, 180 } } };
  struct vidimus_image image;

  /* Where the frame cuts. */
  scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
  check_evidence (&image, &location, "cut", 1, 3, 270);
  vidimus_image_free (&image);

  /* Nothing of a whole document; then its upper right corner. */
  location.quad = whole;
  scene_draw (&image, 800, 600, SCENE_PLAIN, &whole, 5);
  check_evidence (&image, &location, "corner", 0, 0, 0);
  scene_paint_quad (&image, &torn, 0x304147);
  check_evidence (&image, &location, "corner", 1, 590, 110);
  vidimus_image_free (&image);
}

static void
test_scan (void)
{
  /* A tight scan's outline is not seen: no strong alarm. */
  const struct vidimus_quad frame = { { { 0, 0 }, { 1000, 0 }, { 1000, 631 }, { 0, 631 } } };
  struct vidimus_location location = { .quad = frame, .whole_frame = true };
  struct vidimus_image image, part;
  double statistic;
  int tight, cut;

  scene_draw_card (&image, 1000, 631);
  tight = score (&image, &location, &statistic);
  g_assert_cmpint (tight, <, 20);
  g_assert_cmpfloat (statistic, ==, 0);

  /* Print that runs into the edge raises it. */
  part = (struct vidimus_image) { vidimus_image_at (&image, 450, 150), 400, 380, image.stride, 3 };
  cut = score (&part, &location, NULL);
  g_assert_cmpint (cut, >, tight + 10);
  g_assert_cmpint (cut, <, 50);

  vidimus_image_free (&image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/border/complete", test_complete);
  g_test_add_func ("/border/monotone", test_monotone);
  g_test_add_func ("/border/touching", test_touching);
  g_test_add_func ("/border/cut-side", test_cut_side);
  g_test_add_func ("/border/missing-corner", test_missing_corner);
  g_test_add_func ("/border/evidence", test_evidence);
  g_test_add_func ("/border/scan", test_scan);

  return g_test_run ();
}

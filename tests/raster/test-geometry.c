#include "vidimus-geometry.h"

#include <glib.h>
#include <math.h>

#define assert_near(a, b, within) g_assert_cmpfloat (fabs ((a) - (b)), <, (within))

static const struct vidimus_quad unit = { { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } } };
static const struct vidimus_quad seen = { { { 812, 310 }, { 3104, 598 }, { 2877, 2240 }, { 640, 1911 } } };

static void
test_homography_corners (void)
{
  struct vidimus_homography h, back, product;

  g_assert_true (vidimus_homography_from_quads (&unit, &seen, &h));
  g_assert_true (vidimus_homography_from_quads (&seen, &unit, &back));
  g_assert_true (vidimus_homography_invert (&h, &product));

  for (int i = 0; i < 4; i++)
    {
      struct vidimus_point p = vidimus_homography_apply (&h, unit.p[i]);
      struct vidimus_point q = vidimus_homography_apply (&back, seen.p[i]);
      struct vidimus_point r = vidimus_homography_apply (&product, seen.p[i]);

      assert_near (p.x, seen.p[i].x, 1e-8);
      assert_near (p.y, seen.p[i].y, 1e-8);
      assert_near (q.x, unit.p[i].x, 1e-10);
      assert_near (q.y, unit.p[i].y, 1e-10);
      assert_near (r.x, unit.p[i].x, 1e-10);
      assert_near (r.y, unit.p[i].y, 1e-10);
    }
}

static void
test_homography_line (void)
{
  /* Straight lines stay straight, and the middle of the diagonals goes to their crossing. */
  struct vidimus_homography h;
  struct vidimus_point p, a, b;

  g_assert_true (vidimus_homography_from_quads (&unit, &seen, &h));
  p = vidimus_homography_apply (&h, (struct vidimus_point) { 0.5, 0.5 });
  for (int i = 0; i < 2; i++)
    {
      a = seen.p[i];
      b = seen.p[i + 2];
      assert_near ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x), 0, 1e-6);
    }
}

static void
test_homography_round_trip (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (int n = 0; n < 500; n++)
    {
      struct vidimus_quad to;
      struct vidimus_homography h, back;

      for (int i = 0; i < 4; i++)
        {
          to.p[i].x = 4000 * unit.p[i].x + g_rand_double_range (rand, -900, 900);
          to.p[i].y = 3000 * unit.p[i].y + g_rand_double_range (rand, -900, 900);
        }
      g_assert_true (vidimus_homography_from_quads (&unit, &to, &h));
      g_assert_true (vidimus_homography_invert (&h, &back));
      for (int i = 0; i < 20; i++)
        {
          struct vidimus_point p = { g_rand_double (rand), g_rand_double (rand) };
          struct vidimus_point q = vidimus_homography_apply (&back, vidimus_homography_apply (&h, p));

          g_assert_cmpfloat (h.m[6] * p.x + h.m[7] * p.y + h.m[8], >, 0);
          assert_near (p.x, q.x, 1e-9);
          assert_near (p.y, q.y, 1e-9);
        }
    }
}

static void
test_homography_degenerate (void)
{
  const struct vidimus_quad line = { { { 0, 0 }, { 10, 10 }, { 20, 20 }, { 0, 30 } } };
  const struct vidimus_quad point = { { { 5, 5 }, { 5, 5 }, { 5, 5 }, { 5, 5 } } };
  const struct vidimus_homography singular = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };
  struct vidimus_homography h;

  g_assert_false (vidimus_homography_from_quads (&unit, &line, &h));
  g_assert_false (vidimus_homography_from_quads (&line, &unit, &h));
  g_assert_false (vidimus_homography_from_quads (&point, &unit, &h));
  g_assert_false (vidimus_homography_invert (&singular, &h));
}

static void
test_quad_area (void)
{
  const struct vidimus_quad rhombus = { { { 2, 0 }, { 4, 3 }, { 2, 6 }, { 0, 3 } } };
  const struct vidimus_quad other_way = { { { 2, 0 }, { 0, 3 }, { 2, 6 }, { 4, 3 } } };

  assert_near (vidimus_quad_area (&unit), 1, 1e-15);
  assert_near (vidimus_quad_area (&rhombus), 12, 1e-12);
  assert_near (vidimus_quad_area (&other_way), -12, 1e-12);
}

static void
test_quad_convex (void)
{
  const struct vidimus_quad dart = { { { 0, 0 }, { 4, 0 }, { 1, 1 }, { 0, 4 } } };
  const struct vidimus_quad bow = { { { 0, 0 }, { 4, 0 }, { 0, 4 }, { 4, 4 } } };
  const struct vidimus_quad other_way = { { { 0, 0 }, { 0, 1 }, { 1, 1 }, { 1, 0 } } };
  const struct vidimus_quad flat = { { { 0, 0 }, { 2, 0 }, { 4, 0 }, { 2, 2 } } };

  g_assert_true (vidimus_quad_is_convex (&unit));
  g_assert_true (vidimus_quad_is_convex (&seen));
  g_assert_false (vidimus_quad_is_convex (&dart));
  g_assert_false (vidimus_quad_is_convex (&bow));
  g_assert_false (vidimus_quad_is_convex (&other_way));
  g_assert_false (vidimus_quad_is_convex (&flat));
}

static struct vidimus_quad
box (double x,
     double y,
     double width,
     double height)
{
  return (struct vidimus_quad) { { { x, y }, { x + width, y }, { x + width, y + height }, { x, y + height } } };
}

static void
test_quad_iou (void)
{
  struct vidimus_quad a = box (0, 0, 4, 4);
  struct vidimus_quad half = box (2, 0, 4, 4);
  struct vidimus_quad inside = box (1, 1, 2, 2);
  struct vidimus_quad far = box (9, 9, 2, 2);
  struct vidimus_quad beside = box (4, 0, 4, 4);
  const struct vidimus_quad rhombus = { { { 2, -2 }, { 6, 2 }, { 2, 6 }, { -2, 2 } } };
  const struct vidimus_quad turned = { { { 4, 4 }, { 0, 4 }, { 0, 0 }, { 4, 0 } } };
  const struct vidimus_quad other_way = { { { 0, 0 }, { 0, 4 }, { 4, 4 }, { 4, 0 } } };
  /* A square of side 2 and itself turned by 45° about the centre share an octagon. */
  const struct vidimus_quad square = { { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } } };
  const struct vidimus_quad star = { { { 0, -M_SQRT2 }, { M_SQRT2, 0 }, { 0, M_SQRT2 }, { -M_SQRT2, 0 } } };
  double octagon = 8 * (M_SQRT2 - 1);

  assert_near (vidimus_quad_iou (&a, &a), 1, 1e-12);
  assert_near (vidimus_quad_iou (&a, &turned), 1, 1e-12);
  assert_near (vidimus_quad_iou (&a, &other_way), 1, 1e-12);
  assert_near (vidimus_quad_iou (&a, &half), 1.0 / 3, 1e-12);
  assert_near (vidimus_quad_iou (&a, &inside), 0.25, 1e-12);
  assert_near (vidimus_quad_iou (&inside, &a), 0.25, 1e-12);
  assert_near (vidimus_quad_iou (&a, &far), 0, 1e-15);
  assert_near (vidimus_quad_iou (&a, &beside), 0, 1e-15);
  assert_near (vidimus_quad_iou (&a, &rhombus), 0.5, 1e-12);
  assert_near (vidimus_quad_iou (&square, &star), octagon / (8 - octagon), 1e-12);
  assert_near (vidimus_quad_iou (&seen, &seen), 1, 1e-12);
}

static void
test_quad_contains (void)
{
  const struct vidimus_quad other_way = { { { 0, 0 }, { 0, 4 }, { 4, 4 }, { 4, 0 } } };

  g_assert_true (vidimus_quad_contains (&seen, (struct vidimus_point) { 1800, 1200 }));
  g_assert_false (vidimus_quad_contains (&seen, (struct vidimus_point) { 700, 400 }));
  g_assert_true (vidimus_quad_contains (&other_way, (struct vidimus_point) { 1, 2 }));
  g_assert_false (vidimus_quad_contains (&other_way, (struct vidimus_point) { 5, 2 }));
  g_assert_true (vidimus_quad_contains (&unit, (struct vidimus_point) { 1, 0.5 }));
}

/* A card of the given size in front of a pinhole camera, turned about its x axis, then its y axis. */
static struct vidimus_quad
photograph (double aspect,
            double tilt,
            double pan,
            double focal)
{
  struct vidimus_quad out;

  for (int i = 0; i < 4; i++)
    {
      double x = (unit.p[i].x - 0.5) * aspect;
      double y = unit.p[i].y - 0.5;
      double z = y * sin (tilt);
      double turned_x = x * cos (pan) - z * sin (pan);
      double depth = 4 + x * sin (pan) + z * cos (pan);

      out.p[i].x = 960 + focal * turned_x / depth;
      out.p[i].y = 540 + focal * y * cos (tilt) / depth;
    }

  return out;
}

static void
test_quad_aspect (void)
{
  const double aspects[] = { 0.704, 1.0, 1.42, 1.586 };

  for (guint i = 0; i < G_N_ELEMENTS (aspects); i++)
    {
      struct vidimus_quad facing = photograph (aspects[i], 0, 0, 1900);
      struct vidimus_quad both = photograph (aspects[i], 0.6, -0.45, 1900);
      struct vidimus_quad one = photograph (aspects[i], 0.7, 0, 0.78 * 1920);

      assert_near (vidimus_quad_aspect (&facing, 1920, 1080), aspects[i], 1e-9);
      assert_near (vidimus_quad_aspect (&both, 1920, 1080), aspects[i], 1e-9);
      assert_near (vidimus_quad_aspect (&one, 1920, 1080), aspects[i], 1e-9);
    }
}

static void
test_quad_aspect_degenerate (void)
{
  const struct vidimus_quad flat = { { { 0, 0 }, { 8, 0 }, { 8, 0 }, { 0, 0 } } };
  const struct vidimus_quad triangle = { { { 0, 0 }, { 8, 0 }, { 8, 8 }, { 4, 4 } } };

  g_assert_true (isfinite (vidimus_quad_aspect (&flat, 10, 10)));
  g_assert_true (isfinite (vidimus_quad_aspect (&triangle, 10, 10)));
  g_assert_cmpfloat (vidimus_quad_aspect (&triangle, 10, 10), >, 0);
}

/* How far it leans, whichever way and whatever its shape; the lens is the usual one. */
static void
test_quad_tilt (void)
{
  const double tilts[][2] = { { 0, 0 }, { 0.3, 0 }, { 0, -0.5 }, { 0.6, -0.45 }, { -0.2, 1.0 } };
  const struct vidimus_quad flat = { { { 0, 0 }, { 8, 0 }, { 8, 0 }, { 0, 0 } } };

  for (guint i = 0; i < G_N_ELEMENTS (tilts); i++)
    {
      struct vidimus_quad quad = photograph (1.586, tilts[i][0], tilts[i][1], 0.78 * 1920);
      double lean = acos (cos (tilts[i][0]) * cos (tilts[i][1]));

      assert_near (vidimus_quad_tilt (&quad, 1920, 1080), lean, 1e-6);
    }
  assert_near (vidimus_quad_tilt (&flat, 10, 10), 0, 1e-9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/geometry/homography/corners", test_homography_corners);
  g_test_add_func ("/geometry/homography/line", test_homography_line);
  g_test_add_func ("/geometry/homography/round-trip", test_homography_round_trip);
  g_test_add_func ("/geometry/homography/degenerate", test_homography_degenerate);
  g_test_add_func ("/geometry/quad/area", test_quad_area);
  g_test_add_func ("/geometry/quad/convex", test_quad_convex);
  g_test_add_func ("/geometry/quad/iou", test_quad_iou);
  g_test_add_func ("/geometry/quad/contains", test_quad_contains);
  g_test_add_func ("/geometry/quad/aspect", test_quad_aspect);
  g_test_add_func ("/geometry/quad/aspect-degenerate", test_quad_aspect_degenerate);
  g_test_add_func ("/geometry/quad/tilt", test_quad_tilt);

  return g_test_run ();
}

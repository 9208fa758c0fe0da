#include "vidimus-geometry.h"
#include "vidimus-quad-edit.h"

#include <math.h>

#define WIDTH  400
#define HEIGHT 300

#define NEAR 1e-9

static const VidimusQuad square = { { { 100, 100 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } };
/* its left and right sides meet above: at (200, −100) */
static const VidimusQuad taper = { { { 150, 100 }, { 250, 100 }, { 300, 300 }, { 100, 300 } } };

typedef struct
{
  const char        *path;
  const VidimusQuad *start;
  int                handle;
  VidimusPoint       to;
  VidimusQuad        expected;
} Case;

static const Case cases[] = {
  { "/quad-edit/corner/free", &square, 0, { 90, 120 }, { { { 90, 120 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } } },
  { "/quad-edit/corner/outside", &square, 2, { 470, 350 }, { { { 100, 100 }, { 300, 100 }, { 470, 350 }, { 100, 200 } } } },
  /* no more than a quarter of 300 beyond the picture; along that border it slides */
  { "/quad-edit/corner/margin", &square, 2, { 900, 350 }, { { { 100, 100 }, { 300, 100 }, { 475, 350 }, { 100, 200 } } } },
  { "/quad-edit/corner/margin-both", &square, 0, { -999, -999 }, { { { -75, -75 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } } },
  /* not over the side opposite: 8 pixels from it, at the same height */
  { "/quad-edit/corner/side", &square, 0, { 350, 50 }, { { { 292, 50 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } } },
  { "/quad-edit/corner/low", &square, 0, { 90, 260 }, { { { 90, 192 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } } },
  { "/quad-edit/side/out", &square, 4, { 200, 60 }, { { { 100, 60 }, { 300, 60 }, { 300, 200 }, { 100, 200 } } } },
  { "/quad-edit/side/along", &square, 5, { 310, 900 }, { { { 100, 100 }, { 310, 100 }, { 310, 200 }, { 100, 200 } } } },
  { "/quad-edit/side/in", &square, 6, { 0, 0 }, { { { 100, 100 }, { 300, 100 }, { 300, 108 }, { 100, 108 } } } },
  { "/quad-edit/side/margin", &square, 7, { -500, 0 }, { { { -75, 100 }, { 300, 100 }, { 300, 200 }, { -75, 200 } } } },
  /* the ends slide along the sides beside it */
  { "/quad-edit/side/slides", &taper, 4, { 200, 0 }, { { { 175, 0 }, { 225, 0 }, { 300, 300 }, { 100, 300 } } } },
  { "/quad-edit/side/slides/margin", &taper, 4, { 200, -500 }, { { { 193.75, -75 }, { 206.25, -75 }, { 300, 300 }, { 100, 300 } } } },
  /* through (75, 200), between the lines y = 100 and y = 300 */
  { "/quad-edit/side/slant", &taper, 7, { 75, 200 }, { { { 100, 100 }, { 250, 100 }, { 300, 300 }, { 50, 300 } } } },
};

static void
assert_quad (const VidimusQuad *quad,
             const VidimusQuad *expected)
{
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (quad->corners[i].x, expected->corners[i].x, NEAR);
      g_assert_cmpfloat_with_epsilon (quad->corners[i].y, expected->corners[i].y, NEAR);
    }
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  VidimusQuadEdit edit;

  vidimus_quad_edit_init (&edit, WIDTH, HEIGHT, c->start);
  vidimus_quad_edit_move (&edit, c->handle, c->to);
  assert_quad (&edit.quad, &c->expected);
  g_assert_false (vidimus_quad_edit_can_undo (&edit)); /* a move is no step yet */
  vidimus_quad_edit_clear (&edit);
}

/* Whatever is done to it, an outline stays one: convex, clockwise, near the picture, and nothing of it vanishes. */
static void
test_stays_one (void)
{
  GRand *rand = g_rand_new_with_seed (5);
  VidimusQuadEdit edit;

  vidimus_quad_edit_init (&edit, WIDTH, HEIGHT, NULL);
  for (int n = 0; n < 20000; n++)
    {
      int handle = g_rand_int_range (rand, 0, VIDIMUS_QUAD_EDIT_N_HANDLES);
      VidimusPoint to = { g_rand_double_range (rand, -500, 900), g_rand_double_range (rand, -500, 800) };
      struct vidimus_quad q;

      vidimus_quad_edit_move (&edit, handle, to);
      for (int i = 0; i < 4; i++)
        {
          VidimusPoint a = edit.quad.corners[i], b = edit.quad.corners[(i + 1) % 4];

          q.p[i] = (struct vidimus_point) { a.x, a.y };
          g_assert_cmpfloat (hypot (b.x - a.x, b.y - a.y), >=, VIDIMUS_QUAD_EDIT_LEAST - 1e-6);
          g_assert_cmpfloat (a.x, >=, -75 - 1e-6);
          g_assert_cmpfloat (a.x, <=, WIDTH + 75 + 1e-6);
          g_assert_cmpfloat (a.y, >=, -75 - 1e-6);
          g_assert_cmpfloat (a.y, <=, HEIGHT + 75 + 1e-6);
        }
      g_assert_true (vidimus_quad_is_convex (&q));
    }
  vidimus_quad_edit_clear (&edit);
  g_rand_free (rand);
}

/* A side that is moved keeps its own direction and those beside it. */
static void
test_directions (void)
{
  static const VidimusQuad skew = { { { 60, 40 }, { 330, 70 }, { 300, 260 }, { 90, 230 } } };
  GRand *rand = g_rand_new_with_seed (7);

  for (int n = 0; n < 200; n++)
    {
      VidimusPoint to = { g_rand_double_range (rand, 0, WIDTH), g_rand_double_range (rand, 0, HEIGHT) };
      VidimusQuadEdit edit;

      vidimus_quad_edit_init (&edit, WIDTH, HEIGHT, &skew);
      vidimus_quad_edit_move (&edit, 4 + n % 4, to);
      for (int i = 0; i < 4; i++)
        {
          const VidimusPoint *p = edit.quad.corners, *q = skew.corners;
          double was = atan2 (q[(i + 1) % 4].y - q[i].y, q[(i + 1) % 4].x - q[i].x);
          double is = atan2 (p[(i + 1) % 4].y - p[i].y, p[(i + 1) % 4].x - p[i].x);

          g_assert_cmpfloat_with_epsilon (was, is, 1e-9);
        }
      vidimus_quad_edit_clear (&edit);
    }
  g_rand_free (rand);
}

static void
test_start (void)
{
  static const VidimusQuad crossed = { { { 100, 100 }, { 300, 200 }, { 300, 100 }, { 100, 200 } } };
  static const VidimusQuad inset = { { { 50, 37.5 }, { 350, 37.5 }, { 350, 262.5 }, { 50, 262.5 } } };
  VidimusQuadEdit edit;

  vidimus_quad_edit_init (&edit, WIDTH, HEIGHT, NULL);
  assert_quad (&edit.quad, &inset);
  g_assert_false (vidimus_quad_edit_is_changed (&edit));
  g_assert_cmpfloat (vidimus_quad_edit_get_handle (&edit, 5).x, ==, 350);
  g_assert_cmpfloat (vidimus_quad_edit_get_handle (&edit, 5).y, ==, 150);
  vidimus_quad_edit_clear (&edit);

  vidimus_quad_edit_init (&edit, WIDTH, HEIGHT, &crossed);
  assert_quad (&edit.quad, &inset);
  vidimus_quad_edit_clear (&edit);
}

static void
nudge (VidimusQuadEdit *edit,
       int              handle,
       double           dx)
{
  VidimusPoint at = vidimus_quad_edit_get_handle (edit, handle);

  vidimus_quad_edit_move (edit, handle, (VidimusPoint) { at.x + dx, at.y });
  vidimus_quad_edit_keep (edit, handle);
}

static void
test_steps (void)
{
  VidimusQuadEdit edit;

  vidimus_quad_edit_init (&edit, WIDTH, HEIGHT, &square);
  nudge (&edit, 0, 1);
  nudge (&edit, 0, 1);
  nudge (&edit, 1, 5);
  nudge (&edit, 0, 1);
  g_assert_cmpfloat (edit.quad.corners[0].x, ==, 103);
  vidimus_quad_edit_undo (&edit); /* of one handle all nudges in a row are one */
  g_assert_cmpfloat (edit.quad.corners[0].x, ==, 102);
  vidimus_quad_edit_undo (&edit);
  vidimus_quad_edit_undo (&edit);
  assert_quad (&edit.quad, &square);
  g_assert_false (vidimus_quad_edit_can_undo (&edit));
  g_assert_false (vidimus_quad_edit_is_changed (&edit));
  vidimus_quad_edit_undo (&edit);

  vidimus_quad_edit_redo (&edit);
  g_assert_cmpfloat (edit.quad.corners[0].x, ==, 102);
  g_assert_true (vidimus_quad_edit_can_redo (&edit));
  nudge (&edit, 0, 1); /* not one with what was undone */
  g_assert_false (vidimus_quad_edit_can_redo (&edit));
  vidimus_quad_edit_undo (&edit);
  g_assert_cmpfloat (edit.quad.corners[0].x, ==, 102);

  vidimus_quad_edit_next_first (&edit);
  g_assert_cmpfloat (edit.quad.corners[0].x, ==, 300);
  g_assert_cmpfloat (edit.quad.corners[3].x, ==, 102);
  vidimus_quad_edit_set (&edit, &square);
  assert_quad (&edit.quad, &square);
  vidimus_quad_edit_undo (&edit);
  g_assert_cmpfloat (edit.quad.corners[3].x, ==, 102);
  vidimus_quad_edit_keep (&edit, -1); /* nothing was done */
  g_assert_true (vidimus_quad_edit_can_redo (&edit));
  vidimus_quad_edit_clear (&edit);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/quad-edit/stays-one", test_stays_one);
  g_test_add_func ("/quad-edit/directions", test_directions);
  g_test_add_func ("/quad-edit/start", test_start);
  g_test_add_func ("/quad-edit/steps", test_steps);

  return g_test_run ();
}

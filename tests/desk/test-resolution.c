#include "vidimus-resolution.h"

#include <math.h>

/* A rectangle of so many pixels whose top left is at (@x, @y). */
static VidimusQuad
rectangle (double x,
           double y,
           double width,
           double height)
{
  return (VidimusQuad) { { { x, y }, { x + width, y }, { x + width, y + height }, { x, y + height } } };
}

static void
assert_near (double got,
             double wanted)
{
  if (!(fabs (got - wanted) <= 0.005 * wanted))
    g_error ("%g px/mm, not %g", got, wanted);
}

/* Edge to edge, as a scanner's crop has it: 10 px/mm, whichever way it lies. */
static void
test_flat (void)
{
  static const struct
  {
    const char *type;
    double      width, height;
  } cases[] = {
    { "thailand_id_card", 856, 539.8 }, { "thailand_id_card", 539.8, 856 }, { "passport", 1250, 880 }, { "id_card", 856, 540 },
    { NULL, 856, 540 },                 { NULL, 540, 856 },                 { NULL, 1250, 880 },       { "of_tomorrow", 1250, 880 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VidimusQuad quad = rectangle (0, 0, cases[i].width, cases[i].height);
      VidimusQuad other;

      for (int k = 0; k < 4; k++)
        other.corners[k] = quad.corners[(k + 1) % 4];
      assert_near (vidimus_resolution_measure (&quad, cases[i].type, (int) cases[i].width, (int) cases[i].height), 10.0);
      assert_near (vidimus_resolution_measure (&other, cases[i].type, (int) cases[i].width, (int) cases[i].height), 10.0);
    }
}

/* A type that is known says more than the shape: of a passport a quarter of which is cut off. */
static void
test_type_first (void)
{
  VidimusQuad quad = rectangle (100, 100, 1000, 630);

  assert_near (vidimus_resolution_measure (&quad, NULL, 1600, 1200), 1000 / 85.60);
  assert_near (vidimus_resolution_measure (&quad, "passport", 1600, 1200), 630 / 88.0);
}

/* The far side counts: a card that leans back from a camera, seen as by a focal length of 1500 pixels. */
static void
test_worst_side (void)
{
  const double lean = 0.6, focal = 0.78 * 1920, depth = 200;
  VidimusQuad quad;
  double far_side;

  for (int i = 0; i < 4; i++)
    {
      double x = (i == 0 || i == 3 ? -0.5 : 0.5) * 85.60;
      double y = (i < 2 ? -0.5 : 0.5) * 53.98;
      double z = depth - y * sin (lean);

      quad.corners[i] = (VidimusPoint) { 960 + focal * x / z, 540 + focal * y * cos (lean) / z };
    }
  far_side = focal / (depth + 0.5 * 53.98 * sin (lean)); /* px/mm along the top */

  g_assert_cmpfloat (vidimus_resolution_measure (&quad, NULL, 1920, 1080), <, far_side);
  assert_near (vidimus_resolution_measure (&quad, NULL, 1920, 1080),
               hypot (quad.corners[2].x - quad.corners[1].x, quad.corners[2].y - quad.corners[1].y) / 53.98);
}

/* A square is no card, a strip is none, and a line is nothing. */
static void
test_unknown (void)
{
  static const double shapes[][2] = { { 500, 500 }, { 900, 400 }, { 0, 0 }, { 700, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      VidimusQuad quad = rectangle (50, 50, shapes[i][0], shapes[i][1]);

      g_assert_cmpfloat (vidimus_resolution_measure (&quad, NULL, 1280, 720), ==, 0.0);
    }
}

static void
test_words (void)
{
  g_autofree char *text = vidimus_resolution_describe (11.811);

  g_assert_cmpstr (text, ==, "11.8 px/mm (300 dpi)");
  g_assert_null (vidimus_resolution_get_remedy (0.0));
  g_assert_null (vidimus_resolution_get_remedy (VIDIMUS_RESOLUTION_LEAST));
  g_assert_nonnull (vidimus_resolution_get_remedy (VIDIMUS_RESOLUTION_LEAST - 0.1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/resolution/flat", test_flat);
  g_test_add_func ("/resolution/type-first", test_type_first);
  g_test_add_func ("/resolution/worst-side", test_worst_side);
  g_test_add_func ("/resolution/unknown", test_unknown);
  g_test_add_func ("/resolution/words", test_words);

  return g_test_run ();
}

#include "vidimus-quad.h"

static void
test_transform (void)
{
  static const VidimusQuad quad = { { { 0, 0 }, { 10, 0 }, { 10, 4 }, { 0, 4 } } };
  static const VidimusTransform turned = { 0, -2, 8, 2, 0, 1 }; /* a quarter turn, twice as large, moved */
  VidimusQuad out = vidimus_quad_transform (&quad, &turned);

  g_assert_cmpfloat (out.corners[0].x, ==, 8);
  g_assert_cmpfloat (out.corners[0].y, ==, 1);
  g_assert_cmpfloat (out.corners[1].x, ==, 8);
  g_assert_cmpfloat (out.corners[1].y, ==, 21);
  g_assert_cmpfloat (out.corners[2].x, ==, 0);
  g_assert_cmpfloat (out.corners[2].y, ==, 21);
  g_assert_cmpfloat (out.corners[3].x, ==, 0);
  g_assert_cmpfloat (out.corners[3].y, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/quad/transform", test_transform);

  return g_test_run ();
}

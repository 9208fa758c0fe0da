#include "vidimus-source.h"

#include <glib.h>

static struct vidimus_image
draw (int width,
      int height,
      int channels)
{
  struct vidimus_image image;

  g_assert_true (vidimus_image_alloc (&image, width, height, channels));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < channels; c++)
        vidimus_image_at (&image, x, y)[c] = (uint8_t) (c == 0 ? x : c == 1 ? y : c == 2 ? x ^ y : 255);

  return image;
}

static void
test_region (void)
{
  for (int channels = 3; channels <= 4; channels++)
    {
      struct vidimus_image image = draw (40, 30, channels), part;
      struct vidimus_source source = vidimus_source_from_image (&image);

      g_assert_true (vidimus_source_read (&source, 1, 5, 7, 11, 13, &part));
      g_assert_cmpint (part.width, ==, 11);
      g_assert_cmpint (part.height, ==, 13);
      g_assert_cmpint (part.channels, ==, 3);
      for (int y = 0; y < 13; y++)
        for (int x = 0; x < 11; x++)
          for (int c = 0; c < 3; c++)
            g_assert_cmpint (vidimus_image_at (&part, x, y)[c], ==, vidimus_image_at (&image, x + 5, y + 7)[c]);
      vidimus_image_free (&part);
      vidimus_image_free (&image);
    }
}

static void
test_clipped (void)
{
  struct vidimus_image image = draw (40, 30, 3), part;
  struct vidimus_source source = vidimus_source_from_image (&image);

  g_assert_true (vidimus_source_read (&source, 1, -5, 25, 10, 10, &part));
  g_assert_cmpint (part.width, ==, 5);
  g_assert_cmpint (part.height, ==, 5);
  g_assert_cmpint (vidimus_image_at (&part, 0, 0)[1], ==, 25);
  vidimus_image_free (&part);

  g_assert_false (vidimus_source_read (&source, 1, 40, 0, 5, 5, &part));
  g_assert_null (part.data);
  g_assert_false (vidimus_source_read (&source, 8, 0, 0, 0, 5, &part));
  vidimus_image_free (&image);
}

static void
test_reduced (void)
{
  /* The last column and row have fewer pixels under them. */
  struct vidimus_image image = draw (42, 30, 4), part;
  struct vidimus_source source = vidimus_source_from_image (&image);

  g_assert_true (vidimus_source_read (&source, 4, 0, 0, 100, 100, &part));
  g_assert_cmpint (part.width, ==, 11);
  g_assert_cmpint (part.height, ==, 8);
  g_assert_cmpint (vidimus_image_at (&part, 2, 1)[0], ==, 10); /* of 8, 9, 10, 11 */
  g_assert_cmpint (vidimus_image_at (&part, 2, 1)[1], ==, 6);
  g_assert_cmpint (vidimus_image_at (&part, 10, 0)[0], ==, 41);
  g_assert_cmpint (vidimus_image_at (&part, 0, 7)[1], ==, 29);
  vidimus_image_free (&part);
  vidimus_image_free (&image);
}

static void
test_shrink (void)
{
  g_assert_cmpint (vidimus_source_shrink (999, 1000), ==, 1);
  g_assert_cmpint (vidimus_source_shrink (1999, 1000), ==, 1);
  g_assert_cmpint (vidimus_source_shrink (2000, 1000), ==, 2);
  g_assert_cmpint (vidimus_source_shrink (4000, 1000), ==, 4);
  g_assert_cmpint (vidimus_source_shrink (8192, 1000), ==, 8);
  g_assert_cmpint (vidimus_source_shrink (100000, 1000), ==, VIDIMUS_SOURCE_MAX_SHRINK);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/region", test_region);
  g_test_add_func ("/source/clipped", test_clipped);
  g_test_add_func ("/source/reduced", test_reduced);
  g_test_add_func ("/source/shrink", test_shrink);

  return g_test_run ();
}

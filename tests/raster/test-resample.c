#include "vidimus-resample.h"

#include <glib.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct vidimus_homography identity = { { 1, 0, 0, 0, 1, 0, 0, 0, 1 } };

static void
fill (struct vidimus_image *image,
      int                   value)
{
  memset (image->data, value, image->stride * (size_t) image->height);
}

static void
fill_noise (struct vidimus_image *image,
            guint32               seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);

  for (size_t i = 0; i < image->stride * (size_t) image->height; i++)
    image->data[i] = (uint8_t) g_rand_int_range (rand, 0, 256);
}

static void
assert_equal (const struct vidimus_image *a,
              const struct vidimus_image *b)
{
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpint (a->channels, ==, b->channels);
  for (int y = 0; y < a->height; y++)
    g_assert_cmpmem (vidimus_image_at (a, 0, y), (size_t) (a->width * a->channels),
                     vidimus_image_at (b, 0, y), (size_t) (b->width * b->channels));
}

static void
test_alloc (void)
{
  struct vidimus_image image;

  g_assert_true (vidimus_image_alloc (&image, 7, 5, 3));
  g_assert_cmpuint (image.stride, ==, 21);
  vidimus_image_free (&image);
  g_assert_null (image.data);
  vidimus_image_free (&image);

  g_assert_false (vidimus_image_alloc (&image, 0, 5, 3));
  g_assert_false (vidimus_image_alloc (&image, 5, -1, 3));
  g_assert_false (vidimus_image_alloc (&image, 5, 5, 5));
  g_assert_null (image.data);
}

static void
test_gray (void)
{
  const struct { uint8_t rgba[4]; int gray; } cases[] = {
    { { 0, 0, 0, 9 }, 0 }, { { 255, 255, 255, 9 }, 255 }, { { 255, 0, 0, 9 }, 77 },
    { { 0, 255, 0, 9 }, 149 }, { { 0, 0, 255, 9 }, 29 }, { { 90, 90, 90, 9 }, 90 },
  };

  for (int channels = 3; channels <= 4; channels++)
    {
      struct vidimus_image in, out;

      g_assert_true (vidimus_image_alloc (&in, G_N_ELEMENTS (cases), 1, channels));
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        memcpy (vidimus_image_at (&in, (int) i, 0), cases[i].rgba, (size_t) channels);
      g_assert_true (vidimus_image_to_gray (&in, &out));
      g_assert_cmpint (out.channels, ==, 1);
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_cmpint (*vidimus_image_at (&out, (int) i, 0), ==, cases[i].gray);
      vidimus_image_free (&out);
      vidimus_image_free (&in);
    }
}

static void
test_scale_constant (void)
{
  const int sizes[][4] = {
    { 640, 480, 320, 240 }, { 641, 479, 97, 13 }, { 50, 30, 333, 401 }, { 8000, 20, 1, 1 },
    { 300, 20, 100, 60 }, { 1, 1, 17, 3 }, { 64, 64, 64, 64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int value = 0; value < 256; value += 51)
      {
        struct vidimus_image in, out;

        g_assert_true (vidimus_image_alloc (&in, sizes[i][0], sizes[i][1], 3));
        fill (&in, value);
        g_assert_true (vidimus_image_scale (&in, sizes[i][2], sizes[i][3], &out));
        g_assert_cmpint (out.width, ==, sizes[i][2]);
        g_assert_cmpint (out.height, ==, sizes[i][3]);
        for (size_t j = 0; j < out.stride * (size_t) out.height; j++)
          g_assert_cmpint (out.data[j], ==, value);
        vidimus_image_free (&out);
        vidimus_image_free (&in);
      }
}

static void
test_scale_mean (void)
{
  /* Areas are averaged: two by two exactly, and odd ratios keep the mean. */
  struct vidimus_image in, half, odd;
  double before = 0, after = 0;

  g_assert_true (vidimus_image_alloc (&in, 210, 120, 1));
  fill_noise (&in, 3);
  g_assert_true (vidimus_image_scale (&in, 105, 60, &half));
  for (int y = 0; y < 60; y++)
    for (int x = 0; x < 105; x++)
      {
        int sum = *vidimus_image_at (&in, 2 * x, 2 * y) + *vidimus_image_at (&in, 2 * x + 1, 2 * y) +
                  *vidimus_image_at (&in, 2 * x, 2 * y + 1) +
                  *vidimus_image_at (&in, 2 * x + 1, 2 * y + 1);

        g_assert_cmpint (*vidimus_image_at (&half, x, y), ==, (sum + 2) / 4);
      }

  g_assert_true (vidimus_image_scale (&in, 37, 23, &odd));
  for (int i = 0; i < 210 * 120; i++)
    before += in.data[i] / (210.0 * 120);
  for (int i = 0; i < 37 * 23; i++)
    after += odd.data[i] / (37.0 * 23);
  g_assert_cmpfloat (fabs (before - after), <, 0.1);

  vidimus_image_free (&odd);
  vidimus_image_free (&half);
  vidimus_image_free (&in);
}

static void
test_scale_ramp (void)
{
  /* Bilinear: a ramp stays a ramp between the outer pixel centres. */
  struct vidimus_image in, out;

  g_assert_true (vidimus_image_alloc (&in, 20, 2, 1));
  for (int x = 0; x < 20; x++)
    *vidimus_image_at (&in, x, 0) = *vidimus_image_at (&in, x, 1) = (uint8_t) (10 * x);
  g_assert_true (vidimus_image_scale (&in, 80, 5, &out));
  for (int x = 2; x < 78; x++)
    g_assert_cmpfloat (fabs (*vidimus_image_at (&out, x, 3) - 10 * ((x + 0.5) / 4 - 0.5)), <=, 0.5);
  g_assert_cmpint (*vidimus_image_at (&out, 0, 0), ==, 0);
  g_assert_cmpint (*vidimus_image_at (&out, 79, 4), ==, 190);

  vidimus_image_free (&out);
  vidimus_image_free (&in);
}

static void
test_scale_view (void)
{
  /* Rows of a view lie further apart than they are long; what lies outside of it has no say. */
  struct vidimus_image in, view, out;

  g_assert_true (vidimus_image_alloc (&in, 100, 80, 3));
  fill (&in, 255);
  view = vidimus_image_crop (&in, 10, 10, 40, 30);
  for (int y = 0; y < view.height; y++)
    memset (vidimus_image_at (&view, 0, y), 60, 120);
  g_assert_true (vidimus_image_scale (&view, 17, 11, &out));
  for (size_t j = 0; j < out.stride * (size_t) out.height; j++)
    g_assert_cmpint (out.data[j], ==, 60);

  vidimus_image_free (&out);
  vidimus_image_free (&in);
}

static void
test_scale_refused (void)
{
  struct vidimus_image in, out;

  g_assert_true (vidimus_image_alloc (&in, 10, 10, 1));
  g_assert_false (vidimus_image_scale (&in, 0, 4, &out));
  g_assert_null (out.data);
  vidimus_image_free (&in);
}

static void
test_warp_identity (void)
{
  const int channels[] = { 1, 3, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      struct vidimus_image in, out;

      g_assert_true (vidimus_image_alloc (&in, 77, 51, channels[i]));
      g_assert_true (vidimus_image_alloc (&out, 77, 51, channels[i]));
      fill_noise (&in, 5);
      vidimus_image_warp (&in, &identity, &out);
      assert_equal (&in, &out);
      vidimus_image_free (&out);
      vidimus_image_free (&in);
    }
}

static void
test_warp_shift (void)
{
  /* Whole pixels exactly, half ones as a mean, and the nearest edge pixel outside. */
  const struct vidimus_homography whole = { { 1, 0, 3, 0, 1, -2, 0, 0, 1 } };
  const struct vidimus_homography half = { { 1, 0, 0.5, 0, 1, 0, 0, 0, 1 } };
  struct vidimus_image in, out;

  g_assert_true (vidimus_image_alloc (&in, 60, 40, 1));
  g_assert_true (vidimus_image_alloc (&out, 60, 40, 1));
  fill_noise (&in, 9);

  vidimus_image_warp (&in, &whole, &out);
  for (int y = 0; y < 40; y++)
    for (int x = 0; x < 60; x++)
      g_assert_cmpint (*vidimus_image_at (&out, x, y), ==,
                       *vidimus_image_at (&in, MIN (x + 3, 59), MAX (y - 2, 0)));

  vidimus_image_warp (&in, &half, &out);
  for (int x = 0; x < 59; x++)
    g_assert_cmpint (*vidimus_image_at (&out, x, 7), ==,
                     (*vidimus_image_at (&in, x, 7) + *vidimus_image_at (&in, x + 1, 7) + 1) / 2);

  vidimus_image_free (&out);
  vidimus_image_free (&in);
}

static void
test_warp_reduce (void)
{
  /* A checkerboard of single pixels turns grey instead of aliasing. */
  const struct vidimus_homography by_four = { { 4, 0, 0, 0, 4, 0, 0, 0, 1 } };
  const struct vidimus_homography by_wide = { { 7.3, 0, 0, 0, 3.1, 0, 0, 0, 1 } };
  struct vidimus_image in, out;

  g_assert_true (vidimus_image_alloc (&in, 400, 400, 1));
  g_assert_true (vidimus_image_alloc (&out, 50, 50, 1));
  for (int y = 0; y < 400; y++)
    for (int x = 0; x < 400; x++)
      *vidimus_image_at (&in, x, y) = (x + y) % 2 ? 255 : 0;

  vidimus_image_warp (&in, &by_four, &out);
  for (int i = 0; i < 50 * 50; i++)
    g_assert_cmpint (abs (out.data[i] - 128), <=, 1);
  vidimus_image_warp (&in, &by_wide, &out);
  for (int i = 0; i < 50 * 50; i++)
    g_assert_cmpint (abs (out.data[i] - 128), <=, 40);

  vidimus_image_free (&out);
  vidimus_image_free (&in);
}

static void
test_warp_horizon (void)
{
  /* Nothing is read outside of the picture, wherever the map leads. */
  const struct vidimus_homography horizon = { { 1, 0, 0, 0, 1, 0, 0, -0.1, 1 } };
  const struct vidimus_homography nowhere = { { 0, 0, 0, 0, 0, 0, 0, 0, 0 } };
  struct vidimus_image in, out;

  g_assert_true (vidimus_image_alloc (&in, 20, 20, 3));
  g_assert_true (vidimus_image_alloc (&out, 40, 40, 3));
  fill (&in, 77);
  vidimus_image_warp (&in, &horizon, &out);
  for (size_t i = 0; i < out.stride * 40; i++)
    g_assert_cmpint (out.data[i], ==, 77);
  vidimus_image_warp (&in, &nowhere, &out);
  for (size_t i = 0; i < out.stride * 40; i++)
    g_assert_cmpint (out.data[i], ==, 77);

  vidimus_image_free (&out);
  vidimus_image_free (&in);
}

static void
test_warp_quad (void)
{
  /* A white quad on black, straightened, is white to its edges. */
  const struct vidimus_quad quad = { { { 40, 30 }, { 260, 60 }, { 240, 190 }, { 20, 150 } } };
  const struct vidimus_quad card = { { { 0, 0 }, { 160, 0 }, { 160, 100 }, { 0, 100 } } };
  struct vidimus_homography to_in;
  struct vidimus_image in, out;

  g_assert_true (vidimus_image_alloc (&in, 300, 220, 1));
  g_assert_true (vidimus_image_alloc (&out, 160, 100, 1));
  for (int y = 0; y < 220; y++)
    for (int x = 0; x < 300; x++)
      *vidimus_image_at (&in, x, y) =
        vidimus_quad_contains (&quad, (struct vidimus_point) { x + 0.5, y + 0.5 }) ? 255 : 0;
  g_assert_true (vidimus_homography_from_quads (&card, &quad, &to_in));
  vidimus_image_warp (&in, &to_in, &out);
  for (int y = 1; y < 99; y++)
    for (int x = 1; x < 159; x++)
      g_assert_cmpint (*vidimus_image_at (&out, x, y), ==, 255);

  vidimus_image_free (&out);
  vidimus_image_free (&in);
}

/* Colours come out as each of their channels by itself, which takes another way. */
static void
test_warp_channels (void)
{
  static const struct vidimus_homography maps[] = {
    { { 1.1, 0.2, -9, -0.1, 0.9, 12, 0.0004, -0.0002, 1 } }, /* beyond the edges */
    { { 0.6, 0.05, 20.25, 0.02, 0.55, 15.5, 0.0001, 0.0001, 1 } }, /* within */
    { { -0.9, 0, 190, 0, -1.3, 120, 0, 0, 1 } },
    { { 3.1, 0, 0, 0, 2.2, 0, 0, 0, 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      struct vidimus_image in, one, out, expected;

      g_assert_true (vidimus_image_alloc (&in, 197, 131, 3));
      g_assert_true (vidimus_image_alloc (&one, 197, 131, 1));
      g_assert_true (vidimus_image_alloc (&out, 203, 101, 3));
      g_assert_true (vidimus_image_alloc (&expected, 203, 101, 1));
      fill_noise (&in, 11 + i);
      vidimus_image_warp (&in, &maps[i], &out);
      for (int c = 0; c < 3; c++)
        {
          for (gsize k = 0; k < 197 * 131; k++)
            one.data[k] = in.data[3 * k + (gsize) c];
          vidimus_image_warp (&one, &maps[i], &expected);
          for (gsize k = 0; k < 203 * 101; k++)
            g_assert_cmpint (out.data[3 * k + (gsize) c], ==, expected.data[k]);
        }
      vidimus_image_free (&in);
      vidimus_image_free (&one);
      vidimus_image_free (&out);
      vidimus_image_free (&expected);
    }
}

static void
test_turn (void)
{
  struct vidimus_image in, once, back, twice, same;

  g_assert_true (vidimus_image_alloc (&in, 5, 3, 3));
  fill_noise (&in, 11);

  g_assert_true (vidimus_image_turn (&in, 1, &once));
  g_assert_cmpint (once.width, ==, 3);
  g_assert_cmpint (once.height, ==, 5);
  /* Clockwise: the top left goes to the top right, the bottom left to the top left. */
  g_assert_cmpmem (vidimus_image_at (&once, 2, 0), 3, vidimus_image_at (&in, 0, 0), 3);
  g_assert_cmpmem (vidimus_image_at (&once, 0, 0), 3, vidimus_image_at (&in, 0, 2), 3);

  g_assert_true (vidimus_image_turn (&once, -1, &back));
  assert_equal (&in, &back);
  g_assert_true (vidimus_image_turn (&in, 2, &twice));
  g_assert_cmpmem (vidimus_image_at (&twice, 4, 2), 3, vidimus_image_at (&in, 0, 0), 3);
  vidimus_image_free (&back);
  g_assert_true (vidimus_image_turn (&once, 5, &back));
  assert_equal (&twice, &back);
  g_assert_true (vidimus_image_turn (&in, -8, &same));
  assert_equal (&in, &same);

  vidimus_image_free (&same);
  vidimus_image_free (&twice);
  vidimus_image_free (&back);
  vidimus_image_free (&once);
  vidimus_image_free (&in);
}

static void
test_crop (void)
{
  struct vidimus_image in, view;

  g_assert_true (vidimus_image_alloc (&in, 10, 8, 3));
  view = vidimus_image_crop (&in, 2, 3, 4, 5);
  g_assert_cmpint (view.width, ==, 4);
  g_assert_cmpint (view.height, ==, 5);
  g_assert_true (view.data == vidimus_image_at (&in, 2, 3));
  view = vidimus_image_crop (&in, -3, -1, 6, 4);
  g_assert_cmpint (view.width, ==, 3);
  g_assert_cmpint (view.height, ==, 3);
  g_assert_true (view.data == in.data);
  view = vidimus_image_crop (&in, 8, 6, INT_MAX, INT_MAX);
  g_assert_cmpint (view.width, ==, 2);
  g_assert_cmpint (view.height, ==, 2);
  view = vidimus_image_crop (&in, INT_MIN, 0, INT_MAX, 4);
  g_assert_null (view.data);
  view = vidimus_image_crop (&in, 10, 0, 4, 4);
  g_assert_null (view.data);
  g_assert_cmpint (view.width, ==, 0);
  view = vidimus_image_crop (&in, 1, 1, -1, 4);
  g_assert_null (view.data);

  vidimus_image_free (&in);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/resample/alloc", test_alloc);
  g_test_add_func ("/resample/gray", test_gray);
  g_test_add_func ("/resample/scale/constant", test_scale_constant);
  g_test_add_func ("/resample/scale/mean", test_scale_mean);
  g_test_add_func ("/resample/scale/ramp", test_scale_ramp);
  g_test_add_func ("/resample/scale/view", test_scale_view);
  g_test_add_func ("/resample/scale/refused", test_scale_refused);
  g_test_add_func ("/resample/warp/identity", test_warp_identity);
  g_test_add_func ("/resample/warp/shift", test_warp_shift);
  g_test_add_func ("/resample/warp/reduce", test_warp_reduce);
  g_test_add_func ("/resample/warp/horizon", test_warp_horizon);
  g_test_add_func ("/resample/warp/quad", test_warp_quad);
  g_test_add_func ("/resample/warp/channels", test_warp_channels);
  g_test_add_func ("/resample/turn", test_turn);
  g_test_add_func ("/resample/crop", test_crop);

  return g_test_run ();
}

#include "vidimus-imaging-fixtures.h"
#include "vidimus-encode.h"
#include "vidimus-prepared.h"

#include <string.h>

static const VidimusPrepareLimits contract = { .min_side = 15, .max_side = 8192, .max_bytes = 7500000 };

static VidimusPicture *
load (GBytes   *bytes,
      gboolean  as_sent)
{
  VidimusDecodeLimits limits = VIDIMUS_DECODE_DESK;
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture;

  limits.ignore_orientation = as_sent;
  picture = vidimus_picture_new_from_bytes (bytes, &limits, NULL, &error);
  g_assert_no_error (error);

  return picture;
}

static VidimusPrepared *
prepare (VidimusPicture             *picture,
         const VidimusPrepareLimits *limits)
{
  g_autoptr(GError) error = NULL;
  VidimusPrepared *prepared = vidimus_picture_prepare (picture, limits, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (prepared->bytes), <=, limits->max_bytes);

  return prepared;
}

static double
to_x (const VidimusPrepared *prepared,
      double                 x,
      double                 y)
{
  return prepared->to_picture[0] * x + prepared->to_picture[1] * y + prepared->to_picture[2];
}

static double
to_y (const VidimusPrepared *prepared,
      double                 x,
      double                 y)
{
  return prepared->to_picture[3] * x + prepared->to_picture[4] * y + prepared->to_picture[5];
}

/* Finds the green block in what was sent, as a service that ignores EXIF would, and follows its corner back to
 * where it stands in the upright picture: the top right. */
static void
assert_way_back (const VidimusPrepared *prepared,
                 VidimusPicture        *picture)
{
  g_autoptr(VidimusPicture) sent = load (prepared->bytes, TRUE);
  struct vidimus_image image = vidimus_picture_get_image (sent);
  double left = image.width, bottom = 0;

  g_assert_cmpint (image.width, ==, prepared->width);
  g_assert_cmpint (image.height, ==, prepared->height);
  g_assert_cmpint (vidimus_picture_get_orientation (sent), ==, 1);

  for (int y = 0; y < image.height; y++)
    for (int x = 0; x < image.width; x++)
      {
        const guint8 *p = vidimus_image_at (&image, x, y);

        if (p[0] < 100 && p[1] > 160 && p[2] < 100)
          {
            left = MIN (left, x);
            bottom = MAX (bottom, y + 1);
          }
      }

  g_assert_cmpfloat_with_epsilon (to_x (prepared, left, bottom),
                                  vidimus_picture_get_width (picture) - FIXTURE_BLOCK, 1.5 + prepared->to_picture[0]);
  g_assert_cmpfloat_with_epsilon (to_y (prepared, left, bottom), FIXTURE_BLOCK, 1.5 + prepared->to_picture[4]);
}

static GBytes *
fixture_bytes (int         width,
               int         height,
               const char *type)
{
  struct vidimus_image image = fixture_image (width, height);
  GBytes *bytes = fixture_encode (&image, type);

  vidimus_image_free (&image);

  return bytes;
}

static void
test_as_it_is (void)
{
  static const char *const types[][2] = {
    { "jpeg", "image/jpeg" }, { "png", "image/png" }, { "bmp", "image/bmp" }, { "tiff", "image/tiff" }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GBytes) bytes = fixture_bytes (97, 61, types[i][0]);
      g_autoptr(VidimusPicture) picture = load (bytes, FALSE);
      g_autoptr(VidimusPrepared) prepared = prepare (picture, &contract);

      g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_AS_IT_IS);
      g_assert_true (prepared->bytes == bytes);
      g_assert_cmpstr (prepared->content_type, ==, types[i][1]);
      assert_way_back (prepared, picture);
    }
}

static VidimusPicture *
oriented (const char *type,
          int         width,
          int         height,
          int         orientation)
{
  struct vidimus_image upright = fixture_image (width, height), stored = fixture_store (&upright, orientation);
  g_autoptr(GBytes) plain = fixture_encode (&stored, "jpeg");
  g_autoptr(GBytes) bytes = strcmp (type, "jpeg") == 0 ? fixture_jpeg_with_exif (plain, orientation)
                                                       : fixture_tiff (&stored, orientation, FALSE);

  vidimus_image_free (&upright);
  vidimus_image_free (&stored);

  return load (bytes, FALSE);
}

static void
test_turned (void)
{
  for (int orientation = 2; orientation <= 8; orientation++)
    {
      g_autoptr(VidimusPicture) picture = oriented ("jpeg", 96, 64, orientation);
      g_autoptr(VidimusPrepared) prepared = prepare (picture, &contract);
      g_autoptr(VidimusPicture) sent = load (prepared->bytes, TRUE);
      struct vidimus_image a = vidimus_picture_get_image (picture), b = vidimus_picture_get_image (sent);

      g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_TURNED);
      g_assert_cmpint (prepared->width, ==, 96);
      g_assert_cmpint (prepared->height, ==, 64);
      assert_way_back (prepared, picture);
      /* nothing was lost: only the rounding of the colours can differ */
      for (gsize i = 0; i < a.stride * (gsize) a.height; i++)
        g_assert_cmpint (ABS (a.data[i] - b.data[i]), <=, 3);
    }
}

/* Sides that are no whole number of blocks can't be turned without loss. */
static void
test_reencoded (void)
{
  for (int orientation = 2; orientation <= 8; orientation++)
    {
      g_autoptr(VidimusPicture) picture = oriented ("jpeg", 93, 61, orientation);
      g_autoptr(VidimusPrepared) prepared = prepare (picture, &contract);
      g_autoptr(VidimusPicture) tiff = oriented ("tiff", 93, 61, orientation);
      g_autoptr(VidimusPrepared) lossless = prepare (tiff, &contract);

      /* to mirror at the diagonal needs no whole blocks */
      g_assert_cmpint (prepared->how, ==, orientation == 5 ? VIDIMUS_PREPARED_TURNED : VIDIMUS_PREPARED_REENCODED);
      g_assert_cmpstr (prepared->content_type, ==, "image/jpeg");
      assert_way_back (prepared, picture);
      g_assert_cmpint (lossless->how, ==, VIDIMUS_PREPARED_REENCODED);
      g_assert_cmpstr (lossless->content_type, ==, "image/png");
      assert_way_back (lossless, tiff);
    }
}

static void
test_other_format (void)
{
  g_autoptr(GBytes) bytes = fixture_sample ("animated-gif");
  g_autoptr(VidimusPicture) picture = load (bytes, FALSE);
  g_autoptr(VidimusPrepared) prepared = prepare (picture, &contract);

  g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_REENCODED);
  g_assert_cmpstr (prepared->content_type, ==, "image/jpeg");
  g_assert_cmpint (prepared->width, ==, 32);
}

static void
test_scaled (void)
{
  static const int orientations[] = { 1, 6, 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (orientations); i++)
    {
      VidimusPrepareLimits limits = { .min_side = 15, .max_side = 300, .max_bytes = 7500000 };
      g_autoptr(VidimusPicture) picture = oriented ("jpeg", 1000, 131, orientations[i]);
      g_autoptr(VidimusPrepared) prepared = prepare (picture, &limits);

      g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_SCALED);
      g_assert_cmpint (prepared->width, ==, 300);
      g_assert_cmpint (prepared->height, ==, 39);
      g_assert_cmpfloat (to_x (prepared, 300, 39), ==, 1000);
      g_assert_cmpfloat (to_y (prepared, 300, 39), ==, 131);
      assert_way_back (prepared, picture);
    }
}

static void
test_one_too_wide (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (8193, 64, "png");
  g_autoptr(VidimusPicture) picture = load (bytes, FALSE);
  g_autoptr(VidimusPrepared) prepared = prepare (picture, &contract);

  g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_SCALED);
  g_assert_cmpint (prepared->width, ==, 8192);
}

static VidimusPicture *
noise (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  struct vidimus_image image;
  g_autoptr(GBytes) bytes = NULL;

  g_assert_true (vidimus_image_alloc (&image, 400, 300, 3));
  for (gsize i = 0; i < image.stride * 300; i++)
    image.data[i] = (guint8) g_rand_int (rand);
  bytes = fixture_encode (&image, "bmp");
  vidimus_image_free (&image);

  return load (bytes, FALSE);
}

static void
test_too_many_bytes (void)
{
  VidimusPrepareLimits limits = { .min_side = 15, .max_side = 8192, .max_bytes = 300000 };
  g_autoptr(VidimusPicture) picture = noise (); /* a BMP of 360 kB, incompressible */
  g_autoptr(VidimusPrepared) reencoded = prepare (picture, &limits), scaled = NULL;

  g_assert_cmpint (reencoded->how, ==, VIDIMUS_PREPARED_REENCODED);
  g_assert_cmpstr (reencoded->content_type, ==, "image/jpeg");

  limits.max_bytes = 30000;
  scaled = prepare (picture, &limits);
  g_assert_cmpint (scaled->how, ==, VIDIMUS_PREPARED_SCALED);
  g_assert_cmpint (scaled->width, >, 60); /* no smaller than need be */
  g_assert_cmpfloat_with_epsilon (to_x (scaled, scaled->width, 0), 400, 1e-9);
  g_assert_cmpfloat_with_epsilon (to_y (scaled, 0, scaled->height), 300, 1e-9);
}

static void
test_too_small (void)
{
  static const int sizes[][2] = { { 14, 40 }, { 40, 14 }, { 18000, 20 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      struct vidimus_image image;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(VidimusPicture) picture = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (vidimus_image_alloc (&image, sizes[i][0], sizes[i][1], 3));
      memset (image.data, 9, image.stride * (gsize) image.height);
      bytes = fixture_encode (&image, "png");
      vidimus_image_free (&image);
      picture = load (bytes, FALSE);
      g_assert_null (vidimus_picture_prepare (picture, &contract, NULL, &error));
      g_assert_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE);
      g_assert_cmpstr (vidimus_imaging_error_get_api_code (error), ==, "AIS.0103");
    }
}

static void
test_crop (void)
{
  struct vidimus_quad quad = { { { 0, 0 }, { 200, 0 }, { 200, 100 }, { 0, 100 } } };
  g_autoptr(GBytes) bytes = fixture_bytes (200, 100, "png");
  g_autoptr(VidimusPicture) picture = load (bytes, FALSE);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPicture) crop = vidimus_picture_rectify (picture, &quad, 0, &error);
  g_autoptr(VidimusPrepared) prepared = prepare (crop, &contract);

  g_assert_no_error (error);
  g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_REENCODED);
  assert_way_back (prepared, crop);
}

static void
test_cancel (void)
{
  g_autoptr(GBytes) bytes = fixture_sample ("animated-gif");
  g_autoptr(VidimusPicture) picture = load (bytes, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (vidimus_picture_prepare (picture, &contract, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A frame of a camera: rows that lie apart, with or without a byte that means nothing, or grey. */
static void
test_frame (void)
{
  enum { WIDTH = 48, HEIGHT = 32 };

  for (int channels = 1; channels <= 4; channels++)
    {
      g_autoptr(GBytes) jpeg = NULL;
      g_autoptr(VidimusPicture) picture = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree guint8 *data = g_malloc0 (WIDTH * HEIGHT * 5);
      struct vidimus_image image = { data, WIDTH, HEIGHT, WIDTH * 5, channels }, decoded;

      if (channels == 2)
        continue;
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          vidimus_image_at (&image, x, y)[0] = 200; /* the rest is nought */

      jpeg = vidimus_image_encode_jpeg (&image, 90, FALSE, &error);
      g_assert_no_error (error);
      picture = load (jpeg, TRUE);
      decoded = vidimus_picture_get_image (picture);
      g_assert_cmpint (decoded.width, ==, WIDTH);
      g_assert_cmpint (decoded.height, ==, HEIGHT);
      g_assert_cmpint (ABS (vidimus_image_at (&decoded, 20, 10)[0] - 200), <, 6);
      g_assert_cmpint (ABS (vidimus_image_at (&decoded, 20, 10)[2] - (channels == 1 ? 200 : 0)), <, 6);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/prepared/as-it-is", test_as_it_is);
  g_test_add_func ("/prepared/turned", test_turned);
  g_test_add_func ("/prepared/reencoded", test_reencoded);
  g_test_add_func ("/prepared/other-format", test_other_format);
  g_test_add_func ("/prepared/scaled", test_scaled);
  g_test_add_func ("/prepared/one-too-wide", test_one_too_wide);
  g_test_add_func ("/prepared/too-many-bytes", test_too_many_bytes);
  g_test_add_func ("/prepared/too-small", test_too_small);
  g_test_add_func ("/prepared/crop", test_crop);
  g_test_add_func ("/prepared/frame", test_frame);
  g_test_add_func ("/prepared/cancel", test_cancel);

  return g_test_run ();
}

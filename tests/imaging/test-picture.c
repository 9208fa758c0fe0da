#include "vidimus-imaging-fixtures.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

static const VidimusDecodeLimits contract = { .min_side = 15,
                                              .max_side = 8192,
                                              .max_pixels = (gint64) 8192 * 8192,
                                              .contract_formats_only = TRUE,
                                              .ignore_orientation = TRUE };

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

static VidimusPicture *
load (GBytes                    *bytes,
      const VidimusDecodeLimits *limits)
{
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (bytes, limits, NULL, &error);

  g_assert_no_error (error);

  return picture;
}

static void
assert_refused (GBytes                    *bytes,
                const VidimusDecodeLimits *limits,
                VidimusImagingError        code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vidimus_picture_new_from_bytes (bytes, limits, NULL, &error));
  g_assert_error (error, VIDIMUS_IMAGING_ERROR, (int) code);
  g_assert_cmpint ((int) strlen (error->message), >, 10);
}

static gboolean
can_load (const char *media_type)
{
  g_autoptr(GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *l = formats; l != NULL; l = l->next)
    {
      g_auto(GStrv) types = gdk_pixbuf_format_get_mime_types (l->data);

      if (g_strv_contains ((const char *const *) types, media_type))
        return TRUE;
    }

  return FALSE;
}

static void
test_formats (void)
{
  static const struct
  {
    const char         *type;
    VidimusImageFormat  format;
  } cases[] = {
    { "jpeg", VIDIMUS_IMAGE_FORMAT_JPEG },
    { "png", VIDIMUS_IMAGE_FORMAT_PNG },
    { "bmp", VIDIMUS_IMAGE_FORMAT_BMP },
    { "tiff", VIDIMUS_IMAGE_FORMAT_TIFF },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = fixture_bytes (61, 47, cases[i].type);
      g_autoptr(VidimusPicture) picture = load (bytes, &contract);
      struct vidimus_image image = vidimus_picture_get_image (picture);
      gsize length;

      g_assert_cmpint (vidimus_picture_get_format (picture), ==, cases[i].format);
      g_assert_cmpint (vidimus_picture_get_width (picture), ==, 61);
      g_assert_cmpint (vidimus_picture_get_height (picture), ==, 47);
      g_assert_cmpint (vidimus_picture_get_orientation (picture), ==, 1);
      g_assert_true (vidimus_picture_get_bytes (picture) == bytes);
      g_assert_true (g_bytes_get_data (vidimus_picture_get_pixels (picture), &length) == image.data);
      g_assert_cmpint (image.channels, ==, 3);
      g_assert_cmpuint (length, >=, image.stride * 46 + 61 * 3);
      fixture_assert_upright (&image);
    }
}

static void
test_other_formats (void)
{
  static const char *const names[][2] = { { "webp", "image/webp" }, { "heic", "image/heif" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GBytes) bytes = fixture_sample (names[i][0]);
      g_autoptr(VidimusPicture) picture = NULL;
      g_autoptr(GBytes) cut = fixture_cut (bytes, 0.8);
      struct vidimus_image image;

      assert_refused (bytes, &contract, VIDIMUS_IMAGING_ERROR_FORMAT);
      if (!can_load (names[i][1]))
        {
          g_test_message ("no %s loader of GdkPixbuf here", names[i][1]);
          continue;
        }

      picture = load (bytes, &VIDIMUS_DECODE_DESK);
      image = vidimus_picture_get_image (picture);
      g_assert_cmpint (vidimus_picture_get_format (picture), ==, VIDIMUS_IMAGE_FORMAT_OTHER);
      g_assert_cmpint (image.width, ==, 64);
      g_assert_cmpint (image.height, ==, 48);
      fixture_assert_upright (&image);
      assert_refused (cut, &VIDIMUS_DECODE_DESK, VIDIMUS_IMAGING_ERROR_DAMAGED);
    }
}

static void
test_cmyk (void)
{
  g_autoptr(GBytes) bytes = fixture_sample ("cmyk-jpeg");
  g_autoptr(VidimusPicture) picture = load (bytes, &contract);
  struct vidimus_image image = vidimus_picture_get_image (picture);

  fixture_assert_upright (&image);
}

static void
test_sixteen_bits (void)
{
  struct vidimus_image image = fixture_image (64, 48);
  g_autoptr(GBytes) bytes = fixture_tiff (&image, 1, TRUE);
  g_autoptr(VidimusPicture) picture = load (bytes, &contract);
  struct vidimus_image read = vidimus_picture_get_image (picture);

  fixture_assert_upright (&read);
  g_assert_cmpint (read.data[24 * read.stride + 32 * 3], ==, 128);
  vidimus_image_free (&image);
}

static void
test_first_frame (void)
{
  g_autoptr(GBytes) bytes = fixture_sample ("animated-gif");
  g_autoptr(VidimusPicture) picture = load (bytes, &VIDIMUS_DECODE_DESK);
  struct vidimus_image image = vidimus_picture_get_image (picture);

  g_assert_cmpmem (image.data, 3, fixture_colors[0], 3);
}

static void
test_transparent (void)
{
  struct vidimus_image image;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VidimusPicture) picture = NULL;
  struct vidimus_image read;

  g_assert_true (vidimus_image_alloc (&image, 20, 20, 4));
  memset (image.data, 0, image.stride * 20);
  memcpy (vidimus_image_at (&image, 1, 0), "\x64\x64\x64\xff", 4);
  memcpy (vidimus_image_at (&image, 2, 0), "\x00\x00\x00\x80", 4);
  bytes = fixture_encode (&image, "png");
  picture = load (bytes, &contract);
  read = vidimus_picture_get_image (picture);

  g_assert_cmpint (read.channels, ==, 3);
  g_assert_cmpint (read.data[0], ==, 255);
  g_assert_cmpint (read.data[3], ==, 100);
  g_assert_cmpint (read.data[6], ==, 127);
  vidimus_image_free (&image);
}

static GBytes *
oriented_bytes (const char *type,
                int         orientation)
{
  struct vidimus_image upright = fixture_image (80, 48), stored = fixture_store (&upright, orientation);
  g_autoptr(GBytes) plain = NULL;
  GBytes *bytes;

  if (strcmp (type, "tiff") == 0)
    bytes = fixture_tiff (&stored, orientation, FALSE);
  else
    {
      plain = fixture_encode (&stored, type);
      bytes = strcmp (type, "jpeg") == 0 ? fixture_jpeg_with_exif (plain, orientation)
                                         : fixture_png_with_exif (plain, orientation);
    }

  vidimus_image_free (&upright);
  vidimus_image_free (&stored);

  return bytes;
}

static void
test_orientation (gconstpointer data)
{
  const char *type = data;

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr(GBytes) bytes = oriented_bytes (type, orientation);
      g_autoptr(VidimusPicture) upright = load (bytes, &VIDIMUS_DECODE_DESK);
      g_autoptr(VidimusPicture) stored = load (bytes, &contract);
      struct vidimus_image image = vidimus_picture_get_image (upright);

      g_assert_cmpint (vidimus_picture_get_orientation (upright), ==, orientation);
      g_assert_cmpint (image.width, ==, 80);
      g_assert_cmpint (image.height, ==, 48);
      fixture_assert_upright (&image);
      g_assert_cmpint (vidimus_picture_get_width (stored), ==, orientation >= 5 ? 48 : 80);
    }
}

/* A file can say anything in its EXIF. */
static void
test_orientation_nonsense (void)
{
  g_autoptr(GBytes) plain = fixture_bytes (80, 48, "jpeg");
  g_autoptr(GBytes) bytes = fixture_jpeg_with_exif (plain, 9);
  g_autoptr(VidimusPicture) picture = load (bytes, &VIDIMUS_DECODE_DESK);

  g_assert_cmpint (vidimus_picture_get_orientation (picture), ==, 1);
  g_assert_cmpint (vidimus_picture_get_width (picture), ==, 80);
}

/* Each byte of the file's first kilobyte wrong in turn: decoded or refused, never more. */
static void
test_hostile_bytes (gconstpointer data)
{
  g_autoptr(GBytes) bytes = oriented_bytes (data, 6);
  gsize length;
  const guint8 *good = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < MIN (length, 300); i++)
    for (int k = 0; k < 2; k++)
      {
        guint8 *bad = g_memdup2 (good, length);
        g_autoptr(GBytes) file = NULL;
        g_autoptr(VidimusPicture) picture = NULL;
        g_autoptr(GError) error = NULL;

        bad[i] = k == 0 ? 0xff : bad[i] ^ 1;
        file = g_bytes_new_take (bad, length);
        picture = vidimus_picture_new_from_bytes (file, &contract, NULL, &error);
        g_assert_true ((picture == NULL) == (error != NULL));
        if (error != NULL)
          g_assert_cmpstr (vidimus_imaging_error_get_api_code (error), !=, NULL);
      }
}

static void
test_truncated (gconstpointer data)
{
  static const double parts[] = { 0.01, 0.3, 0.6, 0.9, 0.99 };
  g_autoptr(GBytes) bytes = fixture_bytes (320, 240, data);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr(GBytes) cut = fixture_cut (bytes, parts[i]);

      assert_refused (cut, &VIDIMUS_DECODE_DESK, VIDIMUS_IMAGING_ERROR_DAMAGED);
    }
}

/* What follows the end of a JPEG, as phones write it, is nobody's business. */
static void
test_trailing_bytes (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (64, 48, "jpeg");
  gsize length = g_bytes_get_size (bytes);
  guint8 *longer = g_malloc0 (length + 1000);
  g_autoptr(GBytes) file = NULL;
  g_autoptr(VidimusPicture) picture = NULL;

  memcpy (longer, g_bytes_get_data (bytes, NULL), length);
  file = g_bytes_new_take (longer, length + 1000);
  picture = load (file, &contract);
  g_assert_cmpint (vidimus_picture_get_width (picture), ==, 64);
}

/* A beginning of a JPEG and nothing that follows from it. */
static void
test_only_magic (void)
{
  static const char *const texts[] = { "\xff\xd8\xff", "\xff\xd8\xff\xe0", "\xff\xd8\xff\xe0 not much", "\xff\xd8\xff\xd9" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));

      assert_refused (bytes, &VIDIMUS_DECODE_DESK, VIDIMUS_IMAGING_ERROR_DAMAGED);
    }
}

static void
test_broken_scan (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (320, 240, "jpeg");
  gsize length;
  const guint8 *good = g_bytes_get_data (bytes, &length);
  guint8 *bad = g_memdup2 (good, length);
  g_autoptr(GBytes) file = NULL;

  memset (bad + length / 2, 0xff, 64);
  file = g_bytes_new_take (bad, length);
  assert_refused (file, &VIDIMUS_DECODE_DESK, VIDIMUS_IMAGING_ERROR_DAMAGED);
}

static void
test_not_an_image (void)
{
  static const char *const texts[] = { "", "x", "BM", "GIF8", "II*", "\x89PNG\r\n\x1a\n", "%PDF-1.7\n%…\n1 0 obj\n<<>>\n",
                                       "RIFF....WEBP", "{\"result\": {}}", "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMC" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr(GError) error = NULL;

      g_assert_null (vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error));
      g_assert_true (error->domain == VIDIMUS_IMAGING_ERROR);
      if (i != 5)
        g_assert_cmpstr (vidimus_imaging_error_get_api_code (error), ==, "AIS.0102");
    }
}

static gsize
peak_kilobytes (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");

  return line != NULL ? (gsize) g_ascii_strtoull (line + 6, NULL, 10) : 0;
}

/* A JPEG whose header claims 65500 × 65500 pixels: a real one with its frame header changed. */
static GBytes *
jpeg_bomb (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (64, 48, "jpeg");
  gsize length;
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  length = g_bytes_get_size (bytes);
  for (gsize i = 0; i + 9 < length; i++)
    if (data[i] == 0xff && data[i + 1] == 0xc0)
      {
        memcpy (data + i + 5, "\xff\xdc\xff\xdc", 4);
        break;
      }

  return g_bytes_new_take (data, length);
}

static GBytes *
bmp_bomb (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (64, 48, "bmp");
  gsize length = g_bytes_get_size (bytes);
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  memcpy (data + 18, "\x00\x00\x01\x00\x00\x00\x01\x00", 8); /* 65536 × 65536 */

  return g_bytes_new_take (data, length);
}

static GBytes *
tiff_bomb (void)
{
  struct vidimus_image image = fixture_image (64, 48);
  g_autoptr(GBytes) bytes = fixture_tiff (&image, 1, FALSE);
  gsize length = g_bytes_get_size (bytes);
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  memcpy (data + 10 + 8, "\x00\x00\xea\x60", 4);
  memcpy (data + 22 + 8, "\x00\x00\xea\x60", 4);
  vidimus_image_free (&image);

  return g_bytes_new_take (data, length);
}

/* Of two heights our reader takes the second, libtiff the first: only what is asked of the decoder itself counts. */
static GBytes *
tiff_with_two_heights (void)
{
  struct vidimus_image image = fixture_image (64, 48);
  g_autoptr(GBytes) bytes = fixture_tiff (&image, 1, FALSE);
  gsize length = g_bytes_get_size (bytes);
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  memcpy (data + 10 + 8, "\x00\x00\x4a\x38", 4);  /* 19000 wide */
  memcpy (data + 22 + 8, "\x00\x00\x4a\x38", 4);  /* 19000 high */
  memcpy (data + 130, "\x01\x01\x00\x04\x00\x00\x00\x01\x00\x00\x00\x30", 12); /* 48 high */
  vidimus_image_free (&image);

  return g_bytes_new_take (data, length);
}

static void
test_bombs (void)
{
  g_autoptr(GBytes) png = fixture_png_header (60000, 60000);
  g_autoptr(GBytes) wide = fixture_png_header (0x7fffffff, 1);
  g_autoptr(GBytes) area = fixture_png_header (19000, 19000);
  g_autoptr(GBytes) jpeg = jpeg_bomb ();
  g_autoptr(GBytes) bmp = bmp_bomb ();
  g_autoptr(GBytes) tiff = tiff_bomb ();
  g_autoptr(GBytes) liar = tiff_with_two_heights ();
  GBytes *all[] = { png, wide, area, jpeg, bmp, tiff };
  gsize before = peak_kilobytes ();

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      assert_refused (all[i], &VIDIMUS_DECODE_DESK, VIDIMUS_IMAGING_ERROR_SIZE);
      assert_refused (all[i], &contract, VIDIMUS_IMAGING_ERROR_SIZE);
    }
  assert_refused (liar, &VIDIMUS_DECODE_DESK, VIDIMUS_IMAGING_ERROR_SIZE);
  g_assert_cmpuint (peak_kilobytes () - before, <, 16 * 1024);
}

static void
test_limits (void)
{
  static const struct
  {
    int      width;
    int      height;
    gboolean fits;
  } cases[] = { { 14, 40, FALSE }, { 40, 14, FALSE }, { 15, 15, TRUE }, { 8192, 15, TRUE }, { 8193, 16, FALSE },
                { 16, 8193, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct vidimus_image image;
      g_autoptr(GBytes) bytes = NULL;

      g_assert_true (vidimus_image_alloc (&image, cases[i].width, cases[i].height, 3));
      memset (image.data, 90, image.stride * (gsize) image.height);
      bytes = fixture_encode (&image, i % 2 == 0 ? "png" : "jpeg");
      vidimus_image_free (&image);

      if (cases[i].fits)
        g_object_unref (load (bytes, &contract));
      else
        assert_refused (bytes, &contract, VIDIMUS_IMAGING_ERROR_SIZE);
      g_object_unref (load (bytes, &VIDIMUS_DECODE_DESK));
    }
}

static void
test_sha256 (void)
{
  g_autoptr(GBytes) bytes = fixture_sample ("cmyk-jpeg");
  g_autoptr(VidimusPicture) picture = load (bytes, &contract);

  /* from sha256sum */
  g_assert_cmpstr (vidimus_picture_get_sha256 (picture), ==,
                   "ae99aae80ca5d78c96013ffe9b575b224cfc57a2e297edeabf56f9bf21974d04");
}

static void
finish_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
test_async (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (640, 480, "jpeg");
  GAsyncResult *results[8] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    vidimus_picture_load_async (bytes, &VIDIMUS_DECODE_DESK, NULL, finish_cb, &results[i]);

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;
      VidimusPicture *picture;

      while (results[i] == NULL)
        g_main_context_iteration (NULL, TRUE);
      picture = vidimus_picture_load_finish (results[i], &error);
      g_assert_no_error (error);
      g_assert_cmpint (vidimus_picture_get_width (picture), ==, 640);
      g_clear_object (&results[i]);
      g_assert_finalize_object (picture);
    }
}

static void
test_cancel (void)
{
  g_autoptr(GBytes) bytes = fixture_bytes (640, 480, "png");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vidimus_picture_load_async (bytes, &VIDIMUS_DECODE_DESK, cancellable, finish_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (vidimus_picture_load_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_error (&error);
  g_assert_null (vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_rectify (void)
{
  struct vidimus_quad quad = { { { 20, 10 }, { 120, 10 }, { 120, 70 }, { 20, 70 } } };
  struct vidimus_quad bow_tie = { { { 20, 10 }, { 120, 70 }, { 120, 10 }, { 20, 70 } } };
  struct vidimus_image whole, card = fixture_image (100, 60);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VidimusPicture) picture = NULL, crop = NULL, turned = NULL, small = NULL;
  g_autoptr(GError) error = NULL;
  struct vidimus_quad second_first = { { { 120, 10 }, { 120, 70 }, { 20, 70 }, { 20, 10 } } };
  struct vidimus_image out;

  g_assert_true (vidimus_image_alloc (&whole, 160, 100, 3));
  memset (whole.data, 0, whole.stride * 100);
  for (int y = 0; y < 60; y++)
    memcpy (vidimus_image_at (&whole, 20, 10 + y), vidimus_image_at (&card, 0, y), card.stride);
  bytes = fixture_encode (&whole, "png");
  picture = load (bytes, &contract);

  crop = vidimus_picture_rectify (picture, &quad, 0, &error);
  g_assert_no_error (error);
  out = vidimus_picture_get_image (crop);
  g_assert_cmpint (out.width, ==, 100);
  g_assert_cmpint (out.height, ==, 60);
  g_assert_cmpmem (out.data, out.stride, card.data, card.stride);
  g_assert_null (vidimus_picture_get_bytes (crop));

  turned = vidimus_picture_rectify (picture, &second_first, 0, &error);
  out = vidimus_picture_get_image (turned);
  g_assert_cmpint (out.width, ==, 60);
  g_assert_cmpmem (vidimus_image_at (&out, 4, 4), 3, fixture_colors[1], 3);

  small = vidimus_picture_rectify (picture, &quad, 50, &error);
  g_assert_cmpint (vidimus_picture_get_width (small), ==, 50);
  g_assert_cmpint (vidimus_picture_get_height (small), ==, 30);

  g_assert_null (vidimus_picture_rectify (picture, &bow_tie, 0, &error));
  g_assert_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE);
  vidimus_image_free (&whole);
  vidimus_image_free (&card);
}

static void
test_encode_png (void)
{
  for (int channels = 1; channels <= 4; channels++)
    {
      struct vidimus_image image;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(VidimusPicture) picture = NULL;
      g_autoptr(GError) error = NULL;

      if (channels == 2)
        continue;
      g_assert_true (vidimus_image_alloc (&image, 17, 16, channels));
      for (gsize i = 0; i < image.stride * 16; i++)
        image.data[i] = (guint8) (i % (gsize) channels == 3 ? 0 : 40 + 50 * (i % (gsize) channels));
      bytes = vidimus_picture_encode_png (&image, &error);
      g_assert_no_error (error);
      picture = load (bytes, &contract);
      g_assert_cmpint (vidimus_picture_get_image (picture).data[0], ==, 40);
      g_assert_cmpint (vidimus_picture_get_image (picture).data[2], ==, channels == 1 ? 40 : 140);
      vidimus_image_free (&image);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const char *const orientable[] = { "jpeg", "png", "tiff" };
  static const char *const all[] = { "jpeg", "png", "bmp", "tiff" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/picture/formats", test_formats);
  g_test_add_func ("/picture/other-formats", test_other_formats);
  g_test_add_func ("/picture/cmyk", test_cmyk);
  g_test_add_func ("/picture/sixteen-bits", test_sixteen_bits);
  g_test_add_func ("/picture/first-frame", test_first_frame);
  g_test_add_func ("/picture/transparent", test_transparent);
  for (gsize i = 0; i < G_N_ELEMENTS (orientable); i++)
    {
      g_autofree char *upright = g_strdup_printf ("/picture/orientation/%s", orientable[i]);
      g_autofree char *hostile = g_strdup_printf ("/picture/hostile-bytes/%s", orientable[i]);

      g_test_add_data_func (upright, orientable[i], test_orientation);
      g_test_add_data_func (hostile, orientable[i], test_hostile_bytes);
    }
  g_test_add_func ("/picture/orientation/nonsense", test_orientation_nonsense);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *path = g_strdup_printf ("/picture/truncated/%s", all[i]);

      g_test_add_data_func (path, all[i], test_truncated);
    }
  g_test_add_func ("/picture/trailing-bytes", test_trailing_bytes);
  g_test_add_func ("/picture/only-magic", test_only_magic);
  g_test_add_func ("/picture/broken-scan", test_broken_scan);
  g_test_add_func ("/picture/not-an-image", test_not_an_image);
  g_test_add_func ("/picture/bombs", test_bombs);
  g_test_add_func ("/picture/limits", test_limits);
  g_test_add_func ("/picture/sha256", test_sha256);
  g_test_add_func ("/picture/async", test_async);
  g_test_add_func ("/picture/cancel", test_cancel);
  g_test_add_func ("/picture/rectify", test_rectify);
  g_test_add_func ("/picture/encode-png", test_encode_png);

  return g_test_run ();
}

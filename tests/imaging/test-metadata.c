#include "vidimus-imaging-fixtures.h"
#include "vidimus-metadata.h"
#include "vidimus-prepared.h"

#include <string.h>
#include <turbojpeg.h>

#define SECRET "48.8584N 2.2945E of Jane"

static VidimusPicture *
load (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);

  g_assert_no_error (error);

  return picture;
}

static gboolean
contains (GBytes     *bytes,
          const void *needle,
          gsize       length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, needle, length) != NULL;
}

static void
assert_same_pixels (GBytes *a,
                    GBytes *b)
{
  g_autoptr(VidimusPicture) first = load (a), second = load (b);

  g_assert_cmpint (vidimus_picture_get_width (first), ==, vidimus_picture_get_width (second));
  g_assert_cmpint (vidimus_picture_get_height (first), ==, vidimus_picture_get_height (second));
  g_assert_true (g_bytes_equal (vidimus_picture_get_pixels (first), vidimus_picture_get_pixels (second)));
}

/* What must hold of any file: shorter, the same pixels, nothing more to remove. */
static GBytes *
strip (GBytes             *file,
       VidimusImageFormat  format)
{
  GBytes *stripped = vidimus_metadata_strip (file, format);
  g_autoptr(GBytes) again = NULL;

  g_assert_nonnull (stripped);
  g_assert_cmpuint (g_bytes_get_size (stripped), <=, g_bytes_get_size (file));
  g_assert_false (contains (stripped, SECRET, strlen (SECRET)));
  assert_same_pixels (file, stripped);
  again = vidimus_metadata_strip (stripped, format);
  g_assert_true (g_bytes_equal (again, stripped));

  return stripped;
}

static GBytes *
make (const char *type)
{
  struct vidimus_image image = fixture_image (97, 61);
  GBytes *bytes = fixture_encode (&image, type);

  vidimus_image_free (&image);

  return bytes;
}

static GBytes *
with_segment (GBytes     *jpeg,
              guint8      marker,
              const char *magic,
              gsize       magic_length)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, (const guint8 *) magic, (guint) magic_length);
  g_byte_array_append (body, (const guint8 *) SECRET, strlen (SECRET));

  return fixture_jpeg_with_segment (jpeg, marker, body->data, body->len);
}

static GBytes *
append (GBytes     *bytes,
        const void *more,
        gsize       length)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (array, more, (guint) length);

  return g_byte_array_free_to_bytes (array);
}

static GBytes *
transform (GBytes *jpeg,
           int     options,
           int     restart)
{
  tjhandle handle = tjInitTransform ();
  tjtransform operation = { .options = options };
  unsigned char *out = NULL;
  unsigned long length = 0;
  GBytes *bytes;

  if (restart > 0)
    g_setenv ("TJ_RESTART", "2B", TRUE);
  g_assert_cmpint (tjTransform (handle, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg), 1, &out, &length,
                                &operation, 0), ==, 0);
  g_unsetenv ("TJ_RESTART");
  bytes = g_bytes_new (out, length);
  tjFree (out);
  tjDestroy (handle);

  return bytes;
}

/* The places where telephones and programs leave what they know, each alone and all together, in every kind of JPEG. */
static const struct
{
  guint8      marker;
  const char *magic;
  gsize       length;
} places[] = {
  { 0xe1, "Exif\0\0MM\0*", 10 }, { 0xe1, "http://ns.adobe.com/xap/1.0/\0", 29 }, { 0xe2, "MPF\0", 4 },
  { 0xed, "Photoshop 3.0\0", 14 }, { 0xfe, "", 0 }, { 0xe0, "JFXX\0\x10", 6 }, { 0xe5, "x", 1 }, { 0xef, "", 0 },
  { 0xe2, "FPXR\0", 5 }, { 0xee, "Ducky", 5 },
};

static void
test_jpeg (void)
{
  g_autoptr(GBytes) plain = make ("jpeg");
  g_autoptr(GBytes) progressive = transform (plain, TJXOPT_PROGRESSIVE, 0), restarting = transform (plain, 0, 2);
  GBytes *kinds[] = { plain, progressive, restarting };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr(GBytes) all = g_bytes_ref (kinds[k]), clean = strip (kinds[k], VIDIMUS_IMAGE_FORMAT_JPEG), none = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
        {
          g_autoptr(GBytes) one = with_segment (kinds[k], places[i].marker, places[i].magic, places[i].length);
          g_autoptr(GBytes) stripped = strip (one, VIDIMUS_IMAGE_FORMAT_JPEG);
          GBytes *more = with_segment (all, places[i].marker, places[i].magic, places[i].length);

          g_assert_true (g_bytes_equal (stripped, clean));
          g_bytes_unref (all);
          all = more;
        }
      none = strip (all, VIDIMUS_IMAGE_FORMAT_JPEG);
      g_assert_true (g_bytes_equal (none, clean));
    }
}

/* Nothing to remove: the very file. */
static void
test_clean (void)
{
  static const struct
  {
    const char         *type;
    VidimusImageFormat  format;
  } kinds[] = { { "jpeg", VIDIMUS_IMAGE_FORMAT_JPEG }, { "png", VIDIMUS_IMAGE_FORMAT_PNG }, { "bmp", VIDIMUS_IMAGE_FORMAT_BMP } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GBytes) file = make (kinds[i].type);
      g_autoptr(GBytes) once = strip (file, kinds[i].format);
      g_autoptr(GBytes) twice = vidimus_metadata_strip (once, kinds[i].format);

      g_assert_true (once == twice);
    }
}

/* Films and further images behind the image, as telephones append them. */
static void
test_behind (void)
{
  g_autoptr(GBytes) jpeg = make ("jpeg"), png = make ("png");
  g_autoptr(GBytes) film = append (jpeg, "\0\0\0\x18" "ftypmp42" SECRET, 12 + strlen (SECRET));
  g_autoptr(GBytes) two = append (jpeg, g_bytes_get_data (film, NULL), g_bytes_get_size (film));
  g_autoptr(GBytes) png_film = append (png, SECRET, strlen (SECRET));
  g_autoptr(GBytes) a = strip (film, VIDIMUS_IMAGE_FORMAT_JPEG), b = strip (two, VIDIMUS_IMAGE_FORMAT_JPEG);
  g_autoptr(GBytes) c = strip (png_film, VIDIMUS_IMAGE_FORMAT_PNG);

  g_assert_cmpuint (g_bytes_get_size (a), <=, g_bytes_get_size (jpeg));
  g_assert_true (g_bytes_equal (a, b));
  g_assert_cmpuint (g_bytes_get_size (c), <=, g_bytes_get_size (png));
}

/* What the colours need stays. */
static void
test_kept (void)
{
  static const char icc[] = "ICC_PROFILE\0\1\1profile", adobe[] = "Adobe\0\x64\0\0\0\0\1";
  g_autoptr(GBytes) jpeg = make ("jpeg"), png = make ("png");
  g_autoptr(GBytes) one = fixture_jpeg_with_segment (jpeg, 0xee, adobe, 12);
  g_autoptr(GBytes) two = fixture_jpeg_with_segment (one, 0xe2, icc, sizeof icc - 1);
  g_autoptr(GBytes) three = with_segment (two, 0xe1, "Exif\0\0", 6);
  g_autoptr(GBytes) gamma = fixture_png_with_chunk (png, "gAMA", "\0\0\xb1\x8f", 4);
  g_autoptr(GBytes) jpeg_out = strip (three, VIDIMUS_IMAGE_FORMAT_JPEG), png_out = strip (gamma, VIDIMUS_IMAGE_FORMAT_PNG);

  g_assert_true (contains (jpeg_out, icc, sizeof icc - 1));
  g_assert_true (contains (jpeg_out, adobe, 12));
  g_assert_true (contains (jpeg_out, "JFIF", 5));
  g_assert_true (contains (png_out, "gAMA", 4));
}

/* The thumbnail that JFIF itself may have. */
static void
test_jfif_thumbnail (void)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();
  g_autoptr(GBytes) jpeg = make ("jpeg"), file = NULL, out = NULL;

  g_byte_array_append (body, (const guint8 *) "JFIF\0\1\1\0\0\1\0\1\2\4", 14);
  g_byte_array_append (body, (const guint8 *) SECRET, 24); /* 2 × 4 pixels */
  file = fixture_jpeg_with_segment (jpeg, 0xe0, body->data, body->len);
  out = strip (file, VIDIMUS_IMAGE_FORMAT_JPEG);
  g_assert_true (contains (out, "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 18));
}

static void
test_png (void)
{
  static const char *const chunks[] = { "tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt", "acTL", "vpAg", "hIST" };
  g_autoptr(GBytes) png = make ("png"), clean = strip (png, VIDIMUS_IMAGE_FORMAT_PNG), all = g_bytes_ref (png), none = NULL;
  g_autoptr(GBytes) critical = fixture_png_with_chunk (png, "NEWC", SECRET, strlen (SECRET));

  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      GBytes *more = fixture_png_with_chunk (all, chunks[i], "k\0" SECRET, 2 + strlen (SECRET));

      g_bytes_unref (all);
      all = more;
    }
  none = vidimus_metadata_strip (all, VIDIMUS_IMAGE_FORMAT_PNG);
  g_assert_true (g_bytes_equal (none, clean));
  g_assert_null (vidimus_metadata_strip (critical, VIDIMUS_IMAGE_FORMAT_PNG));
}

static void
put (GByteArray *array,
     gboolean    big,
     guint       bytes,
     guint32     value)
{
  for (guint i = 0; i < bytes; i++)
    {
      guint8 byte = (guint8) (value >> 8 * (big ? bytes - 1 - i : i));

      g_byte_array_append (array, &byte, 1);
    }
}

static guint32
get (const guint8 *p,
     gboolean      big,
     guint         bytes)
{
  guint32 value = 0;

  for (guint i = 0; i < bytes; i++)
    value |= (guint32) p[i] << 8 * (big ? bytes - 1 - i : i);

  return value;
}

/* @tiff with its directory again at the end, beside tags that tell who and where, and a second image behind it. */
static GBytes *
tiff_with_secrets (GBytes *tiff)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (tiff, &length);
  gboolean big = data[0] == 'M';
  guint32 ifd = get (data + 4, big, 4), n = get (data + ifd, big, 2), secret, second;
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, (guint) length);
  secret = out->len;
  g_byte_array_append (out, (const guint8 *) SECRET, sizeof SECRET);
  if (out->len % 2 != 0)
    g_byte_array_append (out, (const guint8 *) "", 1);
  second = out->len;
  put (out, big, 2, 1);
  put (out, big, 2, 270);
  put (out, big, 2, 2);
  put (out, big, 4, sizeof SECRET);
  put (out, big, 4, secret);
  put (out, big, 4, 0);

  for (guint i = 0; i < 4; i++)
    out->data[4 + i] = (guint8) (out->len >> 8 * (big ? 3 - i : i));
  put (out, big, 2, n + 3);
  g_byte_array_append (out, data + ifd + 2, 12 * n);
  for (guint i = 0; i < 3; i++)
    {
      static const guint tags[] = { 700, 34853, 50000 }; /* XMP, GPS, nobody's */

      put (out, big, 2, tags[i]);
      put (out, big, 2, i == 1 ? 4 : 7);
      put (out, big, 4, i == 1 ? 1 : sizeof SECRET);
      put (out, big, 4, i == 1 ? second : secret);
    }
  put (out, big, 4, second);

  return g_byte_array_free_to_bytes (out);
}

static void
test_tiff (void)
{
  struct vidimus_image image = fixture_image (97, 61);
  g_autoptr(GBytes) eight = fixture_tiff (&image, 1, FALSE), sixteen = fixture_tiff (&image, 1, TRUE), packed = make ("tiff");
  GBytes *kinds[] = { eight, sixteen, packed };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GBytes) told = tiff_with_secrets (kinds[i]);
      g_autoptr(GBytes) out = NULL, clean = NULL;

      g_assert_true (contains (told, SECRET, strlen (SECRET)));
      out = strip (told, VIDIMUS_IMAGE_FORMAT_TIFF);
      clean = strip (kinds[i], VIDIMUS_IMAGE_FORMAT_TIFF);
      g_assert_cmpuint (g_bytes_get_size (out), <=, g_bytes_get_size (kinds[i]) + 16);
    }
  vidimus_image_free (&image);
}

/* A JPEG within a TIFF can have metadata of its own, which nobody looks for: to be encoded anew. */
static void
test_tiff_jpeg (void)
{
  struct vidimus_image image = fixture_image (97, 61);
  g_autoptr(GBytes) tiff = fixture_tiff (&image, 1, FALSE);
  gsize length;
  const guint8 *data = g_bytes_get_data (tiff, &length);
  g_autofree guint8 *copy = g_memdup2 (data, length);
  g_autoptr(GBytes) packed = NULL;

  g_assert_cmpuint (get (copy + 10 + 3 * 12, TRUE, 2), ==, 259);
  copy[10 + 3 * 12 + 9] = 7;
  packed = g_bytes_new_take (g_steal_pointer (&copy), length);
  g_assert_null (vidimus_metadata_strip (packed, VIDIMUS_IMAGE_FORMAT_TIFF));
  vidimus_image_free (&image);
}

/* Whatever is cut off or overwritten: no crash, no more bytes, and nothing left for a second time. */
static void
assert_survives (GBytes             *file,
                 VidimusImageFormat  format)
{
  g_autoptr(GBytes) out = vidimus_metadata_strip (file, format), again = NULL;

  if (out == NULL)
    return;
  g_assert_cmpuint (g_bytes_get_size (out), <=, g_bytes_get_size (file));
  again = vidimus_metadata_strip (out, format);
  g_assert_nonnull (again);
  g_assert_true (g_bytes_equal (again, out));
}

static void
test_malformed (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);
  g_autoptr(GBytes) jpeg = make ("jpeg"), png = make ("png"), tiff = make ("tiff");
  g_autoptr(GBytes) told_jpeg = with_segment (jpeg, 0xe1, "Exif\0\0", 6);
  g_autoptr(GBytes) told_png = fixture_png_with_chunk (png, "tEXt", SECRET, strlen (SECRET));
  g_autoptr(GBytes) told_tiff = tiff_with_secrets (tiff);
  const struct
  {
    GBytes             *file;
    VidimusImageFormat  format;
  } kinds[] = { { told_jpeg, VIDIMUS_IMAGE_FORMAT_JPEG }, { told_png, VIDIMUS_IMAGE_FORMAT_PNG },
                { told_tiff, VIDIMUS_IMAGE_FORMAT_TIFF } };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (kinds[k].file, &length);

      for (gsize cut = 0; cut < length; cut += cut < 1000 ? 1 : 97)
        {
          g_autoptr(GBytes) part = g_bytes_new (data, cut);

          assert_survives (part, kinds[k].format);
        }
      for (guint round = 0; round < 2000; round++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, length);
          g_autoptr(GBytes) broken = NULL;

          for (guint i = 0; i <= round % 4; i++)
            copy[round % 2 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) MIN (length, 400))
                                : length - 1 - (gsize) g_rand_int_range (rand, 0, (gint32) MIN (length, 400))] =
              (guint8) g_rand_int (rand);
          broken = g_bytes_new_take (g_steal_pointer (&copy), length);
          assert_survives (broken, kinds[k].format);
        }
    }
}

static void
test_prepared (void)
{
  static const VidimusPrepareLimits keeping = { .min_side = 15, .max_side = 8192, .max_bytes = 7500000 };
  VidimusPrepareLimits limits = keeping;
  g_autoptr(GBytes) jpeg = make ("jpeg");
  g_autoptr(GBytes) told = with_segment (jpeg, 0xe1, "Exif\0\0", 6);
  g_autoptr(VidimusPicture) picture = load (told), clean = load (jpeg);
  g_autoptr(VidimusPrepared) kept = vidimus_picture_prepare (picture, &keeping, NULL, NULL), stripped = NULL, same = NULL;

  g_assert_true (kept->bytes == told);
  g_assert_false (kept->metadata_removed);

  limits.strip = TRUE;
  stripped = vidimus_picture_prepare (picture, &limits, NULL, NULL);
  g_assert_cmpint (stripped->how, ==, VIDIMUS_PREPARED_AS_IT_IS);
  g_assert_true (stripped->metadata_removed);
  g_assert_false (contains (stripped->bytes, SECRET, strlen (SECRET)));
  same = vidimus_picture_prepare (clean, &limits, NULL, NULL);
  g_assert_true (same->bytes == jpeg);
  g_assert_false (same->metadata_removed);
}

/* Too large with its film, small enough without: sent as it is. */
static void
test_prepared_fits (void)
{
  g_autoptr(GBytes) jpeg = make ("jpeg");
  g_autofree char *film = g_strnfill (1000000, 'x');
  g_autoptr(GBytes) told = append (jpeg, film, 1000000);
  g_autoptr(VidimusPicture) picture = load (told);
  g_autoptr(VidimusPrepared) prepared = vidimus_picture_prepare (picture, &(VidimusPrepareLimits) {
    .min_side = 15, .max_side = 8192, .max_bytes = 100000, .strip = TRUE }, NULL, NULL);

  g_assert_cmpint (prepared->how, ==, VIDIMUS_PREPARED_AS_IT_IS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metadata/jpeg", test_jpeg);
  g_test_add_func ("/metadata/clean", test_clean);
  g_test_add_func ("/metadata/behind", test_behind);
  g_test_add_func ("/metadata/kept", test_kept);
  g_test_add_func ("/metadata/jfif-thumbnail", test_jfif_thumbnail);
  g_test_add_func ("/metadata/png", test_png);
  g_test_add_func ("/metadata/tiff", test_tiff);
  g_test_add_func ("/metadata/tiff-jpeg", test_tiff_jpeg);
  g_test_add_func ("/metadata/malformed", test_malformed);
  g_test_add_func ("/metadata/prepared", test_prepared);
  g_test_add_func ("/metadata/prepared-fits", test_prepared_fits);

  return g_test_run ();
}

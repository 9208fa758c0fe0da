/* Decoding in parts gives what decoding the whole gives. */
#include "vidimus-parts.h"

#include "vidimus-imaging-fixtures.h"
#include "vidimus-resample.h"

#include <stdlib.h>
#include <turbojpeg.h>

#define WIDTH 2003 /* neither is a whole number of blocks */
#define HEIGHT 701

static const VidimusDecodeLimits limits = { .min_side = 15, .max_side = 8192, .max_pixels = 67108864, .ignore_orientation = TRUE };

static struct vidimus_image
draw (void)
{
  struct vidimus_image image;

  g_assert_true (vidimus_image_alloc (&image, WIDTH, HEIGHT, 3));
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        guint8 *p = vidimus_image_at (&image, x, y);

        p[0] = (guint8) (128 + (x / 37 % 2 == y / 29 % 2 ? 60 : -60) + x * y % 13);
        p[1] = (guint8) (x * 255 / WIDTH);
        p[2] = (guint8) (y * 200 / HEIGHT + x / 61 % 2 * 40);
      }

  return image;
}

static GBytes *
encode (const struct vidimus_image *image,
        int                         sampling,
        gboolean                    progressive)
{
  tjhandle handle = tjInitCompress ();
  unsigned char *out = NULL;
  unsigned long length = 0;

  g_assert_cmpint (tjCompress2 (handle, image->data, image->width, (int) image->stride, image->height, TJPF_RGB, &out, &length,
                                sampling, 90, progressive ? TJFLAG_PROGRESSIVE : 0), ==, 0);
  tjDestroy (handle);

  return g_bytes_new_with_free_func (out, length, (GDestroyNotify) tjFree, out);
}

/* By libjpeg-turbo, which reduces in the same way. */
static struct vidimus_image
decode_reduced (GBytes *bytes,
                int     shrink)
{
  tjhandle handle = tjInitDecompress ();
  struct vidimus_image image;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_true (vidimus_image_alloc (&image, (WIDTH + shrink - 1) / shrink, (HEIGHT + shrink - 1) / shrink, 3));
  g_assert_cmpint (tjDecompress2 (handle, data, length, image.data, image.width, (int) image.stride, image.height, TJPF_RGB, 0),
                   ==, 0);
  tjDestroy (handle);

  return image;
}

/* The mean and the greatest difference between @part and the pixels of @whole from (x, y) on. */
static void
compare (const struct vidimus_image *part,
         const struct vidimus_image *whole,
         int                         x,
         int                         y,
         double                     *mean,
         int                        *most)
{
  gint64 sum = 0;

  *most = 0;
  for (int j = 0; j < part->height; j++)
    for (int i = 0; i < part->width; i++)
      for (int c = 0; c < 3; c++)
        {
          int off = abs (vidimus_image_at (part, i, j)[c] - vidimus_image_at (whole, x + i, y + j)[c]);

          sum += off;
          *most = MAX (*most, off);
        }
  *mean = (double) sum / (part->width * part->height * 3);
}

static void
check_bytes (GBytes *bytes,
             int     most_allowed,
             double  mean_allowed)
{
  g_autoptr(VidimusParts) parts = vidimus_parts_new (bytes, &limits, NULL);
  const struct vidimus_source *source = vidimus_parts_get_source (parts);

  g_assert_cmpint (source->width, ==, WIDTH);
  g_assert_cmpint (source->height, ==, HEIGHT);
  for (int shrink = 1; shrink <= 8; shrink *= 2)
    {
      struct vidimus_image part, all, expected = decode_reduced (bytes, shrink);
      double mean;
      int most;

      g_assert_true (vidimus_source_read (source, shrink, 0, 0, WIDTH, HEIGHT, &all));
      g_assert_cmpint (all.width, ==, expected.width);
      g_assert_cmpint (all.height, ==, expected.height);
      compare (&all, &expected, 0, 0, &mean, &most);
      g_test_message ("1/%d: mean %.2f, most %d", shrink, mean, most);
      /* at 1/4 ours leaves the highest frequencies out, at 1/8 libjpeg repeats samples of colour that ours spreads */
      g_assert_cmpfloat (mean, <, mean_allowed + (shrink == 4 ? .6 : shrink == 8 ? 6 : 0));
      g_assert_cmpint (most, <=, most_allowed + (shrink == 4 ? 12 : shrink == 8 ? 40 : 0));

      /* a region is the same as in the whole, to the bit */
      g_assert_true (vidimus_source_read (source, shrink, 101, 33, 77, 41, &part));
      compare (&part, &all, 101, 33, &mean, &most);
      g_assert_cmpint (most, ==, 0);
      vidimus_image_free (&part);
      vidimus_image_free (&all);
      vidimus_image_free (&expected);
    }
}

static void
check (int      sampling,
       gboolean progressive,
       int      most_allowed,
       double   mean_allowed)
{
  struct vidimus_image image = draw ();
  g_autoptr(GBytes) bytes = encode (&image, sampling, progressive);

  check_bytes (bytes, most_allowed, mean_allowed);
  vidimus_image_free (&image);
}

static void
test_samplings (void)
{
  check (TJSAMP_444, FALSE, 3, .5);
  check (TJSAMP_420, FALSE, 4, .6);
  check (TJSAMP_422, FALSE, 4, .6);
  check (TJSAMP_440, FALSE, 40, 1.5); /* some versions of libjpeg-turbo repeat the samples of this one */
  check (TJSAMP_411, FALSE, 4, .6);
  check (TJSAMP_GRAY, FALSE, 2, .3);
}

static void
test_progressive (void)
{
  check (TJSAMP_420, TRUE, 4, .6);
}

/* How many markers of that kind are in the file. */
static int
count_markers (GBytes *bytes,
               guint8  kind)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  int n = 0;

  for (gsize i = 0; i + 1 < length; i++)
    n += data[i] == 0xff && data[i + 1] == kind;

  return n;
}

/* The coding starts anew every seven MCUs, which is not where anything else begins; one restart less is damage. */
static void
test_restarts (void)
{
  struct vidimus_image image = draw ();
  g_autoptr(GBytes) jpeg = NULL, lacking = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *data = NULL;
  gconstpointer whole;
  gsize length;

  g_setenv ("TJ_RESTART", "7B", TRUE); /* libjpeg-turbo's */
  jpeg = encode (&image, TJSAMP_420, FALSE);
  g_unsetenv ("TJ_RESTART");
  g_assert_cmpint (count_markers (jpeg, 0xd3), >, 50);
  check_bytes (jpeg, 4, .6);

  whole = g_bytes_get_data (jpeg, &length);
  data = g_memdup2 (whole, length);
  for (gsize i = length / 2; i + 1 < length; i++)
    if (data[i] == 0xff && data[i + 1] == 0xd3)
      {
        data[i + 1] = 0xd4;
        break;
      }
  lacking = g_bytes_new (data, length);
  g_assert_null (vidimus_parts_new (lacking, &limits, &error));
  g_assert_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_DAMAGED);
  vidimus_image_free (&image);
}

/* Noise at the best quality has pixels beyond black and white before they are held within. */
static void
test_noise (void)
{
  struct vidimus_image image = draw ();
  tjhandle handle = tjInitCompress ();
  unsigned char *out = NULL;
  unsigned long length = 0;
  g_autoptr(GBytes) jpeg = NULL;

  for (int i = 0; i < 3 * WIDTH * HEIGHT; i++)
    image.data[i] = (guint8) (g_test_rand_int () >> 24);
  g_assert_cmpint (tjCompress2 (handle, image.data, WIDTH, 0, HEIGHT, TJPF_RGB, &out, &length, TJSAMP_444, 100, 0), ==, 0);
  jpeg = g_bytes_new_with_free_func (out, length, (GDestroyNotify) tjFree, out);
  check_bytes (jpeg, 16, 4.2); /* the highest frequencies are left out of a quarter */
  tjDestroy (handle);
  vidimus_image_free (&image);
}

/* What is damaged is found at once, with the words of the whole decoder; what is small or no JPEG is decoded whole. */
static void
test_others (void)
{
  struct vidimus_image image = draw (), part, small = vidimus_image_crop (&image, 0, 0, 640, 480);
  g_autoptr(GBytes) jpeg = encode (&image, TJSAMP_420, FALSE);
  g_autoptr(GBytes) png = fixture_encode (&small, "png");
  g_autoptr(GBytes) cut = fixture_cut (jpeg, .5);
  g_autoptr(VidimusParts) parts = vidimus_parts_new (png, &limits, NULL);
  VidimusDecodeLimits narrow = limits;
  g_autoptr(GError) damaged = NULL;
  g_autoptr(GError) large = NULL;

  g_assert_nonnull (parts);
  g_assert_true (vidimus_source_read (vidimus_parts_get_source (parts), 1, 10, 20, 1, 1, &part));
  g_assert_cmpint (part.data[1], ==, vidimus_image_at (&image, 10, 20)[1]);
  vidimus_image_free (&part);

  g_assert_null (vidimus_parts_new (cut, &limits, &damaged));
  g_assert_error (damaged, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_DAMAGED);

  narrow.max_side = 2000;
  g_assert_null (vidimus_parts_new (jpeg, &narrow, &large));
  g_assert_error (large, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE);
  vidimus_image_free (&image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/samplings", test_samplings);
  g_test_add_func ("/parts/progressive", test_progressive);
  g_test_add_func ("/parts/restarts", test_restarts);
  g_test_add_func ("/parts/noise", test_noise);
  g_test_add_func ("/parts/others", test_others);

  return g_test_run ();
}

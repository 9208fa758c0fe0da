#include "vidimus-scanner-test.h"

#include "vidimus-test-sane.h"
#include "vidimus-test.h"

#define WIDTH_MM 40
#define HEIGHT_MM 30

GListModel *
vidimus_scanner_test_list (VidimusScanner *scanner)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GListModel *devices;

  vidimus_scanner_list_async (scanner, NULL, vidimus_test_finish, &result);
  devices = vidimus_scanner_list_finish (scanner, vidimus_test_await (&result), &error);
  g_assert_no_error (error);

  return devices;
}

/* The first device, which is now as @options say. */
void
vidimus_scanner_test_plug (VidimusScannerTest *f,
                           const char         *options)
{
  g_autoptr(GListModel) devices = NULL;

  vidimus_test_sane_set (options);
  devices = vidimus_scanner_test_list (f->scanner);
  g_clear_object (&f->device);
  f->device = g_list_model_get_item (devices, 0);
}

void
vidimus_scanner_test_set_up (VidimusScannerTest *f,
                             gconstpointer       data)
{
  f->scanner = vidimus_scanner_new ();
  vidimus_scanner_test_plug (f, "");
}

void
vidimus_scanner_test_tear_down (VidimusScannerTest *f,
                                gconstpointer       data)
{
  g_clear_object (&f->device);
  vidimus_test_drop (f->scanner);
}

VidimusScannerAbilities *
vidimus_scanner_test_ask (VidimusScannerTest  *f,
                          GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_scanner_ask_async (f->scanner, f->device, NULL, vidimus_test_finish, &result);

  return vidimus_scanner_ask_finish (f->scanner, vidimus_test_await (&result), error);
}

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  VidimusScannerTold *told = user_data;

  told->told++;
  told->backwards = told->backwards || fraction < told->last;
  told->last = fraction;
  if (told->cancellable != NULL)
    g_cancellable_cancel (told->cancellable);
}

GBytes *
vidimus_scanner_test_scan (VidimusScannerTest           *f,
                           const VidimusScannerSettings *settings,
                           VidimusScannerTold           *told,
                           struct vidimus_image         *image,
                           int                          *dpi,
                           GError                      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_scanner_scan_async (f->scanner, f->device, settings, told != NULL ? progress_cb : NULL, told,
                              told != NULL ? told->cancellable : NULL, vidimus_test_finish, &result);

  return vidimus_scanner_scan_finish (f->scanner, vidimus_test_await (&result), image, dpi, error);
}

const VidimusScannerSettings vidimus_scanner_test_small = { .resolution = 100, .area = { 0, 0, WIDTH_MM, HEIGHT_MM } };

/* What the device draws at a pixel: patches of 4 × 4 that count up and down, of six rows of red, green and blue, on grey. */
static void
pattern (int     x,
         int     y,
         guint8 *rgb)
{
  int band = y % 30 / 5;
  guint8 level = (guint8) (band & 1 ? 255 - x / 5 : x / 5);

  for (int c = 0; c < 3; c++)
    rgb[c] = x % 5 == 0 || y % 5 == 0 ? 0x55 : c == band / 2 ? level : 0;
}

void
vidimus_scanner_test_assert_pattern (const struct vidimus_image *image)
{
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      {
        guint8 rgb[3];

        pattern (x, y, rgb);
        g_assert_cmpmem (vidimus_image_at (image, x, y), 3, rgb, 3);
      }
}

void
vidimus_scanner_test_colour (VidimusScannerTest *f,
                             gconstpointer       data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi = 0;

  vidimus_scanner_test_plug (f, data);
  bytes = vidimus_scanner_test_scan (f, &vidimus_scanner_test_small, NULL, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dpi, ==, 100);
  g_assert_cmpint (image.channels, ==, 3);
  g_assert_cmpint (ABS (image.width - WIDTH_MM * 100 / 25.4), <=, 4); /* with lost pixels: three */
  g_assert_cmpint (ABS (image.height - HEIGHT_MM * 100 / 25.4), <=, 1);
  g_assert_true (g_bytes_get_data (bytes, NULL) == image.data);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, image.stride * (gsize) image.height);
  vidimus_scanner_test_assert_pattern (&image);
}

/* Cancelling, and what goes wrong: afterwards the device works as before. */
#include "vidimus-scanner-test.h"

#include "vidimus-test-sane.h"
#include "vidimus-test.h"

/* The device can be used again at once, as if nothing had been. */
static void
test_cancel (VidimusScannerTest *f,
             gconstpointer       data)
{
  g_autofree char *slow = g_strconcat ("read-limit true\nread-limit-size 500\nread-delay true\nread-delay-duration 20000\n",
                                       data, NULL);
  VidimusScannerSettings settings = { .resolution = 300 };
  struct vidimus_image image;
  int dpi;

  vidimus_scanner_test_plug (f, slow);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      VidimusScannerTold told = { .cancellable = cancellable };
      g_autoptr(GError) error = NULL;

      g_assert_null (vidimus_scanner_test_scan (f, &settings, &told, &image, &dpi, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (told.told, ==, 1);
    }
  vidimus_scanner_test_colour (f, "");
}

/* Trouble */

static const struct
{
  const char          *status;
  VidimusScannerError  code;
  const char          *sentence;
} troubles[] = {
  { "SANE_STATUS_UNSUPPORTED", VIDIMUS_SCANNER_ERROR_SETTINGS, "The scanner can’t do what was asked of it." },
  { "SANE_STATUS_CANCELLED", VIDIMUS_SCANNER_ERROR_STOPPED, "The scanner stopped the scan." },
  { "SANE_STATUS_DEVICE_BUSY", VIDIMUS_SCANNER_ERROR_BUSY, "The scanner is busy." },
  { "SANE_STATUS_INVAL", VIDIMUS_SCANNER_ERROR_SETTINGS, "The scanner does not take these settings." },
  { "SANE_STATUS_EOF", VIDIMUS_SCANNER_ERROR_STOPPED, "The scanner sent an empty page." },
  { "SANE_STATUS_JAMMED", VIDIMUS_SCANNER_ERROR_JAMMED, "The paper is jammed in the scanner." },
  { "SANE_STATUS_NO_DOCS", VIDIMUS_SCANNER_ERROR_NO_PAPER, "There is nothing in the scanner’s feeder." },
  { "SANE_STATUS_COVER_OPEN", VIDIMUS_SCANNER_ERROR_COVER_OPEN, "The scanner’s cover is open." },
  { "SANE_STATUS_IO_ERROR", VIDIMUS_SCANNER_ERROR_GONE, "The connection to the scanner was lost." },
  { "SANE_STATUS_NO_MEM", VIDIMUS_SCANNER_ERROR_MEMORY, "There is not enough memory for this page." },
  { "SANE_STATUS_ACCESS_DENIED", VIDIMUS_SCANNER_ERROR_DENIED, "You may not use this scanner." },
};

/* The page is larger than what the device sends ahead: it is stopped in the midst of sending, where it can be (its thread is killed wherever it is,
 * and SANE 1.1.1 hangs when that is in malloc()). */
static void
test_status (VidimusScannerTest *f,
             gconstpointer       data)
{
  VidimusScannerSettings settings = { .resolution = 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      g_autofree char *options = g_strdup_printf ("read-status-code \"%s\"\nnon-blocking true\nselect-fd true\n",
                                                   troubles[i].status);
      g_autoptr(GError) error = NULL;
      struct vidimus_image image;
      int dpi;

      vidimus_scanner_test_plug (f, options);
      g_assert_null (vidimus_scanner_test_scan (f, &settings, NULL, &image, &dpi, &error));
      g_assert_error (error, VIDIMUS_SCANNER_ERROR, (int) troubles[i].code);
      g_assert_cmpstr (error->message, ==, troubles[i].sentence);
      g_assert_true (g_str_has_suffix (vidimus_scanner_error_get_remedy (error), "."));
    }
  vidimus_scanner_test_colour (f, "");
}

static void
test_size (VidimusScannerTest *f,
           gconstpointer       data)
{
  VidimusScannerSettings settings = { .resolution = 1200 };
  g_autoptr(GError) error = NULL;
  struct vidimus_image image;
  int dpi;

  vidimus_scanner_test_plug (f, data);
  g_assert_null (vidimus_scanner_test_scan (f, &settings, NULL, &image, &dpi, &error));
  g_assert_error (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_SIZE);
  vidimus_scanner_test_colour (f, "");
}

/* It was there when it was listed. */
static void
test_gone (VidimusScannerTest *f,
           gconstpointer       data)
{
  g_autoptr(GListModel) devices = vidimus_scanner_test_list (f->scanner);
  g_autoptr(GListModel) fewer = NULL;
  g_autoptr(GError) error = NULL;
  struct vidimus_image image;
  int dpi;

  g_clear_object (&f->device);
  f->device = g_list_model_get_item (devices, 1);
  vidimus_test_sane_set ("number_of_devices 1\n");
  fewer = vidimus_scanner_test_list (f->scanner);
  g_assert_null (vidimus_scanner_test_scan (f, &vidimus_scanner_test_small, NULL, &image, &dpi, &error));
  g_assert_error (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_GONE);
  g_clear_error (&error);
  g_assert_null (vidimus_scanner_test_ask (f, &error));
  g_assert_error (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_GONE);
  g_assert_null (vidimus_scanner_error_get_remedy (NULL));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  vidimus_test_sane_begin ();

#define ADD(path, data, func) g_test_add (path, VidimusScannerTest, data, vidimus_scanner_test_set_up, func, \
                                          vidimus_scanner_test_tear_down)
  ADD ("/scanner/cancel/blocking", "", test_cancel);
  ADD ("/scanner/cancel/non-blocking", "non-blocking true\n", test_cancel);
  ADD ("/scanner/cancel/select", "non-blocking true\nselect-fd true\n", test_cancel);
  ADD ("/scanner/status", NULL, test_status);
  ADD ("/scanner/size/known", "geometry_max 1000\n", test_size);
  ADD ("/scanner/gone", NULL, test_gone);
#undef ADD

  status = g_test_run ();
  vidimus_test_sane_end ();

  return status;
}

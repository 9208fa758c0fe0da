/* Against SANE's own test device, in this process. */
#include "vidimus-scanner-test.h"

#include "vidimus-test-sane.h"
#include "vidimus-test.h"

/* Listing */

static void
test_list (VidimusScannerTest *f,
           gconstpointer       data)
{
  g_autoptr(GListModel) devices = vidimus_scanner_test_list (f->scanner);
  g_autoptr(GListModel) none = NULL;
  g_autoptr(VidimusScannerDevice) first = g_list_model_get_item (devices, 0);
  g_autoptr(VidimusScannerDevice) second = g_list_model_get_item (devices, 1);
  g_autofree char *name = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (devices), ==, 2);
  g_assert_cmpstr (vidimus_scanner_device_get_id (first), ==, "test:0");
  g_object_get (first, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "frontend-tester");
  g_assert_cmpstr (vidimus_scanner_device_get_name (second), ==, "frontend-tester (test:1)");

  vidimus_test_sane_set (NULL);
  none = vidimus_scanner_test_list (f->scanner);
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);
  g_assert_true (vidimus_scanner_is_supported ());
}

static void
busy_cb (VidimusScanner *scanner,
         GParamSpec     *pspec,
         GString        *seen)
{
  gboolean busy;

  g_object_get (scanner, "busy", &busy, NULL);
  g_string_append_c (seen, busy ? '1' : '0');
}

static gboolean
is_idle (gpointer data)
{
  gboolean busy;

  g_object_get (data, "busy", &busy, NULL);

  return !busy;
}

/* Two requests at once wait for each other; one that was cancelled before its turn is not begun. */
static void
test_queue (VidimusScannerTest *f,
            gconstpointer       data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) devices = NULL;
  g_autoptr(GString) seen = g_string_new (NULL);

  vidimus_test_await_true (is_idle, f->scanner);
  g_signal_connect (f->scanner, "notify::busy", G_CALLBACK (busy_cb), seen);
  vidimus_scanner_list_async (f->scanner, NULL, vidimus_test_finish, &first);
  g_assert_cmpstr (seen->str, ==, "1");
  vidimus_scanner_list_async (f->scanner, cancellable, vidimus_test_finish, &second);
  g_cancellable_cancel (cancellable);
  devices = vidimus_scanner_list_finish (f->scanner, vidimus_test_await (&first), &error);
  g_assert_no_error (error);
  g_assert_null (vidimus_scanner_list_finish (f->scanner, vidimus_test_await (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  vidimus_test_await_true (is_idle, f->scanner);
  g_assert_cmpstr (seen->str, ==, "10");
  g_signal_handlers_disconnect_by_func (f->scanner, busy_cb, seen);
}

static void
test_abilities (VidimusScannerTest *f,
                gconstpointer       data)
{
  static const int expected[] = { 75, 100, 150, 200, 300, 400, 600, 1200, 0 };
  static const int one[] = { 60, 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusScannerAbilities) abilities = vidimus_scanner_test_ask (f, &error);
  g_autoptr(VidimusScannerAbilities) odd = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (abilities->resolutions, sizeof expected, expected, sizeof expected);
  g_assert_true (abilities->colour);
  g_assert_true (abilities->grey);
  g_assert_cmpfloat (abilities->width_mm, ==, 200);
  g_assert_cmpfloat (abilities->height_mm, ==, 200);
  g_assert_cmpuint (g_strv_length (abilities->sources), ==, 2);
  g_assert_cmpstr (abilities->sources[0], ==, "Flatbed");

  vidimus_scanner_test_plug (f, "resolution_max 60\n");
  odd = vidimus_scanner_test_ask (f, &error);
  g_assert_cmpmem (odd->resolutions, sizeof one, one, sizeof one);
}

/* Scanning */

static void
test_grey (VidimusScannerTest *f,
           gconstpointer       data)
{
  VidimusScannerSettings settings = vidimus_scanner_test_small;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi;

  vidimus_scanner_test_plug (f, "mode Color\ndepth 16\n");
  settings.grey = TRUE;
  bytes = vidimus_scanner_test_scan (f, &settings, NULL, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image.channels, ==, 1);
  for (int y = 0; y < image.height; y++)
    for (int x = 0; x < image.width; x++)
      {
        int level = x % 5 == 0 || y % 5 == 0 ? 0x55 : y % 10 > 5 ? 255 - x / 5 : x / 5;

        g_assert_cmpint (*vidimus_image_at (&image, x, y), ==, level);
      }
}

/* The resolution is taken to the nearest, the area to what there is; the whole glass when none is named. */
static void
test_area (VidimusScannerTest *f,
           gconstpointer       data)
{
  static const struct
  {
    VidimusScannerSettings settings;
    int                    dpi;
    int                    width; /* millimetres */
    int                    height;
  } cases[] = {
    { { .resolution = 50 }, 50, 200, 200 },
    { { .resolution = 10000, .area = { 10, 20, 10, 5 } }, 1200, 10, 5 },
    { { .resolution = 75, .area = { 150, 10, 100, 20 } }, 75, 50, 20 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      struct vidimus_image image;
      int dpi;

      bytes = vidimus_scanner_test_scan (f, &cases[i].settings, NULL, &image, &dpi, &error);
      g_assert_no_error (error);
      g_assert_cmpint (dpi, ==, cases[i].dpi);
      g_assert_cmpfloat (ABS (image.width * 25.4 / dpi - cases[i].width), <, 1);
      g_assert_cmpfloat (ABS (image.height * 25.4 / dpi - cases[i].height), <, 1);
    }
}

/* Of a device in the hand nobody knows how long the page will be. */
static void
test_handheld (VidimusScannerTest *f,
               gconstpointer       data)
{
  VidimusScannerTold told = { .last = -1 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi;

  vidimus_scanner_test_plug (f, "hand-scanner true\n");
  bytes = vidimus_scanner_test_scan (f, &vidimus_scanner_test_small, &told, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (told.told, >, 0);
  g_assert_cmpfloat (told.last, ==, -1);
  g_assert_cmpint (image.height, >, 300);
  vidimus_scanner_test_assert_pattern (&image);
}

static void
test_progress (VidimusScannerTest *f,
               gconstpointer       data)
{
  VidimusScannerSettings settings = { .resolution = 200 };
  VidimusScannerTold told = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi;

  vidimus_scanner_test_plug (f, data);
  bytes = vidimus_scanner_test_scan (f, &settings, &told, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (told.told, >, 1);
  g_assert_false (told.backwards);
  g_assert_cmpfloat (told.last, ==, 1);
}

static int
count (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  int n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gboolean
has_threads (gpointer data)
{
  return count ("/proc/self/task") <= GPOINTER_TO_INT (data);
}

/* Fifty scans more, each of a scanner of its own: no thread and no file stays open. */
static void
test_fifty (void)
{
  int threads = 0;
  int files = 0;

  for (int i = 0; i < 51; i++)
    {
      VidimusScannerTest f = { 0 };

      if (i == 1) /* after what GLib starts once */
        {
          threads = count ("/proc/self/task");
          files = count ("/proc/self/fd");
        }

      vidimus_scanner_test_set_up (&f, NULL);
      vidimus_scanner_test_colour (&f, i % 2 == 0 ? "" : "non-blocking true\nselect-fd true\n");
      vidimus_scanner_test_tear_down (&f, NULL);
      vidimus_test_await_true (has_threads, GINT_TO_POINTER (i > 0 ? threads : 2));
    }
  g_assert_cmpint (count ("/proc/self/fd"), <=, files);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    const char *options;
  } devices[] = {
    { "/scanner/colour/plain", "" },
    { "/scanner/colour/three-pass", "three-pass true\nthree-pass-order GBR\n" },
    { "/scanner/colour/lost-pixels", "ppl-loss 3\n" },
    { "/scanner/colour/fuzzy", "fuzzy-parameters true\n" },
    { "/scanner/colour/crumbs", "read-limit true\nread-limit-size 7\n" },
    { "/scanner/colour/non-blocking", "non-blocking true\nread-delay true\n" },
    { "/scanner/colour/select", "non-blocking true\nselect-fd true\nread-delay true\n" },
  };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  vidimus_test_sane_begin ();

#define ADD(path, data, func) g_test_add (path, VidimusScannerTest, data, vidimus_scanner_test_set_up, func, \
                                          vidimus_scanner_test_tear_down)
  ADD ("/scanner/list", NULL, test_list);
  ADD ("/scanner/queue", NULL, test_queue);
  ADD ("/scanner/abilities", NULL, test_abilities);
  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    ADD (devices[i].name, devices[i].options, vidimus_scanner_test_colour);
  ADD ("/scanner/grey", NULL, test_grey);
  ADD ("/scanner/area", NULL, test_area);
  ADD ("/scanner/handheld", NULL, test_handheld);
  ADD ("/scanner/progress/colour", "", test_progress);
  ADD ("/scanner/progress/three-pass", "three-pass true\n", test_progress);
#undef ADD
  g_test_add_func ("/scanner/fifty", test_fifty);

  status = g_test_run ();
  vidimus_test_sane_end ();

  return status;
}

/* Against SANE's own test device, in this process. */
#include "vidimus-scanner.h"

#include "vidimus-test-sane.h"
#include "vidimus-test.h"

#define WIDTH_MM 40
#define HEIGHT_MM 30

typedef struct
{
  VidimusScanner       *scanner;
  VidimusScannerDevice *device;
} Fixture;

static GListModel *
list (VidimusScanner *scanner)
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
static void
plug (Fixture    *f,
      const char *options)
{
  g_autoptr(GListModel) devices = NULL;

  vidimus_test_sane_set (options);
  devices = list (f->scanner);
  g_clear_object (&f->device);
  f->device = g_list_model_get_item (devices, 0);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->scanner = vidimus_scanner_new ();
  plug (f, "");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->device);
  vidimus_test_drop (f->scanner);
}

typedef struct
{
  int           told;
  double        last;
  gboolean      backwards;
  GCancellable *cancellable; /* cancelled when something is told */
} Told;

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  Told *told = user_data;

  told->told++;
  told->backwards = told->backwards || fraction < told->last;
  told->last = fraction;
  if (told->cancellable != NULL)
    g_cancellable_cancel (told->cancellable);
}

static GBytes *
scan (Fixture                      *f,
      const VidimusScannerSettings *settings,
      Told                         *told,
      struct vidimus_image         *image,
      int                          *dpi,
      GError                      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_scanner_scan_async (f->scanner, f->device, settings, told != NULL ? progress_cb : NULL, told,
                              told != NULL ? told->cancellable : NULL, vidimus_test_finish, &result);

  return vidimus_scanner_scan_finish (f->scanner, vidimus_test_await (&result), image, dpi, error);
}

static const VidimusScannerSettings small = { .resolution = 100, .area = { 0, 0, WIDTH_MM, HEIGHT_MM } };

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

static void
assert_pattern (const struct vidimus_image *image)
{
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      {
        guint8 rgb[3];

        pattern (x, y, rgb);
        g_assert_cmpmem (vidimus_image_at (image, x, y), 3, rgb, 3);
      }
}

/* Listing */

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GListModel) devices = list (f->scanner);
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
  none = list (f->scanner);
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
test_queue (Fixture       *f,
            gconstpointer  data)
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

static VidimusScannerAbilities *
ask (Fixture  *f,
     GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_scanner_ask_async (f->scanner, f->device, NULL, vidimus_test_finish, &result);

  return vidimus_scanner_ask_finish (f->scanner, vidimus_test_await (&result), error);
}

static void
test_abilities (Fixture       *f,
                gconstpointer  data)
{
  static const int expected[] = { 75, 100, 150, 200, 300, 400, 600, 1200, 0 };
  static const int one[] = { 60, 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusScannerAbilities) abilities = ask (f, &error);
  g_autoptr(VidimusScannerAbilities) odd = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (abilities->resolutions, sizeof expected, expected, sizeof expected);
  g_assert_true (abilities->colour);
  g_assert_true (abilities->grey);
  g_assert_cmpfloat (abilities->width_mm, ==, 200);
  g_assert_cmpfloat (abilities->height_mm, ==, 200);
  g_assert_cmpuint (g_strv_length (abilities->sources), ==, 2);
  g_assert_cmpstr (abilities->sources[0], ==, "Flatbed");

  plug (f, "resolution_max 60\n");
  odd = ask (f, &error);
  g_assert_cmpmem (odd->resolutions, sizeof one, one, sizeof one);
}

/* Scanning */

static void
test_colour (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi = 0;

  plug (f, data);
  bytes = scan (f, &small, NULL, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dpi, ==, 100);
  g_assert_cmpint (image.channels, ==, 3);
  g_assert_cmpint (ABS (image.width - WIDTH_MM * 100 / 25.4), <=, 4); /* with lost pixels: three */
  g_assert_cmpint (ABS (image.height - HEIGHT_MM * 100 / 25.4), <=, 1);
  g_assert_true (g_bytes_get_data (bytes, NULL) == image.data);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, image.stride * (gsize) image.height);
  assert_pattern (&image);
}

static void
test_grey (Fixture       *f,
           gconstpointer  data)
{
  VidimusScannerSettings settings = small;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi;

  plug (f, "mode Color\ndepth 16\n");
  settings.grey = TRUE;
  bytes = scan (f, &settings, NULL, &image, &dpi, &error);
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
test_area (Fixture       *f,
           gconstpointer  data)
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

      bytes = scan (f, &cases[i].settings, NULL, &image, &dpi, &error);
      g_assert_no_error (error);
      g_assert_cmpint (dpi, ==, cases[i].dpi);
      g_assert_cmpfloat (ABS (image.width * 25.4 / dpi - cases[i].width), <, 1);
      g_assert_cmpfloat (ABS (image.height * 25.4 / dpi - cases[i].height), <, 1);
    }
}

/* Of a device in the hand nobody knows how long the page will be. */
static void
test_handheld (Fixture       *f,
               gconstpointer  data)
{
  Told told = { .last = -1 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi;

  plug (f, "hand-scanner true\n");
  bytes = scan (f, &small, &told, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (told.told, >, 0);
  g_assert_cmpfloat (told.last, ==, -1);
  g_assert_cmpint (image.height, >, 300);
  assert_pattern (&image);
}

static void
test_progress (Fixture       *f,
               gconstpointer  data)
{
  VidimusScannerSettings settings = { .resolution = 200 };
  Told told = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  struct vidimus_image image;
  int dpi;

  plug (f, data);
  bytes = scan (f, &settings, &told, &image, &dpi, &error);
  g_assert_no_error (error);
  g_assert_cmpint (told.told, >, 1);
  g_assert_false (told.backwards);
  g_assert_cmpfloat (told.last, ==, 1);
}

/* The device can be used again at once, as if nothing had been. */
static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *slow = g_strconcat ("read-limit true\nread-limit-size 500\nread-delay true\nread-delay-duration 20000\n",
                                       data, NULL);
  VidimusScannerSettings settings = { .resolution = 300 };
  struct vidimus_image image;
  int dpi;

  plug (f, slow);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      Told told = { .cancellable = cancellable };
      g_autoptr(GError) error = NULL;

      g_assert_null (scan (f, &settings, &told, &image, &dpi, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (told.told, ==, 1);
    }
  test_colour (f, "");
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
test_status (Fixture       *f,
             gconstpointer  data)
{
  VidimusScannerSettings settings = { .resolution = 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      g_autofree char *options = g_strdup_printf ("read-status-code \"%s\"\nnon-blocking true\nselect-fd true\n",
                                                   troubles[i].status);
      g_autoptr(GError) error = NULL;
      struct vidimus_image image;
      int dpi;

      plug (f, options);
      g_assert_null (scan (f, &settings, NULL, &image, &dpi, &error));
      g_assert_error (error, VIDIMUS_SCANNER_ERROR, (int) troubles[i].code);
      g_assert_cmpstr (error->message, ==, troubles[i].sentence);
      g_assert_true (g_str_has_suffix (vidimus_scanner_error_get_remedy (error), "."));
    }
  test_colour (f, "");
}

static void
test_size (Fixture       *f,
           gconstpointer  data)
{
  VidimusScannerSettings settings = { .resolution = 1200 };
  g_autoptr(GError) error = NULL;
  struct vidimus_image image;
  int dpi;

  plug (f, data);
  g_assert_null (scan (f, &settings, NULL, &image, &dpi, &error));
  g_assert_error (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_SIZE);
  test_colour (f, "");
}

/* It was there when it was listed. */
static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GListModel) devices = list (f->scanner);
  g_autoptr(GListModel) fewer = NULL;
  g_autoptr(GError) error = NULL;
  struct vidimus_image image;
  int dpi;

  g_clear_object (&f->device);
  f->device = g_list_model_get_item (devices, 1);
  vidimus_test_sane_set ("number_of_devices 1\n");
  fewer = list (f->scanner);
  g_assert_null (scan (f, &small, NULL, &image, &dpi, &error));
  g_assert_error (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_GONE);
  g_clear_error (&error);
  g_assert_null (ask (f, &error));
  g_assert_error (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_GONE);
  g_assert_null (vidimus_scanner_error_get_remedy (NULL));
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
      Fixture f = { 0 };

      if (i == 1) /* after what GLib starts once */
        {
          threads = count ("/proc/self/task");
          files = count ("/proc/self/fd");
        }

      set_up (&f, NULL);
      test_colour (&f, i % 2 == 0 ? "" : "non-blocking true\nselect-fd true\n");
      tear_down (&f, NULL);
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

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/scanner/list", NULL, test_list);
  ADD ("/scanner/queue", NULL, test_queue);
  ADD ("/scanner/abilities", NULL, test_abilities);
  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    ADD (devices[i].name, devices[i].options, test_colour);
  ADD ("/scanner/grey", NULL, test_grey);
  ADD ("/scanner/area", NULL, test_area);
  ADD ("/scanner/handheld", NULL, test_handheld);
  ADD ("/scanner/progress/colour", "", test_progress);
  ADD ("/scanner/progress/three-pass", "three-pass true\n", test_progress);
  ADD ("/scanner/cancel/blocking", "", test_cancel);
  ADD ("/scanner/cancel/non-blocking", "non-blocking true\n", test_cancel);
  ADD ("/scanner/cancel/select", "non-blocking true\nselect-fd true\n", test_cancel);
  ADD ("/scanner/status", NULL, test_status);
  ADD ("/scanner/size/known", "geometry_max 1000\n", test_size);
  ADD ("/scanner/gone", NULL, test_gone);
#undef ADD
  g_test_add_func ("/scanner/fifty", test_fifty);

  status = g_test_run ();
  vidimus_test_sane_end ();

  return status;
}

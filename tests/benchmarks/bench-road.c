/* Each stage of the road on a 12-megapixel photograph, as a multiple of one full libjpeg-turbo decode of the
 * same bytes, timed beside it. Prints a table; compares medians of interleaved rounds, since machines are noisy. */
#include "vidimus-client.h"
#include "vidimus-limits.h"
#include "vidimus-prepared.h"
#include "vidimus-request.h"
#include "vidimus-test.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <turbojpeg.h>

#define ROUNDS 7
#define WIDTH  4000
#define HEIGHT 3000

/* A row of the table: a name and its rounds. */
typedef struct
{
  const char *name;
  double      ms[ROUNDS];
  guint       n;
} Row;

typedef struct
{
  GPtrArray *rows; /* Row, in the order first seen */
} Table;

static void
table_add (Table      *table,
           const char *name,
           double      ms)
{
  Row *row = NULL;

  for (guint i = 0; i < table->rows->len && row == NULL; i++)
    if (g_str_equal (((Row *) table->rows->pdata[i])->name, name))
      row = table->rows->pdata[i];

  if (row == NULL)
    {
      row = g_new0 (Row, 1);
      row->name = g_intern_string (name);
      g_ptr_array_add (table->rows, row);
    }

  if (row->n < ROUNDS)
    row->ms[row->n++] = ms;
}

static int
compare_ms (const void *a,
            const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
row_median (Row *row)
{
  qsort (row->ms, row->n, sizeof row->ms[0], compare_ms);

  return row->n > 0 ? row->ms[row->n / 2] : 0;
}

static double
now_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

/* A specimen's scene, enlarged to what a telephone takes. */
static GBytes *
make_photograph (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) small = gdk_pixbuf_new_from_file (path, &error);
  g_autoptr(GdkPixbuf) large = NULL;
  char *buffer;
  gsize length;

  g_assert_no_error (error);
  large = gdk_pixbuf_scale_simple (small, WIDTH, HEIGHT, GDK_INTERP_BILINEAR);
  gdk_pixbuf_save_to_buffer (large, &buffer, &length, "jpeg", &error, "quality", "90", NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (buffer, length);
}

static void
decode_fully (GBytes *jpeg)
{
  tjhandle handle = tjInitDecompress ();
  g_autofree guchar *pixels = g_malloc ((gsize) WIDTH * HEIGHT * 3);
  gsize length;
  const guchar *data = g_bytes_get_data (jpeg, &length);

  g_assert_cmpint (tjDecompress2 (handle, data, length, pixels, WIDTH, 0, HEIGHT, TJPF_RGB, 0), ==, 0);
  tjDestroy (handle);
}

static VidimusPicture *
measure_client_side (GBytes *jpeg,
                     Table  *table)
{
  const VidimusPrepareLimits limits = { VIDIMUS_MIN_SIDE, VIDIMUS_MAX_SIDE, VIDIMUS_MAX_BASE64_SENT / 4 * 3 };
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPrepared) prepared = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(VidimusRequest) request = NULL;
  VidimusPicture *picture;
  double start = now_ms ();
  gsize length;
  const char *json;

  decode_fully (jpeg);
  table_add (table, "full libjpeg-turbo decode", now_ms () - start);

  start = now_ms ();
  picture = vidimus_picture_new_from_bytes (jpeg, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);
  table_add (table, "imaging: decode and orient", now_ms () - start);

  start = now_ms ();
  prepared = vidimus_picture_prepare (picture, &limits, NULL, &error);
  g_assert_no_error (error);
  table_add (table, "imaging: prepare", now_ms () - start);

  start = now_ms ();
  body = vidimus_request_write_data (prepared->bytes, TRUE);
  table_add (table, "contract: write the request", now_ms () - start);

  start = now_ms ();
  json = g_bytes_get_data (body, &length);
  request = vidimus_request_new_from_json (json, length, &error);
  g_assert_no_error (error);
  table_add (table, "contract: read the request", now_ms () - start);

  return picture;
}

static void
measure_call (VidimusClient  *client,
              VidimusPicture *picture,
              Table          *table)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  const VidimusTiming *timings;
  double start = now_ms ();
  gsize n_timings;

  vidimus_client_classify_async (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, NULL, vidimus_test_finish, &result);
  answer = vidimus_client_classify_finish (client, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  table_add (table, "the whole call", now_ms () - start);

  timings = vidimus_answer_get_timings (answer, &n_timings);
  for (gsize i = 0; i < n_timings; i++)
    {
      g_autofree char *name = g_strdup_printf ("  of which %s", timings[i].name);

      table_add (table, name, timings[i].ms);
    }
}

int
main (int   argc,
      char *argv[])
{
  Table table = { g_ptr_array_new_with_free_func (g_free) };
  Table warm_up = { g_ptr_array_new_with_free_func (g_free) };
  const char *folder = g_getenv ("VIDIMUS_SPECIMENS");
  g_autofree char *path = g_build_filename (folder, "passport.jpg", NULL);
  g_autoptr(GBytes) jpeg = make_photograph (path);
  g_autoptr(VidimusClient) client = vidimus_client_new_local (NULL);
  double reference;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr(VidimusPicture) picture = measure_client_side (jpeg, &table);

      if (round == 0) /* the child's start is no part of a call */
        measure_call (client, picture, &warm_up);
      measure_call (client, picture, &table);
    }

  reference = row_median (table.rows->pdata[0]);
  g_print ("%d × %d JPEG of %" G_GSIZE_FORMAT " kB, median of %d rounds\n\n%-36s %10s %8s\n", WIDTH, HEIGHT,
           g_bytes_get_size (jpeg) / 1000, ROUNDS, "stage", "ms", "ratio");
  for (guint i = 0; i < table.rows->len; i++)
    {
      Row *row = table.rows->pdata[i];
      double median = row_median (row);

      g_print ("%-36s %10.1f %7.2f×\n", row->name, median, median / reference);
    }
  g_ptr_array_unref (table.rows);
  g_ptr_array_unref (warm_up.rows);

  return 0;
}

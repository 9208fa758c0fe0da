/* Each stage of the road on a 12-megapixel photograph, as a multiple of one full libjpeg-turbo decode of the
 * same bytes, timed beside it. Prints a table; compares medians of interleaved rounds, since machines are noisy. */
#include "vidimus-bench.h"
#include "vidimus-client.h"
#include "vidimus-limits.h"
#include "vidimus-prepared.h"
#include "vidimus-request.h"
#include "vidimus-test.h"

#include <locale.h>

#define ROUNDS 7

/* A row of the table. */
typedef struct
{
  const char  *name;  /* interned */
  BenchSeries *times; /* owned */
} Row;

typedef struct
{
  GPtrArray *rows; /* Row, in the order first seen */
} Table;

static void
row_free (gpointer data)
{
  Row *row = data;

  bench_series_free (row->times);
  g_free (row);
}

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
      row->times = bench_series_new ();
      g_ptr_array_add (table->rows, row);
    }
  bench_series_add (row->times, ms);
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
  double start;
  gsize length;
  const char *json;

  table_add (table, "full libjpeg-turbo decode", bench_decode_fully (jpeg, bench_now_ms));

  start = bench_now_ms ();
  picture = vidimus_picture_new_from_bytes (jpeg, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);
  table_add (table, "imaging: decode and orient", bench_now_ms () - start);

  start = bench_now_ms ();
  prepared = vidimus_picture_prepare (picture, &limits, NULL, &error);
  g_assert_no_error (error);
  table_add (table, "imaging: prepare", bench_now_ms () - start);

  start = bench_now_ms ();
  body = vidimus_request_write_data (prepared->bytes, TRUE);
  table_add (table, "contract: write the request", bench_now_ms () - start);

  start = bench_now_ms ();
  json = g_bytes_get_data (body, &length);
  request = vidimus_request_new_from_json (json, length, &error);
  g_assert_no_error (error);
  table_add (table, "contract: read the request", bench_now_ms () - start);

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
  double start = bench_now_ms ();
  gsize n_timings;

  vidimus_client_classify_async (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, NULL, vidimus_test_finish, &result);
  answer = vidimus_client_classify_finish (client, vidimus_test_await (&result), &error);
  g_assert_no_error (error);
  table_add (table, "the whole call", bench_now_ms () - start);

  timings = vidimus_answer_get_timings (answer, &n_timings);
  for (gsize i = 0; i < n_timings; i++)
    {
      g_autofree char *name = g_strdup_printf ("  of which %s", timings[i].name);

      table_add (table, name, timings[i].ms);
    }
}

static void
table_print (Table  *table,
             GBytes *jpeg)
{
  double reference = bench_series_quantile (((Row *) table->rows->pdata[0])->times, 0.5);

  g_print ("%d × %d JPEG of %" G_GSIZE_FORMAT " kB, median of %d rounds\n\n%-36s %10s %8s\n", BENCH_PHOTO_WIDTH,
           BENCH_PHOTO_HEIGHT, g_bytes_get_size (jpeg) / 1000, ROUNDS, "stage", "ms", "ratio");
  for (guint i = 0; i < table->rows->len; i++)
    {
      Row *row = table->rows->pdata[i];
      double median = bench_series_quantile (row->times, 0.5);

      g_print ("%-36s %10.1f %7.2f×\n", row->name, median, median / reference);
    }
  g_print ("\n");
}

static void
measure (VidimusClient *client,
         const char    *name)
{
  Table table = { g_ptr_array_new_with_free_func (row_free) };
  Table warm_up = { g_ptr_array_new_with_free_func (row_free) };
  g_autoptr(GBytes) jpeg = bench_photograph (name, BENCH_PHOTO_WIDTH, BENCH_PHOTO_HEIGHT, 0);

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr(VidimusPicture) picture = measure_client_side (jpeg, &table);

      if (round == 0) /* the child's start is no part of a call */
        measure_call (client, picture, &warm_up);
      measure_call (client, picture, &table);
    }

  g_print ("%s: ", name);
  table_print (&table, jpeg);
  g_ptr_array_unref (table.rows);
  g_ptr_array_unref (warm_up.rows);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(VidimusClient) client = vidimus_client_new_local (NULL);

  setlocale (LC_ALL, "");
  measure (client, "passport.jpg");         /* named by its machine-readable zone */
  measure (client, "thailand-id-card.jpg"); /* has none: named by its print */

  return 0;
}

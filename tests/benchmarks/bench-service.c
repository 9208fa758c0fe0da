/* The service as a whole: what the wire adds, what a second worker gains, what memory it takes, and whether that grows. */
#include "vidimus-bench.h"
#include "vidimus-client.h"
#include "vidimus-test.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define CALLS 12      /* for the gain of a second worker */
#define AT_ONCE 4
#define SMALL_SIDE 640 /* pixels of the pictures of the soak */

typedef struct
{
  VidimusClient  *client;
  VidimusPicture *picture;
  guint           to_start;
  guint           to_end;
  GError         *error; /* owned */
} Load;

static void start_one (Load *load);

static void
classified_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  Load *load = user_data;
  VidimusAnswer *answer = vidimus_client_classify_finish (load->client, result, load->error == NULL ? &load->error : NULL);

  g_clear_object (&answer);
  load->to_end--;
  start_one (load);
}

static void
start_one (Load *load)
{
  if (load->to_start == 0)
    return;

  load->to_start--;
  vidimus_client_classify_async (load->client, load->picture, VIDIMUS_CALL_ALARMS, NULL, NULL, NULL, classified_cb, load);
}

/* Milliseconds for @n calls, so many at once. */
static double
run_calls (VidimusClient  *client,
           VidimusPicture *picture,
           guint           n,
           guint           at_once)
{
  Load load = { client, picture, n, n, NULL };
  double start = bench_now_ms ();

  for (guint i = 0; i < at_once; i++)
    start_one (&load);
  while (load.to_end > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (load.error);

  return bench_now_ms () - start;
}

static VidimusPicture *
picture_from (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (bytes, &VIDIMUS_DECODE_DESK, NULL, &error);

  g_assert_no_error (error);

  return picture;
}

/* What a call takes beyond what the service's own clocks say of decoding and the engine. */
static double
transport_ms (VidimusClient  *client,
              VidimusPicture *picture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VidimusAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  double start = bench_now_ms (), ms;
  const VidimusTiming *timings;
  gsize n;

  vidimus_client_classify_async (client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, NULL, vidimus_test_finish, &result);
  answer = vidimus_client_classify_finish (client, vidimus_test_await (&result), &error);
  ms = bench_now_ms () - start;
  g_assert_no_error (error);
  timings = vidimus_answer_get_timings (answer, &n);
  for (gsize i = 0; i < n; i++)
    if (!g_str_equal (timings[i].name, "prepare") && !g_str_equal (timings[i].name, "send") && !g_str_equal (timings[i].name, "wait"))
      ms -= timings[i].ms; /* the others are the service's */

  return ms;
}

/* Kilobytes of a file in /proc, by the name of its line. */
static guint64
read_kilobytes (const char *pid,
                const char *line)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (at = strstr (text, line)) == NULL)
    return 0;

  return g_ascii_strtoull (at + strlen (line), NULL, 10);
}

/* The proportional set size of the service's processes, megabytes: what is shared among them counts once. */
static double
service_megabytes (guint *n_processes)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint64 sum = 0;

  *n_processes = 0;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_ascii_isdigit (name[0]) && bench_descends_from_us (name))
      {
        sum += read_kilobytes (name, "\nPss:");
        (*n_processes)++;
      }

  return (double) sum / 1024;
}

static void
measure_transport (VidimusClient *client)
{
  g_autoptr(GBytes) jpeg = bench_photograph ("passport.jpg", BENCH_PHOTO_WIDTH, BENCH_PHOTO_HEIGHT, 0);
  g_autoptr(VidimusPicture) picture = NULL;
  g_autoptr(BenchSeries) decodes = bench_series_new ();
  g_autoptr(BenchSeries) transports = bench_series_new ();
  g_autoptr(GByteArray) padded = g_byte_array_new ();
  const gsize wanted = 4000000;
  guint8 comment[65537];

  /* comments before the image, until the file has 4 MB: the wire does not look into it */
  g_byte_array_append (padded, g_bytes_get_data (jpeg, NULL), 2);
  memset (comment, ' ', sizeof comment);
  memcpy (comment, "\xff\xfe\xff\xff", 4);
  while (padded->len + g_bytes_get_size (jpeg) < wanted)
    g_byte_array_append (padded, comment, sizeof comment);
  g_byte_array_append (padded, (const guint8 *) g_bytes_get_data (jpeg, NULL) + 2, (guint) g_bytes_get_size (jpeg) - 2);
  g_bytes_unref (jpeg);
  jpeg = g_bytes_new (padded->data, padded->len);
  picture = picture_from (jpeg);

  for (int round = 0; round < 9; round++)
    {
      bench_series_add (decodes, bench_decode_fully (jpeg, bench_now_ms));
      bench_series_add (transports, transport_ms (client, picture));
    }
  g_print ("transport of a file of %.1f MB: %.1f ms, %.2f× a full decode of 12 megapixels (%.1f ms)\n", padded->len / 1e6,
           bench_series_quantile (transports, .5), bench_series_quantile (transports, .5) / bench_series_quantile (decodes, .5),
           bench_series_quantile (decodes, .5));
}

static void
measure_workers (VidimusClient *client)
{
  g_autoptr(GBytes) jpeg = bench_photograph ("thailand-id-card.jpg", BENCH_PHOTO_WIDTH, BENCH_PHOTO_HEIGHT, 0);
  g_autoptr(VidimusPicture) picture = picture_from (jpeg);
  g_autoptr(BenchSeries) alone = bench_series_new ();
  g_autoptr(BenchSeries) together = bench_series_new ();
  guint processes;
  double megabytes;

  run_calls (client, picture, AT_ONCE, AT_ONCE);
  for (int round = 0; round < 5; round++)
    {
      bench_series_add (alone, run_calls (client, picture, CALLS, 1));
      bench_series_add (together, run_calls (client, picture, CALLS, AT_ONCE));
    }
  megabytes = service_megabytes (&processes);
  g_print ("%u processors: several requests at once %.2f× as fast as one after the other\n", g_get_num_processors (),
           bench_series_quantile (alone, .5) / bench_series_quantile (together, .5));
  g_print ("memory of the service after photographs of 12 megapixels: %.0f MB in %u processes (proportional set size)\n",
           megabytes, processes);
}

static void
soak (VidimusClient *client,
      guint          calls)
{
  static const char *const names[] = { "passport.jpg", "thailand-id-card.jpg", "blur.jpg", "other-bank-card.jpg" };
  double first = 0, last = 0;
  guint processes, n = 0;

  for (guint part = 0; part < 10; part++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *path = g_build_filename (g_getenv ("VIDIMUS_SPECIMENS"), names[i], NULL);
          g_autoptr(GBytes) jpeg = g_file_test (path, G_FILE_TEST_EXISTS)
                                     ? bench_photograph (names[i], SMALL_SIDE, SMALL_SIDE * 3 / 4, 0) : NULL;
          g_autoptr(VidimusPicture) picture = jpeg != NULL ? picture_from (jpeg) : NULL;

          if (picture != NULL)
            run_calls (client, picture, calls / 10 / G_N_ELEMENTS (names), AT_ONCE);
          n += picture != NULL ? calls / 10 / G_N_ELEMENTS (names) : 0;
        }
      last = service_megabytes (&processes);
      if (part == 0)
        first = last;
      g_print ("soak: %6u calls, %.1f MB in %u processes\n", n, last, processes);
    }
  g_print ("soak: %+.1f %% from the first tenth to the last\n", 100 * (last / first - 1));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(VidimusClient) client = vidimus_client_new_local (NULL);

  setlocale (LC_ALL, "");
  if (argc > 2 && g_str_equal (argv[1], "--soak"))
    {
      soak (client, (guint) atoi (argv[2]));
      return 0;
    }

  measure_transport (client);
  measure_workers (client);

  return 0;
}

/* The frames of a camera over the real socket: how many a second, how late, and what they take of the processors, as a multiple of one full
 * libjpeg-turbo decode of the same frame beside them. What else runs makes the rate low, but hardly the processor time. */
#include "vidimus-bench.h"
#include "vidimus-client.h"
#include "vidimus-specimen-scene.h"

#include "vidimus-error.h"

#include <locale.h>
#include <string.h>
#include <time.h>
#include <turbojpeg.h>

#define WIDTH 1280
#define HEIGHT 720
#define QUALITY 85
#define SCENES 8
#define FRAMES 160 /* at each number in flight */
#define WANTED 15  /* frames a second */

typedef struct
{
  VidimusClient *client;
  GPtrArray     *jpegs;   /* of GBytes */
  BenchSeries   *latency; /* ms */
  guint          to_start;
  guint          to_end;
} Stream;

typedef struct
{
  Stream *stream;
  double  begun;
} Flight;

static double
own_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);

  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static GBytes *
encode (const struct vidimus_image *image)
{
  tjhandle handle = tjInitCompress ();
  unsigned char *out = NULL;
  unsigned long length = 0;

  g_assert_cmpint (tjCompress2 (handle, image->data, image->width, (int) image->stride, image->height, TJPF_RGB, &out, &length,
                                TJSAMP_420, QUALITY, 0), ==, 0);
  tjDestroy (handle);

  return g_bytes_new_with_free_func (out, length, (GDestroyNotify) tjFree, out);
}

/* Every other one with a defect: what a person does wrong until told. */
static GPtrArray *
draw_scenes (void)
{
  GPtrArray *jpegs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < SCENES; i++)
    {
      VidimusSpecimenRecipe recipe;
      g_autoptr(VidimusSpecimenScene) scene = NULL;

      vidimus_specimen_recipe_draw (&recipe, vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_TUNING, i),
                                    i % 2 == 0 ? VIDIMUS_SPECIMEN_CLEAN : (VidimusSpecimenDefect) (1 + i / 2), 4711 + i);
      recipe.turn = 0;
      recipe.width = WIDTH;
      recipe.height = HEIGHT;
      scene = vidimus_specimen_scene_new (&recipe);
      g_ptr_array_add (jpegs, encode (&scene->image));
    }

  return jpegs;
}

static void start_one (Stream *stream);

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Flight *flight = user_data;
  g_autoptr(GError) error = NULL;
  VidimusResult *answer = vidimus_client_look_finish (VIDIMUS_CLIENT (object), result, &error);

  g_clear_object (&answer);
  if (error != NULL) /* that there is no document, or too small a picture, is an answer */
    g_assert_true (g_str_has_prefix (vidimus_error_get_api_code (error), "AIS.010"));
  bench_series_add (flight->stream->latency, bench_now_ms () - flight->begun);
  flight->stream->to_end--;
  start_one (flight->stream);
}

static void
start_one (Stream *stream)
{
  Flight *flight;

  if (stream->to_start == 0)
    return;

  flight = g_new0 (Flight, 1);
  flight->stream = stream;
  flight->begun = bench_now_ms ();
  stream->to_start--;
  vidimus_client_look_async (stream->client, stream->jpegs->pdata[stream->to_start % stream->jpegs->len], NULL, looked_cb, flight);
}

/* Returns: the milliseconds it took */
static double
run (Stream *stream,
     guint   n,
     guint   in_flight)
{
  double start = bench_now_ms ();

  g_clear_pointer (&stream->latency, bench_series_free);
  stream->latency = bench_series_new ();
  stream->to_start = stream->to_end = n;
  for (guint i = 0; i < in_flight; i++)
    start_one (stream);
  while (stream->to_end > 0)
    g_main_context_iteration (NULL, TRUE);

  return bench_now_ms () - start;
}

static double
measure_decode (GPtrArray *jpegs)
{
  g_autoptr(BenchSeries) decodes = bench_series_new ();

  for (guint i = 0; i < 5 * jpegs->len; i++)
    bench_series_add (decodes, bench_decode_fully (jpegs->pdata[i % jpegs->len], own_ms));

  return bench_series_quantile (decodes, .5);
}

static void
measure (Stream *stream,
         guint   in_flight)
{
  double decode = measure_decode (stream->jpegs);
  double service = bench_children_ms (), own = own_ms (), ms = run (stream, FRAMES, in_flight);

  service = (bench_children_ms () - service) / FRAMES;
  own = (own_ms () - own) / FRAMES;
  g_print ("%u in flight: %5.1f frames a second; late by %.0f ms, 95 %% by %.0f ms; processor time a frame: service %.1f ms, here %.2f ms, "
           "together %.1f× a decode (%.2f ms); %d a second take %.2f of a processor\n", in_flight, FRAMES * 1000 / ms,
           bench_series_quantile (stream->latency, .5), bench_series_quantile (stream->latency, .95), service, own,
           (service + own) / decode, decode, WANTED, WANTED * (service + own) / 1000);
}

/* A picture that is too small for the engine: the way to a worker and back. */
static void
measure_wire (VidimusClient *client)
{
  struct vidimus_image image;
  g_autoptr(GPtrArray) jpegs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Stream stream = { .client = client, .jpegs = jpegs };
  double service, own;

  g_assert_true (vidimus_image_alloc (&image, 8, 8, 3));
  memset (image.data, 128, image.stride * 8);
  g_ptr_array_add (jpegs, encode (&image));
  vidimus_image_free (&image);
  run (&stream, 20, 1);

  service = bench_children_ms ();
  own = own_ms ();
  run (&stream, 4 * FRAMES, 1);
  g_print ("the way alone: late by %.2f ms; processor time: service %.2f ms, here %.2f ms\n", bench_series_quantile (stream.latency, .5),
           (bench_children_ms () - service) / (4 * FRAMES), (own_ms () - own) / (4 * FRAMES));
  bench_series_free (stream.latency);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(VidimusClient) client = vidimus_client_new_local (NULL);
  g_autoptr(GPtrArray) jpegs = NULL;
  Stream stream = { .client = client };

  setlocale (LC_ALL, "");
  jpegs = stream.jpegs = draw_scenes ();
  run (&stream, 2 * SCENES, 2); /* the workers are warm */
  g_print ("%d × %d, JPEG of %.0f kB, %u processors\n", WIDTH, HEIGHT, (double) g_bytes_get_size (jpegs->pdata[0]) / 1000,
           g_get_num_processors ());
  for (guint in_flight = 1; in_flight <= 3; in_flight++)
    measure (&stream, in_flight);
  measure_wire (client);
  bench_series_free (stream.latency);

  return 0;
}

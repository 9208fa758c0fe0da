/* The engine on photographs of 12 megapixels, drawn and in memory, the decoding of them included, as a multiple of one full
 * libjpeg-turbo decode of the same bytes beside it. In one thread's processor time, so that what else runs counts little. */
#include "vidimus-bench.h"
#include "vidimus-ocr-private.h"
#include "vidimus-parts.h"
#include "vidimus-specimen-scene.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#define LONGER 4000
#define SHORTER 3000
#define QUALITY 95 /* as telephones keep; these come to 2–4 MB */
#define ROUNDS 3 /* but one where reading takes long */

static const VidimusDecodeLimits limits = { .min_side = 15, .max_side = 8192, .max_pixels = 8192 * 8192, .ignore_orientation = TRUE };

typedef enum
{
  ROAD_ALARMS, /* location and alarms */
  ROAD_ZONE,   /* all, of a document with a machine-readable zone */
  ROAD_PRINT,  /* all, of one without */
  ROAD_ALL,    /* both of these */
  N_ROADS,
} Road;

static const char *const road_names[N_ROADS] = {
  "location and alarms", "everything, with a zone", "everything, without a zone", "everything, both",
};

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

static GBytes *
draw (const VidimusSpecimenLayout *layout,
      guint64                      seed)
{
  VidimusSpecimenRecipe recipe;
  g_autoptr(VidimusSpecimenScene) scene = NULL;

  vidimus_specimen_recipe_draw (&recipe, layout, VIDIMUS_SPECIMEN_CLEAN, seed);
  recipe.turn = 0;
  recipe.width = recipe.width >= recipe.height ? LONGER : SHORTER;
  recipe.height = recipe.width == LONGER ? SHORTER : LONGER;
  scene = vidimus_specimen_scene_new (&recipe);
  g_assert_nonnull (scene);

  return encode (&scene->image);
}

static double
classify (struct vidimus_engine *engine,
          GBytes                *jpeg,
          unsigned               flags)
{
  struct vidimus_engine_result result;
  double start = vidimus_thread_ms ();
  g_autoptr(VidimusParts) parts = vidimus_parts_new (jpeg, &limits, NULL);

  g_assert_nonnull (parts);
  vidimus_engine_classify (engine, vidimus_parts_get_source (parts), flags, NULL, &result);

  return vidimus_thread_ms () - start;
}

static void
measure (struct vidimus_engine       *engine,
         const VidimusSpecimenLayout *layout,
         guint64                      seed,
         BenchSeries                **roads,
         BenchSeries                 *decodes)
{
  g_autoptr(GBytes) jpeg = draw (layout, seed);
  g_auto(GStrv) zone = vidimus_specimen_card_mrz (layout, seed);
  g_autoptr(BenchSeries) whole = bench_series_new ();
  g_autoptr(BenchSeries) decode = bench_series_new ();
  g_autoptr(BenchSeries) alarms = bench_series_new ();
  double reference;

  for (int round = 0; round < ROUNDS; round++)
    {
      bench_series_add (decode, bench_decode_fully (jpeg, vidimus_thread_ms));
      bench_series_add (alarms, classify (engine, jpeg, VIDIMUS_ENGINE_WITH_ALARMS));
      if (round == 0 || zone != NULL)
        bench_series_add (whole, classify (engine, jpeg, VIDIMUS_ENGINE_WITH_TYPE | VIDIMUS_ENGINE_WITH_ALARMS));
    }

  reference = bench_series_quantile (decode, .5);
  bench_series_add (decodes, reference);
  bench_series_add (roads[ROAD_ALARMS], bench_series_quantile (alarms, .5) / reference);
  bench_series_add (roads[zone != NULL && zone[0] != NULL ? ROAD_ZONE : ROAD_PRINT], bench_series_quantile (whole, .5) / reference);
  bench_series_add (roads[ROAD_ALL], bench_series_quantile (whole, .5) / reference);
  g_print ("%-28s %6.2f MB  decode %5.1f ms  alarms %5.2f×  everything %6.2f×\n", layout->id,
           (double) g_bytes_get_size (jpeg) / 1e6, reference, bench_series_quantile (alarms, .5) / reference,
           bench_series_quantile (whole, .5) / reference);
}

int
main (int   argc,
      char *argv[])
{
  struct vidimus_engine *engine = vidimus_engine_new (TESSDATA);
  g_autoptr(BenchSeries) decodes = bench_series_new ();
  BenchSeries *roads[N_ROADS];
  const VidimusSpecimenLayout *layout;
  gboolean json = argc > 1 && g_str_equal (argv[1], "--json");

  setlocale (LC_ALL, "C.UTF-8");
  vidimus_parts_keep_memory (); /* as a worker of the service does */
  vidimus_engine_warm (engine);
  for (int i = 0; i < N_ROADS; i++)
    roads[i] = bench_series_new ();

  for (guint i = 0; (layout = vidimus_specimen_layout_nth (VIDIMUS_SPECIMEN_TUNING, i)) != NULL; i++)
    measure (engine, layout, 4711 + i, roads, decodes);

  g_print ("\n%d × %d JPEG, decoding included, as a multiple of one full decode (median %.1f ms)\n\n%-28s %6s %8s %8s\n", LONGER,
           SHORTER, bench_series_quantile (decodes, .5), "", "n", "median", "95 %");
  for (int i = 0; i < N_ROADS; i++)
    g_print ("%-28s %6u %7.2f× %7.2f×\n", road_names[i], bench_series_length (roads[i]), bench_series_quantile (roads[i], .5),
             bench_series_quantile (roads[i], .95));
  if (json)
    {
      g_print ("{\"decode_ms\": %.1f", bench_series_quantile (decodes, .5));
      for (int i = 0; i < N_ROADS; i++)
        g_print (", \"%s\": {\"n\": %u, \"median\": %.3f, \"p95\": %.3f}", road_names[i], bench_series_length (roads[i]),
                 bench_series_quantile (roads[i], .5), bench_series_quantile (roads[i], .95));
      g_print ("}\n");
    }

  for (int i = 0; i < N_ROADS; i++)
    bench_series_free (roads[i]);
  vidimus_engine_free (engine);

  return 0;
}

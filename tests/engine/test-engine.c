/* The engine as a whole: what it says of unusable pictures, cancelling, explaining, and languages that are missing. */

#include "vidimus-identify-private.h"
#include "vidimus-ocr-private.h"

#include "vidimus-resample.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* A bright card with a title and lines of text, on a dark table. */
static struct vidimus_image
draw_scene (const char *title,
            int         n_lines)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1200, 800);
  cairo_t *cr = cairo_create (surface);
  g_autoptr(PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string ("Noto Sans 28px");
  struct vidimus_image image;

  cairo_set_source_rgb (cr, .12, .14, .16);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, .92, .93, .9);
  cairo_rectangle (cr, 150, 100, 900, 570);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, .05, .05, .1);
  pango_layout_set_font_description (layout, font);
  for (int l = 0; l <= n_lines; l++)
    {
      g_autofree char *text = l == 0 ? g_strdup (title) : g_strdup_printf ("Line %d of plain words that say nothing", l);

      pango_layout_set_text (layout, text, -1);
      cairo_move_to (cr, 190, 125 + l * 42);
      pango_cairo_show_layout (cr, layout);
    }
  cairo_surface_flush (surface);

  g_assert_true (vidimus_image_alloc (&image, 1200, 800, 3));
  for (int y = 0; y < 800; y++)
    for (int x = 0; x < 1200; x++)
      {
        guint32 pixel = ((guint32 *) (void *) (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface)))[x];
        uint8_t *p = vidimus_image_at (&image, x, y);

        p[0] = pixel >> 16 & 0xff;
        p[1] = pixel >> 8 & 0xff;
        p[2] = pixel & 0xff;
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return image;
}

static enum vidimus_status
classify (struct vidimus_engine        *engine,
          const struct vidimus_image   *image,
          unsigned                      flags,
          const struct vidimus_hooks   *hooks,
          struct vidimus_engine_result *result)
{
  struct vidimus_source source = vidimus_source_from_image (image);

  return vidimus_engine_classify (engine, &source, flags, hooks, result);
}

static void
test_invalid (void)
{
  struct vidimus_engine *engine = vidimus_engine_new (TESSDATA);
  struct vidimus_engine_result result;
  struct vidimus_image image;

  g_assert_true (vidimus_image_alloc (&image, 14, 300, 3));
  memset (image.data, 200, 14 * 300 * 3);
  g_assert_cmpint (classify (engine, &image, ~0u, NULL, &result), ==, VIDIMUS_STATUS_INVALID);
  g_assert_cmpint (result.type, ==, VIDIMUS_KIND_NONE);
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    g_assert_cmpint (result.scores[i], ==, -1);
  for (int i = 0; i < VIDIMUS_N_STAGES; i++)
    g_assert_cmpfloat (result.ms[i], ==, -1);
  vidimus_image_free (&image);
  vidimus_engine_free (engine);
}

typedef struct
{
  gboolean cancel;          /* while the second line is read */
  guint    polls;
  gint64   cancelled_at;
  GString *seen;            /* "stage:name\n" of every explanation */
} Watch;

static bool
watch_cancelled (void *data)
{
  Watch *watch = data;

  watch->polls++;
  if (watch->cancel && watch->cancelled_at == 0 && strstr (watch->seen->str, "3:eng\n") != NULL && watch->polls >= 2)
    watch->cancelled_at = g_get_monotonic_time ();

  return watch->cancelled_at != 0;
}

static void
watch_explain (void                       *data,
               enum vidimus_stage          stage,
               const char                 *name,
               const struct vidimus_image *picture,
               const char                 *text,
               double                      number)
{
  Watch *watch = data;

  g_string_append_printf (watch->seen, "%d:%s\n", stage, name);
  if (strcmp (name, "eng") == 0) /* a line was read: the next poll is before the second, the one after it within */
    watch->polls = 0;
}

static void
test_explain (void)
{
  struct vidimus_engine *engine = vidimus_engine_new (TESSDATA);
  struct vidimus_image image = draw_scene ("Thai National ID Card", 4);
  Watch watch = { .seen = g_string_new (NULL) };
  struct vidimus_hooks hooks = { watch_cancelled, watch_explain, &watch };
  struct vidimus_engine_result result;

  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_TYPE, &hooks, &result), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (result.type, ==, VIDIMUS_KIND_THAILAND_ID_CARD);
  g_assert_cmpfloat (result.type_confidence, >, .5);
  g_assert_nonnull (strstr (watch.seen->str, "2:lines\n"));
  g_assert_nonnull (strstr (watch.seen->str, "3:eng\n"));
  g_assert_nonnull (strstr (watch.seen->str, "3:cues\n"));
  g_assert_cmpint (result.scores[VIDIMUS_ENGINE_BLUR], ==, -1);
  for (int i = 0; i < VIDIMUS_STAGE_ALARMS; i++)
    g_assert_cmpfloat (result.ms[i], >=, 0);
  g_assert_cmpfloat (result.ms[VIDIMUS_STAGE_ALARMS], ==, -1);

  g_string_free (watch.seen, TRUE);
  vidimus_image_free (&image);
  vidimus_engine_free (engine);
}

/* Where nothing hints at a type, a few lines are read, however many there are, and English ones by none but the English reader. */
static void
test_effort (void)
{
  struct vidimus_engine *engine = vidimus_engine_new (TESSDATA);
  struct vidimus_image image = draw_scene ("A page of many words", 12);
  Watch watch = { .seen = g_string_new (NULL) };
  struct vidimus_hooks hooks = { watch_cancelled, watch_explain, &watch };
  struct vidimus_engine_result result;
  g_auto(GStrv) parts = NULL;

  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_TYPE, &hooks, &result), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (result.type, ==, VIDIMUS_KIND_NONE);
  parts = g_strsplit (watch.seen->str, "3:eng\n", -1);
  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  g_assert_cmpuint (g_strv_length (parts), <=, 7);
  for (unsigned i = 1; i < VIDIMUS_OCR_N_LANGUAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("3:%s\n", vidimus_engine_language (i));

      g_assert_null (strstr (watch.seen->str, name));
    }
  g_string_free (watch.seen, TRUE);
  vidimus_image_free (&image);
  vidimus_engine_free (engine);
}

/* What the whole of an empty card is read in, when its lines seem to be of these scripts. */
static char *
read_whole (struct vidimus_ocr *ocr,
            const float         share[VIDIMUS_N_SCRIPTS])
{
  Watch watch = { .seen = g_string_new (NULL) };
  struct vidimus_hooks hooks = { watch_cancelled, watch_explain, &watch };
  struct vidimus_search search = { .ocr = ocr, .hooks = &hooks, .sure = 10, .text = { .n_lines = 2 }, .start = vidimus_thread_ms () };

  for (int i = 0; i < 2; i++)
    {
      search.text.lines[i] = (struct vidimus_text_line) { .x = 40, .y = 40 + 60 * i, .width = 300, .height = 20 };
      memcpy (search.text.lines[i].share, share, sizeof search.text.lines[i].share);
    }
  g_assert_true (vidimus_image_alloc (&search.gray, 400, 250, 1));
  memset (search.gray.data, 200, 400 * 250);
  g_assert_cmpint (vidimus_search_read_whole (&search), ==, VIDIMUS_STATUS_OK);
  vidimus_image_free (&search.gray);

  return g_string_free (watch.seen, FALSE);
}

/* The whole card is read in languages whose letters are there, the likeliest first; traces of all scripts are in what is hard to see. */
static void
test_whole (void)
{
  struct vidimus_ocr *ocr = vidimus_ocr_new (TESSDATA);
  const float burmese[VIDIMUS_N_SCRIPTS] = { .1f, .05f, 0, .05f, .3f, 0, .5f }, traces[VIDIMUS_N_SCRIPTS] = { .1f, .1f, .1f, .1f, .1f, 0, .5f };
  const float han[VIDIMUS_N_SCRIPTS] = { .3f, .2f, 0, 0, 0, 0, .5f };
  g_autofree char *read = read_whole (ocr, burmese), *left = read_whole (ocr, traces), *once = read_whole (ocr, han);

  g_assert_cmpstr (read, ==, "3:mya\n3:eng\n");
  g_assert_cmpstr (left, ==, "");
  g_assert_cmpstr (once, ==, "3:eng\n3:chi_tra\n"); /* nothing speaks for a card in simplified characters */
  vidimus_ocr_free (ocr);
}

/* A fourth channel changes nothing. */
static void
test_four_channels (void)
{
  struct vidimus_engine *engine = vidimus_engine_new (TESSDATA);
  struct vidimus_image image = draw_scene ("Nothing", 2), four;
  struct vidimus_engine_result a, b;

  g_assert_true (vidimus_image_alloc (&four, image.width, image.height, 4));
  for (int y = 0; y < image.height; y++)
    for (int x = 0; x < image.width; x++)
      {
        memcpy (vidimus_image_at (&four, x, y), vidimus_image_at (&image, x, y), 3);
        vidimus_image_at (&four, x, y)[3] = (uint8_t) (x * 7);
      }
  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_ALARMS, NULL, &a), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (classify (engine, &four, VIDIMUS_ENGINE_WITH_ALARMS, NULL, &b), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpmem (&a.quad, sizeof a.quad, &b.quad, sizeof b.quad);
  g_assert_cmpmem (a.scores, sizeof a.scores, b.scores, sizeof b.scores);
  for (int i = 0; i < VIDIMUS_ENGINE_N_ALARMS; i++)
    g_assert_true (a.scores[i] >= 0 && a.scores[i] <= 99);
  g_assert_cmpfloat (a.ms[VIDIMUS_STAGE_MRZ], ==, -1);
  vidimus_image_free (&four);
  vidimus_image_free (&image);
  vidimus_engine_free (engine);
}

/* Cancelled while words are being read: the answer comes at once, not after the line. */
static void
test_cancel_within_ocr (void)
{
  struct vidimus_engine *engine = vidimus_engine_new (TESSDATA);
  struct vidimus_image image = draw_scene ("Many words", 12);
  Watch watch = { .seen = g_string_new (NULL), .cancel = TRUE };
  struct vidimus_hooks hooks = { watch_cancelled, watch_explain, &watch };
  struct vidimus_engine_result result;

  vidimus_engine_warm (engine);
  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_TYPE, &hooks, &result), ==, VIDIMUS_STATUS_CANCELLED);
  g_assert_cmpint (watch.cancelled_at, >, 0);
  g_assert_cmpint (g_get_monotonic_time () - watch.cancelled_at, <, G_USEC_PER_SEC / 2);
  g_assert_null (strstr (strstr (watch.seen->str, "3:eng\n") + 1, "3:eng\n"));
  g_assert_null (strstr (watch.seen->str, "3:cues\n"));
  g_assert_cmpint (result.type, ==, VIDIMUS_KIND_NONE);
  g_string_free (watch.seen, TRUE);

  /* and the engine is as good as before */
  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_TYPE, NULL, &result), ==, VIDIMUS_STATUS_OK);
  vidimus_image_free (&image);
  vidimus_engine_free (engine);
}

static void
test_missing_languages (void)
{
  g_autofree char *folder = g_dir_make_tmp ("vidimus-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (folder, "eng.traineddata", NULL);
  struct vidimus_engine *engine = vidimus_engine_new (folder);
  struct vidimus_image image = draw_scene ("Thai National ID Card", 3);
  struct vidimus_engine_result result;
  uint32_t missing;

  /* without any: no type, no crash */
  missing = vidimus_engine_warm (engine);
  g_assert_cmphex (missing, ==, (1u << VIDIMUS_OCR_N_LANGUAGES) - 1);
  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_TYPE, NULL, &result), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (result.type, ==, VIDIMUS_KIND_NONE);
  vidimus_engine_free (engine);

  /* with English alone */
  g_assert_cmpint (symlink (TESSDATA "/eng.traineddata", link), ==, 0);
  engine = vidimus_engine_new (folder);
  missing = vidimus_engine_warm (engine);
  g_assert_cmphex (missing, ==, ((1u << VIDIMUS_OCR_N_LANGUAGES) - 1) & ~1u);
  g_assert_cmpint (classify (engine, &image, VIDIMUS_ENGINE_WITH_TYPE, NULL, &result), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (result.type, ==, VIDIMUS_KIND_THAILAND_ID_CARD);
  vidimus_engine_free (engine);

  vidimus_image_free (&image);
  g_unlink (link);
  g_rmdir (folder);
}

static void
test_languages (void)
{
  g_assert_cmpstr (vidimus_engine_language (0), ==, "eng");
  for (unsigned i = 0; i < VIDIMUS_OCR_N_LANGUAGES; i++)
    g_assert_nonnull (vidimus_engine_language (i));
  g_assert_null (vidimus_engine_language (VIDIMUS_OCR_N_LANGUAGES));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/engine/languages", test_languages);
  g_test_add_func ("/engine/invalid", test_invalid);
  g_test_add_func ("/engine/explain", test_explain);
  g_test_add_func ("/engine/whole", test_whole);
  g_test_add_func ("/engine/effort", test_effort);
  g_test_add_func ("/engine/four-channels", test_four_channels);
  g_test_add_func ("/engine/cancel-within-ocr", test_cancel_within_ocr);
  g_test_add_func ("/engine/missing-languages", test_missing_languages);

  return g_test_run ();
}

#include "defects.h"

#include <cairo.h>
#include <glib.h>
#include <math.h>

#define N_ALARMS 7

/* What a score may fall by from one step of a defect to the next: each has noise of its own. */
#define NOISE 10

typedef struct
{
  const char         *name;
  enum vidimus_alarm  alarm;
  vidimus_alarm_func *detect;
} Alarm;

static const Alarm alarms[N_ALARMS] = {
  { "blur", VIDIMUS_ENGINE_BLUR, vidimus_detect_blur },
  { "glare", VIDIMUS_ENGINE_GLARE, vidimus_detect_glare },
  { "blocking", VIDIMUS_ENGINE_BLOCKING, vidimus_detect_blocking },
  { "lighting", VIDIMUS_ENGINE_LIGHTING, vidimus_detect_lighting },
  { "copy", VIDIMUS_ENGINE_COPY, vidimus_detect_copy },
  { "reproduce", VIDIMUS_ENGINE_REPRODUCE, vidimus_detect_reproduce },
  { "border", VIDIMUS_ENGINE_BORDER, vidimus_detect_border },
};

static void
draw_portrait (cairo_t *cr,
               double   x,
               double   y)
{
  cairo_set_source_rgb (cr, 0.80, 0.86, 0.92);
  cairo_rectangle (cr, x, y, 210, 270);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.20, 0.24, 0.42);
  cairo_arc (cr, x + 105, y + 300, 90, M_PI + 0.34, 2 * M_PI - 0.34);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.16, 0.11, 0.08);
  cairo_arc (cr, x + 105, y + 110, 72, 0, 2 * M_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.87, 0.67, 0.56);
  cairo_save (cr);
  cairo_translate (cr, x + 105, y + 125);
  cairo_scale (cr, 0.8, 1);
  cairo_arc (cr, 0, 0, 70, 0, 2 * M_PI);
  cairo_restore (cr);
  cairo_fill (cr);
}

static void
draw_lines (cairo_t *cr)
{
  static const char *const lines[] = {
    "Surname / SPECIMEN", "Given names / MARIA ELENA", "Date of birth / 12.08.1984", "Number / 204 118 977",
    "Valid until / 01.11.2031",
  };

  cairo_set_source_rgb (cr, 0.08, 0.08, 0.12);
  cairo_set_font_size (cr, 30);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      cairo_move_to (cr, 290, 170 + 52 * i);
      cairo_show_text (cr, lines[i]);
    }
  cairo_select_font_face (cr, "monospace", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, 34);
  cairo_move_to (cr, 30, 460);
  cairo_show_text (cr, "IDUTO204118977<<<<<<<<<<<<<<<");
  cairo_move_to (cr, 30, 505);
  cairo_show_text (cr, "8408126F3111015UTO<<<<<<<<<<4");
  cairo_set_source_rgb (cr, 0.75, 0.1, 0.15);
  cairo_select_font_face (cr, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  cairo_set_font_size (cr, 40);
  cairo_move_to (cr, 40, 70);
  cairo_show_text (cr, "UTOPIA · IDENTITY CARD");
}

/* A card with text, a portrait, colours and a guilloche; free with vidimus_image_free(). */
static struct vidimus_image
draw_card (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 856, 540);
  cairo_t *cr = cairo_create (surface);
  cairo_pattern_t *paper = cairo_pattern_create_linear (0, 0, 856, 540);
  struct vidimus_image image;

  cairo_pattern_add_color_stop_rgb (paper, 0, 0.80, 0.88, 0.83);
  cairo_pattern_add_color_stop_rgb (paper, 1, 0.90, 0.83, 0.78);
  cairo_set_source (cr, paper);
  cairo_paint (cr);
  cairo_pattern_destroy (paper);
  cairo_set_source_rgb (cr, 0.72, 0.80, 0.80);
  for (int i = 0; i < 9; i++)
    {
      cairo_move_to (cr, 0, 80 + 45 * i);
      for (int x = 0; x <= 856; x += 8)
        cairo_line_to (cr, x, 80 + 45 * i + 24 * sin (x * 0.02 + i));
      cairo_stroke (cr);
    }
  draw_portrait (cr, 40, 120);
  draw_lines (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  g_assert_true (vidimus_image_alloc (&image, 856, 540, 3));
  for (int y = 0; y < 540; y++)
    for (int x = 0; x < 856; x++)
      {
        guint32 pixel = ((guint32 *) (cairo_image_surface_get_data (surface) +
                                      y * cairo_image_surface_get_stride (surface)))[x];

        for (int k = 0; k < 3; k++)
          vidimus_image_at (&image, x, y)[k] = (guint8) (pixel >> (16 - 8 * k));
      }
  cairo_surface_destroy (surface);
  defect_noise (&image, 1, 5);

  return image;
}

/* The drawn card, as a scan or photographed. */
static struct vidimus_image
make_picture (gboolean             photo,
              struct vidimus_quad *quad)
{
  struct vidimus_image card = draw_card ();
  struct vidimus_image scene;

  *quad = defect_frame (&card);
  if (!photo)
    return card;

  g_assert_true (defect_scene (&card, 3, &scene, quad));
  vidimus_image_free (&card);

  return scene;
}

/* The alarms are given the quad of the truth, and what localisation saw over the document. */
static void
score_picture (const struct vidimus_image *image,
               const struct vidimus_quad  *quad,
               gboolean                    photo,
               const struct vidimus_hooks *hooks,
               int                        *scores)
{
  struct vidimus_card card;
  struct vidimus_location located, location = { .quad = *quad, .confidence = 1, .side_support = { 1, 1, 1, 1 },
                                                .whole_frame = !photo };
  const struct vidimus_source source = vidimus_source_from_image (image);
  const struct vidimus_alarm_input input = { .source = &source, .shrink = 1, .image = image, .location = &location,
                                             .card = &card, .type = VIDIMUS_KIND_NONE, .hooks = hooks };

  g_assert_true (defect_rectify (image, quad, &card));
  if (vidimus_locate (image, NULL, &located) == VIDIMUS_STATUS_OK)
    location.closeup = located.closeup;
  for (int i = 0; i < N_ALARMS; i++)
    {
      struct vidimus_alarm_output output = { .score = -1, .statistic = NAN };

      g_assert_cmpint (alarms[i].detect (&input, &output), ==, VIDIMUS_STATUS_OK);
      g_assert_cmpint (output.score, >=, 0);
      g_assert_cmpint (output.score, <=, 99);
      g_assert_true (isfinite (output.statistic));
      scores[i] = output.score;
    }
  defect_card_clear (&card);
}

static void
test_clean (gconstpointer data)
{
  gboolean photo = GPOINTER_TO_INT (data);
  struct vidimus_quad quad;
  struct vidimus_image image = make_picture (photo, &quad);
  int scores[N_ALARMS];

  score_picture (&image, &quad, photo, NULL, scores);
  for (int i = 0; i < N_ALARMS; i++)
    {
      g_test_message ("%s %d", alarms[i].name, scores[i]);
      g_assert_cmpint (scores[i], <=, 30);
    }
  vidimus_image_free (&image);
}

/* Each defect's own alarm grows with the step and is raised in the end; the others stay calm. */
static void
test_defect (gconstpointer data)
{
  enum defect defect = (enum defect) GPOINTER_TO_INT (data);
  gboolean photo = defect_alarm (defect) == VIDIMUS_ENGINE_BLOCKING || defect_alarm (defect) == VIDIMUS_ENGINE_GLARE ||
                   defect_alarm (defect) == VIDIMUS_ENGINE_BORDER;
  int own = -1;
  int last = 0;

  for (int step = 1; step <= 5; step += 4)
    {
      struct vidimus_quad quad;
      struct vidimus_image image = make_picture (photo, &quad);
      int scores[N_ALARMS];

      g_assert_true (defect_apply (&image, &quad, defect, step, 11));
      score_picture (&image, &quad, photo, NULL, scores);
      for (int i = 0; i < N_ALARMS; i++)
        {
          g_test_message ("step %d: %s %d", step, alarms[i].name, scores[i]);
          if (alarms[i].alarm == defect_alarm (defect))
            own = scores[i];
          else
            g_assert_cmpint (scores[i], <=, 50);
        }
      g_assert_cmpint (own, >=, last - NOISE);
      last = MAX (own, last);
      vidimus_image_free (&image);
    }
  g_assert_cmpint (last, >, 50);
}

static struct vidimus_evidence_list
show_evidence (const struct vidimus_image *image,
               const struct vidimus_quad  *quad,
               vidimus_alarm_func         *detect,
               gboolean                    asked)
{
  struct vidimus_card card;
  const struct vidimus_location location = { .quad = *quad, .confidence = 1, .side_support = { 1, 1, 1, 1 } };
  const struct vidimus_source source = vidimus_source_from_image (image);
  const struct vidimus_alarm_input input = { .source = &source, .shrink = 1, .image = image, .location = &location,
                                             .card = &card, .type = VIDIMUS_KIND_NONE, .evidence = asked };
  struct vidimus_alarm_output output = { .score = -1 };

  g_assert_true (defect_rectify (image, quad, &card));
  g_assert_cmpint (detect (&input, &output), ==, VIDIMUS_STATUS_OK);
  defect_card_clear (&card);

  return output.evidence;
}

static struct vidimus_point
centre_of (const struct vidimus_evidence *evidence)
{
  struct vidimus_point centre = { 0, 0 };

  for (int i = 0; i < evidence->n_points; i++)
    {
      centre.x += evidence->points[i].x / evidence->n_points;
      centre.y += evidence->points[i].y / evidence->n_points;
    }

  return centre;
}

/* What is wrong is shown, to who asks, on the card; what is right is not. */
static void
test_evidence (void)
{
  static const struct
  {
    enum defect         defect;
    vidimus_alarm_func *detect;
    const char         *kind;
  } cases[] = {
    { DEFECT_BLUR_DISC, vidimus_detect_blur, "blurred" }, { DEFECT_GLARE_LAMP, vidimus_detect_glare, "glare" },
    { DEFECT_LIGHTING_EXPOSURE, vidimus_detect_lighting, "dark" }, { DEFECT_COPY_GRAY, vidimus_detect_copy, "grey" },
    { DEFECT_BLOCKING_FINGER, vidimus_detect_blocking, "covered" },
    { DEFECT_REPRODUCE_GRID, vidimus_detect_reproduce, "moire" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct vidimus_quad quad;
      struct vidimus_image image = make_picture (TRUE, &quad);
      struct vidimus_evidence_list list = show_evidence (&image, &quad, cases[i].detect, TRUE);

      g_assert_cmpint (list.n, ==, 0);
      g_assert_true (defect_apply (&image, &quad, cases[i].defect, 5, 11));
      list = show_evidence (&image, &quad, cases[i].detect, FALSE);
      g_assert_cmpint (list.n, ==, 0);
      list = show_evidence (&image, &quad, cases[i].detect, TRUE);
      g_assert_cmpint (list.n, >, 0);
      for (int k = 0; k < list.n; k++)
        {
          struct vidimus_point centre = centre_of (&list.items[k]);

          g_assert_cmpint (list.items[k].n_points, >=, 3);
          g_assert_true (isfinite (list.items[k].value));
          if (cases[i].defect != DEFECT_REPRODUCE_GRID) /* which is looked for around the card too */
            g_assert_true (vidimus_quad_contains (&quad, centre));
          if (cases[i].defect == DEFECT_GLARE_LAMP && g_str_equal (list.items[k].kind, "glare"))
            g_assert_cmpint (vidimus_image_at (&image, (int) centre.x, (int) centre.y)[1], >, 240);
        }
      g_assert_cmpstr (list.items[0].kind, ==, cases[i].kind);
      vidimus_image_free (&image);
    }
}

static void
fill (struct vidimus_image *image,
      int                   kind)
{
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      for (int k = 0; k < 3; k++)
        vidimus_image_at (image, x, y)[k] = (guint8) (kind == 0 ? 0 : kind == 1 ? 255 : kind == 2 ? 128
                                                      : kind == 3 ? 60 * k + 40 : (x * 7 + y * 13 + 90 * k) & 255);
}

static void
test_degenerate (void)
{
  static const int sizes[][2] = { { 15, 15 }, { 15, 400 }, { 400, 15 }, { 64, 40 }, { 300, 200 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int kind = 0; kind < 5; kind++)
      for (int photo = 0; photo < 2; photo++)
        {
          struct vidimus_image image;
          struct vidimus_quad quad;
          int scores[N_ALARMS];

          g_assert_true (vidimus_image_alloc (&image, sizes[i][0], sizes[i][1], 3));
          fill (&image, kind);
          quad = defect_frame (&image);
          if (photo) /* reaching beyond the picture */
            quad.p[0] = (struct vidimus_point) { -5, -4 };
          score_picture (&image, &quad, photo, NULL, scores);
          vidimus_image_free (&image);
        }
}

static void
test_no_light (void)
{
  struct vidimus_image image;
  struct vidimus_quad quad;
  int scores[N_ALARMS];

  g_assert_true (vidimus_image_alloc (&image, 300, 200, 3));
  fill (&image, 0);
  quad = defect_frame (&image);
  score_picture (&image, &quad, FALSE, NULL, scores);
  g_assert_cmpint (scores[3], >, 80);
  vidimus_image_free (&image);
}

typedef struct
{
  int polls;
  int allowed;
  int explained;
} Watch;

static bool
watch_cancelled_cb (void *data)
{
  Watch *watch = data;

  return ++watch->polls > watch->allowed;
}

static void
watch_explain_cb (void                       *data,
                  enum vidimus_stage          stage,
                  const char                 *name,
                  const struct vidimus_image *picture,
                  const char                 *text,
                  double                      number)
{
  Watch *watch = data;

  g_assert_cmpint (stage, ==, VIDIMUS_STAGE_ALARMS);
  g_assert_nonnull (strchr (name, '.'));
  g_assert_true (picture != NULL || isfinite (number));
  watch->explained++;
}

/* At the first poll, and at the second where an alarm polls again. */
static void
test_cancel (void)
{
  struct vidimus_quad quad;
  struct vidimus_image image = make_picture (TRUE, &quad);
  struct vidimus_card card;

  g_assert_true (defect_rectify (&image, &quad, &card));
  for (int i = 0; i < N_ALARMS; i++)
    for (int allowed = 0; allowed < 2; allowed++)
      {
        Watch watch = { .allowed = allowed };
        const struct vidimus_hooks hooks = { watch_cancelled_cb, NULL, &watch };
        const struct vidimus_location location = { .quad = quad };
        const struct vidimus_source source = vidimus_source_from_image (&image);
        const struct vidimus_alarm_input input = { .source = &source, .shrink = 1, .image = &image, .location = &location,
                                                   .card = &card, .type = VIDIMUS_KIND_NONE, .hooks = &hooks };
        struct vidimus_alarm_output output;
        enum vidimus_status status = alarms[i].detect (&input, &output);

        g_assert_cmpint (status, ==, watch.polls > allowed ? VIDIMUS_STATUS_CANCELLED : VIDIMUS_STATUS_OK);
        g_assert_cmpint (watch.polls, >, 0);
      }
  defect_card_clear (&card);
  vidimus_image_free (&image);
}

static void
test_explain (void)
{
  Watch watch = { 0 };
  const struct vidimus_hooks hooks = { NULL, watch_explain_cb, &watch };
  struct vidimus_quad quad;
  struct vidimus_image image = make_picture (TRUE, &quad);
  int plain[N_ALARMS];
  int explained[N_ALARMS];

  score_picture (&image, &quad, TRUE, NULL, plain);
  score_picture (&image, &quad, TRUE, &hooks, explained);
  g_assert_cmpmem (plain, sizeof plain, explained, sizeof explained);
  g_assert_cmpint (watch.explained, >=, 3 * N_ALARMS);
  vidimus_image_free (&image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/alarms/clean/scan", GINT_TO_POINTER (FALSE), test_clean);
  g_test_add_data_func ("/alarms/clean/photo", GINT_TO_POINTER (TRUE), test_clean);
  for (int defect = 1; defect < DEFECT_N; defect++)
    {
      g_autofree char *path = g_strconcat ("/alarms/", defect_name ((enum defect) defect), NULL);

      if (defect == DEFECT_COPY_HALFTONE) /* a grid of dots is a screen, too */
        continue;
      g_test_add_data_func (path, GINT_TO_POINTER (defect), test_defect);
    }
  g_test_add_func ("/alarms/degenerate", test_degenerate);
  g_test_add_func ("/alarms/no-light", test_no_light);
  g_test_add_func ("/alarms/cancel", test_cancel);
  g_test_add_func ("/alarms/evidence", test_evidence);
  g_test_add_func ("/alarms/explain", test_explain);

  return g_test_run ();
}

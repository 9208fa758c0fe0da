/* A scene of the judging half: what its seed decides, and the order in which the light goes. */
#include "vidimus-specimen-trial.h"

#include <math.h>

#include "vidimus-resample.h"

/** vidimus_specimen_trial_recipe: fills in what @seed decides: frame, ground, clutter, pose, camera; no defect. */
void
vidimus_specimen_trial_recipe (VidimusSpecimenRecipe       *recipe,
                               const VidimusSpecimenLayout *layout,
                               guint64                      seed)
{
  static const int sizes[][2] = { { 1200, 900 }, { 1360, 1020 }, { 1280, 853 }, { 960, 1280 }, { 1440, 810 }, { 1200, 1200 },
                                  { 1024, 1365 }, { 1600, 1200 }, { 1200, 900 }, { 1280, 960 }, { 1200, 800 },
                                  { 1360, 900 }, { 2000, 1500 } };
  VidimusSpecimenRandom random;
  int size;

  vidimus_specimen_random_init (&random, seed, "trial");
  size = vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (sizes) - 1);
  *recipe = (VidimusSpecimenRecipe) { .layout = layout, .seed = seed, .half = VIDIMUS_SPECIMEN_JUDGING };
  recipe->width = sizes[size][0];
  recipe->height = sizes[size][1];
  recipe->ground = vidimus_specimen_random_pick (&random, vidimus_specimen_trial_grounds);
  recipe->camera = vidimus_specimen_random_pick (&random, vidimus_specimen_trial_cameras);
  recipe->clutter = vidimus_specimen_random_int (&random, 0, 2);
  recipe->turn = 90 * vidimus_specimen_random_int (&random, 0, 3);
  recipe->tilt = vidimus_specimen_random_double (&random, 0, 35);
  recipe->roll = vidimus_specimen_random_double (&random, -14, 14);
  recipe->fill = vidimus_specimen_random_chance (&random, 0.1) ? vidimus_specimen_random_double (&random, 0.32, 0.5)
                                                               : vidimus_specimen_random_double (&random, 0.5, 0.95);
  recipe->window = vidimus_specimen_random_chance (&random, 0.5);
  recipe->shade = vidimus_specimen_random_chance (&random, 0.25) ? vidimus_specimen_random_double (&random, 0.12, 0.4) : 0;
  if (g_str_equal (recipe->camera, "messenger"))
    {
      /* Made smaller at the end; drawn so that at least 1200 pixels are left. */
      recipe->width = recipe->width >= recipe->height ? 1540 : 1155;
      recipe->height = recipe->width >= 1540 ? 1155 : 1540;
    }
  recipe->sampling = g_str_equal (recipe->camera, "reflex") ? VIDIMUS_SPECIMEN_444 : VIDIMUS_SPECIMEN_420;
  recipe->quality = g_str_equal (recipe->camera, "reflex") ? vidimus_specimen_random_int (&random, 88, 95)
                                                           : vidimus_specimen_random_int (&random, 70, 90);
}

/* A lamp near by: the light falls off with the distance, its colour is the room's. */
static void
light_scene (VidimusSpecimenFilm   *film,
             VidimusSpecimenRandom *random)
{
  static const double rooms[][3] = { { 1, 1, 1 }, { 1.05, 1, 0.93 }, { 0.96, 1, 1.05 }, { 0.98, 1.03, 0.97 } };
  double angle = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  double far = vidimus_specimen_random_double (random, 0.6, 1.6), height = vidimus_specimen_random_double (random, 1.2, 2.2);
  double level = vidimus_specimen_random_double (random, 0.78, 0.95);
  double lx = 0.5 + far * cos (angle), ly = 0.5 + far * sin (angle), middle = far * far + height * height;
  int room = vidimus_specimen_random_int (random, 0, 3);

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        double u = (double) x / film->width - lx, v = (double) y / film->height - ly;
        double lit = level * MIN (middle / (u * u + v * v + height * height), 1.35);
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        for (int c = 0; c < 3; c++)
          light[c] *= (float) (lit * rooms[room][c]);
      }
}

/* The slats of a blind, or the frame of a window, throw bars of shadow. */
static void
shade_scene (VidimusSpecimenFilm   *film,
             VidimusSpecimenRandom *random,
             double                 strength)
{
  double angle = vidimus_specimen_random_double (random, 0, G_PI);
  double size = MAX (film->width, film->height), every = vidimus_specimen_random_double (random, 0.16, 0.6);
  double width = vidimus_specimen_random_double (random, 0.25, 0.5), soft = vidimus_specimen_random_double (random, 0.05, 0.2);
  double from = vidimus_specimen_random_double (random, 0, 1), c = cos (angle) / size / every, s = sin (angle) / size / every;

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        double at = x * c + y * s + from, in = fabs (at - floor (at) - 0.5) * 2;
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        in = CLAMP ((width - in) / soft + 0.5, 0, 1);
        for (int k = 0; k < 3; k++)
          light[k] *= (float) (1 - strength * in * in * (3 - 2 * in));
      }
}

/** vidimus_specimen_trial_dusk: what little light there is comes from one lamp: a pool of it, the rest darker, warm or cold. */
void
vidimus_specimen_trial_dusk (VidimusSpecimenFilm   *film,
                             VidimusSpecimenRandom *random,
                             double                 dose)
{
  double px = film->width * vidimus_specimen_random_double (random, 0.1, 0.9);
  double py = film->height * vidimus_specimen_random_double (random, 0.1, 0.9);
  double size = MAX (film->width, film->height) * vidimus_specimen_random_double (random, 0.6, 1.1);
  double deep = 0.55 * dose, warm = vidimus_specimen_random_double (random, -0.12, 0.3) * dose;
  const double cast[3] = { 1 + warm, 1, 1 - warm };

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        double d = ((x - px) * (x - px) + (y - py) * (y - py)) / (size * size);
        double lit = 1 - deep * d / (d + 0.35);
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        for (int c = 0; c < 3; c++)
          light[c] *= (float) (lit * cast[c]);
      }
}

/* Lays @sheet so that its card comes on @quad; @surface is of the film's size and is used up. */
static gboolean
lay (VidimusSpecimenFilm       *film,
     const VidimusSpecimenSheet *sheet,
     const struct vidimus_quad *quad,
     cairo_surface_t           *surface,
     VidimusSpecimenRandom     *random)
{
  struct vidimus_image from = vidimus_specimen_view (sheet->surface), layer = vidimus_specimen_view (surface);
  struct vidimus_homography to_sheet;
  double size = MAX (film->width, film->height);

  if (!vidimus_homography_from_quads (quad, &sheet->card, &to_sheet))
    return FALSE;
  vidimus_image_warp (&from, &to_sheet, &layer);
  vidimus_specimen_film_shadow (film, &layer, vidimus_specimen_random_double (random, -0.01, 0.01) * size,
                                vidimus_specimen_random_double (random, -0.006, 0.008) * size,
                                vidimus_specimen_random_double (random, 0.004, 0.012) * size,
                                vidimus_specimen_random_double (random, 0.25, 0.55));
  vidimus_specimen_film_lay (film, &layer);

  return TRUE;
}

static void
through (const struct vidimus_quad *from,
         const struct vidimus_quad *to,
         struct vidimus_quad       *corners)
{
  struct vidimus_homography h;

  if (vidimus_homography_from_quads (from, to, &h))
    for (int i = 0; i < 4; i++)
      corners->p[i] = vidimus_homography_apply (&h, corners->p[i]);
}

/** vidimus_specimen_trial_display: a display that is as large as the picture or larger, seen a little askew. */
struct vidimus_quad
vidimus_specimen_trial_display (const VidimusSpecimenFilm *film,
                                VidimusSpecimenRandom     *random)
{
  static const int signs[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };
  struct vidimus_quad quad;

  for (int i = 0; i < 4; i++)
    {
      quad.p[i].x = film->width * (0.5 + signs[i][0] * vidimus_specimen_random_double (random, 0.53, 0.6));
      quad.p[i].y = film->height * (0.5 + signs[i][1] * vidimus_specimen_random_double (random, 0.53, 0.6));
    }

  return quad;
}

static void
compose_document (const VidimusSpecimenRecipe *recipe,
                  VidimusSpecimenFilm         *film,
                  const struct vidimus_quad   *quad,
                  VidimusSpecimenRandom       *random)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  double reproduce = recipe->doses[VIDIMUS_SPECIMEN_REPRODUCE];
  gboolean screen = reproduce > 0 && !recipe->print, window = screen && recipe->window;
  struct vidimus_quad display = vidimus_specimen_trial_display (film, random);
  VidimusSpecimenSheet sheet;

  vidimus_specimen_sheet_init (&sheet, recipe, quad);
  if (recipe->doses[VIDIMUS_SPECIMEN_BORDER] > 0 && recipe->corner)
    vidimus_specimen_trial_corner (&sheet, random, recipe->doses[VIDIMUS_SPECIMEN_BORDER]);
  if (recipe->doses[VIDIMUS_SPECIMEN_COPY] > 0)
    vidimus_specimen_trial_copy (&sheet, random, recipe->doses[VIDIMUS_SPECIMEN_COPY]);
  if (reproduce > 0 && recipe->print)
    vidimus_specimen_trial_print (&sheet, random, reproduce);
  if (window)
    vidimus_specimen_trial_window (&sheet, random, &display);
  if (window)
    through (&sheet.card, quad, &display);
  lay (film, &sheet, quad, surface, random);
  if (screen)
    vidimus_specimen_trial_screen (film, &display, random, reproduce);
  if (recipe->doses[VIDIMUS_SPECIMEN_BLOCKING] > 0)
    vidimus_specimen_trial_block (film, quad, random, recipe->doses[VIDIMUS_SPECIMEN_BLOCKING]);
  cairo_surface_destroy (sheet.surface);
  cairo_surface_destroy (surface);
}

/** vidimus_specimen_trial_compose: everything before the camera. */
void
vidimus_specimen_trial_compose (const VidimusSpecimenRecipe *recipe,
                                VidimusSpecimenFilm         *film,
                                const struct vidimus_quad   *quad)
{
  VidimusSpecimenRandom random;

  vidimus_specimen_random_init (&random, recipe->seed, "trial-scene");
  vidimus_specimen_trial_ground (film, recipe->ground, recipe->seed);
  vidimus_specimen_trial_clutter (film, recipe->clutter, recipe->seed);
  if (vidimus_specimen_recipe_has_card (recipe))
    {
      if (g_str_equal (recipe->ground, "palm"))
        vidimus_specimen_trial_palm (film, quad, &random);
      compose_document (recipe, film, quad, &random);
    }
  light_scene (film, &random);
  if (recipe->shade > 0)
    shade_scene (film, &random, recipe->shade);
  if (recipe->doses[VIDIMUS_SPECIMEN_DARK] > 0)
    vidimus_specimen_trial_dusk (film, &random, recipe->doses[VIDIMUS_SPECIMEN_DARK]);
  if (recipe->doses[VIDIMUS_SPECIMEN_GLARE] > 0)
    vidimus_specimen_trial_glare (film, quad, &random, recipe->doses[VIDIMUS_SPECIMEN_GLARE]);
  if (recipe->doses[VIDIMUS_SPECIMEN_BLUR] > 0)
    vidimus_specimen_trial_blur (film, quad, &random, recipe->doses[VIDIMUS_SPECIMEN_BLUR]);
}

#include "vidimus-specimen-scene.h"

#include <math.h>

#include "vidimus-specimen-defect.h"
#include "vidimus-specimen-ground.h"
#include "vidimus-specimen-pose.h"
#include "vidimus-specimen-trial.h"
#include "vidimus-resample.h"

/** vidimus_specimen_defect_key: the alarm's key in API.md; %NULL for a clean scene. */
const char *
vidimus_specimen_defect_key (VidimusSpecimenDefect defect)
{
  static const char * const keys[] = {
    NULL, "blur", "glare", "blocking_within_border", "insufficient_lighting", "copy", "border_integrity", "reproduce",
  };

  return keys[defect];
}

/** vidimus_specimen_step_dose: the dose of a step, 0 (none) … 6. */
double
vidimus_specimen_step_dose (VidimusSpecimenHalf half,
                            int                 step)
{
  static const double tuning[] = { 0, 0.13, 0.3, 0.45, 0.62, 0.8, 1 };

  return half == VIDIMUS_SPECIMEN_TUNING ? tuning[step] : (double) step / VIDIMUS_SPECIMEN_STEPS;
}

/** vidimus_specimen_recipe_step: the step of a defect's dose: 0 where there is none, else 1 … 6. */
int
vidimus_specimen_recipe_step (const VidimusSpecimenRecipe *recipe,
                              VidimusSpecimenDefect        defect)
{
  static const double least[] = { 0, 0, 0.2, 0.4, 0.6, 0.8, 1 }; /* of the tuning half */
  double dose = recipe->doses[defect];
  int step = VIDIMUS_SPECIMEN_STEPS;

  if (dose <= 0)
    return 0;
  if (recipe->half == VIDIMUS_SPECIMEN_JUDGING)
    return CLAMP ((int) lround (dose * VIDIMUS_SPECIMEN_STEPS), 1, VIDIMUS_SPECIMEN_STEPS);
  while (step > 1 && dose < least[step])
    step--;

  return step;
}

/** vidimus_specimen_recipe_has_card: whether there is a document at all. */
gboolean
vidimus_specimen_recipe_has_card (const VidimusSpecimenRecipe *recipe)
{
  return recipe->layout != NULL || recipe->picture != NULL;
}

/** vidimus_specimen_recipe_aspect: height by width of the document. */
double
vidimus_specimen_recipe_aspect (const VidimusSpecimenRecipe *recipe)
{
  return recipe->picture != NULL ? (double) recipe->picture->height / recipe->picture->width
                                 : recipe->layout->height / recipe->layout->width;
}

/** vidimus_specimen_recipe_draw: fills in what @seed decides for the tuning half: frame, ground, clutter, pose and dose. */
void
vidimus_specimen_recipe_draw (VidimusSpecimenRecipe       *recipe,
                              const VidimusSpecimenLayout *layout,
                              VidimusSpecimenDefect        defect,
                              guint64                      seed)
{
  static const int sizes[][2] = { { 1600, 1200 }, { 1280, 960 }, { 1440, 1080 }, { 1200, 1600 }, { 1600, 900 },
                                  { 1500, 1125 } };
  VidimusSpecimenRandom random;
  double dose;
  int size;

  *recipe = (VidimusSpecimenRecipe) { .half = VIDIMUS_SPECIMEN_TUNING };
  vidimus_specimen_random_init (&random, seed, "recipe");
  size = vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (sizes) - 1);
  recipe->layout = layout;
  recipe->seed = seed;
  recipe->width = sizes[size][0];
  recipe->height = sizes[size][1];
  recipe->ground = vidimus_specimen_random_pick (&random, vidimus_specimen_grounds);
  recipe->clutter = vidimus_specimen_random_int (&random, 0, 3);
  recipe->turn = vidimus_specimen_random_chance (&random, 0.8) ? 0
                 : 90 * vidimus_specimen_random_int (&random, 1, 3);
  recipe->tilt = vidimus_specimen_random_double (&random, 4, 32);
  recipe->roll = 7 * CLAMP (vidimus_specimen_random_normal (&random), -2.5, 2.5);
  recipe->fill = vidimus_specimen_random_double (&random, 0.56, 0.96);
  dose = vidimus_specimen_random_double (&random, 0.45, 1);
  if (defect == VIDIMUS_SPECIMEN_BORDER) /* the slightest cut is one */
    dose = 1.8 * dose - 0.8;
  if (defect != VIDIMUS_SPECIMEN_CLEAN)
    recipe->doses[defect] = dose;
  recipe->shade = vidimus_specimen_random_chance (&random, 0.3) ? vidimus_specimen_random_double (&random, 0.15, 0.45) : 0;
  recipe->quality = vidimus_specimen_random_int (&random, 72, 95);
}

static void
draw_sheet (VidimusSpecimenSheet        *sheet,
            const VidimusSpecimenLayout *layout,
            double                       scale,
            guint64                      seed)
{
  VidimusSpecimenCanvas *canvas = vidimus_specimen_card_draw (layout, scale, seed);
  double left = canvas->margin, top = canvas->margin;
  double right = left + canvas->width * canvas->scale, bottom = top + canvas->height * canvas->scale;

  sheet->surface = cairo_surface_reference (canvas->surface);
  sheet->card = (struct vidimus_quad) { { { left, top }, { right, top }, { right, bottom }, { left, bottom } } };
  sheet->pitch = 0;
  sheet->grid = 0;
  vidimus_specimen_canvas_free (canvas);
}

/* Surface pixels in a picture pixel: a little finer than the picture, so that nothing looks soft. */
#define FINENESS 1.2

static double
sheet_width (const struct vidimus_quad *quad)
{
  double longest = 0;

  for (int i = 0; i < 4; i += 2)
    longest = MAX (longest, hypot (quad->p[i + 1].x - quad->p[i].x, quad->p[i + 1].y - quad->p[i].y));

  return FINENESS * longest;
}

/* A given picture as it is, within a transparent margin. */
static void
picture_sheet (VidimusSpecimenSheet       *sheet,
               const struct vidimus_image *picture,
               double                      width)
{
  const int margin = 4;
  double scale = MIN (1, width / picture->width);
  struct vidimus_image fitted, view;

  if (!vidimus_image_scale (picture, MAX (1, (int) lround (picture->width * scale)),
                            MAX (1, (int) lround (picture->height * scale)), &fitted))
    g_error ("memory is short");
  sheet->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, fitted.width + 2 * margin, fitted.height + 2 * margin);
  view = vidimus_specimen_view (sheet->surface);
  for (int y = 0; y < fitted.height; y++)
    for (int x = 0; x < fitted.width; x++)
      {
        const guint8 *from = vidimus_image_at (&fitted, x, y);
        guint8 *to = vidimus_image_at (&view, x + margin, y + margin);

        for (int c = 0; c < 3; c++)
          to[c] = from[2 - c];
        to[3] = 255;
      }
  cairo_surface_mark_dirty (sheet->surface);
  sheet->card = (struct vidimus_quad) { { { margin, margin }, { margin + fitted.width, margin },
                                          { margin + fitted.width, margin + fitted.height },
                                          { margin, margin + fitted.height } } };
  sheet->pitch = 0;
  sheet->grid = 0;
  vidimus_image_free (&fitted);
}

/** vidimus_specimen_sheet_init: the recipe's document, as fine as it will be seen at @quad. */
void
vidimus_specimen_sheet_init (VidimusSpecimenSheet        *sheet,
                             const VidimusSpecimenRecipe *recipe,
                             const struct vidimus_quad   *quad)
{
  if (recipe->picture != NULL)
    picture_sheet (sheet, recipe->picture, sheet_width (quad));
  else
    draw_sheet (sheet, recipe->layout, sheet_width (quad) / recipe->layout->width, recipe->seed);
}

/* The document is lit unevenly, the frame's corners least. */
static void
light_scene (VidimusSpecimenFilm   *film,
             VidimusSpecimenRandom *random)
{
  double level = vidimus_specimen_random_double (random, 0.74, 0.92);
  double gx = vidimus_specimen_random_double (random, -0.32, 0.32);
  double gy = vidimus_specimen_random_double (random, -0.32, 0.32);
  double vignette = vidimus_specimen_random_double (random, 0.08, 0.3);

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        double u = (double) x / film->width - 0.5, v = (double) y / film->height - 0.5;
        double lit = level * (1 + gx * u + gy * v) * (1 - vignette * (u * u + v * v) * 2);
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        for (int c = 0; c < 3; c++)
          light[c] *= (float) lit;
      }
}

/* Somebody's shadow falls over a part of the picture, its edge soft. */
static void
shade_scene (VidimusSpecimenFilm   *film,
             VidimusSpecimenRandom *random,
             double                 strength)
{
  double angle = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  double from = vidimus_specimen_random_double (random, -0.1, 0.3);
  double soft = vidimus_specimen_random_double (random, 0.02, 0.15);
  double bend = vidimus_specimen_random_double (random, -0.25, 0.25);

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        double u = (double) x / film->width - 0.5, v = (double) y / film->height - 0.5;
        double along = u * cos (angle) + v * sin (angle), across = v * cos (angle) - u * sin (angle);
        double in = CLAMP ((along - from + bend * across * across * 4) / soft + 0.5, 0, 1);
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        for (int c = 0; c < 3; c++)
          light[c] *= (float) (1 - strength * in * in * (3 - 2 * in));
      }
}

static void
lay_sheet (VidimusSpecimenFilm         *film,
           const VidimusSpecimenSheet  *sheet,
           const struct vidimus_quad   *quad,
           const struct vidimus_image  *layer,
           VidimusSpecimenRandom       *random)
{
  struct vidimus_image from = vidimus_specimen_view (sheet->surface);
  struct vidimus_homography to_sheet;
  struct vidimus_image out = *layer;
  double size = MAX (film->width, film->height);
  double dx = vidimus_specimen_random_double (random, -0.008, 0.008) * size;
  double dy = vidimus_specimen_random_double (random, 0.002, 0.009) * size;

  if (!vidimus_homography_from_quads (quad, &sheet->card, &to_sheet))
    return;
  vidimus_image_warp (&from, &to_sheet, &out);
  vidimus_specimen_film_shadow (film, layer, dx, dy, vidimus_specimen_random_double (random, 0.006, 0.018) * size,
                                vidimus_specimen_random_double (random, 0.35, 0.6));
  vidimus_specimen_film_lay (film, layer);
  if (sheet->pitch > 0)
    vidimus_specimen_film_screen (film, sheet, &to_sheet);
}

static void
camera_init (VidimusSpecimenCamera       *camera,
             const VidimusSpecimenRecipe *recipe,
             VidimusSpecimenRandom       *random)
{
  double warm = vidimus_specimen_random_double (random, -0.07, 0.09);

  camera->exposure = vidimus_specimen_random_double (random, 0.85, 1.1);
  camera->noise = vidimus_specimen_random_double (random, 0.002, 0.007);
  camera->sharpen = vidimus_specimen_random_double (random, 0.3, 0.9);
  camera->tint[0] = 1 + warm;
  camera->tint[1] = 1;
  camera->tint[2] = 1 - warm;
  if (recipe->doses[VIDIMUS_SPECIMEN_DARK] > 0)
    {
      camera->exposure *= 0.27 * pow (0.08, recipe->doses[VIDIMUS_SPECIMEN_DARK]);
      camera->noise = 0.0015 + 0.0025 * recipe->doses[VIDIMUS_SPECIMEN_DARK];
    }
}

/** vidimus_specimen_top_left: which of the corners is top-left in the picture. */
int
vidimus_specimen_top_left (const struct vidimus_quad *quad)
{
  int first = 0;

  for (int i = 1; i < 4; i++)
    if (quad->p[i].x + quad->p[i].y < quad->p[first].x + quad->p[first].y)
      first = i;

  return first;
}

/* The document and what befalls it, in the order of the light's way. */
static void
compose_document (const VidimusSpecimenRecipe *recipe,
                  VidimusSpecimenFilm         *film,
                  const struct vidimus_quad   *quad,
                  const struct vidimus_image  *layer,
                  VidimusSpecimenRandom       *random)
{
  VidimusSpecimenSheet sheet;

  vidimus_specimen_sheet_init (&sheet, recipe, quad);
  if (recipe->doses[VIDIMUS_SPECIMEN_COPY] > 0)
    vidimus_specimen_sheet_copy (&sheet, random, recipe->doses[VIDIMUS_SPECIMEN_COPY]);
  if (recipe->doses[VIDIMUS_SPECIMEN_REPRODUCE] > 0)
    vidimus_specimen_sheet_screen (&sheet, random, recipe->doses[VIDIMUS_SPECIMEN_REPRODUCE], FINENESS);
  lay_sheet (film, &sheet, quad, layer, random);
  if (recipe->doses[VIDIMUS_SPECIMEN_BLOCKING] > 0)
    vidimus_specimen_film_block (film, quad, random, recipe->doses[VIDIMUS_SPECIMEN_BLOCKING]);
  cairo_surface_destroy (sheet.surface);
}

static void
compose (const VidimusSpecimenRecipe *recipe,
         VidimusSpecimenFilm         *film,
         const struct vidimus_quad   *quad,
         VidimusSpecimenRandom       *random)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  struct vidimus_image layer = vidimus_specimen_view (surface);

  vidimus_specimen_ground_draw (film, recipe->ground, recipe->seed);
  vidimus_specimen_clutter_draw (film, recipe->clutter, recipe->seed);
  if (vidimus_specimen_recipe_has_card (recipe))
    compose_document (recipe, film, quad, &layer, random);
  light_scene (film, random);
  if (recipe->shade > 0)
    shade_scene (film, random, recipe->shade);
  if (recipe->doses[VIDIMUS_SPECIMEN_GLARE] > 0)
    vidimus_specimen_film_glare (film, &layer, quad, random, recipe->doses[VIDIMUS_SPECIMEN_GLARE]);
  if (recipe->doses[VIDIMUS_SPECIMEN_BLUR] > 0)
    vidimus_specimen_film_blur (film, random, recipe->doses[VIDIMUS_SPECIMEN_BLUR]);

  cairo_surface_destroy (surface);
}

/**
 * vidimus_specimen_scene_place:
 * @self: gets the picture's size and the document's quad, but no pixels
 * @own: (out): the quad on the film, from the document's own top left clockwise; zeroed where there is none
 */
void
vidimus_specimen_scene_place (VidimusSpecimenScene        *self,
                              const VidimusSpecimenRecipe *recipe,
                              struct vidimus_quad         *own)
{
  double shrink = recipe->half == VIDIMUS_SPECIMEN_TUNING ? 1 : vidimus_specimen_trial_shrink (recipe);
  VidimusSpecimenRandom random;

  *own = (struct vidimus_quad) { 0 };
  vidimus_specimen_random_init (&random, recipe->seed, "pose");
  if (vidimus_specimen_recipe_has_card (recipe))
    vidimus_specimen_pose (recipe, &random, own);
  self->image.width = (int) lround (recipe->width * shrink);
  self->image.height = (int) lround (recipe->height * shrink);
  for (int i = 0, first = vidimus_specimen_top_left (own); i < 4; i++)
    {
      self->quad.p[i] = own->p[(first + i) % 4];
      self->quad.p[i].x *= (double) self->image.width / recipe->width;
      self->quad.p[i].y *= (double) self->image.height / recipe->height;
    }
}

/** vidimus_specimen_scene_expose: by the half's camera; %FALSE when memory is short. */
gboolean
vidimus_specimen_scene_expose (const VidimusSpecimenRecipe *recipe,
                               VidimusSpecimenFilm         *film,
                               struct vidimus_image        *out)
{
  VidimusSpecimenRandom random;
  VidimusSpecimenCamera camera;

  if (recipe->half == VIDIMUS_SPECIMEN_JUDGING)
    return vidimus_specimen_trial_expose (recipe, film, out);
  vidimus_specimen_random_init (&random, recipe->seed, "camera");
  camera_init (&camera, recipe, &random);

  return vidimus_specimen_film_expose (film, &camera, &random, out);
}

/**
 * vidimus_specimen_scene_new:
 *
 * Returns: (transfer full) (nullable): the scene; %NULL when memory is short
 */
VidimusSpecimenScene *
vidimus_specimen_scene_new (const VidimusSpecimenRecipe *recipe)
{
  g_autoptr(VidimusSpecimenScene) self = g_new0 (VidimusSpecimenScene, 1);
  g_autoptr(VidimusSpecimenFilm) film = vidimus_specimen_film_new (recipe->width, recipe->height);
  VidimusSpecimenRandom random;
  struct vidimus_quad quad;

  vidimus_specimen_scene_place (self, recipe, &quad);
  vidimus_specimen_random_init (&random, recipe->seed, "scene");
  if (recipe->half == VIDIMUS_SPECIMEN_TUNING)
    compose (recipe, film, &quad, &random);
  else
    vidimus_specimen_trial_compose (recipe, film, &quad);

  return vidimus_specimen_scene_expose (recipe, film, &self->image) ? g_steal_pointer (&self) : NULL;
}

/**
 * vidimus_specimen_scene_new_flat:
 * @width: pixels, at least 100
 *
 * The card alone, edge to edge, as a scanner's crop has it: its round corners are white.
 */
VidimusSpecimenScene *
vidimus_specimen_scene_new_flat (const VidimusSpecimenLayout *layout,
                                 int                          width,
                                 guint64                      seed)
{
  g_autoptr(VidimusSpecimenScene) self = g_new0 (VidimusSpecimenScene, 1);
  VidimusSpecimenSheet sheet;
  struct vidimus_image view;
  int margin;

  draw_sheet (&sheet, layout, width / layout->width, seed);
  view = vidimus_specimen_view (sheet.surface);
  margin = (int) sheet.card.p[0].x;
  if (!vidimus_image_alloc (&self->image, view.width - 2 * margin, view.height - 2 * margin, 3))
    return NULL;

  for (int y = 0; y < self->image.height; y++)
    for (int x = 0; x < self->image.width; x++)
      {
        const guint8 *from = vidimus_image_at (&view, x + margin, y + margin);

        for (int c = 0; c < 3; c++)
          vidimus_image_at (&self->image, x, y)[c] = (guint8) (from[2 - c] + 255 - from[3]);
      }
  cairo_surface_destroy (sheet.surface);
  self->quad = (struct vidimus_quad) { { { 0, 0 }, { self->image.width, 0 }, { self->image.width, self->image.height },
                                         { 0, self->image.height } } };

  return g_steal_pointer (&self);
}

/** vidimus_specimen_scene_free: with its pixels. */
void
vidimus_specimen_scene_free (VidimusSpecimenScene *self)
{
  vidimus_image_free (&self->image);
  g_free (self);
}

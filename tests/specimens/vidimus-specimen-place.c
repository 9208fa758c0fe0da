/* A real picture that stays as it was taken: a half's defect befalls it where its own quad lies. */
#include <math.h>

#include "vidimus-resample.h"
#include "vidimus-specimen-over.h"
#include "vidimus-specimen-trial.h"

/* How much of the document is beyond the frame; one that shows all of it is cut little by the first two steps. */
static double
cut_share (const VidimusSpecimenRecipe *recipe)
{
  static const double outs[] = { 0, -0.012, 0.004, 0.03, 0.075, 0.15, 0.27 };
  double dose = recipe->doses[VIDIMUS_SPECIMEN_BORDER];

  return recipe->half == VIDIMUS_SPECIMEN_TUNING ? 0.03 + 0.27 * dose : vidimus_specimen_trial_table (outs, dose);
}

/**
 * vidimus_specimen_place_frame:
 * @frame: (out): what of the source is in the picture: left, top, width and height in its pixels
 *
 * The whole, but for a border that is cut: there the frame ends within the document.
 */
void
vidimus_specimen_place_frame (const VidimusSpecimenRecipe *recipe,
                              int                          frame[4])
{
  const VidimusSpecimenSource *source = recipe->source;
  const struct vidimus_quad *q = &source->quad;
  VidimusSpecimenRandom random;
  double low, high, out;
  int side, axis, ends[4] = { 0, 0, source->width, source->height };

  vidimus_specimen_random_init (&random, recipe->seed, "frame");
  side = vidimus_specimen_random_int (&random, 0, 3);
  axis = side % 2;
  low = high = axis == 0 ? q->p[0].x : q->p[0].y;
  for (int i = 1; i < 4; i++)
    {
      low = MIN (low, axis == 0 ? q->p[i].x : q->p[i].y);
      high = MAX (high, axis == 0 ? q->p[i].x : q->p[i].y);
    }
  out = cut_share (recipe) * (high - low);
  if (recipe->doses[VIDIMUS_SPECIMEN_BORDER] > 0 && side < 2)
    ends[side] = MAX (0, (int) lround (low + out));
  else if (recipe->doses[VIDIMUS_SPECIMEN_BORDER] > 0)
    ends[side] = MIN (ends[side], (int) lround (high - out));
  frame[0] = ends[0];
  frame[1] = ends[1];
  frame[2] = ends[2] - ends[0];
  frame[3] = ends[3] - ends[1];
}

static VidimusSpecimenFilm *
film_of (const struct vidimus_image *picture)
{
  VidimusSpecimenFilm *film = vidimus_specimen_film_new (picture->width, picture->height);
  float *light = film->light, linear[256];

  for (int i = 0; i < 256; i++)
    linear[i] = (float) vidimus_specimen_linear (i / 255.0);
  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++, light += 3)
      for (int c = 0; c < 3; c++)
        light[c] = linear[vidimus_image_at (picture, x, y)[c]];

  return film;
}

/* Back to bytes, without a camera between. */
static gboolean
develop (const VidimusSpecimenFilm *film,
         struct vidimus_image      *out)
{
  const float *light = film->light;

  if (!vidimus_image_alloc (out, film->width, film->height, 3))
    return FALSE;
  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++, light += 3)
      for (int c = 0; c < 3; c++)
        {
          double v = CLAMP (light[c], 0, 1);

          vidimus_image_at (out, x, y)[c] =
            (guint8) lround (255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * pow (v, 1 / 2.4) - 0.055));
        }

  return TRUE;
}

/* The document's pixels, taken out straight. */
static gboolean
take_out (const struct vidimus_image *picture,
          const struct vidimus_quad  *quad,
          struct vidimus_image       *out)
{
  double wide = hypot (quad->p[1].x - quad->p[0].x, quad->p[1].y - quad->p[0].y);
  double high = hypot (quad->p[3].x - quad->p[0].x, quad->p[3].y - quad->p[0].y);
  const struct vidimus_quad rim = { { { 0, 0 }, { wide, 0 }, { wide, high }, { 0, high } } };
  struct vidimus_homography to_picture;

  if (!vidimus_homography_from_quads (&rim, quad, &to_picture) ||
      !vidimus_image_alloc (out, MAX (2, (int) lround (wide)), MAX (2, (int) lround (high)), 3))
    return FALSE;
  vidimus_image_warp (picture, &to_picture, out);

  return TRUE;
}

/* A copy of the document lies where the document lay. */
static void
copy_document (const VidimusSpecimenRecipe *recipe,
               VidimusSpecimenFilm         *film,
               const struct vidimus_image  *picture,
               const struct vidimus_quad   *quad,
               VidimusSpecimenRandom       *random)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  struct vidimus_image layer = vidimus_specimen_view (surface), document, from;
  VidimusSpecimenRecipe own = *recipe;
  VidimusSpecimenSheet sheet;
  struct vidimus_homography to_sheet;

  if (take_out (picture, quad, &document))
    {
      own.picture = &document;
      vidimus_specimen_sheet_init (&sheet, &own, quad);
      if (recipe->half == VIDIMUS_SPECIMEN_TUNING)
        vidimus_specimen_sheet_copy (&sheet, random, recipe->doses[VIDIMUS_SPECIMEN_COPY]);
      else
        vidimus_specimen_trial_copy (&sheet, random, recipe->doses[VIDIMUS_SPECIMEN_COPY]);
      from = vidimus_specimen_view (sheet.surface);
      if (vidimus_homography_from_quads (quad, &sheet.card, &to_sheet))
        vidimus_image_warp (&from, &to_sheet, &layer);
      vidimus_specimen_film_shadow (film, &layer, 0, 0.004 * film->height, 0.008 * film->width, 0.35);
      vidimus_specimen_film_lay (film, &layer);
      cairo_surface_destroy (sheet.surface);
      vidimus_image_free (&document);
    }
  cairo_surface_destroy (surface);
}

/* What mirrors, for the tuning half's glare: the document, as a layer. */
static void
glare_on (VidimusSpecimenFilm       *film,
          const struct vidimus_quad *quad,
          VidimusSpecimenRandom     *random,
          double                     dose)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  cairo_t *cr = cairo_create (surface);
  struct vidimus_image layer;

  for (int i = 0; i < 4; i++)
    cairo_line_to (cr, quad->p[i].x, quad->p[i].y);
  cairo_fill (cr);
  cairo_destroy (cr);
  layer = vidimus_specimen_view (surface);
  vidimus_specimen_film_glare (film, &layer, quad, random, dose);
  cairo_surface_destroy (surface);
}

static void
befall_tuning (const VidimusSpecimenRecipe *recipe,
               VidimusSpecimenFilm         *film,
               const struct vidimus_quad   *quad,
               VidimusSpecimenRandom       *random)
{
  const double *doses = recipe->doses;

  if (doses[VIDIMUS_SPECIMEN_BLOCKING] > 0)
    vidimus_specimen_film_block (film, quad, random, doses[VIDIMUS_SPECIMEN_BLOCKING]);
  if (doses[VIDIMUS_SPECIMEN_GLARE] > 0)
    glare_on (film, quad, random, doses[VIDIMUS_SPECIMEN_GLARE]);
  if (doses[VIDIMUS_SPECIMEN_BLUR] > 0)
    vidimus_specimen_film_blur (film, random, doses[VIDIMUS_SPECIMEN_BLUR]);
}

static void
befall_judging (const VidimusSpecimenRecipe *recipe,
                VidimusSpecimenFilm         *film,
                const struct vidimus_quad   *quad,
                VidimusSpecimenRandom       *random)
{
  const double *doses = recipe->doses;
  struct vidimus_quad display = vidimus_specimen_trial_display (film, random);

  if (doses[VIDIMUS_SPECIMEN_REPRODUCE] > 0)
    vidimus_specimen_trial_screen (film, &display, random, doses[VIDIMUS_SPECIMEN_REPRODUCE]);
  if (doses[VIDIMUS_SPECIMEN_BLOCKING] > 0)
    vidimus_specimen_trial_block (film, quad, random, doses[VIDIMUS_SPECIMEN_BLOCKING]);
  if (doses[VIDIMUS_SPECIMEN_DARK] > 0)
    vidimus_specimen_trial_dusk (film, random, doses[VIDIMUS_SPECIMEN_DARK]);
  if (doses[VIDIMUS_SPECIMEN_GLARE] > 0)
    vidimus_specimen_trial_glare (film, quad, random, doses[VIDIMUS_SPECIMEN_GLARE]);
  if (doses[VIDIMUS_SPECIMEN_BLUR] > 0)
    vidimus_specimen_trial_blur (film, quad, random, doses[VIDIMUS_SPECIMEN_BLUR]);
}

/**
 * vidimus_specimen_place_draw:
 * @self: its size and quad as placed; gets its pixels
 *
 * Only what is dark goes through a camera again; whatever else is as it was taken.
 */
gboolean
vidimus_specimen_place_draw (const VidimusSpecimenRecipe *recipe,
                             VidimusSpecimenScene        *self)
{
  g_autoptr(VidimusSpecimenFilm) film = NULL;
  VidimusSpecimenRandom random;
  struct vidimus_image view;
  struct vidimus_quad quad = self->quad;
  int frame[4];

  vidimus_specimen_place_frame (recipe, frame);
  view = vidimus_image_crop (recipe->picture, frame[0], frame[1], frame[2], frame[3]);
  if (!recipe->source->has_quad)
    quad = (struct vidimus_quad) { { { 0, 0 }, { view.width, 0 }, { view.width, view.height }, { 0, view.height } } };
  film = film_of (&view);
  vidimus_specimen_random_init (&random, recipe->seed, "in-place");
  if (recipe->doses[VIDIMUS_SPECIMEN_COPY] > 0)
    copy_document (recipe, film, &view, &quad, &random);
  if (recipe->half == VIDIMUS_SPECIMEN_TUNING)
    befall_tuning (recipe, film, &quad, &random);
  else
    befall_judging (recipe, film, &quad, &random);

  return recipe->doses[VIDIMUS_SPECIMEN_DARK] > 0 ? vidimus_specimen_scene_expose (recipe, film, &self->image)
                                                  : develop (film, &self->image);
}

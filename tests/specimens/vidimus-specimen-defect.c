#include "vidimus-specimen-defect.h"

#include <math.h>

static double
clamp01 (double value)
{
  return CLAMP (value, 0, 1);
}

/* A copier sees luma only, hard and speckled. */
static void
copy_pixels (cairo_surface_t       *surface,
             VidimusSpecimenRandom *random,
             double                 mix)
{
  struct vidimus_image view = vidimus_specimen_view (surface);
  double contrast = vidimus_specimen_random_double (random, 1.25, 1.7);
  double lift = vidimus_specimen_random_double (random, 0.02, 0.12);

  for (int y = 0; y < view.height; y++)
    {
      guint8 *p = vidimus_image_at (&view, 0, y);

      for (int x = 0; x < view.width; x++, p += 4)
        {
          double gray = (0.114 * p[0] + 0.587 * p[1] + 0.299 * p[2]) / 255;
          double toner = clamp01 ((gray - 0.5) * contrast + 0.5 + lift +
                                  vidimus_specimen_random_double (random, -0.045, 0.045));

          if (p[3] < 255)
            continue;
          for (int c = 0; c < 3; c++)
            p[c] = (guint8) lround (p[c] * (1 - mix) + 255 * toner * mix);
        }
    }
  cairo_surface_mark_dirty (surface);
}

/* Makes @surface the sheet's, the card drawn into it at (@x, @y). */
static void
replace_surface (VidimusSpecimenSheet *sheet,
                 cairo_surface_t      *surface,
                 cairo_t              *cr,
                 double                x,
                 double                y)
{
  cairo_set_source_surface (cr, sheet->surface, x, y);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (sheet->surface);
  sheet->surface = surface;
  for (int i = 0; i < 4; i++)
    {
      sheet->card.p[i].x += x;
      sheet->card.p[i].y += y;
    }
}

/**
 * vidimus_specimen_sheet_copy:
 * @dose: up to about .4 colour is left; beyond, the copy is grey altogether
 *
 * Replaces the card by its black-and-white copy on a sheet of white paper.
 */
void
vidimus_specimen_sheet_copy (VidimusSpecimenSheet  *sheet,
                             VidimusSpecimenRandom *random,
                             double                 dose)
{
  double w = cairo_image_surface_get_width (sheet->surface), h = cairo_image_surface_get_height (sheet->surface);
  double wide = w * vidimus_specimen_random_double (random, 1.35, 1.9);
  double high = h * vidimus_specimen_random_double (random, 1.7, 2.3);
  double x = (wide - w) * vidimus_specimen_random_double (random, 0.3, 0.7);
  double y = (high - h) * vidimus_specimen_random_double (random, 0.3, 0.7);
  cairo_surface_t *paper = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) wide, (int) high);
  cairo_t *cr = cairo_create (paper);
  double white = vidimus_specimen_random_double (random, 0.90, 0.97);

  copy_pixels (sheet->surface, random, MIN (1, 0.35 + 1.65 * dose));
  cairo_set_source_rgb (cr, white, white, white * 0.99);
  cairo_rectangle (cr, 8, 8, wide - 16, high - 16);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, 0.25, 0.25, 0.26, 0.5); /* the edge's shadow on the copier's glass */
  cairo_rectangle (cr, x + 7, y + 7, w - 13, h - 13);
  cairo_fill (cr);
  replace_surface (sheet, paper, cr, x, y);
}

/**
 * vidimus_specimen_sheet_screen:
 * @scale: surface pixels in a pixel of the picture
 *
 * Shows the card in a picture viewer on a screen with a bezel.
 */
void
vidimus_specimen_sheet_screen (VidimusSpecimenSheet  *sheet,
                               VidimusSpecimenRandom *random,
                               double                 dose,
                               double                 scale)
{
  double w = cairo_image_surface_get_width (sheet->surface), h = cairo_image_surface_get_height (sheet->surface);
  double wide = w * vidimus_specimen_random_double (random, 1.16, 1.5);
  double high = MAX (wide * 0.625, h * 1.3), bezel = wide * 0.022;
  double x = (wide - w) / 2, y = (high - h) * 0.55;
  gboolean light = vidimus_specimen_random_chance (random, 0.4);
  cairo_surface_t *screen = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) wide, (int) high);
  cairo_t *cr = cairo_create (screen);

  cairo_set_source_rgb (cr, 0.035, 0.035, 0.04);
  cairo_rectangle (cr, 8, 8, wide - 16, high - 16);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, light ? 0.93 : 0.14, light ? 0.93 : 0.14, light ? 0.94 : 0.15);
  cairo_rectangle (cr, bezel, bezel, wide - 2 * bezel, high - 2.4 * bezel);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, light ? 0.85 : 0.21, light ? 0.85 : 0.21, light ? 0.86 : 0.22);
  cairo_rectangle (cr, bezel, bezel, wide - 2 * bezel, bezel * 1.7);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.5, 0.5, 0.52);
  for (int i = 0; i < 3; i++)
    {
      cairo_arc (cr, wide - bezel * (2 + i * 1.1), bezel * 1.85, bezel * 0.28, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  replace_surface (sheet, screen, cr, x, y);
  sheet->pitch = scale * vidimus_specimen_random_double (random, 1.2, 2.1);
  sheet->grid = 0.1 + 0.7 * dose;
}

/* One colour channel of a screen's light at a place on it: an upright stripe in each pixel. */
static double
screen_light (const VidimusSpecimenSheet *sheet,
              const struct vidimus_image *view,
              double                      x,
              double                      y,
              int                         c)
{
  double column = floor (x / sheet->pitch), row = floor (y / sheet->pitch);
  double across = x / sheet->pitch - column, down = y / sheet->pitch - row;
  int px = CLAMP ((int) ((column + 0.5) * sheet->pitch), 0, view->width - 1);
  int py = CLAMP ((int) ((row + 0.5) * sheet->pitch), 0, view->height - 1);
  double value = vidimus_specimen_linear (vidimus_image_at (view, px, py)[2 - c] / 255.0);
  gboolean lit = fabs (across - (c + 0.5) / 3) < 0.14 && fabs (down - 0.5) < 0.42;

  return value * (1 - sheet->grid + sheet->grid * (lit ? 1 / (0.28 * 0.84) : 0));
}

/**
 * vidimus_specimen_film_screen:
 * @to_sheet: maps pixel centres of the film to the sheet's surface
 *
 * Lays a lit screen on the film: each pixel sums the light of the stripes it sees, so that moiré
 * appears where the camera's grid and the screen's beat.
 */
void
vidimus_specimen_film_screen (VidimusSpecimenFilm             *film,
                              const VidimusSpecimenSheet      *sheet,
                              const struct vidimus_homography *to_sheet)
{
  struct vidimus_image view = vidimus_specimen_view (sheet->surface);
  static const double tint[3] = { 0.94, 1.0, 1.08 };

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;
        double sum[3] = { 0 };
        struct vidimus_point p = vidimus_homography_apply (to_sheet, (struct vidimus_point) { x + 0.5, y + 0.5 });

        if (p.x < 9 || p.y < 9 || p.x > view.width - 9 || p.y > view.height - 9)
          continue;
        for (int i = 0; i < 15; i++)
          {
            struct vidimus_point q = { x + 0.5 + (i % 5 - 2) * 0.24, y + 0.5 + (i / 5 - 1) * 0.4 };

            p = vidimus_homography_apply (to_sheet, q);
            for (int c = 0; c < 3; c++)
              sum[c] += screen_light (sheet, &view, p.x, p.y, c);
          }
        for (int c = 0; c < 3; c++)
          light[c] = (float) (0.012 + 0.66 * tint[c] * sum[c] / 15);
      }
}

typedef struct
{
  double x;
  double y;
  double a;      /* half axes */
  double b;
  double cos;
  double sin;
  int    shape;  /* 0 lamp, 1 window, 2 tube */
  double power;
} Glare;

static double
glare_at (const Glare *g,
          double       x,
          double       y)
{
  double u = ((x - g->x) * g->cos + (y - g->y) * g->sin) / g->a;
  double v = ((y - g->y) * g->cos - (x - g->x) * g->sin) / g->b;
  double e = u * u + v * v;
  double halo = 0.16 * exp (-e / 7);

  if (g->shape == 1)
    {
      double edge = MAX (fabs (u), fabs (v)) - 1.25;
      double bar = MIN (fabs (u), fabs (v)) - 0.09;

      return g->power * clamp01 (0.5 - edge * 5) * clamp01 (0.25 + bar * 9) + halo;
    }

  return g->power * exp (-e * (g->shape == 2 ? e : 1)) + halo;
}

/**
 * vidimus_specimen_film_glare:
 * @layer: the document's, for what shines and what is dull
 *
 * Adds the reflection of a lamp, a window or a tube to the document.
 */
void
vidimus_specimen_film_glare (VidimusSpecimenFilm        *film,
                             const struct vidimus_image *layer,
                             const struct vidimus_quad  *quad,
                             VidimusSpecimenRandom      *random,
                             double                      dose)
{
  const struct vidimus_quad unit = { { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } } };
  double angle = vidimus_specimen_random_double (random, 0, G_PI);
  double area = (0.002 + 0.06 * dose) * fabs (vidimus_quad_area (quad)) / G_PI;
  struct vidimus_homography h;
  struct vidimus_point at = { 0, 0 };
  Glare g = { .cos = cos (angle), .sin = sin (angle), .power = 2.5 + 2 * dose };
  double ratio;

  if (vidimus_homography_from_quads (&unit, quad, &h))
    at = vidimus_homography_apply (&h, (struct vidimus_point) { vidimus_specimen_random_double (random, 0.2, 0.8),
                                                                vidimus_specimen_random_double (random, 0.25, 0.75) });
  g.shape = vidimus_specimen_random_int (random, 0, 2);
  ratio = g.shape == 2 ? 5 : vidimus_specimen_random_double (random, 1.05, 1.8);
  g.x = at.x;
  g.y = at.y;
  g.a = sqrt (area * ratio);
  g.b = sqrt (area / ratio);

  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      {
        double shine = 0.12 + 0.88 * vidimus_image_at (layer, x, y)[3] / 255.0;
        double more = shine * glare_at (&g, x + 0.5, y + 0.5);
        float *light = film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3;

        light[0] += (float) more;
        light[1] += (float) (more * 0.99);
        light[2] += (float) (more * 0.95);
      }
}

/** vidimus_specimen_film_blur: out of focus, or moved. */
void
vidimus_specimen_film_blur (VidimusSpecimenFilm   *film,
                            VidimusSpecimenRandom *random,
                            double                 dose)
{
  double radius = (0.6 + 6.4 * dose) * MAX (film->width, film->height) / 1600;
  double angle = vidimus_specimen_random_double (random, 0, 2 * G_PI);

  if (vidimus_specimen_random_chance (random, 0.65))
    vidimus_specimen_film_defocus (film, radius);
  else
    vidimus_specimen_film_move (film, 3.4 * radius * cos (angle), 3.4 * radius * sin (angle));
}

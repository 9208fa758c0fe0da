/* What covers a part of a document: a thumb, a note, a strip of paper. */
#include "vidimus-specimen-defect.h"

#include <math.h>

static void
set_rgb (cairo_t *cr,
         guint32  rgb,
         double   alpha)
{
  cairo_set_source_rgba (cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, alpha);
}

static void
add_stop (cairo_pattern_t *pattern,
          double           at,
          guint32          rgb,
          double           light)
{
  cairo_pattern_add_color_stop_rgb (pattern, at, MIN (1, (rgb >> 16 & 255) / 255.0 * light),
                                    MIN (1, (rgb >> 8 & 255) / 255.0 * light), MIN (1, (rgb & 255) / 255.0 * light));
}

static void
draw_nail (cairo_t *cr,
           double   r,
           guint32  skin)
{
  cairo_pattern_t *shine = cairo_pattern_create_linear (0, -r * 0.6, 0, r * 0.6);

  cairo_move_to (cr, r * 1.55, -r * 0.50);
  cairo_curve_to (cr, r * 0.9, -r * 0.66, r * 0.22, -r * 0.60, r * 0.20, 0);
  cairo_curve_to (cr, r * 0.22, r * 0.60, r * 0.9, r * 0.66, r * 1.55, r * 0.50);
  cairo_curve_to (cr, r * 1.75, r * 0.25, r * 1.75, -r * 0.25, r * 1.55, -r * 0.50);
  add_stop (shine, 0, 0xd9a79a, 0.95);
  add_stop (shine, 0.35, 0xf0cabf, 1.08);
  add_stop (shine, 1, 0xd09a8c, 0.92);
  cairo_set_source (cr, shine);
  cairo_fill_preserve (cr);
  cairo_pattern_destroy (shine);
  set_rgb (cr, skin, 0.55);
  cairo_set_line_width (cr, r * 0.06);
  cairo_stroke (cr);
}

/* The tip is at the origin and the hand lies towards +x; @r is half the thumb's width. */
static void
draw_thumb (cairo_t               *cr,
            double                 r,
            double                 length,
            VidimusSpecimenRandom *random)
{
  static const guint32 skins[] = { 0xd9a585, 0xc68f6c, 0xa9744f, 0xe3b79b, 0x8d5f42 };
  guint32 skin = skins[vidimus_specimen_random_int (random, 0, G_N_ELEMENTS (skins) - 1)];
  cairo_pattern_t *round = cairo_pattern_create_linear (0, -r * 1.2, 0, r * 1.2);

  cairo_move_to (cr, length, -r * 1.32);
  cairo_curve_to (cr, r * 4.2, -r * 1.16, r * 3.0, -r * 1.0, r * 1.9, -r * 1.04);
  cairo_curve_to (cr, r * 0.7, -r * 1.04, 0, -r * 0.66, 0, 0);
  cairo_curve_to (cr, 0, r * 0.66, r * 0.7, r * 1.04, r * 1.9, r * 1.04);
  cairo_curve_to (cr, r * 3.0, r * 1.0, r * 4.2, r * 1.16, length, r * 1.32);
  cairo_close_path (cr);
  add_stop (round, 0, skin, 0.62);
  add_stop (round, 0.3, skin, 1.02);
  add_stop (round, 0.55, skin, 1.06);
  add_stop (round, 1, skin, 0.55);
  cairo_set_source (cr, round);
  cairo_fill (cr);
  cairo_pattern_destroy (round);

  draw_nail (cr, r, skin);
  set_rgb (cr, 0x5a3524, 0.28);
  cairo_set_line_width (cr, r * 0.035);
  for (int i = 0; i < 3; i++)
    {
      double x = r * (2.75 + 0.2 * i);

      cairo_move_to (cr, x, -r * 0.55);
      cairo_curve_to (cr, x + r * 0.14, -r * 0.2, x + r * 0.14, r * 0.2, x - r * 0.03, r * 0.5);
      cairo_stroke (cr);
    }
}

/* A square of coloured paper, one side stuck; it covers from the origin towards +x. */
static void
draw_note (cairo_t               *cr,
           double                 size,
           VidimusSpecimenRandom *random)
{
  static const guint32 papers[] = { 0xf3e27a, 0xf2b8c6, 0xbfe3b0, 0xa9d6ee };
  guint32 paper = papers[vidimus_specimen_random_int (random, 0, 3)];
  cairo_pattern_t *curl = cairo_pattern_create_linear (0, 0, size * 1.1, size * 0.3);

  cairo_rotate (cr, vidimus_specimen_random_double (random, -0.3, 0.3));
  add_stop (curl, 0, paper, 0.93);
  add_stop (curl, 1, paper, 1.03);
  cairo_set_source (cr, curl);
  cairo_pattern_destroy (curl);
  cairo_rectangle (cr, 0, -size * 0.5, size, size);
  cairo_fill (cr);
  set_rgb (cr, 0x3b3f58, 0.75);
  cairo_set_line_width (cr, size * 0.016);
  for (int i = 0; i < 4; i++)
    {
      double y = size * (-0.28 + 0.17 * i);

      cairo_move_to (cr, size * 0.14, y);
      for (int k = 1; k <= 9; k++)
        cairo_line_to (cr, size * (0.14 + 0.07 * k),
                       y + size * 0.03 * vidimus_specimen_random_double (random, -1, 1));
      cairo_stroke (cr);
    }
}

static void
draw_strip (cairo_t               *cr,
            double                 size,
            double                 length,
            VidimusSpecimenRandom *random)
{
  static const guint32 papers[] = { 0xf2f0ea, 0xdcd3bd, 0x2a2c30, 0xe9e9ec };

  cairo_rotate (cr, vidimus_specimen_random_double (random, -0.12, 0.12));
  set_rgb (cr, papers[vidimus_specimen_random_int (random, 0, 3)], 1);
  cairo_rectangle (cr, 0, -size * 0.5, length, size);
  cairo_fill (cr);
}

/**
 * vidimus_specimen_film_block:
 * @quad: the document's corners, in any order around it
 *
 * Covers a part of the document from one of its sides.
 */
void
vidimus_specimen_film_block (VidimusSpecimenFilm       *film,
                             const struct vidimus_quad *quad,
                             VidimusSpecimenRandom     *random,
                             double                     dose)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  cairo_t *cr = cairo_create (surface);
  int side = vidimus_specimen_random_int (random, 0, 3);
  double t = vidimus_specimen_random_double (random, 0.25, 0.75);
  const struct vidimus_point *a = &quad->p[side], *b = &quad->p[(side + 1) % 4], *c = &quad->p[(side + 2) % 4];
  double along = hypot (b->x - a->x, b->y - a->y), across = hypot (c->x - b->x, c->y - b->y);
  double size = MAX (along, across), depth = MIN ((0.04 + 0.34 * dose) * size, 0.7 * across);
  double angle = atan2 (b->y - a->y, b->x - a->x) - G_PI_2; /* outwards: the quad runs clockwise */
  int kind = vidimus_specimen_random_int (random, 0, 4);
  struct vidimus_image view;

  cairo_translate (cr, a->x + (b->x - a->x) * t - depth * cos (angle), a->y + (b->y - a->y) * t - depth * sin (angle));
  cairo_rotate (cr, angle + vidimus_specimen_random_double (random, -0.35, 0.35) * (kind < 3));
  if (kind < 3)
    draw_thumb (cr, (0.07 + 0.045 * dose) * size, 2 * (film->width + film->height), random);
  else if (kind == 3)
    draw_note (cr, (0.16 + 0.3 * dose) * size, random);
  else
    draw_strip (cr, (0.08 + 0.16 * dose) * size, 0.6 * size, random);
  cairo_destroy (cr);

  view = vidimus_specimen_view (surface);
  vidimus_specimen_film_shadow (film, &view, size * 0.008, size * 0.014, size * 0.03, 0.5);
  vidimus_specimen_film_lay (film, &view);
  cairo_surface_destroy (surface);
}

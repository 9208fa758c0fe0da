/* The figures on a card: portrait, chip, signature, barcode, thumbprint. All drawn, none of a person. */
#include "vidimus-specimen-canvas.h"

#include <math.h>

static void
shade (cairo_t         *cr,
       cairo_pattern_t *pattern,
       guint32          from,
       guint32          to,
       double           alpha)
{
  cairo_pattern_add_color_stop_rgba (pattern, 0, (from >> 16 & 255) / 255.0, (from >> 8 & 255) / 255.0,
                                     (from & 255) / 255.0, alpha);
  cairo_pattern_add_color_stop_rgba (pattern, 1, (to >> 16 & 255) / 255.0, (to >> 8 & 255) / 255.0,
                                     (to & 255) / 255.0, alpha);
  cairo_set_source (cr, pattern);
  cairo_pattern_destroy (pattern);
}

/* Long hair falls behind the shoulders, so it is drawn first. Unit: the portrait's width. */
static void
draw_hair_behind (cairo_t *cr,
                  guint32  hair,
                  double   alpha)
{
  cairo_move_to (cr, 0.27, 0.98);
  cairo_curve_to (cr, 0.20, 0.72, 0.22, 0.22, 0.50, 0.20);
  cairo_curve_to (cr, 0.78, 0.22, 0.80, 0.72, 0.73, 0.98);
  cairo_close_path (cr);
  shade (cr, cairo_pattern_create_linear (0, 0.2, 0, 1), hair, hair, alpha);
  cairo_fill (cr);
}

static void
draw_body (cairo_t *cr,
           guint32  cloth,
           guint32  shadow,
           guint32  skin,
           guint32  skin_shadow,
           double   bottom,
           double   alpha)
{
  cairo_rectangle (cr, 0.41, 0.68, 0.18, 0.28);
  shade (cr, cairo_pattern_create_linear (0, 0.68, 0, 0.96), skin_shadow, skin, alpha);
  cairo_fill (cr);

  cairo_move_to (cr, 0.02, bottom);
  cairo_curve_to (cr, 0.04, 0.98, 0.20, 0.95, 0.40, 0.89);
  cairo_curve_to (cr, 0.45, 0.98, 0.55, 0.98, 0.60, 0.89);
  cairo_curve_to (cr, 0.80, 0.95, 0.96, 0.98, 0.98, bottom);
  cairo_close_path (cr);
  shade (cr, cairo_pattern_create_linear (0.1, 0.9, 0.9, 1.3), cloth, shadow, alpha);
  cairo_fill (cr);
}

static void
draw_head (cairo_t *cr,
           guint32  skin,
           guint32  skin_shadow,
           guint32  hair,
           double   fringe,
           double   alpha)
{
  cairo_pattern_t *face = cairo_pattern_create_radial (0.45, 0.46, 0.05, 0.5, 0.52, 0.34);

  cairo_save (cr);
  cairo_translate (cr, 0.5, 0.52);
  cairo_scale (cr, 0.205, 0.27);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  shade (cr, face, skin, skin_shadow, alpha);
  cairo_fill (cr);

  cairo_move_to (cr, 0.285, 0.52);
  cairo_curve_to (cr, 0.25, 0.14, 0.75, 0.12, 0.715, 0.52);
  cairo_curve_to (cr, 0.70, 0.40, 0.66, fringe, 0.56, fringe - 0.02);
  cairo_curve_to (cr, 0.44, fringe + 0.03, 0.32, fringe, 0.285, 0.52);
  cairo_close_path (cr);
  shade (cr, cairo_pattern_create_linear (0.3, 0.2, 0.7, 0.5), hair, 0x151210, alpha);
  cairo_fill (cr);
}

/**
 * vidimus_specimen_canvas_portrait:
 * @seed: equal seeds draw equal people, odd ones with long hair
 *
 * A faceless silhouette before a plain ground; @alpha below 1 makes a ghost image.
 */
void
vidimus_specimen_canvas_portrait (VidimusSpecimenCanvas *self,
                                  double                 x,
                                  double                 y,
                                  double                 width,
                                  double                 height,
                                  guint64                seed,
                                  double                 alpha)
{
  static const guint32 skins[][2] = {
    { 0xe2b594, 0xb5815f }, { 0xd3a07a, 0xa4734f }, { 0xc08d66, 0x8c5f3f }, { 0xeac6a8, 0xc0926f },
  };
  static const guint32 cloths[][2] = {
    { 0x3a4358, 0x1f2636 }, { 0x2d2f33, 0x17181b }, { 0x6d7f8f, 0x45525e }, { 0xe8e6e0, 0xb9b6ae },
    { 0x5a3b3f, 0x382326 }, { 0x35564d, 0x1e332d },
  };
  static const guint32 grounds[][2] = {
    { 0xe9eef3, 0xc9d5e0 }, { 0xf2f2f0, 0xd9dad8 }, { 0xbdd3ea, 0x8fb0d2 }, { 0xdfe9ee, 0xb9cbd6 },
  };
  static const guint32 hairs[] = { 0x231d1a, 0x2e2521, 0x191716, 0x41342c };
  VidimusSpecimenRandom random;
  const guint32 *skin, *cloth, *ground;
  guint32 hair;
  cairo_t *cr = self->cr;

  vidimus_specimen_random_init (&random, seed, "portrait");
  skin = skins[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (skins) - 1)];
  cloth = cloths[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (cloths) - 1)];
  ground = grounds[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (grounds) - 1)];
  hair = hairs[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (hairs) - 1)];

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, width, width);
  if (alpha >= 1)
    {
      cairo_rectangle (cr, 0, 0, 1, height / width);
      shade (cr, cairo_pattern_create_linear (0, 0, 0.4, 1.3), ground[0], ground[1], alpha);
      cairo_fill (cr);
    }
  cairo_push_group (cr);
  if (seed % 2 == 1)
    draw_hair_behind (cr, hair, 1);
  draw_body (cr, cloth[0], cloth[1], skin[0], skin[1], MAX (height / width, 1.1) + 0.02, 1);
  draw_head (cr, skin[0], skin[1], hair, vidimus_specimen_random_double (&random, 0.32, 0.40), 1);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, alpha);
  cairo_restore (cr);
}

/** vidimus_specimen_canvas_chip: a contact chip, @width wide and .86 of that high. */
void
vidimus_specimen_canvas_chip (VidimusSpecimenCanvas *self,
                              double                 x,
                              double                 y,
                              double                 width)
{
  cairo_t *cr = self->cr;
  double w = width, h = width * 0.86, r = width * 0.14;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_new_sub_path (cr);
  cairo_arc (cr, w - r, r, r, -G_PI_2, 0);
  cairo_arc (cr, w - r, h - r, r, 0, G_PI_2);
  cairo_arc (cr, r, h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, r, r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  shade (cr, cairo_pattern_create_linear (0, 0, w, h), 0xf0dc9f, 0xb58f45, 1);
  cairo_fill_preserve (cr);
  vidimus_specimen_canvas_color (self, 0x7a5c22, 0.9);
  cairo_set_line_width (cr, w * 0.016);
  cairo_stroke (cr);

  for (int i = 1; i <= 2; i++)
    {
      cairo_move_to (cr, 0, h * i / 3);
      cairo_line_to (cr, w * 0.33, h * i / 3);
      cairo_move_to (cr, w * 0.67, h * i / 3);
      cairo_line_to (cr, w, h * i / 3);
    }
  cairo_move_to (cr, w * 0.33, 0);
  cairo_line_to (cr, w * 0.33, h);
  cairo_move_to (cr, w * 0.67, 0);
  cairo_line_to (cr, w * 0.67, h);
  cairo_move_to (cr, w * 0.33, h * 0.22);
  cairo_line_to (cr, w * 0.67, h * 0.22);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/** vidimus_specimen_canvas_signature: a scribble standing on @y. */
void
vidimus_specimen_canvas_signature (VidimusSpecimenCanvas *self,
                                   double                 x,
                                   double                 y,
                                   double                 width,
                                   guint32                rgb)
{
  VidimusSpecimenRandom *random = &self->random;
  int strokes = vidimus_specimen_random_int (random, 6, 9);
  double step = width / strokes;

  vidimus_specimen_canvas_color (self, rgb, 0.85);
  cairo_set_line_width (self->cr, 3);
  cairo_move_to (self->cr, x, y - step * 0.4);
  for (int i = 0; i < strokes; i++)
    {
      double up = vidimus_specimen_random_double (random, 0.3, i == 0 ? 2.0 : 1.0) * step;
      double down = vidimus_specimen_random_double (random, -0.1, 0.35) * step;

      cairo_curve_to (self->cr, x + step * (i + 0.7), y - up, x + step * (i - 0.15), y - up * 1.2,
                      x + step * (i + 0.35), y + down);
      cairo_curve_to (self->cr, x + step * (i + 0.6), y + down * 1.4, x + step * (i + 0.8), y - up * 0.4,
                      x + step * (i + 1), y - up * 0.5);
    }
  cairo_stroke (self->cr);
}

/** vidimus_specimen_canvas_barcode: bars that say nothing. */
void
vidimus_specimen_canvas_barcode (VidimusSpecimenCanvas *self,
                                 double                 x,
                                 double                 y,
                                 double                 width,
                                 double                 height)
{
  double end = x + width;

  vidimus_specimen_canvas_color (self, 0x1c1c1e, 0.95);
  while (x < end)
    {
      double bar = 2.2 * vidimus_specimen_random_int (&self->random, 1, 3);

      cairo_rectangle (self->cr, x, y, MIN (bar, end - x), height);
      x += bar + 2.2 * vidimus_specimen_random_int (&self->random, 1, 4);
    }
  cairo_fill (self->cr);
}

/** vidimus_specimen_canvas_thumbprint: loops like a thumb's, invented. */
void
vidimus_specimen_canvas_thumbprint (VidimusSpecimenCanvas *self,
                                    double                 x,
                                    double                 y,
                                    double                 width,
                                    guint32                rgb)
{
  double phase = vidimus_specimen_random_double (&self->random, 0, 6);

  vidimus_specimen_canvas_color (self, rgb, 0.6);
  cairo_set_line_width (self->cr, width * 0.028);
  for (int ring = 1; ring <= 9; ring++)
    {
      double r = width * 0.055 * ring;

      for (int i = 0; i <= 60; i++)
        {
          double a = i * G_PI / 30 + ring;
          double wobble = 1 + 0.05 * sin (3 * a + phase) + 0.04 * sin (5 * a - ring);

          cairo_line_to (self->cr, x + width / 2 + r * 0.86 * wobble * cos (a),
                         y + width * 0.62 + r * 1.2 * wobble * sin (a));
          if (i % 13 == 12)
            cairo_new_sub_path (self->cr);
        }
      cairo_stroke (self->cr);
    }
}

/* What the judging half is drawn with beside text: its own portraits, chips, seals and papers, none of any state's. */
#include "vidimus-specimen-canvas.h"

#include <math.h>

static void
set_rgb (cairo_t *cr,
         guint32  rgb,
         double   light,
         double   alpha)
{
  cairo_set_source_rgba (cr, CLAMP ((rgb >> 16 & 255) * light / 255, 0, 1),
                         CLAMP ((rgb >> 8 & 255) * light / 255, 0, 1), CLAMP ((rgb & 255) * light / 255, 0, 1), alpha);
}

static void
ellipse (cairo_t *cr,
         double   x,
         double   y,
         double   rx,
         double   ry)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, rx, ry);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
}

/* Jacket with lapels over a shirt. Unit: the portrait's width. */
static void
draw_shoulders (cairo_t *cr,
                guint32  cloth,
                double   bottom)
{
  cairo_move_to (cr, 0.06, bottom);
  cairo_line_to (cr, 0.11, 1.02);
  cairo_curve_to (cr, 0.16, 0.93, 0.30, 0.91, 0.40, 0.86);
  cairo_line_to (cr, 0.60, 0.86);
  cairo_curve_to (cr, 0.70, 0.91, 0.84, 0.93, 0.89, 1.02);
  cairo_line_to (cr, 0.94, bottom);
  cairo_close_path (cr);
  set_rgb (cr, cloth, 1, 1);
  cairo_fill (cr);

  cairo_move_to (cr, 0.38, 0.87);
  cairo_line_to (cr, 0.50, 1.16);
  cairo_line_to (cr, 0.62, 0.87);
  cairo_close_path (cr);
  set_rgb (cr, 0xe6e8ea, 1, 1);
  cairo_fill (cr);

  for (int side = -1; side <= 1; side += 2)
    {
      cairo_move_to (cr, 0.5 + side * 0.12, 0.86);
      cairo_line_to (cr, 0.5 + side * 0.19, 0.99);
      cairo_line_to (cr, 0.5 + side * 0.01, 1.2);
      cairo_close_path (cr);
      set_rgb (cr, cloth, 0.78, 1);
      cairo_fill (cr);
    }
}

/* A head with ears and no face; @bun puts the hair up. */
static void
draw_plain_head (cairo_t *cr,
                 guint32  skin,
                 guint32  hair,
                 gboolean bun,
                 double   side)
{
  set_rgb (cr, hair, 1, 1);
  if (bun)
    {
      ellipse (cr, 0.5, 0.17, 0.10, 0.075);
      ellipse (cr, 0.5, 0.42, 0.245, 0.235);
      cairo_fill (cr);
    }
  cairo_rectangle (cr, 0.415, 0.66, 0.17, 0.24);
  set_rgb (cr, skin, 0.86, 1);
  cairo_fill (cr);
  ellipse (cr, 0.295, 0.52, 0.03, 0.06);
  ellipse (cr, 0.705, 0.52, 0.03, 0.06);
  set_rgb (cr, skin, 0.9, 1);
  cairo_fill (cr);

  cairo_move_to (cr, 0.30, 0.42);
  cairo_curve_to (cr, 0.30, 0.66, 0.40, 0.80, 0.50, 0.80);
  cairo_curve_to (cr, 0.60, 0.80, 0.70, 0.66, 0.70, 0.42);
  cairo_curve_to (cr, 0.68, 0.22, 0.32, 0.22, 0.30, 0.42);
  set_rgb (cr, skin, 1, 1);
  cairo_fill (cr);

  cairo_move_to (cr, 0.285, 0.48);
  cairo_curve_to (cr, 0.24, 0.16, 0.76, 0.16, 0.715, 0.48);
  cairo_curve_to (cr, 0.70, 0.40, 0.69, 0.37, 0.5 + side, 0.33);
  cairo_curve_to (cr, 0.42, 0.37, 0.31, 0.36, 0.285, 0.48);
  set_rgb (cr, hair, 1, 1);
  cairo_fill (cr);
}

/**
 * vidimus_specimen_canvas_bust:
 * @seed: equal seeds draw equal people, odd ones with their hair up
 *
 * A faceless person in a jacket before a plain ground; @alpha below 1 makes a grey ghost.
 */
void
vidimus_specimen_canvas_bust (VidimusSpecimenCanvas *self,
                              double                 x,
                              double                 y,
                              double                 width,
                              double                 height,
                              guint64                seed,
                              double                 alpha)
{
  static const guint32 skins[] = { 0xdcb08a, 0xc99a74, 0xb58562, 0xf0d0b4, 0x8d6448 };
  static const guint32 cloths[] = { 0x27303f, 0x4a2f38, 0x3d4a3a, 0x55585e, 0x1d1d20, 0x6b5a44 };
  static const guint32 grounds[] = { 0xf6f6f4, 0xd5e3f0, 0xe4e2dc, 0xb8d0e6, 0xefe6e2 };
  static const guint32 hairs[] = { 0x1b1816, 0x33271f, 0x4f3b2a, 0x7a7672 };
  VidimusSpecimenRandom random;
  guint32 skin, cloth, ground, hair;
  cairo_t *cr = self->cr;

  vidimus_specimen_random_init (&random, seed, "bust");
  skin = skins[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (skins) - 1)];
  cloth = cloths[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (cloths) - 1)];
  ground = grounds[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (grounds) - 1)];
  hair = hairs[vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (hairs) - 1)];

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, width, width);
  cairo_push_group (cr);
  if (alpha >= 1)
    {
      set_rgb (cr, ground, 1, 1);
      cairo_paint (cr);
    }
  draw_shoulders (cr, cloth, MAX (height / width, 1.1) + 0.02);
  draw_plain_head (cr, skin, hair, seed % 2 == 1, vidimus_specimen_random_double (&random, -0.1, 0.1));
  if (alpha < 1)
    {
      cairo_set_operator (cr, CAIRO_OPERATOR_HSL_SATURATION);
      set_rgb (cr, 0x808080, 1, 1);
      cairo_paint (cr);
    }
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, alpha);
  cairo_restore (cr);
}

/** vidimus_specimen_canvas_module: a silver contact chip with an oval middle, @width wide and .8 of that high. */
void
vidimus_specimen_canvas_module (VidimusSpecimenCanvas *self,
                                double                 x,
                                double                 y,
                                double                 width)
{
  cairo_t *cr = self->cr;
  double h = width * 0.8;
  cairo_pattern_t *metal = cairo_pattern_create_linear (x, y + h, x + width, y);

  cairo_pattern_add_color_stop_rgb (metal, 0, 0.62, 0.60, 0.55);
  cairo_pattern_add_color_stop_rgb (metal, 0.5, 0.93, 0.91, 0.85);
  cairo_pattern_add_color_stop_rgb (metal, 1, 0.74, 0.71, 0.64);
  cairo_save (cr);
  cairo_set_source (cr, metal);
  cairo_pattern_destroy (metal);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, width * 0.16);
  cairo_rectangle (cr, x + width * 0.08, y + width * 0.08, width * 0.84, h - width * 0.16);
  cairo_fill_preserve (cr);
  cairo_stroke (cr);

  cairo_set_line_width (cr, width * 0.02);
  set_rgb (cr, 0x5c574c, 1, 0.9);
  ellipse (cr, x + width / 2, y + h / 2, width * 0.17, h * 0.25);
  cairo_stroke (cr);
  for (int side = -1; side <= 1; side += 2)
    for (int row = -1; row <= 1; row++)
      {
        cairo_move_to (cr, x + width / 2 + side * width * (row == 0 ? 0.17 : 0.10), y + h / 2 + row * h * 0.2);
        cairo_line_to (cr, x + width / 2 + side * width * 0.5, y + h / 2 + row * h * 0.25);
      }
  cairo_move_to (cr, x + width / 2, y);
  cairo_line_to (cr, x + width / 2, y + h * 0.25);
  cairo_move_to (cr, x + width / 2, y + h * 0.75);
  cairo_line_to (cr, x + width / 2, y + h);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/** vidimus_specimen_canvas_seal: an invented emblem (leaves in a ring around a lozenge): no state's arms. */
void
vidimus_specimen_canvas_seal (VidimusSpecimenCanvas *self,
                              double                 x,
                              double                 y,
                              double                 radius,
                              guint32                rgb)
{
  cairo_t *cr = self->cr;
  const int leaves = 11;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  for (int i = 0; i < leaves; i++)
    {
      cairo_save (cr);
      cairo_rotate (cr, i * 2 * G_PI / leaves);
      ellipse (cr, 0.08 * radius, -0.74 * radius, 0.12 * radius, 0.25 * radius);
      set_rgb (cr, rgb, i % 2 == 0 ? 1 : 0.8, 0.9);
      cairo_fill (cr);
      cairo_restore (cr);
    }
  cairo_move_to (cr, 0, -0.46 * radius);
  cairo_line_to (cr, 0.32 * radius, 0);
  cairo_line_to (cr, 0, 0.46 * radius);
  cairo_line_to (cr, -0.32 * radius, 0);
  cairo_close_path (cr);
  set_rgb (cr, rgb, 1.1, 0.9);
  cairo_fill (cr);
  ellipse (cr, 0, 0, 0.13 * radius, 0.13 * radius);
  set_rgb (cr, 0xffffff, 1, 0.9);
  cairo_fill (cr);
  cairo_restore (cr);
}

/** vidimus_specimen_canvas_braid: strands that swell and cross along a band. */
void
vidimus_specimen_canvas_braid (VidimusSpecimenCanvas *self,
                               double                 x,
                               double                 y,
                               double                 width,
                               double                 height,
                               guint32                rgb)
{
  VidimusSpecimenRandom *random = &self->random;
  double period = vidimus_specimen_random_double (random, 0.8, 1.7) * height;
  double swell = vidimus_specimen_random_double (random, 1.3, 2.6) * width / 3;
  double phase = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  const int strands = 14;

  vidimus_specimen_canvas_color (self, rgb, 0.42);
  cairo_set_line_width (self->cr, 1.2);
  for (int i = 0; i < strands; i++)
    {
      double shift = i * 2 * G_PI / strands;

      for (double u = 0; u <= width; u += 4)
        {
          double envelope = 0.55 + 0.45 * cos (2 * G_PI * u / swell + phase);

          cairo_line_to (self->cr, x + u, y + height / 2 * (1 + envelope * sin (2 * G_PI * u / period + shift)));
        }
      cairo_stroke (self->cr);
    }
}

/** vidimus_specimen_canvas_dots: a slanted lattice of dots that grow and shrink. */
void
vidimus_specimen_canvas_dots (VidimusSpecimenCanvas *self,
                              double                 x,
                              double                 y,
                              double                 width,
                              double                 height,
                              guint32                rgb)
{
  VidimusSpecimenRandom *random = &self->random;
  double pitch = vidimus_specimen_random_double (random, 8, 12);
  double length = vidimus_specimen_random_double (random, 160, 420);
  double turn = vidimus_specimen_random_double (random, 0.2, 1.3);

  vidimus_specimen_canvas_color (self, rgb, 0.5);
  for (int row = 0; row * pitch * 0.866 <= height; row++)
    for (double u = row % 2 * pitch / 2; u <= width; u += pitch)
      {
        double v = row * pitch * 0.866;
        double size = 0.5 + 0.5 * sin (2 * G_PI * (u * cos (turn) + v * sin (turn)) / length);

        cairo_new_sub_path (self->cr);
        cairo_arc (self->cr, x + u, y + v, pitch * (0.07 + 0.2 * size), 0, 2 * G_PI);
      }
  cairo_fill (self->cr);
}

/** vidimus_specimen_canvas_rays: fine rays from a point, crossed by turned polygons. */
void
vidimus_specimen_canvas_rays (VidimusSpecimenCanvas *self,
                              double                 x,
                              double                 y,
                              double                 radius,
                              guint32                rgb)
{
  int sides = vidimus_specimen_random_int (&self->random, 5, 8);
  int rays = vidimus_specimen_random_int (&self->random, 70, 110);

  vidimus_specimen_canvas_color (self, rgb, 0.4);
  cairo_set_line_width (self->cr, 1.1);
  for (int i = 0; i < rays; i++)
    {
      double a = i * 2 * G_PI / rays;

      cairo_move_to (self->cr, x + radius * 0.18 * cos (a), y + radius * 0.18 * sin (a));
      cairo_line_to (self->cr, x + radius * cos (a + 0.12), y + radius * sin (a + 0.12));
    }
  for (int ring = 2; ring <= 9; ring++)
    for (int i = 0; i <= sides; i++)
      {
        double a = i * 2 * G_PI / sides + ring * 0.11, r = radius * ring / 9;

        if (i == 0)
          cairo_move_to (self->cr, x + r * cos (a), y + r * sin (a));
        else
          cairo_line_to (self->cr, x + r * cos (a), y + r * sin (a));
      }
  cairo_stroke (self->cr);
}

static void
matrix_finder (cairo_t *cr,
               double   x,
               double   y,
               double   cell)
{
  cairo_rectangle (cr, x, y, 7 * cell, 7 * cell);
  cairo_rectangle (cr, x + 6 * cell, y + cell, -5 * cell, 5 * cell); /* the other way round: a hole */
  cairo_rectangle (cr, x + 2 * cell, y + 2 * cell, 3 * cell, 3 * cell);
}

/** vidimus_specimen_canvas_matrix: a square of cells like a two-dimensional code's, that says nothing. */
void
vidimus_specimen_canvas_matrix (VidimusSpecimenCanvas *self,
                                double                 x,
                                double                 y,
                                double                 width)
{
  const int n = 29;
  double cell = width / n;

  vidimus_specimen_canvas_color (self, 0xfafafa, 1);
  cairo_rectangle (self->cr, x - 2 * cell, y - 2 * cell, width + 4 * cell, width + 4 * cell);
  cairo_fill (self->cr);
  vidimus_specimen_canvas_color (self, 0x18181a, 0.95);
  for (int v = 0; v < n; v++)
    for (int u = 0; u < n; u++)
      if (!((u < 8 || u >= n - 8) && v < 8) && !(u < 8 && v >= n - 8) &&
          vidimus_specimen_random_chance (&self->random, 0.48))
        cairo_rectangle (self->cr, x + u * cell, y + v * cell, cell, cell);
  matrix_finder (self->cr, x, y, cell);
  matrix_finder (self->cr, x + (n - 7) * cell, y, cell);
  matrix_finder (self->cr, x, y + (n - 7) * cell, cell);
  cairo_fill (self->cr);
}

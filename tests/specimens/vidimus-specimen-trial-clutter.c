/* Things that lie about in the judging half: a telephone, glasses, a ruler, clips, keys, an envelope, a charger, a hand. */
#include <math.h>

#include "vidimus-specimen-trial.h"

static void
slab (cairo_t *cr,
      double   w,
      double   h,
      double   r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, w / 2 - r, r - h / 2, r, -G_PI_2, 0);
  cairo_arc (cr, w / 2 - r, h / 2 - r, r, 0, G_PI_2);
  cairo_arc (cr, r - w / 2, h / 2 - r, r, G_PI_2, G_PI);
  cairo_arc (cr, r - w / 2, r - h / 2, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
draw_telephone (cairo_t               *cr,
                double                 u,
                VidimusSpecimenRandom *random)
{
  gboolean on = vidimus_specimen_random_chance (random, 0.5);

  vidimus_specimen_trial_color (cr, 0x4a4c50, 1, 1);
  slab (cr, u * 0.72, u * 1.5, u * 0.09);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, 0x0c0d0f, 1, 1);
  slab (cr, u * 0.68, u * 1.46, u * 0.08);
  cairo_fill (cr);
  if (!on)
    return;
  vidimus_specimen_trial_color (cr, 0x3b5d8a, 1, 1);
  slab (cr, u * 0.64, u * 1.38, u * 0.06);
  cairo_fill (cr);
  for (int i = 0; i < 12; i++)
    {
      vidimus_specimen_trial_color (cr, 0x406080 + (guint32) i * 0x0a0603, 1.5, 1);
      cairo_rectangle (cr, u * (-0.26 + 0.14 * (i % 4)), u * (-0.5 + 0.18 * (i / 4)), u * 0.09, u * 0.09);
      cairo_fill (cr);
    }
}

static void
draw_glasses (cairo_t               *cr,
              double                 u,
              VidimusSpecimenRandom *random)
{
  vidimus_specimen_trial_color (cr, vidimus_specimen_random_chance (random, 0.5) ? 0x1d1a18 : 0x8a6a3c, 1, 1);
  cairo_set_line_width (cr, u * 0.035);
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_save (cr);
      cairo_translate (cr, side * u * 0.3, 0);
      slab (cr, u * 0.48, u * 0.38, u * 0.15);
      cairo_restore (cr);
      cairo_stroke (cr);
      cairo_move_to (cr, side * u * 0.54, -u * 0.05);
      cairo_curve_to (cr, side * u * 0.6, u * 0.3, side * u * 0.55, u * 0.6, side * u * 0.2, u * 0.75);
      cairo_stroke (cr);
    }
  cairo_arc (cr, 0, 0, u * 0.07, G_PI, 2 * G_PI);
  cairo_stroke (cr);
}

static void
draw_ruler (cairo_t               *cr,
            double                 u,
            VidimusSpecimenRandom *random)
{
  static const guint32 colors[] = { 0xe6c46a, 0xd9dee2, 0x9fc7d9, 0xc9a27a };

  vidimus_specimen_trial_color (cr, colors[vidimus_specimen_random_int (random, 0, 3)], 1, 1);
  cairo_rectangle (cr, -u * 1.4, -u * 0.14, u * 2.8, u * 0.28);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, 0x202020, 1, 0.9);
  cairo_set_line_width (cr, MAX (1, u * 0.006));
  for (int i = 0; i < 140; i++)
    {
      cairo_move_to (cr, u * (-1.38 + 0.02 * i), -u * 0.14);
      cairo_rel_line_to (cr, 0, u * (i % 10 == 0 ? 0.1 : i % 5 == 0 ? 0.075 : 0.05));
    }
  cairo_stroke (cr);
}

static void
draw_clips (cairo_t               *cr,
            double                 u,
            VidimusSpecimenRandom *random)
{
  static const guint32 wires[] = { 0xb8bcc2, 0xd0564a, 0x4a86c0, 0xe0c050 };

  for (int i = 0; i < 4; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, u * vidimus_specimen_random_double (random, -0.4, 0.4),
                       u * vidimus_specimen_random_double (random, -0.4, 0.4));
      cairo_rotate (cr, vidimus_specimen_random_double (random, 0, G_PI));
      vidimus_specimen_trial_color (cr, wires[vidimus_specimen_random_int (random, 0, 3)], 1, 1);
      cairo_set_line_width (cr, u * 0.018);
      for (int turn = 0; turn < 3; turn++)
        {
          slab (cr, u * (0.3 - 0.05 * turn), u * (0.1 - 0.028 * turn), u * (0.049 - 0.014 * turn));
          cairo_stroke (cr);
        }
      cairo_restore (cr);
    }
}

static void
draw_keys (cairo_t               *cr,
           double                 u,
           VidimusSpecimenRandom *random)
{
  vidimus_specimen_trial_color (cr, 0x9a9da1, 1, 1);
  cairo_set_line_width (cr, u * 0.025);
  cairo_arc (cr, 0, 0, u * 0.16, 0, 2 * G_PI);
  cairo_stroke (cr);
  for (int i = 0; i < 3; i++)
    {
      cairo_save (cr);
      cairo_rotate (cr, i * 0.7 + vidimus_specimen_random_double (random, -0.2, 0.2));
      vidimus_specimen_trial_color (cr, i == 1 ? 0xc7a650 : 0xb4b8bd, 1, 1);
      cairo_arc (cr, u * 0.26, 0, u * 0.12, 0, 2 * G_PI);
      cairo_fill (cr);
      cairo_rectangle (cr, u * 0.35, -u * 0.035, u * 0.36, u * 0.07);
      for (int tooth = 0; tooth < 4; tooth++)
        cairo_rectangle (cr, u * (0.46 + 0.06 * tooth), u * 0.03, u * 0.03, u * 0.04);
      cairo_fill (cr);
      cairo_restore (cr);
    }
}

static void
draw_envelope (cairo_t               *cr,
               double                 u,
               VidimusSpecimenRandom *random)
{
  static const guint32 papers[] = { 0xf5f3ee, 0xd9b98c, 0xc7d3de, 0xf0e6c8 };
  guint32 paper = papers[vidimus_specimen_random_int (random, 0, 3)];

  vidimus_specimen_trial_color (cr, paper, 1, 1);
  cairo_rectangle (cr, -u * 1.05, -u * 0.55, u * 2.1, u * 1.1);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, paper, 0.84, 1);
  cairo_set_line_width (cr, u * 0.012);
  cairo_move_to (cr, -u * 1.05, -u * 0.55);
  cairo_line_to (cr, 0, u * 0.12);
  cairo_line_to (cr, u * 1.05, -u * 0.55);
  cairo_stroke (cr);
  vidimus_specimen_trial_color (cr, 0x3c6ea0, 1, 0.8);
  cairo_rectangle (cr, u * 0.66, u * 0.2, u * 0.28, u * 0.24);
  cairo_stroke (cr);
}

static void
draw_charger (cairo_t               *cr,
              double                 u,
              VidimusSpecimenRandom *random)
{
  vidimus_specimen_trial_color (cr, 0xdcdcdc, 0.8, 1);
  cairo_set_line_width (cr, u * 0.045);
  cairo_move_to (cr, u * 0.2, 0);
  for (int i = 0; i < 4; i++)
    cairo_rel_curve_to (cr, u * 0.2, u * vidimus_specimen_random_double (random, -0.6, 0.6), u * 0.3, u * 0.3, u * 0.5,
                        u * vidimus_specimen_random_double (random, -0.2, 0.2));
  cairo_stroke (cr);
  vidimus_specimen_trial_color (cr, 0xf2f2f0, 1, 1);
  slab (cr, u * 0.46, u * 0.42, u * 0.07);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, 0xc8c8c6, 1, 1);
  slab (cr, u * 0.1, u * 0.2, u * 0.02);
  cairo_fill (cr);
}

static void
draw_hand (cairo_t               *cr,
           double                 u,
           VidimusSpecimenRandom *random)
{
  guint32 skin = vidimus_specimen_trial_skin (random);

  cairo_translate (cr, -u * 0.5, 0);
  for (int i = 0; i < 4; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, u * (i == 0 || i == 3 ? 0.16 : 0), u * 0.17 * (i - 1.5));
      cairo_rotate (cr, 0.06 * (1.5 - i));
      vidimus_specimen_trial_finger (cr, skin, u * 1.1, u * 0.165, vidimus_specimen_random_double (random, -0.04, 0.04), TRUE);
      cairo_restore (cr);
    }
  cairo_translate (cr, u * 0.95, 0);
  vidimus_specimen_trial_finger (cr, skin, u * 3, u * 0.72, 0, FALSE);
}

/** vidimus_specimen_trial_clutter: lays @n things about the edges of the picture. */
void
vidimus_specimen_trial_clutter (VidimusSpecimenFilm *film,
                                int                  n,
                                guint64              seed)
{
  static void (* const things[]) (cairo_t *, double, VidimusSpecimenRandom *) = {
    draw_telephone, draw_glasses, draw_ruler, draw_clips, draw_keys, draw_envelope, draw_charger, draw_hand
  };
  VidimusSpecimenRandom random;
  double u = 0.24 * MAX (film->width, film->height);

  vidimus_specimen_random_init (&random, seed, "trial-clutter");
  for (int i = 0; i < n; i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
      cairo_t *cr = cairo_create (surface);
      double side = vidimus_specimen_random_double (&random, 0, 2 * G_PI);
      int thing = vidimus_specimen_random_int (&random, 0, G_N_ELEMENTS (things) - 1);
      struct vidimus_image view;

      cairo_translate (cr, film->width * (0.5 + 0.5 * cos (side)), film->height * (0.5 + 0.5 * sin (side)));
      cairo_rotate (cr, things[thing] == draw_hand ? side : vidimus_specimen_random_double (&random, 0, 2 * G_PI));
      things[thing] (cr, u, &random);
      cairo_destroy (cr);
      view = vidimus_specimen_view (surface);
      vidimus_specimen_film_shadow (film, &view, -u * 0.04, u * 0.03, u * 0.04, 0.5);
      vidimus_specimen_film_lay (film, &view);
      cairo_surface_destroy (surface);
    }
}

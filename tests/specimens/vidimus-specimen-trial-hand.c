/* Hands of the judging half: fingers as tapering tubes with round ends, lit from above. */
#include <math.h>

#include "vidimus-specimen-trial.h"

/** vidimus_specimen_trial_skin: a colour of skin. */
guint32
vidimus_specimen_trial_skin (VidimusSpecimenRandom *random)
{
  static const guint32 skins[] = { 0xe8bfa4, 0xcf9a78, 0x9c6b4a, 0x5d3d2b, 0xf0cdb8, 0xb98563, 0x7a4f36 };

  return skins[vidimus_specimen_random_int (random, 0, G_N_ELEMENTS (skins) - 1)];
}

static void
tube (cairo_t *cr,
      double   length,
      double   width,
      double   bend)
{
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, 0, 0);
  cairo_curve_to (cr, length * 0.35, 0, length * 0.65, bend * length * 0.5, length, bend * length);
  cairo_stroke (cr);
}

/**
 * vidimus_specimen_trial_finger:
 * @length: from its tip, which is at the origin, towards +x
 * @bend: 0 for straight
 */
void
vidimus_specimen_trial_finger (cairo_t *cr,
                               guint32  skin,
                               double   length,
                               double   width,
                               double   bend,
                               gboolean nail)
{
  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (int i = 0; i < 12; i++)
    {
      double in = i / 11.0;

      vidimus_specimen_trial_color (cr, skin, 0.52 + 0.55 * sqrt (in), 1);
      cairo_save (cr);
      cairo_translate (cr, 0, -width * 0.13 * in);
      tube (cr, length, width * (1 - 0.82 * in), bend);
      cairo_restore (cr);
    }
  vidimus_specimen_trial_color (cr, skin, 0.6, 0.5);
  cairo_set_line_width (cr, MAX (1, width * 0.03));
  for (int i = 0; i < 4; i++)
    {
      double x = width * (1.35 + (i & 1) * 0.12 + (i / 2) * 1.5);

      if (x > length * 0.9)
        break;
      cairo_move_to (cr, x, -width * 0.3);
      cairo_curve_to (cr, x + width * 0.07, -width * 0.1, x + width * 0.07, width * 0.1, x, width * 0.28);
      cairo_stroke (cr);
    }
  if (nail)
    {
      vidimus_specimen_trial_color (cr, skin, 1.16, 0.85);
      cairo_save (cr);
      cairo_translate (cr, -width * 0.08, -width * 0.06);
      cairo_scale (cr, width * 0.36, width * 0.27);
      cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
      cairo_restore (cr);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

static void
draw_ball (cairo_t *cr,
           guint32  skin,
           double   size)
{
  cairo_pattern_t *round = cairo_pattern_create_radial (0, -0.2, 0.1, 0, 0, 1);

  for (int i = 0; i < 3; i++)
    {
      double light = i == 0 ? 1.04 : i == 1 ? 0.95 : 0.6;

      cairo_pattern_add_color_stop_rgb (round, i == 0 ? 0 : i == 1 ? 0.7 : 1, MIN (1, (skin >> 16 & 255) / 255.0 * light),
                                        MIN (1, (skin >> 8 & 255) / 255.0 * light), MIN (1, (skin & 255) / 255.0 * light));
    }
  cairo_save (cr);
  cairo_translate (cr, 0, size * 0.2);
  cairo_scale (cr, size * 0.62, size * 0.6);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_set_source (cr, round);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (round);
}

/**
 * vidimus_specimen_trial_palm:
 * @quad: the document's, to be laid on the hand afterwards
 *
 * An open hand that lies under the document and reaches into the picture from its lower edge.
 */
void
vidimus_specimen_trial_palm (VidimusSpecimenFilm       *film,
                             const struct vidimus_quad *quad,
                             VidimusSpecimenRandom     *random)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  cairo_t *cr = cairo_create (surface);
  guint32 skin = vidimus_specimen_trial_skin (random);
  double size = sqrt (fabs (vidimus_quad_area (quad))), x = 0, y = 0;
  struct vidimus_image view;

  for (int i = 0; i < 4; i++)
    {
      x += quad->p[i].x / 4;
      y += quad->p[i].y / 4;
    }
  cairo_translate (cr, x + size * vidimus_specimen_random_double (random, -0.1, 0.1), y + size * 0.35);
  cairo_rotate (cr, vidimus_specimen_random_double (random, -0.35, 0.35));
  for (int i = 0; i < 4; i++)
    {
      double angle = -G_PI_2 + (i - 1.6) * 0.2;

      cairo_save (cr);
      cairo_translate (cr, size * (0.25 * (i - 1.5) + 0.9 * cos (angle) * 0.9), size * (-0.1 + 0.95 * sin (angle)));
      cairo_rotate (cr, angle + G_PI);
      vidimus_specimen_trial_finger (cr, skin, size * 0.95, size * 0.21, 0.03, FALSE);
      cairo_restore (cr);
    }
  draw_ball (cr, skin, size);
  cairo_save (cr);
  cairo_translate (cr, 0, size * 0.6);
  cairo_rotate (cr, G_PI_2);
  vidimus_specimen_trial_finger (cr, skin, size * 4, size * 0.75, 0, FALSE);
  cairo_restore (cr);
  cairo_destroy (cr);

  view = vidimus_specimen_view (surface);
  vidimus_specimen_film_shadow (film, &view, -size * 0.02, size * 0.05, size * 0.06, 0.45);
  vidimus_specimen_film_lay (film, &view);
  cairo_surface_destroy (surface);
}

/* Flat pictures of what cards are printed with and no scene of ours has: colour washes that look like light, white lettering,
 * white panels and emblems, dark and pale designs. None of it is a defect. */
#include "fit-alarms.h"

#include <cairo.h>
#include <math.h>

#define WIDE 1000.0 /* units of drawing in the width */

static double
between (GRand *random,
         double low,
         double high)
{
  return g_rand_double_range (random, low, high);
}

static gboolean
chance (GRand *random,
        double share)
{
  return g_rand_double (random) < share;
}

/* A colour of any hue, often deep or dark. */
static void
set_ink (cairo_t *cr,
         GRand   *random,
         double   alpha)
{
  double hue = between (random, 0, 2 * G_PI);
  double value = chance (random, 0.4) ? between (random, 0.12, 0.5) : between (random, 0.5, 0.98);
  double depth = value * (chance (random, 0.3) ? between (random, 0, 0.15) : between (random, 0.15, 0.95)) / 2;

  cairo_set_source_rgba (cr, value - depth * (1 + cos (hue)), value - depth * (1 + cos (hue + 2.1)),
                         value - depth * (1 + cos (hue + 4.2)), alpha);
}

/* From one colour to another; or, for @wash, a round white glow that print has too. */
static void
draw_wash (cairo_t *cr,
           GRand   *random,
           double   tall,
           gboolean wash)
{
  double x = between (random, 0, WIDE), y = between (random, 0, tall), r = between (random, 80, 500);
  cairo_pattern_t *pattern = wash || chance (random, 0.3) ? cairo_pattern_create_radial (x, y, 0, x, y, wash ? r : r + 400)
                                                          : cairo_pattern_create_linear (0, 0, x, y);

  for (int stop = 0; stop < 2; stop++)
    {
      double red = 1, green = 1, blue = 1, pale = chance (random, 0.35) ? 0.25 : 1;

      if (!wash)
        {
          set_ink (cr, random, 1);
          cairo_pattern_get_rgba (cairo_get_source (cr), &red, &green, &blue, NULL);
        }
      cairo_pattern_add_color_stop_rgba (pattern, stop, 1 - (1 - red) * pale, 1 - (1 - green) * pale, 1 - (1 - blue) * pale,
                                         !wash ? 1 : stop == 0 ? between (random, 0.1, 0.6) : 0);
    }
  cairo_set_source (cr, pattern);
  cairo_paint (cr);
  cairo_pattern_destroy (pattern);
}

static void
draw_wave (cairo_t *cr,
           GRand   *random,
           double   tall)
{
  if (chance (random, 0.5))
    cairo_set_source_rgba (cr, 1, 1, 1, between (random, 0.05, 0.6));
  else
    set_ink (cr, random, between (random, 0.1, 0.7));
  cairo_move_to (cr, between (random, -200, 300), between (random, -100, tall));
  for (int i = 0; i < 2; i++)
    cairo_curve_to (cr, between (random, 0, WIDE), between (random, 0, tall), between (random, 0, WIDE),
                    between (random, 0, tall), i == 0 ? between (random, 700, 1200) : between (random, -200, 300), between (random, -100, tall));
  cairo_set_line_width (cr, between (random, 2, 30));
  if (chance (random, 0.6))
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
draw_portrait (cairo_t *cr,
               GRand   *random,
               double   tall)
{
  double x = between (random, 30, 700), y = between (random, 60, tall * 0.4), w = between (random, 150, 280);
  double gray = between (random, 0.8, 1);

  cairo_set_source_rgb (cr, gray, gray, gray);
  cairo_rectangle (cr, x, y, w, w * 1.25);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, between (random, 0.1, 0.3), between (random, 0.08, 0.2), between (random, 0.05, 0.2));
  cairo_arc (cr, x + w / 2, y + w * 0.5, w * 0.26, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.85, 0.66, 0.55);
  cairo_arc (cr, x + w / 2, y + w * 0.56, w * 0.2, 0, 2 * G_PI);
  cairo_fill (cr);
  set_ink (cr, random, 1);
  cairo_rectangle (cr, x + w * 0.12, y + w, w * 0.76, w * 0.25);
  cairo_fill (cr);
}

/* A disc or a star with few points, white as often as not. */
static void
draw_emblem (cairo_t *cr,
             GRand   *random,
             double   tall)
{
  double x = between (random, 80, 920), y = between (random, 80, tall - 80), r = between (random, 20, 85);
  int corners = chance (random, 0.5) ? 60 : g_rand_int_range (random, 3, 7);
  double angle = between (random, 0, 3);

  if (chance (random, 0.4))
    cairo_set_source_rgb (cr, 1, 1, 1);
  else
    set_ink (cr, random, 1);
  for (int i = 0; i < corners; i++)
    cairo_line_to (cr, x + r * cos (angle + i * 2 * G_PI / corners), y + r * sin (angle + i * 2 * G_PI / corners));
  cairo_fill (cr);
}

static void
draw_box (cairo_t *cr,
          double   x,
          double   y,
          double   w,
          double   h,
          double   gray)
{
  cairo_set_source_rgb (cr, gray, gray, gray);
  cairo_rectangle (cr, x, y, w, h);
  cairo_fill (cr);
}

static void
draw_lettering (cairo_t *cr,
                GRand   *random,
                double   tall)
{
  gboolean white = chance (random, 0.5);
  double gray = between (random, 0, 0.2);

  for (int line = g_rand_int_range (random, 3, 12); line > 0; line--)
    {
      char text[32] = { 0 };

      for (int i = g_rand_int_range (random, 5, 28); i >= 0; i--)
        text[i] = chance (random, 0.15) ? ' ' : (char) g_rand_int_range (random, 'A', 'Z' + 1);
      cairo_select_font_face (cr, chance (random, 0.5) ? "sans" : "serif", CAIRO_FONT_SLANT_NORMAL,
                              chance (random, 0.4) ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
      cairo_set_font_size (cr, chance (random, 0.2) ? between (random, 40, 90) : between (random, 18, 40));
      cairo_set_source_rgb (cr, white ? 1 : gray, white ? 1 : gray, white ? 1 : gray);
      cairo_move_to (cr, between (random, 20, 500), between (random, 60, tall - 20));
      cairo_show_text (cr, text);
    }
}

static void
draw_card (cairo_t *cr,
           GRand   *random,
           double   tall)
{
  draw_wash (cr, random, tall, FALSE);
  for (int i = g_rand_int_range (random, 0, 3); i > 0 && chance (random, 0.6); i--)
    draw_wash (cr, random, tall, TRUE);
  for (int i = g_rand_int_range (random, 0, 5); i > 0; i--)
    draw_wave (cr, random, tall);
  if (chance (random, 0.5))
    draw_portrait (cr, random, tall);
  if (chance (random, 0.5))
    draw_box (cr, between (random, 0, 500), between (random, 0, tall * 0.8), between (random, 150, 900),
              between (random, 30, 170), between (random, 0.9, 1));
  if (chance (random, 0.3))
    draw_box (cr, 0, between (random, 0, tall * 0.3), WIDE, between (random, 60, 110), between (random, 0, 0.15));
  for (int i = g_rand_int_range (random, 0, 3); i > 0; i--)
    draw_emblem (cr, random, tall);
  draw_lettering (cr, random, tall);
}

/** fit_art: the @index-th such picture, to be freed with vidimus_image_free(); false when memory is short. */
gboolean
fit_art (guint                 index,
         struct vidimus_image *image)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7000 + index);
  int width = g_rand_int_range (random, 320, 1100), height = (int) (width / between (random, 1.35, 1.6));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, width / WIDE, width / WIDE);
  draw_card (cr, random, WIDE * height / width);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (!vidimus_image_alloc (image, width, height, 3))
    return FALSE;

  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface) +
                                                             (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++)
        for (int c = 0; c < 3; c++)
          vidimus_image_at (image, x, y)[c] = (guint8) (row[x] >> (16 - 8 * c));
    }
  cairo_surface_destroy (surface);
  defect_noise (image, chance (random, 0.5) ? 0.3 : between (random, 0.5, 2.5), index);

  return TRUE;
}

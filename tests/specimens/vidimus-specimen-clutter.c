/* Things that lie about: a sheet, a pen, a cup, a book, a cable, coins. Drawn from above. */
#include "vidimus-specimen-ground.h"

#include <math.h>

#include <pango/pangocairo.h>

typedef struct
{
  cairo_t               *cr;
  VidimusSpecimenRandom *random;
  double                 unit; /* pixels in a hand's width */
} Pencil;

static void
ink (cairo_t *cr,
     guint32  rgb,
     double   alpha)
{
  cairo_set_source_rgba (cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, alpha);
}

static guint32
one_of (VidimusSpecimenRandom *random,
        const guint32         *colors,
        int                    n)
{
  return colors[vidimus_specimen_random_int (random, 0, n - 1)];
}

/* Paragraphs of words that say nothing, under a heading. */
static void
draw_writing (Pencil *p,
              double  w,
              double  h)
{
  static const char * const words[] = { "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed",
                                        "do", "eiusmod", "tempor", "incididunt", "ut", "labore", "et", "magna", "aliqua",
                                        "enim", "minim", "veniam", NULL };
  PangoLayout *layout = pango_cairo_create_layout (p->cr);
  PangoFontDescription *font = pango_font_description_from_string (
    vidimus_specimen_random_chance (p->random, 0.5) ? "Noto Serif" : "Noto Sans");
  GString *text = g_string_new ("Lorem ipsum\n\n");

  for (int i = 0; i < 210; i++)
    {
      g_string_append (text, vidimus_specimen_random_pick (p->random, words));
      g_string_append (text, vidimus_specimen_random_chance (p->random, 0.05) ? ".\n\n" : " ");
    }
  pango_font_description_set_absolute_size (font, w * 0.034 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (w * 0.82 * PANGO_SCALE));
  pango_layout_set_height (layout, (int) (h * 0.84 * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text->str, -1);
  cairo_move_to (p->cr, -w * 0.41, -h * 0.42);
  pango_cairo_show_layout (p->cr, layout);
  cairo_new_path (p->cr);
  pango_font_description_free (font);
  g_string_free (text, TRUE);
  g_object_unref (layout);
}

static void
draw_sheet (Pencil *p)
{
  static const guint32 papers[] = { 0xf1efe8, 0xe9e4d6, 0xf4f4f2, 0xe3e8ea };
  double w = p->unit * vidimus_specimen_random_double (p->random, 1.2, 1.8), h = w * 1.414;

  ink (p->cr, one_of (p->random, papers, 4), 1);
  cairo_rectangle (p->cr, -w / 2, -h / 2, w, h);
  cairo_fill (p->cr);
  ink (p->cr, 0x3c3c40, 0.9);
  draw_writing (p, w, h);
}

static void
draw_pen (Pencil *p)
{
  static const guint32 colors[] = { 0x1f2b4d, 0x2a2a2c, 0x7a2328, 0xd8d4c8 };
  double l = p->unit * 1.35, r = p->unit * 0.048;
  cairo_pattern_t *round = cairo_pattern_create_linear (0, -r, 0, r);
  guint32 color = one_of (p->random, colors, 4);

  cairo_pattern_add_color_stop_rgb (round, 0, 0.05, 0.05, 0.06);
  cairo_pattern_add_color_stop_rgb (round, 0.35, MIN (1, (color >> 16 & 255) / 180.0), MIN (1, (color >> 8 & 255) / 180.0),
                                    MIN (1, (color & 255) / 180.0));
  cairo_pattern_add_color_stop_rgb (round, 1, 0.03, 0.03, 0.04);
  cairo_set_source (p->cr, round);
  cairo_pattern_destroy (round);
  cairo_rectangle (p->cr, -l / 2, -r, l * 0.86, 2 * r);
  cairo_fill (p->cr);
  ink (p->cr, 0xb9b4a6, 1);
  cairo_move_to (p->cr, l * 0.36, -r);
  cairo_line_to (p->cr, l * 0.47, -r * 0.25);
  cairo_line_to (p->cr, l * 0.47, r * 0.25);
  cairo_line_to (p->cr, l * 0.36, r);
  cairo_fill (p->cr);
  cairo_rectangle (p->cr, -l * 0.48, -r * 1.35, l * 0.3, r * 0.5);
  cairo_fill (p->cr);
}

static void
draw_cup (Pencil *p)
{
  double r = p->unit * 0.42;
  cairo_pattern_t *coffee = cairo_pattern_create_radial (-r * 0.2, -r * 0.2, r * 0.1, 0, 0, r);

  ink (p->cr, 0xe6e3dc, 1);
  cairo_arc (p->cr, 0, 0, r * 1.55, 0, 2 * G_PI);
  cairo_fill (p->cr);
  ink (p->cr, 0xc9c5bb, 1);
  cairo_arc (p->cr, 0, 0, r * 1.08, 0, 2 * G_PI);
  cairo_fill (p->cr);
  ink (p->cr, 0xf6f4ef, 1);
  cairo_arc (p->cr, 0, 0, r, 0, 2 * G_PI);
  cairo_fill (p->cr);
  cairo_pattern_add_color_stop_rgb (coffee, 0, 0.42, 0.26, 0.14);
  cairo_pattern_add_color_stop_rgb (coffee, 1, 0.20, 0.11, 0.05);
  cairo_set_source (p->cr, coffee);
  cairo_pattern_destroy (coffee);
  cairo_arc (p->cr, 0, 0, r * 0.88, 0, 2 * G_PI);
  cairo_fill (p->cr);
}

static void
draw_book (Pencil *p)
{
  static const guint32 colors[] = { 0x7d2e33, 0x2d4a66, 0x3d5b3f, 0xb88a3c, 0x4b3a5c };
  double w = p->unit * vidimus_specimen_random_double (p->random, 1.0, 1.5);
  double h = w * vidimus_specimen_random_double (p->random, 1.25, 1.5);

  ink (p->cr, 0xded8c6, 1);
  cairo_rectangle (p->cr, -w / 2 + w * 0.02, -h / 2 + w * 0.02, w, h);
  cairo_fill (p->cr);
  ink (p->cr, one_of (p->random, colors, 5), 1);
  cairo_rectangle (p->cr, -w / 2, -h / 2, w, h);
  cairo_fill (p->cr);
  ink (p->cr, 0xe9dcb4, 0.8);
  cairo_set_line_width (p->cr, w * 0.012);
  cairo_rectangle (p->cr, -w * 0.4, -h * 0.42, w * 0.8, h * 0.84);
  cairo_stroke (p->cr);
  cairo_rectangle (p->cr, -w * 0.24, -h * 0.27, w * 0.48, h * 0.05);
  cairo_rectangle (p->cr, -w * 0.16, -h * 0.18, w * 0.32, h * 0.03);
  cairo_fill (p->cr);
}

static void
draw_cable (Pencil *p)
{
  double u = p->unit;

  for (int side = 0; side < 2; side++)
    {
      ink (p->cr, side == 0 ? 0x17181a : 0x55585d, 1);
      cairo_set_line_width (p->cr, u * (side == 0 ? 0.05 : 0.014));
      cairo_move_to (p->cr, -1.6 * u, -0.2 * u);
      cairo_curve_to (p->cr, -0.6 * u, -1.0 * u, -0.2 * u, 0.9 * u, 0.5 * u, 0.1 * u);
      cairo_curve_to (p->cr, 0.9 * u, -0.4 * u, 1.2 * u, 0.3 * u, 1.9 * u, 0.2 * u);
      cairo_stroke (p->cr);
    }
}

static void
draw_coins (Pencil *p)
{
  static const guint32 metals[] = { 0xc2a35a, 0xb9b9bb, 0xa8714a };

  for (int i = 0; i < 3; i++)
    {
      double r = p->unit * vidimus_specimen_random_double (p->random, 0.11, 0.15);
      double x = p->unit * vidimus_specimen_random_double (p->random, -0.4, 0.4);
      double y = p->unit * vidimus_specimen_random_double (p->random, -0.3, 0.3);

      ink (p->cr, 0x2b2722, 0.8);
      cairo_arc (p->cr, x + r * 0.06, y + r * 0.08, r, 0, 2 * G_PI);
      cairo_fill (p->cr);
      ink (p->cr, metals[i], 1);
      cairo_arc (p->cr, x, y, r, 0, 2 * G_PI);
      cairo_fill (p->cr);
      ink (p->cr, 0xf6efdb, 0.5);
      cairo_set_line_width (p->cr, r * 0.08);
      cairo_arc (p->cr, x, y, r * 0.84, 2.6, 5.2);
      cairo_stroke (p->cr);
      cairo_arc (p->cr, x, y, r * 0.4, 0, 2 * G_PI);
      cairo_stroke (p->cr);
    }
}

static void
draw_one (VidimusSpecimenFilm   *film,
          VidimusSpecimenRandom *random)
{
  static void (* const things[]) (Pencil *) = { draw_sheet, draw_pen, draw_cup, draw_book, draw_cable, draw_coins,
                                                draw_sheet, draw_pen };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  Pencil pencil = { cairo_create (surface), random, 0.26 * MAX (film->width, film->height) };
  double side = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  struct vidimus_image view;

  cairo_translate (pencil.cr, film->width * (0.5 + 0.52 * cos (side)), film->height * (0.5 + 0.52 * sin (side)));
  cairo_rotate (pencil.cr, vidimus_specimen_random_double (random, 0, 2 * G_PI));
  things[vidimus_specimen_random_int (random, 0, G_N_ELEMENTS (things) - 1)] (&pencil);
  cairo_destroy (pencil.cr);

  view = vidimus_specimen_view (surface);
  vidimus_specimen_film_shadow (film, &view, pencil.unit * 0.03, pencil.unit * 0.04, pencil.unit * 0.05, 0.55);
  vidimus_specimen_film_lay (film, &view);
  cairo_surface_destroy (surface);
}

/** vidimus_specimen_clutter_draw: lays @n things about the edges of the picture. */
void
vidimus_specimen_clutter_draw (VidimusSpecimenFilm *film,
                               int                  n,
                               guint64              seed)
{
  VidimusSpecimenRandom random;

  vidimus_specimen_random_init (&random, seed, "clutter");
  for (int i = 0; i < n; i++)
    draw_one (film, &random);
}

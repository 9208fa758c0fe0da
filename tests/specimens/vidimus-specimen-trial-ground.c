/* Grounds of the judging half: a texture for every pixel, and what is printed or built on it. */
#include <math.h>

#include "vidimus-specimen-trial.h"

/** vidimus_specimen_trial_grounds: the kinds, %NULL-terminated; "palm" is a desk under a hand. */
const char * const vidimus_specimen_trial_grounds[] = { "weave", "marble", "cork", "kraft", "keyboard", "form", "tiles",
                                                       "mousepad", "cover", "palm", "folder", "paper", NULL };

#define CHOICES 4

/* Light and dark of each, four choices; the third of each row is what is drawn upon it. */
static const struct
{
  const char *kind;
  guint32     colors[CHOICES][3];
} palettes[] = {
  { "weave", { { 0xc9b48c, 0x6e5c3c, 0 }, { 0x7c8791, 0x30373e, 0 }, { 0xb9714e, 0x5f2f1c, 0 }, { 0xe9e4d8, 0xa79f8d, 0 } } },
  { "marble", { { 0xf0eeea, 0x7d7f84, 0 }, { 0x3b3f3c, 0xc9ccc6, 0 }, { 0xe6d7c3, 0x8e6b4c, 0 }, { 0x5e6f66, 0xd5ddd4, 0 } } },
  { "cork", { { 0xc99c66, 0x7a4f2a, 0 }, { 0xb78552, 0x5c3a1e, 0 }, { 0xd9b483, 0x91683d, 0 }, { 0xa9713f, 0x4d2f17, 0 } } },
  { "kraft", { { 0xc4a27a, 0x9a7a55, 0 }, { 0xb18d64, 0x866642, 0 }, { 0xd2b48c, 0xae8e66, 0 }, { 0xa88760, 0x7c603f, 0 } } },
  { "keyboard", { { 0x3a3c40, 0x2a2c2f, 0x17181a }, { 0xc3c5c8, 0xa9abae, 0xf2f2f0 }, { 0xb9bcc0, 0x95989c, 0x1e1f22 },
                  { 0x2a3a4c, 0x1d2a38, 0x0f151c } } },
  { "form", { { 0xf3f2ec, 0xe2e0d6, 0x2c3f66 }, { 0xdcd8ca, 0xc6c1b0, 0x222222 }, { 0xeaf0ea, 0xd6e0d6, 0x2b5a3c },
              { 0xf5ecd9, 0xe3d7bd, 0x6a2d2d } } },
  { "tiles", { { 0xe6e3dc, 0x9b958a, 0 }, { 0x7c98a6, 0x3c525e, 0 }, { 0xb5653f, 0x4d2c1d, 0 }, { 0x55575c, 0xb9b6b0, 0 } } },
  { "mousepad", { { 0xa98a66, 0x86694a, 0x1b1c20 }, { 0xe3e1dc, 0xcbc8c1, 0x2f5f8f }, { 0x5c4b40, 0x42352d, 0x9c3b34 },
                  { 0x8e979d, 0x737b81, 0x25382f } } },
  { "cover", { { 0xcbb894, 0xa3906e, 0x1f4d6b }, { 0x74777b, 0x55585c, 0xd8b13b }, { 0xe9e6df, 0xcfcbc1, 0x8d2f2a },
               { 0x4f4038, 0x382c26, 0xe8dfc8 } } },
  { "palm", { { 0x74818c, 0x4d5963, 0 }, { 0xc7c3ba, 0x9b978e, 0 }, { 0x4a5a48, 0x2f3c2e, 0 }, { 0x8a6f5a, 0x5f4a3a, 0 } } },
  { "folder", { { 0x6f675f, 0x514a43, 0xe3c27e }, { 0xd8d6d1, 0xbab7b0, 0x3f6fa0 }, { 0x3d4248, 0x2a2e33, 0xd98f6a },
                { 0xab9272, 0x85704f, 0x88a878 } } },
  { "paper", { { 0xf7f7f5, 0xefefec, 0 }, { 0xf4f2ec, 0xe9e6de, 0 }, { 0xf0f3f6, 0xe4e8ec, 0 }, { 0xeceae6, 0xdedbd5, 0 } } },
};

typedef struct
{
  const char           *kind;
  VidimusSpecimenGrain *grain; /* borrowed */
  guint32               mark;  /* the third colour */
  double                angle;
  double                size;  /* pixels in about a hand's width */
  float                 high[3];
  float                 low[3];
} Ground;

static float
fraction (float value)
{
  return value - floorf (value);
}

static float
weave (const Ground *g,
       float         u,
       float         v)
{
  float strands = 17, x = u * strands, y = v * strands;
  gboolean over = ((int) floorf (x) + (int) floorf (y)) & 1;
  float across = fraction (over ? y : x) - 0.5f, along = fraction (over ? x : y) - 0.5f;
  float round = 1 - 3.4f * across * across, dip = 1 - 1.6f * along * along;
  float fibre = vidimus_specimen_grain_at (g->grain, over ? u * 30 : u * 260, over ? v * 260 : v * 30);

  return round * dip * (0.7f + 0.3f * fibre);
}

static float
marble (const Ground *g,
        float         u,
        float         v)
{
  float bend = vidimus_specimen_grain_cloud (g->grain, u * 2.2f, v * 2.2f);
  float wave = fabsf (fraction (u * 0.9f + v * 0.55f + 1.7f * bend) - 0.5f) * 2;
  float fine = fabsf (fraction (u * 1.7f - v * 1.3f + 2.6f * bend) - 0.5f) * 2;

  return MIN (1, 0.25f + wave * 5) * (0.75f + 0.25f * MIN (1, fine * 14)) * (0.86f + 0.14f * bend);
}

static float
cork (const Ground *g,
      float         u,
      float         v)
{
  float crumb = vidimus_specimen_grain_at (g->grain, u * 44, v * 44);
  float speck = vidimus_specimen_grain_at (g->grain, u * 71 + 3, v * 62 + 9);
  float fine = vidimus_specimen_grain_at (g->grain, u * 210, v * 210);

  return 0.45f + 0.45f * crumb + 0.18f * fine - (speck > 0.76f ? 0.5f : 0);
}

static float
kraft (const Ground *g,
       float         u,
       float         v)
{
  return 0.2f + 0.3f * vidimus_specimen_grain_at (g->grain, u * 14, v * 170) +
         0.25f * vidimus_specimen_grain_at (g->grain, u * 150 + 40, v * 21) +
         0.3f * vidimus_specimen_grain_cloud (g->grain, u * 3, v * 3);
}

static float
tiles (const Ground *g,
       float         u,
       float         v)
{
  float x = u * 1.5f, y = v * 1.5f;
  float edge = MIN (MIN (fraction (x), 1 - fraction (x)), MIN (fraction (y), 1 - fraction (y)));
  float own = vidimus_specimen_grain_at (g->grain, floorf (x) * 7, floorf (y) * 7);

  return edge < 0.022f ? 0.08f : (0.72f + 0.25f * own) * (0.9f + 0.1f * vidimus_specimen_grain_cloud (g->grain, u * 9, v * 9));
}

static float
tone_at (const Ground *g,
         float         u,
         float         v)
{
  switch (g->kind[0] << 8 | g->kind[1])
    {
    case 'w' << 8 | 'e':
      return weave (g, u, v);
    case 'm' << 8 | 'a':
      return marble (g, u, v);
    case 'c' << 8 | 'o':
      return g->kind[2] == 'r' ? cork (g, u, v) : kraft (g, u, v);
    case 'k' << 8 | 'r':
      return kraft (g, u, v);
    case 't' << 8 | 'i':
      return tiles (g, u, v);
    default:
      return 0.35f + 0.35f * vidimus_specimen_grain_cloud (g->grain, u * 1.3f, v * 1.3f) +
             0.2f * vidimus_specimen_grain_at (g->grain, u * 190, v * 190);
    }
}

static void
box (cairo_t *cr,
     double   x,
     double   y,
     double   w,
     double   h,
     double   r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Keys in rows, each with a letter; units are pixels, the origin is the middle of the picture. */
static void
draw_keyboard (cairo_t               *cr,
               const Ground          *g,
               VidimusSpecimenRandom *random)
{
  double key = g->size * 0.22, gap = key * 0.16;

  for (int row = -7; row <= 7; row++)
    for (int column = -10; column <= 10; column++)
      {
        double x = column * (key + gap) + (row & 3) * key * 0.27, y = row * (key + gap);
        char letter[2] = { (char) ('A' + vidimus_specimen_random_int (random, 0, 25)), 0 };

        vidimus_specimen_trial_color (cr, g->mark, 0.7, 1);
        box (cr, x, y + key * 0.03, key, key, key * 0.12);
        cairo_fill (cr);
        vidimus_specimen_trial_color (cr, g->mark, 1.12, 1);
        box (cr, x + key * 0.03, y, key * 0.94, key * 0.94, key * 0.12);
        cairo_fill (cr);
        vidimus_specimen_trial_color (cr, (g->mark & 0xff) > 0x80 ? 0x3a3a3c : 0xc9ccd0, 1, 1);
        cairo_move_to (cr, x + key * 0.18, y + key * 0.42);
        cairo_select_font_face (cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size (cr, key * 0.3);
        cairo_show_text (cr, letter);
      }
}

/* A printed form: ruled boxes as large as a card and smaller, columns of text, a heading bar. */
static void
draw_form (cairo_t               *cr,
           const Ground          *g,
           VidimusSpecimenRandom *random)
{
  double u = g->size;

  cairo_set_line_width (cr, MAX (1, u * 0.004));
  for (int row = -4; row < 4; row++)
    for (int column = -3; column < 3; column++)
      {
        double x = column * u * 0.98, y = row * u * 0.66;
        int kind = vidimus_specimen_random_int (random, 0, 3);

        vidimus_specimen_trial_color (cr, g->mark, 1, 0.85);
        if (kind == 0)
          {
            cairo_rectangle (cr, x + u * 0.03, y + u * 0.03, u * 0.9, u * 0.56);
            cairo_stroke (cr);
          }
        else if (kind == 1)
          {
            for (int line = 0; line < 5; line++)
              cairo_rectangle (cr, x + u * 0.03, y + u * (0.04 + 0.115 * line), u * 0.9, u * 0.115);
            cairo_stroke (cr);
            cairo_rectangle (cr, x + u * 0.03, y + u * 0.04, u * 0.9, u * 0.06);
            cairo_fill (cr);
          }
        else
          {
            cairo_move_to (cr, x + u * 0.04, y + u * 0.03);
            vidimus_specimen_trial_words (cr, random, kind == 2 ? "DejaVu Serif" : "DejaVu Sans", u * 0.034, u * 0.9,
                                          kind == 2 ? 75 : 30);
          }
      }
}

static void
draw_mousepad (cairo_t               *cr,
               const Ground          *g,
               VidimusSpecimenRandom *random)
{
  double w = g->size * vidimus_specimen_random_double (random, 2.1, 2.9), h = w * 0.8;
  double x = -w / 2 + w * vidimus_specimen_random_double (random, -0.16, 0.16);
  double y = -h / 2 + h * vidimus_specimen_random_double (random, -0.16, 0.16);

  vidimus_specimen_trial_color (cr, g->mark, 0.6, 1);
  box (cr, x - 3, y + 4, w + 6, h + 4, w * 0.035);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, g->mark, 1, 1);
  box (cr, x, y, w, h, w * 0.03);
  cairo_fill_preserve (cr);
  vidimus_specimen_trial_color (cr, g->mark, 1.6, 0.8);
  cairo_set_line_width (cr, w * 0.006);
  cairo_stroke (cr);
  vidimus_specimen_trial_color (cr, 0xd9dce0, 1, 0.7);
  for (int i = 0; i < 3; i++)
    {
      cairo_arc (cr, x + w * 0.86 + i * w * 0.02, y + h * 0.88, w * 0.03, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
}

static void
draw_cover (cairo_t               *cr,
            const Ground          *g,
            VidimusSpecimenRandom *random)
{
  double h = g->size * vidimus_specimen_random_double (random, 2.0, 2.7), w = h * vidimus_specimen_random_double (random, 0.68, 0.8);
  double x = -w / 2 + w * vidimus_specimen_random_double (random, -0.14, 0.14), y = -h * 0.5;
  guint32 ink = (g->mark >> 8 & 255) > 0x80 ? 0x2b2b2e : 0xefe9da;

  vidimus_specimen_trial_color (cr, 0xd9d3c4, 0.9, 1);
  cairo_rectangle (cr, x + 5, y + 6, w + 4, h + 3);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, g->mark, 1, 1);
  box (cr, x, y, w, h, 4);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, g->mark, 0.72, 1);
  cairo_rectangle (cr, x + w * 0.045, y, w * 0.012, h);
  cairo_fill (cr);
  vidimus_specimen_trial_color (cr, ink, 1, 0.9);
  cairo_rectangle (cr, x, y + h * 0.78, w, h * 0.035);
  cairo_fill (cr);
  for (int line = 0; line < 3; line++)
    {
      cairo_move_to (cr, x + w * 0.12, y + h * (0.07 + 0.07 * line));
      vidimus_specimen_trial_words (cr, random, "DejaVu Serif Bold", h * (line == 0 ? 0.052 : 0.03), w, line + 1);
    }
  cairo_arc (cr, x + w * 0.5, y + h * 0.58, w * 0.22, 0, 2 * G_PI);
  cairo_set_line_width (cr, w * 0.02);
  cairo_stroke (cr);
}

/* Half a folder with its tab: an edge runs through the picture. */
static void
draw_folder (cairo_t               *cr,
             const Ground          *g,
             VidimusSpecimenRandom *random)
{
  double u = g->size, edge = u * vidimus_specimen_random_double (random, -1.1, -0.5);

  for (int leaf = 0; leaf < 3; leaf++)
    {
      double top = edge + leaf * u * 0.05;

      if (leaf == 1)
        cairo_set_source_rgb (cr, 0.95, 0.95, 0.93);
      else
        vidimus_specimen_trial_color (cr, g->mark, leaf == 0 ? 0.82 : 1, 1);
      cairo_move_to (cr, -4 * u, top);
      if (leaf == 0)
        {
          cairo_line_to (cr, -0.3 * u, top);
          cairo_line_to (cr, -0.22 * u, top - u * 0.14);
          cairo_line_to (cr, 0.5 * u, top - u * 0.14);
          cairo_line_to (cr, 0.58 * u, top);
        }
      cairo_line_to (cr, 4 * u, top);
      cairo_line_to (cr, 4 * u, 4 * u);
      cairo_line_to (cr, -4 * u, 4 * u);
      cairo_fill (cr);
      cairo_set_source_rgba (cr, 0, 0, 0, 0.35);
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, -4 * u, top);
      cairo_line_to (cr, 4 * u, top);
      cairo_stroke (cr);
    }
}

static void
draw_upon (VidimusSpecimenFilm   *film,
           const Ground          *g,
           VidimusSpecimenRandom *random)
{
  static const struct
  {
    const char *kind;
    void      (*draw) (cairo_t *, const Ground *, VidimusSpecimenRandom *);
  } all[] = { { "keyboard", draw_keyboard }, { "form", draw_form }, { "mousepad", draw_mousepad }, { "cover", draw_cover },
              { "folder", draw_folder } };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].kind, g->kind))
      {
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
        cairo_t *cr = cairo_create (surface);
        struct vidimus_image view;

        cairo_translate (cr, film->width / 2.0, film->height / 2.0);
        cairo_rotate (cr, g->angle);
        all[i].draw (cr, g, random);
        cairo_destroy (cr);
        view = vidimus_specimen_view (surface);
        vidimus_specimen_film_lay (film, &view);
        cairo_surface_destroy (surface);
      }
}

static void
ground_init (Ground                *g,
             const char            *kind,
             VidimusSpecimenRandom *random)
{
  const guint32 *colors = palettes[0].colors[0];

  for (gsize i = 0; i < G_N_ELEMENTS (palettes); i++)
    if (g_str_equal (palettes[i].kind, kind))
      colors = palettes[i].colors[vidimus_specimen_random_int (random, 0, CHOICES - 1)];
  g->kind = kind;
  g->angle = vidimus_specimen_random_double (random, -0.35, 0.35) + G_PI_2 * vidimus_specimen_random_int (random, 0, 1);
  g->mark = colors[2];
  for (int c = 0; c < 3; c++)
    {
      double vary = vidimus_specimen_random_double (random, 0.92, 1.08);

      g->high[c] = (float) (vary * vidimus_specimen_linear ((colors[0] >> (16 - 8 * c) & 255) / 255.0));
      g->low[c] = (float) (vary * vidimus_specimen_linear ((colors[1] >> (16 - 8 * c) & 255) / 255.0));
    }
}

/** vidimus_specimen_trial_ground: fills the film with one of vidimus_specimen_trial_grounds. */
void
vidimus_specimen_trial_ground (VidimusSpecimenFilm *film,
                               const char          *kind,
                               guint64              seed)
{
  g_autofree VidimusSpecimenGrain *grain = g_new (VidimusSpecimenGrain, 1);
  VidimusSpecimenRandom random;
  Ground g = { .grain = grain };
  float c, s;

  vidimus_specimen_random_init (&random, seed, "trial-ground");
  vidimus_specimen_grain_init (grain, &random);
  ground_init (&g, kind, &random);
  g.size = MAX (film->width, film->height) * vidimus_specimen_random_double (&random, 0.32, 0.5);
  c = (float) (cos (g.angle) / g.size);
  s = (float) (sin (g.angle) / g.size);

  for (int y = 0; y < film->height; y++)
    {
      float *light = film->light + (gsize) y * (gsize) film->width * 3;

      for (int x = 0; x < film->width; x++, light += 3)
        {
          float tone = tone_at (&g, (float) x * c + (float) y * s, (float) y * c - (float) x * s);

          for (int k = 0; k < 3; k++)
            light[k] = MAX (g.low[k] + (g.high[k] - g.low[k]) * tone, 0.002f);
        }
    }
  draw_upon (film, &g, &random);
}

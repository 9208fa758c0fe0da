/* What covers a document in the judging half: two fingers, a pen, another card, a sticker, a torn strip of tape. */
#include <math.h>

#include "vidimus-specimen-trial.h"

typedef struct
{
  cairo_t               *cr;
  VidimusSpecimenRandom *random;
  double                 size;  /* the document's longer side, pixels */
  double                 depth; /* how far in from its side the cover begins; the origin is there, +x leads outwards */
  double                 dose;
} Cover;

static void
cover_fingers (Cover *c)
{
  static const double widths[] = { 0, 0.1, 0.11, 0.125, 0.14, 0.155, 0.175 };
  guint32 skin = vidimus_specimen_trial_skin (c->random);
  double w = c->size * vidimus_specimen_trial_table (widths, c->dose);
  int n = c->dose > 0.4 ? vidimus_specimen_random_int (c->random, 1, 3) : 1;

  for (int i = 0; i < n; i++)
    {
      cairo_save (c->cr);
      cairo_translate (c->cr, w * vidimus_specimen_random_double (c->random, 0, 0.5) * (i > 0), w * 0.97 * i);
      vidimus_specimen_trial_finger (c->cr, skin, c->size * 2.5, w, vidimus_specimen_random_double (c->random, -0.08, 0.08), TRUE);
      cairo_restore (c->cr);
    }
}

/* A biro across the document, its tip somewhere inside. */
static void
cover_pen (Cover *c)
{
  static const guint32 bodies[] = { 0x1f3f8f, 0x1a1a1c, 0xb5252b, 0xe8e8e4, 0x2f7a4f };
  static const double widths[] = { 0, 0.012, 0.022, 0.04, 0.055, 0.075, 0.1 };
  double w = c->size * vidimus_specimen_trial_table (widths, c->dose), length = c->size * 1.1;
  guint32 body = bodies[vidimus_specimen_random_int (c->random, 0, G_N_ELEMENTS (bodies) - 1)];

  cairo_translate (c->cr, -c->depth, 0);
  cairo_rotate (c->cr, vidimus_specimen_random_double (c->random, -0.25, 0.25));
  for (int i = 0; i < 6; i++)
    {
      vidimus_specimen_trial_color (c->cr, body, 0.65 + 0.14 * i, 1);
      cairo_rectangle (c->cr, w * 2.2, -w / 2 + w * 0.08 * i, length, w * (1 - 0.16 * i));
      cairo_fill (c->cr);
    }
  vidimus_specimen_trial_color (c->cr, 0xb9b29a, 1, 1);
  cairo_move_to (c->cr, 0, 0);
  cairo_line_to (c->cr, w * 2.2, -w / 2);
  cairo_line_to (c->cr, w * 2.2, w / 2);
  cairo_fill (c->cr);
  vidimus_specimen_trial_color (c->cr, 0xd6d8db, 1, 1);
  cairo_rectangle (c->cr, length * 0.55, -w * 0.2, length * 0.45, w * 0.24);
  cairo_fill (c->cr);
}

static void
cover_card (Cover *c)
{
  static const guint32 faces[] = { 0x24344d, 0x7b2d3b, 0xdad7cf, 0x2c6b5a, 0xc59a2f };
  guint32 face = faces[vidimus_specimen_random_int (c->random, 0, G_N_ELEMENTS (faces) - 1)];
  double w = c->size * 0.95, h = w * 0.62, r = w * 0.035, skew = 0.25 * c->dose;

  cairo_translate (c->cr, 0, -h * vidimus_specimen_random_double (c->random, 0.35, 0.65));
  cairo_rotate (c->cr, vidimus_specimen_random_double (c->random, -skew, skew));
  cairo_new_sub_path (c->cr);
  cairo_arc (c->cr, w - r, r, r, -G_PI_2, 0);
  cairo_arc (c->cr, w - r, h - r, r, 0, G_PI_2);
  cairo_arc (c->cr, r, h - r, r, G_PI_2, G_PI);
  cairo_arc (c->cr, r, r, r, G_PI, 1.5 * G_PI);
  vidimus_specimen_trial_color (c->cr, face, 1, 1);
  cairo_fill (c->cr);
  vidimus_specimen_trial_color (c->cr, 0x111113, 1, 1);
  cairo_rectangle (c->cr, 0, h * 0.12, w, h * 0.18);
  cairo_fill (c->cr);
  vidimus_specimen_trial_color (c->cr, 0xf2f0ea, 1, 1);
  cairo_rectangle (c->cr, w * 0.06, h * 0.42, w * 0.6, h * 0.14);
  cairo_fill (c->cr);
}

static void
cover_sticker (Cover *c)
{
  static const guint32 colors[] = { 0xe2462f, 0x2d9a4b, 0xf3c319, 0x3274c8, 0xf4f4f2 };
  static const double radii[] = { 0, 0.02, 0.04, 0.065, 0.1, 0.15, 0.2 };
  double r = c->size * vidimus_specimen_trial_table (radii, c->dose);

  cairo_translate (c->cr, -c->size * vidimus_specimen_random_double (c->random, 0.05, 0.25), 0);
  vidimus_specimen_trial_color (c->cr, colors[vidimus_specimen_random_int (c->random, 0, 4)], 1, 1);
  cairo_arc (c->cr, 0, 0, r, 0, 2 * G_PI);
  cairo_fill (c->cr);
  vidimus_specimen_trial_color (c->cr, 0xffffff, 1, 0.75);
  cairo_set_line_width (c->cr, r * 0.08);
  cairo_arc (c->cr, 0, 0, r * 0.8, 0, 2 * G_PI);
  cairo_stroke (c->cr);
  cairo_rectangle (c->cr, -r * 0.45, -r * 0.12, r * 0.9, r * 0.24);
  cairo_fill (c->cr);
}

/* Opaque tape with a ragged end. */
static void
cover_tape (Cover *c)
{
  static const guint32 colors[] = { 0xd8c48e, 0x8f9498, 0x2f3134, 0xb9d4e6 };
  static const double widths[] = { 0, 0.03, 0.055, 0.085, 0.13, 0.19, 0.26 };
  double w = c->size * vidimus_specimen_trial_table (widths, c->dose), tooth = w / 9;

  cairo_rotate (c->cr, vidimus_specimen_random_double (c->random, -0.5, 0.5));
  vidimus_specimen_trial_color (c->cr, colors[vidimus_specimen_random_int (c->random, 0, 3)], 1, 1);
  cairo_move_to (c->cr, c->size * 0.7, w / 2);
  for (int i = 0; i <= 9; i++)
    cairo_line_to (c->cr, tooth * (i & 1), w / 2 - tooth * i);
  cairo_line_to (c->cr, c->size * 0.7, -w / 2);
  cairo_close_path (c->cr);
  cairo_fill (c->cr);
}

/** vidimus_specimen_trial_block: covers a part of the document at @quad. */
void
vidimus_specimen_trial_block (VidimusSpecimenFilm       *film,
                              const struct vidimus_quad *quad,
                              VidimusSpecimenRandom     *random,
                              double                     dose)
{
  static void (* const covers[]) (Cover *) = { cover_fingers, cover_fingers, cover_pen, cover_card, cover_sticker, cover_tape };
  static const double depths[] = { 0, 0.022, 0.05, 0.085, 0.14, 0.22, 0.32 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, film->width, film->height);
  int side = vidimus_specimen_random_int (random, 0, 3);
  double t = vidimus_specimen_random_double (random, 0.2, 0.8);
  const struct vidimus_point *a = &quad->p[side], *b = &quad->p[(side + 1) % 4], *o = &quad->p[(side + 2) % 4];
  double along = hypot (b->x - a->x, b->y - a->y), across = hypot (o->x - b->x, o->y - b->y);
  double out = atan2 (b->y - a->y, b->x - a->x) - G_PI_2; /* the quad runs clockwise */
  Cover c = { cairo_create (surface), random, MAX (along, across), 0, dose };
  struct vidimus_image view;
  int kind;

  c.depth = MIN (c.size * vidimus_specimen_trial_table (depths, dose), 0.75 * across);
  cairo_translate (c.cr, a->x + (b->x - a->x) * t - c.depth * cos (out), a->y + (b->y - a->y) * t - c.depth * sin (out));
  cairo_rotate (c.cr, out);
  kind = vidimus_specimen_random_int (random, 0, G_N_ELEMENTS (covers) - 1);
  if (covers[kind] == cover_card && dose < 0.25) /* however little of it, it hides a line */
    kind = 0;
  covers[kind] (&c);
  cairo_destroy (c.cr);
  view = vidimus_specimen_view (surface);
  vidimus_specimen_film_shadow (film, &view, -c.size * 0.01, c.size * 0.012, c.size * 0.02, 0.45);
  vidimus_specimen_film_lay (film, &view);
  cairo_surface_destroy (surface);
}

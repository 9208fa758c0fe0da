/* A screen of the judging half: pixels in a PenTile or a slanted BGR grid, its own gamma and haze, bands of its refreshing. It
 * shows a window of a browser, or the whole photograph. */
#include <math.h>
#include <string.h>

#include "vidimus-specimen-trial.h"

/**
 * vidimus_specimen_trial_window:
 * @display: (out): the lit part of the sheet, in its pixels
 *
 * Puts the document into a browser's window on a display with a frame.
 */
void
vidimus_specimen_trial_window (VidimusSpecimenSheet  *sheet,
                               VidimusSpecimenRandom *random,
                               struct vidimus_quad   *display)
{
  double w = cairo_image_surface_get_width (sheet->surface), h = cairo_image_surface_get_height (sheet->surface);
  double wide = floor (w * vidimus_specimen_random_double (random, 1.12, 1.6));
  double high = floor (MAX (wide * 0.56, h * 1.35)), frame = floor (wide * vidimus_specimen_random_double (random, 0.012, 0.05));
  double x = floor ((wide - w) * vidimus_specimen_random_double (random, 0.35, 0.65)), y = floor ((high - h) * 0.62);
  double bar = high * 0.085, ground = vidimus_specimen_random_chance (random, 0.7) ? 0.97 : 0.2;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) wide, (int) high);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.06, 0.06, 0.065);
  cairo_rectangle (cr, 4, 4, wide - 8, high - 8);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, ground, ground, ground);
  cairo_rectangle (cr, frame, frame, wide - 2 * frame, high - 2 * frame);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, ground * 0.86, ground * 0.88, ground * 0.92);
  cairo_rectangle (cr, frame, frame, wide - 2 * frame, bar);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, ground, ground, ground);
  cairo_rectangle (cr, frame + wide * 0.02, frame + bar * 0.1, wide * 0.2, bar * 0.4);
  cairo_rectangle (cr, frame + wide * 0.1, frame + bar * 0.56, wide * 0.7, bar * 0.34);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.45, 0.47, 0.5);
  for (int i = 0; i < 3; i++)
    {
      cairo_arc (cr, frame + wide * (0.03 + 0.022 * i), frame + bar * 0.73, bar * 0.11, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_move_to (cr, frame + wide * 0.12, frame + bar * 0.6);
  vidimus_specimen_trial_words (cr, random, "DejaVu Sans", bar * 0.2, wide, 3);
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
  *display = (struct vidimus_quad) { { { frame, frame }, { wide - frame, frame }, { wide - frame, high - frame },
                                       { frame, high - frame } } };
}

typedef struct
{
  struct vidimus_homography to_screen; /* from the picture to the screen's pixels */
  gboolean                  pentile;
  float                     grid;  /* 0–1 how plainly pixels are told apart */
  float                     band;
  float                     bands; /* screen pixels between them */
  float                     phase;
  float                     haze;
  float                     tint[3];
  float                     middle[3]; /* what a colour's light adds up to over a pixel, to be divided by */
} Screen;

/* How much of a colour's light comes from a place within a pixel. */
static float
lit_at (const Screen *s,
        float         u,
        float         v,
        int           column,
        int           row,
        int           c)
{
  if (s->pentile)
    {
      float dx = u - (c == 1 ? 0.25f : 0.72f), dy = v - (c == 1 ? 0.3f : 0.7f);
      float r2 = c == 1 ? 0.05f : 0.085f;

      if (c != 1 && ((column + row) & 1) != (c == 0))
        return 0;

      return dx * dx + dy * dy < r2 ? 1 : 0;
    }
  else
    {
      float slant = (row & 1) ? v - 0.5f : 0.5f - v;
      float at = u + 0.22f * slant - (2.5f - (float) c) / 3;

      at -= floorf (at + 0.5f);

      return fabsf (at) < 0.13f && v > 0.09f && v < 0.93f ? 1 : 0;
    }
}

static void
measure (Screen *s)
{
  for (int c = 0; c < 3; c++)
    {
      float sum = 0;

      for (int i = 0; i < 80 * 80; i++)
        sum += lit_at (s, (float) (i % 40 + 0.5) / 40, (float) (i / 80 % 40 + 0.5) / 40, i % 80 / 40, i / 3200, c);
      s->middle[c] = sum / 6400;
    }
}

static void
screen_init (Screen                    *s,
             const struct vidimus_quad *display,
             VidimusSpecimenRandom     *random,
             double                     dose)
{
  static const double grids[] = { 0, 0.07, 0.2, 0.42, 0.6, 0.8, 0.95 };
  static const double bands[] = { 0, 0.005, 0.015, 0.05, 0.08, 0.11, 0.14 };
  double wide = hypot (display->p[1].x - display->p[0].x, display->p[1].y - display->p[0].y);
  double high = hypot (display->p[2].x - display->p[1].x, display->p[2].y - display->p[1].y);
  double pitch = vidimus_specimen_random_chance (random, 0.5) ? vidimus_specimen_random_double (random, 0.85, 1.18)
                                                              : vidimus_specimen_random_double (random, 2.3, 3.1);
  const struct vidimus_quad pixels = { { { 0, 0 }, { wide / pitch, 0 }, { wide / pitch, high / pitch }, { 0, high / pitch } } };

  vidimus_homography_from_quads (display, &pixels, &s->to_screen);
  s->pentile = vidimus_specimen_random_chance (random, 0.5);
  s->grid = (float) (vidimus_specimen_trial_table (grids, dose) * (pitch < 2 ? 0.5 : 1)); /* fine pixels beat, coarse show */
  s->band = (float) vidimus_specimen_trial_table (bands, dose);
  s->bands = (float) (high / pitch * vidimus_specimen_random_double (random, 0.12, 0.4));
  s->phase = (float) vidimus_specimen_random_double (random, 0, 2 * G_PI);
  s->haze = (float) (0.02 * dose);
  for (int c = 0; c < 3; c++)
    s->tint[c] = (float) (1 + (c - 1) * vidimus_specimen_random_double (random, 0, 0.1));
  measure (s);
}

/* The mean of nine places of the screen that one pixel of the camera sees; what is shown is @light, smooth. */
static void
see (const Screen *s,
     const float  *from,
     int           width,
     int           x,
     int           y,
     float        *light)
{
  struct vidimus_point p = vidimus_homography_apply (&s->to_screen, (struct vidimus_point) { x + 0.5, y + 0.5 });
  struct vidimus_point q = vidimus_homography_apply (&s->to_screen, (struct vidimus_point) { x + 1.5, y + 0.5 });
  struct vidimus_point r = vidimus_homography_apply (&s->to_screen, (struct vidimus_point) { x + 0.5, y + 1.5 });
  float sum[3] = { 0 }, band = 1 + s->band * sinf ((float) p.y / s->bands * 6.2832f + s->phase);
  const float *at = from + ((gsize) y * (gsize) width + (gsize) x) * 3;

  for (int i = 0; i < 9; i++)
    {
      float du = (float) (i % 3 - 1) * 0.31f, dv = (float) (i / 3 - 1) * 0.31f;
      float u = (float) p.x + du * (float) (q.x - p.x) + dv * (float) (r.x - p.x) + 64;
      float v = (float) p.y + du * (float) (q.y - p.y) + dv * (float) (r.y - p.y) + 64;
      int column = (int) u, row = (int) v;

      for (int c = 0; c < 3; c++)
        sum[c] += lit_at (s, u - (float) column, v - (float) row, column, row, c);
    }
  for (int c = 0; c < 3; c++)
    light[c] = s->haze + at[c] * s->tint[c] * band * (1 - s->grid + s->grid * sum[c] / 9 / s->middle[c]);
}

/** vidimus_specimen_trial_screen: makes what lies within @display, in the picture's pixels, the light of a screen. */
void
vidimus_specimen_trial_screen (VidimusSpecimenFilm       *film,
                               const struct vidimus_quad *display,
                               VidimusSpecimenRandom     *random,
                               double                     dose)
{
  gsize n = (gsize) film->width * (gsize) film->height * 3;
  g_autofree float *from = g_memdup2 (film->light, n * sizeof (float));
  Screen s;

  screen_init (&s, display, random, dose);
  for (int y = 0; y < film->height; y++)
    for (int x = 0; x < film->width; x++)
      if (vidimus_quad_contains (display, (struct vidimus_point) { x + 0.5, y + 0.5 }))
        see (&s, from, film->width, x, y, film->light + ((gsize) y * (gsize) film->width + (gsize) x) * 3);
}

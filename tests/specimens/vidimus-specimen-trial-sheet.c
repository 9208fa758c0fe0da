/* What befalls a document before it is photographed, in the judging half: photocopied, printed, its corner lost. */
#include <math.h>

#include "vidimus-specimen-trial.h"

#define SINES 1024

static float
sine (const float *table,
      double       turns)
{
  return table[(int) ((turns - floor (turns)) * SINES) & (SINES - 1)];
}

static void
sines_init (float *table)
{
  for (int i = 0; i < SINES; i++)
    table[i] = (float) sin (2 * G_PI * i / SINES);
}

/* Puts the document on a larger sheet of paper, @border of its longer side around it at least. */
static void
mount (VidimusSpecimenSheet  *sheet,
       VidimusSpecimenRandom *random,
       double                 border,
       double                 gray)
{
  double w = cairo_image_surface_get_width (sheet->surface), h = cairo_image_surface_get_height (sheet->surface);
  double least = border * MAX (w, h), moved[2];
  cairo_surface_t *paper;
  cairo_t *cr;
  double wide = w + 2 * least * vidimus_specimen_random_double (random, 1, 2.2);
  double high = h + 2 * least * vidimus_specimen_random_double (random, 1, 2.2);

  moved[0] = floor ((wide - w) * vidimus_specimen_random_double (random, 0.25, 0.75));
  moved[1] = floor ((high - h) * vidimus_specimen_random_double (random, 0.25, 0.75));
  paper = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) wide, (int) high);
  cr = cairo_create (paper);
  cairo_set_source_rgb (cr, gray, gray, gray * 0.985);
  cairo_rectangle (cr, 6, 6, wide - 12, high - 12);
  cairo_fill (cr);
  cairo_set_source_surface (cr, sheet->surface, moved[0], moved[1]);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (sheet->surface);
  sheet->surface = paper;
  for (int i = 0; i < 4; i++)
    {
      sheet->card.p[i].x += moved[0];
      sheet->card.p[i].y += moved[1];
    }
}

typedef struct
{
  float  sines[SINES];
  double color;  /* share of the colour that is left */
  double hard;   /* slope of the toner's curve */
  double lift;
  double screen; /* strength of the halftone */
  double pitch;  /* pixels */
  double band;   /* strength of the drum's bands */
  double every;  /* pixels between bands */
} Copier;

static double
toner_at (const Copier *copier,
          double        gray,
          int           x,
          int           y)
{
  double dots = sine (copier->sines, (x + y) / copier->pitch) * sine (copier->sines, (x - y) / copier->pitch);
  double band = copier->band * sine (copier->sines, y / copier->every) * sine (copier->sines, y / (copier->every * 5.3));

  gray = (gray - 0.55) * copier->hard + 0.55 + copier->lift + band + copier->screen * dots * gray * (1.1 - gray) * 3;

  return CLAMP (gray, 0.09, 0.97);
}

/**
 * vidimus_specimen_trial_copy:
 *
 * A photocopy: toner in a halftone, hard, in bands; less of the first colour with each step, and from the third none but a trace.
 * It lies on a larger sheet, or is cut out.
 */
void
vidimus_specimen_trial_copy (VidimusSpecimenSheet  *sheet,
                             VidimusSpecimenRandom *random,
                             double                 dose)
{
  static const double colors[] = { 1, 0.78, 0.36, 0.06, 0.02, 0, 0 };
  static const double hards[] = { 1, 1.05, 1.15, 1.3, 1.6, 2.1, 2.8 };
  static const double screens[] = { 0, 0, 0.05, 0.12, 0.2, 0.32, 0.45 };
  Copier copier = { .lift = vidimus_specimen_random_double (random, -0.04, 0.08) };
  gboolean whole = vidimus_specimen_random_chance (random, 0.6);
  struct vidimus_image view;

  sines_init (copier.sines);
  copier.color = vidimus_specimen_trial_table (colors, dose);
  copier.hard = vidimus_specimen_trial_table (hards, dose);
  copier.screen = vidimus_specimen_trial_table (screens, dose);
  copier.pitch = vidimus_specimen_random_double (random, 4.5, 7);
  copier.band = 0.07 * dose * vidimus_specimen_random_double (random, 0.2, 1);
  copier.every = vidimus_specimen_random_double (random, 18, 60);
  if (dose > 0.4 && whole)
    mount (sheet, random, 0.12, 0.93);

  view = vidimus_specimen_view (sheet->surface);
  for (int y = 0; y < view.height; y++)
    {
      guint8 *p = vidimus_image_at (&view, 0, y);

      for (int x = 0; x < view.width; x++, p += 4)
        {
          double gray = (0.18 * p[0] + 0.62 * p[1] + 0.2 * p[2]) / 255, toner = 255 * toner_at (&copier, gray, x, y);

          if (p[3] == 255)
            for (int c = 0; c < 3; c++)
              p[c] = (guint8) (p[c] * copier.color + toner * (1 - copier.color) + 0.5);
        }
    }
  cairo_surface_mark_dirty (sheet->surface);
}

/* Ink of one plate at a place: a dot that grows with the tone, softly. */
static double
dot (const float *sines,
     double       tone,
     double       u,
     double       v)
{
  double threshold = 0.5 + 0.25 * (sine (sines, u) + sine (sines, v));

  return CLAMP ((tone - threshold) * 3.2 + 0.5, 0, 1);
}

/**
 * vidimus_specimen_trial_print:
 *
 * The document's picture printed by four plates (each turned, so that rosettes come up) on paper with a white border.
 */
void
vidimus_specimen_trial_print (VidimusSpecimenSheet  *sheet,
                              VidimusSpecimenRandom *random,
                              double                 dose)
{
  static const double pitches[] = { 2.2, 2.6, 3.0, 3.6, 4.4, 5.4, 6.6 };
  static const double shares[] = { 0, 0.16, 0.34, 0.55, 0.72, 0.86, 0.95 };
  static const double angles[] = { 0, 0.2618, 1.309, 0.7854 }; /* yellow, cyan, magenta, black */
  double pitch = vidimus_specimen_trial_table (pitches, dose) * vidimus_specimen_random_double (random, 0.9, 1.15);
  double share = vidimus_specimen_trial_table (shares, dose);
  float sines[SINES];
  struct vidimus_image view;
  double c[4], s[4];

  sines_init (sines);
  for (int i = 0; i < 4; i++)
    {
      c[i] = cos (angles[i]) / pitch;
      s[i] = sin (angles[i]) / pitch;
    }
  if (dose > 0.4)
    mount (sheet, random, vidimus_specimen_random_double (random, 0.03, 0.09), 0.95);
  view = vidimus_specimen_view (sheet->surface);
  for (int y = 0; y < view.height; y++)
    {
      guint8 *p = vidimus_image_at (&view, 0, y);

      for (int x = 0; x < view.width; x++, p += 4)
        {
          double ink[4], black = 255 - MAX (p[0], MAX (p[1], p[2]));

          if (p[3] < 255)
            continue;
          for (int i = 0; i < 4; i++)
            ink[i] = dot (sines, i == 3 ? 0.8 * black / 255 : (255 - p[i == 0 ? 0 : i == 1 ? 2 : 1]) / 255.0,
                          x * c[i] + y * s[i], y * c[i] - x * s[i]);
          for (int k = 0; k < 3; k++)
            {
              double paper = 250 * (1 - 0.86 * ink[k == 0 ? 0 : k == 1 ? 2 : 1]) * (1 - 0.8 * ink[3]) + 4;

              p[k] = (guint8) CLAMP (p[k] * (1 - share) + paper * share + 0.5, 0, 255);
            }
        }
    }
  cairo_surface_mark_dirty (sheet->surface);
}

/**
 * vidimus_specimen_trial_corner:
 *
 * A corner is torn off, or folded over so that the paper's back is seen. The document's quad stays that of the whole.
 */
void
vidimus_specimen_trial_corner (VidimusSpecimenSheet  *sheet,
                               VidimusSpecimenRandom *random,
                               double                 dose)
{
  static const double legs[] = { 0, 0.03, 0.05, 0.085, 0.13, 0.19, 0.27 };
  int corner = vidimus_specimen_random_int (random, 0, 3);
  gboolean folded = vidimus_specimen_random_chance (random, 0.5);
  const struct vidimus_point *at = &sheet->card.p[corner], *next = &sheet->card.p[(corner + 1) % 4],
                             *last = &sheet->card.p[(corner + 3) % 4];
  double longer = MAX (hypot (next->x - at->x, next->y - at->y), hypot (last->x - at->x, last->y - at->y));
  double leg = longer * vidimus_specimen_trial_table (legs, dose);
  double a = leg * vidimus_specimen_random_double (random, 0.85, 1.2), b = leg * vidimus_specimen_random_double (random, 0.85, 1.2);
  double sx = next->x + last->x > 2 * at->x ? 1 : -1, sy = next->y + last->y > 2 * at->y ? 1 : -1;
  double margin = 8, mirror = 2 * a * b / (a * a + b * b);
  cairo_t *cr = cairo_create (sheet->surface);

  /* Everything beyond the line from (a, 0) to (0, b), seen from the corner. */
  cairo_translate (cr, at->x, at->y);
  cairo_scale (cr, sx, sy);
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_move_to (cr, -margin, -margin);
  cairo_line_to (cr, a + margin * a / b, -margin);
  if (!folded)
    for (int i = 0; i <= 12; i++)
      {
        double t = i / 12.0, rag = leg * vidimus_specimen_random_double (random, -0.035, 0.035);

        cairo_line_to (cr, a * (1 - t) + rag, b * t + rag);
      }
  cairo_line_to (cr, -margin, b + margin * b / a);
  cairo_close_path (cr);
  cairo_fill (cr);
  if (folded)
    {
      cairo_set_operator (cr, CAIRO_OPERATOR_ATOP);
      cairo_set_source_rgb (cr, 0.86, 0.86, 0.84);
      cairo_move_to (cr, a, 0);
      cairo_line_to (cr, mirror * b, mirror * a);
      cairo_line_to (cr, 0, b);
      cairo_close_path (cr);
      cairo_fill_preserve (cr);
      cairo_set_source_rgba (cr, 0, 0, 0, 0.35);
      cairo_set_line_width (cr, MAX (1.5, leg * 0.03));
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

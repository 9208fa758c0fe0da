/* What the judging half is drawn with: tables of doses, standing grain, words. */
#include <math.h>

#include <pango/pangocairo.h>

#include "vidimus-specimen-trial.h"

/** vidimus_specimen_trial_table: what @steps says at @dose × 6, straight lines between. */
double
vidimus_specimen_trial_table (const double steps[VIDIMUS_SPECIMEN_STEPS + 1],
                              double       dose)
{
  double at = CLAMP (dose, 0, 1) * VIDIMUS_SPECIMEN_STEPS;
  int i = MIN ((int) at, VIDIMUS_SPECIMEN_STEPS - 1);

  return steps[i] + (steps[i + 1] - steps[i]) * (at - i);
}

/** vidimus_specimen_trial_color: sets the source; @light 1 leaves @rgb as it is. */
void
vidimus_specimen_trial_color (cairo_t *cr,
                              guint32  rgb,
                              double   light,
                              double   alpha)
{
  cairo_set_source_rgba (cr, MIN (1, (rgb >> 16 & 255) / 255.0 * light), MIN (1, (rgb >> 8 & 255) / 255.0 * light),
                         MIN (1, (rgb & 255) / 255.0 * light), alpha);
}

/** vidimus_specimen_trial_words: a paragraph of syllables, its top left at the current point, in the current colour. */
void
vidimus_specimen_trial_words (cairo_t               *cr,
                              VidimusSpecimenRandom *random,
                              const char            *font,
                              double                 size,
                              double                 width,
                              int                    n_words)
{
  static const char * const syllables[] = { "ta", "ren", "mo", "vis", "ka", "del", "or", "nim", "sa", "pel", "gu", "tir",
                                            "an", "wo", "lis", "be", NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  for (int i = 0; i < n_words; i++)
    {
      for (int k = vidimus_specimen_random_int (random, 1, 4); k > 0; k--)
        g_string_append (text, vidimus_specimen_random_pick (random, syllables));
      g_string_append (text, i % 11 == 10 ? ". " : " ");
    }
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text->str, -1);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (description);
  g_object_unref (layout);
}

/** vidimus_specimen_grain_init: fills it from @random. */
void
vidimus_specimen_grain_init (VidimusSpecimenGrain  *self,
                             VidimusSpecimenRandom *random)
{
  for (int i = 0; i < VIDIMUS_SPECIMEN_GRAIN * VIDIMUS_SPECIMEN_GRAIN; i++)
    self->cells[i] = (float) vidimus_specimen_random_double (random, 0, 1);
}

/** vidimus_specimen_grain_at: 0–1, smooth over a unit; @x and @y above −4096. */
float
vidimus_specimen_grain_at (const VidimusSpecimenGrain *self,
                           float                       x,
                           float                       y)
{
  const int mask = VIDIMUS_SPECIMEN_GRAIN - 1;
  float px = x + 4096, py = y + 4096;
  int ix = (int) px, iy = (int) py;
  float u = px - (float) ix, v = py - (float) iy;
  const float *above = self->cells + (iy & mask) * VIDIMUS_SPECIMEN_GRAIN;
  const float *below = self->cells + ((iy + 1) & mask) * VIDIMUS_SPECIMEN_GRAIN;
  int left = ix & mask, right = (ix + 1) & mask;

  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);

  return (above[left] * (1 - u) + above[right] * u) * (1 - v) + (below[left] * (1 - u) + below[right] * u) * v;
}

/** vidimus_specimen_grain_cloud: three octaves of it, about 0–1. */
float
vidimus_specimen_grain_cloud (const VidimusSpecimenGrain *self,
                              float                       x,
                              float                       y)
{
  return (4 * vidimus_specimen_grain_at (self, x, y) + 2 * vidimus_specimen_grain_at (self, 2.1f * x + 31, 2.1f * y + 7) +
          vidimus_specimen_grain_at (self, 4.3f * x + 5, 4.3f * y + 19)) / 7;
}

#include "vidimus-specimen-canvas.h"

#include <math.h>

/**
 * vidimus_specimen_canvas_new:
 * @width: of the card, tenths of a millimetre
 * @radius: of its corners
 * @scale: pixels in a tenth of a millimetre
 * @seed: of everything drawn that is not text
 *
 * The surface is larger than the card by a transparent margin of eight pixels, so that it can be
 * warped with smooth edges.
 */
VidimusSpecimenCanvas *
vidimus_specimen_canvas_new (double  width,
                             double  height,
                             double  radius,
                             double  scale,
                             guint64 seed)
{
  VidimusSpecimenCanvas *self = g_new0 (VidimusSpecimenCanvas, 1);
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoContext *context;

  self->width = width;
  self->height = height;
  self->scale = scale;
  self->margin = 8;
  self->families = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  vidimus_specimen_random_init (&self->random, seed, "canvas");

  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                              (int) lround (width * scale + 2 * self->margin),
                                              (int) lround (height * scale + 2 * self->margin));
  self->cr = cairo_create (self->surface);
  cairo_translate (self->cr, self->margin, self->margin);
  cairo_scale (self->cr, scale, scale);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  self->layout = pango_cairo_create_layout (self->cr);
  context = pango_layout_get_context (self->layout);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_layout_context_changed (self->layout);
  cairo_font_options_destroy (options);

  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, width - radius, radius, radius, -G_PI_2, 0);
  cairo_arc (self->cr, width - radius, height - radius, radius, 0, G_PI_2);
  cairo_arc (self->cr, radius, height - radius, radius, G_PI_2, G_PI);
  cairo_arc (self->cr, radius, radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (self->cr);
  cairo_clip (self->cr);

  return self;
}

/** vidimus_specimen_canvas_free: with its surface; reference that first to keep it. */
void
vidimus_specimen_canvas_free (VidimusSpecimenCanvas *self)
{
  g_hash_table_unref (self->families);
  g_object_unref (self->layout);
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
  g_free (self);
}

/** vidimus_specimen_canvas_color: sets the source to 0xRRGGBB. */
void
vidimus_specimen_canvas_color (VidimusSpecimenCanvas *self,
                               guint32                rgb,
                               double                 alpha)
{
  cairo_set_source_rgba (self->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                         (rgb & 255) / 255.0, alpha);
}

/* Sets the layout to @text; returns its width. */
static double
set_text (VidimusSpecimenCanvas *self,
          const char            *font,
          double                 size,
          VidimusSpecimenAlign   align,
          const char            *text)
{
  static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT };
  PangoFontDescription *description = pango_font_description_from_string (font);
  PangoRectangle extents;

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (self->layout, description);
  pango_layout_set_alignment (self->layout, alignments[align]);
  pango_layout_set_text (self->layout, text, -1);
  pango_font_description_free (description);
  pango_layout_get_extents (self->layout, NULL, &extents);

  return (double) extents.width / PANGO_SCALE;
}

/* Notes which families the layout is set in, fallbacks too. */
static void
note_families (VidimusSpecimenCanvas *self)
{
  PangoLayoutIter *iter = pango_layout_get_iter (self->layout);

  do
    {
      PangoLayoutRun *run = pango_layout_iter_get_run_readonly (iter);

      if (run != NULL)
        {
          PangoFontDescription *description = pango_font_describe (run->item->analysis.font);

          g_hash_table_add (self->families, g_strdup (pango_font_description_get_family (description)));
          pango_font_description_free (description);
        }
    }
  while (pango_layout_iter_next_run (iter));

  pango_layout_iter_free (iter);
}

/** vidimus_specimen_canvas_measure: how wide vidimus_specimen_canvas_text() would draw. */
double
vidimus_specimen_canvas_measure (VidimusSpecimenCanvas *self,
                                 const char            *font,
                                 double                 size,
                                 const char            *text)
{
  return set_text (self, font, size, VIDIMUS_SPECIMEN_START, text);
}

/**
 * vidimus_specimen_canvas_text:
 * @font: a Pango font description without a size
 * @size: of the em
 * @baseline: of the first line; further lines follow below
 * @text: may hold line breaks
 *
 * Draws in the colour that is set.
 */
void
vidimus_specimen_canvas_text (VidimusSpecimenCanvas *self,
                              const char            *font,
                              double                 size,
                              VidimusSpecimenAlign   align,
                              double                 x,
                              double                 baseline,
                              const char            *text)
{
  double width = set_text (self, font, size, align, text);

  x -= align == VIDIMUS_SPECIMEN_START ? 0 : align == VIDIMUS_SPECIMEN_END ? width : width / 2;
  cairo_move_to (self->cr, x,
                 baseline - (double) pango_layout_get_baseline (self->layout) / PANGO_SCALE);
  pango_cairo_show_layout (self->cr, self->layout);
  note_families (self);
  cairo_new_path (self->cr);
}

/** vidimus_specimen_canvas_paper: fills the card with a slanted gradient of @n_stops colours. */
void
vidimus_specimen_canvas_paper (VidimusSpecimenCanvas *self,
                               const guint32         *stops,
                               int                    n_stops)
{
  double slant = vidimus_specimen_random_double (&self->random, 0.1, 0.6);
  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, 0, self->width, self->height * slant);

  for (int i = 0; i < n_stops; i++)
    cairo_pattern_add_color_stop_rgb (pattern, n_stops == 1 ? 0 : (double) i / (n_stops - 1),
                                      (stops[i] >> 16 & 255) / 255.0, (stops[i] >> 8 & 255) / 255.0,
                                      (stops[i] & 255) / 255.0);
  cairo_set_source (self->cr, pattern);
  cairo_paint (self->cr);
  cairo_pattern_destroy (pattern);
}

/**
 * vidimus_specimen_canvas_waves:
 * @spacing: between neighbouring lines
 *
 * A family of fine waves over the whole card: decoration of our own, of no document's design.
 */
void
vidimus_specimen_canvas_waves (VidimusSpecimenCanvas *self,
                               guint32                rgb,
                               double                 alpha,
                               double                 spacing)
{
  VidimusSpecimenRandom *random = &self->random;
  double amplitude = vidimus_specimen_random_double (random, 14, 34);
  double length = vidimus_specimen_random_double (random, 150, 330);
  double beat = vidimus_specimen_random_double (random, 0.35, 0.8);
  double phase = vidimus_specimen_random_double (random, 0, 2 * G_PI);
  double drift = vidimus_specimen_random_double (random, 0.004, 0.02);

  vidimus_specimen_canvas_color (self, rgb, alpha);
  cairo_set_line_width (self->cr, 1.3);
  for (double y = -2 * amplitude; y < self->height + 2 * amplitude; y += spacing)
    {
      for (double x = -5; x <= self->width + 5; x += 5)
        {
          double a = 2 * G_PI * x / length + phase;

          cairo_line_to (self->cr, x,
                         y + amplitude * sin (a + y * drift) + 0.5 * amplitude * sin (a * beat - y * drift));
        }
      cairo_stroke (self->cr);
    }
}

/** vidimus_specimen_canvas_rosette: a hypotrochoid flower of fine lines. */
void
vidimus_specimen_canvas_rosette (VidimusSpecimenCanvas *self,
                                 double                 x,
                                 double                 y,
                                 double                 radius,
                                 guint32                rgb,
                                 double                 alpha)
{
  int petals = vidimus_specimen_random_int (&self->random, 7, 13);

  vidimus_specimen_canvas_color (self, rgb, alpha);
  cairo_set_line_width (self->cr, 1.1);
  for (int ring = 0; ring < 5; ring++)
    {
      double r = radius * (1 - 0.13 * ring);

      for (int i = 0; i <= 720; i++)
        {
          double a = i * G_PI / 180;
          double d = r * (0.78 + 0.22 * cos (petals * a / 2 + ring * 0.5));

          cairo_line_to (self->cr, x + d * cos (a), y + d * sin (a));
        }
      cairo_stroke (self->cr);
    }
}

/** vidimus_specimen_canvas_emblem: an invented seal (a disc, a ring of beads and a tick): no state's arms. */
void
vidimus_specimen_canvas_emblem (VidimusSpecimenCanvas *self,
                                double                 x,
                                double                 y,
                                double                 radius,
                                guint32                rgb)
{
  cairo_t *cr = self->cr;

  vidimus_specimen_canvas_color (self, rgb, 0.92);
  cairo_arc (cr, x, y, radius * 0.66, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_line_width (cr, radius * 0.045);
  cairo_arc (cr, x, y, radius * 0.98, 0, 2 * G_PI);
  cairo_stroke (cr);
  for (int i = 0; i < 20; i++)
    {
      double a = i * G_PI / 10;

      cairo_arc (cr, x + radius * 0.82 * cos (a), y + radius * 0.82 * sin (a), radius * 0.065, 0, 2 * G_PI);
      cairo_fill (cr);
    }

  vidimus_specimen_canvas_color (self, 0xffffff, 0.92);
  cairo_set_line_width (cr, radius * 0.13);
  cairo_move_to (cr, x - radius * 0.32, y - radius * 0.02);
  cairo_line_to (cr, x - radius * 0.07, y + radius * 0.27);
  cairo_line_to (cr, x + radius * 0.34, y - radius * 0.28);
  cairo_stroke (cr);
}

/** vidimus_specimen_canvas_overprint: the word SPECIMEN, slanted, centred at (@x, @y). */
void
vidimus_specimen_canvas_overprint (VidimusSpecimenCanvas *self,
                                   double                 x,
                                   double                 y,
                                   double                 size,
                                   const char            *font,
                                   guint32                rgb)
{
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_rotate (self->cr, vidimus_specimen_random_double (&self->random, -0.30, -0.16));
  vidimus_specimen_canvas_color (self, rgb, 0.62);
  vidimus_specimen_canvas_text (self, font, size, VIDIMUS_SPECIMEN_CENTER, 0, size * 0.36,
                                "SPECIMEN");
  cairo_restore (self->cr);
}

#include "vidimus-mrz-glyphs.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* The machine's own face in its cuts, and monospaced strangers: printers and mock-ups use what they have. */
static const struct
{
  const char *family;
  double      share;
} faces[] = {
  { "OCR B", .66 }, { "OCR B S", .12 }, { "DejaVu Sans Mono", .04 }, { "DejaVu Sans Mono Bold", .03 },
  { "Nimbus Mono PS", .02 }, { "Nimbus Mono PS Bold", .04 }, { "Liberation Mono", .03 }, { "Liberation Mono Bold", .02 },
  { "Tlwg Mono Bold", .02 }, { "Noto Sans Mono CJK SC", .02 },
};

static const char *const prose_families[] = {
  "DejaVu Sans", "Nimbus Roman", "Liberation Sans", "Noto Sans CJK SC", "Noto Sans Bold",
};

static const char *const prose[] = {
  "Identity card number and date of expiry of the holder, issued by the office",
  "REPUBLIC OF SOMEWHERE  PASSPORT  NATIONALITY AND PLACE OF BIRTH  14 MAR 2021",
  "Apellidos y nombres, fecha de nacimiento, lugar de domicilio, firma del titular",
  "This card remains property of the state. If found please return to any post office.",
  "SURNAME GIVEN NAMES SEX DATE OF ISSUE AUTHORITY SIGNATURE OF BEARER 0123456789",
  "3 Kingsway Road, Flat 12 B, Third Floor - height 1.74 m, blood type AB, class D1",
};

int
mrz_glyphs_n_faces (void)
{
  return G_N_ELEMENTS (faces);
}

double
mrz_glyphs_share (int face)
{
  return faces[face].share;
}

/* Thinner (@weight 0) to bolder: blurred, then cut at a level. */
static void
reweigh (const struct mrz_glyph *in,
         int                     weight,
         struct mrz_glyph       *out)
{
  static const double levels[MRZ_WEIGHTS] = { .82, .66, .50, .32, .16 };
  const int r = 4;
  double across[MRZ_GLYPH_H][MRZ_GLYPH_W], w[2 * 4 + 1], n = 0;

  for (int d = -r; d <= r; d++)
    n += w[d + r] = exp (-d * d / 6.0);
  for (int y = 0; y < MRZ_GLYPH_H; y++)
    for (int x = 0; x < MRZ_GLYPH_W; x++)
      {
        across[y][x] = 0;
        for (int d = MAX (-r, -x); d <= r && x + d < MRZ_GLYPH_W; d++)
          across[y][x] += w[d + r] * in->ink[y][x + d] / n;
      }
  for (int y = 0; y < MRZ_GLYPH_H; y++)
    for (int x = 0; x < MRZ_GLYPH_W; x++)
      {
        double sum = 0;

        for (int d = MAX (-r, -y); d <= r && y + d < MRZ_GLYPH_H; d++)
          sum += w[d + r] * across[y + d][x] / n;
        out->ink[y][x] = (uint8_t) (255 * CLAMP (.5 + (sum / 255 - levels[weight]) * 3, 0, 1));
      }
}

/* Draws @text with its baseline at MRZ_GLYPH_ABOVE + MRZ_GLYPH_CAP; a single character in the middle of its advance. */
static void
draw_text (const char     *family,
           double          size,
           const char     *text,
           uint8_t        *to,
           int             width,
           PangoRectangle *ink,
           PangoRectangle *logical)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, MRZ_GLYPH_H);
  cairo_t *cr = cairo_create (surface);
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (family);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, ink, logical);
  cairo_move_to (cr, text[1] != '\0' ? 0 : (width - (double) logical->width / PANGO_SCALE) / 2,
                 MRZ_GLYPH_ABOVE + MRZ_GLYPH_CAP - (double) pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  cairo_surface_flush (surface);
  for (int y = 0; y < MRZ_GLYPH_H; y++)
    memcpy (to + y * width, cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface),
            (size_t) width);

  pango_font_description_free (description);
  g_object_unref (layout);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* The size at which @family has capital letters MRZ_GLYPH_CAP high. */
static double
fit_size (const char *family)
{
  struct mrz_glyph glyph;
  PangoRectangle ink, logical;

  draw_text (family, 100, "H", &glyph.ink[0][0], MRZ_GLYPH_W, &ink, &logical);

  return 100.0 * MRZ_GLYPH_CAP * PANGO_SCALE / ink.height;
}

/**
 * mrz_glyphs_draw_face:
 * @face: 0 to mrz_glyphs_n_faces() - 1
 */
void
mrz_glyphs_draw_face (int              face,
                      struct mrz_face *to)
{
  double size = fit_size (faces[face].family);

  for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
    {
      const char text[2] = { VIDIMUS_MRZ_ALPHABET[c], '\0' };
      struct mrz_glyph plain;
      PangoRectangle ink, logical;

      draw_text (faces[face].family, size, text, &plain.ink[0][0], MRZ_GLYPH_W, &ink, &logical);
      to->pitch = (double) logical.width / PANGO_SCALE;
      for (int w = 0; w < MRZ_WEIGHTS; w++)
        reweigh (&plain, w, &to->glyphs[c][w]);
    }
}

/**
 * mrz_glyphs_draw_prose:
 * @n: which of MRZ_N_PROSE
 */
void
mrz_glyphs_draw_prose (int               n,
                       struct mrz_prose *to)
{
  const char *family = prose_families[n % (int) G_N_ELEMENTS (prose_families)];
  PangoRectangle ink, logical;

  draw_text (family, fit_size (family), prose[n % (int) G_N_ELEMENTS (prose)], &to->ink[0][0], MRZ_PROSE_W, &ink, &logical);
}

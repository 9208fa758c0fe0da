#include "vidimus-glass.h"

#include "vidimus-specimen-card.h"

#include <math.h>

/* Paper with text, in tenths of a millimetre: @margin around it, a line every @pitch, and a paragraph every so many. */
static VidimusSpecimenCanvas *
draw_paper (double  width,
            double  height,
            double  radius,
            double  margin,
            double  pitch,
            guint32 shade,
            double  scale,
            guint64 seed)
{
  static const char words[] = "Specimen of a letter that says nothing to nobody in particular and goes on for as long as there is room for it on ";
  VidimusSpecimenCanvas *canvas = vidimus_specimen_canvas_new (width, height, radius, scale, seed);
  int line = 0;

  vidimus_specimen_canvas_color (canvas, shade, 1);
  cairo_paint (canvas->cr);
  vidimus_specimen_canvas_color (canvas, 0x202028, 1);
  for (double y = margin + pitch; y < height - margin; y += pitch, line++)
    {
      g_autofree char *text = g_strndup (words + line % 7, (gsize) MIN ((width - 2 * margin) / (pitch * 0.36), sizeof words - 8));

      if (line % 9 != 7)
        vidimus_specimen_canvas_text (canvas, "Noto Sans", pitch * 0.62, VIDIMUS_SPECIMEN_START, margin, y, text);
    }
  cairo_surface_flush (canvas->surface);

  return canvas;
}

static VidimusSpecimenCanvas *
draw_item (const VidimusGlass     *glass,
           const VidimusGlassItem *item,
           guint64                 seed)
{
  double scale = glass->dpi / 254.0;

  if (g_str_equal (item->what, "white"))
    return draw_paper (856, 540, 32, 60, 52, glass->lid, scale, seed);
  if (g_str_equal (item->what, "letter"))
    return draw_paper (2100, 2970, 0, 220, 52, glass->lid, scale, seed);
  if (g_str_equal (item->what, "a5"))
    return draw_paper (1480, 2100, 0, 160, 48, glass->lid, scale, seed);

  return vidimus_specimen_card_draw (vidimus_specimen_layout_find (item->what), scale, seed);
}

/* The shape of the item, black, moved by (x, y) pixels. */
static void
shade (cairo_t               *cr,
       VidimusSpecimenCanvas *canvas,
       double                 x,
       double                 y,
       double                 alpha)
{
  cairo_set_source_rgba (cr, 0, 0, 0, alpha);
  cairo_mask_surface (cr, canvas->surface, x, y);
}

static void
lay (cairo_t                *cr,
     const VidimusGlass     *glass,
     const VidimusGlassItem *item,
     guint64                 seed,
     struct vidimus_quad    *truth)
{
  VidimusSpecimenCanvas *canvas = draw_item (glass, item, seed);
  double mm = glass->dpi / 25.4;
  double w = canvas->width * canvas->scale;
  double h = canvas->height * canvas->scale;
  const double corners[4][2] = { { -w / 2, -h / 2 }, { w / 2, -h / 2 }, { w / 2, h / 2 }, { -w / 2, h / 2 } };
  double angle = item->degrees * G_PI / 180;

  cairo_save (cr);
  cairo_translate (cr, item->x * mm, item->y * mm);
  for (int i = 1; i <= 4 && glass->shadow > 0; i++) /* the light moves with the carriage: shadows fall one way, however the card lies */
    {
      cairo_save (cr);
      cairo_translate (cr, i * 0.22 * mm, i * 0.27 * mm);
      cairo_rotate (cr, angle);
      shade (cr, canvas, -w / 2 - canvas->margin, -h / 2 - canvas->margin, glass->shadow / 4);
      cairo_restore (cr);
    }
  cairo_rotate (cr, angle);
  for (int i = 0; i < 4 && glass->edge > 0; i++)
    shade (cr, canvas, -w / 2 - canvas->margin + (i & 1 ? 1.5 : -1.5), -h / 2 - canvas->margin + (i & 2 ? 1.5 : -1.5),
           glass->edge / 4);
  cairo_set_source_surface (cr, canvas->surface, -w / 2 - canvas->margin, -h / 2 - canvas->margin);
  cairo_paint (cr);
  cairo_restore (cr);

  for (int i = 0; i < 4; i++)
    truth->p[i] = (struct vidimus_point) { item->x * mm + corners[i][0] * cos (angle) - corners[i][1] * sin (angle),
                                           item->y * mm + corners[i][0] * sin (angle) + corners[i][1] * cos (angle) };
  vidimus_specimen_canvas_free (canvas);
}

static void
draw_dust (cairo_t               *cr,
           const VidimusGlass    *glass,
           VidimusSpecimenRandom *random)
{
  double mm = glass->dpi / 25.4;

  for (int i = 0; i < glass->dust; i++)
    {
      double x = vidimus_specimen_random_double (random, 0, glass->width) * mm;
      double y = vidimus_specimen_random_double (random, 0, glass->height) * mm;

      cairo_set_source_rgba (cr, 0.2, 0.2, 0.2, vidimus_specimen_random_double (random, 0.2, 0.8));
      cairo_new_path (cr);
      if (i % 5 == 0) /* a hair */
        {
          cairo_move_to (cr, x, y);
          cairo_rel_curve_to (cr, 3 * mm, 2 * mm, 5 * mm, -4 * mm, 9 * mm, vidimus_specimen_random_double (random, -6, 6) * mm);
          cairo_set_line_width (cr, 0.12 * mm);
          cairo_stroke (cr);
        }
      else
        {
          cairo_arc (cr, x, y, vidimus_specimen_random_double (random, 0.05, 0.4) * mm, 0, 2 * G_PI);
          cairo_fill (cr);
        }
    }
}

/* The light falls off towards a corner, and every pixel has noise of its own. */
static void
expose (const VidimusGlass          *glass,
        cairo_surface_t             *surface,
        VidimusSpecimenRandom       *random,
        const struct vidimus_image  *out)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      {
        const guint32 pixel = *(const guint32 *) (gconstpointer) (data + (gsize) y * (gsize) stride + 4 * (gsize) x);
        double across = (double) x / out->width;
        double down = (double) y / out->height;
        double light = 1 - glass->fall / 255 * (0.6 * across * across + 0.4 * down);
        guint64 bits = vidimus_specimen_random_next (random);

        for (int c = 0; c < 3; c++)
          {
            /* Three uniform numbers are near enough to normal; their sum of 0–63 each has a deviation of 32. */
            int sum = (int) (bits & 63) + (int) (bits >> 6 & 63) + (int) (bits >> 12 & 63);

            bits >>= 18;
            vidimus_image_at (out, x, y)[c] = (guint8) CLAMP ((pixel >> (16 - 8 * c) & 255) * light +
                                                              (sum - 94.5) / 32 * glass->noise, 0, 255);
          }
      }
}

/**
 * vidimus_glass_draw:
 * @out: (out): RGB, owned by the caller
 * @truth: (out): where each item lies, in pixels of @out
 */
void
vidimus_glass_draw (const VidimusGlass   *glass,
                    struct vidimus_image *out,
                    struct vidimus_quad   truth[VIDIMUS_GLASS_MOST])
{
  VidimusSpecimenRandom random;
  double mm = glass->dpi / 25.4;
  cairo_surface_t *surface;
  cairo_t *cr;

  g_assert_true (vidimus_image_alloc (out, (int) lround (glass->width * mm), (int) lround (glass->height * mm), 3));
  vidimus_specimen_random_init (&random, g_str_hash (glass->name), "glass");
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, out->width, out->height);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, (glass->lid >> 16) / 255.0, (glass->lid >> 8 & 255) / 255.0, (glass->lid & 255) / 255.0);
  cairo_paint (cr);
  for (guint64 i = 0; glass->items[i].what != NULL; i++)
    lay (cr, glass, &glass->items[i], i + 1, &truth[i]);
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.16);
  cairo_rectangle (cr, 0, 0, out->width, glass->rim * mm);
  cairo_rectangle (cr, 0, 0, glass->rim * mm, out->height);
  cairo_fill (cr);
  draw_dust (cr, glass, &random);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  expose (glass, surface, &random, out);
  cairo_surface_destroy (surface);
}

#include "vidimus-mrz-samples.h"

#include "vidimus-mrz-net.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define CAP     48 /* pixels a capital letter has in the atlas */
#define ABOVE   30 /* rows above it */
#define GLYPH_H (CAP + 2 * ABOVE)
#define GLYPH_W 88
#define WEIGHTS 5
#define STRIP_W 400
#define LOW     80 /* the most pixels a side of the imagined sensor has */

/* The machine's own face in its cuts, and monospaced strangers: printers and mock-ups use what they have. */
static const struct
{
  const char *family;
  double      share;
} faces[] = {
  { "OCR B", .74 }, { "OCR B S", .08 }, { "DejaVu Sans Mono", .05 }, { "Nimbus Mono PS Bold", .04 },
  { "Tlwg Mono Bold", .05 }, { "DejaVu Sans Mono Bold", .04 },
};

#define N_FACES ((int) (sizeof faces / sizeof faces[0]))

struct glyph
{
  uint8_t ink[GLYPH_H][GLYPH_W];
};

struct face
{
  double       pitch; /* atlas pixels from one character to the next */
  struct glyph glyphs[VIDIMUS_MRZ_N_CHARS][WEIGHTS];
};

struct mrz_samples
{
  struct face faces[N_FACES];
};

double
mrz_random (uint64_t *state)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;

  return (double) ((*state * 2685821657736338717u) >> 11) / 9007199254740992.0;
}

static double
between (uint64_t *random,
         double    low,
         double    high)
{
  return low + (high - low) * mrz_random (random);
}

/* Thinner (@weight 0) to bolder (4): blurred, then cut at a level. */
static void
reweigh (const struct glyph *in,
         int                 weight,
         struct glyph       *out)
{
  static const double levels[WEIGHTS] = { .80, .65, .50, .33, .18 };
  const int r = 4;

  for (int y = 0; y < GLYPH_H; y++)
    for (int x = 0; x < GLYPH_W; x++)
      {
        double sum = 0, n = 0, v;

        for (int dy = -r; dy <= r; dy++)
          for (int dx = -r; dx <= r; dx++)
            {
              double w = exp (-(dx * dx + dy * dy) / 6.0);

              n += w;
              if (x + dx >= 0 && x + dx < GLYPH_W && y + dy >= 0 && y + dy < GLYPH_H)
                sum += w * in->ink[y + dy][x + dx];
            }
        v = .5 + (sum / n / 255 - levels[weight]) * 3;
        out->ink[y][x] = (uint8_t) (255 * fmin (1, fmax (0, v)));
      }
}

/* Draws @text centred on its advance, its capital height CAP, its baseline at ABOVE + CAP. */
static void
draw_glyph (const char   *family,
            double        size,
            const char   *text,
            struct glyph *glyph,
            double       *advance,
            double       *cap)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, GLYPH_W, GLYPH_H);
  cairo_t *cr = cairo_create (surface);
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (family);
  PangoRectangle ink, logical;

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, &ink, &logical);
  *advance = (double) logical.width / PANGO_SCALE;
  *cap = (double) ink.height / PANGO_SCALE;

  cairo_move_to (cr, (GLYPH_W - *advance) / 2,
                 ABOVE + CAP - (double) pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  cairo_surface_flush (surface);
  for (int y = 0; y < GLYPH_H; y++)
    memcpy (glyph->ink[y], cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface), GLYPH_W);

  pango_font_description_free (description);
  g_object_unref (layout);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

struct mrz_samples *
mrz_samples_new (void)
{
  struct mrz_samples *samples = g_new0 (struct mrz_samples, 1);

  for (int f = 0; f < N_FACES; f++)
    {
      struct glyph plain;
      double cap, size;

      draw_glyph (faces[f].family, 100, "H", &plain, &samples->faces[f].pitch, &cap);
      size = 100 * CAP / cap;
      for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
        {
          const char text[2] = { VIDIMUS_MRZ_ALPHABET[c], '\0' };

          draw_glyph (faces[f].family, size, text, &plain, &samples->faces[f].pitch, &cap);
          for (int w = 0; w < WEIGHTS; w++)
            reweigh (&plain, w, &samples->faces[f].glyphs[c][w]);
        }
    }

  return samples;
}

void
mrz_samples_free (struct mrz_samples *samples)
{
  g_free (samples);
}

struct strip
{
  uint8_t ink[GLYPH_H][STRIP_W];
};

static const struct face *
pick_face (const struct mrz_samples *samples,
           uint64_t                 *random)
{
  double at = mrz_random (random);

  for (int f = 0; f < N_FACES; f++)
    if ((at -= faces[f].share) < 0)
      return &samples->faces[f];

  return &samples->faces[0];
}

static void
put_glyph (struct strip       *strip,
           const struct glyph *glyph,
           double              centre)
{
  int left = (int) lround (centre) - GLYPH_W / 2;

  for (int x = 0; x < GLYPH_W; x++)
    if (left + x >= 0 && left + x < STRIP_W)
      for (int y = 0; y < GLYPH_H; y++)
        if (glyph->ink[y][x] > strip->ink[y][left + x])
          strip->ink[y][left + x] = glyph->ink[y][x];
}

/* Five cells, the middle one @c (or empty); neighbours are often fillers, as in the real zone. */
static void
draw_strip (const struct face *face,
            int                c,
            uint64_t          *random,
            struct strip      *strip)
{
  int weight = (int) (WEIGHTS * mrz_random (random));

  memset (strip, 0, sizeof *strip);
  for (int k = -2; k <= 2; k++)
    {
      double kind = mrz_random (random);
      int which = k == 0 ? c
                  : kind < .08 || c == VIDIMUS_MRZ_NOTHING ? VIDIMUS_MRZ_NOTHING
                  : kind < .30 ? VIDIMUS_MRZ_N_CHARS - 1
                  : (int) (VIDIMUS_MRZ_N_CHARS * mrz_random (random));

      if (which != VIDIMUS_MRZ_NOTHING)
        put_glyph (strip, &face->glyphs[which][weight], STRIP_W / 2 + k * face->pitch);
    }
}

/* How the window lies on the strip, in window pixels, and how the imagined sensor saw it. */
struct view
{
  double dx, dy;         /* where the window's middle lies, off the cell's */
  double sx, sy;         /* atlas pixels a window pixel */
  double turn, shear;
  double qx, qy;         /* window pixels a sensor pixel */
  double fx, fy;         /* the sensor's phase */
};

static double
strip_at (const struct strip *strip,
          double              x,
          double              y)
{
  int ix = (int) floor (x), iy = (int) floor (y);
  double ax = x - ix, ay = y - iy;

  if (ix < 0 || iy < 0 || ix + 1 >= STRIP_W || iy + 1 >= GLYPH_H)
    return 0;

  return ((strip->ink[iy][ix] * (1 - ax) + strip->ink[iy][ix + 1] * ax) * (1 - ay) +
          (strip->ink[iy + 1][ix] * (1 - ax) + strip->ink[iy + 1][ix + 1] * ax) * ay) / 255;
}

static double
ink_at (const struct strip *strip,
        const struct view  *view,
        double              u,
        double              v)
{
  double x = (u + view->dx) + view->shear * v + view->turn * v;
  double y = (v + view->dy) - view->turn * u;

  return strip_at (strip, STRIP_W / 2 + x * view->sx, ABOVE + CAP / 2.0 + y * view->sy);
}

struct sensor
{
  int    width, height;
  double left, top;
  double pixels[LOW][LOW];
};

static void
expose (const struct strip *strip,
        const struct view  *view,
        struct sensor      *sensor)
{
  sensor->left = -VIDIMUS_MRZ_WINDOW_W / 2.0 - (2 + view->fx) * view->qx;
  sensor->top = -VIDIMUS_MRZ_WINDOW_H / 2.0 - (2 + view->fy) * view->qy;
  sensor->width = (int) ceil (VIDIMUS_MRZ_WINDOW_W / view->qx) + 5;
  sensor->height = (int) ceil (VIDIMUS_MRZ_WINDOW_H / view->qy) + 5;

  for (int y = 0; y < sensor->height; y++)
    for (int x = 0; x < sensor->width; x++)
      {
        double sum = 0;

        for (int k = 0; k < 9; k++)
          sum += ink_at (strip, view, sensor->left + (x + (k % 3 + .5) / 3) * view->qx,
                         sensor->top + (y + (k / 3 + .5) / 3) * view->qy);
        sensor->pixels[y][x] = sum / 9;
      }
}

static void
blur (struct sensor *sensor,
      double         along_x,
      double         along_y)
{
  static double copy[LOW][LOW];

  for (int pass = 0; pass < 2; pass++)
    {
      double w = pass == 0 ? along_x : along_y;
      int sx = pass == 0, sy = pass == 1;

      memcpy (copy, sensor->pixels, sizeof copy);
      for (int y = sy; y < sensor->height - sy; y++)
        for (int x = sx; x < sensor->width - sx; x++)
          sensor->pixels[y][x] = (copy[y][x] + w * (copy[y - sy][x - sx] + copy[y + sy][x + sx])) / (1 + 2 * w);
    }
}

/* Paper, light and noise around the ink. */
static void
develop (struct sensor *sensor,
         uint64_t      *random)
{
  double paper = between (random, 110, 250), contrast = paper * between (random, .18, .92);
  double gx = between (random, -1, 1) * 20 / sensor->width, gy = between (random, -1, 1) * 20 / sensor->height;
  double wave = mrz_random (random) < .5 ? contrast * between (random, 0, .22) : 0;
  double wx = between (random, -1.2, 1.2), wy = between (random, -1.2, 1.2), phase = between (random, 0, 6.3);
  double noise = contrast * pow (mrz_random (random), 2) * .22;
  int rule = mrz_random (random) < .05 ? (int) (mrz_random (random) * sensor->height) : -1;

  for (int y = 0; y < sensor->height; y++)
    for (int x = 0; x < sensor->width; x++)
      {
        double n = mrz_random (random) + mrz_random (random) + mrz_random (random) - 1.5;
        double v = paper - contrast * sensor->pixels[y][x] + gx * x + gy * y +
                   wave * sin (wx * x + wy * y + phase) + 2 * noise * n;

        if (y == rule)
          v = paper - contrast * .7;
        sensor->pixels[y][x] = fmin (255, fmax (0, v));
      }
}

static void
resample (const struct sensor *sensor,
          const struct view   *view,
          float               *window)
{
  for (int v = 0; v < VIDIMUS_MRZ_WINDOW_H; v++)
    for (int u = 0; u < VIDIMUS_MRZ_WINDOW_W; u++)
      {
        double x = (u + .5 - VIDIMUS_MRZ_WINDOW_W / 2.0 - sensor->left) / view->qx - .5;
        double y = (v + .5 - VIDIMUS_MRZ_WINDOW_H / 2.0 - sensor->top) / view->qy - .5;
        int ix = (int) floor (x), iy = (int) floor (y);
        double ax = x - ix, ay = y - iy;

        *window++ = (float) ((sensor->pixels[iy][ix] * (1 - ax) + sensor->pixels[iy][ix + 1] * ax) * (1 - ay) +
                             (sensor->pixels[iy + 1][ix] * (1 - ax) + sensor->pixels[iy + 1][ix + 1] * ax) * ay);
      }
}

/* What is no character of the zone: an empty place, the seam of two characters, letters of another size, letters
 * that stand on their head (and don't look like others then). */
static void
spoil (struct view *view,
       int         *c,
       uint64_t    *random)
{
  double kind = mrz_random (random);
  double side = mrz_random (random) < .5 ? -1 : 1;

  *c = (int) (VIDIMUS_MRZ_N_CHARS * mrz_random (random));
  if (kind < .2)
    *c = VIDIMUS_MRZ_NOTHING;
  else if (kind < .45)
    {
      const char *which = "<<<<ACDEFGJKLPQRTUVY347";

      *c = (int) (strchr (VIDIMUS_MRZ_ALPHABET, which[(int) (mrz_random (random) * (double) strlen (which))]) - VIDIMUS_MRZ_ALPHABET);
      view->sx = -view->sx;
      view->sy = -view->sy;
    }
  else if (kind < .65)
    view->dx = side * between (random, .40, .5) * VIDIMUS_MRZ_CELL;
  else if (kind < .82)
    view->dy = side * between (random, .45, 1.1) * VIDIMUS_MRZ_CAP;
  else
    {
      view->sx *= side < 0 ? between (random, .35, .6) : between (random, 1.6, 2.6);
      view->sy *= between (random, .5, 2);
    }
}

int
mrz_samples_draw (const struct mrz_samples *samples,
                  uint64_t                 *random,
                  float                    *window)
{
  static struct strip strip;
  static struct sensor sensor;
  const struct face *face = pick_face (samples, random);
  int c = mrz_random (random) < .10 ? VIDIMUS_MRZ_N_CHARS - 1 : (int) (VIDIMUS_MRZ_N_CHARS * mrz_random (random));
  double resolution = 4.6 * pow (26 / 4.6, mrz_random (random)); /* sensor pixels a cell */
  struct view view = {
    .dx = between (random, -2, 2), .dy = between (random, -2, 2),
    .sx = face->pitch / VIDIMUS_MRZ_CELL * between (random, .93, 1.07), .sy = CAP / (double) VIDIMUS_MRZ_CAP * between (random, .88, 1.12),
    .turn = between (random, -.05, .05), .shear = between (random, -.08, .08),
    .qx = VIDIMUS_MRZ_CELL / resolution, .qy = VIDIMUS_MRZ_CELL / resolution * between (random, .85, 1.15),
    .fx = mrz_random (random), .fy = mrz_random (random),
  };
  int class = c;

  if (mrz_random (random) < .12)
    {
      class = VIDIMUS_MRZ_NOTHING;
      spoil (&view, &c, random);
    }

  draw_strip (face, c, random, &strip);
  expose (&strip, &view, &sensor);
  if (mrz_random (random) < .7)
    for (int i = 0; i <= (int) (resolution / 9); i++)
      {
        double soft = between (random, 0, .5);

        blur (&sensor, soft * between (random, .5, 1.5), soft * between (random, .5, 1.5));
      }
  develop (&sensor, random);
  resample (&sensor, &view, window);

  return class;
}

#include "vidimus-script-samples.h"

#include "vidimus-script-net.h"
#include "vidimus-script-words.h"
#include "vidimus-training.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define EM      40  /* pixels of a drawn line's letters */
#define N_LINES 800 /* of each script */
#define CORE    .62 /* of the window's height that the dense rows of a line fill; vidimus-text-script.c cuts windows so */
#define W       VIDIMUS_SCRIPT_W
#define H       VIDIMUS_SCRIPT_H

/* A drawn line, cut to its ink, and the rows that a finder of lines sees: marks above and below are thin. */
struct line
{
  uint8_t *ink; /* owned */
  int      width, height;
  int      top, core; /* rows */
};

struct script_samples
{
  struct line lines[SCRIPT_N_TEXTS][N_LINES];
};

static void
copy_ink (cairo_surface_t      *surface,
          const PangoRectangle *ink,
          struct line          *line)
{
  const uint8_t *from = cairo_image_surface_get_data (surface);

  line->width = ink->width;
  line->height = ink->height;
  line->ink = g_malloc ((size_t) (ink->width * ink->height));
  for (int y = 0; y < ink->height; y++)
    memcpy (line->ink + y * ink->width, from + y * cairo_image_surface_get_stride (surface), (size_t) ink->width);
}

static void
find_core (struct line *line)
{
  int rows[200], most = 0;

  for (int y = 0; y < line->height; y++)
    {
      const uint8_t *p = line->ink + y * line->width;

      rows[y] = 0;
      for (int x = 1; x + 1 < line->width; x++)
        rows[y] += abs (p[x + 1] - p[x - 1]);
      most = MAX (most, rows[y]);
    }
  line->core = 0;
  for (int y = 0, start = 0; y < line->height; y++)
    {
      if (7 * rows[y] <= most)
        start = y + 1;
      else if (y + 1 - start > line->core)
        {
          line->core = y + 1 - start;
          line->top = start;
        }
    }
  line->core = MAX (line->core, 1);
}

static void
draw_line (const char  *family,
           bool         bold,
           bool         italic,
           const char  *text,
           struct line *line)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (family);
  PangoRectangle ink;

  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  if (italic)
    pango_font_description_set_style (font, PANGO_STYLE_ITALIC);
  pango_font_description_set_absolute_size (font, EM * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_extents (layout, &ink, NULL);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  ink.width = CLAMP (ink.width, 1, 4000);
  ink.height = CLAMP (ink.height, 1, 200);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, ink.width, ink.height);
  cr = cairo_create (surface);
  cairo_move_to (cr, -ink.x, -ink.y);
  pango_cairo_show_layout (cr, layout);
  cairo_surface_flush (surface);
  copy_ink (surface, &ink, line);
  find_core (line);

  pango_font_description_free (font);
  g_object_unref (layout);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

struct script_samples *
script_samples_new (void)
{
  struct script_samples *samples = g_new0 (struct script_samples, 1);
  uint64_t random = 77;

  for (int s = 0; s < SCRIPT_N_TEXTS; s++)
    for (int i = 0; i < N_LINES; i++)
      {
        char text[256];
        const char *font;
        bool bold = training_random (&random) < .35;

        script_words ((enum script_text) s, &random, text, sizeof text);
        font = script_words_font ((enum script_text) s, text, &random);
        draw_line (font, bold, s == SCRIPT_TEXT_LATIN && training_random (&random) < .1, text, &samples->lines[s][i]);
      }

  return samples;
}

void
script_samples_free (struct script_samples *samples)
{
  for (int s = 0; s < SCRIPT_N_TEXTS; s++)
    for (int i = 0; i < N_LINES; i++)
      g_free (samples->lines[s][i].ink);
  g_free (samples);
}

/* How a line lies in the window: @x, @y is what of the line the window's middle shows. */
struct view
{
  const struct line *line;
  double             x, y;
  double             sx, sy;      /* line pixels a window pixel; negative: turned by 180° */
  double             slope, shear;
  double             growth;      /* bolder above 0, thinner below */
  bool               across;      /* the line runs from top to bottom */
};

static double
ink_at (const struct line *line,
        double             x,
        double             y)
{
  int ix = (int) floor (x), iy = (int) floor (y);
  double ax = x - ix, ay = y - iy;
  const uint8_t *p;

  if (ix < 0 || iy < 0 || ix + 1 >= line->width || iy + 1 >= line->height)
    return 0;
  p = line->ink + iy * line->width + ix;

  return ((p[0] * (1 - ax) + p[1] * ax) * (1 - ay) + (p[line->width] * (1 - ax) + p[line->width + 1] * ax) * ay) / 255;
}

static void
lay (const struct view *view,
     double             strength,
     float              ink[H][W])
{
  for (int v = 0; v < H; v++)
    for (int u = 0; u < W; u++)
      {
        double sum = 0;

        for (int k = 0; k < 4; k++)
          {
            double a = u + .25 + .5 * (k % 2) - W / 2.0, b = v + .25 + .5 * (k / 2) - H / 2.0;
            double p = view->across ? b : a, q = view->across ? -a : b;

            sum += ink_at (view->line, view->x + (p + view->shear * q) * view->sx, view->y + (q + view->slope * p) * view->sy);
          }
        sum = fmin (1, fmax (0, sum / 4 * (1 + view->growth)));
        ink[v][u] = fmaxf (ink[v][u], (float) (strength * sum));
      }
}

static void
soften (float  pixels[H][W],
        double along_x,
        double along_y)
{
  float copy[H][W];

  for (int pass = 0; pass < 2; pass++)
    {
      float w = (float) (pass == 0 ? along_x : along_y);
      int sx = pass == 0, sy = pass == 1;

      memcpy (copy, pixels, sizeof copy);
      for (int y = sy; y < H - sy; y++)
        for (int x = sx; x < W - sx; x++)
          pixels[y][x] = (copy[y][x] + w * (copy[y - sy][x - sx] + copy[y + sy][x + sx])) / (1 + 2 * w);
    }
}

/* @ink becomes the mean of itself moved by each of @n offsets. */
static void
spread (float        ink[H][W],
        const float *dx,
        const float *dy,
        int          n)
{
  static float copy[H][W];

  memcpy (copy, ink, sizeof copy);
  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      {
        float sum = 0;

        for (int i = 0; i < n; i++)
          {
            int u = (int) lroundf ((float) x + dx[i]), v = (int) lroundf ((float) y + dy[i]);

            sum += copy[v < 0 ? 0 : v >= H ? H - 1 : v][u < 0 ? 0 : u >= W ? W - 1 : u];
          }
        ink[y][x] = sum / (float) n;
      }
}

#define SPREADS 64

/* Out of focus, or moved: what letters lose by it, while the rhythm of a script stays. */
static void
blur (uint64_t *random,
      float     ink[H][W])
{
  float dx[SPREADS], dy[SPREADS];
  double reach = 4.5 * training_random (random), angle = training_between (random, 0, 3.14159265);
  bool moved = training_random (random) < .5;

  if (moved) /* any way, the longer the more along the line, which bears more of it */
    reach *= 1 + fabs (cos (angle));
  for (int i = 0; i < SPREADS; i++)
    {
      double t = moved ? 2.0 * i / (SPREADS - 1) - 1 : sqrt ((i + .5) / SPREADS), a = moved ? angle : 2.39996323 * i;

      dx[i] = (float) (reach * t * cos (a));
      dy[i] = (float) (reach * t * sin (a));
    }
  spread (ink, dx, dy, SPREADS);
}

/* Guilloche, light from a side, rules and edges. */
static void
add_ground (float     pixels[H][W],
            double    contrast,
            uint64_t *random)
{
  double gx = training_between (random, -.3, .3), gy = training_between (random, -1, 1);
  int n_waves = (int) (training_random (random) * 3);
  int rule = training_random (random) < .1 ? (int) (training_random (random) * H) : -1;
  int edge = training_random (random) < .08 ? (int) (training_random (random) * W) : -1;

  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      pixels[y][x] += (float) (gx * (x - W / 2) * contrast / 100 + gy * (y - H / 2) * contrast / 100 -
                               (y == rule ? .6 * contrast : 0) - (edge >= 0 && x > edge ? .5 * contrast : 0));
  for (int i = 0; i < n_waves; i++)
    {
      double wx = training_between (random, -.7, .7), wy = training_between (random, -.8, .8);
      double bend = training_between (random, -.01, .01), phase = training_between (random, 0, 6.3);
      double height = contrast * pow (training_random (random), 3) * .3;

      for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
          pixels[y][x] += (float) (height * sin (wx * x + wy * y + bend * x * x + phase));
    }
}

static void
develop (float     ink[H][W],
         uint64_t *random,
         uint8_t  *window)
{
  bool dark = training_random (random) < .3; /* light letters on a dark band */
  double contrast = 200 * pow (training_between (random, .3, 1), 1.5), level = training_between (random, .3, .9) * 255;
  double noise = contrast * pow (training_random (random), 3) * .3 + 1;

  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      ink[y][x] = (float) (level + (dark ? contrast : -contrast) * (double) ink[y][x]);
  add_ground (ink, contrast, random);
  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      {
        double n = training_random (random) + training_random (random) + training_random (random) - 1.5;

        *window++ = (uint8_t) fmin (255, fmax (0, (double) ink[y][x] + noise * n));
      }
}

static const struct line *
pick_line (const struct script_samples *samples,
           int                          text,
           uint64_t                    *random)
{
  return &samples->lines[text][(int) (training_random (random) * N_LINES)];
}

/* A piece of the line, its dense rows over most of the window's height. */
static struct view
pose (const struct line *line,
      uint64_t          *random)
{
  double scale = line->core / (CORE * H * training_between (random, .75, 1.2)), squeeze = training_between (random, .75, 1.3);
  struct view view = {
    .line = line, .sy = scale, .sx = scale * squeeze,
    .y = line->top + line->core * training_between (random, .35, .65),
    .slope = training_between (random, -.04, .04), .shear = training_between (random, -.12, .12),
    .growth = training_between (random, -.25, .6),
  };
  double half = W / 2.0 * view.sx;

  if (line->width > 2 * half)
    view.x = training_between (random, half * .7, line->width - half * .7);
  else
    view.x = line->width / 2.0 + training_between (random, -1, 1) * (half - line->width / 2.0);

  return view;
}

/* Lines that run across the window, as when the card lies on its side. */
static void
lay_across (const struct script_samples *samples,
            uint64_t                    *random,
            float                        ink[H][W])
{
  double letters = training_between (random, 7, 30); /* pixels high, here from left to right */

  for (double at = -W / 2.0; at < W / 2.0 + letters; at += letters * training_between (random, 1.1, 2))
    {
      const struct line *line = pick_line (samples, (int) (training_random (random) * SCRIPT_N_TEXTS), random);
      double scale = line->core / letters * (training_random (random) < .5 ? -1 : 1);
      struct view view = {
        .line = line, .sx = scale, .sy = scale, .across = true,
        .x = training_between (random, 0, line->width), .y = line->height / 2.0 - at * scale,
      };

      lay (&view, 1, ink);
    }
}

/* Hair, clothes, leaves: blobs without edges, and bars. */
static void
lay_blobs (uint64_t *random,
           float     ink[H][W])
{
  bool bars = training_random (random) < .3;

  for (int n = 2 + (int) (14 * training_random (random)); n > 0; n--)
    {
      double x = training_between (random, 0, W), y = training_between (random, 0, H);
      double rx = training_between (random, 1, 14), ry = bars ? 60 : training_between (random, 1, 12);

      for (int v = 0; v < H; v++)
        for (int u = 0; u < W; u++)
          {
            double d = (u - x) * (u - x) / (rx * rx) + (v - y) * (v - y) / (ry * ry);

            ink[v][u] = fmaxf (ink[v][u], (float) (bars ? d < .05 : exp (-d)));
          }
    }
}

static void
lay_other (const struct script_samples *samples,
           uint64_t                    *random,
           float                        ink[H][W])
{
  double kind = training_random (random);

  if (kind < .35)
    {
      struct view view = pose (pick_line (samples, SCRIPT_TEXT_STRANGE, random), random);

      if (training_random (random) < .5)
        {
          view.sx = -view.sx;
          view.sy = -view.sy;
        }
      lay (&view, 1, ink);
    }
  else if (kind < .65)
    lay_across (samples, random, ink);
  else if (kind < .92)
    lay_blobs (random, ink);
}

int
script_samples_draw (const struct script_samples *samples,
                     uint64_t                    *random,
                     uint8_t                     *window)
{
  float ink[H][W] = { { 0 } };
  int text = (int) (training_random (random) * (VIDIMUS_SCRIPT_OTHER + 1.6)), class = 2 * VIDIMUS_SCRIPT_OTHER;
  double soft = training_random (random) < .7 ? pow (training_random (random), 2) * 1.2 : 0;
  double askew = training_between (random, .3, 1.7);

  if (text >= VIDIMUS_SCRIPT_OTHER)
    lay_other (samples, random, ink);
  else
    {
      struct view view = pose (pick_line (samples, text, random), random);
      bool on_head = training_random (random) < .5;

      class = text + (on_head ? VIDIMUS_SCRIPT_OTHER : 0);
      if (on_head)
        {
          view.sx = -view.sx;
          view.sy = -view.sy;
        }
      lay (&view, 1, ink);
      if (training_random (random) < .2) /* the line above or below reaches in */
        {
          struct view other = pose (pick_line (samples, text, random), random);

          other.y += (training_random (random) < .5 ? -1 : 1) * other.line->core * training_between (random, 1.4, 2);
          lay (&other, 1, ink);
        }
    }
  if (training_random (random) < .35)
    blur (random, ink);
  for (int i = 0; i < 4; i++)
    soften (ink, fmin (1, soft * askew) * .5, fmin (1, soft * (2 - askew)) * .5);
  develop (ink, random, window);

  return class;
}

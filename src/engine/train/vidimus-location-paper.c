#include "vidimus-location-paper.h"

#include <math.h>

/* Measures are of the canvas' height where nothing else is said. */

static double
grey_of (struct location_colour colour)
{
  return .3 * colour.c[0] + .59 * colour.c[1] + .11 * colour.c[2];
}

/* Something to write with that can be read on @paper. */
static struct location_colour
ink_on (struct location_colour  paper,
        uint64_t               *random)
{
  struct location_colour ink = location_any_colour (random);
  double dark = location_uniform (random, .05, .5);

  if (grey_of (paper) > .35)
    for (int c = 0; c < 3; c++)
      ink.c[c] *= (float) (dark * grey_of (paper));
  else
    ink = location_mix (ink, (struct location_colour) { { 1, 1, 1 } }, .6);

  return ink;
}

/* A line of writing: words of strokes, none of them a letter. */
static void
write_line (struct location_canvas *canvas,
            double                  x,
            double                  y,
            double                  size,
            double                  length,
            struct location_colour  ink,
            uint64_t               *random)
{
  double stroke = fmax (size * location_uniform (random, .10, .24), .5), end = x + length;
  bool dense = location_chance (random, .25);

  for (int word = 0; x < end && word < 40; word++)
    {
      int letters = 1 + location_pick (random, dense ? 4 : 9);

      for (int i = 0; i < letters && x < end; i++)
        {
          double wide = size * (dense ? .9 : location_uniform (random, .35, .65)), high = size * (location_chance (random, .5) ? .7 : 1);

          location_paint_box (canvas, x, y + size - high, stroke, high, ink, .9);
          if (location_chance (random, .7))
            location_paint_box (canvas, x, y + size - high * location_uniform (random, .2, 1), wide * .8, stroke, ink, .9);
          if (location_chance (random, dense ? .9 : .5))
            location_paint_box (canvas, x + wide * .65, y + size - high, stroke, high * location_uniform (random, .4, 1), ink, .9);
          if (dense)
            location_paint_box (canvas, x, y + size * location_uniform (random, .3, .8), wide * .8, stroke, ink, .9);
          x += wide;
        }
      x += size * .5;
    }
}

static void
write_block (struct location_canvas *canvas,
             double                  x,
             double                  y,
             double                  width,
             double                  height,
             double                  size,
             struct location_colour  ink,
             uint64_t               *random)
{
  double step = size * location_uniform (random, 1.3, 2.4);

  for (double at = y; at + size < y + height; at += step)
    write_line (canvas, x, at, size, width * (location_chance (random, .5) ? 1 : location_uniform (random, .2, 1)), ink, random);
}

static void
paint_ellipse (struct location_canvas *canvas,
               double                  x,
               double                  y,
               double                  rx,
               double                  ry,
               struct location_colour  colour,
               double                  alpha)
{
  struct vidimus_point points[12];

  for (int i = 0; i < 12; i++)
    points[i] = (struct vidimus_point) { x + rx * cos (i * 6.2832 / 12), y + ry * sin (i * 6.2832 / 12) };
  location_paint_polygon (canvas, points, 12, 0, 1, colour, alpha);
}

static void
paint_portrait (struct location_canvas *canvas,
                double                  x,
                double                  y,
                double                  width,
                double                  height,
                double                  alpha,
                uint64_t               *random)
{
  struct location_colour back = location_mix (location_any_colour (random), (struct location_colour) { { 1, 1, 1 } }, .6);
  struct location_colour hair = location_any_colour (random), coat = location_any_colour (random);
  struct location_colour skin = { { .85f, .66f, .54f } };
  double middle = x + width * location_uniform (random, .42, .58), top = y + height * location_uniform (random, .12, .25);
  double head = width * location_uniform (random, .18, .28);

  if (!location_chance (random, .2))
    location_paint_box (canvas, x, y, width, height, back, alpha);
  hair = location_mix (hair, (struct location_colour) { { 0, 0, 0 } }, .7);
  for (int c = 0; c < 3; c++)
    skin.c[c] *= (float) location_uniform (random, .4, 1.15);
  paint_ellipse (canvas, middle, top + head * 1.2, head * location_uniform (random, 1.1, 1.5), head * location_uniform (random, 1.2, 2), hair, alpha);
  paint_ellipse (canvas, middle, top + head * 1.4, head, head * 1.3, skin, alpha);
  for (double at = top + head * 2.6; at < y + height; at += 1)
    {
      double half = fmin (width / 2, head * (.6 + 2.2 * (at - top - head * 2.6) / head));

      location_paint_box (canvas, fmax (middle - half, x), at, fmin (2 * half, x + width - fmax (middle - half, x)),
                          fmin (1, y + height - at), coat, alpha);
    }
}

/* Papers are light, or of two light colours, seldom dark; fine lines run over many. */
static struct location_colour
paint_background (struct location_canvas      *canvas,
                  const struct location_grain *grain,
                  uint64_t                    *random)
{
  struct location_colour a = location_any_colour (random), b = location_any_colour (random);
  double light = location_chance (random, .8) ? location_uniform (random, .5, .97) : location_uniform (random, 0, .4);
  double angle = location_uniform (random, 0, 6.2832), wave = location_uniform (random, .01, .1);
  float bend = (float) location_uniform (random, .2, 1.5), cosine = (float) cos (angle), sine = (float) sin (angle);
  double fine = location_chance (random, .5) ? location_uniform (random, 0, .12) : 0;
  bool bands = location_chance (random, .15);

  a = location_mix (a, (struct location_colour) { { 1, 1, 1 } }, light);
  b = location_chance (random, .4) ? a : location_mix (b, (struct location_colour) { { 1, 1, 1 } }, light);
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      {
        float u = (float) x / (float) canvas->width, v = (float) y / (float) canvas->height, t = .5f + (u - .5f) * cosine + (v - .5f) * sine;
        double line;
        float *to = canvas->rgb + 3 * ((size_t) y * (size_t) canvas->width + (size_t) x);

        if (bands)
          t = t < .33f ? 0 : t < .66f ? 1 : .3f;
        line = fine > 0 ? fine * (double) (location_wave ((float) (x * wave) + bend * location_wave ((float) (y * wave) * .3f)) *
                                           location_wave ((float) (y * wave) * 1.3f + bend * location_wave ((float) (x * wave) * .2f))) : 0;
        for (int c = 0; c < 3; c++)
          to[c] = fmaxf (a.c[c] + t * (b.c[c] - a.c[c]) - (float) line, .01f);
      }
  if (location_chance (random, .4))
    location_paint_grain (canvas, grain, location_uniform (random, .01, .08), random);

  return location_mix (a, b, .5);
}

static void
paint_frame (struct location_canvas *canvas,
             double                  inset,
             double                  width,
             struct location_colour  colour,
             double                  alpha)
{
  double w = canvas->width - 2 * inset, h = canvas->height - 2 * inset;

  location_paint_box (canvas, inset, inset, w, width, colour, alpha);
  location_paint_box (canvas, inset, inset + h - width, w, width, colour, alpha);
  location_paint_box (canvas, inset, inset, width, h, colour, alpha);
  location_paint_box (canvas, inset + w - width, inset, width, h, colour, alpha);
}

/* Emblem, chip, flag, panel, bars, thumb: something of its own anywhere. */
static void
paint_device (struct location_canvas *canvas,
              double                  x,
              double                  y,
              double                  size,
              uint64_t               *random)
{
  struct location_colour a = location_any_colour (random), b = location_any_colour (random);

  switch (location_pick (random, 7))
    {
    case 0:
      for (int i = 0; i < 4; i++)
        paint_ellipse (canvas, x, y, size * (1 - .25 * i), size * (1 - .25 * i), i % 2 ? a : b, .8);
      break;
    case 1:
      location_paint_box (canvas, x, y, size * 1.2, size, (struct location_colour) { { .8f, .68f, .3f } }, 1);
      for (int i = 1; i < 4; i++)
        location_paint_box (canvas, x, y + i * size / 4, size * 1.2, fmax (size / 20, .4), (struct location_colour) { { .4f, .3f, .1f } }, .8);
      break;
    case 2:
      for (int i = 0; i < 3; i++)
        location_paint_box (canvas, x, y + i * size / 3, size * 1.5, size / 3, i % 2 ? a : b, 1);
      break;
    case 3:
      location_paint_box (canvas, x, y, size * location_uniform (random, .5, 3), size, a, location_uniform (random, .2, 1));
      break;
    case 4:
      for (double at = 0; at < size * 3; at += size * location_uniform (random, .05, .2))
        location_paint_box (canvas, x + at, y, size * location_uniform (random, .02, .1), size, ink_on ((struct location_colour) { { 1, 1, 1 } }, random), 1);
      break;
    case 5:
      for (int i = 0; i < 144; i++)
        if (location_chance (random, .5))
          location_paint_box (canvas, x + i % 12 * size / 12, y + i / 12 * size / 12, size / 12, size / 12, (struct location_colour) { { .1f, .1f, .1f } }, 1);
      break;
    default:
      for (int i = 0; i < 9; i++)
        location_paint_capsule (canvas, (struct vidimus_point) { x + i * size / 8, y + size * location_uniform (random, 0, .6) },
                                (struct vidimus_point) { x + (i + 1) * size / 8, y + size * location_uniform (random, 0, .6) },
                                size / 40 + .3, size / 40 + .3, ink_on ((struct location_colour) { { 1, 1, 1 } }, random), 0, 1, .9);
      break;
    }
}

static void
paint_card (struct location_canvas      *canvas,
            double                       top, /* of the part that is printed */
            const struct location_grain *grain,
            enum location_kinds          kinds,
            uint64_t                    *random)
{
  struct location_colour paper = top > 0 ? (struct location_colour) { { .85f, .85f, .8f } } : paint_background (canvas, grain, random);
  double w = canvas->width, h = canvas->height - top, margin = h * location_uniform (random, .03, .12);
  double photo = location_uniform (random, .22, .36) * w, at;
  int side = location_pick (random, 3); /* left, right, none */

  if (kinds == LOCATION_KINDS_HELD || location_chance (random, .25))
    paint_frame (canvas, h * location_uniform (random, .01, .1), h * location_uniform (random, .005, kinds == LOCATION_KINDS_HELD ? .08 : .04),
                 location_any_colour (random), location_uniform (random, .4, 1));
  if (location_chance (random, .5)) /* a heading bar, or a foot */
    location_paint_box (canvas, 0, location_chance (random, .8) ? top : top + h * .8, w, h * location_uniform (random, .1, .25), location_any_colour (random),
                        location_uniform (random, .3, 1));
  if (location_chance (random, .2)) /* a bar on a side */
    location_paint_box (canvas, location_chance (random, .5) ? 0 : w * .8, top, w * location_uniform (random, .08, .3), h, location_any_colour (random),
                        location_uniform (random, .3, 1));
  write_line (canvas, margin + location_uniform (random, 0, .2) * w, top + margin, h * location_uniform (random, .05, .1),
              w * location_uniform (random, .3, .8), ink_on (paper, random), random);
  for (int i = location_pick (random, 4); i > 0; i--)
    paint_device (canvas, location_uniform (random, 0, .9) * w, top + location_uniform (random, 0, .9) * h, h * location_uniform (random, .06, .25), random);
  at = side == 0 ? margin : w - margin - photo;
  if (side < 2)
    paint_portrait (canvas, at, top + h * location_uniform (random, .15, .35), photo, photo * location_uniform (random, 1.1, 1.45),
                    location_chance (random, .9) ? 1 : .4, random);
  write_block (canvas, side == 0 ? 2 * margin + photo : margin, top + h * location_uniform (random, .18, .3), w - photo - 3 * margin,
               h * location_uniform (random, .3, .6), h * location_uniform (random, .03, .07), ink_on (paper, random), random);
  if (location_chance (random, .25))
    write_line (canvas, margin, top + h * .86, h * location_uniform (random, .06, .1), w - 2 * margin, ink_on (paper, random), random);
  if (location_chance (random, .2))
    paint_portrait (canvas, location_uniform (random, .3, .8) * w, top + location_uniform (random, .4, .7) * h, photo * .4, photo * .5, .5, random);
  if (top <= 0 && location_chance (random, .1)) /* the rim of a laminate, or what is left white around a print */
    paint_frame (canvas, 0, h * location_uniform (random, .015, .06),
                 location_mix (location_any_colour (random), (struct location_colour) { { 1, 1, 1 } }, location_uniform (random, .7, 1)),
                 location_uniform (random, .5, 1));
}

/* Letters as large as they are, in the two lines at the foot. */
static void
paint_zone (struct location_canvas *canvas,
            int                     lines,
            uint64_t               *random)
{
  double w = canvas->width, size = w / 44 * 1.1;

  for (int i = 0; i < lines; i++)
    write_line (canvas, .03 * w, canvas->height - (2. * (lines - i) + .6) * size, size, .94 * w, (struct location_colour) { { .08f, .08f, .1f } }, random);
}

static void
paint_back (struct location_canvas      *canvas,
            const struct location_grain *grain,
            uint64_t                    *random)
{
  struct location_colour paper = paint_background (canvas, grain, random);
  double w = canvas->width, h = canvas->height;

  if (location_chance (random, .5))
    location_paint_box (canvas, 0, h * location_uniform (random, .05, .15), w, h * location_uniform (random, .12, .22), (struct location_colour) { { .06f, .05f, .05f } }, 1);
  if (location_chance (random, .4))
    location_paint_box (canvas, w * .05, h * .35, w * .6, h * .14, (struct location_colour) { { .95f, .95f, .93f } }, 1);
  write_block (canvas, w * .06, h * .3, w * location_uniform (random, .3, .85), h * location_uniform (random, .2, .6), h * location_uniform (random, .02, .06), ink_on (paper, random), random);
  for (int i = location_pick (random, 4); i > 0; i--)
    paint_device (canvas, location_uniform (random, 0, .9) * w, location_uniform (random, .2, .9) * h, h * location_uniform (random, .08, .3), random);
  if (location_chance (random, .35))
    paint_zone (canvas, 3, random);
}

static void
paint_booklet (struct location_canvas      *canvas,
               const struct location_grain *grain,
               enum location_kinds          kinds,
               uint64_t                    *random)
{
  struct location_colour paper = paint_background (canvas, grain, random);
  double w = canvas->width, h = canvas->height;
  struct location_colour fold = { { .2f, .2f, .2f } };

  if (location_chance (random, .6))
    write_block (canvas, w * .1, h * .05, w * .8, h * location_uniform (random, .1, .4), h * location_uniform (random, .015, .03), ink_on (paper, random), random);
  for (int i = location_pick (random, 3); i > 0; i--)
    paint_device (canvas, location_uniform (random, 0, .9) * w, location_uniform (random, 0, .4) * h, h * location_uniform (random, .05, .15), random);
  paint_card (canvas, h / 2, grain, kinds == LOCATION_KINDS_HELD ? LOCATION_KINDS_LEARNT : kinds, random);
  paint_zone (canvas, 2, random);
  for (int i = 0; i < 5; i++)
    location_paint_box (canvas, 0, h / 2 - i, w, 2 * i + 1, fold, location_uniform (random, 0, .12));
}

static void
paint_text (struct location_canvas      *canvas,
            const struct location_grain *grain,
            uint64_t                    *random)
{
  struct location_colour paper = location_mix (location_any_colour (random), (struct location_colour) { { 1, 1, 1 } }, location_uniform (random, .7, 1));
  double w = canvas->width, h = canvas->height, size = h * location_uniform (random, .012, .035);

  location_paint_box (canvas, 0, 0, w, h, paper, 1);
  if (location_chance (random, .3))
    location_paint_grain (canvas, grain, .05, random);
  if (location_chance (random, .5))
    write_line (canvas, w * .1, h * .06, size * 2, w * .6, ink_on (paper, random), random);
  if (location_chance (random, .3))
    for (double at = .15; at < .95; at += .04)
      location_paint_box (canvas, 0, h * at, w, fmax (h * .003, .4), (struct location_colour) { { .5f, .6f, .8f } }, .6);
  if (location_chance (random, .3))
    paint_device (canvas, w * location_uniform (random, .1, .7), h * location_uniform (random, .1, .8), w * location_uniform (random, .1, .3), random);
  if (!location_chance (random, .15))
    write_block (canvas, w * location_uniform (random, .05, .15), h * location_uniform (random, .1, .25), w * location_uniform (random, .5, .85), h * location_uniform (random, .3, .8), size,
                 ink_on (paper, random), random);
}

static void
paint_form (struct location_canvas *canvas,
            uint64_t               *random)
{
  double w = canvas->width, h = canvas->height, line = fmax (h * location_uniform (random, .002, .008), .5);
  struct location_colour paper = { { .93f, .93f, .92f } }, ink = ink_on (paper, random);

  location_paint_box (canvas, 0, 0, w, h, location_near_colour (random, paper, .06), 1);
  for (int i = 3 + location_pick (random, 12); i > 0; i--)
    {
      double x = w * location_uniform (random, .03, .7), y = h * location_uniform (random, .03, .8);
      double wide = w * location_uniform (random, .1, .9), high = h * location_uniform (random, .04, .4);

      wide = fmin (wide, w * .97 - x);
      high = fmin (high, h * .97 - y);
      if (location_chance (random, .3))
        location_paint_box (canvas, x, y, wide, high, location_mix (location_any_colour (random), paper, .6), 1);
      location_paint_box (canvas, x, y, wide, line, ink, 1);
      location_paint_box (canvas, x, y + high, wide, line, ink, 1);
      location_paint_box (canvas, x, y, line, high, ink, 1);
      location_paint_box (canvas, x + wide, y, line, high, ink, 1);
      if (location_chance (random, .6))
        write_line (canvas, x + 2 * line, y + 2 * line, h * location_uniform (random, .012, .03), wide * .7, ink, random);
    }
}

static void
paint_cover (struct location_canvas      *canvas,
             const struct location_grain *grain,
             enum location_kinds          kinds,
             uint64_t                    *random)
{
  double w = canvas->width, h = canvas->height;
  struct location_colour paper = location_any_colour (random);

  if (location_chance (random, .5))
    location_paint_box (canvas, 0, 0, w, h, paper, 1);
  else
    location_paint_ground (canvas, grain, kinds, random);
  for (int i = location_pick (random, 4); i > 0; i--)
    location_paint_box (canvas, w * location_uniform (random, 0, .6), h * location_uniform (random, 0, .7), w * location_uniform (random, .1, 1), h * location_uniform (random, .03, .6),
                        location_any_colour (random), location_uniform (random, .3, 1));
  for (int i = 1 + location_pick (random, 3); i > 0; i--)
    write_line (canvas, w * location_uniform (random, .05, .3), h * location_uniform (random, .05, .9), h * location_uniform (random, .03, .12), w * .6, ink_on (paper, random), random);
  if (location_chance (random, .4))
    paint_frame (canvas, h * location_uniform (random, .02, .15), h * location_uniform (random, .004, .03), location_any_colour (random), 1);
}

/** location_paint_paper: fills the canvas, one of these documents edge to edge. */
void
location_paint_paper (struct location_canvas      *canvas,
                      enum location_paper          kind,
                      const struct location_grain *grain,
                      enum location_kinds          kinds,
                      uint64_t                    *random)
{
  switch (kind)
    {
    case LOCATION_PAPER_BACK:
      paint_back (canvas, grain, random);
      break;
    case LOCATION_PAPER_PAGE:
      paint_card (canvas, 0, grain, kinds, random);
      paint_zone (canvas, 2, random);
      break;
    case LOCATION_PAPER_BOOKLET:
      paint_booklet (canvas, grain, kinds, random);
      break;
    case LOCATION_PAPER_TEXT:
      paint_text (canvas, grain, random);
      break;
    case LOCATION_PAPER_FORM:
      paint_form (canvas, random);
      break;
    case LOCATION_PAPER_COVER:
      paint_cover (canvas, grain, kinds, random);
      break;
    case LOCATION_PAPER_CARD:
    default:
      paint_card (canvas, 0, grain, kinds, random);
      break;
    }
}

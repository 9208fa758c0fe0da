/* What lies over a document or holds it. */
#include "vidimus-location-scene.h"

#include <math.h>

struct location_colour
location_skin (uint64_t *random)
{
  struct location_colour pale = { { .93f, .76f, .66f } }, dark = { { .30f, .19f, .14f } };

  return location_near_colour (random, location_mix (pale, dark, pow (location_uniform (random, 0, 1), 1.5)), .04);
}

static struct vidimus_point
on_border (const struct vidimus_quad *quad,
           uint64_t                  *random)
{
  int side = location_pick (random, 4);

  return location_between (quad->p[side], quad->p[(side + 1) % 4],
                           location_chance (random, .3) ? location_uniform (random, -.05, .1) : location_uniform (random, 0, 1));
}

/* A finger from beyond the document over its border; the nail is lighter. */
static void
paint_finger (struct location_canvas *canvas,
              struct vidimus_point    tip,
              struct vidimus_point    root,
              double                  thick,
              struct location_colour  skin,
              uint64_t               *random)
{
  double length = fmax (hypot (root.x - tip.x, root.y - tip.y), 1);
  struct vidimus_point joint = location_between (tip, root, location_uniform (random, .25, .5));

  joint.x += .3 * thick * location_normal (random);
  joint.y += .3 * thick * location_normal (random);
  if (location_chance (random, .5))
    {
      double reach = thick * location_uniform (random, .1, .6), way = location_uniform (random, 0, 6.2832);

      location_paint_capsule (canvas, (struct vidimus_point) { tip.x + reach * cos (way), tip.y + reach * sin (way) },
                              (struct vidimus_point) { root.x + reach * cos (way), root.y + reach * sin (way) }, thick, thick * 1.2,
                              (struct location_colour) { { 0, 0, 0 } }, 0, thick, .4);
    }
  location_paint_capsule (canvas, joint, root, thick * 1.08, thick * location_uniform (random, 1, 1.7), skin, location_uniform (random, .2, .6), 1.5, 1);
  location_paint_capsule (canvas, tip, joint, thick * .92, thick * 1.08, skin, location_uniform (random, .2, .6), 1.5, 1);
  if (location_chance (random, .5))
    {
      struct vidimus_point in = location_between (tip, root, .4 * thick / length);

      location_paint_capsule (canvas, location_between (tip, root, -.2 * thick / length), in, thick * .5, thick * .55,
                              location_mix (skin, (struct location_colour) { { 1, .85f, .8f } }, .45), .15, 1.5, .9);
    }
}

static void
paint_fingers (struct location_canvas    *canvas,
               const struct vidimus_quad *quad,
               uint64_t                  *random)
{
  struct location_colour skin = location_skin (random);
  struct vidimus_point middle = location_between (quad->p[0], quad->p[2], .5);
  double size = sqrt (fabs (vidimus_quad_area (quad))), thick = size * location_uniform (random, .045, .15);
  int n = location_chance (random, .55) ? 1 : 2 + location_pick (random, 3);
  struct vidimus_point at = on_border (quad, random);

  for (int i = 0; i < n; i++)
    {
      double far = size * location_uniform (random, .8, 2), in = location_uniform (random, -.05, .5), turn, length, dx, dy;

      if (location_chance (random, .3)) /* another hand */
        at = on_border (quad, random);
      else
        at = (struct vidimus_point) { at.x + 1.9 * thick * location_normal (random), at.y + 1.9 * thick * location_normal (random) };
      turn = atan2 (at.y - middle.y, at.x - middle.x) + .5 * location_normal (random);
      dx = cos (turn);
      dy = sin (turn);
      length = in * size * .5;
      paint_finger (canvas, (struct vidimus_point) { at.x - length * dx, at.y - length * dy },
                    (struct vidimus_point) { at.x + far * dx, at.y + far * dy }, thick, location_near_colour (random, skin, .02), random);
    }
}

/* A note, a sticker, a strip, another document; anywhere on it or over its border. */
static void
paint_sheet (struct location_scene       *scene,
             const struct location_grain *grain,
             enum location_kinds          kinds,
             uint64_t                    *random)
{
  const struct vidimus_quad *quad = &scene->quad;
  struct vidimus_point p = location_chance (random, .65) ? on_border (quad, random)
                                                        : location_between (location_between (quad->p[0], quad->p[1], location_uniform (random, 0, 1)),
                                                                            location_between (quad->p[3], quad->p[2], location_uniform (random, 0, 1)),
                                                                            location_uniform (random, 0, 1));
  double size = sqrt (fabs (vidimus_quad_area (quad))), w = size * location_uniform (random, .08, .4), h = location_chance (random, .3) ? 3 * w : w * location_uniform (random, .6, 1.4);
  double turn = location_uniform (random, 0, 6.2832);
  struct vidimus_quad sheet;
  struct location_canvas picture;

  for (int i = 0; i < 4; i++)
    {
      double x = (i == 1 || i == 2 ? .5 : -.5) * w, y = (i >= 2 ? .5 : -.5) * h;

      sheet.p[i] = (struct vidimus_point) { p.x + cos (turn) * x - sin (turn) * y + .06 * w * location_normal (random),
                                            p.y + sin (turn) * x + cos (turn) * y + .06 * w * location_normal (random) };
    }
  if (!vidimus_quad_is_convex (&sheet))
    return;
  if (location_chance (random, .6) || !location_canvas_init (&picture, (int) fmax (w, 8), (int) fmax (h, 8)))
    {
      location_paint_polygon (&scene->canvas, sheet.p, 4, location_chance (random, .3) ? .3 * w : 0, location_uniform (random, 1, 3),
                              location_any_colour (random), location_chance (random, .25) ? location_uniform (random, .3, .8) : 1);
      return;
    }
  location_paint_paper (&picture, location_chance (random, .5) ? LOCATION_PAPER_TEXT : LOCATION_PAPER_BACK, grain, kinds, random);
  location_paint_picture (&scene->canvas, &picture, &sheet, 0, 1);
  location_canvas_clear (&picture);
}

/* A pen, a ruler's edge, a cable. */
static void
paint_rod (struct location_scene *scene,
           uint64_t              *random)
{
  double unit = scene->canvas.unit, thick = unit * location_uniform (random, .004, .025), turn = location_uniform (random, 0, 6.2832);
  struct vidimus_point at = { location_uniform (random, 0, scene->canvas.width), location_uniform (random, 0, scene->canvas.height) };
  struct location_colour colour = location_any_colour (random);
  double bend = location_chance (random, .5) ? 0 : .25 * location_normal (random), shade = location_uniform (random, 0, .7);

  for (int i = 2 + location_pick (random, 14); i > 0; i--)
    {
      struct vidimus_point next = { at.x + unit * .08 * cos (turn), at.y + unit * .08 * sin (turn) };

      location_paint_capsule (&scene->canvas, at, next, thick, thick, colour, shade, 1, 1);
      at = next;
      turn += bend + (bend != 0 ? .2 * location_normal (random) : 0);
    }
}

/* A corner folded over, or torn off: ground is seen where it was. */
static void
fold_corner (struct location_scene *scene,
             uint64_t              *random)
{
  const struct vidimus_quad *quad = &scene->quad;
  int k = location_pick (random, 4);
  double a = location_uniform (random, .05, .3), b = location_uniform (random, .05, .3);
  struct vidimus_point tip = quad->p[k];
  struct vidimus_point p[3] = { tip, location_between (tip, quad->p[(k + 1) % 4], a), location_between (tip, quad->p[(k + 3) % 4], b) };
  struct vidimus_point out = location_between (location_between (quad->p[0], quad->p[2], .5), tip, 1.1);
  int x = (int) fmin (fmax (out.x, 0), scene->canvas.width - 1), y = (int) fmin (fmax (out.y, 0), scene->canvas.height - 1);
  const float *ground = scene->canvas.rgb + 3 * ((size_t) y * (size_t) scene->canvas.width + (size_t) x);

  location_paint_polygon (&scene->canvas, p, 3, 0, 1, (struct location_colour) { { ground[0], ground[1], ground[2] } }, 1);
  if (location_chance (random, .5))
    {
      p[0] = location_between (tip, location_between (p[1], p[2], .5), 1.8);
      location_paint_polygon (&scene->canvas, p, 3, 0, 1, location_mix (location_any_colour (random), (struct location_colour) { { 1, 1, 1 } }, .6), 1);
    }
}

void
location_scene_over (struct location_scene       *scene,
                     const struct location_grain *grain,
                     enum location_kinds          kinds,
                     uint64_t                    *random)
{
  struct location_canvas *canvas = &scene->canvas;

  canvas->note = canvas->notes[LOCATION_NOTE_LOST];
  if (!scene->empty && location_chance (random, .06))
    fold_corner (scene, random);
  canvas->note = canvas->notes[LOCATION_NOTE_COVER];
  if (!scene->empty && location_chance (random, .15))
    for (int i = 1 + location_pick (random, 2); i > 0; i--)
      paint_sheet (scene, grain, kinds, random);
  if (location_chance (random, .12))
    for (int i = 1 + location_pick (random, 2); i > 0; i--)
      paint_rod (scene, random);
  if (!scene->empty && location_chance (random, .28))
    paint_fingers (canvas, &scene->quad, random);
  canvas->note = NULL;
}

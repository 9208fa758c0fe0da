#include "vidimus-location-scene.h"

#include <math.h>
#include <string.h>

const struct location_odds location_odds_whole = { .flat = .22, .cut = .16, .copy = .08, .sheet = .25, .plain = .2 };
const struct location_odds location_odds_close = { .flat = .08, .cut = .34, .copy = .14, .sheet = .7, .plain = .3 };

struct document
{
  enum location_paper kind;
  double              aspect; /* width : height */
  double              round;  /* of the height */
};

struct vidimus_point
location_between (struct vidimus_point a,
                  struct vidimus_point b,
                  double               share)
{
  return (struct vidimus_point) { a.x + share * (b.x - a.x), a.y + share * (b.y - a.y) };
}

static struct document
any_document (uint64_t *random)
{
  double at = location_uniform (random, 0, 1);
  struct document document = { LOCATION_PAPER_CARD, location_chance (random, .6) ? 1.586 : location_uniform (random, 1.3, 1.65), 0 };

  if (at > .52)
    document.kind = LOCATION_PAPER_BACK;
  if (at > .68)
    document = (struct document) { LOCATION_PAPER_PAGE, 1.42 * location_uniform (random, .97, 1.03), 0 };
  if (at > .80)
    document = (struct document) { LOCATION_PAPER_BOOKLET, .71 * location_uniform (random, .96, 1.04), 0 };
  if (at > .87)
    document = (struct document) { LOCATION_PAPER_TEXT, exp (location_uniform (random, log (.38), log (1.5))), 0 };
  if (at > .97)
    document = (struct document) { LOCATION_PAPER_FORM, exp (location_uniform (random, log (.6), log (1.6))), 0 };
  if (document.kind <= LOCATION_PAPER_BOOKLET && location_chance (random, document.kind <= LOCATION_PAPER_BACK ? .75 : .4))
    document.round = location_uniform (random, .02, .08);

  return document;
}

/* A rectangle of this aspect and area as a pinhole camera sees it, about the origin. */
static struct vidimus_quad
lean (double    aspect,
      double    area,
      double    unit,
      uint64_t *random)
{
  double turn = location_chance (random, .5) ? location_uniform (random, 0, 6.2832)
                                             : location_pick (random, 4) * 1.5708 + .12 * location_normal (random);
  double tilt = location_chance (random, .3) ? 0 : fmin (fabs (location_normal (random)) * .35, .95);
  double way = location_uniform (random, 0, 6.2832), focal = location_uniform (random, .6, 1.7) * unit, size = sqrt (area);
  struct vidimus_quad quad;
  double now;

  for (int i = 0; i < 4; i++)
    {
      double x = (i == 1 || i == 2 ? .5 : -.5) * sqrt (aspect) * size, y = (i >= 2 ? .5 : -.5) / sqrt (aspect) * size;
      double u = cos (turn) * x - sin (turn) * y, v = sin (turn) * x + cos (turn) * y;
      double along = cos (way) * u + sin (way) * v, z = focal + sin (tilt) * along, shrink = (cos (tilt) - 1) * along;

      quad.p[i].x = focal / z * (u + shrink * cos (way));
      quad.p[i].y = focal / z * (v + shrink * sin (way));
    }
  now = fabs (vidimus_quad_area (&quad));
  for (int i = 0; i < 4; i++)
    {
      quad.p[i].x *= sqrt (area / now);
      quad.p[i].y *= sqrt (area / now);
    }

  return quad;
}

static void
bounds (const struct vidimus_quad *quad,
        double                     low[2],
        double                     high[2])
{
  low[0] = high[0] = quad->p[0].x;
  low[1] = high[1] = quad->p[0].y;
  for (int i = 1; i < 4; i++)
    {
      low[0] = fmin (low[0], quad->p[i].x);
      low[1] = fmin (low[1], quad->p[i].y);
      high[0] = fmax (high[0], quad->p[i].x);
      high[1] = fmax (high[1], quad->p[i].y);
    }
}

/* Within the frame, or cut by one or two of its sides. */
static struct vidimus_quad
pose (const struct location_canvas *canvas,
      double                        aspect,
      double                        cut_odds,
      uint64_t                     *random)
{
  double size[2] = { canvas->width, canvas->height }, low[2], high[2], fit = 1, move[2];
  double share = location_chance (random, .3) ? location_uniform (random, .04, .2) : location_uniform (random, .15, .85);
  struct vidimus_quad quad = lean (aspect, share * size[0] * size[1], canvas->unit, random);
  int cut = location_chance (random, cut_odds) ? 1 + location_pick (random, 3) : 0;

  bounds (&quad, low, high);
  for (int k = 0; k < 2; k++)
    fit = fmin (fit, location_uniform (random, cut ? 1 : .9, cut ? 1.15 : 1) * size[k] / (high[k] - low[k]));
  for (int k = 0; k < 2; k++)
    {
      double room = size[k] - fit * (high[k] - low[k]), at = location_uniform (random, 0, 1), over = 0;

      if (cut & (k + 1))
        {
          over = location_uniform (random, .04, cut == 3 ? .3 : .48) * fit * (high[k] - low[k]);
          at = location_chance (random, .5) ? 0 : 1;
        }
      move[k] = (at < .5 ? -over : over) + at * room - fit * low[k];
    }
  for (int i = 0; i < 4; i++)
    quad.p[i] = (struct vidimus_point) { fit * quad.p[i].x + move[0], fit * quad.p[i].y + move[1] };

  return quad;
}

/* A rectangle in the plane of @quad, in units of that one's sides: x0, y0, x1, y1, turned by @turn. */
static bool
beside (const struct vidimus_quad *quad,
        double                     aspect,
        const double               at[4],
        double                     turn,
        struct vidimus_quad       *out)
{
  const struct vidimus_quad flat = { { { 0, 0 }, { aspect, 0 }, { aspect, 1 }, { 0, 1 } } };
  double mx = (at[0] + at[2]) / 2 * aspect, my = (at[1] + at[3]) / 2;
  struct vidimus_homography map;

  if (!vidimus_homography_from_quads (&flat, quad, &map))
    return false;
  for (int i = 0; i < 4; i++)
    {
      double x = at[i == 1 || i == 2 ? 2 : 0] * aspect - mx, y = at[i >= 2 ? 3 : 1] - my;
      struct vidimus_point p = { mx + cos (turn) * x - sin (turn) * y, my + sin (turn) * x + cos (turn) * y };

      if (map.m[6] * p.x + map.m[7] * p.y + map.m[8] < .15 * map.m[8])
        return false;
      out->p[i] = vidimus_homography_apply (&map, p);
    }

  return true;
}

static void
paint_shadow (struct location_canvas    *canvas,
              const struct vidimus_quad *quad,
              double                     far,
              uint64_t                  *random)
{
  double angle = location_uniform (random, 0, 6.2832), reach = far * canvas->unit;
  struct vidimus_quad moved = *quad;

  for (int i = 0; i < 4; i++)
    {
      moved.p[i].x += cos (angle) * reach;
      moved.p[i].y += sin (angle) * reach;
    }
  location_paint_polygon (canvas, moved.p, 4, 3 * reach, 1 + 3 * reach, (struct location_colour) { { 0, 0, 0 } },
                          location_uniform (random, .1, .7));
}

static double
side_length (const struct vidimus_quad *quad,
             int                        i)
{
  return hypot (quad->p[(i + 1) % 4].x - quad->p[i].x, quad->p[(i + 1) % 4].y - quad->p[i].y);
}

static struct location_colour
colour_at (const struct location_canvas *canvas,
           const struct vidimus_quad    *quad)
{
  struct vidimus_point p = location_between (quad->p[0], quad->p[2], .5);
  int x = (int) fmin (fmax (p.x, 0), canvas->width - 1), y = (int) fmin (fmax (p.y, 0), canvas->height - 1);
  struct location_colour colour;

  memcpy (colour.c, canvas->rgb + 3 * ((size_t) y * (size_t) canvas->width + (size_t) x), sizeof colour.c);

  return colour;
}

/* Grey, with the toner's steep curve. */
static void
copy_picture (struct location_canvas *picture,
              uint64_t               *random)
{
  double steep = location_uniform (random, .8, 3), middle = location_uniform (random, .3, .6);

  for (int i = 0; i < picture->width * picture->height; i++)
    {
      float *p = picture->rgb + 3 * i;
      double v = .3 * p[0] + .59 * p[1] + .11 * p[2];

      v = fmin (fmax (.5 + steep * (v - middle), .04), .96);
      p[0] = p[1] = p[2] = (float) v;
    }
}

struct lay
{
  const struct location_grain *grain;
  enum location_kinds          kinds;
  bool                         faint; /* nearly the colour of what it lies on */
  bool                         copy;
  bool                         sheet; /* the document is a sheet of text itself */
};

/* Prints a document and lays it at @quad. */
static void
lay (struct location_canvas    *canvas,
     const struct lay          *how,
     enum location_paper        kind,
     const struct vidimus_quad *quad,
     double                     round,
     uint64_t                  *random)
{
  double w = fmin (fmax ((side_length (quad, 0) + side_length (quad, 2)) / 2 * 1.1, 16), 1400);
  double h = fmin (fmax ((side_length (quad, 1) + side_length (quad, 3)) / 2 * 1.1, 16), 1400);
  struct location_canvas picture;

  if (location_canvas_init (&picture, (int) w, (int) h))
    {
      location_paint_paper (&picture, kind, how->grain, how->kinds, random);
      if (how->copy)
        copy_picture (&picture, random);
      if (how->faint)
        {
          struct location_colour ground = colour_at (canvas, quad);
          float share = (float) location_uniform (random, .35, .75);

          for (int i = 0; i < picture.width * picture.height * 3; i++)
            picture.rgb[i] += share * (ground.c[i % 3] - picture.rgb[i]);
        }
      location_paint_picture (canvas, &picture, quad, round * h / 1.1, 1);
    }
  location_canvas_clear (&picture);
}

static void
note_other (struct location_scene     *scene,
            const struct vidimus_quad *quad)
{
  if (scene->n_others < LOCATION_MOST_OTHERS)
    scene->others[scene->n_others++] = *quad;
}

/* Things that lie about, most of them in the plane of the document; it comes on top of them. */
static void
scatter (struct location_scene     *scene,
         const struct lay          *how,
         double                     aspect,
         uint64_t                  *random)
{
  struct location_canvas *canvas = &scene->canvas;
  const struct vidimus_quad *quad = &scene->quad;
  static const enum location_paper kinds[] = {
    LOCATION_PAPER_COVER, LOCATION_PAPER_COVER, LOCATION_PAPER_TEXT, LOCATION_PAPER_TEXT, LOCATION_PAPER_FORM, LOCATION_PAPER_FORM,
    LOCATION_PAPER_CARD, LOCATION_PAPER_BACK,
  };

  for (int i = location_chance (random, .55) ? 0 : 1 + location_pick (random, 3); i > 0; i--)
    {
      double wide = exp (location_uniform (random, log (.3), log (3.5))), high = wide * exp (location_uniform (random, -.6, .6)) * aspect;
      double x = location_uniform (random, -1.2, 2.2), y = location_uniform (random, -1.2, 2.2);
      const double at[4] = { x - wide / 2, y - high / 2, x + wide / 2, y + high / 2 };
      double turn = location_chance (random, .4) ? 0 : location_uniform (random, 0, 6.2832);
      /* Of two alike nobody could say which is meant, unless one lies on the other. */
      bool under = x > .1 && x < .9 && y > .1 && y < .9;
      enum location_paper kind = kinds[location_pick (random, how->sheet ? 2 : under ? 8 : 6)];
      struct vidimus_quad thing;

      if (!beside (quad, aspect, at, turn, &thing))
        continue;
      note_other (scene, &thing);
      if (location_chance (random, .5))
        paint_shadow (canvas, &thing, location_uniform (random, .002, .03), random);
      if (location_chance (random, .2))
        location_paint_polygon (canvas, thing.p, 4, 0, 1, location_any_colour (random), 1);
      else
        lay (canvas, how, kind, &thing, location_chance (random, .3) ? .05 : 0, random);
    }
}

/* A program's window that shows the document, with writing on one hand of it. */
static void
show_in_window (struct location_scene *scene,
                double                 aspect,
                uint64_t              *random)
{
  struct location_canvas *canvas = &scene->canvas;
  const struct vidimus_quad *quad = &scene->quad;
  double margin = location_uniform (random, .04, .4), far = location_uniform (random, .4, 1.6);
  bool left = location_chance (random, .5);
  const double at[4] = { left ? -far : -margin, -location_uniform (random, .05, .6), left ? 1 + margin : 1 + far,
                         1 + location_uniform (random, .05, .6) };
  struct location_colour paper = location_mix (location_any_colour (random), (struct location_colour) { { 1, 1, 1 } },
                                               location_chance (random, .8) ? .85 : .1);
  double line = location_uniform (random, .02, .05), step = location_uniform (random, .06, .16);
  struct vidimus_quad window, bar;

  if (!beside (quad, aspect, at, 0, &window))
    return;
  note_other (scene, &window);
  location_paint_polygon (canvas, window.p, 4, 0, 1, paper, 1);
  if (location_chance (random, .5) && beside (quad, aspect, (double[4]) { at[0], at[1] - .08, at[2], at[1] }, 0, &bar))
    location_paint_polygon (canvas, bar.p, 4, 0, 1, location_any_colour (random), 1);
  for (double y = at[1] + .05; y < at[3] - .05; y += step)
    {
      double from = left ? at[0] + .06 : 1.06, room = far - .12;

      if (location_chance (random, .85) &&
          beside (quad, aspect, (double[4]) { from, y, from + room * location_uniform (random, .2, 1), y + line }, 0, &bar))
        location_paint_polygon (canvas, bar.p, 4, 0, 1, location_mix (location_any_colour (random), (struct location_colour) { { 0, 0, 0 } }, .7), .8);
    }
}

/* What the document lies in or on, with sides along its own: a sheet, a form, a book, a tray, a screen. */
static bool
underlay (struct location_scene      *scene,
          const struct location_odds *odds,
          const struct lay           *how,
          double                      aspect,
          uint64_t                   *random)
{
  struct location_canvas *canvas = &scene->canvas;
  const struct vidimus_quad *quad = &scene->quad;
  double near = location_chance (random, .4) ? .03 : .15, far = location_chance (random, .4) ? .3 : 1.5;
  double border = location_uniform (random, .01, .08);
  const double at[4] = { -location_uniform (random, near, far), -location_uniform (random, near, far),
                         1 + location_uniform (random, near, far), 1 + location_uniform (random, near, far) };
  const double rim[4] = { at[0] - border, at[1] - border, at[2] + border, at[3] + border };
  struct vidimus_quad in, out;
  bool screen = !scene->copy && location_chance (random, .35);

  if (!beside (quad, aspect, at, screen || location_chance (random, .7) ? 0 : .1 * location_normal (random), &in) ||
      !beside (quad, aspect, rim, 0, &out))
    return false;
  note_other (scene, &in);
  note_other (scene, &out);

  if (location_chance (random, .5))
    paint_shadow (canvas, &out, location_uniform (random, .002, .03), random);
  if (screen || location_chance (random, .2))
    location_paint_polygon (canvas, out.p, 4, canvas->unit * location_uniform (random, 0, .03), 1,
                            location_near_colour (random, (struct location_colour) { { .08f, .08f, .08f } }, .08), 1);
  if (scene->copy || location_chance (random, odds->plain))
    location_paint_polygon (canvas, in.p, 4, 0, 1, location_mix (location_any_colour (random), (struct location_colour) { { 1, 1, 1 } },
                                                                 location_uniform (random, .85, 1)), 1);
  else if (location_chance (random, .25))
    show_in_window (scene, aspect, random);
  else if (location_chance (random, .3))
    location_paint_polygon (canvas, in.p, 4, 0, 1, location_any_colour (random), 1);
  else
    lay (canvas, how, how->sheet || location_chance (random, .4) ? LOCATION_PAPER_COVER : location_chance (random, .5) ? LOCATION_PAPER_FORM : LOCATION_PAPER_TEXT,
         &in, 0, random);

  return screen;
}

/* The fingers of the hand that holds it from behind. */
static void
hold_behind (struct location_canvas    *canvas,
             const struct vidimus_quad *quad,
             uint64_t                  *random)
{
  struct location_colour skin = location_skin (random);
  int side = location_pick (random, 4), n = 2 + location_pick (random, 3);
  struct vidimus_point middle = location_between (quad->p[0], quad->p[2], .5);
  double thick = canvas->unit * location_uniform (random, .03, .08);

  for (int i = 0; i < n; i++)
    {
      struct vidimus_point edge = location_between (quad->p[side], quad->p[(side + 1) % 4], (i + .5) / n);
      struct vidimus_point tip = location_between (middle, edge, location_uniform (random, 1., 1.35));

      location_paint_capsule (canvas, middle, tip, thick * 1.2, thick, location_near_colour (random, skin, .03), .5, 2, 1);
    }
  if (location_chance (random, .4)) /* the palm */
    location_paint_capsule (canvas, middle, (struct vidimus_point) { middle.x + canvas->unit * location_normal (random), canvas->height * 1.5 },
                            canvas->unit * location_uniform (random, .15, .4), canvas->unit * .35, skin, .3, 4, 1);
}

/* Flat: the picture is the document, but for a hair's breadth. */
static struct vidimus_quad
fill_frame (const struct location_canvas *canvas,
            uint64_t                     *random)
{
  double w = canvas->width, h = canvas->height, off = location_chance (random, .8) ? 0 : .03 * canvas->unit;
  double in = location_uniform (random, -.3, 1) * off;

  return (struct vidimus_quad) { { { in, in }, { w - in, in }, { w - in, h - in }, { in, h - in } } };
}

/**
 * location_scene_draw:
 * @scene: what is drawn, lit but not exposed; to be cleared by location_canvas_clear()
 */
bool
location_scene_draw (struct location_scene       *scene,
                     const struct location_odds  *odds,
                     const struct location_grain *grain,
                     enum location_kinds          kinds,
                     int                          width,
                     int                          height,
                     uint64_t                    *random)
{
  struct document document = any_document (random);
  struct lay how = { grain, kinds, false, false, document.kind >= LOCATION_PAPER_TEXT };
  struct location_canvas *canvas = &scene->canvas;
  bool flat = location_chance (random, odds->flat);

  memset (scene, 0, sizeof *scene);
  if (!location_canvas_init (canvas, width, height))
    return false;

  location_paint_ground (canvas, grain, kinds, random);
  scene->empty = location_chance (random, .015);
  scene->quad = flat ? fill_frame (canvas, random) : pose (canvas, document.aspect, odds->cut, random);
  scene->copy = location_chance (random, odds->copy);
  if (!flat)
    scatter (scene, &how, document.aspect, random);
  if (!flat && location_chance (random, scene->copy ? odds->sheet : .25))
    scene->screen = underlay (scene, odds, &how, document.aspect, random);
  else if (!flat && location_chance (random, .15))
    hold_behind (canvas, &scene->quad, random);
  if (scene->empty)
    scene->quad = (struct vidimus_quad) { 0 };
  else
    {
      if (!flat && !scene->screen && location_chance (random, scene->copy ? .1 : .6))
        paint_shadow (canvas, &scene->quad, location_uniform (random, .001, .025), random);
      how.faint = location_chance (random, .08);
      how.copy = scene->copy;
      lay (canvas, &how, document.kind, &scene->quad, document.round, random);
    }
  if (!scene->screen || location_chance (random, .2))
    location_scene_over (scene, grain, kinds, random);
  location_scene_light (scene, random);

  return true;
}

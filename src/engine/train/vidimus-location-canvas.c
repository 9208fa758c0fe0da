#include "vidimus-location-canvas.h"

#include "vidimus-training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_POINTS 16

double
location_uniform (uint64_t *random,
                  double    low,
                  double    high)
{
  return training_between (random, low, high);
}

int
location_pick (uint64_t *random,
               int       n)
{
  return (int) (training_random (random) * n);
}

bool
location_chance (uint64_t *random,
                 double    p)
{
  return training_random (random) < p;
}

/** location_normal: about normal, of deviation 1 (sum of uniforms). */
double
location_normal (uint64_t *random)
{
  double sum = -6;

  for (int i = 0; i < 12; i++)
    sum += training_random (random);

  return sum;
}

/** location_any_colour: most things are of little colour. */
struct location_colour
location_any_colour (uint64_t *random)
{
  double hue = location_uniform (random, 0, 6), value = location_uniform (random, .04, 1);
  double saturation = location_chance (random, .35) ? location_uniform (random, 0, .08)
                                                    : pow (training_random (random), 1.6) * .9;
  struct location_colour colour;

  for (int c = 0; c < 3; c++)
    {
      double at = fabs (fmod (hue + 2 * c, 6) - 3) - 1;

      at = at < 0 ? 0 : at > 1 ? 1 : at;
      colour.c[c] = (float) (value * (1 - saturation * (1 - at)));
    }

  return colour;
}

struct location_colour
location_near_colour (uint64_t               *random,
                      struct location_colour  colour,
                      double                  spread)
{
  double all = location_normal (random) * spread;

  for (int c = 0; c < 3; c++)
    colour.c[c] = (float) fmin (fmax (colour.c[c] + all + .4 * spread * location_normal (random), .01), 1);

  return colour;
}

struct location_colour
location_mix (struct location_colour a,
              struct location_colour b,
              double                 share)
{
  for (int c = 0; c < 3; c++)
    a.c[c] += (float) share * (b.c[c] - a.c[c]);

  return a;
}

bool
location_canvas_init (struct location_canvas *canvas,
                      int                     width,
                      int                     height)
{
  size_t n = (size_t) width * (size_t) height;

  *canvas = (struct location_canvas) { .width = width, .height = height, .unit = width > height ? width : height };
  canvas->rgb = calloc (n * 3, sizeof *canvas->rgb);
  for (int i = 0; i < LOCATION_N_NOTES; i++)
    if ((canvas->notes[i] = calloc (n, sizeof *canvas->notes[i])) == NULL)
      return false;

  return canvas->rgb != NULL;
}

void
location_canvas_clear (struct location_canvas *canvas)
{
  free (canvas->rgb);
  for (int i = 0; i < LOCATION_N_NOTES; i++)
    free (canvas->notes[i]);
  memset (canvas, 0, sizeof *canvas);
}

static inline void
blend (struct location_canvas *canvas,
       int                     x,
       int                     y,
       const float             colour[3],
       float                   alpha)
{
  size_t at = (size_t) y * (size_t) canvas->width + (size_t) x;
  float *to = canvas->rgb + 3 * at;

  for (int c = 0; c < 3; c++)
    to[c] += alpha * (colour[c] - to[c]);
  if (canvas->note != NULL && alpha > canvas->note[at])
    canvas->note[at] = alpha;
}

struct box
{
  int x0, y0, x1, y1;
};

static struct box
box_of (const struct location_canvas *canvas,
        const struct vidimus_point   *points,
        int                           n,
        double                        margin)
{
  double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;

  for (int i = 0; i < n; i++)
    {
      x0 = fmin (x0, points[i].x);
      y0 = fmin (y0, points[i].y);
      x1 = fmax (x1, points[i].x);
      y1 = fmax (y1, points[i].y);
    }

  return (struct box) { (int) fmax (floor (x0 - margin), 0), (int) fmax (floor (y0 - margin), 0),
                        (int) fmin (ceil (x1 + margin), canvas->width), (int) fmin (ceil (y1 + margin), canvas->height) };
}

struct edge
{
  float nx, ny, c; /* signed distance, positive inside */
};

/* Of a convex polygon in either direction. */
static void
edges_of (const struct vidimus_point *points,
          int                         n,
          struct edge                *edges)
{
  double area = 0, sign;

  for (int i = 0; i < n; i++)
    area += points[i].x * points[(i + 1) % n].y - points[(i + 1) % n].x * points[i].y;
  sign = area > 0 ? 1 : -1;
  for (int i = 0; i < n; i++)
    {
      struct vidimus_point a = points[i], b = points[(i + 1) % n];
      double length = fmax (hypot (b.x - a.x, b.y - a.y), 1e-6);
      double nx = -sign * (b.y - a.y) / length, ny = sign * (b.x - a.x) / length;

      edges[i] = (struct edge) { (float) nx, (float) ny, (float) (-nx * a.x - ny * a.y) };
    }
}

/* Distance to the polygon's border, positive inside, its corners rounded by @round. */
static inline float
inside (const struct edge *edges,
        int                n,
        float              round,
        float              x,
        float              y)
{
  float least = INFINITY, second = INFINITY;

  for (int i = 0; i < n; i++)
    {
      float d = edges[i].nx * x + edges[i].ny * y + edges[i].c;

      if (d < least)
        {
          second = least;
          least = d;
        }
      else if (d < second)
        second = d;
    }
  if (round > 0 && least < round && second < round)
    return round - sqrtf ((round - least) * (round - least) + (round - second) * (round - second));

  return least;
}

static inline float
clamp01 (float v)
{
  return v < 0 ? 0 : v > 1 ? 1 : v;
}

/** location_paint_polygon: a convex one; @soft: pixels over which its border fades. */
void
location_paint_polygon (struct location_canvas     *canvas,
                        const struct vidimus_point *points,
                        int                         n,
                        double                      round,
                        double                      soft,
                        struct location_colour      colour,
                        double                      alpha)
{
  struct box box = box_of (canvas, points, n, 1 + soft / 2);
  struct edge edges[MOST_POINTS];
  float fade = 1 / (float) fmax (soft, 1);

  edges_of (points, n, edges);
  for (int y = box.y0; y < box.y1; y++)
    for (int x = box.x0; x < box.x1; x++)
      {
        float a = clamp01 (inside (edges, n, (float) round, (float) x + .5f, (float) y + .5f) * fade + .5f);

        if (a > 0)
          blend (canvas, x, y, colour.c, a * (float) alpha);
      }
}

/** location_paint_box: with its sides along the canvas'. */
void
location_paint_box (struct location_canvas *canvas,
                    double                  x,
                    double                  y,
                    double                  width,
                    double                  height,
                    struct location_colour  colour,
                    double                  alpha)
{
  int x0 = (int) fmax (floor (x), 0), x1 = (int) fmin (ceil (x + width), canvas->width);
  int y0 = (int) fmax (floor (y), 0), y1 = (int) fmin (ceil (y + height), canvas->height);

  for (int j = y0; j < y1; j++)
    {
      double high = fmin (y + height, j + 1) - fmax (y, j);

      for (int i = x0; i < x1; i++)
        blend (canvas, i, j, colour.c, (float) (alpha * high * (fmin (x + width, i + 1) - fmax (x, i))));
    }
}

/** location_paint_capsule: from @a to @b, of radius @ra to @rb; @shade: how much darker it gets towards its border. */
void
location_paint_capsule (struct location_canvas *canvas,
                        struct vidimus_point    a,
                        struct vidimus_point    b,
                        double                  ra,
                        double                  rb,
                        struct location_colour  colour,
                        double                  shade,
                        double                  soft,
                        double                  alpha)
{
  const struct vidimus_point ends[2] = { a, b };
  struct box box = box_of (canvas, ends, 2, fmax (ra, rb) + 1 + soft / 2);
  float dx = (float) (b.x - a.x), dy = (float) (b.y - a.y), square = fmaxf (dx * dx + dy * dy, 1e-6f);
  float fade = 1 / (float) fmax (soft, 1);

  for (int y = box.y0; y < box.y1; y++)
    for (int x = box.x0; x < box.x1; x++)
      {
        float px = (float) x + .5f - (float) a.x, py = (float) y + .5f - (float) a.y;
        float t = clamp01 ((px * dx + py * dy) / square);
        float r = (float) (ra + (rb - ra) * t), d = sqrtf ((px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy));
        float cover = clamp01 ((r - d) * fade + .5f), lit, tone[3];

        if (cover <= 0)
          continue;
        lit = 1 - (float) shade * (d / r) * (d / r);
        for (int c = 0; c < 3; c++)
          tone[c] = colour.c[c] * lit;
        blend (canvas, x, y, tone, cover * (float) alpha);
      }
}

static inline void
sample (const struct location_canvas *picture,
        float                         x,
        float                         y,
        float                         colour[3])
{
  int x0, y0;
  const float *a, *b;

  x = fminf (fmaxf (x - .5f, 0), (float) picture->width - 1.001f);
  y = fminf (fmaxf (y - .5f, 0), (float) picture->height - 1.001f);
  x0 = (int) x;
  y0 = (int) y;
  x -= (float) x0;
  y -= (float) y0;
  a = picture->rgb + 3 * ((size_t) y0 * (size_t) picture->width + (size_t) x0);
  b = a + 3 * picture->width;
  for (int c = 0; c < 3; c++)
    colour[c] = (1 - y) * ((1 - x) * a[c] + x * a[3 + c]) + y * ((1 - x) * b[c] + x * b[3 + c]);
}

/** location_paint_picture: as a plane whose corners lie at @quad. */
void
location_paint_picture (struct location_canvas       *canvas,
                        const struct location_canvas *picture,
                        const struct vidimus_quad    *quad,
                        double                        round,
                        double                        alpha)
{
  double w = picture->width, h = picture->height;
  const struct vidimus_quad flat = { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
  struct vidimus_homography map;
  struct box box = box_of (canvas, quad->p, 4, 1);
  struct edge edges[4];

  if (!vidimus_homography_from_quads (quad, &flat, &map))
    return;

  edges_of (quad->p, 4, edges);
  for (int y = box.y0; y < box.y1; y++)
    for (int x = box.x0; x < box.x1; x++)
      {
        float a = clamp01 (inside (edges, 4, (float) round, (float) x + .5f, (float) y + .5f) + .5f), colour[3];
        double u, v, n;

        if (a <= 0)
          continue;
        u = map.m[0] * (x + .5) + map.m[1] * (y + .5) + map.m[2];
        v = map.m[3] * (x + .5) + map.m[4] * (y + .5) + map.m[5];
        n = map.m[6] * (x + .5) + map.m[7] * (y + .5) + map.m[8];
        sample (picture, (float) (u / n), (float) (v / n), colour);
        blend (canvas, x, y, colour, a * (float) alpha);
      }
}

/* A running mean of 2 @radius + 1 over @n colours @step floats apart, with a fraction at its ends. */
static void
blur_line (float *line,
           int    n,
           int    step,
           double radius,
           float *buffer)
{
  int whole = (int) radius;
  float part = (float) (radius - whole), scale = 1 / (float) (2 * radius + 1);

  for (int c = 0; c < 3; c++)
    {
      float sum = 0;

      for (int i = 0; i < n; i++)
        buffer[i] = line[i * step + c];
      for (int k = -whole; k <= whole; k++)
        sum += buffer[k < 0 ? 0 : k < n ? k : n - 1];
      for (int i = 0; i < n; i++)
        {
          int before = i - whole - 1, after = i + whole + 1, first = i - whole;
          float low = buffer[before < 0 ? 0 : before], high = buffer[after < n ? after : n - 1];

          line[i * step + c] = (sum + part * (low + high)) * scale;
          sum += high - buffer[first < 0 ? 0 : first];
        }
    }
}

/** location_canvas_blur: twice a box of these radii in pixels. */
void
location_canvas_blur (struct location_canvas *canvas,
                      double                  radius_x,
                      double                  radius_y)
{
  float *buffer = malloc ((size_t) canvas->unit * sizeof *buffer);

  for (int pass = 0; pass < 2 && buffer != NULL; pass++)
    {
      for (int y = 0; y < canvas->height && radius_x > 0; y++)
        blur_line (canvas->rgb + 3 * (size_t) y * (size_t) canvas->width, canvas->width, 3, radius_x, buffer);
      for (int x = 0; x < canvas->width && radius_y > 0; x++)
        blur_line (canvas->rgb + 3 * (size_t) x, canvas->height, 3 * canvas->width, radius_y, buffer);
    }
  free (buffer);
}

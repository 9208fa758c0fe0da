#include "vidimus-sight.h"

#include <math.h>

/* Places along a side that are looked at. */
#define PLACES 16

/* A side or a corner may lie so many cells beside where the network saw it. */
#define BESIDE 0.6

static struct vidimus_point
to_cells (const struct vidimus_sight *sight,
          struct vidimus_point        p)
{
  return (struct vidimus_point) { p.x * sight->scale_x, p.y * sight->scale_y };
}

/**
 * vidimus_sight_sum:
 * @sight: has its maps
 * @width: of the picture that they are of, in whose pixels quads will be
 *
 * Fills in all else.
 */
void
vidimus_sight_sum (struct vidimus_sight *sight,
                   int                   width,
                   int                   height)
{
  const struct vidimus_locate_maps *maps = &sight->maps;

  sight->scale_x = (double) maps->width / width;
  sight->scale_y = (double) maps->height / height;
  sight->mass = 0;
  for (int y = 0; y < maps->height; y++)
    {
      sight->rows[y][0] = 0;
      for (int x = 0; x < maps->width; x++)
        sight->rows[y][x + 1] = sight->rows[y][x] + maps->p[VIDIMUS_LOCATE_MAP_INSIDE][y * maps->width + x];
      sight->mass += (double) sight->rows[y][maps->width];
    }
  sight->found = vidimus_maps_fit (maps, &sight->quad);
  for (int i = 0; i < 4; i++)
    {
      sight->quad.p[i].x /= sight->scale_x;
      sight->quad.p[i].y /= sight->scale_y;
    }
}

/**
 * vidimus_sight_look:
 * @rgb: the picture in whose pixels quads will be
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_sight_look (const struct vidimus_image *rgb,
                    const struct vidimus_hooks *hooks,
                    struct vidimus_sight       *sight)
{
  enum vidimus_status status = vidimus_locate_net_see (rgb, hooks, &sight->maps);

  if (status == VIDIMUS_STATUS_OK)
    vidimus_sight_sum (sight, rgb->width, rgb->height);

  return status;
}

static inline double
row_sum (const float *row,
         double       x)
{
  int at = (int) x;

  return (double) row[at] + (x > at ? (x - at) * (double) (row[at + 1] - row[at]) : 0);
}

/* The mask in the quad, and how many cells that are in the frame it has. */
static void
add_up (const struct vidimus_sight *sight,
        const struct vidimus_quad  *quad,
        double                     *mask,
        double                     *cells)
{
  struct vidimus_point p[4];

  *mask = *cells = 0;
  for (int i = 0; i < 4; i++)
    p[i] = to_cells (sight, quad->p[i]);
  for (int y = 0; y < sight->maps.height; y++)
    {
      double at = y + .5, low = INFINITY, high = -INFINITY;

      for (int i = 0; i < 4; i++)
        {
          const struct vidimus_point *a = &p[i], *b = &p[(i + 1) % 4];
          double x;

          if ((a->y <= at) == (b->y <= at))
            continue;
          x = a->x + (at - a->y) / (b->y - a->y) * (b->x - a->x);
          low = fmin (low, x);
          high = fmax (high, x);
        }
      low = fmax (low, 0);
      high = fmin (high, sight->maps.width);
      if (high <= low)
        continue;
      *cells += high - low;
      *mask += row_sum (sight->rows[y], high) - row_sum (sight->rows[y], low);
    }
}

/** vidimus_sight_overlap: of the part of @quad in the frame with the mask: intersection over union, 0–1. */
double
vidimus_sight_overlap (const struct vidimus_sight *sight,
                       const struct vidimus_quad  *quad)
{
  double mask, cells;

  add_up (sight, quad, &mask, &cells);

  return mask / fmax (cells + sight->mass - mask, 1);
}

/* 0 to @most; fmin () and fmax () are calls where NAN matters. */
static inline double
clamp (double v,
       double most)
{
  return v < 0 ? 0 : v > most ? most : v;
}

/** vidimus_cells_at: of @width × @height cells, at least two each way, the value at a point in cells; between their middles it is interpolated. */
double
vidimus_cells_at (const float *cells,
                  int          width,
                  int          height,
                  double       x,
                  double       y)
{
  const float *p;
  int x0, y0;

  x = clamp (x - .5, width - 1.001);
  y = clamp (y - .5, height - 1.001);
  x0 = (int) x;
  y0 = (int) y;
  x -= x0;
  y -= y0;
  p = cells + y0 * width + x0;

  return (1 - y) * ((1 - x) * (double) p[0] + x * (double) p[1]) +
         y * ((1 - x) * (double) p[width] + x * (double) p[width + 1]);
}

static double
look_at (const struct vidimus_locate_maps *maps,
         enum vidimus_locate_map           map,
         double                            x,
         double                            y)
{
  return vidimus_cells_at (maps->p[map], maps->width, maps->height, x, y);
}

/** vidimus_sight_side: 0–1, the side that the network saw at a point of the picture. */
double
vidimus_sight_side (const struct vidimus_sight *sight,
                    double                      x,
                    double                      y)
{
  return look_at (&sight->maps, VIDIMUS_LOCATE_MAP_SIDE, x * sight->scale_x, y * sight->scale_y);
}

/** vidimus_sight_along: 0–1, how much of a side the network saw from @a to @b; −1 when that is out of the frame. */
double
vidimus_sight_along (const struct vidimus_sight *sight,
                     struct vidimus_point        a,
                     struct vidimus_point        b)
{
  struct vidimus_point p = to_cells (sight, a), q = to_cells (sight, b);
  double length = fmax (hypot (q.x - p.x, q.y - p.y), 1e-9), nx = BESIDE * (q.y - p.y) / length, ny = BESIDE * (p.x - q.x) / length;
  double sum = 0;
  int n = 0;

  for (int i = 0; i < PLACES; i++)
    {
      double t = (i + .5) / PLACES, x = p.x + t * (q.x - p.x), y = p.y + t * (q.y - p.y);

      if (x < 0 || y < 0 || x > sight->maps.width || y > sight->maps.height)
        continue;
      sum += fmax (look_at (&sight->maps, VIDIMUS_LOCATE_MAP_SIDE, x, y),
                   fmax (look_at (&sight->maps, VIDIMUS_LOCATE_MAP_SIDE, x + nx, y + ny),
                         look_at (&sight->maps, VIDIMUS_LOCATE_MAP_SIDE, x - nx, y - ny)));
      n++;
    }

  return n > 0 ? sum / n : -1;
}

/** vidimus_sight_judge: what the network says for a quad. */
void
vidimus_sight_judge (const struct vidimus_sight *sight,
                     const struct vidimus_quad  *quad,
                     struct vidimus_seen        *seen)
{
  double mask, cells, sides = 0, corners = 0;
  int n_sides = 0, n_corners = 0;

  add_up (sight, quad, &mask, &cells);
  seen->overlap = mask / fmax (cells + sight->mass - mask, 1);
  seen->inside = mask / fmax (cells, 1);
  seen->weakest = 1;
  for (int i = 0; i < 4; i++)
    {
      struct vidimus_point p = to_cells (sight, quad->p[i]);
      double along = vidimus_sight_along (sight, quad->p[i], quad->p[(i + 1) % 4]);

      if (along >= 0)
        {
          sides += along;
          seen->weakest = fmin (seen->weakest, along);
          n_sides++;
        }
      if (p.x >= 0 && p.y >= 0 && p.x <= sight->maps.width && p.y <= sight->maps.height)
        {
          corners += look_at (&sight->maps, VIDIMUS_LOCATE_MAP_CORNER, p.x, p.y);
          n_corners++;
        }
    }
  seen->side = n_sides > 0 ? sides / n_sides : 0;
  seen->corners = n_corners > 0 ? corners / n_corners : 0;
}

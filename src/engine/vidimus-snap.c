/* The quad that a close look saw, its sides brought onto the straight edges of the picture that lie there. */
#include "vidimus-locate-private.h"

#include <math.h>

/* How far an edge may lie from the side that was seen: pixels of the close look's window, at either end. */
#define REACH 5.0

/* An edge under less of a side than this is none of it. */
#define LEAST_SUPPORT 0.25

/* Of a side, what must be in the frame to be brought onto anything. */
#define LEAST_VISIBLE 0.2

/* How much distance counts against support and what the network sees there. */
#define SEEN_WEIGHT 1.0
#define DISTANCE_WEIGHT 0.6

struct side
{
  struct vidimus_point a; /* the part in the frame */
  struct vidimus_point b;
  double               visible; /* 0–1, of the whole side */
};

static struct vidimus_point
between (struct vidimus_point a,
         struct vidimus_point b,
         double               t)
{
  return (struct vidimus_point) { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* Liang & Barsky 1984. */
static struct side
clip (struct vidimus_point a,
      struct vidimus_point b,
      double               width,
      double               height)
{
  const double d[4] = { a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y }, room[4] = { a.x, width - a.x, a.y, height - a.y };
  double from = 0, to = 1;

  for (int k = 0; k < 4; k++)
    if (d[k] < 0)
      from = fmax (from, room[k] / d[k]);
    else if (d[k] > 0)
      to = fmin (to, room[k] / d[k]);
    else if (room[k] < 0)
      to = -1;
  if (to <= from)
    return (struct side) { a, b, 0 };

  return (struct side) { between (a, b, from), between (a, b, to), to - from };
}

static double
off (const struct vidimus_line *line,
     struct vidimus_point       p)
{
  return fabs (p.x * line->nx + p.y * line->ny - line->c);
}

static double
support (const struct vidimus_line *line,
         const struct side         *side)
{
  double t0 = vidimus_line_at (line, side->a), t1 = vidimus_line_at (line, side->b);

  return vidimus_line_support (line, fmin (t0, t1), fmax (t0, t1));
}

/* The line that most speaks for, or −1. */
static int
find_line (const struct vidimus_lines *lines,
           const struct vidimus_close *close,
           const struct side          *side,
           double                     *found)
{
  double reach = REACH * vidimus_window_scale (&close->window), best = -INFINITY;
  int at = -1;

  *found = 0;
  for (int i = 0; i < lines->n; i++)
    {
      const struct vidimus_line *line = &lines->items[i];
      double d = fmax (off (line, side->a), off (line, side->b)) / reach, value, held;

      if (line->frame || d > 1 || (held = support (line, side)) < LEAST_SUPPORT)
        continue;
      value = held - DISTANCE_WEIGHT * d * d +
              SEEN_WEIGHT * vidimus_sight_along (&close->sight, vidimus_window_to (&close->window, side->a), vidimus_window_to (&close->window, side->b));
      if (value > best)
        {
          best = value;
          at = i;
          *found = held;
        }
    }

  return at;
}

/* Through two points, as a line without its edge. */
static struct vidimus_line
line_through (struct vidimus_point a,
              struct vidimus_point b)
{
  double length = fmax (hypot (b.x - a.x, b.y - a.y), 1e-9), nx = (b.y - a.y) / length, ny = (a.x - b.x) / length;

  return (struct vidimus_line) { .nx = nx, .ny = ny, .c = a.x * nx + a.y * ny };
}

static bool
meet (const struct vidimus_line *p,
      const struct vidimus_line *q,
      struct vidimus_point      *out)
{
  double cross = p->nx * q->ny - p->ny * q->nx;

  if (fabs (cross) < .1)
    return false;
  out->x = (p->c * q->ny - q->c * p->ny) / cross;
  out->y = (q->c * p->nx - p->c * q->nx) / cross;

  return true;
}

/**
 * vidimus_quad_snap:
 * @close: has found a quad
 * @width: of the picture that @lines are of
 * @found: (out): its quad, sides, supports, and which the frame cuts off
 */
void
vidimus_quad_snap (const struct vidimus_lines *lines,
                   const struct vidimus_close *close,
                   int                         width,
                   int                         height,
                   struct vidimus_candidate   *found)
{
  struct vidimus_line sides[4];
  struct vidimus_quad quad;
  bool ok = true;

  *found = (struct vidimus_candidate) { .line = { -1, -1, -1, -1 } };
  for (int i = 0; i < 4; i++)
    found->quad.p[i] = vidimus_window_from (&close->window, close->sight.quad.p[i]);
  for (int i = 0; i < 4; i++)
    {
      struct side side = clip (found->quad.p[i], found->quad.p[(i + 1) % 4], width, height);

      sides[i] = line_through (found->quad.p[i], found->quad.p[(i + 1) % 4]);
      found->cut[i] = side.visible < LEAST_VISIBLE;
      if (!found->cut[i] && (found->line[i] = find_line (lines, close, &side, &found->support[i])) >= 0)
        sides[i] = lines->items[found->line[i]];
    }
  for (int i = 0; i < 4; i++)
    ok = ok && meet (&sides[(i + 3) % 4], &sides[i], &quad.p[i]);
  if (ok && vidimus_quad_is_convex (&quad))
    found->quad = quad;
}

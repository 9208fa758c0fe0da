/* The quad that a close look saw, its sides brought onto the straight edges of the picture that lie there. */
#include "vidimus-lines-private.h"

#include <math.h>

/* How far an edge may lie from the side that was seen: pixels of the close look's patch, at either end. */
#define REACH 5.0

/* An edge under less of a side than this is none of it. */
#define LEAST_SUPPORT 0.25

/* Of a side, what must be in the frame: what the frame cuts is left to the other candidates. */
#define LEAST_VISIBLE 0.9

/* How much distance counts against support. */
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

/* The line that most speaks for, at most @reach away, or −1. */
static int
find_line (const struct vidimus_lines *lines,
           double                      reach,
           const struct side          *side)
{
  double best = -INFINITY;
  int at = -1;

  for (int i = 0; i < lines->n; i++)
    {
      const struct vidimus_line *line = &lines->items[i];
      double d = fmax (off (line, side->a), off (line, side->b)) / reach, value, held;

      if (line->frame || d > 1 || (held = support (line, side)) < LEAST_SUPPORT)
        continue;
      value = held - DISTANCE_WEIGHT * d * d;
      if (value > best)
        {
          best = value;
          at = i;
        }
    }

  return at;
}

/* A line of its own along @side; −1 where there is no room for one. */
static int
add_line (const struct vidimus_level *level,
          const struct vidimus_sight *sight,
          const struct side          *side,
          struct vidimus_lines       *lines)
{
  double length = fmax (hypot (side->b.x - side->a.x, side->b.y - side->a.y), 1e-9);
  struct vidimus_line line = { .nx = (side->b.y - side->a.y) / length, .ny = (side->a.x - side->b.x) / length };

  line.c = side->a.x * line.nx + side->a.y * line.ny;
  if (lines->n == VIDIMUS_MAX_LINES || lines->n_free == 0)
    return -1;
  vidimus_line_measure (level, sight, level->rgb.width, level->rgb.height, &line, lines->free);
  lines->free += lines->longest * VIDIMUS_LINE_SUMS;
  lines->n_free--;
  lines->items[lines->n] = line;

  return lines->n++;
}

/**
 * vidimus_quad_snap:
 * @close: in pixels of the patch
 * @lines: gets lines for sides that have no edge
 * @found: (out): a candidate, not yet described
 *
 * Returns: false when nothing was seen, or the frame cuts it
 */
bool
vidimus_quad_snap (const struct vidimus_level *level,
                   const struct vidimus_sight *sight,
                   const struct vidimus_close *close,
                   struct vidimus_lines       *lines,
                   struct vidimus_candidate   *found)
{
  double reach = REACH * vidimus_patch_scale (&close->patch);

  *found = (struct vidimus_candidate) { 0 };
  if (!vidimus_close_quad (close, &found->quad))
    return false;

  for (int i = 0; i < 4; i++)
    {
      struct side side = clip (found->quad.p[i], found->quad.p[(i + 1) % 4], level->rgb.width, level->rgb.height);

      if (side.visible < LEAST_VISIBLE)
        return false;
      found->line[i] = find_line (lines, reach, &side);
      if (found->line[i] < 0 && (found->line[i] = add_line (level, sight, &side, lines)) < 0)
        return false;
      found->support[i] = support (&lines->items[found->line[i]], &side);
    }
  for (int i = 0; i < 4; i++)
    if (!vidimus_line_meet (&lines->items[found->line[(i + 3) % 4]], &lines->items[found->line[i]], .1, &found->quad.p[i]))
      return false;

  return vidimus_quad_is_convex (&found->quad);
}

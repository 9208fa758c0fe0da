/* Lines where the network saw the sides of a document. */
#include "vidimus-lines-private.h"

#include <string.h>

/* How far a side is looked for from where the network saw it: steps to either hand, in pixels and radians. An edge two pixels
 * beside a line still counts for it. */
#define SHIFTS 3
#define SHIFT 4.0
#define TURNS 2
#define TURN 0.022

/* Of how many there are, those kept, with so much of an edge at least; two are different when they are so many shifts apart. */
#define KEPT 2
#define LEAST_EDGE 0.25
#define APART 2

/* Pixels from one place that is looked at to the next. */
#define PACE 3.0

/* What is so near to a line that is known, in pixels, is that. */
#define KNOWN 3.0

#define N_TRIED ((2 * SHIFTS + 1) * (2 * TURNS + 1))

struct trial
{
  double shift; /* in pixels */
  double turn;  /* in radians, about the side's middle */
  double edge;  /* 0–1: how much of it there is */
};

struct side
{
  struct vidimus_point middle;
  double               angle; /* of the normal, outwards */
  double               length;
};

static struct vidimus_line
line_of (const struct side *side,
         double             shift,
         double             turn)
{
  struct vidimus_line line = { .nx = cos (side->angle + turn), .ny = sin (side->angle + turn) };

  line.c = line.nx * (side->middle.x + shift * cos (side->angle)) + line.ny * (side->middle.y + shift * sin (side->angle));

  return line;
}

/* Of one polarity: what a document's side mostly has. */
static double
edge_along (const struct vidimus_gradient *gradient,
            const struct side             *side,
            double                         shift,
            double                         turn)
{
  const struct vidimus_line line = line_of (side, shift, turn);
  double x = side->middle.x + shift * cos (side->angle), y = side->middle.y + shift * sin (side->angle), lighter = 0, darker = 0;
  int n = 0;

  for (double t = -side->length * .46; t < side->length * .46; t += PACE)
    {
      double px = x - t * line.ny, py = y + t * line.nx;
      float edge, support;

      if (px < 0 || py < 0 || px >= gradient->width || py >= gradient->height)
        continue;
      edge = vidimus_edge_across (gradient, &line, px, py) / vidimus_edge_unit (gradient, px, py);
      support = vidimus_edge_support (fabsf (edge));
      *(edge > 0 ? &lighter : &darker) += (double) support;
      n++;
    }

  return n > 8 ? fmax (lighter, darker) / n : 0;
}

/* Tries all, best first: a selection of KEPT that are apart. Returns: how many */
static int
try_all (const struct vidimus_gradient *gradient,
         const struct side             *side,
         struct trial                   kept[KEPT])
{
  struct trial trials[N_TRIED];
  int n = 0, n_kept = 0;

  for (int i = -SHIFTS; i <= SHIFTS; i++)
    for (int k = -TURNS; k <= TURNS; k++)
      trials[n++] = (struct trial) { i * SHIFT, k * TURN, edge_along (gradient, side, i * SHIFT, k * TURN) };
  while (n_kept < KEPT)
    {
      const struct trial *best = NULL;

      for (int i = 0; i < N_TRIED; i++)
        {
          bool apart = trials[i].edge > LEAST_EDGE;

          for (int k = 0; k < n_kept; k++)
            apart = apart && fabs (trials[i].shift - kept[k].shift) > (APART - .5) * SHIFT;
          if (apart && (best == NULL || trials[i].edge > best->edge))
            best = &trials[i];
        }
      if (best == NULL)
        break;
      kept[n_kept++] = *best;
    }

  return n_kept;
}

static void
add (const struct vidimus_level *level,
     const struct vidimus_sight *sight,
     size_t                      longest,
     struct vidimus_line         line,
     double                      known,
     float                     **block,
     struct vidimus_lines       *lines)
{
  vidimus_line_measure (level, sight, level->rgb.width, level->rgb.height, &line, *block);
  if (line.length < 8)
    return;
  for (int i = 0; i < lines->n; i++)
    if (vidimus_line_is_same (&lines->items[i], &line, known))
      return;

  lines->items[lines->n++] = line;
  *block += longest * VIDIMUS_LINE_SUMS;
}

/**
 * vidimus_lines_add_seen:
 * @longest: floats that a line needs at most for one of its sums
 * @block: for VIDIMUS_SEEN_LINES of them
 *
 * Adds the sides of the quad that the network saw, whatever edge there is (a finger or glare may hide all of one), and the best edges
 * beside each, which may be too much torn or too faint to make segments.
 */
void
vidimus_lines_add_seen (const struct vidimus_level *level,
                        const struct vidimus_sight *sight,
                        size_t                      longest,
                        float                      *block,
                        struct vidimus_lines       *lines)
{
  for (int i = 0; i < 4 && sight->found; i++)
    {
      const struct vidimus_point a = sight->quad.p[i], b = sight->quad.p[(i + 1) % 4];
      struct side side = { { (a.x + b.x) / 2, (a.y + b.y) / 2 }, atan2 (a.x - b.x, b.y - a.y), hypot (b.x - a.x, b.y - a.y) };
      struct trial kept[KEPT];
      int n = try_all (&level->gradient, &side, kept);

      add (level, sight, longest, line_of (&side, 0, 0), 1, &block, lines);
      for (int k = 0; k < n; k++)
        add (level, sight, longest, line_of (&side, kept[k].shift, kept[k].turn), KNOWN, &block, lines);
    }
}

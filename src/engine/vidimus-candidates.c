/* What came through the sifting, made ready to be scored: corners in order, each quad once, with what its sides rest on. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <string.h>

/* Quads whose corners are all this near to each other, in pixels, are one. */
#define SAME 4.0

/* Clockwise, from the corner nearest to the picture's top left. */
static void
order_corners (struct vidimus_candidate *candidate)
{
  struct vidimus_candidate in = *candidate;
  bool turned = vidimus_quad_area (&in.quad) < 0;
  int first = 0;

  if (turned)
    for (int i = 0; i < 4; i++)
      {
        candidate->quad.p[i] = in.quad.p[(4 - i) % 4];
        candidate->line[i] = in.line[3 - i];
      }

  in = *candidate;
  for (int i = 1; i < 4; i++)
    if (in.quad.p[i].x + in.quad.p[i].y < in.quad.p[first].x + in.quad.p[first].y)
      first = i;
  for (int i = 0; i < 4; i++)
    {
      candidate->quad.p[i] = in.quad.p[(first + i) % 4];
      candidate->line[i] = in.line[(first + i) % 4];
    }
}

static bool
is_new (const struct vidimus_candidates *candidates,
        const struct vidimus_quad       *quad)
{
  for (int i = 0; i < candidates->n; i++)
    {
      const struct vidimus_quad *other = &candidates->items[i].quad;
      int near = 0;

      while (near < 4 && fabs (quad->p[near].x - other->p[near].x) < SAME && fabs (quad->p[near].y - other->p[near].y) < SAME)
        near++;
      if (near == 4)
        return false;
    }

  return true;
}

/**
 * vidimus_candidates_add:
 * @quad: line[i] carries its side p[i]→p[i+1], either way round
 * @quick: what it came through the first sifting with
 *
 * There has to be room for it. One that is there already is not added again.
 */
void
vidimus_candidates_add (struct vidimus_candidates  *candidates,
                        const struct vidimus_lines *lines,
                        const struct vidimus_quad  *quad,
                        const int                   line[4],
                        double                      quick)
{
  struct vidimus_candidate *candidate = &candidates->items[candidates->n];

  memset (candidate, 0, sizeof *candidate);
  memcpy (candidate->line, line, sizeof candidate->line);
  candidate->quad = *quad;
  candidate->quick = quick;
  order_corners (candidate);
  if (!is_new (candidates, &candidate->quad))
    return;

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_line *side = &lines->items[candidate->line[i]];

      candidate->cut[i] = side->frame;
      candidate->support[i] = side->frame ? 0
                                          : vidimus_line_support (side, vidimus_line_at (side, candidate->quad.p[i]),
                                                                  vidimus_line_at (side, candidate->quad.p[(i + 1) % 4]));
    }
  candidates->n++;
}

/** vidimus_candidates_add_whole_frame: there has to be room for it. */
void
vidimus_candidates_add_whole_frame (struct vidimus_candidates  *candidates,
                                    const struct vidimus_lines *lines,
                                    int                         width,
                                    int                         height)
{
  struct vidimus_candidate *candidate = &candidates->items[candidates->n++];
  double w = width, h = height;

  memset (candidate, 0, sizeof *candidate);
  for (int i = 0; i < 4; i++)
    candidate->line[i] = lines->n - 4 + i; /* top, right, bottom, left */
  candidate->quad = (struct vidimus_quad) { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
  candidate->whole_frame = true;
}

/* The candidates once more, after a close look. */
#include "vidimus-locate-private.h"

#include <string.h>

/* What the close look saw is a candidate of its own where no other has such an IoU with it. */
#define KNOWN 0.97

static void
add_seen (const struct vidimus_level *level,
          const struct vidimus_sight *sight,
          const struct vidimus_close *close,
          struct vidimus_lines       *lines,
          struct vidimus_candidates  *candidates)
{
  struct vidimus_candidate *to = &candidates->items[candidates->n < VIDIMUS_MAX_QUADS ? candidates->n : VIDIMUS_MAX_QUADS - 1];
  struct vidimus_candidate found;

  if (!vidimus_quad_snap (level, sight, close, lines, &found))
    return;
  for (int i = 0; i < candidates->n; i++)
    if (vidimus_quad_iou (&candidates->items[i].quad, &found.quad) > KNOWN)
      return;

  vidimus_quad_describe (&level->rgb, &level->gradient, lines, sight, &found);
  found.first = vidimus_quad_score (&vidimus_quad_model, found.features);
  *to = found; /* in the worst one's place, if need be */
  candidates->n = (int) (to - candidates->items) + 1;
}

static void
describe (const struct vidimus_level *level,
          const struct vidimus_close *close,
          struct vidimus_candidate   *candidate)
{
  struct vidimus_quad quad = candidate->quad;
  struct vidimus_seen seen;
  float *f = candidate->features;

  vidimus_close_complete (close, candidate->cut, level->rgb.width, level->rgb.height, 1, &quad);
  for (int i = 0; i < 4; i++)
    quad.p[i] = vidimus_patch_to (&close->patch, quad.p[i]);
  vidimus_sight_judge (&close->sight, &quad, &seen);
  f[VIDIMUS_QUAD_CLOSE] = (float) seen.overlap;
  f[VIDIMUS_QUAD_CLOSE_INSIDE] = (float) seen.inside;
  f[VIDIMUS_QUAD_CLOSE_SIDE] = (float) seen.side;
  f[VIDIMUS_QUAD_CLOSE_WEAKEST] = (float) seen.weakest;
  f[VIDIMUS_QUAD_CLOSE_CORNERS] = (float) seen.corners;
  f[VIDIMUS_QUAD_CLOSE_FIT] = close->sight.found ? (float) vidimus_quad_iou (&close->sight.quad, &quad) : 0;
}

/**
 * vidimus_quads_score_close:
 * @candidates: scored
 *
 * Adds the quad that the close look saw, if no candidate is like it, and scores all by what it saw as well, best first. A scan stays a scan: of
 * real ones, of which what is drawn knows little, the close look takes a frame that is printed in them for the document.
 *
 * Returns: OK or CANCELLED
 */
enum vidimus_status
vidimus_quads_score_close (const struct vidimus_level *level,
                           const struct vidimus_sight *sight,
                           const struct vidimus_close *close,
                           const struct vidimus_hooks *hooks,
                           struct vidimus_lines       *lines,
                           struct vidimus_candidates  *candidates)
{
  candidates->settled = !close->looked || candidates->items[0].whole_frame;
  for (int i = 0; i < candidates->n; i++)
    candidates->items[i].first = candidates->items[i].score;
  if (!close->looked)
    return VIDIMUS_STATUS_OK;

  add_seen (level, sight, close, lines, candidates);
  for (int i = 0; i < candidates->n; i++)
    {
      describe (level, close, &candidates->items[i]);
      if ((i & 15) == 0 && vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;
    }
  vidimus_quads_describe_nested (candidates);
  vidimus_quads_compare (candidates, VIDIMUS_QUAD_SEEN, VIDIMUS_QUAD_SEEN_BEST);
  vidimus_quads_compare (candidates, VIDIMUS_QUAD_CLOSE, VIDIMUS_QUAD_CLOSE_BEST);
  if (!candidates->settled)
    {
      vidimus_quads_sort (&vidimus_close_model, candidates);
      vidimus_quads_prefer_shown (&level->gradient, candidates);
    }

  return VIDIMUS_STATUS_OK;
}

/* Where the document is: edges → lines, and what a network saw → quads → the best one, refitted on the full picture. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

_Static_assert (VIDIMUS_CLOSEUP_SIDE == VIDIMUS_LOCATE_MAP_SIDE_CELLS, "what is seen of the document has the network's cells");

/* How much coarser the second level is. */
#define COARSER 3.0

/* How far, in pixels of the reduced picture, a side may move when it is refitted. */
#define REFIT_REACH 4.0

/* Side of the square cells, in pixels of the reduced picture, whose busyness is compared. */
#define CELL 16

/* The whole frame counts as a document when something is in it, and not evenly: the mean edge size in grey levels
 * per pixel, and the spread of the cells' busyness over its mean. */
#define LEAST_CONTENT 0.15
#define LEAST_SPREAD 0.30

static enum vidimus_status
find_segments (const struct vidimus_image *image,
               double                      scale,
               const struct vidimus_hooks *hooks,
               struct vidimus_level       *level)
{
  int width = (int) fmax (round (image->width / scale), 1), height = (int) fmax (round (image->height / scale), 1);

  if (!vidimus_reduce (image, width, height, &level->rgb) || !vidimus_gradient_init (&level->gradient, &level->rgb))
    return VIDIMUS_STATUS_NO_MEMORY;

  return vidimus_segments_find (&level->gradient, hooks, &level->segments);
}

static enum vidimus_status
find_candidates (const struct vidimus_image *image,
                 struct vidimus_workings    *work,
                 const struct vidimus_hooks *hooks)
{
  const struct vidimus_level *level = &work->levels[0];
  enum vidimus_status status = vidimus_lines_find (work->levels, &work->sight, hooks, &work->lines);

  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_quads_find (&work->lines, &work->sight, level->rgb.width, level->rgb.height, hooks, &work->candidates);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_quads_score (&level->rgb, &level->gradient, &work->lines, &work->sight, hooks, &work->candidates);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_close_look (image, level, &work->candidates, hooks, &work->close);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_quads_score_close (level, &work->sight, &work->close, hooks, &work->lines, &work->candidates);

  return status;
}

/* Whether anything is in the frame that could be a document's content: print is uneven, noise and texture are not. */
static bool
has_content (const struct vidimus_gradient *gradient)
{
  double sum = 0, squares = 0;
  int n = 0;

  for (int y = 0; y + CELL <= gradient->height; y += CELL)
    for (int x = 0; x + CELL <= gradient->width; x += CELL)
      {
        double cell = 0;

        for (int j = 0; j < CELL; j++)
          for (int i = 0; i < CELL; i++)
            cell += gradient->size[(size_t) (y + j) * (size_t) gradient->width + (size_t) (x + i)];
        cell /= CELL * CELL;
        sum += cell;
        squares += cell * cell;
        n++;
      }
  if (n < 4)
    return false;

  sum /= n;

  return sum > LEAST_CONTENT && sqrt (fmax (squares / n - sum * sum, 0)) > LEAST_SPREAD * sum;
}

static void
fill (const struct vidimus_workings  *work,
      const struct vidimus_image     *image,
      const struct vidimus_candidate *best,
      struct vidimus_location        *location)
{
  double sx = (double) image->width / work->levels[0].rgb.width, sy = (double) image->height / work->levels[0].rgb.height;

  for (int i = 0; i < 4; i++)
    {
      location->quad.p[i].x = best->quad.p[i].x * sx;
      location->quad.p[i].y = best->quad.p[i].y * sy;
      location->side_support[i] = best->support[i];
      location->side_cut[i] = best->cut[i];
    }
  location->whole_frame = best->whole_frame;
  location->confidence = vidimus_confidence (&work->candidates);
  if (work->close.looked)
    vidimus_close_note (&work->close, sx, &location->closeup);
}

/**
 * vidimus_workings_find:
 * @work: zeroed; to be cleared in every case
 *
 * All that comes before the refit: the candidates are scored, best first.
 */
enum vidimus_status
vidimus_workings_find (const struct vidimus_image *image,
                       const struct vidimus_hooks *hooks,
                       struct vidimus_workings    *work)
{
  int longer = image->width > image->height ? image->width : image->height;
  enum vidimus_status status;

  work->scale = fmax ((double) longer / VIDIMUS_LOCATE_SIDE, 1);
  work->levels[0].scale = 1;
  work->levels[1].scale = COARSER;
  status = find_segments (image, work->scale, hooks, &work->levels[0]);
  if (status == VIDIMUS_STATUS_OK)
    status = find_segments (&work->levels[0].rgb, COARSER, hooks, &work->levels[1]);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_sight_look (&work->levels[0].rgb, hooks, &work->sight);

  return status == VIDIMUS_STATUS_OK ? find_candidates (image, work, hooks) : status;
}

void
vidimus_workings_clear (struct vidimus_workings *work)
{
  for (int k = 0; k < VIDIMUS_LOCATE_LEVELS; k++)
    {
      vidimus_image_free (&work->levels[k].rgb);
      vidimus_gradient_clear (&work->levels[k].gradient);
      vidimus_segments_clear (&work->levels[k].segments);
    }
  vidimus_lines_clear (&work->lines);
}

/**
 * vidimus_workings_answer:
 * @location: zeroed unless OK is returned
 *
 * The best candidate, its sides on the edges of the picture.
 */
enum vidimus_status
vidimus_workings_answer (const struct vidimus_image    *image,
                         const struct vidimus_workings *work,
                         const struct vidimus_hooks    *hooks,
                         struct vidimus_location       *location)
{
  const struct vidimus_candidate *best = &work->candidates.items[0];
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  memset (location, 0, sizeof *location);
  if (best->whole_frame && !has_content (&work->levels[0].gradient))
    return VIDIMUS_STATUS_NO_DOCUMENT;

  fill (work, image, best, location);
  if (!location->whole_frame)
    status = vidimus_quad_refit (image, REFIT_REACH * work->scale, hooks, location);
  if (status == VIDIMUS_STATUS_OK)
    vidimus_close_complete (&work->close, location->side_cut, image->width, image->height, work->scale, &location->quad);
  else
    memset (location, 0, sizeof *location);

  return status;
}

/**
 * vidimus_locate:
 * @location: zeroed unless OK is returned
 *
 * The best quad of those that straight edges and the sides that the network saw make, or the whole frame where that is the likelier.
 */
enum vidimus_status
vidimus_locate (const struct vidimus_image *image,
                const struct vidimus_hooks *hooks,
                struct vidimus_location    *location)
{
  struct vidimus_workings *work = calloc (1, sizeof *work);
  enum vidimus_status status;

  memset (location, 0, sizeof *location);
  if (work == NULL)
    return VIDIMUS_STATUS_NO_MEMORY;

  status = vidimus_workings_find (image, hooks, work);
  if (status == VIDIMUS_STATUS_OK && vidimus_hooks_wants_explain (hooks))
    vidimus_locate_explain (work, hooks);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_workings_answer (image, work, hooks, location);

  vidimus_workings_clear (work);
  free (work);

  return status;
}

/* Where the document is: edges → lines → quads → the best one, refitted on the full picture. */
#include "vidimus-locate-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far, in pixels of the reduced picture, a side may move when it is refitted. */
#define REFIT_REACH 4.0

/* Side of the square cells, in pixels of the reduced picture, whose busyness is compared. */
#define CELL 16

/* The whole frame counts as a document when something is in it, and not evenly: the mean edge size in grey levels
 * per pixel, and the spread of the cells' busyness over its mean. */
#define LEAST_CONTENT 0.15
#define LEAST_SPREAD 0.30

/* Confidence = logistic (CONFIDENCE_SLOPE · (score − CONFIDENCE_MIDDLE)), fitted on drawn scenes to IoU > .85. */
#define CONFIDENCE_SLOPE 0.43
#define CONFIDENCE_MIDDLE 4.4

struct work
{
  struct vidimus_image      rgb;    /* reduced, owned */
  double                    scale;  /* pixels of the full picture in one of the reduced */
  struct vidimus_gradient   gradient;
  struct vidimus_segments   segments;
  struct vidimus_lines      lines;
  struct vidimus_candidates candidates;
};

static enum vidimus_status
reduce (const struct vidimus_image *image,
        struct work                *work)
{
  int longer = image->width > image->height ? image->width : image->height;

  work->scale = longer > VIDIMUS_LOCATE_SIDE ? (double) longer / VIDIMUS_LOCATE_SIDE : 1;
  if (!vidimus_image_scale (image, (int) fmax (round (image->width / work->scale), 1),
                            (int) fmax (round (image->height / work->scale), 1), &work->rgb))
    return VIDIMUS_STATUS_NO_MEMORY;

  return vidimus_gradient_init (&work->gradient, &work->rgb) ? VIDIMUS_STATUS_OK : VIDIMUS_STATUS_NO_MEMORY;
}

static enum vidimus_status
find_candidates (struct work                *work,
                 const struct vidimus_hooks *hooks)
{
  enum vidimus_status status = vidimus_segments_find (&work->gradient, hooks, &work->segments);

  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_lines_find (&work->gradient, &work->rgb, &work->segments, hooks, &work->lines);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_quads_find (&work->lines, work->rgb.width, work->rgb.height, hooks, &work->candidates);
  if (status == VIDIMUS_STATUS_OK)
    status = vidimus_quads_score (&work->rgb, &work->gradient, &work->lines, hooks, &work->candidates);

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
fill (const struct work              *work,
      const struct vidimus_image     *image,
      const struct vidimus_candidate *best,
      struct vidimus_location        *location)
{
  double sx = (double) image->width / work->rgb.width, sy = (double) image->height / work->rgb.height;

  for (int i = 0; i < 4; i++)
    {
      location->quad.p[i].x = best->quad.p[i].x * sx;
      location->quad.p[i].y = best->quad.p[i].y * sy;
      location->side_support[i] = best->support[i];
      location->side_cut[i] = best->cut[i];
    }
  location->whole_frame = best->whole_frame;
  location->confidence = 1 / (1 + exp (-CONFIDENCE_SLOPE * (best->score - CONFIDENCE_MIDDLE)));
}

static void
work_clear (struct work *work)
{
  vidimus_image_free (&work->rgb);
  vidimus_gradient_clear (&work->gradient);
  vidimus_segments_clear (&work->segments);
  vidimus_lines_clear (&work->lines);
  free (work);
}

/**
 * vidimus_locate:
 * @location: zeroed unless OK is returned
 *
 * The best quad of those that straight edges make, or the whole frame where that is the likelier.
 */
enum vidimus_status
vidimus_locate (const struct vidimus_image *image,
                const struct vidimus_hooks *hooks,
                struct vidimus_location    *location)
{
  struct work *work = calloc (1, sizeof *work);
  enum vidimus_status status;

  memset (location, 0, sizeof *location);
  if (work == NULL)
    return VIDIMUS_STATUS_NO_MEMORY;

  status = reduce (image, work);
  if (status == VIDIMUS_STATUS_OK)
    status = find_candidates (work, hooks);
  if (status == VIDIMUS_STATUS_OK && vidimus_hooks_wants_explain (hooks))
    vidimus_locate_explain (&work->rgb, &work->lines, &work->candidates, hooks);
  if (status == VIDIMUS_STATUS_OK && work->candidates.items[0].whole_frame && !has_content (&work->gradient))
    status = VIDIMUS_STATUS_NO_DOCUMENT;
  if (status == VIDIMUS_STATUS_OK)
    {
      fill (work, image, &work->candidates.items[0], location);
      if (!location->whole_frame)
        status = vidimus_quad_refit (image, REFIT_REACH * work->scale, hooks, location);
    }
  if (status != VIDIMUS_STATUS_OK)
    memset (location, 0, sizeof *location);

  work_clear (work);

  return status;
}

/* A second look: the network sees a patch around what the document seems to be, and says where all of it is, also what the frame cuts off;
 * whether that lies in a sheet or a screen is seen better from near. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is seen around the quad, on each side, of its own length. */
#define MARGIN 0.3

/* Looks that are taken at most; another one follows where the document is seen to be elsewhere, or nothing is seen. */
#define LOOKS 3
#define SAME 0.85     /* IoU of the document with what was looked at */
#define ELSEWHERE 0.3 /* IoU of a candidate with what has been looked at already */

/* What was seen is the same document when its IoU is this. */
#define ALIKE 0.5

/* What was seen less clearly is not looked at again. */
#define WORTH 0.5

static int
height_for (const struct vidimus_quad *quad)
{
  struct vidimus_patch patch;
  int height = VIDIMUS_LOCATE_NET_SIDE;

  /* The lowest in which the quad still takes all of the width. */
  while (height > VIDIMUS_LOCATE_NET_SIDE * 6 / 10 &&
         vidimus_patch_around (quad, 0, VIDIMUS_LOCATE_NET_SIDE, height - VIDIMUS_LOCATE_NET_STEP, &patch) &&
         vidimus_patch_scale (&patch) * VIDIMUS_LOCATE_NET_SIDE < 1.02 * fmax (hypot (quad->p[1].x - quad->p[0].x, quad->p[1].y - quad->p[0].y),
                                                                               hypot (quad->p[2].x - quad->p[1].x, quad->p[2].y - quad->p[1].y)))
    height -= VIDIMUS_LOCATE_NET_STEP;

  return height;
}

static double
clamp (double v,
       double most)
{
  return fmin (fmax (v, 0), most);
}

/* What of it is in the frame, roughly. */
static struct vidimus_quad
in_frame (const struct vidimus_quad *quad,
          int                        width,
          int                        height)
{
  struct vidimus_quad out;

  for (int i = 0; i < 4; i++)
    out.p[i] = (struct vidimus_point) { clamp (quad->p[i].x, width), clamp (quad->p[i].y, height) };

  return out;
}

static enum vidimus_status
look (const struct vidimus_image *image,
      const struct vidimus_level *level,
      const struct vidimus_quad  *around,
      const struct vidimus_hooks *hooks,
      struct vidimus_close       *close)
{
  static const int n = VIDIMUS_LOCATE_NET_SIDE * VIDIMUS_LOCATE_NET_SIDE;
  const double scale = (double) image->width / level->rgb.width; /* pixels of it in one of the reduced picture */
  const struct vidimus_image *from = &level->rgb;
  struct vidimus_patch patch;
  struct vidimus_image small;
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  int8_t *planes;
  uint8_t *beyond;

  close->looked = vidimus_patch_around (around, MARGIN, VIDIMUS_LOCATE_NET_SIDE, height_for (around), &close->patch);
  if (!close->looked)
    return VIDIMUS_STATUS_OK;

  patch = close->patch;
  if (vidimus_patch_scale (&patch) < 1) /* the reduced picture is too coarse for it */
    {
      from = image;
      patch.origin = (struct vidimus_point) { patch.origin.x * scale, patch.origin.y * scale };
      patch.dx *= scale;
      patch.dy *= scale;
    }
  planes = malloc ((size_t) n * VIDIMUS_CLOSE_NET_INPUTS);
  beyond = malloc ((size_t) n);
  if (planes != NULL && beyond != NULL && vidimus_patch_cut (&patch, from, &small, beyond))
    {
      int pixels = small.width * small.height;

      for (int i = 0; i < pixels; i++)
        planes[VIDIMUS_LOCATE_NET_INPUTS * pixels + i] = (int8_t) (beyond[i] * VIDIMUS_LOCATE_NET_UNIT);
      if (vidimus_locate_net_planes (&small, planes))
        status = vidimus_locate_net_run (&vidimus_close_weights, planes, small.width, small.height, hooks, &close->sight.maps);
      if (status == VIDIMUS_STATUS_OK)
        vidimus_sight_sum (&close->sight, small.width, small.height);
      vidimus_image_free (&small);
    }
  free (planes);
  free (beyond);

  return status;
}

/* 0–1: how much what was seen is a document. */
static double
judge (const struct vidimus_close *close)
{
  struct vidimus_seen seen;

  if (!close->looked || !close->sight.found)
    return 0;

  vidimus_sight_judge (&close->sight, &close->sight.quad, &seen);

  return seen.overlap * seen.inside;
}

/**
 * vidimus_close_quad:
 * @quad: (out): the document that was seen, in pixels of the reduced picture; it may reach beyond the frame
 *
 * Returns: false when there was none
 */
bool
vidimus_close_quad (const struct vidimus_close *close,
                    struct vidimus_quad        *quad)
{
  if (!close->looked || !close->sight.found)
    return false;

  for (int i = 0; i < 4; i++)
    quad->p[i] = vidimus_patch_from (&close->patch, close->sight.quad.p[i]);

  return true;
}

/* The best candidate that is none of what has been looked at. */
static bool
another (const struct vidimus_candidates *candidates,
         const struct vidimus_quad       *seen,
         int                              n_seen,
         struct vidimus_quad             *out)
{
  for (int i = 0; i < candidates->n; i++)
    {
      bool new = !candidates->items[i].whole_frame;

      for (int k = 0; k < n_seen && new; k++)
        new = vidimus_quad_iou (&candidates->items[i].quad, &seen[k]) < ELSEWHERE;
      if (new)
        {
          *out = candidates->items[i].quad;
          return true;
        }
    }

  return false;
}

/**
 * vidimus_close_look:
 * @image: what @level is reduced from
 * @candidates: best first
 * @close: (out): the best look that was taken
 *
 * Looks at the best candidate; then at where the document was seen to be, if that is elsewhere, or at another candidate.
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_close_look (const struct vidimus_image      *image,
                    const struct vidimus_level      *level,
                    const struct vidimus_candidates *candidates,
                    const struct vidimus_hooks      *hooks,
                    struct vidimus_close            *close)
{
  struct vidimus_quad at[LOOKS] = { candidates->items[0].quad };
  struct vidimus_close *next = calloc (1, sizeof *next);
  enum vidimus_status status = next != NULL ? VIDIMUS_STATUS_OK : VIDIMUS_STATUS_NO_MEMORY;
  double best = -1;

  for (int i = 0; i < LOOKS && status == VIDIMUS_STATUS_OK; i++)
    {
      struct vidimus_quad whole;
      double good;

      status = look (image, level, &at[i], hooks, next);
      if (status != VIDIMUS_STATUS_OK)
        break;
      good = judge (next);
      if (good > best)
        {
          best = good;
          *close = *next;
        }
      if (i + 1 == LOOKS)
        break;
      if (good > WORTH && vidimus_close_quad (next, &whole))
        {
          at[i + 1] = in_frame (&whole, level->rgb.width, level->rgb.height);
          if (vidimus_quad_iou (&at[i + 1], &at[i]) > SAME)
            break;
          best = -1; /* the nearer look counts */
        }
      else if (!another (candidates, at, i + 1, &at[i + 1]))
        break;
    }
  free (next);

  return status;
}

/* Turned so that its corners come in the order of @like's. */
static struct vidimus_quad
turned_like (const struct vidimus_quad *quad,
             const struct vidimus_quad *like)
{
  struct vidimus_quad out = *quad;
  double least = INFINITY;

  for (int r = 0; r < 4; r++)
    {
      double sum = 0;

      for (int i = 0; i < 4; i++)
        sum += hypot (quad->p[(i + r) % 4].x - like->p[i].x, quad->p[(i + r) % 4].y - like->p[i].y);
      if (sum < least)
        {
          least = sum;
          for (int i = 0; i < 4; i++)
            out.p[i] = quad->p[(i + r) % 4];
        }
    }

  return out;
}

/* Sides that the frame cuts off are taken from @seen. */
static bool
take_sides (const struct vidimus_quad *seen,
            const bool                 cut[4],
            struct vidimus_quad       *quad)
{
  struct vidimus_quad out;

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_quad *from = cut[(i + 3) % 4] ? seen : quad, *to = cut[i] ? seen : quad;

      if (!vidimus_sides_meet (from->p[(i + 3) % 4], from->p[i], to->p[i], to->p[(i + 1) % 4], &out.p[i]))
        return false;
    }
  if (!vidimus_quad_is_convex (&out))
    return false;
  *quad = out;

  return true;
}

/**
 * vidimus_close_complete:
 * @cut: the sides of @quad that the frame stands in for
 * @width: of the picture in whose pixels @quad is
 * @scale: of its pixels in one of the reduced picture
 *
 * Moves the cut sides to where the document ends. Where three sides are seen, what shapes documents have says it best; else the close look
 * says how far it goes at least, from what is printed on the document, and its shape the rest.
 */
void
vidimus_close_complete (const struct vidimus_close *close,
                        const bool                  cut[4],
                        int                         width,
                        int                         height,
                        double                      scale,
                        struct vidimus_quad        *quad)
{
  const struct vidimus_quad visible = *quad;
  struct vidimus_quad seen;
  int n = cut[0] + cut[1] + cut[2] + cut[3];

  if (n == 0)
    return;
  vidimus_quad_complete (quad, cut, width, height);
  if ((n == 1 && vidimus_quad_iou (quad, &visible) < .999) || !vidimus_close_quad (close, &seen))
    return;

  for (int i = 0; i < 4; i++)
    seen.p[i] = (struct vidimus_point) { seen.p[i].x * scale, seen.p[i].y * scale };
  seen = turned_like (&seen, quad);
  if (vidimus_quad_iou (&seen, quad) > ALIKE)
    {
      struct vidimus_quad taken = visible;

      if (take_sides (&seen, cut, &taken))
        {
          *quad = taken;
          vidimus_quad_complete (quad, cut, width, height);
        }
    }
}

/**
 * vidimus_close_note:
 * @scale: pixels of the picture that @closeup is for in one of the reduced picture
 *
 * What was seen beside where the document is.
 */
void
vidimus_close_note (const struct vidimus_close *close,
                    double                      scale,
                    struct vidimus_closeup     *closeup)
{
  static const enum vidimus_locate_map from[VIDIMUS_N_CLOSEUP_MAPS] = {
    [VIDIMUS_CLOSEUP_COVER] = VIDIMUS_LOCATE_MAP_COVER, [VIDIMUS_CLOSEUP_GLARE] = VIDIMUS_CLOSE_MAP_GLARE, [VIDIMUS_CLOSEUP_LOST] = VIDIMUS_CLOSE_MAP_LOST,
    [VIDIMUS_CLOSEUP_COPY] = VIDIMUS_CLOSE_MAP_COPY, [VIDIMUS_CLOSEUP_SCREEN] = VIDIMUS_CLOSE_MAP_SCREEN,
  };
  const struct vidimus_locate_maps *maps = &close->sight.maps;

  closeup->patch = (struct vidimus_patch) { { close->patch.origin.x * scale, close->patch.origin.y * scale },
                                           close->patch.dx * scale * VIDIMUS_LOCATE_NET_CELL,
                                           close->patch.dy * scale * VIDIMUS_LOCATE_NET_CELL, maps->width, maps->height };
  for (int k = 0; k < VIDIMUS_N_CLOSEUP_MAPS; k++)
    memcpy (closeup->p[k], maps->p[from[k]], (size_t) (maps->width * maps->height) * sizeof *closeup->p[k]);
}

/** vidimus_closeup_at: 0–1, what was seen at a point of the picture; 0 where nobody looked. */
double
vidimus_closeup_at (const struct vidimus_closeup *closeup,
                    enum vidimus_closeup_map      map,
                    struct vidimus_point          p)
{
  struct vidimus_point at = vidimus_patch_to (&closeup->patch, p);

  if (!(at.x >= 0 && at.y >= 0 && at.x <= closeup->patch.width && at.y <= closeup->patch.height))
    return 0;

  return vidimus_cells_at (closeup->p[map], closeup->patch.width, closeup->patch.height, at.x, at.y);
}

/* Edges along lines. */
#pragma once

#include "vidimus-locate-private.h"

#include <math.h>

/* A line's edge may lie this many pixels beside it: documents bend. */
#define VIDIMUS_LINE_BESIDE 2

/* cos 25°: an edge that is turned further from the line's normal is another one's. */
#define VIDIMUS_LINE_ALONG 0.906f

/* What the network saw adds so many lines at most: its own four sides, and two that lie by each. */
#define VIDIMUS_SEEN_LINES 12

/* … and a close look so many. */
#define VIDIMUS_CLOSE_LINES 4

/** vidimus_edge_across: the strongest edge across the line at a point of the gradient, signed: positive where it gets lighter along the normal. */
static inline float
vidimus_edge_across (const struct vidimus_gradient *gradient,
             const struct vidimus_line     *line,
             double                         x,
             double                         y)
{
  const float nx = (float) line->nx, ny = (float) line->ny;
  float best = 0;

  for (int k = -VIDIMUS_LINE_BESIDE; k <= VIDIMUS_LINE_BESIDE; k++)
    {
      int px = (int) ((float) x + (float) k * nx);
      int py = (int) ((float) y + (float) k * ny);
      int at;
      float across;
      bool more;

      if ((unsigned) px >= (unsigned) gradient->width || (unsigned) py >= (unsigned) gradient->height)
        continue;
      at = py * gradient->width + px;
      across = gradient->x[at] * nx + gradient->y[at] * ny;
      more = (fabsf (across) > fabsf (best)) & (fabsf (across) > VIDIMUS_LINE_ALONG * gradient->size[at]); /* as good as random: no branch */
      best = more ? across : best;
    }

  return best;
}

static inline float
vidimus_edge_unit (const struct vidimus_gradient *gradient,
         double                         x,
         double                         y)
{
  int px = x < 0 ? 0 : x >= gradient->width ? gradient->width - 1 : (int) x;
  int py = y < 0 ? 0 : y >= gradient->height ? gradient->height - 1 : (int) y;

  return vidimus_gradient_unit (gradient, px, py);
}

/** vidimus_edge_support: 0–1, of an edge of @size units. */
static inline float
vidimus_edge_support (float size)
{
  return size < 0.2f ? 0 : size > 1 ? 1 : (size - 0.2f) / 0.8f;
}

void vidimus_line_measure   (const struct vidimus_level *level,
                             const struct vidimus_sight *sight,
                             int                         width,
                             int                         height,
                             struct vidimus_line        *line,
                             float                      *block);
bool vidimus_line_is_same   (const struct vidimus_line  *p,
                             const struct vidimus_line  *q,
                             double                      tolerance);
void vidimus_lines_add_seen (const struct vidimus_level *level,
                             const struct vidimus_sight *sight,
                             size_t                      longest,
                             float                      *block,
                             struct vidimus_lines       *lines);

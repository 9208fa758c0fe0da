/* Straight edge segments. */
#include "vidimus-locate-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Segments shorter than this, in pixels of the reduced picture, are of no use as a document's side. */
#define SHORTEST 9.0

/* cos 22.5°: how far a pixel's gradient may turn from that of the segment it joins (von Gioi et al.); and cos 10°, for
 * a second try where an edge ran out into a texture. */
static const float aligned[] = { 0.92388f, 0.98481f };

/* A straight edge is this wide at most: a blurred one, after the gradient's smoothing. */
#define WIDEST 13.0

/* Below this many grey levels per pixel an edge drowns in the rounding of the picture. */
#define FAINTEST_EDGE 0.8f

/* … and below this share of a clear edge it is not worth following. */
#define FAINT 0.28f

#define ORDER_BINS 256

struct place
{
  int   at; /* y × width + x */
  short x;
  short y;
};

/* A region of pixels whose gradients point the same way. */
struct region
{
  struct place *places;
  int           n;
  float         x; /* sum of unit gradients */
  float         y;
};

static void
region_grow (const struct vidimus_gradient *gradient,
             int                            seed,
             float                          alignment,
             uint8_t                       *used,
             struct region                 *region)
{
  const int width = gradient->width;
  const struct place neighbours[8] = { { -width - 1, -1, -1 }, { -width, 0, -1 }, { -width + 1, 1, -1 }, { -1, -1, 0 },
                                       { 1, 1, 0 }, { width - 1, -1, 1 }, { width, 0, 1 }, { width + 1, 1, 1 } };

  region->n = 1;
  region->places[0] = (struct place) { seed, (short) (seed % width), (short) (seed / width) };
  region->x = gradient->x[seed] / gradient->size[seed];
  region->y = gradient->y[seed] / gradient->size[seed];
  used[seed] = 1;

  for (int i = 0; i < region->n; i++)
    for (int k = 0; k < 8; k++)
      {
        int at = region->places[i].at + neighbours[k].at;
        float along, bound;

        /* The outermost pixels have no gradient, so that a neighbour is always in the picture. */
        if (used[at])
          continue;

        along = gradient->x[at] * region->x + gradient->y[at] * region->y;
        bound = alignment * gradient->size[at];
        if (along <= 0 || along * along < bound * bound * (region->x * region->x + region->y * region->y))
          continue;

        used[at] = 1;
        region->places[region->n++] = (struct place) { at, (short) (region->places[i].x + neighbours[k].x),
                                                       (short) (region->places[i].y + neighbours[k].y) };
        region->x += gradient->x[at] / gradient->size[at];
        region->y += gradient->y[at] / gradient->size[at];
      }
}

/* The axis of the region's mass, weighted by edge size, and how far it reaches along it. */
static bool
region_fit (const struct vidimus_gradient *gradient,
            const struct region           *region,
            struct vidimus_segment        *segment)
{
  double mass = 0, mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
  double angle, dx, dy, low = 0, high = 0, width;

  for (int i = 0; i < region->n; i++)
    {
      struct place p = region->places[i];
      double w = gradient->size[p.at];

      mass += w;
      mx += w * p.x;
      my += w * p.y;
    }
  mx /= mass;
  my /= mass;

  for (int i = 0; i < region->n; i++)
    {
      struct place p = region->places[i];
      double w = gradient->size[p.at] / mass;
      double x = p.x - mx, y = p.y - my;

      xx += w * x * x;
      xy += w * x * y;
      yy += w * y * y;
    }

  angle = 0.5 * atan2 (2 * xy, xx - yy);
  dx = cos (angle);
  dy = sin (angle);
  width = sqrt (12 * fmax (xx * dy * dy - 2 * xy * dx * dy + yy * dx * dx, 0)) + 1;

  for (int i = 0; i < region->n; i++)
    {
      double t = (region->places[i].x - mx) * dx + (region->places[i].y - my) * dy;

      low = fmin (low, t);
      high = fmax (high, t);
    }

  segment->length = high - low + 1;
  segment->a = (struct vidimus_point) { mx + low * dx + 0.5, my + low * dy + 0.5 };
  segment->b = (struct vidimus_point) { mx + high * dx + 0.5, my + high * dy + 0.5 };

  return segment->length >= SHORTEST && width <= WIDEST && segment->length > 2 * width;
}

/* Pixels with an edge, strongest first, by counting sort. */
static int *
order_pixels (const struct vidimus_gradient *gradient,
              float                          least,
              int                           *n_out)
{
  int n = gradient->width * gradient->height;
  int start[ORDER_BINS + 1] = { 0 };
  int *order = malloc (sizeof *order * (size_t) n);

  if (order == NULL)
    return NULL;

  for (int pass = 0; pass < 2; pass++)
    {
      for (int i = 0; i < n; i++)
        {
          int bin;

          if (gradient->size[i] < least)
            continue;
          bin = gradient->size[i] < 64 ? (int) (gradient->size[i] * (ORDER_BINS / 64)) : ORDER_BINS - 1;
          if (pass == 0)
            start[ORDER_BINS - bin]++;
          else
            order[start[ORDER_BINS - 1 - bin]++] = i;
        }
      if (pass == 0)
        for (int bin = 1; bin <= ORDER_BINS; bin++)
          start[bin] += start[bin - 1];
    }
  *n_out = start[ORDER_BINS - 1];

  return order;
}

static int
compare_segments (const void *a,
                  const void *b)
{
  const struct vidimus_segment *p = a, *q = b;

  return (p->length < q->length) - (p->length > q->length);
}

static enum vidimus_status
grow_all (const struct vidimus_gradient *gradient,
          const struct vidimus_hooks    *hooks,
          const int                     *order,
          int                            n,
          struct region                 *region,
          uint8_t                       *used,
          struct vidimus_segments       *segments)
{
  for (int i = 0; i < n; i++)
    {
      if ((i & 4095) == 0 && vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;
      if (used[order[i]])
        continue;

      for (size_t try = 0; try < sizeof aligned / sizeof *aligned; try++)
        {
          for (int k = 0; try > 0 && k < region->n; k++)
            used[region->places[k].at] = 0;
          region_grow (gradient, order[i], aligned[try], used, region);
          if (region->n < SHORTEST)
            break;
          if (region_fit (gradient, region, &segments->items[segments->n]))
            {
              segments->n++;
              break;
            }
        }
    }

  qsort (segments->items, (size_t) segments->n, sizeof *segments->items, compare_segments);

  return VIDIMUS_STATUS_OK;
}

/**
 * vidimus_segments_find:
 *
 * Region growing over gradient directions, strongest pixels first: the first half of LSD (von Gioi, Jakubowicz,
 * Morel & Randall, LSD: a fast line segment detector, 2010). Its a-contrario validation is left out: weak
 * segments of a faint side are wanted, and what they are worth shows when sides are scored.
 *
 * Returns: OK, CANCELLED or NO_MEMORY; @segments is to be cleared in every case
 */
enum vidimus_status
vidimus_segments_find (const struct vidimus_gradient *gradient,
                       const struct vidimus_hooks    *hooks,
                       struct vidimus_segments       *segments)
{
  float least = fmaxf (FAINTEST_EDGE, gradient->unit * FAINT);
  size_t n_pixels = (size_t) gradient->width * (size_t) gradient->height;
  int n = 0;
  int *order = order_pixels (gradient, least, &n);
  uint8_t *used = malloc (n_pixels);
  struct region region = { .places = malloc (sizeof *region.places * n_pixels) };
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;

  segments->n = 0;
  segments->items = malloc (sizeof *segments->items * (n_pixels / (size_t) SHORTEST + 1));
  if (order != NULL && used != NULL && region.places != NULL && segments->items != NULL)
    {
      for (size_t i = 0; i < n_pixels; i++)
        used[i] = gradient->size[i] < least;
      status = grow_all (gradient, hooks, order, n, &region, used, segments);
    }

  free (order);
  free (used);
  free (region.places);

  return status;
}

void
vidimus_segments_clear (struct vidimus_segments *segments)
{
  free (segments->items);
  memset (segments, 0, sizeof *segments);
}

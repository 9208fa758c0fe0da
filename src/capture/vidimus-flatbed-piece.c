/* A piece's hull and the smallest rectangle around it. */
#include "vidimus-flatbed-private.h"

#include <math.h>

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const struct vidimus_point *p = a;
  const struct vidimus_point *q = b;

  if (p->x != q->x)
    return p->x < q->x ? -1 : 1;

  return (p->y > q->y) - (p->y < q->y);
}

static double
cross (const struct vidimus_point *o,
       const struct vidimus_point *a,
       const struct vidimus_point *b)
{
  return (a->x - o->x) * (b->y - o->y) - (a->y - o->y) * (b->x - o->x);
}

#define AT(points, i) (&g_array_index (points, struct vidimus_point, i))

/* Andrew's monotone chain (Another efficient algorithm for convex hulls in two dimensions, 1979). Sorts @points. Returns: (transfer full) */
static GArray *
find_hull (GArray *points)
{
  GArray *hull = g_array_new (FALSE, FALSE, sizeof (struct vidimus_point));

  g_array_sort (points, compare);
  for (int pass = 0; pass < 2; pass++)
    {
      guint first = hull->len;

      for (guint i = 0; i < points->len; i++)
        {
          const struct vidimus_point *p = AT (points, pass == 0 ? i : points->len - 1 - i);

          while (hull->len >= first + 2 && cross (AT (hull, hull->len - 2), AT (hull, hull->len - 1), p) <= 0)
            g_array_set_size (hull, hull->len - 1);
          g_array_append_val (hull, *p);
        }
      g_array_set_size (hull, hull->len - 1); /* the other pass begins with it */
    }

  return hull;
}

/* How far the hull reaches along a direction. */
static void
reach (GArray *hull,
       double  dx,
       double  dy,
       double *least,
       double *most)
{
  *least = INFINITY;
  *most = -INFINITY;
  for (guint i = 0; i < hull->len; i++)
    {
      double d = AT (hull, i)->x * dx + AT (hull, i)->y * dy;

      *least = MIN (*least, d);
      *most = MAX (*most, d);
    }
}

/* One side of the smallest rectangle lies on a side of the hull (Freeman & Shapira, Determining the minimum-area encasing rectangle, 1975). */
static void
find_rect (VidimusFlatbedPiece *self)
{
  double best = INFINITY;

  for (guint i = 0; i < self->hull->len; i++)
    {
      const struct vidimus_point *a = AT (self->hull, i);
      const struct vidimus_point *b = AT (self->hull, (i + 1) % self->hull->len);
      double length = hypot (b->x - a->x, b->y - a->y);
      double dx = (b->x - a->x) / length;
      double dy = (b->y - a->y) / length;
      double u0;
      double u1;
      double v0;
      double v1;

      reach (self->hull, dx, dy, &u0, &u1);
      reach (self->hull, -dy, dx, &v0, &v1);
      if ((u1 - u0) * (v1 - v0) >= best)
        continue;
      best = (u1 - u0) * (v1 - v0);
      self->longer = MAX (u1 - u0, v1 - v0);
      self->shorter = MIN (u1 - u0, v1 - v0);
      self->rect = (struct vidimus_quad) { { { u0 * dx - v0 * dy, u0 * dy + v0 * dx },
                                             { u1 * dx - v0 * dy, u1 * dy + v0 * dx },
                                             { u1 * dx - v1 * dy, u1 * dy + v1 * dx },
                                             { u0 * dx - v1 * dy, u0 * dy + v1 * dx } } };
    }
}

/**
 * vidimus_flatbed_piece_new:
 * @points: (inout): of struct vidimus_point, not all in line; sorted
 *
 * Returns: (transfer full)
 */
VidimusFlatbedPiece *
vidimus_flatbed_piece_new (GArray *points,
                           int     area)
{
  VidimusFlatbedPiece *self = g_new0 (VidimusFlatbedPiece, 1);
  double least;
  double most;

  self->hull = find_hull (points);
  self->area = area;
  find_rect (self);
  reach (self->hull, 1, 0, &least, &most);
  self->x0 = (int) least;
  self->x1 = (int) most;
  reach (self->hull, 0, 1, &least, &most);
  self->y0 = (int) least;
  self->y1 = (int) most;

  return self;
}

/** vidimus_flatbed_piece_free: with its hull. */
void
vidimus_flatbed_piece_free (VidimusFlatbedPiece *self)
{
  g_array_unref (self->hull);
  g_free (self);
}

/** vidimus_flatbed_piece_join: Returns: (transfer full): both as one */
VidimusFlatbedPiece *
vidimus_flatbed_piece_join (const VidimusFlatbedPiece *a,
                            const VidimusFlatbedPiece *b)
{
  g_autoptr(GArray) points = g_array_copy (a->hull);
  VidimusFlatbedPiece *both;

  g_array_append_vals (points, b->hull->data, b->hull->len);
  both = vidimus_flatbed_piece_new (points, a->area + b->area);
  both->edged = a->edged || b->edged;

  return both;
}

/** vidimus_flatbed_piece_gap: pixels between the upright boxes, along the axis where that is more; negative where they overlap. */
int
vidimus_flatbed_piece_gap (const VidimusFlatbedPiece *a,
                           const VidimusFlatbedPiece *b)
{
  return MAX (MAX (a->x0 - b->x1, b->x0 - a->x1), MAX (a->y0 - b->y1, b->y0 - a->y1));
}

#include "vidimus-quad-edit.h"

#include "vidimus-geometry.h"

#include <math.h>
#include <string.h>

/* What is offered where there is no outline: the picture without this share of each side. */
#define INSET 0.125

/* A box of four corners, cut by three lines. */
#define MAX_POLYGON 7

typedef struct
{
  VidimusPoint points[MAX_POLYGON];
  int          n;
} Polygon;

/* All points p with (p − @at) · @normal ≥ @least; @normal is a unit. */
typedef struct
{
  VidimusPoint at;
  VidimusPoint normal;
  double       least;
} HalfPlane;

static VidimusPoint
minus (VidimusPoint a,
       VidimusPoint b)
{
  return (VidimusPoint) { a.x - b.x, a.y - b.y };
}

static VidimusPoint
along (VidimusPoint a, /* a + t · d */
       VidimusPoint d,
       double       t)
{
  return (VidimusPoint) { a.x + t * d.x, a.y + t * d.y };
}

static double
dot (VidimusPoint a,
     VidimusPoint b)
{
  return a.x * b.x + a.y * b.y;
}

static VidimusPoint
unit (VidimusPoint a)
{
  double length = hypot (a.x, a.y);

  return length > 0 ? (VidimusPoint) { a.x / length, a.y / length } : a;
}

/* Of a walk clockwise on the screen from @a to @b: where the inside is. */
static VidimusPoint
inward (VidimusPoint a,
        VidimusPoint b)
{
  VidimusPoint d = unit (minus (b, a));

  return (VidimusPoint) { -d.y, d.x };
}

static gboolean
is_usable (const VidimusQuad *quad)
{
  struct vidimus_quad q;

  for (int i = 0; i < 4; i++)
    q.p[i] = (struct vidimus_point) { quad->corners[i].x, quad->corners[i].y };

  return vidimus_quad_is_convex (&q);
}

static VidimusQuad
inset (VidimusQuadEdit *self)
{
  double x = self->width * INSET, y = self->height * INSET;

  return (VidimusQuad) { { { x, y }, { self->width - x, y }, { self->width - x, self->height - y }, { x, self->height - y } } };
}

/**
 * vidimus_quad_edit_init:
 * @width: of the picture, pixels
 * @height: likewise
 * @start: (nullable): one that is not convex and clockwise counts as none: a rectangle somewhat smaller than the picture
 *
 * Begins editing, without a step to undo.
 */
void
vidimus_quad_edit_init (VidimusQuadEdit   *self,
                        int                width,
                        int                height,
                        const VidimusQuad *start)
{
  *self = (VidimusQuadEdit) { .width = width, .height = height, .merged = -1 };
  self->quad = start != NULL && is_usable (start) ? *start : inset (self);
  self->steps = g_array_new (FALSE, FALSE, sizeof (VidimusQuad));
  g_array_append_val (self->steps, self->quad);
}

void
vidimus_quad_edit_clear (VidimusQuadEdit *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
}

/**
 * vidimus_quad_edit_get_handle:
 *
 * Returns: where it is held: a corner, or the middle of a side
 */
VidimusPoint
vidimus_quad_edit_get_handle (VidimusQuadEdit *self,
                              int              handle)
{
  const VidimusPoint *p = self->quad.corners;
  int i = handle % 4;

  g_return_val_if_fail (handle >= 0 && handle < VIDIMUS_QUAD_EDIT_N_HANDLES, p[0]);

  return handle < 4 ? p[i] : (VidimusPoint) { (p[i].x + p[(i + 1) % 4].x) / 2, (p[i].y + p[(i + 1) % 4].y) / 2 };
}

/* Corners */

/* Sutherland & Hodgman, Reentrant polygon clipping, 1974, for one line. */
static void
cut (Polygon         *polygon,
     const HalfPlane *half)
{
  Polygon out = { .n = 0 };

  for (int i = 0; i < polygon->n; i++)
    {
      VidimusPoint a = polygon->points[i], b = polygon->points[(i + 1) % polygon->n];
      double da = dot (minus (a, half->at), half->normal) - half->least;
      double db = dot (minus (b, half->at), half->normal) - half->least;

      if (da >= 0)
        out.points[out.n++] = a;
      if ((da >= 0) != (db >= 0))
        out.points[out.n++] = along (a, minus (b, a), da / (da - db));
    }
  *polygon = out;
}

static gboolean
contains (const Polygon *polygon,
          VidimusPoint   point)
{
  for (int i = 0; i < polygon->n; i++)
    {
      VidimusPoint a = polygon->points[i], b = polygon->points[(i + 1) % polygon->n];

      if (dot (minus (point, a), inward (a, b)) < 0)
        return FALSE;
    }

  return TRUE;
}

/* @point, or what of @polygon is nearest to it. */
static VidimusPoint
nearest (const Polygon *polygon,
         VidimusPoint   point)
{
  VidimusPoint best = polygon->points[0];

  if (contains (polygon, point))
    return point;

  for (int i = 0; i < polygon->n; i++)
    {
      VidimusPoint a = polygon->points[i], d = minus (polygon->points[(i + 1) % polygon->n], a);
      double length = dot (d, d);
      VidimusPoint near = along (a, d, length > 0 ? CLAMP (dot (minus (point, a), d) / length, 0, 1) : 0);

      if (hypot (near.x - point.x, near.y - point.y) < hypot (best.x - point.x, best.y - point.y))
        best = near;
    }

  return best;
}

static double
margin (VidimusQuadEdit *self)
{
  return VIDIMUS_QUAD_EDIT_MARGIN * MIN (self->width, self->height);
}

/* Where a corner may be while the three others stay is convex: near enough to the picture, beyond the line between its
 * neighbours, and inside of the two sides that it is no part of. So a corner slides along the border of that. */
static void
move_corner (VidimusQuadEdit *self,
             int              i,
             VidimusPoint     to)
{
  VidimusPoint *p = self->quad.corners;
  VidimusPoint next = p[(i + 1) % 4], across = p[(i + 2) % 4], before = p[(i + 3) % 4];
  double m = margin (self), right = self->width + m, bottom = self->height + m;
  const HalfPlane halves[] = {
    { next, inward (next, across), VIDIMUS_QUAD_EDIT_LEAST },
    { across, inward (across, before), VIDIMUS_QUAD_EDIT_LEAST },
    { before, inward (next, before), VIDIMUS_QUAD_EDIT_LEAST },
  };
  Polygon polygon = { .points = { { -m, -m }, { right, -m }, { right, bottom }, { -m, bottom } }, .n = 4 };

  for (gsize h = 0; h < G_N_ELEMENTS (halves) && polygon.n > 0; h++)
    cut (&polygon, &halves[h]);
  if (polygon.n > 0)
    p[i] = nearest (&polygon, to);
}

/* Sides */

/* Of all t with @c + @k · t ≥ 0; what is violated already may not become worse. */
static void
limit (double  c,
       double  k,
       double *low,
       double *high)
{
  double bound = -MAX (c, 0) / k;

  if (k > 0)
    *low = MAX (*low, bound);
  else if (k < 0)
    *high = MIN (*high, bound);
}

static void
limit_to_margin (VidimusQuadEdit *self,
                 VidimusPoint     at,
                 VidimusPoint     d,
                 double          *low,
                 double          *high)
{
  double m = margin (self);

  limit (at.x + m, d.x, low, high);
  limit (self->width + m - at.x, -d.x, low, high);
  limit (at.y + m, d.y, low, high);
  limit (self->height + m - at.y, -d.y, low, high);
}

/* Outwards by t: both ends slide along the neighbouring sides, so that all four directions stay, and with them convexity;
 * all that can become too small grows or shrinks straight with t. */
static void
move_side (VidimusQuadEdit *self,
           int              i,
           VidimusPoint     to)
{
  VidimusPoint *p = self->quad.corners;
  VidimusPoint *a = &p[i], *b = &p[(i + 1) % 4], before = p[(i + 3) % 4], next = p[(i + 2) % 4];
  VidimusPoint direction = unit (minus (*b, *a)), in = inward (*a, *b), out = { -in.x, -in.y };
  double depth_a = dot (minus (*a, before), out), depth_b = dot (minus (*b, next), out);
  double low = -G_MAXDOUBLE, high = G_MAXDOUBLE, t;
  VidimusPoint da, db;

  if (depth_a <= 0 || depth_b <= 0)
    return;

  da = along ((VidimusPoint) { 0, 0 }, minus (*a, before), 1 / depth_a);
  db = along ((VidimusPoint) { 0, 0 }, minus (*b, next), 1 / depth_b);
  limit (depth_a - VIDIMUS_QUAD_EDIT_LEAST, 1, &low, &high);
  limit (depth_b - VIDIMUS_QUAD_EDIT_LEAST, 1, &low, &high);
  limit (dot (minus (*b, *a), direction) - VIDIMUS_QUAD_EDIT_LEAST, dot (minus (db, da), direction), &low, &high);
  limit_to_margin (self, *a, da, &low, &high);
  limit_to_margin (self, *b, db, &low, &high);

  t = dot (minus (to, vidimus_quad_edit_get_handle (self, 4 + i)), out);
  t = CLAMP (t, low, high);
  *a = along (*a, da, t);
  *b = along (*b, db, t);
}

/**
 * vidimus_quad_edit_move:
 * @to: where it is wanted, pixels of the picture
 *
 * Moves a handle there, or as near as the outline stays one. A side keeps its direction and those of its neighbours: of @to
 * only the distance from it counts. It is no step until vidimus_quad_edit_keep().
 */
void
vidimus_quad_edit_move (VidimusQuadEdit *self,
                        int              handle,
                        VidimusPoint     to)
{
  g_return_if_fail (handle >= 0 && handle < VIDIMUS_QUAD_EDIT_N_HANDLES);

  if (handle < 4)
    move_corner (self, handle, to);
  else
    move_side (self, handle - 4, to);
}

/**
 * vidimus_quad_edit_set:
 * @quad: (nullable): another outline; one that can't be used counts as none, as in vidimus_quad_edit_init()
 *
 * A step.
 */
void
vidimus_quad_edit_set (VidimusQuadEdit   *self,
                       const VidimusQuad *quad)
{
  self->quad = quad != NULL && is_usable (quad) ? *quad : inset (self);
  vidimus_quad_edit_keep (self, -1);
}

/** vidimus_quad_edit_next_first: the next corner clockwise becomes the first: the document's own top left. A step. */
void
vidimus_quad_edit_next_first (VidimusQuadEdit *self)
{
  VidimusQuad was = self->quad;

  for (int i = 0; i < 4; i++)
    self->quad.corners[i] = was.corners[(i + 1) % 4];
  vidimus_quad_edit_keep (self, -1);
}

/* Steps */

static const VidimusQuad *
kept (VidimusQuadEdit *self)
{
  return &g_array_index (self->steps, VidimusQuad, self->at);
}

/**
 * vidimus_quad_edit_keep:
 * @merge: a handle: more moves of it are the same step, until something else is done; −1: a step of its own
 *
 * What was done since the last step can be undone from now on.
 */
void
vidimus_quad_edit_keep (VidimusQuadEdit *self,
                        int              merge)
{
  if (memcmp (kept (self), &self->quad, sizeof self->quad) == 0)
    return;

  g_array_set_size (self->steps, self->at + 1);
  if (merge < 0 || merge != self->merged)
    {
      g_array_append_val (self->steps, self->quad);
      self->at++;
    }
  else
    {
      g_array_index (self->steps, VidimusQuad, self->at) = self->quad;
    }
  self->merged = merge;
}

gboolean
vidimus_quad_edit_can_undo (VidimusQuadEdit *self)
{
  return self->at > 0;
}

gboolean
vidimus_quad_edit_can_redo (VidimusQuadEdit *self)
{
  return self->at + 1 < self->steps->len;
}

static void
go (VidimusQuadEdit *self,
    guint            to)
{
  self->at = to;
  self->quad = *kept (self);
  self->merged = -1;
}

/** vidimus_quad_edit_undo: as it was a step before; also what was moved since the last step. */
void
vidimus_quad_edit_undo (VidimusQuadEdit *self)
{
  if (vidimus_quad_edit_can_undo (self))
    go (self, self->at - 1);
}

void
vidimus_quad_edit_redo (VidimusQuadEdit *self)
{
  if (vidimus_quad_edit_can_redo (self))
    go (self, self->at + 1);
}

/** vidimus_quad_edit_is_changed: whether it is another outline than at the beginning. */
gboolean
vidimus_quad_edit_is_changed (VidimusQuadEdit *self)
{
  return memcmp (&g_array_index (self->steps, VidimusQuad, 0), &self->quad, sizeof self->quad) != 0;
}

/* Where a document ends that the frame cuts: its hidden corners, from the sides that are seen and what shapes documents have. */
#include "vidimus-locate-private.h"

#include <math.h>

/* The focal length of a phone's main camera, of the frame's longer side: 26–28 mm behind 36 mm of film. */
#define FOCAL 0.85

/* How far, in radians, neighbouring sides usually look from a right angle when the plane is right, and how far a camera
 * leans when a document is photographed: of the planes in question the likeliest is taken. */
#define ANGLE_SPREAD 0.02
#define LEAN_SPREAD 0.3

#define LEAN_STEPS 60
#define MOST_LEAN 0.9

/* Length : width of the full document for one that is seen to be so long at least, in widths. ID-1 and ID-3 (85.60 : 53.98
 * and 125 : 88) are not told apart by a part of them: where either may be, what overlaps either by nine tenths is taken. */
static const struct
{
  double seen_from;
  double seen_to;
  double length;
} completions[] = {
  { 0.28, 0.645, 0.645 },
  { 0.645, 0.704, 0.704 },
  { 0.93, 1.44, 1.53 },
  { 1.44, 1.586, 1.586 },
};

struct ray
{
  double x;
  double y;
  double z;
};

static double
dot (struct ray a,
     struct ray b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static struct ray
cross (struct ray a,
       struct ray b)
{
  return (struct ray) { a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
}

/* a + factor · b */
static struct ray
sum (struct ray a,
     double     factor,
     struct ray b)
{
  return (struct ray) { a.x + factor * b.x, a.y + factor * b.y, a.z + factor * b.z };
}

static struct ray
unit (struct ray a)
{
  return sum ((struct ray) { 0, 0, 0 }, 1 / fmax (sqrt (dot (a, a)), 1e-12), a);
}

/* The frame as a pinhole camera sees it. */
struct camera
{
  double x; /* the middle of the frame */
  double y;
  double focal;
};

static struct ray
through (const struct camera *camera,
         struct vidimus_point p)
{
  return (struct ray) { (p.x - camera->x) / camera->focal, (p.y - camera->y) / camera->focal, 1 };
}

static struct vidimus_point
seen_at (const struct camera *camera,
         struct ray           point)
{
  return (struct vidimus_point) { camera->x + camera->focal * point.x / point.z,
                                  camera->y + camera->focal * point.y / point.z };
}

/* 0 when what is seen of the document is no part of a known shape. */
static double
complete (double seen)
{
  for (size_t i = 0; i < sizeof completions / sizeof *completions; i++)
    if (seen > completions[i].seen_from && seen <= completions[i].seen_to)
      return completions[i].length;

  return 0;
}

/* Where the plane with @normal at distance 1 is met. */
static struct ray
meet (struct ray ray,
      struct ray normal)
{
  return sum ((struct ray) { 0, 0, 0 }, 1 / dot (ray, normal), ray);
}

/* The plane of the document: of those that hold the direction of the two cut sides, that in which the side a–b stands
 * most squarely on it and which leans least. */
static struct ray
find_plane (struct ray along,
            struct ray a,
            struct ray b)
{
  struct ray axis = { 0, 0, 1 }, upright, sideways, best;
  double least = INFINITY;

  upright = best = unit (sum (axis, -dot (axis, along), along));
  sideways = cross (along, upright);
  for (int i = -LEAN_STEPS; i <= LEAN_STEPS; i++)
    {
      double lean = MOST_LEAN * i / LEAN_STEPS, off, cost;
      struct ray normal = sum (sum ((struct ray) { 0, 0, 0 }, cos (lean), upright), sin (lean), sideways);

      if (dot (a, normal) < 0.05 || dot (b, normal) < 0.05)
        continue;
      off = dot (unit (sum (meet (b, normal), -1, meet (a, normal))), along) / ANGLE_SPREAD;
      cost = off * off + lean * lean / (LEAN_SPREAD * LEAN_SPREAD);
      if (cost < least)
        {
          least = cost;
          best = normal;
        }
    }

  return best;
}

/* Side p[k]→p[k+1] is the frame's, the other three are seen. */
static void
complete_side (const struct camera *camera,
               int                  k,
               struct vidimus_quad *quad)
{
  struct ray near_a = through (camera, quad->p[k]), near_b = through (camera, quad->p[(k + 1) % 4]);
  struct ray a = through (camera, quad->p[(k + 3) % 4]), b = through (camera, quad->p[(k + 2) % 4]);
  struct ray along = unit (cross (cross (a, near_a), cross (b, near_b)));
  struct ray normal, at_a, at_b;
  double width, seen, length;

  normal = find_plane (along, a, b);
  at_a = meet (a, normal);
  at_b = meet (b, normal);
  width = sqrt (dot (sum (at_b, -1, at_a), sum (at_b, -1, at_a)));
  if (dot (sum (meet (near_a, normal), -1, at_a), along) < 0)
    along = sum ((struct ray) { 0, 0, 0 }, -1, along);
  seen = fmax (dot (sum (meet (near_a, normal), -1, at_a), along), dot (sum (meet (near_b, normal), -1, at_b), along));
  length = complete (seen / width) * width;
  at_a = sum (at_a, length, along);
  at_b = sum (at_b, length, along);
  if (length <= 0 || at_a.z < 0.05 || at_b.z < 0.05)
    return;

  quad->p[k] = seen_at (camera, at_a);
  quad->p[(k + 1) % 4] = seen_at (camera, at_b);
}

/* Sides k and k + 1 are the frame's: one corner is seen, p[k+3], and no convergence, so that the view is taken to be square. The
 * side that is seen to be too short for the other one grows. */
static void
complete_corner (int                  k,
                 struct vidimus_quad *quad)
{
  struct vidimus_point corner = quad->p[(k + 3) % 4], *a = &quad->p[k], *b = &quad->p[(k + 2) % 4];
  double ax = a->x - corner.x, ay = a->y - corner.y, bx = b->x - corner.x, by = b->y - corner.y;
  double seen = hypot (ax, ay) / fmax (hypot (bx, by), 1e-6), length;

  length = complete (seen);
  if (length > 0)
    {
      ax *= length / seen;
      ay *= length / seen;
    }
  else if ((length = complete (1 / seen)) > 0)
    {
      bx *= length * seen;
      by *= length * seen;
    }
  *a = (struct vidimus_point) { corner.x + ax, corner.y + ay };
  *b = (struct vidimus_point) { corner.x + bx, corner.y + by };
  quad->p[(k + 1) % 4] = (struct vidimus_point) { corner.x + ax + bx, corner.y + ay + by };
}

/**
 * vidimus_quad_complete:
 * @cut: the sides that the frame stands in for
 * @width: of the frame
 *
 * Moves the sides of @quad that are the frame's outwards to where a card or a passport's page ends, where two sides and a
 * corner at least are seen; leaves it as it is where what is seen is no part of either shape. The camera is taken for a pinhole
 * whose axis is in the middle of the frame (Criminisi, Reid & Zisserman, Single view metrology, 2000).
 */
void
vidimus_quad_complete (struct vidimus_quad *quad,
                       const bool           cut[4],
                       int                  width,
                       int                  height)
{
  const struct camera camera = { width / 2.0, height / 2.0, FOCAL * (width > height ? width : height) };
  struct vidimus_quad completed = *quad;
  int n = cut[0] + cut[1] + cut[2] + cut[3];

  for (int k = 0; k < 4; k++)
    if (n == 1 && cut[k])
      complete_side (&camera, k, &completed);
    else if (n == 2 && cut[k] && cut[(k + 1) % 4])
      complete_corner (k, &completed);

  if (vidimus_quad_is_convex (&completed))
    *quad = completed;
}

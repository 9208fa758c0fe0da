#include "vidimus-geometry.h"

#include <math.h>
#include <string.h>

/* Three points are in line when their triangle is below this share of the longest side squared. */
#define COLLINEAR 1e-9

/* A convex quad clipped by four half planes has at most eight corners. */
#define MAX_CLIPPED 8

struct polygon
{
  int                  n;
  struct vidimus_point p[MAX_CLIPPED];
};

/* Twice the signed area of the triangle; positive when a, b, c turn clockwise on the screen. */
static double
cross (struct vidimus_point a,
       struct vidimus_point b,
       struct vidimus_point c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool
in_general_position (const struct vidimus_quad *quad)
{
  double longest = 0;

  for (int i = 0; i < 4; i++)
    for (int j = i + 1; j < 4; j++)
      {
        double dx = quad->p[j].x - quad->p[i].x;
        double dy = quad->p[j].y - quad->p[i].y;

        longest = fmax (longest, dx * dx + dy * dy);
      }

  for (int i = 0; i < 4; i++)
    if (!(fabs (cross (quad->p[i], quad->p[(i + 1) % 4], quad->p[(i + 2) % 4])) >
          COLLINEAR * longest))
      return false;

  return true;
}

/* The map of the unit square's (0,0) (1,0) (1,1) (0,1) to the corners: Heckbert, Fundamentals of
 * Texture Mapping and Image Warping, 1989, §2.2.3. */
static void
square_to_quad (const struct vidimus_quad *quad,
                double                     m[9])
{
  const struct vidimus_point *p = quad->p;
  double dx1 = p[1].x - p[2].x, dy1 = p[1].y - p[2].y;
  double dx2 = p[3].x - p[2].x, dy2 = p[3].y - p[2].y;
  double sx = p[0].x - p[1].x + p[2].x - p[3].x;
  double sy = p[0].y - p[1].y + p[2].y - p[3].y;
  double determinant = dx1 * dy2 - dx2 * dy1;
  double g = (sx * dy2 - sy * dx2) / determinant;
  double h = (dx1 * sy - dy1 * sx) / determinant;

  m[0] = p[1].x - p[0].x + g * p[1].x;
  m[1] = p[3].x - p[0].x + h * p[3].x;
  m[2] = p[0].x;
  m[3] = p[1].y - p[0].y + g * p[1].y;
  m[4] = p[3].y - p[0].y + h * p[3].y;
  m[5] = p[0].y;
  m[6] = g;
  m[7] = h;
  m[8] = 1;
}

static void
adjugate (const double m[9],
          double       out[9])
{
  out[0] = m[4] * m[8] - m[5] * m[7];
  out[1] = m[2] * m[7] - m[1] * m[8];
  out[2] = m[1] * m[5] - m[2] * m[4];
  out[3] = m[5] * m[6] - m[3] * m[8];
  out[4] = m[0] * m[8] - m[2] * m[6];
  out[5] = m[2] * m[3] - m[0] * m[5];
  out[6] = m[3] * m[7] - m[4] * m[6];
  out[7] = m[1] * m[6] - m[0] * m[7];
  out[8] = m[0] * m[4] - m[1] * m[3];
}

static void
multiply (const double a[9],
          const double b[9],
          double       out[9])
{
  for (int row = 0; row < 3; row++)
    for (int column = 0; column < 3; column++)
      out[row * 3 + column] = a[row * 3] * b[column] + a[row * 3 + 1] * b[3 + column] +
                              a[row * 3 + 2] * b[6 + column];
}

/* Scales so that the largest element is 1 in size; false when nothing usable is there. */
static bool
normalise (double m[9])
{
  double largest = 0;

  for (int i = 0; i < 9; i++)
    {
      if (!isfinite (m[i]))
        return false;
      largest = fmax (largest, fabs (m[i]));
    }
  if (largest == 0)
    return false;

  for (int i = 0; i < 9; i++)
    m[i] /= largest;

  return true;
}

bool
vidimus_homography_from_quads (const struct vidimus_quad *from,
                               const struct vidimus_quad *to,
                               struct vidimus_homography *out)
{
  double a[9], b[9], inverse[9];
  struct vidimus_point p = from->p[0];

  if (!in_general_position (from) || !in_general_position (to))
    return false;

  square_to_quad (from, a);
  square_to_quad (to, b);
  adjugate (a, inverse);
  multiply (b, inverse, out->m);
  if (!normalise (out->m))
    return false;

  if (out->m[6] * p.x + out->m[7] * p.y + out->m[8] < 0)
    for (int i = 0; i < 9; i++)
      out->m[i] = -out->m[i];

  return true;
}

bool
vidimus_homography_invert (const struct vidimus_homography *h,
                           struct vidimus_homography       *out)
{
  double in[9];
  double size = 1;
  double determinant;

  memcpy (in, h->m, sizeof in);
  adjugate (in, out->m);
  determinant = in[0] * out->m[0] + in[1] * out->m[3] + in[2] * out->m[6];
  for (int row = 0; row < 3; row++)
    size *= sqrt (in[row * 3] * in[row * 3] + in[row * 3 + 1] * in[row * 3 + 1] +
                  in[row * 3 + 2] * in[row * 3 + 2]);
  if (!(fabs (determinant) > 1e-15 * size) || !normalise (out->m))
    return false;

  if (determinant < 0) /* the adjugate turned the sign of the third coordinate round */
    for (int i = 0; i < 9; i++)
      out->m[i] = -out->m[i];

  return true;
}

struct vidimus_point
vidimus_homography_apply (const struct vidimus_homography *h,
                          struct vidimus_point             p)
{
  double w = h->m[6] * p.x + h->m[7] * p.y + h->m[8];
  struct vidimus_point out = {
    (h->m[0] * p.x + h->m[1] * p.y + h->m[2]) / w,
    (h->m[3] * p.x + h->m[4] * p.y + h->m[5]) / w,
  };

  return out;
}

static double
polygon_area (const struct vidimus_point *p,
              int                         n)
{
  double twice = 0;

  for (int i = 1; i + 1 < n; i++)
    twice += cross (p[0], p[i], p[i + 1]);

  return twice / 2;
}

double
vidimus_quad_area (const struct vidimus_quad *quad)
{
  return polygon_area (quad->p, 4);
}

bool
vidimus_quad_is_convex (const struct vidimus_quad *quad)
{
  for (int i = 0; i < 4; i++)
    if (!(cross (quad->p[i], quad->p[(i + 1) % 4], quad->p[(i + 2) % 4]) > 0))
      return false;

  return in_general_position (quad);
}

static struct vidimus_quad
clockwise (const struct vidimus_quad *quad)
{
  struct vidimus_quad out = *quad;

  if (vidimus_quad_area (quad) < 0)
    {
      out.p[1] = quad->p[3];
      out.p[3] = quad->p[1];
    }

  return out;
}

/* Keeps what lies right of a→b, seen on the screen (Sutherland & Hodgman, Reentrant polygon
 * clipping, 1974). */
static void
clip (const struct polygon *in,
      struct vidimus_point  a,
      struct vidimus_point  b,
      struct polygon       *out)
{
  out->n = 0;

  for (int i = 0; i < in->n; i++)
    {
      struct vidimus_point p = in->p[i];
      struct vidimus_point q = in->p[(i + 1) % in->n];
      double sp = cross (a, b, p);
      double sq = cross (a, b, q);

      if (sp >= 0 && out->n < MAX_CLIPPED)
        out->p[out->n++] = p;
      if (((sp > 0 && sq < 0) || (sp < 0 && sq > 0)) && out->n < MAX_CLIPPED)
        {
          double t = sp / (sp - sq);

          out->p[out->n].x = p.x + t * (q.x - p.x);
          out->p[out->n++].y = p.y + t * (q.y - p.y);
        }
    }
}

double
vidimus_quad_iou (const struct vidimus_quad *a,
                  const struct vidimus_quad *b)
{
  struct vidimus_quad subject = clockwise (a);
  struct vidimus_quad clipper = clockwise (b);
  struct polygon polygon = { 4, { subject.p[0], subject.p[1], subject.p[2], subject.p[3] } };
  double shared, all;

  for (int i = 0; i < 4; i++)
    {
      struct polygon clipped;

      clip (&polygon, clipper.p[i], clipper.p[(i + 1) % 4], &clipped);
      polygon = clipped;
    }

  shared = polygon_area (polygon.p, polygon.n);
  all = vidimus_quad_area (&subject) + vidimus_quad_area (&clipper) - shared;

  return all > 0 ? fmin (fmax (shared / all, 0), 1) : 0;
}

bool
vidimus_quad_contains (const struct vidimus_quad *quad,
                       struct vidimus_point       p)
{
  struct vidimus_quad q = clockwise (quad);

  for (int i = 0; i < 4; i++)
    if (!(cross (q.p[i], q.p[(i + 1) % 4], p) >= 0))
      return false;

  return true;
}

static double
distance (struct vidimus_point a,
          struct vidimus_point b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

/* Of a phone's main camera (28 mm on a 36 mm wide film), in units of the longer side of the picture. */
#define USUAL_FOCAL_LENGTH 0.78

/* The squared focal length that makes the two side directions (@n2, @n3: homogeneous, seen from the centre in
 * units of the longer side of the picture) meet at a right angle; where the view does not tell, or tells the
 * impossible, the usual one. */
static double
focal_length_squared (const double n2[3],
                      const double n3[3])
{
  const double usual = USUAL_FOCAL_LENGTH, least = 0.5, most = 4.0;
  double tilt2 = fabs (n2[2]) / hypot (n2[0], n2[1]);
  double tilt3 = fabs (n3[2]) / hypot (n3[0], n3[1]);
  double f2;

  if (!(tilt2 > 0.02 && tilt3 > 0.02))
    return usual * usual;

  f2 = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2]);

  return f2 >= least * least && f2 <= most * most ? f2 : usual * usual;
}

/* The corners seen from the picture's centre, in units of its longer side. */
static void
centre (const struct vidimus_quad *quad,
        int                        width,
        int                        height,
        struct vidimus_point       m[4])
{
  double unit = width > height ? width : height;

  for (int i = 0; i < 4; i++)
    {
      m[i].x = (quad->p[i].x - width / 2.0) / unit;
      m[i].y = (quad->p[i].y - height / 2.0) / unit;
    }
}

/* The directions of the sides from the first corner, homogeneous (Zhang & He, equations 11 and 14). Triple products
 * (a × b) · c of points (x, y, 1) are twice triangle areas. */
static void
side_directions (const struct vidimus_point m[4],
                 double                     n2[3],
                 double                     n3[3])
{
  double k2 = cross (m[0], m[2], m[3]) / cross (m[1], m[2], m[3]);
  double k3 = cross (m[0], m[2], m[1]) / cross (m[3], m[2], m[1]);

  n2[0] = k2 * m[1].x - m[0].x, n2[1] = k2 * m[1].y - m[0].y, n2[2] = k2 - 1;
  n3[0] = k3 * m[3].x - m[0].x, n3[1] = k3 * m[3].y - m[0].y, n3[2] = k3 - 1;
}

double
vidimus_quad_aspect (const struct vidimus_quad *quad,
                     int                        width,
                     int                        height)
{
  struct vidimus_point m[4];
  double f2, across, along;
  double n2[3], n3[3];

  centre (quad, width, height, m);
  side_directions (m, n2, n3);

  f2 = focal_length_squared (n2, n3);
  across = (n2[0] * n2[0] + n2[1] * n2[1]) / f2 + n2[2] * n2[2];
  along = (n3[0] * n3[0] + n3[1] * n3[1]) / f2 + n3[2] * n3[2];
  if (isfinite (across) && isfinite (along) && across > 0 && along > 0)
    return sqrt (across / along);

  across = distance (m[0], m[1]) + distance (m[3], m[2]);
  along = distance (m[0], m[3]) + distance (m[1], m[2]);

  return along > 0 ? across / along : 1;
}

double
vidimus_quad_tilt (const struct vidimus_quad *quad,
                   int                        width,
                   int                        height)
{
  const double f = USUAL_FOCAL_LENGTH;
  struct vidimus_point m[4];
  double n2[3], n3[3], x, y, z, length;

  centre (quad, width, height, m);
  side_directions (m, n2, n3);
  x = (n2[1] * n3[2] - n2[2] * n3[1]) / f;
  y = (n2[2] * n3[0] - n2[0] * n3[2]) / f;
  z = (n2[0] * n3[1] - n2[1] * n3[0]) / (f * f);
  length = sqrt (x * x + y * y + z * z);

  return isfinite (length) && length > 0 ? acos (fmin (fabs (z) / length, 1)) : 0;
}

/* Points, quads and homographies in image coordinates: x right, y down, in pixels; the centre
 * of the top-left pixel is (0.5, 0.5). C11, no GLib. */
#pragma once

#include <stdbool.h>

struct vidimus_point
{
  double x;
  double y;
};

/** struct vidimus_quad: four corners, clockwise on the screen; which comes first is the caller's. */
struct vidimus_quad
{
  struct vidimus_point p[4];
};

/** struct vidimus_homography: row-major 3 × 3, maps (x, y, 1) up to scale. */
struct vidimus_homography
{
  double m[9];
};

/**
 * vidimus_homography_from_quads:
 *
 * The homography that maps @from[i] to @to[i], in closed form by way of the unit square (Heckbert,
 * Fundamentals of Texture Mapping and Image Warping, 1989, §2.2.3). Its third coordinate is positive
 * on the near side of the horizon: where @from lies.
 *
 * Returns: false when three corners of either are in line
 */
bool   vidimus_homography_from_quads (const struct vidimus_quad       *from,
                                      const struct vidimus_quad       *to,
                                      struct vidimus_homography       *out);

/** vidimus_homography_invert: false when singular. */
bool   vidimus_homography_invert     (const struct vidimus_homography *h,
                                      struct vidimus_homography       *out);

/** vidimus_homography_apply: not finite for a point on the horizon. */
struct vidimus_point
       vidimus_homography_apply      (const struct vidimus_homography *h,
                                      struct vidimus_point             p);

/** vidimus_quad_area: signed shoelace area; positive when clockwise on the screen. */
double vidimus_quad_area             (const struct vidimus_quad       *quad);

/** vidimus_quad_is_convex: true when all four turns are clockwise and none is degenerate. */
bool   vidimus_quad_is_convex        (const struct vidimus_quad       *quad);

/** vidimus_quad_iou: intersection over union of two convex quads, 0–1, whatever corner is first. */
double vidimus_quad_iou              (const struct vidimus_quad       *a,
                                      const struct vidimus_quad       *b);

/** vidimus_quad_contains: whether the point lies in the convex quad. */
bool   vidimus_quad_contains         (const struct vidimus_quad       *quad,
                                      struct vidimus_point             p);

/**
 * vidimus_quad_aspect:
 * @width: of the picture the quad lies in
 * @height: likewise
 *
 * The width : height ratio of the flat rectangle that the quad is the picture of, assuming square
 * pixels and the optical axis at the picture's centre (Zhang & He, Whiteboard scanning and image
 * enhancement, 2007, §3.2). Where the view does not tell the focal length, that of a phone's camera
 * is assumed; mean opposite sides are compared when three corners are in line. "Width" runs along
 * p[0]→p[1].
 */
double vidimus_quad_aspect           (const struct vidimus_quad       *quad,
                                      int                              width,
                                      int                              height);

/**
 * vidimus_quad_tilt:
 * @width: of the picture the quad lies in
 * @height: likewise
 *
 * How far the flat rectangle that the quad is the picture of leans away from facing the camera: the angle
 * between the optical axis and its normal, 0 to π/2, by the same construction. The focal length of a phone's camera
 * is assumed: a single view tells it too badly when the rectangle nearly faces the camera. 0 for a quad that is none.
 */
double vidimus_quad_tilt             (const struct vidimus_quad       *quad,
                                      int                              width,
                                      int                              height);

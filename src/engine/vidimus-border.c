/* Alarm: the document is not complete: the frame cuts it, or a corner is torn off, folded over or hidden.
 *
 *   beyond   log₂ of the share of the document that lies beyond the frame, as far as its outline tells
 *   cut      1 where the frame is one of the document's sides: how much is beyond cannot be told
 *   corner   log₂ of the share of the document that missing corners would have, beyond what any rounding takes
 *   crossed  0–1, of a picture that is filled by the document: the root of how much print runs into the frame's edge
 *   near     0–1: a corner so near to the frame that it may be cut without showing it
 *   lost     log₂ of the share of it where the close look saw a part folded or torn away, by how surely
 * Weights: tests/engine/fit-alarms.c; those of cut, crossed and near are moved by hand, for real pictures are framed more tightly.
 * A corner is missing where, walking in from it, the picture goes on as it is outside (whatever that is: the ground, or
 * what lies over the corner), and changes only well inside, while the two sides are plainly seen a little farther on.
 * ID-1's own rounding (ISO/IEC 7810: 3.18 mm of 85.6) ends .011 of the longer side in. */
#include "vidimus-alarm-private.h"

#include <math.h>
#include <stdlib.h>

#define SHARE_UNIT    0.002  /* of the document: what is beyond the frame by error */
#define CORNER_UNIT   0.001
#define LOST_UNIT     0.002
#define NARROW_MARGIN 0.012  /* of the frame's diagonal */
#define BAND          0.012  /* likewise: how thick what is cut is shown */
#define SIDE_LEAST    64     /* pixels: smaller pictures tell nothing of print at the edge */

#define STEPS         28     /* into the corner, each … */
#define STEP          0.0125 /* … of the document's longer side */
#define ROUND_STEPS   4      /* a rounding of .1 ends here */
#define OUTSIDE       0.018  /* that far off a side inside and outside are looked at */
#define EDGE_WIDTH    0.06   /* within which a change is done: shadows lie beside what hides a corner */
#define LEAST_CONTRAST 6.0   /* grey levels, summed over the colours, between document and surroundings … */
#define LEAST_SHARE   0.025  /* … and of the brighter of both */
#define ALIKE         0.30   /* of that contrast: still the surroundings */
#define UNLIKE        0.60   /* no longer */
#define BURNT         248.0  /* each colour: glare, which hides what there is */

enum
{
  BEYOND,
  CUT,
  CORNER,
  CROSSED,
  NEAR,
  LOST,
  N_FEATURES,
};

struct colour
{
  double c[3];
};

static double
clamp01 (double value)
{
  return vidimus_alarm_clamp (value, 0, 1);
}

static double
difference (const struct colour *a,
            const struct colour *b)
{
  return fabs (a->c[0] - b->c[0]) + fabs (a->c[1] - b->c[1]) + fabs (a->c[2] - b->c[2]);
}

static double
shared_with_frame (const struct vidimus_image *image,
                   const struct vidimus_quad  *quad)
{
  double w = image->width, h = image->height;
  const struct vidimus_quad frame = { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
  double area = fabs (vidimus_quad_area (quad));
  double iou = vidimus_quad_iou (quad, &frame);

  return area > 0 ? iou * (area + w * h) / (1 + iou) / area : 1;
}

/* The least distance of a corner from the frame, as a share of the frame's diagonal; negative beyond it. */
static double
margin (const struct vidimus_image *image,
        const struct vidimus_quad  *quad)
{
  double least = INFINITY;

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_point *p = &quad->p[i];

      least = fmin (least, fmin (fmin (p->x, image->width - p->x), fmin (p->y, image->height - p->y)));
    }

  return least / hypot (image->width, image->height);
}

/* A corner, and the way from it into the document: a step of STEP along each of its two sides. */
struct corner
{
  const struct vidimus_image *image;
  struct vidimus_homography   to_image; /* from (u, v): the corner is (0, 0), the sides lead along u and v */
};

/* Turned so that corner @i comes first, in units of the longer side. */
static bool
corner_init (struct corner                    *corner,
             const struct vidimus_alarm_input *input,
             int                               i)
{
  const struct vidimus_point *p = input->location->quad.p;
  struct vidimus_quad turned = { { p[i], p[(i + 1) % 4], p[(i + 2) % 4], p[(i + 3) % 4] } };
  double u = hypot (turned.p[1].x - turned.p[0].x, turned.p[1].y - turned.p[0].y) +
             hypot (turned.p[2].x - turned.p[3].x, turned.p[2].y - turned.p[3].y);
  double v = hypot (turned.p[3].x - turned.p[0].x, turned.p[3].y - turned.p[0].y) +
             hypot (turned.p[2].x - turned.p[1].x, turned.p[2].y - turned.p[1].y);
  double longer = fmax (fmax (u, v), 1);
  const struct vidimus_quad flat = { { { 0, 0 }, { u / longer, 0 }, { u / longer, v / longer }, { 0, v / longer } } };

  corner->image = input->image;

  return vidimus_homography_from_quads (&flat, &turned, &corner->to_image);
}

/* The mean colour of a square of 3 × 3 samples a third of a step apart; false outside of the frame. */
static bool
corner_colour (const struct corner *corner,
               double               u,
               double               v,
               struct colour       *colour)
{
  *colour = (struct colour) { { 0, 0, 0 } };
  for (int k = 0; k < 9; k++)
    {
      struct vidimus_point at = { u + (k % 3 - 1) * STEP / 3, v + (k / 3 - 1) * STEP / 3 };
      const uint8_t *pixel;

      at = vidimus_homography_apply (&corner->to_image, at);
      if (!(at.x >= 0 && at.y >= 0 && at.x < corner->image->width && at.y < corner->image->height))
        return false;
      pixel = vidimus_image_at (corner->image, (int) at.x, (int) at.y);
      for (int c = 0; c < 3; c++)
        colour->c[c] += pixel[c] / 9.0;
    }

  return true;
}

/* The first step inwards along the line that starts at (@u, @v) from which on the picture is no longer as @out is;
 * −1 where it never plainly changes. */
static int
first_change (const struct corner *corner,
              double               u,
              double               v,
              double               du,
              double               dv,
              const struct colour *out,
              double               contrast)
{
  for (int i = 1, last = -1; i < STEPS; i++)
    {
      struct colour here;
      double off;

      if (!corner_colour (corner, u + i * du, v + i * dv, &here))
        return -1;
      off = difference (&here, out) / contrast;
      if (off > ALIKE && last < 0)
        last = i;
      else if (off < ALIKE)
        last = -1;
      if (off > UNLIKE)
        return (i - last) * hypot (du, dv) <= EDGE_WIDTH ? last : -1;
    }

  return -1;
}

/* How plainly a side is seen at (@u, @v) on it: the difference of inside and outside, 0 when too little. */
static double
side_contrast (const struct corner *corner,
               double               u,
               double               v,
               bool                 along_u)
{
  struct colour in, out;
  double contrast, bright;

  if (!corner_colour (corner, u + (along_u ? 0 : OUTSIDE), v + (along_u ? OUTSIDE : 0), &in) ||
      !corner_colour (corner, u - (along_u ? 0 : OUTSIDE), v - (along_u ? OUTSIDE : 0), &out))
    return 0;

  bright = fmax (in.c[0] + in.c[1] + in.c[2], out.c[0] + out.c[1] + out.c[2]);
  contrast = difference (&in, &out);

  return contrast > LEAST_CONTRAST + LEAST_SHARE * bright ? contrast : 0;
}

/* How far along both sides the corner is missing, in units of the longer side; 0 when it is there. */
static double
corner_missing (const struct corner *corner)
{
  struct colour out, tip;
  double contrast, far, sum[2] = { 0, 0 };
  int n[2] = { 0, 0 };
  int diagonal, across, down;

  if (!corner_colour (corner, -OUTSIDE, -OUTSIDE, &out) || fmin (fmin (out.c[0], out.c[1]), out.c[2]) > BURNT)
    return 0;
  /* The sides, on from where the corner may begin: the mean of those of three places each that are seen. */
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < 3; i++)
      {
        double at = STEP * STEPS * (0.7 + 0.25 * i);
        double here = side_contrast (corner, side == 0 ? at : 0, side == 0 ? 0 : at, side == 0);

        sum[side] += here;
        n[side] += here > 0;
      }
  contrast = fmin (sum[0] / fmax (n[0], 1), sum[1] / fmax (n[1], 1));
  if (contrast <= 0 ||
      !corner_colour (corner, STEP * ROUND_STEPS / 2, STEP * ROUND_STEPS / 2, &tip) ||
      fmin (fmin (tip.c[0], tip.c[1]), tip.c[2]) > BURNT)
    return 0;

  /* Along the diagonal a triangle ends half as far in as along its sides. */
  diagonal = first_change (corner, 0, 0, STEP / 2, STEP / 2, &out, contrast);
  across = first_change (corner, 0, 1.5 * STEP, STEP, 0, &out, contrast);
  down = first_change (corner, 1.5 * STEP, 0, 0, STEP, &out, contrast);
  if (diagonal < 0 || across < 0 || down < 0)
    return 0;

  far = fmin (diagonal, fmin (1.5 * across, 1.5 * down)) - ROUND_STEPS;

  return far > 0 ? (far + ROUND_STEPS) * STEP : 0;
}

/* Fills in how far each of the four corners is missing, and returns the share of the document that they have. */
static double
corners_missing (const struct vidimus_alarm_input *input,
                 double                            missing[4])
{
  double share = 0;

  for (int i = 0; i < 4; i++)
    {
      struct corner corner;

      missing[i] = corner_init (&corner, input, i) ? corner_missing (&corner) : 0;
      share += missing[i] * missing[i] / 2;
    }

  return share * 1.5; /* the document's area is about two thirds of its longer side squared */
}

/* A scan that reaches all edges: its outline is not seen. How much more print runs into edge @side than a document's
 * own margin has; negative when there is less than within. */
static void
count_crossings (const struct vidimus_image *image,
                 int                         side,
                 int                        *edge,
                 int                        *inner)
{
  bool flat = side % 2 == 0;
  int depth = (flat ? image->height : image->width) / 5;
  int dx = flat ? 1 : 0, dy = flat ? 0 : 1;

  *edge = *inner = 0;
  for (int i = 4; i < 252; i++)
    {
      int along = (int) ((long) i * (flat ? image->width : image->height) / 256);
      int x = flat ? along : side == 1 ? image->width - 2 : 1;
      int y = flat ? (side == 0 ? 1 : image->height - 2) : along;
      int ix = flat ? along : side == 1 ? image->width - 1 - depth : depth;
      int iy = flat ? (side == 0 ? depth : image->height - 1 - depth) : along;

      *edge += abs (vidimus_image_at (image, x + dx, y + dy)[1] - vidimus_image_at (image, x - dx, y - dy)[1]) > 40;
      *inner += abs (vidimus_image_at (image, ix + dx, iy + dy)[1] - vidimus_image_at (image, ix - dx, iy - dy)[1]) > 40;
    }
}

static double
frame_crossed (const struct vidimus_image *image,
               double                      sides[4])
{
  const double n = 4 * 248;
  double edge = 0, inner = 0;

  for (int side = 0; side < 4; side++)
    sides[side] = 0;
  if (image->width < SIDE_LEAST || image->height < SIDE_LEAST)
    return 0;

  for (int side = 0; side < 4; side++)
    {
      int here, within;

      count_crossings (image, side, &here, &within);
      sides[side] = here / (n / 4);
      edge += here;
      inner += within;
    }

  return clamp01 ((edge / n - 0.02) / fmax (inner / n, 0.05));
}

static enum vidimus_status
measure_border (const struct vidimus_alarm_input *input,
                double                           *features)
{
  const struct vidimus_location *location = input->location;
  double unused[4];

  features[LOST] = log2 (1 + vidimus_alarm_seen_mean (input, VIDIMUS_CLOSEUP_LOST) / LOST_UNIT);
  if (location->whole_frame)
    {
      features[CROSSED] = sqrt (frame_crossed (input->image, unused));
      return VIDIMUS_STATUS_OK;
    }

  features[BEYOND] = log2 (1 + fmax (1 - shared_with_frame (input->image, &location->quad), 0) / SHARE_UNIT);
  for (int i = 0; i < 4; i++)
    features[CUT] = fmax (features[CUT], location->side_cut[i]);
  features[CORNER] = log2 (1 + corners_missing (input, unused) / CORNER_UNIT);
  features[NEAR] = 1 - clamp01 (margin (input->image, &location->quad) / NARROW_MARGIN);

  return VIDIMUS_STATUS_OK;
}

static struct vidimus_point
between (struct vidimus_point a,
         struct vidimus_point b,
         double               t)
{
  return (struct vidimus_point) { a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t };
}

/* Shows the part of edge @side of the frame (0: the top, clockwise) over which the document goes on. */
static void
show_cut (const struct vidimus_alarm_input *input,
          struct vidimus_alarm_output      *output,
          int                               side,
          double                            value)
{
  const double w = input->image->width, h = input->image->height, band = BAND * hypot (w, h);
  const struct vidimus_point ends[4] = { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } };
  const struct vidimus_point a = ends[side], b = ends[(side + 1) % 4];
  const struct vidimus_point in = { side == 1 ? -band : side == 3 ? band : 0, side == 0 ? band : side == 2 ? -band : 0 };
  double first = 1, last = 0;

  for (int i = 0; i <= 256; i++)
    {
      struct vidimus_point p = between (a, b, i / 256.0);

      p.x += in.x / 8;
      p.y += in.y / 8;
      if (vidimus_quad_contains (&input->location->quad, p))
        {
          first = fmin (first, i / 256.0);
          last = fmax (last, i / 256.0);
        }
    }
  if (last > first)
    {
      struct vidimus_point p = between (a, b, first), q = between (a, b, last);
      const struct vidimus_point points[4] = { p, q, { q.x + in.x, q.y + in.y }, { p.x + in.x, p.y + in.y } };

      vidimus_evidence_add (output, "cut", value, points, 4);
    }
}

/* Shows side @i of the document, which the frame cuts somewhere beyond what is seen. */
static void
show_side (const struct vidimus_alarm_input *input,
           struct vidimus_alarm_output      *output,
           int                               i)
{
  const struct vidimus_point *p = input->location->quad.p;
  struct vidimus_point a = p[i], b = p[(i + 1) % 4], c = p[(i + 2) % 4], d = p[(i + 3) % 4];
  double thick = BAND * hypot (input->image->width, input->image->height) / fmax (hypot (d.x - a.x, d.y - a.y), 1);
  const struct vidimus_point points[4] = { a, b, between (b, c, thick), between (a, d, thick) };

  vidimus_evidence_add (output, "cut", 0, points, 4);
}

static void
show (const struct vidimus_alarm_input *input,
      struct vidimus_alarm_output      *output)
{
  const struct vidimus_quad *quad = &input->location->quad;
  const double w = input->image->width, h = input->image->height;
  double values[4], beyond[4] = { 0, 0, 0, 0 };

  if (input->location->whole_frame)
    {
      if (frame_crossed (input->image, values) > 0)
        for (int i = 0; i < 4; i++)
          if (values[i] > 0.02)
            show_cut (input, output, i, values[i]);
      return;
    }

  for (int i = 0; i < 4; i++)
    {
      beyond[0] = fmax (beyond[0], -quad->p[i].y / h);
      beyond[1] = fmax (beyond[1], (quad->p[i].x - w) / w);
      beyond[2] = fmax (beyond[2], (quad->p[i].y - h) / h);
      beyond[3] = fmax (beyond[3], -quad->p[i].x / w);
    }
  for (int i = 0; i < 4; i++)
    if (beyond[i] > 0)
      show_cut (input, output, i, beyond[i]);
    else if (input->location->side_cut[i])
      show_side (input, output, i);

  corners_missing (input, values);
  for (int i = 0; i < 4; i++)
    if (values[i] > 0)
      {
        struct vidimus_point a = quad->p[i], b = quad->p[(i + 1) % 4], d = quad->p[(i + 3) % 4];
        double longer = fmax (hypot (b.x - a.x, b.y - a.y), hypot (d.x - a.x, d.y - a.y));
        const struct vidimus_point points[3] = {
          a, between (a, b, fmin (values[i] * longer / fmax (hypot (b.x - a.x, b.y - a.y), 1), 1)),
          between (a, d, fmin (values[i] * longer / fmax (hypot (d.x - a.x, d.y - a.y), 1), 1)),
        };

        vidimus_evidence_add (output, "corner", values[i] * values[i] * 0.75, points, 3);
      }
}

const struct vidimus_alarm_model vidimus_border_model = {
  .name = "border_integrity",
  .n_features = N_FEATURES,
  .features = { "beyond", "cut", "corner", "crossed", "near", "lost" },
  .bias = -5.2,
  .weights = { 0.8, 3, 1.83, 6.5, 4.5, 2.56 },
  .measure = measure_border,
};

/**
 * vidimus_detect_border:
 *
 * See the head of this file; the statistic is log₂ of the share beyond the frame. Evidence: "cut", a band along the frame's
 * edge where the document goes on (its value how far, as a share of the frame; 0 where that cannot be told), and
 * "corner", the missing triangle (its share of the document).
 */
enum vidimus_status
vidimus_detect_border (const struct vidimus_alarm_input *input,
                       struct vidimus_alarm_output      *output)
{
  enum vidimus_status status = vidimus_alarm_run (&vidimus_border_model, input, output);

  if (status == VIDIMUS_STATUS_OK && input->evidence)
    show (input, output);

  return status;
}

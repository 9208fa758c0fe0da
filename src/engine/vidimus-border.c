/* Whether the document is complete: sides that the frame cuts, corners beyond it or missing. */
#include "vidimus-stages-private.h"

#include <math.h>
#include <stdlib.h>

/* The share of the document beyond the frame at which half of the viewers would call it cut, and how fast that
 * changes with its logarithm. */
#define NATURAL_SHARE 0.004
#define SHARE_SLOPE 1.5

/* A corner this near to the frame (share of the frame's diagonal) may be cut without showing it. */
#define NARROW_MARGIN 0.012

/* Probabilities where no share can be measured. */
#define P_CUT_SIDE 0.92
#define P_COMPLETE 0.03
#define P_NARROW 0.22
#define P_FRAME 0.08
#define P_FRAME_MOST 0.45

/* A corner is looked for so far in from its two sides, and beyond them (shares of the document's sides). ID-1's
 * rounding is .037 of the width and .059 of the height; its quad's corner is .011 and .017 off it. */
#define CORNER_IN 0.065
#define CORNER_OUT 0.045
#define CORNER_ALONG 0.20
#define PATCH 5

/* Grey levels by which a document has to differ from its surroundings before a corner can be missed. */
#define LEAST_CONTRAST 24.0

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

/* The mean colour around a point given in shares of the document; false outside of the frame. */
static bool
patch (const struct vidimus_image      *image,
       const struct vidimus_homography *to_image,
       double                           u,
       double                           v,
       double                           colour[3])
{
  int n = 0;

  colour[0] = colour[1] = colour[2] = 0;
  for (int j = 0; j < PATCH; j++)
    for (int i = 0; i < PATCH; i++)
      {
        struct vidimus_point at = { u + (i - PATCH / 2) * 0.006, v + (j - PATCH / 2) * 0.006 };
        struct vidimus_point p = vidimus_homography_apply (to_image, at);
        const uint8_t *pixel;

        if (!(p.x >= 0 && p.y >= 0 && p.x < image->width && p.y < image->height))
          continue;
        pixel = vidimus_image_at (image, (int) p.x, (int) p.y);
        for (int c = 0; c < 3; c++)
          colour[c] += pixel[c];
        n++;
      }
  for (int c = 0; c < 3 && n > 0; c++)
    colour[c] /= n;

  return n >= PATCH * PATCH / 2;
}

static double
difference (const double a[3],
            const double b[3])
{
  return fabs (a[0] - b[0]) + fabs (a[1] - b[1]) + fabs (a[2] - b[2]);
}

/* 0–1: how much a corner looks like what lies beyond it, where the document beside it does not. */
static double
corner_missing (const struct vidimus_image      *image,
                const struct vidimus_homography *to_image,
                int                              corner)
{
  bool right = corner == 1 || corner == 2, low = corner >= 2;
  double tip[3], beyond[3], across[3], down[3];
  double here, beside;

  if (!patch (image, to_image, right ? 1 - CORNER_IN : CORNER_IN, low ? 1 - CORNER_IN : CORNER_IN, tip) ||
      !patch (image, to_image, right ? 1 + CORNER_OUT : -CORNER_OUT, low ? 1 + CORNER_OUT : -CORNER_OUT, beyond) ||
      !patch (image, to_image, right ? 1 - CORNER_ALONG : CORNER_ALONG, low ? 1 - CORNER_IN : CORNER_IN, across) ||
      !patch (image, to_image, right ? 1 - CORNER_IN : CORNER_IN, low ? 1 - CORNER_ALONG : CORNER_ALONG, down))
    return 0;

  here = difference (tip, beyond);
  beside = fmin (difference (across, beyond), difference (down, beyond));
  if (beside < LEAST_CONTRAST)
    return 0;

  return fmin (fmax (1 - 3 * here / beside, 0), 1);
}

static double
corners_missing (const struct vidimus_alarm_input *input)
{
  const struct vidimus_quad unit = { { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } } };
  struct vidimus_homography to_image;
  double most = 0;

  if (!vidimus_homography_from_quads (&unit, &input->location->quad, &to_image))
    return 0;
  for (int i = 0; i < 4; i++)
    most = fmax (most, corner_missing (input->image, &to_image, i));

  return most;
}

/* A scan that reaches all edges: its outline is not seen. Print that runs into the edge speaks for a cut. */
static double
frame_is_crossed (const struct vidimus_image *image)
{
  double edge = 0, inner = 0;
  int n = 0;

  if (image->width < 64 || image->height < 64)
    return 0;

  for (int side = 0; side < 4; side++)
    for (int i = 4; i < 252; i++)
      {
        bool flat = side % 2 == 0;
        int along = (int) ((long) i * (flat ? image->width : image->height) / 256);
        int depth = (flat ? image->height : image->width) / 5;
        int x = flat ? along : side == 1 ? image->width - 2 : 1;
        int y = flat ? (side == 0 ? 1 : image->height - 2) : along;
        int ix = flat ? along : side == 1 ? image->width - 1 - depth : depth;
        int iy = flat ? (side == 0 ? depth : image->height - 1 - depth) : along;
        int dx = flat ? 1 : 0, dy = flat ? 0 : 1;

        edge += abs (vidimus_image_at (image, x + dx, y + dy)[1] - vidimus_image_at (image, x - dx, y - dy)[1]) > 40;
        inner += abs (vidimus_image_at (image, ix + dx, iy + dy)[1] - vidimus_image_at (image, ix - dx, iy - dy)[1]) > 40;
        n++;
      }

  return fmin (fmax ((edge / n - 0.02) / fmax (inner / n, 0.05), 0), 1);
}

static double
probability (const struct vidimus_alarm_input *input,
             double                            missing,
             double                            near)
{
  double share = missing > 0 ? 1 / (1 + exp (-SHARE_SLOPE * log (missing / NATURAL_SHARE))) : 0;
  double room = near >= NARROW_MARGIN ? 0 : 1 - fmax (near, 0) / NARROW_MARGIN;
  double p = P_COMPLETE + (P_NARROW - P_COMPLETE) * room;

  if (input->location->whole_frame)
    return P_FRAME + (P_FRAME_MOST - P_FRAME) * frame_is_crossed (input->image);

  for (int i = 0; i < 4; i++)
    if (input->location->side_cut[i])
      p = fmax (p, P_CUT_SIDE);

  return fmax (fmax (p, share), 0.95 * corners_missing (input));
}

/**
 * vidimus_detect_border:
 *
 * The statistic is the share of the document, 0–1, that lies beyond the frame as far as its outline tells.
 */
enum vidimus_status
vidimus_detect_border (const struct vidimus_alarm_input *input,
                       struct vidimus_alarm_output      *output)
{
  double missing = fmax (1 - shared_with_frame (input->image, &input->location->quad), 0);
  double near = margin (input->image, &input->location->quad);

  if (input->location->whole_frame)
    missing = 0;
  output->statistic = missing;
  output->score = (int) lround (99 * fmin (fmax (probability (input, missing, near), 0), 1));

  return VIDIMUS_STATUS_OK;
}

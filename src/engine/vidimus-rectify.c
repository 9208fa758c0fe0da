/* The flat card: the quad's pixels, straightened, at the resolution they have. */
#include "vidimus-stages-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <string.h>

/* Rows that are straightened between two looks at whether to go on. */
#define BAND 64

#define LEAST_SIDE 16
#define MARGIN 2 /* pixels around the quad, for what is between two of them */
#define EXPLAINED_WIDTH 480

/* Width : height of ID-1 and ID-3 (ISO/IEC 7810); ID-2's ratio is within a thousandth of ISO 216 paper's, and those
 * within half a percent of ID-3's. An estimate nearer than SNAP (in natural logarithm) is taken for that format. */
static const double formats[] = { 85.60 / 53.98, 125.0 / 88.0 };

#define SNAP 0.07

/* Narrower or wider than this nothing is a document; the estimate has gone astray. */
#define MOST_ASPECT 5.0

static double
distance (struct vidimus_point a,
          struct vidimus_point b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

static double
snap (double aspect)
{
  double upright = aspect < 1 ? 1 / aspect : aspect;
  double best = upright, off = SNAP;

  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (fabs (log (upright / formats[i])) < off)
      {
        off = fabs (log (upright / formats[i]));
        best = formats[i];
      }

  return aspect < 1 ? 1 / best : best;
}

static double
estimate_aspect (const struct vidimus_source   *source,
                 const struct vidimus_location *location)
{
  const struct vidimus_point *p = location->quad.p;
  double aspect = location->whole_frame
                    ? (double) source->width / source->height
                    : vidimus_quad_aspect (&location->quad, source->width, source->height);

  for (int i = 0; i < 4; i++) /* a side that the frame cut off says nothing of the true length */
    if (location->side_cut[i])
      return (distance (p[0], p[1]) + distance (p[3], p[2])) / fmax (distance (p[0], p[3]) + distance (p[1], p[2]), 1);

  aspect = snap (aspect);

  return fmin (fmax (aspect, 1 / MOST_ASPECT), MOST_ASPECT);
}

/* Neither side is reduced, unless the longer one would exceed the limit. */
static void
choose_size (const struct vidimus_quad *quad,
             double                     aspect,
             int                        most,
             int                       *width,
             int                       *height)
{
  double across = fmax (distance (quad->p[0], quad->p[1]), distance (quad->p[3], quad->p[2]));
  double down = fmax (distance (quad->p[0], quad->p[3]), distance (quad->p[1], quad->p[2]));
  double w = fmax (across, down * aspect);
  double h = w / aspect;
  double shrink = fmin (1, most / fmax (w, h));

  *width = (int) fmax (round (w * shrink), LEAST_SIDE);
  *height = (int) fmax (round (h * shrink), LEAST_SIDE);
}

/* The quad's part of the source, reduced as far as the card of @longer pixels has nearly as many to be made of. */
static bool
read_part (const struct vidimus_source *source,
           const struct vidimus_quad   *quad,
           int                          longer,
           struct vidimus_homography   *to_part, /* in: card → source; out: card → @part */
           struct vidimus_image        *part)
{
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY, covered = 0;
  int shrink, x, y;

  for (int i = 0; i < 4; i++)
    {
      left = fmin (left, quad->p[i].x);
      right = fmax (right, quad->p[i].x);
      top = fmin (top, quad->p[i].y);
      bottom = fmax (bottom, quad->p[i].y);
      covered = fmax (covered, distance (quad->p[i], quad->p[(i + 1) % 4]));
    }
  shrink = vidimus_source_shrink ((int) fmin (covered, 1 << 20), longer * 4 / 5);
  left = fmin (fmax (left, 0), source->width - 1);
  top = fmin (fmax (top, 0), source->height - 1);
  right = fmin (fmax (right, left), source->width);
  bottom = fmin (fmax (bottom, top), source->height);
  x = (int) fmax (left / shrink - MARGIN, 0);
  y = (int) fmax (top / shrink - MARGIN, 0);

  for (int column = 0; column < 3; column++)
    {
      double *m = to_part->m;

      m[column] = m[column] / shrink - x * m[6 + column];
      m[3 + column] = m[3 + column] / shrink - y * m[6 + column];
    }

  return vidimus_source_read (source, shrink, x, y, (int) (right / shrink) + 1 + MARGIN - x,
                              (int) (bottom / shrink) + 1 + MARGIN - y, part);
}

/* Straightens in bands, so that a cancelled call does not have to wait for the whole card. */
static enum vidimus_status
straighten (const struct vidimus_image      *part,
            const struct vidimus_homography *to_part,
            const struct vidimus_hooks      *hooks,
            struct vidimus_card             *card)
{
  for (int y = 0; y < card->rgb.height; y += BAND)
    {
      struct vidimus_image band = vidimus_image_crop (&card->rgb, 0, y, card->rgb.width, BAND);
      struct vidimus_homography to_band = *to_part;

      if (vidimus_hooks_cancelled (hooks))
        return VIDIMUS_STATUS_CANCELLED;
      for (int row = 0; row < 3; row++)
        to_band.m[row * 3 + 2] += to_band.m[row * 3 + 1] * y;
      vidimus_image_warp (part, &to_band, &band);
    }

  return VIDIMUS_STATUS_OK;
}

static void
explain (const struct vidimus_card  *card,
         const struct vidimus_hooks *hooks)
{
  struct vidimus_image small;
  int width = card->rgb.width < EXPLAINED_WIDTH ? card->rgb.width : EXPLAINED_WIDTH;
  int height = (int) fmax (round ((double) width * card->rgb.height / card->rgb.width), 1);

  hooks->explain (hooks->data, VIDIMUS_STAGE_RECTIFY, "aspect", NULL, NULL, card->aspect);
  if (!vidimus_image_scale (&card->rgb, width, height, &small))
    return;

  hooks->explain (hooks->data, VIDIMUS_STAGE_RECTIFY, "card", &small, NULL, NAN);
  vidimus_image_free (&small);
}

/**
 * vidimus_rectify:
 * @card: to be cleared only when OK is returned; zeroed otherwise
 *
 * The aspect is that of the flat rectangle that the quad is the picture of, or a known format's when near to it.
 *
 * Returns: OK, CANCELLED, NO_MEMORY, or NO_DOCUMENT when three corners are in line
 */
enum vidimus_status
vidimus_rectify (const struct vidimus_source   *source,
                 const struct vidimus_location *location,
                 int                            most,
                 const struct vidimus_hooks    *hooks,
                 struct vidimus_card           *card)
{
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  struct vidimus_homography to_part;
  struct vidimus_image part;
  struct vidimus_quad flat;
  int width, height;

  memset (card, 0, sizeof *card);
  card->aspect = estimate_aspect (source, location);
  choose_size (&location->quad, card->aspect, most, &width, &height);
  flat = (struct vidimus_quad) { { { 0, 0 }, { width, 0 }, { width, height }, { 0, height } } };
  if (!vidimus_homography_from_quads (&flat, &location->quad, &card->to_image))
    return VIDIMUS_STATUS_NO_DOCUMENT;

  to_part = card->to_image;
  if (!read_part (source, &location->quad, width > height ? width : height, &to_part, &part))
    return VIDIMUS_STATUS_NO_MEMORY;
  if (vidimus_image_alloc (&card->rgb, width, height, 3))
    status = straighten (&part, &to_part, hooks, card);
  vidimus_image_free (&part);
  if (status == VIDIMUS_STATUS_OK && !vidimus_image_to_gray (&card->rgb, &card->gray))
    status = VIDIMUS_STATUS_NO_MEMORY;

  if (status != VIDIMUS_STATUS_OK)
    vidimus_card_clear (card);
  else if (vidimus_hooks_wants_explain (hooks))
    explain (card, hooks);

  return status;
}

/** vidimus_card_clear: frees the pictures and zeroes @card; a zeroed card is allowed. */
void
vidimus_card_clear (struct vidimus_card *card)
{
  vidimus_image_free (&card->rgb);
  vidimus_image_free (&card->gray);
  memset (card, 0, sizeof *card);
}

/* The zone of a document whose location is in doubt: it may lie outside of that, or in part. */
#include "vidimus-stages-private.h"

#define DOUBTLESS .95 /* confidence of a location that is taken as it is */
#define AROUND    .3  /* of the document's sides, how far around it is searched */
#define SIDE      1024 /* pixels of the longer side that all of it has at most: 13 a character of a passport */

/* The quad and what lies around it, as flat as the document. */
static bool
enlarge (const struct vidimus_quad *quad,
         struct vidimus_quad       *around)
{
  static const struct vidimus_quad unit = { { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } } };
  struct vidimus_homography to_picture;

  if (!vidimus_homography_from_quads (&unit, quad, &to_picture))
    return false;
  for (int i = 0; i < 4; i++)
    {
      struct vidimus_point p = unit.p[i];

      p.x += p.x > .5 ? AROUND : -AROUND;
      p.y += p.y > .5 ? AROUND : -AROUND;

      if (to_picture.m[6] * p.x + to_picture.m[7] * p.y + to_picture.m[8] <= 0) /* beyond the horizon */
        return false;
      around->p[i] = vidimus_homography_apply (&to_picture, p);
    }

  return true;
}

/**
 * vidimus_mrz_read_document:
 * @card: the document as it was located
 * @overview: the picture that @location is in pixels of
 * @mrz: (out): n_lines is 0 when there is no zone on the card, nor, where the location is in doubt, around it
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_mrz_read_document (const struct vidimus_card     *card,
                           const struct vidimus_image    *overview,
                           const struct vidimus_location *location,
                           const struct vidimus_hooks    *hooks,
                           struct vidimus_mrz            *mrz)
{
  struct vidimus_source source = vidimus_source_from_image (overview);
  struct vidimus_location around = *location;
  enum vidimus_status status = vidimus_mrz_read (card, hooks, mrz);
  struct vidimus_card larger;
  struct vidimus_mrz other;

  if (status != VIDIMUS_STATUS_OK || location->confidence >= DOUBTLESS || location->whole_frame ||
      vidimus_mrz_is_doubtless (mrz) || !enlarge (&location->quad, &around.quad))
    return status;

  status = vidimus_rectify (&source, &around, SIDE, NULL, &larger);
  if (status != VIDIMUS_STATUS_OK)
    return status == VIDIMUS_STATUS_NO_DOCUMENT ? VIDIMUS_STATUS_OK : status;
  status = vidimus_mrz_read (&larger, hooks, &other);
  vidimus_card_clear (&larger);
  if (status == VIDIMUS_STATUS_OK && other.n_lines > 0 && (mrz->n_lines == 0 || other.checks_right > mrz->checks_right))
    *mrz = other;

  return status;
}

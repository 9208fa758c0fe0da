/* Where an alarm saw something. */
#include "vidimus-alarm-private.h"

#include "vidimus-outline-private.h"

#include <math.h>
#include <string.h>

_Static_assert (VIDIMUS_OUTLINE_POINTS <= VIDIMUS_EVIDENCE_POINTS, "an outline must fit into evidence");

/**
 * vidimus_evidence_add:
 * @kind: static; a short word in lower case
 * @value: how much; the list is kept in falling order of it
 * @points: a simple polygon in pixels of the overview, of 3 to %VIDIMUS_EVIDENCE_POINTS corners
 *
 * Adds a polygon to what @output shows. When the list is full, the one of the least value gives way.
 */
void
vidimus_evidence_add (struct vidimus_alarm_output *output,
                      const char                  *kind,
                      double                       value,
                      const struct vidimus_point  *points,
                      int                          n_points)
{
  struct vidimus_evidence_list *list = &output->evidence;
  int i = list->n < VIDIMUS_EVIDENCE_MOST ? list->n++ : VIDIMUS_EVIDENCE_MOST;

  for (; i > 0 && list->items[i - 1].value < value; i--)
    if (i < VIDIMUS_EVIDENCE_MOST)
      list->items[i] = list->items[i - 1];
  if (i == VIDIMUS_EVIDENCE_MOST)
    return;

  list->items[i] = (struct vidimus_evidence) { .kind = kind, .value = value, .n_points = n_points };
  memcpy (list->items[i].points, points, (size_t) n_points * sizeof *points);
}

/**
 * vidimus_evidence_add_mask:
 * @kind: static; a short word in lower case
 * @mask: cells over the whole card, width × height bytes, row after row, not 0 where something was seen
 * @values: how much in each cell; NULL for each blob's share of the card's area
 * @least: the share of the card's area below which a blob is not shown
 * @most: polygons at most
 *
 * Adds the outlines of the largest blobs, as they lie in the overview. Does nothing when nobody asked for evidence.
 *
 * Returns: OK or NO_MEMORY
 */
enum vidimus_status
vidimus_evidence_add_mask (const struct vidimus_alarm_input *input,
                           struct vidimus_alarm_output      *output,
                           const char                       *kind,
                           const uint8_t                    *mask,
                           const float                      *values,
                           int                               width,
                           int                               height,
                           double                            least,
                           int                               most)
{
  struct vidimus_outline outlines[VIDIMUS_EVIDENCE_MOST];
  double cells = (double) width * height;
  double across = (double) input->card->rgb.width / width, down = (double) input->card->rgb.height / height;
  int n;

  if (!input->evidence)
    return VIDIMUS_STATUS_OK;

  most = most < VIDIMUS_EVIDENCE_MOST ? most : VIDIMUS_EVIDENCE_MOST;
  n = vidimus_outline_trace (mask, values, width, height, (int) fmax (ceil (least * cells), 1), outlines, most);
  for (int i = 0; i < n; i++)
    {
      for (int k = 0; k < outlines[i].n_points; k++)
        {
          struct vidimus_point on_card = { outlines[i].points[k].x * across, outlines[i].points[k].y * down };

          outlines[i].points[k] = vidimus_homography_apply (&input->card->to_image, on_card);
        }
      vidimus_evidence_add (output, kind, values != NULL ? outlines[i].value : outlines[i].area / cells, outlines[i].points,
                            outlines[i].n_points);
    }

  return n < 0 ? VIDIMUS_STATUS_NO_MEMORY : VIDIMUS_STATUS_OK;
}

/* Where an alarm saw something. */
#include "vidimus-alarm-private.h"

#include <string.h>

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

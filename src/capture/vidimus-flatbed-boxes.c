/* Documents as upright boxes of the page, with room, in the order of reading. */
#include "vidimus-flatbed-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE 0.85 /* of the page: all of it */

/** Box: x0, y0, x1, y1, in pixels of the page. */
typedef struct
{
  int side[4];
} Box;

/* How far two are apart along an axis: 0 across, 1 down. */
static int
gap_along (const Box *a,
           const Box *b,
           int        axis)
{
  return MAX (a->side[axis] - b->side[axis + 2], b->side[axis] - a->side[axis + 2]);
}

/* Around the rectangle, which has the corners that the pixels lost. */
static Box
make_box (const struct vidimus_image *page,
          double                      reduction,
          const VidimusFlatbedPiece  *piece)
{
  double x0 = piece->rect.p[0].x;
  double y0 = piece->rect.p[0].y;
  double x1 = x0;
  double y1 = y0;

  for (int i = 1; i < 4; i++)
    {
      x0 = MIN (x0, piece->rect.p[i].x);
      y0 = MIN (y0, piece->rect.p[i].y);
      x1 = MAX (x1, piece->rect.p[i].x);
      y1 = MAX (y1, piece->rect.p[i].y);
    }

  return (Box) { { MAX ((int) floor (x0 * reduction), 0), MAX ((int) floor (y0 * reduction), 0),
                   MIN ((int) ceil (x1 * reduction), page->width),
                   MIN ((int) ceil (y1 * reduction), page->height) } };
}

/* The box with room around it: half of what is between two documents belongs to each. */
static Box
give_room (const struct vidimus_image *page,
           GArray                     *boxes,
           guint                       index,
           int                         room)
{
  const Box *box = &g_array_index (boxes, Box, index);
  int rooms[4] = { room, room, room, room };
  int sides[2] = { page->width, page->height };
  Box out;

  for (guint i = 0; i < boxes->len; i++)
    {
      const Box *other = &g_array_index (boxes, Box, i);
      int axis = gap_along (box, other, 0) >= gap_along (box, other, 1) ? 0 : 1;
      int gap = gap_along (box, other, axis);
      int *facing = &rooms[other->side[axis] > box->side[axis] ? axis + 2 : axis];

      if (i != index && gap >= 0)
        *facing = MIN (*facing, gap / 2);
    }
  for (int axis = 0; axis < 2; axis++)
    {
      out.side[axis] = MAX (box->side[axis] - rooms[axis], 0);
      out.side[axis + 2] = MIN (box->side[axis + 2] + rooms[axis + 2], sides[axis]);
    }

  return out;
}

static int
compare_tops (gconstpointer a,
              gconstpointer b)
{
  return ((const Box *) a)->side[1] - ((const Box *) b)->side[1];
}

static int
compare_lefts (gconstpointer a,
               gconstpointer b)
{
  return ((const Box *) a)->side[0] - ((const Box *) b)->side[0];
}

/* As one reads: those whose top is above the middle of the first of a row stand in it. */
static void
sort_boxes (GArray *boxes)
{
  g_array_sort (boxes, compare_tops);
  for (guint first = 0, end; first < boxes->len; first = end)
    {
      const Box *box = &g_array_index (boxes, Box, first);
      int middle = (box->side[1] + box->side[3]) / 2;

      for (end = first + 1; end < boxes->len && g_array_index (boxes, Box, end).side[1] < middle;)
        end++;
      qsort (&g_array_index (boxes, Box, first), end - first, sizeof (Box), compare_lefts);
    }
}

/** vidimus_flatbed_whole: the page as its only part. Returns: 1 */
int
vidimus_flatbed_whole (const struct vidimus_image *page,
                       int                         boxes[VIDIMUS_FLATBED_MOST][4])
{
  const int whole[4] = { 0, 0, page->width, page->height };

  memcpy (boxes[0], whole, sizeof whole);

  return 1;
}

/**
 * vidimus_flatbed_box:
 * @documents: of #VidimusFlatbedPiece; none, or too many to tell: the page is the only part
 * @reduction: pixels of the page in one of theirs
 * @room: pixels of the page around each, at most
 *
 * Returns: how many boxes there are
 */
int
vidimus_flatbed_box (const struct vidimus_image *page,
                     GPtrArray                  *documents,
                     double                      reduction,
                     int                         room,
                     int                         boxes[VIDIMUS_FLATBED_MOST][4])
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (Box));
  g_autoptr(GArray) roomy = g_array_new (FALSE, FALSE, sizeof (Box));

  if (documents->len == 0 || documents->len > VIDIMUS_FLATBED_MOST)
    return vidimus_flatbed_whole (page, boxes);

  for (guint i = 0; i < documents->len; i++)
    {
      Box box = make_box (page, reduction, g_ptr_array_index (documents, i));

      if ((double) (box.side[2] - box.side[0]) * (box.side[3] - box.side[1]) >= WHOLE * page->width * page->height)
        return vidimus_flatbed_whole (page, boxes);
      g_array_append_val (found, box);
    }
  for (guint i = 0; i < found->len; i++)
    {
      Box box = give_room (page, found, i, room);

      g_array_append_val (roomy, box);
    }
  sort_boxes (roomy);
  for (guint i = 0; i < roomy->len; i++)
    {
      const int *side = g_array_index (roomy, Box, i).side;
      const int box[4] = { side[0], side[1], side[2] - side[0], side[3] - side[1] };

      memcpy (boxes[i], box, sizeof box);
    }

  return (int) roomy->len;
}

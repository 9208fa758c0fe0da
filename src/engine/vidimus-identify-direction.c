/* Which way is up: lines of text run along rows or columns of dense strokes; which of the two ways is told by where
 * English finds words or digits, and left open where it does not. */

#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLEAR   25.0 /* well-read letters that settle the direction */
#define HINT    .25  /* evidence for a type in one direction that settles it too */
#define FACTOR  2.0  /* or so many times those of the opposite */
#define PIECES  8    /* columns that are looked at apart, so that a slant does no harm */

/* How unevenly strokes lie over the rows of @gray, against how they do when smoothed away. */
static double
row_unevenness (const struct vidimus_image *gray)
{
  double sum = 0, total = 1;
  float *rows = malloc (sizeof *rows * (size_t) gray->height);

  for (int piece = 0; rows != NULL && piece < PIECES; piece++)
    {
      int from = piece * gray->width / PIECES + 1, to = (piece + 1) * gray->width / PIECES - 1;

      for (int y = 0; y < gray->height; y++)
        {
          const uint8_t *p = vidimus_image_at (gray, 0, y);
          int strokes = 0;

          for (int x = from; x < to; x++)
            strokes += abs (p[x + 1] - p[x - 1]);
          rows[y] = (float) strokes / (float) (to - from);
          total += (double) rows[y];
        }
      for (int y = 8; y < gray->height - 8; y++)
        sum += (double) fabsf (2 * rows[y] - rows[y - 8] - rows[y + 8]);
    }
  free (rows);

  return sum / total;
}

static bool
text_stands (const struct vidimus_image *gray)
{
  struct vidimus_image turned;
  double across = row_unevenness (gray), along = 0;

  if (vidimus_image_turn (gray, 1, &turned))
    along = row_unevenness (&turned);
  vidimus_image_free (&turned);

  /* documents are mostly wider than high: what stands must be clear, what lies need not */
  return along > across * (gray->width > gray->height * 11 / 10 ? 1.4 : gray->height > gray->width * 11 / 10 ? .8 : 1.1);
}

static double
good_letters (const struct vidimus_ocr_page *page)
{
  double n = 0;

  for (int i = 0; i < page->n_lines; i++)
    if (page->lines[i].confidence >= 60 && strlen (page->lines[i].text) >= 4)
      n += (double) strlen (page->lines[i].text) * (page->lines[i].confidence - 50) / 50;

  return n;
}

static enum vidimus_status
add_view (struct vidimus_search *search,
          int                    turns)
{
  struct vidimus_view *view = &search->views[search->n_views];
  enum vidimus_status status;

  view->turns = turns;
  if (!vidimus_image_turn (&search->gray, turns, &view->gray))
    return VIDIMUS_STATUS_NO_MEMORY;
  search->n_views++;
  status = vidimus_ocr_read (search->ocr, VIDIMUS_OCR_ENG, VIDIMUS_OCR_SPARSE, &view->gray, search->hooks, &view->latin);
  view->good = good_letters (&view->latin);

  return status;
}

/** vidimus_search_swap_views: the second view is the likelier one. */
void
vidimus_search_swap_views (struct vidimus_search *search)
{
  struct vidimus_view first = search->views[0];

  search->views[0] = search->views[1];
  search->views[1] = first;
}

/* What the English reading of a view says by itself: the most evidence for one type. */
static double
evidence (const struct vidimus_view *view)
{
  struct vidimus_search alone = { .views = { *view } };
  double most = 0;

  vidimus_search_add_page (&alone, &view->latin);
  for (int k = 0; k < VIDIMUS_N_KINDS; k++)
    most = fmax (most, vidimus_cues_score (&alone.cues, (enum vidimus_kind) k, NULL));

  return most;
}

static void
drop_second (struct vidimus_search *search)
{
  vidimus_ocr_page_clear (&search->views[1].latin);
  vidimus_image_free (&search->views[1].gray);
  search->n_views = 1;
}

static void
choose (struct vidimus_search *search)
{
  double a = evidence (&search->views[0]), b = evidence (&search->views[1]);
  bool told = fmax (a, b) >= HINT && fabs (a - b) >= HINT / 2;

  if (told ? b > a : search->views[1].good > search->views[0].good + 3)
    vidimus_search_swap_views (search);
  if (told || (search->views[0].good >= CLEAR && search->views[0].good > FACTOR * search->views[1].good))
    drop_second (search);
}

/**
 * vidimus_search_directions:
 * @known_turns: quarter turns that make the card upright, or −1 when not known
 *
 * Fills the views: one where the direction is clear, else the likelier first.
 */
enum vidimus_status
vidimus_search_directions (struct vidimus_search *search,
                           int                    known_turns)
{
  int turns = known_turns >= 0 ? known_turns : text_stands (&search->gray) ? 1 : 0;
  enum vidimus_status status = add_view (search, turns);

  if (status != VIDIMUS_STATUS_OK || known_turns >= 0 || search->views[0].good >= CLEAR)
    return status;

  status = add_view (search, turns + 2);
  if (status == VIDIMUS_STATUS_OK)
    choose (search);

  return status;
}

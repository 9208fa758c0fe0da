/* Which way is up: lines of text run along rows or columns of dense strokes; which of the two ways is told by their letters. */

#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PIECES 8   /* columns that are looked at apart, so that a slant does no harm */
#define CLEAR  1.6 /* so many times as uneven: the other way is not looked at */

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

/* One way that the lines may run. */
struct view
{
  struct vidimus_image gray; /* owned */
  struct vidimus_text  text;
  double               amount;
};

/* @least: text that it has to have to be of use */
static bool
look (const struct vidimus_image *gray,
      int                         turns,
      double                      least,
      struct view                *view)
{
  bool ok = vidimus_image_turn (gray, turns, &view->gray) && vidimus_text_find (&view->gray, &view->text) &&
            vidimus_text_name (&view->gray, &view->text, least);

  view->amount = ok ? vidimus_text_amount (&view->text) : 0;

  return ok;
}

static void
take (struct vidimus_search *search,
      struct view           *view,
      int                    turns)
{
  search->gray = view->gray;
  search->text = view->text;
  search->turns = turns;
  search->sure = vidimus_text_upright (&view->text);
  view->gray = (struct vidimus_image) { 0 };
}

/** vidimus_search_turn_over: what was up is down. Returns: false without memory */
bool
vidimus_search_turn_over (struct vidimus_search *search)
{
  struct vidimus_image gray;

  if (!vidimus_image_turn (&search->gray, 2, &gray))
    return false;
  vidimus_text_turn (&search->text, &search->gray);
  vidimus_image_free (&search->gray);
  search->gray = gray;
  search->turns = (search->turns + 2) % 4;
  search->sure = -search->sure;

  return true;
}

static enum vidimus_status
choose (struct vidimus_search *search)
{
  const struct vidimus_image *gray = &search->card->gray;
  struct view views[2] = { 0 };
  struct vidimus_image turned;
  double across = row_unevenness (gray), along;
  enum vidimus_status status = VIDIMUS_STATUS_NO_MEMORY;
  int first, best;

  if (!vidimus_image_turn (gray, 1, &turned))
    return VIDIMUS_STATUS_NO_MEMORY;
  along = row_unevenness (&turned);
  vidimus_image_free (&turned);

  first = along > across; /* the likelier way; the other one has to have more */
  if (look (gray, first, 0, &views[first]) &&
      (fmax (along, across) > fmin (along, across) * CLEAR || look (gray, !first, views[first].amount, &views[!first])))
    {
      best = views[!first].amount > views[first].amount ? !first : first;
      take (search, &views[best], best);
      status = search->sure >= 0 || vidimus_search_turn_over (search) ? VIDIMUS_STATUS_OK : VIDIMUS_STATUS_NO_MEMORY;
    }
  vidimus_image_free (&views[0].gray);
  vidimus_image_free (&views[1].gray);

  return status;
}

/**
 * vidimus_search_direction:
 * @known_turns: quarter turns that make the card upright, or −1 when not known
 *
 * Turns the card upright, as it seems, and finds its lines.
 */
enum vidimus_status
vidimus_search_direction (struct vidimus_search *search,
                          int                    known_turns)
{
  struct view view = { 0 };

  if (vidimus_hooks_cancelled (search->hooks))
    return VIDIMUS_STATUS_CANCELLED;
  if (known_turns < 0)
    return choose (search);

  if (!look (&search->card->gray, known_turns, 0, &view))
    {
      vidimus_image_free (&view.gray);
      return VIDIMUS_STATUS_NO_MEMORY;
    }
  take (search, &view, known_turns);
  search->sure = INFINITY;

  return VIDIMUS_STATUS_OK;
}

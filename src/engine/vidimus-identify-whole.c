/* The second road to a type: the whole card in one language after another. It takes five to ten times as long as the few lines
 * of identify-plan.c, and finds what lies in lines that were not seen as such: it is for cards that look like one of the nine
 * and could not be named. */
#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define READ_SIDE  1000   /* pixels the longer side has for reading: letters of a card are then 15–40 high */
#define BUDGET_MS  1500.0 /* of processor time; no further reading begins after this */
#define HINT       .5     /* evidence that makes a type worth a second look; a colour alone gives less */
#define FOREIGN    .12    /* share of the text in scripts of the nine, that does */
#define UNSURE     4.0    /* log odds of the direction below which the other is tried too */

/* What speaks for reading a language: the script it is in, and the types that carry it. */
static const struct
{
  enum vidimus_ocr_language language;
  enum vidimus_script       script;
  int8_t                    kinds[4]; /* −1: no more */
} readers[] = {
  { VIDIMUS_OCR_CHI_TRA, VIDIMUS_SCRIPT_HAN, { VIDIMUS_KIND_HONGKONG_ID_CARD, VIDIMUS_KIND_MACAO_ID_CARD, -1 } },
  { VIDIMUS_OCR_CHI_SIM, VIDIMUS_SCRIPT_HAN, { VIDIMUS_KIND_ID_CARD, -1 } },
  { VIDIMUS_OCR_THA, VIDIMUS_SCRIPT_THAI, { VIDIMUS_KIND_THAILAND_ID_CARD, -1 } },
  { VIDIMUS_OCR_KHM, VIDIMUS_SCRIPT_KHMER, { VIDIMUS_KIND_CAMBODIAN_ID_CARD, -1 } },
  { VIDIMUS_OCR_MYA, VIDIMUS_SCRIPT_BURMESE, { VIDIMUS_KIND_MYANMAR_ID_CARD, VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE, -1 } },
};

#define N_READERS ((int) (sizeof readers / sizeof *readers))

/* Share of the text, by length, that is in a script. */
static double
script_share (const struct vidimus_search *search,
              enum vidimus_script          script)
{
  double in = 0, all = 0;

  for (int i = 0; i < search->text.n_lines; i++)
    {
      in += search->text.lines[i].share[script] * search->text.lines[i].width;
      all += search->text.lines[i].width;
    }

  return all > 0 ? in / all : 0;
}

static double
strongest (const struct vidimus_search *search,
           const int8_t                 kinds[4])
{
  double most = 0;

  for (int i = 0; i < 4 && kinds[i] >= 0; i++)
    most = fmax (most, vidimus_cues_score (&search->cues, (enum vidimus_kind) kinds[i], NULL));

  return most;
}

static bool
is_worth_it (const struct vidimus_search *search)
{
  double foreign = 0;

  for (int kind = 0; kind < VIDIMUS_N_KINDS; kind++)
    if (vidimus_cues_score (&search->cues, (enum vidimus_kind) kind, NULL) >= HINT)
      return true;
  for (int i = 1; i < N_READERS; i++) /* the first two share a script */
    foreign += script_share (search, readers[i].script);

  return foreign >= FOREIGN;
}

static void
add_page (struct vidimus_search         *search,
          const struct vidimus_ocr_page *page)
{
  size_t size = 1, at = 0;
  char *all;

  for (int i = 0; i < page->n_lines; i++)
    size += strlen (page->lines[i].text) + 1;
  all = malloc (size);
  if (all == NULL)
    return;

  for (int i = 0; i < page->n_lines; i++)
    {
      size_t length = strlen (page->lines[i].text);

      memcpy (all + at, page->lines[i].text, length);
      at += length;
      all[at++] = '\n';
    }
  all[at] = '\0';
  vidimus_cues_add_text (&search->cues, all);
  free (all);
}

static double
amount (const struct vidimus_ocr_page *page)
{
  double sum = 0;

  for (int i = 0; i < page->n_lines; i++)
    sum += page->lines[i].confidence > 60 ? (double) strlen (page->lines[i].text) : 0;

  return sum;
}

static enum vidimus_status
read_page (struct vidimus_search     *search,
           enum vidimus_ocr_language  language,
           struct vidimus_ocr_page   *page)
{
  const struct vidimus_image *gray = &search->gray;
  double scale = (double) READ_SIDE / (gray->width > gray->height ? gray->width : gray->height);
  struct vidimus_image scaled;
  enum vidimus_status status;

  memset (page, 0, sizeof *page);
  if (!vidimus_image_scale (gray, (int) fmax (1, lround (gray->width * scale)),
                            (int) fmax (1, lround (gray->height * scale)), &scaled))
    return VIDIMUS_STATUS_NO_MEMORY;

  status = vidimus_ocr_read (search->ocr, language, VIDIMUS_OCR_SPARSE, &scaled, search->hooks, page);
  vidimus_image_free (&scaled);

  return status;
}

/* English, which has letters and numbers of all the nine; on its head too where the direction is in doubt. */
static enum vidimus_status
read_latin (struct vidimus_search *search)
{
  struct vidimus_ocr_page page, over = { 0 };
  enum vidimus_status status = read_page (search, VIDIMUS_OCR_ENG, &page);

  if (status == VIDIMUS_STATUS_OK && fabs (search->sure) < UNSURE && vidimus_search_turn_over (search))
    {
      status = read_page (search, VIDIMUS_OCR_ENG, &over);
      if (status == VIDIMUS_STATUS_OK && amount (&over) <= amount (&page) && !vidimus_search_turn_over (search))
        status = VIDIMUS_STATUS_NO_MEMORY;
    }
  if (status == VIDIMUS_STATUS_OK)
    add_page (search, amount (&over) > amount (&page) ? &over : &page);
  vidimus_ocr_page_clear (&page);
  vidimus_ocr_page_clear (&over);

  return status;
}

/**
 * vidimus_search_read_whole:
 *
 * Reads on, the likeliest language first, until the cues name a type or time is out. Does nothing for a card on which neither
 * script nor cue speaks for one of the nine: most that are none of them.
 */
enum vidimus_status
vidimus_search_read_whole (struct vidimus_search *search)
{
  bool done[N_READERS] = { false };
  enum vidimus_status status;
  double confidence;

  if (!is_worth_it (search))
    return VIDIMUS_STATUS_OK;

  status = read_latin (search);
  while (status == VIDIMUS_STATUS_OK && vidimus_cues_decide (&search->cues, &confidence) == VIDIMUS_KIND_NONE &&
         vidimus_thread_ms () - search->start < BUDGET_MS)
    {
      struct vidimus_ocr_page page;
      double most = FOREIGN / 2;
      int best = -1;

      for (int i = 0; i < N_READERS; i++)
        {
          double promise = script_share (search, readers[i].script) + strongest (search, readers[i].kinds);

          if (!done[i] && promise > most)
            {
              most = promise;
              best = i;
            }
        }
      if (best < 0)
        break;

      done[best] = true;
      status = read_page (search, readers[best].language, &page);
      if (status == VIDIMUS_STATUS_OK)
        add_page (search, &page);
      vidimus_ocr_page_clear (&page);
    }

  return status;
}

/* The second road to a type: the whole card in one language after another. It takes five to ten times as long as the few lines
 * of identify-plan.c, and finds what lies in lines that were not seen as such: it is for cards that look like one of the nine
 * and could not be named. */
#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define READ_SIDE  1000   /* pixels the longer side has for reading: letters of a card are then 15–40 high */
#define BUDGET_MS  1500.0 /* of processor time; no further reading begins after this */
#define HINT       .5     /* evidence that makes a type worth a second look; a colour alone gives less */
#define FOREIGN    .3     /* share of the text in a script of the nine, that does: traces of one are in all that is hard to see */
#define UNSURE     4.0    /* log odds of the direction below which the other is tried too */

/* What speaks for reading a language: the script it is in, and the types that carry it. */
static const struct
{
  enum vidimus_ocr_language language;
  enum vidimus_script       script;
  int8_t                    kinds[3]; /* −1: no more */
} readers[] = {
  { VIDIMUS_OCR_ENG, VIDIMUS_SCRIPT_LATIN, { -1 } },
  { VIDIMUS_OCR_CHI_TRA, VIDIMUS_SCRIPT_HAN, { VIDIMUS_KIND_HONGKONG_ID_CARD, VIDIMUS_KIND_MACAO_ID_CARD, -1 } },
  { VIDIMUS_OCR_CHI_SIM, VIDIMUS_SCRIPT_HAN, { VIDIMUS_KIND_ID_CARD, -1 } },
  { VIDIMUS_OCR_THA, VIDIMUS_SCRIPT_THAI, { VIDIMUS_KIND_THAILAND_ID_CARD, -1 } },
  { VIDIMUS_OCR_KHM, VIDIMUS_SCRIPT_KHMER, { VIDIMUS_KIND_CAMBODIAN_ID_CARD, -1 } },
  { VIDIMUS_OCR_MYA, VIDIMUS_SCRIPT_BURMESE, { VIDIMUS_KIND_MYANMAR_ID_CARD, VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE, -1 } },
};

#define N_READERS ((int) (sizeof readers / sizeof *readers))

/* Share of what looks like letters, by length, that is in a script. */
static double
script_share (const struct vidimus_search *search,
              enum vidimus_script          script)
{
  double in = 0, all = 0;

  for (int i = 0; i < search->text.n_lines; i++)
    {
      const struct vidimus_text_line *line = &search->text.lines[i];

      in += (double) line->share[script] * line->width;
      all += (1 - (double) line->share[VIDIMUS_SCRIPT_OTHER]) * line->width;
    }

  return all > 0 ? in / all : 0;
}

static double
strongest (const struct vidimus_search *search,
           const int8_t                 kinds[3])
{
  double most = 0;

  for (int i = 0; i < 3 && kinds[i] >= 0; i++)
    most = fmax (most, vidimus_cues_score (&search->cues, (enum vidimus_kind) kinds[i], NULL));

  return most;
}

/* What may come of reading a language; 0 where neither script nor cue speaks for it. A second language of a script that was
 * read needs a cue. */
static double
promise (const struct vidimus_search *search,
         const bool                   done[N_READERS],
         int                          reader)
{
  double share = script_share (search, readers[reader].script), evidence = strongest (search, readers[reader].kinds);
  bool fresh = true;

  for (int i = 0; i < N_READERS; i++)
    fresh = fresh && (i == reader || !done[i] || readers[i].script != readers[reader].script);

  return (fresh && share >= FOREIGN) || evidence >= HINT ? share + evidence : 0;
}

/* English has letters and numbers of all the nine: it is read where another language is, and where any of them is hinted at. */
static double
promise_of_english (const struct vidimus_search *search,
                    const bool                   done[N_READERS])
{
  double most = 0;

  for (int kind = 0; kind < VIDIMUS_N_KINDS; kind++)
    most = fmax (most, vidimus_cues_score (&search->cues, (enum vidimus_kind) kind, NULL) >= HINT);
  for (int i = 1; i < N_READERS; i++)
    most = fmax (most, done[i] || promise (search, done, i) > 0);
  if (most > 0 && fabs (search->sure) < UNSURE)
    return INFINITY; /* which way is up comes first */

  return most > 0 ? script_share (search, VIDIMUS_SCRIPT_LATIN) + script_share (search, VIDIMUS_SCRIPT_DIGITS) + DBL_MIN : 0;
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

/* Also on its head where the direction is in doubt. */
static enum vidimus_status
read_language (struct vidimus_search     *search,
               enum vidimus_ocr_language  language)
{
  struct vidimus_ocr_page page, over = { 0 };
  enum vidimus_status status = read_page (search, language, &page);

  if (status == VIDIMUS_STATUS_OK && language == VIDIMUS_OCR_ENG && fabs (search->sure) < UNSURE &&
      vidimus_search_turn_over (search))
    {
      status = read_page (search, language, &over);
      if (status == VIDIMUS_STATUS_OK && amount (&over) <= amount (&page) && !vidimus_search_turn_over (search))
        status = VIDIMUS_STATUS_NO_MEMORY;
    }
  if (status == VIDIMUS_STATUS_OK)
    vidimus_search_add_page (search, amount (&over) > amount (&page) ? &over : &page,
                             (struct vidimus_frame) { 0, 0, fmax (search->gray.width, search->gray.height) / READ_SIDE });
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
  enum vidimus_status status = VIDIMUS_STATUS_OK;
  double confidence;

  while (status == VIDIMUS_STATUS_OK && vidimus_cues_decide (&search->cues, &confidence) == VIDIMUS_KIND_NONE &&
         vidimus_thread_ms () - search->start < BUDGET_MS)
    {
      double most = 0;
      int best = -1;

      for (int i = 0; i < N_READERS; i++)
        {
          double value = done[i] ? 0 : readers[i].language == VIDIMUS_OCR_ENG ? promise_of_english (search, done)
                                                                               : promise (search, done, i);

          if (value > most)
            {
              most = value;
              best = i;
            }
        }
      if (best < 0)
        break;

      done[best] = true;
      status = read_language (search, readers[best].language);
    }

  return status;
}

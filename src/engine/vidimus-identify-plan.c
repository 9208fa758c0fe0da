/* What is read, and in which order: the line that promises most for its price, in the language of its script, until the cues
 * are enough, or hopeless, or what may be spent is spent. */

#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Prices are in ms of a processor of 2020, as measured, but counted and not timed: equal cards are read alike on all. */
#define SPEND_LATIN 140.0 /* where nothing but Latin is written, and nothing hints at a type */
#define SPEND_ASIAN 230.0
#define SPEND_HINT  360.0 /* where something does */
#define SPEND_NAMED 220.0 /* where a type is named already, if not beyond doubt */
#define BOUND_MS    500.0 /* of real processor time: a bound on slow ones, well beyond what cards take elsewhere */
#define HINT        .25   /* evidence that is such a hint */
#define INK         30.0  /* pixels that the letters are brought to */
#define LONGEST     32.0  /* heights of a line; what is beyond is left out */
#define DOUBTFUL    4.0   /* log odds of the way up below which the other one is tried too */

/* A language, who writes it, what its lines cost. */
static const struct
{
  enum vidimus_ocr_language language;
  enum vidimus_script       script;
  double                    price;     /* of any line */
  double                    by_length; /* and for every height that it is long */
} readers[] = {
  { VIDIMUS_OCR_ENG, VIDIMUS_SCRIPT_LATIN, 5, 2.2 },
  { VIDIMUS_OCR_CHI_SIM, VIDIMUS_SCRIPT_HAN, 10, 2.5 },
  { VIDIMUS_OCR_CHI_TRA, VIDIMUS_SCRIPT_HAN, 10, 2.5 },
  { VIDIMUS_OCR_THA, VIDIMUS_SCRIPT_THAI, 8, 2.6 },
  { VIDIMUS_OCR_KHM, VIDIMUS_SCRIPT_KHMER, 8, 2.6 },
  { VIDIMUS_OCR_MYA, VIDIMUS_SCRIPT_BURMESE, 8, 2.6 },
};

#define N_READERS ((int) (sizeof readers / sizeof readers[0]))

/* The card as a whole. */
struct plan
{
  double   amount[VIDIMUS_N_SCRIPTS]; /* length of the lines of each script */
  double   all;                       /* of those that are text */
  int      height;                    /* of a middling line */
  uint64_t read[N_READERS];           /* bit set of lines */
};

static int
compare_ints (const void *a,
              const void *b)
{
  return *(const int *) a - *(const int *) b;
}

static void
survey (const struct vidimus_search *search,
        struct plan                 *plan)
{
  int heights[VIDIMUS_MAX_TEXT_LINES], n = 0;

  *plan = (struct plan) { .height = 20 };
  for (int i = 0; i < search->text.n_lines; i++)
    {
      const struct vidimus_text_line *line = &search->text.lines[i];

      for (int s = 0; s < VIDIMUS_N_SCRIPTS; s++)
        plan->amount[s] += line->width * (double) line->share[s];
      if (line->share[VIDIMUS_SCRIPT_OTHER] < .5f)
        heights[n++] = line->height;
    }
  for (int s = 0; s < VIDIMUS_SCRIPT_OTHER; s++)
    plan->all += plan->amount[s];
  qsort (heights, (size_t) n, sizeof *heights, compare_ints);
  if (n > 0)
    plan->height = heights[n / 2];
}

static double
length_of (const struct vidimus_text_line *line)
{
  return fmin (LONGEST, (double) line->width / line->height);
}

static double
price_of (int                             reader,
          const struct vidimus_text_line *line)
{
  return readers[reader].price + readers[reader].by_length * length_of (line);
}

/* How likely the line is in the reader's script; digits are read by whoever reads the rest of the card. */
static double
fits_reader (const struct plan              *plan,
             int                             reader,
             const struct vidimus_text_line *line)
{
  double han = plan->amount[VIDIMUS_SCRIPT_HAN], latin = plan->amount[VIDIMUS_SCRIPT_LATIN];
  double share = (double) line->share[readers[reader].script], digits = (double) line->share[VIDIMUS_SCRIPT_DIGITS];

  if (readers[reader].language == VIDIMUS_OCR_ENG)
    return share + digits * .7;
  if (readers[reader].language == VIDIMUS_OCR_CHI_SIM)
    return (share + digits * (share > .1 ? 1.5 : .3)) * (latin > han ? .6 : 1);
  if (readers[reader].language == VIDIMUS_OCR_CHI_TRA)
    return share * (latin > han / 2 ? 1 : .5);

  return share;
}

static bool
runs_across (const struct vidimus_search    *search,
             const struct vidimus_text_line *line)
{
  return line->width > .7 * search->gray.width && line->width > 17 * line->height && line->y > .6 * search->gray.height;
}

static double
ramp (double v,
      double none,
      double full)
{
  return fmin (1, fmax (0, (v - none) / (full - none)));
}

/* The length of what is in the commonest script beside @script. */
static double
most_of_others (const struct plan   *plan,
                enum vidimus_script  script)
{
  double most = 0;

  for (int s = 0; s < VIDIMUS_SCRIPT_OTHER; s++)
    if (s != (int) script)
      most = fmax (most, plan->amount[s]);

  return most;
}

/* What the scripts say before a word is read: nobody else writes Khmer, nobody else Burmese. */
static void
look_at_scripts (struct vidimus_search *search,
                 const struct plan     *plan)
{
  double unit = plan->all > 0 ? 1 / plan->all : 0;
  int across = 0;

  for (int i = 0; i < search->text.n_lines; i++)
    across += runs_across (search, &search->text.lines[i]);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_KHMER, ramp (plan->amount[VIDIMUS_SCRIPT_KHMER] * unit, .15, .4));
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_BURMESE, ramp (plan->amount[VIDIMUS_SCRIPT_BURMESE] * unit, .1, .3));
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_BURMESE_ALONE,
                         ramp ((plan->amount[VIDIMUS_SCRIPT_BURMESE] - most_of_others (plan, VIDIMUS_SCRIPT_BURMESE)) * unit, 0, .2));
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_TWO_LINES, across == 2);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_THREE_LINES, across == 3);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_FEW_WORDS, plan->all > 0 && plan->all < 2.2 * search->gray.width);
}

/* Titles are above, and large; numbers that say something are long or large, unlike dates. What looks like a machine-readable
 * line is left to the reader for those: it costs much and says little more than that it is one. */
static double
promise (const struct vidimus_search    *search,
         const struct plan              *plan,
         const struct vidimus_text_line *line)
{
  double above = 1 - (double) line->y / search->gray.height, length = length_of (line);
  double size = (double) line->height / plan->height, digits = (double) line->share[VIDIMUS_SCRIPT_DIGITS];
  double place = .3 + 1.2 * above * above;

  if (size > 1.2 || (digits > .3 && length > 8))
    place = fmax (place, .8);
  else if (digits > .5)
    place /= 2;
  if (runs_across (search, line))
    place *= .3;

  return place * fmin (1.4, fmax (.6, sqrt (size))) * length / (length + 6);
}

static double
worth (const struct vidimus_search *search,
       const struct plan           *plan,
       int                          reader,
       int                          which)
{
  const struct vidimus_text_line *line = &search->text.lines[which];
  double fit = fits_reader (plan, reader, line);

  if ((plan->read[reader] >> which & 1) != 0 || fit < .2 || !vidimus_ocr_has (search->ocr, readers[reader].language))
    return 0;
  for (int r = 0; r < N_READERS; r++)
    if ((plan->read[r] >> which & 1) != 0)
      fit *= .4;

  return fit * promise (search, plan, line) / (20 + price_of (reader, line));
}

static double
strongest (const struct vidimus_search *search)
{
  double most = 0;

  for (int k = 0; k < VIDIMUS_N_KINDS; k++)
    most = fmax (most, vidimus_cues_score (&search->cues, (enum vidimus_kind) k, NULL));

  return most;
}

static double
may_spend (const struct vidimus_search *search,
           const struct plan           *plan)
{
  double asian = plan->all - plan->amount[VIDIMUS_SCRIPT_LATIN] - plan->amount[VIDIMUS_SCRIPT_DIGITS], confidence;

  if (vidimus_cues_decide (&search->cues, &confidence) != VIDIMUS_KIND_NONE)
    return SPEND_NAMED;

  return strongest (search) >= HINT ? SPEND_HINT : asian > .15 * plan->all ? SPEND_ASIAN : SPEND_LATIN;
}

static enum vidimus_status
read_line (struct vidimus_search          *search,
           int                             reader,
           const struct vidimus_text_line *line)
{
  int margin = line->height / 3 + 2; /* marks above and below letters may not have counted as line */
  int width = (int) (length_of (line) * line->height) + 2 * margin;
  struct vidimus_image crop = vidimus_image_crop (&search->gray, line->x - margin, line->y - margin,
                                                  width, line->height + 2 * margin);
  double scale = fmin (2, INK / line->height);
  struct vidimus_image scaled;
  struct vidimus_ocr_page page;
  enum vidimus_status status;

  if (!vidimus_image_scale (&crop, (int) fmax (1, lround (crop.width * scale)),
                            (int) fmax (1, lround (crop.height * scale)), &scaled))
    return VIDIMUS_STATUS_NO_MEMORY;
  search->spent += price_of (reader, line);
  status = vidimus_ocr_read (search->ocr, readers[reader].language, VIDIMUS_OCR_LINE, &scaled, search->hooks, &page);
  if (status == VIDIMUS_STATUS_OK)
    vidimus_search_add_page (search, &page, (struct vidimus_frame) { fmax (line->x - margin, 0), fmax (line->y - margin, 0),
                                                                     1 / scale });
  vidimus_ocr_page_clear (&page);
  vidimus_image_free (&scaled);

  return status;
}

static enum vidimus_status
follow (struct vidimus_search *search,
        struct plan           *plan,
        double                 part)
{
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  while (status == VIDIMUS_STATUS_OK && !vidimus_search_has_enough (search) && search->spent < part * may_spend (search, plan) &&
         vidimus_thread_ms () - search->start < BOUND_MS)
    {
      int reader = -1, which = 0;
      double best = 0;

      for (int r = 0; r < N_READERS; r++)
        for (int i = 0; i < search->text.n_lines; i++)
          {
            double w = worth (search, plan, r, i);

            if (w > best)
              {
                best = w;
                reader = r;
                which = i;
              }
          }
      if (reader < 0)
        break;
      plan->read[reader] |= UINT64_C (1) << which;
      status = read_line (search, reader, &search->text.lines[which]);
    }

  return status;
}

/**
 * vidimus_search_read_lines:
 *
 * Reads until there is enough. A card whose way up is in doubt, and on which half of the effort found nothing, is turned over.
 */
enum vidimus_status
vidimus_search_read_lines (struct vidimus_search *search)
{
  bool doubtful = search->sure < DOUBTFUL;
  struct plan plan;
  enum vidimus_status status;

  survey (search, &plan);
  look_at_scripts (search, &plan);
  status = follow (search, &plan, doubtful ? .5 : 1);
  if (status != VIDIMUS_STATUS_OK || !doubtful || strongest (search) >= HINT)
    return status == VIDIMUS_STATUS_OK ? follow (search, &plan, 1) : status;

  if (!vidimus_search_turn_over (search))
    return VIDIMUS_STATUS_NO_MEMORY;
  survey (search, &plan);
  status = follow (search, &plan, 1);
  if (status == VIDIMUS_STATUS_OK && strongest (search) < HINT && !vidimus_search_turn_over (search))
    return VIDIMUS_STATUS_NO_MEMORY;

  return status;
}

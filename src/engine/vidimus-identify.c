/* The type: a zone with check digits settles it; else text is read, the likeliest language first, until the cues are enough. */

#include "vidimus-cues-private.h"
#include "vidimus-ocr-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define READ_SIDE   1000   /* pixels the longer side has for reading: letters of a card are then 15–40 high */
#define BUDGET_MS   2000.0 /* no further reading begins after this */
#define ENOUGH      1.25   /* evidence that ends the search */
#define MIN_PROBE   30.0   /* confidence of a line below which the language is none of its */
#define MAX_PROBES  3

/* The search for the type of one card. */
struct search
{
  const struct vidimus_card  *card;
  struct vidimus_ocr         *ocr;
  const struct vidimus_hooks *hooks;
  struct vidimus_image        gray;    /* at reading size, as the card lies; owned */
  struct vidimus_image        upright; /* turned by @turns; owned */
  int                         turns;
  struct vidimus_cues         cues;
  struct vidimus_ocr_page     latin;   /* what English made of @upright; owned */
  unsigned                    read;    /* bit set of languages that read the whole card */
  double                      start;
};

static double
now_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);

  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static bool
out_of_time (const struct search *search)
{
  return now_ms () - search->start > BUDGET_MS;
}

static bool
has_enough (const struct search *search)
{
  double confidence;
  enum vidimus_kind kind = vidimus_cues_decide (&search->cues, &confidence);

  return kind != VIDIMUS_KIND_NONE && vidimus_cues_score (&search->cues, kind, NULL) >= ENOUGH;
}

/* Whether issuer @code is read, or nearly: one of its letters may be wrong. */
static bool
is_issuer (const char *line,
           const char *code)
{
  return (line[2] == code[0]) + (line[3] == code[1]) + (line[4] == code[2]) >= 2;
}

/* What a well-read zone says; true when that settles the type, be it none of the nine. */
static bool
settle_by_zone (const struct vidimus_mrz *mrz,
                struct vidimus_identity  *identity)
{
  const char *first = mrz->lines[0];
  bool two_of_44 = mrz->n_lines == 2 && strlen (first) == 44;

  if (mrz->n_lines == 0 || 2 * mrz->checks_right < mrz->checks_total)
    return false;

  identity->confidence = .9 + .1 * mrz->checks_right / mrz->checks_total;
  identity->quarter_turns = mrz->quarter_turns;
  if (two_of_44)
    identity->type = first[0] == 'P' ? VIDIMUS_KIND_PASSPORT : VIDIMUS_KIND_NONE;
  else if (strchr ("IAC", first[0]) != NULL)
    identity->type = is_issuer (first, "MAC") ? VIDIMUS_KIND_MACAO_ID_CARD
                     : is_issuer (first, "KHM") ? VIDIMUS_KIND_CAMBODIAN_ID_CARD
                     : is_issuer (first, "PER") ? VIDIMUS_KIND_PERU_ID_CARD : VIDIMUS_KIND_NONE;
  else
    identity->type = VIDIMUS_KIND_NONE;

  return first[0] == 'P' || first[0] == 'V' || strchr ("IAC", first[0]) != NULL;
}

static void
add_page (struct search                 *search,
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

/* Letters and digits that were read with some confidence. */
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
turn_to (struct search *search,
         int            turns)
{
  vidimus_image_free (&search->upright);
  search->turns = turns;

  return vidimus_image_turn (&search->gray, turns, &search->upright) ? VIDIMUS_STATUS_OK : VIDIMUS_STATUS_NO_MEMORY;
}

/* English in one direction; kept when it reads better than what is there. */
static enum vidimus_status
try_direction (struct search *search,
               int            turns,
               double        *best)
{
  struct vidimus_image turned;
  struct vidimus_ocr_page page;
  enum vidimus_status status;
  double good;

  if (!vidimus_image_turn (&search->gray, turns, &turned))
    return VIDIMUS_STATUS_NO_MEMORY;
  status = vidimus_ocr_read (search->ocr, VIDIMUS_OCR_ENG, VIDIMUS_OCR_SPARSE, &turned, search->hooks, &page);
  good = good_letters (&page);
  if (status == VIDIMUS_STATUS_OK && good > *best)
    {
      *best = good;
      vidimus_ocr_page_clear (&search->latin);
      search->latin = page;
      vidimus_image_free (&search->upright);
      search->upright = turned;
      search->turns = turns;
      return status;
    }
  vidimus_ocr_page_clear (&page);
  vidimus_image_free (&turned);

  return status;
}

/* Which way is up, by where English finds words or digits; as it lies when nothing tells. */
static enum vidimus_status
find_direction (struct search *search,
                int            known)
{
  bool portrait = search->gray.height > search->gray.width * 11 / 10;
  int order[4] = { 0, 2, 1, 3 };
  double best = -1;
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  if (known >= 0)
    return try_direction (search, known, &best);

  if (portrait)
    memcpy (order, (int[]) { 1, 3, 0, 2 }, sizeof order);
  for (int i = 0; i < 4 && status == VIDIMUS_STATUS_OK && best < 25 && !out_of_time (search); i++)
    {
      /* quarter turns only where half turns gave next to nothing */
      if (i >= 2 && best > 8)
        break;
      status = try_direction (search, order[i], &best);
    }
  if (status == VIDIMUS_STATUS_OK && best < 4)
    status = turn_to (search, 0);

  return status;
}

static enum vidimus_status
read_whole (struct search             *search,
            enum vidimus_ocr_language  language)
{
  struct vidimus_ocr_page page;
  enum vidimus_status status;

  if ((search->read >> language & 1) != 0 || out_of_time (search) || !vidimus_ocr_has (search->ocr, language))
    return VIDIMUS_STATUS_OK;
  search->read |= 1u << language;
  status = vidimus_ocr_read (search->ocr, language, VIDIMUS_OCR_SPARSE, &search->upright, search->hooks, &page);
  if (status == VIDIMUS_STATUS_OK)
    {
      add_page (search, &page);
      if (language == VIDIMUS_OCR_KHM)
        vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_KHMER, fmin (1, fmax (0, (page.confidence - 52) / 12)));
      if (language == VIDIMUS_OCR_MYA)
        vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_BURMESE, fmin (1, fmax (0, (page.confidence - 52) / 12)));
    }
  vidimus_ocr_page_clear (&page);

  return status;
}

static double
strength (const struct search *search,
          enum vidimus_kind    kind)
{
  return vidimus_cues_score (&search->cues, kind, NULL);
}

/* Where English already hints at a type, its own languages come next. */
static enum vidimus_status
follow_hints (struct search *search)
{
  static const struct
  {
    int8_t kind;
    int8_t languages[3]; /* −1: no more */
  } own[] = {
    { VIDIMUS_KIND_HONGKONG_ID_CARD, { VIDIMUS_OCR_CHI_TRA, -1 } },
    { VIDIMUS_KIND_ID_CARD, { VIDIMUS_OCR_CHI_SIM, -1 } },
    { VIDIMUS_KIND_THAILAND_ID_CARD, { VIDIMUS_OCR_THA, -1 } },
    { VIDIMUS_KIND_MACAO_ID_CARD, { VIDIMUS_OCR_POR, VIDIMUS_OCR_CHI_TRA, -1 } },
    { VIDIMUS_KIND_PERU_ID_CARD, { VIDIMUS_OCR_SPA, -1 } },
    { VIDIMUS_KIND_CAMBODIAN_ID_CARD, { VIDIMUS_OCR_KHM, -1 } },
    { VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE, { VIDIMUS_OCR_MYA, -1 } },
    { VIDIMUS_KIND_MYANMAR_ID_CARD, { VIDIMUS_OCR_MYA, -1 } },
  };
  bool done[sizeof own / sizeof own[0]] = { false };
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  while (status == VIDIMUS_STATUS_OK && !has_enough (search))
    {
      int best = -1;

      for (int i = 0; i < (int) (sizeof own / sizeof own[0]); i++)
        if (!done[i] && strength (search, own[i].kind) >= .25 &&
            (best < 0 || strength (search, own[i].kind) > strength (search, own[best].kind)))
          best = i;
      if (best < 0)
        break;
      done[best] = true;
      for (int l = 0; l < 3 && own[best].languages[l] >= 0 && status == VIDIMUS_STATUS_OK; l++)
        status = read_whole (search, (enum vidimus_ocr_language) own[best].languages[l]);
    }

  return status;
}

static bool
is_probe (const struct vidimus_ocr_line *line,
          const struct vidimus_image    *image)
{
  return line->confidence < 72 && line->height >= 11 && line->height <= image->height / 5 &&
         line->width >= 4 * line->height && line->width >= 60;
}

/* The widest lines that English could not read. */
static int
choose_probes (const struct search *search,
               int                 *probes)
{
  int n = 0;

  for (int i = 0; i < search->latin.n_lines; i++)
    {
      const struct vidimus_ocr_line *line = &search->latin.lines[i];
      int at;

      if (!is_probe (line, &search->upright))
        continue;
      for (at = n < MAX_PROBES ? n++ : MAX_PROBES;
           at > 0 && search->latin.lines[probes[at - 1]].width < line->width; at--)
        if (at < MAX_PROBES)
          probes[at] = probes[at - 1];
      if (at < MAX_PROBES)
        probes[at] = i;
    }

  return n;
}

static enum vidimus_status
probe (struct search             *search,
       enum vidimus_ocr_language  language,
       const int                 *probes,
       int                        n_probes,
       double                    *confidence)
{
  double sum = 0, weight = 0;

  *confidence = 0;
  if (!vidimus_ocr_has (search->ocr, language))
    return VIDIMUS_STATUS_OK;

  for (int i = 0; i < n_probes; i++)
    {
      const struct vidimus_ocr_line *line = &search->latin.lines[probes[i]];
      int margin = line->height / 3 + 2;
      struct vidimus_image crop = vidimus_image_crop (&search->upright, line->x - margin, line->y - margin,
                                                      line->width + 2 * margin, line->height + 2 * margin);
      struct vidimus_ocr_page page;
      enum vidimus_status status = vidimus_ocr_read (search->ocr, language, VIDIMUS_OCR_LINE, &crop, search->hooks, &page);

      if (status != VIDIMUS_STATUS_OK)
        return status;
      sum += page.confidence * line->width;
      weight += line->width;
      add_page (search, &page);
      vidimus_ocr_page_clear (&page);
    }
  *confidence = weight > 0 ? sum / weight : 0;

  return VIDIMUS_STATUS_OK;
}

/* Which script a few lines are in, by who reads them with most ease; then the whole card in that language. */
static enum vidimus_status
try_scripts (struct search *search)
{
  static const enum vidimus_ocr_language languages[4] = {
    VIDIMUS_OCR_CHI_SIM, VIDIMUS_OCR_KHM, VIDIMUS_OCR_THA, VIDIMUS_OCR_MYA,
  };
  double confidence[4] = { 0 };
  int probes[MAX_PROBES], n_probes = choose_probes (search, probes);
  enum vidimus_status status = VIDIMUS_STATUS_OK;

  if (n_probes == 0)
    return status;
  for (int i = 0; i < 4 && status == VIDIMUS_STATUS_OK && !has_enough (search); i++)
    status = probe (search, languages[i], probes, n_probes, &confidence[i]);

  while (status == VIDIMUS_STATUS_OK && !has_enough (search) && !out_of_time (search))
    {
      int best = 0;

      for (int i = 1; i < 4; i++)
        if (confidence[i] > confidence[best])
          best = i;
      if (confidence[best] < MIN_PROBE)
        break;
      confidence[best] = 0;
      status = read_whole (search, languages[best]);
      if (status == VIDIMUS_STATUS_OK)
        status = follow_hints (search);
    }

  return status;
}

/* Shares of the card that are light blue, and pink. */
static void
look_at_colours (struct search *search)
{
  const struct vidimus_image *rgb = &search->card->rgb;
  int step = rgb->width / 64 + 1, n = 0, blue = 0, pink = 0;

  for (int y = step / 2; y < rgb->height; y += step)
    for (int x = step / 2; x < rgb->width; x += step, n++)
      {
        const uint8_t *p = vidimus_image_at (rgb, x, y);

        blue += p[2] > p[0] + 20 && p[2] >= p[1] && p[2] > 110 && p[1] > p[0] - 5;
        pink += p[0] > p[1] + 15 && p[2] + 25 > p[1] && p[0] > 120 && p[2] > p[1] - 10;
      }
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_BLUE, n > 0 && blue > n * 45 / 100);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_PINK, n > 0 && pink > n * 45 / 100);
}

static void
look_at_latin (struct search            *search,
               const struct vidimus_mrz *mrz)
{
  double good = good_letters (&search->latin);

  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_FEW_WORDS, good > 3 && good < 40);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_ZONE_44,
                         mrz->n_lines == 2 && strlen (mrz->lines[0]) == 44 && mrz->lines[0][0] != 'V');
}

static enum vidimus_status
run (struct search            *search,
     const struct vidimus_mrz *mrz)
{
  enum vidimus_status status = find_direction (search, mrz->n_lines > 0 ? mrz->quarter_turns : -1);

  if (status != VIDIMUS_STATUS_OK)
    return status;
  search->read |= 1u << VIDIMUS_OCR_ENG;
  add_page (search, &search->latin);
  look_at_colours (search);
  look_at_latin (search, mrz);

  status = follow_hints (search);
  if (status == VIDIMUS_STATUS_OK && !has_enough (search))
    status = try_scripts (search);

  return status;
}

static void
explain (const struct search           *search,
         const struct vidimus_identity *identity)
{
  char text[4096];

  if (!vidimus_hooks_wants_explain (search->hooks))
    return;

  vidimus_cues_print (&search->cues, text, sizeof text);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "cues", NULL, text, NAN);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "quarter-turns", NULL, NULL, search->turns);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "type-confidence", NULL, NULL, identity->confidence);
}

static bool
prepare (struct search *search)
{
  const struct vidimus_image *gray = &search->card->gray;
  double scale = (double) READ_SIDE / (gray->width > gray->height ? gray->width : gray->height);

  return vidimus_image_scale (gray, (int) fmax (1, lround (gray->width * scale)),
                              (int) fmax (1, lround (gray->height * scale)), &search->gray);
}

/**
 * vidimus_identify:
 * @mrz: what vidimus_mrz_read() found, or zeroes
 * @identity: (out)
 *
 * Returns: OK, also when it is none of the nine, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_identify (const struct vidimus_card  *card,
                  const struct vidimus_mrz   *mrz,
                  struct vidimus_ocr         *ocr,
                  const struct vidimus_hooks *hooks,
                  struct vidimus_identity    *identity)
{
  struct search search = { .card = card, .ocr = ocr, .hooks = hooks, .start = now_ms () };
  enum vidimus_status status;

  *identity = (struct vidimus_identity) { .type = VIDIMUS_KIND_NONE };
  if (settle_by_zone (mrz, identity))
    return VIDIMUS_STATUS_OK;
  *identity = (struct vidimus_identity) { .type = VIDIMUS_KIND_NONE };
  if (!prepare (&search))
    return VIDIMUS_STATUS_NO_MEMORY;

  status = run (&search, mrz);
  if (status == VIDIMUS_STATUS_OK)
    {
      identity->type = vidimus_cues_decide (&search.cues, &identity->confidence);
      identity->quarter_turns = search.turns;
      explain (&search, identity);
    }
  vidimus_ocr_page_clear (&search.latin);
  vidimus_image_free (&search.upright);
  vidimus_image_free (&search.gray);

  return status;
}

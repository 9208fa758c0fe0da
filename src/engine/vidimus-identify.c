/* The type: a zone with check digits settles it; else text is read, the likeliest language first, until the cues are enough. */

#include "vidimus-identify-private.h"

#include "vidimus-resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define READ_SIDE 1000   /* pixels the longer side has for reading: letters of a card are then 15–40 high */
#define BUDGET_MS 3000.0 /* of processor time; no further reading begins after this: a bound, well beyond what cards take */
#define ENOUGH    1.0    /* evidence that ends the search */
#define PLENTY    40.0   /* well-read letters of English that another script would not have */
#define HINT      .25    /* evidence that makes a type's own languages worth their time */

/** vidimus_search_out_of_time: whether no further reading shall begin. */
bool
vidimus_search_out_of_time (const struct vidimus_search *search)
{
  return vidimus_thread_ms () - search->start > BUDGET_MS;
}

/** vidimus_search_has_enough: whether the cues name a type beyond doubt. */
bool
vidimus_search_has_enough (const struct vidimus_search *search)
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

/** vidimus_search_add_page: lets all that was read count as cues. */
void
vidimus_search_add_page (struct vidimus_search         *search,
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

/** vidimus_search_read_whole: the first view in one language, once; nothing when time is out. */
enum vidimus_status
vidimus_search_read_whole (struct vidimus_search     *search,
                           enum vidimus_ocr_language  language)
{
  struct vidimus_ocr_page page;
  enum vidimus_status status;

  if ((search->read >> language & 1) != 0 || vidimus_search_out_of_time (search) || !vidimus_ocr_has (search->ocr, language))
    return VIDIMUS_STATUS_OK;
  search->read |= 1u << language;
  status = vidimus_ocr_read (search->ocr, language, VIDIMUS_OCR_SPARSE, &search->views[0].gray, search->hooks, &page);
  if (status == VIDIMUS_STATUS_OK)
    {
      vidimus_search_add_page (search, &page);
      if (language == VIDIMUS_OCR_KHM)
        vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_KHMER, fmin (1, fmax (0, (page.confidence - 52) / 12)));
      if (language == VIDIMUS_OCR_MYA)
        vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_BURMESE, fmin (1, fmax (0, (page.confidence - 52) / 12)));
    }
  vidimus_ocr_page_clear (&page);

  return status;
}

static double
strength (const struct vidimus_search *search,
          enum vidimus_kind    kind)
{
  return vidimus_cues_score (&search->cues, kind, NULL);
}

/** vidimus_search_follow: where something already hints at a type, its own languages come next. */
enum vidimus_status
vidimus_search_follow (struct vidimus_search *search)
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

  while (status == VIDIMUS_STATUS_OK && !vidimus_search_has_enough (search))
    {
      int best = -1;

      for (int i = 0; i < (int) (sizeof own / sizeof own[0]); i++)
        if (!done[i] && strength (search, own[i].kind) >= HINT &&
            (best < 0 || strength (search, own[i].kind) > strength (search, own[best].kind)))
          best = i;
      if (best < 0)
        break;
      done[best] = true;
      for (int l = 0; l < 3 && own[best].languages[l] >= 0 && status == VIDIMUS_STATUS_OK; l++)
        status = vidimus_search_read_whole (search, (enum vidimus_ocr_language) own[best].languages[l]);
    }

  return status;
}

/* Shares of the card that are light blue, and pink. Returns: whether it is pink */
static bool
look_at_colours (struct vidimus_search *search)
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

  return n > 0 && pink > n * 45 / 100;
}

/* Pink paper without a word of English: Burmese before all else, either way up. */
static enum vidimus_status
try_burmese (struct vidimus_search *search)
{
  enum vidimus_status status = vidimus_search_read_whole (search, VIDIMUS_OCR_MYA);

  if (status != VIDIMUS_STATUS_OK || search->n_views < 2 || vidimus_search_has_enough (search))
    return status;

  vidimus_search_swap_views (search);
  search->read &= ~(1u << VIDIMUS_OCR_MYA);
  status = vidimus_search_read_whole (search, VIDIMUS_OCR_MYA);
  if (status == VIDIMUS_STATUS_OK && !vidimus_search_has_enough (search))
    vidimus_search_swap_views (search);

  return status;
}

static void
look_at_latin (struct vidimus_search    *search,
               const struct vidimus_mrz *mrz)
{
  double good = search->views[0].good;

  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_FEW_WORDS, good > 3 && good < 40);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_ZONE_44,
                         mrz->n_lines == 2 && strlen (mrz->lines[0]) == 44 && mrz->lines[0][0] != 'V');
}

static enum vidimus_status
run (struct vidimus_search    *search,
     const struct vidimus_mrz *mrz)
{
  enum vidimus_status status = vidimus_search_directions (search, mrz->n_lines > 0 ? mrz->quarter_turns : -1);
  bool pink;

  if (status != VIDIMUS_STATUS_OK)
    return status;
  search->read |= 1u << VIDIMUS_OCR_ENG;
  vidimus_search_add_page (search, &search->views[0].latin);
  pink = look_at_colours (search);
  look_at_latin (search, mrz);

  status = vidimus_search_follow (search);
  if (status == VIDIMUS_STATUS_OK && !vidimus_search_has_enough (search) && pink && search->views[0].good < PLENTY)
    status = try_burmese (search);
  if (status == VIDIMUS_STATUS_OK && !vidimus_search_has_enough (search))
    status = vidimus_search_scripts (search);

  return status;
}

static void
explain (const struct vidimus_search           *search,
         const struct vidimus_identity *identity)
{
  char text[4096];

  if (!vidimus_hooks_wants_explain (search->hooks))
    return;

  vidimus_cues_print (&search->cues, text, sizeof text);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "cues", NULL, text, NAN);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "quarter-turns", NULL, NULL, search->views[0].turns);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "type-confidence", NULL, NULL, identity->confidence);
}

static bool
prepare (struct vidimus_search *search)
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
  struct vidimus_search search = { .card = card, .ocr = ocr, .hooks = hooks, .start = vidimus_thread_ms () };
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
      identity->quarter_turns = search.views[0].turns % 4;
      explain (&search, identity);
    }
  for (int i = 0; i < 2; i++)
    {
      vidimus_ocr_page_clear (&search.views[i].latin);
      vidimus_image_free (&search.views[i].gray);
    }
  vidimus_image_free (&search.gray);

  return status;
}

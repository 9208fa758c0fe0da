/* The type: a zone with check digits settles it; else text is read, the likeliest language first, until the cues are enough. */

#include "vidimus-identify-private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENOUGH 1.0 /* evidence that ends the search */

/** vidimus_search_has_enough: whether the cues name a type beyond doubt. */
bool
vidimus_search_has_enough (const struct vidimus_search *search)
{
  double confidence;
  enum vidimus_kind kind = vidimus_cues_decide (&search->cues, &confidence);

  return kind != VIDIMUS_KIND_NONE && vidimus_cues_score (&search->cues, kind, NULL) >= ENOUGH;
}

/* Where the cards have their numbers: shares of their width and height, and of the height of a number's own line. */
static const struct
{
  int                number; /* of enum vidimus_number */
  enum vidimus_look  look;
  double             top, bottom; /* between which its middle lies */
  double             width;       /* that its line has at least */
  double             height;
} places[] = {
  { VIDIMUS_NUMBER_PRC, VIDIMUS_LOOK_PLACE_PRC, .75, .98, .38, 0 },
  { VIDIMUS_NUMBER_PRC_LIKE, VIDIMUS_LOOK_PLACE_PRC, .75, .98, .38, 0 },
  { VIDIMUS_NUMBER_HONGKONG, VIDIMUS_LOOK_PLACE_HONGKONG, .7, .98, 0, .045 },
  { VIDIMUS_NUMBER_HONGKONG_LIKE, VIDIMUS_LOOK_PLACE_HONGKONG, .7, .98, 0, .045 },
  { VIDIMUS_NUMBER_MACAO, VIDIMUS_LOOK_PLACE_MACAO, .6, .98, 0, .05 },
  { VIDIMUS_NUMBER_THAILAND, VIDIMUS_LOOK_PLACE_THAILAND, .05, .35, .3, 0 },
};

/* Its labels may be too soft to read where a number is not: then where it stands says whose it is. */
static void
place_numbers (struct vidimus_search         *search,
               const struct vidimus_ocr_line *line,
               struct vidimus_frame           frame)
{
  uint32_t found = vidimus_numbers_find (line->text);
  double middle = (frame.y + (line->y + .5 * line->height) * frame.scale) / search->gray.height;
  double width = line->width * frame.scale / search->gray.width, height = line->height * frame.scale / search->gray.height;

  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    if ((found >> places[i].number & 1) != 0 && middle > places[i].top && middle < places[i].bottom && width > places[i].width &&
        height > places[i].height)
      vidimus_cues_add_look (&search->cues, places[i].look, 1);
}

/** vidimus_search_add_page: tells the cues what was read, and where; without memory, nothing. */
void
vidimus_search_add_page (struct vidimus_search         *search,
                         const struct vidimus_ocr_page *page,
                         struct vidimus_frame           frame)
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
      place_numbers (search, &page->lines[i], frame);
    }
  all[at] = '\0';
  vidimus_cues_add_text (&search->cues, all);
  free (all);
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

  if (mrz->n_lines == 0 || mrz->guessed || 2 * mrz->checks_right < mrz->checks_total)
    return false;

  identity->confidence = .9 + .1 * mrz->checks_right / mrz->checks_total;
  identity->quarter_turns = mrz->quarter_turns;
  if (mrz->n_lines == 2) /* one whose end is cut off reads as 36 long: no other document of two lines begins with P */
    identity->type = first[0] == 'P' ? VIDIMUS_KIND_PASSPORT : VIDIMUS_KIND_NONE;
  else if (strchr ("IAC", first[0]) != NULL)
    identity->type = is_issuer (first, "MAC") ? VIDIMUS_KIND_MACAO_ID_CARD
                     : is_issuer (first, "KHM") ? VIDIMUS_KIND_CAMBODIAN_ID_CARD
                     : is_issuer (first, "PER") ? VIDIMUS_KIND_PERU_ID_CARD : VIDIMUS_KIND_NONE;
  else
    identity->type = VIDIMUS_KIND_NONE;

  return first[0] == 'P' || first[0] == 'V' || strchr ("IAC", first[0]) != NULL;
}

/* Shares of the card that are light blue, and pink. */
static void
look_at_colours (struct vidimus_search *search)
{
  const struct vidimus_image *rgb = &search->card->rgb;
  int step = rgb->width / 64 + 1, n = 0, blue = 0, pink = 0;

  for (int y = step / 2; y < rgb->height; y += step)
    for (int x = step / 2; x < rgb->width; x += step, n++)
      {
        const uint8_t *p = vidimus_image_at (rgb, x, y);

        blue += p[2] > p[0] + 20 && p[2] >= p[1] && p[2] > 110 && p[1] > p[0] - 5;
        pink += p[0] > p[1] + 15 && p[0] > 90 && p[2] > p[1] - 4;
      }
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_BLUE, n > 0 && blue > n * 45 / 100);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_PINK, n > 0 && pink > n * 45 / 100);
}

static enum vidimus_status
run (struct vidimus_search    *search,
     const struct vidimus_mrz *mrz)
{
  enum vidimus_status status = vidimus_search_direction (search, mrz->n_lines > 0 ? mrz->quarter_turns : -1);
  double confidence;

  if (status != VIDIMUS_STATUS_OK)
    return status;
  look_at_colours (search);
  vidimus_cues_add_look (&search->cues, VIDIMUS_LOOK_ZONE_44,
                         mrz->n_lines == 2 && strlen (mrz->lines[0]) == 44 && mrz->lines[0][0] != 'V');

  status = vidimus_search_read_lines (search);
  if (status == VIDIMUS_STATUS_OK && vidimus_cues_decide (&search->cues, &confidence) == VIDIMUS_KIND_NONE)
    status = vidimus_search_read_whole (search);

  return status;
}

static void
explain (const struct vidimus_search           *search,
         const struct vidimus_identity *identity)
{
  static const char names[] = "LHTKBd?";
  char text[4096];
  int at = 0;

  if (!vidimus_hooks_wants_explain (search->hooks))
    return;

  text[0] = '\0';
  for (int i = 0; i < search->text.n_lines && at < (int) sizeof text - 160; i++)
    {
      const struct vidimus_text_line *line = &search->text.lines[i];

      at += snprintf (text + at, sizeof text - (size_t) at, "%d,%d %d×%d", line->x, line->y, line->width, line->height);
      for (int s = 0; s < VIDIMUS_N_SCRIPTS; s++)
        if (line->share[s] >= .1f)
          at += snprintf (text + at, sizeof text - (size_t) at, " %c%.0f", names[s], 100 * (double) line->share[s]);
      at += snprintf (text + at, sizeof text - (size_t) at, " %+.1f\n", (double) line->upright);
    }
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "lines", &search->gray, text, search->sure);

  vidimus_cues_print (&search->cues, text, sizeof text);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "cues", NULL, text, NAN);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "spent", NULL, NULL, search->spent);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "quarter-turns", NULL, NULL, search->turns);
  search->hooks->explain (search->hooks->data, VIDIMUS_STAGE_OCR, "type-confidence", NULL, NULL, identity->confidence);
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
  status = run (&search, mrz);
  if (status == VIDIMUS_STATUS_OK)
    {
      identity->type = vidimus_cues_decide (&search.cues, &identity->confidence);
      identity->quarter_turns = search.turns;
      explain (&search, identity);
    }
  vidimus_image_free (&search.gray);

  return status;
}

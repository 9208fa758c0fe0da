/* The machine-readable zone: two or three neighbouring lines of even pitch (find.c, line.c), fitted to the formats of
 * ICAO Doc 9303 (zone.c, decode.c), upright, turned or upside down. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOOD      .62 /* of 1: how well the cells must fill a format whose check digits hold, at least half of them; … */
#define PARTLY    .32 /* … where parts are covered; … */
#define GREAT     .90 /* … and when they don't */
#define DOUBT     4   /* nats: another first letter may be likelier by so much */
#define SURE      .85 /* probability of a character beyond doubt */
#define FEW       .06 /* share of those that may stand where they don't belong, … */
#define FILLERS   4   /* … and how many must be fillers, which nothing but a zone has, where parts are covered */

/* Every zone begins with one of five letters: Doc 9303 parts 4 to 7. */
static bool
begins_well (const float *log_p)
{
  float best = -INFINITY, right = -INFINITY;

  for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
    {
      best = fmaxf (best, log_p[c]);
      if (strchr ("PVIAC", VIDIMUS_MRZ_ALPHABET[c]) != NULL)
        right = fmaxf (right, log_p[c]);
    }

  return right > best - DOUBT;
}

/* Whether what is seen is enough, and of a zone: hardly a character that does not belong where it is; none, where no check
 * digit says so too. */
static bool
agrees (const float                      *const log_p[3],
        const struct vidimus_mrz_reading *reading,
        const struct vidimus_mrz         *mrz)
{
  int n = 0, fillers = 0, wrong = 0;

  for (int l = 0; l < reading->n_lines; l++)
    for (int i = 0; i < reading->length; i++)
      {
        int c = vidimus_mrz_best_character (log_p[l] + i * VIDIMUS_MRZ_N_CLASSES, SURE);

        if (c < 0)
          continue;
        n++;
        fillers += VIDIMUS_MRZ_ALPHABET[c] == '<';
        wrong += VIDIMUS_MRZ_ALPHABET[c] != mrz->lines[l][i];
      }

  return n >= PARTLY * reading->n_lines * reading->length && fillers >= FILLERS && wrong <= (mrz->checks_right > 0 ? FEW * n : 0);
}

/* Whether nothing is seen of any check: then all are counted, and none holds. */
static bool
is_unchecked (const struct vidimus_mrz *mrz)
{
  return mrz->checks_right == 0 && mrz->checks_total > 2;
}

/* Takes @reading for a zone when enough speaks for it. */
static bool
take (struct vidimus_mrz_reader        *reader,
      const struct vidimus_mrz_reading *reading,
      int                               quarter_turns,
      struct vidimus_mrz               *mrz)
{
  const float *log_p[3];
  bool good;

  memset (mrz, 0, sizeof *mrz);
  if (reading->score < (reader->patient ? PARTLY : GOOD))
    return false;

  vidimus_mrz_reading_cells (reader, reading, log_p);
  vidimus_mrz_resolve (log_p, reading->n_lines, reading->length, mrz);
  good = 2 * mrz->checks_right >= mrz->checks_total;
  if (reader->patient)
    good = (good || is_unchecked (mrz)) && agrees (log_p, reading, mrz);
  else if (!good)
    good = reading->score >= GREAT && begins_well (log_p[0]);
  mrz->quarter_turns = (quarter_turns + (reading->upside_down ? 2 : 0)) % 4;
  if (!good)
    memset (mrz, 0, sizeof *mrz);

  return good;
}

/* The lines of the picture in one of two directions, and the zone that they are at first sight. */
static bool
look (struct vidimus_mrz_reader *reader,
      bool                       turned,
      struct vidimus_mrz        *mrz)
{
  struct vidimus_mrz_band bands[VIDIMUS_MRZ_MAX_BANDS];
  struct vidimus_mrz_reading best = { .score = 0 };

  reader->n_lines = vidimus_mrz_find (reader->gray, turned, bands, VIDIMUS_MRZ_MAX_BANDS);
  for (int l = 0; l < reader->n_lines; l++)
    reader->lines[l].band = bands[l];
  vidimus_mrz_try_all (reader, &best);

  return take (reader, &best, turned, mrz);
}

/* The zone that they are on a closer look, when parts of it may be covered, or beyond the picture. */
static bool
look_again (struct vidimus_mrz_reader *reader,
            bool                       turned,
            bool                       closely,
            struct vidimus_mrz        *mrz)
{
  struct vidimus_mrz_reading best = { .score = 0 };

  memset (mrz, 0, sizeof *mrz);
  reader->patient = true;
  if (!vidimus_mrz_gather (reader, closely))
    return false;
  vidimus_mrz_try_all (reader, &best);
  if (best.score > 0)
    vidimus_mrz_choose_start (reader, &best);

  return take (reader, &best, turned, mrz);
}

/* Both directions at first sight; then, unless there is no doubt, again: the one where something was seen, or first the one
 * with stronger lines. */
static void
read_picture (struct vidimus_mrz_reader readers[2],
              struct vidimus_mrz       *mrz)
{
  int first = -1;

  for (int turned = 0; turned < 2 && first < 0 && !vidimus_hooks_cancelled (readers[0].hooks); turned++)
    if (look (&readers[turned], turned, mrz))
      first = turned;
  if (vidimus_mrz_is_doubtless (mrz))
    return;

  if (first < 0)
    first = readers[1].lines[1].band.strength > readers[0].lines[1].band.strength;
  for (int i = 0; i < (mrz->n_lines > 0 ? 1 : 2) && !vidimus_hooks_cancelled (readers[0].hooks); i++)
    {
      struct vidimus_mrz other;

      if (!look_again (&readers[first ^ i], first ^ i, i == 0 && mrz->n_lines == 0, &other) || other.checks_right < mrz->checks_right)
        continue;
      *mrz = other;
      return;
    }
}

static void
explain (const struct vidimus_hooks *hooks,
         const struct vidimus_mrz   *mrz)
{
  char text[160];

  if (!vidimus_hooks_wants_explain (hooks))
    return;

  snprintf (text, sizeof text, "%s\n%s\n%s", mrz->lines[0], mrz->lines[1], mrz->lines[2]);
  hooks->explain (hooks->data, VIDIMUS_STAGE_MRZ, "lines", NULL, text, NAN);
  hooks->explain (hooks->data, VIDIMUS_STAGE_MRZ, "checks-right", NULL, NULL, mrz->checks_right);
  hooks->explain (hooks->data, VIDIMUS_STAGE_MRZ, "checks-total", NULL, NULL, mrz->checks_total);
}

/**
 * vidimus_mrz_net_load:
 * @net: (out): the trained weights
 */
void
vidimus_mrz_net_load (struct vidimus_mrz_net *net)
{
  const int8_t *from = vidimus_mrz_weights;
  const float *scales = vidimus_mrz_scales;
  float *to = (float *) net;

  for (int l = 0; l < VIDIMUS_MRZ_N_LAYERS; l++)
    {
      const struct vidimus_mrz_layer *layer = &vidimus_mrz_layers[l];
      int n = layer->rows * layer->columns * layer->in * layer->out;

      for (int i = 0; i < n; i++)
        *to++ = (float) *from++ * scales[i % layer->out];
      scales += layer->out;
      for (int i = 0; i < layer->out; i++)
        *to++ = (float) *from++ * *scales;
      scales++;
    }
}

/**
 * vidimus_mrz_read:
 * @mrz: (out): n_lines is 0 when there is no zone on the card
 *
 * Returns: OK, CANCELLED or NO_MEMORY
 */
enum vidimus_status
vidimus_mrz_read (const struct vidimus_card  *card,
                  const struct vidimus_hooks *hooks,
                  struct vidimus_mrz         *mrz)
{
  struct vidimus_mrz_reader *readers = calloc (2, sizeof *readers);
  struct vidimus_mrz_net *net = malloc (sizeof *net);

  memset (mrz, 0, sizeof *mrz);
  if (readers == NULL || net == NULL)
    {
      free (readers);
      free (net);
      return VIDIMUS_STATUS_NO_MEMORY;
    }
  vidimus_mrz_net_load (net);
  for (int i = 0; i < 2; i++)
    {
      readers[i].gray = &card->gray;
      readers[i].hooks = hooks;
      readers[i].net = net;
    }
  read_picture (readers, mrz);
  free (readers);
  free (net);

  if (vidimus_hooks_cancelled (hooks))
    return VIDIMUS_STATUS_CANCELLED;
  explain (hooks, mrz);

  return VIDIMUS_STATUS_OK;
}

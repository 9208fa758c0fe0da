/* The likeliest text of a zone, given what was seen of each cell: Viterbi's algorithm over what may stand where, with the sums
 * of the check digits carried along. A cell that is covered, or beyond the picture, says nothing, and what may stand there
 * decides: between fillers a filler, but no name or number out of nothing that can be told from another one. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define OUT_OF_PLACE 5.0f  /* nats that a character of another class costs; … */
#define WRONG_DIGIT  5.5f  /* … a field whose check digit does not hold; … */
#define WRONG_TOTAL  2.5f  /* … and the zone's own, which then hardly can */
#define NO_NAME      5.0f  /* … a name that begins with a filler; … */
#define RARE         1.0f  /* … one of the rarer of its class; … */
#define LEAST_P      1e-6f /* nothing is less likely */
#define UNSEEN       .03f  /* of a cell without a character, the share of each that it might be */
#define SEEN         .3f   /* a character less likely is not seen, but chosen */
#define MAX_PLACES   132

/* What a character is; fillers by how many stand together. In a name two of them part it, more end it. */
enum kind
{
  DIGIT,
  LETTER,
  ONE,
  TWO,
  END,
  N_KINDS
};

/* The sums of a field and of the zone, modulo 10, that a text so far comes to. */
struct sums
{
  float cost[N_KINDS][10][10];
};

struct decoder
{
  const struct vidimus_mrz_format *format;
  int                              n_places, n; /* n: sums that are told apart, 10, or 1 when nothing is checked */
  int8_t                           weight[MAX_PLACES], total[MAX_PLACES]; /* in its field's sum, in the zone's */
  int8_t                           check[MAX_PLACES];                     /* its field's digit: 1; the zone's: 2; optional: 3 */
  float                            cost[MAX_PLACES][VIDIMUS_MRZ_N_CHARS]; /* of a character, nats */
  struct sums                      sums[2];
  struct { int8_t c, kind, sum, total; } came[MAX_PLACES][N_KINDS][10][10];
};

/* What it costs to go on from a kind to another: in a name, and elsewhere. */
static const float name_steps[N_KINDS][N_KINDS] = {
  { 0, 3, 3, 9, 9 }, { 3, 0, 1, 9, 9 }, { 3, .5f, 9, .7f, 9 }, { 3, .7f, 9, 9, .3f }, { 9, 8, 9, 9, 0 },
};
static const float run_steps[N_KINDS][N_KINDS] = {
  { 0, 2, .7f, 9, 9 }, { .3f, 0, 1, 9, 9 }, { 2, 2.5f, 9, .3f, 9 }, { 4, 4.5f, 9, 9, 0 }, { 4, 4.5f, 9, 9, 0 },
};
/* Of one character of a kind: a digit is one of ten, a letter of more. */
static const float choices[N_KINDS] = { 2.3f, 2.8f, 0, 0, 0 };

static bool
belongs (char class,
         char c)
{
  bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';

  switch (class)
    {
    case 'A':
    case 'M': return !digit;
    case 'N': return !letter;
    case '1': return c <= '1' || c == '<';
    case '3': return c <= '3' || c == '<';
    case 'D': return digit;
    case 'P':
    case 'V': return c == class;
    case 'I': return c == 'I' || c == 'A' || c == 'C';
    case 'S': return c == 'M' || c == 'F' || c == 'X' || c == '<';
    default:  return true;
    }
}

/* A and C instead of I; in numbers, the letters that would be taken for digits and that issuers leave out. */
static bool
is_rare (char class,
         char c)
{
  return (class == 'I' && c != 'I') || (class == 'X' && (c == 'O' || c == 'I'));
}

static const float *
cell_at (const struct vidimus_mrz_format *format,
         const float                     *const log_p[3],
         int                              place)
{
  return log_p[place / format->length] + place % format->length * VIDIMUS_MRZ_N_CLASSES;
}

static void
set_weights (struct decoder *decoder)
{
  static const int8_t weights[3] = { 7, 3, 1 };
  const struct vidimus_mrz_format *format = decoder->format;

  for (int i = 0; i < format->n_checks; i++)
    {
      const struct vidimus_mrz_check *check = &format->checks[i];
      bool whole = check->parts[1][1] > 0;
      int n = 0;

      for (int k = 0; k < 4; k++)
        for (int at = check->parts[k][0]; at < check->parts[k][0] + check->parts[k][1]; at++)
          (whole ? decoder->total : decoder->weight)[at] = weights[n++ % 3];
      decoder->check[check->at] = (int8_t) (whole ? 2 : check->optional ? 3 : 1);
    }
}

static void
set_costs (struct decoder *decoder,
           const float    *const log_p[3])
{
  for (int at = 0; at < decoder->n_places; at++)
    {
      const float *p = cell_at (decoder->format, log_p, at);
      float unseen = UNSEEN * expf (p[VIDIMUS_MRZ_NOTHING]);

      for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
        decoder->cost[at][c] = (belongs (decoder->format->places[at], VIDIMUS_MRZ_ALPHABET[c]) ? 0 : OUT_OF_PLACE)
                               + (is_rare (decoder->format->places[at], VIDIMUS_MRZ_ALPHABET[c]) ? RARE : 0)
                               - logf (expf (p[c]) + unseen + LEAST_P);
    }
}

/* Whether the run of the places before goes on at @at. */
static bool
goes_on (const struct decoder *decoder,
         int                   at)
{
  const char *places = decoder->format->places;

  return at % decoder->format->length > 0 && places[at] == places[at - 1];
}

static int
first_char (int kind)
{
  return kind == DIGIT ? 0 : kind == LETTER ? 10 : VIDIMUS_MRZ_FILLER;
}

/* What the kind's best way to @at costs from each of the sums before. */
static void
enter (const struct decoder *decoder,
       int                   at,
       const struct sums    *before,
       int                   kind,
       float                 cost[10][10],
       int8_t                from[10][10])
{
  bool name = decoder->format->places[at] == 'M';
  const float (*steps)[N_KINDS] = name ? name_steps : run_steps;
  bool on = goes_on (decoder, at);
  float first = name && kind != LETTER ? NO_NAME : kind == TWO || kind == END ? 9 : 0;

  for (int s = 0; s < decoder->n; s++)
    for (int t = 0; t < decoder->n; t++)
      {
        cost[s][t] = INFINITY;
        for (int k = 0; k < N_KINDS; k++)
          {
            float sum = before->cost[k][s][t] + (on ? steps[k][kind] : first);

            if (sum < cost[s][t])
              {
                cost[s][t] = sum;
                from[s][t] = (int8_t) k;
              }
          }
      }
}

/* What character @c costs beyond itself where a check digit stands. */
static float
check_cost (const struct decoder *decoder,
            int                   at,
            int                   c,
            int                   sum,
            int                   total)
{
  int check = decoder->n > 1 ? decoder->check[at] : 0;

  if (check == 0)
    return 0;
  if (check == 2)
    return c == total ? 0 : WRONG_TOTAL;

  return c == sum || (check == 3 && c == VIDIMUS_MRZ_FILLER && sum == 0) ? 0 : WRONG_DIGIT;
}

static void
step (struct decoder *decoder,
      int             at)
{
  const struct sums *before = &decoder->sums[at % 2];
  struct sums *after = &decoder->sums[1 - at % 2];

  for (int kind = 0; kind < N_KINDS; kind++)
    {
      int first = first_char (kind), last = kind == DIGIT ? 9 : kind == LETTER ? 35 : VIDIMUS_MRZ_FILLER;
      float cost[10][10];
      int8_t from[10][10];

      for (int i = 0; i < 100; i++)
        after->cost[kind][i / 10][i % 10] = INFINITY;
      enter (decoder, at, before, kind, cost, from);
      for (int c = first; c <= last; c++)
        {
          int value = vidimus_mrz_value (VIDIMUS_MRZ_ALPHABET[c]);
          int more = value * decoder->weight[at] % decoder->n, whole = value * decoder->total[at] % decoder->n;

          for (int s = 0; s < decoder->n; s++)
            for (int t = 0; t < decoder->n; t++)
              {
                int to = decoder->check[at] % 2 == 1 ? 0 : (s + more) % decoder->n, total = (t + whole) % decoder->n;
                float sum = cost[s][t] + decoder->cost[at][c] + choices[kind] + check_cost (decoder, at, c, s, t);

                if (sum < after->cost[kind][to][total])
                  {
                    after->cost[kind][to][total] = sum;
                    decoder->came[at][kind][to][total].c = (int8_t) c;
                    decoder->came[at][kind][to][total].kind = from[s][t];
                    decoder->came[at][kind][to][total].sum = (int8_t) s;
                    decoder->came[at][kind][to][total].total = (int8_t) t;
                  }
              }
        }
    }
}

/* The text of the likeliest way; returns what it costs. */
static float
decode (struct decoder                  *decoder,
        const struct vidimus_mrz_format *format,
        const float                     *const log_p[3],
        bool                             checked,
        char                            *text)
{
  float best = INFINITY;
  int kind = 0, sum = 0, total = 0;

  memset (decoder, 0, offsetof (struct decoder, came));
  decoder->format = format;
  decoder->n_places = format->n_lines * format->length;
  decoder->n = checked ? 10 : 1;
  set_weights (decoder);
  set_costs (decoder, log_p);
  for (int i = 0; i < N_KINDS * 100; i++)
    decoder->sums[0].cost[i / 100][i / 10 % 10][i % 10] = i == 0 ? 0 : INFINITY;
  for (int at = 0; at < decoder->n_places; at++)
    step (decoder, at);

  for (int i = 0; i < N_KINDS * 100; i++)
    if (decoder->sums[decoder->n_places % 2].cost[i / 100][i / 10 % 10][i % 10] < best)
      {
        best = decoder->sums[decoder->n_places % 2].cost[i / 100][i / 10 % 10][i % 10];
        kind = i / 100;
        sum = i / 10 % 10;
        total = i % 10;
      }
  for (int at = decoder->n_places - 1; at >= 0; at--)
    {
      int k = kind, s = sum, t = total;

      text[at] = VIDIMUS_MRZ_ALPHABET[decoder->came[at][k][s][t].c];
      kind = decoder->came[at][k][s][t].kind;
      sum = decoder->came[at][k][s][t].sum;
      total = decoder->came[at][k][s][t].total;
    }

  return best;
}

static bool
holds_all (const struct vidimus_mrz_format *format,
           const char                      *text)
{
  bool all = true;

  for (int i = 0; i < format->n_checks; i++)
    all = all && vidimus_mrz_check_holds (&format->checks[i], text);

  return all;
}

static bool
is_seen (const struct vidimus_mrz_format *format,
         const float                     *const log_p[3],
         int                              from,
         int                              length)
{
  for (int at = from; at < from + length; at++)
    {
      const float *p = cell_at (format, log_p, at);
      float best = -INFINITY;

      for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
        best = fmaxf (best, p[c]);
      if (best < logf (SEEN))
        return false;
    }

  return true;
}

/* The first letter says what a document of two lines is, two letters who issued one of three. */
static bool
is_guessed (const struct vidimus_mrz_format *format,
            const float                     *const log_p[3])
{
  int seen = 0;

  for (int at = 2; at < 5; at++)
    seen += is_seen (format, log_p, at, 1);

  return format->n_lines == 2 ? !is_seen (format, log_p, 0, 1) : seen < 2;
}

/* Only a check of which every character is seen says anything. Where there is none, none holds. */
static void
count_checks (const struct vidimus_mrz_format *format,
              const float                     *const log_p[3],
              const char                      *text,
              struct vidimus_mrz              *mrz)
{
  mrz->checks_right = mrz->checks_total = 0;
  for (int i = 0; i < format->n_checks; i++)
    {
      const struct vidimus_mrz_check *check = &format->checks[i];
      bool seen = is_seen (format, log_p, check->at, 1);

      for (int k = 0; k < 4; k++)
        seen = seen && is_seen (format, log_p, check->parts[k][0], check->parts[k][1]);
      mrz->checks_total += seen;
      mrz->checks_right += seen && vidimus_mrz_check_holds (check, text);
    }
  if (mrz->checks_total == 0)
    mrz->checks_total = format->n_checks;
}

/** vidimus_mrz_text_cost: what the likeliest text costs, nats, check digits aside; infinity without memory. */
float
vidimus_mrz_text_cost (const float *const log_p[3],
                       int          n_lines,
                       int          length)
{
  struct decoder *decoder = malloc (sizeof *decoder);
  float least = INFINITY;

  for (int visa = 0; visa < 2 && decoder != NULL; visa++)
    {
      const struct vidimus_mrz_format *format = vidimus_mrz_format_of (n_lines, length, visa);
      char text[MAX_PLACES + 1];

      if (format != NULL)
        least = fminf (least, decode (decoder, format, log_p, false, text));
    }
  free (decoder);

  return least;
}

/**
 * vidimus_mrz_resolve:
 * @log_p: of each line, @length rows of VIDIMUS_MRZ_N_CLASSES logarithms
 * @mrz: (inout): its lines, checks and whether it is guessed are set; no lines without memory
 *
 * Chooses the likeliest text of all that fit the places of the format and the check digits, unless what was seen speaks
 * too strongly against those. Of the checks those are counted of which all is seen.
 */
void
vidimus_mrz_resolve (const float        *const log_p[3],
                     int                 n_lines,
                     int                 length,
                     struct vidimus_mrz *mrz)
{
  struct decoder *decoder = malloc (sizeof *decoder);
  const struct vidimus_mrz_format *best = NULL;
  char text[MAX_PLACES + 1] = { 0 };
  float least = INFINITY;

  memset (mrz->lines, 0, sizeof mrz->lines);
  mrz->n_lines = 0;
  for (int visa = 0; visa < 2 && decoder != NULL; visa++)
    {
      const struct vidimus_mrz_format *format = vidimus_mrz_format_of (n_lines, length, visa);
      char other[MAX_PLACES + 1] = { 0 };
      float cost;

      if (format == NULL)
        continue;
      cost = decode (decoder, format, log_p, false, other);
      if (!holds_all (format, other))
        cost = decode (decoder, format, log_p, true, other);
      if (cost < least)
        {
          least = cost;
          best = format;
          memcpy (text, other, sizeof text);
        }
    }
  free (decoder);
  if (best == NULL)
    return;

  mrz->n_lines = n_lines;
  for (int l = 0; l < n_lines; l++)
    memcpy (mrz->lines[l], text + l * length, (size_t) length);
  mrz->guessed = is_guessed (best, log_p);
  count_checks (best, log_p, text, mrz);
}

/* What a machine-readable zone may say: ICAO Doc 9303 parts 3–7, as classes of characters by place, and check digits. */

#include "vidimus-mrz-private.h"

#include <math.h>
#include <string.h>

#define OFF_CLASS    4.0f /* nats that a character out of place costs */
#define MAX_TRIALS   24   /* alternatives that are weighed to make one check digit hold */
#define MAX_COST     9.0f /* nats; a reading further off is no mistake of the reader */

/** struct check: a run of places and the place of its check digit; all in one string of the zone's lines. */
struct check
{
  int8_t parts[4][2]; /* from, length; length 0 ends */
  int8_t at;
  bool   optional;    /* the filler may stand for 0 */
};

/* A: letter or filler; N: digit or filler; D: digit; X: any; S: sex; P, V, I: what the document is. */
struct format
{
  int          n_lines, length;
  bool         visa;
  const char  *places;
  int          n_checks;
  struct check checks[5];
};

static const struct format formats[] = {
  { 2, 44, false,
    "PAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" "XXXXXXXXXNAAANNNNNNDSNNNNNNDXXXXXXXXXXXXXXND",
    5, { { { { 44, 9 } }, 53 }, { { { 57, 6 } }, 63 }, { { { 65, 6 } }, 71 }, { { { 72, 14 } }, 86, true },
         { { { 44, 10 }, { 57, 7 }, { 65, 22 } }, 87 } } },
  { 2, 44, true,
    "VAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" "XXXXXXXXXNAAANNNNNNDSNNNNNNDXXXXXXXXXXXXXXXX",
    3, { { { { 44, 9 } }, 53 }, { { { 57, 6 } }, 63 }, { { { 65, 6 } }, 71 } } },
  { 2, 36, false,
    "IAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" "XXXXXXXXXNAAANNNNNNDSNNNNNNDXXXXXXXD",
    4, { { { { 36, 9 } }, 45 }, { { { 49, 6 } }, 55 }, { { { 57, 6 } }, 63 },
         { { { 36, 10 }, { 49, 7 }, { 57, 14 } }, 71 } } },
  { 2, 36, true,
    "VAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" "XXXXXXXXXNAAANNNNNNDSNNNNNNDXXXXXXXX",
    3, { { { { 36, 9 } }, 45 }, { { { 49, 6 } }, 55 }, { { { 57, 6 } }, 63 } } },
  { 3, 30, false,
    "IAAAAXXXXXXXXXNXXXXXXXXXXXXXXX" "NNNNNNDSNNNNNNDAAAXXXXXXXXXXXD" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    4, { { { { 5, 9 } }, 14 }, { { { 30, 6 } }, 36 }, { { { 38, 6 } }, 44 },
         { { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } }, 59 } } },
};

static const struct format *
find_format (int  n_lines,
             int  length,
             bool visa)
{
  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
    if (formats[i].n_lines == n_lines && formats[i].length == length && formats[i].visa == visa)
      return &formats[i];

  return NULL;
}

static int
value_of (char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

static int
weigh (const char *text,
       int         length,
       int        *place)
{
  static const int weights[3] = { 7, 3, 1 };
  int sum = 0;

  for (int i = 0; i < length; i++)
    sum += value_of (text[i]) * weights[(*place)++ % 3];

  return sum;
}

/**
 * vidimus_mrz_check_digit:
 * @text: @length characters of the zone; what is neither digit nor letter counts 0
 *
 * Returns: the check digit, 0–9 (ICAO Doc 9303-3, §4.9: weights 7, 3, 1, modulo 10)
 */
int
vidimus_mrz_check_digit (const char *text,
                         int         length)
{
  int place = 0;

  return weigh (text, length, &place) % 10;
}

static bool
holds (const struct check *check,
       const char         *text)
{
  int place = 0, sum = 0;

  for (int i = 0; i < 4 && check->parts[i][1] > 0; i++)
    sum += weigh (text + check->parts[i][0], check->parts[i][1], &place);

  return text[check->at] == '<' ? check->optional && sum % 10 == 0 : text[check->at] == '0' + sum % 10;
}

static bool
belongs (char class,
         char c)
{
  bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';

  switch (class)
    {
    case 'A': return !digit;
    case 'N': return !letter;
    case 'D': return digit;
    case 'P':
    case 'V': return c == class;
    case 'I': return c == 'I' || c == 'A' || c == 'C';
    case 'S': return c == 'M' || c == 'F' || c == 'X' || c == '<';
    default:  return true;
    }
}

static float
likelihood (const float *log_p,
            char         class,
            int          c)
{
  return log_p[c] - (belongs (class, VIDIMUS_MRZ_ALPHABET[c]) ? 0 : OFF_CLASS);
}

/* One character that could be another one. */
struct trial
{
  int   at;
  char  c;
  float cost;
};

static void
add_trial (struct trial *trials,
           int          *n,
           struct trial  trial)
{
  int at;

  if (trial.cost > MAX_COST || (*n == MAX_TRIALS && trials[MAX_TRIALS - 1].cost <= trial.cost))
    return;
  if (*n < MAX_TRIALS)
    (*n)++;
  for (at = *n - 1; at > 0 && trials[at - 1].cost > trial.cost; at--)
    trials[at] = trials[at - 1];
  trials[at] = trial;
}

static int
gather_trials (const struct format *format,
               const struct check  *check,
               const float         *const log_p[3],
               const char          *text,
               struct trial        *trials)
{
  int n = 0;

  for (int i = 0; i <= 4; i++)
    {
      int from = i < 4 ? check->parts[i][0] : check->at, length = i < 4 ? check->parts[i][1] : 1;

      for (int at = from; at < from + length; at++)
        {
          const float *p = log_p[at / format->length] + at % format->length * VIDIMUS_MRZ_N_CLASSES;
          int now = (int) (strchr (VIDIMUS_MRZ_ALPHABET, text[at]) - VIDIMUS_MRZ_ALPHABET);

          for (int c = 0; c < VIDIMUS_MRZ_N_CHARS; c++)
            if (c != now)
              add_trial (trials, &n, (struct trial) { at, VIDIMUS_MRZ_ALPHABET[c],
                         likelihood (p, format->places[at], now) - likelihood (p, format->places[at], c) });
        }
    }

  return n;
}

/* Changes the one or two characters that cost least and make the check digit hold. */
static void
mend (const struct format *format,
      const struct check  *check,
      const float         *const log_p[3],
      char                *text)
{
  struct trial trials[MAX_TRIALS];
  int n = gather_trials (format, check, log_p, text, trials), a = -1, b = -1;
  float best = MAX_COST;

  for (int i = 0; i < n && trials[i].cost < best; i++)
    for (int j = i; j < n; j++)
      {
        float cost = trials[i].cost + (j > i ? trials[j].cost : 0);
        char before[2] = { text[trials[i].at], text[trials[j].at] };

        if (cost >= best || (j > i && trials[i].at == trials[j].at))
          continue;
        text[trials[i].at] = trials[i].c;
        text[trials[j].at] = trials[j].c;
        if (holds (check, text))
          {
            best = cost;
            a = i;
            b = j;
          }
        text[trials[j].at] = before[1];
        text[trials[i].at] = before[0];
      }
  if (a >= 0)
    {
      text[trials[a].at] = trials[a].c;
      text[trials[b].at] = trials[b].c;
    }
}

/**
 * vidimus_mrz_resolve:
 * @log_p: of each line, @length rows of VIDIMUS_MRZ_N_CLASSES logarithms
 * @mrz: (inout): its lines and checks are set
 *
 * Chooses the likeliest characters that fit the places of the format and, where few changes do it, the check digits.
 */
void
vidimus_mrz_resolve (const float        *const log_p[3],
                     int                 n_lines,
                     int                 length,
                     struct vidimus_mrz *mrz)
{
  const float *first = log_p[0];
  bool visa = n_lines == 2 && first[31] > first[25] && first[31] > first[18]; /* V against P and I */
  const struct format *format = find_format (n_lines, length, visa);
  char text[3 * 44 + 1] = { 0 };

  memset (mrz->lines, 0, sizeof mrz->lines);
  mrz->n_lines = format != NULL ? n_lines : 0;
  if (format == NULL)
    return;

  for (int at = 0; at < n_lines * length; at++)
    {
      const float *p = log_p[at / length] + at % length * VIDIMUS_MRZ_N_CLASSES;
      int best = 0;

      for (int c = 1; c < VIDIMUS_MRZ_N_CHARS; c++)
        if (likelihood (p, format->places[at], c) > likelihood (p, format->places[at], best))
          best = c;
      text[at] = VIDIMUS_MRZ_ALPHABET[best];
    }
  for (int i = 0; i < format->n_checks; i++)
    if (!holds (&format->checks[i], text))
      mend (format, &format->checks[i], log_p, text);

  for (int l = 0; l < n_lines; l++)
    memcpy (mrz->lines[l], text + l * length, (size_t) length);
  vidimus_mrz_judge (mrz);
}

/**
 * vidimus_mrz_judge:
 * @mrz: (inout): its checks are counted anew from its lines
 */
void
vidimus_mrz_judge (struct vidimus_mrz *mrz)
{
  size_t length = strlen (mrz->lines[0]);
  const struct format *format = find_format (mrz->n_lines, (int) length, mrz->n_lines == 2 && mrz->lines[0][0] == 'V');
  char text[3 * 44 + 1] = { 0 };

  mrz->checks_right = mrz->checks_total = 0;
  if (format == NULL)
    return;

  for (int l = 0; l < mrz->n_lines; l++)
    {
      if (strlen (mrz->lines[l]) != length)
        return;
      memcpy (text + (size_t) l * length, mrz->lines[l], length);
    }
  mrz->checks_total = format->n_checks;
  for (int i = 0; i < format->n_checks; i++)
    mrz->checks_right += holds (&format->checks[i], text);
}

/* What a machine-readable zone may say: ICAO Doc 9303 parts 3–7, as classes of characters by place, and check digits. */

#include "vidimus-mrz-private.h"

#include <string.h>

/* P, V, I: what the document is; A: code of a state; M: name; X: number, or what the issuer likes; N: digit of a date, or
 * filler; 1, 3: such a digit that is not above it; D: digit; S: sex. */
static const struct vidimus_mrz_format formats[] = {
  { 2, 44, false,
    "PAAAAMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM" "XXXXXXXXXNAAANN1N3NDSNN1N3NDXXXXXXXXXXXXXXND",
    5, { { { { 44, 9 } }, 53 }, { { { 57, 6 } }, 63 }, { { { 65, 6 } }, 71 }, { { { 72, 14 } }, 86, true },
         { { { 44, 10 }, { 57, 7 }, { 65, 22 } }, 87 } } },
  { 2, 44, true,
    "VAAAAMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM" "XXXXXXXXXNAAANN1N3NDSNN1N3NDXXXXXXXXXXXXXXXX",
    3, { { { { 44, 9 } }, 53 }, { { { 57, 6 } }, 63 }, { { { 65, 6 } }, 71 } } },
  { 2, 36, false,
    "IAAAAMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM" "XXXXXXXXXNAAANN1N3NDSNN1N3NDXXXXXXXD",
    4, { { { { 36, 9 } }, 45 }, { { { 49, 6 } }, 55 }, { { { 57, 6 } }, 63 },
         { { { 36, 10 }, { 49, 7 }, { 57, 14 } }, 71 } } },
  { 2, 36, true,
    "VAAAAMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM" "XXXXXXXXXNAAANN1N3NDSNN1N3NDXXXXXXXX",
    3, { { { { 36, 9 } }, 45 }, { { { 49, 6 } }, 55 }, { { { 57, 6 } }, 63 } } },
  { 3, 30, false,
    "IAAAAXXXXXXXXXNXXXXXXXXXXXXXXX" "NN1N3NDSNN1N3NDAAAXXXXXXXXXXXD" "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMM",
    4, { { { { 5, 9 } }, 14 }, { { { 30, 6 } }, 36 }, { { { 38, 6 } }, 44 },
         { { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } }, 59 } } },
};

/** vidimus_mrz_format_of: the one of so many lines of such length, a visa's or another document's; or NULL. */
const struct vidimus_mrz_format *
vidimus_mrz_format_of (int  n_lines,
                       int  length,
                       bool visa)
{
  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
    if (formats[i].n_lines == n_lines && formats[i].length == length && formats[i].visa == visa)
      return &formats[i];

  return NULL;
}

/** vidimus_mrz_value: what a character counts in a check digit. */
int
vidimus_mrz_value (char c)
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
    sum += vidimus_mrz_value (text[i]) * weights[(*place)++ % 3];

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

/**
 * vidimus_mrz_check_holds:
 * @text: the zone's lines, one after the other
 */
bool
vidimus_mrz_check_holds (const struct vidimus_mrz_check *check,
                         const char                     *text)
{
  int place = 0, sum = 0;

  for (int i = 0; i < 4 && check->parts[i][1] > 0; i++)
    sum += weigh (text + check->parts[i][0], check->parts[i][1], &place);

  return text[check->at] == '<' ? check->optional && sum % 10 == 0 : text[check->at] == '0' + sum % 10;
}

/**
 * vidimus_mrz_judge:
 * @mrz: (inout): its checks are counted anew from its lines
 */
void
vidimus_mrz_judge (struct vidimus_mrz *mrz)
{
  size_t length = strlen (mrz->lines[0]);
  bool visa = mrz->n_lines == 2 && mrz->lines[0][0] == 'V';
  const struct vidimus_mrz_format *format = vidimus_mrz_format_of (mrz->n_lines, (int) length, visa);
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
    mrz->checks_right += vidimus_mrz_check_holds (&format->checks[i], text);
}

/** vidimus_mrz_is_doubtless: whether all that check digits are of is seen, and they hold. */
bool
vidimus_mrz_is_doubtless (const struct vidimus_mrz *mrz)
{
  bool visa = mrz->n_lines == 2 && mrz->lines[0][0] == 'V';
  const struct vidimus_mrz_format *format = vidimus_mrz_format_of (mrz->n_lines, (int) strlen (mrz->lines[0]), visa);

  return format != NULL && mrz->checks_right == format->n_checks;
}

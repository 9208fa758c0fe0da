/* Numbers with a grammar of their own, and their check digits. */

#include "vidimus-cues-private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/**
 * vidimus_number_prc_holds:
 * @digits: 17 digits and a digit or X
 *
 * GB 11643: ISO 7064 MOD 11-2.
 */
bool
vidimus_number_prc_holds (const char *digits)
{
  static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  int sum = 0;

  for (int i = 0; i < 17; i++)
    sum += (digits[i] - '0') * weights[i];

  return digits[17] == "10X98765432"[sum % 11];
}

/**
 * vidimus_number_hkid_holds:
 * @text: one or two letters, six digits and the check character, without parentheses
 *
 * The Hong Kong identity card's number: weights 9–1, a missing first letter counts 36, modulo 11, A for 10.
 */
bool
vidimus_number_hkid_holds (const char *text)
{
  size_t length = strlen (text);
  int sum = length == 8 ? 36 * 9 : 0, weight = length == 8 ? 8 : 9;

  if (length != 8 && length != 9)
    return false;
  for (size_t i = 0; i < length; i++, weight--)
    {
      int value = i == length - 1 && text[i] == 'A' ? 10
                  : isdigit ((unsigned char) text[i]) ? text[i] - '0' : text[i] - 'A' + 10;

      sum += value * weight;
    }

  return sum % 11 == 0;
}

/**
 * vidimus_number_thai_holds:
 * @digits: 13 digits
 *
 * Weights 13–2, 11 less the sum modulo 11, modulo 10.
 */
bool
vidimus_number_thai_holds (const char *digits)
{
  int sum = 0;

  for (int i = 0; i < 12; i++)
    sum += (digits[i] - '0') * (13 - i);

  return digits[12] - '0' == (11 - sum % 11) % 10;
}

/**
 * vidimus_number_dni_holds:
 * @digits: 8 digits and the check digit
 *
 * The Peruvian DNI: weights 3 2 7 6 5 4 3 2, modulo 11.
 */
bool
vidimus_number_dni_holds (const char *digits)
{
  static const int weights[8] = { 3, 2, 7, 6, 5, 4, 3, 2 };
  static const char check[] = "67890112345";
  int sum = 0, rest;

  for (int i = 0; i < 8; i++)
    sum += (digits[i] - '0') * weights[i];
  rest = 11 - sum % 11;

  return digits[8] == check[rest == 11 ? 0 : rest];
}

/* Pattern characters: 9 a digit, A a capital, X digit or X, C digit or A; others stand for themselves. */
static bool
fits (const char *text,
      const char *pattern)
{
  for (; *pattern != '\0'; text++, pattern++)
    {
      bool digit = isdigit ((unsigned char) *text) != 0;

      if (!(*pattern == '9' ? digit
            : *pattern == 'A' ? *text >= 'A' && *text <= 'Z'
            : *pattern == 'X' ? digit || *text == 'X'
            : *pattern == 'C' ? digit || *text == 'A'
            : *text == *pattern))
        return false;
    }

  return true;
}

static bool
digit_at (const char *line,
          int         at)
{
  return at >= 0 && isdigit ((unsigned char) line[at]);
}

static uint32_t
judge_prc (const char *p)
{
  char year[5] = { p[6], p[7], p[8], p[9], '\0' };
  int y = atoi (year), m = (p[10] - '0') * 10 + p[11] - '0', d = (p[12] - '0') * 10 + p[13] - '0';

  if (y < 1900 || y > 2060 || m < 1 || m > 12 || d < 1 || d > 31 || p[0] == '0' || p[0] == '9')
    return 0;
  if (p[0] == '8' && p[1] >= '1' && p[1] <= '3')
    return UINT32_C (1) << VIDIMUS_NUMBER_PRC_RESIDENT;

  return UINT32_C (1) << (vidimus_number_prc_holds (p) ? VIDIMUS_NUMBER_PRC : VIDIMUS_NUMBER_PRC_LIKE);
}

static uint32_t
judge_hkid (const char *p,
            int         letters)
{
  char text[10] = { 0 };

  memcpy (text, p, (size_t) letters + 6);
  text[letters + 6] = p[letters + 7];

  return UINT32_C (1) << (vidimus_number_hkid_holds (text) ? VIDIMUS_NUMBER_HONGKONG : VIDIMUS_NUMBER_HONGKONG_LIKE);
}

/* Letters that digits are read as in small or soft print. */
static char
as_digit (char c)
{
  static const char letters[] = "OoQDIl|ZSBGT", digits[] = "000011125867";
  const char *at = c != '\0' ? strchr (letters, c) : NULL;

  return at != NULL ? digits[at - letters] : c;
}

/* The long numbers, whose other characters can be told from digits: @line with such letters as digits. */
static uint32_t
find_long (const char *line)
{
  uint32_t found = 0;
  char plain[512];
  size_t n = 0;

  for (; line[n] != '\0'; n++)
    plain[n] = as_digit (line[n]);
  plain[n] = '\0';
  for (int i = 0; plain[i] != '\0'; i++)
    if (!digit_at (plain, i - 1))
      {
        const char *p = plain + i;

        if (fits (p, "99999999999999999X") && !isdigit ((unsigned char) p[18]))
          found |= judge_prc (p);
        if (fits (p, "9999999999999") && !isdigit ((unsigned char) p[13]) && vidimus_number_thai_holds (p))
          found |= UINT32_C (1) << VIDIMUS_NUMBER_THAILAND_LIKE;
      }

  return found;
}

/* A letter, six digits, and the check digit in what is left of its parentheses: it has to hold. */
static uint32_t
find_loose_hkid (const char *p)
{
  char text[9] = { 0 };

  if (!fits (p, "A999999") || p[7] == '\0' || strchr ("({[<t|", p[7]) == NULL || !(isdigit ((unsigned char) p[8]) || p[8] == 'A') ||
      isdigit ((unsigned char) p[9]))
    return 0;
  memcpy (text, p, 7);
  text[7] = p[8];

  return vidimus_number_hkid_holds (text) ? UINT32_C (1) << VIDIMUS_NUMBER_HONGKONG_LIKE : 0;
}

/* How a card's machine-readable zone begins; of the five one may be wrong, and fillers are read as many things. */
static uint32_t
find_zone_issuer (const char *line)
{
  static const struct
  {
    const char *begin;
    int         number;
  } issuers[] = {
    { "IDKHM", VIDIMUS_NUMBER_ZONE_KHM }, { "I<MAC", VIDIMUS_NUMBER_ZONE_MAC }, { "I<PER", VIDIMUS_NUMBER_ZONE_PER },
  };
  uint32_t found = 0;

  if (strlen (line) < 18)
    return 0;
  for (size_t k = 0; k < sizeof issuers / sizeof *issuers; k++)
    for (int at = 0; at < 3; at++)
      {
        int right = 0, code = 0;

        for (int i = 0; i < 5; i++)
          {
            right += line[at + i] == issuers[k].begin[i];
            code += i >= 2 && line[at + i] == issuers[k].begin[i];
          }
        if (right >= 4 && code >= 2)
          found |= UINT32_C (1) << issuers[k].number;
      }

  return found;
}

/* Myanmar's number of registration: its beginning may be covered, and a parenthesis read as a letter. */
static bool
is_nrc (const char *p)
{
  const char *letters = strchr (p, '/'), *end;

  if (fits (p, "(N)999999") || fits (p, "(NAING)999999"))
    return true;
  if (!fits (p, "9/") && !fits (p, "99/"))
    return false;
  if (strstr (p, "(N)") != NULL || strstr (p, "(NAING)") != NULL)
    return true;
  for (end = letters + 1; isupper ((unsigned char) *end); end++)
    ;

  return end - letters > 5 && end[-1] == 'N' && fits (end, ")999999");
}

/* @line: one line without blanks. */
static uint32_t
find_in_tight (const char *line)
{
  uint32_t found = find_long (line) | find_zone_issuer (line);

  for (int i = 0; line[i] != '\0'; i++)
    {
      const char *p = line + i;

      if (digit_at (line, i - 1))
        continue;
      if (i == 0 || !isupper ((unsigned char) line[i - 1]))
        found |= find_loose_hkid (p);
      if (fits (p, "AA999999(C)"))
        found |= judge_hkid (p, 2);
      if (fits (p, "A999999(C)") && (i == 0 || !isupper ((unsigned char) line[i - 1])))
        found |= judge_hkid (p, 1);
      if (fits (p, "9999999(9)"))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_MACAO;
      if (fits (p, "(99-99)"))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_HONGKONG_DATE;
      if (fits (p, "***A"))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_HONGKONG_SIGNS;
      if (fits (p, "AA9-9999999-99"))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_THAILAND_LASER;
      if (fits (p, "99999999-9") && vidimus_number_dni_holds ((char[]) { p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[9] }))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_PERU;
      if (fits (p, "A/99999/99") && !isdigit ((unsigned char) p[10]) && (i == 0 || !isalnum ((unsigned char) line[i - 1])))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_MYANMAR_LICENCE;
      if (is_nrc (p))
        found |= UINT32_C (1) << VIDIMUS_NUMBER_NRC_LATIN;
    }

  return found;
}

/* @line: one line with its blanks. */
static uint32_t
find_in_loose (const char *line)
{
  uint32_t found = 0;
  int fillers = 0;

  for (int i = 0; line[i] != '\0'; i++)
    {
      const char *p = line + i;

      fillers += *p == '<';
      if (!digit_at (line, i - 1) && fits (p, "9 9999 99999 99 9") && !isdigit ((unsigned char) p[17]))
        {
          const char digits[13] = { p[0], p[2], p[3], p[4], p[5], p[7], p[8], p[9], p[10], p[11], p[13], p[14], p[16] };

          found |= UINT32_C (1) << (vidimus_number_thai_holds (digits) ? VIDIMUS_NUMBER_THAILAND : VIDIMUS_NUMBER_THAILAND_LIKE);
        }
    }
  /* Burmese: (နိုင်) or (N) after digits */
  if (strstr (line, "(နိုင်)") != NULL)
    found |= UINT32_C (1) << VIDIMUS_NUMBER_NRC;
  if (fillers >= 5 && strlen (line) >= 24)
    found |= UINT32_C (1) << VIDIMUS_NUMBER_ZONE;

  return found;
}

/**
 * vidimus_numbers_find:
 * @utf8: text, lines separated by line feeds
 *
 * Returns: the kinds of number in it, as a bit set over enum vidimus_number
 */
uint32_t
vidimus_numbers_find (const char *utf8)
{
  uint32_t found = 0;
  char line[512], tight[512];

  while (*utf8 != '\0')
    {
      size_t length = strcspn (utf8, "\n"), n = 0;

      if (length < sizeof line)
        {
          memcpy (line, utf8, length);
          line[length] = '\0';
          for (size_t i = 0; i < length; i++)
            if (line[i] != ' ')
              tight[n++] = line[i];
          tight[n] = '\0';
          found |= find_in_tight (tight) | find_in_loose (line);
        }
      utf8 += length + (utf8[length] == '\n');
    }

  return found;
}

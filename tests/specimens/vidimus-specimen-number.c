#include "vidimus-specimen-number.h"

#include <string.h>

/** vidimus_specimen_check_prc: ISO 7064 MOD 11-2 over 17 digits (GB 11643-1999): 0–9 or X. */
char
vidimus_specimen_check_prc (const char *digits17)
{
  int m = 0;

  for (int i = 0; i < 17; i++)
    m = (m + digits17[i] - '0') * 2 % 11;

  return "0123456789X"[(12 - m) % 11];
}

/**
 * vidimus_specimen_check_hong_kong:
 * @letter_and_digits: one letter and six digits
 *
 * Weights 9 … 2, a missing first letter counting 36: the sum with the check digit divides by 11; A is 10.
 */
char
vidimus_specimen_check_hong_kong (const char *letter_and_digits)
{
  int sum = 9 * 36 + 8 * (letter_and_digits[0] - 'A' + 10);

  for (int i = 1; i <= 6; i++)
    sum += (8 - i) * (letter_and_digits[i] - '0');

  return "0123456789A"[(11 - sum % 11) % 11];
}

/** vidimus_specimen_check_thai: weights 13 … 2 modulo 11 over the first twelve digits. */
char
vidimus_specimen_check_thai (const char *digits12)
{
  int sum = 0;

  for (int i = 0; i < 12; i++)
    sum += (13 - i) * (digits12[i] - '0');

  return (char) ('0' + (11 - sum % 11) % 10);
}

/** vidimus_specimen_check_peru: the DNI's digit, weights 3 2 7 6 5 4 3 2 modulo 11. */
char
vidimus_specimen_check_peru (const char *digits8)
{
  static const int weights[] = { 3, 2, 7, 6, 5, 4, 3, 2 };
  int sum = 0;

  for (int i = 0; i < 8; i++)
    sum += weights[i] * (digits8[i] - '0');

  return "65432110987"[sum % 11];
}

/** vidimus_specimen_check_mrz: ICAO Doc 9303, weights 7 3 1 modulo 10; @length −1 for all of @text. */
char
vidimus_specimen_check_mrz (const char *text,
                            gssize      length)
{
  static const int weights[] = { 7, 3, 1 };
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  int sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      int value = g_ascii_isdigit (text[i]) ? text[i] - '0'
                                            : g_ascii_isupper (text[i]) ? text[i] - 'A' + 10 : 0;

      sum += weights[i % 3] * value;
    }

  return (char) ('0' + sum % 10);
}

/* Puts @text at @at in a line of fillers, at most @width characters; what no line may hold becomes "<". */
static void
mrz_put (char       *line,
         int         at,
         int         width,
         const char *text)
{
  for (int i = 0; i < width && text != NULL && text[i] != '\0'; i++)
    line[at + i] = g_ascii_isalnum (text[i]) ? g_ascii_toupper (text[i]) : '<';
}

static void
mrz_check (char *line,
           int   at,
           int   from)
{
  line[at] = vidimus_specimen_check_mrz (line + from, at - from);
}

/**
 * vidimus_specimen_mrz_latin:
 * @name: Latin letters with marks
 *
 * ICAO Doc 9303-3, section 6: letters that have two for them, then marks dropped; apostrophes and commas too.
 *
 * Returns: (transfer full): the name in ASCII
 */
char *
vidimus_specimen_mrz_latin (const char *name)
{
  static const char * const pairs[][2] = {
    { "Ä", "AE" }, { "Ö", "OE" }, { "Ü", "UE" }, { "Å", "AA" }, { "Æ", "AE" }, { "Ø", "OE" }, { "Œ", "OE" }, { "ẞ", "SS" },
    { "ß", "SS" }, { "Þ", "TH" }, { "Ð", "D" }, { "Đ", "D" }, { "Ł", "L" }, { "İ", "I" }, { "ı", "I" },
  };
  g_autoptr(GString) text = g_string_new (name);
  g_autofree char *parted = NULL;
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (text, pairs[i][0], pairs[i][1], 0);
  parted = g_utf8_normalize (text->str, -1, G_NORMALIZE_NFD);
  for (const char *p = parted; *p != '\0'; p++)
    if (g_ascii_isprint (*p) && *p != '\'' && *p != ',')
      g_string_append_c (out, *p);

  return g_string_free (out, FALSE);
}

static void
mrz_names (const VidimusSpecimenMrz *mrz,
           char                     *line,
           int                       at,
           int                       width)
{
  g_autofree char *surname = vidimus_specimen_mrz_latin (mrz->surname);
  g_autofree char *given = vidimus_specimen_mrz_latin (mrz->given);
  g_autofree char *names = g_strconcat (surname, "<<", given, NULL);

  mrz_put (line, at, width, names);
}

static char **
mrz_lines (int n,
           int width)
{
  char **lines = g_new0 (char *, n + 1);

  for (int i = 0; i < n; i++)
    lines[i] = g_strnfill (width, '<');

  return lines;
}

/** vidimus_specimen_mrz_td1: three lines of 30 (ICAO Doc 9303-5), full. */
char **
vidimus_specimen_mrz_td1 (const VidimusSpecimenMrz *mrz)
{
  char **lines = mrz_lines (3, 30);
  g_autofree char *all = NULL;

  mrz_put (lines[0], 0, 2, mrz->code);
  mrz_put (lines[0], 2, 3, mrz->state);
  mrz_put (lines[0], 5, 9, mrz->number);
  mrz_check (lines[0], 14, 5);
  mrz_put (lines[0], 15, 15, mrz->optional);

  mrz_put (lines[1], 0, 6, mrz->birth);
  mrz_check (lines[1], 6, 0);
  lines[1][7] = mrz->sex;
  mrz_put (lines[1], 8, 6, mrz->expiry);
  mrz_check (lines[1], 14, 8);
  mrz_put (lines[1], 15, 3, mrz->nationality);
  all = g_strdup_printf ("%.25s%.7s%.7s%.11s", lines[0] + 5, lines[1], lines[1] + 8, lines[1] + 18);
  lines[1][29] = vidimus_specimen_check_mrz (all, -1);

  mrz_names (mrz, lines[2], 0, 30);

  return lines;
}

/**
 * vidimus_specimen_mrz_td2:
 * @width: 36 for TD2 (Doc 9303-6), 44 for TD3 (9303-4) and visas (9303-7, which have no check digit over all)
 *
 * Returns: (transfer full): two lines
 */
char **
vidimus_specimen_mrz_td2 (const VidimusSpecimenMrz *mrz,
                          int                       width)
{
  char **lines = mrz_lines (2, width);
  g_autofree char *all = NULL;

  mrz_put (lines[0], 0, 2, mrz->code);
  mrz_put (lines[0], 2, 3, mrz->state);
  mrz_names (mrz, lines[0], 5, width - 5);

  mrz_put (lines[1], 0, 9, mrz->number);
  mrz_check (lines[1], 9, 0);
  mrz_put (lines[1], 10, 3, mrz->nationality);
  mrz_put (lines[1], 13, 6, mrz->birth);
  mrz_check (lines[1], 19, 13);
  lines[1][20] = mrz->sex;
  mrz_put (lines[1], 21, 6, mrz->expiry);
  mrz_check (lines[1], 27, 21);
  mrz_put (lines[1], 28, width == 44 ? 14 : 7, mrz->optional);

  if (mrz->code[0] == 'V')
    return lines;
  if (width == 44)
    mrz_check (lines[1], 42, 28);
  all = g_strdup_printf ("%.10s%.7s%.*s", lines[1], lines[1] + 13, width - 22, lines[1] + 21);
  lines[1][width - 1] = vidimus_specimen_check_mrz (all, -1);

  return lines;
}

/** vidimus_specimen_mrz_td3: two lines of 44, of a passport's page. */
char **
vidimus_specimen_mrz_td3 (const VidimusSpecimenMrz *mrz)
{
  return vidimus_specimen_mrz_td2 (mrz, 44);
}

#include "vidimus-specimen-holder.h"

#include <string.h>

static void
random_date (VidimusSpecimenRandom *random,
             int                    first_year,
             int                    last_year,
             VidimusSpecimenDate   *date)
{
  date->year = vidimus_specimen_random_int (random, first_year, last_year);
  date->month = vidimus_specimen_random_int (random, 1, 12);
  date->day = vidimus_specimen_random_int (random, 1, 28);
}

/** vidimus_specimen_holder_new: a person of age with a document issued within the last years. */
VidimusSpecimenHolder *
vidimus_specimen_holder_new (guint64 seed)
{
  VidimusSpecimenHolder *self = g_new0 (VidimusSpecimenHolder, 1);

  vidimus_specimen_random_init (&self->random, seed, "holder");
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->female = vidimus_specimen_random_chance (&self->random, 0.5);
  random_date (&self->random, 1955, 2001, &self->birth);
  random_date (&self->random, 2017, 2024, &self->issue);
  self->expiry = self->issue;
  self->expiry.year += 10;

  return self;
}

/** vidimus_specimen_holder_free: with all values. */
void
vidimus_specimen_holder_free (VidimusSpecimenHolder *self)
{
  g_hash_table_unref (self->values);
  g_free (self);
}

/** vidimus_specimen_holder_set: gives @key a value, replacing an earlier one. */
void
vidimus_specimen_holder_set (VidimusSpecimenHolder *self,
                             const char            *key,
                             const char            *format,
                             ...)
{
  va_list args;

  va_start (args, format);
  g_hash_table_replace (self->values, g_strdup (key), g_strdup_vprintf (format, args));
  va_end (args);
}

/** vidimus_specimen_holder_get: borrowed; it is a mistake to ask for what was not set. */
const char *
vidimus_specimen_holder_get (VidimusSpecimenHolder *self,
                             const char            *key)
{
  const char *value = g_hash_table_lookup (self->values, key);

  if (value == NULL)
    g_error ("a specimen has no value “%s”", key);

  return value;
}

/**
 * vidimus_specimen_holder_pick:
 * @keys: names, parted by "|"
 * @rows: %NULL-terminated; each as many values, parted by "|"
 *
 * Draws one row, so that what belongs together (a name in two scripts) stays together. A key "is", F or
 * M, sets the holder's sex.
 */
void
vidimus_specimen_holder_pick (VidimusSpecimenHolder *self,
                              const char            *keys,
                              const char * const    *rows)
{
  g_auto(GStrv) names = g_strsplit (keys, "|", -1);
  g_auto(GStrv) values = g_strsplit (vidimus_specimen_random_pick (&self->random, rows), "|", -1);

  g_assert (g_strv_length (names) == g_strv_length (values));
  for (int i = 0; names[i] != NULL; i++)
    {
      vidimus_specimen_holder_set (self, names[i], "%s", values[i]);
      if (g_str_equal (names[i], "is"))
        self->female = values[i][0] == 'F';
    }
}

/**
 * vidimus_specimen_holder_mrz:
 * @width: 30, 36 or 44 characters a line
 *
 * Sets "mrz1" … from the values "surname", "given" (Latin letters), "optional" (if there is one) and the dates.
 */
void
vidimus_specimen_holder_mrz (VidimusSpecimenHolder *self,
                             int                    width,
                             const char            *code,
                             const char            *state,
                             const char            *number)
{
  g_autofree char *birth = g_strdup_printf ("%02d%02d%02d", self->birth.year % 100, self->birth.month,
                                            self->birth.day);
  g_autofree char *expiry = g_strdup_printf ("%02d%02d%02d", self->expiry.year % 100, self->expiry.month,
                                             self->expiry.day);
  VidimusSpecimenMrz mrz = {
    .code = code, .state = state, .nationality = state, .number = number,
    .optional = g_hash_table_lookup (self->values, "optional"),
    .surname = vidimus_specimen_holder_get (self, "surname"),
    .given = vidimus_specimen_holder_get (self, "given"),
    .birth = birth, .expiry = expiry, .sex = self->female ? 'F' : 'M',
  };
  g_auto(GStrv) lines = width == 30 ? vidimus_specimen_mrz_td1 (&mrz)
                                    : vidimus_specimen_mrz_td2 (&mrz, width);

  for (int i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("mrz%d", i + 1);

      vidimus_specimen_holder_set (self, key, "%s", lines[i]);
    }
}

static void
append_date_field (GString                   *out,
                   const VidimusSpecimenDate *date,
                   char                       field)
{
  static const char * const english[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  static const char * const thai[] = { "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
                                       "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค." };
  const char *month = english[date->month - 1];

  switch (field)
    {
    case 'd': g_string_append_printf (out, "%02d", date->day); break;
    case 'e': g_string_append_printf (out, "%d", date->day); break;
    case 'm': g_string_append_printf (out, "%02d", date->month); break;
    case 'n': g_string_append_printf (out, "%d", date->month); break;
    case 'b': g_string_append (out, month); break;
    case 'B':
      g_string_append_printf (out, "%c%c%c", month[0], g_ascii_toupper (month[1]), g_ascii_toupper (month[2]));
      break;
    case 't': g_string_append (out, thai[date->month - 1]); break;
    case 'y': g_string_append_printf (out, "%02d", date->year % 100); break;
    case 'Y': g_string_append_printf (out, "%d", date->year); break;
    case 'Z': g_string_append_printf (out, "%d", date->year + 543); break;
    default: g_assert_not_reached ();
    }
}

static char *
format_date (VidimusSpecimenHolder *self,
             const char            *name,
             const char            *format)
{
  const VidimusSpecimenDate *date = g_str_equal (name, "birth") ? &self->birth
                                    : g_str_equal (name, "issue") ? &self->issue : &self->expiry;
  GString *out = g_string_new (NULL);

  for (const char *p = format; *p != '\0'; p++)
    {
      if (*p == '%')
        append_date_field (out, date, *++p);
      else
        g_string_append_c (out, *p);
    }

  return g_string_free (out, FALSE);
}

/* ASCII digits become those that start at @zero. */
static char *
convert_digits (const char *text,
                gunichar    zero)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, c >= '0' && c <= '9' ? zero + c - '0' : c);
    }

  return g_string_free (out, FALSE);
}

static char *
expand_field (VidimusSpecimenHolder *self,
              const char            *field)
{
  g_auto(GStrv) parts = g_strsplit (field, "|", 2);
  g_auto(GStrv) date = g_strsplit (parts[0], ":", 2);
  g_autofree char *value = date[1] != NULL ? format_date (self, date[0], date[1])
                                           : g_strdup (vidimus_specimen_holder_get (self, parts[0]));

  if (parts[1] == NULL)
    return g_steal_pointer (&value);

  return convert_digits (value, g_str_equal (parts[1], "khm") ? 0x17e0 : 0x1040);
}

/**
 * vidimus_specimen_holder_expand:
 * @text: may hold "{key}", "{birth:%d.%m.%Y}" (issue and expiry too; b, B, t: month as Jan, JAN, in
 *   Thai; e, n: without leading 0; Z: Buddhist year), and "|khm" or "|mya" before the brace for that script's digits
 *
 * Returns: (transfer full): @text with the values in place
 */
char *
vidimus_specimen_holder_expand (VidimusSpecimenHolder *self,
                                const char            *text)
{
  GString *out = g_string_new (NULL);
  const char *open;

  while ((open = strchr (text, '{')) != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *field = g_strndup (open + 1, (gsize) (close - open - 1));
      g_autofree char *value = expand_field (self, field);

      g_string_append_len (out, text, open - text);
      g_string_append (out, value);
      text = close + 1;
    }
  g_string_append (out, text);

  return g_string_free (out, FALSE);
}

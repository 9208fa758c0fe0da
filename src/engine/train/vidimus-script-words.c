#include "vidimus-script-words.h"

#include "vidimus-training.h"

#include <pango/pango.h>
#include <stdlib.h>
#include <string.h>

/* The families of the specimens' tuning half, so that others judge. */
static const char *const latin_fonts[] = {
  "Noto Sans", "Noto Sans", "Noto Sans Display", "Noto Sans Condensed", "Loma", "Garuda", "Noto Serif", "Norasi", "OCR B", NULL
};
static const char *const han_fonts[] = {
  "Noto Sans CJK SC", "Noto Serif CJK SC", "Noto Sans CJK HK", "Noto Sans CJK TC", "Noto Serif CJK TC", NULL
};
static const char *const thai_fonts[] = {
  "Noto Sans Thai", "Garuda", "Loma", "Norasi", "Noto Looped Thai", "Noto Serif Thai", NULL
};
static const char *const khmer_fonts[] = {
  "Khmer OS", "Khmer OS Battambang", "Khmer OS Content", "Khmer OS Siemreap", "Noto Sans Khmer", "Noto Serif Khmer",
  "Khmer OS Muol Light", "Khmer OS Muol", "Khmer OS Bokor", NULL
};
static const char *const burmese_fonts[] = { "Noto Sans Myanmar", "Padauk", "Padauk Book", NULL };
static const char *const digit_fonts[] = { "OCR B", "OCR B", "Noto Sans", "Noto Sans Bold", "Loma", "Garuda Bold", NULL };

/* What follows one another in words that many documents have. */
static const char *const labels[] = {
  "Date of birth", "Date of issue", "Date of expiry", "Surname", "Given names", "Nationality", "Authority", "IDENTITY CARD",
  "REPUBLIC", "KINGDOM", "PASSPORT", "Sex", "Name", "NATIONAL", "Place of birth", "DRIVING LICENCE", "Apellidos", "Fecha",
  "Documento", "Valid until", "Nom Prénoms", "Ausweis", "Signature", "Address", "Data de nascimento", "University", "Bank",
  "Паспорт", "Фамилия", "Дата рождения", "Республика", "Гражданство", "Ελληνική", "Δημοκρατία", NULL
};

/* Signs that forms and names use; others come from the whole range. */
static const char common_han[] =
  "姓名性别性別民族出生年月日住址公民身份号码號碼居证證签發签发机关機關有效期限至中华人民共和国華國香港澳門特別行政区區永久護照护通行"
  "大王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭馬马罗羅梁宋郑鄭谢謝韩韓唐冯馮于董程曹袁邓鄧许許傅沈曾彭呂吕苏蘇"
  "市省县縣镇鎮街道路号室村东東西南北上下山水安局分长長新光明文化天地小学學校男女汉漢期登記記日首次來往内內地银行銀局社会會保障";

static uint32_t
pick_in (uint64_t *random,
         uint32_t  first,
         uint32_t  last)
{
  return first + (uint32_t) (training_random (random) * (last - first + 1));
}

static const char *
pick_string (uint64_t          *random,
             const char *const *strings)
{
  return strings[(int) (training_random (random) * g_strv_length ((char **) strings))];
}

static void
add_syllable_latin (GString  *text,
                    uint64_t *random)
{
  static const char *const starts[] = { "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "st",
                                        "tr", "w", "j", "sh", "ph", "z", "qu", "", NULL };
  static const char *const ends[] = { "a", "e", "i", "o", "u", "an", "er", "on", "is", "ent", "ia", "or", "al", "é", "ó", "ed",
                                      "ing", "ão", "y", NULL };

  g_string_append (text, pick_string (random, starts));
  g_string_append (text, pick_string (random, ends));
}

static void
add_latin (GString  *text,
           uint64_t *random)
{
  g_autoptr(GString) word = g_string_new (NULL);
  double form = training_random (random);
  g_autofree char *up = NULL;

  if (form < .35)
    g_string_append (word, pick_string (random, labels));
  else
    for (int n = 1 + (int) (3 * training_random (random)); n > 0; n--)
      add_syllable_latin (word, random);
  up = g_utf8_strup (word->str, -1);
  if (training_random (random) < .45)
    g_string_append (text, up);
  else if (training_random (random) < .5 && up[0] > 0)
    {
      g_string_append_c (text, up[0]);
      g_string_append (text, g_utf8_next_char (word->str));
    }
  else
    g_string_append (text, word->str);
}

static void
add_han (GString  *text,
         uint64_t *random)
{
  long n_common = g_utf8_strlen (common_han, -1);

  for (int n = 1 + (int) (5 * training_random (random)); n > 0; n--)
    g_string_append_unichar (text, training_random (random) < .7
      ? g_utf8_get_char (g_utf8_offset_to_pointer (common_han, (long) (training_random (random) * (double) n_common)))
      : pick_in (random, 0x4e00, 0x9fa5));
}

static void
add_thai (GString  *text,
          uint64_t *random)
{
  static const uint32_t leads[] = { 0xe40, 0xe41, 0xe42, 0xe43, 0xe44 };
  static const uint32_t marks[] = { 0xe31, 0xe34, 0xe35, 0xe36, 0xe37, 0xe38, 0xe39 };

  for (int n = 2 + (int) (4 * training_random (random)); n > 0; n--)
    {
      if (training_random (random) < .25)
        g_string_append_unichar (text, leads[(int) (5 * training_random (random))]);
      g_string_append_unichar (text, pick_in (random, 0xe01, 0xe2e));
      if (training_random (random) < .4)
        g_string_append_unichar (text, marks[(int) (7 * training_random (random))]);
      if (training_random (random) < .25)
        g_string_append_unichar (text, pick_in (random, 0xe48, 0xe49));
      if (training_random (random) < .25)
        g_string_append_unichar (text, training_random (random) < .6 ? 0xe32 : 0xe30);
      if (training_random (random) < .5)
        g_string_append_unichar (text, pick_in (random, 0xe01, 0xe2e));
    }
}

static void
add_khmer (GString  *text,
           uint64_t *random)
{
  for (int n = 2 + (int) (4 * training_random (random)); n > 0; n--)
    {
      g_string_append_unichar (text, pick_in (random, 0x1780, 0x17a2));
      if (training_random (random) < .35)
        {
          g_string_append_unichar (text, 0x17d2);
          g_string_append_unichar (text, pick_in (random, 0x1780, 0x17a2));
        }
      if (training_random (random) < .7)
        g_string_append_unichar (text, pick_in (random, 0x17b6, 0x17c5));
      if (training_random (random) < .2)
        g_string_append_unichar (text, training_random (random) < .5 ? 0x17c6 : 0x17cb);
    }
}

static void
add_burmese (GString  *text,
             uint64_t *random)
{
  static const uint32_t vowels[] = { 0x102b, 0x102c, 0x102d, 0x102e, 0x102f, 0x1030, 0x1031, 0x1032, 0x102d, 0x102f };

  for (int n = 2 + (int) (4 * training_random (random)); n > 0; n--)
    {
      g_string_append_unichar (text, pick_in (random, 0x1000, 0x1021));
      if (training_random (random) < .3)
        g_string_append_unichar (text, pick_in (random, 0x103b, 0x103e));
      if (training_random (random) < .75)
        g_string_append_unichar (text, vowels[(int) (10 * training_random (random))]);
      if (training_random (random) < .35)
        {
          g_string_append_unichar (text, pick_in (random, 0x1000, 0x101f));
          g_string_append_unichar (text, 0x103a);
        }
      if (training_random (random) < .35)
        g_string_append_unichar (text, training_random (random) < .3 ? 0x1037 : 0x1038);
    }
}

static void
add_digits (GString  *text,
            uint64_t *random)
{
  static const char *const between[] = { "", "", "", " ", "-", ".", "/", NULL };
  const char *gap = pick_string (random, between);

  for (int n = 2 + (int) (3 * training_random (random)); n > 0; n--)
    {
      for (int k = 2 + (int) (4 * training_random (random)); k > 0; k--)
        g_string_append_unichar (text, pick_in (random, '0', '9'));
      g_string_append (text, gap);
    }
  if (training_random (random) < .15)
    g_string_append_printf (text, "(%d)", (int) (10 * training_random (random)));
}

/* The letters of scripts that are not told apart. */
static const struct
{
  uint32_t    first, last;
  const char *font;
} strange[] = {
  { 0xe81, 0xe82, "Noto Sans Lao" }, { 0xe94, 0xe97, "Noto Serif Lao" }, { 0xe99, 0xe9f, "Noto Sans Lao" },
  { 0xeaa, 0xeae, "Noto Serif Lao" }, { 0x905, 0x939, "Noto Sans Devanagari" }, { 0x985, 0x98c, "Noto Sans Bengali" },
  { 0x995, 0x9a8, "Noto Sans Bengali" }, { 0x627, 0x64a, "Noto Sans Arabic" }, { 0x5d0, 0x5ea, "Noto Sans Hebrew" },
  { 0x10d0, 0x10f0, "Noto Sans Georgian" }, { 0x561, 0x586, "Noto Sans Armenian" }, { 0xac00, 0xd7a3, "Noto Sans CJK KR" },
  { 0x3041, 0x3093, "Noto Sans CJK JP" }, { 0x30a1, 0x30f6, "Noto Serif CJK JP" }, { 0xd85, 0xd96, "Noto Sans Sinhala" },
};

static void
add_strange (GString  *text,
             uint64_t *random)
{
  int which = text->len == 0 ? (int) (training_random (random) * (double) G_N_ELEMENTS (strange)) : -1;
  gunichar before = text->len > 0 ? g_utf8_get_char (text->str) : 0;

  for (int i = 0; which < 0; i++)
    if (before >= strange[i].first && before <= strange[i].last)
      which = i;
  for (int n = 2 + (int) (6 * training_random (random)); n > 0; n--)
    {
      g_string_append_unichar (text, pick_in (random, strange[which].first, strange[which].last));
      if (strange[which].first >> 7 == 0xe80 >> 7 && training_random (random) < .6)
        g_string_append_unichar (text, pick_in (random, 0xeb0, 0xeb9)); /* vowels of Lao, which make it look like Thai */
    }
}

/**
 * script_words:
 * @utf8: (out): @size bytes
 *
 * One to three words of the script.
 */
void
script_words (enum script_text  which,
              uint64_t         *random,
              char             *utf8,
              int               size)
{
  static void (*const adders[]) (GString *, uint64_t *) = {
    add_latin, add_han, add_thai, add_khmer, add_burmese, add_digits, add_strange,
  };
  g_autoptr(GString) text = g_string_new (NULL);

  for (int n = 1 + (int) (3 * training_random (random)); n > 0; n--)
    {
      adders[which] (text, random);
      if (n > 1 && (which != SCRIPT_TEXT_HAN || training_random (random) < .3))
        g_string_append_c (text, ' ');
    }
  g_utf8_strncpy (utf8, text->str, (size_t) MIN (g_utf8_strlen (text->str, -1), size / 4 - 1));
}

/** script_words_font: a family that has the script, often with a weight. */
const char *
script_words_font (enum script_text  which,
                   const char       *utf8,
                   uint64_t         *random)
{
  static const char *const *const all[] = { latin_fonts, han_fonts, thai_fonts, khmer_fonts, burmese_fonts, digit_fonts };
  gunichar first = g_utf8_get_char (utf8);

  if (which != SCRIPT_TEXT_STRANGE)
    return pick_string (random, all[which]);
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    if (first >= strange[i].first && first <= strange[i].last)
      return strange[i].font;

  return latin_fonts[0];
}

/* The cues of every type and how they add up. A word that many documents share is never enough: a type needs evidence of two
 * independent groups, or a long title of its own; what speaks against it counts fully. */

#include "vidimus-cues-private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Independent sources; within one, evidence adds up to the cap only. */
enum group
{
  TITLE,
  COUNTRY,
  LABEL,
  NUMBER,
  LOOK,
  COLOUR,
  AGAINST,
  N_GROUPS,
};

static const float caps[N_GROUPS] = { 1.0f, .6f, .8f, .8f, .5f, .35f, 9.0f };

enum source
{
  KEYWORD,
  NUMBER_FOUND,
  LOOKED,
};

struct cue
{
  int8_t      kind;
  int8_t      group;
  int8_t      source;
  int8_t      which;    /* of enum vidimus_number or enum vidimus_look */
  float       weight;
  const char *keyword;
};

#define PERU     VIDIMUS_KIND_PERU_ID_CARD
#define KHMER    VIDIMUS_KIND_CAMBODIAN_ID_CARD
#define HONGKONG VIDIMUS_KIND_HONGKONG_ID_CARD
#define MACAO    VIDIMUS_KIND_MACAO_ID_CARD
#define DRIVER   VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE
#define MYANMAR  VIDIMUS_KIND_MYANMAR_ID_CARD
#define PASSPORT VIDIMUS_KIND_PASSPORT
#define THAI     VIDIMUS_KIND_THAILAND_ID_CARD
#define PRC      VIDIMUS_KIND_ID_CARD

#define K(kind, group, weight, text) { kind, group, KEYWORD, 0, weight, text }
#define N(kind, weight, number) { kind, NUMBER, NUMBER_FOUND, VIDIMUS_NUMBER_##number, weight, NULL }
#define L(kind, weight, look) { kind, LOOK, LOOKED, VIDIMUS_LOOK_##look, weight, NULL }

static const struct cue table[] = {
  K (PRC, TITLE, .7f, "公民身份号码"),
  K (PRC, TITLE, .6f, "居民身份证"),
  K (PRC, COUNTRY, .5f, "中华人民共和国"),
  K (PRC, LABEL, .35f, "签发机关"),
  K (PRC, LABEL, .35f, "有效期限"),
  K (PRC, LABEL, .15f, "姓名"),
  K (PRC, LABEL, .15f, "性别"),
  K (PRC, LABEL, .25f, "民族"),
  K (PRC, LABEL, .10f, "出生"),
  K (PRC, LABEL, .25f, "住址"),
  K (PRC, LABEL, .15f, "公安局"),
  N (PRC, .8f, PRC),
  N (PRC, .5f, PRC_LIKE),
  L (PRC, .3f, PLACE_PRC),
  { PRC, AGAINST, NUMBER_FOUND, VIDIMUS_NUMBER_PRC_RESIDENT, 2.0f, NULL },
  K (PRC, AGAINST, 1.5f, "银行"),
  K (PRC, AGAINST, 1.5f, "银联"),
  K (PRC, AGAINST, 2.0f, "驾驶证"),
  K (PRC, AGAINST, 2.0f, "行驶证"),
  K (PRC, AGAINST, 2.0f, "通行证"),
  K (PRC, AGAINST, 2.0f, "来往内地"),
  K (PRC, AGAINST, 2.0f, "居住证"),
  K (PRC, AGAINST, 2.0f, "社会保障"),
  K (PRC, AGAINST, 1.5f, "护照"),
  /* labels of licences and permits, whose titles are often all that is unreadable of them */
  K (PRC, AGAINST, 2.0f, "准驾车型"),
  K (PRC, AGAINST, 2.0f, "领证日期"),
  K (PRC, AGAINST, 2.0f, "换证次数"),
  K (PRC, AGAINST, 2.0f, "签发次数"),
  K (PRC, AGAINST, 1.0f, "国籍"),

  K (HONGKONG, TITLE, 1.0f, "HONG KONG PERMANENT IDENTITY CARD"),
  K (HONGKONG, TITLE, 1.0f, "HONG KONG IDENTITY CARD"),
  K (HONGKONG, TITLE, 1.0f, "=香港永久性居民身份證"),
  K (HONGKONG, TITLE, .8f, "=香港居民身份證"),
  K (HONGKONG, COUNTRY, .4f, "香港"),
  K (HONGKONG, COUNTRY, .3f, "HONG KONG"),
  K (HONGKONG, TITLE, .4f, "永久性居民身份"),
  K (HONGKONG, TITLE, .5f, "PERMANENT IDENTITY CARD"),
  N (HONGKONG, .7f, HONGKONG),
  N (HONGKONG, .4f, HONGKONG_LIKE),
  N (HONGKONG, .3f, HONGKONG_DATE),
  N (HONGKONG, .2f, HONGKONG_SIGNS),
  L (HONGKONG, .3f, PLACE_HONGKONG),
  K (HONGKONG, LABEL, .2f, "出生日期"),
  K (HONGKONG, LABEL, .2f, "簽發日期"),
  K (HONGKONG, LABEL, .2f, "首次登記日期"),
  K (HONGKONG, LABEL, .1f, "DATE OF ISSUE"),
  K (HONGKONG, AGAINST, 2.0f, "來往內地通行證"),
  K (HONGKONG, AGAINST, 2.0f, "HOME RETURN PERMIT"),
  K (HONGKONG, AGAINST, 1.5f, "澳門特別行政區"),
  K (HONGKONG, AGAINST, 1.0f, "DRIVING LICENCE"),
  K (HONGKONG, AGAINST, 1.0f, "駕駛執照"),

  K (MACAO, TITLE, .7f, "BILHETE DE IDENTIDADE DE RESIDENTE"),
  K (MACAO, TITLE, .4f, "BILHETE DE IDENTIDADE"),
  K (MACAO, TITLE, .3f, "RESIDENTE NAO PERMANENTE"),
  K (MACAO, TITLE, .3f, "永久性居民身份證"),
  K (MACAO, TITLE, .3f, "居民身份證"),
  K (MACAO, COUNTRY, .6f, "REGIAO ADMINISTRATIVA ESPECIAL DE MACAU"),
  K (MACAO, COUNTRY, .6f, "澳門特別行政區"),
  K (MACAO, COUNTRY, .2f, "MACAU"),
  K (MACAO, COUNTRY, .3f, "澳門"),
  N (MACAO, .55f, MACAO),
  N (MACAO, .6f, ZONE_MAC),
  L (MACAO, .25f, PLACE_MACAO),
  K (MACAO, LABEL, .25f, "DATA DE NASCIMENTO"),
  K (MACAO, LABEL, .2f, "APELIDO"),
  K (MACAO, LABEL, .25f, "DATA DE EMISSAO"),
  K (MACAO, LABEL, .25f, "VALIDO ATE"),
  K (MACAO, LABEL, .15f, "ALTURA"),
  /* the same labels in Chinese, beside the Portuguese ones: nobody else has both */
  K (MACAO, COUNTRY, .1f, "出生日期"),
  K (MACAO, COUNTRY, .15f, "身高"),
  K (MACAO, COUNTRY, .25f, "有效期至"),
  K (MACAO, COUNTRY, .3f, "首次發出日期"),
  K (MACAO, AGAINST, 2.0f, "CARTA DE CONDUCAO"),
  K (MACAO, AGAINST, 2.0f, "來往內地通行證"),
  K (MACAO, AGAINST, 1.5f, "PASSAPORTE"),
  K (MACAO, AGAINST, 2.0f, "REPUBLICA FEDERATIVA DO BRASIL"),
  K (MACAO, AGAINST, 1.0f, "REPUBLICA PORTUGUESA"),

  K (KHMER, TITLE, .8f, "អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ"),
  K (KHMER, TITLE, .6f, "អត្តសញ្ញាណប័ណ្ណ"),
  K (KHMER, COUNTRY, .5f, "ព្រះរាជាណាចក្រកម្ពុជា"),
  K (KHMER, COUNTRY, .3f, "KINGDOM OF CAMBODIA"),
  K (KHMER, LABEL, .45f, "គោត្តនាមនិងនាម"),
  K (KHMER, LABEL, .4f, "ថ្ងៃខែឆ្នាំកំណើត"),
  K (KHMER, LABEL, .35f, "ទីកន្លែងកំណើត"),
  K (KHMER, LABEL, .35f, "សុពលភាព"),
  K (KHMER, LABEL, .3f, "អាសយដ្ឋាន"),
  K (KHMER, LABEL, .3f, "ភិនភាគ"),
  K (KHMER, LABEL, .15f, "កម្ពស់"),
  K (KHMER, LABEL, .1f, "ភេទ"),
  L (KHMER, .45f, KHMER),
  N (KHMER, .6f, ZONE_KHM),
  { KHMER, NUMBER, LOOKED, VIDIMUS_LOOK_THREE_LINES, .3f, NULL },
  K (KHMER, AGAINST, 2.0f, "ប័ណ្ណបើកបរ"),
  K (KHMER, AGAINST, 1.5f, "DRIVING LICENSE"),
  K (KHMER, AGAINST, 1.5f, "លិខិតឆ្លងដែន"),

  K (MYANMAR, TITLE, 1.0f, "နိုင်ငံသားစိစစ်ရေးကတ်ပြား"),
  K (MYANMAR, TITLE, .7f, "စိစစ်ရေးကတ်ပြား"),
  K (MYANMAR, TITLE, .5f, "CITIZENSHIP SCRUTINY CARD"),
  K (MYANMAR, COUNTRY, .4f, "ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်"),
  K (MYANMAR, COUNTRY, .3f, "မြန်မာနိုင်ငံ"),
  K (MYANMAR, LABEL, .3f, "အဘအမည်"),
  K (MYANMAR, LABEL, .3f, "မွေးသက္ကရာဇ်"),
  K (MYANMAR, LABEL, .35f, "လူမျိုးဘာသာ"),
  K (MYANMAR, LABEL, .35f, "ထင်ရှားသည့်အမှတ်အသား"),
  K (MYANMAR, LABEL, .2f, "သွေးအုပ်စု"),
  K (MYANMAR, LABEL, .1f, "အရပ်"),
  /* on the back */
  K (MYANMAR, LABEL, .3f, "အလုပ်အကိုင်"),
  K (MYANMAR, LABEL, .3f, "နေရပ်လိပ်စာ"),
  K (MYANMAR, LABEL, .35f, "ကိုင်ဆောင်သူ"),
  K (MYANMAR, LABEL, .3f, "လက်ဝဲလက်မ"),
  K (MYANMAR, LABEL, .3f, "လက်ယာလက်မ"),
  K (MYANMAR, LABEL, .25f, "အမှတ်စဉ်"),
  K (MYANMAR, COUNTRY, .3f, "လူဝင်မှုကြီးကြပ်ရေး"),
  K (MYANMAR, TITLE, .25f, "ကတ်ပြား"),
  N (MYANMAR, .4f, NRC),
  L (MYANMAR, .3f, BURMESE),
  L (MYANMAR, .2f, BURMESE_ALONE),
  { MYANMAR, COLOUR, LOOKED, VIDIMUS_LOOK_PINK, .2f, NULL },
  K (MYANMAR, AGAINST, 2.0f, "ယာဉ်မောင်းလိုင်စင်"),
  K (MYANMAR, AGAINST, 2.0f, "DRIVING LICENCE"),

  K (DRIVER, TITLE, 1.0f, "ယာဉ်မောင်းလိုင်စင်"),
  K (DRIVER, TITLE, .3f, "DRIVING LICENCE"),
  K (DRIVER, COUNTRY, .6f, "REPUBLIC OF THE UNION OF MYANMAR"),
  K (DRIVER, COUNTRY, .5f, "UNION OF MYANMAR"),
  K (DRIVER, COUNTRY, .3f, "MYANMAR"),
  K (DRIVER, COUNTRY, .4f, "ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်"),
  K (DRIVER, COUNTRY, .5f, "ROAD TRANSPORT ADMINISTRATION"),
  K (DRIVER, LABEL, .15f, "LICENSE NO"),
  K (DRIVER, LABEL, .2f, "BLOOD TYPE"),
  K (DRIVER, LABEL, .2f, "VALID UP TO"),
  K (DRIVER, LABEL, .3f, "NRC NO"),
  K (DRIVER, LABEL, .2f, "သွေးအုပ်စု"),
  K (DRIVER, LABEL, .3f, "မွေးသက္ကရာဇ်"),
  N (DRIVER, .4f, NRC),
  N (DRIVER, .5f, NRC_LATIN),
  N (DRIVER, .35f, MYANMAR_LICENCE),
  L (DRIVER, .3f, BURMESE),
  K (DRIVER, AGAINST, 2.0f, "KINGDOM OF THAILAND"),
  K (DRIVER, AGAINST, 2.0f, "နိုင်ငံသားစိစစ်ရေးကတ်ပြား"),

  K (THAI, TITLE, 1.0f, "THAI NATIONAL ID CARD"),
  K (THAI, TITLE, 1.0f, "=บัตรประจำตัวประชาชน"),
  K (THAI, LABEL, .2f, "เลขประจำตัวประชาชน"),
  K (THAI, LABEL, .4f, "ชื่อตัวและชื่อสกุล"),
  K (THAI, LABEL, .3f, "วันบัตรหมดอายุ"),
  K (THAI, LABEL, .25f, "วันออกบัตร"),
  K (THAI, LABEL, .25f, "เกิดวันที่"),
  K (THAI, LABEL, .3f, "เจ้าพนักงานออกบัตร"),
  K (THAI, LABEL, .3f, "IDENTIFICATION NUMBER"),
  K (THAI, COUNTRY, .4f, "THAILAND"),
  K (THAI, COUNTRY, .3f, "ประเทศไทย"),
  N (THAI, .7f, THAILAND),
  N (THAI, .4f, THAILAND_LIKE),
  N (THAI, .5f, THAILAND_LASER),
  L (THAI, .2f, PLACE_THAILAND),
  L (THAI, .2f, BLUE),
  L (THAI, .25f, FEW_WORDS),
  K (THAI, AGAINST, 3.0f, "DRIVING LICENCE"),
  K (THAI, AGAINST, 3.0f, "ใบอนุญาตขับ"),
  K (THAI, AGAINST, 2.0f, "ใบอนุญาต"),
  K (THAI, AGAINST, 1.0f, "KINGDOM OF THAILAND"),
  K (THAI, AGAINST, 2.0f, "PASSPORT"),

  K (PERU, COUNTRY, .6f, "REPUBLICA DEL PERU"),
  K (PERU, TITLE, .7f, "REGISTRO NACIONAL DE IDENTIFICACION Y ESTADO CIVIL"),
  K (PERU, TITLE, .4f, "RENIEC"),
  K (PERU, TITLE, .15f, "DOCUMENTO NACIONAL DE IDENTIDAD"),
  K (PERU, LABEL, .15f, "PRIMER APELLIDO"),
  K (PERU, LABEL, .15f, "SEGUNDO APELLIDO"),
  K (PERU, LABEL, .4f, "PRE NOMBRES"),
  K (PERU, LABEL, .3f, "FECHA INSCRIPCION"),
  K (PERU, LABEL, .1f, "FECHA EMISION"),
  K (PERU, LABEL, .1f, "FECHA CADUCIDAD"),
  K (PERU, LABEL, .25f, "GRUPO DE VOTACION"),
  K (PERU, LABEL, .25f, "UBIGEO"),
  N (PERU, .6f, PERU),
  N (PERU, .6f, ZONE_PER),
  K (PERU, AGAINST, 2.0f, "LICENCIA DE CONDUCIR"),
  K (PERU, AGAINST, 1.5f, "ESPANOLA"),
  K (PERU, AGAINST, 1.0f, "ESPANA"),
  K (PERU, AGAINST, 2.0f, "REPUBLICA ARGENTINA"),
  K (PERU, AGAINST, 2.0f, "PASAPORTE"),
  K (PERU, AGAINST, 1.5f, "CARNE DE EXTRANJERIA"),

  K (PASSPORT, TITLE, .4f, "PASSPORT"),
  K (PASSPORT, TITLE, .35f, "=PASSEPORT"),
  K (PASSPORT, TITLE, .35f, "=PASAPORTE"),
  K (PASSPORT, TITLE, .35f, "=REISEPASS"),
  K (PASSPORT, TITLE, .35f, "=PASSAPORTO"),
  K (PASSPORT, TITLE, .35f, "=PASSAPORTE"),
  K (PASSPORT, TITLE, .35f, "=PASPOORT"),
  K (PASSPORT, TITLE, .35f, "护照"),
  K (PASSPORT, TITLE, .35f, "護照"),
  K (PASSPORT, LABEL, .15f, "PASSPORT NO"),
  K (PASSPORT, LABEL, .15f, "PLACE OF BIRTH"),
  K (PASSPORT, LABEL, .15f, "DATE OF EXPIRY"),
  K (PASSPORT, LABEL, .1f, "AUTHORITY"),
  K (PASSPORT, LABEL, .1f, "NATIONALITY"),
  K (PASSPORT, LABEL, .2f, "COUNTRY CODE"),
  K (PASSPORT, LABEL, .2f, "CODE OF STATE"),
  K (PASSPORT, LABEL, .1f, "GIVEN NAMES"),
  L (PASSPORT, .6f, ZONE_44),
  /* a zone that is only seen to be one is no more a passport's own than its labels are */
  { PASSPORT, LABEL, NUMBER_FOUND, VIDIMUS_NUMBER_ZONE, .4f, NULL },
  { PASSPORT, LABEL, LOOKED, VIDIMUS_LOOK_TWO_LINES, .3f, NULL },

  K (PASSPORT, AGAINST, 1.5f, "VISA"),
  K (PASSPORT, AGAINST, 1.5f, "VISUM"),
  K (PASSPORT, AGAINST, 1.5f, "DRIVING LICENCE"),
  K (PASSPORT, AGAINST, 1.0f, "IDENTITY CARD"),
  K (PASSPORT, AGAINST, 1.0f, "PERMIT"),
};

#define N_CUES ((int) (sizeof table / sizeof table[0]))

_Static_assert (sizeof table / sizeof table[0] <= VIDIMUS_MAX_CUES, "struct vidimus_cues is too short");

/* Errors of reading that a keyword survives. Two Han signs say little, and must be right. A keyword that begins with "="
 * ends as another one does: half as many errors then. */
static int
allowed (const struct vidimus_folded *keyword,
         bool                         strict)
{
  bool han = keyword->points[0] >= 0x3400;
  int n = strict ? keyword->length / 2 : keyword->length;

  if (han)
    return n <= 3 ? 0 : n <= 5 ? 1 : n / 3;

  return n <= 4 ? 0 : n <= 7 ? 1 : n / 5;
}

/* More errors, that a long keyword survives as a trace of itself. */
static int
traceable (const struct vidimus_folded *keyword)
{
  return keyword->points[0] >= 0x3400 || keyword->length < 8 ? 0 : keyword->length < 12 ? keyword->length / 4 : keyword->length / 3;
}

/* @traces: whether traces count; what speaks against a type has to be read. */
static float
match (const struct vidimus_folded *text,
       const char                  *keyword,
       bool                         traces)
{
  struct vidimus_folded folded = { 0 };
  float strength = 0;

  if (vidimus_fold (keyword, &folded) && folded.length > 0)
    {
      int distance = vidimus_folded_distance (text, &folded), most = allowed (&folded, keyword[0] == '=');

      if (distance <= most)
        strength = 1 - .35f * (float) distance / (float) (most + 1);
      else if (traces && keyword[0] != '=' && distance <= traceable (&folded))
        strength = .4f;
    }
  vidimus_folded_clear (&folded);

  return strength;
}

/**
 * vidimus_cues_add_text:
 * @utf8: what was read, lines separated by line feeds; of any language
 *
 * Seen twice counts once: the better look.
 */
void
vidimus_cues_add_text (struct vidimus_cues *cues,
                       const char          *utf8)
{
  uint32_t numbers = vidimus_numbers_find (utf8);
  struct vidimus_folded text = { 0 };

  if (!vidimus_fold (utf8, &text))
    return;

  for (int i = 0; i < N_CUES; i++)
    if (table[i].source == KEYWORD && cues->strength[i] < 1)
      cues->strength[i] = fmaxf (cues->strength[i], match (&text, table[i].keyword, table[i].group != AGAINST));
    else if (table[i].source == NUMBER_FOUND && (numbers >> table[i].which & 1) != 0)
      cues->strength[i] = 1;
  vidimus_folded_clear (&text);
}

/** vidimus_cues_add_look: @strength 0–1; the last word counts. */
void
vidimus_cues_add_look (struct vidimus_cues *cues,
                       enum vidimus_look    look,
                       double               strength)
{
  for (int i = 0; i < N_CUES; i++)
    if (table[i].source == LOOKED && table[i].which == (int) look)
      cues->strength[i] = (float) strength;
}

/**
 * vidimus_cues_score:
 * @n_groups: (out) (nullable): how many independent groups speak for @kind
 *
 * Returns: the evidence for @kind; 1 is enough
 */
double
vidimus_cues_score (const struct vidimus_cues *cues,
                    enum vidimus_kind          kind,
                    int                       *n_groups)
{
  float sums[N_GROUPS] = { 0 }, laser = 0;
  double score = 0;
  int n = 0;

  for (int i = 0; i < N_CUES; i++)
    if (table[i].kind == (int8_t) kind)
      {
        sums[table[i].group] += table[i].weight * cues->strength[i];
        if (table[i].source == NUMBER_FOUND && table[i].which == VIDIMUS_NUMBER_THAILAND_LASER)
          laser = cues->strength[i];
      }
  for (int g = 0; g < AGAINST; g++)
    {
      score += (double) fminf (sums[g], caps[g]);
      n += sums[g] > .1f;
    }
  /* A long title of its own counts as two: it was read letter by letter. */
  if (sums[TITLE] >= .78f)
    n++;
  /* Every Thai card says whose it is, on either side; its holder's number and labels are on licences and passes too. */
  if (kind == THAI && sums[TITLE] + sums[COUNTRY] + laser < .1f)
    n = n < 1 ? n : 1;
  if (n_groups != NULL)
    *n_groups = n;

  return score - (double) sums[AGAINST];
}

/**
 * vidimus_cues_decide:
 * @confidence: (out): 0–1
 *
 * Returns: the type that the evidence is enough for, or %VIDIMUS_KIND_NONE
 */
enum vidimus_kind
vidimus_cues_decide (const struct vidimus_cues *cues,
                     double                    *confidence)
{
  enum vidimus_kind best = VIDIMUS_KIND_NONE;
  double first = 0, second = 0;

  *confidence = 0;
  for (int k = 0; k < VIDIMUS_N_KINDS; k++)
    {
      int n_groups;
      double score = vidimus_cues_score (cues, (enum vidimus_kind) k, &n_groups);

      if (n_groups < 2)
        continue;
      if (score > first)
        {
          second = first;
          first = score;
          best = (enum vidimus_kind) k;
        }
      else if (score > second)
        second = score;
    }
  if (first < .78 || first - second < .15)
    return VIDIMUS_KIND_NONE;

  *confidence = 1 - exp (-2 * first);

  return best;
}

/**
 * vidimus_cues_print:
 *
 * Writes what was seen, a line each, for explanations.
 */
void
vidimus_cues_print (const struct vidimus_cues *cues,
                    char                      *text,
                    size_t                     size)
{
  size_t at = 0;

  text[0] = '\0';
  for (int i = 0; i < N_CUES && at < size; i++)
    if (cues->strength[i] > 0)
      at += (size_t) snprintf (text + at, size - at, "%d %s %+.2f\n", table[i].kind,
                               table[i].source == KEYWORD ? table[i].keyword : table[i].source == LOOKED ? "look" : "number",
                               (double) (table[i].weight * cues->strength[i] * (table[i].group == AGAINST ? -1 : 1)));
}

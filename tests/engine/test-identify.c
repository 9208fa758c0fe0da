/* What texts and numbers say about the type, and which way up a card without them is. */

#include "vidimus-identify-private.h"
#include "vidimus-stages-private.h"

#include <glib.h>
#include <string.h>

static enum vidimus_kind
decide (const char *text)
{
  struct vidimus_cues cues = { 0 };
  double confidence;

  vidimus_cues_add_text (&cues, text);

  return vidimus_cues_decide (&cues, &confidence);
}

static int
distance (const char *text,
          const char *keyword)
{
  struct vidimus_folded a, b;
  int d;

  g_assert_true (vidimus_fold (text, &a));
  g_assert_true (vidimus_fold (keyword, &b));
  d = vidimus_folded_distance (&a, &b);
  vidimus_folded_clear (&a);
  vidimus_folded_clear (&b);

  return d;
}

static void
test_fold (void)
{
  g_assert_cmpint (distance ("Cartão: República del Perú!", "REPUBLICA DEL PERU"), ==, 0);
  g_assert_cmpint (distance ("REPUBLLCA DEL PERU", "REPUBLICA DEL PERU"), ==, 1);
  g_assert_cmpint (distance ("REPUB\nLICA", "REPUBLICA"), ==, 1); /* a line ends there */
  g_assert_cmpint (distance ("บัตรประจําตัวประชาชน", "บัตรประจำตัวประชาชน"), ==, 0); /* SARA AM, apart and as one */
  g_assert_cmpint (distance ("", "ABC"), ==, 3);
  g_assert_cmpint (distance ("\xe0\xb8", "ABC"), ==, 3); /* cut off within a character */
}

static void
test_check_digits (void)
{
  g_assert_true (vidimus_number_prc_holds ("11010519491231002X")); /* GB 11643's own example */
  g_assert_false (vidimus_number_prc_holds ("110105194912310021"));
  g_assert_true (vidimus_number_hkid_holds ("A1234563"));
  g_assert_true (vidimus_number_hkid_holds ("AB9876543"));
  g_assert_false (vidimus_number_hkid_holds ("A1234564"));
  g_assert_false (vidimus_number_hkid_holds ("A12345"));
  g_assert_true (vidimus_number_thai_holds ("3100600445635"));
  g_assert_false (vidimus_number_thai_holds ("3100600445636"));
  g_assert_true (vidimus_number_dni_holds ("101174102"));
  g_assert_false (vidimus_number_dni_holds ("101174103"));
}

static gboolean
finds (const char          *text,
       enum vidimus_number  number)
{
  return (vidimus_numbers_find (text) >> number & 1) != 0;
}

static void
test_numbers (void)
{
  g_assert_true (finds ("号码 110105 19491231 002X", VIDIMUS_NUMBER_PRC));
  g_assert_true (finds ("110105194912310021", VIDIMUS_NUMBER_PRC_LIKE));
  g_assert_false (finds ("110105194913310021", VIDIMUS_NUMBER_PRC_LIKE)); /* month 13 */
  g_assert_false (finds ("6222021101051949123", VIDIMUS_NUMBER_PRC_LIKE)); /* a bank card's: too long */
  g_assert_true (finds ("x\nA123456(3)", VIDIMUS_NUMBER_HONGKONG));
  g_assert_true (finds ("A123456(4)", VIDIMUS_NUMBER_HONGKONG_LIKE));
  g_assert_true (finds ("(01-79)", VIDIMUS_NUMBER_HONGKONG_DATE));
  g_assert_true (finds ("3 1006 00445 63 5", VIDIMUS_NUMBER_THAILAND));
  g_assert_true (finds ("1234567(8)", VIDIMUS_NUMBER_MACAO));
  g_assert_true (finds ("10117410-2", VIDIMUS_NUMBER_PERU));
  g_assert_true (finds ("12/MABATA(N)123456", VIDIMUS_NUMBER_NRC_LATIN));
  g_assert_true (finds ("\\YA(N) 664842", VIDIMUS_NUMBER_NRC_LATIN));
  g_assert_false (finds ("YA(N)66484", VIDIMUS_NUMBER_NRC_LATIN));
  g_assert_true (finds ("7/THAGAKAIN) 146839", VIDIMUS_NUMBER_NRC_LATIN));
  g_assert_false (finds ("7/THAGAKAI) 146839", VIDIMUS_NUMBER_NRC_LATIN));
  g_assert_true (finds ("၁၂/မဘတ(နိုင်)၁၂၃၄၅၆", VIDIMUS_NUMBER_NRC));
  g_assert_true (finds ("A/42840/23", VIDIMUS_NUMBER_MYANMAR_LICENCE));
  g_assert_false (finds ("12/42840/23", VIDIMUS_NUMBER_MYANMAR_LICENCE));
  g_assert_false (finds ("A/42840/2023", VIDIMUS_NUMBER_MYANMAR_LICENCE));
  g_assert_true (finds ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<", VIDIMUS_NUMBER_ZONE));

  /* letters in soft print; a region of residence permits */
  g_assert_true (finds ("11O1O5194912310O2X", VIDIMUS_NUMBER_PRC));
  g_assert_true (finds ("810000199001011235", VIDIMUS_NUMBER_PRC_RESIDENT));
  g_assert_false (finds ("810000199001011235", VIDIMUS_NUMBER_PRC_LIKE));
  g_assert_true (finds ("A123456{3}", VIDIMUS_NUMBER_HONGKONG_LIKE));
  g_assert_false (finds ("A123456{4}", VIDIMUS_NUMBER_HONGKONG_LIKE));
  g_assert_true (finds ("31006OO445635", VIDIMUS_NUMBER_THAILAND_LIKE));
  g_assert_false (finds ("31006OO445636", VIDIMUS_NUMBER_THAILAND_LIKE));

  /* how a zone begins, whatever fillers are read as */
  g_assert_true (finds ("1DKHM0252390807<<<c<KC<<<<", VIDIMUS_NUMBER_ZONE_KHM));
  g_assert_true (finds ("IKMAC1234567<8<<<<<<<<", VIDIMUS_NUMBER_ZONE_MAC));
  g_assert_true (finds ("I<PER12345678<9<<<<<<<", VIDIMUS_NUMBER_ZONE_PER));
  g_assert_false (finds ("I<PER", VIDIMUS_NUMBER_ZONE_PER));
  g_assert_false (finds ("I<UTOD231458907<<<<<<<", VIDIMUS_NUMBER_ZONE_PER));
  g_assert_cmpuint (vidimus_numbers_find ("12345 and nothing else (N)"), ==, 0);
}

typedef struct
{
  const char        *path;
  enum vidimus_kind  kind;
  const char        *text;
} Case;

static const Case cases[] = {
  { "/identify/hongkong", VIDIMUS_KIND_HONGKONG_ID_CARD, "HONG K0NG PERMANENT IDENTTTY CARD\nLEE, Chi Nan" },
  { "/identify/hongkong-untitled", VIDIMUS_KIND_HONGKONG_ID_CARD, "出生日期 Date of Birth\n簽發日期\n(01-79)\nA123456(3)" },
  { "/identify/prc-front", VIDIMUS_KIND_ID_CARD, "姓名\n民族 汉\n住址\n公民身份号码\n110105 19491231 002X" },
  { "/identify/prc-back", VIDIMUS_KIND_ID_CARD, "中华人民共和国\n居民身份证\n签发机关\n有效期限" },
  { "/identify/macao-front", VIDIMUS_KIND_MACAO_ID_CARD, "姓 Apelido\n出生日期 Data de nascimento\n有效期至 Válido até\n1234567(8)" },
  { "/identify/macao-number-and-label", VIDIMUS_KIND_MACAO_ID_CARD, "Data de nascimento\n1234567(8)" },
  { "/identify/none/macao-number", VIDIMUS_KIND_NONE, "1234567(8)\nDate of birth" },
  { "/identify/thailand", VIDIMUS_KIND_THAILAND_ID_CARD, "Thai National ID Card" },
  { "/identify/thailand-labels", VIDIMUS_KIND_NONE, "เลขประจำตัวประชาชน 3 1006 00445 63 5\nเกิดวันที่ 7 ก.ย. 2537" },
  { "/identify/thailand-back", VIDIMUS_KIND_THAILAND_ID_CARD, "THAILAND JT9-9999999-99\nIDENTIFICATION NUMBER" },
  { "/identify/thailand-thai", VIDIMUS_KIND_THAILAND_ID_CARD, "บัตรประจำตัวประชาชน" },
  { "/identify/cambodia", VIDIMUS_KIND_CAMBODIAN_ID_CARD, "អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ\nគោត្តនាមនិងនាម" },
  { "/identify/myanmar", VIDIMUS_KIND_MYANMAR_ID_CARD, "နိုင်ငံသားစိစစ်ရေးကတ်ပြား\nမွေးသက္ကရာဇ်" },
  { "/identify/myanmar-back", VIDIMUS_KIND_MYANMAR_ID_CARD, "အလုပ်အကိုင်\nနေရပ်လိပ်စာ\nကိုင်ဆောင်သူ၏လက်မှတ်\nလူဝင်မှုကြီးကြပ်ရေး" },
  { "/identify/myanmar-driver", VIDIMUS_KIND_MYANMAR_DRIVER_LICENSE, "THE REPUBLIC OF THE UNION OF MYANMAR\nDRIVING LICENCE\nN.R.C No 12/MABATA(N)123456" },
  { "/identify/peru", VIDIMUS_KIND_PERU_ID_CARD, "REPÚBLICA DEL PERÚ\nREGISTRO NACIONAL DE IDENTIFICACIÓN Y ESTADO CIVIL" },

  { "/identify/macao-back", VIDIMUS_KIND_MACAO_ID_CARD, "澳門特別行政區\n永久性居民身份證" },

  { "/identify/none/title-of-two", VIDIMUS_KIND_NONE, "永久性居民身份證" }, /* Hong Kong's and Macao's */
  { "/identify/none/macao-residence", VIDIMUS_KIND_NONE, "居民身份證" },
  { "/identify/none/khmer-licence", VIDIMUS_KIND_NONE, "ព្រះរាជាណាចក្រកម្ពុជា\nប័ណ្ណបើកបរ\nDRIVING LICENSE" },
  { "/identify/none/laser-code", VIDIMUS_KIND_NONE, "JT7-5348530-48" },
  { "/identify/none/prc-number", VIDIMUS_KIND_NONE, "11010519491231002X" },
  { "/identify/none/spanish-dni", VIDIMUS_KIND_NONE, "ESPAÑA DOCUMENTO NACIONAL DE IDENTIDAD\nPRIMER APELLIDO\nSEGUNDO APELLIDO\nEMISIÓN" },
  { "/identify/none/thai-licence", VIDIMUS_KIND_NONE, "ประเทศไทย Kingdom of Thailand\nใบอนุญาตขับรถ Private Car Driving Licence\nเลขประจำตัวประชาชน\nเกิดวันที่\n3 1006 00445 63 5" },
  { "/identify/none/home-return", VIDIMUS_KIND_NONE, "港澳居民来往内地通行证\n姓名\n性别\n出生\n签发机关\n有效期限" },
  { "/identify/none/prc-licence-untitled", VIDIMUS_KIND_NONE,
    "姓名 性别 国籍\n住址\n出生日期\n初次领证日期\n准驾车型\n有效期限\n110105 19491231 002X" },
  { "/identify/none/prc-permit-untitled", VIDIMUS_KIND_NONE, "姓名 性别 出生\n签发机关 中华人民共和国出入境管理局\n有效期限\n换证次数" },
  { "/identify/none/prc-residence-untitled", VIDIMUS_KIND_NONE, "姓名 性别 出生 住址\n公民身份号码 110105 19491231 002X\n签发次数" },
  { "/identify/none/prc-licence", VIDIMUS_KIND_NONE, "中华人民共和国机动车驾驶证\n姓名 性别 住址\n110105 19491231 002X" },
  { "/identify/none/bank", VIDIMUS_KIND_NONE, "中国工商银行 银联\n6222 0211 0105 1949 123\nVISA" },
  { "/identify/none/passport-word", VIDIMUS_KIND_NONE, "PASSPORT" },
  { "/identify/none/visa", VIDIMUS_KIND_NONE, "VISA\nPassport Number\nDate of expiry\nPlace of birth\nNationality" },
  { "/identify/none/licence", VIDIMUS_KIND_NONE, "DRIVING LICENCE\nBlood type\nValid up to" },
  { "/identify/none/generic", VIDIMUS_KIND_NONE, "SPECIMEN\nNationality\nDate of birth\nDate of expiry\nDocumento Nacional de Identidad" },
  { "/identify/none/empty", VIDIMUS_KIND_NONE, "" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;

  g_assert_cmpint (decide (c->text), ==, c->kind);
}

/* The word alone is only support: it takes a zone of its form, or the labels of a passport. */
static void
test_passport (void)
{
  struct vidimus_cues cues = { 0 };
  double confidence;

  vidimus_cues_add_text (&cues, "PASSPORT");
  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_ZONE_44, 1);
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_PASSPORT);
  g_assert_cmpfloat (confidence, >, .5);

  /* two lines from side to side and labels are on residence cards and visas too */
  memset (&cues, 0, sizeof cues);
  vidimus_cues_add_text (&cues, "Date of expiry\nNationality\nPlace of birth\nP<UTOERIKSSON<<ANNA<MARIA<<<<<<");
  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_TWO_LINES, 1);
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_NONE);
  vidimus_cues_add_text (&cues, "PASSPORT");
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_PASSPORT);
}

static enum vidimus_kind
identify_zone (int         n_lines,
               const char *first)
{
  struct vidimus_card card = { 0 };
  struct vidimus_mrz mrz = { .n_lines = n_lines, .checks_right = 4, .checks_total = 4, .quarter_turns = 3 };
  struct vidimus_identity identity;

  g_strlcpy (mrz.lines[0], first, sizeof mrz.lines[0]);
  g_assert_cmpint (vidimus_identify (&card, &mrz, NULL, NULL, &identity), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (identity.quarter_turns, ==, 3);

  return identity.type;
}

/* A zone whose check digits hold settles the type, also where the frame cuts its lines. */
static void
test_zone (void)
{
  g_assert_cmpint (identify_zone (2, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"), ==, VIDIMUS_KIND_PASSPORT);
  g_assert_cmpint (identify_zone (2, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"), ==, VIDIMUS_KIND_PASSPORT);
  g_assert_cmpint (identify_zone (2, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"), ==, VIDIMUS_KIND_NONE);
  g_assert_cmpint (identify_zone (2, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"), ==, VIDIMUS_KIND_NONE);
  g_assert_cmpint (identify_zone (3, "I<PER12345678<9<<<<<<<<<<<<<<<"), ==, VIDIMUS_KIND_PERU_ID_CARD);
  g_assert_cmpint (identify_zone (3, "IDKHM12345678<9<<<<<<<<<<<<<<<"), ==, VIDIMUS_KIND_CAMBODIAN_ID_CARD);
  g_assert_cmpint (identify_zone (3, "I<MAC12345678<9<<<<<<<<<<<<<<<"), ==, VIDIMUS_KIND_MACAO_ID_CARD);
  g_assert_cmpint (identify_zone (3, "I<UTOD231458907<<<<<<<<<<<<<<<"), ==, VIDIMUS_KIND_NONE);
}

/* A script that one country alone writes is evidence, but no type by itself. */
static void
test_script (void)
{
  struct vidimus_cues cues = { 0 };
  double confidence;

  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_KHMER, 1);
  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_BURMESE, 1);
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_NONE);
  vidimus_cues_add_text (&cues, "គោត្តនាមនិងនាម");
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_CAMBODIAN_ID_CARD);
}

/* Pink paper with nothing but Burmese on it may be anything until a word of the card is read; three lines below Khmer are another's. */
static void
test_paper (void)
{
  struct vidimus_cues cues = { 0 };
  double confidence;

  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_BURMESE, 1);
  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_PINK, 1);
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_NONE);
  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_BURMESE_ALONE, 1);
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_NONE);
  vidimus_cues_add_text (&cues, "နေရပ်လိပ်စာ");
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_MYANMAR_ID_CARD);

  memset (&cues, 0, sizeof cues);
  vidimus_cues_add_text (&cues, "IDKHM0252390807<<<<<<<<<<<<<");
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_NONE);
  vidimus_cues_add_look (&cues, VIDIMUS_LOOK_KHMER, 1);
  g_assert_cmpint (vidimus_cues_decide (&cues, &confidence), ==, VIDIMUS_KIND_CAMBODIAN_ID_CARD);
}

/* What is named when nothing but @text is read, its middle at the share @middle of the card's height. */
static enum vidimus_kind
identify_number (const char *text,
                 double      middle)
{
  struct vidimus_search search = { .gray = { .width = 1000, .height = 630 } };
  struct vidimus_ocr_line line = { .text = (char *) text, .width = 230, .height = 20 };
  struct vidimus_ocr_page page = { .lines = &line, .n_lines = 1 };
  double confidence;

  vidimus_search_add_page (&search, &page, (struct vidimus_frame) { 300, 630 * middle - 20, 2 });

  return vidimus_cues_decide (&search.cues, &confidence);
}

/* A number with its check digit where a card has it is enough; elsewhere other documents have it too. */
static void
test_place (void)
{
  g_assert_cmpint (identify_number ("11010519491231002X", .88), ==, VIDIMUS_KIND_ID_CARD);
  g_assert_cmpint (identify_number ("110105194912310021", .88), ==, VIDIMUS_KIND_ID_CARD);
  g_assert_cmpint (identify_number ("11010519491231002X", .3), ==, VIDIMUS_KIND_NONE);
  g_assert_cmpint (identify_number ("810000199001011235", .88), ==, VIDIMUS_KIND_NONE);
  g_assert_cmpint (identify_number ("A123456(3)", .88), ==, VIDIMUS_KIND_HONGKONG_ID_CARD);
  g_assert_cmpint (identify_number ("A123456(3)", .3), ==, VIDIMUS_KIND_NONE);
  g_assert_cmpint (identify_number ("A123456(4)", .88), ==, VIDIMUS_KIND_NONE);
  g_assert_cmpint (identify_number ("1234567(8)", .85), ==, VIDIMUS_KIND_MACAO_ID_CARD);
  g_assert_cmpint (identify_number ("1234567(8)", .3), ==, VIDIMUS_KIND_NONE);
}

/* Of a long keyword a third may be wrong: a trace, that counts less; what speaks against a type has to be read better. */
static void
test_traces (void)
{
  struct vidimus_cues cues = { 0 };
  double read, trace;

  vidimus_cues_add_text (&cues, "FECHA INSCRIPCION");
  read = vidimus_cues_score (&cues, VIDIMUS_KIND_PERU_ID_CARD, NULL);
  memset (&cues, 0, sizeof cues);
  vidimus_cues_add_text (&cues, "FEOHA lNSORIFOION");
  trace = vidimus_cues_score (&cues, VIDIMUS_KIND_PERU_ID_CARD, NULL);
  g_assert_cmpfloat (trace, >, 0);
  g_assert_cmpfloat (trace, <, read / 2);
  memset (&cues, 0, sizeof cues);
  vidimus_cues_add_text (&cues, "FEOHA lNSORIFOIUN");
  g_assert_cmpfloat (vidimus_cues_score (&cues, VIDIMUS_KIND_PERU_ID_CARD, NULL), ==, 0);
  vidimus_cues_add_text (&cues, "LIOENCLA OE CONOUOlR");
  g_assert_cmpfloat (vidimus_cues_score (&cues, VIDIMUS_KIND_PERU_ID_CARD, NULL), ==, 0);
}

static void
test_print (void)
{
  struct vidimus_cues cues = { 0 };
  char text[64], tiny[8];

  vidimus_cues_add_text (&cues, "Thai National ID Card");
  vidimus_cues_print (&cues, text, sizeof text);
  g_assert_nonnull (strstr (text, "THAI NATIONAL ID CARD +1.00"));
  vidimus_cues_print (&cues, tiny, sizeof tiny);
  g_assert_cmpuint (strlen (tiny), <, sizeof tiny);
}

/* Stripes whose rows run along the short side, and no text: the likelier way is taken, the other one is not even looked at. */
static void
test_no_text (void)
{
  struct vidimus_card card = { 0 };
  struct vidimus_search search = { .card = &card };

  g_assert_true (vidimus_image_alloc (&card.gray, 400, 250, 1));
  for (int y = 0; y < 250; y++)
    for (int x = 0; x < 400; x++)
      *vidimus_image_at (&card.gray, x, y) = (guint8) (x / 8 % 2 == 0 ? 128 : 120 + y % 4 * 4);
  g_assert_cmpint (vidimus_search_direction (&search, -1), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (search.gray.width, ==, 250);
  g_assert_cmpint (search.gray.height, ==, 400);
  vidimus_image_free (&search.gray);
  vidimus_image_free (&card.gray);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/identify/fold", test_fold);
  g_test_add_func ("/identify/check-digits", test_check_digits);
  g_test_add_func ("/identify/numbers", test_numbers);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/identify/passport", test_passport);
  g_test_add_func ("/identify/zone", test_zone);
  g_test_add_func ("/identify/script", test_script);
  g_test_add_func ("/identify/paper", test_paper);
  g_test_add_func ("/identify/place", test_place);
  g_test_add_func ("/identify/traces", test_traces);
  g_test_add_func ("/identify/print", test_print);
  g_test_add_func ("/identify/no-text", test_no_text);

  return g_test_run ();
}

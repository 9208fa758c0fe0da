/* The judging half's cards of Cambodia and Myanmar. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

#define INK 0x221f20

static const char * const khmer_people[] = {
  "ឈឹម បូរ៉ា|CHHIM|BORA|M", "នួន ចន្ថា|NUON|CHANTHA|F", "អ៊ុក សំណាង|OUK|SAMNANG|M", "ព្រំ សុគន្ធា|PRUM|SOKUNTHEA|F",
  "មាស ដារា|MEAS|DARA|M", "យឹម កញ្ញា|YIM|KANHA|F", NULL
};
static const char * const khmer_places[] = {
  "ឃុំឧទាហរណ៍ ស្រុកសាកល្បង ខេត្តគំរូ", "សង្កាត់សាកល្បង ខណ្ឌឧទាហរណ៍ រាជធានីគំរូ", "ភូមិឧទាហរណ៍ ឃុំគំរូ ស្រុកសាកល្បង", NULL
};
static const char * const khmer_marks[] = { "ប្រជ្រុយចំហៀងមាត់ឆ្វេង", "ស្លាកស្នាមលើថ្ងាស", NULL };

static void
fill_khmer (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *number = g_strdup_printf ("%d%08d", vidimus_specimen_random_int (random, 0, 2),
                                             vidimus_specimen_random_int (random, 1000000, 99999999));

  vidimus_specimen_holder_set (holder, "number", "%s", number);
  vidimus_specimen_holder_pick (holder, "name|surname|given|is", khmer_people);
  vidimus_specimen_holder_pick (holder, "place", khmer_places);
  vidimus_specimen_holder_pick (holder, "mark", khmer_marks);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "ស្រី" : "ប្រុស");
  vidimus_specimen_holder_set (holder, "height", "%d", vidimus_specimen_random_int (random, 148, 184));
  vidimus_specimen_holder_set (holder, "house", "%d", vidimus_specimen_random_int (random, 1, 399));
  vidimus_specimen_holder_mrz (holder, 30, "ID", "KHM", number);
}

static const VidimusSpecimenItem khmer_front[] = {
  FIGURE (RAYS, 560, 200, 230, 0, 0xd9c09a),
  FIGURE (BRAID, 0, 300, 856, 80, 0xa9c2dc),
  FIGURE (BUST, 28, 34, 228, 300, 0),
  TE (826, 58, 36, "@latin Bold", INK, "{number}"),
  T (282, 98, 25, "@khmer", INK, "គោត្តនាម និងនាម :  {name}"),
  T (282, 134, 23, "@latin Medium", INK, "{surname} {given}"),
  T (282, 172, 23, "@khmer", INK, "ថ្ងៃខែឆ្នាំកំណើត : {birth:%d-%m-%Y|khm}   ភេទ : {sex}   កម្ពស់ : {height|khm} ស.ម"),
  T (282, 208, 23, "@khmer", INK, "ទីកន្លែងកំណើត : {place}"),
  T (282, 244, 23, "@khmer", INK, "អាសយដ្ឋាន : ផ្ទះលេខ {house|khm} {place}"),
  T (282, 280, 23, "@khmer", INK, "សុពលភាព : {issue:%d-%m-%Y|khm} ដល់ {expiry:%d-%m-%Y|khm}"),
  T (282, 316, 23, "@khmer", INK, "ភិនភាគ : {mark}"),
  FIGURE (BOX, 0, 366, 856, 174, 0xf7f5ee),
  MRZ (34, 418, 788, "{mrz1}"),
  MRZ (34, 465, 788, "{mrz2}"),
  MRZ (34, 512, 788, "{mrz3}"),
  FIGURE (OVERPRINT, 690, 120, 40, 0, 0x2f7a5f),
  END
};

/* An older kind: Khmer alone, nothing for machines. */
static const VidimusSpecimenItem khmer_labels[] = {
  FIGURE (DOTS, 0, 110, 856, 430, 0xc9cfa9),
  FIGURE (SEAL, 86, 78, 48, 0, 0x3f5fa0),
  TC (450, 48, 25, "@moul", 0x2d4a86, "ព្រះរាជាណាចក្រកម្ពុជា"),
  TC (450, 84, 20, "@khmer Bold", 0x2d4a86, "ជាតិ សាសនា ព្រះមហាក្សត្រ"),
  TC (450, 132, 25, "@moul", 0x8a2a35, "អត្តសញ្ញាណប័ណ្ណ"),
  FIGURE (BUST, 606, 150, 206, 270, 0),
  T (44, 184, 24, "@khmer", INK, "លេខ ៖ {number|khm}"),
  T (44, 226, 24, "@khmer", INK, "គោត្តនាម និងនាម ៖ {name}"),
  T (44, 268, 24, "@khmer", INK, "ភេទ ៖ {sex}    កម្ពស់ ៖ {height|khm} ស.ម"),
  T (44, 310, 24, "@khmer", INK, "ថ្ងៃខែឆ្នាំកំណើត ៖ {birth:%d/%m/%Y|khm}"),
  T (44, 352, 24, "@khmer", INK, "ភិនភាគ ៖ {mark}"),
  T (44, 400, 22, "@khmer", 0x8a2a35, "សុពលភាព ៖ {issue:%d/%m/%Y|khm} ដល់ {expiry:%d/%m/%Y|khm}"),
  T (44, 452, 23, "@khmer", INK, "ទីកន្លែងកំណើត ៖ {place}"),
  T (44, 500, 23, "@khmer", INK, "អាសយដ្ឋាន ៖ ផ្ទះលេខ {house|khm} {place}"),
  FIGURE (OVERPRINT, 500, 210, 40, 0, 0xb0413e),
  END
};

static const char * const burmese_people[] = {
  "ဒေါ်ခင်သီတာ|DAW KHIN THIDAR|ဦးလှမောင်|F", "ဦးကျော်စွာ|U KYAW SWAR|ဦးဘသန်း|M", "မသက်သက်ဇင်|MA THET THET ZIN|ဦးဇော်ဝင်း|F",
  "မောင်ရဲလင်း|MG YE LIN|ဦးမြင့်ဆွေ|M", "ဦးစိုင်းနွံ|U SAI NUAM|ဦးစိုင်းလုံ|M", "နော်ဖော|NAW PAW|စောထူး|F", NULL
};
static const char * const burmese_townships[] = { "ပမန|PAMANA", "တမန|TAMANA", "အစန|ASANA", "လမန|LAMANA", "ရကန|YAKANA", NULL };
static const char * const burmese_races[] = { "ဗမာ/ဗုဒ္ဓ", "ရှမ်း/ဗုဒ္ဓ", "ကရင်/ခရစ်ယာန်", "မွန်/ဗုဒ္ဓ", NULL };

static void
fill_burmese (VidimusSpecimenHolder *holder)
{
  static const char * const bloods[] = { "A|အေ", "B|ဘီ", "O|အို", "AB|အေဘီ", NULL };
  VidimusSpecimenRandom *random = &holder->random;
  int state = vidimus_specimen_random_int (random, 1, 14), number = vidimus_specimen_random_int (random, 1000, 399999);

  vidimus_specimen_holder_pick (holder, "name|latin|father|is", burmese_people);
  vidimus_specimen_holder_pick (holder, "town|TOWN", burmese_townships);
  vidimus_specimen_holder_pick (holder, "race", burmese_races);
  vidimus_specimen_holder_pick (holder, "blood|blood-mya", bloods);
  vidimus_specimen_holder_set (holder, "nrc", "%d/%s(နိုင်)%06d", state, vidimus_specimen_holder_get (holder, "town"),
                               number);
  vidimus_specimen_holder_set (holder, "NRC", "%d/%s(N)%06d", state, vidimus_specimen_holder_get (holder, "TOWN"), number);
  vidimus_specimen_holder_set (holder, "height", "%d", vidimus_specimen_random_int (random, 0, 11));
  vidimus_specimen_holder_set (holder, "serial", "%06d", vidimus_specimen_random_int (random, 0, 999999));
  vidimus_specimen_holder_set (holder, "licence", "%c/%06d/%02d", "BDEK"[vidimus_specimen_random_int (random, 0, 3)],
                               vidimus_specimen_random_int (random, 1, 399999), holder->issue.year % 100);
  holder->expiry.year = holder->issue.year + 5;
}

#define PEN 0x1b2a78
#define BIRO 0x26262e

static const VidimusSpecimenItem burmese_id_front[] = {
  FIGURE (DOTS, 30, 30, 830, 560, 0xd89bb2),
  FIGURE (RAYS, 600, 360, 170, 0, 0xcf8aa0),
  FIGURE (BUST, 40, 40, 190, 240, 0),
  TC (560, 62, 29, "@burmese", INK, "ပြည်ထောင်စုသမ္မတ မြန်မာနိုင်ငံတော်အစိုးရ"),
  TC (560, 130, 33, "@burmese Bold", INK, "နိုင်ငံသားစိစစ်ရေးကတ်ပြား"),
  T (256, 186, 24, "@burmese", INK, "အမှတ်"),
  TH (370, 184, 29, "@pen", PEN, "{nrc|mya}"),
  T (256, 240, 24, "@burmese", INK, "နေ့စွဲ"),
  TH (370, 238, 28, "@pen", PEN, "{issue:%e.%n.%Y|mya}"),
  T (40, 320, 24, "@burmese", INK, "အမည်"),
  TH (220, 318, 30, "@pen", PEN, "{name}"),
  T (40, 368, 24, "@burmese", INK, "အဘအမည်"),
  TH (220, 366, 30, "@pen", PEN, "{father}"),
  T (40, 416, 24, "@burmese", INK, "မွေးသက္ကရာဇ်"),
  TH (240, 414, 28, "@pen", PEN, "{birth:%e.%n.%Y|mya}"),
  T (480, 416, 24, "@burmese", INK, "လူမျိုး/ဘာသာ"),
  TH (660, 414, 26, "@pen", PEN, "{race}"),
  T (40, 464, 24, "@burmese", INK, "အရပ်"),
  TH (220, 462, 28, "@pen", PEN, "၅ ပေ {height|mya} လက်မ"),
  T (480, 464, 24, "@burmese", INK, "သွေးအုပ်စု"),
  TH (660, 462, 28, "@pen", PEN, "{blood-mya}"),
  T (40, 514, 24, "@burmese", INK, "ထင်ရှားသည့်အမှတ်အသား"),
  TH (360, 512, 27, "@pen", PEN, "ဝဲဘက်ပါးတွင် အမှတ်"),
  FIGURE (OVERPRINT, 672, 300, 50, 0, 0x8a2440),
  END
};

static const VidimusSpecimenItem burmese_id_back[] = {
  FIGURE (DOTS, 30, 30, 830, 560, 0xd89bb2),
  TE (836, 60, 26, "@latin Medium", 0xa3262d, "MP {serial}"),
  T (40, 64, 24, "@burmese", INK, "အလုပ်အကိုင်"),
  TH (220, 62, 28, "@pen", BIRO, "ကုန်သည်"),
  T (40, 116, 24, "@burmese", INK, "နေရပ်လိပ်စာ"),
  TH (220, 114, 28, "@pen", BIRO, "နမူနာလမ်း၊ စမ်းသပ်ရပ်ကွက်၊"),
  TH (220, 164, 28, "@pen", BIRO, "နမူနာမြို့"),
  T (40, 222, 24, "@burmese", INK, "ကတ်ပြားကိုင်ဆောင်သူ၏လက်မှတ်"),
  FIGURE (SIGNATURE, 470, 224, 210, 0, PEN),
  T (40, 284, 22, "@burmese", INK, "ဘယ်လက်မ"),
  FIGURE (THUMB, 50, 300, 140, 0, 0x35303a),
  T (300, 316, 24, "@burmese", INK, "ထုတ်ပေးသူ"),
  FIGURE (SIGNATURE, 460, 330, 200, 0, PEN),
  T (300, 378, 24, "@burmese", INK, "လူဝင်မှုကြီးကြပ်ရေးနှင့်အမျိုးသားမှတ်ပုံတင်ဦးစီးဌာန"),
  T (300, 442, 22, "@burmese", INK, "နိုင်ငံသားစိစစ်ရေးကတ်ပြားကို အမြဲဆောင်ထားရမည်"),
  TH (300, 506, 28, "@pen", PEN, "{nrc|mya}"),
  FIGURE (OVERPRINT, 700, 150, 46, 0, 0x8a2440),
  END
};

#define BAND 0x1d4f7c

static const VidimusSpecimenItem licence_new[] = {
  FIGURE (BRAID, 0, 250, 856, 210, 0xa9c4de),
  FIGURE (SEAL, 780, 70, 46, 0, 0xc29a3a),
  T (40, 46, 24, "@burmese Bold", BAND, "ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်"),
  T (40, 78, 17, "@latin Bold", BAND, "REPUBLIC OF THE UNION OF MYANMAR"),
  TC (428, 126, 29, "@burmese Bold", 0xa3262d, "ယာဉ်မောင်းလိုင်စင်"),
  TC (428, 160, 23, "@latin Bold", 0xa3262d, "DRIVING LICENCE"),
  FIGURE (BUST, 36, 176, 196, 256, 0),
  FIGURE (MODULE, 706, 152, 112, 0, 0),
  T (258, 208, 17, "@burmese", BAND, "လိုင်စင်အမှတ် / No."),
  T (470, 208, 24, "@latin Bold", INK, "{licence}"),
  T (258, 250, 17, "@burmese", BAND, "အမည် / Name"),
  T (470, 250, 23, "@latin Medium", INK, "{latin}"),
  T (258, 292, 17, "@burmese", BAND, "မှတ်ပုံတင်အမှတ် / N.R.C. No."),
  T (510, 292, 23, "@latin", INK, "{NRC}"),
  T (258, 334, 17, "@burmese", BAND, "မွေးသက္ကရာဇ် / D.O.B"),
  T (470, 334, 23, "@latin", INK, "{birth:%d-%b-%Y}"),
  T (258, 376, 17, "@burmese", BAND, "သွေးအုပ်စု / Blood Type"),
  T (470, 376, 23, "@latin", INK, "{blood}"),
  T (258, 418, 17, "@burmese", BAND, "ထုတ်ပေးသည့်ရက် / Issued"),
  T (470, 418, 23, "@latin", INK, "{issue:%d-%b-%Y}"),
  T (258, 460, 17, "@burmese", BAND, "ကုန်ဆုံးရက် / Valid up to"),
  T (470, 460, 24, "@latin Bold", 0xa3262d, "{expiry:%d-%b-%Y}"),
  T (44, 480, 30, "@burmese Bold", BAND, "ခ"),
  T (90, 480, 22, "@latin", INK, "Class  B"),
  FIGURE (BUST_FAINT, 706, 330, 96, 124, 0),
  T (258, 510, 16, "@latin", BAND, "ROAD TRANSPORT ADMINISTRATION DEPARTMENT"),
  FIGURE (OVERPRINT, 748, 492, 34, 0, 0x2f7a5f),
  END
};

/* The generation before: a red band, portrait to the right, no chip. */
static const VidimusSpecimenItem licence_old[] = {
  FIGURE (DOTS, 0, 130, 856, 410, 0xe0b9a9),
  FIGURE (BOX, 0, 0, 856, 96, 0x9c2f36),
  T (36, 42, 25, "@burmese Bold", 0xf8f2e8, "ယာဉ်မောင်းလိုင်စင်"),
  T (36, 80, 24, "@latin Bold", 0xf8f2e8, "DRIVING LICENCE"),
  TE (820, 64, 30, "@latin Bold", 0xf8f2e8, "MYANMAR"),
  FIGURE (BUST, 610, 120, 210, 280, 0),
  T (36, 146, 25, "@latin Bold", INK, "No. {licence}"),
  T (36, 194, 18, "@latin", 0x8a4a3f, "NAME"),
  T (190, 194, 24, "@latin", INK, "{latin}"),
  T (36, 240, 18, "@latin", 0x8a4a3f, "NRC NO"),
  T (190, 240, 24, "@latin", INK, "{NRC}"),
  T (36, 286, 18, "@latin", 0x8a4a3f, "DATE OF BIRTH"),
  T (190, 286, 24, "@latin", INK, "{birth:%d.%m.%Y}"),
  T (36, 332, 18, "@latin", 0x8a4a3f, "BLOOD TYPE"),
  T (190, 332, 24, "@latin", INK, "{blood}"),
  T (36, 378, 18, "@latin", 0x8a4a3f, "VALID UP TO"),
  T (190, 378, 26, "@latin Bold", INK, "{expiry:%d.%m.%Y}"),
  T (36, 428, 22, "@burmese", INK, "အမည်  {name}"),
  T (36, 474, 22, "@burmese", INK, "မှတ်ပုံတင်အမှတ်  {nrc|mya}"),
  FIGURE (SIGNATURE, 620, 462, 180, 0, 0x1b2a48),
  T (620, 502, 16, "@latin", 0x8a4a3f, "Licensing Authority"),
  FIGURE (OVERPRINT, 470, 376, 46, 0, 0x2c5e8c),
  END
};

#define CARD(id, type, height, radius, paper, items, fill, back) \
  { id, type, 856, height, radius, paper, { 0 }, items, fill, back, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_indochina_layouts[] = {
  CARD ("judge-cambodian_id_card-front", "cambodian_id_card", 540, 28, PAPER (0xefe6d4, 0xe4ebe6, 0xdfe6f0), khmer_front,
        fill_khmer, FALSE),
  CARD ("judge-cambodian_id_card-labels", "cambodian_id_card", 540, 10, PAPER (0xf2efdf, 0xe9eedb, 0xf0e6d6), khmer_labels,
        fill_khmer, FALSE),
  CARD ("judge-myanmar_id_card-front", "myanmar_id_card", 572, 8, PAPER (0xf0c9d6, 0xe9b9ca, 0xeec2c9), burmese_id_front,
        fill_burmese, FALSE),
  CARD ("judge-myanmar_id_card-back", "myanmar_id_card", 572, 8, PAPER (0xeec6d2, 0xe6b4c4), burmese_id_back, fill_burmese,
        TRUE),
  CARD ("judge-myanmar_driver_license-new", "myanmar_driver_license", 540, 30, PAPER (0xe6edf5, 0xf3f1ea, 0xd9e6f0),
        licence_new, fill_burmese, FALSE),
  CARD ("judge-myanmar_driver_license-old", "myanmar_driver_license", 540, 22, PAPER (0xf6ebe2, 0xf2e3dc), licence_old,
        fill_burmese, FALSE),
  { NULL }
};

/* The judging half's cards of the PRC, Hong Kong and Macao. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

#define INK 0x23211f
#define FAR { 0 } /* no waves: the artwork of this half is items */

static const char * const prc_people[] = {
  "欧阳虚构|F|汉", "马试样|M|回", "朴例子|M|朝鲜", "韦图例|F|壮", "钱某某|M|汉", "孙拟名|F|满", "慕容假定|M|汉", NULL
};
static const char * const prc_places[] = {
  "图例自治区假定市\n虚拟区桂花大道", "拟定省虚构县试用乡\n向阳村", "假想市东城区\n样稿胡同甲", "图例省拟设自治县\n试样镇河西路", NULL
};
static const char * const prc_offices[] = { "假想市公安局东城分局", "虚构县公安局", "图例市公安局", "拟设自治县公安局", NULL };
static const char * const tc_people[] = {
  "張|雅婷|CHEUNG|NGA TING|F", "司徒|志明|SZETO|CHI MING|M", "鄧|浩然|TANG|HO YIN, KELVIN|M", "馮|美玲|FUNG|MEI LING|F",
  "歐陽|卓琳|AU YEUNG|CHEUK LAM|F", "謝|一|TSE|YAT|M", NULL
};
static const char * const macao_people[] = {
  "譚|家豪|TAM|KA HOU|M", "區|穎心|AO|WENG SAM|F", "高|斯達|COSTA|JOAO PAULO|M", "冼|慧敏|SIN|WAI MAN|F",
  "余|國華|U|KUOK WA|M", NULL
};

static void
fill_prc (VidimusSpecimenHolder *holder)
{
  static const char * const regions[] = { "119902", "459903", "549901", "229904", "659905", "819901", NULL };
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *body = NULL;

  vidimus_specimen_holder_pick (holder, "name|is|folk", prc_people);
  body = g_strdup_printf ("%s%04d%02d%02d%03d", vidimus_specimen_random_pick (random, regions), holder->birth.year,
                          holder->birth.month, holder->birth.day,
                          2 * vidimus_specimen_random_int (random, 0, 499) + (holder->female ? 0 : 1));
  vidimus_specimen_holder_set (holder, "number", "%s%c", body, vidimus_specimen_check_prc (body));
  vidimus_specimen_holder_pick (holder, "place", prc_places);
  vidimus_specimen_holder_pick (holder, "office", prc_offices);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "女" : "男");
  vidimus_specimen_holder_set (holder, "house", "%d号", vidimus_specimen_random_int (random, 1, 388));
  holder->expiry.year = holder->issue.year + 20;
  if (vidimus_specimen_random_chance (random, 0.3))
    vidimus_specimen_holder_set (holder, "until", "长期");
  else
    vidimus_specimen_holder_set (holder, "until", "%d.%02d.%02d", holder->expiry.year, holder->expiry.month,
                                 holder->expiry.day);
}

#define LABEL 0x2f74b5

static const VidimusSpecimenItem prc_front[] = {
  FIGURE (BRAID, 0, 150, 856, 250, 0x9cc4de),
  FIGURE (RAYS, 250, 330, 190, 0, 0xb9cfe6),
  T (72, 84, 25, "@sc", LABEL, "姓 名"),
  T (72, 148, 25, "@sc", LABEL, "性 别"),
  T (250, 148, 25, "@sc", LABEL, "民 族"),
  T (72, 212, 25, "@sc", LABEL, "出 生"),
  T (72, 276, 25, "@sc", LABEL, "住 址"),
  T (72, 470, 25, "@sc", LABEL, "公民身份号码"),
  T (160, 86, 34, "@sc", INK, "{name}"),
  T (160, 149, 28, "@sc", INK, "{sex}"),
  T (334, 149, 28, "@sc", INK, "{folk}"),
  T (160, 213, 28, "@sc", INK, "{birth:%Y} 年 {birth:%n} 月 {birth:%e} 日"),
  T (160, 277, 28, "@sc", INK, "{place}{house}"),
  T (300, 472, 37, "@ocr", INK, "{number}"),
  FIGURE (BUST, 566, 62, 226, 300, 0),
  FIGURE (OVERPRINT, 400, 404, 54, 0, 0x1f7f6b),
  END
};

/* Bilingual, as cards of autonomous regions are. */
static const VidimusSpecimenItem prc_front_zhuang[] = {
  FIGURE (DOTS, 20, 60, 520, 420, 0xb5d3e4),
  FIGURE (BRAID, 0, 396, 856, 110, 0xe0bfc9),
  T (48, 70, 17, "@latin", LABEL, "Singqmingz"),
  T (48, 98, 24, "@sc", LABEL, "姓名"),
  T (48, 138, 17, "@latin", LABEL, "Singqbied"),
  T (48, 166, 24, "@sc", LABEL, "性别"),
  T (236, 138, 17, "@latin", LABEL, "Minzcuz"),
  T (236, 166, 24, "@sc", LABEL, "民族"),
  T (48, 206, 17, "@latin", LABEL, "Seng"),
  T (48, 234, 24, "@sc", LABEL, "出生"),
  T (48, 274, 17, "@latin", LABEL, "Dieg youq"),
  T (48, 302, 24, "@sc", LABEL, "住址"),
  T (48, 456, 17, "@latin", LABEL, "Gunghminz sinhfwn hauma"),
  T (48, 490, 24, "@sc", LABEL, "公民身份号码"),
  T (130, 100, 31, "@sc", INK, "{name}"),
  T (130, 167, 27, "@sc", INK, "{sex}"),
  T (308, 167, 27, "@sc", INK, "{folk}"),
  T (130, 235, 27, "@sc", INK, "{birth:%Y}年{birth:%n}月{birth:%e}日"),
  T (130, 303, 27, "@sc", INK, "{place}{house}"),
  T (262, 491, 38, "@ocr", INK, "{number}"),
  FIGURE (BUST, 532, 92, 258, 336, 0),
  FIGURE (OVERPRINT, 300, 392, 54, 0, 0xb8433a),
  END
};

static const VidimusSpecimenItem prc_back[] = {
  FIGURE (BRAID, 0, 226, 856, 150, 0xdca3b2),
  FIGURE (RAYS, 640, 290, 180, 0, 0xe2b9c3),
  FIGURE (SEAL, 146, 146, 88, 0, 0xc7372e),
  T (284, 112, 44, "@sc Bold", INK, "中华人民共和国"),
  T (284, 200, 62, "@sc Bold", INK, "居民身份证"),
  T (186, 414, 27, "@sc", INK, "签发机关"),
  T (186, 470, 27, "@sc", INK, "有效期限"),
  T (318, 415, 28, "@sc", INK, "{office}"),
  T (318, 471, 28, "@sc", INK, "{issue:%Y.%m.%d}-{until}"),
  FIGURE (OVERPRINT, 470, 318, 72, 0, 0x3a5fa8),
  END
};

static void
fill_hong_kong (VidimusSpecimenHolder *holder,
                gboolean               permanent)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *body = g_strdup_printf ("%c%06d", "CDGHKRYZVPM"[vidimus_specimen_random_int (random, 0, 10)],
                                           vidimus_specimen_random_int (random, 0, 999999));
  gboolean native = vidimus_specimen_random_chance (random, 0.5);

  vidimus_specimen_holder_set (holder, "number", "%s(%c)", body, vidimus_specimen_check_hong_kong (body));
  vidimus_specimen_holder_pick (holder, "han|han2|surname|given|is", tc_people);
  vidimus_specimen_holder_set (holder, "codes", "%04d %04d %04d", vidimus_specimen_random_int (random, 200, 7700),
                               vidimus_specimen_random_int (random, 200, 7700),
                               vidimus_specimen_random_int (random, 200, 7700));
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "女F" : "男M");
  vidimus_specimen_holder_set (holder, "symbols", "%s%s%s", permanent ? "***" : "", permanent ? "A" : "C",
                               native ? "Z" : "O");
  vidimus_specimen_holder_set (holder, "first", "(%02d-%02d)", vidimus_specimen_random_int (random, 1, 12),
                               holder->birth.year % 100 + 11 > 99 ? 99 : holder->birth.year % 100 + 11);
}

static void fill_hong_kong_permanent (VidimusSpecimenHolder *holder) { fill_hong_kong (holder, TRUE); }
static void fill_hong_kong_resident (VidimusSpecimenHolder *holder) { fill_hong_kong (holder, FALSE); }

#define TITLE_2003 0x6d5a2a
#define TITLE_2018 0x2f4f86

#define HONG_KONG_2003(title, english) \
  FIGURE (DOTS, 0, 110, 856, 420, 0xa5cbb8), \
  FIGURE (BRAID, 0, 20, 856, 92, 0xd9c48c), \
  TC (440, 54, 33, "@tc", TITLE_2003, title), \
  TC (440, 92, 25, "@serif", TITLE_2003, english), \
  T (46, 148, 38, "@tc", INK, "{han}{han2}"), \
  T (300, 146, 27, "@latin", INK, "{surname}, {given}"), \
  T (300, 184, 23, "@latin", INK, "{codes}"), \
  FIGURE (MODULE, 54, 204, 120, 0, 0), \
  T (214, 232, 18, "@tc", TITLE_2003, "出生日期"), \
  T (300, 232, 17, "@latin", TITLE_2003, "Date of Birth"), \
  T (214, 266, 27, "@latin", INK, "{birth:%d-%m-%Y}"), \
  T (400, 266, 27, "@tc", INK, "{sex}"), \
  T (214, 308, 27, "@latin", INK, "{symbols}"), \
  T (46, 360, 18, "@tc", TITLE_2003, "簽發日期"), \
  T (132, 360, 17, "@latin", TITLE_2003, "Date of Issue"), \
  T (46, 394, 27, "@latin", INK, "{first}"), \
  T (46, 432, 27, "@latin", INK, "{issue:%d-%m-%y}"), \
  TE (526, 492, 40, "@latin Bold", INK, "{number}"), \
  FIGURE (BUST, 556, 166, 246, 316, 0), \
  FIGURE (OVERPRINT, 372, 392, 52, 0, 0xa2415c), \
  END

static const VidimusSpecimenItem hong_kong_2003[] = {
  HONG_KONG_2003 ("香港永久性居民身份證", "HONG KONG PERMANENT IDENTITY CARD")
};

static const VidimusSpecimenItem hong_kong_2003_resident[] = {
  HONG_KONG_2003 ("香港居民身份證", "HONG KONG IDENTITY CARD")
};

#define HONG_KONG_2018(title, english) \
  FIGURE (BRAID, 300, 100, 556, 210, 0xe2b7a0), \
  FIGURE (RAYS, 700, 420, 160, 0, 0x9fc3d8), \
  TE (818, 50, 30, "@tc Bold", TITLE_2018, title), \
  TE (818, 86, 22, "@latin Bold", TITLE_2018, english), \
  FIGURE (BUST, 36, 96, 272, 352, 0), \
  T (336, 138, 36, "@tc", INK, "{han} {han2}"), \
  T (336, 178, 25, "@latin", INK, "{surname}, {given}"), \
  T (336, 212, 21, "@latin", INK, "{codes}"), \
  T (336, 256, 17, "@tc", TITLE_2018, "出生日期  Date of Birth"), \
  T (336, 288, 26, "@latin", INK, "{birth:%d-%m-%Y}"), \
  T (560, 256, 17, "@tc", TITLE_2018, "性別  Sex"), \
  T (560, 288, 26, "@tc", INK, "{sex}"), \
  T (336, 328, 26, "@latin", INK, "{symbols}"), \
  T (336, 372, 17, "@tc", TITLE_2018, "簽發日期  Date of Issue"), \
  T (336, 404, 26, "@latin", INK, "{first}  {issue:%d-%m-%y}"), \
  T (336, 482, 44, "@latin Medium", INK, "{number}"), \
  FIGURE (BUST_FAINT, 690, 300, 106, 138, 0), \
  FIGURE (OVERPRINT, 174, 490, 38, 0, 0x2d7f8e), \
  END

static const VidimusSpecimenItem hong_kong_2018[] = {
  HONG_KONG_2018 ("香港永久性居民身份證", "HONG KONG PERMANENT IDENTITY CARD")
};

static const VidimusSpecimenItem hong_kong_2018_resident[] = {
  HONG_KONG_2018 ("香港居民身份證", "HONG KONG IDENTITY CARD")
};

static void
fill_macao (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *digits = g_strdup_printf ("%c%06d%d", "157"[vidimus_specimen_random_int (random, 0, 2)],
                                             vidimus_specimen_random_int (random, 0, 999999),
                                             vidimus_specimen_random_int (random, 0, 9));

  vidimus_specimen_holder_set (holder, "number", "%.7s(%c)", digits, digits[7]);
  vidimus_specimen_holder_pick (holder, "han|han2|surname|given|is", macao_people);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_set (holder, "height", "1,%d", vidimus_specimen_random_int (random, 48, 88));
  vidimus_specimen_holder_set (holder, "code", "%s", vidimus_specimen_random_chance (random, 0.6) ? "AS" : "CS");
  vidimus_specimen_holder_mrz (holder, 30, "I", "MAC", digits);
}

#define PINE 0x1f5f50

/* Neither front bears a title. */
static const VidimusSpecimenItem macao_front[] = {
  FIGURE (BRAID, 0, 300, 856, 180, 0xb9d9c4),
  FIGURE (RAYS, 430, 200, 150, 0, 0xe3c7d2),
  T (44, 54, 15, "@tc", PINE, "姓 / APELIDO"),
  T (44, 88, 29, "@tc", INK, "{han}   {surname}"),
  T (44, 116, 15, "@tc", PINE, "名 / NOME"),
  T (44, 150, 29, "@tc", INK, "{han2}   {given}"),
  FIGURE (MODULE, 52, 186, 130, 0, 0),
  T (214, 198, 15, "@tc", PINE, "出生日期 / DATA DE NASC."),
  T (214, 230, 26, "@latin", INK, "{birth:%d-%m-%Y}   {code}"),
  T (214, 262, 15, "@tc", PINE, "性別 / SEXO"),
  T (214, 294, 26, "@latin", INK, "{sex}"),
  T (350, 262, 15, "@tc", PINE, "身高 / ALTURA"),
  T (350, 294, 26, "@latin", INK, "{height}"),
  T (44, 344, 15, "@tc", PINE, "簽發日期 / DATA DE EMISSÃO"),
  T (44, 376, 26, "@latin", INK, "{issue:%d-%m-%Y}"),
  T (316, 344, 15, "@tc", PINE, "有效日期 / VÁLIDO ATÉ"),
  T (316, 376, 26, "@latin", INK, "{expiry:%d-%m-%Y}"),
  T (44, 424, 15, "@tc", PINE, "編號 / N.º DO BIR"),
  T (44, 476, 46, "@latin Bold", 0xa0303a, "{number}"),
  FIGURE (BUST, 572, 40, 244, 314, 0),
  FIGURE (SIGNATURE, 580, 456, 220, 0, 0x1c1c2c),
  FIGURE (OVERPRINT, 476, 452, 46, 0, 0x2f6fa0),
  END
};

static const VidimusSpecimenItem macao_front_left[] = {
  FIGURE (DOTS, 0, 0, 856, 540, 0xbfd8cc),
  FIGURE (BRAID, 260, 40, 596, 110, 0xcdb7d6),
  FIGURE (BUST, 40, 60, 252, 330, 0),
  FIGURE (MODULE, 700, 196, 118, 0, 0),
  T (326, 74, 15, "@tc", PINE, "姓名 Apelido e nome"),
  T (326, 112, 32, "@tc", INK, "{han}{han2}"),
  T (326, 148, 25, "@latin", INK, "{surname} {given}"),
  T (326, 194, 15, "@tc", PINE, "出生日期 Data de nascimento"),
  T (326, 226, 25, "@latin", INK, "{birth:%d-%m-%Y}"),
  T (326, 260, 15, "@tc", PINE, "性別 Sexo"),
  T (326, 292, 25, "@latin", INK, "{sex}"),
  T (480, 260, 15, "@tc", PINE, "身高 Altura (m)"),
  T (480, 292, 25, "@latin", INK, "{height}"),
  T (326, 326, 15, "@tc", PINE, "首次發出日期 Data da 1.ª emissão"),
  T (326, 358, 25, "@latin", INK, "{issue:%d-%m-%Y}"),
  T (326, 392, 15, "@tc", PINE, "本次發出日期 Data desta emissão"),
  T (326, 424, 25, "@latin", INK, "{issue:%d-%m-%Y}"),
  T (620, 392, 15, "@tc", PINE, "有效期至 Válido até"),
  T (620, 424, 25, "@latin", INK, "{expiry:%d-%m-%Y}"),
  T (326, 494, 42, "@latin Bold", INK, "{number}"),
  FIGURE (SIGNATURE, 60, 470, 200, 0, 0x1c1c2c),
  FIGURE (OVERPRINT, 706, 484, 42, 0, 0xa3423c),
  END
};

static const VidimusSpecimenItem macao_back[] = {
  FIGURE (BRAID, 0, 180, 856, 140, 0xb6d7c6),
  FIGURE (SEAL, 770, 84, 58, 0, 0x23785c),
  T (44, 60, 29, "@tc", INK, "澳門特別行政區"),
  T (260, 58, 18, "@latin", INK, "REGIÃO ADMINISTRATIVA ESPECIAL DE MACAU"),
  T (44, 108, 31, "@tc Bold", PINE, "非永久性居民身份證"),
  T (44, 142, 19, "@latin Bold", PINE, "BILHETE DE IDENTIDADE DE RESIDENTE NÃO PERMANENTE"),
  FIGURE (BUST_FAINT, 52, 186, 104, 132, 0),
  T (200, 214, 16, "@tc", PINE, "持證人簽名 Assinatura do titular"),
  FIGURE (SIGNATURE, 210, 290, 230, 0, 0x1c1c2c),
  T (530, 214, 16, "@tc", PINE, "出生地點 Local de nascimento"),
  T (530, 246, 23, "@tc", INK, "樣本 / AMOSTRA"),
  FIGURE (BOX, 0, 350, 856, 190, 0xf8f9f6),
  MRZ (40, 404, 776, "{mrz1}"),
  MRZ (40, 455, 776, "{mrz2}"),
  MRZ (40, 506, 776, "{mrz3}"),
  FIGURE (OVERPRINT, 640, 304, 48, 0, 0x9a3f8f),
  END
};

#define CARD(id, type, paper, items, fill, back) \
  { id, type, 856, 540, 30, paper, FAR, items, fill, back, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_china_layouts[] = {
  CARD ("judge-id_card-front", "id_card", PAPER (0xe3eff5, 0xf3ecf0, 0xdeecf2), prc_front, fill_prc, FALSE),
  CARD ("judge-id_card-zhuang", "id_card", PAPER (0xd8e8f0, 0xe6eef2, 0xeee2ea), prc_front_zhuang, fill_prc, FALSE),
  CARD ("judge-id_card-back", "id_card", PAPER (0xf6e4e6, 0xf0e9ea, 0xdeebf0), prc_back, fill_prc, TRUE),
  CARD ("judge-hongkong_id_card-2003", "hongkong_id_card", PAPER (0xe2eddc, 0xf0efd6, 0xdde9e4), hong_kong_2003,
        fill_hong_kong_permanent, FALSE),
  CARD ("judge-hongkong_id_card-2003-resident", "hongkong_id_card", PAPER (0xeaefda, 0xe3ecdd, 0xefe9d2),
        hong_kong_2003_resident, fill_hong_kong_resident, FALSE),
  CARD ("judge-hongkong_id_card-2018", "hongkong_id_card", PAPER (0xf0e0dc, 0xeeeee0, 0xdfeaee), hong_kong_2018,
        fill_hong_kong_permanent, FALSE),
  CARD ("judge-hongkong_id_card-2018-resident", "hongkong_id_card", PAPER (0xe6ecf0, 0xf2e9de, 0xe9e0e8),
        hong_kong_2018_resident, fill_hong_kong_resident, FALSE),
  CARD ("judge-macao_id_card-front", "macao_id_card", PAPER (0xe4f2ea, 0xf2efe6, 0xeae8f0), macao_front, fill_macao,
        FALSE),
  CARD ("judge-macao_id_card-front-left", "macao_id_card", PAPER (0xdfeee9, 0xeaf1ea, 0xeee8ee), macao_front_left,
        fill_macao, FALSE),
  CARD ("judge-macao_id_card-back", "macao_id_card", PAPER (0xe9f3ea, 0xeef0e4), macao_back, fill_macao, TRUE),
  { NULL }
};

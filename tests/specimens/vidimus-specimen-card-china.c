/* Cards of the PRC, Hong Kong and Macao, as far as a reader needs: labels, places, numbers. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

static const char * const prc_people[] = {
  "林样本|M", "周示例|F", "吴若川|M", "沈知遥|F", "陆云舒|F", "许安然|F", "方远航|M", "宋明澈|M", NULL
};
static const char * const prc_places[] = {
  "样本省示范市光明区\n测试路", "示例市样张区和平街道\n学府巷", "样本省清河县示范镇\n新村", NULL
};
static const char * const prc_offices[] = { "样本市公安局示范分局", "示例县公安局", "清河市公安局样张分局", NULL };
static const char * const tc_people[] = {
  "陳|樂文|CHAN|LOK MAN|M", "黃|思齊|WONG|SZE CHAI|M", "李|詠詩|LEE|WING SZE|F", "何|子謙|HO|TSZ HIM|M",
  "梁|嘉欣|LEUNG|KA YAN|F", "羅|啟明|LO|KAI MING|M", NULL
};

static void
fill_prc (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  static const char * const regions[] = { "119901", "329902", "449903", "519904", "619905", NULL };
  g_autofree char *serial = vidimus_specimen_random_digits (random, 3);
  g_autofree char *body = NULL;

  vidimus_specimen_holder_pick (holder, "name|is", prc_people);
  serial[2] = "13579"[vidimus_specimen_random_int (random, 0, 4)] - (holder->female ? 1 : 0);
  body = g_strdup_printf ("%s%04d%02d%02d%s", vidimus_specimen_random_pick (random, regions), holder->birth.year,
                          holder->birth.month, holder->birth.day, serial);
  vidimus_specimen_holder_set (holder, "number", "%s%c", body, vidimus_specimen_check_prc (body));
  vidimus_specimen_holder_pick (holder, "place", prc_places);
  vidimus_specimen_holder_pick (holder, "office", prc_offices);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "女" : "男");
  vidimus_specimen_holder_set (holder, "house", "%d号%d室", vidimus_specimen_random_int (random, 1, 99),
                               vidimus_specimen_random_int (random, 101, 909));
  holder->expiry.year = holder->issue.year + (vidimus_specimen_random_chance (random, 0.5) ? 10 : 20);
}

#define LABEL 0x3d7fae
#define INK 0x1c1c1e

static const VidimusSpecimenItem prc_front[] = {
  FIGURE (ROSETTE, 300, 300, 170, 0, 0x8fb9d6),
  T (60, 92, 27, "@sc", LABEL, "姓名"),
  T (60, 166, 27, "@sc", LABEL, "性别"),
  T (262, 166, 27, "@sc", LABEL, "民族"),
  T (60, 236, 27, "@sc", LABEL, "出生"),
  T (262, 236, 25, "@sc", LABEL, "年"),
  T (338, 236, 25, "@sc", LABEL, "月"),
  T (410, 236, 25, "@sc", LABEL, "日"),
  T (60, 306, 27, "@sc", LABEL, "住址"),
  T (60, 486, 27, "@sc", LABEL, "公民身份号码"),
  T (148, 94, 33, "@sc", INK, "{name}"),
  T (148, 167, 29, "@sc", INK, "{sex}"),
  T (346, 167, 29, "@sc", INK, "汉"),
  T (148, 237, 29, "@sc", INK, "{birth:%Y}"),
  TE (326, 237, 29, "@sc", INK, "{birth:%n}"),
  TE (402, 237, 29, "@sc", INK, "{birth:%e}"),
  T (148, 307, 29, "@sc", INK, "{place}{house}"),
  T (276, 488, 38, "@ocr", INK, "{number}"),
  FIGURE (PORTRAIT, 548, 78, 244, 318, 0),
  FIGURE (OVERPRINT, 330, 400, 66, 0, 0xc8434c),
  END
};

static const VidimusSpecimenItem prc_back[] = {
  FIGURE (ROSETTE, 560, 300, 190, 0, 0xd59aa5),
  FIGURE (EMBLEM, 130, 134, 78, 0, 0xc0392f),
  TC (510, 118, 48, "@sc Medium", INK, "中华人民共和国"),
  TC (510, 212, 66, "@sc Bold", INK, "居 民 身 份 证"),
  T (210, 432, 28, "@sc", LABEL, "签发机关"),
  T (210, 490, 28, "@sc", LABEL, "有效期限"),
  T (346, 433, 29, "@sc", INK, "{office}"),
  T (346, 491, 29, "@sc", INK, "{issue:%Y.%m.%d}-{expiry:%Y.%m.%d}"),
  FIGURE (OVERPRINT, 430, 322, 80, 0, 0x9a3f8f),
  END
};

static void
fill_hong_kong (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *digits = vidimus_specimen_random_digits (random, 6);
  g_autofree char *body = g_strdup_printf ("%c%s", "ABCDEFGHKMPRSVYZ"[vidimus_specimen_random_int (random, 0, 15)],
                                           digits);

  vidimus_specimen_holder_set (holder, "number", "%s(%c)", body, vidimus_specimen_check_hong_kong (body));
  vidimus_specimen_holder_pick (holder, "han|han2|surname|given|is", tc_people);
  vidimus_specimen_holder_set (holder, "codes", "%04d  %04d  %04d", vidimus_specimen_random_int (random, 100, 7800),
                               vidimus_specimen_random_int (random, 100, 7800),
                               vidimus_specimen_random_int (random, 100, 7800));
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "女 F" : "男 M");
  vidimus_specimen_holder_set (holder, "symbols", "***%s", vidimus_specimen_random_chance (random, 0.7) ? "AZ" : "AO");
  vidimus_specimen_holder_set (holder, "permanent", "%s", vidimus_specimen_random_chance (random, 0.75)
                                                            ? "香港永久性居民身份證" : "香港居民身份證");
  vidimus_specimen_holder_set (holder, "PERMANENT", "%s",
                               vidimus_specimen_holder_get (holder, "permanent")[6] == "香港永"[6]
                                 ? "HONG KONG PERMANENT IDENTITY CARD" : "HONG KONG IDENTITY CARD");
}

#define GOLD 0x8a6a2b

static const VidimusSpecimenItem hong_kong_2003[] = {
  FIGURE (ROSETTE, 440, 300, 200, 0, 0xa9c9b1),
  TC (428, 58, 37, "@tc Medium", GOLD, "{permanent}"),
  TC (428, 96, 28, "@latin Medium", GOLD, "{PERMANENT}"),
  FIGURE (CHIP, 62, 186, 128, 0, 0),
  T (236, 164, 40, "@tc", INK, "{han}{han2}"),
  T (236, 204, 28, "@latin", INK, "{surname}, {given}"),
  T (236, 242, 24, "@latin", INK, "{codes}"),
  T (236, 288, 20, "@tc", GOLD, "出生日期 Date of Birth"),
  T (236, 322, 29, "@latin", INK, "{birth:%d-%m-%Y}"),
  T (440, 322, 29, "@tc", INK, "{sex}"),
  T (236, 364, 29, "@latin", INK, "{symbols}"),
  T (236, 408, 20, "@tc", GOLD, "簽發日期 Date of Issue"),
  T (470, 408, 24, "@latin", INK, "({issue:%m-%y})"),
  T (236, 446, 29, "@latin", INK, "{issue:%d-%m-%y}"),
  T (392, 500, 42, "@latin Bold", INK, "{number}"),
  FIGURE (PORTRAIT, 560, 140, 232, 300, 0),
  FIGURE (OVERPRINT, 165, 478, 44, 0, 0x2d7f6b),
  END
};

static const VidimusSpecimenItem hong_kong_2018[] = {
  FIGURE (ROSETTE, 560, 330, 210, 0, 0xd7b9a4),
  TC (428, 56, 35, "@tc Medium", 0x365f8c, "{permanent}"),
  TC (428, 92, 27, "@latin Medium", 0x365f8c, "{PERMANENT}"),
  FIGURE (PORTRAIT, 44, 118, 250, 322, 0),
  T (330, 156, 38, "@tc", INK, "{han}{han2}"),
  T (330, 196, 27, "@latin", INK, "{surname}, {given}"),
  T (330, 232, 23, "@latin", INK, "{codes}"),
  T (330, 276, 19, "@tc", 0x365f8c, "出生日期 Date of Birth"),
  T (330, 308, 28, "@latin", INK, "{birth:%d-%m-%Y}"),
  T (530, 308, 28, "@tc", INK, "{sex}"),
  T (330, 346, 28, "@latin", INK, "{symbols}"),
  T (330, 386, 19, "@tc", 0x365f8c, "簽發日期 Date of Issue"),
  T (540, 386, 24, "@latin", INK, "({issue:%m-%y})"),
  T (330, 420, 28, "@latin", INK, "{issue:%d-%m-%y}"),
  T (60, 500, 42, "@latin Bold", INK, "{number}"),
  FIGURE (GHOST, 664, 270, 128, 166, 0),
  FIGURE (OVERPRINT, 560, 478, 58, 0, 0xb2484f),
  END
};

static void
fill_macao (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  /* How the digit in brackets is made is not published: any will do. */
  g_autofree char *digits = vidimus_specimen_random_digits (random, 8);

  digits[0] = "157"[vidimus_specimen_random_int (random, 0, 2)];
  vidimus_specimen_holder_set (holder, "number", "%.7s(%c)", digits, digits[7]);
  vidimus_specimen_holder_pick (holder, "han|han2|surname|given|is", tc_people);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_set (holder, "height", "1.%d", vidimus_specimen_random_int (random, 50, 86));
  vidimus_specimen_holder_mrz (holder, 30, "I", "MAC", digits);
}

#define TEAL 0x2d6b62

static const VidimusSpecimenItem macao_front[] = {
  FIGURE (ROSETTE, 250, 400, 140, 0, 0x9cc7b8),
  FIGURE (ROSETTE, 250, 400, 90, 0, 0xd9b7c8),
  FIGURE (CHIP, 58, 178, 126, 0, 0),
  T (60, 60, 17, "@tc", TEAL, "姓 Apelido"),
  T (60, 96, 31, "@tc", INK, "{han}  {surname}"),
  T (60, 124, 17, "@tc", TEAL, "名 Nome"),
  T (60, 158, 31, "@tc", INK, "{han2}  {given}"),
  T (236, 206, 17, "@tc", TEAL, "出生日期 Data de nascimento"),
  T (236, 240, 28, "@latin", INK, "{birth:%d-%m-%Y}"),
  T (236, 274, 17, "@tc", TEAL, "性別 Sexo"),
  T (236, 306, 28, "@latin", INK, "{sex}"),
  T (360, 274, 17, "@tc", TEAL, "身高 Altura"),
  T (360, 306, 28, "@latin", INK, "{height}"),
  T (60, 352, 17, "@tc", TEAL, "首次發出日期 Data da 1ª emissão"),
  T (60, 386, 28, "@latin", INK, "{issue:%d-%m-%Y}"),
  T (350, 352, 17, "@tc", TEAL, "有效期至 Válido até"),
  T (350, 386, 28, "@latin", INK, "{expiry:%d-%m-%Y}"),
  T (60, 440, 17, "@tc", TEAL, "編號 N.º"),
  T (60, 492, 44, "@latin Bold", INK, "{number}"),
  FIGURE (PORTRAIT, 560, 54, 236, 300, 0),
  FIGURE (SIGNATURE, 570, 440, 210, 0, 0x22304f),
  FIGURE (OVERPRINT, 462, 466, 50, 0, 0xa8455c),
  END
};

static const VidimusSpecimenItem macao_back[] = {
  FIGURE (EMBLEM, 90, 92, 56, 0, 0x2f7a62),
  TC (476, 62, 31, "@tc Medium", INK, "中華人民共和國澳門特別行政區"),
  TC (476, 94, 20, "@latin", INK, "REGIÃO ADMINISTRATIVA ESPECIAL DE MACAU"),
  TC (476, 142, 34, "@tc Bold", TEAL, "永久性居民身份證"),
  TC (476, 176, 21, "@latin Medium", TEAL, "BILHETE DE IDENTIDADE DE RESIDENTE PERMANENTE"),
  FIGURE (GHOST, 640, 200, 112, 140, 0),
  T (60, 252, 18, "@tc", TEAL, "發證機關 Entidade emissora"),
  T (60, 284, 24, "@tc", INK, "樣本簽發處 / ENTIDADE SPECIMEN"),
  FIGURE (BOX, 0, 366, 856, 174, 0xf3f5f2),
  MRZ (46, 412, 764, "{mrz1}"),
  MRZ (46, 461, 764, "{mrz2}"),
  MRZ (46, 510, 764, "{mrz3}"),
  FIGURE (OVERPRINT, 470, 296, 58, 0, 0xa8455c),
  END
};

const VidimusSpecimenLayout vidimus_specimen_china_layouts[] = {
  { "id_card-front", "id_card", 856, 540, 32, { 0xdcecf6, 0xe9f1ee, 0xd5e6f3 }, { 0xa5c8e0, 0xdfc3cf }, prc_front, fill_prc },
  { "id_card-back", "id_card", 856, 540, 32, { 0xf3dfe3, 0xe9eef2, 0xd8e8f2 }, { 0xe0a9b5, 0xa5c8dd }, prc_back,
    fill_prc, .back = TRUE },
  { "hongkong_id_card-2003", "hongkong_id_card", 856, 540, 32, { 0xd9ecd9, 0xf3eecb, 0xd3e6ea },
    { 0x9dc7a9, 0xdcc58a }, hong_kong_2003, fill_hong_kong },
  { "hongkong_id_card-2018", "hongkong_id_card", 856, 540, 32, { 0xf4e3d7, 0xeaf0df, 0xd9e7f2 },
    { 0xd9aa92, 0x9cc0d6 }, hong_kong_2018, fill_hong_kong },
  { "macao_id_card-front", "macao_id_card", 856, 540, 32, { 0xdcf0e6, 0xf6eedf, 0xe3ecf4 }, { 0x98cdb5, 0xe0bccb },
    macao_front, fill_macao },
  { "macao_id_card-back", "macao_id_card", 856, 540, 32, { 0xe3f1e8, 0xf4f0e2 }, { 0x9dcdb7, 0xd8c49a }, macao_back,
    fill_macao, .back = TRUE },
  { NULL }
};

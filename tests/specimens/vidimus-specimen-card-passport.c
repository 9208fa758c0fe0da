/* Data pages of passports of states that do not exist; UTO is the one that ICAO keeps for specimens. */
#include "vidimus-specimen-card.h"

#define INK 0x1c1c1e

static const char * const people[] = {
  "FALKENRIDE|ANNA MARIA|F", "OSTERLUND|TOBIAS|M", "MONTCLAIR|JULIE|F", "VARGA|PETER JONAS|M", "DELACOURT|SIMONE|F",
  "HARROW|EDMUND|M", "NORDAHL|INGRID SOFIE|F", "BELMONTE|CARLO|M", NULL
};

static void
fill_passport (VidimusSpecimenHolder *holder,
               const char            *state)
{
  VidimusSpecimenRandom *random = &holder->random;
  static const char * const places[] = { "ZENITH", "PORT AURELIA", "NORTHGATE", "LAKEHEAD", NULL };
  g_autofree char *digits = vidimus_specimen_random_digits (random, 7);
  g_autofree char *number = g_strdup_printf ("%c%c%s", "ABCDEGHKLMNPRSTX"[vidimus_specimen_random_int (random, 0, 15)],
                                             "ABCDEGHKLMNPRSTX"[vidimus_specimen_random_int (random, 0, 15)], digits);

  vidimus_specimen_holder_pick (holder, "surname|given|is", people);
  vidimus_specimen_holder_set (holder, "place", "%s", vidimus_specimen_random_pick (random, places));
  vidimus_specimen_holder_set (holder, "number", "%s", number);
  vidimus_specimen_holder_set (holder, "state", "%s", state);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_mrz (holder, 44, "P", state, number);
}

static void fill_utopia (VidimusSpecimenHolder *holder) { fill_passport (holder, "UTO"); }
static void fill_ardenia (VidimusSpecimenHolder *holder) { fill_passport (holder, "XAR"); }
static void fill_east (VidimusSpecimenHolder *holder) { fill_passport (holder, "XEA"); }
static void fill_south (VidimusSpecimenHolder *holder) { fill_passport (holder, "XSV"); }
static void fill_north (VidimusSpecimenHolder *holder) { fill_passport (holder, "XNB"); }

/* Label over value, twice as many tables would not say more. */
#define FIELD(x, y, rgb, label, value) \
  T (x, y, 17, "@latin", rgb, label), \
  T (x, (y) + 30, 26, "@latin Medium", INK, value)

#define ZONE \
  FIGURE (BOX, 0, 740, 1250, 140, 0xf2f3f0), \
  MRZ (58, 794, 1134, "{mrz1}"), \
  MRZ (58, 850, 1134, "{mrz2}")

static const VidimusSpecimenItem utopia[] = {
  FIGURE (ROSETTE, 860, 420, 270, 0, 0xb9a9cf),
  FIGURE (EMBLEM, 112, 92, 54, 0, 0x4b3f86),
  T (196, 92, 50, "@serif Bold", 0x3f3675, "UTOPIA"),
  T (196, 132, 24, "@latin", 0x3f3675, "PASSPORT · PASSEPORT · PASAPORTE"),
  FIGURE (PORTRAIT, 60, 192, 330, 430, 0),
  FIELD (440, 192, 0x5a4f93, "Type / Type", "P"),
  FIELD (620, 192, 0x5a4f93, "Code / Code", "{state}"),
  FIELD (840, 192, 0x5a4f93, "Passport No. / N° du passeport", "{number}"),
  FIELD (440, 268, 0x5a4f93, "Surname / Nom", "{surname}"),
  FIELD (440, 344, 0x5a4f93, "Given names / Prénoms", "{given}"),
  FIELD (440, 420, 0x5a4f93, "Nationality / Nationalité", "UTOPIAN"),
  FIELD (440, 496, 0x5a4f93, "Date of birth / Date de naissance", "{birth:%d %B %Y}"),
  FIELD (840, 496, 0x5a4f93, "Sex / Sexe", "{sex}"),
  FIELD (440, 572, 0x5a4f93, "Date of issue / Date de délivrance", "{issue:%d %B %Y}"),
  FIELD (840, 572, 0x5a4f93, "Place of birth / Lieu de naissance", "{place}"),
  FIELD (440, 648, 0x5a4f93, "Date of expiry / Date d’expiration", "{expiry:%d %B %Y}"),
  FIGURE (SIGNATURE, 850, 690, 260, 0, 0x22304f),
  FIGURE (GHOST, 1050, 250, 130, 166, 0),
  ZONE,
  FIGURE (OVERPRINT, 860, 390, 88, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem ardenia[] = {
  FIGURE (ROSETTE, 420, 430, 250, 0, 0xa9c7b4),
  FIGURE (EMBLEM, 1130, 92, 54, 0, 0x8a2f35),
  T (60, 84, 36, "@serif Bold", 0x74262c, "REPUBLIC OF ARDENIA"),
  T (60, 124, 26, "@serif", 0x74262c, "Passport   Reisepass   Passaporto"),
  FIGURE (PORTRAIT, 60, 176, 310, 410, 0),
  FIELD (410, 184, 0x7d4a3f, "1 Surname", "{surname}"),
  FIELD (410, 258, 0x7d4a3f, "2 Given names", "{given}"),
  FIELD (410, 332, 0x7d4a3f, "3 Nationality", "ARDENIAN"),
  FIELD (700, 332, 0x7d4a3f, "4 Date of birth", "{birth:%d.%m.%Y}"),
  FIELD (410, 406, 0x7d4a3f, "5 Sex", "{sex}"),
  FIELD (700, 406, 0x7d4a3f, "6 Place of birth", "{place}"),
  FIELD (410, 480, 0x7d4a3f, "7 Date of issue", "{issue:%d.%m.%Y}"),
  FIELD (700, 480, 0x7d4a3f, "8 Authority", "MINISTRY OF SPECIMENS"),
  FIELD (410, 554, 0x7d4a3f, "9 Date of expiry", "{expiry:%d.%m.%Y}"),
  TE (1190, 214, 38, "@latin Bold", 0x8a2f35, "{number}"),
  T (60, 640, 17, "@latin", 0x7d4a3f, "10 Holder’s signature"),
  FIGURE (SIGNATURE, 80, 700, 260, 0, 0x22304f),
  FIGURE (GHOST, 1010, 500, 160, 200, 0),
  ZONE,
  FIGURE (OVERPRINT, 640, 660, 88, 0, 0x2d6f8e),
  END
};

static const VidimusSpecimenItem east[] = {
  FIGURE (ROSETTE, 720, 420, 280, 0, 0xd8bfa4),
  T (430, 84, 42, "@sc Medium", 0x9a3426, "護照"),
  T (540, 82, 36, "@serif Bold", 0x9a3426, "PASSPORT"),
  T (60, 84, 34, "@serif Bold", 0x9a3426, "EAST ISLES"),
  T (60, 122, 28, "@sc", 0x9a3426, "東嶼示範國"),
  FIGURE (PORTRAIT, 60, 170, 320, 420, 0),
  FIELD (430, 130, 0x8c5a3f, "類型 / Type", "P"),
  FIELD (640, 130, 0x8c5a3f, "國家碼 / Country code", "{state}"),
  FIELD (900, 130, 0x8c5a3f, "護照號碼 / Passport No.", "{number}"),
  FIELD (430, 212, 0x8c5a3f, "姓名 / Name", "{surname}, {given}"),
  FIELD (430, 294, 0x8c5a3f, "國籍 / Nationality", "EAST ISLES"),
  FIELD (430, 376, 0x8c5a3f, "性別 / Sex", "{sex}"),
  FIELD (640, 376, 0x8c5a3f, "出生日期 / Date of birth", "{birth:%d %B %Y}"),
  FIELD (430, 458, 0x8c5a3f, "出生地點 / Place of birth", "{place}"),
  FIELD (430, 540, 0x8c5a3f, "發照日期 / Date of issue", "{issue:%d %B %Y}"),
  FIELD (430, 622, 0x8c5a3f, "效期截止日期 / Date of expiry", "{expiry:%d %B %Y}"),
  FIELD (780, 540, 0x8c5a3f, "發照機關 / Authority", "OFFICE OF SPECIMENS"),
  FIGURE (SIGNATURE, 90, 690, 240, 0, 0x22304f),
  FIGURE (EMBLEM, 1110, 330, 76, 0, 0xb45a3a),
  ZONE,
  FIGURE (OVERPRINT, 980, 640, 80, 0, 0x2f5fa0),
  END
};

static const VidimusSpecimenItem north[] = {
  FIGURE (ROSETTE, 380, 420, 260, 0, 0x9fbcd0),
  TC (625, 76, 36, "@serif Bold", 0x1f4565, "РЕСПУБЛИКА БЕРЕГОВИЯ / BEREGOVIA"),
  TC (625, 118, 28, "@latin", 0x1f4565, "ПАСПОРТ / PASSPORT"),
  FIGURE (PORTRAIT, 866, 168, 320, 416, 0),
  FIELD (70, 176, 0x3f6481, "Тип / Type", "P"),
  FIELD (250, 176, 0x3f6481, "Код / Code", "{state}"),
  FIELD (470, 176, 0x3f6481, "Номер паспорта / Passport No.", "{number}"),
  FIELD (70, 254, 0x3f6481, "Фамилия / Surname", "{surname}"),
  FIELD (70, 332, 0x3f6481, "Имя / Given names", "{given}"),
  FIELD (70, 410, 0x3f6481, "Гражданство / Nationality", "BEREGOVIA"),
  FIELD (70, 488, 0x3f6481, "Дата рождения / Date of birth", "{birth:%d.%m.%Y}"),
  FIELD (470, 488, 0x3f6481, "Пол / Sex", "{sex}"),
  FIELD (70, 566, 0x3f6481, "Дата выдачи / Date of issue", "{issue:%d.%m.%Y}"),
  FIELD (470, 566, 0x3f6481, "Место рождения / Place of birth", "{place}"),
  FIELD (70, 644, 0x3f6481, "Действителен до / Date of expiry", "{expiry:%d.%m.%Y}"),
  FIGURE (SIGNATURE, 890, 690, 260, 0, 0x22304f),
  ZONE,
  FIGURE (OVERPRINT, 640, 410, 84, 0, 0xb0413e),
  END
};

/* Thai, so that the script alone does not name the Thai card. */
static const VidimusSpecimenItem south[] = {
  FIGURE (ROSETTE, 820, 400, 260, 0, 0xd3b7a0),
  FIGURE (EMBLEM, 112, 88, 52, 0, 0x7d3b2b),
  T (196, 82, 38, "@thai Bold", 0x6e3325, "หนังสือเดินทาง"),
  T (196, 124, 28, "@serif Bold", 0x6e3325, "PASSPORT · SOUTH VALE"),
  FIGURE (PORTRAIT, 60, 186, 316, 412, 0),
  T (420, 190, 17, "@thai", 0x86553f, "ประเภท / Type"),
  T (420, 222, 26, "@latin Medium", INK, "P"),
  T (600, 190, 17, "@thai", 0x86553f, "รหัสประเทศ / Country code"),
  T (600, 222, 26, "@latin Medium", INK, "{state}"),
  T (880, 190, 17, "@thai", 0x86553f, "หนังสือเดินทางเลขที่ / Passport No."),
  T (880, 222, 26, "@latin Medium", INK, "{number}"),
  T (420, 272, 17, "@thai", 0x86553f, "นามสกุล / Surname"),
  T (420, 304, 26, "@latin Medium", INK, "{surname}"),
  T (420, 354, 17, "@thai", 0x86553f, "ชื่อ / Given names"),
  T (420, 386, 26, "@latin Medium", INK, "{given}"),
  T (420, 436, 17, "@thai", 0x86553f, "วันเกิด / Date of birth"),
  T (420, 468, 26, "@latin Medium", INK, "{birth:%d %B %Y}"),
  T (760, 436, 17, "@thai", 0x86553f, "เพศ / Sex"),
  T (760, 468, 26, "@latin Medium", INK, "{sex}"),
  T (420, 518, 17, "@thai", 0x86553f, "วันที่ออก / Date of issue"),
  T (420, 550, 26, "@latin Medium", INK, "{issue:%d %B %Y}"),
  T (420, 600, 17, "@thai", 0x86553f, "วันหมดอายุ / Date of expiry"),
  T (420, 632, 26, "@latin Medium", INK, "{expiry:%d %B %Y}"),
  FIGURE (SIGNATURE, 90, 690, 250, 0, 0x22304f),
  FIGURE (GHOST, 1040, 470, 150, 190, 0),
  ZONE,
  FIGURE (OVERPRINT, 900, 330, 84, 0, 0x2d6f8e),
  END
};

const VidimusSpecimenLayout vidimus_specimen_passport_layouts[] = {
  { "passport-utopia", "passport", 1250, 880, 30, { 0xe9e4f2, 0xf3f0e8, 0xdfe6f1 }, { 0xb9aad6, 0xa9c4d8 }, utopia,
    fill_utopia },
  { "passport-ardenia", "passport", 1250, 880, 30, { 0xf4e9e2, 0xe8efe3, 0xf1e6d9 }, { 0xd8a99a, 0xa5c6ad }, ardenia,
    fill_ardenia },
  { "passport-east", "passport", 1250, 880, 30, { 0xf6ecdc, 0xf0e6e2, 0xe9eee3 }, { 0xdcb58a, 0xcf9f95 }, east, fill_east },
  { "passport-north", "passport", 1250, 880, 30, { 0xdfeaf1, 0xeef0ea, 0xd9e4ec }, { 0x94b9d2, 0xb9c7a4 }, north, fill_north },
  { "passport-south", "passport", 1250, 880, 30, { 0xf3e6da, 0xeef0e2, 0xf0dfd6 }, { 0xd4ab8f, 0xb9c4a0 }, south, fill_south },
  { NULL }
};

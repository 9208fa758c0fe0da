/* The judging half's passports, of states that do not exist: the page with the portrait, or the booklet open at it. */
#include "vidimus-specimen-card.h"

#define INK 0x202024

static const char * const people[] = {
  "VAN DER MEULENBROEK-HOOGSTRAATEN|MAXIMILIANE WILHELMINA|F", "LI|AN|F", "GRÖẞWANG|JÜRGEN|M", "Ó BRIAIN|SÉ|M",
  "ÇELEBİCAN|ŞÜKRAN|F", "ŻÓŁKOWSKI|BRONISŁAW ŁUKASZ|M", "NGUYỄN|THỊ ÁNH|F", "O'TOOLE-MARSH|CAITLIN|F", "SVENSÅKER|BJØRN|M",
  "ABDELKADER|SALMA NOUR|F", "DIMITRIOU|ELENI|F", "TSAREV|MAKSIM|M", NULL
};
static const char * const places[] = { "VELDEN", "SANTA MAREA", "OSTBUKT", "KARAVOSTASI", "NEW HALDEN", "QASR AL MITHAL", NULL };

/* @pattern: a capital letter for each A, a digit for each 0 */
static char *
draw_number (VidimusSpecimenRandom *random,
             const char            *pattern)
{
  char *number = g_strdup (pattern);

  for (char *c = number; *c != '\0'; c++)
    *c = *c == 'A' ? "CFGHJKLMNPRTVWXYZ"[vidimus_specimen_random_int (random, 0, 16)]
                   : (char) ('0' + vidimus_specimen_random_int (random, 0, 9));

  return number;
}

static void
fill_passport (VidimusSpecimenHolder *holder,
               const char            *code,
               const char            *state,
               const char            *pattern,
               const char            *personal)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *number = draw_number (random, pattern);

  vidimus_specimen_holder_pick (holder, "surname|given|is", people);
  vidimus_specimen_holder_pick (holder, "place", places);
  vidimus_specimen_holder_set (holder, "number", "%s", number);
  vidimus_specimen_holder_set (holder, "code", "%s", code);
  vidimus_specimen_holder_set (holder, "state", "%s", state);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_set (holder, "height", "%d", vidimus_specimen_random_int (random, 150, 196));
  if (personal != NULL)
    {
      g_autofree char *optional = draw_number (random, personal);

      vidimus_specimen_holder_set (holder, "optional", "%s", optional);
    }
  vidimus_specimen_holder_mrz (holder, 44, code, state, number);
}

static void fill_hanse (VidimusSpecimenHolder *holder) { fill_passport (holder, "P", "XHL", "A0A0A0000", NULL); }
static void fill_marea (VidimusSpecimenHolder *holder)
{ fill_passport (holder, "PO", "XMA", "AAA000000", "00000000A"); }
static void fill_tsar (VidimusSpecimenHolder *holder)
{ fill_passport (holder, "P", "XTV", "000000000", "0000000000000"); }
static void fill_mithal (VidimusSpecimenHolder *holder) { fill_passport (holder, "P", "XQM", "A00000000", NULL); }
static void fill_isles (VidimusSpecimenHolder *holder) { fill_passport (holder, "PP", "XNI", "000000000", NULL); }
static void fill_yan (VidimusSpecimenHolder *holder) { fill_passport (holder, "P", "XYZ", "AA0000000", NULL); }

#define FIELD(x, y, rgb, label, value) \
  T (x, y, 15, "@latin", rgb, label), \
  T (x, (y) + 30, 25, "@latin", INK, value)
#define LINES(y) \
  MRZ (48, (y) + 802, 1154, "{mrz1}"), \
  MRZ (48, (y) + 852, 1154, "{mrz2}")

#define FOREST 0x2d5a44

/* Three languages, portrait to the left, number in the head. */
#define HANSE(y) \
  FIGURE (BRAID, 380, (y) + 250, 870, 280, 0xb9d0bd), \
  FIGURE (SEAL, 92, (y) + 78, 46, 0, FOREST), \
  T (164, (y) + 62, 30, "@latin Bold", FOREST, "HANSELAND"), \
  T (164, (y) + 98, 20, "@latin", FOREST, "REISEPASS  PASSPORT  PASSEPORT"), \
  FIELD (640, (y) + 56, FOREST, "Typ / Type / Type", "{code}"), \
  FIELD (800, (y) + 56, FOREST, "Kode / Code / Code", "{state}"), \
  FIELD (960, (y) + 56, FOREST, "Pass-Nr. / Passport No. / Passeport No", "{number}"), \
  FIGURE (BUST, 48, (y) + 140, 350, 450, 0), \
  FIELD (440, (y) + 150, FOREST, "1. Name / Surname / Nom", "{surname}"), \
  FIELD (440, (y) + 222, FOREST, "2. Vornamen / Given names / Prénoms", "{given}"), \
  FIELD (440, (y) + 294, FOREST, "3. Staatsangehörigkeit / Nationality / Nationalité", "HANSELÄNDISCH"), \
  FIELD (440, (y) + 366, FOREST, "4. Geburtstag / Date of birth / Date de naissance", "{birth:%d.%m.%Y}"), \
  FIELD (440, (y) + 438, FOREST, "5. Geschlecht / Sex / Sexe", "{sex}"), \
  FIELD (760, (y) + 438, FOREST, "6. Geburtsort / Place of birth / Lieu de naissance", "{place}"), \
  FIELD (440, (y) + 510, FOREST, "7. Ausstellungsdatum / Date of issue", "{issue:%d.%m.%Y}"), \
  FIELD (440, (y) + 582, FOREST, "8. Gültig bis / Date of expiry", "{expiry:%d.%m.%Y}"), \
  FIELD (760, (y) + 582, FOREST, "9. Behörde / Authority / Autorité", "STADT VELDEN"), \
  FIGURE (SIGNATURE, 470, (y) + 706, 320, 0, 0x1a1a2a), \
  FIGURE (BUST_FAINT, 1050, (y) + 190, 140, 180, 0), \
  LINES (y)

static const VidimusSpecimenItem hanse[] = {
  HANSE (0),
  FIGURE (OVERPRINT, 990, 682, 70, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem hanse_open[] = {
  FIGURE (DOTS, 60, 60, 1130, 740, 0xc9d9cc),
  TC (625, 150, 28, "@latin", FOREST, "Amtliche Vermerke / Official observations"),
  FIGURE (BOX, 140, 200, 970, 2, FOREST),
  FIGURE (BOX, 140, 300, 970, 2, FOREST),
  FIGURE (BOX, 140, 400, 970, 2, FOREST),
  TC (625, 820, 22, "@mono", FOREST, "3"),
  FIGURE (BOX, 0, 874, 1250, 10, 0xb9b4a6),
  HANSE (880),
  FIGURE (OVERPRINT, 990, 1562, 70, 0, 0xb0413e),
  FIGURE (OVERPRINT, 620, 560, 110, 0, 0xb0413e),
  END
};

#define CRIMSON 0x8c2436

/* Spanish and English, the portrait to the right with its ghost. */
#define MAREA(y) \
  FIGURE (RAYS, 420, (y) + 430, 300, 0, 0xe6c3b4), \
  TC (625, (y) + 64, 34, "@serif Bold", CRIMSON, "REPÚBLICA DE MAREA"), \
  TC (625, (y) + 104, 25, "@serif", CRIMSON, "PASAPORTE / PASSPORT"), \
  FIELD (64, (y) + 150, CRIMSON, "Tipo / Type", "{code}"), \
  FIELD (220, (y) + 150, CRIMSON, "Cód. país / Country code", "{state}"), \
  FIELD (500, (y) + 150, CRIMSON, "Pasaporte n.º / Passport No.", "{number}"), \
  FIELD (64, (y) + 226, CRIMSON, "Apellidos / Surname", "{surname}"), \
  FIELD (64, (y) + 302, CRIMSON, "Nombres / Given names", "{given}"), \
  FIELD (64, (y) + 378, CRIMSON, "Nacionalidad / Nationality", "MAREANA"), \
  FIELD (500, (y) + 378, CRIMSON, "N.º personal / Personal No.", "{optional}"), \
  FIELD (64, (y) + 454, CRIMSON, "Fecha de nacimiento / Date of birth", "{birth:%d %m %Y}"), \
  FIELD (500, (y) + 454, CRIMSON, "Lugar de nacimiento / Place of birth", "{place}"), \
  FIELD (64, (y) + 530, CRIMSON, "Sexo / Sex", "{sex}"), \
  FIELD (240, (y) + 530, CRIMSON, "Fecha de expedición / Date of issue", "{issue:%d %m %Y}"), \
  FIELD (64, (y) + 606, CRIMSON, "Fecha de caducidad / Date of expiry", "{expiry:%d %m %Y}"), \
  FIELD (500, (y) + 606, CRIMSON, "Autoridad / Authority", "OFICINA DE MUESTRAS"), \
  FIGURE (BUST, 870, (y) + 150, 312, 400, 0), \
  FIGURE (BUST_FAINT, 520, (y) + 190, 110, 140, 0), \
  FIGURE (SIGNATURE, 880, (y) + 660, 280, 0, 0x1a1a2a), \
  FIGURE (BOX, 0, (y) + 744, 1250, 136, 0xfaf8f4), \
  LINES (y)

static const VidimusSpecimenItem marea[] = {
  MAREA (0),
  FIGURE (OVERPRINT, 720, 690, 76, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem marea_open[] = {
  FIGURE (SEAL, 625, 330, 150, 0, CRIMSON),
  TC (625, 580, 30, "@serif", CRIMSON, "Este pasaporte es propiedad del Estado que lo expide."),
  TC (625, 624, 26, "@serif Italic", CRIMSON, "This passport is the property of the issuing State."),
  TC (625, 790, 40, "@mono", CRIMSON, "{number}"),
  FIGURE (BOX, 0, 876, 1250, 6, 0xa89a90),
  MAREA (880),
  FIGURE (OVERPRINT, 720, 1570, 76, 0, 0x2c6e8c),
  FIGURE (OVERPRINT, 1000, 240, 90, 0, 0x2c6e8c),
  END
};

#define STEEL 0x33507a

static const VidimusSpecimenItem tsar[] = {
  FIGURE (DOTS, 420, 130, 830, 600, 0xb5c6dc),
  FIGURE (SEAL, 1160, 84, 50, 0, 0xa33a32),
  T (52, 66, 30, "@serif Bold", STEEL, "ЦАРЁВСКАЯ РЕСПУБЛИКА"),
  T (52, 102, 24, "@serif", STEEL, "TSAREV REPUBLIC"),
  T (640, 66, 27, "@serif Bold", STEEL, "ПАСПОРТ"),
  T (640, 102, 24, "@serif", STEEL, "PASSPORT"),
  FIGURE (BUST, 52, 150, 330, 428, 0),
  FIELD (430, 156, STEEL, "Тип/Type", "{code}"),
  FIELD (600, 156, STEEL, "Код государства выдачи/Code of issuing State", "{state}"),
  FIELD (960, 156, STEEL, "Номер паспорта/Passport No.", "{number}"),
  FIELD (430, 232, STEEL, "Фамилия/Surname", "{surname}"),
  FIELD (430, 308, STEEL, "Имя/Given names", "{given}"),
  FIELD (430, 384, STEEL, "Гражданство/Nationality", "ЦАРЁВСКАЯ РЕСПУБЛИКА/TSAREV REPUBLIC"),
  FIELD (430, 460, STEEL, "Дата рождения/Date of birth", "{birth:%d.%m.%Y}"),
  FIELD (800, 460, STEEL, "Личный код/Personal code", "{optional}"),
  FIELD (430, 536, STEEL, "Пол/Sex", "{sex}"),
  FIELD (600, 536, STEEL, "Место рождения/Place of birth", "{place}"),
  FIELD (430, 612, STEEL, "Дата выдачи/Date of issue", "{issue:%d.%m.%Y}"),
  FIELD (800, 612, STEEL, "Дата окончания срока действия/Date of expiry", "{expiry:%d.%m.%Y}"),
  FIGURE (SIGNATURE, 70, 690, 280, 0, 0x1a1a2a),
  FIGURE (BOX, 0, 748, 1250, 132, 0xf2f5f9),
  LINES (0),
  FIGURE (OVERPRINT, 780, 706, 60, 0, 0xb0413e),
  END
};

#define OLIVE 0x55602a

static const VidimusSpecimenItem mithal[] = {
  FIGURE (BRAID, 0, 560, 1250, 170, 0xcfd0a0),
  FIGURE (RAYS, 900, 360, 280, 0, 0xdcd2a4),
  T (60, 70, 32, "@latin Bold", OLIVE, "STATE OF QASR AL MITHAL"),
  TE (1190, 70, 36, "@arabic Bold", OLIVE, "دولة قصر المثال"),
  T (60, 112, 25, "@latin", OLIVE, "PASSPORT"),
  TE (1190, 118, 32, "@arabic", OLIVE, "جواز سفر"),
  FIGURE (BUST, 60, 160, 306, 394, 0),
  FIELD (420, 170, OLIVE, "Type", "{code}"),
  FIELD (560, 170, OLIVE, "Country code", "{state}"),
  FIELD (800, 170, OLIVE, "Passport No.", "{number}"),
  TE (1190, 176, 22, "@arabic", OLIVE, "رقم الجواز"),
  FIELD (420, 256, OLIVE, "Surname", "{surname}"),
  TE (1190, 262, 22, "@arabic", OLIVE, "اللقب"),
  FIELD (420, 342, OLIVE, "Given names", "{given}"),
  TE (1190, 348, 22, "@arabic", OLIVE, "الاسم"),
  FIELD (420, 428, OLIVE, "Date of birth", "{birth:%d/%m/%Y}"),
  FIELD (700, 428, OLIVE, "Sex", "{sex}"),
  TE (1190, 434, 22, "@arabic", OLIVE, "تاريخ الميلاد"),
  FIELD (420, 514, OLIVE, "Place of birth", "{place}"),
  TE (1190, 520, 22, "@arabic", OLIVE, "مكان الميلاد"),
  FIELD (420, 600, OLIVE, "Date of issue", "{issue:%d/%m/%Y}"),
  FIELD (700, 600, OLIVE, "Date of expiry", "{expiry:%d/%m/%Y}"),
  TE (1190, 606, 22, "@arabic", OLIVE, "تاريخ الانتهاء"),
  FIGURE (SIGNATURE, 80, 660, 260, 0, 0x1a1a2a),
  FIGURE (BUST_FAINT, 1040, 640, 90, 100, 0),
  LINES (0),
  FIGURE (OVERPRINT, 880, 706, 60, 0, 0x2c6e8c),
  END
};

#define DEEP 0x1f3d6b

/* Like a card of plastic: little text, large portrait, number upright at its side. */
static const VidimusSpecimenItem isles[] = {
  FIGURE (BRAID, 0, 90, 1250, 230, 0xa5bfd9),
  FIGURE (BRAID, 0, 460, 1250, 230, 0xc9b7d6),
  T (56, 72, 40, "@latin Bold", DEEP, "NORTHERN ISLES"),
  TE (1194, 72, 30, "@latin", DEEP, "Passport / Pas"),
  FIGURE (BUST, 56, 130, 400, 520, 0),
  FIELD (510, 150, DEEP, "Surname / Sloinneadh", "{surname}"),
  FIELD (510, 234, DEEP, "Given names / Ainmean", "{given}"),
  FIELD (510, 318, DEEP, "Nationality / Nàiseantachd", "NORTHERN ISLANDER"),
  FIELD (510, 402, DEEP, "Date of birth / Ceann-latha breith", "{birth:%d %b %y}"),
  FIELD (860, 402, DEEP, "Sex / Gnè", "{sex}"),
  FIELD (510, 486, DEEP, "Place of birth / Àite breith", "{place}"),
  FIELD (510, 570, DEEP, "Date of issue / Expiry", "{issue:%d %b %y}  –  {expiry:%d %b %y}"),
  FIELD (860, 486, DEEP, "Height / Àirde", "{height} cm"),
  TE (1194, 130, 34, "@mono Bold", 0xa3362d, "{number}"),
  FIGURE (BUST_FAINT, 1040, 190, 150, 194, 0),
  FIGURE (MATRIX, 1076, 560, 110, 0, 0),
  FIGURE (SIGNATURE, 520, 700, 300, 0, 0x1a1a2a),
  FIGURE (BOX, 0, 740, 1250, 140, 0xf4f6f9),
  LINES (0),
  FIGURE (OVERPRINT, 960, 690, 66, 0, 0x9a3f8f),
  END
};

#define PLUM 0x6b2d5a

static const VidimusSpecimenItem yan[] = {
  FIGURE (RAYS, 820, 420, 300, 0, 0xdcbcd2),
  FIGURE (SEAL, 625, 84, 54, 0, PLUM),
  T (56, 70, 36, "@sc Bold", PLUM, "燕洲示范国"),
  T (56, 108, 22, "@serif", PLUM, "YANZHOU"),
  TE (1194, 70, 36, "@sc Bold", PLUM, "护  照"),
  TE (1194, 108, 22, "@serif", PLUM, "PASSPORT"),
  FIGURE (BUST, 56, 166, 300, 386, 0),
  T (410, 174, 16, "@sc", PLUM, "类型/Type"),
  T (410, 204, 25, "@latin", INK, "{code}"),
  T (560, 174, 16, "@sc", PLUM, "国家码/Country Code"),
  T (560, 204, 25, "@latin", INK, "{state}"),
  T (860, 174, 16, "@sc", PLUM, "护照号/Passport No."),
  T (860, 206, 30, "@latin Bold", INK, "{number}"),
  T (410, 256, 16, "@sc", PLUM, "姓名/Name"),
  T (410, 288, 26, "@latin", INK, "{surname}, {given}"),
  T (410, 338, 16, "@sc", PLUM, "性别/Sex"),
  T (410, 368, 25, "@latin", INK, "{sex}"),
  T (560, 338, 16, "@sc", PLUM, "国籍/Nationality"),
  T (560, 368, 25, "@sc", INK, "燕洲/YANZHOU"),
  T (860, 338, 16, "@sc", PLUM, "出生日期/Date of birth"),
  T (860, 368, 25, "@latin", INK, "{birth:%d %B %Y}"),
  T (410, 420, 16, "@sc", PLUM, "出生地点/Place of birth"),
  T (410, 450, 25, "@latin", INK, "{place}"),
  T (860, 420, 16, "@sc", PLUM, "签发日期/Date of issue"),
  T (860, 450, 25, "@latin", INK, "{issue:%d %B %Y}"),
  T (410, 502, 16, "@sc", PLUM, "签发地点/Place of issue"),
  T (410, 532, 25, "@sc", INK, "样本/SPECIMEN"),
  T (860, 502, 16, "@sc", PLUM, "有效期至/Date of expiry"),
  T (860, 532, 25, "@latin", INK, "{expiry:%d %B %Y}"),
  T (410, 584, 16, "@sc", PLUM, "签发机关/Authority"),
  T (410, 616, 25, "@sc", INK, "燕洲出入境样本局"),
  FIGURE (SIGNATURE, 80, 650, 250, 0, 0x1a1a2a),
  FIGURE (BUST_FAINT, 1060, 560, 120, 154, 0),
  LINES (0),
  FIGURE (OVERPRINT, 640, 700, 72, 0, 0x2c6e8c),
  END
};

#define PAGE(id, height, paper, items, fill) \
  { id, "passport", 1250, height, 26, paper, { 0 }, items, fill, FALSE, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_passport_layouts[] = {
  PAGE ("judge-passport-hanse", 880, PAPER (0xe6efe4, 0xf1f0e4, 0xe0ebe6), hanse, fill_hanse),
  PAGE ("judge-passport-hanse-open", 1760, PAPER (0xe9f0e6, 0xf2f1e8), hanse_open, fill_hanse),
  PAGE ("judge-passport-marea", 880, PAPER (0xf6e8e2, 0xf3efe4, 0xefe4e8), marea, fill_marea),
  PAGE ("judge-passport-marea-open", 1760, PAPER (0xf5eae4, 0xf1ece4), marea_open, fill_marea),
  PAGE ("judge-passport-tsar", 880, PAPER (0xe4eaf3, 0xedeef0, 0xdde6f0), tsar, fill_tsar),
  PAGE ("judge-passport-mithal", 880, PAPER (0xf3f1de, 0xeef0e2, 0xf3ead9), mithal, fill_mithal),
  PAGE ("judge-passport-isles", 880, PAPER (0xe2ebf4, 0xece8f2, 0xdfeaec), isles, fill_isles),
  PAGE ("judge-passport-yan", 880, PAPER (0xf3e6ee, 0xf0ebe6, 0xe9e4f0), yan, fill_yan),
  { NULL }
};

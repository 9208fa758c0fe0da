/* The judging half's cards of Peru. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

#define INK 0x201f22

static const char * const people[] = {
  "NUÑEZ|INVENTADO|MARIA DEL PILAR|F", "DE LA FUENTE|SUPUESTO|JOSE CARLOS|M", "QUISPE|IMAGINARIO|YANET|F",
  "HUAMAN|TEORICO|EDSON RAUL|M", "PALOMINO|HIPOTETICO|LUZ MARINA|F", "OÑA|SUPUESTO|RAÚL|M", NULL
};

static void
fill_peru (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  static const char * const places[] = { "AREQUIPA|AREQUIPA|FICTICIO", "LA LIBERTAD|TRUJILLO|SUPUESTO",
                                         "JUNIN|HUANCAYO|TEORIA", NULL };
  g_autofree char *digits = g_strdup_printf ("%08d", vidimus_specimen_random_int (random, 1000000, 79999999));

  vidimus_specimen_holder_pick (holder, "first|second|given|is", people);
  vidimus_specimen_holder_pick (holder, "department|province|district", places);
  vidimus_specimen_holder_set (holder, "surname", "%s %s", vidimus_specimen_holder_get (holder, "first"),
                               vidimus_specimen_holder_get (holder, "second"));
  vidimus_specimen_holder_set (holder, "number", "%s-%c", digits, vidimus_specimen_check_peru (digits));
  vidimus_specimen_holder_set (holder, "digits", "%s", digits);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_set (holder, "status", "%s", vidimus_specimen_random_chance (random, 0.5) ? "C" : "S");
  vidimus_specimen_holder_set (holder, "ubigeo", "%06d", vidimus_specimen_random_int (random, 10101, 250401));
  vidimus_specimen_holder_set (holder, "street", "AV. LOS SUPUESTOS %d INT. %d",
                               vidimus_specimen_random_int (random, 100, 1999),
                               vidimus_specimen_random_int (random, 1, 40));
  vidimus_specimen_holder_set (holder, "group", "%06d", vidimus_specimen_random_int (random, 0, 299999));
  holder->expiry.year = holder->issue.year + 8;
  vidimus_specimen_holder_mrz (holder, 30, "I", "PER", digits);
}

#define FIELD(x, y, rgb, label, value) \
  T (x, y, 14, "@latin", rgb, label), \
  T (x, (y) + 25, 22, "@latin Medium", INK, value)

#define SEA 0x2a5a8f

static const VidimusSpecimenItem blue_front[] = {
  FIGURE (BRAID, 230, 90, 626, 200, 0xa9c6e2),
  FIGURE (BOX, 0, 0, 856, 12, 0xb72f35),
  FIGURE (SEAL, 798, 54, 34, 0, 0xb72f35),
  T (36, 50, 25, "@latin Bold", INK, "REPÚBLICA DEL PERÚ"),
  T (36, 74, 13, "@latin", INK, "REGISTRO NACIONAL DE IDENTIFICACIÓN Y ESTADO CIVIL"),
  T (470, 48, 17, "@latin", SEA, "Documento Nacional de Identidad"),
  T (470, 78, 28, "@latin Bold", 0xb72f35, "DNI {number}"),
  FIGURE (BUST, 622, 104, 200, 262, 0),
  FIGURE (BUST_FAINT, 36, 250, 88, 112, 0),
  FIELD (36, 108, SEA, "Primer Apellido", "{first}"),
  FIELD (36, 156, SEA, "Segundo Apellido", "{second}"),
  FIELD (36, 204, SEA, "Prenombres", "{given}"),
  FIELD (150, 262, SEA, "Fecha de Nacimiento", "{birth:%d %m %Y}"),
  FIELD (344, 262, SEA, "Ubigeo", "{ubigeo}"),
  FIELD (150, 316, SEA, "Sexo", "{sex}"),
  FIELD (220, 316, SEA, "Estado Civil", "{status}"),
  FIELD (344, 108, SEA, "Fecha Inscripción", "{issue:%d %m %Y}"),
  FIELD (344, 156, SEA, "Fecha Emisión", "{issue:%d %m %Y}"),
  FIELD (344, 316, SEA, "Fecha Caducidad", "{expiry:%d %m %Y}"),
  FIGURE (BOX, 0, 380, 856, 160, 0xf8f9fb),
  MRZ (38, 424, 780, "{mrz1}"),
  MRZ (38, 470, 780, "{mrz2}"),
  MRZ (38, 516, 780, "{mrz3}"),
  FIGURE (OVERPRINT, 516, 234, 44, 0, 0x2f7a5f),
  END
};

#define OCHRE 0x8a6412

/* The card of those under age. */
static const VidimusSpecimenItem yellow_front[] = {
  FIGURE (DOTS, 0, 100, 856, 270, 0xe6c46a),
  FIGURE (SEAL, 60, 56, 36, 0, 0xb72f35),
  TC (428, 44, 24, "@latin Bold", INK, "REPÚBLICA DEL PERÚ"),
  TC (428, 68, 14, "@latin", INK, "REGISTRO NACIONAL DE IDENTIFICACIÓN Y ESTADO CIVIL"),
  TC (428, 94, 16, "@latin Bold", OCHRE, "DOCUMENTO NACIONAL DE IDENTIDAD – MENOR DE EDAD"),
  FIGURE (BUST, 40, 112, 184, 244, 0),
  FIELD (250, 128, OCHRE, "Apellidos", "{surname}"),
  FIELD (250, 180, OCHRE, "Pre Nombres", "{given}"),
  FIELD (250, 232, OCHRE, "Nacimiento", "{birth:%d/%m/%Y}"),
  FIELD (430, 232, OCHRE, "Sexo", "{sex}"),
  FIELD (250, 284, OCHRE, "Emisión", "{issue:%d/%m/%Y}"),
  FIELD (430, 284, OCHRE, "Caducidad", "{expiry:%d/%m/%Y}"),
  FIELD (250, 330, OCHRE, "Ubigeo", "{ubigeo}"),
  TE (820, 150, 17, "@latin", OCHRE, "CUI"),
  TE (820, 184, 30, "@latin Bold", 0xb72f35, "{number}"),
  FIGURE (BUST_FAINT, 716, 220, 104, 134, 0),
  FIGURE (BOX, 0, 376, 856, 164, 0xfbf8ec),
  MRZ (38, 420, 780, "{mrz1}"),
  MRZ (38, 467, 780, "{mrz2}"),
  MRZ (38, 514, 780, "{mrz3}"),
  FIGURE (OVERPRINT, 600, 330, 38, 0, 0x2c5e8c),
  END
};

#define WINE 0x7d2436

static const VidimusSpecimenItem chip_front[] = {
  FIGURE (RAYS, 600, 200, 220, 0, 0xe0b4b0),
  FIGURE (BRAID, 0, 430, 856, 90, 0xd0b9c9),
  T (44, 52, 27, "@latin Bold", WINE, "REPÚBLICA DEL PERÚ"),
  T (44, 80, 17, "@latin", WINE, "Documento Nacional de Identidad electrónico"),
  FIGURE (SEAL, 786, 62, 42, 0, WINE),
  FIGURE (BUST, 566, 122, 246, 318, 0),
  FIGURE (MODULE, 54, 182, 120, 0, 0),
  FIELD (210, 124, WINE, "Apellidos", "{first}"),
  T (210, 176, 22, "@latin Medium", INK, "{second}"),
  FIELD (210, 210, WINE, "Prenombres", "{given}"),
  FIELD (210, 264, WINE, "Nacionalidad", "PER"),
  FIELD (380, 264, WINE, "Sexo", "{sex}"),
  FIELD (210, 318, WINE, "Fecha de nacimiento", "{birth:%d %m %Y}"),
  FIELD (380, 318, WINE, "Estado civil", "{status}"),
  FIELD (210, 372, WINE, "Fecha de emisión", "{issue:%d %m %Y}"),
  FIELD (380, 372, WINE, "Fecha de caducidad", "{expiry:%d %m %Y}"),
  T (54, 450, 15, "@latin", WINE, "CUI / DNI"),
  T (54, 496, 40, "@latin Bold", INK, "{number}"),
  TE (812, 494, 22, "@latin Bold", WINE, "RENIEC"),
  FIGURE (BUST_FAINT, 66, 310, 92, 116, 0),
  FIGURE (OVERPRINT, 460, 492, 48, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem chip_back[] = {
  FIGURE (DOTS, 0, 0, 856, 350, 0xe0bdb9),
  FIELD (40, 44, WINE, "Departamento", "{department}"),
  FIELD (270, 44, WINE, "Provincia", "{province}"),
  FIELD (500, 44, WINE, "Distrito", "{district}"),
  FIELD (40, 104, WINE, "Dirección", "{street}"),
  FIELD (40, 164, WINE, "Grupo de votación", "{group}"),
  FIELD (270, 164, WINE, "Donación de órganos", "NO"),
  FIELD (500, 164, WINE, "Ubigeo", "{ubigeo}"),
  T (40, 250, 17, "@latin Bold", WINE, "RENIEC · REPÚBLICA DEL PERÚ"),
  FIGURE (BARCODE, 40, 272, 500, 52, 0),
  FIGURE (MATRIX, 690, 200, 124, 0, 0),
  FIGURE (THUMB, 716, 24, 96, 0, 0x3f3a42),
  FIGURE (BOX, 0, 356, 856, 184, 0xfaf6f4),
  MRZ (36, 410, 784, "{mrz1}"),
  MRZ (36, 460, 784, "{mrz2}"),
  MRZ (36, 510, 784, "{mrz3}"),
  FIGURE (OVERPRINT, 540, 240, 40, 0, 0x2c6e8c),
  END
};

#define CARD(id, paper, items, back) \
  { id, "peru_id_card", 856, 540, 30, paper, { 0 }, items, fill_peru, back, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_peru_layouts[] = {
  CARD ("judge-peru_id_card-blue", PAPER (0xdce8f4, 0xe6eef2, 0xd2e2f2), blue_front, FALSE),
  CARD ("judge-peru_id_card-yellow", PAPER (0xf7e9b8, 0xf5eecb, 0xf3dfa4), yellow_front, FALSE),
  CARD ("judge-peru_id_card-chip", PAPER (0xf6e6e0, 0xf2eae6, 0xe9e0ea), chip_front, FALSE),
  CARD ("judge-peru_id_card-chip-back", PAPER (0xf4e4df, 0xefe9ea), chip_back, TRUE),
  { NULL }
};

/* Cards of Peru, as far as a reader needs. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

#define INK 0x1c1c1e
#define BLUE 0x1f4f86

static const char * const people[] = {
  "EJEMPLO|MODELO|ROSA ELENA|F", "MUESTRA|PRUEBA|LUIS ALBERTO|M", "DEMOSTRA|CAMPOS|ANA LUCIA|F",
  "FICTICIO|RAMOS|JORGE ANDRES|M", "MODELO|VEGA|CARMEN JULIA|F", NULL
};

static void
fill_peru (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  static const char * const places[] = { "LIMA / LIMA / MODELO", "CUSCO / EJEMPLO / PRUEBA", "PIURA / PIURA / MUESTRA",
                                         NULL };
  g_autofree char *digits = vidimus_specimen_random_digits (random, 8);
  g_autofree char *number = g_strdup_printf ("%s", digits);

  vidimus_specimen_holder_pick (holder, "first|second|given|is", people);
  vidimus_specimen_holder_set (holder, "surname", "%s %s", vidimus_specimen_holder_get (holder, "first"),
                               vidimus_specimen_holder_get (holder, "second"));
  vidimus_specimen_holder_set (holder, "number", "%s-%c", digits, vidimus_specimen_check_peru (digits));
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_pick (holder, "place", places);
  vidimus_specimen_holder_set (holder, "street", "JR. LOS EJEMPLOS %d", vidimus_specimen_random_int (random, 101, 989));
  holder->expiry.year = holder->issue.year + 8;
  vidimus_specimen_holder_mrz (holder, 30, "I", "PER", number);
}

static const VidimusSpecimenItem blue_front[] = {
  FIGURE (ROSETTE, 520, 250, 170, 0, 0x9dbbd9),
  FIGURE (EMBLEM, 70, 58, 40, 0, 0xb1372f),
  T (128, 46, 27, "@latin Bold", INK, "REPÚBLICA DEL PERÚ"),
  T (128, 73, 16, "@latin", INK, "REGISTRO NACIONAL DE IDENTIFICACIÓN Y ESTADO CIVIL"),
  T (128, 98, 19, "@latin Bold", BLUE, "DOCUMENTO NACIONAL DE IDENTIDAD"),
  TE (822, 50, 29, "@latin Bold", 0xb1372f, "DNI {number}"),
  FIGURE (PORTRAIT, 40, 122, 190, 252, 0),
  T (256, 136, 15, "@latin", BLUE, "Primer Apellido"),
  T (256, 163, 24, "@latin Medium", INK, "{first}"),
  T (256, 190, 15, "@latin", BLUE, "Segundo Apellido"),
  T (256, 217, 24, "@latin Medium", INK, "{second}"),
  T (256, 244, 15, "@latin", BLUE, "Pre Nombres"),
  T (256, 271, 24, "@latin Medium", INK, "{given}"),
  T (256, 300, 15, "@latin", BLUE, "Nacimiento: Fecha y Ubigeo"),
  T (256, 327, 22, "@latin", INK, "{birth:%d %m %Y}   140101"),
  T (256, 352, 15, "@latin", BLUE, "Sexo"),
  T (256, 378, 22, "@latin", INK, "{sex}"),
  T (340, 352, 15, "@latin", BLUE, "Estado Civil"),
  T (340, 378, 22, "@latin", INK, "S"),
  TE (822, 136, 15, "@latin", BLUE, "Fecha Inscripción"),
  TE (822, 162, 21, "@latin", INK, "{issue:%d %m %Y}"),
  TE (822, 190, 15, "@latin", BLUE, "Fecha Emisión"),
  TE (822, 216, 21, "@latin", INK, "{issue:%d %m %Y}"),
  TE (822, 244, 15, "@latin", BLUE, "Fecha Caducidad"),
  TE (822, 270, 21, "@latin Bold", 0xb1372f, "{expiry:%d %m %Y}"),
  FIGURE (GHOST, 690, 284, 84, 104, 0),
  FIGURE (SIGNATURE, 500, 378, 150, 0, 0x22304f),
  FIGURE (BOX, 0, 394, 856, 146, 0xf0f3f6),
  MRZ (46, 430, 764, "{mrz1}"),
  MRZ (46, 474, 764, "{mrz2}"),
  MRZ (46, 518, 764, "{mrz3}"),
  FIGURE (OVERPRINT, 556, 226, 46, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem chip_front[] = {
  FIGURE (ROSETTE, 430, 330, 200, 0, 0xd7a9a4),
  T (40, 52, 31, "@latin Bold", 0x9c2b2b, "REPÚBLICA DEL PERÚ"),
  T (40, 82, 19, "@latin", INK, "DOCUMENTO NACIONAL DE IDENTIDAD ELECTRÓNICO"),
  TE (816, 54, 34, "@latin Bold", 0x9c2b2b, "RENIEC"),
  FIGURE (PORTRAIT, 40, 206, 212, 274, 0),
  FIGURE (CHIP, 84, 102, 104, 0, 0),
  T (284, 128, 16, "@latin", 0x7a4a45, "DNI / CUI"),
  T (284, 166, 37, "@latin Bold", INK, "{number}"),
  T (284, 204, 16, "@latin", 0x7a4a45, "APELLIDOS"),
  T (284, 232, 25, "@latin Medium", INK, "{first}"),
  T (284, 262, 25, "@latin Medium", INK, "{second}"),
  T (284, 296, 16, "@latin", 0x7a4a45, "PRENOMBRES"),
  T (284, 324, 25, "@latin Medium", INK, "{given}"),
  T (284, 358, 16, "@latin", 0x7a4a45, "FECHA DE NACIMIENTO"),
  T (284, 385, 23, "@latin", INK, "{birth:%d/%m/%Y}"),
  T (540, 358, 16, "@latin", 0x7a4a45, "SEXO"),
  T (540, 385, 23, "@latin", INK, "{sex}"),
  T (284, 420, 16, "@latin", 0x7a4a45, "FECHA DE EMISIÓN"),
  T (284, 447, 23, "@latin", INK, "{issue:%d/%m/%Y}"),
  T (540, 420, 16, "@latin", 0x7a4a45, "FECHA DE CADUCIDAD"),
  T (540, 447, 23, "@latin", INK, "{expiry:%d/%m/%Y}"),
  T (284, 482, 16, "@latin", 0x7a4a45, "NACIONALIDAD"),
  T (284, 510, 23, "@latin", INK, "PERUANA"),
  FIGURE (GHOST, 676, 190, 130, 164, 0),
  FIGURE (OVERPRINT, 690, 496, 48, 0, 0x2c5e8c),
  END
};

static const VidimusSpecimenItem chip_back[] = {
  FIGURE (ROSETTE, 660, 190, 150, 0, 0xd7a9a4),
  T (46, 48, 22, "@latin Bold", 0x9c2b2b, "REPÚBLICA DEL PERÚ – RENIEC"),
  T (46, 88, 15, "@latin", 0x7a4a45, "DIRECCIÓN"),
  T (46, 114, 22, "@latin", INK, "{street}"),
  T (46, 146, 15, "@latin", 0x7a4a45, "DEPARTAMENTO / PROVINCIA / DISTRITO"),
  T (46, 172, 22, "@latin", INK, "{place}"),
  T (46, 206, 15, "@latin", 0x7a4a45, "GRUPO DE VOTACIÓN"),
  T (46, 232, 22, "@latin", INK, "000000"),
  T (320, 206, 15, "@latin", 0x7a4a45, "DONACIÓN DE ÓRGANOS"),
  T (320, 232, 22, "@latin", INK, "SÍ"),
  FIGURE (BARCODE, 46, 272, 420, 62, 0),
  FIGURE (THUMB, 690, 76, 120, 0, 0x4d4447),
  FIGURE (BOX, 0, 366, 856, 174, 0xf5f2f0),
  MRZ (46, 412, 764, "{mrz1}"),
  MRZ (46, 461, 764, "{mrz2}"),
  MRZ (46, 510, 764, "{mrz3}"),
  FIGURE (OVERPRINT, 570, 306, 54, 0, 0x2c5e8c),
  END
};

const VidimusSpecimenLayout vidimus_specimen_peru_layouts[] = {
  { "peru_id_card-blue", "peru_id_card", 856, 540, 32, { 0xcfdff0, 0xe9eef0, 0xd4e2ee }, { 0x9dbbdc, 0xdcb7b0 }, blue_front,
    fill_peru },
  { "peru_id_card-chip", "peru_id_card", 856, 540, 32, { 0xf3e1dc, 0xf0ece2, 0xe6e3ea }, { 0xdba79d, 0xb7c3d8 }, chip_front,
    fill_peru },
  { "peru_id_card-chip-back", "peru_id_card", 856, 540, 32, { 0xf1e3dd, 0xece7e4 }, { 0xdba79d }, chip_back, fill_peru,
    .back = TRUE },
  { NULL }
};

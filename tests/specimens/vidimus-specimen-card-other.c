/* Documents that are none of the nine, some of them much like one. */
#include "vidimus-specimen-card.h"

#define INK 0x1c1c1e

static const char * const people[] = {
  "FALKENRIDE|ANNA MARIA|F", "OSTERLUND|TOBIAS|M", "MUESTRA|CARMEN|F", "VARGA|PETER JONAS|M", "CHAN|LOK MAN|M", NULL
};

static void
fill_other (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *digits = vidimus_specimen_random_digits (random, 8);
  g_autofree char *card = vidimus_specimen_random_digits (random, 16);

  vidimus_specimen_holder_pick (holder, "surname|given|is", people);
  vidimus_specimen_holder_set (holder, "number", "%s", digits);
  vidimus_specimen_holder_set (holder, "dni", "%s%c", digits, "TRWAGMYFPDXBNJZSQVHLCKE"[g_ascii_strtoull (digits, NULL, 10) % 23]);
  vidimus_specimen_holder_set (holder, "card", "0000 %.4s %.4s %.4s", card, card + 4, card + 8);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
  vidimus_specimen_holder_set (holder, "total", "%d.%02d", vidimus_specimen_random_int (random, 18, 96),
                               vidimus_specimen_random_int (random, 0, 99));
}

static void
fill_td1 (VidimusSpecimenHolder *holder)
{
  fill_other (holder);
  vidimus_specimen_holder_mrz (holder, 30, "I", "UTO", vidimus_specimen_holder_get (holder, "number"));
}

static void
fill_td2 (VidimusSpecimenHolder *holder)
{
  fill_other (holder);
  vidimus_specimen_holder_mrz (holder, 36, "I", "UTO", vidimus_specimen_holder_get (holder, "number"));
}

static void
fill_visa (VidimusSpecimenHolder *holder)
{
  fill_other (holder);
  vidimus_specimen_holder_mrz (holder, 44, "V", "UTO", vidimus_specimen_holder_get (holder, "number"));
}

#define FIELD(x, y, rgb, label, value) \
  T (x, y, 16, "@latin", rgb, label), \
  T (x, (y) + 28, 24, "@latin Medium", INK, value)

static const VidimusSpecimenItem spanish[] = {
  FIGURE (ROSETTE, 480, 300, 180, 0, 0xd9b3a0),
  T (44, 50, 27, "@latin Bold", 0x8c2f2a, "REINO DE UTOPÍA"),
  T (44, 80, 18, "@latin", INK, "DOCUMENTO NACIONAL DE IDENTIDAD"),
  FIGURE (PORTRAIT, 44, 108, 220, 290, 0),
  FIGURE (CHIP, 690, 116, 116, 0, 0),
  FIELD (294, 118, 0x7a4a45, "APELLIDOS", "{surname}"),
  FIELD (294, 182, 0x7a4a45, "NOMBRE", "{given}"),
  FIELD (294, 246, 0x7a4a45, "SEXO", "{sex}"),
  FIELD (400, 246, 0x7a4a45, "NACIONALIDAD", "UTO"),
  FIELD (294, 310, 0x7a4a45, "FECHA DE NACIMIENTO", "{birth:%d %m %Y}"),
  FIELD (294, 374, 0x7a4a45, "VALIDEZ", "{expiry:%d %m %Y}"),
  T (44, 452, 18, "@latin", INK, "DNI"),
  T (94, 456, 34, "@latin Bold", INK, "{dni}"),
  FIGURE (SIGNATURE, 520, 470, 200, 0, 0x22304f),
  FIGURE (OVERPRINT, 640, 330, 58, 0, 0x2c5e8c),
  END
};

static const VidimusSpecimenItem driving[] = {
  FIGURE (ROSETTE, 560, 330, 180, 0, 0xcf9fb4),
  FIGURE (BOX, 36, 30, 96, 66, 0x2d4f9e),
  TC (84, 76, 34, "@latin Bold", 0xf4f4f4, "UT"),
  T (160, 60, 32, "@latin Bold", 0x2d4f9e, "DRIVING LICENCE"),
  T (160, 92, 21, "@latin", 0x2d4f9e, "UTOPIA"),
  FIGURE (PORTRAIT, 44, 132, 210, 276, 0),
  T (290, 156, 25, "@latin", INK, "1.  {surname}"),
  T (290, 196, 25, "@latin", INK, "2.  {given}"),
  T (290, 236, 25, "@latin", INK, "3.  {birth:%d.%m.%Y}  ZENITH"),
  T (290, 276, 25, "@latin", INK, "4a. {issue:%d.%m.%Y}   4c. ROADS OFFICE"),
  T (290, 316, 25, "@latin", INK, "4b. {expiry:%d.%m.%Y}"),
  T (290, 356, 25, "@latin", INK, "5.  {number}"),
  T (290, 396, 25, "@latin", INK, "7."),
  FIGURE (SIGNATURE, 340, 396, 190, 0, 0x22304f),
  T (44, 486, 30, "@latin Bold", INK, "9.  AM  B  BE"),
  FIGURE (OVERPRINT, 600, 470, 60, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem thai_driving[] = {
  FIGURE (ROSETTE, 330, 330, 180, 0, 0xa9cfae),
  T (44, 58, 31, "@thai Bold", 0x2d6b3f, "ใบอนุญาตขับรถยนต์ส่วนบุคคล"),
  T (44, 94, 22, "@latin", 0x2d6b3f, "Private Car Driving Licence"),
  TE (812, 58, 23, "@latin", INK, "No. {number}"),
  T (44, 156, 22, "@thai", INK, "วันอนุญาต {issue:%e %t %Z}"),
  T (44, 186, 18, "@latin", INK, "Issue Date {issue:%e %b %Y}"),
  T (44, 230, 22, "@thai", INK, "วันสิ้นอายุ {expiry:%e %t %Z}"),
  T (44, 260, 18, "@latin", INK, "Expiry Date {expiry:%e %b %Y}"),
  T (44, 312, 24, "@thai", INK, "ชื่อ นาย สมมติ ตัวอย่าง"),
  T (44, 344, 22, "@latin", INK, "Name MR. SOMMUT TUAYANG"),
  T (44, 388, 22, "@thai", INK, "เกิดวันที่ {birth:%e %t %Z}"),
  T (44, 430, 22, "@thai", INK, "นายทะเบียน"),
  FIGURE (SIGNATURE, 180, 440, 170, 0, 0x22304f),
  FIGURE (PORTRAIT, 600, 140, 212, 276, 0),
  FIGURE (OVERPRINT, 440, 488, 60, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem permit[] = {
  FIGURE (ROSETTE, 520, 300, 190, 0, 0x9fc4c9),
  T (250, 60, 34, "@sc Bold", 0x2d5f76, "港澳居民来往内地通行证"),
  T (250, 92, 16, "@latin", 0x2d5f76, "Mainland Travel Permit for Hong Kong and Macao Residents"),
  FIGURE (PORTRAIT, 44, 120, 212, 276, 0),
  FIELD (292, 130, 0x3f7385, "姓名  Name", "{surname}, {given}"),
  FIELD (292, 198, 0x3f7385, "出生日期  Date of birth", "{birth:%Y.%m.%d}"),
  FIELD (580, 198, 0x3f7385, "性别  Sex", "{sex}"),
  FIELD (292, 266, 0x3f7385, "有效期限  Validity", "{issue:%Y.%m.%d}-{expiry:%Y.%m.%d}"),
  FIELD (292, 334, 0x3f7385, "签发机关  Authority", "样本签发处"),
  FIELD (292, 402, 0x3f7385, "证件号码  No.", "H0{number}"),
  FIGURE (CHIP, 690, 300, 110, 0, 0),
  FIGURE (OVERPRINT, 610, 480, 58, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem student[] = {
  FIGURE (BOX, 0, 0, 856, 106, 0x6e2f45),
  T (44, 68, 40, "@serif Bold", 0xf5efe6, "Zenith University"),
  FIGURE (PORTRAIT, 44, 140, 220, 284, 0),
  T (300, 190, 34, "@latin Medium", INK, "{given}"),
  T (300, 236, 34, "@latin Medium", INK, "{surname}"),
  T (300, 296, 24, "@latin", 0x6a5a60, "Student card · Faculty of Arts"),
  T (300, 340, 24, "@latin", 0x6a5a60, "Valid until {expiry:%m/%Y}"),
  T (300, 410, 30, "@ocr", INK, "{number}"),
  FIGURE (BARCODE, 300, 436, 400, 60, 0),
  FIGURE (OVERPRINT, 660, 210, 54, 0, 0x2c5e8c),
  END
};

static const VidimusSpecimenItem lao[] = {
  FIGURE (ROSETTE, 560, 320, 180, 0, 0xb9c7a0),
  TC (428, 54, 26, "@lao", INK, "ສາທາລະນະລັດຕົວຢ່າງ"),
  TC (428, 100, 32, "@lao Bold", 0x7a3b2d, "ບັດປະຈຳຕົວ"),
  FIGURE (PORTRAIT, 44, 140, 210, 272, 0),
  T (290, 170, 24, "@lao", INK, "ເລກທີ  {number}"),
  T (290, 220, 24, "@lao", INK, "ຊື່ ແລະ ນາມສະກຸນ  ສົມມຸດ ຕົວຢ່າງ"),
  T (290, 270, 24, "@lao", INK, "ວັນເດືອນປີເກີດ  {birth:%d/%m/%Y}"),
  T (290, 320, 24, "@lao", INK, "ສັນຊາດ  ຕົວຢ່າງ"),
  T (290, 370, 24, "@lao", INK, "ວັນໝົດອາຍຸ  {expiry:%d/%m/%Y}"),
  FIGURE (THUMB, 700, 130, 110, 0, 0x53413f),
  FIGURE (OVERPRINT, 520, 470, 60, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem visa[] = {
  FIGURE (ROSETTE, 700, 330, 230, 0, 0xb7c9a4),
  T (60, 80, 54, "@serif Bold", 0x3f6b4a, "VISA"),
  T (240, 78, 32, "@serif", 0x3f6b4a, "UTOPIA"),
  FIGURE (PORTRAIT, 60, 130, 280, 364, 0),
  FIELD (400, 150, 0x4f7a58, "VALID FOR", "UTOPIA"),
  FIELD (400, 224, 0x4f7a58, "FROM", "{issue:%d-%m-%y}"),
  FIELD (660, 224, 0x4f7a58, "UNTIL", "{expiry:%d-%m-%y}"),
  FIELD (400, 298, 0x4f7a58, "TYPE OF VISA", "C"),
  FIELD (660, 298, 0x4f7a58, "NUMBER OF ENTRIES", "MULT"),
  FIELD (400, 372, 0x4f7a58, "PASSPORT NUMBER", "{number}"),
  FIELD (400, 446, 0x4f7a58, "SURNAME, NAME", "{surname}, {given}"),
  TE (1140, 84, 34, "@latin Bold", 0x9c3a3a, "{number}"),
  FIGURE (BOX, 0, 640, 1200, 160, 0xf3f4ee),
  MRZ (48, 698, 1104, "{mrz1}"),
  MRZ (48, 756, 1104, "{mrz2}"),
  FIGURE (OVERPRINT, 840, 560, 84, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem td1_front[] = {
  FIGURE (ROSETTE, 560, 300, 180, 0, 0xb0b7d8),
  T (44, 56, 33, "@serif Bold", 0x37447f, "UTOPIA"),
  T (230, 56, 24, "@latin", 0x37447f, "IDENTITY CARD"),
  FIGURE (PORTRAIT, 44, 100, 230, 300, 0),
  FIELD (310, 120, 0x515e96, "Surname", "{surname}"),
  FIELD (310, 186, 0x515e96, "Given names", "{given}"),
  FIELD (310, 252, 0x515e96, "Nationality", "UTO"),
  FIELD (480, 252, 0x515e96, "Sex", "{sex}"),
  FIELD (310, 318, 0x515e96, "Date of birth", "{birth:%d %m %Y}"),
  FIELD (310, 384, 0x515e96, "Date of expiry", "{expiry:%d %m %Y}"),
  FIELD (560, 384, 0x515e96, "Document No.", "{number}"),
  FIGURE (CHIP, 690, 120, 112, 0, 0),
  FIGURE (OVERPRINT, 430, 490, 58, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem td1_back[] = {
  FIGURE (ROSETTE, 660, 170, 140, 0, 0xb0b7d8),
  T (46, 60, 26, "@serif Bold", 0x37447f, "UTOPIA"),
  FIELD (46, 110, 0x515e96, "Address", "12 SAMPLE STREET, ZENITH"),
  FIELD (46, 182, 0x515e96, "Authority", "CITY OF ZENITH"),
  FIGURE (BARCODE, 46, 250, 380, 66, 0),
  FIGURE (BOX, 0, 360, 856, 180, 0xf1f2f6),
  MRZ (46, 410, 764, "{mrz1}"),
  MRZ (46, 460, 764, "{mrz2}"),
  MRZ (46, 510, 764, "{mrz3}"),
  FIGURE (OVERPRINT, 600, 250, 60, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem td2_front[] = {
  FIGURE (ROSETTE, 640, 330, 200, 0, 0xc7b4a0),
  T (50, 66, 38, "@serif Bold", 0x6b4a2d, "UTOPIA"),
  T (250, 66, 27, "@latin", 0x6b4a2d, "RESIDENCE CARD"),
  FIGURE (PORTRAIT, 50, 110, 250, 326, 0),
  FIELD (350, 130, 0x86674a, "Surname", "{surname}"),
  FIELD (350, 204, 0x86674a, "Given names", "{given}"),
  FIELD (350, 278, 0x86674a, "Date of birth", "{birth:%d %m %Y}"),
  FIELD (620, 278, 0x86674a, "Sex", "{sex}"),
  FIELD (350, 352, 0x86674a, "Date of expiry", "{expiry:%d %m %Y}"),
  FIELD (620, 352, 0x86674a, "Document No.", "{number}"),
  FIGURE (BOX, 0, 570, 1050, 170, 0xf4f1ec),
  MRZ (52, 632, 946, "{mrz1}"),
  MRZ (52, 694, 946, "{mrz2}"),
  FIGURE (OVERPRINT, 640, 500, 70, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem bank[] = {
  FIGURE (ROSETTE, 640, 200, 240, 0, 0x5f86b8),
  T (56, 84, 40, "@serif Bold Italic", 0xf3f3f0, "Bank of Samples"),
  FIGURE (CHIP, 66, 180, 118, 0, 0),
  T (62, 364, 54, "@ocr", 0xf3f3f0, "{card}"),
  T (360, 416, 18, "@latin", 0xd5dde6, "VALID THRU"),
  T (470, 418, 30, "@ocr", 0xf3f3f0, "{expiry:%m/%y}"),
  T (62, 484, 30, "@ocr", 0xf3f3f0, "{given} {surname}"),
  FIGURE (OVERPRINT, 590, 180, 72, 0, 0xf0d9a0),
  END
};

static const VidimusSpecimenItem library[] = {
  FIGURE (BOX, 0, 0, 856, 128, 0x2f6f5e),
  T (52, 82, 46, "@serif Bold", 0xf5f3ea, "Zenith City Library"),
  T (52, 200, 24, "@latin", 0x4b5c55, "Reader’s card"),
  T (52, 252, 34, "@latin Medium", INK, "{given} {surname}"),
  T (52, 304, 24, "@latin", 0x4b5c55, "Borrow up to twelve books for four weeks"),
  FIGURE (BARCODE, 52, 350, 430, 96, 0),
  T (52, 486, 27, "@ocr", INK, "{number}"),
  FIGURE (EMBLEM, 696, 330, 96, 0, 0x2f6f5e),
  FIGURE (OVERPRINT, 590, 206, 58, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem receipt[] = {
  TC (290, 76, 40, "@latin Bold", INK, "CORNER SHOP"),
  TC (290, 116, 23, "@latin", INK, "12 Sample Street · Zenith"),
  TC (290, 146, 23, "@ocr", INK, "{issue:%d.%m.%Y}  14:07"),
  FIGURE (BOX, 40, 176, 500, 2, 0x2c2c2e),
  T (44, 226, 25, "@ocr", INK, "BREAD\nMILK 1 L\nAPPLES\nCOFFEE 500 G\nSOAP\nBATTERIES AA\nNEWSPAPER"),
  TE (536, 226, 25, "@ocr", INK, "2.40\n1.15\n3.20\n7.90\n1.85\n4.60\n2.00"),
  FIGURE (BOX, 40, 560, 500, 2, 0x2c2c2e),
  T (44, 614, 34, "@ocr", INK, "TOTAL"),
  TE (536, 614, 34, "@ocr", INK, "{total}"),
  TC (290, 680, 23, "@latin", INK, "Thank you for your visit"),
  FIGURE (BARCODE, 110, 720, 360, 80, 0),
  FIGURE (OVERPRINT, 290, 480, 66, 0, 0xb0413e),
  END
};

const VidimusSpecimenLayout vidimus_specimen_other_layouts[] = {
  { "other-spanish", NULL, 856, 540, 32, { 0xf2e0d6, 0xeae6dd, 0xdfe6ea }, { 0xd9a48f, 0xa9bfd0 }, spanish, fill_other },
  { "other-driving", NULL, 856, 540, 32, { 0xf2d9e2, 0xece4ec, 0xe3dcee }, { 0xd79db8, 0xa9b7da }, driving, fill_other },
  { "other-thai-driving", NULL, 856, 540, 32, { 0xddefdc, 0xeef3e4, 0xd6e8de }, { 0x9ccf9f, 0xc9cf94 }, thai_driving,
    fill_other },
  { "other-permit", NULL, 856, 540, 32, { 0xd7eaee, 0xe8f0ea, 0xd3e4ec }, { 0x92c2ca, 0xb7c79f }, permit, fill_other },
  { "other-visa", NULL, 1200, 800, 4, { 0xe6efdc, 0xf1efe0, 0xdfe8e4 }, { 0xa9c799, 0xd3bf90 }, visa, fill_visa },
  { "other-td1-front", NULL, 856, 540, 32, { 0xdfe2f2, 0xecebe6, 0xd9e0ef }, { 0xa3aed8, 0xc9b7d0 }, td1_front, fill_td1 },
  { "other-td1-back", NULL, 856, 540, 32, { 0xe3e6f3, 0xebebee }, { 0xa3aed8 }, td1_back, fill_td1, .back = TRUE },
  { "other-td2-front", NULL, 1050, 740, 30, { 0xf0e6da, 0xe9ebe0, 0xeee2d9 }, { 0xcfae8a, 0xa9bfa4 }, td2_front, fill_td2 },
  { "other-bank", NULL, 856, 540, 32, { 0x1f3a63, 0x2f5688, 0x1b3157 }, { 0x4a76ad }, bank, fill_other },
  { "other-library", NULL, 856, 540, 32, { 0xf6f3e8, 0xece9dc }, { 0xcfd8c4 }, library, fill_other },
  { "other-student", NULL, 856, 540, 32, { 0xf6f1ea, 0xefe7e4 }, { 0xdcc3c6 }, student, fill_other },
  { "other-lao", NULL, 856, 540, 28, { 0xe9efdc, 0xf2ead9, 0xdfe9e6 }, { 0xb5c79a, 0xd7bf9a }, lao, fill_other },
  { "other-receipt", NULL, 580, 840, 2, { 0xf8f7f4, 0xf2f1ed }, { 0 }, receipt, fill_other },
  { NULL }
};

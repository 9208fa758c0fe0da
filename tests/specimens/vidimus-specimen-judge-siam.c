/* The judging half's cards of Thailand. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

#define INK 0x1f2024
#define NAVY 0x26408a

static const char * const people[] = {
  "นาง|อรทัย|สมมุติวงศ์|Mrs.|Orathai|Sommutwong|F", "นาย|ปกรณ์|จำลองกุล|Mr.|Pakorn|Chamlongkul|M",
  "น.ส.|ณัฐริกา|นามแฝง|Miss|Nattharika|Namfaeng|F", "นาย|วีระ|ไม่มีจริง|Mr.|Weera|Maimeejing|M",
  "ว่าที่ ร.ต.|ศุภกิจ|เรื่องแต่ง|Acting Sub Lt.|Suphakit|Rueangtaeng|M", NULL
};
static const char * const places[] = {
  "หมู่ที่ 7 ต.สมมุติ\nอ.เมืองจำลอง จ.ทดลอง", "ถนนทดลอง แขวงสมมุติ\nเขตจำลอง กรุงเทพมหานคร", "หมู่ที่ 11 ต.ทดลองใต้\nอ.สมมุติ จ.จำลอง", NULL
};
static const char * const faiths[] = { "พุทธ", "อิสลาม", "คริสต์", NULL };

static void
fill_thai (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *body = g_strdup_printf ("%d%05d%06d", vidimus_specimen_random_int (random, 1, 8),
                                           vidimus_specimen_random_int (random, 0, 99999),
                                           vidimus_specimen_random_int (random, 0, 999999));
  char check = vidimus_specimen_check_thai (body);

  vidimus_specimen_holder_set (holder, "number", "%c %.4s %.5s %.2s %c", body[0], body + 1, body + 5, body + 10, check);
  vidimus_specimen_holder_set (holder, "dashed", "%c-%.4s-%.5s-%.2s-%c", body[0], body + 1, body + 5, body + 10, check);
  vidimus_specimen_holder_pick (holder, "title|first|last|Title|First|Last|is", people);
  vidimus_specimen_holder_pick (holder, "place", places);
  vidimus_specimen_holder_pick (holder, "faith", faiths);
  vidimus_specimen_holder_set (holder, "house", "%d", vidimus_specimen_random_int (random, 1, 250));
  vidimus_specimen_holder_set (holder, "office", "%04d-%02d-%08d", vidimus_specimen_random_int (random, 1001, 9699),
                               vidimus_specimen_random_int (random, 1, 12),
                               vidimus_specimen_random_int (random, 0, 99999999));
  vidimus_specimen_holder_set (holder, "laser", "%c%c%d-%07d-%02d", 'A' + vidimus_specimen_random_int (random, 0, 25),
                               'A' + vidimus_specimen_random_int (random, 0, 25),
                               vidimus_specimen_random_int (random, 0, 9),
                               vidimus_specimen_random_int (random, 0, 9999999),
                               vidimus_specimen_random_int (random, 1, 99));
  holder->expiry.year = holder->issue.year + 8;
}

static const VidimusSpecimenItem chip_front[] = {
  FIGURE (BRAID, 0, 110, 856, 170, 0xa6cce8),
  FIGURE (DOTS, 0, 360, 600, 180, 0xb9d6ea),
  FIGURE (SEAL, 60, 58, 42, 0, 0x9c2f2f),
  T (118, 46, 29, "@thai Bold", INK, "บัตรประจำตัวประชาชน"),
  T (440, 46, 24, "@latin Bold", NAVY, "Thai National ID Card"),
  T (118, 92, 17, "@thai", INK, "เลขประจำตัวประชาชน"),
  T (300, 92, 30, "@latin Bold", INK, "{number}"),
  T (118, 112, 14, "@latin", NAVY, "Identification Number"),
  FIGURE (MODULE, 50, 150, 118, 0, 0),
  T (196, 152, 20, "@thai", INK, "ชื่อตัวและชื่อสกุล"),
  T (352, 154, 30, "@thai Bold", INK, "{title} {first} {last}"),
  T (260, 192, 18, "@latin", NAVY, "Name"),
  T (352, 192, 23, "@latin Bold", NAVY, "{Title} {First}"),
  T (260, 224, 18, "@latin", NAVY, "Last name"),
  T (352, 224, 23, "@latin Bold", NAVY, "{Last}"),
  T (260, 262, 20, "@thai", INK, "เกิดวันที่"),
  T (352, 262, 24, "@thai", INK, "{birth:%e %t %Z}"),
  T (260, 294, 18, "@latin", NAVY, "Date of Birth"),
  T (384, 294, 22, "@latin", NAVY, "{birth:%e %b. %Y}"),
  T (196, 326, 20, "@thai", INK, "ศาสนา {faith}"),
  T (44, 366, 20, "@thai", INK, "ที่อยู่ {house} {place}"),
  T (44, 442, 21, "@thai", INK, "{issue:%e %t %Z}"),
  T (44, 464, 14, "@thai", INK, "วันออกบัตร"),
  T (44, 490, 18, "@latin", NAVY, "{issue:%e %b. %Y}"),
  T (44, 510, 13, "@latin", NAVY, "Date of Issue"),
  FIGURE (SIGNATURE, 226, 460, 140, 0, 0x202020),
  T (222, 490, 14, "@thai", INK, "(นาย สมมุติ จำลอง)\nเจ้าพนักงานออกบัตร"),
  T (424, 442, 21, "@thai", INK, "{expiry:%e %t %Z}"),
  T (424, 464, 14, "@thai", INK, "วันบัตรหมดอายุ"),
  T (424, 490, 18, "@latin", NAVY, "{expiry:%e %b. %Y}"),
  T (424, 510, 13, "@latin", NAVY, "Date of Expiry"),
  FIGURE (BUST, 630, 248, 186, 230, 0),
  T (632, 504, 18, "@latin", INK, "{office}"),
  FIGURE (OVERPRINT, 520, 380, 42, 0, 0x2f7a5f),
  END
};

/* Before the chip: Thai first, portrait beside the number. */
static const VidimusSpecimenItem plain_front[] = {
  FIGURE (RAYS, 330, 320, 210, 0, 0xb0c9e8),
  FIGURE (BRAID, 0, 470, 856, 60, 0xc3b9dc),
  TC (428, 52, 32, "@thai Bold", NAVY, "บัตรประจำตัวประชาชน"),
  TC (428, 82, 19, "@latin Bold", NAVY, "Thai National ID Card"),
  FIGURE (SEAL, 92, 148, 50, 0, 0x9c2f2f),
  T (170, 130, 20, "@thai", INK, "เลขประจำตัวประชาชน"),
  T (170, 172, 31, "@latin Bold", INK, "{dashed}"),
  T (52, 232, 22, "@thai", INK, "ชื่อ"),
  T (120, 233, 28, "@thai Bold", INK, "{title} {first}"),
  T (52, 274, 22, "@thai", INK, "นามสกุล"),
  T (150, 275, 28, "@thai Bold", INK, "{last}"),
  T (52, 308, 18, "@latin", NAVY, "{Title} {First} {Last}"),
  T (52, 348, 22, "@thai", INK, "เกิดวันที่ {birth:%e %t %Z}"),
  T (370, 348, 22, "@thai", INK, "ศาสนา {faith}"),
  T (52, 388, 22, "@thai", INK, "ที่อยู่ {house} {place}"),
  T (52, 484, 20, "@thai", INK, "วันออกบัตร {issue:%e %t %Z}"),
  T (430, 484, 20, "@thai", INK, "วันบัตรหมดอายุ {expiry:%e %t %Z}"),
  FIGURE (BUST, 596, 132, 220, 280, 0),
  FIGURE (OVERPRINT, 470, 420, 46, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem back[] = {
  FIGURE (BRAID, 0, 100, 856, 200, 0x93bce0),
  FIGURE (RAYS, 660, 330, 190, 0, 0xa5c5e6),
  T (56, 150, 60, "@latin Bold", NAVY, "THAILAND"),
  T (56, 206, 25, "@thai Bold", NAVY, "กระทรวงมหาดไทย"),
  T (56, 246, 25, "@thai", NAVY, "บัตรประจำตัวประชาชน"),
  T (56, 380, 34, "@latin", INK, "{laser}"),
  FIGURE (BARCODE, 56, 420, 330, 54, 0),
  T (480, 470, 15, "@thai", NAVY, "ผู้ใดพบบัตรนี้ โปรดนำส่งที่ว่าการอำเภอ\nหรือสำนักงานเขตที่ใกล้ที่สุด"),
  FIGURE (OVERPRINT, 560, 330, 64, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem striped_back[] = {
  FIGURE (DOTS, 0, 140, 856, 400, 0xa9cbe6),
  FIGURE (BOX, 0, 40, 856, 86, 0x3a302a),
  TE (812, 214, 44, "@latin Bold", NAVY, "THAILAND"),
  FIGURE (BUST_FAINT, 60, 160, 120, 156, 0),
  TE (812, 266, 23, "@thai", NAVY, "กรมการปกครอง กระทรวงมหาดไทย"),
  TC (428, 400, 38, "@latin Medium", INK, "{laser}"),
  FIGURE (MATRIX, 60, 372, 116, 0, 0),
  FIGURE (OVERPRINT, 600, 476, 50, 0, 0x8a2f7a),
  END
};

#define CARD(id, paper, items, back) \
  { id, "thailand_id_card", 856, 540, 34, paper, { 0 }, items, fill_thai, back, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_siam_layouts[] = {
  CARD ("judge-thailand_id_card-chip", PAPER (0xdfeef8, 0xcfe6f4, 0xe3eaf6), chip_front, FALSE),
  CARD ("judge-thailand_id_card-plain", PAPER (0xcfe0f4, 0xe2ecf5, 0xd3dff2), plain_front, FALSE),
  CARD ("judge-thailand_id_card-back", PAPER (0xd2e5f4, 0xe2eef6), back, TRUE),
  CARD ("judge-thailand_id_card-back-striped", PAPER (0xd9e6f6, 0xc6dbef), striped_back, TRUE),
  { NULL }
};

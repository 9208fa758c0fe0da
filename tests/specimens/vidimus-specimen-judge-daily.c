/* What else lies in wallets and on desks, for the judging half: nothing here says who somebody is to an authority. */
#include "vidimus-specimen-card.h"

#define INK 0x1f2022

static const char * const people[] = {
  "Mira Falkberg|米拉", "Teo Santarosa|德奥", "Hana Okuyama-Reed|花", "Ada Oyelaran|艾达", "Luís do Exemplo|路易", NULL
};

static void
fill_daily (VidimusSpecimenHolder *holder)
{
  static const char * const numbers[] = { "11990219900307201", "44990119851224103", "65990519790930006", NULL };
  VidimusSpecimenRandom *random = &holder->random;
  const char *body;

  vidimus_specimen_holder_pick (holder, "name|han", people);
  vidimus_specimen_holder_set (holder, "card", "0000 %04d %04d %04d", vidimus_specimen_random_int (random, 0, 9999),
                               vidimus_specimen_random_int (random, 0, 9999), vidimus_specimen_random_int (random, 0, 9999));
  vidimus_specimen_holder_set (holder, "long", "%04d %04d %04d", vidimus_specimen_random_int (random, 0, 9999),
                               vidimus_specimen_random_int (random, 0, 9999), vidimus_specimen_random_int (random, 0, 9999));
  vidimus_specimen_holder_set (holder, "short", "%06d", vidimus_specimen_random_int (random, 0, 999999));
  vidimus_specimen_holder_set (holder, "sum", "%d.%02d", vidimus_specimen_random_int (random, 31, 240),
                               vidimus_specimen_random_int (random, 0, 99));
  body = vidimus_specimen_random_pick (random, numbers);
  vidimus_specimen_holder_set (holder, "social", "%s%c", body, vidimus_specimen_check_prc (body));
}

static const VidimusSpecimenItem bank[] = {
  FIGURE (RAYS, 700, 470, 420, 0, 0x3f7a74),
  TE (806, 84, 36, "@latin Bold", 0xf2f5f0, "Meridian"),
  TE (806, 116, 17, "@latin", 0xcfdcd8, "savings & trust"),
  FIGURE (MODULE, 58, 150, 116, 0, 0),
  T (58, 330, 48, "@mono Bold", 0xf2f5f0, "{card}"),
  T (58, 400, 15, "@latin", 0xcfdcd8, "GOOD THRU"),
  T (160, 402, 25, "@mono", 0xf2f5f0, "{expiry:%m/%y}"),
  T (58, 472, 25, "@latin", 0xf2f5f0, "{name}"),
  FIGURE (OVERPRINT, 560, 200, 66, 0, 0xf3d58a),
  END
};

static const VidimusSpecimenItem bank_upright[] = {
  FIGURE (BRAID, 0, 560, 540, 240, 0xe88f6a),
  T (48, 92, 38, "@latin Bold", 0xfff6ee, "koru"),
  FIGURE (MODULE, 210, 190, 118, 0, 0),
  T (48, 620, 28, "@mono", 0xfff6ee, "0000 0000"),
  T (48, 660, 28, "@mono", 0xfff6ee, "{long}"),
  T (48, 740, 25, "@latin", 0xfff6ee, "{name}"),
  T (48, 786, 20, "@latin", 0xfff6ee, "{expiry:%m/%y}"),
  FIGURE (OVERPRINT, 270, 450, 62, 0, 0x2a2230),
  END
};

static const VidimusSpecimenItem chinese_bank[] = {
  FIGURE (SEAL, 84, 78, 48, 0, 0xf0d38a),
  T (150, 76, 36, "@sc Bold", 0xfdf3da, "样本商业银行"),
  T (150, 110, 17, "@latin", 0xf3e0bc, "SAMPLE COMMERCIAL BANK"),
  TE (808, 84, 24, "@sc", 0xfdf3da, "借记卡"),
  FIGURE (MODULE, 66, 176, 116, 0, 0),
  T (66, 356, 48, "@mono Bold", 0xfdf3da, "{card}"),
  T (66, 440, 22, "@sc", 0xfdf3da, "持卡人 {han}"),
  T (420, 440, 20, "@latin", 0xf3e0bc, "VALID THRU {expiry:%m/%y}"),
  T (66, 500, 18, "@sc", 0xf3e0bc, "客户服务热线 00000"),
  FIGURE (OVERPRINT, 600, 240, 64, 0, 0xfff0c0),
  END
};

/* Bears a resident's number, and is no resident identity card. */
static const VidimusSpecimenItem social[] = {
  FIGURE (BRAID, 0, 120, 856, 230, 0xb0d4bc),
  FIGURE (SEAL, 78, 70, 46, 0, 0xc23a34),
  T (150, 60, 25, "@sc", INK, "假想省人力资源和社会保障厅"),
  T (150, 112, 40, "@sc Bold", 0xb3362d, "社会保障卡"),
  FIGURE (BUST, 50, 170, 180, 230, 0),
  FIGURE (MODULE, 690, 180, 114, 0, 0),
  T (270, 206, 25, "@sc", INK, "姓名  {han}"),
  T (270, 260, 25, "@sc", INK, "社会保障号码"),
  T (270, 306, 28, "@latin", INK, "{social}"),
  T (270, 360, 25, "@sc", INK, "卡号  {short}"),
  T (270, 410, 25, "@sc", INK, "发卡日期  {issue:%Y年%n月}"),
  T (50, 480, 22, "@sc", INK, "有效期 10 年"),
  FIGURE (OVERPRINT, 600, 470, 56, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem hong_kong_library[] = {
  FIGURE (BOX, 0, 0, 856, 150, 0x1f7f8a),
  T (50, 66, 34, "@tc Bold", 0xf4faf8, "香港樣本圖書館"),
  T (50, 112, 24, "@latin", 0xf4faf8, "Hong Kong Specimen Libraries"),
  T (50, 220, 28, "@tc", INK, "圖書證  LIBRARY CARD"),
  T (50, 280, 26, "@latin", INK, "{name}"),
  FIGURE (BARCODE, 50, 330, 460, 90, 0),
  T (50, 466, 27, "@mono", INK, "L {short}"),
  FIGURE (DOTS, 580, 190, 240, 300, 0x8fc9c4),
  FIGURE (OVERPRINT, 660, 330, 54, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem transport[] = {
  FIGURE (BRAID, 0, 260, 856, 240, 0x8fd0e0),
  T (54, 96, 52, "@sc Bold", 0xffffff, "样城通"),
  T (54, 146, 26, "@latin", 0xe9f6fa, "City transport card"),
  T (54, 420, 24, "@sc", 0xffffff, "成人卡  ADULT"),
  T (54, 470, 26, "@mono", 0xffffff, "{long}"),
  FIGURE (MATRIX, 676, 330, 128, 0, 0),
  FIGURE (OVERPRINT, 560, 190, 70, 0, 0xffe9a0),
  END
};

static const VidimusSpecimenItem thai_member[] = {
  FIGURE (BOX, 0, 0, 856, 118, 0xd9822b),
  T (48, 54, 34, "@thai Bold", 0xfff8ee, "บัตรสมาชิก ร้านตัวอย่าง"),
  T (48, 96, 22, "@latin", 0xfff8ee, "Member Card · Sample Mart"),
  T (48, 190, 28, "@thai", INK, "ชื่อ คุณมีนา ทดลองซื้อ"),
  T (48, 244, 26, "@thai", INK, "เลขสมาชิก {long}"),
  T (48, 298, 24, "@thai", INK, "วันหมดอายุ {expiry:%e %t %Z}"),
  FIGURE (BARCODE, 48, 340, 420, 80, 0),
  T (48, 470, 19, "@thai", INK, "กรุณาแสดงบัตรนี้ทุกครั้งที่ซื้อสินค้า"),
  FIGURE (SEAL, 690, 330, 110, 0, 0xd9822b),
  FIGURE (OVERPRINT, 620, 200, 54, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem burmese_school[] = {
  FIGURE (BOX, 0, 0, 856, 110, 0x2f6a3f),
  FIGURE (SEAL, 76, 55, 40, 0, 0xf0d38a),
  T (140, 50, 27, "@burmese Bold", 0xf7f6ea, "နမူနာအခြေခံပညာအထက်တန်းကျောင်း"),
  T (140, 94, 20, "@latin", 0xf7f6ea, "Sample Basic Education High School"),
  TC (428, 158, 27, "@burmese Bold", 0x2f6a3f, "ကျောင်းသားကတ်ပြား"),
  FIGURE (BUST, 48, 186, 196, 250, 0),
  T (280, 222, 24, "@burmese", INK, "အမည်     မောင်နမူနာ"),
  T (280, 274, 24, "@burmese", INK, "အဘအမည်     ဦးစမ်းသပ်"),
  T (280, 326, 24, "@burmese", INK, "အတန်း     {issue:%n|mya}"),
  T (280, 378, 24, "@burmese", INK, "ခုံအမှတ်     {short|mya}"),
  T (280, 430, 24, "@burmese", INK, "ပညာသင်နှစ်     {issue:%Y|mya}"),
  T (48, 496, 20, "@burmese", INK, "ကျောင်းအုပ်ကြီး"),
  FIGURE (SIGNATURE, 220, 500, 170, 0, 0x1a1a2a),
  FIGURE (OVERPRINT, 680, 470, 48, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem khmer_bank[] = {
  FIGURE (RAYS, 160, 420, 340, 0, 0x6a4fa0),
  T (56, 80, 32, "@moul", 0xf3ecff, "ធនាគារគំរូ"),
  T (56, 122, 23, "@latin Bold", 0xdccff5, "GUMROO BANK"),
  FIGURE (MODULE, 60, 190, 114, 0, 0),
  T (60, 362, 46, "@mono Bold", 0xf3ecff, "{card}"),
  T (60, 420, 20, "@khmer", 0xdccff5, "សុពលភាព {expiry:%m/%y|khm}"),
  T (60, 484, 24, "@latin", 0xf3ecff, "{name}"),
  FIGURE (OVERPRINT, 580, 210, 62, 0, 0xf3d58a),
  END
};

static const VidimusSpecimenItem khmer_school[] = {
  FIGURE (BRAID, 0, 0, 856, 120, 0x9cc0e0),
  TC (428, 56, 27, "@moul", 0x2d4a86, "សាកលវិទ្យាល័យឧទាហរណ៍"),
  TC (428, 94, 20, "@latin Bold", 0x2d4a86, "UNIVERSITY OF UTEAHOR"),
  TC (428, 150, 24, "@khmer Bold", INK, "ប័ណ្ណសម្គាល់និស្សិត  STUDENT ID CARD"),
  FIGURE (BUST, 606, 176, 200, 256, 0),
  T (52, 220, 25, "@khmer", INK, "ឈ្មោះ ៖ ស៊ិន សាកល្បង"),
  T (52, 270, 25, "@khmer", INK, "ភេទ ៖ ប្រុស"),
  T (52, 320, 25, "@khmer", INK, "មុខជំនាញ ៖ វិទ្យាសាស្ត្រ"),
  T (52, 370, 25, "@khmer", INK, "ឆ្នាំសិក្សា ៖ {issue:%Y|khm}"),
  T (52, 420, 25, "@khmer", INK, "អត្តលេខ ៖ {short|khm}"),
  FIGURE (BARCODE, 52, 450, 340, 50, 0),
  FIGURE (OVERPRINT, 470, 340, 50, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem business[] = {
  FIGURE (BOX, 0, 0, 26, 500, 0x2c5e6e),
  T (80, 130, 44, "@serif", INK, "{name}"),
  T (80, 176, 22, "@latin", 0x5a6468, "Head of samples"),
  T (80, 320, 20, "@latin", INK, "Fernway & Loom Ltd\n14 Specimen Row, Halden\n+00 000 0000 00\nhello@fernway.example"),
  FIGURE (SEAL, 760, 110, 60, 0, 0x2c5e6e),
  FIGURE (OVERPRINT, 620, 360, 60, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem vaccination[] = {
  FIGURE (BOX, 0, 0, 1080, 120, 0xf3d23a),
  T (50, 54, 32, "@latin Bold", INK, "CERTIFICATE OF VACCINATION"),
  T (50, 98, 24, "@latin", INK, "CERTIFICAT DE VACCINATION"),
  TE (1030, 78, 28, "@mono Bold", INK, "No. {short}"),
  T (50, 180, 22, "@latin", INK, "Name / Nom:  {name}"),
  T (50, 226, 22, "@latin", INK, "Date of birth / Date de naissance:  {birth:%d/%m/%Y}"),
  T (660, 226, 22, "@latin", INK, "Nationality:  —"),
  FIGURE (BOX, 50, 256, 980, 3, 0x55544a),
  T (60, 296, 20, "@latin Bold", INK, "Vaccine"),
  T (320, 296, 20, "@latin Bold", INK, "Date"),
  T (540, 296, 20, "@latin Bold", INK, "Batch"),
  T (760, 296, 20, "@latin Bold", INK, "Signature"),
  FIGURE (BOX, 50, 316, 980, 2, 0x55544a),
  TH (60, 366, 24, "@serif Italic", 0x1b2a78, "Tetanus"),
  TH (320, 366, 24, "@serif Italic", 0x1b2a78, "{issue:%d/%m/%Y}"),
  TH (540, 366, 24, "@serif Italic", 0x1b2a78, "TX {short}"),
  FIGURE (SIGNATURE, 770, 370, 170, 0, 0x1b2a78),
  FIGURE (BOX, 50, 396, 980, 2, 0x55544a),
  TH (60, 446, 24, "@serif Italic", 0x1b2a78, "Yellow fever"),
  TH (320, 446, 24, "@serif Italic", 0x1b2a78, "{issue:%e/%n/%y}"),
  TH (540, 446, 24, "@serif Italic", 0x1b2a78, "YF 0042"),
  FIGURE (SIGNATURE, 770, 450, 170, 0, 0x1b2a78),
  FIGURE (BOX, 50, 476, 980, 2, 0x55544a),
  FIGURE (BOX, 50, 556, 980, 2, 0x55544a),
  FIGURE (MATRIX, 870, 590, 130, 0, 0),
  T (50, 640, 18, "@latin", 0x55544a, "Valid only with the stamp of the centre."),
  FIGURE (OVERPRINT, 660, 618, 62, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem receipt[] = {
  TC (360, 80, 44, "@mono Bold", INK, "FERNWAY MARKET"),
  TC (360, 124, 23, "@mono", INK, "Halden, 14 Specimen Row"),
  TC (360, 156, 23, "@mono", INK, "{issue:%Y-%m-%d} 18:42  #{short}"),
  T (50, 240, 25, "@mono", INK,
     "2 x OAT DRINK\n    RICE 5 KG\n3 x SOAP\n    LAMP\n    TEA 200 G\n    ENVELOPES\n"
     "    BATTERY AA x8\n    PLUMS\n    RYE BREAD"),
  TE (670, 240, 25, "@mono", INK, "3.90\n11.40\n4.50\n24.00\n5.20\n2.95\n8.80\n3.15\n4.10"),
  FIGURE (BOX, 50, 560, 620, 2, 0x3a3a3c),
  T (50, 616, 36, "@mono Bold", INK, "SUM"),
  TE (670, 616, 36, "@mono Bold", INK, "{sum}"),
  T (50, 670, 23, "@mono", INK, "CARD **** 0000"),
  FIGURE (MATRIX, 280, 740, 160, 0, 0),
  TC (360, 990, 23, "@mono", INK, "goods may be returned within 14 days"),
  FIGURE (OVERPRINT, 360, 470, 76, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem student[] = {
  FIGURE (BRAID, 0, 380, 540, 120, 0x9cb4d8),
  TC (270, 80, 30, "@serif Bold", 0x2d3f6f, "Halden Institute"),
  TC (270, 114, 20, "@serif Italic", 0x2d3f6f, "of Imagined Sciences"),
  FIGURE (BUST, 150, 150, 240, 308, 0),
  TC (270, 520, 30, "@latin Bold", INK, "{name}"),
  TC (270, 562, 22, "@latin", 0x55607a, "STUDENT"),
  TC (270, 610, 24, "@mono", INK, "HI-{short}"),
  FIGURE (BARCODE, 100, 650, 340, 70, 0),
  TC (270, 780, 19, "@latin", 0x55607a, "valid until {expiry:%d %b %Y}"),
  FIGURE (OVERPRINT, 270, 746, 36, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem letter[] = {
  T (200, 200, 44, "@serif Bold", INK, "Fernway & Loom"),
  T (200, 246, 26, "@serif", 0x55585e, "14 Specimen Row · Halden"),
  FIGURE (BOX, 200, 280, 1700, 3, 0x8a8d92),
  T (200, 420, 34, "@serif", INK, "{name}\n2 Sample Close\nHalden"),
  TE (1900, 420, 34, "@serif", INK, "{issue:%e %b %Y}"),
  T (200, 660, 36, "@serif Bold", INK, "Your copy of the identity card and passport"),
  T (200, 760, 34, "@serif",
     INK, "Thank you for your letter. To finish the opening of your account we still need a copy of an\n"
          "identity document: a passport, a national identity card or a driving licence. Please make sure\n"
          "that name, date of birth, number and date of expiry can be read and that no corner is cut off.\n\n"
          "A photograph taken in daylight on a plain table is enough. Please do not send the original.\n"
          "We keep the copy for as long as the law asks us to, and not a day longer.\n\n"
          "If you have questions, the people at the counter are glad to help, from Monday to Friday.\n\n"
          "Yours sincerely,"),
  FIGURE (SIGNATURE, 220, 1500, 420, 0, 0x1b2a78),
  T (200, 1580, 34, "@serif", INK, "Ilse Vandersample\nCustomer care"),
  FIGURE (BOX, 200, 2760, 1700, 2, 0x8a8d92),
  TC (1050, 2820, 24, "@serif", 0x55585e, "Fernway & Loom Ltd · Register of Specimens 000000 · page 1 of 1"),
  FIGURE (OVERPRINT, 1050, 2120, 260, 0, 0xb0413e),
  END
};

#define OTHER(id, width, height, radius, paper, items) \
  { id, NULL, width, height, radius, paper, { 0 }, items, fill_daily, FALSE, VIDIMUS_SPECIMEN_JUDGING }
#define CARD(id, paper, items) \
  { id, NULL, 856, 540, 32, paper, { 0 }, items, fill_daily, FALSE, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_daily_layouts[] = {
  CARD ("judge-other-bank", PAPER (0x15403f, 0x1f5a55, 0x123836), bank),
  OTHER ("judge-other-bank-upright", 540, 856, 32, PAPER (0xc9552f, 0xd9703a, 0xb8442a), bank_upright),
  CARD ("judge-other-chinese-bank", PAPER (0x9c2a2a, 0xb53a30, 0x8a2026), chinese_bank),
  CARD ("judge-other-social", PAPER (0xe6f1e6, 0xf0f1e6, 0xdfeeea), social),
  CARD ("judge-other-library", PAPER (0xf4f7f6, 0xe9f0ef), hong_kong_library),
  CARD ("judge-other-transport", PAPER (0x2a8fb0, 0x3aa5bf, 0x2580a0), transport),
  CARD ("judge-other-thai-member", PAPER (0xfdf6ec, 0xf7ecdc), thai_member),
  CARD ("judge-other-burmese-school", PAPER (0xf1f5ea, 0xe9efe2), burmese_school),
  CARD ("judge-other-khmer-bank", PAPER (0x3a2466, 0x4f3486, 0x2f1d56), khmer_bank),
  CARD ("judge-other-khmer-school", PAPER (0xeff4fa, 0xe4ecf5), khmer_school),
  OTHER ("judge-other-business", 850, 500, 0.5, PAPER (0xfbfaf7, 0xf5f3ee), business),
  OTHER ("judge-other-vaccination", 1080, 760, 6, PAPER (0xfaf2c9, 0xf6ecb9), vaccination),
  OTHER ("judge-other-receipt", 720, 1050, 2, PAPER (0xfafaf8, 0xf0f0ee), receipt),
  OTHER ("judge-other-student", 540, 856, 30, PAPER (0xf0f3fa, 0xe3eaf4), student),
  OTHER ("judge-other-letter", 2100, 2970, 1, PAPER (0xfcfcfb, 0xf8f8f6), letter),
  { NULL }
};

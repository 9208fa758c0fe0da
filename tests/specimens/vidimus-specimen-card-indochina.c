/* Cards of Cambodia, Myanmar and Thailand, as far as a reader needs. Everybody on them is invented. */
#include "vidimus-specimen-card.h"

#define INK 0x1c1c1e

static const char * const khmer_people[] = {
  "សុខ វិសាល|SOK|VISAL|M", "ចាន់ ស្រីមុំ|CHAN|SREYMOM|F", "កែវ រតនា|KEO|RATANA|F", "លឹម ពិសិដ្ឋ|LIM|PISETH|M",
  "ហេង សុភា|HENG|SOPHEA|F", NULL
};
static const char * const khmer_places[] = {
  "ភូមិគំរូ ឃុំសាកល្បង ស្រុកកណ្តាល", "ភូមិថ្មី សង្កាត់គំរូ ក្រុងសាកល្បង", NULL
};

static void
fill_khmer (VidimusSpecimenHolder *holder)
{
  g_autofree char *number = vidimus_specimen_random_digits (&holder->random, 9);

  number[0] = '0';
  holder->expiry.day = MAX (1, holder->issue.day - 1);
  vidimus_specimen_holder_set (holder, "number", "%s", number);
  vidimus_specimen_holder_pick (holder, "name|surname|given|is", khmer_people);
  vidimus_specimen_holder_pick (holder, "place", khmer_places);
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "ស្រី" : "ប្រុស");
  vidimus_specimen_holder_set (holder, "height", "%d", vidimus_specimen_random_int (&holder->random, 150, 182));
  vidimus_specimen_holder_set (holder, "house", "%d", vidimus_specimen_random_int (&holder->random, 2, 240));
  vidimus_specimen_holder_mrz (holder, 30, "ID", "KHM", number);
}

#define KHMER_FIELDS(x) \
  T (x, 110, 27, "@khmer", INK, "គោត្តនាមនិងនាម៖ {name}"), \
  T (x, 150, 25, "@latin Medium", INK, "{surname} {given}"), \
  T (x, 192, 25, "@khmer", INK, "ថ្ងៃខែឆ្នាំកំណើត៖ {birth:%d.%m.%Y|khm}  ភេទ៖ {sex}"), \
  T (x, 232, 25, "@khmer", INK, "កម្ពស់៖ {height|khm} ស.ម"), \
  T (x, 270, 25, "@khmer", INK, "ទីកន្លែងកំណើត៖ {place}"), \
  T (x, 308, 25, "@khmer", INK, "អាសយដ្ឋាន៖ ផ្ទះ {house|khm} {place}"), \
  T (x, 346, 25, "@khmer", INK, "សុពលភាព៖ {issue:%d.%m.%Y|khm} ដល់ថ្ងៃ {expiry:%d.%m.%Y|khm}")

static const VidimusSpecimenItem khmer_number[] = {
  FIGURE (ROSETTE, 600, 230, 170, 0, 0xcdb98c),
  FIGURE (PORTRAIT, 40, 56, 200, 258, 0),
  T (264, 64, 33, "@latin Bold", INK, "{number}"),
  KHMER_FIELDS (264),
  FIGURE (SIGNATURE, 58, 356, 150, 0, 0x22304f),
  MRZ (46, 424, 764, "{mrz1}"),
  MRZ (46, 470, 764, "{mrz2}"),
  MRZ (46, 516, 764, "{mrz3}"),
  FIGURE (OVERPRINT, 692, 84, 46, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem khmer_titled[] = {
  FIGURE (ROSETTE, 620, 210, 150, 0, 0xa9c4d8),
  TC (450, 52, 29, "@moul", 0x7c2f2b, "អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ"),
  FIGURE (PORTRAIT, 36, 84, 200, 252, 0),
  TE (820, 100, 28, "@latin Bold", INK, "{number}"),
  KHMER_FIELDS (258),
  FIGURE (THUMB, 720, 118, 80, 0, 0x53413f),
  MRZ (46, 424, 764, "{mrz1}"),
  MRZ (46, 470, 764, "{mrz2}"),
  MRZ (46, 516, 764, "{mrz3}"),
  FIGURE (OVERPRINT, 722, 236, 38, 0, 0x9c3d78),
  END
};

static const char * const burmese_people[] = {
  "ဦးအောင်ကျော်|U AUNG KYAW|ဦးထွန်းလှ|M", "ဒေါ်စန္ဒာဝင်း|DAW SANDAR WIN|ဦးဘဝင်း|F",
  "ဦးမျိုးမင်း|U MYO MIN|ဦးစိုးညွန့်|M", "ဒေါ်နီလာထွန်း|DAW NILAR TUN|ဦးကျော်ထွန်း|F",
  "ဦးဇော်လင်း|U ZAW LIN|ဦးခင်မောင်|M", NULL
};
static const char * const burmese_townships[] = { "မဘတ|MABATA", "ဒဂန|DAGANA", "ကမရ|KAMAYA", "သဃက|THAGAKA", NULL };

static void
fill_burmese (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  static const char * const bloods[] = { "A", "B", "O", "AB", NULL };
  static const char * const burmese_bloods[] = { "အေ", "ဘီ", "အို", "အေဘီ", NULL };
  int state = vidimus_specimen_random_int (random, 1, 14);
  g_autofree char *digits = vidimus_specimen_random_digits (random, 6);

  vidimus_specimen_holder_pick (holder, "name|latin|father|is", burmese_people);
  vidimus_specimen_holder_pick (holder, "town|TOWN", burmese_townships);
  vidimus_specimen_holder_set (holder, "nrc", "%d/%s(နိုင်)%s", state, vidimus_specimen_holder_get (holder, "town"),
                               digits);
  vidimus_specimen_holder_set (holder, "NRC", "%d/%s(N)%s", state, vidimus_specimen_holder_get (holder, "TOWN"), digits);
  vidimus_specimen_holder_set (holder, "blood", "%s", vidimus_specimen_random_pick (random, bloods));
  vidimus_specimen_holder_set (holder, "blood-mya", "%s", vidimus_specimen_random_pick (random, burmese_bloods));
  vidimus_specimen_holder_set (holder, "height", "%d", vidimus_specimen_random_int (random, 1, 11));
  vidimus_specimen_holder_set (holder, "licence", "%c/%05d/%d", "ABDE"[vidimus_specimen_random_int (random, 0, 3)],
                               vidimus_specimen_random_int (random, 10000, 99999), holder->issue.year % 100);
  holder->expiry.year = holder->issue.year + 5;
}

#define PEN 0x23306b

static const VidimusSpecimenItem burmese_id[] = {
  FIGURE (ROSETTE, 520, 330, 190, 0, 0xc98ca4),
  TC (440, 64, 34, "@burmese", INK, "ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်"),
  TC (440, 118, 34, "@burmese Bold", INK, "နိုင်ငံသားစိစစ်ရေးကတ်ပြား"),
  FIGURE (PORTRAIT, 48, 176, 210, 268, 0),
  T (290, 178, 26, "@burmese", INK, "အမှတ်"),
  T (290, 226, 26, "@burmese", INK, "ရက်စွဲ"),
  T (290, 276, 26, "@burmese", INK, "အမည်"),
  T (290, 326, 26, "@burmese", INK, "အဘအမည်"),
  T (290, 376, 26, "@burmese", INK, "မွေးသက္ကရာဇ်"),
  T (290, 426, 26, "@burmese", INK, "လူမျိုး/ကိုးကွယ်သည့်ဘာသာ"),
  T (290, 476, 26, "@burmese", INK, "အရပ်"),
  T (566, 476, 26, "@burmese", INK, "သွေးအုပ်စု"),
  T (48, 518, 24, "@burmese", INK, "ထင်ရှားသည့်အမှတ်အသား"),
  T (400, 176, 29, "@pen", PEN, "{nrc|mya}"),
  T (400, 225, 28, "@pen", PEN, "{issue:%d-%m-%Y|mya}"),
  T (400, 275, 29, "@pen", PEN, "{name}"),
  T (440, 325, 29, "@pen", PEN, "{father}"),
  T (480, 375, 28, "@pen", PEN, "{birth:%e-%n-%Y|mya}"),
  T (610, 425, 28, "@pen", PEN, "ဗမာ/ဗုဒ္ဓ"),
  T (374, 475, 28, "@pen", PEN, "၅ ပေ {height|mya} လက်မ"),
  T (726, 475, 28, "@pen", PEN, "{blood-mya}"),
  T (330, 518, 28, "@pen", PEN, "ညာမေးတွင်မှဲ့"),
  FIGURE (OVERPRINT, 694, 244, 52, 0, 0xa3262d),
  END
};

static const char * const burmese_work[] = { "ကျောင်းသား", "ကုန်သည်", "ဆရာမ", "လယ်သမား", "မှီခို", NULL };
static const char * const burmese_streets[] = { "စမ်းသပ်လမ်း", "ဥပမာလမ်း", "ပုံစံလမ်း", NULL };

static void
fill_burmese_back (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *serial = vidimus_specimen_random_digits (random, 6);

  fill_burmese (holder);
  vidimus_specimen_holder_set (holder, "serial", "%s", serial);
  vidimus_specimen_holder_pick (holder, "work", burmese_work);
  vidimus_specimen_holder_pick (holder, "street", burmese_streets);
  vidimus_specimen_holder_set (holder, "house", "%d", vidimus_specimen_random_int (random, 2, 240));
}

static const VidimusSpecimenItem burmese_id_back[] = {
  FIGURE (ROSETTE, 400, 250, 190, 0, 0xc98ca4),
  T (48, 56, 25, "@burmese", INK, "အမှတ်စဉ်"),
  T (170, 54, 32, "@burmese Bold", 0x9c2b3c, "{serial|mya}"),
  T (48, 118, 26, "@burmese", INK, "အလုပ်အကိုင်"),
  TH (230, 117, 29, "@pen", PEN, "{work}"),
  T (48, 176, 26, "@burmese", INK, "နေရပ်လိပ်စာ"),
  TH (230, 175, 29, "@pen", PEN, "အမှတ် {house|mya}၊ {street}"),
  TH (130, 232, 29, "@pen", PEN, "{town} မြို့နယ်"),
  T (640, 62, 22, "@burmese", INK, "လက်ဝဲလက်မ"),
  FIGURE (BOX, 622, 88, 186, 210, 0xe0a9ba),
  FIGURE (THUMB, 662, 102, 104, 0, 0x4b3f55),
  FIGURE (SIGNATURE, 90, 322, 190, 0, 0x22304f),
  T (48, 390, 23, "@burmese", INK, "ကိုင်ဆောင်သူ၏လက်မှတ်"),
  FIGURE (SIGNATURE, 500, 372, 200, 0, 0x22304f),
  T (470, 440, 23, "@burmese", INK, "ထုတ်ပေးသူ၏လက်မှတ်"),
  T (48, 452, 24, "@burmese", INK, "ရက်စွဲ"),
  TH (140, 451, 27, "@pen", PEN, "{issue:%d-%m-%Y|mya}"),
  T (470, 490, 24, "@burmese", INK, "ရာထူး"),
  TH (550, 489, 27, "@pen", PEN, "လဝက မှူး"),
  FIGURE (OVERPRINT, 250, 300, 48, 0, 0xa3262d),
  END
};

static const VidimusSpecimenItem burmese_id_back_ruled[] = {
  FIGURE (ROSETTE, 560, 290, 180, 0, 0xc08fae),
  T (320, 66, 25, "@burmese", INK, "ထင်ရှားသည့်အမှတ်အသား"),
  TH (320, 112, 28, "@pen", PEN, "ဝဲမျက်ခုံးတွင်မှဲ့"),
  T (320, 166, 25, "@burmese", INK, "အလုပ်အကိုင်"),
  TH (500, 165, 28, "@pen", PEN, "{work}"),
  T (320, 222, 25, "@burmese", INK, "နေရပ်လိပ်စာ"),
  TH (500, 221, 28, "@pen", PEN, "{house|mya}၊ {street}"),
  FIGURE (BOX, 320, 260, 490, 2, 0x6a4a5a),
  TH (320, 282, 28, "@pen", PEN, "{town} မြို့နယ်"),
  FIGURE (BOX, 320, 316, 490, 2, 0x6a4a5a),
  FIGURE (THUMB, 90, 60, 116, 0, 0x3d3850),
  T (60, 262, 23, "@burmese", INK, "လက်ယာလက်မ"),
  FIGURE (SIGNATURE, 70, 340, 180, 0, 0x22304f),
  T (48, 410, 22, "@burmese", INK, "ကတ်ပြားကိုင်ဆောင်သူလက်မှတ်"),
  FIGURE (SIGNATURE, 560, 400, 190, 0, 0x22304f),
  T (520, 466, 22, "@burmese", INK, "လူဝင်မှုကြီးကြပ်ရေးအရာရှိ"),
  T (48, 512, 28, "@burmese Bold", 0x8c2436, "{serial|mya}"),
  FIGURE (OVERPRINT, 300, 392, 44, 0, 0xa3262d),
  END
};

static const VidimusSpecimenItem burmese_licence[] = {
  FIGURE (ROSETTE, 560, 330, 190, 0, 0x9ab8cf),
  FIGURE (EMBLEM, 84, 74, 46, 0, 0x2d5f8f),
  T (156, 58, 29, "@burmese", INK, "ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်"),
  T (156, 92, 20, "@latin Medium", INK, "THE REPUBLIC OF THE UNION OF MYANMAR"),
  T (156, 140, 30, "@burmese Bold", 0x23508a, "ယာဉ်မောင်းလိုင်စင်"),
  T (430, 140, 27, "@latin Bold", 0x23508a, "DRIVING LICENCE"),
  FIGURE (CHIP, 56, 172, 108, 0, 0),
  FIGURE (PORTRAIT, 620, 166, 196, 250, 0),
  T (200, 196, 20, "@latin", 0x35557a, "No."),
  T (340, 196, 27, "@latin Bold", INK, "{licence}"),
  T (200, 242, 20, "@latin", 0x35557a, "Name"),
  T (340, 242, 25, "@latin Medium", INK, "{latin}"),
  T (340, 280, 25, "@burmese", INK, "{name}"),
  T (56, 322, 20, "@latin", 0x35557a, "N.R.C. No"),
  T (200, 322, 25, "@latin", INK, "{NRC}"),
  T (56, 364, 20, "@latin", 0x35557a, "Date of birth"),
  T (200, 364, 25, "@latin", INK, "{birth:%d-%m-%Y}"),
  T (400, 364, 20, "@latin", 0x35557a, "Blood Type"),
  T (530, 364, 25, "@latin", INK, "{blood}"),
  T (56, 406, 20, "@latin", 0x35557a, "Date of issue"),
  T (200, 406, 25, "@latin", INK, "{issue:%d-%m-%Y}"),
  T (56, 450, 20, "@latin", 0x35557a, "Valid up to"),
  T (200, 450, 27, "@latin Bold", INK, "{expiry:%d-%m-%Y}"),
  T (56, 500, 25, "@burmese Bold", INK, "ခ"),
  FIGURE (SIGNATURE, 620, 470, 180, 0, 0x22304f),
  FIGURE (OVERPRINT, 440, 488, 56, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem burmese_licence_plain[] = {
  FIGURE (ROSETTE, 470, 320, 190, 0, 0xa9c7a4),
  FIGURE (BOX, 0, 0, 856, 116, 0x2f6b4f),
  TC (428, 50, 30, "@burmese Bold", 0xf4f3ea, "ယာဉ်မောင်းလိုင်စင်"),
  TC (428, 96, 30, "@latin Bold", 0xf4f3ea, "DRIVING LICENCE"),
  FIGURE (PORTRAIT, 44, 146, 206, 262, 0),
  FIGURE (CHIP, 700, 150, 112, 0, 0),
  T (286, 172, 18, "@latin", 0x3f6b50, "License No."),
  T (430, 172, 25, "@latin Bold", INK, "{licence}"),
  T (286, 218, 18, "@latin", 0x3f6b50, "Name"),
  T (430, 218, 24, "@latin Medium", INK, "{latin}"),
  T (286, 264, 18, "@latin", 0x3f6b50, "N.R.C. No"),
  T (430, 264, 24, "@latin", INK, "{NRC}"),
  T (286, 310, 18, "@latin", 0x3f6b50, "Date of birth"),
  T (430, 310, 24, "@latin", INK, "{birth:%e-%n-%Y}"),
  T (286, 356, 18, "@latin", 0x3f6b50, "Blood Type"),
  T (430, 356, 24, "@latin", INK, "{blood}"),
  T (286, 402, 18, "@latin", 0x3f6b50, "Valid up to"),
  T (430, 402, 26, "@latin Bold", 0x9c2b2b, "{expiry:%e-%n-%Y}"),
  T (44, 460, 24, "@burmese", INK, "{name}"),
  T (44, 508, 24, "@burmese", INK, "{nrc|mya}"),
  FIGURE (SIGNATURE, 640, 490, 170, 0, 0x22304f),
  FIGURE (OVERPRINT, 680, 380, 48, 0, 0xb0413e),
  END
};

static const char * const thai_people[] = {
  "นาย|สมชาย|ใจตัวอย่าง|Mr.|Somchai|Jaituayang|M", "น.ส.|วรรณา|แบบอย่าง|Miss|Wanna|Baepyang|F",
  "นาย|ธนากร|ทดสอบดี|Mr.|Thanakorn|Thotsopdee|M", "นาง|พิมพ์ใจ|สาธิต|Mrs.|Phimchai|Sathit|F",
  "น.ส.|กมลชนก|ลองดู|Miss|Kamonchanok|Longdu|F", NULL
};

static void
fill_thai (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  g_autofree char *n = vidimus_specimen_random_digits (random, 12);

  n[0] = "1358"[vidimus_specimen_random_int (random, 0, 3)];
  vidimus_specimen_holder_set (holder, "number", "%c %.4s %.5s %.2s %c", n[0], n + 1, n + 5, n + 10,
                               vidimus_specimen_check_thai (n));
  vidimus_specimen_holder_pick (holder, "title|first|last|Title|First|Last|is", thai_people);
  vidimus_specimen_holder_set (holder, "house", "%d/%d", vidimus_specimen_random_int (random, 2, 199),
                               vidimus_specimen_random_int (random, 1, 40));
  vidimus_specimen_holder_set (holder, "laser", "JT%d-%07d-%02d", vidimus_specimen_random_int (random, 0, 9),
                               vidimus_specimen_random_int (random, 1000000, 9999999),
                               vidimus_specimen_random_int (random, 10, 99));
}

#define THAI_BLUE 0x1f4e8c

static const VidimusSpecimenItem thai_front[] = {
  FIGURE (ROSETTE, 330, 330, 180, 0, 0x9fc4e0),
  FIGURE (EMBLEM, 76, 70, 44, 0, 0xb34034),
  T (150, 62, 33, "@thai Bold", THAI_BLUE, "บัตรประจำตัวประชาชน"),
  T (524, 60, 25, "@latin Bold", THAI_BLUE, "Thai National ID Card"),
  T (150, 96, 19, "@thai", INK, "เลขประจำตัวประชาชน"),
  T (150, 118, 17, "@latin", THAI_BLUE, "Identification Number"),
  T (352, 112, 33, "@latin Bold", INK, "{number}"),
  FIGURE (CHIP, 62, 176, 112, 0, 0),
  T (200, 164, 22, "@thai", INK, "ชื่อตัวและชื่อสกุล"),
  T (372, 166, 32, "@thai Bold", INK, "{title} {first} {last}"),
  T (200, 206, 20, "@latin", THAI_BLUE, "Name"),
  T (270, 206, 25, "@latin Medium", INK, "{Title} {First}"),
  T (200, 242, 20, "@latin", THAI_BLUE, "Last name"),
  T (312, 242, 25, "@latin Medium", INK, "{Last}"),
  T (200, 284, 22, "@thai", INK, "เกิดวันที่"),
  T (284, 284, 26, "@thai", INK, "{birth:%e %t %Z}"),
  T (200, 320, 20, "@latin", THAI_BLUE, "Date of Birth"),
  T (340, 320, 24, "@latin", INK, "{birth:%e %b. %Y}"),
  T (200, 354, 21, "@thai", INK, "ศาสนา พุทธ"),
  T (56, 390, 21, "@thai", INK, "ที่อยู่ {house} หมู่ที่ 4 ต.ตัวอย่าง อ.ทดสอบ จ.สาธิต"),
  T (56, 432, 23, "@thai", INK, "{issue:%e %t %Z}"),
  T (56, 458, 17, "@thai", INK, "วันออกบัตร"),
  T (56, 482, 20, "@latin", INK, "{issue:%e %b. %Y}"),
  T (56, 506, 16, "@latin", THAI_BLUE, "Date of Issue"),
  T (440, 432, 23, "@thai", INK, "{expiry:%e %t %Z}"),
  T (440, 458, 17, "@thai", INK, "วันบัตรหมดอายุ"),
  T (440, 482, 20, "@latin", INK, "{expiry:%e %b. %Y}"),
  T (440, 506, 16, "@latin", THAI_BLUE, "Date of Expiry"),
  FIGURE (SIGNATURE, 260, 462, 130, 0, 0x22304f),
  T (256, 498, 16, "@thai", INK, "เจ้าพนักงานออกบัตร"),
  FIGURE (PORTRAIT, 618, 228, 196, 250, 0),
  FIGURE (OVERPRINT, 506, 342, 44, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem thai_back[] = {
  FIGURE (ROSETTE, 430, 290, 210, 0, 0x8fb5d8),
  FIGURE (BOX, 0, 48, 856, 74, 0x2d2d33),
  TC (428, 236, 72, "@latin Bold", THAI_BLUE, "THAILAND"),
  TC (428, 300, 29, "@thai", THAI_BLUE, "กรมการปกครอง กระทรวงมหาดไทย"),
  TC (428, 420, 40, "@latin Medium", INK, "{laser}"),
  T (60, 500, 20, "@thai", THAI_BLUE, "บัตรประจำตัวประชาชน"),
  FIGURE (OVERPRINT, 620, 470, 58, 0, 0xb0413e),
  END
};

const VidimusSpecimenLayout vidimus_specimen_indochina_layouts[] = {
  { "cambodian_id_card-number", "cambodian_id_card", 856, 540, 32, { 0xf3e9cf, 0xdfeadb, 0xe9e2ee },
    { 0xcdb377, 0x9cc3a4 }, khmer_number, fill_khmer },
  { "cambodian_id_card-titled", "cambodian_id_card", 856, 540, 32, { 0xdde9f2, 0xf1ecdc, 0xe3dfee },
    { 0xa3bfd8, 0xd9b98f }, khmer_titled, fill_khmer },
  { "myanmar_id_card-front", "myanmar_id_card", 856, 560, 12, { 0xedc3cd, 0xe8b6c4, 0xf0cdd2 }, { 0xcf8fa5, 0xd99aa6 },
    burmese_id, fill_burmese },
  { "myanmar_id_card-back", "myanmar_id_card", 856, 560, 12, { 0xecc1cc, 0xe9bac8, 0xf0ccd3 }, { 0xcc93a8, 0xd69dab },
    burmese_id_back, fill_burmese_back, .back = TRUE },
  { "myanmar_id_card-back-ruled", "myanmar_id_card", 856, 560, 12, { 0xeec9d6, 0xe6b3c6, 0xefd0d8 }, { 0xc58ea9, 0xd79fb3 },
    burmese_id_back_ruled, fill_burmese_back, .back = TRUE },
  { "myanmar_driver_license-front", "myanmar_driver_license", 856, 540, 32, { 0xdde8f3, 0xf0efe6, 0xcfe2ee },
    { 0x9cbfda, 0xdac29a }, burmese_licence, fill_burmese },
  { "myanmar_driver_license-plain", "myanmar_driver_license", 856, 540, 32, { 0xe6efe0, 0xf1efdf, 0xdcebe4 },
    { 0xa3c9a9, 0xd6c592 }, burmese_licence_plain, fill_burmese },
  { "thailand_id_card-front", "thailand_id_card", 856, 540, 32, { 0xd3e7f5, 0xe6f1f7, 0xc9e1f3 }, { 0x8fc0e3, 0xc3b7dc },
    thai_front, fill_thai },
  { "thailand_id_card-back", "thailand_id_card", 856, 540, 32, { 0xc9def2, 0xdcebf6, 0xbcd7ee }, { 0x86b4dc }, thai_back,
    fill_thai, .back = TRUE },
  { NULL }
};

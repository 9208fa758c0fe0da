/* The judging half's official documents that are none of the nine: other identity cards, visas, permits, licences. */
#include "vidimus-specimen-card.h"

#define INK 0x202124

static const char * const people[] = {
  "LINDENHOLT|KATRIN|F", "ARRABAL IMAGINARIO|DIEGO|M", "BEAUSPECTRE|ÉLOÏSE|F", "HO|CHI LEUNG|M", "SANTORELLI|MARCO|M",
  "WIDJAJA|PUTRI|F", NULL
};

static void
fill_person (VidimusSpecimenHolder *holder)
{
  VidimusSpecimenRandom *random = &holder->random;
  int number = vidimus_specimen_random_int (random, 10000000, 99999999);

  vidimus_specimen_holder_pick (holder, "surname|given|is", people);
  vidimus_specimen_holder_set (holder, "number", "%08d", number);
  vidimus_specimen_holder_set (holder, "dni", "%08d%c", number, "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]);
  vidimus_specimen_holder_set (holder, "long", "%012d", vidimus_specimen_random_int (random, 1, 999999999));
  vidimus_specimen_holder_set (holder, "serial", "%c%c%06d", 'A' + vidimus_specimen_random_int (random, 0, 25),
                               'A' + vidimus_specimen_random_int (random, 0, 25),
                               vidimus_specimen_random_int (random, 0, 999999));
  vidimus_specimen_holder_set (holder, "sex", "%s", holder->female ? "F" : "M");
}

static void
fill_zone (VidimusSpecimenHolder *holder,
           int                    width,
           const char            *code,
           const char            *state,
           const char            *number)
{
  fill_person (holder);
  vidimus_specimen_holder_mrz (holder, width, code, state, vidimus_specimen_holder_get (holder, number));
}

static void fill_card (VidimusSpecimenHolder *holder) { fill_zone (holder, 30, "ID", "XLH", "serial"); }
static void fill_spanish (VidimusSpecimenHolder *holder) { fill_zone (holder, 30, "ID", "XES", "serial"); }
static void fill_permit (VidimusSpecimenHolder *holder) { fill_zone (holder, 30, "C", "XHN", "number"); }
static void fill_two_lines (VidimusSpecimenHolder *holder) { fill_zone (holder, 36, "ID", "XFB", "long"); }
static void fill_visa (VidimusSpecimenHolder *holder) { fill_zone (holder, 44, "V", "XSC", "number"); }
static void fill_small_visa (VidimusSpecimenHolder *holder) { fill_zone (holder, 36, "VB", "XJP", "number"); }

#define FIELD(x, y, rgb, label, value) \
  T (x, y, 14, "@latin", rgb, label), \
  T (x, (y) + 27, 23, "@latin", INK, value)

#define MOSS 0x3d6a4a

static const VidimusSpecimenItem card_front[] = {
  FIGURE (BRAID, 0, 200, 856, 160, 0xb9d4c4),
  FIGURE (SEAL, 70, 60, 40, 0, MOSS),
  T (130, 52, 26, "@latin Bold", MOSS, "LINDENHOLT"),
  T (130, 82, 18, "@latin", MOSS, "PERSONALAUSWEIS / IDENTITY CARD / CARTE D’IDENTITÉ"),
  FIGURE (BUST, 40, 116, 240, 310, 0),
  FIELD (316, 130, MOSS, "Name / Surname / Nom", "{surname}"),
  FIELD (316, 194, MOSS, "Vornamen / Given names / Prénoms", "{given}"),
  FIELD (316, 258, MOSS, "Geburtstag / Date of birth", "{birth:%d.%m.%Y}"),
  FIELD (316, 322, MOSS, "Staatsangehörigkeit / Nationality", "LINDENHOLTISCH"),
  FIELD (316, 386, MOSS, "Gültig bis / Date of expiry", "{expiry:%d.%m.%Y}"),
  FIGURE (BUST_FAINT, 690, 200, 124, 160, 0),
  TE (816, 128, 27, "@mono Bold", INK, "{serial}"),
  FIGURE (SIGNATURE, 330, 480, 200, 0, 0x1a1a2a),
  FIGURE (OVERPRINT, 680, 460, 54, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem card_back[] = {
  FIGURE (RAYS, 640, 170, 170, 0, 0xb9d4c4),
  FIELD (44, 52, MOSS, "Anschrift / Address", "HAIN 7, 00123 LINDEN"),
  FIELD (44, 126, MOSS, "Größe / Height", "1,74 m"),
  FIELD (280, 126, MOSS, "Augenfarbe / Colour of eyes", "GRÜN / GREEN"),
  FIELD (44, 200, MOSS, "Behörde / Authority", "STADT LINDEN"),
  FIELD (280, 200, MOSS, "Datum / Date", "{issue:%d.%m.%Y}"),
  FIGURE (MODULE, 690, 60, 120, 0, 0),
  FIGURE (BOX, 0, 346, 856, 194, 0xf4f8f5),
  MRZ (44, 402, 768, "{mrz1}"),
  MRZ (44, 454, 768, "{mrz2}"),
  MRZ (44, 506, 768, "{mrz3}"),
  FIGURE (OVERPRINT, 560, 270, 56, 0, 0xb0413e),
  END
};

#define RUST 0x8f3f2a

static const VidimusSpecimenItem spanish_front[] = {
  FIGURE (DOTS, 300, 90, 556, 330, 0xe2c0ab),
  FIGURE (SEAL, 796, 62, 40, 0, RUST),
  T (44, 58, 36, "@latin Bold", RUST, "ESPECIMENIA"),
  T (330, 56, 16, "@latin", INK, "DOCUMENTO NACIONAL DE IDENTIDAD"),
  FIGURE (BUST, 44, 92, 236, 306, 0),
  T (310, 110, 14, "@latin", RUST, "DNI"),
  T (310, 148, 33, "@latin Bold", INK, "{dni}"),
  FIELD (310, 186, RUST, "APELLIDOS / SURNAMES", "{surname}"),
  FIELD (310, 246, RUST, "NOMBRE / NAME", "{given}"),
  FIELD (310, 306, RUST, "SEXO", "{sex}"),
  FIELD (400, 306, RUST, "NACIONALIDAD", "XES"),
  FIELD (560, 306, RUST, "NACIMIENTO", "{birth:%d %m %Y}"),
  FIELD (310, 366, RUST, "EMISIÓN", "{issue:%d %m %Y}"),
  FIELD (560, 366, RUST, "VALIDEZ", "{expiry:%d %m %Y}"),
  FIGURE (MODULE, 690, 130, 116, 0, 0),
  FIELD (310, 440, RUST, "NÚM SOPORT", "{serial}"),
  T (560, 470, 26, "@latin", INK, "CAN 000000"),
  FIGURE (SIGNATURE, 60, 470, 200, 0, 0x1a1a2a),
  FIGURE (OVERPRINT, 664, 506, 34, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem spanish_back[] = {
  FIGURE (BRAID, 0, 60, 856, 220, 0xdcb7a4),
  FIELD (44, 60, RUST, "DOMICILIO / ADDRESS", "C. DEL EJEMPLO 4, 2.º A"),
  FIELD (44, 130, RUST, "LUGAR DE NACIMIENTO", "VILLA MUESTRA"),
  FIELD (44, 200, RUST, "HIJO/A DE", "ANTONIO / MARTA"),
  FIELD (44, 270, RUST, "EQUIPO", "00000A0A0"),
  FIGURE (BUST_FAINT, 690, 60, 130, 168, 0),
  FIGURE (BOX, 0, 350, 856, 190, 0xf9f4f0),
  MRZ (40, 404, 776, "{mrz1}"),
  MRZ (40, 455, 776, "{mrz2}"),
  MRZ (40, 506, 776, "{mrz3}"),
  FIGURE (OVERPRINT, 560, 290, 50, 0, 0x2c6e8c),
  END
};

#define SLATE 0x3b4f6f

static const VidimusSpecimenItem two_lines[] = {
  FIGURE (DOTS, 0, 0, 1050, 540, 0xb9c9e0),
  TC (525, 58, 27, "@serif Bold", SLATE, "RÉPUBLIQUE DE BEAUSPECTRE"),
  T (50, 108, 21, "@latin Bold", SLATE, "CARTE NATIONALE D’IDENTITÉ N° :"),
  T (470, 108, 24, "@latin Bold", INK, "{long}"),
  TE (1000, 108, 18, "@latin", SLATE, "Nationalité Spectre"),
  FIGURE (BUST, 60, 146, 240, 310, 0),
  T (340, 186, 22, "@latin", SLATE, "Nom :"),
  T (430, 186, 25, "@latin Bold", INK, "{surname}"),
  T (340, 246, 22, "@latin", SLATE, "Prénom(s) :"),
  T (490, 246, 25, "@latin", INK, "{given}"),
  T (340, 306, 22, "@latin", SLATE, "Sexe : {sex}"),
  T (540, 306, 22, "@latin", SLATE, "Né(e) le : {birth:%d.%m.%Y}"),
  T (340, 366, 22, "@latin", SLATE, "à : MODÈLE-SUR-MER"),
  T (340, 426, 22, "@latin", SLATE, "Taille : 1,71 m"),
  FIGURE (SIGNATURE, 640, 470, 240, 0, 0x1a1a2a),
  FIGURE (BOX, 0, 560, 1050, 180, 0xf4f6fa),
  MRZ (44, 630, 962, "{mrz1}"),
  MRZ (44, 696, 962, "{mrz2}"),
  FIGURE (OVERPRINT, 800, 380, 70, 0, 0xb0413e),
  END
};

#define TEAL 0x1f6a70

static const VidimusSpecimenItem visa[] = {
  FIGURE (BRAID, 0, 120, 1200, 300, 0xa9d0cf),
  FIGURE (RAYS, 980, 460, 220, 0, 0xd9c79a),
  T (400, 78, 42, "@latin Bold", TEAL, "VISUM"),
  T (600, 78, 30, "@latin", TEAL, "SCHENKEN"),
  FIGURE (BUST, 50, 60, 300, 386, 0),
  TE (1150, 78, 36, "@latin Bold", 0xa3362d, "{number}"),
  FIELD (400, 140, TEAL, "GÜLTIG FÜR", "SCHENKEN STAATEN"),
  FIELD (400, 214, TEAL, "VOM", "{issue:%d-%m-%y}"),
  FIELD (640, 214, TEAL, "BIS", "{expiry:%d-%m-%y}"),
  FIELD (860, 214, TEAL, "AUFENTHALT TAGE", "90"),
  FIELD (400, 288, TEAL, "VISUMTYP", "D"),
  FIELD (640, 288, TEAL, "ANZAHL DER EINREISEN", "MULT"),
  FIELD (400, 362, TEAL, "AUSGESTELLT IN", "VELDEN"),
  FIELD (640, 362, TEAL, "AM", "{issue:%d-%m-%y}"),
  FIELD (860, 362, TEAL, "PASSNUMMER", "{serial}"),
  FIELD (400, 436, TEAL, "NAME, VORNAME", "{surname}, {given}"),
  FIELD (400, 510, TEAL, "ANMERKUNGEN", "ERWERBSTÄTIGKEIT NICHT GESTATTET"),
  FIGURE (MATRIX, 70, 480, 120, 0, 0),
  FIGURE (BOX, 0, 650, 1200, 150, 0xf6f8f4),
  MRZ (40, 708, 1120, "{mrz1}"),
  MRZ (40, 766, 1120, "{mrz2}"),
  FIGURE (OVERPRINT, 880, 600, 66, 0, 0xb0413e),
  END
};

static const VidimusSpecimenItem small_visa[] = {
  FIGURE (DOTS, 0, 0, 1050, 560, 0xe6bcc4),
  FIGURE (SEAL, 940, 110, 70, 0, 0xb03a55),
  T (50, 74, 34, "@serif Bold", 0xa3364f, "査証  VISA"),
  T (320, 74, 24, "@serif", 0xa3364f, "JAPONESQUE"),
  T (50, 140, 18, "@latin", 0xa3364f, "Category"),
  T (230, 140, 24, "@latin", INK, "AS TEMPORARY VISITOR"),
  T (50, 200, 18, "@latin", 0xa3364f, "Entries before"),
  T (230, 200, 24, "@latin", INK, "{expiry:%d %B %Y}"),
  T (50, 260, 18, "@latin", 0xa3364f, "Date of issue"),
  T (230, 260, 24, "@latin", INK, "{issue:%d %B %Y}"),
  T (50, 320, 18, "@latin", 0xa3364f, "For stay(s) of"),
  T (230, 320, 24, "@latin", INK, "15 DAYS"),
  T (50, 380, 18, "@latin", 0xa3364f, "Name"),
  T (230, 380, 24, "@latin", INK, "{surname}, {given}"),
  T (50, 440, 18, "@latin", 0xa3364f, "Passport No."),
  T (230, 440, 24, "@latin", INK, "{serial}"),
  FIGURE (BUST, 740, 210, 230, 300, 0),
  MRZ (44, 640, 962, "{mrz1}"),
  MRZ (44, 700, 962, "{mrz2}"),
  FIGURE (OVERPRINT, 560, 500, 66, 0, 0x2c6e8c),
  END
};

#define AZURE 0x2a6f8f

static const VidimusSpecimenItem permit_front[] = {
  FIGURE (BRAID, 0, 60, 856, 200, 0xa9d0dc),
  FIGURE (SEAL, 66, 62, 44, 0, 0xb33a32),
  T (134, 56, 30, "@sc Bold", AZURE, "港澳居民来往内地通行证"),
  T (134, 88, 15, "@latin", AZURE, "MAINLAND TRAVEL PERMIT FOR HONG KONG AND MACAO RESIDENTS"),
  FIGURE (BUST, 592, 124, 220, 284, 0),
  FIGURE (MODULE, 60, 400, 110, 0, 0),
  T (60, 150, 17, "@sc", AZURE, "姓名"),
  T (150, 152, 28, "@sc", INK, "何志良"),
  T (150, 186, 22, "@latin", INK, "{surname}, {given}"),
  T (60, 234, 17, "@sc", AZURE, "出生日期"),
  T (150, 234, 24, "@latin", INK, "{birth:%Y.%m.%d}"),
  T (350, 234, 17, "@sc", AZURE, "性别  男"),
  T (60, 286, 17, "@sc", AZURE, "有效期限"),
  T (150, 286, 24, "@latin", INK, "{issue:%Y.%m.%d}-{expiry:%Y.%m.%d}"),
  T (60, 338, 17, "@sc", AZURE, "签发机关"),
  T (150, 338, 24, "@sc", INK, "中华人民共和国出入境样本局"),
  T (230, 440, 17, "@sc", AZURE, "证件号码"),
  T (330, 444, 32, "@latin Bold", INK, "H{number}"),
  FIGURE (OVERPRINT, 470, 496, 46, 0, 0x9a3f8f),
  END
};

static const VidimusSpecimenItem permit_back[] = {
  FIGURE (DOTS, 0, 0, 856, 340, 0xb0d2dc),
  T (50, 70, 22, "@sc", AZURE, "持证人可凭此证来往内地"),
  T (50, 116, 18, "@sc", AZURE, "港澳居民身份证号码"),
  T (260, 118, 26, "@latin", INK, "C000000(0)"),
  T (50, 164, 18, "@sc", AZURE, "换证次数"),
  T (260, 166, 26, "@latin", INK, "01"),
  FIGURE (BOX, 0, 352, 856, 188, 0xf4f9fb),
  MRZ (42, 404, 772, "{mrz1}"),
  MRZ (42, 455, 772, "{mrz2}"),
  MRZ (42, 506, 772, "{mrz3}"),
  FIGURE (OVERPRINT, 560, 250, 60, 0, 0x9a3f8f),
  END
};

static const VidimusSpecimenItem chinese_driving[] = {
  FIGURE (RAYS, 430, 330, 220, 0, 0xcfd6cf),
  TC (440, 58, 31, "@sc Bold", INK, "中华人民共和国机动车驾驶证"),
  TC (440, 90, 16, "@latin", INK, "Driving License of the People’s Republic of China"),
  T (44, 142, 19, "@sc", INK, "证号 {long}000000"),
  T (44, 192, 19, "@sc", INK, "姓名"),
  T (110, 194, 27, "@sc", INK, "例驾人"),
  T (330, 192, 19, "@sc", INK, "性别 男   国籍 中国"),
  T (44, 244, 19, "@sc", INK, "住址"),
  T (110, 246, 24, "@sc", INK, "假想市样稿胡同 12 号"),
  FIGURE (BOX, 44, 290, 150, 150, 0xf0e2e2),
  FIGURE (SEAL, 119, 365, 62, 0, 0xc23a34),
  T (230, 306, 19, "@sc", INK, "出生日期 {birth:%Y-%m-%d}"),
  T (230, 352, 19, "@sc", INK, "初次领证日期 {issue:%Y-%m-%d}"),
  T (230, 398, 19, "@sc", INK, "准驾车型 C1"),
  T (44, 482, 19, "@sc", INK, "有效期限 {issue:%Y-%m-%d} 至 {expiry:%Y-%m-%d}"),
  FIGURE (BUST, 610, 200, 196, 250, 0),
  FIGURE (OVERPRINT, 480, 452, 46, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem khmer_driving[] = {
  FIGURE (BRAID, 0, 140, 856, 190, 0xd9c9a0),
  TC (428, 44, 22, "@moul", 0x2d4a86, "ព្រះរាជាណាចក្រកម្ពុជា"),
  TC (428, 76, 17, "@khmer", 0x2d4a86, "ជាតិ សាសនា ព្រះមហាក្សត្រ"),
  T (44, 124, 25, "@khmer Bold", 0xa3362d, "ប័ណ្ណបើកបរ"),
  T (250, 122, 24, "@latin Bold", 0xa3362d, "DRIVING LICENCE"),
  FIGURE (BUST, 40, 150, 200, 256, 0),
  T (270, 186, 20, "@khmer", INK, "1. LIM / លឹម"),
  T (270, 228, 20, "@khmer", INK, "2. SAMPHORS / សំផស្ស"),
  T (270, 270, 20, "@latin", INK, "3. {birth:%d-%m-%Y}"),
  T (270, 312, 20, "@latin", INK, "4a. {issue:%d-%m-%Y}    4b. {expiry:%d-%m-%Y}"),
  T (270, 354, 20, "@latin", INK, "5. PP.01.{number}"),
  T (270, 396, 20, "@latin", INK, "9. B"),
  FIGURE (MODULE, 690, 170, 112, 0, 0),
  FIGURE (SIGNATURE, 60, 460, 170, 0, 0x1a1a2a),
  T (270, 470, 18, "@khmer", INK, "ក្រសួងសាធារណការ និងដឹកជញ្ជូន"),
  FIGURE (OVERPRINT, 690, 440, 48, 0, 0x2f7a5f),
  END
};

static const VidimusSpecimenItem thai_driving[] = {
  FIGURE (DOTS, 0, 90, 856, 450, 0xd6c9e6),
  FIGURE (BOX, 0, 0, 856, 96, 0x5b3f8a),
  T (36, 44, 26, "@thai Bold", 0xf6f2fb, "ใบอนุญาตขับรถจักรยานยนต์ส่วนบุคคล"),
  T (36, 80, 20, "@latin Bold", 0xf6f2fb, "Private Motorcycle Driving Licence"),
  TE (820, 62, 24, "@latin Bold", 0xf6f2fb, "KINGDOM OF THAILAND"),
  FIGURE (BUST, 40, 124, 196, 252, 0),
  T (264, 150, 21, "@thai", INK, "ฉบับที่ (No.) {number}"),
  T (264, 196, 21, "@thai", INK, "วันอนุญาต {issue:%e %t %Z}   วันสิ้นอายุ {expiry:%e %t %Z}"),
  T (264, 230, 16, "@latin", INK, "Issue {issue:%e %b %Y}      Expiry {expiry:%e %b %Y}"),
  T (264, 276, 24, "@thai", INK, "นาย จำลอง ทดลองขับ"),
  T (264, 308, 20, "@latin", INK, "MR. CHAMLONG THODLONGKHAP"),
  T (264, 352, 21, "@thai", INK, "เลขประจำตัวประชาชน 0 0000 00000 00 0"),
  T (264, 396, 21, "@thai", INK, "เกิดวันที่ {birth:%e %t %Z}"),
  FIGURE (MATRIX, 690, 380, 120, 0, 0),
  FIGURE (SIGNATURE, 270, 466, 180, 0, 0x1a1a2a),
  T (264, 506, 16, "@thai", INK, "นายทะเบียนยานพาหนะ"),
  FIGURE (OVERPRINT, 140, 470, 44, 0, 0xb0413e),
  END
};

/* A licence of Peru is not its identity card, whatever the head says. */
static const VidimusSpecimenItem peru_driving[] = {
  FIGURE (BRAID, 0, 110, 856, 220, 0xc9d0da),
  FIGURE (SEAL, 62, 58, 38, 0, 0xb72f35),
  T (120, 46, 22, "@latin Bold", INK, "REPÚBLICA DEL PERÚ"),
  T (120, 70, 14, "@latin", INK, "MINISTERIO DE TRANSPORTES Y COMUNICACIONES"),
  TE (816, 56, 28, "@latin Bold", 0xb72f35, "LICENCIA DE CONDUCIR"),
  FIGURE (BUST, 40, 104, 210, 270, 0),
  FIELD (284, 128, 0x6a5a4a, "N° de Licencia", "Q{number}"),
  FIELD (560, 128, 0x6a5a4a, "Clase / Categoría", "A  Uno"),
  FIELD (284, 196, 0x6a5a4a, "Apellidos", "{surname}"),
  FIELD (284, 264, 0x6a5a4a, "Nombres", "{given}"),
  FIELD (284, 332, 0x6a5a4a, "Fecha de expedición", "{issue:%d/%m/%Y}"),
  FIELD (560, 332, 0x6a5a4a, "Fecha de revalidación", "{expiry:%d/%m/%Y}"),
  FIELD (284, 400, 0x6a5a4a, "Restricciones", "SIN RESTRICCIONES"),
  FIELD (560, 400, 0x6a5a4a, "Donación de órganos", "SÍ"),
  FIGURE (SIGNATURE, 50, 450, 180, 0, 0x1a1a2a),
  FIGURE (MATRIX, 716, 180, 104, 0, 0),
  FIGURE (OVERPRINT, 500, 490, 44, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem spanish_driving[] = {
  FIGURE (DOTS, 0, 0, 856, 540, 0xe6c0cc),
  FIGURE (BOX, 30, 28, 84, 58, 0x2d4f9e),
  TC (72, 68, 30, "@latin Bold", 0xf6f6f6, "ES"),
  T (136, 56, 27, "@latin Bold", 0x2d4f9e, "PERMISO DE CONDUCCIÓN"),
  T (136, 84, 17, "@latin", 0x2d4f9e, "ESPECIMENIA"),
  FIGURE (BUST, 36, 112, 206, 264, 0),
  T (270, 138, 22, "@latin", INK, "1. {surname}"),
  T (270, 178, 22, "@latin", INK, "2. {given}"),
  T (270, 218, 22, "@latin", INK, "3. {birth:%d.%m.%Y} VILLA MUESTRA"),
  T (270, 258, 22, "@latin", INK, "4a. {issue:%d.%m.%Y}  4c. 28/55"),
  T (270, 298, 22, "@latin", INK, "4b. {expiry:%d.%m.%Y}"),
  T (270, 338, 22, "@latin", INK, "5. {dni}"),
  T (270, 378, 22, "@latin", INK, "7."),
  FIGURE (SIGNATURE, 310, 390, 200, 0, 0x1a1a2a),
  T (36, 470, 26, "@latin Bold", INK, "9. AM / A1 / B"),
  FIGURE (BUST_FAINT, 700, 300, 110, 142, 0),
  FIGURE (OVERPRINT, 480, 470, 50, 0, 0x2c6e8c),
  END
};

static const VidimusSpecimenItem vietnamese[] = {
  FIGURE (RAYS, 500, 300, 240, 0, 0xc9dcc0),
  FIGURE (SEAL, 96, 84, 56, 0, 0xc23a34),
  TC (500, 46, 20, "@latin Bold", INK, "CỘNG HÒA MÔ PHỎNG"),
  TC (500, 74, 16, "@latin", INK, "Độc lập - Tự do - Hạnh phúc"),
  TC (500, 120, 32, "@latin Bold", 0xb3362d, "CĂN CƯỚC CÔNG DÂN"),
  TC (500, 148, 16, "@latin", 0xb3362d, "Citizen Identity Card"),
  FIGURE (BUST, 40, 180, 200, 260, 0),
  FIGURE (MATRIX, 716, 40, 104, 0, 0),
  T (270, 200, 19, "@latin", INK, "Số / No.: {long}"),
  T (270, 246, 15, "@latin", INK, "Họ và tên / Full name"),
  T (270, 276, 26, "@latin", INK, "TRẦN VÍ DỤ"),
  T (270, 318, 19, "@latin", INK, "Ngày sinh / Date of birth: {birth:%d/%m/%Y}"),
  T (270, 358, 19, "@latin", INK, "Giới tính / Sex: Nam    Quốc tịch / Nationality: Mô Phỏng"),
  T (270, 398, 15, "@latin", INK, "Quê quán / Place of origin"),
  T (270, 424, 20, "@latin", INK, "Xã Thử Nghiệm, Huyện Mẫu"),
  T (270, 460, 15, "@latin", INK, "Nơi thường trú / Place of residence"),
  T (270, 488, 20, "@latin", INK, "12 Đường Ví Dụ, Phường Mẫu"),
  T (40, 470, 15, "@latin", INK, "Có giá trị đến: {expiry:%d/%m/%Y}"),
  FIGURE (OVERPRINT, 740, 204, 40, 0, 0x2c6e8c),
  END
};

#define OTHER(id, width, height, radius, paper, items, fill, back) \
  { id, NULL, width, height, radius, paper, { 0 }, items, fill, back, VIDIMUS_SPECIMEN_JUDGING }
#define CARD(id, paper, items, fill, back) \
  { id, NULL, 856, 540, 30, paper, { 0 }, items, fill, back, VIDIMUS_SPECIMEN_JUDGING }
#define PAPER(...) { __VA_ARGS__ }

const VidimusSpecimenLayout vidimus_specimen_judge_state_layouts[] = {
  CARD ("judge-other-card-front", PAPER (0xe2efe6, 0xf0efe6, 0xdcebea), card_front, fill_card, FALSE),
  CARD ("judge-other-card-back", PAPER (0xe6f1ea, 0xedf0ec), card_back, fill_card, TRUE),
  CARD ("judge-other-spanish-front", PAPER (0xf5e6dc, 0xefe9e2, 0xe4e9ec), spanish_front, fill_spanish, FALSE),
  CARD ("judge-other-spanish-back", PAPER (0xf4e7de, 0xece8e4), spanish_back, fill_spanish, TRUE),
  OTHER ("judge-other-two-lines", 1050, 740, 28, PAPER (0xe0e8f3, 0xece9ee, 0xd9e4ee), two_lines, fill_two_lines, FALSE),
  OTHER ("judge-other-visa", 1200, 800, 2, PAPER (0xe0efee, 0xf1eedd, 0xdde9e9), visa, fill_visa, FALSE),
  OTHER ("judge-other-visa-small", 1050, 740, 2, PAPER (0xf8e9ea, 0xf3efe6), small_visa, fill_small_visa, FALSE),
  CARD ("judge-other-permit-front", PAPER (0xdceef4, 0xecf1ea, 0xd6e8f0), permit_front, fill_permit, FALSE),
  CARD ("judge-other-permit-back", PAPER (0xe0f0f4, 0xe9f0ee), permit_back, fill_permit, TRUE),
  OTHER ("judge-other-chinese-driving", 880, 600, 10, PAPER (0xf2f3ee, 0xe9eeea), chinese_driving, fill_person, FALSE),
  CARD ("judge-other-khmer-driving", PAPER (0xf3ecdc, 0xe6ece6, 0xf2e6da), khmer_driving, fill_person, FALSE),
  CARD ("judge-other-thai-driving", PAPER (0xefe9f6, 0xe6e6f2), thai_driving, fill_person, FALSE),
  CARD ("judge-other-peru-driving", PAPER (0xf0f0ec, 0xe4e9f0, 0xf3e9e4), peru_driving, fill_person, FALSE),
  CARD ("judge-other-spanish-driving", PAPER (0xf8e4ea, 0xf2e9ee, 0xf6dfe6), spanish_driving, fill_person, FALSE),
  CARD ("judge-other-vietnamese", PAPER (0xe6f0da, 0xf1efdc, 0xdcece6), vietnamese, fill_person, FALSE),
  { NULL }
};

/* Lines on drawn cards, and what is made of their scripts, in fonts that the network has not been trained on. */

#include "vidimus-text-private.h"

#include "vidimus-resample.h"

#include <glib.h>
#include <pango/pangocairo.h>
#include <string.h>

#define WIDTH  1000
#define HEIGHT 630

typedef struct
{
  double      x, y, size; /* of the em; y of the top */
  gboolean    light;      /* on a dark band */
  const char *text;
  double      slope;      /* in radians */
} Line;

/* @lines: ended by one without text; @places: (out): where their ink lies */
static struct vidimus_image
draw_card (const Line     *lines,
           const char     *font,
           PangoRectangle *places)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr(PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr(PangoFontDescription) description = pango_font_description_from_string (font);
  const guint8 *pixels;
  struct vidimus_image image;

  cairo_set_source_rgb (cr, .85, .87, .9);
  cairo_paint (cr);
  for (int i = 0; lines[i].text != NULL; i++)
    {
      if (lines[i].light)
        {
          cairo_set_source_rgb (cr, .1, .3, .25);
          cairo_rectangle (cr, 0, lines[i].y - 30, WIDTH, lines[i].size * 1.6 + 60);
          cairo_fill (cr);
        }
      cairo_set_source_rgb (cr, lines[i].light ? .95 : .1, lines[i].light ? .95 : .1, lines[i].light ? .9 : .15);
      pango_font_description_set_absolute_size (description, lines[i].size * PANGO_SCALE);
      pango_layout_set_font_description (layout, description);
      pango_layout_set_text (layout, lines[i].text, -1);
      cairo_save (cr);
      cairo_translate (cr, lines[i].x, lines[i].y);
      cairo_rotate (cr, lines[i].slope);
      cairo_move_to (cr, 0, 0);
      pango_cairo_show_layout (cr, layout);
      cairo_restore (cr);
      pango_layout_get_pixel_extents (layout, &places[i], NULL);
      places[i].x += (int) lines[i].x;
      places[i].y += (int) lines[i].y;
    }
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);

  g_assert_true (vidimus_image_alloc (&image, WIDTH, HEIGHT, 1));
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      *vidimus_image_at (&image, x, y) = pixels[y * cairo_image_surface_get_stride (surface) + 4 * x + 1];
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return image;
}

/* Whether some line covers nearly all of @place, and little else. */
static gboolean
is_found (const struct vidimus_text *text,
          const PangoRectangle      *place)
{
  for (int i = 0; i < text->n_lines; i++)
    {
      int margin = 4 + text->lines[i].height / 6; /* the only letter that reaches below is left out */
      PangoRectangle line = {
        text->lines[i].x - margin, text->lines[i].y - margin,
        text->lines[i].width + 2 * margin, text->lines[i].height + 2 * margin,
      };

      if (line.x <= place->x && line.x + line.width >= place->x + place->width &&
          line.y <= place->y && line.y + line.height >= place->y + place->height &&
          line.width < place->width + 60 && line.height < place->height + 40)
        return TRUE;
    }

  return FALSE;
}

static const Line page[] = {
  { 120, 50, 40, TRUE, "A TITLE ON A BAND" },
  { 60, 200, 18, FALSE, "a small label" },
  { 60, 230, 30, FALSE, "The value below it" },
  { 560, 200, 18, FALSE, "another one" },
  { 560, 230, 30, FALSE, "12.03.2031" },
  { 60, 500, 44, FALSE, "A large line at the bottom" },
  { 0 }
};

static void
test_find (void)
{
  PangoRectangle places[G_N_ELEMENTS (page)];
  struct vidimus_image card = draw_card (page, "DejaVu Sans", places);
  struct vidimus_text text;

  g_assert_true (vidimus_text_find (&card, &text));
  for (gsize i = 0; page[i].text != NULL; i++)
    g_assert_true (is_found (&text, &places[i]));
  g_assert_cmpint (text.n_lines, <=, 10);
  for (int i = 1; i < text.n_lines; i++)
    g_assert_cmpint (text.lines[i].y, >=, text.lines[i - 1].y);
  vidimus_image_free (&card);
}

/* A stamp across the end of a line, and what stands above it, are no part of the line. */
static void
test_stamped (void)
{
  static const Line stamped[] = {
    { 60, 470, 18, FALSE, "a label" },
    { 60, 510, 42, FALSE, "7123456(8)" },
    { 300, 530, 56, FALSE, "SPECIMEN STAMP", -.2 },
    { 0 }
  };
  PangoRectangle places[G_N_ELEMENTS (stamped)];
  struct vidimus_image card = draw_card (stamped, "DejaVu Sans", places);
  struct vidimus_text text;
  gboolean found = FALSE;

  g_assert_true (vidimus_text_find (&card, &text));
  for (int i = 0; i < text.n_lines; i++)
    {
      const struct vidimus_text_line *line = &text.lines[i];

      found = found || (abs (line->x - places[1].x) < 16 && abs (line->x + line->width - places[1].x - places[1].width) < 60 &&
                        abs (line->y - places[1].y) < 10 && line->height < places[1].height + 16);
    }
  g_assert_true (found);
  vidimus_image_free (&card);
}

static void
test_empty (void)
{
  const Line none[] = { { 0 } };
  struct vidimus_image card = draw_card (none, "DejaVu Sans", NULL), tiny = { card.data, 15, 15, card.stride, 1 };
  struct vidimus_text text;

  g_assert_true (vidimus_text_find (&card, &text));
  g_assert_cmpint (text.n_lines, ==, 0);
  g_assert_true (vidimus_text_find (&tiny, &text));
  g_assert_cmpint (text.n_lines, ==, 0);
  g_assert_true (vidimus_text_name (&tiny, &text, 0));
  g_assert_cmpfloat (vidimus_text_amount (&text), ==, 0);
  vidimus_image_free (&card);
}

typedef struct
{
  const char          *path;
  enum vidimus_script  script;
  const char          *font;
  Line                 lines[7];
} Case;

#define SIX(a, b, c, d, e, f) \
  { { 80, 40, 38, FALSE, a }, { 80, 140, 26, FALSE, b }, { 80, 230, 30, FALSE, c }, { 80, 320, 24, FALSE, d }, \
    { 80, 400, 28, FALSE, e }, { 80, 500, 32, FALSE, f }, { 0 } }

static const Case cases[] = {
  { "/text/script/latin", VIDIMUS_SCRIPT_LATIN, "DejaVu Serif",
    SIX ("Republic of Nowhere", "Surname and given names", "HOLDERS OF THIS CARD", "Date of expiry", "place of residence",
         "Authority") },
  { "/text/script/han", VIDIMUS_SCRIPT_HAN, "Noto Sans Mono CJK TC",
    SIX ("居民身份證樣本", "出生日期與地點", "有效期限至今後十年", "簽發機關名稱", "家庭住址示範區", "姓名性別民族") },
  { "/text/script/thai", VIDIMUS_SCRIPT_THAI, "Waree",
    SIX ("บัตรประจำตัวตัวอย่าง", "ชื่อตัวและชื่อสกุล", "เกิดวันที่และสถานที่", "วันออกบัตรตัวอย่าง", "ที่อยู่หมู่บ้านสมมติ", "เจ้าพนักงานออกบัตร") },
  { "/text/script/khmer", VIDIMUS_SCRIPT_KHMER, "Khmer OS System",
    SIX ("គោត្តនាមនិងនាម", "ថ្ងៃខែឆ្នាំកំណើត", "ទីកន្លែងកំណើតគំរូ", "អាសយដ្ឋានសាកល្បង", "សុពលភាពប័ណ្ណគំរូ", "ព្រះរាជាណាចក្រគំរូ") },
  { "/text/script/burmese", VIDIMUS_SCRIPT_BURMESE, "Noto Serif Myanmar",
    SIX ("နိုင်ငံသားကတ်ပြား", "မွေးသက္ကရာဇ်နေ့", "အဘအမည်နှင့်အမည်", "လူမျိုးနှင့်ဘာသာ", "ထင်ရှားသည့်အမှတ်အသား", "သွေးအုပ်စုနှင့်အရပ်") },
  { "/text/script/digits", VIDIMUS_SCRIPT_DIGITS, "DejaVu Sans",
    SIX ("26.03.1987", "4412 8790 3325", "119-237-465", "20310415", "77 4421 9053", "86540-2") },
};

/* By all lines together: what the card is written in, and its way up. */
static void
check_names (const struct vidimus_image *card,
             enum vidimus_script         script,
             gboolean                    upright)
{
  struct vidimus_text text;
  double amount = 0;

  g_assert_true (vidimus_text_find (card, &text));
  g_assert_true (vidimus_text_name (card, &text, 0));
  g_assert_cmpint (text.n_lines, >=, 6);
  for (int i = 0; i < text.n_lines; i++)
    {
      double sum = 0;

      for (int s = 0; s < VIDIMUS_N_SCRIPTS; s++)
        sum += (double) text.lines[i].share[s];
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-3);
      amount += text.lines[i].width * (double) text.lines[i].share[script];
    }
  g_assert_cmpfloat (amount, >, .6 * vidimus_text_amount (&text));
  if (script != VIDIMUS_SCRIPT_DIGITS) /* some digits stand either way */
    g_assert_true (upright ? vidimus_text_upright (&text) > 3 : vidimus_text_upright (&text) < -3);
}

static void
test_script (gconstpointer data)
{
  const Case *c = data;
  PangoRectangle places[7];
  struct vidimus_image card = draw_card (c->lines, c->font, places), turned;

  check_names (&card, c->script, TRUE);
  g_assert_true (vidimus_image_turn (&card, 2, &turned));
  check_names (&turned, c->script, FALSE);
  vidimus_image_free (&turned);
  vidimus_image_free (&card);
}

/* What can't have as much text as is asked for is given up; what can is named as ever. */
static void
test_least (void)
{
  PangoRectangle places[7];
  struct vidimus_image card = draw_card (cases[0].lines, cases[0].font, places);
  struct vidimus_text all, enough, little;
  double amount;

  g_assert_true (vidimus_text_find (&card, &all));
  enough = little = all;
  g_assert_true (vidimus_text_name (&card, &all, 0));
  amount = vidimus_text_amount (&all);
  g_assert_true (vidimus_text_name (&card, &enough, .99 * amount));
  g_assert_cmpmem (&enough.lines, sizeof *enough.lines * (gsize) enough.n_lines, &all.lines, sizeof *all.lines * (gsize) all.n_lines);
  g_assert_true (vidimus_text_name (&card, &little, 100 * amount));
  g_assert_cmpfloat (vidimus_text_amount (&little), ==, 0);
  vidimus_image_free (&card);
}

/* Lines that run across are no text of the ways that are asked for. */
static void
test_across (void)
{
  PangoRectangle places[7];
  struct vidimus_image card = draw_card (cases[0].lines, cases[0].font, places), turned;
  struct vidimus_text along, across;

  g_assert_true (vidimus_image_turn (&card, 1, &turned));
  g_assert_true (vidimus_text_find (&card, &along) && vidimus_text_name (&card, &along, 0));
  g_assert_true (vidimus_text_find (&turned, &across) && vidimus_text_name (&turned, &across, 0));
  g_assert_cmpfloat (vidimus_text_amount (&along), >, 2 * vidimus_text_amount (&across));
  vidimus_image_free (&turned);
  vidimus_image_free (&card);
}

static void
test_turn (void)
{
  struct vidimus_image picture = { .width = 100, .height = 50 };
  struct vidimus_text text = { .n_lines = 2, .lines = { { 10, 5, 20, 6, .upright = 2 }, { 50, 30, 40, 10, .upright = -1 } } };

  vidimus_text_turn (&text, &picture);
  g_assert_cmpint (text.lines[0].x, ==, 10);
  g_assert_cmpint (text.lines[0].y, ==, 10);
  g_assert_cmpint (text.lines[1].x, ==, 70);
  g_assert_cmpint (text.lines[1].y, ==, 39);
  g_assert_cmpfloat (text.lines[1].upright, ==, -2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/least", test_least);
  g_test_add_func ("/text/find", test_find);
  g_test_add_func ("/text/stamped", test_stamped);
  g_test_add_func ("/text/empty", test_empty);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_script);
  g_test_add_func ("/text/across", test_across);
  g_test_add_func ("/text/turn", test_turn);

  return g_test_run ();
}

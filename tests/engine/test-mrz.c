/* The machine-readable zone: check digits, grammar, and zones drawn with OCR-B, turned and damaged. */

#include "vidimus-mrz-private.h"

#include "vidimus-resample.h"

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* The specimens of ICAO Doc 9303, parts 4–7. */
static const char *const td3[2] = {
  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
  "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
};
static const char *const td1[3] = {
  "I<UTOD231458907<<<<<<<<<<<<<<<",
  "7408122F1204159UTO<<<<<<<<<<<6",
  "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
};
static const char *const td1_short[3] = {
  "I<UTOD231458907<<<<<<<<<<<<<<<",
  "7408122F1204159UTO<<<<<<<<<<<6",
  "LI<<BO<<<<<<<<<<<<<<<<<<<<<<<<",
};
static const char *const td2[2] = {
  "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
  "D231458907UTO7408122F1204159<<<<<<<6",
};
static const char *const visa[2] = {
  "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
  "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
};

static void
test_check_digit (void)
{
  g_assert_cmpint (vidimus_mrz_check_digit ("520727", 6), ==, 3); /* Doc 9303-3, appendix A */
  g_assert_cmpint (vidimus_mrz_check_digit ("AB2134<<<", 9), ==, 5);
  g_assert_cmpint (vidimus_mrz_check_digit ("", 0), ==, 0);
}

static struct vidimus_mrz
make_zone (const char *const *lines,
           int                n_lines)
{
  struct vidimus_mrz mrz = { .n_lines = n_lines };

  for (int l = 0; l < n_lines; l++)
    g_strlcpy (mrz.lines[l], lines[l], sizeof mrz.lines[l]);
  vidimus_mrz_judge (&mrz);

  return mrz;
}

static void
test_judge (void)
{
  struct vidimus_mrz mrz = make_zone (td3, 2);

  g_assert_cmpint (mrz.checks_total, ==, 5);
  g_assert_cmpint (mrz.checks_right, ==, 5);
  mrz.lines[1][0] = 'M'; /* the number's own digit and the last one */
  vidimus_mrz_judge (&mrz);
  g_assert_cmpint (mrz.checks_right, ==, 3);

  mrz = make_zone (td1, 3);
  g_assert_cmpint (mrz.checks_total, ==, 4);
  g_assert_cmpint (mrz.checks_right, ==, 4);
  mrz = make_zone (td2, 2);
  g_assert_cmpint (mrz.checks_total, ==, 4);
  g_assert_cmpint (mrz.checks_right, ==, 4);
  mrz = make_zone (visa, 2);
  g_assert_cmpint (mrz.checks_total, ==, 3);
  g_assert_cmpint (mrz.checks_right, ==, 3);

  g_strlcpy (mrz.lines[1], "SHORT", sizeof mrz.lines[1]);
  vidimus_mrz_judge (&mrz);
  g_assert_cmpint (mrz.checks_total, ==, 0);
}

/* What a reader would say that is sure of every character but where @doubts has another one. */
static void
fill_cells (float      (*cells)[VIDIMUS_MRZ_N_CLASSES],
            const char *line,
            const char *doubts)
{
  for (int i = 0; line[i] != '\0'; i++)
    {
      for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
        cells[i][c] = -12;
      cells[i][strchr (VIDIMUS_MRZ_ALPHABET, line[i]) - VIDIMUS_MRZ_ALPHABET] = -.9f;
      if (doubts[i] != line[i])
        cells[i][strchr (VIDIMUS_MRZ_ALPHABET, doubts[i]) - VIDIMUS_MRZ_ALPHABET] = -.6f;
    }
}

static void
test_resolve (void)
{
  static float cells[2][44][VIDIMUS_MRZ_N_CLASSES];
  const float *log_p[3] = { cells[0][0], cells[1][0], NULL };
  struct vidimus_mrz mrz = { 0 };

  /* 0 for O in the name, O for 0 and B for 8 in numbers: grammar; 5 for S, 8 for 9 in the number: check digits */
  fill_cells (cells[0], td3[0], "P<UT0ERIK5S0N<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  fill_cells (cells[1], td3[1], "L898802C36UTO74O8I22F1204159ZE184226B<<<<<1O");
  vidimus_mrz_resolve (log_p, 2, 44, &mrz);
  g_assert_cmpstr (mrz.lines[0], ==, td3[0]);
  g_assert_cmpstr (mrz.lines[1], ==, td3[1]);
  g_assert_cmpint (mrz.checks_right, ==, 5);

  /* what no doubt explains stays as it was read */
  fill_cells (cells[1], "L898902C46UTO7408122F1204159ZE184226B<<<<<10", "L898902C46UTO7408122F1204159ZE184226B<<<<<10");
  vidimus_mrz_resolve (log_p, 2, 44, &mrz);
  g_assert_cmpstr (mrz.lines[1], ==, "L898902C46UTO7408122F1204159ZE184226B<<<<<10");
  g_assert_cmpint (mrz.checks_right, <, 5);

  /* where nothing is seen of the first letter, two lines of 44 are a passport's */
  fill_cells (cells[1], td3[1], td3[1]);
  for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
    cells[0][0][c] = -3.6f;
  vidimus_mrz_resolve (log_p, 2, 44, &mrz);
  g_assert_cmpstr (mrz.lines[0], ==, td3[0]);

  vidimus_mrz_resolve (log_p, 2, 40, &mrz);
  g_assert_cmpint (mrz.n_lines, ==, 0);
}

/* What a reader would say of cells that something covers. */
static void
cover_cells (float (*cells)[VIDIMUS_MRZ_N_CLASSES],
             int     from,
             int     to)
{
  for (int i = from; i < to; i++)
    {
      for (int c = 0; c < VIDIMUS_MRZ_N_CLASSES; c++)
        cells[i][c] = -5;
      cells[i]['A' - 'A' + 10] = -4; /* what there is of a character is one that isn't there */
      cells[i][VIDIMUS_MRZ_NOTHING] = -.2f;
    }
}

static void
test_covered (void)
{
  static float cells[3][30][VIDIMUS_MRZ_N_CLASSES];
  const float *log_p[3] = { cells[0][0], cells[1][0], cells[2][0] };
  struct vidimus_mrz mrz = { 0 };

  for (int l = 0; l < 3; l++)
    {
      fill_cells (cells[l], td1[l], td1[l]);
      cover_cells (cells[l], 20, 27);
    }
  vidimus_mrz_resolve (log_p, 3, 30, &mrz);
  for (int l = 0; l < 3; l++)
    g_assert_cmpstr (mrz.lines[l], ==, td1[l]);
  g_assert_cmpint (mrz.checks_total, ==, 3); /* nobody saw all that the last one is of */
  g_assert_cmpint (mrz.checks_right, ==, 3);
  g_assert_false (mrz.guessed);

  /* a digit that only the check digit tells: chosen, and no reason to believe the check */
  cover_cells (cells[1], 3, 4);
  vidimus_mrz_resolve (log_p, 3, 30, &mrz);
  g_assert_cmpstr (mrz.lines[1], ==, td1[1]);
  g_assert_cmpint (mrz.checks_total, ==, 2);
  g_assert_cmpint (mrz.checks_right, ==, 2);

  /* nothing of any check: none holds */
  cover_cells (cells[0], 0, 30);
  cover_cells (cells[1], 0, 30);
  vidimus_mrz_resolve (log_p, 3, 30, &mrz);
  g_assert_cmpint (mrz.checks_total, ==, 4);
  g_assert_cmpint (mrz.checks_right, ==, 0);
  g_assert_true (mrz.guessed);
}

typedef struct
{
  const char        *path;
  const char *const *lines;
  int                n_lines;
  int                width;   /* of the card, pixels */
  int                turns;   /* the card lies turned clockwise */
  double             slant;   /* degrees */
  int                noise;   /* grey levels */
  double             covered[2]; /* from, to: of the width; … */
  double             below;      /* … below so much of the height */
} Drawn;

static const Drawn drawn[] = {
  { "/mrz/drawn/td3", td3, 2, 1000, 0, 0, 4 },
  { "/mrz/drawn/td3-turned", td3, 2, 1000, 1, 0, 4 },
  { "/mrz/drawn/td3-upside-down", td3, 2, 1000, 2, 0, 4 },
  { "/mrz/drawn/td3-slanted", td3, 2, 1000, 0, 4, 4 },
  { "/mrz/drawn/td3-small", td3, 2, 420, 0, 0, 4 },
  { "/mrz/drawn/td3-noisy", td3, 2, 1000, 0, 0, 40 },
  { "/mrz/drawn/td1", td1, 3, 800, 0, 0, 4 },
  { "/mrz/drawn/td1-turned", td1, 3, 800, 3, 0, 4 },
  { "/mrz/drawn/td2", td2, 2, 900, 0, 1, 4 },
  { "/mrz/drawn/visa", visa, 2, 1000, 0, 0, 4 },
  { "/mrz/drawn/td1-covered", td1, 3, 800, 0, 0, 4, { .69, .88 } },
  { "/mrz/drawn/td1-covered-turned", td1, 3, 800, 1, 1, 4, { .69, .88 } },
  { "/mrz/drawn/td2-covered", td2, 2, 900, 2, 0, 4, { .76, .91 } },
  { "/mrz/drawn/td1-short-line", td1_short, 3, 800, 0, 0, 4, { .25, 1 }, .85 },
  { "/mrz/drawn/td1-cut", td1, 3, 800, 0, 0, 4, { .73, 1 } },
};

static void
draw_text (cairo_t     *cr,
           const Drawn *d,
           int          height)
{
  g_autoptr(PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string ("OCR B");
  int width, line_height;

  pango_font_description_set_absolute_size (font, 100 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, d->lines[0], -1);
  pango_layout_get_pixel_size (layout, &width, &line_height);
  pango_font_description_set_absolute_size (font, 100.0 * PANGO_SCALE * d->width * .9 / width);
  pango_layout_set_font_description (layout, font);
  for (int l = 0; l < d->n_lines; l++)
    {
      pango_layout_set_text (layout, d->lines[l], -1);
      pango_layout_get_pixel_size (layout, &width, &line_height);
      cairo_move_to (cr, d->width * .05, height * .66 + l * line_height * (d->n_lines == 2 ? 1.9 : 1.35));
      pango_cairo_show_layout (cr, layout);
    }
}

/* A card with a zone at its foot, as vidimus_rectify() would hand it over. */
static struct vidimus_card
draw_card (const Drawn *d)
{
  int height = d->width * 7 / 10;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, d->width, height);
  cairo_t *cr = cairo_create (surface);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  struct vidimus_card card = { 0 };
  struct vidimus_image gray;

  cairo_translate (cr, d->width / 2.0, height / 2.0);
  cairo_rotate (cr, d->slant * M_PI / 180);
  cairo_translate (cr, -d->width / 2.0, -height / 2.0);
  draw_text (cr, d, height);
  cairo_surface_flush (surface);
  g_assert_true (vidimus_image_alloc (&gray, d->width, height, 1));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < d->width; x++)
      {
        int ink = cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x];

        if (x >= d->covered[0] * d->width && x < d->covered[1] * d->width && y >= d->below * height)
          ink = 120;
        *vidimus_image_at (&gray, x, y) = (uint8_t) CLAMP (225 - ink * 3 / 4 + g_rand_int_range (rand, -d->noise, d->noise + 1), 0, 255);
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_assert_true (vidimus_image_turn (&gray, d->turns, &card.gray));
  vidimus_image_free (&gray);

  return card;
}

static void
test_drawn (gconstpointer data)
{
  const Drawn *d = data;
  struct vidimus_card card = draw_card (d);
  struct vidimus_mrz mrz;

  g_assert_cmpint (vidimus_mrz_read (&card, NULL, &mrz), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (mrz.n_lines, ==, d->n_lines);
  for (int l = 0; l < d->n_lines; l++)
    g_assert_cmpstr (mrz.lines[l], ==, d->lines[l]);
  g_assert_cmpint (mrz.checks_right, ==, mrz.checks_total);
  g_assert_cmpint (mrz.quarter_turns, ==, (4 - d->turns) % 4);
  vidimus_image_free (&card.gray);
}

/* The zone lies below the quad that was found; who is sure of that one does not look there. */
static void
test_around (void)
{
  const Drawn d = { NULL, td3, 2, 1000, 0, 0, 4 };
  struct vidimus_card whole = draw_card (&d), card;
  struct vidimus_image picture;
  struct vidimus_source source;
  struct vidimus_location location = { .quad = { { { 20, 20 }, { 980, 20 }, { 980, 440 }, { 20, 440 } } }, .confidence = .5 };
  struct vidimus_mrz mrz;

  g_assert_true (vidimus_image_alloc (&picture, whole.gray.width, whole.gray.height, 3));
  for (int y = 0; y < picture.height; y++)
    for (int x = 0; x < picture.width; x++)
      memset (vidimus_image_at (&picture, x, y), *vidimus_image_at (&whole.gray, x, y), 3);
  source = vidimus_source_from_image (&picture);
  g_assert_cmpint (vidimus_rectify (&source, &location, VIDIMUS_READ_SIDE, NULL, &card), ==, VIDIMUS_STATUS_OK);

  g_assert_cmpint (vidimus_mrz_read_document (&card, &picture, &location, NULL, &mrz), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpstr (mrz.lines[0], ==, td3[0]);
  g_assert_cmpstr (mrz.lines[1], ==, td3[1]);
  g_assert_true (vidimus_mrz_is_doubtless (&mrz));

  location.confidence = .99;
  g_assert_cmpint (vidimus_mrz_read_document (&card, &picture, &location, NULL, &mrz), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (mrz.n_lines, ==, 0);
  g_assert_false (vidimus_mrz_is_doubtless (&mrz));

  vidimus_card_clear (&card);
  vidimus_image_free (&picture);
  vidimus_image_free (&whole.gray);
}

static bool
always (void *data)
{
  return true;
}

static void
test_nothing (void)
{
  static const char *const blank[2] = { " ", " " };
  const Drawn d = { NULL, blank, 0, 1000, 0, 0, 40 };
  struct vidimus_card card = draw_card (&d);
  struct vidimus_hooks hooks = { .cancelled = always };
  struct vidimus_mrz mrz;

  g_assert_cmpint (vidimus_mrz_read (&card, NULL, &mrz), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (mrz.n_lines, ==, 0);
  g_assert_cmpint (vidimus_mrz_read (&card, &hooks, &mrz), ==, VIDIMUS_STATUS_CANCELLED);
  vidimus_image_free (&card.gray);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mrz/check-digit", test_check_digit);
  g_test_add_func ("/mrz/judge", test_judge);
  g_test_add_func ("/mrz/resolve", test_resolve);
  g_test_add_func ("/mrz/covered", test_covered);
  for (gsize i = 0; i < G_N_ELEMENTS (drawn); i++)
    g_test_add_data_func (drawn[i].path, &drawn[i], test_drawn);
  g_test_add_func ("/mrz/around", test_around);
  g_test_add_func ("/mrz/nothing", test_nothing);

  return g_test_run ();
}

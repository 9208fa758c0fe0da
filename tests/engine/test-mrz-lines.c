/* Single lines without knowing a format: random characters in several faces, small, slanted, bent, blurred, noisy, ill-lit. */

#include "vidimus-mrz-reading.h"

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>

#define N_LINES 12 /* a condition */

typedef struct
{
  const char *path;
  const char *family;
  int         length;    /* characters */
  double      cap;       /* pixels a capital letter is high */
  double      stretch;
  double      slant;     /* degrees */
  double      bow;       /* of a capital letter's height, in the middle of the line */
  double      blur;      /* pixels: the deviation */
  double      noise;     /* grey levels */
  double      shade;     /* grey levels from one end to the other */
  gboolean    inverted;
  gboolean    tight;     /* the picture ends where the letters do */
  gboolean    name;      /* a name, then fillers to the end */
  int         least;     /* lines of N_LINES to be read exactly */
} Condition;

static const Condition conditions[] = {
  { .path = "/mrz-lines/plain", .family = "OCR B", .length = 44, .cap = 24, .least = 12 },
  { .path = "/mrz-lines/sharp", .family = "OCR B S", .length = 36, .cap = 30, .least = 12 },
  { .path = "/mrz-lines/large", .family = "OCR B", .length = 30, .cap = 60, .least = 12 },
  { .path = "/mrz-lines/small", .family = "OCR B", .length = 44, .cap = 9.5, .least = 10 },
  { .path = "/mrz-lines/fragment", .family = "OCR B", .length = 16, .cap = 24, .least = 11 },
  { .path = "/mrz-lines/name", .family = "OCR B", .length = 44, .cap = 24, .name = TRUE, .least = 11 },
  { .path = "/mrz-lines/small-name", .family = "OCR B", .length = 44, .cap = 11, .noise = 8, .name = TRUE, .least = 10 },
  { .path = "/mrz-lines/tight-name", .family = "OCR B", .length = 44, .cap = 30, .name = TRUE, .tight = TRUE, .least = 10 },
  { .path = "/mrz-lines/tight", .family = "OCR B", .length = 44, .cap = 24, .tight = TRUE, .least = 11 },
  { .path = "/mrz-lines/narrow", .family = "OCR B", .length = 44, .cap = 24, .stretch = .8, .least = 11 },
  { .path = "/mrz-lines/wide", .family = "OCR B", .length = 44, .cap = 24, .stretch = 1.2, .least = 11 },
  { .path = "/mrz-lines/slanted", .family = "OCR B", .length = 44, .cap = 20, .slant = 2.5, .least = 11 },
  { .path = "/mrz-lines/bent", .family = "OCR B", .length = 44, .cap = 20, .bow = .6, .least = 11 },
  { .path = "/mrz-lines/blurred", .family = "OCR B", .length = 44, .cap = 20, .blur = 2.2, .least = 4 },
  { .path = "/mrz-lines/noisy", .family = "OCR B", .length = 44, .cap = 20, .noise = 30, .least = 10 },
  { .path = "/mrz-lines/shaded", .family = "OCR B", .length = 44, .cap = 20, .shade = 120, .noise = 5, .least = 11 },
  { .path = "/mrz-lines/inverted", .family = "OCR B", .length = 44, .cap = 24, .inverted = TRUE, .least = 2 },
  { .path = "/mrz-lines/courier", .family = "Nimbus Mono PS Bold", .length = 44, .cap = 24, .noise = 5, .least = 10 },
};

/* Digits and letters in runs, and fillers. */
static char *
make_text (int      length,
           gboolean name,
           GRand   *rand)
{
  char *text = g_new0 (char, length + 1);
  gboolean digits = g_rand_boolean (rand);

  for (int i = 0; i < length; i++)
    {
      if (g_rand_int_range (rand, 0, 7) == 0)
        digits = !digits;
      text[i] = g_rand_int_range (rand, 0, 4) == 0 || (name && i > length / 2)
                ? '<' : VIDIMUS_MRZ_ALPHABET[digits ? g_rand_int_range (rand, 0, 10) : g_rand_int_range (rand, 10, 36)];
    }

  return text;
}

static double
advance_of (const Condition *c)
{
  return c->cap * (c->stretch > 0 ? c->stretch : 1);
}

static void
draw_text (cairo_t         *cr,
           const Condition *c,
           const char      *text,
           double           left,
           double           middle)
{
  g_autoptr(PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string (c->family);
  PangoRectangle ink, logical;

  pango_font_description_set_absolute_size (font, 100 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, "H", -1);
  pango_layout_get_extents (layout, &ink, NULL);
  pango_font_description_set_absolute_size (font, 100.0 * PANGO_SCALE * c->cap * PANGO_SCALE / ink.height);
  pango_layout_set_font_description (layout, font);
  for (int i = 0; text[i] != '\0'; i++)
    {
      const char one[2] = { text[i], '\0' };
      double t = 2.0 * i / (c->length - 1) - 1;

      pango_layout_set_text (layout, one, -1);
      pango_layout_get_extents (layout, NULL, &logical);
      cairo_save (cr);
      cairo_translate (cr, left + (i + .5) * advance_of (c) * 1.05, middle + c->bow * c->cap * (.5 - t * t));
      cairo_scale (cr, c->stretch > 0 ? c->stretch : 1, 1);
      cairo_move_to (cr, -.5 * logical.width / PANGO_SCALE,
                     c->cap / 2 - (double) pango_layout_get_baseline (layout) / PANGO_SCALE);
      pango_cairo_show_layout (cr, layout);
      cairo_restore (cr);
    }
}

/* Three boxes in each direction come close to a Gaussian. */
static void
blur (double *values,
      int     width,
      int     height,
      double  deviation)
{
  int reach = (int) lround (deviation * .87);
  g_autofree double *copy = g_new (double, width * height);

  for (int pass = 0; pass < 6 && reach > 0; pass++)
    {
      int step = pass % 2 == 0 ? 1 : width;

      memcpy (copy, values, sizeof (double) * width * height);
      for (int i = reach * step; i < width * height - reach * step; i++)
        {
          double sum = 0;

          for (int d = -reach; d <= reach; d++)
            sum += copy[i + d * step];
          values[i] = sum / (2 * reach + 1);
        }
    }
}

static void
draw_line (const Condition      *c,
           const char           *text,
           GRand                *rand,
           struct vidimus_image *gray)
{
  double margin = c->tight ? 1 : c->cap, width = c->length * advance_of (c) * 1.05 + 2 * margin;
  double height = c->cap * (c->tight ? 1.15 : 3 + fabs (c->bow)) + 2 * fabs (sin (c->slant * G_PI / 180)) * width / 2;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  g_autofree double *values = g_new (double, (int) width * (int) height);

  cairo_translate (cr, width / 2, height / 2);
  cairo_rotate (cr, c->slant * G_PI / 180);
  draw_text (cr, c, text, margin - width / 2, 0);
  cairo_surface_flush (surface);

  g_assert_true (vidimus_image_alloc (gray, (int) width, (int) height, 1));
  for (int i = 0; i < gray->width * gray->height; i++)
    {
      int x = i % gray->width, y = i / gray->width;
      int ink = cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x];

      values[i] = (225 - ink * .7) - c->shade * x / gray->width * (1 - ink * .7 / 255);
    }
  blur (values, gray->width, gray->height, c->blur);
  for (int i = 0; i < gray->width * gray->height; i++)
    {
      double n = g_rand_double (rand) + g_rand_double (rand) + g_rand_double (rand) - 1.5;
      double v = CLAMP (values[i] + 2 * c->noise * n, 0, 255);

      gray->data[i] = (guint8) (c->inverted ? 255 - v : v);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_lines (gconstpointer data)
{
  static struct vidimus_mrz_net net;
  const Condition *c = data;
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);
  int right = 0;

  vidimus_mrz_net_load (&net);
  for (int i = 0; i < N_LINES; i++)
    {
      g_autofree char *text = make_text (c->length, c->name, rand);
      char read[VIDIMUS_MRZ_MAX_CELLS + 1];
      struct vidimus_image gray;

      draw_line (c, text, rand, &gray);
      vidimus_mrz_reading (&gray, &net, read);
      vidimus_image_free (&gray);
      right += g_str_equal (read, text);
      if (!g_str_equal (read, text))
        g_test_message ("%s\n%s", text, read);
    }
  g_test_message ("%d of %d exact", right, N_LINES);
  g_assert_cmpint (right, >=, c->least);
}

/* The same sums, whether the processor is quick or not. */
static void
test_multiply (void)
{
  float a[40 * 30], b[30 * 16], c[40 * 16] = { 0 };
  struct vidimus_mrz_product product = {
    .a = a, .b = b, .c = c, .rows = 37, .columns = 16, .a_row = 30, .c_row = 16, .segments = 3, .length = 10,
    .a_segment = 10, .a_step = 1, .b_segment = 160, .b_step = 16,
  };

  for (int i = 0; i < 40 * 30; i++)
    a[i] = (float) ((i * 7) % 11 - 5);
  for (int i = 0; i < 30 * 16; i++)
    b[i] = (float) ((i * 5) % 13 - 6);
  vidimus_mrz_multiply (&product);
  for (int row = 0; row < 40; row++)
    for (int column = 0; column < 16; column++)
      {
        float sum = 0;

        for (int k = 0; k < 30; k++)
          sum += row < 37 ? a[row * 30 + k] * b[k * 16 + column] : 0;
        g_assert_cmpfloat (c[row * 16 + column], ==, sum);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mrz-lines/multiply", test_multiply);
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    g_test_add_data_func (conditions[i].path, &conditions[i], test_lines);

  return g_test_run ();
}

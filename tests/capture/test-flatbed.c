/* Pages as a flatbed scans them, drawn with their truth: every document in one box of its own, none cut. */
#include "vidimus-flatbed.h"

#include "vidimus-glass.h"

#include "vidimus-picture.h"

/* The most that a box may reach beyond its document, millimetres. */
#define ROOM 12

#define A4 216, 297, 150
#define A4_300 216, 297, 300
#define WHITE 0xf2f2f0

static const VidimusGlass glasses[] = {
  /* name, width, height, dpi, lid, fall, noise, dust, shadow, edge, rim */
  { "one-card", A4_300, WHITE, 6, 2, 10, 0.3, 0.2, 0, { { "id_card-front", 60, 50, 0 } } },
  { "three-cards", A4_300, WHITE, 6, 2, 10, 0.3, 0.2, 0,
    { { "id_card-front", 55, 40, 0 }, { "thailand_id_card-front", 150, 45, 4 }, { "peru_id_card-blue", 70, 130, -7 } } },
  { "four-cards", A4_300, WHITE, 10, 3, 40, 0.3, 0.2, 0,
    { { "macao_id_card-front", 50, 35, 0 }, { "cambodian_id_card-number", 150, 31, 180 }, { "id_card-back", 50, 120, 90 },
      { "myanmar_id_card-front", 140, 130, 12 } } },
  { "tight-row", A4, WHITE, 6, 2, 10, 0.3, 0.2, 0,
    { { "id_card-front", 48, 40, 0 }, { "id_card-back", 136.6, 40, 0 }, { "other-driving", 48, 97, 0 }, { "other-thai-driving", 136.6, 97, 0 } } },
  { "tight-askew", A4, WHITE, 6, 2, 10, 0.3, 0.2, 0, { { "id_card-front", 60, 50, 10 }, { "other-lao", 68, 109.5, 10 } } },
  { "corners-reach-over", A4, WHITE, 6, 2, 0, 0.3, 0.2, 0, { { "id_card-front", 70, 70, 30 }, { "peru_id_card-blue", 60, 132, 30 } } },
  { "eight-cards", A4, WHITE, 6, 2, 10, 0.3, 0.2, 0,
    { { "id_card-front", 50, 35, 0 }, { "id_card-back", 150, 35, 2 }, { "other-spanish", 50, 100, -3 }, { "other-permit", 150, 100, 1 },
      { "other-bank", 50, 165, 0 }, { "other-library", 150, 165, 0 }, { "other-student", 50, 230, 5 }, { "peru_id_card-chip", 150, 230, -5 } } },
  { "grey-lid", A4, 0x9a9a9c, 14, 3, 10, 0.4, 0.2, 0,
    { { "id_card-front", 60, 50, 3 }, { "thailand_id_card-back", 150, 120, -20 }, { "peru_id_card-chip-back", 60, 200, 45 } } },
  { "black-lid", A4, 0x17181a, 6, 3, 10, 0, 0, 0,
    { { "id_card-front", 60, 50, 3 }, { "thailand_id_card-back", 150, 120, -20 }, { "other-bank", 60, 200, 45 } } },
  { "dark-lid-tight", A4, 0x303032, 6, 3, 10, 0, 0, 0, { { "id_card-front", 60, 50, 0 }, { "id_card-back", 60, 107, 0 } } },
  { "uneven-lid", A4, 0xe8e6e0, 45, 4, 10, 0.3, 0.2, 0,
    { { "id_card-front", 60, 50, 3 }, { "other-library", 150, 120, -2 }, { "macao_id_card-back", 60, 200, 0 } } },
  { "dusty", A4, WHITE, 8, 3, 150, 0.3, 0.2, 0, { { "id_card-front", 60, 50, 3 }, { "myanmar_driver_license-plain", 140, 200, -2 } } },
  { "white-on-white", A4, WHITE, 6, 2, 10, 0.25, 0.2, 0, { { "white", 60, 50, 0 }, { "white", 150, 50, 3 }, { "white", 60, 110, -2 } } },
  { "white-shadow-only", A4, WHITE, 6, 2, 0, 0.3, 0, 0, { { "white", 60, 50, 0 }, { "white", 151, 52, 2 }, { "white", 60, 111, 0 } } },
  { "white-faint", A4_300, WHITE, 4, 1.5, 0, 0.1, 0.1, 0, { { "white", 60, 50, 0 }, { "white", 150, 120, 4 } } },
  { "white-between", A4, WHITE, 6, 2, 10, 0.3, 0.2, 0, { { "id_card-front", 60, 50, 0 }, { "white", 60, 107, 0 }, { "other-lao", 60, 164, 0 } } },
  { "rim-of-the-glass", A4, WHITE, 6, 2, 10, 0.3, 0.2, 2.5, { { "id_card-front", 60, 50, 0 }, { "other-driving", 150, 50, 0 } } },
  { "passport-and-card", A4, WHITE, 6, 2, 10, 0.4, 0.2, 0, { { "passport-utopia", 80, 60, 0 }, { "id_card-front", 80, 150, 0 } } },
  { "open-passport", A4, WHITE, 6, 2, 10, 0.4, 0.2, 0, { { "passport-east", 90, 120, -3 } } },
  { "visa-and-receipt", A4, WHITE, 6, 2, 10, 0.3, 0.2, 0, { { "other-visa", 80, 60, 1 }, { "other-receipt", 60, 170, -4 } } },
  { "a5", A4, WHITE, 6, 2, 10, 0.2, 0.15, 0, { { "a5", 80, 110, 1 } } },
  { "a5-and-card", A4, WHITE, 6, 2, 10, 0.2, 0.15, 0, { { "a5", 80, 110, 0 }, { "id_card-front", 60, 250, 0 } } },
  { "letter", A4_300, WHITE, 6, 2, 10, 0.2, 0.15, 0, { { "letter", 106, 149, 0 } } },
  { "letter-covers", 210, 297, 150, WHITE, 6, 2, 10, 0, 0, 0, { { "letter", 105, 148.5, 0 } } },
  { "coarse", 216, 297, 75, WHITE, 6, 2, 10, 0.3, 0.2, 0, { { "id_card-front", 60, 50, 0 }, { "id_card-back", 60, 109, 0 } } },
  { "fine", 120, 130, 600, WHITE, 6, 4, 10, 0.3, 0.2, 0, { { "id_card-front", 60, 35, 0 }, { "id_card-back", 60, 92, 0 } } },
};

static gboolean
holds (const int            box[4],
       struct vidimus_point p,
       double               slack)
{
  return p.x >= box[0] - slack && p.y >= box[1] - slack && p.x <= box[0] + box[2] + slack && p.y <= box[1] + box[3] + slack;
}

/* Whether all of the document is in the box, but for what its round corners lack, and the box is not much larger than it, but for the page's rim. */
static gboolean
fits (const int                  box[4],
      const struct vidimus_quad *quad,
      double                     mm)
{
  double x0 = G_MAXDOUBLE;
  double y0 = G_MAXDOUBLE;
  double x1 = 0;
  double y1 = 0;

  for (int i = 0; i < 4; i++)
    {
      if (!holds (box, quad->p[i], 0.5 * mm))
        return FALSE;
      x0 = MIN (x0, quad->p[i].x);
      y0 = MIN (y0, quad->p[i].y);
      x1 = MAX (x1, quad->p[i].x);
      y1 = MAX (y1, quad->p[i].y);
    }

  return x0 - box[0] <= ROOM * mm && y0 - box[1] <= ROOM * mm && box[0] + box[2] - x1 <= ROOM * mm &&
         box[1] + box[3] - y1 <= ROOM * mm;
}

/* For who looks into it: VIDIMUS_GLASS=folder keeps the pages, with their boxes. */
static void
keep (const VidimusGlass         *glass,
      const struct vidimus_image *page,
      int                         boxes[VIDIMUS_FLATBED_MOST][4],
      int                         n)
{
  const char *folder = g_getenv ("VIDIMUS_GLASS");
  g_autofree char *name = g_strdup_printf ("%s.png", glass->name);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autoptr(GBytes) png = NULL;

  if (path == NULL)
    return;
  for (int i = 0; i < n; i++)
    for (int y = boxes[i][1]; y < boxes[i][1] + boxes[i][3]; y++)
      for (int x = boxes[i][0]; x < boxes[i][0] + boxes[i][2]; x++)
        if (MIN (x - boxes[i][0], boxes[i][0] + boxes[i][2] - 1 - x) < 4 || MIN (y - boxes[i][1], boxes[i][1] + boxes[i][3] - 1 - y) < 4)
          memcpy (vidimus_image_at (page, x, y), (guint8[3]) { (guint8) (i * 60), 40, 255 }, 3);
  png = vidimus_picture_encode_png (page, NULL);
  g_file_set_contents (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), NULL);
}

static void
test_glass (gconstpointer data)
{
  const VidimusGlass *glass = data;
  struct vidimus_quad truth[VIDIMUS_GLASS_MOST];
  int boxes[VIDIMUS_FLATBED_MOST][4];
  struct vidimus_image page;
  double mm = glass->dpi / 25.4;
  gint64 start;
  int items = 0;
  int n;

  while (glass->items[items].what != NULL)
    items++;
  vidimus_glass_draw (glass, &page, truth);
  start = g_get_monotonic_time ();
  n = vidimus_flatbed_split (&page, glass->dpi, boxes);
  g_test_message ("%d × %d in %.0f ms", page.width, page.height, (double) (g_get_monotonic_time () - start) / 1000);
  keep (glass, &page, boxes, n);
  vidimus_image_free (&page);

  g_assert_cmpint (n, ==, items);
  for (int i = 0; i < items; i++)
    {
      int fitting = 0;

      for (int k = 0; k < n; k++)
        fitting += fits (boxes[k], &truth[i], mm);
      g_test_message ("%s", glass->items[i].what);
      g_assert_cmpint (fitting, ==, 1);
    }
}

/* Nothing stands out: the whole page. */
static void
test_whole (void)
{
  static const VidimusGlass empty[] = {
    { "empty", A4, WHITE, 8, 2, 60, 0, 0, 0, { { NULL } } },
    { "empty-black", A4, 0x141416, 4, 3, 30, 0, 0, 2, { { NULL } } },
    { "letter-alone", 200, 280, 150, WHITE, 6, 2, 10, 0, 0, 0, { { "letter", 100, 140, 0 } } },
    { "card-fills", 80, 50, 300, WHITE, 6, 2, 10, 0, 0, 0, { { "id_card-front", 40, 25, 0 } } },
    { "tiny", 2, 1, 75, WHITE, 0, 0, 0, 0, 0, 0, { { NULL } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      struct vidimus_quad truth[VIDIMUS_GLASS_MOST];
      int boxes[VIDIMUS_FLATBED_MOST][4];
      struct vidimus_image page;
      int whole[4] = { 0 };
      int n;

      vidimus_glass_draw (&empty[i], &page, truth);
      whole[2] = page.width;
      whole[3] = page.height;
      g_test_message ("%s", empty[i].name);
      n = vidimus_flatbed_split (&page, empty[i].dpi, boxes);
      keep (&empty[i], &page, boxes, n);
      g_assert_cmpint (n, ==, 1);
      g_assert_cmpmem (boxes[0], sizeof whole, whole, sizeof whole);
      g_assert_cmpint (vidimus_flatbed_split (&page, 0, boxes), ==, 1);
      vidimus_image_free (&page);
    }
}

/* From the top left to the bottom right, also where a row is not quite straight; and a grey page as a coloured one. */
static void
test_order (void)
{
  const VidimusGlass *glass = &glasses[2];
  struct vidimus_quad truth[VIDIMUS_GLASS_MOST];
  int boxes[VIDIMUS_FLATBED_MOST][4];
  struct vidimus_image page;
  struct vidimus_image grey;

  vidimus_glass_draw (glass, &page, truth);
  g_assert_true (vidimus_image_alloc (&grey, page.width, page.height, 1));
  for (int y = 0; y < page.height; y++)
    for (int x = 0; x < page.width; x++)
      *vidimus_image_at (&grey, x, y) = vidimus_image_at (&page, x, y)[1];
  g_assert_cmpint (vidimus_flatbed_split (&grey, glass->dpi, boxes), ==, 4);
  for (int i = 0; i < 4; i++)
    g_assert_true (fits (boxes[i], &truth[i], glass->dpi / 25.4));
  vidimus_image_free (&grey);
  vidimus_image_free (&page);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (glasses); i++)
    {
      g_autofree char *path = g_strconcat ("/flatbed/", glasses[i].name, NULL);

      g_test_add_data_func (path, &glasses[i], test_glass);
    }
  g_test_add_func ("/flatbed/whole", test_whole);
  g_test_add_func ("/flatbed/order", test_order);

  return g_test_run ();
}

#include "vidimus-scene.h"

#include "vidimus-locate-private.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *path;
  SceneGround ground;
  double      size; /* of the 800 × 600 picture */
  double      x;
  double      y;
  double      turn;
  double      tilt;
  double      pan;
} Case;

static const Case cases[] = {
  { "/locate/plain/facing",   SCENE_PLAIN, 430, 400, 300, 0.05, 0.0, 0.0 },
  { "/locate/plain/tilted",   SCENE_PLAIN, 500, 380, 310, -0.12, 0.6, -0.3 },
  { "/locate/plain/turned",   SCENE_PLAIN, 380, 400, 300, 0.75, 0.1, 0.0 },
  { "/locate/plain/small",    SCENE_PLAIN, 220, 300, 220, 0.3, 0.0, 0.2 },
  { "/locate/grain/facing",   SCENE_GRAIN, 460, 420, 290, -0.07, 0.0, 0.1 },
  { "/locate/grain/tilted",   SCENE_GRAIN, 500, 400, 300, 0.2, -0.5, 0.2 },
  { "/locate/tiles/facing",   SCENE_TILES, 420, 400, 320, 0.1, 0.1, 0.0 },
  { "/locate/tiles/tilted",   SCENE_TILES, 480, 410, 300, -0.2, 0.5, 0.3 },
};

static struct vidimus_location
locate (const struct vidimus_image *image)
{
  struct vidimus_location location;

  g_assert_cmpint (vidimus_locate (image, NULL, &location), ==, VIDIMUS_STATUS_OK);
  g_assert_true (vidimus_quad_is_convex (&location.quad));
  g_assert_cmpfloat (location.confidence, >=, 0);
  g_assert_cmpfloat (location.confidence, <=, 1);

  return location;
}

static struct vidimus_quad
box (double x,
     double y,
     double width,
     double height)
{
  return (struct vidimus_quad) { { { x, y }, { x + width, y }, { x + width, y + height }, { x, y + height } } };
}

static void
paint_box (struct vidimus_image *image,
           double                x,
           double                y,
           double                width,
           double                height,
           guint32               rgb)
{
  const struct vidimus_quad quad = box (x, y, width, height);

  scene_paint_quad (image, &quad, rgb);
}

static void
test_found (gconstpointer data)
{
  const Case *c = data;
  struct vidimus_quad truth = scene_photograph (1.586, c->size, c->x, c->y, c->turn, c->tilt, c->pan);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, c->ground, &truth, 5);
  location = locate (&image);
  g_test_message ("IoU %.4f, confidence %.2f", vidimus_quad_iou (&truth, &location.quad), location.confidence);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.97);
  g_assert_false (location.whole_frame);
  for (int i = 0; i < 4; i++)
    {
      g_assert_false (location.side_cut[i]);
      g_assert_cmpfloat (location.side_support[i], >, 0.5);
    }

  vidimus_image_free (&image);
}

static void
test_order (void)
{
  /* Clockwise from the corner nearest to the picture's top left. */
  struct vidimus_quad truth = scene_photograph (1.586, 430, 400, 300, 0.1, 0, 0);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &truth, 5);
  location = locate (&image);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (hypot (location.quad.p[i].x - truth.p[i].x, location.quad.p[i].y - truth.p[i].y), <, 4);

  vidimus_image_free (&image);
}

static void
test_large (void)
{
  /* The reduced picture finds it, the full one places it: within a few of its many pixels. */
  struct vidimus_quad truth = scene_photograph (1.586, 1900, 1650, 1180, -0.08, 0.3, 0.2);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 3200, 2400, SCENE_PLAIN, &truth, 5);
  location = locate (&image);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (hypot (location.quad.p[i].x - truth.p[i].x, location.quad.p[i].y - truth.p[i].y), <, 4);

  vidimus_image_free (&image);
}

static void
test_cut (void)
{
  /* The frame cuts the card's left side off; its hidden corners are where a card of its width ends. */
  struct vidimus_quad truth = scene_photograph (1.586, 560, 210, 300, 0.02, 0, 0);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &truth, 5);
  location = locate (&image);
  g_assert_true (location.side_cut[3]);
  g_assert_false (location.side_cut[1]);
  g_assert_cmpfloat (location.quad.p[0].x, <, -40);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.95);

  vidimus_image_free (&image);
}

/* A card through a phone's lens whose axis is in the middle of a frame of 800 × 600: its width is @size pixels, facing. */
static struct vidimus_quad
photograph (double aspect,
            double size,
            double x,
            double y,
            double tilt,
            double pan)
{
  struct vidimus_quad quad;

  for (int i = 0; i < 4; i++)
    {
      double u = i == 1 || i == 2 ? 0.5 : -0.5, v = (i >= 2 ? 0.5 : -0.5) / aspect;
      double focal = 0.85 * 800, distance = focal / size;
      double depth = distance + v * sin (tilt) + u * sin (pan);

      quad.p[i].x = 400 + focal * (u * cos (pan) + (x - 400) / size) / depth;
      quad.p[i].y = 300 + focal * (v * cos (tilt) + (y - 300) / size) / depth;
    }

  return quad;
}

/* The quad of a card in a frame of 800 × 600, as far as it lies in it, completed. */
static struct vidimus_quad
complete (struct vidimus_quad quad,
          gboolean            right,
          gboolean            bottom)
{
  bool cut[4] = { false, right, bottom, false };

  for (int i = 0; i < 4; i++)
    {
      const struct vidimus_quad whole = quad;

      if (right && i % 3 != 0) /* along the side from the left */
        {
          double share = (800 - whole.p[3 * (i == 2)].x) / (whole.p[i].x - whole.p[3 * (i == 2)].x);

          quad.p[i].x = 800;
          quad.p[i].y = whole.p[3 * (i == 2)].y + share * (whole.p[i].y - whole.p[3 * (i == 2)].y);
        }
      if (bottom && i >= 2)
        quad.p[i].y = 600;
    }
  vidimus_quad_complete (&quad, cut, 800, 600);

  return quad;
}

static void
test_complete (void)
{
  /* A part of a card, seen squarely and tilted, with the short side seen and the long one, and a corner. */
  const struct vidimus_quad square = photograph (1.586, 500, 600, 300, 0, 0);
  const struct vidimus_quad tilted = photograph (1.586, 500, 590, 300, 0.5, 0);
  const struct vidimus_quad panned = photograph (1.586, 480, 620, 300, 0, 0.4);
  const struct vidimus_quad upright = photograph (1 / 1.586, 300, 690, 300, 0, 0);
  const struct vidimus_quad corner = photograph (1.586, 500, 600, 480, 0, 0);
  const struct vidimus_quad sheet = { { { 300, 100 }, { 800, 100 }, { 800, 500 }, { 300, 500 } } };
  const bool opposite[4] = { true, false, true, false };
  struct vidimus_quad completed = complete (square, TRUE, FALSE);

  g_assert_cmpfloat (vidimus_quad_iou (&square, &completed), >, 0.95);
  completed = complete (tilted, TRUE, FALSE);
  g_assert_cmpfloat (vidimus_quad_iou (&tilted, &completed), >, 0.88);
  completed = complete (panned, TRUE, FALSE);
  g_assert_cmpfloat (vidimus_quad_iou (&panned, &completed), >, 0.88);
  completed = complete (upright, TRUE, FALSE);
  g_assert_cmpfloat (vidimus_quad_iou (&upright, &completed), >, 0.95);
  completed = complete (corner, TRUE, TRUE);
  g_assert_cmpfloat (vidimus_quad_iou (&corner, &completed), >, 0.75);
  g_assert_cmpfloat (completed.p[2].y, >, 600);

  /* No part of a card: too wide for one, and with both ends hidden. */
  completed = complete (sheet, TRUE, FALSE);
  g_assert_cmpfloat (vidimus_quad_iou (&sheet, &completed), <, 1);
  completed = square;
  vidimus_quad_complete (&completed, opposite, 800, 600);
  g_assert_cmpmem (&completed, sizeof completed, &square, sizeof square);
}

static void
test_rounded (void)
{
  /* The corner is where the sides meet, not where the rounding is. */
  struct vidimus_quad truth = scene_photograph (1.586, 520, 400, 300, 0.12, 0.2, -0.1);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, NULL, 5);
  scene_add_rounded_card (&image, &truth, 0.037);
  location = locate (&image);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (hypot (location.quad.p[i].x - truth.p[i].x, location.quad.p[i].y - truth.p[i].y), <, 1.2);

  vidimus_image_free (&image);
}

static void
test_dark (void)
{
  /* The twelfth of the light: a card is two or three grey levels from its ground. */
  struct vidimus_quad truth = scene_photograph (1.586, 430, 400, 300, 0.1, 0, 0);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_TILES, &truth, 5);
  for (gsize i = 0; i < image.stride * 600; i++)
    image.data[i] /= 12;
  location = locate (&image);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.95);

  vidimus_image_free (&image);
}

static void
test_faint (void)
{
  /* A pale card in a black rim: eight grey levels are enough of a side where nothing else is around. */
  struct vidimus_quad truth = box (200, 180, 400, 252);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, NULL, 5);
  paint_box (&image, 90, 60, 620, 480, 0x101010);
  paint_box (&image, 105, 75, 590, 450, 0xf0f0f0);
  paint_box (&image, 200, 180, 400, 252, 0xe6e8ea);
  paint_box (&image, 225, 230, 90, 120, 0x9090a0);
  for (int row = 0; row < 6; row++)
    paint_box (&image, 340, 215 + 33 * row, 150 + 30 * (row % 3), 12, 0x404040);
  location = locate (&image);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.95);

  vidimus_image_free (&image);
}

static void
test_confidence (void)
{
  /* One clear card is surer than one of two alike, and than a piece of one. */
  struct vidimus_quad left = scene_photograph (1.586, 340, 200, 300, 0.03, 0, 0);
  struct vidimus_quad right = scene_photograph (1.586, 340, 600, 300, -0.02, 0, 0);
  struct vidimus_quad piece = scene_photograph (1.586, 520, 60, 80, 0.05, 0, 0);
  struct vidimus_image image;
  double alone, either;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &left, 5);
  alone = locate (&image).confidence;
  scene_add_card (&image, &right);
  either = locate (&image).confidence;
  vidimus_image_free (&image);
  g_assert_cmpfloat (alone, >, 0.8);
  g_assert_cmpfloat (either, <, alone - 0.05);

  scene_draw (&image, 800, 600, SCENE_PLAIN, &piece, 5);
  g_assert_cmpfloat (locate (&image).confidence, <, 0.7);
  vidimus_image_free (&image);
}

static void
test_reduce (void)
{
  struct vidimus_image image, out;

  g_assert_true (vidimus_image_alloc (&image, 90, 60, 3));
  for (int y = 0; y < 60; y++)
    for (int x = 0; x < 90; x++)
      for (int c = 0; c < 3; c++)
        vidimus_image_at (&image, x, y)[c] = (guint8) (x < 45 ? 200 : 40 + 10 * c + x % 3);
  g_assert_true (vidimus_reduce (&image, 30, 25, &out));
  for (int c = 0; c < 3; c++)
    {
      g_assert_cmpint (vidimus_image_at (&out, 3, 24)[c], ==, 200);
      g_assert_cmpint (vidimus_image_at (&out, 29, 0)[c], ==, 41 + 10 * c);
    }
  vidimus_image_free (&out);

  /* A dark one: the mean of levels 2 and 3 is half-way between the two, brightened. */
  for (int y = 0; y < 60; y++)
    for (int x = 0; x < 90; x++)
      memset (vidimus_image_at (&image, x, y), x < 30 ? 2 : x < 60 ? 2 + x % 2 : 10, 3);
  g_assert_true (vidimus_reduce (&image, 9, 6, &out));
  g_assert_cmpint (vidimus_image_at (&out, 0, 3)[0], ==, 32);
  g_assert_cmpint (vidimus_image_at (&out, 4, 3)[1], ==, 40);
  g_assert_cmpint (vidimus_image_at (&out, 8, 3)[2], ==, 160);
  vidimus_image_free (&out);
  vidimus_image_free (&image);
}

static void
test_corner_beyond (void)
{
  /* All four sides show, one corner does not: it is placed beyond the frame. */
  struct vidimus_quad truth = scene_photograph (1.586, 600, 330, 300, 0.45, 0, 0);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &truth, 5);
  location = locate (&image);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.93);

  vidimus_image_free (&image);
}

static void
test_shown (void)
{
  /* A window as wide as a card is, its edges as clear: the document is the card in it. */
  struct vidimus_quad truth = box (120, 190, 300, 189);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, NULL, 5);
  paint_box (&image, 70, 70, 660, 464, 0xececec);
  paint_box (&image, 450, 180, 250, 320, 0xffffff);
  for (int row = 0; row < 5; row++)
    paint_box (&image, 470, 210 + 50 * row, 90 + 30 * (row % 3), 12, 0x404040);
  scene_add_card (&image, &truth);
  location = locate (&image);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.88);

  vidimus_image_free (&image);
}

static void
test_book (void)
{
  /* A card on a book with print on its cover: the larger rectangle, as clear as the card's, is not the document. */
  struct vidimus_quad truth = scene_photograph (1.586, 330, 380, 330, 0.06, 0, 0);
  const struct vidimus_quad book = scene_photograph (1.35, 620, 400, 290, -0.04, 0, 0);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_GRAIN, NULL, 5);
  scene_paint_quad (&image, &book, 0x7a2430);
  paint_box (&image, 190, 110, 380, 26, 0xd8b860);
  paint_box (&image, 240, 150, 280, 16, 0xd8b860);
  scene_add_rounded_card (&image, &truth, 0.037);
  location = locate (&image);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.97);

  vidimus_image_free (&image);
}

static void
test_panel (void)
{
  /* A page of print with a panel of a card's shape on it stays a page. */
  struct vidimus_quad truth = box (70, 70, 660, 464);
  struct vidimus_location location;
  struct vidimus_image image;

  scene_draw (&image, 800, 600, SCENE_PLAIN, NULL, 5);
  scene_paint_quad (&image, &truth, 0xececec);
  for (int row = 0; row < 14; row++)
    for (int word = 0; word < 7; word++)
      paint_box (&image, 95 + 88 * word + 13 * (row % 3), 95 + 30 * row, 40 + 9 * ((row + word) % 4), 14, 0x404040);
  paint_box (&image, 100, 170, 340, 229, 0xececec);
  paint_box (&image, 120, 190, 300, 189, 0xa8c0e0);
  for (int row = 0; row < 3; row++)
    paint_box (&image, 150, 220 + 50 * row, 200, 14, 0x404040);
  location = locate (&image);
  g_assert_cmpfloat (vidimus_quad_iou (&truth, &location.quad), >, 0.95);

  vidimus_image_free (&image);
}

static void
test_scan (void)
{
  const int sizes[][2] = { { 1000, 631 }, { 500, 315 }, { 2000, 1261 }, { 600, 422 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      double w = sizes[i][0], h = sizes[i][1];
      const struct vidimus_quad frame = { { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } } };
      struct vidimus_location location;
      struct vidimus_image image;

      scene_draw_card (&image, sizes[i][0], sizes[i][1]);
      location = locate (&image);
      g_assert_true (location.whole_frame);
      g_assert_cmpfloat (vidimus_quad_iou (&frame, &location.quad), >, 0.99);
      vidimus_image_free (&image);
    }
}

static void
test_none (void)
{
  struct vidimus_location location;
  struct vidimus_image image;

  g_assert_true (vidimus_image_alloc (&image, 640, 480, 3));
  memset (image.data, 200, image.stride * 480);
  g_assert_cmpint (vidimus_locate (&image, NULL, &location), ==, VIDIMUS_STATUS_NO_DOCUMENT);
  g_assert_cmpfloat (location.confidence, ==, 0);

  for (gsize i = 0; i < image.stride * 480; i++)
    image.data[i] = (guint8) g_test_rand_int_range (0, 256);
  g_assert_cmpint (vidimus_locate (&image, NULL, &location), ==, VIDIMUS_STATUS_NO_DOCUMENT);
  vidimus_image_free (&image);

  scene_draw (&image, 640, 480, SCENE_PLAIN, NULL, 5);
  g_assert_cmpint (vidimus_locate (&image, NULL, &location), ==, VIDIMUS_STATUS_NO_DOCUMENT);
  vidimus_image_free (&image);
}

static void
test_tiny (void)
{
  /* Nothing is promised but an answer. */
  for (int side = 1; side < 40; side += 7)
    {
      struct vidimus_location location;
      struct vidimus_image image;
      enum vidimus_status status;

      scene_draw_card (&image, side, 1 + side / 2);
      status = vidimus_locate (&image, NULL, &location);
      g_assert_true (status == VIDIMUS_STATUS_OK || status == VIDIMUS_STATUS_NO_DOCUMENT);
      vidimus_image_free (&image);
    }
}

typedef struct
{
  int left; /* polls until the call is cancelled */
  int polls;
  int pictures;
  int texts;
  int numbers;
} Watch;

static bool
watch_cancelled (void *data)
{
  Watch *watch = data;

  watch->polls++;

  return watch->left-- <= 0;
}

static void
watch_explain (void                       *data,
               enum vidimus_stage          stage,
               const char                 *name,
               const struct vidimus_image *picture,
               const char                 *text,
               double                      number)
{
  Watch *watch = data;

  g_assert_cmpint (stage, ==, VIDIMUS_STAGE_LOCATE);
  g_assert_nonnull (name);
  if (picture != NULL)
    {
      g_assert_cmpint (picture->channels, ==, 3);
      g_assert_cmpint (picture->width, <=, 512);
    }
  watch->pictures += picture != NULL;
  watch->texts += text != NULL;
  watch->numbers += !isnan (number);
}

static void
test_cancel (void)
{
  struct vidimus_quad truth = scene_photograph (1.586, 430, 400, 300, 0.1, 0, 0);
  struct vidimus_image image;
  Watch watch = { .left = G_MAXINT };
  struct vidimus_hooks hooks = { watch_cancelled, NULL, &watch };
  struct vidimus_location location;
  int all;

  scene_draw (&image, 800, 600, SCENE_TILES, &truth, 5);
  g_assert_cmpint (vidimus_locate (&image, &hooks, &location), ==, VIDIMUS_STATUS_OK);
  all = watch.polls;
  g_assert_cmpint (all, >, 20);

  for (int left = 0; left < all; left += 1 + all / 23)
    {
      watch = (Watch) { .left = left };
      g_assert_cmpint (vidimus_locate (&image, &hooks, &location), ==, VIDIMUS_STATUS_CANCELLED);
      g_assert_cmpint (watch.polls, ==, left + 1);
      g_assert_cmpfloat (location.confidence, ==, 0);
    }

  vidimus_image_free (&image);
}

static void
test_explain (void)
{
  struct vidimus_quad truth = scene_photograph (1.586, 430, 400, 300, 0.1, 0, 0);
  struct vidimus_image image;
  Watch watch = { 0 };
  struct vidimus_hooks hooks = { NULL, watch_explain, &watch };
  struct vidimus_location location;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &truth, 5);
  g_assert_cmpint (vidimus_locate (&image, &hooks, &location), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (watch.pictures, >=, 4); /* seen, seen closely, lines, quads; and what else was seen closely */
  g_assert_cmpint (watch.texts, ==, 1);
  g_assert_cmpint (watch.numbers, >=, 3);

  vidimus_image_free (&image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_found);
  g_test_add_func ("/locate/order", test_order);
  g_test_add_func ("/locate/large", test_large);
  g_test_add_func ("/locate/cut", test_cut);
  g_test_add_func ("/locate/complete", test_complete);
  g_test_add_func ("/locate/rounded", test_rounded);
  g_test_add_func ("/locate/dark", test_dark);
  g_test_add_func ("/locate/faint", test_faint);
  g_test_add_func ("/locate/confidence", test_confidence);
  g_test_add_func ("/locate/reduce", test_reduce);
  g_test_add_func ("/locate/corner-beyond", test_corner_beyond);
  g_test_add_func ("/locate/shown", test_shown);
  g_test_add_func ("/locate/book", test_book);
  g_test_add_func ("/locate/panel", test_panel);
  g_test_add_func ("/locate/scan", test_scan);
  g_test_add_func ("/locate/none", test_none);
  g_test_add_func ("/locate/tiny", test_tiny);
  g_test_add_func ("/locate/cancel", test_cancel);
  g_test_add_func ("/locate/explain", test_explain);

  return g_test_run ();
}

#include "vidimus-scene.h"
#include "vidimus-sight.h"

#include <math.h>
#include <string.h>

#define WIDTH  40
#define HEIGHT 30

/* A mask as the network would make it: soft at the sides. */
static void
fill_mask (struct vidimus_locate_maps *maps,
           const struct vidimus_quad  *quad)
{
  memset (maps, 0, sizeof *maps);
  maps->width = WIDTH;
  maps->height = HEIGHT;
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    for (int k = 0; k < 16; k++)
      maps->p[VIDIMUS_LOCATE_MAP_INSIDE][i] +=
        vidimus_quad_contains (quad, (struct vidimus_point) { i % WIDTH + (k % 4 + .5) / 4, i / WIDTH + (k / 4 + .5) / 4 }) / 16.f;
}

typedef struct
{
  const char          *path;
  struct vidimus_quad  quad;
  int                  hole[4]; /* cells that are taken from the mask: x, y, width, height */
  double               least;   /* IoU of the fit */
} Case;

static const Case cases[] = {
  { "/sight/fit/upright",  { { { 8, 6 }, { 30, 6 }, { 30, 20 }, { 8, 20 } } }, { 0 }, .97 },
  { "/sight/fit/turned",   { { { 18, 3 }, { 33, 12 }, { 23, 27 }, { 8, 17 } } }, { 0 }, .96 },
  { "/sight/fit/askew",    { { { 12, 5 }, { 28, 7 }, { 35, 25 }, { 5, 22 } } }, { 0 }, .96 },
  { "/sight/fit/finger",   { { { 8, 6 }, { 32, 6 }, { 32, 21 }, { 8, 21 } } }, { 17, 16, 4, 6 }, .93 },
  { "/sight/fit/cut",      { { { -8, 6 }, { 16, 6 }, { 16, 21 }, { -8, 21 } } }, { 0 }, .60 },
};

static void
test_fit (gconstpointer data)
{
  const Case *c = data;
  struct vidimus_locate_maps maps;
  struct vidimus_quad found;

  fill_mask (&maps, &c->quad);
  for (int y = c->hole[1]; y < c->hole[1] + c->hole[3]; y++)
    for (int x = c->hole[0]; x < c->hole[0] + c->hole[2]; x++)
      maps.p[VIDIMUS_LOCATE_MAP_INSIDE][y * WIDTH + x] = 0;

  g_assert_true (vidimus_maps_fit (&maps, &found));
  g_assert_true (vidimus_quad_is_convex (&found));
  g_assert_cmpfloat (vidimus_quad_iou (&found, &c->quad), >, c->least);
}

/* Of two pieces the larger one is the document. */
static void
test_pieces (void)
{
  const struct vidimus_quad large = { { { 4, 4 }, { 24, 4 }, { 24, 18 }, { 4, 18 } } }, small = { { { 30, 20 }, { 38, 20 }, { 38, 28 }, { 30, 28 } } };
  struct vidimus_locate_maps maps, other;
  struct vidimus_quad found;

  fill_mask (&maps, &large);
  fill_mask (&other, &small);
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    maps.p[VIDIMUS_LOCATE_MAP_INSIDE][i] += other.p[VIDIMUS_LOCATE_MAP_INSIDE][i];

  g_assert_true (vidimus_maps_fit (&maps, &found));
  g_assert_cmpfloat (vidimus_quad_iou (&found, &large), >, .96);
}

static void
test_nothing (void)
{
  static const struct vidimus_quad speck = { { { 10, 10 }, { 12, 10 }, { 12, 12 }, { 10, 12 } } };
  struct vidimus_locate_maps maps;
  struct vidimus_quad found;

  fill_mask (&maps, &speck);
  g_assert_false (vidimus_maps_fit (&maps, &found));
}

/* Sizes keep the picture's shape, and are what the network can halve. */
static void
test_sizes (void)
{
  static const int sizes[][4] = { { 4000, 3000, 160, 128 }, { 3000, 4000, 128, 160 }, { 448, 448, 160, 160 }, { 1600, 900, 160, 96 },
                                  { 3000, 100, 160, 48 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int width, height;

      vidimus_locate_net_size (sizes[i][0], sizes[i][1], &width, &height);
      g_assert_cmpint (width, ==, sizes[i][2]);
      g_assert_cmpint (height, ==, sizes[i][3]);
    }
}

static const struct vidimus_quad card = { { { 90, 80 }, { 350, 70 }, { 360, 240 }, { 95, 245 } } };

static void
look (struct vidimus_image *image,
      struct vidimus_sight *sight)
{
  g_assert_cmpint (vidimus_sight_look (image, NULL, sight), ==, VIDIMUS_STATUS_OK);
}

static void
darken (struct vidimus_image *image,
        int                   share)
{
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width * 3; x++)
      image->data[(size_t) y * image->stride + (size_t) x] = (guint8) (image->data[(size_t) y * image->stride + (size_t) x] / share);
}

/* On plain ground the trained network sees the card, in a light picture as in a dark one; the ground alone is none. */
static void
test_card (void)
{
  g_autofree struct vidimus_sight *sight = g_new0 (struct vidimus_sight, 1);
  struct vidimus_image image;
  struct vidimus_seen seen;

  for (int dark = 1; dark <= 3; dark += 2)
    {
      struct vidimus_quad beside = card;

      scene_draw (&image, 448, 336, SCENE_PLAIN, &card, 5);
      darken (&image, dark);
      look (&image, sight);
      g_assert_true (sight->found);
      g_assert_cmpfloat (vidimus_quad_iou (&sight->quad, &card), >, .85);

      vidimus_sight_judge (sight, &card, &seen);
      g_assert_cmpfloat (seen.overlap, >, .8);
      g_assert_cmpfloat_with_epsilon (seen.overlap, vidimus_sight_overlap (sight, &card), 1e-9);
      g_assert_cmpfloat (seen.inside, >, .8);
      g_assert_cmpfloat (seen.side, >, .3);
      g_assert_cmpfloat (seen.side, >=, seen.weakest);

      for (int i = 0; i < 4; i++)
        beside.p[i].x += 120;
      vidimus_sight_judge (sight, &beside, &seen);
      g_assert_cmpfloat (seen.overlap, <, .6);
      g_assert_cmpfloat (seen.weakest, <, .3);
      vidimus_image_free (&image);
    }

  scene_draw (&image, 448, 336, SCENE_PLAIN, NULL, 5);
  look (&image, sight);
  vidimus_sight_judge (sight, &card, &seen);
  g_assert_cmpfloat (seen.overlap, <, .5);
  vidimus_image_free (&image);
}

/* Out of the frame nothing is known. */
static void
test_along (void)
{
  g_autofree struct vidimus_sight *sight = g_new0 (struct vidimus_sight, 1);

  sight->maps.width = WIDTH;
  sight->maps.height = HEIGHT;
  sight->scale_x = sight->scale_y = .1;
  for (int x = 0; x < WIDTH; x++)
    sight->maps.p[VIDIMUS_LOCATE_MAP_SIDE][10 * WIDTH + x] = 1;

  g_assert_cmpfloat_with_epsilon (vidimus_sight_along (sight, (struct vidimus_point) { 20, 105 }, (struct vidimus_point) { 300, 105 }), 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (vidimus_sight_along (sight, (struct vidimus_point) { 20, 205 }, (struct vidimus_point) { 300, 205 }), 0, 1e-6);
  g_assert_cmpfloat (vidimus_sight_along (sight, (struct vidimus_point) { -200, 105 }, (struct vidimus_point) { -20, 105 }), ==, -1);
}

static bool
cancelled (void *data)
{
  return --*(int *) data < 0;
}

static void
test_cancel (void)
{
  g_autofree struct vidimus_sight *sight = g_new0 (struct vidimus_sight, 1);
  struct vidimus_image image;

  scene_draw (&image, 448, 336, SCENE_PLAIN, &card, 5);
  for (int after = 0; after < 10; after += 3)
    {
      int left = after;
      const struct vidimus_hooks hooks = { .cancelled = cancelled, .data = &left };

      g_assert_cmpint (vidimus_sight_look (&image, &hooks, sight), ==, VIDIMUS_STATUS_CANCELLED);
    }
  vidimus_image_free (&image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_fit);
  g_test_add_func ("/sight/pieces", test_pieces);
  g_test_add_func ("/sight/nothing", test_nothing);
  g_test_add_func ("/sight/sizes", test_sizes);
  g_test_add_func ("/sight/card", test_card);
  g_test_add_func ("/sight/along", test_along);
  g_test_add_func ("/sight/cancel", test_cancel);

  return g_test_run ();
}

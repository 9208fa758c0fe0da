#include "vidimus-scene.h"

#include "vidimus-locate-private.h"

#include <math.h>
#include <string.h>

#define WIDTH  900
#define HEIGHT 675

static struct vidimus_workings *
find (const struct vidimus_image *image)
{
  struct vidimus_workings *work = g_new0 (struct vidimus_workings, 1);

  g_assert_cmpint (vidimus_workings_find (image, NULL, work), ==, VIDIMUS_STATUS_OK);
  g_assert_true (work->close.looked);

  return work;
}

static void
drop (struct vidimus_workings *work)
{
  vidimus_workings_clear (work);
  g_free (work);
}

/* A patch around a quad shows it whole, its longer side along the width, and leads there and back. */
static void
test_patch (void)
{
  const struct vidimus_quad upright = { { { 300, 100 }, { 420, 110 }, { 400, 330 }, { 290, 320 } } };
  struct vidimus_patch patch;
  double low = INFINITY, high = -INFINITY;

  g_assert_true (vidimus_patch_around (&upright, .25, 160, 128, &patch));
  for (int i = 0; i < 4; i++)
    {
      struct vidimus_point p = vidimus_patch_to (&patch, upright.p[i]), back = vidimus_patch_from (&patch, p);

      g_assert_cmpfloat (hypot (back.x - upright.p[i].x, back.y - upright.p[i].y), <, 1e-9);
      g_assert_cmpfloat (fmin (p.x, 160 - p.x), >, 20);
      g_assert_cmpfloat (fmin (p.y, 128 - p.y), >, 20);
      low = fmin (low, p.x);
      high = fmax (high, p.x);
    }
  g_assert_cmpfloat_with_epsilon ((high - low) / 160, 1 / 1.5, .02);
  g_assert_false (vidimus_patch_around (&(struct vidimus_quad) { 0 }, .25, 160, 128, &patch));
}

/* What lies beyond the picture is told, and as grey as the rest on the whole. */
static void
test_beyond (void)
{
  const struct vidimus_patch patch = { { -10, 0 }, 1, 0, 32, 16 };
  struct vidimus_image image, cut;
  guint8 beyond[32 * 16];

  g_assert_true (vidimus_image_alloc (&image, 40, 40, 3));
  for (int i = 0; i < 40 * 40 * 3; i++)
    image.data[i] = (guint8) (i % 3 == 0 ? 10 + 2 * (i / 3 % 40) : 100);
  g_assert_true (vidimus_patch_cut (&patch, &image, &cut, beyond));
  for (int y = 0; y < 16; y++)
    for (int x = 0; x < 32; x++)
      {
        const guint8 *p = vidimus_image_at (&cut, x, y);

        g_assert_cmpint (beyond[y * 32 + x], ==, x < 10);
        g_assert_cmpint (p[0], ==, x < 10 ? 31 : 10 + 2 * (x - 10));
        g_assert_cmpint (p[1], ==, 100);
      }
  vidimus_image_free (&image);
  vidimus_image_free (&cut);
}

/* The document is about where it is (a dark heading is left to the edges); nothing lies over it. */
static void
test_seen (void)
{
  struct vidimus_quad truth = scene_photograph (1.586, 380, 480, 330, .4, .2, -.2), seen;
  struct vidimus_workings *work;
  struct vidimus_closeup closeup;
  struct vidimus_image image;

  scene_draw (&image, WIDTH, HEIGHT, SCENE_GRAIN, &truth, 3);
  work = find (&image);
  g_assert_true (vidimus_close_quad (&work->close, &seen));
  for (int i = 0; i < 4; i++)
    seen.p[i] = (struct vidimus_point) { seen.p[i].x * work->scale, seen.p[i].y * work->scale };
  g_test_message ("IoU %.3f", vidimus_quad_iou (&seen, &truth));
  g_assert_cmpfloat (vidimus_quad_iou (&seen, &truth), >, .8);
  vidimus_close_note (&work->close, work->scale, &closeup);
  g_assert_cmpfloat (vidimus_closeup_at (&closeup, VIDIMUS_CLOSEUP_COVER, (struct vidimus_point) { 480, 330 }), <, .5);
  g_assert_cmpfloat (vidimus_closeup_at (&closeup, VIDIMUS_CLOSEUP_COVER, (struct vidimus_point) { -500, 330 }), ==, 0);
  drop (work);
  vidimus_image_free (&image);
}

/* A card that the frame cuts on two sides goes on beyond them: on the whole it is seen better than if it ended there. */
static void
test_completed (void)
{
  static const struct vidimus_point places[] = { { 700, 580 }, { 740, 560 }, { 190, 110 }, { 170, 570 }, { 720, 100 } };
  double completed = 0, visible = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
    {
      struct vidimus_quad truth = scene_photograph (1.586, 520, places[k].x, places[k].y, .06, 0, 0), part;
      struct vidimus_location location;
      struct vidimus_image image;

      scene_draw (&image, WIDTH, HEIGHT, SCENE_PLAIN, &truth, 5);
      g_assert_cmpint (vidimus_locate (&image, NULL, &location), ==, VIDIMUS_STATUS_OK);
      g_assert_cmpint (location.side_cut[0] + location.side_cut[1] + location.side_cut[2] + location.side_cut[3], ==, 2);
      part = location.quad;
      for (int i = 0; i < 4; i++)
        part.p[i] = (struct vidimus_point) { CLAMP (part.p[i].x, 0, WIDTH), CLAMP (part.p[i].y, 0, HEIGHT) };
      completed += vidimus_quad_iou (&location.quad, &truth) / G_N_ELEMENTS (places);
      visible += vidimus_quad_iou (&part, &truth) / G_N_ELEMENTS (places);
      vidimus_image_free (&image);
    }
  g_test_message ("IoU %.3f, of the visible part alone %.3f", completed, visible);
  g_assert_cmpfloat (completed, >, visible + .02);
}

/* Only the sides that are cut off are taken from what was seen, whatever corner is first there. */
static void
test_sides (void)
{
  const struct vidimus_quad whole = { { { 40, 50 }, { 125, 50 }, { 125, 104 }, { 40, 104 } } };
  const bool cut[4] = { false, true, true, false }, none[4] = { false };
  g_autofree struct vidimus_close *close = g_new0 (struct vidimus_close, 1);
  struct vidimus_quad quad = { { { 42, 52 }, { 110, 52 }, { 110, 95 }, { 42, 95 } } }, before = quad;

  close->looked = close->sight.found = true;
  close->patch = (struct vidimus_patch) { { 0, 0 }, 1, 0, 160, 128 };
  for (int i = 0; i < 4; i++)
    close->sight.quad.p[i] = whole.p[(i + 2) % 4];

  vidimus_close_complete (close, none, 110, 95, 1, &quad);
  g_assert_cmpmem (&quad, sizeof quad, &before, sizeof before);
  vidimus_close_complete (close, cut, 110, 95, 1, &quad);
  g_assert_cmpfloat_with_epsilon (quad.p[0].x, 42, 1e-6);
  g_assert_cmpfloat_with_epsilon (quad.p[0].y, 52, 1e-6);
  g_assert_cmpfloat_with_epsilon (quad.p[2].x, 125, 3);
  g_assert_cmpfloat_with_epsilon (quad.p[2].y, 104, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/close/patch", test_patch);
  g_test_add_func ("/close/beyond", test_beyond);
  g_test_add_func ("/close/seen", test_seen);
  g_test_add_func ("/close/completed", test_completed);
  g_test_add_func ("/close/sides", test_sides);

  return g_test_run ();
}

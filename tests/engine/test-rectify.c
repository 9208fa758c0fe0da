#include "vidimus-scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct vidimus_location
known (const struct vidimus_quad *quad)
{
  struct vidimus_location location = { .quad = *quad, .confidence = 1 };

  return location;
}

static enum vidimus_status
rectify (const struct vidimus_image    *image,
         const struct vidimus_location *location,
         const struct vidimus_hooks    *hooks,
         struct vidimus_card           *card)
{
  struct vidimus_source source = vidimus_source_from_image (image);

  return vidimus_rectify (&source, location, VIDIMUS_READ_SIDE, hooks, card);
}

static void
test_aspect (void)
{
  /* Near to a known format the estimate snaps to it, far from one it stays. */
  const struct { double drawn, expected; } formats[] = {
    { 1.60, 85.60 / 53.98 }, { 1.41, 125.0 / 88.0 }, { 1.0 / 1.586, 53.98 / 85.60 }, { 2.3, 2.3 }, { 1.0, 1.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      struct vidimus_quad quad = scene_photograph (formats[i].drawn, 430, 400, 300, 0, 0, 0);
      struct vidimus_location location = known (&quad);
      struct vidimus_image image;
      struct vidimus_card card;

      scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
      g_assert_cmpint (rectify (&image, &location, NULL, &card), ==, VIDIMUS_STATUS_OK);
      g_assert_cmpfloat (fabs (card.aspect - formats[i].expected), <, 1e-3 * formats[i].expected);
      g_assert_cmpfloat (fabs ((double) card.rgb.width / card.rgb.height - card.aspect), <, 0.01);
      g_assert_cmpint (card.rgb.width, >=, 429);
      g_assert_cmpint (card.gray.width, ==, card.rgb.width);
      g_assert_cmpint (card.gray.channels, ==, 1);
      vidimus_card_clear (&card);
      g_assert_null (card.rgb.data);
      vidimus_image_free (&image);
    }
}

static void
test_pixels (void)
{
  /* A tilted card comes out as it was drawn, and to_image leads back to its corners. */
  struct vidimus_quad quad = scene_photograph (1.586, 620, 400, 300, 0.1, 0.4, 0.2);
  struct vidimus_location location = known (&quad);
  struct vidimus_image image, flat;
  struct vidimus_card card;
  double off = 0;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
  g_assert_cmpint (rectify (&image, &location, NULL, &card), ==, VIDIMUS_STATUS_OK);

  for (int i = 0; i < 4; i++)
    {
      struct vidimus_point corner = { i == 1 || i == 2 ? card.rgb.width : 0, i >= 2 ? card.rgb.height : 0 };
      struct vidimus_point p = vidimus_homography_apply (&card.to_image, corner);

      g_assert_cmpfloat (hypot (p.x - quad.p[i].x, p.y - quad.p[i].y), <, 1e-6);
    }

  scene_draw_card (&flat, card.rgb.width, card.rgb.height);
  for (int y = 0; y < flat.height; y++)
    for (int x = 0; x < flat.width; x++)
      off += abs (vidimus_image_at (&flat, x, y)[1] - vidimus_image_at (&card.rgb, x, y)[1]);
  g_assert_cmpfloat (off / flat.width / flat.height, <, 8);

  vidimus_image_free (&flat);
  vidimus_card_clear (&card);
  vidimus_image_free (&image);
}

static void
test_limit (void)
{
  const struct vidimus_quad quad = { { { 10, 10 }, { 3180, 10 }, { 3180, 2000 }, { 10, 2000 } } };
  struct vidimus_location location = known (&quad);
  struct vidimus_image image;
  struct vidimus_card card;

  scene_draw (&image, 3200, 2020, SCENE_PLAIN, NULL, 5);
  g_assert_cmpint (rectify (&image, &location, NULL, &card), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (card.rgb.width, ==, VIDIMUS_READ_SIDE);
  vidimus_card_clear (&card);
  vidimus_image_free (&image);
}

static void
test_degenerate (void)
{
  const struct vidimus_quad quad = { { { 10, 10 }, { 100, 10 }, { 200, 10 }, { 10, 90 } } };
  struct vidimus_location location = known (&quad);
  struct vidimus_image image;
  struct vidimus_card card;

  scene_draw (&image, 300, 200, SCENE_PLAIN, NULL, 5);
  g_assert_cmpint (rectify (&image, &location, NULL, &card), ==, VIDIMUS_STATUS_NO_DOCUMENT);
  g_assert_null (card.rgb.data);
  vidimus_image_free (&image);
}

static bool
cancelled_cb (void *data)
{
  int *left = data;

  return (*left)-- <= 0;
}

static void
explain_cb (void                       *data,
            enum vidimus_stage          stage,
            const char                 *name,
            const struct vidimus_image *picture,
            const char                 *text,
            double                      number)
{
  int *calls = data;

  g_assert_cmpint (stage, ==, VIDIMUS_STAGE_RECTIFY);
  if (strcmp (name, "card") == 0)
    g_assert_cmpint (picture->width, <=, 480);
  (*calls)++;
}

static void
test_hooks (void)
{
  struct vidimus_quad quad = scene_photograph (1.586, 620, 400, 300, 0.1, 0.4, 0.2);
  struct vidimus_location location = known (&quad);
  struct vidimus_image image;
  struct vidimus_card card;

  scene_draw (&image, 800, 600, SCENE_PLAIN, &quad, 5);
  for (int left = 0; left < 4; left++)
    {
      int polls = left;
      struct vidimus_hooks hooks = { cancelled_cb, NULL, &polls };

      g_assert_cmpint (rectify (&image, &location, &hooks, &card), ==, VIDIMUS_STATUS_CANCELLED);
      g_assert_null (card.rgb.data);
    }

  {
    int calls = 0;
    struct vidimus_hooks hooks = { NULL, explain_cb, &calls };

    g_assert_cmpint (rectify (&image, &location, &hooks, &card), ==, VIDIMUS_STATUS_OK);
    g_assert_cmpint (calls, ==, 2);
    vidimus_card_clear (&card);
  }
  vidimus_image_free (&image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/rectify/aspect", test_aspect);
  g_test_add_func ("/rectify/pixels", test_pixels);
  g_test_add_func ("/rectify/limit", test_limit);
  g_test_add_func ("/rectify/degenerate", test_degenerate);
  g_test_add_func ("/rectify/hooks", test_hooks);

  return g_test_run ();
}

#include "vidimus-view.h"

#include <math.h>

#define NEAR(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-6)

static VidimusView
make_view (int    image_width,
           int    image_height,
           double width,
           double height,
           double scale)
{
  VidimusView view;

  vidimus_view_init (&view);
  vidimus_view_set_size (&view, width, height, scale);
  vidimus_view_set_image (&view, image_width, image_height);

  return view;
}

static void
assert_round_trip (VidimusView *view)
{
  for (int i = 0; i < 9; i++)
    {
      VidimusPoint point = { view->image_width * (i % 3) / 2.0, view->image_height * (i / 3) / 2.0 };
      VidimusPoint back = vidimus_view_widget_to_image (view, vidimus_view_image_to_widget (view, point));

      NEAR (back.x, point.x);
      NEAR (back.y, point.y);
    }
}

static void
test_fit (void)
{
  VidimusView view = make_view (1600, 1200, 816, 734, 1);
  VidimusPoint a = vidimus_view_image_to_widget (&view, (VidimusPoint) { 0, 0 });
  VidimusPoint b = vidimus_view_image_to_widget (&view, (VidimusPoint) { 1600, 1200 });

  g_assert_true (view.fit);
  NEAR (view.zoom, vidimus_view_get_fit_zoom (&view));
  g_assert_cmpfloat (a.x, >=, 12);
  g_assert_cmpfloat (b.x, <=, 804);
  g_assert_cmpfloat (fabs ((a.x + b.x) / 2 - 408), <, 1);
  g_assert_cmpfloat (fabs ((a.y + b.y) / 2 - 367), <, 1);
  assert_round_trip (&view);

  vidimus_view_set_size (&view, 400, 400, 1);
  b = vidimus_view_image_to_widget (&view, (VidimusPoint) { 1600, 1200 });
  g_assert_cmpfloat (b.x, <, 400); /* it went on fitting */
}

/* A small picture is not blown up without end. */
static void
test_fit_small (void)
{
  VidimusView view = make_view (64, 48, 800, 600, 1);

  NEAR (view.zoom, 2.0);
}

static void
test_zoom_keeps_point (void)
{
  for (int turn = 0; turn < 4; turn++)
    for (int scale = 1; scale <= 2; scale++)
      {
        VidimusView view = make_view (4000, 3000, 800, 600, scale);
        const VidimusPoint at = { 500, 250 };
        VidimusPoint before, after;

        vidimus_view_turn (&view, turn);
        vidimus_view_zoom_at (&view, 1.0, (VidimusPoint) { 400, 300 });
        before = vidimus_view_widget_to_image (&view, at);
        vidimus_view_zoom_at (&view, 2.5, at);
        after = vidimus_view_widget_to_image (&view, at);

        g_assert_false (view.fit);
        NEAR (view.zoom, 2.5);
        /* the offset is rounded to a device pixel */
        g_assert_cmpfloat (fabs (after.x - before.x), <, 1.01);
        g_assert_cmpfloat (fabs (after.y - before.y), <, 1.01);
        assert_round_trip (&view);
      }
}

static void
test_turn (void)
{
  VidimusView view = make_view (1600, 1200, 800, 800, 1);
  VidimusPoint corner, next;

  vidimus_view_turn (&view, 1);
  corner = vidimus_view_image_to_widget (&view, (VidimusPoint) { 0, 0 });
  next = vidimus_view_image_to_widget (&view, (VidimusPoint) { 1600, 0 });

  /* clockwise: the top left goes to the top right, the top edge runs down */
  g_assert_cmpfloat (corner.x, >, 400);
  g_assert_cmpfloat (corner.y, <, 400);
  NEAR (next.x, corner.x);
  g_assert_cmpfloat (next.y, >, corner.y);
  assert_round_trip (&view);

  vidimus_view_turn (&view, -1);
  g_assert_cmpint (view.turn, ==, 0);
  vidimus_view_turn (&view, -1);
  g_assert_cmpint (view.turn, ==, 3);
}

/* On a screen of twice the density, 100 % is one picture pixel to one screen pixel, on whole screen pixels. */
static void
test_density (void)
{
  VidimusView view = make_view (4001, 3001, 801, 601, 2);
  VidimusPoint a, b;

  vidimus_view_zoom_at (&view, 1.0, (VidimusPoint) { 400, 300 });
  a = vidimus_view_image_to_widget (&view, (VidimusPoint) { 100, 100 });
  b = vidimus_view_image_to_widget (&view, (VidimusPoint) { 101, 100 });
  NEAR ((b.x - a.x) * 2, 1.0);
  NEAR (a.x * 2, round (a.x * 2));
  NEAR (a.y * 2, round (a.y * 2));

  vidimus_view_set_size (&view, 801, 601, 1); /* moved to another screen: as large as before */
  NEAR (view.zoom, 0.5);
}

static void
test_pan_is_bounded (void)
{
  VidimusView view = make_view (1000, 1000, 500, 500, 1);
  VidimusPoint a;

  vidimus_view_zoom_at (&view, 1.0, (VidimusPoint) { 250, 250 });
  vidimus_view_pan (&view, 10000, 10000);
  a = vidimus_view_image_to_widget (&view, (VidimusPoint) { 0, 0 });
  NEAR (a.x, 0);
  NEAR (a.y, 0);

  vidimus_view_pan (&view, -100, -30);
  a = vidimus_view_image_to_widget (&view, (VidimusPoint) { 0, 0 });
  NEAR (a.x, -100);
  NEAR (a.y, -30);

  vidimus_view_zoom_at (&view, 1000, (VidimusPoint) { 250, 250 });
  NEAR (view.zoom, VIDIMUS_VIEW_MAX_ZOOM);
}

/* Room around the image, when it fits and when it is panned; none is left when it is taken back. */
static void
test_room (void)
{
  VidimusView view = make_view (1600, 1200, 800, 700, 1);
  VidimusPoint corner;

  vidimus_view_set_room (&view, 60, 0.25);
  g_assert_true (view.fit);
  g_assert_cmpfloat (vidimus_view_image_to_widget (&view, (VidimusPoint) { 0, 0 }).x, >=, 59);
  g_assert_cmpfloat (vidimus_view_image_to_widget (&view, (VidimusPoint) { 1600, 0 }).x, <=, 741);

  vidimus_view_zoom_at (&view, 2.0, (VidimusPoint) { 400, 350 });
  vidimus_view_pan (&view, 1e6, 1e6);
  corner = vidimus_view_image_to_widget (&view, (VidimusPoint) { -300, -300 }); /* a quarter of 1200 beyond */
  g_assert_cmpfloat_with_epsilon (corner.x, 60, 1.0);
  g_assert_cmpfloat_with_epsilon (corner.y, 60, 1.0);
  assert_round_trip (&view);

  vidimus_view_set_room (&view, 0, 0);
  corner = vidimus_view_image_to_widget (&view, (VidimusPoint) { 0, 0 });
  g_assert_cmpfloat_with_epsilon (corner.x, 0, 1.0);
  g_assert_cmpfloat_with_epsilon (corner.y, 0, 1.0);
}

/* Above what it shows as long as there is room, never over it, always whole. */
static void
test_place_loupe (void)
{
  VidimusView view = make_view (1600, 1200, 800, 700, 1);
  VidimusPoint at = vidimus_view_place_loupe (&view, (VidimusPoint) { 400, 500 }, 90, 30);

  NEAR (at.x, 400);
  NEAR (at.y, 380);
  for (int x = 0; x <= 800; x += 20)
    for (int y = 0; y <= 700; y += 20)
      {
        at = vidimus_view_place_loupe (&view, (VidimusPoint) { x, y }, 90, 30);
        g_assert_cmpfloat (at.x, >=, 90);
        g_assert_cmpfloat (at.x, <=, 710);
        g_assert_cmpfloat (at.y, >=, 90);
        g_assert_cmpfloat (at.y, <=, 610);
        g_assert_cmpfloat (hypot (at.x - x, at.y - y), >=, 120 - 1e-6);
        if (y >= 210 && x >= 90 && x <= 710)
          g_assert_cmpfloat (at.y, <, y - 119);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/view/fit", test_fit);
  g_test_add_func ("/view/fit-small", test_fit_small);
  g_test_add_func ("/view/zoom-keeps-point", test_zoom_keeps_point);
  g_test_add_func ("/view/turn", test_turn);
  g_test_add_func ("/view/density", test_density);
  g_test_add_func ("/view/pan-is-bounded", test_pan_is_bounded);
  g_test_add_func ("/view/room", test_room);
  g_test_add_func ("/view/place-loupe", test_place_loupe);

  return g_test_run ();
}

#include "vidimus-alarm-private.h"
#include "vidimus-outline-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define WIDTH  40
#define HEIGHT 30

static guint8 mask[WIDTH * HEIGHT];

static void
clear (void)
{
  memset (mask, 0, sizeof mask);
}

static void
set_box (int x0,
         int y0,
         int x1,
         int y1)
{
  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      mask[y * WIDTH + x] = 1;
}

/* Positive when clockwise on the screen. */
static double
polygon_area (const struct vidimus_outline *outline)
{
  double sum = 0;

  for (int i = 0; i < outline->n_points; i++)
    {
      struct vidimus_point a = outline->points[i], b = outline->points[(i + 1) % outline->n_points];

      sum += a.x * b.y - a.y * b.x;
    }

  return sum / 2;
}

static void
test_nothing (void)
{
  struct vidimus_outline outlines[2];

  clear ();
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 1, outlines, 2), ==, 0);
}

static void
test_boxes (void)
{
  struct vidimus_outline outlines[3];

  clear ();
  set_box (2, 3, 6, 5);
  set_box (10, 10, 30, 20);
  set_box (0, 29, 1, 30);
  set_box (35, 0, 40, 4);
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 2, outlines, 3), ==, 3);
  g_assert_cmpint (outlines[0].area, ==, 200);
  g_assert_cmpint (outlines[1].area, ==, 20);
  g_assert_cmpint (outlines[2].area, ==, 8);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpint (outlines[i].n_points, ==, 4);
      g_assert_cmpfloat (outlines[i].value, ==, 1);
      g_assert_cmpfloat (polygon_area (&outlines[i]), ==, outlines[i].area);
    }
  for (int i = 0; i < 4; i++)
    {
      g_assert_true (outlines[0].points[i].x == 10 || outlines[0].points[i].x == 30);
      g_assert_true (outlines[0].points[i].y == 10 || outlines[0].points[i].y == 20);
    }

  /* Room for one: the largest. */
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 1, outlines, 1), ==, 1);
  g_assert_cmpint (outlines[0].area, ==, 200);
}

/* Cells that touch at a corner only are two blobs, whichever way they touch. */
static void
test_corner (void)
{
  struct vidimus_outline outlines[4];

  clear ();
  set_box (2, 2, 4, 4);
  set_box (4, 4, 7, 7);
  set_box (22, 2, 24, 4);
  set_box (19, 4, 22, 7);
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 1, outlines, 4), ==, 4);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (polygon_area (&outlines[i]), ==, outlines[i].area);
}

static void
test_round (void)
{
  struct vidimus_outline outline;
  float values[WIDTH * HEIGHT];

  clear ();
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        mask[y * WIDTH + x] = hypot (x + 0.5 - 18, y + 0.5 - 15) < 12;
        values[y * WIDTH + x] = x;
      }
  g_assert_cmpint (vidimus_outline_trace (mask, values, WIDTH, HEIGHT, 1, &outline, 1), ==, 1);
  g_assert_cmpint (outline.n_points, <=, VIDIMUS_OUTLINE_POINTS);
  g_assert_cmpint (outline.n_points, >, 5);
  g_assert_cmpfloat (fabs (polygon_area (&outline) / outline.area - 1), <, 0.12);
  g_assert_cmpfloat (fabs (outline.value - 17.5), <, 0.1);
}

/* However ragged: a comb, a snake a cell wide, a chequered field. */
static void
test_ragged (void)
{
  struct vidimus_outline outlines[8];

  clear ();
  for (int x = 0; x < WIDTH; x += 2)
    set_box (x, 0, x + 1, HEIGHT);
  set_box (0, 0, WIDTH, 1);
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 1, outlines, 8), ==, 1);
  g_assert_cmpint (outlines[0].n_points, <=, VIDIMUS_OUTLINE_POINTS);
  g_assert_cmpint (outlines[0].n_points, >=, 3);

  clear ();
  for (int i = 0; i < HEIGHT; i++)
    set_box (i, i, i + 2, i + 1);
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 1, outlines, 8), ==, 1);
  g_assert_cmpint (outlines[0].n_points, >=, 3);

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = (i / WIDTH + i % WIDTH) % 2;
  g_assert_cmpint (vidimus_outline_trace (mask, NULL, WIDTH, HEIGHT, 1, outlines, 8), ==, 8);
  for (int i = 0; i < 8; i++)
    g_assert_cmpfloat (polygon_area (&outlines[i]), ==, 1);
}

/* A card twice as large in the picture, moved by (100, 50): cells of 10 pixels come out as 20. */
static void
test_evidence (void)
{
  struct vidimus_card card = { .rgb = { .width = WIDTH * 10, .height = HEIGHT * 10 },
                               .to_image = { { 2, 0, 100, 0, 2, 50, 0, 0, 1 } } };
  struct vidimus_alarm_input input = { .card = &card };
  struct vidimus_alarm_output output = { 0 };
  const struct vidimus_evidence *items = output.evidence.items;

  clear ();
  set_box (1, 1, 3, 3);
  set_box (10, 10, 30, 20);
  set_box (35, 25, 36, 26);
  g_assert_cmpint (vidimus_evidence_add_mask (&input, &output, "x", mask, NULL, WIDTH, HEIGHT, 0.001, 8), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (output.evidence.n, ==, 0);

  input.evidence = true;
  g_assert_cmpint (vidimus_evidence_add_mask (&input, &output, "x", mask, NULL, WIDTH, HEIGHT, 0.001, 8), ==, VIDIMUS_STATUS_OK);
  g_assert_cmpint (output.evidence.n, ==, 2);
  g_assert_cmpstr (items[0].kind, ==, "x");
  g_assert_cmpfloat (fabs (items[0].value - 200.0 / (WIDTH * HEIGHT)), <, 1e-9);
  g_assert_cmpint (items[0].n_points, ==, 4);
  for (int i = 0; i < 4; i++)
    {
      g_assert_true (items[0].points[i].x == 300 || items[0].points[i].x == 700);
      g_assert_true (items[0].points[i].y == 250 || items[0].points[i].y == 450);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/outline/nothing", test_nothing);
  g_test_add_func ("/outline/boxes", test_boxes);
  g_test_add_func ("/outline/corner", test_corner);
  g_test_add_func ("/outline/round", test_round);
  g_test_add_func ("/outline/ragged", test_ragged);
  g_test_add_func ("/outline/evidence", test_evidence);

  return g_test_run ();
}

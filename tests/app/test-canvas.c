#include "vidimus-application.h"
#include "vidimus-area-overlay.h"
#include "vidimus-canvas.h"
#include "vidimus-pyramid.h"
#include "vidimus-widget-test.h"

#include "vidimus-test.h"

#include <math.h>

/* A picture whose quadrants are red, green, blue and white. */
static VidimusPicture *
make_picture (int width,
              int height)
{
  struct vidimus_image image;
  g_autoptr(GBytes) png = NULL;
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture;

  g_assert_true (vidimus_image_alloc (&image, width, height, 3));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *p = vidimus_image_at (&image, x, y);
        gboolean right = x >= width / 2, low = y >= height / 2;

        p[0] = !right == !low ? 255 : 0;
        p[1] = right ? 255 : 0;
        p[2] = low ? 255 : 0;
      }
  png = vidimus_picture_encode_png (&image, &error);
  g_assert_no_error (error);
  vidimus_image_free (&image);
  picture = vidimus_picture_new_from_bytes (png, &VIDIMUS_DECODE_DESK, NULL, &error);
  g_assert_no_error (error);

  return picture;
}

static gboolean
is_loaded (gpointer canvas)
{
  return vidimus_canvas_is_loaded (canvas);
}

static gboolean
is_allocated (gpointer canvas)
{
  return gtk_widget_get_width (canvas) > 0;
}

static GtkWidget *
show_canvas (VidimusPicture *picture)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *canvas = vidimus_canvas_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 600, 500);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), canvas);
  gtk_window_present (GTK_WINDOW (window));
  vidimus_test_await_true (is_allocated, canvas);
  vidimus_canvas_set_picture (VIDIMUS_CANVAS (canvas), picture);
  vidimus_test_await_true (is_loaded, canvas);

  return canvas;
}

/* What the canvas draws, as pixels: B, G, R, A. */
static guint8 *
render (GtkWidget *canvas,
        int       *stride)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (canvas));
  int width = gtk_widget_get_width (canvas), height = gtk_widget_get_height (canvas);
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  guint8 *pixels;

  GTK_WIDGET_GET_CLASS (canvas)->snapshot (canvas, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  *stride = width * 4;
  pixels = g_malloc ((gsize) *stride * height);
  gdk_texture_download (texture, pixels, *stride);

  return pixels;
}

static void
assert_color (GtkWidget     *canvas,
              const guint8  *pixels,
              int            stride,
              VidimusPoint   point,
              guint8         red,
              guint8         green,
              guint8         blue)
{
  VidimusPoint at = vidimus_canvas_image_to_widget (VIDIMUS_CANVAS (canvas), point);
  const guint8 *p = pixels + (int) floor (at.y) * stride + (int) floor (at.x) * 4;

  g_assert_cmpint (abs (p[2] - red) + abs (p[1] - green) + abs (p[0] - blue), <, 12);
}

/* A stroke of the accent lies over the picture's red at @point, and white on both sides of it. */
static void
assert_outlined (GtkWidget     *canvas,
                 const guint8  *pixels,
                 int            stride,
                 VidimusPoint   point)
{
  VidimusPoint at = vidimus_canvas_image_to_widget (VIDIMUS_CANVAS (canvas), point);
  int most_white = 0, most_blue = 0;

  for (int y = (int) at.y - 4; y <= (int) at.y + 4; y++)
    for (int x = (int) at.x - 4; x <= (int) at.x + 4; x++)
      {
        const guint8 *p = pixels + y * stride + x * 4;

        most_white = MAX (most_white, MIN (p[1], p[2]));
        most_blue = MAX (most_blue, p[0] - p[2]);
      }
  g_assert_cmpint (most_white, >, 120);
  g_assert_cmpint (most_blue, >, 100);
}

static void
assert_quadrants (GtkWidget *canvas,
                  int        width,
                  int        height)
{
  int stride;
  g_autofree guint8 *pixels = render (canvas, &stride);

  assert_color (canvas, pixels, stride, (VidimusPoint) { width * 0.4, height * 0.4 }, 255, 0, 0);
  assert_color (canvas, pixels, stride, (VidimusPoint) { width * 0.6, height * 0.4 }, 0, 255, 0);
  assert_color (canvas, pixels, stride, (VidimusPoint) { width * 0.4, height * 0.6 }, 0, 0, 255);
  assert_color (canvas, pixels, stride, (VidimusPoint) { width * 0.6, height * 0.6 }, 255, 255, 255);
}

/* What is drawn lies where the canvas says it is: over tiles, at a reduced level, enlarged, turned. */
static void
test_pixels (void)
{
  g_autoptr(VidimusPicture) picture = make_picture (1501, 1103);
  GtkWidget *canvas = show_canvas (picture);

  assert_quadrants (canvas, 1501, 1103);
  for (int i = 0; i < 4; i++)
    {
      vidimus_canvas_turn (VIDIMUS_CANVAS (canvas));
      assert_quadrants (canvas, 1501, 1103);
    }
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (canvas)));
}

/* Between two tiles nothing of the background shows. */
static void
test_seams (void)
{
  struct vidimus_image image;
  g_autoptr(GBytes) png = NULL;
  g_autoptr(VidimusPicture) picture = NULL;
  GtkWidget *canvas;
  g_autofree guint8 *pixels = NULL;
  int stride;

  g_assert_true (vidimus_image_alloc (&image, 1400, 1100, 3));
  memset (image.data, 200, image.stride * 1100);
  png = vidimus_picture_encode_png (&image, NULL);
  vidimus_image_free (&image);
  picture = vidimus_picture_new_from_bytes (png, &VIDIMUS_DECODE_DESK, NULL, NULL);
  canvas = show_canvas (picture);
  vidimus_canvas_set_zoom (VIDIMUS_CANVAS (canvas), 0.7713);
  pixels = render (canvas, &stride);

  for (int y = 20; y < gtk_widget_get_height (canvas) - 20; y++)
    for (int x = 20; x < gtk_widget_get_width (canvas) - 20; x++)
      g_assert_cmpint (abs (pixels[y * stride + x * 4] - 200), <=, 1);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (canvas)));
}

static void
test_quad (void)
{
  const VidimusQuad quad = { { { 300, 200 }, { 1200, 210 }, { 1190, 900 }, { 310, 890 } } };
  g_autoptr(VidimusPicture) picture = make_picture (1501, 1103);
  GtkWidget *canvas = show_canvas (picture);
  g_autofree guint8 *pixels = NULL;
  int stride;

  vidimus_canvas_set_quad (VIDIMUS_CANVAS (canvas), &quad, FALSE);
  pixels = render (canvas, &stride);

  /* the rest is dimmed by a third, the inside is not */
  assert_color (canvas, pixels, stride, (VidimusPoint) { 100, 100 }, 170, 0, 0);
  assert_color (canvas, pixels, stride, (VidimusPoint) { 500, 400 }, 255, 0, 0);
  assert_outlined (canvas, pixels, stride, (VidimusPoint) { 600, 200 + 10 * 300 / 900.0 });
  assert_outlined (canvas, pixels, stride, (VidimusPoint) { 300 + 10 * 200 / 690.0, 400 });
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "The document’s corners lie at 300, 200; 1200, 210; 1190, 900; 310, 890");

  g_clear_pointer (&pixels, g_free);
  vidimus_canvas_set_quad (VIDIMUS_CANVAS (canvas), NULL, FALSE);
  pixels = render (canvas, &stride);
  assert_color (canvas, pixels, stride, (VidimusPoint) { 100, 100 }, 255, 0, 0);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (canvas)));
}

static GPtrArray *
make_areas (double left,
            double top,
            double right,
            double bottom)
{
  const VidimusPoint points[] = { { left, top }, { right, top }, { right, bottom }, { left, bottom } };
  GPtrArray *areas = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_area_free);

  g_ptr_array_add (areas, vidimus_area_new ("glare", 1, points, 4));

  return areas;
}

/* Of all that is drawn within @reach image pixels around @point: how many of the widget's pixels are not the picture's red. */
static guint
count_marked (GtkWidget    *canvas,
              VidimusPoint  point,
              double        reach)
{
  VidimusPoint low = { point.x - reach, point.y - reach }, high = { point.x + reach, point.y + reach };
  VidimusPoint a = vidimus_canvas_image_to_widget (VIDIMUS_CANVAS (canvas), low);
  VidimusPoint b = vidimus_canvas_image_to_widget (VIDIMUS_CANVAS (canvas), high);
  int stride;
  g_autofree guint8 *pixels = render (canvas, &stride);
  guint n = 0;

  for (int y = (int) MIN (a.y, b.y); y < MAX (a.y, b.y); y++)
    for (int x = (int) MIN (a.x, b.x); x < MAX (a.x, b.x); x++)
      n += pixels[y * stride + x * 4 + 2] < 245 || pixels[y * stride + x * 4 + 1] > 12;

  return n;
}

/* Areas lie where the picture has them, at every zoom and turn; the rest is untouched. */
static void
test_areas (void)
{
  g_autoptr(VidimusPicture) picture = make_picture (1501, 1103);
  g_autoptr(VidimusPicture) other = make_picture (800, 600);
  g_autoptr(GPtrArray) areas = make_areas (200, 150, 500, 400);
  GtkWidget *canvas = show_canvas (picture);

  g_assert_cmpuint (count_marked (canvas, (VidimusPoint) { 350, 275 }, 100), ==, 0);
  vidimus_canvas_set_areas (VIDIMUS_CANVAS (canvas), areas, VIDIMUS_VERDICT_CLEAR);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Marked, by a local estimate: Glare");
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpuint (count_marked (canvas, (VidimusPoint) { 350, 275 }, 100), >, 300);
      g_assert_cmpuint (count_marked (canvas, (VidimusPoint) { 620, 275 }, 60), ==, 0);
      vidimus_canvas_turn (VIDIMUS_CANVAS (canvas));
      if (i == 1)
        vidimus_canvas_set_zoom (VIDIMUS_CANVAS (canvas), 0.3);
    }

  vidimus_canvas_set_areas (VIDIMUS_CANVAS (canvas), NULL, VIDIMUS_VERDICT_CLEAR);
  g_assert_cmpuint (count_marked (canvas, (VidimusPoint) { 350, 275 }, 100), ==, 0);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");

  /* nor do they stay when another picture comes */
  vidimus_canvas_set_areas (VIDIMUS_CANVAS (canvas), areas, VIDIMUS_VERDICT_CLEAR);
  vidimus_canvas_set_picture (VIDIMUS_CANVAS (canvas), other);
  vidimus_test_await_true (is_loaded, canvas);
  g_assert_cmpuint (count_marked (canvas, (VidimusPoint) { 300, 225 }, 60), ==, 0);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (canvas)));
}

/* In the flat view the corners of the document are the corners of the picture. */
static void
test_flattened (void)
{
  const VidimusQuad quad = { { { 300, 200 }, { 1200, 210 }, { 1190, 900 }, { 310, 890 } } };
  g_autoptr(GPtrArray) areas = make_areas (0, 0, 1, 1);
  g_autoptr(GPtrArray) beyond = make_areas (0, 0, 1, 1);
  g_autoptr(GPtrArray) flat = NULL, none = NULL;
  const VidimusQuad steep = { { { 450, 100 }, { 550, 100 }, { 1000, 900 }, { 0, 900 } } };
  VidimusArea *area = areas->pdata[0];

  memcpy (area->points, quad.corners, sizeof quad.corners);
  flat = vidimus_areas_flattened (areas, &quad, 640, 400);
  area = flat->pdata[0];
  g_assert_cmpfloat_with_epsilon (area->points[0].x, 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (area->points[2].x, 640, 1e-6);
  g_assert_cmpfloat_with_epsilon (area->points[2].y, 400, 1e-6);

  /* the sides of this one meet at y = 11: above there is nothing of its plane */
  none = vidimus_areas_flattened (beyond, &steep, 640, 400);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_view_is_kept (void)
{
  g_autoptr(VidimusPicture) one = make_picture (1501, 1103);
  g_autoptr(VidimusPicture) two = make_picture (800, 600);
  GtkWidget *canvas = show_canvas (one);
  VidimusPoint point;

  vidimus_canvas_set_zoom (VIDIMUS_CANVAS (canvas), 3.0);
  point = vidimus_canvas_image_to_widget (VIDIMUS_CANVAS (canvas), (VidimusPoint) { 700, 500 });
  vidimus_canvas_set_picture (VIDIMUS_CANVAS (canvas), two);
  vidimus_test_await_true (is_loaded, canvas);
  g_assert_cmpfloat (vidimus_canvas_get_zoom (VIDIMUS_CANVAS (canvas)), <, 2.0);
  vidimus_canvas_set_picture (VIDIMUS_CANVAS (canvas), one);
  vidimus_test_await_true (is_loaded, canvas);

  g_assert_cmpfloat_with_epsilon (vidimus_canvas_get_zoom (VIDIMUS_CANVAS (canvas)), 3.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (vidimus_canvas_image_to_widget (VIDIMUS_CANVAS (canvas),
                                                                  (VidimusPoint) { 700, 500 }).x, point.x, 1.01);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (canvas)));
}

/* A pinch enlarges by its own factor from where it began, and keeps what lies under it. */
static void
test_pinch (void)
{
  g_autoptr(VidimusPicture) picture = make_picture (1501, 1103);
  GtkWidget *widget = show_canvas (picture);
  VidimusCanvas *canvas = VIDIMUS_CANVAS (widget);
  GtkEventController *motion = widget_find_controller (widget, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  GtkEventController *pinch = widget_find_controller (widget, GTK_TYPE_GESTURE_ZOOM);
  const VidimusPoint at = { 210, 260 };
  VidimusPoint before, after;
  double zoom;

  vidimus_canvas_set_zoom (canvas, 1.5);
  before = vidimus_canvas_widget_to_image (canvas, at);
  zoom = vidimus_canvas_get_zoom (canvas);
  g_signal_emit_by_name (motion, "motion", at.x, at.y);
  g_signal_emit_by_name (pinch, "begin", NULL);
  for (double factor = 1.1; factor < 2.05; factor += 0.1)
    g_signal_emit_by_name (pinch, "scale-changed", factor);

  after = vidimus_canvas_widget_to_image (canvas, at);
  g_assert_cmpfloat_with_epsilon (vidimus_canvas_get_zoom (canvas), 2.0 * zoom, 1e-6);
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 0.51); /* whole device pixels */
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 0.51);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (widget)));
}

/* The textures are made once for a picture, whoever asks, and go with it. */
static void
test_pyramid (void)
{
  VidimusPicture *picture = make_picture (3000, 2000);
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(VidimusPyramid) a = NULL;
  VidimusPyramid *b;
  gpointer watched;

  vidimus_pyramid_get_async (picture, NULL, vidimus_test_finish, &first);
  vidimus_pyramid_get_async (picture, NULL, vidimus_test_finish, &second);
  a = vidimus_pyramid_get_finish (vidimus_test_await (&first), NULL);
  b = vidimus_pyramid_get_finish (vidimus_test_await (&second), NULL);
  g_assert_nonnull (a);
  g_assert_true (a == b);
  g_object_unref (b);
  g_assert_true (vidimus_pyramid_peek (picture) == a);
  g_assert_cmpint (gdk_texture_get_width (vidimus_pyramid_get_thumbnail (a)), <=, 256);
  g_assert_cmpint (vidimus_pyramid_get_width (a), ==, 3000);

  watched = a;
  g_object_add_weak_pointer (G_OBJECT (a), &watched);
  g_clear_object (&first);
  g_clear_object (&second);
  g_clear_object (&a);
  g_assert_nonnull (watched);
  g_object_unref (picture);
  while (watched != NULL) /* the thread lets go of the picture when it likes */
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

  g_test_add_func ("/canvas/pixels", test_pixels);
  g_test_add_func ("/canvas/seams", test_seams);
  g_test_add_func ("/canvas/quad", test_quad);
  g_test_add_func ("/canvas/areas", test_areas);
  g_test_add_func ("/canvas/areas/flattened", test_flattened);
  g_test_add_func ("/canvas/view-is-kept", test_view_is_kept);
  g_test_add_func ("/canvas/pinch", test_pinch);
  g_test_add_func ("/canvas/pyramid", test_pyramid);

  return g_test_run ();
}

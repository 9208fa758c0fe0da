/* Correcting the outline: with a real pointer and real keys where a person has them. */
#include "vidimus-application.h"
#include "vidimus-canvas-private.h"
#include "vidimus-imaging-fixtures.h"
#include "vidimus-straighten-test.h"
#include "vidimus-widget-test.h"

#include <math.h>

#define NEAR_PIXELS 1.6 /* of the picture: the pointer stands on whole pixels of the screen */

/* A person's hands */

static void
xdo (const char *format,
     ...) G_GNUC_PRINTF (1, 2);

static void
xdo (const char *format,
     ...)
{
  g_autofree char *arguments = NULL, *line = NULL;
  g_autoptr(GError) error = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  line = g_strconcat ("xdotool ", arguments, NULL);
  g_spawn_command_line_sync (line, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
has_hands (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  if (xdotool == NULL)
    g_test_skip ("xdotool is not installed");

  return xdotool != NULL;
}

/* Without a window manager the window lies at the display's corner. */
static VidimusPoint
to_screen (StraightenFixture      *f,
           VidimusPoint  image)
{
  VidimusPoint at = vidimus_canvas_image_to_widget (f->canvas, image);
  double x, y, dx, dy;

  g_assert_true (gtk_widget_translate_coordinates (GTK_WIDGET (f->canvas), GTK_WIDGET (f->window), at.x, at.y, &x, &y));
  gtk_native_get_surface_transform (GTK_NATIVE (f->window), &dx, &dy);

  return (VidimusPoint) { round (x + dx), round (y + dy) };
}

static gboolean
is_dragged (gpointer editor)
{
  return VIDIMUS_OUTLINE_EDITOR (editor)->dragged >= 0;
}

static gboolean
is_let_go (gpointer editor)
{
  return VIDIMUS_OUTLINE_EDITOR (editor)->dragged < 0;
}

typedef struct
{
  VidimusOutlineEditor *editor;
  int                   corner;
  VidimusPoint          at;
  double                near;
} Wanted;

static gboolean
is_there (gpointer data)
{
  Wanted *wanted = data;
  const VidimusPoint *corner = &wanted->editor->edit.quad.corners[wanted->corner];

  return fabs (corner->x - wanted->at.x) < wanted->near && fabs (corner->y - wanted->at.y) < wanted->near;
}

static void
await_near (VidimusOutlineEditor *editor,
            int                   corner,
            double                x,
            double                y,
            double                near)
{
  Wanted wanted = { editor, corner, { x, y }, near };

  vidimus_test_await_true (is_there, &wanted);
}

static void
await_corner (VidimusOutlineEditor *editor,
              int                   corner,
              double                x,
              double                y)
{
  await_near (editor, corner, x, y, NEAR_PIXELS);
}

static void
await_exactly (VidimusOutlineEditor *editor,
               int                   corner,
               double                x,
               double                y)
{
  await_near (editor, corner, x, y, 1e-6);
}

static void
drag (StraightenFixture              *f,
      VidimusOutlineEditor *editor,
      VidimusPoint          from,
      VidimusPoint          to)
{
  VidimusPoint a = to_screen (f, from), b = to_screen (f, to);

  xdo ("mousemove %.0f %.0f mousedown 1", a.x, a.y);
  vidimus_test_await_true (is_dragged, editor);
  xdo ("mousemove %.0f %.0f mousemove %.0f %.0f", (a.x + b.x) / 2, (a.y + b.y) / 2, b.x, b.y);
}

static void
let_go (VidimusOutlineEditor *editor)
{
  xdo ("mouseup 1");
  vidimus_test_await_true (is_let_go, editor);
}

/* A corner goes where it is dragged, a side takes both its ends along, and what is no handle pans. */
static void
test_pointer (StraightenFixture *f,
              gconstpointer      data)
{
  VidimusDocument *document = straighten_open (f);
  VidimusOutlineEditor *editor;
  VidimusPoint before, after, at;
  VidimusQuad quad;

  if (!has_hands ())
    return;

  editor = straighten_begin (f);
  drag (f, editor, (VidimusPoint) { 60, 50 }, (VidimusPoint) { 80, 40 });
  await_corner (editor, 0, 80, 40);
  let_go (editor);
  drag (f, editor, (VidimusPoint) { 340, 150 }, (VidimusPoint) { 310, 10 });
  await_corner (editor, 1, 310, editor->edit.quad.corners[1].y);
  let_go (editor);
  await_corner (editor, 2, 310, 250);
  g_assert_false (vidimus_document_get_corrected (document, &quad)); /* not before it is kept */

  /* a document that was cut: the corner is beyond the picture */
  drag (f, editor, (VidimusPoint) { 60, 250 }, (VidimusPoint) { -12, 310 });
  await_corner (editor, 3, -12, 310);
  let_go (editor);

  vidimus_canvas_set_zoom (f->canvas, 3.0);
  before = vidimus_canvas_image_to_widget (f->canvas, (VidimusPoint) { 200, 150 });
  at = to_screen (f, (VidimusPoint) { 200, 150 });
  xdo ("mousemove %.0f %.0f mousedown 1 mousemove %.0f %.0f mousemove %.0f %.0f", at.x, at.y, at.x + 20, at.y, at.x + 60, at.y);
  for (after = before; after.x < before.x + 59; after = vidimus_canvas_image_to_widget (f->canvas, (VidimusPoint) { 200, 150 }))
    g_main_context_iteration (NULL, TRUE);
  xdo ("mouseup 1");
  g_assert_cmpint (editor->dragged, ==, -1);
  straighten_assert_corner (&editor->edit.quad, 0, 80, 40, NEAR_PIXELS);

  straighten_act (f, "straighten-accept");
  g_assert_true (vidimus_document_get_corrected (document, &quad));
  straighten_assert_corner (&quad, 3, -12, 310, NEAR_PIXELS);
}

static gboolean
has_editor (gpointer data)
{
  return vidimus_viewer_get_straightening (((StraightenFixture *) data)->viewer);
}

static gboolean
has_no_editor (gpointer data)
{
  return !has_editor (data);
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

static void
get_the_keyboard (StraightenFixture *f)
{
  xdo ("search --sync --onlyvisible --name picture.png windowfocus --sync");
  vidimus_test_await_true (is_active, f->window);
}

/* All of it without a pointer; which way an arrow goes is the screen's, whichever way the picture is turned. */
static void
test_keyboard (StraightenFixture *f,
               gconstpointer      data)
{
  VidimusDocument *document = straighten_open (f);
  VidimusOutlineEditor *editor;
  VidimusQuadEdit expected;
  VidimusQuad quad, kept;
  double tenth;

  if (!has_hands ())
    return;
  get_the_keyboard (f);
  editor = straighten_begin (f);
  g_assert_cmpint (vidimus_outline_editor_get_focused (editor), ==, 0);

  xdo ("key Right Right Down shift+Down");
  await_exactly (editor, 0, 62, 61);
  xdo ("key Tab Tab Left"); /* over the side to the second corner */
  await_exactly (editor, 1, 339, 50);
  expected = editor->edit;
  vidimus_quad_edit_move (&expected, 4, (VidimusPoint) { (62 + 339) / 2.0, (61 + 50) / 2.0 - 1 });
  xdo ("key shift+Tab Up"); /* the side between them */
  await_exactly (editor, 1, expected.quad.corners[1].x, expected.quad.corners[1].y);
  g_assert_cmpint (vidimus_outline_editor_get_focused (editor), ==, 4);

  tenth = 0.1 * MIN (f->canvas->view.width, f->canvas->view.height) * f->canvas->view.scale / f->canvas->view.zoom;
  quad = editor->edit.quad;
  xdo ("key shift+Tab ctrl+Right");
  await_exactly (editor, 0, quad.corners[0].x + tenth, quad.corners[0].y);

  vidimus_canvas_turn (f->canvas); /* a quarter clockwise: right on the screen is up in the picture */
  quad = editor->edit.quad;
  xdo ("key shift+Right");
  await_exactly (editor, 0, quad.corners[0].x, quad.corners[0].y - 10);

  xdo ("key Return");
  vidimus_test_await_true (has_no_editor, f);
  g_assert_true (vidimus_document_get_corrected (document, &quad));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (f->canvas)));

  straighten_begin (f);
  xdo ("key Right Escape");
  vidimus_test_await_true (has_no_editor, f);
  g_assert_true (vidimus_document_get_corrected (document, &kept));
  g_assert_cmpmem (&kept, sizeof kept, &quad, sizeof quad);
}

/* Tab and Shift+Tab go round the outline and then leave it: nobody is caught. */
static void
test_focus (StraightenFixture *f,
            gconstpointer      data)
{
  static const int order[] = { 0, 4, 1, 5, 2, 6, 3, 7 };
  VidimusOutlineEditor *editor;
  GtkWidget *widget;

  straighten_open (f);
  editor = straighten_begin (f);
  widget = GTK_WIDGET (editor);
  for (int i = 0; i < 8; i++)
    {
      g_assert_cmpint (vidimus_outline_editor_get_focused (editor), ==, order[i]);
      g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD) == (i < 7));
    }
  for (int i = 7; i >= 0; i--)
    {
      g_assert_cmpint (vidimus_outline_editor_get_focused (editor), ==, order[i]);
      g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_BACKWARD) == (i > 0));
    }
  g_assert_false (gtk_widget_get_focusable (GTK_WIDGET (f->canvas)));

  /* what is out of sight comes into it */
  vidimus_canvas_set_zoom (f->canvas, 8.0);
  for (int i = 1; i < 8; i++)
    {
      VidimusPoint at;

      gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
      at = vidimus_outline_editor_get_place (editor, order[i]);
      g_assert_cmpfloat (at.x, >, 20);
      g_assert_cmpfloat (at.x, <, gtk_widget_get_width (widget) - 20);
      g_assert_cmpfloat (at.y, >, 20);
      g_assert_cmpfloat (at.y, <, gtk_widget_get_height (widget) - 20);
    }
  straighten_act (f, "straighten-discard");
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (f->canvas)));
}

static void
test_names (StraightenFixture *f,
            gconstpointer      data)
{
  VidimusOutlineEditor *editor;

  straighten_open (f);
  editor = straighten_begin (f);
  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    {
      gtk_test_accessible_assert_role (editor->handles[i], GTK_ACCESSIBLE_ROLE_BUTTON);
      g_assert_true (gtk_widget_get_focusable (editor->handles[i]));
    }
  gtk_test_accessible_assert_property (editor->handles[0], GTK_ACCESSIBLE_PROPERTY_LABEL, "Corner 1, 60 × 50 pixels");
  gtk_test_accessible_assert_property (editor->handles[7], GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Side from corner 4 to corner 1, 60 × 150 pixels");
  vidimus_quad_edit_move (&editor->edit, 0, (VidimusPoint) { 70, 44 });
  vidimus_outline_editor_changed (editor);
  gtk_test_accessible_assert_property (editor->handles[0], GTK_ACCESSIBLE_PROPERTY_LABEL, "Corner 1, 70 × 44 pixels");
}

static int
press (VidimusOutlineEditor *editor,
       int                   handle,
       double                dx,
       double                dy)
{
  GtkEventController *drag = widget_find_controller (GTK_WIDGET (editor), GTK_TYPE_GESTURE_DRAG);
  VidimusPoint at = vidimus_outline_editor_get_place (editor, handle);
  int dragged;

  g_signal_emit_by_name (drag, "drag-begin", at.x + dx, at.y + dy);
  dragged = editor->dragged;
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);

  return dragged;
}

/* At least 24 logical pixels across, at any zoom; taking hold of the edge of a handle does not move it. */
static void
test_reach (StraightenFixture *f,
            gconstpointer      data)
{
  static const double zooms[] = { 0.5, 1.0, 8.0 };
  VidimusOutlineEditor *editor;

  straighten_open (f);
  editor = straighten_begin (f);
  for (gsize z = 0; z < G_N_ELEMENTS (zooms); z++)
    {
      vidimus_canvas_set_zoom (f->canvas, zooms[z]);
      for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
        {
          g_assert_cmpint (press (editor, i, 12, 0), ==, i);
          g_assert_cmpint (press (editor, i, 0, -12), ==, i);
        }
      g_assert_cmpint (press (editor, 0, -18, -18), ==, -1);
    }
  straighten_assert_corner (&editor->edit.quad, 0, 60, 50, 1e-9);
  g_assert_false (vidimus_outline_editor_is_changed (editor));
}

static void
assert_color (GtkWidget    *widget,
              guint8       *pixels,
              double        x,
              double        y,
              const guint8 *color)
{
  const guint8 *p = pixels + ((int) y * gtk_widget_get_width (widget) + (int) x) * 4;

  g_assert_cmpint (abs (p[2] - color[0]) + abs (p[1] - color[1]) + abs (p[0] - color[2]), <, 12);
}

/* The handles' widgets follow what is seen. */
static gboolean
is_placed (gpointer data)
{
  VidimusOutlineEditor *editor = data;
  VidimusPoint at = vidimus_outline_editor_get_place (editor, 0);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (editor->handles[0], GTK_WIDGET (editor), &bounds) &&
         fabs (bounds.origin.x + bounds.size.width / 2 - at.x) < 1 && fabs (bounds.origin.y + bounds.size.height / 2 - at.y) < 1;
}

/* The loupe at the handle that is moved: where the four colours meet in the picture they meet in its middle, much larger. */
static void
test_loupe (StraightenFixture *f,
            gconstpointer      data)
{
  static const VidimusQuad low = { { { 200, 150 }, { 380, 150 }, { 380, 280 }, { 200, 280 } } };
  GtkWidget *widget = GTK_WIDGET (f->canvas);
  GtkSnapshot *snapshot;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autofree guint8 *pixels = NULL;
  VidimusOutlineEditor *editor;
  VidimusPoint at, loupe;
  int width, height;

  vidimus_document_set_corrected (straighten_open (f), &low);
  editor = straighten_begin (f);
  vidimus_canvas_zoom_at (f->canvas, 2.0, (VidimusPoint) { 100, 100 }); /* the middle of the picture is not that of the view */
  vidimus_test_await_true (is_placed, editor);
  editor->dragged = 0; /* as while a pointer is down */
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  width = gtk_widget_get_width (widget);
  height = gtk_widget_get_height (widget);
  snapshot = gtk_snapshot_new ();
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  pixels = g_malloc ((gsize) width * height * 4);
  gdk_texture_download (texture, pixels, (gsize) width * 4);

  at = vidimus_outline_editor_get_place (editor, 0);
  loupe = vidimus_view_place_loupe (&f->canvas->view, at, 96, 32);
  g_assert_cmpfloat (loupe.y, <, at.y - 96); /* a finger does not cover it */
  assert_color (widget, pixels, loupe.x - 30, loupe.y - 30, fixture_colors[0]);
  assert_color (widget, pixels, loupe.x + 30, loupe.y - 30, fixture_colors[1]);
  assert_color (widget, pixels, loupe.x - 30, loupe.y + 30, fixture_colors[3]);
  assert_color (widget, pixels, loupe.x + 30, loupe.y + 30, fixture_colors[2]);
  editor->dragged = -1;
}

#define ADD(path, func) \
  g_test_add ("/straighten/" path, StraightenFixture, NULL, straighten_set_up, func, straighten_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

  ADD ("pointer", test_pointer);
  ADD ("keyboard", test_keyboard);
  ADD ("focus", test_focus);
  ADD ("names", test_names);
  ADD ("reach", test_reach);
  ADD ("loupe", test_loupe);

  return g_test_run ();
}

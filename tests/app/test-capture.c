#include "vidimus-application.h"
#include "vidimus-capture-test.h"

#include "clip.h"
#include "vidimus-test.h"

typedef struct
{
  Fixture    *f;
  GdkTexture *last;
} Following;

static gboolean
shows_another (gpointer data)
{
  Following *following = data;

  return vidimus_live_view_get_texture (following->f->page->view) != following->last;
}

static void
test_live (Fixture       *f,
           gconstpointer  data)
{
  Following following = { .f = f };

  g_assert_null (vidimus_capture_page_get_camera (f->page)); /* who takes no picture looks for no camera */
  open_page (f);
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_READY);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (f->window->stack), ==, "capture");
  for (int i = 0; i < 3; i++)
    {
      following.last = vidimus_live_view_get_texture (f->page->view);
      g_assert_nonnull (following.last);
      vidimus_test_await_true (shows_another, &following);
    }

  activate (f, "leave-capture");
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_OFF);
  g_assert_null (vidimus_live_view_get_texture (f->page->view)); /* nor is anything left of what it saw */
  g_assert_cmpstr (gtk_stack_get_visible_child_name (f->window->stack), ==, "empty");
}

/* The camera is off whenever nobody can see that it is on. */
static void
test_hidden (Fixture       *f,
             gconstpointer  data)
{
  open_page (f);
  gtk_widget_set_visible (GTK_WIDGET (f->window), FALSE);
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_OFF);
  gtk_window_present (GTK_WINDOW (f->window));
  await_page (f, "live");
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_READY);
}

/* Asked for again until the manager is there that does it. */
static gboolean
is_minimised (gpointer data)
{
  Fixture *f = data;

  if (g_get_monotonic_time () - f->tried > G_USEC_PER_SEC)
    {
      gtk_window_minimize (GTK_WINDOW (f->window));
      f->tried = g_get_monotonic_time ();
    }

  return camera_state (f) == VIDIMUS_CAMERA_OFF;
}

static void
test_minimised (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *manager = g_find_program_in_path ("openbox");
  g_autoptr(GSubprocess) openbox = NULL;

  if (manager == NULL)
    {
      g_test_skip ("only a window manager minimises: openbox is not installed");
      return;
    }

  openbox = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, manager, NULL);
  open_page (f);
  vidimus_test_await_true (is_minimised, f);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (f->page)));
  gtk_window_unminimize (GTK_WINDOW (f->window));
  await_page (f, "live");
  g_subprocess_force_exit (openbox);
  g_subprocess_wait (openbox, NULL, NULL);
}

/* What is used is the frame that was shown, at the device's resolution. */
static void
test_used (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GBytes) still = NULL;
  VidimusDocument *document;

  open_page (f);
  take (f);
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_OFF); /* while it is looked at the light is out */
  still = g_bytes_ref (vidimus_shot_review_get_still (f->page->review));
  g_assert_cmpuint (number_of_file (still), ==, number_shown (f));

  g_assert_true (vidimus_capture_page_press (f->page, GDK_KEY_Return));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (f->window->stack), ==, "desk");
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_OFF);
  document = vidimus_window_get_document (f->window);
  g_assert_cmpint (vidimus_document_get_origin (document), ==, VIDIMUS_ORIGIN_CAMERA);
  g_assert_true (g_str_has_prefix (vidimus_document_get_name (document), "Photo "));
  while (vidimus_document_get_picture (document) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_bytes_equal (vidimus_picture_get_bytes (vidimus_document_get_picture (document)), still));
  g_assert_null (vidimus_document_get_partner (document));
}

/* Auto-shot: what the coach gives is taken, not what came after it. */
static void
test_shot (Fixture       *f,
           gconstpointer  data)
{
  Following following = { .f = f };
  g_autoptr(VidimusFrame) frame = NULL;
  guint number;

  open_page (f);
  frame = g_object_ref (f->page->frame);
  number = number_shown (f);
  following.last = vidimus_live_view_get_texture (f->page->view);
  vidimus_test_await_true (shows_another, &following);
  g_assert_cmpuint (number_shown (f), !=, number);
  g_signal_emit_by_name (vidimus_capture_page_get_coach (f->page), "shot", frame);
  vidimus_test_await_true (is_reviewed, f);
  g_assert_cmpuint (number_of_file (vidimus_shot_review_get_still (f->page->review)), ==, number);
}

static void
test_retaken (Fixture       *f,
              gconstpointer  data)
{
  open_page (f);
  for (guint i = 1; i <= 3; i++)
    {
      g_assert_false (gtk_revealer_get_reveal_child (f->page->other_ways));
      take (f);
      g_assert_true (vidimus_capture_page_press (f->page, GDK_KEY_Escape));
      g_assert_null (vidimus_shot_review_get_still (f->page->review));
      g_assert_cmpuint (vidimus_coach_get_tries (vidimus_capture_page_get_coach (f->page)), ==, i);
      await_page (f, "live");
    }
  g_assert_true (gtk_revealer_get_reveal_child (f->page->other_ways));
  g_assert_null (vidimus_window_get_document (f->window));

  take (f);
  press (f, "use");
  g_assert_cmpuint (vidimus_coach_get_tries (vidimus_capture_page_get_coach (f->page)), ==, 0);
}

static void
test_both_sides (Fixture       *f,
                 gconstpointer  data)
{
  VidimusDocument *front, *back;

  g_settings_set_boolean (f->settings, "both-sides", TRUE);
  open_page (f);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), "other-side"));
  take (f);
  press (f, "use");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (f->window->stack), ==, "capture");
  g_assert_cmpstr (gtk_label_get_label (f->page->hint), ==, "Now the back");
  front = vidimus_window_get_document (f->window);
  take (f);
  press (f, "use");

  g_assert_cmpstr (gtk_stack_get_visible_child_name (f->window->stack), ==, "desk");
  back = vidimus_window_get_document (f->window);
  g_assert_true (back != front);
  g_assert_true (vidimus_document_get_partner (back) == front);
  g_assert_true (vidimus_document_is_back (back));
  g_assert_false (vidimus_document_is_back (front));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), "other-side"));
  activate (f, "other-side");
  g_assert_true (vidimus_window_get_document (f->window) == front);
  activate (f, "other-side");
  g_assert_true (vidimus_window_get_document (f->window) == back);

  activate (f, "remove");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), "other-side"));
}

static gboolean
is_coached (gpointer data)
{
  Fixture *f = data;

  return vidimus_coach_get_hint (vidimus_capture_page_get_coach (f->page)) > VIDIMUS_HINT_SHOW;
}

static gboolean
is_turned (gpointer data)
{
  return ((Fixture *) data)->page->turned;
}

/* A front that still lies there is not taken by itself as its back: it is to be taken away first. */
static void
test_turned_over (Fixture       *f,
                  gconstpointer  data)
{
  VidimusCoach *coach;

  g_settings_set_boolean (f->settings, "both-sides", TRUE);
  open_page (f);
  coach = vidimus_capture_page_get_coach (f->page);
  take (f);
  press (f, "use");
  await_page (f, "live");
  vidimus_test_await_true (is_coached, f);
  g_assert_cmpstr (gtk_label_get_label (f->page->hint), ==, "Now the back");
  g_signal_emit_by_name (coach, "shot", f->page->frame);
  g_assert_cmpint (f->page->stage, ==, VIDIMUS_CAPTURE_LIVE);

  show (f, "empty");
  vidimus_test_await_true (is_turned, f);
  g_signal_emit_by_name (coach, "shot", f->page->frame);
  g_assert_cmpint (f->page->stage, ==, VIDIMUS_CAPTURE_TAKING);
}

/* Who leaves before the back keeps the front alone; the next picture is not its back. */
static void
test_one_side (Fixture       *f,
               gconstpointer  data)
{
  VidimusDocument *front;

  g_settings_set_boolean (f->settings, "both-sides", TRUE);
  open_page (f);
  take (f);
  press (f, "use");
  front = vidimus_window_get_document (f->window);
  activate (f, "leave-capture");
  g_settings_set_boolean (f->settings, "both-sides", FALSE);
  open_page (f);
  take (f);
  press (f, "use");
  g_assert_true (vidimus_window_get_document (f->window) != front);
  g_assert_null (vidimus_document_get_partner (front));
}

static void
test_timer (Fixture       *f,
            gconstpointer  data)
{
  gint64 pressed;

  g_settings_set_int (f->settings, "timer", 3);
  open_page (f);
  press (f, "shutter");
  g_assert_cmpstr (gtk_label_get_label (f->page->countdown), ==, "3");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (f->page->countdown)));
  gtk_test_accessible_assert_property (f->page->shutter, GTK_ACCESSIBLE_PROPERTY_LABEL, "Stop the timer");
  g_assert_true (vidimus_capture_page_press (f->page, GDK_KEY_Escape));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->page->countdown)));
  g_assert_true (f->window->capturing);

  pressed = g_get_monotonic_time ();
  press (f, "shutter");
  g_assert_cmpstr (vidimus_capture_page_get_page (f->page), ==, "live");
  vidimus_test_await_true (is_reviewed, f);
  g_assert_cmpint (g_get_monotonic_time () - pressed, >=, 2 * G_USEC_PER_SEC);
}

/* Of BGRA, where red and blue may change places for it. */
static gboolean
is_magenta (const guchar *pixels,
            gsize         stride,
            int           x,
            int           y)
{
  const guchar *at = pixels + (gsize) y * stride + (gsize) x * 4;

  return at[0] > 160 && at[1] < 90 && at[2] > 160;
}

/* Mirrored is what is painted, never what is taken: the number's first cell is magenta, and stands left. */
static void
test_mirror (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GdkTexture) painted = NULL;
  g_autofree guchar *pixels = NULL;
  gsize stride;
  int width, height;

  g_settings_set_boolean (f->settings, "mirror", TRUE);
  open_page (f);
  painted = paint (f);
  width = gdk_texture_get_width (painted);
  height = gdk_texture_get_height (painted);
  stride = (gsize) width * 4;
  pixels = g_malloc (stride * (gsize) height);
  gdk_texture_download (painted, pixels, stride);
  g_assert_true (is_magenta (pixels, stride, width - 1 - CLIP_CELL / 2, height - CLIP_CELL / 2));
  g_assert_false (is_magenta (pixels, stride, CLIP_CELL / 2, height - CLIP_CELL / 2));

  take (f);
  g_assert_cmpuint (number_of_file (vidimus_shot_review_get_still (f->page->review)), ==, number_shown (f));
}

static gboolean
is_upright (gpointer data)
{
  Fixture *f = data;
  GdkTexture *texture = vidimus_live_view_get_texture (f->page->view);

  return texture != NULL && gdk_texture_get_height (texture) > gdk_texture_get_width (texture);
}

/* A turn is remembered with its camera. */
static void
test_turn (Fixture       *f,
           gconstpointer  data)
{
  open_page (f);
  press (f, "turn");
  vidimus_test_await_true (is_upright, f);
  activate (f, "leave-capture");
  vidimus_camera_set_turn (vidimus_capture_page_get_camera (f->page), 0);

  gtk_window_destroy (GTK_WINDOW (f->window));
  f->window = VIDIMUS_WINDOW (vidimus_window_new (NULL, f->services));
  f->page = f->window->capture;
  gtk_window_present (GTK_WINDOW (f->window));
  open_page (f);
  vidimus_test_await_true (is_upright, f);
}

/* States that are no picture */

static void
assert_problem (Fixture    *f,
                const char *title)
{
  const char *words = adw_status_page_get_description (f->page->status);

  g_assert_cmpstr (adw_status_page_get_title (f->page->status), ==, title);
  g_assert_nonnull (strstr (words, "\n")); /* what happened, and what to do */
  g_assert_true (gtk_widget_get_mapped (f->page->retry));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (f->page->actions), "retry"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (f->page->actions), "shutter"));
}

/* Without a camera; one that is plugged in is taken by itself; one that is pulled out is missed. */
static void
test_none (Fixture       *f,
           gconstpointer  data)
{
  activate (f, "capture");
  await_page (f, "problem");
  g_assert_cmpint (camera_state (f), ==, VIDIMUS_CAMERA_NONE);
  assert_problem (f, "No Camera");
  press (f, "retry");
  await_page (f, "problem");

  plug_in (f);
  await_page (f, "live");
  pull_out (f);
  await_page (f, "problem");
  press (f, "retry");
  while (camera_state (f) != VIDIMUS_CAMERA_NONE)
    g_main_context_iteration (NULL, TRUE);
  assert_problem (f, "No Camera");
}

static void
test_denied (Fixture       *f,
             gconstpointer  data)
{
  activate (f, "capture");
  await_page (f, "problem");
  assert_problem (f, "Camera Not Allowed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL); /* with-display gives folders of their own; icons need the system’s */
  adw_init ();
  vidimus_application_register_resources ();

  if (g_strcmp0 (g_getenv ("VIDIMUS_CAMERA_PORTAL"), "1") == 0) /* which says no: see meson.build */
    {
      g_test_add ("/capture/denied", Fixture, "without", set_up, test_denied, tear_down);
      return g_test_run ();
    }
  g_test_add ("/capture/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/capture/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  g_test_add ("/capture/minimised", Fixture, NULL, set_up, test_minimised, tear_down);
  g_test_add ("/capture/used", Fixture, NULL, set_up, test_used, tear_down);
  g_test_add ("/capture/shot", Fixture, NULL, set_up, test_shot, tear_down);
  g_test_add ("/capture/retaken", Fixture, NULL, set_up, test_retaken, tear_down);
  g_test_add ("/capture/both-sides", Fixture, NULL, set_up, test_both_sides, tear_down);
  g_test_add ("/capture/turned-over", Fixture, NULL, set_up, test_turned_over, tear_down);
  g_test_add ("/capture/one-side", Fixture, NULL, set_up, test_one_side, tear_down);
  g_test_add ("/capture/timer", Fixture, NULL, set_up, test_timer, tear_down);
  g_test_add ("/capture/mirror", Fixture, NULL, set_up, test_mirror, tear_down);
  g_test_add ("/capture/turn", Fixture, NULL, set_up, test_turn, tear_down);
  g_test_add ("/capture/none", Fixture, "without", set_up, test_none, tear_down);

  return g_test_run ();
}

#include "vidimus-capture-test.h"

#include "clip.h"
#include "vidimus-test.h"

#include <glib/gstdio.h>

/* The camera: a good picture of a document, whose frames are numbered. */

/* PipeWire's sink (0.3.65) crashes now and then when nobody watches it any more: the camera comes again. */
static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *f = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  g_clear_object (&f->player);
  f->ends++;
  if (f->plugged)
    plug_in (f);
}

void
show (Fixture    *f,
      const char *phase)
{
  g_autofree char *line = g_strconcat (phase, "\n", NULL);
  g_autoptr(GError) error = NULL;

  f->phase = phase;
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (f->player), line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Returns when it shows something: nobody connects before. */
void
plug_in (Fixture *f)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GDataInputStream) said = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;

  f->plugged = TRUE;
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG"); /* what PipeWire's sink complains of is not for us to mend */
  f->player = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("PLAY_CLIP"), "--number",
                                           g_getenv ("VIDIMUS_CLIP"), NULL);
  g_assert_no_error (error);
  show (f, f->phase);
  said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->player));
  line = g_data_input_stream_read_line (said, NULL, NULL, NULL);
  g_subprocess_wait_async (f->player, NULL, ended_cb, f);
}

/* It ends with its input. */
void
pull_out (Fixture *f)
{
  f->plugged = FALSE;
  if (f->player != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (f->player), NULL, NULL);
  while (f->player != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static VidimusServices *
make_services (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "capture-profiles.ini", NULL);
  g_autoptr(VidimusProfiles) profiles = NULL;
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();

  g_remove (path);
  profiles = vidimus_profiles_new (path);

  return vidimus_services_new (profiles, secrets);
}

/* The coach takes nothing by itself: what is taken is what the test takes. @data: no camera is there. */
void
set_up (Fixture       *f,
        gconstpointer  data)
{
  static const char *const remembered[] = { "both-sides", "mirror", "timer", "turns" };

  f->settings = g_settings_new ("io.github.vidimus.Vidimus.capture");
  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++)
    g_settings_reset (f->settings, remembered[i]);
  g_settings_set_boolean (f->settings, "auto-shot", FALSE);
  f->services = make_services ();
  f->phase = "good";
  if (data == NULL)
    plug_in (f);
  f->window = VIDIMUS_WINDOW (vidimus_window_new (NULL, f->services));
  f->page = f->window->capture;
  gtk_window_present (GTK_WINDOW (f->window));
}

void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer watched = f->window;

  g_object_add_weak_pointer (G_OBJECT (f->window), &watched);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (watched != NULL) /* nothing that was under way keeps it */
    g_main_context_iteration (NULL, TRUE);
  vidimus_test_drop (f->services);
  pull_out (f);
  g_test_message ("the camera ended %u times", f->ends);
  g_object_unref (f->settings);
}

void
activate (Fixture    *f,
          const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, NULL);
}

void
press (Fixture    *f,
       const char *action)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (f->page->actions), action));
  g_action_group_activate_action (G_ACTION_GROUP (f->page->actions), action, NULL);
}

/* A person presses the button, too, when the camera was gone for a moment. */
static gboolean
is_wanted_page (gpointer data)
{
  Fixture *f = data;

  if (g_str_equal (f->wanted, "live") && g_get_monotonic_time () - f->tried > 2 * G_USEC_PER_SEC)
    {
      g_action_group_activate_action (G_ACTION_GROUP (f->page->actions), "retry", NULL);
      f->tried = g_get_monotonic_time ();
    }

  return g_strcmp0 (vidimus_capture_page_get_page (f->page), f->wanted) == 0;
}

void
await_page (Fixture    *f,
            const char *page)
{
  f->wanted = page;
  f->tried = g_get_monotonic_time ();
  vidimus_test_await_true (is_wanted_page, f);
}

VidimusCameraState
camera_state (Fixture *f)
{
  return vidimus_camera_get_state (vidimus_capture_page_get_camera (f->page));
}

void
open_page (Fixture *f)
{
  activate (f, "capture");
  await_page (f, "live");
}

gboolean
is_reviewed (gpointer data)
{
  Fixture *f = data;

  return g_str_equal (vidimus_capture_page_get_page (f->page), "review") &&
         vidimus_shot_review_get_still (f->page->review) != NULL;
}

void
take (Fixture *f)
{
  await_page (f, "live");
  press (f, "shutter");
  vidimus_test_await_true (is_reviewed, f);
}

/* Pictures */

static VidimusPicture *
decode (GBytes *file)
{
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (file, &VIDIMUS_DECODE_DESK, NULL, &error);

  g_assert_no_error (error);

  return picture;
}

static guint
brightness (const guchar *pixels,
            gsize         stride,
            gsize         channels,
            int           x,
            int           y)
{
  const guchar *at = pixels + (gsize) y * stride + (gsize) x * channels;

  return ((guint) at[0] + at[1] + at[2]) / 3;
}

/* The number in a frame's corner. */
static guint
number_of (const guchar *pixels,
           gsize         stride,
           gsize         channels,
           int           height)
{
  guint number = 0;

  for (int bit = 0; bit < CLIP_BITS; bit++)
    number = number << 1 | (brightness (pixels, stride, channels, (bit + 1) * CLIP_CELL + CLIP_CELL / 2,
                                        height - CLIP_CELL / 2) > 127 ? 1 : 0);

  return number;
}

guint
number_of_file (GBytes *file)
{
  g_autoptr(VidimusPicture) picture = decode (file);
  struct vidimus_image image = vidimus_picture_get_image (picture);

  return number_of (image.data, image.stride, (gsize) image.channels, image.height);
}

guint
number_shown (Fixture *f)
{
  GdkTexture *shown = vidimus_live_view_get_texture (f->page->view);
  gsize stride = (gsize) gdk_texture_get_width (shown) * 4;
  g_autofree guchar *pixels = g_malloc (stride * (gsize) gdk_texture_get_height (shown));

  gdk_texture_download (shown, pixels, stride);

  return number_of (pixels, stride, 4, gdk_texture_get_height (shown));
}

static gboolean
has_size (gpointer view)
{
  return gtk_widget_get_width (view) > 0;
}

/* The live view as it is painted, in pixels of the frame. */
GdkTexture *
paint (Fixture *f)
{
  GtkWidget *view = GTK_WIDGET (f->page->view);
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (view);
  g_autoptr(GskRenderNode) node = NULL;
  int width = gdk_texture_get_width (vidimus_live_view_get_texture (f->page->view));
  int height = gdk_texture_get_height (vidimus_live_view_get_texture (f->page->view));
  VidimusPoint a, b;

  vidimus_test_await_true (has_size, view);
  a = vidimus_live_view_image_to_widget (f->page->view, (VidimusPoint) { 0, 0 });
  b = vidimus_live_view_image_to_widget (f->page->view, (VidimusPoint) { width, height });
  while (node == NULL) /* it has what was painted since it was made */
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      double scale = width / ABS (b.x - a.x);

      gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -MIN (a.x, b.x), (float) -a.y));
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (view), gtk_widget_get_height (view));
      node = gtk_snapshot_free_to_node (snapshot);
      g_main_context_iteration (NULL, TRUE);
    }

  return gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (view)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
}

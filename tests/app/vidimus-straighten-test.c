#include "vidimus-straighten-test.h"

#include "vidimus-canvas-private.h"
#include "vidimus-imaging-fixtures.h"

#include <glib/gstdio.h>

const char straighten_located[] =
  "{\"result\":{\"type\":\"passport\",\"location\":[[60,50],[340,50],[340,250],[60,250]],\"confidence\":0.9}}";
const char straighten_unlocated[] = "{\"result\":{}}";

static VidimusServices *
make_services (StraightenFixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "profiles.ini", NULL);
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (path);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  g_autoptr(VidimusProfile) profile = vidimus_profile_new (VIDIMUS_PROFILE_OTHER);
  g_autoptr(GError) error = NULL;

  g_object_set (profile, "endpoint", f->service->uri, NULL);
  vidimus_profiles_put (profiles, profile, &error);
  g_assert_no_error (error);
  vidimus_profiles_set_current (profiles, profile, &error);
  g_assert_no_error (error);

  return vidimus_services_new (profiles, secrets);
}

/* Red, green, blue and white, by quadrants. */
static GBytes *
make_png (void)
{
  struct vidimus_image image;
  GBytes *png;

  g_assert_true (vidimus_image_alloc (&image, STRAIGHTEN_WIDTH, STRAIGHTEN_HEIGHT, 3));
  for (int y = 0; y < STRAIGHTEN_HEIGHT; y++)
    for (int x = 0; x < STRAIGHTEN_WIDTH; x++)
      memcpy (vidimus_image_at (&image, x, y), fixture_colors[y < STRAIGHTEN_HEIGHT / 2 ? x >= STRAIGHTEN_WIDTH / 2 : 3 - (x >= STRAIGHTEN_WIDTH / 2)], 3);
  png = vidimus_picture_encode_png (&image, NULL);
  vidimus_image_free (&image);

  return png;
}

void
straighten_set_up (StraightenFixture *f,
                   gconstpointer      data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("vidimus-straighten-XXXXXX", &error);
  g_assert_no_error (error);
  f->service = desk_service_new ();
  f->service->body = straighten_located;
  f->services = make_services (f);
  f->window = VIDIMUS_WINDOW (vidimus_window_new (NULL, f->services));
  f->viewer = f->window->viewer;
  f->canvas = vidimus_viewer_get_canvas (f->viewer);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
remove_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

void
straighten_tear_down (StraightenFixture *f,
                      gconstpointer      data)
{
  gpointer watched = f->window;

  g_object_add_weak_pointer (G_OBJECT (f->window), &watched);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  vidimus_test_drain ();
  g_assert_finalize_object (f->services);
  desk_service_free (f->service);
  remove_files (f->folder);
  g_free (f->folder);
}

gboolean
straighten_is_settled (gpointer data)
{
  StraightenFixture *f = data;

  return f->window->document != NULL && !vidimus_document_is_busy (f->window->document) &&
         vidimus_document_get_picture (f->window->document) != NULL && vidimus_canvas_is_loaded (f->canvas) &&
         gtk_widget_get_mapped (GTK_WIDGET (f->canvas)) && gtk_widget_get_width (GTK_WIDGET (f->canvas)) > 0;
}

VidimusDocument *
straighten_open (StraightenFixture *f)
{
  g_autoptr(GBytes) png = make_png ();
  g_autoptr(VidimusDocument) document = vidimus_document_new_for_bytes (png, "picture.png");
  g_autoptr(GPtrArray) documents = g_ptr_array_new ();

  g_ptr_array_add (documents, document);
  vidimus_window_add (f->window, documents);
  vidimus_test_await_true (straighten_is_settled, f);

  return f->window->document;
}

void
straighten_act (StraightenFixture *f,
                const char        *action)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, NULL);
}

gboolean
straighten_enabled (StraightenFixture *f,
                    const char        *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), action);
}

/* The bar below the picture has come up, and the handles have their places. */
static gboolean
is_editing (gpointer data)
{
  StraightenFixture *f = data;
  VidimusOutlineEditor *editor = vidimus_viewer_get_editor (f->viewer);

  return editor != NULL && gtk_revealer_get_child_revealed (f->viewer->straighten_revealer) &&
         gtk_widget_get_height (GTK_WIDGET (editor)) == gtk_widget_get_height (GTK_WIDGET (f->canvas)) &&
         gtk_widget_get_width (editor->handles[0]) > 0;
}

VidimusOutlineEditor *
straighten_begin (StraightenFixture *f)
{
  straighten_act (f, "straighten");
  vidimus_test_await_true (is_editing, f);

  return vidimus_viewer_get_editor (f->viewer);
}

void
straighten_assert_corner (const VidimusQuad *quad,
                          int                corner,
                          double             x,
                          double             y,
                          double             near)
{
  g_assert_cmpfloat_with_epsilon (quad->corners[corner].x, x, near);
  g_assert_cmpfloat_with_epsilon (quad->corners[corner].y, y, near);
}

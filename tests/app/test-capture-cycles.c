/* The camera's page opened and left a hundred times, some of them before a picture came: nothing of it is left, no thread and no
 * open file. With a camera of the test's own, and the real service. */
#include "vidimus-application.h"
#include "vidimus-camera-test.h"
#include "vidimus-capture-page.h"
#include "vidimus-fake-camera.h"
#include "vidimus-test.h"

#define CYCLES 100
/* Before that many, what is made once for a process was not all made. */
#define WARM 8

typedef struct
{
  VidimusServices *services;
  VidimusPolicy   *policy;
} Fixture;

static gboolean
is_live (gpointer page)
{
  return g_strcmp0 (vidimus_capture_page_get_page (page), "live") == 0;
}

static gboolean
is_looked_at (gpointer page)
{
  return vidimus_coach_get_hint (vidimus_capture_page_get_coach (page)) != VIDIMUS_HINT_WAIT;
}

static gboolean
is_gone (gpointer weak)
{
  g_autoptr(GObject) object = g_weak_ref_get (weak);

  return object == NULL;
}

/* In a stack, before another page, as the window has it. */
static GtkWidget *
show (GtkWidget *page,
      GtkWidget *stack)
{
  GtkWidget *window = gtk_window_new ();

  gtk_stack_add_named (GTK_STACK (stack), page, "capture");
  gtk_stack_add_named (GTK_STACK (stack), gtk_button_new_with_label ("Another page"), "other");
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 500);
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
leave_and_enter (GtkWidget *stack,
                 GtkWidget *page)
{
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "other");
  g_assert_cmpint (vidimus_camera_get_state (vidimus_capture_page_get_camera (VIDIMUS_CAPTURE_PAGE (page))), ==, VIDIMUS_CAMERA_OFF);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "capture");
  vidimus_test_await_true (is_live, page);
}

/* Opens the page in a window, goes @how far with it, and closes it. */
static void
cycle (Fixture *f,
       int      how)
{
  GWeakRef page_ref, camera_ref, coach_ref;
  GWeakRef *const refs[] = { &page_ref, &camera_ref, &coach_ref };
  GtkWidget *page = g_object_new (VIDIMUS_TYPE_CAPTURE_PAGE, NULL), *stack = gtk_stack_new (), *window;

  vidimus_capture_page_set_services (VIDIMUS_CAPTURE_PAGE (page), f->services, f->policy);
  window = show (page, stack);
  g_weak_ref_init (&page_ref, page);
  g_weak_ref_init (&camera_ref, vidimus_capture_page_get_camera (VIDIMUS_CAPTURE_PAGE (page)));
  g_weak_ref_init (&coach_ref, vidimus_capture_page_get_coach (VIDIMUS_CAPTURE_PAGE (page)));
  g_assert_false (is_gone (&camera_ref));

  if (how > 0)
    vidimus_test_await_true (is_live, page);
  if (how > 1)
    vidimus_test_await_true (is_looked_at, page);
  if (how > 2)
    leave_and_enter (stack, page);

  gtk_window_destroy (GTK_WINDOW (window));
  for (gsize i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      vidimus_test_await_true (is_gone, refs[i]);
      g_weak_ref_clear (refs[i]);
    }
}

static gboolean
is_closed (gpointer unused)
{
  return fake_camera_count_open () == 0;
}

static void
test_cycles (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "profiles.ini", NULL);
  g_autoptr(VidimusProfiles) profiles = vidimus_profiles_new (path);
  g_autoptr(VidimusSecrets) secrets = vidimus_secrets_new ();
  Fixture f = { vidimus_services_new (profiles, secrets), vidimus_policy_new_default () };
  guint threads = 0, files = 0;

  fake_camera_plug ("fake");
  for (int i = 0; i < WARM + CYCLES; i++)
    {
      if (i == WARM)
        {
          await_calm ();
          threads = count_threads ();
          files = count_files ();
        }
      cycle (&f, i % 4);
    }
  vidimus_test_await_true (is_closed, NULL);
  await_calm ();
  g_test_message ("%u threads and %u files before, %u and %u after", threads, files, count_threads (), count_files ());
  g_assert_cmpuint (count_threads (), <=, threads + SPARE_THREADS);
  g_assert_cmpuint (count_files (), <=, files);
  fake_camera_unplug ("fake");

  vidimus_test_drop (f.services);
  vidimus_test_drop (f.policy);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  vidimus_application_register_resources ();
  fake_camera_register ();
  g_test_add_func ("/capture/cycles", test_cycles);

  return g_test_run ();
}

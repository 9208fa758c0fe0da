#include "vidimus-screen.h"

#include "vidimus-error.h"
#include "vidimus-test.h"
#include "vidimus-test-desktop.h"

#include <glib/gstdio.h>
#include <string.h>

static const char picture[] = "\211PNG\r\n\032\n and the rest";

/* A file that the desktop gives a copy of. */
static char *
make_file (gsize length)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "of-the-screen.png", NULL);
  g_autofree char *content = g_malloc0 (length);

  memcpy (content, picture, MIN (length, sizeof picture));
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));

  return g_steal_pointer (&path);
}

static GBytes *
take (GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vidimus_screen_take_async (NULL, vidimus_test_finish, &result);

  return vidimus_screen_take_finish (vidimus_test_await (&result), error);
}

static char *
last_of_log (void)
{
  g_auto(GStrv) log = vidimus_test_desktop_get_log ();

  return g_strdup (log[0] != NULL ? log[g_strv_length (log) - 1] : "");
}

static void
test_granted (void)
{
  g_autofree char *file = make_file (sizeof picture);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *copy = NULL;
  g_auto(GStrv) log = NULL;

  vidimus_test_desktop_screenshot ("grant", file);
  bytes = take (&error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), picture, sizeof picture);

  copy = last_of_log ();
  g_assert_true (g_path_is_absolute (copy));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS)); /* nothing of it stays */
  log = vidimus_test_desktop_get_log ();
  g_assert_cmpstr (log[g_strv_length (log) - 2], ==, "Screenshot  interactive=True modal=True");
}

/* A sentence, and what to do. */
static void
assert_advised (GBytes       *bytes,
                const GError *error,
                VidimusError  code,
                const char   *message)
{
  g_assert_null (bytes);
  g_assert_error (error, VIDIMUS_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, message));
  g_assert_nonnull (strstr (vidimus_error_get_advice (error), "paste it here"));
}

static void
test_dismissed (void)
{
  g_autoptr(GError) error = NULL;

  vidimus_test_desktop_screenshot ("dismiss", NULL);
  g_assert_null (take (&error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refused (gconstpointer manner)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  vidimus_test_desktop_screenshot (manner, NULL);
  bytes = take (&error);
  assert_advised (bytes, error, VIDIMUS_ERROR_ACCOUNT, "gave no picture");
}

static void
test_vanished (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  vidimus_test_desktop_screenshot ("vanish", NULL);
  bytes = take (&error);
  assert_advised (bytes, error, VIDIMUS_ERROR_IMAGE, "could not be read");
}

/* More than any screen has: not kept in memory, and not left behind. */
static void
test_huge (void)
{
  g_autofree char *file = make_file (100 * 1000 * 1000 + 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *copy = NULL;

  vidimus_test_desktop_screenshot ("grant", file);
  bytes = take (&error);
  assert_advised (bytes, error, VIDIMUS_ERROR_IMAGE, "100 MB");
  copy = last_of_log ();
  g_assert_true (g_path_is_absolute (copy));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_unlink (file);
}

static void
test_no_portal (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  vidimus_test_desktop_own ("org.freedesktop.portal.Desktop", FALSE);
  bytes = take (&error);
  assert_advised (bytes, error, VIDIMUS_ERROR_UNREACHABLE, "no way");
  vidimus_test_desktop_own ("org.freedesktop.portal.Desktop", TRUE);
}

static gboolean
is_asked (gpointer log_length)
{
  g_auto(GStrv) log = vidimus_test_desktop_get_log ();

  return g_strv_length (log) > *(guint *) log_length;
}

/* The user is choosing. */
static void
begin (GCancellable  *cancellable,
       GAsyncResult **result)
{
  g_auto(GStrv) log = vidimus_test_desktop_get_log ();
  guint n = g_strv_length (log);

  vidimus_test_desktop_screenshot ("hang", NULL);
  vidimus_screen_take_async (cancellable, vidimus_test_finish, result);
  vidimus_test_await_true (is_asked, &n);
}

static gboolean
is_closed (gpointer unused)
{
  g_autofree char *last = last_of_log ();

  return g_str_equal (last, "Close");
}

static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  begin (cancellable, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_null (vidimus_screen_take_finish (vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  vidimus_test_await_true (is_closed, NULL);
}

static void
test_cancelled_before (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) before = vidimus_test_desktop_get_log ();
  g_auto(GStrv) after = NULL;

  g_cancellable_cancel (cancellable);
  vidimus_screen_take_async (cancellable, vidimus_test_finish, &result);
  g_assert_null (vidimus_screen_take_finish (vidimus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = vidimus_test_desktop_get_log ();
  g_assert_cmpuint (g_strv_length (before), ==, g_strv_length (after)); /* nobody was asked */
}

/* A portal that dies while the user chooses leaves nobody waiting. */
static void
test_died (void)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  begin (NULL, &result);
  vidimus_test_desktop_own ("org.freedesktop.portal.Desktop", FALSE);
  g_assert_null (vidimus_screen_take_finish (vidimus_test_await (&result), &error));
  g_assert_error (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
  vidimus_test_desktop_own ("org.freedesktop.portal.Desktop", TRUE);
}

static void
test_alone (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/session", TRUE);
  bytes = take (&error);
  assert_advised (bytes, error, VIDIMUS_ERROR_UNREACHABLE, "no way");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!vidimus_test_desktop_is_there ())
    {
      g_test_add_func ("/screen/alone", test_alone);
      return g_test_run ();
    }

  g_test_add_func ("/screen/granted", test_granted);
  g_test_add_func ("/screen/dismissed", test_dismissed);
  g_test_add_data_func ("/screen/denied", "deny", test_refused);
  g_test_add_data_func ("/screen/failed", "fail", test_refused);
  g_test_add_func ("/screen/vanished", test_vanished);
  g_test_add_func ("/screen/huge", test_huge);
  g_test_add_func ("/screen/no-portal", test_no_portal);
  g_test_add_func ("/screen/cancelled", test_cancelled);
  g_test_add_func ("/screen/cancelled-before", test_cancelled_before);
  g_test_add_func ("/screen/died", test_died);

  return g_test_run ();
}

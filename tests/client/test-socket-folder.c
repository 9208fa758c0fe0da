#include "vidimus-socket-folder-private.h"

#include "vidimus-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *
dup_folder (VidimusSocketFolder *folder)
{
  return g_path_get_dirname (vidimus_socket_folder_get_path (folder));
}

static gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Nobody else can enter it, and it goes with what is in it. */
static void
test_life (void)
{
  g_autoptr(GError) error = NULL;
  VidimusSocketFolder *folder = vidimus_socket_folder_new (&error);
  g_autofree char *path = NULL;
  GStatBuf info;

  g_assert_no_error (error);
  path = dup_folder (folder);
  g_assert_true (g_str_has_prefix (path, g_get_user_runtime_dir ()));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_assert_true (g_file_set_contents (vidimus_socket_folder_get_path (folder), "", 0, NULL));

  vidimus_socket_folder_free (folder);
  g_assert_false (exists (path));
}

/* What runs keeps its folder, whoever else starts. */
static void
test_together (void)
{
  g_autoptr(VidimusSocketFolder) one = vidimus_socket_folder_new (NULL);
  g_autoptr(VidimusSocketFolder) two = vidimus_socket_folder_new (NULL);
  g_autofree char *first = dup_folder (one), *second = dup_folder (two);

  g_assert_cmpstr (first, !=, second);
  g_assert_true (exists (first));
  g_assert_true (exists (second));
}

static char *
make (const char *name,
      int         mode,
      const char *content)
{
  char *folder = g_build_filename (g_get_user_runtime_dir (), name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_chmod (folder, mode);
  if (content != NULL)
    {
      g_autofree char *path = g_build_filename (folder, content, NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }

  return folder;
}

/* Only what is ours to the letter is removed, and never a file that a person may want. */
static void
test_others (void)
{
  g_autofree char *stale = make ("vidimus-aB3dE6", 0700, "socket");
  g_autofree char *bare = make ("vidimus-123456", 0700, NULL);
  g_autofree char *full = make ("vidimus-abcdef", 0700, "letter");
  g_autofree char *open = make ("vidimus-ABCDEF", 0755, NULL);
  g_autofree char *longer = make ("vidimus-scans-7", 0700, NULL);
  g_autofree char *letter = g_build_filename (full, "letter", NULL);
  g_autoptr(VidimusSocketFolder) folder = vidimus_socket_folder_new (NULL);

  g_assert_nonnull (folder);
  g_assert_false (exists (stale));
  g_assert_false (exists (bare));
  g_assert_true (exists (letter));
  g_assert_true (exists (open));
  g_assert_true (exists (longer));
}

static int
hold (void)
{
  VidimusSocketFolder *folder = vidimus_socket_folder_new (NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_print ("%s\n", vidimus_socket_folder_get_path (folder));
  fflush (stdout);
  g_main_loop_run (loop);

  return EXIT_FAILURE;
}

/* A killed program's folder stays until the next start, and a running one's beyond that. */
static void
test_killed (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *path = NULL, *folder = NULL;
  g_autoptr(VidimusSocketFolder) before = NULL, after = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", g_get_user_runtime_dir (), TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, self, "--hold", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  path = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  folder = g_path_get_dirname (path);
  g_assert_true (g_str_has_prefix (folder, g_get_user_runtime_dir ()));

  before = vidimus_socket_folder_new (NULL);
  g_assert_true (exists (folder));

  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  after = vidimus_socket_folder_new (NULL);
  g_assert_false (exists (folder));
}

/* A socket's path is short. Too long a runtime folder is passed by: that of a test has its name. */
static void
test_long (void)
{
  g_autoptr(VidimusSocketFolder) folder = vidimus_socket_folder_new (NULL);

  g_assert_cmpuint (strlen (g_get_user_runtime_dir ()), >, 107);
  g_assert_nonnull (folder);
  g_assert_cmpuint (strlen (vidimus_socket_folder_get_path (folder)), <=, 107);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--hold"))
    return hold ();

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/socket-folder/life", test_life);
  g_test_add_func ("/socket-folder/together", test_together);
  g_test_add_func ("/socket-folder/others", test_others);
  g_test_add_func ("/socket-folder/killed", test_killed);
  g_test_add_func ("/socket-folder/too-long-a-runtime-folder-for-the-path-of-a-socket-which-has-a-hundred-and-seven-bytes",
                   test_long);

  return g_test_run ();
}

/* The vendor's own SDK for Node.js against our service: installed from its registry into a folder that is thrown away. Skipped, with a word
 * about it, where there is no Node.js or no registry. */
#include "vidimus-test-sign.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#define SKIP 77
#define SDK "@huaweicloud/huaweicloud-sdk-core@3.1.211"
#define UUID "uuid@9" /* which it needs, and does not say */

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/* Returns: whether the program ended well; what it said is said here */
static gboolean
run (GSubprocessLauncher *launcher,
     const char *const   *argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_launcher_spawnv (launcher, argv, &error);

  if (process != NULL && g_subprocess_wait_check (process, NULL, &error))
    return TRUE;
  printf ("%s: %s\n", argv[0], error->message);

  return FALSE;
}

/* Nothing of it comes near the home of the user: the SDK writes there too. */
static GSubprocessLauncher *
launcher_new (const char *folder)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *home = g_build_filename (folder, "home", NULL);

  g_mkdir (home, 0700);
  g_subprocess_launcher_set_cwd (launcher, folder);
  g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "NODE_OPTIONS");

  return launcher;
}

static gboolean
install (GSubprocessLauncher *launcher)
{
  const char *const npm[] = { "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-update-notifier",
                              "--fetch-retries=1", "--fetch-timeout=30000", "--loglevel=error", SDK, UUID, NULL };
  g_autofree char *found = g_find_program_in_path ("npm");
  g_autofree char *node = g_find_program_in_path ("node");

  if (found == NULL || node == NULL)
    {
      printf ("SKIP: there is no Node.js here\n");
      return FALSE;
    }
  if (!run (launcher, npm))
    {
      printf ("SKIP: the vendor's SDK can't be fetched from its registry\n");
      return FALSE;
    }

  return TRUE;
}

static gboolean
call (GSubprocessLauncher *launcher,
      const char          *program,
      const char          *signer)
{
  g_autofree char *keys = test_write_keys (TEST_KEYS, 0600);
  g_autofree char *folder = g_path_get_dirname (keys);
  TestService *service = test_service_start_port ("--keys", keys, NULL);
  g_autofree char *endpoint = g_strdup_printf ("http://127.0.0.1:%u", service->port);
  g_autofree char *specimen = g_build_filename (g_getenv ("VIDIMUS_SPECIMENS"), "passport.jpg", NULL);
  const char *const node[] = { "node", program, NULL };
  gboolean ok;

  g_subprocess_launcher_setenv (launcher, "VIDIMUS_ENDPOINT", endpoint, TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_AK", TEST_ACCESS_KEY, TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_SK", TEST_SECRET_KEY, TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_PROJECT", TEST_PROJECT, TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_SPECIMEN", specimen, TRUE);
  g_subprocess_launcher_setenv (launcher, "VIDIMUS_SIGN", signer, TRUE);
  ok = run (launcher, node);
  test_service_stop (service);
  remove_tree (folder);

  return ok;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autofree char *program = NULL;
  g_autofree char *folder = g_dir_make_tmp ("vidimus-sdk-XXXXXX", &error);
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autofree char *signer = NULL;
  int status = SKIP;

  g_assert_no_error (error);
  g_assert_cmpint (argc, ==, 3);
  setvbuf (stdout, NULL, _IOLBF, 0);
  launcher = launcher_new (folder);
  program = g_canonicalize_filename (argv[1], NULL);
  signer = g_canonicalize_filename (argv[2], NULL);
  if (install (launcher))
    status = call (launcher, program, signer) ? EXIT_SUCCESS : EXIT_FAILURE;
  remove_tree (folder);

  return status;
}

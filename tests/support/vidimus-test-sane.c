#include "vidimus-test-sane.h"

#include <glib/gstdio.h>

#include <dlfcn.h>
#include <pthread.h>

/* The device remembers nothing that is not said again. */
static const char plain[] =
  "number_of_devices 2\n"
  "mode Gray\n"
  "depth 8\n"
  "hand-scanner false\n"
  "three-pass false\n"
  "three-pass-order RGB\n"
  "resolution_min 1.0\n"
  "resolution_max 1200.0\n"
  "resolution_quant 1.0\n"
  "resolution 50.0\n"
  "test-picture \"Color pattern\"\n"
  "invert-endianess false\n"
  "read-limit false\n"
  "read-limit-size 1\n"
  "read-delay false\n"
  "read-delay-duration 1000\n"
  "read-status-code \"Default\"\n"
  "fuzzy-parameters false\n"
  "ppl-loss 0\n"
  "non-blocking false\n"
  "select-fd false\n"
  "enable-test-options false\n"
  "geometry_min 0.0\n"
  "geometry_max 200.0\n"
  "geometry_quant 1.0\n"
  "tl_x 0.0\n"
  "tl_y 0.0\n"
  "br_x 80.0\n"
  "br_y 100.0\n";

static char *folder; /* owned */

/* In place of the C library's, for SANE: its device (1.1) lets its thread be killed anywhere, kills it at the end of each page, and hangs now and then
 * when that was while the thread gave back memory. Now it is killed only where it waits. */
int
pthread_setcanceltype (int  type,
                       int *old)
{
  if (old != NULL)
    *old = PTHREAD_CANCEL_DEFERRED;

  return 0;
}

static void
put (const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* The device's threads are killed before they give back what they fill. So that this can be told from our own leaks the driver stays loaded (see
 * lsan.supp). */
static void
keep_driver (void)
{
  void *init = dlsym (RTLD_DEFAULT, "sane_init");
  g_autofree char *home = NULL;
  g_autofree char *path = NULL;
  Dl_info info;

  g_assert_true (init != NULL && dladdr (init, &info) != 0);
  home = g_path_get_dirname (info.dli_fname);
  path = g_build_filename (home, "sane", "libsane-test.so.1", NULL);
  dlopen (path, RTLD_NOW | RTLD_NODELETE);
}

void
vidimus_test_sane_begin (void)
{
  keep_driver ();
  folder = g_dir_make_tmp ("vidimus-sane-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_setenv ("SANE_CONFIG_DIR", folder, TRUE);
  vidimus_test_sane_set ("");
}

void
vidimus_test_sane_set (const char *options)
{
  g_autofree char *text = g_strconcat (plain, options, NULL);

  put ("dll.conf", options != NULL ? "test\n" : "");
  put ("test.conf", text);
}

void
vidimus_test_sane_end (void)
{
  static const char * const names[] = { "dll.conf", "test.conf" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

/* A fuzz target without a fuzzer: over the files of the folders given, which hold what was once found. */
#include "vidimus-fuzz.h"

#include <glib.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  guint n = 0;

  setlocale (LC_ALL, "C.UTF-8");
  for (int i = 1; i < argc; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GDir) dir = g_dir_open (argv[i], 0, &error);
      const char *name;

      g_assert_no_error (error);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);
          g_autofree char *contents = NULL;
          gsize length;

          g_file_get_contents (path, &contents, &length, &error);
          g_assert_no_error (error);
          g_print ("# %s\n", name);
          LLVMFuzzerTestOneInput ((const uint8_t *) contents, length);
          n++;
        }
    }
  g_print ("1..1\n%s 1 - %u files\n", n > 0 ? "ok" : "not ok", n);

  return 0;
}

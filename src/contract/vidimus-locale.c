#include "vidimus-locale.h"

#include <libintl.h>
#include <locale.h>

/**
 * vidimus_locale_init:
 *
 * Takes the locale of the environment and finds our translations: installed, or in the folder that VIDIMUS_LOCALEDIR
 * names, for a build that is not installed. The first thing that a main () does.
 */
void
vidimus_locale_init (void)
{
  const char *folder = g_getenv ("VIDIMUS_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

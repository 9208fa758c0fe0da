#include "vidimus-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  const char *locales = g_getenv ("VIDIMUS_LOCALEDIR");
  g_autoptr(VidimusApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = vidimus_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}

#include "vidimus-application.h"
#include "vidimus-locale.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(VidimusApplication) application = NULL;

  vidimus_locale_init ();
  application = vidimus_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}

#include "vidimus-cli-commands.h"
#include "vidimus-cli-service.h"
#include "vidimus-locale.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  int       (*run) (int    argc,
                    char **argv);
} commands[] = {
  { "classify", N_("[OPTION…] FILE…"), N_("Type, location and alarms of pictures of identity documents"), vidimus_cli_classify },
  { "batch", N_("[OPTION…] --manifest LIST --out FILE.jsonl"), N_("The same for a long list, which can be resumed"),
    vidimus_cli_batch },
  { "evaluate", N_("[OPTION…] --truth FILE…"), N_("How right the answers are, over pictures whose truth is known"),
    vidimus_cli_evaluate },
  { "profiles", "", N_("The services that can be asked"), vidimus_cli_profiles },
  { "test", N_("[OPTION…]"), N_("Whether a service can be asked, step by step"), vidimus_cli_test },
};

static void
print_help (void)
{
  g_print ("%s\n", _("Usage:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  vidimus-cli %s%s%s\n", commands[i].name, *commands[i].arguments != '\0' ? " " : "",
             *commands[i].arguments != '\0' ? _(commands[i].arguments) : "");
  g_print ("  vidimus-cli --version\n\n%s\n", _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_print ("\n%s\n", _("“vidimus-cli classify --help” lists the options; so it is with every command."));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *message = NULL;

  vidimus_locale_init ();
  g_set_prgname ("vidimus-cli");
  g_log_writer_default_set_use_stderr (TRUE); /* the output is for programs to read */

  if (argc < 2)
    return vidimus_cli_fail_usage (_("No command was given."));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      {
        g_autofree char *name = g_strdup_printf ("vidimus-cli %s", argv[1]); /* for the help of the options */

        g_set_prgname (name);
        return commands[i].run (argc - 1, argv + 1);
      }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return VIDIMUS_CLI_OK;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("vidimus-cli %s\n", VIDIMUS_VERSION);
      return VIDIMUS_CLI_OK;
    }

  message = g_strdup_printf (_("“%s” is no command."), argv[1]);

  return vidimus_cli_fail_usage (message);
}

#include "vidimus-cli-classify.h"
#include "vidimus-cli-evaluate.h"
#include "vidimus-locale.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

static void
print_help (void)
{
  g_print ("%s\n  vidimus-cli classify [%s…] %s…\n  vidimus-cli evaluate [%s…] --truth %s…\n  vidimus-cli --version\n\n"
           "%s\n  classify   %s\n  evaluate   %s\n\n%s\n%s\n",
           _("Usage:"), _("OPTION"), _("FILE"), _("OPTION"), _("FILE"), _("Commands:"),
           _("Type, location and alarms of pictures of identity documents"),
           _("How right the answers are, over pictures whose truth is known"),
           _("“vidimus-cli classify --help” lists the options."), _("“vidimus-cli evaluate --help” does too."));
}

static int
fail_usage (const char *message)
{
  g_printerr ("vidimus-cli: %s\n%s\n", message, _("Try “vidimus-cli --help”."));

  return VIDIMUS_CLI_USAGE;
}

static GOptionContext *
classify_context_new (VidimusCliOptions *options)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print one line of JSON for each file"), NULL },
    { "no-alarm", 0, 0, G_OPTION_ARG_NONE, &options->no_alarm, N_("Do not ask for the alarms"), NULL },
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &options->endpoint, N_("Ask this service instead of one on this computer"),
      N_("URL") },
    { "explain", 0, 0, G_OPTION_ARG_FILENAME, &options->explain_dir,
      N_("Write what each stage of the engine saw into this folder"), N_("DIR") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_("FILE… — classify pictures of identity documents"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (
    context, _("A file can also be an http or https address. Exit status: 0 all were answered, 1 some were not, "
               "2 the command line can’t be used."));

  return context;
}

static int
classify (int    argc,
          char **argv)
{
  VidimusCliOptions options = { 0 };
  g_autoptr(GOptionContext) context = classify_context_new (&options);
  g_autoptr(GError) error = NULL;
  int status;

  g_set_prgname ("vidimus-cli classify"); /* for the help of the options */
  if (!g_option_context_parse (context, &argc, &argv, &error))
    status = fail_usage (error->message);
  else if (options.files == NULL)
    status = fail_usage (_("No file was given."));
  else if (options.explain_dir != NULL && options.endpoint != NULL)
    status = fail_usage (_("Only the service on this computer explains itself: “--explain” excludes “--endpoint”."));
  else
    {
      g_set_prgname ("vidimus-cli");
      status = vidimus_cli_classify (&options);
    }

  g_strfreev (options.files);
  g_free (options.endpoint);
  g_free (options.explain_dir);

  return status;
}

static GOptionContext *
evaluate_context_new (VidimusCliEvaluateOptions *options)
{
  const GOptionEntry entries[] = {
    { "truth", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->truths, N_("A file that says what is true; may be given again"),
      N_("FILE") },
    { "every", 0, 0, G_OPTION_ARG_INT, &options->every, N_("Take only every Nth picture"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON"), NULL },
    { "records", 0, 0, G_OPTION_ARG_NONE, &options->records, N_("With --json: every picture too"), NULL },
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &options->endpoint, N_("Ask this service instead of one on this computer"),
      N_("URL") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_("— compare the answers with what is true"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (context, _("Exit status: 0 all were answered, 1 some were not, "
                                               "2 the command line or a truth file can’t be used."));

  return context;
}

static int
evaluate (int    argc,
          char **argv)
{
  VidimusCliEvaluateOptions options = { .every = 1 };
  g_autoptr(GOptionContext) context = evaluate_context_new (&options);
  g_autoptr(GError) error = NULL;
  int status;

  g_set_prgname ("vidimus-cli evaluate"); /* for the help of the options */
  if (!g_option_context_parse (context, &argc, &argv, &error))
    status = fail_usage (error->message);
  else if (options.truths == NULL || argc > 1)
    status = fail_usage (_("What is true has to be given with “--truth”."));
  else if (options.every < 1)
    status = fail_usage (_("“--every” takes a number from 1 on."));
  else if (options.records && !options.json)
    status = fail_usage (_("“--records” needs “--json”."));
  else
    {
      g_set_prgname ("vidimus-cli");
      status = vidimus_cli_evaluate (&options);
    }

  g_strfreev (options.truths);
  g_free (options.endpoint);

  return status;
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
    return fail_usage (_("No command was given."));
  if (strcmp (argv[1], "classify") == 0)
    return classify (argc - 1, argv + 1);
  if (strcmp (argv[1], "evaluate") == 0)
    return evaluate (argc - 1, argv + 1);
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

  return fail_usage (message);
}

#include "vidimus-cli-commands.h"
#include "vidimus-cli-print.h"
#include "vidimus-cli-profile.h"
#include "vidimus-connection-test.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  VidimusConnectionTest *test;        /* owned */
  GMainLoop             *loop;        /* owned */
  GCancellable          *cancellable; /* owned */
  VidimusCliSignals      signals;
  guint                  n_printed;   /* steps */
  gboolean               passed;
} Session;

/* Returns: (nullable): NULL while the step is not over */
static const char *
get_tick (VidimusOutcome outcome)
{
  switch (outcome)
    {
    case VIDIMUS_OUTCOME_PASSED:
      return "✓";
    case VIDIMUS_OUTCOME_SKIPPED:
      return "–";
    case VIDIMUS_OUTCOME_FAILED:
      return "✗";
    case VIDIMUS_OUTCOME_PENDING:
    case VIDIMUS_OUTCOME_RUNNING:
    default:
      return NULL;
    }
}

static void
print_step (VidimusConnectionTest *test,
            VidimusStep            step,
            const char            *tick)
{
  g_autofree char *text = vidimus_cli_printable (vidimus_connection_test_get_text (test, step));
  const char *advice = vidimus_connection_test_get_advice (test, step);

  /* Translators: a mark, a step of a connection test, what was found */
  g_print (_("%s %s: %s"), tick, vidimus_step_get_title (step), text);
  g_print ("\n");
  if (advice != NULL)
    g_print ("  %s\n", advice);
}

/* Each step as soon as it is over, in their order. */
static void
changed_cb (VidimusConnectionTest *test,
            Session               *session)
{
  const char *tick;

  while (session->n_printed < VIDIMUS_N_STEPS &&
         (tick = get_tick (vidimus_connection_test_get_outcome (test, session->n_printed))) != NULL)
    print_step (test, session->n_printed++, tick);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Session *session = user_data;

  session->passed = vidimus_connection_test_run_finish (VIDIMUS_CONNECTION_TEST (object), result, NULL); /* the step says why not */
  changed_cb (session->test, session);
  g_main_loop_quit (session->loop);
}

static void
interrupt (gpointer user_data)
{
  g_cancellable_cancel (((Session *) user_data)->cancellable);
}

static int
test (VidimusProfile *profile,
      VidimusSecrets *secrets,
      GBytes         *specimen)
{
  Session session = { .test = vidimus_connection_test_new (profile, secrets, specimen) };

  g_signal_connect (session.test, "changed", G_CALLBACK (changed_cb), &session);
  session.loop = g_main_loop_new (NULL, FALSE);
  session.cancellable = g_cancellable_new ();
  vidimus_cli_signals_begin (&session.signals, interrupt, &session);
  vidimus_connection_test_run_async (session.test, session.cancellable, run_cb, &session);
  g_main_loop_run (session.loop);

  vidimus_cli_signals_end (&session.signals);
  g_object_unref (session.cancellable);
  g_main_loop_unref (session.loop);
  g_object_unref (session.test);
  if (session.signals.number != 0)
    return 128 + session.signals.number;

  return session.passed ? VIDIMUS_CLI_OK : VIDIMUS_CLI_FAILED;
}

/* Returns: (transfer full): the specimen that is sent, or NULL */
static GBytes *
read_specimen (GError **error)
{
  const char *folder = g_getenv ("VIDIMUS_SPECIMENS");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : PKGDATADIR "/specimens", "passport.jpg", NULL);
  char *content;
  gsize length;

  return g_file_get_contents (path, &content, &length, error) ? g_bytes_new_take (content, length) : NULL;
}

static GOptionContext *
context_new (VidimusCliService *service)
{
  GOptionContext *context = g_option_context_new (_("— try whether a service can be asked, step by step"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  vidimus_cli_service_add_options (service, context);
  g_option_context_set_description (context, _("The last step asks for one bundled specimen, which an account is billed for. Exit "
                                               "status: 0 it works, 1 it does not, 2 the command line can’t be used."));

  return context;
}

/**
 * vidimus_cli_test:
 * @argv: from the name of the command on
 *
 * Returns: the exit status of the program
 */
int
vidimus_cli_test (int    argc,
                  char **argv)
{
  VidimusCliService service = { 0 };
  g_autoptr(GOptionContext) context = context_new (&service);
  g_autoptr(VidimusClient) client = NULL;
  g_autoptr(GBytes) specimen = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error) || !vidimus_cli_service_prepare (&service, &error))
    status = vidimus_cli_fail_usage (error->message);
  else if (argc > 1)
    status = vidimus_cli_fail_usage (_("“test” takes no file."));
  else if ((client = vidimus_cli_client_new (&service, &error)) == NULL || (specimen = read_specimen (&error)) == NULL)
    {
      g_printerr ("vidimus-cli: %s\n", error->message);
      status = VIDIMUS_CLI_USAGE;
    }
  else
    status = test (vidimus_client_get_profile (client), service.secrets, specimen);

  vidimus_cli_service_clear (&service);

  return status;
}

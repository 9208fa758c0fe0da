#include "vidimus-cli-service.h"

#include "vidimus-cli-print.h"
#include "vidimus-cli-profile.h"
#include "vidimus-error.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#define FAREWELL_MS 3000 /* how long the service on this computer may take to end */
#define MAX_JOBS 256

/** vidimus_cli_fail_usage: says what can't be used of the command line. Returns: the exit status for it */
int
vidimus_cli_fail_usage (const char *message)
{
  g_printerr ("vidimus-cli: %s\n%s\n", message, _("Try “vidimus-cli --help”."));

  return VIDIMUS_CLI_USAGE;
}

/** vidimus_cli_service_add_options: @self has to outlive the parsing; then vidimus_cli_service_prepare(). */
void
vidimus_cli_service_add_options (VidimusCliService *self,
                                 GOptionContext    *context)
{
  const GOptionEntry entries[] = {
    { "profile", 'p', 0, G_OPTION_ARG_STRING, &self->profile,
      N_("Ask the service of this profile, instead of the one on this computer; “vidimus-cli profiles” lists them"), N_("NAME") },
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &self->endpoint, N_("Ask this service instead of one on this computer"),
      N_("URL") },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/** vidimus_cli_service_add_run_options: vidimus_cli_service_add_options(), and those of a run. */
void
vidimus_cli_service_add_run_options (VidimusCliService *self,
                                     GOptionContext    *context)
{
  const GOptionEntry entries[] = {
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &self->jobs, N_("Ask for so many images at once, at most"), N_("N") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->verbose, N_("Tell of every attempt that fails and is made again"), NULL },
    G_OPTION_ENTRY_NULL
  };

  vidimus_cli_service_add_options (self, context);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/**
 * vidimus_cli_service_prepare:
 *
 * To be called once, after the options were parsed and before there are threads.
 *
 * Returns: whether they say something that can be done; else @error is a sentence that says what not
 */
gboolean
vidimus_cli_service_prepare (VidimusCliService  *self,
                             GError            **error)
{
  vidimus_cli_read_environment (self);
  if (self->jobs < 0 || self->jobs > MAX_JOBS)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“--jobs” takes a number from 1 to %d."), MAX_JOBS);
  else if (self->profile != NULL && self->endpoint != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _("“--profile” and “--endpoint” both say which service is asked."));
  else
    return TRUE;

  return FALSE;
}

/** vidimus_cli_service_clear: frees what is in it. */
void
vidimus_cli_service_clear (VidimusCliService *self)
{
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_object (&self->secrets);
  g_clear_object (&self->environment);
  g_clear_error (&self->environment_error);
}

static void
state_cb (VidimusDocument *document)
{
  g_autofree char *name = NULL;
  g_autofree char *problem = NULL;

  if (vidimus_document_get_state (document) != VIDIMUS_DOCUMENT_PAUSED)
    return;

  name = vidimus_cli_printable (vidimus_document_get_name (document));
  problem = vidimus_cli_printable (vidimus_document_get_problem (document) != NULL ? vidimus_document_get_problem (document)
                                                                                   : "");
  /* Translators: a file, what was wrong, in how many seconds, and which attempt */
  g_printerr (_("vidimus-cli: %s: %s Trying again in %.1f s (attempt %u)."), name, problem,
              vidimus_document_get_pause_ms (document) / 1000.0, vidimus_document_get_attempt (document));
  g_printerr ("\n");
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_added)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(VidimusDocument) document = g_list_model_get_item (model, position + i);

      g_signal_connect (document, "notify::state", G_CALLBACK (state_cb), NULL);
    }
}

/**
 * vidimus_cli_run_new:
 *
 * Returns: (transfer full) (nullable): NULL, said on the terminal, when @service can't be asked
 */
VidimusRun *
vidimus_cli_run_new (const VidimusCliService *service)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusClient) client = vidimus_cli_client_new (service, &error);
  VidimusRun *run;

  if (client == NULL)
    {
      g_printerr ("vidimus-cli: %s\n", error->message);
      if (error->domain == VIDIMUS_ERROR)
        g_printerr ("%s\n", vidimus_error_get_advice (error));
      return NULL;
    }

  run = vidimus_run_new (client);
  vidimus_run_set_max_calls (run, (guint) service->jobs);
  if (service->verbose)
    g_signal_connect (run, "items-changed", G_CALLBACK (items_changed_cb), NULL);

  return run;
}

static gboolean
farewell_cb (gpointer user_data)
{
  gboolean *late = user_data;

  *late = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_cli_run_end:
 * @run: (transfer full): nobody else's
 *
 * Calls that were cancelled have to come back before the client, and with it the service, can end.
 */
void
vidimus_cli_run_end (VidimusRun *run)
{
  gpointer client = vidimus_run_get_client (run);
  gboolean late = FALSE;
  guint timeout = g_timeout_add (FAREWELL_MS, farewell_cb, &late);

  vidimus_run_clear (run);
  g_object_add_weak_pointer (client, &client);
  g_object_unref (run);
  while (client != NULL && !late)
    g_main_context_iteration (NULL, TRUE);

  if (client != NULL)
    g_object_remove_weak_pointer (client, &client);
  if (!late)
    g_source_remove (timeout);
}

/** vidimus_cli_warn_once: what a user should know of the service, on standard error, the first time that it is known. */
void
vidimus_cli_warn_once (VidimusRun *run)
{
  const char *warning = vidimus_client_get_warning (vidimus_run_get_client (run));

  if (warning == NULL || g_object_get_data (G_OBJECT (run), "warned") != NULL)
    return;
  g_object_set_data (G_OBJECT (run), "warned", GINT_TO_POINTER (TRUE));
  g_printerr ("vidimus-cli: %s\n", warning);
}

static gboolean
signalled (VidimusCliSignals *self,
           int                number)
{
  self->number = number;
  self->interrupt (self->user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
sigint_cb (gpointer user_data)
{
  return signalled (user_data, SIGINT);
}

static gboolean
sigterm_cb (gpointer user_data)
{
  return signalled (user_data, SIGTERM);
}

/** vidimus_cli_signals_begin: from now on SIGINT and SIGTERM call @interrupt, from the main loop. */
void
vidimus_cli_signals_begin (VidimusCliSignals *self,
                           void             (*interrupt) (gpointer user_data),
                           gpointer           user_data)
{
  *self = (VidimusCliSignals) { .interrupt = interrupt, .user_data = user_data };
  self->sources[0] = g_unix_signal_add (SIGINT, sigint_cb, self);
  self->sources[1] = g_unix_signal_add (SIGTERM, sigterm_cb, self);
}

/** vidimus_cli_signals_end: they end the program again. */
void
vidimus_cli_signals_end (VidimusCliSignals *self)
{
  g_source_remove (self->sources[0]);
  g_source_remove (self->sources[1]);
}

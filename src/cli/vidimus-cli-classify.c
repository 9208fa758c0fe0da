#include "vidimus-cli-commands.h"
#include "vidimus-cli-explain.h"
#include "vidimus-cli-print.h"
#include "vidimus-cli-service.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  VidimusCliService   service;
  char              **files;       /* owned: paths, or addresses */
  gboolean            json;
  gboolean            no_alarm;
  char               *explain_dir; /* owned, nullable: where to write what the engine saw */
} Options;

typedef struct
{
  const char      *file;     /* borrowed: as given */
  VidimusDocument *document; /* owned */
  gboolean         ended;
} Entry;

typedef struct
{
  const Options           *options;
  VidimusRun              *run;       /* owned */
  GMainLoop               *loop;      /* owned */
  GQueue                   waiting;   /* of Entry, owned: in the run and not printed, in the order given */
  guint                    n_files;
  guint                    n_added;
  guint                    n_printed;
  guint                    n_failed;
  guint                    ahead;     /* how many may wait: pictures are large */
  gboolean                 terminal;  /* progress is wanted */
  char                    *progress;  /* owned, nullable: as it stands on the terminal */
  VidimusCliSignals        signals;
} Session;

static void
entry_free (Entry *entry)
{
  g_object_unref (entry->document);
  g_free (entry);
}

static void
clear_progress (Session *session)
{
  if (session->progress != NULL)
    g_printerr ("\r\033[K");
  g_clear_pointer (&session->progress, g_free);
}

static void
show_progress (Session *session)
{
  Entry *entry = g_queue_peek_head (&session->waiting);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  double fraction;

  if (!session->terminal || entry == NULL)
    return;

  name = vidimus_cli_printable (vidimus_document_get_name (entry->document));
  fraction = vidimus_document_get_fraction (entry->document);
  if (fraction > 0.0)
    /* Translators: how many files are done, of how many; the file that is next; how much of it was sent */
    text = g_strdup_printf (_("%u of %u · %s · %.0f %% sent"), session->n_printed, session->n_files, name,
                            100.0 * fraction);
  else
    /* Translators: how many files are done, of how many; the file that is next */
    text = g_strdup_printf (_("%u of %u · %s"), session->n_printed, session->n_files, name);

  if (g_strcmp0 (text, session->progress) == 0)
    return;

  g_printerr ("\r\033[K%s", text);
  g_free (session->progress);
  session->progress = g_steal_pointer (&text);
}

static void
explain (Session *session,
         Entry   *entry)
{
  g_autoptr(GError) error = NULL;

  if (session->options->explain_dir == NULL || vidimus_document_get_answer (entry->document) == NULL)
    return;

  if (!vidimus_cli_explain (entry->document, session->options->explain_dir, &error))
    {
      g_printerr ("vidimus-cli: %s\n", error->message);
      session->n_failed++;
    }
}

static void
print_entry (Session *session,
             Entry   *entry)
{
  g_autofree char *text = NULL;

  clear_progress (session);
  if (session->options->json)
    text = vidimus_document_to_json (entry->document, entry->file);
  else
    text = vidimus_cli_format_block (entry->file, entry->document, session->run);

  /* whoever reads may be gone */
  if (printf (!session->options->json && session->n_printed > 0 ? "\n%s" : session->options->json ? "%s\n" : "%s",
              text) < 0 ||
      fflush (stdout) != 0)
    {
      session->n_failed++;
      g_main_loop_quit (session->loop);
    }

  if (vidimus_document_get_state (entry->document) != VIDIMUS_DOCUMENT_ANSWERED)
    session->n_failed++;
  session->n_printed++;
  explain (session, entry);
  vidimus_cli_warn_once (session->run);
}

static void add_files (Session *session);

/* What is done is printed in the order given; a file that is done early waits for those before it. */
static gboolean
settle_cb (gpointer user_data)
{
  Session *session = user_data;
  Entry *entry;

  while ((entry = g_queue_peek_head (&session->waiting)) != NULL && entry->ended)
    {
      g_queue_pop_head (&session->waiting);
      print_entry (session, entry);
      vidimus_run_remove (session->run, entry->document);
      entry_free (entry);
    }

  add_files (session);
  show_progress (session);
  if (session->n_printed == session->n_files)
    g_main_loop_quit (session->loop);

  return G_SOURCE_REMOVE;
}

static void
document_notify_cb (VidimusDocument *document,
                    GParamSpec      *pspec,
                    Session         *session)
{
  for (GList *l = session->waiting.head; l != NULL; l = l->next)
    {
      Entry *entry = l->data;

      if (entry->document != document)
        continue;
      if (!entry->ended && !vidimus_document_is_busy (document))
        {
          entry->ended = TRUE;
          g_idle_add (settle_cb, session); /* the run is in the middle of something */
        }
    }

  show_progress (session);
}

static VidimusDocument *
document_for_argument (const char *argument)
{
  g_autofree char *scheme = g_uri_parse_scheme (argument);
  g_autoptr(GFile) file = NULL;

  if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0)
    return vidimus_document_new_for_uri (argument);

  file = g_file_new_for_commandline_arg (argument);

  return vidimus_document_new_for_file (file);
}

static void
add_files (Session *session)
{
  while (session->signals.number == 0 && session->n_added < session->n_files &&
         g_queue_get_length (&session->waiting) < session->ahead)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->file = session->options->files[session->n_added++];
      entry->document = document_for_argument (entry->file);
      g_queue_push_tail (&session->waiting, entry);
      g_signal_connect (entry->document, "notify", G_CALLBACK (document_notify_cb), session);
      vidimus_run_add (session->run, entry->document);
    }
}

static void
interrupt (gpointer user_data)
{
  g_main_loop_quit (((Session *) user_data)->loop);
}

static void
say_farewell (Session *session)
{
  for (GList *l = session->waiting.head; l != NULL; l = l->next)
    g_signal_handlers_disconnect_by_data (((Entry *) l->data)->document, session);
  vidimus_cli_run_end (g_steal_pointer (&session->run));
  while (g_idle_remove_by_data (session))
    ;
  g_queue_clear_full (&session->waiting, (GDestroyNotify) entry_free);
}

static VidimusRun *
run_new (const Options *options)
{
  VidimusRun *run = vidimus_cli_run_new (&options->service);

  if (run == NULL)
    return NULL;

  vidimus_run_set_alarms (run, !options->no_alarm);
  if (options->explain_dir != NULL)
    vidimus_run_set_flags (run, VIDIMUS_CALL_EXPLAIN | VIDIMUS_CALL_EVIDENCE);

  return run;
}

/* Asks for every file and prints the answers in the order given, each as soon as those before it are printed. */
static int
classify (const Options *options)
{
  Session session = { .options = options };

  session.run = run_new (options);
  if (session.run == NULL)
    return VIDIMUS_CLI_USAGE;
  if (options->explain_dir != NULL && !vidimus_client_is_local (vidimus_run_get_client (session.run)))
    {
      vidimus_cli_run_end (session.run);
      return vidimus_cli_fail_usage (_("Only the service on this computer explains itself: “--explain” goes with no other."));
    }

  session.loop = g_main_loop_new (NULL, FALSE);
  session.n_files = g_strv_length (options->files);
  session.ahead = 2 * MAX (g_get_num_processors (), vidimus_run_get_max_calls (session.run));
  session.terminal = isatty (STDERR_FILENO);
  g_queue_init (&session.waiting);
  vidimus_cli_signals_begin (&session.signals, interrupt, &session);

  add_files (&session);
  g_main_loop_run (session.loop);

  clear_progress (&session);
  say_farewell (&session);
  vidimus_cli_signals_end (&session.signals);
  g_main_loop_unref (session.loop);

  if (session.signals.number != 0)
    return 128 + session.signals.number;

  return session.n_failed == 0 ? VIDIMUS_CLI_OK : VIDIMUS_CLI_FAILED;
}

static GOptionContext *
context_new (Options *options)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print one line of JSON for each file"), NULL },
    { "no-alarm", 0, 0, G_OPTION_ARG_NONE, &options->no_alarm, N_("Do not ask for the alarms"), NULL },
    { "explain", 0, 0, G_OPTION_ARG_FILENAME, &options->explain_dir,
      N_("Write what each stage of the engine saw into this folder"), N_("DIR") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_("FILE… — classify pictures of identity documents"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  vidimus_cli_service_add_run_options (&options->service, context);
  g_option_context_set_description (
    context, _("A file can also be an http or https address. Exit status: 0 all were answered, 1 some were not, "
               "2 the command line can’t be used."));

  return context;
}

/**
 * vidimus_cli_classify:
 * @argv: from the name of the command on
 *
 * Returns: the exit status of the program
 */
int
vidimus_cli_classify (int    argc,
                      char **argv)
{
  Options options = { 0 };
  g_autoptr(GOptionContext) context = context_new (&options);
  g_autoptr(GError) error = NULL;
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error) || !vidimus_cli_service_prepare (&options.service, &error))
    status = vidimus_cli_fail_usage (error->message);
  else if (options.files == NULL)
    status = vidimus_cli_fail_usage (_("No file was given."));
  else
    status = classify (&options);

  g_strfreev (options.files);
  g_free (options.explain_dir);
  vidimus_cli_service_clear (&options.service);

  return status;
}

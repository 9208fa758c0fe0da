#include "vidimus-batch.h"
#include "vidimus-cli-commands.h"
#include "vidimus-cli-service.h"
#include "vidimus-error.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_MS 500

typedef struct
{
  VidimusCliService  service;
  char              *manifest; /* owned */
  char              *out;      /* owned */
  char              *shard;    /* owned, nullable: "I/N" */
  gboolean           retry_failed;
  gboolean           no_alarm;
} Options;

typedef struct
{
  VidimusBatch      *batch;       /* owned */
  VidimusRun        *run;         /* owned */
  GMainLoop         *loop;        /* owned */
  GCancellable      *cancellable; /* owned */
  VidimusCliSignals  signals;
  gint64             begun;       /* monotonic µs */
  GError            *error;       /* owned, nullable: why it stopped */
} Session;

/* Returns: (transfer full): "2 h 5 min", "5 min 3 s", "3 s" */
static char *
describe_time (double seconds)
{
  guint64 s = (guint64) (seconds + 0.5);

  if (s >= 3600)
    return g_strdup_printf (_("%u h %u min"), (guint) (s / 3600), (guint) (s / 60 % 60));
  if (s >= 60)
    return g_strdup_printf (_("%u min %u s"), (guint) (s / 60), (guint) (s % 60));

  return g_strdup_printf (_("%u s"), (guint) s);
}

static gboolean
progress_cb (gpointer user_data)
{
  Session *session = user_data;
  double seconds = (double) (g_get_monotonic_time () - session->begun) / G_USEC_PER_SEC;
  g_autoptr(GString) text = g_string_new (NULL);
  VidimusBatchCounts counts;
  guint n_now, n_done;

  vidimus_batch_get_counts (session->batch, &counts);
  n_now = counts.n_answered + counts.n_failed;
  n_done = counts.n_before + n_now;
  /* Translators: how many images are done, of how many */
  g_string_append_printf (text, _("%u of %u"), n_done, counts.n_items);
  if (n_now > 0 && seconds > 0.0)
    {
      double rate = n_now / seconds;
      g_autofree char *left = describe_time ((counts.n_items - n_done) / rate);

      /* Translators: images per second; how long it will take, such as “5 min 3 s” */
      g_string_append_printf (text, _(" · %.1f/s · %s left"), rate, left);
    }
  if (counts.n_failed + counts.n_failed_before > 0)
    /* Translators: how many images */
    g_string_append_printf (text, _(" · %u failed"), counts.n_failed + counts.n_failed_before);
  g_printerr ("\r\033[K%s", text->str);

  return G_SOURCE_CONTINUE;
}

static void
changed_cb (VidimusBatch *batch,
            Session      *session)
{
  vidimus_cli_warn_once (session->run);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Session *session = user_data;

  vidimus_batch_run_finish (VIDIMUS_BATCH (object), result, &session->error);
  g_main_loop_quit (session->loop);
}

static void
interrupt (gpointer user_data)
{
  g_cancellable_cancel (((Session *) user_data)->cancellable);
}

static void
run (Session *session)
{
  guint progress = isatty (STDERR_FILENO) ? g_timeout_add (PROGRESS_MS, progress_cb, session) : 0;
  gulong changed = g_signal_connect (session->batch, "changed", G_CALLBACK (changed_cb), session);

  session->loop = g_main_loop_new (NULL, FALSE);
  session->cancellable = g_cancellable_new ();
  session->begun = g_get_monotonic_time ();
  vidimus_cli_signals_begin (&session->signals, interrupt, session);
  vidimus_batch_run_async (session->batch, session->run, session->cancellable, run_cb, session);
  g_main_loop_run (session->loop);

  if (progress != 0)
    {
      g_source_remove (progress);
      g_printerr ("\r\033[K");
    }
  g_signal_handler_disconnect (session->batch, changed);
  vidimus_cli_signals_end (&session->signals);
  g_object_unref (session->cancellable);
  g_main_loop_unref (session->loop);
}

/* What a user wants to know when it was not the whole. Returns: the exit status */
static int
conclude (Session *session)
{
  VidimusBatchCounts counts;
  guint n_failed;

  vidimus_batch_get_counts (session->batch, &counts);
  n_failed = counts.n_failed + counts.n_failed_before;
  if (session->signals.number != 0)
    return 128 + session->signals.number;

  if (session->error != NULL)
    {
      guint n_left = counts.n_items - counts.n_before - counts.n_answered - counts.n_failed;

      g_printerr ("vidimus-cli: %s\n%s\n", session->error->message, vidimus_error_get_advice (session->error));
      g_printerr (_("Stopped with %u images left. The same command goes on from here; with “--retry-failed” it asks again for those that failed."),
                  n_left);
      g_printerr ("\n");
      return VIDIMUS_CLI_FAILED;
    }
  if (n_failed == 0)
    return VIDIMUS_CLI_OK;

  g_printerr (_("vidimus-cli: %u of %u images failed; their lines say why."), n_failed, counts.n_items);
  g_printerr ("\n");

  return VIDIMUS_CLI_FAILED;
}

static int
batch (const Options             *options,
       const VidimusBatchOptions *what)
{
  Session session = { 0 };
  g_autoptr(GError) error = NULL;
  int status;

  session.batch = vidimus_batch_open (what, &error);
  if (session.batch == NULL)
    {
      g_printerr ("vidimus-cli: %s\n", error->message);
      return VIDIMUS_CLI_USAGE;
    }
  session.run = vidimus_cli_run_new (&options->service);
  if (session.run == NULL)
    {
      g_object_unref (session.batch);
      return VIDIMUS_CLI_USAGE;
    }

  vidimus_run_set_alarms (session.run, !options->no_alarm);
  run (&session);
  status = conclude (&session);
  vidimus_cli_run_end (session.run);
  g_object_unref (session.batch);
  g_clear_error (&session.error);

  return status;
}

static GOptionContext *
context_new (Options *options)
{
  const GOptionEntry entries[] = {
    { "manifest", 0, 0, G_OPTION_ARG_FILENAME, &options->manifest,
      N_("A file with the path or address of an image a line; “-” for the standard input"), N_("LIST") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("Write a line of JSON for each image to this file"), N_("FILE") },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &options->shard, N_("Only the Ith of N parts of the list"), N_("I/N") },
    { "retry-failed", 0, 0, G_OPTION_ARG_NONE, &options->retry_failed,
      N_("Ask again for what has failed before, and not for its image"), NULL },
    { "no-alarm", 0, 0, G_OPTION_ARG_NONE, &options->no_alarm, N_("Do not ask for the alarms"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_("— classify a long list of pictures, and go on where it stopped"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  vidimus_cli_service_add_run_options (&options->service, context);
  g_option_context_set_description (
    context, _("What has a line in the file is not asked for again. Exit status: 0 all were answered, 1 some were not, "
               "2 the command line, the list or the file can’t be used."));

  return context;
}

static gboolean
parse_shard (const char *text,
             guint      *shard,
             guint      *n_shards)
{
  char *end;
  guint64 i, n;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  i = g_ascii_strtoull (text, &end, 10);
  if (*end != '/' || !g_ascii_isdigit (end[1]))
    return FALSE;
  n = g_ascii_strtoull (end + 1, &end, 10);
  if (*end != '\0' || i < 1 || i > n || n > G_MAXINT)
    return FALSE;
  *shard = (guint) i;
  *n_shards = (guint) n;

  return TRUE;
}

/**
 * vidimus_cli_batch:
 * @argv: from the name of the command on
 *
 * Returns: the exit status of the program
 */
int
vidimus_cli_batch (int    argc,
                   char **argv)
{
  Options options = { 0 };
  g_autoptr(GOptionContext) context = context_new (&options);
  g_autoptr(GError) error = NULL;
  VidimusBatchOptions what = { .shard = 1, .n_shards = 1 };
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error) || !vidimus_cli_service_prepare (&options.service, &error))
    status = vidimus_cli_fail_usage (error->message);
  else if (options.manifest == NULL || options.out == NULL || argc > 1)
    status = vidimus_cli_fail_usage (_("The list has to be given with “--manifest”, and where to write with “--out”."));
  else if (options.shard != NULL && !parse_shard (options.shard, &what.shard, &what.n_shards))
    status = vidimus_cli_fail_usage (_("“--shard” takes a part of how many, such as 1/4."));
  else
    {
      what.manifest = options.manifest;
      what.out = options.out;
      what.retry_failed = options.retry_failed;
      status = batch (&options, &what);
    }

  g_free (options.manifest);
  g_free (options.out);
  g_free (options.shard);
  vidimus_cli_service_clear (&options.service);

  return status;
}

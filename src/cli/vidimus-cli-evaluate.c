#include "vidimus-cli-evaluate-private.h"

#include "vidimus-cli-commands.h"
#include "vidimus-cli-print.h"
#include "vidimus-cli-service.h"
#include "vidimus-evaluation-summary.h"
#include "vidimus-json.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  VidimusCliService   service;
  char              **truths;  /* owned: truth files */
  int                 every;   /* takes every Nth image, from 1 */
  gboolean            json;
  gboolean            records; /* with @json, every image too */
} Options;

typedef struct
{
  GPtrArray    *items;       /* owned: of VidimusEvaluationItem */
  GMainLoop    *loop;        /* owned */
  GCancellable *cancellable; /* owned */
  gboolean      terminal;    /* progress is wanted */
  VidimusCliSignals signals;
} Session;

static gboolean
load (const Options *options,
      GPtrArray     *items)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);

  for (char **truth = options->truths; *truth != NULL; truth++)
    {
      g_autoptr(GError) error = NULL;

      if (!vidimus_evaluation_load (*truth, all, &error))
        {
          g_printerr ("vidimus-cli: %s\n", error->message);
          return FALSE;
        }
    }
  for (guint i = 0; i < all->len; i += (guint) options->every)
    g_ptr_array_add (items, g_steal_pointer (&all->pdata[i]));

  return TRUE;
}

static void
progress_cb (guint    n_done,
             gpointer user_data)
{
  Session *session = user_data;

  if (!session->terminal)
    return;
  g_printerr ("\r\033[K");
  if (n_done < session->items->len)
    /* Translators: how many pictures are done, of how many */
    g_printerr (_("%u of %u"), n_done, session->items->len);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Session *session = user_data;

  vidimus_evaluation_run_finish (VIDIMUS_RUN (object), result, NULL); /* fails only when interrupted */
  g_main_loop_quit (session->loop);
}

static void
interrupt (gpointer user_data)
{
  g_cancellable_cancel (((Session *) user_data)->cancellable);
}

static void
run (Session    *session,
     VidimusRun *queue)
{
  session->loop = g_main_loop_new (NULL, FALSE);
  session->cancellable = g_cancellable_new ();
  session->terminal = isatty (STDERR_FILENO);
  vidimus_cli_signals_begin (&session->signals, interrupt, session);
  vidimus_evaluation_run_async (session->items, queue, progress_cb, session, session->cancellable, run_cb, session);
  g_main_loop_run (session->loop);

  vidimus_cli_signals_end (&session->signals);
  g_object_unref (session->cancellable);
  g_main_loop_unref (session->loop);
}

static void
warn_of_failures (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const VidimusEvaluationItem *item = items->pdata[i];
      g_autofree char *file = vidimus_cli_printable (item->file);

      if (!item->answered)
        g_printerr ("vidimus-cli: %s: %s\n", file, item->error);
    }
}

static gboolean
all_answered (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!((const VidimusEvaluationItem *) items->pdata[i])->answered)
      return FALSE;

  return TRUE;
}

static gboolean
print (const Options *options,
       GPtrArray     *items)
{
  g_autofree char *text = NULL;

  if (options->json)
    {
      g_autoptr(JsonNode) node = vidimus_evaluation_to_json (items, options->records);

      text = vidimus_json_to_string (node, TRUE);
    }
  else
    text = vidimus_cli_format_evaluation (items);

  return printf (options->json ? "%s\n" : "%s", text) >= 0 && fflush (stdout) == 0; /* whoever reads may be gone */
}

/* Asks for every image and prints how the answers compare with the truth; what failed, on standard error. */
static int
evaluate (const Options *options)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);
  Session session = { .items = items };
  VidimusRun *queue;

  if (!load (options, items))
    return VIDIMUS_CLI_USAGE;
  queue = vidimus_cli_run_new (&options->service);
  if (queue == NULL)
    return VIDIMUS_CLI_USAGE;

  run (&session, queue);
  vidimus_cli_run_end (queue);
  if (session.signals.number != 0)
    return 128 + session.signals.number;

  warn_of_failures (items);

  return print (options, items) && all_answered (items) ? VIDIMUS_CLI_OK : VIDIMUS_CLI_FAILED;
}

static GOptionContext *
context_new (Options *options)
{
  const GOptionEntry entries[] = {
    { "truth", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->truths, N_("A file that says what is true; may be given again"),
      N_("FILE") },
    { "every", 0, 0, G_OPTION_ARG_INT, &options->every, N_("Take only every Nth picture"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON"), NULL },
    { "records", 0, 0, G_OPTION_ARG_NONE, &options->records, N_("With --json: every picture too"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_("— compare the answers with what is true"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  vidimus_cli_service_add_run_options (&options->service, context);
  g_option_context_set_description (context, _("Exit status: 0 all were answered, 1 some were not, "
                                               "2 the command line or a truth file can’t be used."));

  return context;
}

/**
 * vidimus_cli_evaluate:
 * @argv: from the name of the command on
 *
 * Returns: the exit status of the program
 */
int
vidimus_cli_evaluate (int    argc,
                      char **argv)
{
  Options options = { .every = 1 };
  g_autoptr(GOptionContext) context = context_new (&options);
  g_autoptr(GError) error = NULL;
  int status;

  if (!g_option_context_parse (context, &argc, &argv, &error) || !vidimus_cli_service_prepare (&options.service, &error))
    status = vidimus_cli_fail_usage (error->message);
  else if (options.truths == NULL || argc > 1)
    status = vidimus_cli_fail_usage (_("What is true has to be given with “--truth”."));
  else if (options.every < 1)
    status = vidimus_cli_fail_usage (_("“--every” takes a number from 1 on."));
  else if (options.records && !options.json)
    status = vidimus_cli_fail_usage (_("“--records” needs “--json”."));
  else
    status = evaluate (&options);

  g_strfreev (options.truths);
  vidimus_cli_service_clear (&options.service);

  return status;
}

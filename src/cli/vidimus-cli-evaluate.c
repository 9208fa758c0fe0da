#include "vidimus-cli-evaluate.h"

#include "vidimus-cli-print.h"
#include "vidimus-evaluation-summary.h"
#include "vidimus-json.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  GPtrArray    *items;       /* owned: of VidimusEvaluationItem */
  GMainLoop    *loop;        /* owned */
  GCancellable *cancellable; /* owned */
  gboolean      terminal;    /* progress is wanted */
  int           signal;      /* 0: none came */
} Session;

static gboolean
load (const VidimusCliEvaluateOptions *options,
      GPtrArray                       *items)
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

static gboolean
interrupt (Session *session,
           int      number)
{
  session->signal = number;
  g_cancellable_cancel (session->cancellable);

  return G_SOURCE_CONTINUE;
}

static gboolean
sigint_cb (gpointer user_data)
{
  return interrupt (user_data, SIGINT);
}

static gboolean
sigterm_cb (gpointer user_data)
{
  return interrupt (user_data, SIGTERM);
}

static void
run (Session    *session,
     VidimusRun *queue)
{
  guint sigint = g_unix_signal_add (SIGINT, sigint_cb, session);
  guint sigterm = g_unix_signal_add (SIGTERM, sigterm_cb, session);

  session->loop = g_main_loop_new (NULL, FALSE);
  session->cancellable = g_cancellable_new ();
  session->terminal = isatty (STDERR_FILENO);
  vidimus_evaluation_run_async (session->items, queue, progress_cb, session, session->cancellable, run_cb, session);
  g_main_loop_run (session->loop);

  g_source_remove (sigint);
  g_source_remove (sigterm);
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
print (const VidimusCliEvaluateOptions *options,
       GPtrArray                       *items)
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

/**
 * vidimus_cli_evaluate:
 *
 * Asks for every image and prints how the answers compare with the truth; what failed, on standard error.
 *
 * Returns: the exit status of the program
 */
int
vidimus_cli_evaluate (const VidimusCliEvaluateOptions *options)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) vidimus_evaluation_item_free);
  Session session = { .items = items };
  VidimusRun *queue;

  if (!load (options, items))
    return VIDIMUS_CLI_USAGE;
  queue = vidimus_cli_run_new (options->endpoint);
  if (queue == NULL)
    return VIDIMUS_CLI_USAGE;

  run (&session, queue);
  vidimus_cli_run_end (queue);
  if (session.signal != 0)
    return 128 + session.signal;

  warn_of_failures (items);

  return print (options, items) && all_answered (items) ? VIDIMUS_CLI_OK : VIDIMUS_CLI_FAILED;
}

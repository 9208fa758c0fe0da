#include "vidimus-batch.h"

#include "vidimus-document-private.h"
#include "vidimus-error.h"
#include "vidimus-journal-private.h"
#include "vidimus-manifest-private.h"
#include "vidimus-sink-jsonl.h"

/* So many failures in a row, none of them for its image, and all that come would fail too: the service is not there. */
#define MAX_FAILURES_IN_A_ROW 25

struct _VidimusBatch
{
  GObject             parent_instance;

  VidimusManifest    *manifest;  /* owned: only what has no line yet */
  VidimusSink        *sink;      /* owned */
  VidimusBatchCounts  counts;
  guint               n_added;   /* of @manifest, to the run */
  guint               n_in_a_row;
  gboolean            has_begun;
};

/* One time that it is run. */
typedef struct
{
  VidimusRun *run;       /* owned */
  gulong      finished_id;
  gulong      cancelled_id;
  GSource    *stop;      /* owned, nullable */
  gboolean    stopping;
  GError     *error;     /* owned, nullable: why */
} Session;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusBatch, vidimus_batch, G_TYPE_OBJECT)

static void
vidimus_batch_finalize (GObject *object)
{
  VidimusBatch *self = VIDIMUS_BATCH (object);

  g_clear_pointer (&self->manifest, vidimus_manifest_free);
  g_clear_object (&self->sink);

  G_OBJECT_CLASS (vidimus_batch_parent_class)->finalize (object);
}

static void
vidimus_batch_class_init (VidimusBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_batch_finalize;

  signals[CHANGED] = g_signal_new ("changed", VIDIMUS_TYPE_BATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
vidimus_batch_init (VidimusBatch *self)
{
}

/* What has a line is done; the strings of a long list are not kept for it. */
static void
leave_out_done (VidimusBatch   *self,
                VidimusJournal *journal)
{
  g_autoptr(GPtrArray) all = g_steal_pointer (&self->manifest->items);

  self->counts.n_items = all->len;
  self->counts.n_duplicates = self->manifest->n_duplicates;
  self->manifest->items = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < all->len; i++)
    {
      g_autofree char *key = vidimus_manifest_make_key (all->pdata[i]);
      VidimusJournalEntry entry = vidimus_journal_lookup (journal, key);

      if (entry == VIDIMUS_JOURNAL_ABSENT)
        {
          g_ptr_array_add (self->manifest->items, g_steal_pointer (&all->pdata[i]));
          continue;
        }
      self->counts.n_before++;
      self->counts.n_failed_before += entry == VIDIMUS_JOURNAL_FAILED;
    }
}

/**
 * vidimus_batch_open:
 *
 * Reads the list and what has a line already, and locks the file of lines for as long as the batch, or a run that was
 * given to it, lives. Blocks, on the standard input too.
 *
 * Returns: (transfer full): what is to be run, or %NULL when the list can't be read, or the file not be written
 */
VidimusBatch *
vidimus_batch_open (const VidimusBatchOptions  *options,
                    GError                    **error)
{
  g_autoptr(VidimusManifest) manifest = NULL;
  g_autoptr(VidimusJournal) journal = NULL;
  VidimusBatch *self;

  g_return_val_if_fail (options->manifest != NULL && options->out != NULL, NULL);
  g_return_val_if_fail (options->shard >= 1 && options->shard <= options->n_shards, NULL);

  manifest = vidimus_manifest_read (options->manifest, options->shard, options->n_shards, error);
  if (manifest == NULL)
    return NULL;
  journal = vidimus_journal_open (options->out, options->retry_failed, error);
  if (journal == NULL)
    return NULL;

  self = g_object_new (VIDIMUS_TYPE_BATCH, NULL);
  self->manifest = g_steal_pointer (&manifest);
  leave_out_done (self, journal);
  self->sink = VIDIMUS_SINK (vidimus_sink_jsonl_new (vidimus_journal_steal_fd (journal), options->out));

  return self;
}

/** vidimus_batch_get_counts: @counts: (out): as they are now. */
void
vidimus_batch_get_counts (VidimusBatch       *self,
                          VidimusBatchCounts *counts)
{
  g_return_if_fail (VIDIMUS_IS_BATCH (self));

  *counts = self->counts;
}

static void
session_free (Session *session)
{
  g_clear_error (&session->error);
  g_object_unref (session->run);
  g_free (session);
}

/* The end, once every document that was answered has its line. */
static void
end_if_done (GTask *task)
{
  VidimusBatch *self = g_task_get_source_object (task);
  Session *session = g_task_get_task_data (task);

  if (g_list_model_get_n_items (G_LIST_MODEL (session->run)) > 0 ||
      (!session->stopping && self->n_added < self->manifest->items->len))
    return;

  g_signal_handler_disconnect (session->run, session->finished_id);
  g_cancellable_disconnect (g_task_get_cancellable (task), session->cancelled_id);
  if (session->stop != NULL)
    g_source_destroy (session->stop);
  g_clear_pointer (&session->stop, g_source_unref);

  if (session->error != NULL)
    g_task_return_error (task, g_steal_pointer (&session->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Nothing new begins, what is under way is broken off, and what was answered is written. */
static void
stop (GTask        *task,
      const GError *error) /* nullable */
{
  Session *session = g_task_get_task_data (task);
  GListModel *model = G_LIST_MODEL (session->run);

  if (session->stopping)
    return;
  session->stopping = TRUE;
  session->error = error != NULL ? g_error_copy (error) : NULL;
  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr(VidimusDocument) document = g_list_model_get_item (model, i - 1);

      if (vidimus_document_is_busy (document))
        vidimus_run_remove (session->run, document);
    }
}

/* Returns: whether to go on makes no sense: the account is refused, or nothing has worked for some time */
static gboolean
is_hopeless (VidimusBatch *self,
             const GError *error)
{
  if (error == NULL || !vidimus_document_error_is_worth_retrying (error))
    {
      self->n_in_a_row = 0;
      return FALSE;
    }

  return ++self->n_in_a_row >= MAX_FAILURES_IN_A_ROW || g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_ACCOUNT);
}

/* Before the next is asked, not only when this one's line is on the disk. */
static void
state_cb (VidimusDocument *document,
          GParamSpec      *pspec,
          GTask           *task)
{
  VidimusDocumentState state = vidimus_document_get_state (document);
  const GError *error = vidimus_document_get_error (document);

  if ((state == VIDIMUS_DOCUMENT_ANSWERED || state == VIDIMUS_DOCUMENT_FAILED) &&
      is_hopeless (g_task_get_source_object (task), error))
    stop (task, error);
}

/* Documents are in the run only while they are worked on, so that a long list costs no more than a short one. */
static void
add_documents (GTask *task)
{
  VidimusBatch *self = g_task_get_source_object (task);
  Session *session = g_task_get_task_data (task);
  guint n_ahead = 2 * MAX (g_get_num_processors (), vidimus_run_get_max_calls (session->run)) + 4;

  while (!session->stopping && self->n_added < self->manifest->items->len &&
         g_list_model_get_n_items (G_LIST_MODEL (session->run)) < n_ahead)
    {
      g_autofree char *item = g_steal_pointer (&self->manifest->items->pdata[self->n_added++]);
      g_autoptr(VidimusDocument) document = vidimus_manifest_make_document (self->manifest, item);

      g_signal_connect_object (document, "notify::state", G_CALLBACK (state_cb), task, 0);
      vidimus_run_add (session->run, document);
    }
}

static gboolean
stop_cb (gpointer user_data)
{
  GTask *task = user_data;
  Session *session = g_task_get_task_data (task);

  g_clear_pointer (&session->stop, g_source_unref);
  stop (task, NULL);
  end_if_done (task);

  return G_SOURCE_REMOVE;
}

/* From the main loop: whoever cancels may be in the middle of something. */
static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  Session *session = g_task_get_task_data (task);

  if (session->stop != NULL)
    return;
  session->stop = g_idle_source_new ();
  g_source_set_callback (session->stop, stop_cb, task, NULL);
  g_source_attach (session->stop, g_task_get_context (task));
}

static void
finished_cb (VidimusRun      *run,
             VidimusDocument *document,
             const GError    *sink_error,
             GTask           *task)
{
  VidimusBatch *self = g_task_get_source_object (task);
  const GError *error = vidimus_document_get_error (document);

  if (sink_error != NULL)
    stop (task, sink_error);
  else
    {
      self->counts.n_answered += error == NULL;
      self->counts.n_failed += error != NULL;
    }

  vidimus_run_remove (run, document);
  add_documents (task);
  g_signal_emit (self, signals[CHANGED], 0);
  end_if_done (task);
}

/**
 * vidimus_batch_run_async:
 * @run: empty, and the batch's alone from now on; it is given the file of lines as a sink
 * @cancellable: (nullable): cancelled in the main context of the call
 *
 * Puts every item that has no line to the run's service. To be called once.
 */
void
vidimus_batch_run_async (VidimusBatch        *self,
                         VidimusRun          *run,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;
  Session *session;

  g_return_if_fail (VIDIMUS_IS_BATCH (self));
  g_return_if_fail (VIDIMUS_IS_RUN (run));
  g_return_if_fail (!self->has_begun);

  self->has_begun = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_batch_run_async);
  session = g_new0 (Session, 1);
  session->run = g_object_ref (run);
  g_task_set_task_data (task, session, (GDestroyNotify) session_free);

  vidimus_run_add_sink (run, self->sink);
  session->finished_id = g_signal_connect (run, "finished", G_CALLBACK (finished_cb), task);
  if (cancellable != NULL)
    session->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
  add_documents (task);
  end_if_done (task);
}

/**
 * vidimus_batch_run_finish:
 *
 * Returns: %FALSE when it stopped before the end of the list: cancelled, the file could not be written, or going on made no
 *   sense. Every item that was counted has its line.
 */
gboolean
vidimus_batch_run_finish (VidimusBatch  *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

#include "vidimus-evaluation.h"

#include "vidimus-error.h"
#include "vidimus-geometry.h"
#include "vidimus-truth-private.h"

#include <math.h>
#include <string.h>

/* What is under way: as many documents are in the run as it can work at, and each leaves it when answered. */
typedef struct
{
  GPtrArray                 *items;         /* owned */
  VidimusRun                *run;           /* owned */
  GHashTable                *waiting;       /* owned: document → item */
  VidimusEvaluationProgress  progress;
  gpointer                   progress_data;
  guint                      n_added;
  guint                      n_done;
  gulong                     cancelled_id;
  GSource                   *settle;        /* owned, nullable */
} Session;

static double
diagonal (const VidimusQuad *quad)
{
  const VidimusPoint *p = quad->corners;

  return (hypot (p[2].x - p[0].x, p[2].y - p[0].y) + hypot (p[3].x - p[1].x, p[3].y - p[1].y)) / 2.0;
}

static struct vidimus_quad
raster_quad (const VidimusQuad *quad)
{
  struct vidimus_quad out;

  for (int i = 0; i < 4; i++)
    out.p[i] = (struct vidimus_point) { quad->corners[i].x, quad->corners[i].y };

  return out;
}

/* The mean distance of @said's corners from @truth's, @said begun at corner @rotation. */
static double
distance (const VidimusQuad *truth,
          const VidimusQuad *said,
          int                rotation)
{
  double sum = 0.0;

  for (int i = 0; i < 4; i++)
    {
      const VidimusPoint *a = &truth->corners[i], *b = &said->corners[(i + rotation) % 4];

      sum += hypot (a->x - b->x, a->y - b->y);
    }

  return sum / 4.0;
}

/**
 * vidimus_evaluation_item_compare:
 *
 * Fills in @iou, @corner_error and @first_corner from the truth and what was said.
 */
void
vidimus_evaluation_item_compare (VidimusEvaluationItem *item)
{
  struct vidimus_quad truth = raster_quad (&item->quad), said = raster_quad (&item->said_quad);
  double least = INFINITY;
  int best = 0;

  item->iou = item->has_quad ? 0.0 : -1.0;
  item->corner_error = item->has_quad ? INFINITY : -1.0;
  item->first_corner = -1;
  if (!item->has_quad || !item->located)
    return;

  for (int rotation = 0; rotation < 4; rotation++)
    {
      double sum = distance (&item->quad, &item->said_quad, rotation);

      if (sum < least)
        {
          least = sum;
          best = rotation;
        }
    }
  item->iou = vidimus_quad_iou (&said, &truth);
  item->corner_error = least / diagonal (&item->quad);
  if (item->turn >= 0) /* the document's own top left is corner turn / 90 of the truth */
    item->first_corner = (best + item->turn / 90) % 4 == 0;
}

static void
take_answer (VidimusEvaluationItem *item,
             VidimusDocument       *document)
{
  VidimusResult *result = vidimus_answer_get_result (vidimus_document_get_answer (document));
  VidimusQuad quad;

  item->answered = TRUE;
  item->said_type = g_strdup (vidimus_result_get_type_code (result));
  item->located = vidimus_result_get_location (result, &quad);
  if (item->located)
    item->said_quad = vidimus_quad_to_stored (&quad, vidimus_document_get_picture (document));
  if (!vidimus_result_get_confidence (result, &item->confidence))
    item->confidence = -1.0;
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (!vidimus_result_get_score (result, i, &item->scores[i]))
      item->scores[i] = -1;
}

/* AIS.0104 for a picture that could be decoded: no document in it. */
static void
take_error (VidimusEvaluationItem *item,
            VidimusDocument       *document)
{
  const GError *error = vidimus_document_get_error (document);

  item->answered = g_strcmp0 (vidimus_error_get_api_code (error), "AIS.0104") == 0 &&
                   vidimus_document_get_picture (document) != NULL;
  item->error = g_strdup (error != NULL ? error->message : "");
}

static void
clear_answer (VidimusEvaluationItem *item)
{
  g_clear_pointer (&item->error, g_free);
  g_clear_pointer (&item->said_type, g_free);
  item->answered = item->located = FALSE;
  item->confidence = -1.0;
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    item->scores[i] = -1;
}

static void
session_free (Session *session)
{
  g_hash_table_unref (session->waiting);
  g_ptr_array_unref (session->items);
  g_object_unref (session->run);
  g_free (session);
}

static void
session_end (GTask *task)
{
  Session *session = g_task_get_task_data (task);
  GHashTableIter iter;
  gpointer document;

  if (session->settle != NULL)
    g_source_destroy (session->settle);
  g_clear_pointer (&session->settle, g_source_unref);
  g_hash_table_iter_init (&iter, session->waiting);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    {
      g_signal_handlers_disconnect_by_data (document, task);
      vidimus_run_remove (session->run, document);
    }
  g_hash_table_remove_all (session->waiting);
}

static gboolean settle_cb (gpointer user_data);

/* Not from within the notification: the run is in the middle of something. */
static void
settle_soon (GTask *task)
{
  Session *session = g_task_get_task_data (task);

  if (session->settle != NULL)
    return;
  session->settle = g_idle_source_new ();
  g_source_set_callback (session->settle, settle_cb, task, NULL);
  g_source_attach (session->settle, g_task_get_context (task));
}

static void
document_notify_cb (VidimusDocument *document,
                    GParamSpec      *pspec,
                    GTask           *task)
{
  if (!vidimus_document_is_busy (document))
    settle_soon (task);
}

static void
add_documents (GTask *task)
{
  Session *session = g_task_get_task_data (task);

  while (session->n_added < session->items->len &&
         g_hash_table_size (session->waiting) < 2 * g_get_num_processors ())
    {
      VidimusEvaluationItem *item = session->items->pdata[session->n_added++];
      g_autoptr(GFile) file = g_file_new_for_path (item->path);
      VidimusDocument *document = vidimus_document_new_for_file (file);

      clear_answer (item);
      g_hash_table_insert (session->waiting, document, item);
      g_signal_connect (document, "notify", G_CALLBACK (document_notify_cb), task);
      vidimus_run_add (session->run, document);
    }
}

static gboolean
take_settled (gpointer key,
              gpointer value,
              gpointer user_data)
{
  GTask *task = user_data;
  Session *session = g_task_get_task_data (task);
  VidimusDocument *document = key;
  VidimusEvaluationItem *item = value;

  if (vidimus_document_is_busy (document))
    return FALSE;

  g_signal_handlers_disconnect_by_data (document, task);
  if (vidimus_document_get_state (document) == VIDIMUS_DOCUMENT_ANSWERED)
    take_answer (item, document);
  else
    take_error (item, document);
  vidimus_evaluation_item_compare (item);
  vidimus_run_remove (session->run, document);
  session->n_done++;

  return TRUE;
}

static gboolean
settle_cb (gpointer user_data)
{
  GTask *task = user_data;
  Session *session = g_task_get_task_data (task);

  g_clear_pointer (&session->settle, g_source_unref);
  if (g_task_return_error_if_cancelled (task))
    {
      session_end (task);
      g_object_unref (task);
      return G_SOURCE_REMOVE;
    }

  g_hash_table_foreach_remove (session->waiting, take_settled, task);
  if (session->progress != NULL)
    session->progress (session->n_done, session->progress_data);
  add_documents (task);
  if (session->n_done == session->items->len)
    {
      g_cancellable_disconnect (g_task_get_cancellable (task), session->cancelled_id);
      session_end (task);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  settle_soon (task);
}

/**
 * vidimus_evaluation_run_async:
 * @items: (element-type VidimusEvaluationItem): filled in as they are answered
 * @run: empty, with the alarms asked for; as many calls at once as it makes
 * @cancellable: (nullable): cancelled in the main context of the call
 *
 * Puts every item to the run's service, through the run as any document.
 */
void
vidimus_evaluation_run_async (GPtrArray                  *items,
                              VidimusRun                 *run,
                              VidimusEvaluationProgress   progress,
                              gpointer                    progress_data,
                              GCancellable               *cancellable,
                              GAsyncReadyCallback         callback,
                              gpointer                    user_data)
{
  Session *session = g_new0 (Session, 1);
  GTask *task = g_task_new (run, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_evaluation_run_async);
  session->items = g_ptr_array_ref (items);
  session->run = g_object_ref (run);
  session->waiting = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  session->progress = progress;
  session->progress_data = progress_data;
  g_task_set_task_data (task, session, (GDestroyNotify) session_free);
  settle_soon (task);
  if (cancellable != NULL)
    session->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
}

/**
 * vidimus_evaluation_run_finish:
 *
 * Returns: %FALSE when it was cancelled; items that failed say so themselves
 */
gboolean
vidimus_evaluation_run_finish (VidimusRun    *run,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, run), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

#define G_LOG_DOMAIN "vidimus-run"

#include "vidimus-document-private.h"
#include "vidimus-error.h"
#include "vidimus-load-private.h"
#include "vidimus-run-private.h"

#define MAX_DOWNLOADS 4 /* at once; they cost no processor, and a slow one must not hold up files */

/* What is under way for a document. It may have become stale: then only its place in the counts matters. */
typedef struct
{
  VidimusRun      *run;         /* owned */
  VidimusDocument *document;    /* owned */
  GCancellable    *cancellable; /* owned */
  guint           *count;       /* borrowed, nullable: the member of @run that counts it */
  VidimusPace     *pace;        /* owned, nullable: a call's */
  guint            round;       /* of @pace */
  gboolean         answered;    /* the service said something, and not that it is busy */
} Job;

static Job *
job_new (VidimusRun      *self,
         VidimusDocument *document,
         guint           *count)
{
  Job *job = g_new0 (Job, 1);

  job->run = g_object_ref (self);
  job->document = g_object_ref (document);
  job->cancellable = g_object_ref (vidimus_document_begin (document));
  job->count = count;
  if (count != NULL)
    ++*count;

  return job;
}

static void
job_free (Job *job)
{
  if (job->count != NULL)
    --*job->count;
  if (job->pace != NULL)
    vidimus_pace_end (job->pace, job->answered);
  g_clear_pointer (&job->pace, vidimus_pace_unref);
  g_object_unref (job->cancellable);
  g_object_unref (job->document);
  g_object_unref (job->run);
  g_free (job);
}

static gboolean
job_is_current (Job *job)
{
  return vidimus_document_is_current (job->document, job->cancellable);
}

/* The end of every job: its place is free, and the next may begin. */
static void
job_finish (Job *job)
{
  g_autoptr(VidimusRun) self = g_object_ref (job->run);

  job_free (job);
  vidimus_run_pump (self);
}

static void
call_progress_cb (const VidimusCallState *state,
                  gpointer                user_data)
{
  static const VidimusDocumentState states[] = {
    [VIDIMUS_CALL_PREPARING] = VIDIMUS_DOCUMENT_PREPARING,
    [VIDIMUS_CALL_SIGNING_IN] = VIDIMUS_DOCUMENT_SIGNING_IN,
    [VIDIMUS_CALL_SENDING] = VIDIMUS_DOCUMENT_SENDING,
    [VIDIMUS_CALL_WAITING] = VIDIMUS_DOCUMENT_WAITING,
  };
  Job *job = user_data;

  if (state->stage == VIDIMUS_CALL_PAUSING && state->throttled)
    vidimus_pace_slow_down (job->pace, &job->round);
  if (!job_is_current (job))
    return;

  if (state->stage == VIDIMUS_CALL_PAUSING)
    {
      vidimus_document_set_paused (job->document, state->attempt + 1, state->pause_ms, state->problem);
      return;
    }
  vidimus_document_set_attempt (job->document, state->attempt);
  vidimus_document_set_state (job->document, states[state->stage],
                              state->stage == VIDIMUS_CALL_SENDING ? CLAMP (state->fraction, 0.0, 1.0) : 0.0);
}

static void
estimate_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAnswer) answer = vidimus_client_classify_finish (VIDIMUS_CLIENT (object), result, &error);

  if (answer == NULL)
    g_debug ("There is no local estimate: %s", error->message);
  else if (job_is_current (job))
    vidimus_document_take_estimate (job->document, g_object_ref (vidimus_answer_get_result (answer)));

  job_finish (job);
}

/* After the answer, while its document is not busy any more; in the place of no call, since another service is asked. */
static void
start_estimates (VidimusRun *self)
{
  while (self->n_estimating < g_get_num_processors () && !g_queue_is_empty (&self->estimates))
    {
      VidimusRunItem *item = g_queue_pop_head (&self->estimates);
      Job *job;

      item->wants_estimate = FALSE;
      if (self->estimator == NULL)
        continue;
      job = job_new (self, item->document, &self->n_estimating);
      vidimus_client_classify_async (self->estimator, vidimus_document_get_picture (job->document),
                                     VIDIMUS_CALL_ALARMS | VIDIMUS_CALL_EVIDENCE, NULL, NULL, job->cancellable,
                                     estimate_cb, job);
    }
}

static gboolean
wants_estimate (Job           *job,
                VidimusClient *asked)
{
  VidimusAnswer *answer = vidimus_document_get_answer (job->document);

  return job->run->estimator != NULL && (job->run->extra & VIDIMUS_CALL_EVIDENCE) != 0 &&
         !vidimus_client_is_local (asked) && vidimus_document_get_picture (job->document) != NULL &&
         vidimus_answer_get_alarms_asked (answer) && !vidimus_result_has_areas (vidimus_answer_get_result (answer));
}

static void
take_answer (Job           *job,
             VidimusClient *asked,
             VidimusAnswer *answer)
{
  VidimusVerdict verdict = vidimus_policy_judge (job->run->policy, vidimus_answer_get_result (answer));
  VidimusRunItem *item;

  vidimus_document_take_answer (job->document, answer, &verdict);
  item = job_is_current (job) ? vidimus_run_find_item (job->run, job->document, NULL) : NULL;
  if (item != NULL && wants_estimate (job, asked))
    {
      item->wants_estimate = TRUE;
      g_queue_push_tail (&job->run->estimates, item);
    }
}

static void
call_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  VidimusAnswer *answer = vidimus_client_classify_finish (VIDIMUS_CLIENT (object), result, &error);

  job->answered = answer != NULL || g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_IMAGE);
  if (g_error_matches (error, VIDIMUS_ERROR, VIDIMUS_ERROR_BUSY))
    vidimus_pace_slow_down (job->pace, &job->round);

  if (!job_is_current (job))
    g_clear_object (&answer);
  else
    {
      vidimus_run_deliver (job->run, job->document);
      if (answer == NULL)
        vidimus_document_take_error (job->document, g_steal_pointer (&error));
      else
        take_answer (job, VIDIMUS_CLIENT (object), answer);
    }

  job_finish (job);
}

/* The service fetches it itself. */
static gboolean
goes_by_address (VidimusRun      *self,
                 VidimusDocument *document)
{
  return vidimus_document_peek_uri (document) != NULL && vidimus_client_sends_addresses (self->client);
}

static void
start_call (VidimusRun      *self,
            VidimusDocument *document)
{
  VidimusCallFlags flags = self->extra | (self->alarms ? VIDIMUS_CALL_ALARMS : 0);
  Job *job = job_new (self, document, NULL);

  job->pace = vidimus_pace_ref (self->pace);
  job->round = vidimus_pace_begin (job->pace);
  vidimus_document_set_asked (document, vidimus_client_is_local (self->client) ? "local"
                                                                               : vidimus_client_get_name (self->client));
  vidimus_document_set_state (job->document, VIDIMUS_DOCUMENT_PREPARING, 0.0);
  if (goes_by_address (self, job->document))
    vidimus_client_classify_address_async (self->client, vidimus_document_peek_uri (job->document),
                                           vidimus_document_get_picture (job->document), flags, call_progress_cb, job,
                                           job->cancellable, call_cb, job);
  else
    vidimus_client_classify_async (self->client, vidimus_document_get_picture (job->document), flags, call_progress_cb, job,
                                   job->cancellable, call_cb, job);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_load_finish (result, &error);
  VidimusRunItem *item = vidimus_run_find_item (job->run, job->document, NULL);

  if (!job_is_current (job) || item == NULL)
    g_clear_object (&picture);
  else
    {
      item->is_loading = FALSE;
      if (picture == NULL && goes_by_address (job->run, job->document))
        {
          g_debug ("There is nothing to show of an address: %s", error->message);
          vidimus_document_set_state (job->document, VIDIMUS_DOCUMENT_QUEUED, 0.0);
        }
      else if (picture == NULL)
        {
          vidimus_run_deliver (job->run, job->document);
          vidimus_document_take_error (job->document, g_steal_pointer (&error));
        }
      else
        {
          vidimus_document_take_picture (job->document, picture);
          vidimus_document_set_state (job->document, VIDIMUS_DOCUMENT_QUEUED, 0.0);
        }
    }

  job_finish (job);
}

static void
start_load (VidimusRun     *self,
            VidimusRunItem *item)
{
  gboolean remote = vidimus_document_peek_uri (item->document) != NULL;
  Job *job = job_new (self, item->document, remote ? &self->n_downloading : &self->n_loading);

  item->is_loading = TRUE;
  vidimus_client_prepare (self->client);
  vidimus_load_async (item->document, self->client, job->cancellable, load_cb, job);
}

/* In the order of the list; no more than one round of documents is decoded ahead of the calls, since pixels are
 * large. */
static void
start_loads (VidimusRun *self)
{
  guint n_cores = g_get_num_processors (), n_ahead = MAX (n_cores, vidimus_pace_get_limit (self->pace)), n_queued = 0;

  for (guint i = self->first_open; i < self->items->len && n_queued < n_ahead; i++)
    {
      VidimusRunItem *item = self->items->pdata[i];
      VidimusDocumentState state = vidimus_document_get_state (item->document);
      gboolean remote = vidimus_document_peek_uri (item->document) != NULL;

      if (state == VIDIMUS_DOCUMENT_QUEUED)
        n_queued++;
      else if (state == VIDIMUS_DOCUMENT_LOADING && !item->is_loading &&
               (remote ? self->n_downloading < MAX_DOWNLOADS : self->n_loading < n_cores))
        start_load (self, item);
    }
}

/* The first in the list is asked first, so that the next one waits until it is decoded; a download it does not
 * wait for. */
static void
start_calls (VidimusRun *self)
{
  for (guint i = self->first_open; i < self->items->len && vidimus_pace_has_room (self->pace); i++)
    {
      VidimusRunItem *item = self->items->pdata[i];
      VidimusDocumentState state = vidimus_document_get_state (item->document);

      if (state == VIDIMUS_DOCUMENT_LOADING && vidimus_document_peek_uri (item->document) == NULL)
        break;
      if (state == VIDIMUS_DOCUMENT_QUEUED)
        start_call (self, item->document);
    }
}

/*
 * vidimus_run_pump:
 *
 * The one place where work begins.
 */
void
vidimus_run_pump (VidimusRun *self)
{
  while (self->first_open < self->items->len &&
         !vidimus_document_is_busy (((VidimusRunItem *) self->items->pdata[self->first_open])->document))
    self->first_open++;

  start_loads (self);
  start_calls (self);
  start_estimates (self);
  vidimus_run_notify_idle (self);
}

/* Where a document begins that waits for its turn. Of one that is sent by its address the picture is only to be shown, and fetched only
 * when the profile says so. */
static VidimusDocumentState
waiting_state (VidimusRun      *self,
               VidimusDocument *document)
{
  if (vidimus_document_get_picture (document) != NULL)
    return VIDIMUS_DOCUMENT_QUEUED;

  return goes_by_address (self, document) && !vidimus_profile_get_fetch_picture (vidimus_client_get_profile (self->client))
           ? VIDIMUS_DOCUMENT_QUEUED
           : VIDIMUS_DOCUMENT_LOADING;
}

/* vidimus_run_reconsider: another client may need of what waits a picture that this one did not, or none; to be pumped. */
void
vidimus_run_reconsider (VidimusRun *self)
{
  for (guint i = self->first_open; i < self->items->len; i++)
    {
      VidimusRunItem *item = self->items->pdata[i];
      VidimusDocumentState state = vidimus_document_get_state (item->document);

      if (state == VIDIMUS_DOCUMENT_QUEUED || (state == VIDIMUS_DOCUMENT_LOADING && !item->is_loading))
        vidimus_document_set_state (item->document, waiting_state (self, item->document), 0.0);
    }
}

/* What is under way for @item, or waits, is no more: its place among the estimates too. */
static void
interrupt (VidimusRun     *self,
           VidimusRunItem *item)
{
  vidimus_document_interrupt (item->document);
  item->is_loading = FALSE;
  if (item->wants_estimate)
    g_queue_remove (&self->estimates, item);
  item->wants_estimate = FALSE;
}

/* vidimus_run_enqueue: @item begins anew; to be pumped. Whoever put it before @first_open says so. */
void
vidimus_run_enqueue (VidimusRun     *self,
                     VidimusRunItem *item)
{
  interrupt (self, item);
  vidimus_document_set_asked (item->document, NULL);
  vidimus_document_set_state (item->document, waiting_state (self, item->document), 0.0);
}

/* vidimus_run_take_out: @item is not to be worked on any more. */
void
vidimus_run_take_out (VidimusRun     *self,
                      VidimusRunItem *item)
{
  interrupt (self, item);
  if (vidimus_document_is_busy (item->document))
    vidimus_document_set_state (item->document, VIDIMUS_DOCUMENT_CANCELLED, 0.0);
}

#define G_LOG_DOMAIN "vidimus-call"

#include "vidimus-call-state-private.h"

#include "vidimus-error.h"
#include "vidimus-http-private.h"

#include <glib/gi18n-lib.h>

/* A child that died is started again for a call once. */
#define MAX_LOCAL_ATTEMPTS 2

static void
call_free (gpointer data)
{
  VidimusCall *call = data;

  g_clear_object (&call->session);
  g_clear_object (&call->picture);
  g_clear_pointer (&call->address, g_free);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->outgoing, vidimus_outgoing_free);
  g_clear_object (&call->attempt);
  g_clear_object (&call->record);
  g_clear_object (&call->log);
  g_free (call);
}

static void
report (VidimusCall            *call,
        const VidimusCallState *state)
{
  if (call->progress != NULL && !g_cancellable_is_cancelled (call->cancellable))
    call->progress (state, call->progress_data);
}

/*< private > */
void
vidimus_call_report_stage (VidimusCall      *call,
                           VidimusCallStage  stage,
                           double            fraction)
{
  report (call, &(VidimusCallState) { .stage = stage, .fraction = fraction, .attempt = call->retry.attempt });
}

/*< private > */
void
vidimus_call_fail (GTask  *task,
                   GError *error)
{
  VidimusCall *call = g_task_get_task_data (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    vidimus_call_end_record (call, NULL, error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
pause_over_cb (gpointer user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  if (!g_task_return_error_if_cancelled (task))
    vidimus_call_begin_attempt (g_steal_pointer (&task), FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
pause_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  return G_SOURCE_CONTINUE; /* as a child, it wakes its parent */
}

/* Takes @task's reference. */
static void
pause_and_begin (GTask *task,
                 guint  ms)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GSource) timer = g_timeout_source_new (ms);

  if (cancellable != NULL)
    {
      g_autoptr(GSource) child = g_cancellable_source_new (cancellable);

      g_source_set_callback (child, G_SOURCE_FUNC (pause_cancelled_cb), NULL, NULL);
      g_source_add_child_source (timer, child);
    }
  g_source_set_callback (timer, pause_over_cb, task, g_object_unref);
  g_source_attach (timer, g_main_context_get_thread_default ());
}

/*< private > */
void
vidimus_call_try_again_or_fail (GTask                   *task,
                                const VidimusRetryCause *cause,
                                GError                  *error)
{
  g_autoptr(GError) owned = error;
  VidimusCall *call = g_task_get_task_data (task);
  guint pause_ms;

  if (call->target->local != NULL || !vidimus_retry_next (&call->retry, cause, &pause_ms))
    {
      if (call->target->local == NULL)
        vidimus_call_tell_of_attempts (call, cause, error);
      vidimus_call_fail (task, g_steal_pointer (&owned));
      return;
    }

  g_debug ("Trying again in %u ms: %s", pause_ms, error->message);
  vidimus_call_end_record (call, NULL, error);
  report (call, &(VidimusCallState) { .stage = VIDIMUS_CALL_PAUSING, .attempt = call->retry.attempt - 1,
                                      .pause_ms = pause_ms, .problem = error->message,
                                      .throttled = cause->status == VIDIMUS_STATUS_THROTTLED });
  pause_and_begin (task, pause_ms);
}

/* Takes @task's reference and @error: the child was there, and is not any more. */
static void
restart_or_fail (GTask  *task,
                 GError *error)
{
  VidimusCall *call = g_task_get_task_data (task);
  g_autoptr(GError) explained = vidimus_http_explain_error (error, call->target->host);

  g_debug ("The service broke off: %s", error->message);
  g_error_free (error);
  if (call->retry.attempt < MAX_LOCAL_ATTEMPTS)
    {
      vidimus_call_end_record (call, NULL, explained);
      call->retry.attempt++;
      vidimus_call_begin_attempt (task, TRUE);
      return;
    }

  vidimus_call_fail (task, vidimus_error_new_advised (VIDIMUS_ERROR_SERVICE,
                                                      _("The service on this computer ended twice while it worked on this image."),
                                                      _("Try another image. If that fails too, start Vidimus again; if only this "
                                                        "image does it, please report it.")));
}

/*< private > */
void
vidimus_call_take_failure (GTask  *task,
                           GError *error)
{
  g_autoptr(GError) owned = error;
  VidimusCall *call = g_task_get_task_data (task);
  gboolean limit = error->domain == VIDIMUS_ERROR;
  gboolean too_large = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  VidimusRetryCause cause = { .error = error, .stale = vidimus_attempt_was_stale (call->attempt) };
  GError *explained;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      vidimus_call_fail (task, g_steal_pointer (&owned));
      return;
    }
  if (call->target->local != NULL && !limit && !too_large)
    {
      restart_or_fail (task, g_steal_pointer (&owned));
      return;
    }

  explained = limit ? g_error_copy (error) : vidimus_http_explain_error (error, call->target->host);
  vidimus_call_warn_of_bill (call, explained);
  if (too_large)
    vidimus_call_fail (task, explained);
  else
    vidimus_call_try_again_or_fail (task, &cause, explained);
}

static void
parsed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(VidimusIncoming) incoming = g_task_propagate_pointer (G_TASK (result), &error);

  if (incoming == NULL)
    {
      vidimus_call_fail (task, error);
      return;
    }

  vidimus_call_end_record (call, incoming->json, NULL);
  g_task_return_pointer (task, vidimus_call_make_answer (call, incoming), g_object_unref);
  g_object_unref (task);
}

/* Takes @task's reference. */
static void
parse (GTask  *task,
       GBytes *body)
{
  g_autoptr(GTask) owned = task;
  g_autoptr(GTask) job = NULL;

  if (g_task_return_error_if_cancelled (task)) /* GTask leaks when a thread is cancelled before it starts */
    return;

  job = g_task_new (NULL, g_task_get_cancellable (task), parsed_cb, g_steal_pointer (&owned));
  g_task_set_source_tag (job, parse);
  g_task_set_task_data (job, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_task_set_return_on_cancel (job, TRUE);
  g_task_run_in_thread (job, vidimus_incoming_make_thread);
}

/* Whether it is to be signed anew, once: the token had ended, or the clocks differ. @refusal: nullable. */
static gboolean
was_refused (VidimusCall  *call,
             GError       *refusal)
{
  VidimusCredentials *credentials = call->target->credentials;
  SoupMessage *message = vidimus_attempt_get_message (call->attempt);

  if (credentials == NULL)
    return FALSE;
  if (vidimus_credentials_was_refused (credentials, message,
                                       refusal != NULL ? vidimus_error_get_api_code (refusal) : NULL))
    return TRUE;
  if (refusal != NULL)
    vidimus_credentials_advise (credentials, refusal);

  return FALSE;
}

/*< private > */
void
vidimus_call_take_answer (GTask  *task,
                          GBytes *body)
{
  VidimusCall *call = g_task_get_task_data (task);
  SoupMessage *message = vidimus_attempt_get_message (call->attempt);
  VidimusRetryCause cause = {
    .status = soup_message_get_status (message),
    .retry_after = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After"),
  };
  g_autoptr(GError) refusal = vidimus_call_read_refusal (call, body);

  if (was_refused (call, refusal) && refusal != NULL)
    {
      vidimus_call_end_record (call, NULL, refusal);
      call->retry.attempt++;
      vidimus_call_begin_attempt (task, FALSE);
    }
  else if (refusal == NULL)
    {
      parse (task, body);
    }
  else
    {
      vidimus_call_try_again_or_fail (task, &cause, g_steal_pointer (&refusal));
    }
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->outgoing = g_task_propagate_pointer (G_TASK (result), &error);
  if (call->outgoing == NULL)
    vidimus_call_fail (task, error);
  else
    vidimus_call_begin_attempt (task, FALSE);
}

/* Takes @task's reference. */
static void
prepare (GTask *task)
{
  g_autoptr(GTask) owned = task;
  g_autoptr(GTask) job = NULL;
  VidimusCall *call = g_task_get_task_data (task);
  const VidimusOutgoingOrder order = { .alarms = (call->flags & VIDIMUS_CALL_ALARMS) != 0, .hash = call->target->hash,
                                       .strip = call->target->strip };

  vidimus_call_report_stage (call, VIDIMUS_CALL_PREPARING, 0.0);
  if (g_task_return_error_if_cancelled (task)) /* GTask leaks when a thread is cancelled before it starts */
    return;

  if (call->address != NULL)
    {
      call->outgoing = vidimus_outgoing_new_for_address (call->address, &order);
      vidimus_call_begin_attempt (g_steal_pointer (&owned), FALSE);
      return;
    }

  job = g_task_new (call->picture, call->cancellable, prepared_cb, g_steal_pointer (&owned));
  g_task_set_source_tag (job, prepare);
  g_task_set_task_data (job, g_memdup2 (&order, sizeof order), g_free);
  g_task_set_return_on_cancel (job, TRUE);
  g_task_run_in_thread (job, vidimus_outgoing_make_thread);
}

/*
 * @source: the task's source object; it holds @target
 * @progress: called first for %VIDIMUS_CALL_PREPARING, before this returns; never after a cancellation
 *
 * Neither the preparing nor the reading of the answer blocks the main context.
 */
void
vidimus_call_async (GObject                 *source,
                    const VidimusCallTarget *target,
                    VidimusPicture          *picture,
                    const char              *address,
                    VidimusCallFlags         flags,
                    VidimusCallProgress      progress,
                    gpointer                 progress_data,
                    GCancellable            *cancellable,
                    GAsyncReadyCallback      callback,
                    gpointer                 user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  VidimusCall *call = g_new0 (VidimusCall, 1);

  g_task_set_source_tag (task, vidimus_call_async);
  g_task_set_task_data (task, call, call_free);
  call->target = target;
  g_set_object (&call->session, target->session);
  g_set_object (&call->picture, picture);
  g_set_object (&call->cancellable, cancellable);
  call->address = g_strdup (address);
  call->flags = flags;
  call->progress = progress;
  call->progress_data = progress_data;
  call->begun = g_get_monotonic_time ();
  vidimus_retry_init (&call->retry, target->retry);

  prepare (task);
}

void
vidimus_call_fail_async (GObject             *source,
                         GError              *error,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_call_fail_async);
  g_task_return_error (task, error);
}

/* Returns: (transfer full): the answer, or %NULL with a %VIDIMUS_ERROR or %G_IO_ERROR_CANCELLED */
VidimusAnswer *
vidimus_call_finish (GObject       *source,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

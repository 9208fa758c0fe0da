/* One attempt of a call: the child is there or somebody has signed in, the request is sent, and what comes of it is handed on. */
#include "vidimus-call-state-private.h"

#include "vidimus-error.h"

static void
attempt_progress_cb (double   fraction,
                     gpointer user_data)
{
  VidimusCall *call = user_data;

  vidimus_call_report_stage (call, VIDIMUS_CALL_SENDING, fraction);
  if (fraction >= 1.0)
    vidimus_call_report_stage (call, VIDIMUS_CALL_WAITING, 0.0);
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr(GBytes) body = vidimus_attempt_send_finish (VIDIMUS_ATTEMPT (object), result, &error);

  if (body == NULL)
    vidimus_call_take_failure (task, error);
  else
    vidimus_call_take_answer (task, body);
}

/* What goes beyond the contract is asked of a service of ours only. */
static void
add_headers (VidimusCall *call)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (vidimus_attempt_get_message (call->attempt));

  if (call->target->local != NULL && (call->flags & VIDIMUS_CALL_EXPLAIN) != 0)
    soup_message_headers_append (headers, "X-Vidimus-Explain", "1");
  if (call->target->local != NULL && (call->flags & VIDIMUS_CALL_EVIDENCE) != 0)
    soup_message_headers_append (headers, "X-Vidimus-Evidence", "1");
}

static char *
dup_uri (const VidimusCallTarget *target)
{
  g_autofree char *project = g_uri_escape_string (target->credentials != NULL
                                                  ? vidimus_credentials_get_project_id (target->credentials)
                                                  : target->project_id, NULL, FALSE);

  return g_strdup_printf ("%s/v2/%s/ocr/auto-id-doc-classification", target->endpoint, project);
}

/* Takes @task's reference. */
static void
send_attempt (GTask *task)
{
  VidimusCall *call = g_task_get_task_data (task);
  g_autofree char *uri = dup_uri (call->target);

  if (call->ready == 0)
    call->ready = g_get_monotonic_time ();
  g_clear_object (&call->attempt);
  call->attempt = vidimus_attempt_new (uri, call->target->host, "application/json", call->outgoing->body);
  if (call->target->local == NULL) /* else libsoup makes a connection for each POST, which over TLS takes as long as the answer */
    soup_message_add_flags (vidimus_attempt_get_message (call->attempt), SOUP_MESSAGE_IDEMPOTENT);
  add_headers (call);
  if (call->target->credentials != NULL)
    vidimus_credentials_sign (call->target->credentials, vidimus_attempt_get_message (call->attempt),
                              call->outgoing->sha256 != NULL ? call->outgoing->sha256 : "");
  vidimus_call_begin_record (call);
  vidimus_call_report_stage (call, VIDIMUS_CALL_SENDING, 0.0);
  vidimus_attempt_send_async (call->attempt, call->session, &call->target->limits, attempt_progress_cb, call,
                              call->cancellable, answered_cb, task);
}

static void
ensured_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  VidimusLocalService *local = VIDIMUS_LOCAL_SERVICE (object);
  GTask *task = G_TASK (user_data);
  VidimusCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!vidimus_local_service_ensure_finish (local, result, &error))
    {
      vidimus_call_fail (task, error);
      return;
    }

  g_set_object (&call->session, vidimus_local_service_get_session (local));
  send_attempt (task);
}

static void
signed_in_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;
  VidimusRetryCause cause = { SOUP_STATUS_NONE };

  if (vidimus_credentials_prepare_finish (VIDIMUS_CREDENTIALS (object), result, &error))
    {
      send_attempt (task);
      return;
    }

  cause.error = error;
  cause.status = vidimus_error_get_http_status (error);
  vidimus_call_try_again_or_fail (task, &cause, error);
}

/*< private > */
void
vidimus_call_begin_attempt (GTask    *task,
                            gboolean  suspect)
{
  VidimusCall *call = g_task_get_task_data (task);

  if (call->target->local != NULL)
    {
      vidimus_local_service_ensure_async (call->target->local, suspect, call->cancellable, ensured_cb, task);
    }
  else if (call->target->credentials != NULL)
    {
      vidimus_call_report_stage (call, VIDIMUS_CALL_SIGNING_IN, 0.0);
      vidimus_credentials_prepare_async (call->target->credentials, call->cancellable, signed_in_cb, task);
    }
  else
    {
      send_attempt (task);
    }
}

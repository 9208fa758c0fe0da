#define G_LOG_DOMAIN "vidimus-call"

#include "vidimus-call-private.h"

#include "vidimus-answer-private.h"
#include "vidimus-call-record-private.h"
#include "vidimus-error.h"
#include "vidimus-http-private.h"
#include "vidimus-parcel-private.h"
#include "vidimus-patience-private.h"
#include "vidimus-transcript-private.h"

#include <glib/gi18n-lib.h>

/* With explanations an answer has a few MB of images. */
#define MAX_ANSWER_BYTES (16 * 1024 * 1024)
/* Upload progress at most so often: libsoup tells every 8 KiB. */
#define PROGRESS_US (40 * 1000)
/* A child that died is started again for a call once. */
#define MAX_ATTEMPTS 2

typedef struct
{
  SoupSession         *session;   /* owned, nullable until the local service runs */
  VidimusLocalService *local;     /* owned, nullable */
  char                *uri;       /* owned */
  char                *host;      /* owned */
  char                *name;      /* owned */
  VidimusCallLog      *log;       /* owned, nullable */
  guint                send_ms;
  guint                answer_ms;

  VidimusPicture      *picture;   /* owned */
  VidimusCallFlags     flags;
  VidimusCallProgress  progress;  /* nullable */
  gpointer             progress_data;

  VidimusPatience     *patience;  /* owned */
  VidimusOutgoing     *outgoing;  /* owned */
  SoupMessage         *message;   /* owned; of the present attempt */
  VidimusCallRecord   *record;    /* owned, nullable; of the present attempt, with @log */
  GBytes              *response;  /* owned */
  gsize                written;   /* bytes of the body */
  gint64               reported;  /* when progress was last told */
  guint                attempt;

  gint64               begun;     /* g_get_monotonic_time() each */
  gint64               ready;
  gint64               sent;
} Call;

static void
drop_message (Call *call)
{
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  drop_message (call);
  g_clear_object (&call->record);
  g_clear_object (&call->session);
  g_clear_object (&call->local);
  g_clear_object (&call->log);
  g_clear_pointer (&call->uri, g_free);
  g_clear_pointer (&call->host, g_free);
  g_clear_pointer (&call->name, g_free);
  g_clear_object (&call->picture);
  g_clear_pointer (&call->patience, vidimus_patience_free);
  g_clear_pointer (&call->outgoing, vidimus_outgoing_free);
  g_clear_pointer (&call->response, g_bytes_unref);
  g_free (call);
}

static void
report (Call             *call,
        VidimusCallStage  stage,
        double            fraction)
{
  if (call->progress != NULL && !g_cancellable_is_cancelled (vidimus_patience_get_cancellable (call->patience)))
    {
      const VidimusCallState state = { .stage = stage, .fraction = fraction, .attempt = call->attempt };

      call->progress (&state, call->progress_data);
    }
}

static char *
describe_change (const VidimusPrepared *prepared)
{
  const char *format = g_str_equal (prepared->content_type, "image/png") ? "PNG" : "JPEG";

  switch (prepared->how)
    {
    case VIDIMUS_PREPARED_TURNED:
      return g_strdup (_("Turned upright, without loss"));
    case VIDIMUS_PREPARED_REENCODED:
      return g_strdup_printf (_("Encoded again as %s"), format);
    case VIDIMUS_PREPARED_SCALED:
      return g_strdup_printf (_("Made smaller, to %d × %d pixels, and encoded as %s"), prepared->width,
                              prepared->height, format);
    case VIDIMUS_PREPARED_AS_IT_IS:
    default:
      return NULL;
    }
}

static char *
describe_request (Call *call)
{
  const VidimusPrepared *prepared = call->outgoing->prepared;
  g_autofree char *size = g_format_size (g_bytes_get_size (prepared->bytes));
  g_autofree char *image = g_strdup_printf (_("(%s, %d × %d pixels, %s)"), prepared->content_type, prepared->width,
                                            prepared->height, size);

  return vidimus_transcript_of_request (call->message, image, (call->flags & VIDIMUS_CALL_ALARMS) != 0);
}

static void
begin_record (Call *call)
{
  VidimusCallRecord *record;

  if (call->log == NULL)
    return;

  g_clear_object (&call->record);
  record = call->record = vidimus_call_record_new ();
  record->title = g_strdup (vidimus_picture_get_name (call->picture) != NULL
                            ? vidimus_picture_get_name (call->picture) : _("Image"));
  record->service = g_strdup (call->name);
  record->attempt = call->attempt;
}

/* @json: (nullable): of the answer; @problem: (nullable): why there is none, or none to be used. */
static void
end_record (Call         *call,
            const char   *json,
            const GError *problem)
{
  gint64 now = g_get_monotonic_time ();
  VidimusCallRecord *record = call->record;
  guint status;

  if (record == NULL)
    return;

  status = soup_message_get_status (call->message);
  record->status = status;
  record->request_id = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (call->message),
                                                               "X-Request-Id"));
  record->code = g_strdup (problem != NULL ? vidimus_error_get_api_code (problem) : NULL);
  record->problem = problem != NULL ? g_utf8_make_valid (problem->message, -1) : NULL;
  record->total_ms = (now - call->ready) / 1000.0;
  record->request = describe_request (call);
  if (status != 0)
    record->response = vidimus_transcript_of_response (call->message, json != NULL ? json : "");
  vidimus_call_log_add (call->log, g_steal_pointer (&call->record));
}

static void
return_error (GTask  *task,
              GError *error)
{
  end_record (g_task_get_task_data (task), NULL, error);
  g_task_return_error (task, error);
}

static void
add_timings (Call          *call,
             VidimusAnswer *answer)
{
  gint64 now = g_get_monotonic_time ();
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);

  answer->ms = (now - call->begun) / 1000.0;
  vidimus_answer_add_timing (answer, "prepare", (call->ready - call->begun) / 1000.0);
  vidimus_answer_add_timing (answer, "send", (call->sent - call->ready) / 1000.0);
  vidimus_answer_add_timing (answer, "wait", (now - call->sent) / 1000.0);
  vidimus_answer_add_server_timing (answer, soup_message_headers_get_list (headers, "Server-Timing"));
}

static VidimusAnswer *
make_answer (Call            *call,
             VidimusIncoming *incoming)
{
  const VidimusPrepared *prepared = call->outgoing->prepared;
  const VidimusTransform to_picture = { prepared->to_picture[0], prepared->to_picture[1], prepared->to_picture[2],
                                        prepared->to_picture[3], prepared->to_picture[4], prepared->to_picture[5] };
  VidimusAnswer *answer = vidimus_answer_new ();

  answer->raw_result = g_object_ref (incoming->raw_result);
  answer->result = vidimus_result_transformed (incoming->raw_result, &to_picture);
  answer->alarms_asked = (call->flags & VIDIMUS_CALL_ALARMS) != 0;
  answer->service = g_strdup (call->name);
  answer->request_id = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (call->message),
                                                               "X-Request-Id"));
  answer->http_status = soup_message_get_status (call->message);
  answer->attempt = call->attempt;
  answer->sent_width = prepared->width;
  answer->sent_height = prepared->height;
  answer->sent_bytes = g_bytes_get_size (prepared->bytes);
  answer->how = describe_change (prepared);
  add_timings (call, answer);
  answer->request_text = describe_request (call);
  answer->response_text = vidimus_transcript_of_response (call->message, incoming->json);

  return answer;
}

static void ensure_service (GTask    *task,
                            gboolean  suspect);

/*
 * Ends the call, or begins it again: when the child died, once. Takes @task's reference.
 */
static void
fail_on_the_way (GTask        *task,
                 const GError *reason)
{
  g_autoptr(GTask) owned = task;
  Call *call = g_task_get_task_data (task);
  GError *error;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (vidimus_patience_has_ended (call->patience))
    {
      return_error (task, vidimus_http_timeout_error (call->host));
      return;
    }

  if (call->local != NULL && call->attempt < MAX_ATTEMPTS)
    {
      g_autoptr(GError) explained = vidimus_http_explain_error (reason, call->host);

      g_debug ("The service broke off: %s", reason->message);
      end_record (call, NULL, explained);
      call->attempt++;
      ensure_service (g_steal_pointer (&owned), TRUE);
      return;
    }

  error = vidimus_http_explain_error (reason, call->host);
  if (call->local != NULL)
    {
      g_clear_error (&error);
      error = vidimus_error_new (VIDIMUS_ERROR_SERVICE, NULL, 0, NULL,
                                 _("The service on this computer ended twice while it worked on this image."));
      vidimus_error_set_advice (error, _("Try another image. If that fails too, start Vidimus again; if only this "
                                         "image does it, please report it."));
    }
  return_error (task, error);
}

static void
parsed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusIncoming) incoming = g_task_propagate_pointer (G_TASK (result), &error);

  if (incoming == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  end_record (call, incoming->json, NULL);
  g_task_return_pointer (task, make_answer (call, incoming), g_object_unref);
}

static GError *
redirect_error (Call *call)
{
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (call->message), "Location");
  g_autoptr(GUri) uri = location != NULL ? g_uri_parse_relative (soup_message_get_uri (call->message), location,
                                                                 SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *message = g_strdup_printf (_("“%s” sends on to another address, “%s”. The image was not sent "
                                                "there."), call->host,
                                              host != NULL ? host : _("unknown"));
  GError *error = vidimus_error_new (VIDIMUS_ERROR_ANSWER, NULL, soup_message_get_status (call->message), NULL,
                                     message);

  vidimus_error_set_advice (error, _("If you trust that address, enter it as the address of the service."));

  return error;
}

static void
take_response (GTask *task)
{
  g_autoptr(GTask) owned = task;
  Call *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);
  g_autoptr(GTask) parse = NULL;

  if (SOUP_STATUS_IS_REDIRECTION (status))
    {
      return_error (task, redirect_error (call));
      return;
    }

  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      gsize length;
      const char *body = g_bytes_get_data (call->response, &length);

      return_error (task, vidimus_error_new_from_answer (
        status, body, length,
        soup_message_headers_get_one (soup_message_get_response_headers (call->message), "X-Request-Id")));
      return;
    }

  if (g_task_return_error_if_cancelled (task))
    return;

  parse = g_task_new (NULL, g_task_get_cancellable (task), parsed_cb, g_steal_pointer (&owned));
  g_task_set_source_tag (parse, take_response);
  g_task_set_task_data (parse, g_bytes_ref (call->response), (GDestroyNotify) g_bytes_unref);
  g_task_set_return_on_cancel (parse, TRUE);
  g_task_run_in_thread (parse, vidimus_incoming_make_thread);
}

static void
response_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  call->response = vidimus_http_read_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    {
      return_error (task, vidimus_http_explain_error (error, call->host));
      g_object_unref (task);
      return;
    }

  if (call->response == NULL)
    {
      fail_on_the_way (task, error);
      return;
    }

  vidimus_patience_set (call->patience, 0);
  take_response (task);
}

static void
message_sent_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL)
    fail_on_the_way (task, error);
  else
    vidimus_http_read_async (stream, MAX_ANSWER_BYTES, vidimus_patience_get_cancellable (call->patience),
                             response_read_cb, task);
}

static void
wrote_data_cb (SoupMessage *message,
               guint        size,
               gpointer     user_data)
{
  Call *call = user_data;
  gsize total = g_bytes_get_size (call->outgoing->body);
  gint64 now = g_get_monotonic_time ();

  call->written = MIN (call->written + size, total);
  vidimus_patience_set (call->patience, call->send_ms);
  if (call->written < total && now - call->reported < PROGRESS_US)
    return;

  call->reported = now;
  report (call, VIDIMUS_CALL_SENDING, (double) call->written / total);
}

static void
wrote_body_cb (SoupMessage *message,
               gpointer     user_data)
{
  Call *call = user_data;

  call->sent = g_get_monotonic_time ();
  vidimus_patience_set (call->patience, call->answer_ms);
  report (call, VIDIMUS_CALL_WAITING, 0.0);
}

/* What goes beyond the contract is asked of a service of ours only. */
static void
add_own_headers (Call *call)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (call->message);

  if ((call->flags & VIDIMUS_CALL_EXPLAIN) != 0)
    soup_message_headers_append (headers, "X-Vidimus-Explain", "1");
  if ((call->flags & VIDIMUS_CALL_EVIDENCE) != 0)
    soup_message_headers_append (headers, "X-Vidimus-Evidence", "1");
}

static void
send_message (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  drop_message (call);
  call->written = 0;
  call->reported = 0;
  call->sent = call->ready = g_get_monotonic_time ();
  call->message = soup_message_new (SOUP_METHOD_POST, call->uri);
  soup_message_add_flags (call->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (call->message, "application/json", call->outgoing->body);
  if (call->local != NULL)
    add_own_headers (call);

  begin_record (call);
  g_signal_connect (call->message, "wrote-body-data", G_CALLBACK (wrote_data_cb), call);
  g_signal_connect (call->message, "wrote-body", G_CALLBACK (wrote_body_cb), call);
  vidimus_patience_set (call->patience, call->send_ms);
  report (call, VIDIMUS_CALL_SENDING, 0.0);
  soup_session_send_async (call->session, call->message, G_PRIORITY_DEFAULT,
                           vidimus_patience_get_cancellable (call->patience), message_sent_cb, task);
}

static void
ensured_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  VidimusLocalService *local = VIDIMUS_LOCAL_SERVICE (object);
  GTask *task = G_TASK (user_data);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!vidimus_local_service_ensure_finish (local, result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  g_set_object (&call->session, vidimus_local_service_get_session (local));
  send_message (task);
}

/* Takes @task's reference. */
static void
ensure_service (GTask    *task,
                gboolean  suspect)
{
  Call *call = g_task_get_task_data (task);

  vidimus_patience_set (call->patience, 0); /* starting has a limit of its own */
  vidimus_local_service_ensure_async (call->local, suspect, vidimus_patience_get_cancellable (call->patience),
                                      ensured_cb, task);
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->outgoing = g_task_propagate_pointer (G_TASK (result), &error);
  if (call->outgoing == NULL)
    g_task_return_error (task, error);
  else if (call->local != NULL)
    ensure_service (g_steal_pointer (&task), FALSE);
  else
    send_message (g_steal_pointer (&task));
}

/*
 * @source: the task's source object
 * @progress: called first for %VIDIMUS_CALL_PREPARING, before this returns; never after a cancellation
 *
 * Neither the preparing nor the reading of the answer blocks the main context. A call whose local service dies is
 * made again once.
 */
void
vidimus_call_async (GObject                 *source,
                    const VidimusCallTarget *target,
                    VidimusPicture          *picture,
                    VidimusCallFlags         flags,
                    VidimusCallProgress      progress,
                    gpointer                 progress_data,
                    GCancellable            *cancellable,
                    GAsyncReadyCallback      callback,
                    gpointer                 user_data)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);
  g_autoptr(GTask) prepare = NULL;
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, vidimus_call_async);
  g_task_set_task_data (task, call, call_free);
  g_set_object (&call->session, target->session);
  g_set_object (&call->local, target->local);
  call->uri = g_strdup (target->uri);
  call->host = g_strdup (target->host);
  call->name = g_strdup (target->name);
  call->send_ms = target->send_ms;
  call->answer_ms = target->answer_ms;
  g_set_object (&call->log, target->log);
  call->picture = g_object_ref (picture);
  call->flags = flags;
  call->progress = progress;
  call->progress_data = progress_data;
  call->patience = vidimus_patience_new (cancellable);
  call->attempt = 1;
  call->begun = g_get_monotonic_time ();

  report (call, VIDIMUS_CALL_PREPARING, 0.0);
  if (g_task_return_error_if_cancelled (task)) /* GTask leaks when a thread is cancelled before it starts */
    return;

  prepare = g_task_new (picture, vidimus_patience_get_cancellable (call->patience), prepared_cb,
                        g_steal_pointer (&task));
  g_task_set_source_tag (prepare, vidimus_call_async);
  g_task_set_task_data (prepare, GINT_TO_POINTER ((flags & VIDIMUS_CALL_ALARMS) != 0), NULL);
  g_task_set_return_on_cancel (prepare, TRUE);
  g_task_run_in_thread (prepare, vidimus_outgoing_make_thread);
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

#include "vidimus-attempt-private.h"

#include "vidimus-http-private.h"
#include "vidimus-patience-private.h"

/* With explanations an answer has a few MB of images. */
#define MAX_ANSWER_BYTES (16 * 1024 * 1024)
/* Upload progress at most so often: libsoup tells every 8 KiB. */
#define PROGRESS_US (40 * 1000)

/* Which limit holds. */
typedef enum
{
  STEP_QUEUE,
  STEP_CONNECT,
  STEP_SEND,
  STEP_ANSWER,
} Step;

struct _VidimusAttempt
{
  GObject                 parent_instance;

  SoupMessage            *message;   /* owned */
  char                   *host;      /* owned */
  VidimusLimits           limits;
  VidimusPatience        *patience;  /* owned, while it is under way */
  VidimusAttemptProgress  progress;  /* nullable */
  gpointer                progress_data;

  Step                    step;
  gboolean                refused;   /* a whole connection's fault: see restarted_cb() */
  gsize                   total;     /* bytes of the body */
  gsize                   written;
  gint64                  reported;  /* g_get_monotonic_time() each; 0: has not happened */
  gint64                  begun;
  gint64                  connecting;
  gint64                  starting;
  gint64                  sent;
  gint64                  answered;  /* the head is there */
  gint64                  ended;
};

G_DEFINE_FINAL_TYPE (VidimusAttempt, vidimus_attempt, G_TYPE_OBJECT)

static void
vidimus_attempt_dispose (GObject *object)
{
  VidimusAttempt *self = VIDIMUS_ATTEMPT (object);

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_pointer (&self->patience, vidimus_patience_free);
  g_clear_pointer (&self->host, g_free);

  G_OBJECT_CLASS (vidimus_attempt_parent_class)->dispose (object);
}

static void
vidimus_attempt_class_init (VidimusAttemptClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vidimus_attempt_dispose;
}

static void
vidimus_attempt_init (VidimusAttempt *self)
{
}

static void
enter_step (VidimusAttempt *self,
            Step            step,
            guint           ms)
{
  self->step = step;
  if (self->patience != NULL)
    vidimus_patience_set (self->patience, ms);
}

static void
network_event_cb (VidimusAttempt     *self,
                  GSocketClientEvent  event,
                  GIOStream          *connection)
{
  if (self->connecting != 0)
    return;

  self->connecting = g_get_monotonic_time ();
  enter_step (self, STEP_CONNECT, self->limits.connect_ms);
}

static void
starting_cb (VidimusAttempt *self)
{
  self->starting = g_get_monotonic_time ();
  enter_step (self, STEP_SEND, self->limits.send_ms);
}

static void
wrote_data_cb (VidimusAttempt *self,
               guint           size)
{
  gint64 now = g_get_monotonic_time ();

  self->written = MIN (self->written + size, self->total);
  enter_step (self, STEP_SEND, self->limits.send_ms);
  if (self->progress == NULL || self->written == self->total || now - self->reported < PROGRESS_US)
    return;

  self->reported = now;
  self->progress ((double) self->written / self->total, self->progress_data);
}

static void
wrote_body_cb (VidimusAttempt *self)
{
  self->sent = g_get_monotonic_time ();
  enter_step (self, STEP_ANSWER, self->limits.answer_ms);
  if (self->progress != NULL)
    self->progress (1.0, self->progress_data);
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_cancellable_cancel (vidimus_patience_get_cancellable (VIDIMUS_ATTEMPT (user_data)->patience));

  return G_SOURCE_REMOVE;
}

/* Over HTTP/2 a proxy whose service went away refuses the stream, and libsoup begins the message anew by itself: with the signature it had,
 * and without its body, which has been read. Whether there is another attempt is not for it to decide, so that this one has failed. It is
 * stopped from the main loop, before anything else happens there: now libsoup is in the middle of something. */
static void
restarted_cb (VidimusAttempt *self)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  self->refused = TRUE;
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, give_up_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* An answer may come before the body is written: then what is left of it goes nowhere. */
static void
got_headers_cb (VidimusAttempt *self)
{
  self->answered = g_get_monotonic_time ();
  enter_step (self, STEP_ANSWER, self->limits.answer_ms);
}

/* Nothing is sent yet; the message can be given more headers before it is. */
VidimusAttempt *
vidimus_attempt_new (const char *uri,
                     const char *host,
                     const char *type,
                     GBytes     *body)
{
  VidimusAttempt *self = g_object_new (VIDIMUS_TYPE_ATTEMPT, NULL);

  self->host = g_strdup (host);
  self->total = g_bytes_get_size (body);
  self->message = soup_message_new (SOUP_METHOD_POST, uri);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  soup_message_set_request_body_from_bytes (self->message, type, body);
  g_signal_connect_swapped (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect_swapped (self->message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect_swapped (self->message, "restarted", G_CALLBACK (restarted_cb), self);
  g_signal_connect_swapped (self->message, "wrote-body-data", G_CALLBACK (wrote_data_cb), self);
  g_signal_connect_swapped (self->message, "wrote-body", G_CALLBACK (wrote_body_cb), self);
  g_signal_connect_swapped (self->message, "got-headers", G_CALLBACK (got_headers_cb), self);

  return self;
}

SoupMessage *
vidimus_attempt_get_message (VidimusAttempt *self)
{
  return self->message;
}

static void
end (VidimusAttempt *self)
{
  self->ended = g_get_monotonic_time ();
  g_signal_handlers_disconnect_by_data (self->message, self);
  vidimus_patience_set (self->patience, 0);
}

static GError *
limit_error (VidimusAttempt *self)
{
  switch (self->step)
    {
    case STEP_CONNECT:
      return vidimus_http_connect_error (self->host);
    case STEP_SEND:
      return vidimus_http_send_error (self->host);
    case STEP_QUEUE:
    case STEP_ANSWER:
    default:
      return vidimus_http_timeout_error (self->host);
    }
}

/* Takes @task's reference and @error. */
static void
fail (GTask  *task,
      GError *error)
{
  g_autoptr(GError) reason = error;
  VidimusAttempt *self = g_task_get_source_object (task);

  end (self);
  if (self->refused)
    {
      g_clear_error (&reason);
      reason = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The stream was refused");
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_error (task, vidimus_patience_has_ended (self->patience) ? limit_error (self)
                                                                           : g_steal_pointer (&reason));
  g_object_unref (task);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *body = vidimus_http_read_finish (result, &error);

  if (body == NULL)
    {
      fail (g_steal_pointer (&task), error);
      return;
    }

  end (g_task_get_source_object (task));
  g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusAttempt *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL || self->refused)
    fail (task, error);
  else
    vidimus_http_read_async (stream, MAX_ANSWER_BYTES, vidimus_patience_get_cancellable (self->patience), read_cb, task);
}

/*
 * @limits: copied
 * @progress: (nullable): in the main context of the caller; never after a cancellation
 *
 * Once per attempt. Waiting for a free connection has no limit of its own: it ends when the calls before it do.
 */
void
vidimus_attempt_send_async (VidimusAttempt         *self,
                            SoupSession            *session,
                            const VidimusLimits    *limits,
                            VidimusAttemptProgress  progress,
                            gpointer                progress_data,
                            GCancellable           *cancellable,
                            GAsyncReadyCallback     callback,
                            gpointer                user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_attempt_send_async);
  self->limits = *limits;
  self->progress = progress;
  self->progress_data = progress_data;
  self->patience = vidimus_patience_new (cancellable);
  self->begun = g_get_monotonic_time ();
  soup_session_send_async (session, self->message, G_PRIORITY_DEFAULT,
                           vidimus_patience_get_cancellable (self->patience), sent_cb, task);
}

GBytes *
vidimus_attempt_send_finish (VidimusAttempt  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
vidimus_attempt_was_sent (VidimusAttempt *self)
{
  return self->sent != 0;
}

/* It went over a connection of an earlier request, and nothing came back: its other end had closed it meanwhile. */
gboolean
vidimus_attempt_was_stale (VidimusAttempt *self)
{
return self->starting != 0 && self->connecting == 0 && self->answered == 0;
}

static double
span (gint64 from,
      gint64 to)
{
  return from != 0 && to >= from ? (to - from) / 1000.0 : -1.0;
}

double
vidimus_attempt_get_total (VidimusAttempt *self)
{
  return MAX (span (self->begun, self->ended), 0.0);
}

/* The first that has happened; 0 when none has. */
static gint64
first_of (gint64 a,
          gint64 b)
{
  return a != 0 ? a : b;
}

/* A phase that was ended by a failure lasted until then. */
double
vidimus_attempt_get_ms (VidimusAttempt   *self,
                        VidimusCallPhase  phase)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);
  gint64 first_byte = metrics != NULL ? (gint64) soup_message_metrics_get_response_start (metrics) : 0;

  if (first_byte == 0)
    first_byte = self->answered;

  switch (phase)
    {
    case VIDIMUS_PHASE_QUEUE:
      return span (self->begun, first_of (first_of (self->connecting, self->starting), self->ended));
    case VIDIMUS_PHASE_CONNECT:
      return span (self->connecting, first_of (self->starting, self->ended));
    case VIDIMUS_PHASE_SEND:
      return span (self->starting, first_of (first_of (self->sent, first_byte), self->ended));
    case VIDIMUS_PHASE_WAIT:
      return span (self->sent, first_of (first_byte, self->ended));
    case VIDIMUS_PHASE_RECEIVE:
      return span (first_byte, self->ended);
    case VIDIMUS_N_PHASES:
    default:
      g_return_val_if_reached (-1.0);
    }
}

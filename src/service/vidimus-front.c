#define G_LOG_DOMAIN "vidimus-front"

#include "vidimus-front.h"

#include "vidimus-acceptor.h"
#include "vidimus-asked.h"
#include "vidimus-entrance.h"
#include "vidimus-error.h"
#include "vidimus-exchange.h"
#include "vidimus-route.h"

struct _VidimusFront
{
  SoupServer          *server;     /* owned */
  VidimusVisitors     *visitors;   /* owned */
  VidimusAcceptor     *acceptor;   /* owned */
  VidimusPool         *pool;       /* borrowed */
  VidimusFrontOptions  options;
  char                *health;     /* owned: the body of /healthz */
  guint                n_requests; /* admitted, not answered yet */
  guint64              n_bytes;    /* set aside for those */
  gboolean             refusing;
  GSourceOnceFunc      drained;    /* nullable */
  gpointer             drained_data;
};

static gboolean
is_json (SoupServerMessage *message)
{
  const char *type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), NULL);

  return type != NULL && g_ascii_strcasecmp (type, "application/json") == 0;
}

static gboolean
has_flag_header (SoupServerMessage *message,
                 const char        *name)
{
  const char *value = soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);

  return value != NULL && g_str_equal (value, "1");
}

/* The request of an admitted image has to be of the right kind before its body is worth keeping. */
static void
admit (VidimusFront    *self,
       VidimusExchange *exchange)
{
  guint64 weight = vidimus_exchange_weigh (exchange);

  if (self->refusing)
    vidimus_exchange_fail (exchange, SOUP_STATUS_SERVICE_UNAVAILABLE, "ModelArts.4403");
  else if (!is_json (exchange->message))
    vidimus_exchange_fail (exchange, SOUP_STATUS_BAD_REQUEST, "AIS.0101");
  else if (self->n_requests >= self->options.max_requests || self->n_bytes + weight > self->options.max_bytes ||
           vidimus_pool_is_full (self->pool))
    vidimus_exchange_fail (exchange, SOUP_STATUS_SERVICE_UNAVAILABLE, "ModelArts.4401");
  else if (!vidimus_exchange_accept_body (exchange))
    vidimus_exchange_fail (exchange, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "APIG.0201");
  else
    {
      exchange->admitted = TRUE;
      exchange->weight = weight;
      self->n_requests++;
      self->n_bytes += weight;
      if (exchange->is_private && has_flag_header (exchange->message, "X-Vidimus-Explain"))
        exchange->flags |= VIDIMUS_JOB_EXPLAIN;
      if (has_flag_header (exchange->message, "X-Vidimus-Evidence"))
        exchange->flags |= VIDIMUS_JOB_EVIDENCE;
    }
}

/* Headers are in: whatever can be refused is refused here, before a body is read. */
static void
headers_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  VidimusFront *self = user_data;
  VidimusExchange *exchange = vidimus_exchange_get (message);
  const char *method = soup_server_message_get_method (message);
  g_autofree char *project_id = NULL;
  VidimusRoute route = vidimus_route_find (path, &project_id);
  const char *allowed = vidimus_route_get_method (route);

  vidimus_visit_got_head (vidimus_acceptor_get_visit (message));
  if (!vidimus_exchange_has_small_head (exchange))
    {
      vidimus_exchange_fail (exchange, 494, "APIG.0201"); /* the vendor's own */
    }
  else if (route == VIDIMUS_ROUTE_NONE)
    {
      vidimus_exchange_fail (exchange, SOUP_STATUS_NOT_FOUND, "APIG.0101");
    }
  else if (!g_str_equal (method, allowed) && !(g_str_equal (allowed, SOUP_METHOD_GET) && g_str_equal (method, SOUP_METHOD_HEAD)))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", allowed);
      vidimus_exchange_fail (exchange, SOUP_STATUS_METHOD_NOT_ALLOWED, "APIG.0101");
    }
  else if (route == VIDIMUS_ROUTE_CLASSIFY)
    {
      if (self->options.gate == NULL || vidimus_entrance_check (self->options.gate, exchange, project_id))
        admit (self, exchange);
    }
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GBytes *body = task_data;
  GError *error = NULL;
  VidimusAsked *asked = vidimus_asked_new (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);

  if (asked != NULL)
    g_task_return_pointer (task, asked, (GDestroyNotify) vidimus_asked_free);
  else
    g_task_return_error (task, error);
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  VidimusJobFlags flags = (VidimusJobFlags) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "flags"));
  g_autoptr(VidimusResult) result = vidimus_job_answer_to_result (task_data, flags);

  g_task_return_pointer (task, vidimus_result_to_json (result), g_free);
}

static void
finish (VidimusExchange *exchange,
        const GError    *error)
{
  double ms = (double) (g_get_monotonic_time () - exchange->started_us) / 1000;

  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_message ("request %s: cancelled by its client after %.0f ms", exchange->request_id, ms);
    }
  else
    {
      if (error != NULL)
        vidimus_exchange_fail_with (exchange, error);
      g_message ("request %s: %u %s after %.0f ms", exchange->request_id,
                 soup_server_message_get_status (exchange->message),
                 error != NULL ? vidimus_error_get_api_code (error)
                               : exchange->refused_for != NULL ? exchange->refused_for : "answered", ms);
    }
  vidimus_exchange_release (exchange);
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  g_autoptr(GError) error = NULL;
  char *json = g_task_propagate_pointer (G_TASK (result), &error);

  if (json != NULL)
    vidimus_exchange_answer (exchange, json);
  finish (exchange, error);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  g_autoptr(VidimusJobAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = NULL;
  g_autofree char *timing = NULL;
  double queue_ms;

  answer = vidimus_pool_run_finish (result, &queue_ms, &error);
  if (answer == NULL)
    {
      finish (exchange, error);
      return;
    }

  timing = vidimus_job_answer_server_timing (answer, queue_ms);
  soup_message_headers_replace (soup_server_message_get_response_headers (exchange->message), "Server-Timing", timing);
  if (answer->error_code != NULL)
    {
      error = vidimus_error_new_for_code (answer->error_code);
      finish (exchange, error);
      return;
    }

  task = g_task_new (NULL, exchange->cancellable, write_cb, exchange);
  g_task_set_source_tag (task, run_cb);
  g_object_set_data (G_OBJECT (task), "flags", GUINT_TO_POINTER (exchange->flags));
  g_task_set_task_data (task, g_steal_pointer (&answer), (GDestroyNotify) vidimus_job_answer_free);
  g_task_run_in_thread (task, write_thread);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  VidimusFront *self = g_object_get_data (G_OBJECT (exchange->message), "vidimus-front");
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusAsked) asked = g_task_propagate_pointer (G_TASK (result), &error);

  if (asked == NULL)
    {
      finish (exchange, error);
      return;
    }

  if (asked->alarm)
    exchange->flags |= VIDIMUS_JOB_ALARMS;
  vidimus_pool_run_async (self->pool, vidimus_asked_take_image (asked), asked->size, exchange->flags,
                          exchange->cancellable, run_cb, exchange);
}

static void
start_reading (VidimusExchange *exchange,
               GBytes          *body)
{
  g_autoptr(GTask) task = g_task_new (NULL, exchange->cancellable, read_cb, exchange);

  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, read_thread);
}

static void
verify_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  VidimusExchange *exchange = user_data;
  VidimusFront *self = g_object_get_data (G_OBJECT (exchange->message), "vidimus-front");
  g_autoptr(GError) error = NULL;

  if (vidimus_entrance_verify_finish (self->options.gate, exchange, result, &error))
    start_reading (exchange, g_task_get_task_data (G_TASK (result)));
  else
    finish (exchange, error);
}

/* The body is in, whole. */
static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  VidimusFront *self = user_data;
  VidimusExchange *exchange = vidimus_exchange_get (message);
  g_autoptr(GBytes) body = NULL;

  if (vidimus_route_find (path, NULL) == VIDIMUS_ROUTE_HEALTH)
    {
      vidimus_exchange_answer (exchange, g_strdup (self->health));
      return;
    }

  vidimus_exchange_hold (exchange);
  g_object_set_data (G_OBJECT (message), "vidimus-front", self);
  body = vidimus_exchange_take_body (exchange);
  if (exchange->pass != NULL && vidimus_pass_is_signed (exchange->pass))
    vidimus_entrance_verify_async (exchange, body, verify_cb);
  else
    start_reading (exchange, body);
}

static void
started_cb (SoupServer        *server,
            SoupServerMessage *message,
            gpointer           user_data)
{
  VidimusFront *self = user_data;

  vidimus_exchange_attach (message, &self->options.pace);
}

static void
tell_drained (VidimusFront *self)
{
  GSourceOnceFunc drained = self->n_requests == 0 ? g_steal_pointer (&self->drained) : NULL;

  if (drained != NULL)
    drained (self->drained_data);
}

static void
ended_cb (SoupServer        *server,
          SoupServerMessage *message,
          gpointer           user_data)
{
  VidimusFront *self = user_data;
  VidimusExchange *exchange = vidimus_exchange_get (message);

  if (exchange == NULL)
    return;

  vidimus_exchange_end (exchange);
  if (exchange->admitted)
    {
      self->n_requests--;
      self->n_bytes -= exchange->weight;
    }
  exchange->admitted = FALSE;
  tell_drained (self);
}

/**
 * vidimus_front_new:
 * @listener: bound and listening
 * @pool: outlives the front
 *
 * Serves from the current main context on, HTTP/1.1 only (PLATFORM.md, libsoup).
 *
 * Returns: (transfer full): the front
 */
VidimusFront *
vidimus_front_new (GSocket                   *listener,
                   VidimusPool               *pool,
                   const VidimusFrontOptions *options)
{
  VidimusFront *self = g_new0 (VidimusFront, 1);

  self->pool = pool;
  self->options = *options;
  self->server = soup_server_new ("server-header", "vidimus-service", "raw-paths", TRUE, NULL); /* as signed */
  self->health = vidimus_health_to_json (&(VidimusHealth) { .workers = options->workers });
  g_signal_connect (self->server, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (ended_cb), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (ended_cb), self);
  soup_server_add_early_handler (self->server, NULL, headers_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  self->visitors = vidimus_visitors_new (&options->visits);
  self->acceptor = vidimus_acceptor_new (listener, self->visitors, options->tls, self->server);

  return self;
}

/**
 * vidimus_front_free:
 * @self: (transfer full): a front whose pool has nothing left to run
 *
 * Closes all connections.
 */
void
vidimus_front_free (VidimusFront *self)
{
  vidimus_acceptor_free (self->acceptor);
  g_signal_handlers_disconnect_by_data (self->server, self);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  vidimus_visitors_free (self->visitors);
  g_free (self->health);
  g_free (self);
}

/**
 * vidimus_front_set_health:
 * @health: what /healthz says from now on
 */
void
vidimus_front_set_health (VidimusFront        *self,
                          const VidimusHealth *health)
{
  g_free (self->health);
  self->health = vidimus_health_to_json (health);
}

/**
 * vidimus_front_refuse:
 * @drained: called once, when nothing is left to be answered; perhaps before this returns
 *
 * From now on every new image is answered 503; those that were admitted are still answered.
 */
void
vidimus_front_refuse (VidimusFront    *self,
                      GSourceOnceFunc  drained,
                      gpointer         user_data)
{
  self->refusing = TRUE;
  self->drained = drained;
  self->drained_data = user_data;
  tell_drained (self);
}

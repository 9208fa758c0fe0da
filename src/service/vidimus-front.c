#define G_LOG_DOMAIN "vidimus-front"

#include "vidimus-front.h"

#include "vidimus-acceptor.h"
#include "vidimus-classify.h"
#include "vidimus-entrance.h"
#include "vidimus-exchange.h"

struct _VidimusFront
{
  SoupServer          *server;     /* owned */
  VidimusVisitors     *visitors;   /* owned */
  VidimusAcceptor     *acceptor;   /* owned */
  VidimusPool         *pool;       /* borrowed */
  VidimusFrontOptions  options;
  VidimusMetrics      *metrics;    /* owned */
  VidimusClassify      road;
  VidimusHealth        health;     /* its warnings are owned */
  guint                n_requests; /* admitted, not answered yet */
  guint64              n_bytes;    /* set aside for those */
  gboolean             draining;   /* says so, and goes on */
  gboolean             refusing;
  GSourceOnceFunc      drained;    /* nullable */
  gpointer             drained_data;
};

static gboolean
has_type (SoupServerMessage *message,
          const char        *wanted)
{
  const char *type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), NULL);

  return type != NULL && g_ascii_strcasecmp (type, wanted) == 0;
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
  gboolean is_frame = exchange->route == VIDIMUS_ROUTE_FRAMES;

  if (self->refusing)
    vidimus_exchange_fail (exchange, SOUP_STATUS_SERVICE_UNAVAILABLE, "ModelArts.4403");
  else if (!has_type (exchange->message, is_frame ? "image/jpeg" : "application/json"))
    vidimus_exchange_fail (exchange, SOUP_STATUS_BAD_REQUEST, is_frame ? "AIS.0102" : "AIS.0101");
  else if (self->n_requests >= self->options.max_requests || self->n_bytes + weight > self->options.max_bytes ||
           vidimus_pool_is_full (self->pool))
    {
      vidimus_exchange_fail (exchange, SOUP_STATUS_SERVICE_UNAVAILABLE, "ModelArts.4401");
      vidimus_exchange_retry_after (exchange, 1);
    }
  else if (!vidimus_exchange_accept_body (exchange))
    vidimus_exchange_fail (exchange, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "APIG.0201");
  else
    {
      exchange->admitted = TRUE;
      exchange->weight = weight;
      self->n_requests++;
      self->n_bytes += weight;
      if (is_frame)
        exchange->flags |= VIDIMUS_JOB_FRAME;
      if (exchange->is_private && has_flag_header (exchange->message, "X-Vidimus-Explain"))
        exchange->flags |= VIDIMUS_JOB_EXPLAIN;
      if (has_flag_header (exchange->message, "X-Vidimus-Evidence"))
        exchange->flags |= VIDIMUS_JOB_EVIDENCE;
    }
}

/* Frames are of a camera of this computer: elsewhere there is no such path. */
static VidimusRoute
find_route (VidimusExchange *exchange,
            const char      *path)
{
  VidimusRoute route = vidimus_route_find (path, &exchange->project_id);

  return route == VIDIMUS_ROUTE_FRAMES && !exchange->is_private ? VIDIMUS_ROUTE_NONE : route;
}

static gboolean
may_see_metrics (VidimusFront    *self,
                 VidimusExchange *exchange)
{
  return exchange->is_loopback || self->options.gate == NULL || self->options.metrics_open;
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
  const char *allowed;

  vidimus_visit_got_head (vidimus_acceptor_get_visit (message));
  exchange->route = find_route (exchange, path);
  allowed = vidimus_route_get_method (exchange->route);
  if (!vidimus_exchange_has_small_head (exchange))
    {
      vidimus_exchange_fail (exchange, 494, "APIG.0201"); /* the vendor's own */
    }
  else if (!vidimus_exchange_has_one_length (exchange))
    {
      vidimus_exchange_fail (exchange, SOUP_STATUS_BAD_REQUEST, "APIG.0201");
    }
  else if (exchange->route == VIDIMUS_ROUTE_NONE)
    {
      vidimus_exchange_fail (exchange, SOUP_STATUS_NOT_FOUND, "APIG.0101");
    }
  else if (!g_str_equal (method, allowed) && !(g_str_equal (allowed, SOUP_METHOD_GET) && g_str_equal (method, SOUP_METHOD_HEAD)))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", allowed);
      vidimus_exchange_fail (exchange, SOUP_STATUS_METHOD_NOT_ALLOWED, "APIG.0101");
    }
  else if (exchange->route == VIDIMUS_ROUTE_METRICS && !may_see_metrics (self, exchange))
    {
      vidimus_exchange_fail (exchange, SOUP_STATUS_FORBIDDEN, "APIG.0306");
    }
  else if (exchange->route == VIDIMUS_ROUTE_FRAMES ||
           (exchange->route == VIDIMUS_ROUTE_CLASSIFY &&
            (self->options.gate == NULL || vidimus_entrance_check (self->options.gate, exchange))))
    {
      admit (self, exchange);
    }
}

static VidimusGauges
read_gauges (VidimusFront *self)
{
  VidimusPoolState pool = vidimus_pool_get_state (self->pool);

  return (VidimusGauges) {
    .in_flight = self->n_requests, .waiting = pool.waiting, .workers = pool.workers, .workers_busy = pool.busy,
    .workers_failed = pool.failed, .workers_retired = pool.retired,
    .connections = vidimus_visitors_get_size (self->visitors),
    .connections_refused = vidimus_visitors_get_refused (self->visitors),
    .handshakes_failed = self->options.tls != NULL ? vidimus_tls_get_failures (self->options.tls) : 0,
    .certificate_ends = self->options.tls != NULL ? vidimus_tls_get_expiry (self->options.tls) : 0,
    .draining = self->draining,
  };
}

/* Who is not of this house learns from /healthz only whether to send work here. */
static void
answer_health (VidimusFront    *self,
               VidimusExchange *exchange)
{
  guint status = self->draining ? SOUP_STATUS_SERVICE_UNAVAILABLE : SOUP_STATUS_OK;
  char *json = may_see_metrics (self, exchange) ? vidimus_health_to_json (&self->health, self->draining)
                                                : g_strdup_printf ("{\"status\":\"%s\"}", self->draining ? "draining" : "ok");

  vidimus_exchange_answer_text (exchange, status, "application/json", json);
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

  if (exchange->route == VIDIMUS_ROUTE_HEALTH)
    {
      answer_health (self, exchange);
    }
  else if (exchange->route == VIDIMUS_ROUTE_METRICS)
    {
      const VidimusGauges now = read_gauges (self);

      vidimus_exchange_answer_text (exchange, SOUP_STATUS_OK, VIDIMUS_METRICS_TYPE,
                                    vidimus_metrics_to_text (self->metrics, &now));
    }
  else
    {
      vidimus_classify_start (&self->road, exchange);
    }
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
  vidimus_report_exchange (&self->options.report, exchange, self->metrics);
  tell_drained (self);
}

/* The connection broke; or all went well, and the answer was a 500: libsoup does not tell these apart. */
static void
aborted_cb (SoupServer        *server,
            SoupServerMessage *message,
            gpointer           user_data)
{
  VidimusExchange *exchange = vidimus_exchange_get (message);

  if (exchange != NULL && g_strcmp0 (exchange->code, "APIG.0601") != 0)
    exchange->cancelled = TRUE;
  ended_cb (server, message, user_data);
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
  self->health.workers = options->workers;
  self->metrics = vidimus_metrics_new ();
  self->road = (VidimusClassify) { .pool = pool, .gate = options->gate, .fetcher = options->fetcher };
  g_signal_connect (self->server, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (ended_cb), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (aborted_cb), self);
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
  vidimus_metrics_free (self->metrics);
  g_strfreev (self->health.warnings);
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
  g_strfreev (self->health.warnings);
  self->health = *health;
  self->health.warnings = g_strdupv (health->warnings);
}

/**
 * vidimus_front_drain:
 *
 * From now on /healthz says 503, so that a balancer sends its work elsewhere; what comes is still answered.
 */
void
vidimus_front_drain (VidimusFront *self)
{
  self->draining = TRUE;
}

/**
 * vidimus_front_close_door:
 * @empty: called once, when no connection is left
 *
 * Nobody new comes in. Who is in is answered.
 */
void
vidimus_front_close_door (VidimusFront    *self,
                          GSourceOnceFunc  empty,
                          gpointer         user_data)
{
  self->draining = TRUE;
  vidimus_acceptor_stop (self->acceptor);
  vidimus_visitors_when_empty (self->visitors, empty, user_data);
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
  self->draining = self->refusing = TRUE;
  self->drained = drained;
  self->drained_data = user_data;
  tell_drained (self);
}

/* The contract served: HTTP in front of a pool of workers. Sees no pixel. */
#pragma once

#include "vidimus-exchange.h"
#include "vidimus-fetch.h"
#include "vidimus-health.h"
#include "vidimus-pool.h"
#include "vidimus-report.h"
#include "vidimus-tls.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VidimusFront VidimusFront;

/**
 * VidimusFrontOptions:
 * @workers: told by /healthz
 * @max_requests: that may be read, wait or run at once; more are answered 503 before their body is kept
 * @max_bytes: that the requests of those may weigh at once, with what is made of them
 * @pace: how slow clients may be
 * @visits: how many connections there may be
 * @gate: (nullable): who comes in; outlives the front. %NULL: everybody
 * @tls: (nullable): outlives the front
 * @fetcher: (nullable): for images that are named by address; outlives the front
 * @metrics_open: whether everybody may see /metrics, and all of /healthz, where there is a gate
 * @report: how requests are logged
 */
typedef struct
{
  guint               workers;
  guint               max_requests;
  guint64             max_bytes;
  VidimusPace         pace;
  VidimusVisitLimits  visits;
  VidimusGate        *gate;
  VidimusTls         *tls;
  VidimusFetcher     *fetcher;
  gboolean            metrics_open;
  VidimusReport       report;
} VidimusFrontOptions;

VidimusFront *vidimus_front_new          (GSocket                   *listener,
                                          VidimusPool               *pool,
                                          const VidimusFrontOptions *options);
void          vidimus_front_free         (VidimusFront              *self);
void          vidimus_front_set_health   (VidimusFront              *self,
                                          const VidimusHealth       *health);
void          vidimus_front_drain        (VidimusFront              *self);
void          vidimus_front_close_door   (VidimusFront              *self,
                                          GSourceOnceFunc            empty,
                                          gpointer                   user_data);
void          vidimus_front_refuse       (VidimusFront              *self,
                                          GSourceOnceFunc            drained,
                                          gpointer                   user_data);

G_END_DECLS

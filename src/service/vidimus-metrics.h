/* What happened so far, counted, in the text format of Prometheus (0.0.4). Labels are few and ours: nothing that a client
 * says becomes one, and nothing says who they are. */
#pragma once

#include "vidimus-gate.h"
#include "vidimus-job.h"

G_BEGIN_DECLS

typedef struct _VidimusMetrics VidimusMetrics;

/** VidimusGauges: how it is at this moment. @certificate_ends: seconds since 1970; 0: no TLS */
typedef struct
{
  guint    in_flight;
  guint    waiting;
  guint    workers;
  guint    workers_busy;
  guint    connections;
  guint64  connections_refused;
  guint64  handshakes_failed;
  guint64  workers_failed;
  guint64  workers_retired;
  gint64   certificate_ends;
  gboolean draining;
} VidimusGauges;

/**
 * VidimusCounted: one request that is over.
 * @route, @code: words of ours; @code is "ok" or one of the contract's
 * @status: 0: nobody waited for the answer
 * @refused: a VidimusRefusalKind, −1 for none
 * @wait_ms, @decode_ms, @stage_ms: negative: did not come to it
 */
typedef struct
{
  const char   *route;
  const char   *code;
  guint         status;
  int           refused;
  double        total_ms;
  double        wait_ms;
  double        decode_ms;
  const double *stage_ms; /* nullable, VIDIMUS_N_STAGES */
  guint64       received;
  guint64       sent;
} VidimusCounted;

VidimusMetrics *vidimus_metrics_new     (void);
void            vidimus_metrics_free    (VidimusMetrics       *self);
void            vidimus_metrics_count   (VidimusMetrics       *self,
                                         const VidimusCounted *what);
char           *vidimus_metrics_to_text (VidimusMetrics       *self,
                                         const VidimusGauges  *now);

#define VIDIMUS_METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

G_END_DECLS

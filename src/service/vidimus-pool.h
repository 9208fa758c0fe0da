/* The front's side of the workers: who is free, who waits, who has to be ended and replaced. */
#pragma once

#include "vidimus-job.h"

G_BEGIN_DECLS

typedef struct _VidimusPool VidimusPool;

/**
 * VidimusPoolLimits:
 * @workers: images at once
 * @waiting: images that may wait for a worker; more are refused
 * @job_ms: wall-clock milliseconds one image may take
 * @jobs_per_worker: images after which a worker is replaced by a fresh one, so that what a damaged one could
 *   remember is little
 */
typedef struct
{
  guint workers;
  guint waiting;
  guint job_ms;
  guint jobs_per_worker;
} VidimusPoolLimits;

/**
 * VidimusPoolEvents: told to who owns the pool.
 * @ready: workers are warm; @missing is the backend's
 * @lost: the nursery is gone, and with it every worker for good
 */
typedef struct
{
  void (*ready) (gpointer user_data,
                 guint32  missing);
  void (*lost)  (gpointer user_data);
} VidimusPoolEvents;

/**
 * VidimusPoolState: how it is.
 * @workers, @busy, @waiting: now
 * @failed, @retired: workers that ended since the beginning, by a failure or after their share
 */
typedef struct
{
  guint   workers;
  guint   busy;
  guint   waiting;
  guint64 failed;
  guint64 retired;
} VidimusPoolState;

VidimusPool      *vidimus_pool_new        (int                       control,
                                           const VidimusPoolLimits  *limits,
                                           const VidimusPoolEvents  *events,
                                           gpointer                  user_data);
void              vidimus_pool_close      (VidimusPool              *self);
void              vidimus_pool_free       (VidimusPool              *self);
gboolean          vidimus_pool_is_full    (VidimusPool              *self);
VidimusPoolState  vidimus_pool_get_state  (VidimusPool              *self);
void              vidimus_pool_run_async  (VidimusPool              *self,
                                           int                       image,
                                           gsize                     size,
                                           VidimusJobFlags           flags,
                                           GCancellable             *cancellable,
                                           GAsyncReadyCallback       callback,
                                           gpointer                  user_data);
VidimusJobAnswer *vidimus_pool_run_finish (GAsyncResult             *result,
                                           double                   *queue_ms,
                                           GError                  **error);

G_END_DECLS

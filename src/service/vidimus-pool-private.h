/* Inside the pool: an image and who waits for it, and the worker that it is given to. */
#pragma once

#include "vidimus-error.h"
#include "vidimus-pool.h"

#include <sys/types.h>

G_BEGIN_DECLS

/** VidimusPoolJob: the data of the task of who waits for an image. */
typedef struct
{
  int              fd;
  gsize            size;
  VidimusJobFlags  flags;
  gint64           queued_us;
  double           queue_ms;
  GSource         *cancel_source; /* owned, nullable */
} VidimusPoolJob;

void     vidimus_pool_job_free (gpointer      data);
/* @task is answered, whatever with: it can't be cancelled any more. */
void     vidimus_pool_job_end  (GTask        *task);
void     vidimus_pool_job_fail (GTask        *task,
                                VidimusError  code,
                                const char   *api_code,
                                guint         status);

typedef struct _VidimusPoolWorker VidimusPoolWorker;

/* When it is freed its process is ended, and its image failed if it has one. */
VidimusPoolWorker *vidimus_pool_worker_new     (VidimusPool             *pool,
                                                const VidimusPoolLimits *limits,  /* borrowed */
                                                pid_t                    pid,
                                                int                      channel, /* (transfer full) */
                                                int                      pidfd);  /* (transfer full) */
void               vidimus_pool_worker_free    (gpointer                 data);
gboolean           vidimus_pool_worker_is_busy (const VidimusPoolWorker *self);
/* Whether it can be given an image. */
gboolean           vidimus_pool_worker_is_free (const VidimusPoolWorker *self);
void               vidimus_pool_worker_start   (VidimusPoolWorker       *self,
                                                GTask                   *task);   /* (transfer full) */
/* Whether it had @task: if so it is told to leave that, and the caller has the reference. */
gboolean           vidimus_pool_worker_leave   (VidimusPoolWorker       *self,
                                                GTask                   *task);

/** VidimusPoolLoss: how a worker ended. */
typedef enum
{
  VIDIMUS_POOL_RETIRED,
  VIDIMUS_POOL_FAILED,
  VIDIMUS_POOL_STILLBORN,
} VidimusPoolLoss;

/* What workers tell the pool. */
void     vidimus_pool_dispatch (VidimusPool       *self); /* one may be free */
void     vidimus_pool_lose     (VidimusPool       *self,
                                VidimusPoolWorker *worker, /* (transfer full) */
                                VidimusPoolLoss    how);

G_END_DECLS

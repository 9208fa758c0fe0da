#define G_LOG_DOMAIN "vidimus-pool"

#include "vidimus-pool.h"

#include "vidimus-channel.h"
#include "vidimus-error.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define YIELD_MS   500  /* a cancelled worker has this long to notice */
#define RESPAWN_MS 1000 /* before a worker that died at its birth is replaced */

struct _VidimusPool
{
  int                      control;   /* borrowed */
  VidimusPoolLimits        limits;
  const VidimusPoolEvents *events;
  gpointer                 user_data;

  GPtrArray               *workers;   /* owned Worker */
  guint                    starting;  /* asked for, not come yet */
  guint                    respawn;   /* source */
  guint                    watch;     /* source on control */
  GQueue                   waiting;   /* of Job, first come first */
  guint32                  serial;
  guint64                  failed;    /* workers, since the beginning */
  guint64                  retired;
  gboolean                 closed;
};

typedef struct
{
  int             fd;
  gsize           size;
  VidimusJobFlags flags;
  gint64          queued_us;
  double          queue_ms;
  GSource        *cancel_source; /* owned, nullable */
} Job;

/* IDLE → BUSY → IDLE; or BUSY → LEAVING (its job is cancelled) → IDLE; or dying: told to go, not gone yet. */
typedef struct
{
  VidimusPool *pool;
  pid_t        pid;
  int          pidfd;
  int          channel;
  guint        watch;
  guint        timer;    /* of the job, or for leaving it */
  gboolean     busy;
  gboolean     dying;
  gboolean     retiring; /* dying after its share, by itself */
  GTask       *task;     /* owned; NULL when idle or when nobody waits for the job any more */
  guint32      serial;
  guint        n_jobs;
  guint64      limit;    /* bytes its answer may have */
  GByteArray  *answer;   /* as far as it came */
} Worker;

static void vidimus_pool_fill (VidimusPool *self);

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->cancel_source != NULL)
    {
      g_source_destroy (job->cancel_source);
      g_source_unref (job->cancel_source);
    }
  if (job->fd >= 0)
    close (job->fd);
  g_free (job);
}

static void
task_fail (GTask        *task,
           VidimusError  code,
           const char   *api_code,
           guint         status)
{
  Job *job = g_task_get_task_data (task);

  if (job->cancel_source != NULL)
    g_source_destroy (job->cancel_source);
  g_task_return_error (task, vidimus_error_new (code, api_code, status, NULL, NULL));
}

static void
worker_free (gpointer data)
{
  Worker *worker = data;

  g_clear_handle_id (&worker->watch, g_source_remove);
  g_clear_handle_id (&worker->timer, g_source_remove);
  if (worker->task != NULL)
    task_fail (worker->task, VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503);
  g_clear_object (&worker->task);
  g_clear_pointer (&worker->answer, g_byte_array_unref);
  pidfd_send_signal (worker->pidfd, SIGKILL, NULL, 0); /* it may be gone already */
  close (worker->channel);
  close (worker->pidfd);
  g_free (worker);
}

static void
worker_kill (Worker     *worker,
             const char *why)
{
  g_message ("worker %d is ended: %s", worker->pid, why);
  g_clear_handle_id (&worker->timer, g_source_remove);
  worker->dying = TRUE;
  pidfd_send_signal (worker->pidfd, SIGKILL, NULL, 0);
}

static gboolean
job_timeout_cb (gpointer user_data)
{
  Worker *worker = user_data;
  g_autoptr(GTask) task = g_steal_pointer (&worker->task);

  worker->timer = 0;
  worker_kill (worker, task != NULL ? "its image took too long" : "it did not let go of a cancelled image");
  if (task != NULL)
    task_fail (task, VIDIMUS_ERROR_SERVICE, "ModelArts.4402", 504);

  return G_SOURCE_REMOVE;
}

static void
worker_start (Worker *worker,
              GTask  *task) /* (transfer full) */
{
  VidimusPool *self = worker->pool;
  Job *job = g_task_get_task_data (task);
  VidimusPacket packet = { .kind = VIDIMUS_PACKET_JOB, .serial = ++self->serial,
                           .bits = job->flags, .size = job->size };

  worker->task = task;
  worker->busy = TRUE;
  worker->serial = packet.serial;
  worker->n_jobs++;
  worker->limit = (job->flags & VIDIMUS_JOB_EXPLAIN) ? VIDIMUS_ANSWER_MAX_EXPLAIN : VIDIMUS_ANSWER_MAX;
  worker->answer = g_byte_array_new ();
  worker->timer = g_timeout_add (self->limits.job_ms, job_timeout_cb, worker);
  job->queue_ms = (double) (g_get_monotonic_time () - job->queued_us) / 1000;

  /* A worker that died meanwhile is noticed by its channel, and the job with it. */
  vidimus_channel_send (worker->channel, &packet, NULL, 0, &job->fd, 1, MSG_DONTWAIT);
  close (job->fd);
  job->fd = -1;
}

static void
vidimus_pool_dispatch (VidimusPool *self)
{
  for (guint i = 0; i < self->workers->len && !g_queue_is_empty (&self->waiting); i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);

      if (!worker->busy && !worker->dying)
        worker_start (worker, g_queue_pop_head (&self->waiting));
    }
}

/* An answer is whole: the worker is free again, or has served long enough. */
static void
worker_finish (Worker *worker)
{
  VidimusPool *self = worker->pool;
  g_autoptr(GTask) task = g_steal_pointer (&worker->task);
  g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&worker->answer));
  g_autoptr(VidimusJobAnswer) answer = vidimus_job_answer_new_from_bytes (bytes);

  g_clear_handle_id (&worker->timer, g_source_remove);
  worker->busy = FALSE;
  if (answer == NULL)
    {
      worker_kill (worker, "its answer makes no sense");
    }
  else if (worker->n_jobs >= self->limits.jobs_per_worker)
    {
      worker->dying = TRUE;
      worker->retiring = TRUE;
      shutdown (worker->channel, SHUT_WR); /* it ends by itself */
    }

  if (task != NULL && answer == NULL)
    {
      task_fail (task, VIDIMUS_ERROR_IMAGE, "AIS.0105", 400);
    }
  else if (task != NULL)
    {
      Job *job = g_task_get_task_data (task);

      if (job->cancel_source != NULL)
        g_source_destroy (job->cancel_source);
      g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) vidimus_job_answer_free);
    }
  vidimus_pool_dispatch (self);
}

/* The process is gone, whatever the reason, or its channel is of no use. */
static void
worker_gone (Worker *worker)
{
  VidimusPool *self = worker->pool;
  g_autoptr(GTask) task = g_steal_pointer (&worker->task);
  gboolean stillborn = worker->n_jobs == 0;

  worker->watch = 0;
  if (worker->retiring)
    self->retired++;
  else
    self->failed++;
  g_ptr_array_remove (self->workers, worker);
  if (task != NULL)
    task_fail (task, VIDIMUS_ERROR_IMAGE, "AIS.0105", 400);

  if (!stillborn)
    vidimus_pool_fill (self);
  else if (self->respawn == 0)
    self->respawn = g_timeout_add_once (RESPAWN_MS, (GSourceOnceFunc) vidimus_pool_fill, self);
}

static gboolean
worker_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  Worker *worker = user_data;
  guint8 piece[VIDIMUS_PACKET_PIECE];
  VidimusPacket packet;
  gssize length = vidimus_channel_receive (fd, &packet, piece, sizeof piece, NULL, MSG_DONTWAIT);

  if (length < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  if (length < 0)
    {
      worker_gone (worker);
      return G_SOURCE_REMOVE;
    }
  if (worker->dying)
    return G_SOURCE_CONTINUE;

  if (packet.kind != VIDIMUS_PACKET_ANSWER || !worker->busy || packet.serial != worker->serial || length == 0 ||
      packet.size > worker->limit || worker->answer->len + (guint64) length > packet.size)
    {
      worker_kill (worker, "it does not keep to the protocol");
      return G_SOURCE_CONTINUE;
    }

  g_byte_array_append (worker->answer, piece, (guint) length);
  if (worker->answer->len == packet.size)
    worker_finish (worker);

  return G_SOURCE_CONTINUE;
}

static void
worker_add (VidimusPool *self,
            pid_t        pid,
            int          channel,
            int          pidfd)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->pool = self;
  worker->pid = pid;
  worker->pidfd = pidfd;
  worker->channel = channel;
  worker->watch = g_unix_fd_add (channel, G_IO_IN | G_IO_HUP | G_IO_ERR, worker_cb, worker);
  g_ptr_array_add (self->workers, worker);
  vidimus_pool_dispatch (self);
}

/* Asks for as many workers as are missing. */
static void
vidimus_pool_fill (VidimusPool *self)
{
  VidimusPacket packet = { .kind = VIDIMUS_PACKET_SPAWN };

  self->respawn = 0;
  while (self->workers->len + self->starting < self->limits.workers &&
         vidimus_channel_send (self->control, &packet, NULL, 0, NULL, 0, MSG_DONTWAIT))
    self->starting++;
}

static void
log_exit (pid_t pid,
          int   status)
{
  if (WIFSIGNALED (status))
    g_message ("worker %d ended by signal %d (%s)", pid, WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  else
    g_message ("worker %d ended with status %d", pid, WEXITSTATUS (status));
}

static void
handle_control (VidimusPool         *self,
                const VidimusPacket *packet,
                const int           *fds)
{
  switch (packet->kind)
    {
    case VIDIMUS_PACKET_READY:
      self->events->ready (self->user_data, packet->bits);
      break;

    case VIDIMUS_PACKET_WORKER:
      self->starting -= self->starting > 0;
      if (fds[0] >= 0 && fds[1] >= 0)
        worker_add (self, packet->value, fds[0], fds[1]);
      break;

    case VIDIMUS_PACKET_EXITED:
      if (packet->value != 0)
        {
          log_exit (packet->value, (int) packet->bits);
          break;
        }
      self->starting -= self->starting > 0;
      g_message ("a worker could not be started");
      if (self->respawn == 0)
        self->respawn = g_timeout_add_once (RESPAWN_MS, (GSourceOnceFunc) vidimus_pool_fill, self);
      break;

    default:
      break;
    }
}

static gboolean
control_cb (int          fd,
            GIOCondition condition,
            gpointer     user_data)
{
  VidimusPool *self = user_data;
  int fds[VIDIMUS_CHANNEL_MAX_FDS];
  VidimusPacket packet;

  if (vidimus_channel_receive (fd, &packet, NULL, 0, fds, MSG_DONTWAIT) >= 0)
    {
      handle_control (self, &packet, fds);
      return G_SOURCE_CONTINUE;
    }
  if (errno == EAGAIN)
    return G_SOURCE_CONTINUE;

  self->watch = 0;
  self->events->lost (self->user_data);

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_pool_new:
 * @control: the channel to a nursery, past its hello; borrowed
 * @events: static
 *
 * Asks the nursery for workers. What is to be run waits until they come.
 *
 * Returns: (transfer full): the pool
 */
VidimusPool *
vidimus_pool_new (int                      control,
                  const VidimusPoolLimits *limits,
                  const VidimusPoolEvents *events,
                  gpointer                 user_data)
{
  VidimusPool *self = g_new0 (VidimusPool, 1);

  self->control = control;
  self->limits = *limits;
  self->events = events;
  self->user_data = user_data;
  self->workers = g_ptr_array_new_with_free_func (worker_free);
  g_queue_init (&self->waiting);
  self->watch = g_unix_fd_add (control, G_IO_IN | G_IO_HUP | G_IO_ERR, control_cb, self);
  vidimus_pool_fill (self);

  return self;
}

/**
 * vidimus_pool_close:
 *
 * Fails all that waits or runs, now and later, and ends the workers.
 */
void
vidimus_pool_close (VidimusPool *self)
{
  GTask *task;

  self->closed = TRUE;
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_handle_id (&self->respawn, g_source_remove);
  g_ptr_array_set_size (self->workers, 0);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      task_fail (task, VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503);
      g_object_unref (task);
    }
}

/**
 * vidimus_pool_free:
 * @self: (transfer full): a pool
 */
void
vidimus_pool_free (VidimusPool *self)
{
  vidimus_pool_close (self);
  g_ptr_array_unref (self->workers);
  g_free (self);
}

/**
 * vidimus_pool_is_full:
 *
 * Returns: whether one more image would be refused
 */
gboolean
vidimus_pool_is_full (VidimusPool *self)
{
  return g_queue_get_length (&self->waiting) >= self->limits.waiting;
}

/**
 * vidimus_pool_get_state:
 */
VidimusPoolState
vidimus_pool_get_state (VidimusPool *self)
{
  VidimusPoolState state = { .workers = self->workers->len, .waiting = g_queue_get_length (&self->waiting),
                             .failed = self->failed, .retired = self->retired };

  for (guint i = 0; i < self->workers->len; i++)
    state.busy += ((Worker *) self->workers->pdata[i])->busy;

  return state;
}

static Worker *
worker_of (VidimusPool *self,
           GTask       *task)
{
  for (guint i = 0; i < self->workers->len; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);

      if (worker->task == task)
        return worker;
    }

  return NULL;
}

/* Only called while the task waits or runs: whoever ends it takes this source away. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  VidimusPool *self = g_object_get_data (G_OBJECT (task), "vidimus-pool");
  Worker *worker = worker_of (self, task);

  if (worker != NULL)
    {
      VidimusPacket packet = { .kind = VIDIMUS_PACKET_CANCEL, .serial = worker->serial };

      vidimus_channel_send (worker->channel, &packet, NULL, 0, NULL, 0, MSG_DONTWAIT);
      g_clear_handle_id (&worker->timer, g_source_remove);
      worker->timer = g_timeout_add (YIELD_MS, job_timeout_cb, worker);
      worker->task = NULL;
    }
  else if (!g_queue_remove (&self->waiting, task))
    {
      return G_SOURCE_REMOVE;
    }

  g_task_return_error_if_cancelled (task);
  g_object_unref (task);

  return G_SOURCE_REMOVE;
}

/**
 * vidimus_pool_run_async:
 * @image: (transfer full): a sealed memfd with the encoded image
 * @size: of it, > 0
 *
 * Errors are %VIDIMUS_ERROR with the contract's code and a status: the queue is full (503), the worker died of the
 * image (AIS.0105) or took too long (504). A cancelled image leaves the queue, or its worker, which is ended if it
 * does not notice in half a second.
 */
void
vidimus_pool_run_async (VidimusPool         *self,
                        int                  image,
                        gsize                size,
                        VidimusJobFlags      flags,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, vidimus_pool_run_async);
  g_object_set_data (G_OBJECT (task), "vidimus-pool", self);
  job->fd = image;
  job->size = size;
  job->flags = flags;
  job->queued_us = g_get_monotonic_time ();
  g_task_set_task_data (task, job, job_free);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->closed)
    {
      task_fail (task, VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503);
      return;
    }
  if (vidimus_pool_is_full (self))
    {
      task_fail (task, VIDIMUS_ERROR_BUSY, "ModelArts.4401", 503);
      return;
    }

  if (cancellable != NULL)
    {
      job->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (job->cancel_source, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (job->cancel_source, g_main_context_get_thread_default ());
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  vidimus_pool_dispatch (self);
}

/**
 * vidimus_pool_run_finish:
 * @queue_ms: (out): milliseconds the image waited for a worker
 *
 * Returns: (transfer full) (nullable): the answer, also one with an error code; %NULL with @error set
 */
VidimusJobAnswer *
vidimus_pool_run_finish (GAsyncResult  *result,
                         double        *queue_ms,
                         GError       **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  *queue_ms = job->queue_ms;

  return g_task_propagate_pointer (G_TASK (result), error);
}

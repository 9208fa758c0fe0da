#define G_LOG_DOMAIN "vidimus-pool"

#include "vidimus-pool-private.h"

#include "vidimus-channel.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define RESPAWN_MS 1000 /* before a worker that died at its birth is replaced */

struct _VidimusPool
{
  int                      control;   /* borrowed */
  VidimusPoolLimits        limits;
  const VidimusPoolEvents *events;
  gpointer                 user_data;

  GPtrArray               *workers;   /* owned, of VidimusPoolWorker */
  guint                    starting;  /* asked for, not come yet */
  guint                    respawn;   /* source */
  guint                    watch;     /* source on control */
  GQueue                   waiting;   /* of GTask, first come first */
  guint64                  failed;    /* workers, since the beginning */
  guint64                  retired;
  gboolean                 closed;
};

/*< private > */
void
vidimus_pool_dispatch (VidimusPool *self)
{
  for (guint i = 0; i < self->workers->len && !g_queue_is_empty (&self->waiting); i++)
    {
      VidimusPoolWorker *worker = g_ptr_array_index (self->workers, i);

      if (vidimus_pool_worker_is_free (worker))
        vidimus_pool_worker_start (worker, g_queue_pop_head (&self->waiting));
    }
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
fill_later (VidimusPool *self)
{
  if (self->respawn == 0)
    self->respawn = g_timeout_add_once (RESPAWN_MS, (GSourceOnceFunc) vidimus_pool_fill, self);
}

/*< private > */
void
vidimus_pool_lose (VidimusPool       *self,
                   VidimusPoolWorker *worker,
                   VidimusPoolLoss    how)
{
  if (how == VIDIMUS_POOL_RETIRED)
    self->retired++;
  else
    self->failed++;
  g_ptr_array_remove (self->workers, worker);

  if (how == VIDIMUS_POOL_STILLBORN)
    fill_later (self);
  else
    vidimus_pool_fill (self);
}

static void
add_worker (VidimusPool *self,
            pid_t        pid,
            int          channel,
            int          pidfd)
{
  g_ptr_array_add (self->workers, vidimus_pool_worker_new (self, &self->limits, pid, channel, pidfd));
  vidimus_pool_dispatch (self);
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
        add_worker (self, packet->value, fds[0], fds[1]);
      break;

    case VIDIMUS_PACKET_EXITED:
      if (packet->value != 0)
        {
          log_exit (packet->value, (int) packet->bits);
          break;
        }
      self->starting -= self->starting > 0;
      g_message ("a worker could not be started");
      fill_later (self);
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
  self->workers = g_ptr_array_new_with_free_func (vidimus_pool_worker_free);
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
      vidimus_pool_job_fail (task, VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503);
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
    state.busy += vidimus_pool_worker_is_busy (self->workers->pdata[i]);

  return state;
}

static gboolean
leave_worker (VidimusPool *self,
              GTask       *task)
{
  for (guint i = 0; i < self->workers->len; i++)
    if (vidimus_pool_worker_leave (self->workers->pdata[i], task))
      return TRUE;

  return FALSE;
}

/* Only called while the task waits or runs: whoever ends it takes this source away. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  VidimusPool *self = g_object_get_data (G_OBJECT (task), "vidimus-pool");

  if (!leave_worker (self, task) && !g_queue_remove (&self->waiting, task))
    return G_SOURCE_REMOVE;

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
  VidimusPoolJob *job = g_new0 (VidimusPoolJob, 1);

  g_task_set_source_tag (task, vidimus_pool_run_async);
  g_object_set_data (G_OBJECT (task), "vidimus-pool", self);
  job->fd = image;
  job->size = size;
  job->flags = flags;
  job->queued_us = g_get_monotonic_time ();
  g_task_set_task_data (task, job, vidimus_pool_job_free);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->closed)
    {
      vidimus_pool_job_fail (task, VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503);
      return;
    }
  if (vidimus_pool_is_full (self))
    {
      vidimus_pool_job_fail (task, VIDIMUS_ERROR_BUSY, "ModelArts.4401", 503);
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
  VidimusPoolJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  *queue_ms = job->queue_ms;

  return g_task_propagate_pointer (G_TASK (result), error);
}

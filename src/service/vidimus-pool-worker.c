/* One worker as the pool sees it: a process at the other end of a channel, which has an image or none. */
#define G_LOG_DOMAIN "vidimus-pool"

#include "vidimus-pool-private.h"

#include "vidimus-channel.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define YIELD_MS 500 /* a cancelled worker has this long to notice */

/* IDLE → BUSY → IDLE; or BUSY → LEAVING (its job is cancelled) → IDLE; or dying: told to go, not gone yet. */
struct _VidimusPoolWorker
{
  VidimusPool             *pool;
  const VidimusPoolLimits *limits;
  pid_t                    pid;
  int                      pidfd;
  int                      channel;
  guint                    watch;
  guint                    timer;    /* of the job, or for leaving it */
  gboolean                 busy;
  gboolean                 dying;
  gboolean                 retiring; /* dying after its share, by itself */
  GTask                   *task;     /* owned; NULL when idle or when nobody waits for the job any more */
  guint32                  serial;   /* of the job: how many it was given */
  guint64                  limit;    /* bytes its answer may have */
  GByteArray              *answer;   /* as far as it came */
};

/* ---- what it is given ---- */

/*< private > */
void
vidimus_pool_job_free (gpointer data)
{
  VidimusPoolJob *job = data;

  if (job->cancel_source != NULL)
    {
      g_source_destroy (job->cancel_source);
      g_source_unref (job->cancel_source);
    }
  if (job->fd >= 0)
    close (job->fd);
  g_free (job);
}

/*< private > */
void
vidimus_pool_job_end (GTask *task)
{
  VidimusPoolJob *job = g_task_get_task_data (task);

  if (job->cancel_source != NULL)
    g_source_destroy (job->cancel_source);
}

/*< private > */
void
vidimus_pool_job_fail (GTask        *task,
                       VidimusError  code,
                       const char   *api_code,
                       guint         status)
{
  vidimus_pool_job_end (task);
  g_task_return_error (task, vidimus_error_new (code, api_code, status, NULL, NULL));
}

/* ---- its life ---- */

/*< private > */
void
vidimus_pool_worker_free (gpointer data)
{
  VidimusPoolWorker *self = data;

  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->task != NULL)
    vidimus_pool_job_fail (self->task, VIDIMUS_ERROR_SERVICE, "ModelArts.4403", 503);
  g_clear_object (&self->task);
  g_clear_pointer (&self->answer, g_byte_array_unref);
  pidfd_send_signal (self->pidfd, SIGKILL, NULL, 0); /* it may be gone already */
  close (self->channel);
  close (self->pidfd);
  g_free (self);
}

static void
end_process (VidimusPoolWorker *self,
             const char        *why)
{
  g_message ("worker %d is ended: %s", self->pid, why);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->dying = TRUE;
  pidfd_send_signal (self->pidfd, SIGKILL, NULL, 0);
}

static gboolean
timeout_cb (gpointer user_data)
{
  VidimusPoolWorker *self = user_data;
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  self->timer = 0;
  end_process (self, task != NULL ? "its image took too long" : "it did not let go of a cancelled image");
  if (task != NULL)
    vidimus_pool_job_fail (task, VIDIMUS_ERROR_SERVICE, "ModelArts.4402", 504);

  return G_SOURCE_REMOVE;
}

/* An answer is whole: the worker is free again, or has served long enough. */
static void
finish (VidimusPoolWorker *self)
{
  VidimusPool *pool = self->pool;
  g_autoptr(GTask) task = g_steal_pointer (&self->task);
  g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->answer));
  g_autoptr(VidimusJobAnswer) answer = vidimus_job_answer_new_from_bytes (bytes);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->busy = FALSE;
  if (answer == NULL)
    {
      end_process (self, "its answer makes no sense");
    }
  else if (self->serial >= self->limits->jobs_per_worker)
    {
      self->dying = TRUE;
      self->retiring = TRUE;
      shutdown (self->channel, SHUT_WR); /* it ends by itself */
    }

  if (task != NULL && answer == NULL)
    {
      vidimus_pool_job_fail (task, VIDIMUS_ERROR_IMAGE, "AIS.0105", 400);
    }
  else if (task != NULL)
    {
      vidimus_pool_job_end (task);
      g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) vidimus_job_answer_free);
    }
  vidimus_pool_dispatch (pool);
}

/* The process is gone, whatever the reason, or its channel is of no use. */
static void
gone (VidimusPoolWorker *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  self->watch = 0;
  vidimus_pool_lose (self->pool, self,
                     self->retiring ? VIDIMUS_POOL_RETIRED
                                    : self->serial == 0 ? VIDIMUS_POOL_STILLBORN : VIDIMUS_POOL_FAILED);
  if (task != NULL)
    vidimus_pool_job_fail (task, VIDIMUS_ERROR_IMAGE, "AIS.0105", 400);
}

static gboolean
channel_cb (int          fd,
            GIOCondition condition,
            gpointer     user_data)
{
  VidimusPoolWorker *self = user_data;
  guint8 piece[VIDIMUS_PACKET_PIECE];
  VidimusPacket packet;
  gssize length = vidimus_channel_receive (fd, &packet, piece, sizeof piece, NULL, MSG_DONTWAIT);

  if (length < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  if (length < 0)
    {
      gone (self);
      return G_SOURCE_REMOVE;
    }
  if (self->dying)
    return G_SOURCE_CONTINUE;

  if (packet.kind != VIDIMUS_PACKET_ANSWER || !self->busy || packet.serial != self->serial || length == 0 ||
      packet.size > self->limit || self->answer->len + (guint64) length > packet.size)
    {
      end_process (self, "it does not keep to the protocol");
      return G_SOURCE_CONTINUE;
    }

  g_byte_array_append (self->answer, piece, (guint) length);
  if (self->answer->len == packet.size)
    finish (self);

  return G_SOURCE_CONTINUE;
}

/*< private > */
VidimusPoolWorker *
vidimus_pool_worker_new (VidimusPool             *pool,
                         const VidimusPoolLimits *limits,
                         pid_t                    pid,
                         int                      channel,
                         int                      pidfd)
{
  VidimusPoolWorker *self = g_new0 (VidimusPoolWorker, 1);

  self->pool = pool;
  self->limits = limits;
  self->pid = pid;
  self->pidfd = pidfd;
  self->channel = channel;
  self->watch = g_unix_fd_add (channel, G_IO_IN | G_IO_HUP | G_IO_ERR, channel_cb, self);

  return self;
}

/*< private > */
gboolean
vidimus_pool_worker_is_busy (const VidimusPoolWorker *self)
{
  return self->busy;
}

/*< private > */
gboolean
vidimus_pool_worker_is_free (const VidimusPoolWorker *self)
{
  return !self->busy && !self->dying;
}

/*< private > */
void
vidimus_pool_worker_start (VidimusPoolWorker *self,
                           GTask             *task)
{
  VidimusPoolJob *job = g_task_get_task_data (task);
  VidimusPacket packet = { .kind = VIDIMUS_PACKET_JOB, .serial = ++self->serial,
                           .bits = job->flags, .size = job->size };

  self->task = task;
  self->busy = TRUE;
  self->limit = (job->flags & VIDIMUS_JOB_EXPLAIN) ? VIDIMUS_ANSWER_MAX_EXPLAIN : VIDIMUS_ANSWER_MAX;
  self->answer = g_byte_array_new ();
  self->timer = g_timeout_add (self->limits->job_ms, timeout_cb, self);
  job->queue_ms = (double) (g_get_monotonic_time () - job->queued_us) / 1000;

  /* A worker that died meanwhile is noticed by its channel, and the job with it. */
  vidimus_channel_send (self->channel, &packet, NULL, 0, &job->fd, 1, MSG_DONTWAIT);
  close (job->fd);
  job->fd = -1;
}

/*< private > */
gboolean
vidimus_pool_worker_leave (VidimusPoolWorker *self,
                           GTask             *task)
{
  VidimusPacket packet = { .kind = VIDIMUS_PACKET_CANCEL, .serial = self->serial };

  if (self->task != task)
    return FALSE;

  vidimus_channel_send (self->channel, &packet, NULL, 0, NULL, 0, MSG_DONTWAIT);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (YIELD_MS, timeout_cb, self);
  self->task = NULL;

  return TRUE;
}

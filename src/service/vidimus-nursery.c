#define G_LOG_DOMAIN "vidimus-nursery"

#include "vidimus-nursery.h"

#include "vidimus-channel.h"
#include "vidimus-confine.h"
#include "vidimus-worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_WORKERS 256 /* alive at once, with those that are just being replaced */

typedef struct
{
  int                   control;
  int                   statm;        /* /proc/self/statm, opened before files are shut */
  const VidimusBackend *backend;
  gpointer              backend_data;
  guint64               worker_memory;
  guint                 n_workers;
  pid_t                 pids[MAX_WORKERS];
  struct pollfd         watched[MAX_WORKERS + 1]; /* the control channel, then a pidfd for each of pids */
} Nursery;

static void
tell (Nursery           *self,
      VidimusPacketKind  kind,
      int                value,
      guint32            bits,
      const int         *fds,
      guint              n_fds)
{
  VidimusPacket packet = { .kind = kind, .value = value, .bits = bits };

  vidimus_channel_send (self->control, &packet, NULL, 0, fds, n_fds, 0);
}

/* Bytes of private writable memory in use: what RLIMIT_DATA counts (proc(5), statm: "data + stack"). */
static guint64
data_in_use (int statm)
{
  char buffer[256] = { 0 };
  unsigned long pages = 0;

  if (pread (statm, buffer, sizeof buffer - 1, 0) > 0 &&
      sscanf (buffer, "%*u %*u %*u %*u %*u %lu", &pages) == 1)
    return (guint64) pages * (guint64) sysconf (_SC_PAGESIZE);

  return 0;
}

/* Ends this process with its parent; @parent is who that should be, should it have died meanwhile. */
static void
die_with_parent (pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid () != parent)
    _exit (EXIT_FAILURE);
}

/* Leaves the standard error and @kept open, as descriptors 2 and 3; 0 and 1 are /dev/null. Returns 3. */
static int
keep_only (int kept)
{
  int null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  if (null >= 0)
    {
      dup2 (null, STDIN_FILENO);
      dup2 (null, STDOUT_FILENO);
    }
  if (kept != 3)
    dup2 (kept, 3);
  fcntl (3, F_SETFD, FD_CLOEXEC);
  close_range (4, ~0U, 0);

  return 3;
}

static void
spawn (Nursery *self)
{
  pid_t nursery = getpid ();
  int ends[2];
  int fds[2];
  pid_t pid;

  if (self->n_workers == MAX_WORKERS || !vidimus_channel_pair (&ends[0], &ends[1]))
    {
      tell (self, VIDIMUS_PACKET_EXITED, 0, 0, NULL, 0);
      return;
    }

  pid = fork ();
  if (pid == 0)
    {
      die_with_parent (nursery);
      dup2 (ends[1], 3);
      close_range (4, ~0U, 0);
      vidimus_worker_run (3, self->backend, self->backend_data, self->worker_memory);
    }

  close (ends[1]);
  fds[0] = ends[0];
  fds[1] = pid > 0 ? pidfd_open (pid, 0) : -1;
  if (fds[1] < 0)
    {
      if (pid > 0)
        {
          kill (pid, SIGKILL);
          waitpid (pid, NULL, 0);
        }
      tell (self, VIDIMUS_PACKET_EXITED, 0, 0, NULL, 0);
    }
  else
    {
      self->pids[self->n_workers] = pid;
      self->watched[1 + self->n_workers] = (struct pollfd) { .fd = fds[1], .events = POLLIN };
      self->n_workers++;
      tell (self, VIDIMUS_PACKET_WORKER, pid, 0, fds, 2);
    }
  close (ends[0]);
}

static void
reap (Nursery *self)
{
  for (guint i = self->n_workers; i-- > 0;)
    {
      int status;

      if (self->watched[1 + i].revents == 0 || waitpid (self->pids[i], &status, WNOHANG) <= 0)
        continue;

      tell (self, VIDIMUS_PACKET_EXITED, self->pids[i], (guint32) status, NULL, 0);
      close (self->watched[1 + i].fd);
      self->n_workers--;
      self->pids[i] = self->pids[self->n_workers];
      self->watched[1 + i] = self->watched[1 + self->n_workers];
    }
}

static G_NORETURN void
end (Nursery *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    pidfd_send_signal (self->watched[1 + i].fd, SIGKILL, NULL, 0);
  for (guint i = 0; i < self->n_workers; i++)
    waitpid (self->pids[i], NULL, 0);

  _exit (EXIT_SUCCESS);
}

static G_NORETURN void
serve (Nursery *self)
{
  self->watched[0] = (struct pollfd) { .fd = self->control, .events = POLLIN };

  for (;;)
    {
      VidimusPacket packet;

      if (poll (self->watched, 1 + self->n_workers, -1) < 0)
        continue;

      reap (self);
      if (self->watched[0].revents == 0)
        continue;
      if (vidimus_channel_receive (self->control, &packet, NULL, 0, NULL, 0) < 0)
        end (self);
      if (packet.kind == VIDIMUS_PACKET_SPAWN)
        spawn (self);
    }
}

static G_NORETURN void
nursery_main (Nursery    *self,
              pid_t       parent,
              const char *tessdata)
{
  char *readable[] = { (char *) tessdata, NULL };
  gboolean seccomp;
  guint32 missing = 0;
  sigset_t none;
  int landlock;

  die_with_parent (parent);
  signal (SIGINT, SIG_IGN); /* a terminal sends it to all; the front says when to stop */
  signal (SIGTERM, SIG_IGN);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  self->control = keep_only (self->control);
  self->statm = open ("/proc/self/statm", O_RDONLY | O_CLOEXEC);

  vidimus_worker_prepare ();
  vidimus_confine_process (VIDIMUS_ROLE_NURSERY);
  landlock = vidimus_confine_files (VIDIMUS_ROLE_NURSERY, readable, NULL);
  seccomp = vidimus_confine_calls (VIDIMUS_ROLE_NURSERY);
  tell (self, VIDIMUS_PACKET_HELLO, landlock, seccomp, NULL, 0);

  self->backend_data = self->backend->open (tessdata, &missing);
  tell (self, VIDIMUS_PACKET_READY, 0, missing, NULL, 0);
  self->worker_memory += data_in_use (self->statm);

  serve (self);
}

/**
 * vidimus_nursery_start:
 * @backend: what workers do; static
 * @tessdata: the only folder that workers may read
 * @worker_memory: bytes each worker may use beyond what it shares
 *
 * Forks the nursery. Must be called while this process has one thread. Its first packet is
 * %VIDIMUS_PACKET_HELLO; workers can be asked for at once and come when it is warm.
 */
gboolean
vidimus_nursery_start (VidimusNursery        *self,
                       const VidimusBackend  *backend,
                       const char            *tessdata,
                       guint64                worker_memory,
                       GError               **error)
{
  pid_t parent = getpid ();
  int other;

  if (!vidimus_channel_pair (&self->control, &other))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "No channel to workers: %s", g_strerror (errno));
      return FALSE;
    }

  self->pid = fork ();
  if (self->pid == 0)
    {
      Nursery *nursery = g_new0 (Nursery, 1);

      nursery->control = other;
      nursery->backend = backend;
      nursery->worker_memory = worker_memory;
      nursery_main (nursery, parent, tessdata);
    }

  close (other);
  self->pidfd = self->pid > 0 ? pidfd_open (self->pid, 0) : -1;
  if (self->pid < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "No process for workers: %s", g_strerror (errno));
      close (self->control);
      return FALSE;
    }

  return TRUE;
}

/**
 * vidimus_nursery_stop:
 *
 * Kills and reaps the nursery and all its workers.
 */
void
vidimus_nursery_stop (VidimusNursery *self)
{
  gboolean gone = FALSE;

  close (self->control);
  for (int i = 0; i < 200 && !gone; i++)
    {
      gone = waitpid (self->pid, NULL, WNOHANG) != 0;
      if (!gone)
        g_usleep (10 * 1000);
    }

  /* Its workers have PR_SET_PDEATHSIG. Not kill(), which could end anybody's and is locked. */
  if (!gone && pidfd_send_signal (self->pidfd, SIGKILL, NULL, 0) == 0)
    waitpid (self->pid, NULL, 0);
  close (self->pidfd);
}

#define G_LOG_DOMAIN "vidimus-service"

#include "vidimus-service.h"

#include "vidimus-channel.h"
#include "vidimus-fetch.h"
#include "vidimus-front.h"
#include "vidimus-limits.h"
#include "vidimus-listener.h"
#include "vidimus-nursery.h"
#include "vidimus-shelter.h"

#include <glib-unix.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define GRACE_MS        3000 /* images in work have this long when the service is told to stop */
#define FLUSH_MS        300  /* the last answers have this long to go out */
#define JOBS_PER_WORKER 64
#define BODY_GRACE_MS   5000  /* before the pace of a body counts */
#define FETCH_MS        15000 /* an image that is named by address is here by then */
#define FETCHES         16    /* at once */
#define ANSWER_MS       30000 /* a client has this long to take its answer */
#define BIG_BLOCK       (1024 * 1024) /* bytes; blocks from this on, as of bodies, go back to the kernel when freed */

typedef struct
{
  const VidimusServiceOptions *options;
  const VidimusBackend        *backend;
  VidimusGate                 *gate;     /* nullable */
  VidimusTls                  *tls;      /* nullable */
  VidimusFetcher              *fetcher;  /* nullable */
  VidimusListener              listener;
  VidimusNursery               nursery;
  VidimusConfinement           workers;  /* what is in force in them */
  VidimusConfinement           locks;    /* and here */
  VidimusPool                 *pool;
  VidimusFront                *front;
  GMainLoop                   *loop;
  guint                        grace;    /* source: of draining, then of the end */
  gboolean                     stopping;
  int                          status;
} Service;

static void
quit_cb (gpointer user_data)
{
  Service *self = user_data;

  g_main_loop_quit (self->loop);
}

static void
grace_cb (gpointer user_data)
{
  Service *self = user_data;

  self->grace = 0;
  g_main_loop_quit (self->loop);
}

static void
stop (Service    *self,
      const char *why,
      guint       grace_ms)
{
  if (self->stopping)
    {
      g_main_loop_quit (self->loop); /* asked twice: now */
      return;
    }

  g_message ("stopping: %s", why);
  self->stopping = TRUE;
  self->grace = g_timeout_add_once (grace_ms, grace_cb, self);
  vidimus_front_refuse (self->front, quit_cb, self);
}

/* No more connections; who has one is answered. */
static void
close_door (Service *self)
{
  self->grace = g_timeout_add_once ((guint) self->options->stop_seconds * 1000, grace_cb, self);
  vidimus_front_close_door (self->front, quit_cb, self);
  g_socket_close (self->listener.socket, NULL);
}

static void
drained_cb (gpointer user_data)
{
  Service *self = user_data;

  self->grace = 0;
  close_door (self);
}

static gboolean
signal_cb (gpointer user_data)
{
  Service *self = user_data;

  if (self->options->listen == NULL || self->stopping)
    {
      stop (self, "asked to by a signal", GRACE_MS);
      return G_SOURCE_CONTINUE;
    }

  self->stopping = TRUE;
  if (self->options->drain_seconds > 0)
    {
      g_message ("draining for %d s, then stopping: asked to by a signal", self->options->drain_seconds);
      vidimus_front_drain (self->front);
      self->grace = g_timeout_add_once ((guint) self->options->drain_seconds * 1000, drained_cb, self);
    }
  else
    {
      g_message ("stopping: asked to by a signal");
      close_door (self);
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;

  stop (user_data, "the parent is gone", 0);

  return G_SOURCE_REMOVE;
}

static void
publish_health (Service *self,
                guint32  missing)
{
  g_autoptr(GPtrArray) warnings = vidimus_shelter_describe (self->workers, self->locks);

  for (guint i = 0; self->backend->language (i) != NULL; i++)
    if (missing & (1U << i))
      g_ptr_array_add (warnings, g_strdup_printf ("OCR data for “%s” are missing in %s.",
                                                  self->backend->language (i), self->options->tessdata));

  for (guint i = 0; i < warnings->len; i++)
    g_message ("%s", (const char *) g_ptr_array_index (warnings, i));
  g_ptr_array_add (warnings, NULL);
  vidimus_front_set_health (self->front, &(VidimusHealth) { .workers = (guint) self->options->workers,
                                                            .confinement = self->workers,
                                                            .front = self->locks,
                                                            .warnings = (char **) warnings->pdata });
}

static void
ready_cb (gpointer user_data,
          guint32  missing)
{
  g_message ("ready: workers are warm");
  publish_health (user_data, missing);
}

static void
lost_cb (gpointer user_data)
{
  Service *self = user_data;

  self->status = EXIT_FAILURE;
  vidimus_pool_close (self->pool);
  stop (self, "the process that starts workers is gone", FLUSH_MS);
}

static const VidimusPoolEvents pool_events = { .ready = ready_cb, .lost = lost_cb };

static gboolean
open_listener (Service  *self,
               GError  **error)
{
  const VidimusServiceOptions *options = self->options;

  if (options->socket_path != NULL)
    return vidimus_listener_open_path (&self->listener, options->socket_path, error);
  if (options->socket_fd >= 0)
    return vidimus_listener_open_fd (&self->listener, options->socket_fd, error);

  return vidimus_listener_open_host (&self->listener, options->listen, options->keys != NULL, error);
}

/* What is secret is read once the nursery is there: workers inherit what is in memory. */
static gboolean
open_secrets (Service  *self,
              GError  **error)
{
  const VidimusServiceOptions *options = self->options;

  if (options->keys != NULL)
    {
      g_autoptr(VidimusKeys) keys = vidimus_keys_load (options->keys, error);

      if (keys == NULL)
        return FALSE;
      self->gate = vidimus_gate_new (keys, &options->rate);
    }
  if (options->tls_certificate != NULL)
    self->tls = vidimus_tls_new (options->allow_url, options->tls_certificate, options->tls_key, error);

  return options->tls_certificate == NULL || self->tls != NULL;
}

/* Each by itself: what can't be read stays as it was. */
static gboolean
reload_cb (gpointer user_data)
{
  Service *self = user_data;
  g_autoptr(GError) keys_error = NULL;
  g_autoptr(GError) tls_error = NULL;

  if (self->gate != NULL)
    {
      g_autoptr(VidimusKeys) keys = vidimus_keys_load (self->options->keys, &keys_error);

      if (keys != NULL)
        {
          vidimus_gate_set_keys (self->gate, keys);
          g_message ("keys are read again: %u keys, %u tokens", vidimus_keys_get_n_keys (keys),
                     vidimus_keys_get_n_tokens (keys));
        }
      else
        {
          g_message ("warning: the keys stay as they were: %s", keys_error->message);
        }
    }
  if (self->tls != NULL && vidimus_tls_reload (self->tls, &tls_error))
    g_message ("the certificate is read again");
  else if (self->tls != NULL)
    g_message ("warning: the certificate stays as it was: %s", tls_error->message);

  return G_SOURCE_CONTINUE;
}

/* The nursery confines itself before it does anything else, in milliseconds; warming comes later. */
static gboolean
start_nursery (Service  *self,
               GError  **error)
{
  VidimusPacket hello;

  if (!vidimus_nursery_start (&self->nursery, self->backend, self->options->tessdata,
                              (guint64) self->options->memory_mib * 1024 * 1024, error))
    return FALSE;

  if (vidimus_channel_receive (self->nursery.control, &hello, NULL, 0, NULL, 0) < 0 ||
      hello.kind != VIDIMUS_PACKET_HELLO)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The process that starts workers did not start");
      vidimus_nursery_stop (&self->nursery);
      return FALSE;
    }

  self->workers.landlock = hello.value;
  self->workers.seccomp = hello.bits != 0;

  return TRUE;
}

static void
open_fetcher (Service *self)
{
  const VidimusFetchLimits limits = { .ms = FETCH_MS, .bytes = VIDIMUS_MAX_BASE64_ACCEPTED, .at_once = FETCHES };

  if (self->options->allow_url)
    self->fetcher = vidimus_fetcher_new (self->backend->fetch != NULL ? self->backend->fetch : &VIDIMUS_FETCH_PUBLIC,
                                         &limits);
}

static void
open_front (Service *self)
{
  const VidimusServiceOptions *options = self->options;
  const VidimusPoolLimits limits = { .workers = (guint) options->workers, .waiting = (guint) options->waiting,
                                     .job_ms = (guint) options->job_seconds * 1000, .jobs_per_worker = JOBS_PER_WORKER };
  const VidimusFrontOptions front = {
    .workers = limits.workers,
    .max_requests = limits.workers + limits.waiting,
    .max_bytes = (guint64) options->front_mib * 1024 * 1024,
    .pace = { .read_ms = (guint) options->read_seconds * 1000, .bytes_per_second = (guint) options->body_rate,
              .grace_ms = BODY_GRACE_MS, .answer_ms = ANSWER_MS },
    .visits = { .visits = (guint) options->connections, .visits_of_one = (guint) options->connections_of_one,
                .head_ms = (guint) options->head_seconds * 1000 },
    .gate = self->gate,
    .tls = self->tls,
    .fetcher = self->fetcher,
    .metrics_open = options->metrics_open,
    .report = { .form = options->log_form, .places = options->log_places },
  };

  self->pool = vidimus_pool_new (self->nursery.control, &limits, &pool_events, self);
  self->front = vidimus_front_new (self->listener.socket, self->pool, &front);
}

static gboolean
start (Service  *self,
       GError  **error)
{
  const char *scheme = self->options->listen == NULL ? "" : self->options->tls_key != NULL ? "https://" : "http://";

  if (!open_listener (self, error) || !start_nursery (self, error) || !open_secrets (self, error))
    return FALSE;

  self->locks = vidimus_shelter_front (self->options, self->listener.path);
  mallopt (M_MMAP_THRESHOLD, BIG_BLOCK);
  if (self->tls != NULL && !vidimus_tls_check_pair (self->tls, error))
    return FALSE;
  self->loop = g_main_loop_new (NULL, FALSE);
  open_fetcher (self);
  open_front (self);
  publish_health (self, 0);
  g_message ("listening on %s%s", scheme, self->listener.name);
  if (!self->listener.loopback && self->tls == NULL)
    g_message ("warning: without --tls-cert, what is sent to %s can be read and changed on the way", self->listener.name);

  return TRUE;
}

static void
flushed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* What could not be finished is refused, told, and then everything ends. */
static void
finish (Service *self)
{
  gboolean flushed = FALSE;
  guint source = g_timeout_add_once (FLUSH_MS, flushed_cb, &flushed);
  GSource *timeout = g_main_context_find_source_by_id (NULL, source);

  g_source_ref (timeout);
  vidimus_pool_close (self->pool);
  vidimus_front_refuse (self->front, flushed_cb, &flushed);
  while (!flushed)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (timeout);
  g_source_unref (timeout);

  vidimus_front_free (self->front);
  vidimus_pool_free (self->pool);
  vidimus_nursery_stop (&self->nursery);
  g_clear_pointer (&self->fetcher, vidimus_fetcher_free);
  g_clear_pointer (&self->tls, vidimus_tls_free);
  g_clear_pointer (&self->gate, vidimus_gate_free);
}

/**
 * vidimus_service_run:
 * @options: checked
 * @backend: what workers do; static
 *
 * Serves until a signal, the parent or the loss of the workers ends it. Must be called while the process has one thread.
 *
 * Returns: the exit status
 */
int
vidimus_service_run (const VidimusServiceOptions *options,
                     const VidimusBackend        *backend)
{
  Service self = { .options = options, .backend = backend };
  g_autoptr(GError) error = NULL;
  guint sources[4] = { 0 };
  sigset_t ends;

  signal (SIGPIPE, SIG_IGN);
  sigemptyset (&ends);
  sigaddset (&ends, SIGTERM);
  sigaddset (&ends, SIGINT);
  sigaddset (&ends, SIGHUP);
  sigprocmask (SIG_BLOCK, &ends, NULL); /* until they can be handled: handlers come with a thread */
  if (options->socket_fd >= 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
      if (getppid () != options->parent)
        return EXIT_FAILURE; /* it died before it could be noticed */
    }

  if (!start (&self, &error))
    {
      g_printerr ("vidimus-service: %s\n", error->message);
      vidimus_listener_close (&self.listener);
      g_clear_pointer (&self.tls, vidimus_tls_free);
      g_clear_pointer (&self.gate, vidimus_gate_free);
      return EXIT_FAILURE;
    }

  sources[0] = g_unix_signal_add (SIGTERM, signal_cb, &self);
  sources[1] = g_unix_signal_add (SIGINT, signal_cb, &self);
  if (self.gate != NULL || self.tls != NULL)
    sources[2] = g_unix_signal_add (SIGHUP, reload_cb, &self);
  sigprocmask (SIG_UNBLOCK, &ends, NULL);
  if (options->socket_fd >= 0)
    sources[3] = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, &self);

  g_main_loop_run (self.loop);

  g_clear_handle_id (&self.grace, g_source_remove);
  finish (&self);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != 0 && g_main_context_find_source_by_id (NULL, sources[i]) != NULL)
      g_source_remove (sources[i]);
  g_main_loop_unref (self.loop);
  vidimus_listener_close (&self.listener);

  return self.status;
}

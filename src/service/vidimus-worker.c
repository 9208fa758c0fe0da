#define G_LOG_DOMAIN "vidimus-worker"

#include "vidimus-worker.h"

#include "vidimus-channel.h"
#include "vidimus-confine.h"
#include "vidimus-parts.h"
#include "vidimus-picture.h"
#include "vidimus-resample.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EXPLAIN_MAX_SIDE 640              /* pixels of a picture in an explanation */
#define CANCEL_POLL_NS   (2 * 1000 * 1000) /* the socket is looked at no more often than this */

typedef struct
{
  int               channel;
  guint32           serial;
  gboolean          cancelled;
  gint64            polled_ns;
  VidimusJobAnswer *answer;
} Job;

static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* A cancellation for an earlier job that came too late is passed over. */
static bool
job_cancelled (void *data)
{
  Job *job = data;
  gint64 now = now_ns ();
  VidimusPacket packet;

  if (job->cancelled || now - job->polled_ns < CANCEL_POLL_NS)
    return job->cancelled;

  job->polled_ns = now;
  while (vidimus_channel_receive (job->channel, &packet, NULL, 0, NULL, MSG_DONTWAIT) >= 0)
    if (packet.kind == VIDIMUS_PACKET_CANCEL && packet.serial == job->serial)
      job->cancelled = TRUE;
  if (errno == 0)
    _exit (EXIT_SUCCESS); /* the front is gone */

  return job->cancelled;
}

static GBytes *
encode_small (const struct vidimus_image *picture)
{
  int side = MAX (picture->width, picture->height);
  struct vidimus_image small = { 0 };
  GBytes *png;

  if (side <= EXPLAIN_MAX_SIDE)
    return vidimus_picture_encode_png (picture, NULL);

  if (!vidimus_image_scale (picture,
                            MAX (1, picture->width * EXPLAIN_MAX_SIDE / side),
                            MAX (1, picture->height * EXPLAIN_MAX_SIDE / side),
                            &small))
    return NULL;

  png = vidimus_picture_encode_png (&small, NULL);
  vidimus_image_free (&small);

  return png;
}

static void
job_explain (void                       *data,
             enum vidimus_stage          stage,
             const char                 *name,
             const struct vidimus_image *picture,
             const char                 *text,
             double                      number)
{
  Job *job = data;
  g_autoptr(GBytes) png = picture != NULL ? encode_small (picture) : NULL;

  vidimus_job_answer_explain (job->answer, stage, name, png, text, number);
}

static void
send_answer (int      channel,
             guint32  serial,
             GBytes  *answer)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (answer, &size);
  VidimusPacket packet = { .kind = VIDIMUS_PACKET_ANSWER, .serial = serial, .size = size };

  for (gsize sent = 0; sent < size;)
    {
      gsize piece = MIN (size - sent, VIDIMUS_PACKET_PIECE);

      if (!vidimus_channel_send (channel, &packet, data + sent, piece, NULL, 0, 0))
        _exit (EXIT_FAILURE);
      sent += piece;
    }
}

static void
run_job (int                   channel,
         const VidimusPacket  *packet,
         int                   fd,
         const VidimusBackend *backend,
         gpointer              backend_data)
{
  VidimusJobFlags flags = (VidimusJobFlags) packet->bits;
  gsize size = (gsize) packet->size;
  g_autoptr(VidimusJobAnswer) answer = vidimus_job_answer_new ();
  g_autoptr(GBytes) image = NULL;
  g_autoptr(GBytes) flat = NULL;
  Job job = { .channel = channel, .serial = packet->serial, .answer = answer };
  struct vidimus_hooks hooks = { .cancelled = job_cancelled, .data = &job };
  void *data = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

  close (fd);
  if (data == MAP_FAILED)
    _exit (EXIT_FAILURE);
  if (flags & VIDIMUS_JOB_EXPLAIN)
    hooks.explain = job_explain;

  image = g_bytes_new_static (data, size);
  backend->classify (backend_data, image, flags, &hooks, answer);
  flat = vidimus_job_answer_to_bytes (answer);
  send_answer (channel, packet->serial, flat);
  munmap (data, size);
}

/**
 * vidimus_worker_prepare:
 *
 * Opens, while files are still there to be opened, what decoding will need.
 */
void
vidimus_worker_prepare (void)
{
  static const char *const types[] = { "jpeg", "png", "bmp", "tiff" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (types[i], NULL);

      if (loader != NULL)
        gdk_pixbuf_loader_close (loader, NULL);
    }
}

/**
 * vidimus_worker_run:
 * @channel: to the front; when it closes, the worker ends
 * @memory: bytes of private memory, all told
 *
 * Confines the process and serves jobs for ever.
 */
void
vidimus_worker_run (int                   channel,
                    const VidimusBackend *backend,
                    gpointer              backend_data,
                    guint64               memory)
{
  vidimus_parts_keep_memory ();
  vidimus_confine_process (VIDIMUS_ROLE_WORKER);
  vidimus_confine_memory (memory);
  vidimus_confine_calls (VIDIMUS_ROLE_WORKER);

  for (;;)
    {
      int fds[VIDIMUS_CHANNEL_MAX_FDS];
      VidimusPacket packet;

      if (vidimus_channel_receive (channel, &packet, NULL, 0, fds, 0) < 0)
        _exit (EXIT_SUCCESS);
      if (packet.kind == VIDIMUS_PACKET_JOB && fds[0] >= 0)
        run_job (channel, &packet, fds[0], backend, backend_data);
    }
}

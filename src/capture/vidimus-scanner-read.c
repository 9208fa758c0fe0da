/* A page, from the device's first byte to its last: https://sane-project.gitlab.io/standard/ 4.4 (code flow), 3.2 (image data format) */
#include "vidimus-scanner-sane-private.h"

#include <glib/gi18n-lib.h>

#include <stdlib.h>

/* So much is asked for at once; a device may give less. */
#define CHUNK (256 * 1024)

/* What a page of unknown length begins with, in lines. */
#define FIRST_LINES 1024

/* A device that is to be waited on is asked at least so often. */
#define WAIT_MS 5000

/** Page: the picture as it fills. A frame is the whole picture, or one colour of it. */
typedef struct
{
  SANE_Handle           handle;
  GCancellable         *cancellable; /* nullable */
  VidimusScannerReport  report;
  gpointer              report_data;
  SANE_Int              fd;          /* to wait on; −1: there is none */
  SANE_Parameters       frame;
  struct vidimus_image  image;       /* owned; its height is what there is memory for */
  int                   channel;     /* of three frames: the one that this one fills; −1: all */
  int                   row;         /* that is being filled */
  gsize                 at;          /* bytes of that row that were read */
  int                   rows;        /* that are full in every frame so far */
  int                   n_frames;    /* read to their end */
} Page;

static gboolean
fail_size (GError **error)
{
  g_set_error_literal (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_SIZE,
                       _("The page would have more than 200 megapixels."));

  return FALSE;
}

/* Makes room for @rows, never for more than a page may have. */
static gboolean
reserve (Page    *page,
         int      rows,
         GError **error)
{
  gsize stride = page->image.stride;
  guint8 *data;

  if (rows <= page->image.height)
    return TRUE;
  if ((gint64) rows * page->image.width > VIDIMUS_SCANNER_MOST_PIXELS)
    return fail_size (error);

  data = realloc (page->image.data, stride * (gsize) rows);
  if (data == NULL)
    {
      vidimus_sane_fail (SANE_STATUS_NO_MEM, error);
      return FALSE;
    }
  /* Of three frames one may be shorter than the others. */
  memset (data + stride * (gsize) page->image.height, 0, stride * (gsize) (rows - page->image.height));
  page->image.data = data;
  page->image.height = rows;

  return TRUE;
}

/* The next row, with as much again as there is when the end is not known. */
static gboolean
grow (Page    *page,
      GError **error)
{
  int most = VIDIMUS_SCANNER_MOST_PIXELS / page->image.width;
  int more = MAX (FIRST_LINES, page->image.height * 2);

  if (page->row < page->image.height)
    return TRUE;
  if (page->row >= most)
    return fail_size (error);

  return reserve (page, MIN (more, most), error);
}

/* Gives back the rows that did not come. */
static void
shrink (Page *page)
{
  guint8 *data = realloc (page->image.data, page->image.stride * (gsize) page->rows);

  if (data != NULL)
    page->image.data = data;
  page->image.height = page->rows;
}

/* What kind of frame follows. */
static gboolean
begin_frame (Page    *page,
             GError **error)
{
  const SANE_Parameters *frame = &page->frame;
  SANE_Status status = sane_get_parameters (page->handle, &page->frame);
  int channels = frame->format == SANE_FRAME_GRAY ? 1 : 3;
  gsize samples = frame->format == SANE_FRAME_RGB ? 3 : 1;

  if (status != SANE_STATUS_GOOD)
    {
      vidimus_sane_fail (status, error);
      return FALSE;
    }
  if (frame->depth != 8 || frame->pixels_per_line <= 0 || frame->format > SANE_FRAME_BLUE ||
      frame->bytes_per_line < 0 || (gsize) frame->bytes_per_line < samples * (gsize) frame->pixels_per_line)
    {
      vidimus_sane_fail (SANE_STATUS_UNSUPPORTED, error);
      return FALSE;
    }
  if (page->image.width == 0)
    page->image = (struct vidimus_image) { .width = frame->pixels_per_line, .channels = channels,
                                           .stride = (gsize) frame->pixels_per_line * (gsize) channels };
  if (page->image.width != frame->pixels_per_line || page->image.channels != channels)
    {
      vidimus_sane_fail (SANE_STATUS_UNSUPPORTED, error);
      return FALSE;
    }
  page->channel = channels == 3 && samples == 1 ? (int) (frame->format - SANE_FRAME_RED) : -1;
  page->row = 0;
  page->at = 0;

  return frame->lines <= 0 || reserve (page, frame->lines, error);
}

/* @length bytes of one line, from its byte @at on; what stands behind its pixels is dropped. */
static void
put (Page         *page,
     const guint8 *bytes,
     gsize         length)
{
  guint8 *row = page->image.data + page->image.stride * (gsize) page->row;
  gsize used = page->channel < 0 ? page->image.stride : (gsize) page->image.width;
  gsize n = page->at < used ? MIN (length, used - page->at) : 0;

  if (page->channel < 0)
    memcpy (row + page->at, bytes, n);
  else
    for (gsize i = 0; i < n; i++)
      row[3 * (page->at + i) + (gsize) page->channel] = bytes[i];
}

static gboolean
take (Page          *page,
      const guint8  *bytes,
      gsize          length,
      GError       **error)
{
  gsize line = (gsize) page->frame.bytes_per_line;

  while (length > 0)
    {
      gsize n = MIN (length, line - page->at);

      if (!grow (page, error))
        return FALSE;
      put (page, bytes, n);
      bytes += n;
      length -= n;
      page->at += n;
      if (page->at == line)
        {
          page->row++;
          page->at = 0;
        }
    }

  return TRUE;
}

static void
tell (Page *page)
{
  int frames = page->channel >= 0 ? 3 : 1;

  if (page->frame.lines > 0)
    page->report (CLAMP ((page->n_frames + (double) page->row / page->frame.lines) / frames, 0, 1), page->report_data);
  else
    page->report (-1, page->report_data);
}

/* Lets a cancel be seen at once while the carriage moves. Only where there is something to wait on: elsewhere, and with most drivers, a read waits
 * itself, and a cancel is seen after it. */
static void
begin_waiting (Page *page)
{
  page->fd = -1;
  if (sane_set_io_mode (page->handle, SANE_TRUE) != SANE_STATUS_GOOD)
    return;
  if (sane_get_select_fd (page->handle, &page->fd) != SANE_STATUS_GOOD)
    {
      page->fd = -1;
      sane_set_io_mode (page->handle, SANE_FALSE);
    }
}

/* Until the device has something, or it is cancelled. */
static void
wait_for_device (Page *page)
{
  GPollFD fds[2] = { { .fd = page->fd, .events = G_IO_IN } };
  gboolean cancellable = page->cancellable != NULL && g_cancellable_make_pollfd (page->cancellable, &fds[1]);

  g_poll (fds, cancellable ? 2 : 1, WAIT_MS);
  if (cancellable)
    g_cancellable_release_fd (page->cancellable);
}

static gboolean
read_frame (Page    *page,
            GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;)
    {
      SANE_Int length = 0;
      SANE_Status status;

      if (page->fd >= 0)
        wait_for_device (page);
      if (g_cancellable_set_error_if_cancelled (page->cancellable, error))
        return FALSE;
      status = sane_read (page->handle, chunk, CHUNK, &length);
      if (status == SANE_STATUS_EOF)
        break;
      if (status != SANE_STATUS_GOOD)
        {
          vidimus_sane_fail (status, error);
          return FALSE;
        }
      if (length > 0 && !take (page, chunk, (gsize) MIN (length, CHUNK), error))
        return FALSE;
      tell (page);
    }
  page->rows = page->n_frames == 0 ? page->row : MIN (page->rows, page->row);
  page->n_frames++;

  return TRUE;
}

/* By what the device expects: too large a page is refused before its carriage moves. */
static gboolean
check_size (Page    *page,
            GError **error)
{
  SANE_Parameters expected;

  if (sane_get_parameters (page->handle, &expected) == SANE_STATUS_GOOD &&
      (gint64) expected.lines * expected.pixels_per_line > VIDIMUS_SCANNER_MOST_PIXELS)
    return fail_size (error);

  return TRUE;
}

static gboolean
read_page (Page    *page,
           GError **error)
{
  if (!check_size (page, error))
    return FALSE;

  do
    {
      SANE_Status status = sane_start (page->handle);

      if (status != SANE_STATUS_GOOD)
        {
          vidimus_sane_fail (status, error);
          return FALSE;
        }
      begin_waiting (page);
      if (!begin_frame (page, error) || !read_frame (page, error))
        return FALSE;
    }
  while (!page->frame.last_frame && page->n_frames < 3);

  if (page->rows == 0)
    vidimus_sane_fail (SANE_STATUS_EOF, error);

  return page->rows > 0;
}

/**
 * vidimus_sane_read:
 * @image: (out): owned by the caller; zeroed on failure
 *
 * One page of a device whose options are set, with eight bits a sample. Afterwards the device is at rest.
 *
 * sane_cancel() may be called at any time by the standard, yet drivers free in it what another thread's sane_read() fills: it is called here only
 * between two reads.
 */
gboolean
vidimus_sane_read (SANE_Handle            handle,
                   VidimusScannerReport   report,
                   gpointer               report_data,
                   GCancellable          *cancellable,
                   struct vidimus_image  *image,
                   GError               **error)
{
  Page page = { .handle = handle, .cancellable = cancellable, .report = report, .report_data = report_data };
  gboolean done = read_page (&page, error);

  sane_cancel (handle); /* by the standard also after the last frame */
  if (done)
    shrink (&page);
  else
    vidimus_image_free (&page.image);
  *image = page.image;

  return done;
}

/* JPEG, which nearly every photograph is, goes to libjpeg-turbo itself: GdkPixbuf's loader uses the same library
 * and is as fast, but hides its warnings, so that a file that ended early loads “fine”. All else goes through GdkPixbuf. */
#define G_LOG_DOMAIN "vidimus-imaging"

#include "vidimus-codec-private.h"
#include "vidimus-turbo-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK (64 * 1024) /* bytes given to a loader between two looks at the cancellable */

static gboolean
check_size (int                         width,
            int                         height,
            const VidimusDecodeLimits  *limits,
            GError                    **error)
{
  if (width < limits->min_side || height < limits->min_side)
    g_set_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
                 _("The image has %d × %d pixels; no side may be shorter than %d."), width, height, limits->min_side);
  else if (width > limits->max_side || height > limits->max_side)
    g_set_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
                 _("The image has %d × %d pixels; no side may be longer than %d."), width, height, limits->max_side);
  else if ((gint64) width * height > limits->max_pixels)
    g_set_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
                 _("The image has %d × %d pixels; that is more than %d megapixels."), width, height,
                 (int) (limits->max_pixels / 1000000));
  else
    return TRUE;

  return FALSE;
}

static gboolean
fail_format (GError **error)
{
  g_set_error_literal (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_FORMAT,
                       _("This is not an image, or of a kind that can’t be read."));
  return FALSE;
}

static gboolean
fail_short (GError **error)
{
  g_set_error_literal (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_DAMAGED,
                       _("The image ends early: part of the file is missing."));
  return FALSE;
}

static gboolean
fail_damaged (GError **error)
{
  g_set_error_literal (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_DAMAGED,
                       _("The image is damaged: its data can’t be decoded."));
  return FALSE;
}

/* @in: libjpeg's CMYK, which Adobe's programs, and so nearly all, store inverted. */
static void
cmyk_to_rgb (const struct vidimus_image *in,
             const struct vidimus_image *out,
             gboolean                    inverted)
{
  guint8 flip = inverted ? 0 : 0xff;

  for (int y = 0; y < in->height; y++)
    {
      const guint8 *from = vidimus_image_at (in, 0, y);
      guint8 *to = vidimus_image_at (out, 0, y);

      for (int x = 0; x < in->width; x++, from += 4, to += 3)
        for (int c = 0; c < 3; c++)
          to[c] = (guint8) (((from[c] ^ flip) * (from[3] ^ flip) + 127) / 255);
    }
}

/* Replaces the CMYK of @image by RGB; frees it in any case. */
static gboolean
make_rgb (struct vidimus_image  *image,
          gboolean               inverted,
          GError               **error)
{
  struct vidimus_image cmyk = *image;
  gboolean ok = vidimus_image_alloc (image, cmyk.width, cmyk.height, 3);

  if (ok)
    cmyk_to_rgb (&cmyk, image, inverted);
  vidimus_image_free (&cmyk);

  return ok ? TRUE : vidimus_codec_fail_memory (error);
}

/* Bytes between the last scan line and the end marker, as some cameras write them, lose nothing. Every other
 * warning means that pixels were made up. */
static gboolean
check_turbo (tjhandle   handle,
             GError   **error)
{
  const char *message = tjGetErrorStr2 (handle);

  if (tjGetErrorCode (handle) == TJERR_WARNING && strstr (message, "extraneous bytes") != NULL)
    return TRUE;

  g_debug ("libjpeg-turbo: %s", message);

  return strstr (message, "remature end") != NULL ? fail_short (error) : fail_damaged (error);
}

static gboolean
decode_jpeg (GBytes               *bytes,
             const VidimusHeader  *header,
             VidimusPixels        *pixels,
             GError              **error)
{
  g_autoptr(TurboHandle) handle = tjInitDecompress ();
  struct vidimus_image raw;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  int width = 0, height = 0, sampling = -1, space = -1, failed;
  gboolean cmyk;

  if (handle == NULL)
    return vidimus_codec_fail_memory (error);
  /* Not everything that “fails” here has failed: an unusual subsampling has no name, but its size is known and it
   * decodes. And what “succeeds” may have no image at all. */
  if (tjDecompressHeader3 (handle, data, length, &width, &height, &sampling, &space) != 0)
    g_debug ("libjpeg-turbo: %s", tjGetErrorStr2 (handle));
  if (width <= 0 || height <= 0 || width != header->width || height != header->height)
    return fail_damaged (error);

  cmyk = space == TJCS_CMYK || space == TJCS_YCCK;
  if (!vidimus_image_alloc (&raw, width, height, cmyk ? 4 : 3))
    return vidimus_codec_fail_memory (error);

  failed = tjDecompress2 (handle, data, length, raw.data, width, (int) raw.stride, height,
                          cmyk ? TJPF_CMYK : TJPF_RGB, TJFLAG_LIMITSCANS);
  if (failed != 0 && !check_turbo (handle, error))
    {
      vidimus_image_free (&raw);
      return FALSE;
    }

  if (cmyk && !make_rgb (&raw, header->inverted_cmyk, error))
    return FALSE;

  vidimus_pixels_take (pixels, &raw);

  return TRUE;
}

typedef struct
{
  const VidimusDecodeLimits *limits;
  GError                    *error; /* owned */
} SizeGuard;

/* GdkPixbuf itself has no limits: a size of nothing makes its loader give up before it allocates. */
static void
loader_size_prepared_cb (GdkPixbufLoader *loader,
                         int              width,
                         int              height,
                         SizeGuard       *guard)
{
  if (guard->error == NULL && !check_size (width, height, guard->limits, &guard->error))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static gboolean
feed (GdkPixbufLoader  *loader,
      GBytes           *bytes,
      const SizeGuard  *guard,
      GCancellable     *cancellable,
      GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gboolean ok = TRUE;

  for (gsize i = 0; ok && guard->error == NULL && i < length; i += CHUNK)
    ok = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         gdk_pixbuf_loader_write (loader, data + i, MIN (CHUNK, length - i), error);

  if (!ok || guard->error != NULL)
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return FALSE;
    }

  return gdk_pixbuf_loader_close (loader, error);
}

/* Our words for what went wrong in a loader; a cancellation stays what it is. */
static gboolean
fail_loader (const VidimusHeader  *header,
             GError               *failure,
             GError              **error)
{
  gboolean ours;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (failure));
      return FALSE;
    }

  if (failure != NULL)
    g_debug ("GdkPixbuf: %s", failure->message);

  ours = header->known && !g_error_matches (failure, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNKNOWN_TYPE) &&
         !g_error_matches (failure, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNSUPPORTED_OPERATION);
  if (g_error_matches (failure, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    return vidimus_codec_fail_memory (error);

  return ours ? fail_damaged (error) : fail_format (error);
}

static void
composite_over_white (const GdkPixbuf            *pixbuf,
                      const struct vidimus_image *out)
{
  const guint8 *row = gdk_pixbuf_read_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < out->height; y++, row += stride)
    {
      const guint8 *from = row;
      guint8 *to = vidimus_image_at (out, 0, y);

      for (int x = 0; x < out->width; x++, from += 4, to += 3)
        for (int c = 0; c < 3; c++)
          to[c] = (guint8) ((from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255);
    }
}

static gboolean
take_pixbuf (GdkPixbuf      *pixbuf,
             VidimusPixels  *pixels,
             GError        **error)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  struct vidimus_image rgb;

  if (gdk_pixbuf_get_has_alpha (pixbuf))
    {
      if (!vidimus_image_alloc (&rgb, width, height, 3))
        return vidimus_codec_fail_memory (error);
      composite_over_white (pixbuf, &rgb);
      vidimus_pixels_take (pixels, &rgb);
      return TRUE;
    }

  pixels->bytes = gdk_pixbuf_read_pixel_bytes (pixbuf);
  pixels->image = (struct vidimus_image) {
    .data = (guint8 *) g_bytes_get_data (pixels->bytes, NULL),
    .width = width,
    .height = height,
    .stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf),
    .channels = 3,
  };

  return TRUE;
}

/* libtiff mirrors some orientations by itself, others not: it is shown none, and we turn all eight. */
static GBytes *
hide_orientation (GBytes              *bytes,
                  const VidimusHeader *header)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy;

  if (header->orientation_at == 0 || header->orientation == 1)
    return g_bytes_ref (bytes);

  copy = g_memdup2 (data, length);
  copy[header->orientation_at] = 1;

  return g_bytes_new_take (copy, length);
}

static gboolean
decode_other (GBytes                     *bytes,
              const VidimusHeader        *header,
              const VidimusDecodeLimits  *limits,
              VidimusPixels              *pixels,
              GCancellable               *cancellable,
              GError                    **error)
{
  g_autoptr(GdkPixbufLoader) loader = NULL;
  g_autoptr(GBytes) shown = hide_orientation (bytes, header);
  g_autoptr(GError) failure = NULL;
  SizeGuard guard = { limits, NULL };
  GdkPixbuf *pixbuf;

  if (header->media_type != NULL)
    loader = gdk_pixbuf_loader_new_with_mime_type (header->media_type, &failure);
  else
    loader = gdk_pixbuf_loader_new ();
  if (loader == NULL)
    return fail_format (error);

  g_signal_connect (loader, "size-prepared", G_CALLBACK (loader_size_prepared_cb), &guard);
  if (!feed (loader, shown, &guard, cancellable, &failure))
    {
      if (guard.error == NULL)
        return fail_loader (header, failure, error);
      g_propagate_error (error, guard.error);
      return FALSE;
    }

  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (guard.error != NULL)
    {
      g_propagate_error (error, guard.error);
      return FALSE;
    }
  if (pixbuf == NULL)
    return fail_loader (header, NULL, error);

  return take_pixbuf (pixbuf, pixels, error);
}

/* GdkPixbuf's loader would ask for as much memory as a header of an unknown kind claims to have. */
static gboolean
is_strange_bmp (GBytes *bytes)
{
  return g_bytes_get_size (bytes) >= 2 && memcmp (g_bytes_get_data (bytes, NULL), "BM", 2) == 0;
}

/**
 * vidimus_codec_check:
 * @header: of @bytes
 *
 * What can be said against an image before memory is spent on it.
 *
 * Returns: %FALSE with %VIDIMUS_IMAGING_ERROR
 */
gboolean
vidimus_codec_check (GBytes                     *bytes,
                     const VidimusHeader        *header,
                     const VidimusDecodeLimits  *limits,
                     GError                    **error)
{
  if (g_bytes_get_size (bytes) == 0)
    {
      g_set_error_literal (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_FORMAT, _("The file is empty."));
      return FALSE;
    }
  if (limits->contract_formats_only && header->format == VIDIMUS_IMAGE_FORMAT_OTHER)
    return fail_format (error);
  if (!header->known && is_strange_bmp (bytes))
    return fail_format (error);
  if (header->width > 0 && !check_size (header->width, header->height, limits, error))
    return FALSE;

  return header->complete ? TRUE : fail_short (error);
}

/**
 * vidimus_codec_decode:
 * @header: of @bytes, for which vidimus_codec_check() found nothing
 * @limits: checked against what the decoder says
 * @pixels: (out): RGB as stored, EXIF ignored; to be cleared by the caller
 *
 * Decodes the first image of the file. Grey, palette, CMYK and 16-bit samples become 8-bit RGB; what is
 * transparent becomes white.
 *
 * Returns: %FALSE with %VIDIMUS_IMAGING_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean
vidimus_codec_decode (GBytes                     *bytes,
                      const VidimusHeader        *header,
                      const VidimusDecodeLimits  *limits,
                      VidimusPixels              *pixels,
                      GCancellable               *cancellable,
                      GError                    **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (header->format == VIDIMUS_IMAGE_FORMAT_JPEG)
    return decode_jpeg (bytes, header, pixels, error);

  return decode_other (bytes, header, limits, pixels, cancellable, error);
}

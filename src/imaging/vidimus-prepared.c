#define G_LOG_DOMAIN "vidimus-imaging"

#include "vidimus-prepared.h"

#include "vidimus-codec-private.h"
#include "vidimus-metadata.h"
#include "vidimus-resample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define QUALITY    95      /* API.md: more loss would move the scores of blur and moiré */
#define PNG_PIXELS 4000000 /* a larger picture takes seconds to compress without loss */
#define PNG_LEVEL  3
#define SHRINK     0.92    /* beyond what the size of the file calls for, so that a second try is rare */

static const char *
content_type (VidimusImageFormat format)
{
  switch (format)
    {
    case VIDIMUS_IMAGE_FORMAT_JPEG:
      return "image/jpeg";
    case VIDIMUS_IMAGE_FORMAT_PNG:
      return "image/png";
    case VIDIMUS_IMAGE_FORMAT_BMP:
      return "image/bmp";
    case VIDIMUS_IMAGE_FORMAT_TIFF:
      return "image/tiff";
    case VIDIMUS_IMAGE_FORMAT_OTHER:
    default:
      return "application/octet-stream";
    }
}

/* @bytes: (transfer full): their @width × @height pixels cover the whole picture. */
static VidimusPrepared *
prepared_new (GBytes             *bytes,
              const char         *type,
              int                 width,
              int                 height,
              VidimusPreparedHow  how,
              VidimusPicture     *picture)
{
  VidimusPrepared *self = g_new0 (VidimusPrepared, 1);

  self->bytes = bytes;
  self->content_type = type;
  self->width = width;
  self->height = height;
  self->how = how;
  self->to_picture[0] = (double) vidimus_picture_get_width (picture) / width;
  self->to_picture[4] = (double) vidimus_picture_get_height (picture) / height;

  return self;
}

/** vidimus_prepared_free: frees @self with its bytes. */
void
vidimus_prepared_free (VidimusPrepared *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static gboolean
fits (GBytes                     *bytes,
      const VidimusPrepareLimits *limits)
{
  return bytes != NULL && g_bytes_get_size (bytes) <= limits->max_bytes;
}

static void
fail_small (VidimusPicture              *picture,
            const VidimusPrepareLimits  *limits,
            GError                     **error)
{
  g_set_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
               _("The image has %d × %d pixels; the service takes none with a side shorter than %d."),
               vidimus_picture_get_width (picture), vidimus_picture_get_height (picture), limits->min_side);
}

static void
fail_narrow (VidimusPicture  *picture,
             GError         **error)
{
  g_set_error (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
               _("The image has %d × %d pixels: made small enough for the service it would be too narrow for it."),
               vidimus_picture_get_width (picture), vidimus_picture_get_height (picture));
}

/* The file as it was opened, or the same file turned. */
static VidimusPrepared *
prepare_file (VidimusPicture             *picture,
              const VidimusPrepareLimits *limits)
{
  int width = vidimus_picture_get_width (picture), height = vidimus_picture_get_height (picture);
  VidimusImageFormat format = vidimus_picture_get_format (picture);
  GBytes *opened = vidimus_picture_get_bytes (picture);
  g_autoptr(GBytes) file = NULL, turned = NULL;
  VidimusPrepared *self;

  if (opened == NULL || format == VIDIMUS_IMAGE_FORMAT_OTHER || MAX (width, height) > limits->max_side)
    return NULL;

  if (vidimus_picture_get_orientation (picture) == 1)
    {
      file = limits->strip ? vidimus_metadata_strip (opened, format) : g_bytes_ref (opened);
      if (!fits (file, limits))
        return NULL;
      self = prepared_new (g_bytes_ref (file), content_type (format), width, height, VIDIMUS_PREPARED_AS_IT_IS, picture);
      self->metadata_removed = file != opened && g_bytes_get_size (file) < g_bytes_get_size (opened);
      return self;
    }

  if (format != VIDIMUS_IMAGE_FORMAT_JPEG)
    return NULL;

  turned = vidimus_codec_turn_jpeg (opened, vidimus_picture_get_orientation (picture));
  if (!fits (turned, limits))
    return NULL;
  self = prepared_new (g_steal_pointer (&turned), "image/jpeg", width, height, VIDIMUS_PREPARED_TURNED, picture);
  self->metadata_removed = TRUE; /* the orientation at least */

  return self;
}

/* PNG for what was stored without loss and is small enough for it, else JPEG, with full chroma if that fits.
 * Returns the smallest that was tried, which may still be too large. */
static GBytes *
encode (VidimusPicture              *picture,
        const struct vidimus_image  *image,
        const VidimusPrepareLimits  *limits,
        const char                 **type,
        GError                     **error)
{
  VidimusImageFormat format = vidimus_picture_get_format (picture);
  gboolean lossless = format != VIDIMUS_IMAGE_FORMAT_JPEG && format != VIDIMUS_IMAGE_FORMAT_OTHER;
  g_autoptr(GBytes) bytes = NULL;

  if (lossless && (gint64) image->width * image->height <= PNG_PIXELS)
    {
      bytes = vidimus_codec_encode_png (image, PNG_LEVEL, error);
      *type = "image/png";
      if (bytes == NULL || fits (bytes, limits))
        return g_steal_pointer (&bytes);
      g_clear_pointer (&bytes, g_bytes_unref);
    }

  *type = "image/jpeg";
  bytes = vidimus_image_encode_jpeg (image, QUALITY, TRUE, error);
  if (bytes == NULL || fits (bytes, limits))
    return g_steal_pointer (&bytes);

  return vidimus_image_encode_jpeg (image, QUALITY, FALSE, error);
}

static VidimusPrepared *
prepare_scaled (VidimusPicture              *picture,
                double                       scale,
                const VidimusPrepareLimits  *limits,
                gsize                       *size,
                GError                     **error)
{
  struct vidimus_image full = vidimus_picture_get_image (picture), image = full;
  g_autoptr(GBytes) bytes = NULL;
  const char *type;
  VidimusPreparedHow how = VIDIMUS_PREPARED_REENCODED;
  int width = full.width, height = full.height;

  if (scale < 1.0)
    {
      width = (int) lround (full.width * scale);
      height = (int) lround (full.height * scale);
      how = VIDIMUS_PREPARED_SCALED;
      if (MIN (width, height) < limits->min_side)
        {
          fail_narrow (picture, error);
          return NULL;
        }
      if (!vidimus_image_scale (&full, width, height, &image))
        {
          vidimus_codec_fail_memory (error);
          return NULL;
        }
    }

  bytes = encode (picture, &image, limits, &type, error);
  if (scale < 1.0)
    vidimus_image_free (&image);
  if (bytes == NULL)
    return NULL;

  *size = g_bytes_get_size (bytes);

  return prepared_new (g_steal_pointer (&bytes), type, width, height, how, picture);
}

/**
 * vidimus_picture_prepare:
 * @limits: what may be sent
 *
 * The file itself, without its metadata if @limits say so, when its format, size and orientation fit; else turned without loss; else the upright pixels
 * encoded anew at quality 95 or as PNG; and made smaller when that does not fit either. Blocks: for workers.
 *
 * Returns: (transfer full): what is to be sent, with the way back, or %NULL with %VIDIMUS_IMAGING_ERROR_SIZE or
 * %G_IO_ERROR_CANCELLED
 */
VidimusPrepared *
vidimus_picture_prepare (VidimusPicture              *picture,
                         const VidimusPrepareLimits  *limits,
                         GCancellable                *cancellable,
                         GError                     **error)
{
  g_autoptr(VidimusPrepared) self = NULL;
  double scale;
  int longest;

  g_return_val_if_fail (VIDIMUS_IS_PICTURE (picture) && limits != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  if (MIN (vidimus_picture_get_width (picture), vidimus_picture_get_height (picture)) < limits->min_side)
    {
      fail_small (picture, limits, error);
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  self = prepare_file (picture, limits);
  if (self != NULL)
    return g_steal_pointer (&self);

  longest = MAX (vidimus_picture_get_width (picture), vidimus_picture_get_height (picture));
  scale = MIN (1.0, (double) limits->max_side / longest);

  for (;;)
    {
      gsize size = 0;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      g_clear_pointer (&self, vidimus_prepared_free);
      self = prepare_scaled (picture, scale, limits, &size, error);
      if (self == NULL || size <= limits->max_bytes)
        return g_steal_pointer (&self);

      scale *= MIN (SHRINK, SHRINK * sqrt ((double) limits->max_bytes / (double) size));
    }
}

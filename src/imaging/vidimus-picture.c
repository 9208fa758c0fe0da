#define G_LOG_DOMAIN "vidimus-imaging"

#include "vidimus-picture.h"

#include "vidimus-codec-private.h"
#include "vidimus-resample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_CROP_SIDE 8192 /* pixels; a quad that reaches far beyond its picture asks for more than it holds */

const VidimusDecodeLimits VIDIMUS_DECODE_DESK = {
  .min_side = 1,
  .max_side = 20000,
  .max_pixels = 200000000,
};

struct _VidimusPicture
{
  GObject            parent_instance;

  GBytes            *bytes;  /* owned, nullable: as opened; a crop has none */
  char              *sha256; /* owned, nullable */
  VidimusPixels      pixels; /* owned */
  VidimusImageFormat format;
  int                orientation;
  char              *name;   /* owned, nullable */
};

G_DEFINE_QUARK (vidimus-imaging-error-quark, vidimus_imaging_error)
G_DEFINE_FINAL_TYPE (VidimusPicture, vidimus_picture, G_TYPE_OBJECT)

/**
 * vidimus_imaging_error_get_api_code:
 *
 * Returns: (nullable): the contract's code for @error; %NULL when it is of another domain
 */
const char *
vidimus_imaging_error_get_api_code (const GError *error)
{
  if (error == NULL || error->domain != VIDIMUS_IMAGING_ERROR)
    return NULL;

  switch ((VidimusImagingError) error->code)
    {
    case VIDIMUS_IMAGING_ERROR_FORMAT:
      return "AIS.0102";
    case VIDIMUS_IMAGING_ERROR_SIZE:
      return "AIS.0103";
    case VIDIMUS_IMAGING_ERROR_DAMAGED:
      return "AIS.0104";
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
vidimus_picture_finalize (GObject *object)
{
  VidimusPicture *self = VIDIMUS_PICTURE (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->name, g_free);
  vidimus_pixels_clear (&self->pixels);

  G_OBJECT_CLASS (vidimus_picture_parent_class)->finalize (object);
}

static void
vidimus_picture_class_init (VidimusPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_picture_finalize;
}

static void
vidimus_picture_init (VidimusPicture *self)
{
  self->orientation = 1;
}

/**
 * vidimus_picture_new_from_bytes:
 * @bytes: the file; kept
 * @limits: what may be decoded
 *
 * Decodes @bytes, and makes the pixels upright unless @limits say otherwise. Blocks: for workers.
 *
 * Returns: (transfer full): a picture, or %NULL with %VIDIMUS_IMAGING_ERROR or %G_IO_ERROR_CANCELLED
 */
VidimusPicture *
vidimus_picture_new_from_bytes (GBytes                     *bytes,
                                const VidimusDecodeLimits  *limits,
                                GCancellable               *cancellable,
                                GError                    **error)
{
  g_autoptr(VidimusPicture) self = NULL;
  VidimusHeader header;
  gsize length;
  const guint8 *data;

  g_return_val_if_fail (bytes != NULL && limits != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  data = g_bytes_get_data (bytes, &length);
  vidimus_header_read (&header, data, length);

  self = g_object_new (VIDIMUS_TYPE_PICTURE, NULL);
  self->format = header.format;
  self->orientation = header.orientation;
  if (!vidimus_codec_check (bytes, &header, limits, error) ||
      !vidimus_codec_decode (bytes, &header, limits, &self->pixels, cancellable, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (!limits->ignore_orientation && !vidimus_pixels_orient (&self->pixels, header.orientation))
    {
      vidimus_codec_fail_memory (error);
      return NULL;
    }

  self->bytes = g_bytes_ref (bytes);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

typedef struct
{
  GBytes              *bytes; /* owned */
  VidimusDecodeLimits  limits;
} LoadData;

static void
load_data_free (LoadData *data)
{
  g_bytes_unref (data->bytes);
  g_free (data);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  LoadData *data = task_data;
  g_autoptr(GError) error = NULL;
  VidimusPicture *picture = vidimus_picture_new_from_bytes (data->bytes, &data->limits, cancellable, &error);

  if (picture != NULL)
    g_task_return_pointer (task, picture, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * vidimus_picture_load_async:
 * @bytes: the file; kept
 * @limits: what may be decoded; copied
 *
 * vidimus_picture_new_from_bytes() in a thread.
 */
void
vidimus_picture_load_async (GBytes                    *bytes,
                            const VidimusDecodeLimits *limits,
                            GCancellable              *cancellable,
                            GAsyncReadyCallback        callback,
                            gpointer                   user_data)
{
  g_autoptr(GTask) task = NULL;
  LoadData *data;

  g_return_if_fail (bytes != NULL && limits != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  data = g_new (LoadData, 1);
  data->bytes = g_bytes_ref (bytes);
  data->limits = *limits;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_picture_load_async);
  g_task_set_task_data (task, data, (GDestroyNotify) load_data_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * vidimus_picture_load_finish:
 *
 * Returns: (transfer full): the picture, or %NULL with @error set
 */
VidimusPicture *
vidimus_picture_load_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/** vidimus_picture_get_bytes: (transfer none) (nullable): the file as opened; %NULL for a crop. */
GBytes *
vidimus_picture_get_bytes (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), NULL);

  return self->bytes;
}

/**
 * vidimus_picture_set_name:
 * @name: (nullable): what people call it, such as its file's name
 *
 * The one thing that its decoder does not know. To be set by who opened it, before others have it.
 */
void
vidimus_picture_set_name (VidimusPicture *self,
                          const char     *name)
{
  g_return_if_fail (VIDIMUS_IS_PICTURE (self));

  g_free (self->name);
  self->name = g_strdup (name);
}

/** vidimus_picture_get_name: (nullable): what people call it. */
const char *
vidimus_picture_get_name (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), NULL);

  return self->name;
}

/** vidimus_picture_get_sha256: (nullable): of the file as opened, 64 hexadecimal digits; %NULL for a crop. */
const char *
vidimus_picture_get_sha256 (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), NULL);

  return self->sha256;
}

/** vidimus_picture_get_format: what the bytes are, by their magic; OTHER for a crop. */
VidimusImageFormat
vidimus_picture_get_format (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), VIDIMUS_IMAGE_FORMAT_OTHER);

  return self->format;
}

/** vidimus_picture_get_orientation: the file's EXIF orientation, 1–8; 1 when it has none. */
int
vidimus_picture_get_orientation (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), 1);

  return self->orientation;
}

/** vidimus_picture_get_width: in upright pixels. */
int
vidimus_picture_get_width (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), 0);

  return self->pixels.image.width;
}

/** vidimus_picture_get_height: in upright pixels. */
int
vidimus_picture_get_height (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), 0);

  return self->pixels.image.height;
}

/** vidimus_picture_get_image: an RGB view of the upright pixels, good as long as @self; not to be written to. */
struct vidimus_image
vidimus_picture_get_image (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), (struct vidimus_image) { 0 });

  return self->pixels.image;
}

/** vidimus_picture_get_pixels: (transfer none): the memory of vidimus_picture_get_image(). */
GBytes *
vidimus_picture_get_pixels (VidimusPicture *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self), NULL);

  return self->pixels.bytes;
}

static double
side_length (const struct vidimus_quad *quad,
             int                        a,
             int                        b)
{
  return hypot (quad->p[b].x - quad->p[a].x, quad->p[b].y - quad->p[a].y);
}

/* As many pixels as the longest sides of the quad have, in the document's proportions. */
static void
measure_crop (const struct vidimus_quad *quad,
              double                     aspect,
              int                        max_width,
              int                       *width,
              int                       *height)
{
  double across = MAX (side_length (quad, 0, 1), side_length (quad, 3, 2));
  double down = MAX (side_length (quad, 1, 2), side_length (quad, 0, 3));
  double w = MAX (across, down * aspect);

  if (max_width > 0)
    w = MIN (w, max_width);
  w = MIN (w, MIN (MAX_CROP_SIDE, MAX_CROP_SIDE * aspect));

  *width = MAX (1, (int) lround (w));
  *height = MAX (1, (int) lround (w / aspect));
}

/**
 * vidimus_picture_rectify:
 * @quad: in upright pixels, convex; p[0] becomes the top left
 * @max_width: of the crop, in pixels; 0 for as many as the quad has
 *
 * Flattens the document in its estimated true proportions, at most 8192 pixels a side. Blocks: for workers.
 *
 * Returns: (transfer full): a picture without a file, or %NULL with %VIDIMUS_IMAGING_ERROR_SIZE when the quad is
 * no outline of anything or memory is short
 */
VidimusPicture *
vidimus_picture_rectify (VidimusPicture             *self,
                         const struct vidimus_quad  *quad,
                         int                         max_width,
                         GError                    **error)
{
  const struct vidimus_image *image = &self->pixels.image;
  VidimusPicture *crop;
  struct vidimus_homography to_picture;
  struct vidimus_quad rectangle;
  struct vidimus_image out;
  double aspect;
  int width, height;

  g_return_val_if_fail (VIDIMUS_IS_PICTURE (self) && quad != NULL, NULL);

  aspect = vidimus_quad_is_convex (quad) ? vidimus_quad_aspect (quad, image->width, image->height) : 0.0;
  if (!isfinite (aspect) || aspect <= 0.0)
    {
      g_set_error_literal (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
                           _("The four corners are no outline of a document."));
      return NULL;
    }

  measure_crop (quad, aspect, max_width, &width, &height);
  rectangle = (struct vidimus_quad) { { { 0, 0 }, { width, 0 }, { width, height }, { 0, height } } };
  if (!vidimus_homography_from_quads (&rectangle, quad, &to_picture) ||
      !vidimus_image_alloc (&out, width, height, 3))
    {
      vidimus_codec_fail_memory (error);
      return NULL;
    }

  vidimus_image_warp (image, &to_picture, &out);
  crop = g_object_new (VIDIMUS_TYPE_PICTURE, NULL);
  vidimus_pixels_take (&crop->pixels, &out);

  return crop;
}

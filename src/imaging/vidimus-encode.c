/* Pixels to files; and a JPEG turned as it is, by libjpeg-turbo, which loses nothing. */
#define G_LOG_DOMAIN "vidimus-imaging"

#include "vidimus-codec-private.h"
#include "vidimus-turbo-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

/** vidimus_codec_fail_memory: returns %FALSE, with a sentence for a person. */
gboolean
vidimus_codec_fail_memory (GError **error)
{
  g_set_error_literal (error, VIDIMUS_IMAGING_ERROR, VIDIMUS_IMAGING_ERROR_SIZE,
                       _("There is not enough memory for an image of this size."));
  return FALSE;
}

/**
 * vidimus_image_encode_jpeg:
 * @image: 1, 3 or 4 channels
 * @quality: 1–100
 * @full_chroma: 4:4:4 instead of 4:2:0
 *
 * Returns: (transfer full): a baseline JPEG without metadata; %NULL with a %VIDIMUS_IMAGING_ERROR when memory is short
 */
GBytes *
vidimus_image_encode_jpeg (const struct vidimus_image  *image,
                           int                          quality,
                           gboolean                     full_chroma,
                           GError                     **error)
{
  g_autoptr(TurboHandle) handle = tjInitCompress ();
  int format = image->channels == 1 ? TJPF_GRAY : image->channels == 3 ? TJPF_RGB : TJPF_RGBX;
  int sampling = image->channels == 1 ? TJSAMP_GRAY : full_chroma ? TJSAMP_444 : TJSAMP_420;
  unsigned char *out = NULL;
  unsigned long length = 0;

  g_return_val_if_fail (image->channels == 1 || image->channels == 3 || image->channels == 4, NULL);

  if (handle == NULL ||
      tjCompress2 (handle, image->data, image->width, (int) image->stride, image->height, format, &out, &length,
                   sampling, quality, TJFLAG_ACCURATEDCT) != 0)
    {
      tjFree (out);
      vidimus_codec_fail_memory (error);
      return NULL;
    }

  return g_bytes_new_with_free_func (out, length, (GDestroyNotify) tjFree, out);
}

/* GdkPixbuf takes RGB only; the fourth byte of ours means nothing. */
static GdkPixbuf *
pixbuf_for_image (const struct vidimus_image *image)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, image->width, image->height);

  if (pixbuf == NULL)
    return NULL;

  for (int y = 0; y < image->height; y++)
    {
      guint8 *to = gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf);
      const guint8 *from = vidimus_image_at (image, 0, y);

      for (int x = 0; x < image->width; x++, from += image->channels, to += 3)
        for (int c = 0; c < 3; c++)
          to[c] = from[image->channels == 1 ? 0 : c];
    }

  return pixbuf;
}

/**
 * vidimus_codec_encode_png:
 * @image: 1, 3 or 4 channels
 * @compression: 0–9
 *
 * Returns: (transfer full): an RGB PNG without metadata
 */
GBytes *
vidimus_codec_encode_png (const struct vidimus_image  *image,
                          int                          compression,
                          GError                     **error)
{
  g_autoptr(GdkPixbuf) pixbuf = pixbuf_for_image (image);
  char level[2] = { (char) ('0' + compression), '\0' };
  char *out;
  gsize length;

  if (pixbuf == NULL)
    {
      vidimus_codec_fail_memory (error);
      return NULL;
    }
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &out, &length, "png", error, "compression", level, NULL))
    return NULL;

  return g_bytes_new_take (out, length);
}

/**
 * vidimus_codec_turn_jpeg:
 * @bytes: a JPEG
 * @orientation: EXIF's, 1–8
 *
 * Turns and mirrors the coefficients, so that nothing is lost. All metadata is left out: an orientation that was
 * applied must not be read again. Tables that a camera left out are written.
 *
 * Returns: (transfer full) (nullable): %NULL when the sides are no whole number of blocks
 */
GBytes *
vidimus_codec_turn_jpeg (GBytes *bytes,
                         int     orientation)
{
  static const int operations[] = { TJXOP_NONE,      TJXOP_NONE,  TJXOP_HFLIP,      TJXOP_ROT180, TJXOP_VFLIP,
                                    TJXOP_TRANSPOSE, TJXOP_ROT90, TJXOP_TRANSVERSE, TJXOP_ROT270 };
  g_autoptr(TurboHandle) handle = tjInitTransform ();
  tjtransform transform = { .options = TJXOPT_PERFECT | TJXOPT_COPYNONE };
  unsigned char *out = NULL;
  unsigned long out_length = 0;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_return_val_if_fail (orientation >= 1 && orientation <= 8, NULL);

  transform.op = operations[orientation];
  if (handle == NULL || tjTransform (handle, data, length, 1, &out, &out_length, &transform, 0) != 0)
    {
      tjFree (out);
      return NULL;
    }

  return g_bytes_new_with_free_func (out, out_length, (GDestroyNotify) tjFree, out);
}

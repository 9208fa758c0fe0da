#include "vidimus-parts.h"

#include "vidimus-codec-private.h"
#include "vidimus-coefficients-private.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* From this longer side on, whoever wants an overview of a thousand pixels takes a reduced one. */
#define WORTHWHILE_SIDE 2000

#define KEPT_MEMORY (96 << 20) /* bytes: what a photograph of 12 megapixels needs, and a little more */

struct _VidimusParts
{
  VidimusCoefficients  *coefficients; /* owned, nullable: a JPEG that is worth it */
  VidimusPixels         pixels;       /* owned: of all others */
  struct vidimus_source source;
};

static bool
read_coefficients (const struct vidimus_source *source,
                   int                          shrink,
                   int                          x,
                   int                          y,
                   int                          width,
                   int                          height,
                   struct vidimus_image        *out)
{
  return vidimus_coefficients_read (source->data, shrink, x, y, width, height, out);
}

/**
 * vidimus_parts_new:
 * @bytes: the file; not kept
 * @limits: what may be decoded; an orientation is always ignored
 *
 * Of a large JPEG only the entropy coding is undone now, and pixels are made when they are read; every other image is
 * decoded whole. What is wrong with a file is found here, never later. Blocks: for workers.
 *
 * Returns: (transfer full): the image, or %NULL with %VIDIMUS_IMAGING_ERROR
 */
VidimusParts *
vidimus_parts_new (GBytes                    *bytes,
                   const VidimusDecodeLimits *limits,
                   GError                   **error)
{
  g_autoptr(VidimusParts) self = g_new0 (VidimusParts, 1);
  VidimusHeader header;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  vidimus_header_read (&header, data, length);
  if (!vidimus_codec_check (bytes, &header, limits, error))
    return NULL;

  if (header.format == VIDIMUS_IMAGE_FORMAT_JPEG && MAX (header.width, header.height) >= WORTHWHILE_SIDE)
    self->coefficients = vidimus_coefficients_new (bytes, header.width, header.height);
  if (self->coefficients != NULL)
    {
      self->source = (struct vidimus_source) { .width = header.width, .height = header.height,
                                               .read = read_coefficients, .data = self->coefficients };
      return g_steal_pointer (&self);
    }

  /* also whatever is wrong with a JPEG: the decoder says what */
  if (!vidimus_codec_decode (bytes, &header, limits, &self->pixels, NULL, error))
    return NULL;
  self->source = vidimus_source_from_image (&self->pixels.image);

  return g_steal_pointer (&self);
}

/**
 * vidimus_parts_free:
 * @self: (transfer full) (nullable): an image
 */
void
vidimus_parts_free (VidimusParts *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->coefficients, vidimus_coefficients_free);
  vidimus_pixels_clear (&self->pixels);
  g_free (self);
}

/**
 * vidimus_parts_get_source:
 *
 * Returns: (transfer none): the pixels, as long as @self lives
 */
const struct vidimus_source *
vidimus_parts_get_source (VidimusParts *self)
{
  return &self->source;
}

/**
 * vidimus_parts_keep_memory:
 *
 * For processes that take one image after the other: a photograph takes some tens of megabytes, for a tenth of a second. Given back and
 * asked for anew each time, their first touch costs as much as half of its decoding.
 */
void
vidimus_parts_keep_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 32 << 20);
  mallopt (M_TRIM_THRESHOLD, KEPT_MEMORY);
#endif
}

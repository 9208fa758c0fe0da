#include "vidimus-metadata-private.h"

/** vidimus_metadata_strip: a BMP has no place for metadata; other formats are never sent as they are. */
GBytes *
vidimus_metadata_strip (GBytes             *file,
                        VidimusImageFormat  format)
{
  g_return_val_if_fail (file != NULL, NULL);

  switch (format)
    {
    case VIDIMUS_IMAGE_FORMAT_JPEG:
      return vidimus_metadata_strip_jpeg (file);
    case VIDIMUS_IMAGE_FORMAT_PNG:
      return vidimus_metadata_strip_png (file);
    case VIDIMUS_IMAGE_FORMAT_TIFF:
      return vidimus_metadata_strip_tiff (file);
    case VIDIMUS_IMAGE_FORMAT_BMP:
      return g_bytes_ref (file);
    case VIDIMUS_IMAGE_FORMAT_OTHER:
    default:
      return NULL;
    }
}

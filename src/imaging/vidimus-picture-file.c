/* Pixels to files, and files to files: what leaves the house as an image, other than to the service. */
#define G_LOG_DOMAIN "vidimus-imaging"

#include "vidimus-picture.h"

#include "vidimus-codec-private.h"
#include "vidimus-resample.h"


#define QUALITY 95

/**
 * vidimus_picture_encode_png:
 * @image: 1, 3 or 4 channels; the fourth is ignored
 *
 * For reports, explanations and copies; sRGB, no metadata. Blocks: for workers.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
GBytes *
vidimus_picture_encode_png (const struct vidimus_image  *image,
                            GError                     **error)
{
  g_return_val_if_fail (image != NULL && image->data != NULL, NULL);

  return vidimus_codec_encode_png (image, 6, error);
}

/**
 * vidimus_picture_encode_png_quickly:
 *
 * Likewise, in a sixth of the time, a tenth larger: for a page of a scanner, that somebody waits for.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
GBytes *
vidimus_picture_encode_png_quickly (const struct vidimus_image  *image,
                                    GError                     **error)
{
  g_return_val_if_fail (image != NULL && image->data != NULL, NULL);

  return vidimus_codec_encode_png (image, 1, error);
}

/**
 * vidimus_picture_turn_jpeg:
 * @file: a JPEG, of a camera perhaps without its Huffman tables
 * @quarter_turns: clockwise, 0–3
 *
 * The same pixels, turned, in a file that stands for itself: losslessly where the sides are whole blocks, else encoded anew. Metadata
 * is left out, an orientation in it not applied. Blocks: for workers.
 *
 * Returns: (transfer full): the file, or %NULL with %VIDIMUS_IMAGING_ERROR
 */
GBytes *
vidimus_picture_turn_jpeg (GBytes  *file,
                           int      quarter_turns,
                           GError **error)
{
  static const int orientations[] = { 1, 6, 3, 8 };
  VidimusDecodeLimits limits = VIDIMUS_DECODE_DESK;
  g_autoptr(VidimusPicture) picture = NULL;
  struct vidimus_image image, turned_image;
  GBytes *turned;

  g_return_val_if_fail (file != NULL && quarter_turns >= 0 && quarter_turns < 4, NULL);

  turned = vidimus_codec_turn_jpeg (file, orientations[quarter_turns]);
  if (turned != NULL)
    return turned;

  limits.ignore_orientation = TRUE;
  picture = vidimus_picture_new_from_bytes (file, &limits, NULL, error);
  if (picture == NULL)
    return NULL;

  image = vidimus_picture_get_image (picture);
  if (!vidimus_image_turn (&image, quarter_turns, &turned_image))
    {
      vidimus_codec_fail_memory (error);
      return NULL;
    }
  turned = vidimus_image_encode_jpeg (&turned_image, QUALITY, FALSE, error);
  vidimus_image_free (&turned_image);

  return turned;
}

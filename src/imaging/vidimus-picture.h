/* Bytes ↔ upright pixels. The only decoder in the house: every source of images ends here. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusImagingError:
 * @VIDIMUS_IMAGING_ERROR_FORMAT: not an image, or of a kind that can't be decoded
 * @VIDIMUS_IMAGING_ERROR_SIZE: a side too short or too long, or too many pixels or bytes
 * @VIDIMUS_IMAGING_ERROR_DAMAGED: an image that ends early or whose data is broken
 *
 * The message is a sentence for a person. See vidimus_imaging_error_get_api_code().
 */
typedef enum
{
  VIDIMUS_IMAGING_ERROR_FORMAT,
  VIDIMUS_IMAGING_ERROR_SIZE,
  VIDIMUS_IMAGING_ERROR_DAMAGED,
} VidimusImagingError;

#define VIDIMUS_IMAGING_ERROR (vidimus_imaging_error_quark ())
GQuark      vidimus_imaging_error_quark        (void);
/* The contract's code for it (AIS.0102, AIS.0103, AIS.0104); NULL when @error is of another domain. */
const char *vidimus_imaging_error_get_api_code (const GError *error);

typedef enum
{
  VIDIMUS_IMAGE_FORMAT_OTHER,  /* WebP, HEIC, GIF, …: what GdkPixbuf can load and the contract does not take */
  VIDIMUS_IMAGE_FORMAT_JPEG,
  VIDIMUS_IMAGE_FORMAT_PNG,
  VIDIMUS_IMAGE_FORMAT_BMP,
  VIDIMUS_IMAGE_FORMAT_TIFF,
} VidimusImageFormat;

/**
 * VidimusDecodeLimits: checked against the header, before memory is spent on pixels.
 */
typedef struct
{
  int      min_side;
  int      max_side;
  gint64   max_pixels;
  gboolean contract_formats_only; /* refuse VIDIMUS_IMAGE_FORMAT_OTHER */
  gboolean ignore_orientation;    /* the service: pixels as stored (API.md) */
} VidimusDecodeLimits;

/* What a desk opens: up to 20 000 px a side and 200 megapixels; EXIF honoured. */
extern const VidimusDecodeLimits VIDIMUS_DECODE_DESK;

/**
 * VidimusPicture: an image that was decoded, upright, immutable, and the bytes it came from.
 * Thread-safe to read.
 */
#define VIDIMUS_TYPE_PICTURE (vidimus_picture_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPicture, vidimus_picture, VIDIMUS, PICTURE, GObject)

/* Blocks: for workers. The _async form does it in a thread. */
VidimusPicture      *vidimus_picture_new_from_bytes   (GBytes                     *bytes,
                                                       const VidimusDecodeLimits  *limits,
                                                       GCancellable               *cancellable,
                                                       GError                    **error);
void                 vidimus_picture_load_async       (GBytes                     *bytes,
                                                       const VidimusDecodeLimits  *limits, /* copied */
                                                       GCancellable               *cancellable,
                                                       GAsyncReadyCallback         callback,
                                                       gpointer                    user_data);
VidimusPicture      *vidimus_picture_load_finish      (GAsyncResult               *result,
                                                       GError                    **error);

/* For people: a file's name. By who opened it, before others have it. */
void                 vidimus_picture_set_name         (VidimusPicture *self,
                                                       const char     *name); /* nullable */
const char          *vidimus_picture_get_name         (VidimusPicture *self); /* nullable */
GBytes              *vidimus_picture_get_bytes        (VidimusPicture *self); /* as opened; (transfer none) */
const char          *vidimus_picture_get_sha256       (VidimusPicture *self); /* of those bytes, hex */
VidimusImageFormat   vidimus_picture_get_format       (VidimusPicture *self);
int                  vidimus_picture_get_orientation  (VidimusPicture *self); /* EXIF 1–8; 1 when none */
int                  vidimus_picture_get_width        (VidimusPicture *self); /* upright */
int                  vidimus_picture_get_height       (VidimusPicture *self);
struct vidimus_image vidimus_picture_get_image        (VidimusPicture *self); /* RGB or RGBA view; borrowed */
GBytes              *vidimus_picture_get_pixels       (VidimusPicture *self); /* the same memory, for a texture; (transfer none) */

/**
 * vidimus_picture_rectify:
 * @quad: in upright pixels; p[0] becomes the top left
 * @max_width: of the crop, in pixels; 0 for as many as the quad has
 *
 * Blocks. The flat document, in its estimated true proportions.
 */
VidimusPicture      *vidimus_picture_rectify          (VidimusPicture             *self,
                                                       const struct vidimus_quad  *quad,
                                                       int                         max_width,
                                                       GError                    **error);

/* Block: for workers. See vidimus-picture-file.c for what is in the files. */
GBytes              *vidimus_picture_encode_png       (const struct vidimus_image *image,
                                                       GError                    **error);
GBytes              *vidimus_picture_encode_png_quickly (const struct vidimus_image *image,
                                                       GError                    **error);
GBytes              *vidimus_picture_turn_jpeg        (GBytes                     *file,
                                                       int                         quarter_turns,
                                                       GError                    **error);

G_END_DECLS

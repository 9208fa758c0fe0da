/* A picture made fit for the contract, with the way back. */
#pragma once

#include "vidimus-picture.h"

G_BEGIN_DECLS

/** VidimusPrepareLimits: what may be sent; the caller takes the numbers from the contract. */
typedef struct
{
  int      min_side;
  int      max_side;
  gsize    max_bytes; /* of the file, before Base64 */
  gboolean strip;     /* what the file says beside its pixels stays here: vidimus-metadata.h */
} VidimusPrepareLimits;

typedef enum
{
  VIDIMUS_PREPARED_AS_IT_IS,   /* the very pixels that were opened, and the very bytes unless metadata was removed */
  VIDIMUS_PREPARED_TURNED,     /* losslessly, as its EXIF says */
  VIDIMUS_PREPARED_REENCODED,  /* upright pixels, JPEG quality ≥ 95 or PNG */
  VIDIMUS_PREPARED_SCALED,     /* made smaller, then encoded */
} VidimusPreparedHow;

/**
 * VidimusPrepared: owned by the caller.
 * @bytes: to be sent; @width, @height: their pixels as stored, EXIF ignored
 * @to_picture: {xx, xy, x0, yx, yy, y0}, from pixels sent to the picture's upright pixels
 */
typedef struct
{
  GBytes             *bytes;
  const char         *content_type;
  int                 width;
  int                 height;
  VidimusPreparedHow  how;
  gboolean            metadata_removed; /* the file had some */
  double              to_picture[6];
} VidimusPrepared;

/* Blocks (re-encoding): for workers. Too small for the contract is %VIDIMUS_IMAGING_ERROR_SIZE. */
VidimusPrepared *vidimus_picture_prepare (VidimusPicture              *picture,
                                          const VidimusPrepareLimits  *limits,
                                          GCancellable                *cancellable,
                                          GError                     **error);
void             vidimus_prepared_free   (VidimusPrepared             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusPrepared, vidimus_prepared_free)

G_END_DECLS

/* The choice of decoder and encoder: nobody else in the house knows one. */
#pragma once

#include "vidimus-encode.h"
#include "vidimus-header-private.h"
#include "vidimus-pixels-private.h"

G_BEGIN_DECLS

gboolean vidimus_codec_check       (GBytes                     *bytes,
                                    const VidimusHeader        *header,
                                    const VidimusDecodeLimits  *limits,
                                    GError                    **error);
gboolean vidimus_codec_decode      (GBytes                     *bytes,
                                    const VidimusHeader        *header,
                                    const VidimusDecodeLimits  *limits,
                                    VidimusPixels              *pixels,
                                    GCancellable               *cancellable,
                                    GError                    **error);
GBytes  *vidimus_codec_encode_png  (const struct vidimus_image *image,
                                    int                         compression,
                                    GError                    **error);
gboolean vidimus_codec_fail_memory (GError                    **error);
GBytes  *vidimus_codec_turn_jpeg   (GBytes                     *bytes,
                                    int                         orientation);

G_END_DECLS

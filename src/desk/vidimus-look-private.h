/* One frame of a camera: pixels in, what the service on this computer sees in them out. */
#pragma once

#include "vidimus-client.h"

#include "vidimus-image.h"

G_BEGIN_DECLS

/* @pixels: the memory of @image, kept while it is read in a thread; @image itself is copied. */
void           vidimus_look_async  (VidimusClient              *local,
                                    GBytes                     *pixels,
                                    const struct vidimus_image *image,
                                    GCancellable               *cancellable,
                                    GAsyncReadyCallback         callback,
                                    gpointer                    user_data);
/* NULL with @error unset: there is no document in it. @brightness: (out): of the whole frame, 0-1, unless @error is set. */
VidimusResult *vidimus_look_finish (GAsyncResult               *result,
                                    double                     *brightness,
                                    GError                    **error);

G_END_DECLS

/* From a scanned page to documents. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

/* @pixels: what @page is a view into. @several: what lies apart on the glass becomes a document each. */
void       vidimus_scan_parts_async  (GBytes                     *pixels,
                                      const struct vidimus_image *page, /* copied */
                                      int                         dpi,
                                      gboolean                    several,
                                      GCancellable               *cancellable,
                                      GAsyncReadyCallback         callback,
                                      gpointer                    user_data);
GPtrArray *vidimus_scan_parts_finish (GAsyncResult               *result,
                                      GError                    **error); /* of VidimusDocument, as they lie; (transfer full) */

G_END_DECLS

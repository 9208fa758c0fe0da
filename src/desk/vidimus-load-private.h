/* From where a document is kept to its picture. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-document.h"

G_BEGIN_DECLS

void            vidimus_load_async   (VidimusDocument      *document,
                                      VidimusClient        *client,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
VidimusPicture *vidimus_load_finish  (GAsyncResult         *result,
                                      GError              **error);

G_END_DECLS

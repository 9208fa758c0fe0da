/* For the room's own files and its tests. */
#pragma once

#include "vidimus-attempt-private.h"
#include "vidimus-client.h"
#include "vidimus-local-service-private.h"
#include "vidimus-retry-private.h"

void                 vidimus_client_set_limits (VidimusClient            *self,
                                                const VidimusLimits      *limits);
void                 vidimus_client_set_retry  (VidimusClient            *self,
                                                const VidimusRetryPolicy *policy);
VidimusLocalService *vidimus_client_get_local  (VidimusClient            *self); /* (transfer none), nullable */

/* One download over @session; see vidimus_client_download_async(). */
void    vidimus_download_async  (GObject              *source,
                                 SoupSession          *session,
                                 const char           *uri,
                                 guint                 ms,        /* for all of it */
                                 gsize                 max_bytes,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
GBytes *vidimus_download_finish (GObject              *source,
                                 GAsyncResult         *result,
                                 GError              **error);

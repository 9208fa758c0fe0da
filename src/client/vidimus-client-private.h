/* For the room's own files and its tests. */
#pragma once

#include "vidimus-call-private.h"
#include "vidimus-client.h"
#include "vidimus-connection-test.h"
#include "vidimus-credentials-private.h"
#include "vidimus-local-service-private.h"
#include "vidimus-retry-private.h"

void                 vidimus_client_set_limits (VidimusClient            *self,
                                                const VidimusLimits      *limits);
void                 vidimus_client_set_retry  (VidimusClient            *self,
                                                const VidimusRetryPolicy *policy);
const VidimusCallTarget *vidimus_client_get_target (VidimusClient        *self); /* (transfer none) */
VidimusLocalService *vidimus_client_get_local  (VidimusClient            *self); /* (transfer none), nullable */
/* For the connection test. */
VidimusCredentials  *vidimus_client_get_credentials (VidimusClient       *self); /* (transfer none), nullable: nobody signs in */
GTlsDatabase        *vidimus_client_get_trust  (VidimusClient            *self); /* (transfer none), nullable: the system's */
void                 vidimus_connection_test_set_patience (VidimusConnectionTest *self,
                                                           guint                 ms); /* of each step */

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

/* Our own service as a child process, reached through a Unix socket that only this user can open. */
#pragma once

#include <libsoup/soup.h>

#define VIDIMUS_TYPE_LOCAL_SERVICE (vidimus_local_service_get_type ())
G_DECLARE_FINAL_TYPE (VidimusLocalService, vidimus_local_service, VIDIMUS, LOCAL_SERVICE, GObject)

VidimusLocalService *vidimus_local_service_new           (const char           *program); /* nullable */
void                 vidimus_local_service_wake          (VidimusLocalService  *self);
void                 vidimus_local_service_ensure_async  (VidimusLocalService  *self,
                                                          gboolean              suspect,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean             vidimus_local_service_ensure_finish (VidimusLocalService  *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                 vidimus_local_service_doubt         (VidimusLocalService  *self);
SoupSession         *vidimus_local_service_get_session   (VidimusLocalService  *self); /* (transfer none), nullable */
const char          *vidimus_local_service_get_warning   (VidimusLocalService  *self); /* nullable, translated */
GSubprocess         *vidimus_local_service_get_process   (VidimusLocalService  *self); /* (transfer none), nullable */

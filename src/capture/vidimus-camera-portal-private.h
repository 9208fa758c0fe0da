/* Asking the desktop for the camera, where only that gives access to it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean vidimus_camera_portal_is_needed  (void);
void     vidimus_camera_portal_ask_async  (GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean vidimus_camera_portal_ask_finish (GAsyncResult         *result,
                                           GError              **error);
int      vidimus_camera_portal_open       (GError              **error);

G_END_DECLS

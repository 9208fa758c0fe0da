/* Which cameras there are, for the whole program. GStreamer. */
#pragma once

#include "vidimus-camera-device-private.h"

G_BEGIN_DECLS

#define VIDIMUS_TYPE_CAMERA_DEVICES (vidimus_camera_devices_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCameraDevices, vidimus_camera_devices, VIDIMUS, CAMERA_DEVICES, GObject)

VidimusCameraDevices *vidimus_camera_devices_get_default (void);
GListModel           *vidimus_camera_devices_get_list    (VidimusCameraDevices  *self);
void                  vidimus_camera_devices_look_async  (VidimusCameraDevices  *self,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
gboolean              vidimus_camera_devices_look_finish (VidimusCameraDevices  *self,
                                                          GAsyncResult          *result,
                                                          GError               **error);

G_END_DECLS

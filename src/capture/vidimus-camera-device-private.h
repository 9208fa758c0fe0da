#pragma once

#include "vidimus-camera.h"

G_BEGIN_DECLS

VidimusCameraDevice *vidimus_camera_device_new        (const char          *name,
                                                       const char          *id,
                                                       const char          *node,
                                                       GObject             *handle);
const char          *vidimus_camera_device_get_node   (VidimusCameraDevice *self);
GObject             *vidimus_camera_device_get_handle (VidimusCameraDevice *self);

G_END_DECLS

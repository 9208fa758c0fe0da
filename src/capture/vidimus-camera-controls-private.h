/* Exposure and focus of a device, held as they are: Video4Linux's controls. No GStreamer: the device may be open by who streams from it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties "can-lock", "locked" (boolean, read-only), notified in the main context. */
#define VIDIMUS_TYPE_CAMERA_CONTROLS (vidimus_camera_controls_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCameraControls, vidimus_camera_controls, VIDIMUS, CAMERA_CONTROLS, GObject)

VidimusCameraControls *vidimus_camera_controls_new          (const char            *node);
gboolean               vidimus_camera_controls_get_can_lock (VidimusCameraControls *self);
gboolean               vidimus_camera_controls_get_locked   (VidimusCameraControls *self);
void                   vidimus_camera_controls_set_locked   (VidimusCameraControls *self,
                                                             gboolean               locked);

/* As ioctl(); tests put a device of their own here. */
extern int (*vidimus_camera_controls_ioctl) (int            fd,
                                             unsigned long  request,
                                             void          *argument);

G_END_DECLS

/* One time that a device is opened, until it is closed. GStreamer. */
#pragma once

#include "vidimus-camera-device-private.h"

G_BEGIN_DECLS

/* Signals, in the main context in which it was made:
 * "frame" (VidimusFrame): the newest that there is;
 * "trouble" (GError, of VIDIMUS_CAMERA_ERROR): it goes no further; the device is closed next;
 * "closed": the device is closed, whoever wanted that. */
#define VIDIMUS_TYPE_CAMERA_STREAM (vidimus_camera_stream_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCameraStream, vidimus_camera_stream, VIDIMUS, CAMERA_STREAM, GObject)

VidimusCameraStream *vidimus_camera_stream_open     (VidimusCameraDevice *device,
                                                     int                  turn);
void                 vidimus_camera_stream_close    (VidimusCameraStream *self);
void                 vidimus_camera_stream_set_turn (VidimusCameraStream *self,
                                                     int                  turn);
char                *vidimus_camera_stream_describe (VidimusCameraStream *self);

G_END_DECLS

/* What can go wrong with a camera, and what to tell a person of it. */
#pragma once

#include "vidimus-camera.h"

G_BEGIN_DECLS

/**
 * VidimusCameraTrouble: the codes of %VIDIMUS_CAMERA_ERROR.
 * @VIDIMUS_CAMERA_TROUBLE_ABSENT: there is no camera
 * @VIDIMUS_CAMERA_TROUBLE_REFUSED: the user said no, or the desktop has it switched off
 * @VIDIMUS_CAMERA_TROUBLE_FORBIDDEN: the system does not let this user open the device
 * @VIDIMUS_CAMERA_TROUBLE_NO_PORTAL: in a sandbox, and nobody there to ask
 * @VIDIMUS_CAMERA_TROUBLE_BUSY: another program has it
 * @VIDIMUS_CAMERA_TROUBLE_GONE: it was taken away while it was in use
 * @VIDIMUS_CAMERA_TROUBLE_SILENT: it was opened and gives no picture
 * @VIDIMUS_CAMERA_TROUBLE_FROZE: it gave pictures and gives none any more
 * @VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN: a part of GStreamer is not installed
 * @VIDIMUS_CAMERA_TROUBLE_FORMAT: it gives no pictures that can be read
 * @VIDIMUS_CAMERA_TROUBLE_BROKEN: anything else
 */
typedef enum
{
  VIDIMUS_CAMERA_TROUBLE_ABSENT,
  VIDIMUS_CAMERA_TROUBLE_REFUSED,
  VIDIMUS_CAMERA_TROUBLE_FORBIDDEN,
  VIDIMUS_CAMERA_TROUBLE_NO_PORTAL,
  VIDIMUS_CAMERA_TROUBLE_BUSY,
  VIDIMUS_CAMERA_TROUBLE_GONE,
  VIDIMUS_CAMERA_TROUBLE_SILENT,
  VIDIMUS_CAMERA_TROUBLE_FROZE,
  VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN,
  VIDIMUS_CAMERA_TROUBLE_FORMAT,
  VIDIMUS_CAMERA_TROUBLE_BROKEN,
} VidimusCameraTrouble;

/* The messages are for the log; what a person reads is said here. */
#define VIDIMUS_CAMERA_ERROR (vidimus_camera_error_quark ())
GQuark             vidimus_camera_error_quark        (void);

VidimusCameraState vidimus_camera_trouble_get_state  (VidimusCameraTrouble trouble);
const char        *vidimus_camera_trouble_get_text   (VidimusCameraTrouble trouble);
const char        *vidimus_camera_trouble_get_remedy (VidimusCameraTrouble trouble);

G_END_DECLS

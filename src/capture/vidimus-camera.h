/* A camera: one stream at the device's best resolution, from which frames come. No GTK. */
#pragma once

#include "vidimus-frame.h"

G_BEGIN_DECLS

/**
 * VidimusCameraState:
 * @VIDIMUS_CAMERA_OFF: nothing is open, the light is out
 * @VIDIMUS_CAMERA_LOOKING: permission is asked for, devices are looked for, or the stream is started
 * @VIDIMUS_CAMERA_READY: frames come
 * @VIDIMUS_CAMERA_NONE: there is no camera; one that is plugged in is taken by itself
 * @VIDIMUS_CAMERA_DENIED: the user or the system does not allow it
 * @VIDIMUS_CAMERA_BUSY: another program has it
 * @VIDIMUS_CAMERA_FAILED: anything else, also a stream that ended or froze; see the error
 */
typedef enum
{
  VIDIMUS_CAMERA_OFF,
  VIDIMUS_CAMERA_LOOKING,
  VIDIMUS_CAMERA_READY,
  VIDIMUS_CAMERA_NONE,
  VIDIMUS_CAMERA_DENIED,
  VIDIMUS_CAMERA_BUSY,
  VIDIMUS_CAMERA_FAILED,
} VidimusCameraState;

#define VIDIMUS_TYPE_CAMERA_STATE (vidimus_camera_state_get_type ())
GType vidimus_camera_state_get_type (void);

/* A device as a list shows it; immutable. Property "name" (string, for people). */
#define VIDIMUS_TYPE_CAMERA_DEVICE (vidimus_camera_device_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCameraDevice, vidimus_camera_device, VIDIMUS, CAMERA_DEVICE, GObject)

const char *vidimus_camera_device_get_name (VidimusCameraDevice *self);
const char *vidimus_camera_device_get_id   (VidimusCameraDevice *self); /* the same when it is plugged in again; for settings */

/* Properties, notified in the main context: "state" (VidimusCameraState, read-only), "device" (VidimusCameraDevice, nullable: what is or
 * would be used; writable: switches), "turn" (int, quarter turns clockwise, 0-3, writable), "can-lock", "locked" (boolean: exposure and
 * focus, see vidimus_camera_set_locked()).
 * Signal "frame" (VidimusFrame): the newest, in the main context; older ones that were not fetched in time are dropped.
 *
 * Nothing here blocks: what GStreamer may block in is called in its own threads. */
#define VIDIMUS_TYPE_CAMERA (vidimus_camera_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCamera, vidimus_camera, VIDIMUS, CAMERA, GObject)

/* FALSE in builds without GStreamer. */
gboolean             vidimus_camera_is_supported   (void);

VidimusCamera       *vidimus_camera_new            (void);
/* OFF, and after an error: again from the beginning. While the screen is locked it waits for it to be unlocked, and a locked screen stops it. */
void                 vidimus_camera_start          (VidimusCamera        *self);
/* The device is closed soon after, whatever it was doing; "state" is OFF at once and no frame comes any more. */
void                 vidimus_camera_stop           (VidimusCamera        *self);
VidimusCameraState   vidimus_camera_get_state      (VidimusCamera        *self);
/* Of NONE, DENIED, BUSY and FAILED: what happened, in a sentence for a person, and what to do about it; translated. */
const char          *vidimus_camera_get_problem    (VidimusCamera        *self); /* nullable */
const char          *vidimus_camera_get_remedy     (VidimusCamera        *self); /* nullable */
GListModel          *vidimus_camera_get_devices    (VidimusCamera        *self); /* of VidimusCameraDevice, follows plugging; (transfer none) */
VidimusCameraDevice *vidimus_camera_get_device     (VidimusCamera        *self); /* nullable */
void                 vidimus_camera_set_device     (VidimusCamera        *self,
                                                    VidimusCameraDevice  *device); /* nullable: the first there is */
/* The device to prefer, by its id, whenever it is there. */
void                 vidimus_camera_prefer         (VidimusCamera        *self,
                                                    const char           *id); /* nullable */
int                  vidimus_camera_get_turn       (VidimusCamera        *self);
void                 vidimus_camera_set_turn       (VidimusCamera        *self,
                                                    int                   quarters);
/* Exposure and focus stay as they are now, where the device can do that. */
gboolean             vidimus_camera_get_can_lock   (VidimusCamera        *self);
gboolean             vidimus_camera_get_locked     (VidimusCamera        *self);
void                 vidimus_camera_set_locked     (VidimusCamera        *self,
                                                    gboolean              locked);
/* READY: what the stream is, such as "1920 × 1080, 30/s"; else NULL. */
char                *vidimus_camera_describe       (VidimusCamera        *self); /* (transfer full) */

G_END_DECLS

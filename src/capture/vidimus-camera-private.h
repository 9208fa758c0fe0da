/* A camera's insides: what it is (vidimus-camera.c) and how it goes on (vidimus-camera-course.c). */
#pragma once

#include "vidimus-camera.h"

#include "vidimus-camera-controls-private.h"
#include "vidimus-camera-devices-private.h"
#include "vidimus-camera-stream-private.h"
#include "vidimus-camera-words-private.h"
#include "vidimus-screen-lock.h"

G_BEGIN_DECLS

struct _VidimusCamera
{
  GObject               parent_instance;

  GListModel           *devices;   /* borrowed: the program's */
  char                 *chosen;    /* owned, nullable: id; by the user, in this object's time */
  char                 *preferred; /* owned, nullable: id */
  int                   turn;

  VidimusScreenLock    *screen;    /* owned, nullable: while it is wanted */
  gboolean              wanted;
  gboolean              known;     /* the list of devices can be relied on */
  GCancellable         *looking;   /* owned, nullable: somebody looks for devices */
  VidimusCameraDevice  *device;    /* owned, nullable: that is or would be used */
  VidimusCameraStream  *stream;    /* owned, nullable */
  VidimusCameraStream  *closing;   /* owned, nullable: the last one, on its way out */
  gboolean              ready;     /* @stream gives pictures */
  VidimusCameraControls *controls; /* owned, nullable: of what @stream has open */
  guint                 patience;  /* 0: none */
  gint64                opened;    /* when @stream was */
  gboolean              again;     /* it was opened once more by itself */
  GError               *error;     /* owned, nullable: why it goes no further */
  VidimusCameraState    state;     /* as notified */
};

/* Takes the next step towards what is wanted; whatever happens calls it again. */
void     vidimus_camera_advance     (VidimusCamera        *self);
/* What is chosen, preferred, or there, has changed. */
void     vidimus_camera_pick_device (VidimusCamera        *self);
void     vidimus_camera_close       (VidimusCamera        *self);
/* TRUE: @trouble is why there are no pictures. */
gboolean vidimus_camera_get_trouble (VidimusCamera        *self,
                                     VidimusCameraTrouble *trouble);

G_END_DECLS

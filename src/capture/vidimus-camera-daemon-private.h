/* Whether PipeWire's daemon is there: its device provider does not tell. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Property-less; signals, in the main context: "came", "went". */
#define VIDIMUS_TYPE_CAMERA_DAEMON (vidimus_camera_daemon_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCameraDaemon, vidimus_camera_daemon, VIDIMUS, CAMERA_DAEMON, GObject)

VidimusCameraDaemon *vidimus_camera_daemon_new          (void);
void                 vidimus_camera_daemon_watch_async  (VidimusCameraDaemon  *self,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean             vidimus_camera_daemon_watch_finish (VidimusCameraDaemon  *self,
                                                         GAsyncResult         *result);

G_END_DECLS

/* A build without GStreamer: there are no devices, so that none is opened. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-devices-private.h"
#include "vidimus-camera-stream-private.h"

struct _VidimusCameraDevices
{
  GObject     parent_instance;

  GListStore *none; /* owned */
};

struct _VidimusCameraStream
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (VidimusCameraDevices, vidimus_camera_devices, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (VidimusCameraStream, vidimus_camera_stream, G_TYPE_OBJECT)

static void
vidimus_camera_devices_class_init (VidimusCameraDevicesClass *klass)
{
}

static void
vidimus_camera_devices_init (VidimusCameraDevices *self)
{
  self->none = g_list_store_new (VIDIMUS_TYPE_CAMERA_DEVICE);
}

gboolean
vidimus_camera_is_supported (void)
{
  return FALSE;
}

VidimusCameraDevices *
vidimus_camera_devices_get_default (void)
{
  static VidimusCameraDevices *devices;

  if (devices == NULL)
    devices = g_object_new (VIDIMUS_TYPE_CAMERA_DEVICES, NULL);

  return devices;
}

GListModel *
vidimus_camera_devices_get_list (VidimusCameraDevices *self)
{
  return G_LIST_MODEL (self->none);
}

void
vidimus_camera_devices_look_async (VidimusCameraDevices *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_camera_devices_look_async);
  g_task_return_boolean (task, TRUE);
}

gboolean
vidimus_camera_devices_look_finish (VidimusCameraDevices  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
vidimus_camera_stream_class_init (VidimusCameraStreamClass *klass)
{
}

static void
vidimus_camera_stream_init (VidimusCameraStream *self)
{
}

VidimusCameraStream *
vidimus_camera_stream_open (VidimusCameraDevice *device,
                            int                  turn)
{
  g_assert_not_reached ();
}

void
vidimus_camera_stream_close (VidimusCameraStream *self)
{
  g_assert_not_reached ();
}

void
vidimus_camera_stream_set_turn (VidimusCameraStream *self,
                                int                  turn)
{
  g_assert_not_reached ();
}

char *
vidimus_camera_stream_describe (VidimusCameraStream *self)
{
  g_assert_not_reached ();
}

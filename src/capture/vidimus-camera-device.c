#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-device-private.h"

struct _VidimusCameraDevice
{
  GObject  parent_instance;

  char    *name;   /* owned */
  char    *id;     /* owned */
  char    *node;   /* owned, nullable */
  GObject *handle; /* owned */
};

enum
{
  PROP_0,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusCameraDevice, vidimus_camera_device, G_TYPE_OBJECT)

static void
vidimus_camera_device_get_property (GObject    *object,
                                    guint       id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  VidimusCameraDevice *self = VIDIMUS_CAMERA_DEVICE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vidimus_camera_device_finalize (GObject *object)
{
  VidimusCameraDevice *self = VIDIMUS_CAMERA_DEVICE (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->node, g_free);
  g_clear_object (&self->handle);

  G_OBJECT_CLASS (vidimus_camera_device_parent_class)->finalize (object);
}

static void
vidimus_camera_device_class_init (VidimusCameraDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vidimus_camera_device_get_property;
  object_class->finalize = vidimus_camera_device_finalize;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vidimus_camera_device_init (VidimusCameraDevice *self)
{
}

/**
 * vidimus_camera_device_new:
 * @id: the same whenever this device is plugged in at this place
 * @node: (nullable): where it stands in the file system, such as “/dev/video0”
 * @handle: who opens it: a GstDevice
 */
VidimusCameraDevice *
vidimus_camera_device_new (const char *name,
                           const char *id,
                           const char *node,
                           GObject    *handle)
{
  VidimusCameraDevice *self = g_object_new (VIDIMUS_TYPE_CAMERA_DEVICE, NULL);

  self->name = g_strdup (name);
  self->id = g_strdup (id);
  self->node = g_strdup (node);
  self->handle = g_object_ref (handle);

  return self;
}

/** vidimus_camera_device_get_name: for people, as the device calls itself. */
const char *
vidimus_camera_device_get_name (VidimusCameraDevice *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA_DEVICE (self), NULL);

  return self->name;
}

/** vidimus_camera_device_get_id: the same when it is plugged in again; for settings. */
const char *
vidimus_camera_device_get_id (VidimusCameraDevice *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA_DEVICE (self), NULL);

  return self->id;
}

/** vidimus_camera_device_get_node: (nullable): its file, for controls; none where a sandbox hides it. */
const char *
vidimus_camera_device_get_node (VidimusCameraDevice *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA_DEVICE (self), NULL);

  return self->node;
}

/** vidimus_camera_device_get_handle: (transfer none): a GstDevice. */
GObject *
vidimus_camera_device_get_handle (VidimusCameraDevice *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA_DEVICE (self), NULL);

  return self->handle;
}

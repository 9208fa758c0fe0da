#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-private.h"

enum
{
  PROP_0,
  PROP_STATE,
  PROP_DEVICE,
  PROP_TURN,
  PROP_CAN_LOCK,
  PROP_LOCKED,
  N_PROPS
};

enum
{
  SIGNAL_FRAME,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (VidimusCameraState, vidimus_camera_state,
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_LOOKING, "looking"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_DENIED, "denied"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_CAMERA_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (VidimusCamera, vidimus_camera, G_TYPE_OBJECT)

static void
devices_changed_cb (VidimusCamera *self)
{
  vidimus_camera_pick_device (self);
  vidimus_camera_advance (self);
}

static void
vidimus_camera_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  VidimusCamera *self = VIDIMUS_CAMERA (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_DEVICE:
      g_value_set_object (value, self->device);
      break;
    case PROP_TURN:
      g_value_set_int (value, self->turn);
      break;
    case PROP_CAN_LOCK:
      g_value_set_boolean (value, vidimus_camera_get_can_lock (self));
      break;
    case PROP_LOCKED:
      g_value_set_boolean (value, vidimus_camera_get_locked (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vidimus_camera_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  VidimusCamera *self = VIDIMUS_CAMERA (object);

  switch (id)
    {
    case PROP_DEVICE:
      vidimus_camera_set_device (self, g_value_get_object (value));
      break;
    case PROP_TURN:
      vidimus_camera_set_turn (self, g_value_get_int (value));
      break;
    case PROP_LOCKED:
      vidimus_camera_set_locked (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The thread of a stream that is dropped here closes its device. */
static void
vidimus_camera_dispose (GObject *object)
{
  VidimusCamera *self = VIDIMUS_CAMERA (object);

  vidimus_camera_close (self);
  g_clear_object (&self->closing);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);

  G_OBJECT_CLASS (vidimus_camera_parent_class)->dispose (object);
}

static void
vidimus_camera_finalize (GObject *object)
{
  VidimusCamera *self = VIDIMUS_CAMERA (object);

  g_clear_object (&self->screen);
  g_clear_object (&self->device);
  g_clear_error (&self->error);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_pointer (&self->preferred, g_free);

  G_OBJECT_CLASS (vidimus_camera_parent_class)->finalize (object);
}

static void
vidimus_camera_class_init (VidimusCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vidimus_camera_get_property;
  object_class->set_property = vidimus_camera_set_property;
  object_class->dispose = vidimus_camera_dispose;
  object_class->finalize = vidimus_camera_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, VIDIMUS_TYPE_CAMERA_STATE, VIDIMUS_CAMERA_OFF,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DEVICE] =
    g_param_spec_object ("device", NULL, NULL, VIDIMUS_TYPE_CAMERA_DEVICE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TURN] =
    g_param_spec_int ("turn", NULL, NULL, 0, 3, 0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_LOCK] =
    g_param_spec_boolean ("can-lock", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOCKED] =
    g_param_spec_boolean ("locked", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, VIDIMUS_TYPE_FRAME);
}

static void
vidimus_camera_init (VidimusCamera *self)
{
  self->devices = vidimus_camera_devices_get_list (vidimus_camera_devices_get_default ());
  g_signal_connect_object (self->devices, "items-changed", G_CALLBACK (devices_changed_cb), self, G_CONNECT_SWAPPED);
  vidimus_camera_pick_device (self);
}

VidimusCamera *
vidimus_camera_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CAMERA, NULL);
}

/**
 * vidimus_camera_start:
 *
 * OFF, and after an error: from the beginning, with the question for permission and the look for devices. Else nothing.
 */
void
vidimus_camera_start (VidimusCamera *self)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));

  if (self->wanted && self->error == NULL)
    return;

  self->wanted = TRUE;
  self->known = FALSE;
  self->again = FALSE;
  g_clear_error (&self->error);
  /* A new one each time: who starts it sits before a screen that is not locked. */
  g_clear_object (&self->screen);
  self->screen = vidimus_screen_lock_new ();
  g_signal_connect_object (self->screen, "notify::locked", G_CALLBACK (vidimus_camera_advance), self, G_CONNECT_SWAPPED);
  vidimus_camera_advance (self);
}

/** vidimus_camera_stop: OFF; the device is closed as soon as it lets itself be closed, and no frame comes from now on. */
void
vidimus_camera_stop (VidimusCamera *self)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));

  self->wanted = FALSE;
  self->known = FALSE;
  g_clear_object (&self->screen);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_error (&self->error);
  vidimus_camera_advance (self);
}

VidimusCameraState
vidimus_camera_get_state (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), VIDIMUS_CAMERA_OFF);

  return self->state;
}

/** vidimus_camera_get_problem: (nullable): what happened, in a translated sentence; %NULL while all is well. */
const char *
vidimus_camera_get_problem (VidimusCamera *self)
{
  VidimusCameraTrouble trouble;

  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return vidimus_camera_get_trouble (self, &trouble) ? vidimus_camera_trouble_get_text (trouble) : NULL;
}

/** vidimus_camera_get_remedy: (nullable): what to do about it, likewise. */
const char *
vidimus_camera_get_remedy (VidimusCamera *self)
{
  VidimusCameraTrouble trouble;

  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return vidimus_camera_get_trouble (self, &trouble) ? vidimus_camera_trouble_get_remedy (trouble) : NULL;
}

/** vidimus_camera_get_devices: (transfer none): of VidimusCameraDevice; it follows plugging once a camera was started. */
GListModel *
vidimus_camera_get_devices (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return self->devices;
}

/** vidimus_camera_get_device: (transfer none) (nullable): what is used, or would be. */
VidimusCameraDevice *
vidimus_camera_get_device (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return self->device;
}

/**
 * vidimus_camera_set_device:
 * @device: (nullable): %NULL for the preferred one, else the first
 *
 * Switches, also while pictures come. The choice holds when the device is taken away and comes back.
 */
void
vidimus_camera_set_device (VidimusCamera       *self,
                           VidimusCameraDevice *device)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));
  g_return_if_fail (device == NULL || VIDIMUS_IS_CAMERA_DEVICE (device));

  g_free (self->chosen);
  self->chosen = device != NULL ? g_strdup (vidimus_camera_device_get_id (device)) : NULL;
  devices_changed_cb (self);
}

/**
 * vidimus_camera_prefer:
 * @id: (nullable): of a device, which need not be there
 *
 * Uses it whenever it is there and the user has chosen no other.
 */
void
vidimus_camera_prefer (VidimusCamera *self,
                       const char    *id)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));

  g_free (self->preferred);
  self->preferred = g_strdup (id);
  devices_changed_cb (self);
}

/** vidimus_camera_get_turn: quarter turns clockwise, 0–3. */
int
vidimus_camera_get_turn (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), 0);

  return self->turn;
}

/** vidimus_camera_set_turn: of the frames that come from now on; a frame that is there stays as it is. */
void
vidimus_camera_set_turn (VidimusCamera *self,
                         int            quarters)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));
  g_return_if_fail (quarters >= 0 && quarters < 4);

  if (self->turn == quarters)
    return;

  self->turn = quarters;
  if (self->stream != NULL)
    vidimus_camera_stream_set_turn (self->stream, quarters);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TURN]);
}

/** vidimus_camera_get_can_lock: whether the device that is open lets its exposure or its focus be held. */
gboolean
vidimus_camera_get_can_lock (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), FALSE);

  return self->controls != NULL && vidimus_camera_controls_get_can_lock (self->controls);
}

/** vidimus_camera_get_locked: whether exposure, focus and white balance stay as they are. */
gboolean
vidimus_camera_get_locked (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), FALSE);

  return self->controls != NULL && vidimus_camera_controls_get_locked (self->controls);
}

/** vidimus_camera_set_locked: until it is unlocked, or the device is closed: other programs find it as it was. */
void
vidimus_camera_set_locked (VidimusCamera *self,
                           gboolean       locked)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));

  if (self->controls != NULL)
    vidimus_camera_controls_set_locked (self->controls, locked);
}

/** vidimus_camera_describe: (transfer full) (nullable): what the stream is, such as “1920 × 1080, 30/s”; %NULL unless READY. */
char *
vidimus_camera_describe (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return self->ready ? vidimus_camera_stream_describe (self->stream) : NULL;
}

/* What is wanted is kept apart from what is: advance() takes the next step towards the former, and whatever happens calls it again. One
 * stream is open at a time; the next one waits until the last one is closed, as a device that is still open is busy. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera.h"

#include "vidimus-camera-devices-private.h"
#include "vidimus-camera-stream-private.h"
#include "vidimus-camera-words-private.h"

#define SILENT_S 10 /* from opening to the first picture; some cameras start a motor or a lamp first */

struct _VidimusCamera
{
  GObject               parent_instance;

  GListModel           *devices;   /* borrowed: the program's */
  char                 *chosen;    /* owned, nullable: id; by the user, in this object's time */
  char                 *preferred; /* owned, nullable: id */
  int                   turn;

  gboolean              wanted;
  gboolean              known;     /* the list of devices can be relied on */
  GCancellable         *looking;   /* owned, nullable: somebody looks for devices */
  VidimusCameraDevice  *device;    /* owned, nullable: that is or would be used */
  VidimusCameraStream  *stream;    /* owned, nullable */
  VidimusCameraStream  *closing;   /* owned, nullable: the last one, on its way out */
  gboolean              ready;     /* @stream gives pictures */
  guint                 patience;  /* 0: none */
  GError               *error;     /* owned, nullable: why it goes no further */
  VidimusCameraState    state;     /* as notified */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_DEVICE,
  PROP_TURN,
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

static void advance (VidimusCamera *self);

/* ---- what is ---- */

/* TRUE: @trouble is why there are no pictures. */
static gboolean
get_trouble (VidimusCamera        *self,
             VidimusCameraTrouble *trouble)
{
  if (self->error != NULL)
    *trouble = (VidimusCameraTrouble) self->error->code;
  else if (self->known && self->device == NULL)
    *trouble = VIDIMUS_CAMERA_TROUBLE_ABSENT;
  else
    return FALSE;

  return self->wanted;
}

static void
update_state (VidimusCamera *self)
{
  VidimusCameraState state = self->ready ? VIDIMUS_CAMERA_READY : VIDIMUS_CAMERA_LOOKING;
  VidimusCameraTrouble trouble;

  if (!self->wanted)
    state = VIDIMUS_CAMERA_OFF;
  else if (get_trouble (self, &trouble))
    state = vidimus_camera_trouble_get_state (trouble);

  if (state == self->state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* ---- the stream ---- */

static void
close_stream (VidimusCamera *self)
{
  if (self->stream == NULL)
    return;

  g_clear_handle_id (&self->patience, g_source_remove);
  self->ready = FALSE;
  vidimus_camera_stream_close (self->stream);
  self->closing = g_steal_pointer (&self->stream);
}

/* @error: (transfer full) */
static void
fail (VidimusCamera *self,
      GError        *error)
{
  g_clear_error (&self->error);
  self->error = error;
  close_stream (self);
  update_state (self);
}

static void
frame_cb (VidimusCamera       *self,
          VidimusFrame        *frame,
          VidimusCameraStream *stream)
{
  if (stream != self->stream)
    return;

  if (!self->ready)
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      self->ready = TRUE;
      update_state (self);
    }
  g_signal_emit (self, signals[SIGNAL_FRAME], 0, frame);
}

static void
trouble_cb (VidimusCamera       *self,
            GError              *error,
            VidimusCameraStream *stream)
{
  if (stream == self->stream)
    fail (self, g_error_copy (error));
}

static void
closed_cb (VidimusCamera       *self,
           VidimusCameraStream *stream)
{
  if (stream != self->closing)
    return;

  g_clear_object (&self->closing);
  advance (self);
}

static gboolean
patience_cb (gpointer user_data)
{
  VidimusCamera *self = VIDIMUS_CAMERA (user_data);

  self->patience = 0;
  fail (self, g_error_new_literal (VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_SILENT, "no picture came"));

  return G_SOURCE_REMOVE;
}

static void
open_stream (VidimusCamera *self)
{
  self->stream = vidimus_camera_stream_open (self->device, self->turn);
  g_signal_connect_object (self->stream, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stream, "trouble", G_CALLBACK (trouble_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stream, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  self->patience = g_timeout_add_seconds (SILENT_S, patience_cb, self);
}

/* ---- the device ---- */

static VidimusCameraDevice *
find_device (VidimusCamera *self,
             const char    *id)
{
  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (self->devices); i++)
    {
      g_autoptr(VidimusCameraDevice) device = g_list_model_get_item (self->devices, i);

      if (g_str_equal (vidimus_camera_device_get_id (device), id))
        return g_steal_pointer (&device);
    }

  return NULL;
}

/* What the user chose, else what is preferred, else what is in use, else the first. An error belongs to a device: another one, or the same
 * one plugged in again, is tried by itself. */
static void
pick_device (VidimusCamera *self)
{
  g_autoptr(VidimusCameraDevice) device = find_device (self, self->chosen);

  if (device == NULL)
    device = find_device (self, self->preferred);
  if (device == NULL && self->device != NULL)
    device = find_device (self, vidimus_camera_device_get_id (self->device));
  if (device == NULL)
    device = g_list_model_get_item (self->devices, 0);

  if (!g_set_object (&self->device, device))
    return;

  close_stream (self);
  if (self->known)
    g_clear_error (&self->error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
}

static void
devices_changed_cb (VidimusCamera *self)
{
  pick_device (self);
  advance (self);
}

/* ---- what is wanted ---- */

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = vidimus_camera_devices_look_finish (VIDIMUS_CAMERA_DEVICES (object), result, &error);
  VidimusCamera *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* also when the camera was dropped */
    return;

  self = VIDIMUS_CAMERA (user_data);
  g_clear_object (&self->looking);
  if (!ok)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }
  self->known = TRUE;
  pick_device (self);
  advance (self);
}

static void
advance (VidimusCamera *self)
{
  if (!self->wanted || self->error != NULL)
    {
      close_stream (self);
    }
  else if (!self->known && self->looking == NULL)
    {
      self->looking = g_cancellable_new ();
      vidimus_camera_devices_look_async (vidimus_camera_devices_get_default (), self->looking, looked_cb, self);
    }
  else if (self->known && self->device != NULL && self->stream == NULL && self->closing == NULL)
    {
      open_stream (self);
    }
  update_state (self);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The thread of a stream that is dropped here closes its device. */
static void
vidimus_camera_dispose (GObject *object)
{
  VidimusCamera *self = VIDIMUS_CAMERA (object);

  close_stream (self);
  g_clear_object (&self->closing);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);

  G_OBJECT_CLASS (vidimus_camera_parent_class)->dispose (object);
}

static void
vidimus_camera_finalize (GObject *object)
{
  VidimusCamera *self = VIDIMUS_CAMERA (object);

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
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, VIDIMUS_TYPE_FRAME);
}

static void
vidimus_camera_init (VidimusCamera *self)
{
  self->devices = vidimus_camera_devices_get_list (vidimus_camera_devices_get_default ());
  g_signal_connect_object (self->devices, "items-changed", G_CALLBACK (devices_changed_cb), self, G_CONNECT_SWAPPED);
  pick_device (self);
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
  g_clear_error (&self->error);
  advance (self);
}

/** vidimus_camera_stop: OFF; the device is closed as soon as it lets itself be closed, and no frame comes from now on. */
void
vidimus_camera_stop (VidimusCamera *self)
{
  g_return_if_fail (VIDIMUS_IS_CAMERA (self));

  self->wanted = FALSE;
  self->known = FALSE;
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_error (&self->error);
  advance (self);
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

  return get_trouble (self, &trouble) ? vidimus_camera_trouble_get_text (trouble) : NULL;
}

/** vidimus_camera_get_remedy: (nullable): what to do about it, likewise. */
const char *
vidimus_camera_get_remedy (VidimusCamera *self)
{
  VidimusCameraTrouble trouble;

  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return get_trouble (self, &trouble) ? vidimus_camera_trouble_get_remedy (trouble) : NULL;
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

/** vidimus_camera_describe: (transfer full) (nullable): what the stream is, such as “1920 × 1080, 30/s”; %NULL unless READY. */
char *
vidimus_camera_describe (VidimusCamera *self)
{
  g_return_val_if_fail (VIDIMUS_IS_CAMERA (self), NULL);

  return self->ready ? vidimus_camera_stream_describe (self->stream) : NULL;
}

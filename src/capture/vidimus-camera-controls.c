#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-controls-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>

/* What the device does by itself, what says that it must not, and the value that it found and is to keep. Devices of the UVC class fall back
 * to an old value when they are told to stop, so that the one found is written. */
static const struct
{
  guint32  automatic;
  gint32   manual;
  guint32  value;
  gboolean matters; /* without it there is nothing worth a switch */
} functions[] = {
  { V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_MANUAL, V4L2_CID_EXPOSURE_ABSOLUTE, TRUE },
  { V4L2_CID_FOCUS_AUTO, 0, V4L2_CID_FOCUS_ABSOLUTE, TRUE },
  { V4L2_CID_AUTO_WHITE_BALANCE, 0, V4L2_CID_WHITE_BALANCE_TEMPERATURE, FALSE },
};

struct _VidimusCameraControls
{
  GObject   parent_instance;

  char     *node;     /* owned */
  gboolean  can_lock;
  gboolean  locked;   /* as the user wants it, until the device says no */
  gboolean  done;     /* as the device has it */
  gboolean  working;  /* a thread is at it, and has the following */
  gint32    found[G_N_ELEMENTS (functions)]; /* what is put back */
};

enum
{
  PROP_0,
  PROP_CAN_LOCK,
  PROP_LOCKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusCameraControls, vidimus_camera_controls, G_TYPE_OBJECT)

static int
real_ioctl (int            fd,
            unsigned long  request,
            void          *argument)
{
  return ioctl (fd, request, argument);
}

int (*vidimus_camera_controls_ioctl) (int            fd,
                                      unsigned long  request,
                                      void          *argument) = real_ioctl;

static void
vidimus_camera_controls_get_property (GObject    *object,
                                      guint       id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  VidimusCameraControls *self = VIDIMUS_CAMERA_CONTROLS (object);

  switch (id)
    {
    case PROP_CAN_LOCK:
      g_value_set_boolean (value, self->can_lock);
      break;
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vidimus_camera_controls_finalize (GObject *object)
{
  VidimusCameraControls *self = VIDIMUS_CAMERA_CONTROLS (object);

  g_clear_pointer (&self->node, g_free);

  G_OBJECT_CLASS (vidimus_camera_controls_parent_class)->finalize (object);
}

static void
vidimus_camera_controls_class_init (VidimusCameraControlsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vidimus_camera_controls_get_property;
  object_class->finalize = vidimus_camera_controls_finalize;

  properties[PROP_CAN_LOCK] =
    g_param_spec_boolean ("can-lock", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOCKED] =
    g_param_spec_boolean ("locked", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vidimus_camera_controls_init (VidimusCameraControls *self)
{
}

/* ---- in a thread ---- */

static gboolean
can_set (int     fd,
         guint32 id)
{
  struct v4l2_queryctrl query = { .id = id };

  return vidimus_camera_controls_ioctl (fd, VIDIOC_QUERYCTRL, &query) == 0 &&
         (query.flags & (V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY)) == 0;
}

static gboolean
get (int      fd,
     guint32  id,
     gint32  *value)
{
  struct v4l2_control control = { .id = id };

  if (!can_set (fd, id) || vidimus_camera_controls_ioctl (fd, VIDIOC_G_CTRL, &control) != 0)
    return FALSE;
  *value = control.value;

  return TRUE;
}

static gboolean
set (int     fd,
     guint32 id,
     gint32  value)
{
  struct v4l2_control control = { .id = id, .value = value };

  return vidimus_camera_controls_ioctl (fd, VIDIOC_S_CTRL, &control) == 0;
}

static gboolean
hold (VidimusCameraControls *self,
      int                    fd,
      guint                  i)
{
  gint32 value;
  gboolean has_value = get (fd, functions[i].value, &value);

  if (!get (fd, functions[i].automatic, &self->found[i]) || !set (fd, functions[i].automatic, functions[i].manual))
    return FALSE;
  if (has_value && self->found[i] != functions[i].manual)
    set (fd, functions[i].value, value);

  return functions[i].matters;
}

static gboolean
let_go (VidimusCameraControls *self,
        int                    fd,
        guint                  i)
{
  return can_set (fd, functions[i].automatic) && set (fd, functions[i].automatic, self->found[i]);
}

/* Task data: whether to lock. Returns: whether it is locked then. */
static void
lock_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  VidimusCameraControls *self = VIDIMUS_CAMERA_CONTROLS (source);
  gboolean lock = GPOINTER_TO_INT (task_data), held = FALSE;
  int fd = g_open (self->node, O_RDWR | O_NONBLOCK | O_CLOEXEC);

  for (guint i = 0; fd >= 0 && i < G_N_ELEMENTS (functions); i++)
    if (lock)
      held |= hold (self, fd, i);
    else
      let_go (self, fd, i);

  if (fd >= 0)
    g_close (fd, NULL);
  g_task_return_boolean (task, held);
}

static void
probe_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  VidimusCameraControls *self = VIDIMUS_CAMERA_CONTROLS (source);
  gboolean can = FALSE;
  int fd = g_open (self->node, O_RDWR | O_NONBLOCK | O_CLOEXEC);

  for (guint i = 0; fd >= 0 && i < G_N_ELEMENTS (functions); i++)
    can |= functions[i].matters && can_set (fd, functions[i].automatic);

  if (fd >= 0)
    g_close (fd, NULL);
  g_task_return_boolean (task, can);
}

/* ---- in the main context ---- */

static void work (VidimusCameraControls *self);

static void
locked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  VidimusCameraControls *self = VIDIMUS_CAMERA_CONTROLS (object);
  gboolean tried = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));

  self->working = FALSE;
  self->done = g_task_propagate_boolean (G_TASK (result), NULL);
  if (tried && !self->done && self->locked)
    {
      self->locked = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
    }
  work (self);
}

/* One step towards what is wanted; a thread at a time. */
static void
work (VidimusCameraControls *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->working || self->locked == self->done)
    return;

  self->working = TRUE;
  task = g_task_new (self, NULL, locked_cb, NULL);
  g_task_set_source_tag (task, work);
  g_task_set_task_data (task, GINT_TO_POINTER (self->locked), NULL);
  g_task_run_in_thread (task, lock_in_thread);
}

static void
probed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  VidimusCameraControls *self = VIDIMUS_CAMERA_CONTROLS (object);

  self->can_lock = g_task_propagate_boolean (G_TASK (result), NULL);
  if (self->can_lock)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_LOCK]);
}

/**
 * vidimus_camera_controls_new:
 * @node: of the device, such as “/dev/video0”
 *
 * Asks the device in a thread what it has; “can-lock” is %FALSE until it says so.
 */
VidimusCameraControls *
vidimus_camera_controls_new (const char *node)
{
  VidimusCameraControls *self = g_object_new (VIDIMUS_TYPE_CAMERA_CONTROLS, NULL);
  g_autoptr(GTask) task = NULL;

  self->node = g_strdup (node);
  task = g_task_new (self, NULL, probed_cb, NULL);
  g_task_set_source_tag (task, vidimus_camera_controls_new);
  g_task_run_in_thread (task, probe_in_thread);

  return self;
}

gboolean
vidimus_camera_controls_get_can_lock (VidimusCameraControls *self)
{
  return self->can_lock;
}

gboolean
vidimus_camera_controls_get_locked (VidimusCameraControls *self)
{
  return self->locked;
}

/**
 * vidimus_camera_controls_set_locked:
 *
 * Done in a thread, also when @self is dropped meanwhile: who drops it unlocks it first, as other programs want the device as it was.
 */
void
vidimus_camera_controls_set_locked (VidimusCameraControls *self,
                                    gboolean               locked)
{
  if (self->locked == locked || (locked && !self->can_lock))
    return;

  self->locked = locked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
  work (self);
}

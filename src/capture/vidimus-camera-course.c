/* What is wanted is kept apart from what is: advance takes the next step towards the former. One stream is open at a time; the next one
 * waits until the last one is closed, as a device that is still open is busy. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-private.h"

#define SILENT_S 10 /* from opening to the first picture; some cameras start a motor or a lamp first */
#define YOUNG (10 * G_TIME_SPAN_SECOND) /* since opening */

/* ---- what is ---- */

gboolean
vidimus_camera_get_trouble (VidimusCamera        *self,
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
  else if (vidimus_camera_get_trouble (self, &trouble))
    state = vidimus_camera_trouble_get_state (trouble);

  if (state == self->state)
    return;
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

/* ---- exposure and focus ---- */

static void
can_lock_cb (VidimusCamera *self)
{
  g_object_notify (G_OBJECT (self), "can-lock");
}

static void
locked_cb (VidimusCamera *self)
{
  g_object_notify (G_OBJECT (self), "locked");
}

static void
take_controls (VidimusCamera *self)
{
  const char *node = vidimus_camera_device_get_node (self->device);

  if (node == NULL)
    return;

  self->controls = vidimus_camera_controls_new (node);
  g_signal_connect_object (self->controls, "notify::can-lock", G_CALLBACK (can_lock_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->controls, "notify::locked", G_CALLBACK (locked_cb), self, G_CONNECT_SWAPPED);
}

static void
drop_controls (VidimusCamera *self)
{
  gboolean could = vidimus_camera_get_can_lock (self);

  if (self->controls != NULL)
    vidimus_camera_controls_set_locked (self->controls, FALSE);
  g_clear_object (&self->controls);
  if (could)
    can_lock_cb (self);
}

/* ---- the stream ---- */

void
vidimus_camera_close (VidimusCamera *self)
{
  if (self->stream == NULL)
    return;

  g_clear_handle_id (&self->patience, g_source_remove);
  self->ready = FALSE;
  drop_controls (self);
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
  vidimus_camera_close (self);
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
      take_controls (self);
      update_state (self);
    }
  if (stream == self->stream) /* nobody stopped it on hearing that it is ready */
    g_signal_emit_by_name (self, "frame", frame);
}

static void
trouble_cb (VidimusCamera       *self,
            GError              *error,
            VidimusCameraStream *stream)
{
  gboolean young = g_get_monotonic_time () - self->opened < YOUNG;

  if (stream != self->stream)
    return;

  /* Seen with PipeWire 0.3.65: a stream that is opened soon after another one was closed gets a few pictures and no more; opened once more, it goes on. */
  if (young && !self->again && g_error_matches (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_FROZE))
    {
      self->again = TRUE;
      vidimus_camera_close (self);
      update_state (self);
      return;
    }
  fail (self, g_error_copy (error));
}

static void
closed_cb (VidimusCamera       *self,
           VidimusCameraStream *stream)
{
  if (stream != self->closing)
    return;

  g_clear_object (&self->closing);
  vidimus_camera_advance (self);
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
  self->opened = g_get_monotonic_time ();
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
void
vidimus_camera_pick_device (VidimusCamera *self)
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

  vidimus_camera_close (self);
  self->again = FALSE;
  if (self->known)
    g_clear_error (&self->error);
  g_object_notify (G_OBJECT (self), "device");
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
  vidimus_camera_pick_device (self);
  vidimus_camera_advance (self);
}

void
vidimus_camera_advance (VidimusCamera *self)
{
  if (!self->wanted || self->error != NULL || vidimus_screen_lock_get_locked (self->screen))
    {
      vidimus_camera_close (self);
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

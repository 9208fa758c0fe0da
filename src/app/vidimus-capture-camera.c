/* The camera and the coach: when they run, and what they say. */
#include "vidimus-capture-page-private.h"

/* GDK_TOPLEVEL_STATE_SUSPENDED of GTK 4.12: nothing of the window is seen. Never set before. */
#define SUSPENDED (1 << 16)

/* What was seen is forgotten: a picture of before is not shown as if it were one of now. */
static void
forget_frames (VidimusCapturePage *self)
{
  g_clear_object (&self->frame);
  vidimus_coach_reset (self->coach);
  vidimus_live_view_clear (self->view);
}

static gboolean
is_seen (VidimusCapturePage *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         (self->surface == NULL ||
          (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) & (GDK_TOPLEVEL_STATE_MINIMIZED | SUSPENDED)) == 0);
}

/** vidimus_capture_page_update_running: the camera runs while the page is seen and no picture was taken. */
void
vidimus_capture_page_update_running (VidimusCapturePage *self)
{
  gboolean wanted = self->camera != NULL && self->stage == VIDIMUS_CAPTURE_LIVE && is_seen (self);

  if (wanted == self->running || self->camera == NULL)
    return;

  self->running = wanted;
  if (wanted)
    {
      forget_frames (self);
      vidimus_camera_start (self->camera);
    }
  else
    {
      vidimus_capture_page_cancel_countdown (self);
      vidimus_camera_stop (self->camera);
      if (self->stage == VIDIMUS_CAPTURE_LIVE)
        forget_frames (self);
    }
}

/* A camera that failed shows nothing more: what it showed last is not to be taken for now. */
static void
state_cb (VidimusCapturePage *self)
{
  if (self->stage == VIDIMUS_CAPTURE_LIVE && self->frame != NULL &&
      vidimus_camera_get_state (self->camera) != VIDIMUS_CAMERA_READY)
    {
      vidimus_capture_page_cancel_countdown (self);
      forget_frames (self);
    }
  vidimus_capture_page_update (self);
}

static void
frame_cb (VidimusCapturePage *self,
          VidimusFrame       *frame)
{
  struct vidimus_image image = vidimus_frame_get_image (frame);
  gboolean first = self->frame == NULL;
  int still_width, still_height;

  if (self->stage != VIDIMUS_CAPTURE_LIVE)
    return;

  g_set_object (&self->frame, frame);
  vidimus_live_view_set_pixels (self->view, vidimus_frame_get_pixels (frame), &image);
  vidimus_frame_get_still_size (frame, &still_width, &still_height);
  vidimus_coach_offer (self->coach, G_OBJECT (frame), vidimus_frame_get_pixels (frame), &image, still_width,
                       vidimus_frame_get_time (frame));
  if (first)
    vidimus_capture_page_update (self);
}

/* After so many frames without a document it was taken away, and not only missed. */
#define GONE 3

/* A front that still lies there is not photographed once more as its back. */
static gboolean
waits_for_turn (VidimusCapturePage *self)
{
  return self->front != NULL && !self->turned;
}

static void
watch_turn (VidimusCapturePage *self,
            gboolean            located)
{
  self->empty = located ? 0 : self->empty + 1;
  if (self->empty < GONE || !waits_for_turn (self))
    return;

  self->turned = TRUE;
  vidimus_coach_reset (self->coach); /* it may have told a shot of the front */
}

static void
coached_cb (VidimusCapturePage   *self,
            const VidimusCoached *coached)
{
  if (self->stage != VIDIMUS_CAPTURE_LIVE)
    return;

  vidimus_live_view_set_quad (self->view, coached->located ? &coached->quad : NULL,
                              coached->confidence < vidimus_policy_get_min_confidence (self->policy));
  watch_turn (self, coached->located);
  vidimus_live_view_set_progress (self->view, waits_for_turn (self) ? 0 : vidimus_coach_get_progress (self->coach));
}

static void
shot_cb (VidimusCapturePage *self,
         GObject            *frame)
{
  if (self->countdown_id == 0 && !waits_for_turn (self)) /* who set the timer says when */
    vidimus_capture_page_take (self, VIDIMUS_FRAME (frame));
}

/** vidimus_capture_page_ensure_camera: when the page is first seen: a window that never takes a picture looks for no camera. */
void
vidimus_capture_page_ensure_camera (VidimusCapturePage *self)
{
  if (self->camera != NULL)
    return;

  self->coach = vidimus_coach_new (vidimus_services_get_local (self->services), self->policy);
  g_settings_bind (self->settings, "auto-shot", self->coach, "auto-shot", G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->coach, "notify::hint", G_CALLBACK (vidimus_capture_page_update_hint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->coach, "notify::auto-shot", G_CALLBACK (vidimus_capture_page_update_hint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->coach, "notify::problem", G_CALLBACK (vidimus_capture_page_update_hint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->coach, "notify::warning", G_CALLBACK (vidimus_capture_page_update_warning), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->coach, "coached", G_CALLBACK (coached_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->coach, "shot", G_CALLBACK (shot_cb), self, G_CONNECT_SWAPPED);

  self->camera = vidimus_camera_new ();
  g_signal_connect_object (self->camera, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->camera, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  vidimus_capture_page_follow_devices (self);
}

/* From the shutter to a document: the timer, the file, the look at it, and the two sides. */
#include "vidimus-capture-page-private.h"

#include <glib/gi18n-lib.h>

/* A coached frame that is no older than this shows what is seen when the shutter is pressed. */
#define SAME_MOMENT_US (G_USEC_PER_SEC / 4)

/* The file */

static void
file_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(VidimusCapturePage) self = VIDIMUS_CAPTURE_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) still = vidimus_frame_to_file_finish (VIDIMUS_FRAME (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (still == NULL)
    {
      self->problem = g_strdup (error->message);
      vidimus_capture_page_set_stage (self, VIDIMUS_CAPTURE_LIVE);
      return;
    }
  vidimus_shot_review_show (self->review, still);
  vidimus_capture_page_set_stage (self, VIDIMUS_CAPTURE_REVIEW);
}

/**
 * vidimus_capture_page_take:
 *
 * Makes a file of @frame and shows it. The camera is stopped: its light is out while a person looks at the picture.
 */
void
vidimus_capture_page_take (VidimusCapturePage *self,
                           VidimusFrame       *frame)
{
  struct vidimus_image image = vidimus_frame_get_image (frame);

  if (self->stage != VIDIMUS_CAPTURE_LIVE)
    return;

  vidimus_capture_page_cancel_countdown (self);
  g_clear_pointer (&self->problem, g_free);
  vidimus_live_view_set_quad (self->view, NULL, FALSE); /* it is another frame's */
  vidimus_live_view_set_pixels (self->view, vidimus_frame_get_pixels (frame), &image);
  self->cancellable = g_cancellable_new ();
  vidimus_frame_to_file_async (frame, self->cancellable, file_cb, g_object_ref (self));
  vidimus_capture_page_set_stage (self, VIDIMUS_CAPTURE_TAKING);
}

/* The shutter: what is seen now, or what the coach found best of this moment. */
static void
take_now (VidimusCapturePage *self)
{
  GObject *best = vidimus_coach_get_best (self->coach);
  VidimusFrame *frame = self->frame;

  if (frame == NULL)
    return;
  if (best != NULL && vidimus_frame_get_time (frame) - vidimus_frame_get_time (VIDIMUS_FRAME (best)) <= SAME_MOMENT_US)
    frame = VIDIMUS_FRAME (best);
  vidimus_capture_page_take (self, frame);
}

/* The timer */

/** vidimus_capture_page_cancel_countdown: as if the shutter had not been pressed. */
void
vidimus_capture_page_cancel_countdown (VidimusCapturePage *self)
{
  if (self->countdown_id != 0)
    vidimus_coach_reset (self->coach); /* a shot that came meanwhile was not taken */
  g_clear_handle_id (&self->countdown_id, g_source_remove);
  self->seconds_left = 0;
}

static gboolean
second_cb (gpointer user_data)
{
  VidimusCapturePage *self = VIDIMUS_CAPTURE_PAGE (user_data);

  self->seconds_left--;
  if (self->seconds_left > 0)
    {
      vidimus_capture_page_update (self);
      return G_SOURCE_CONTINUE;
    }

  self->countdown_id = 0;
  take_now (self);
  vidimus_capture_page_update (self);

  return G_SOURCE_REMOVE;
}

/** vidimus_capture_page_shutter: takes the picture, or counts down to it; pressed again while it counts it stops counting. */
void
vidimus_capture_page_shutter (VidimusCapturePage *self)
{
  int seconds = g_settings_get_int (self->settings, "timer");

  if (self->stage != VIDIMUS_CAPTURE_LIVE || self->frame == NULL)
    return;

  if (self->countdown_id != 0)
    {
      vidimus_capture_page_cancel_countdown (self);
    }
  else if (seconds > 0)
    {
      self->seconds_left = seconds;
      self->countdown_id = g_timeout_add_seconds (1, second_cb, self);
    }
  else
    {
      take_now (self);
    }
  vidimus_capture_page_update (self);
}

/* The review */

static VidimusDocument *
make_document (VidimusCapturePage *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  /* Translators: the name of a picture that was taken by the camera; %s is the time of day */
  g_autofree char *name = g_strdup_printf (_("Photo %s"), time);
  VidimusDocument *document = vidimus_document_new_for_bytes (vidimus_shot_review_get_still (self->review), name);

  vidimus_document_set_origin (document, VIDIMUS_ORIGIN_CAMERA);

  return document;
}

/** vidimus_capture_page_use: the picture becomes a document; after a front comes its back, where both are wanted. */
void
vidimus_capture_page_use (VidimusCapturePage *self)
{
  g_autoptr(VidimusDocument) document = NULL;
  g_autoptr(VidimusDocument) front = g_steal_pointer (&self->front);

  if (self->stage != VIDIMUS_CAPTURE_REVIEW)
    return;

  document = make_document (self);
  vidimus_coach_judge (self->coach, TRUE);
  if (front != NULL)
    vidimus_document_pair (front, document);
  else if (g_settings_get_boolean (self->settings, "both-sides"))
    self->front = g_object_ref (document);
  self->turned = FALSE;

  vidimus_shot_review_clear (self->review);
  vidimus_capture_page_set_stage (self, VIDIMUS_CAPTURE_LIVE);
  vidimus_capture_page_emit_taken (self, document, self->front != NULL);
}

/** vidimus_capture_page_retake: the picture was not good enough. */
void
vidimus_capture_page_retake (VidimusCapturePage *self)
{
  if (self->stage != VIDIMUS_CAPTURE_REVIEW)
    return;

  vidimus_coach_judge (self->coach, FALSE);
  vidimus_shot_review_clear (self->review);
  vidimus_capture_page_set_stage (self, VIDIMUS_CAPTURE_LIVE);
}

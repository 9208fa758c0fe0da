/* The document made flat. */
#include "vidimus-viewer-private.h"

#include <string.h>

/* A flat document is never made larger than a screen can show well. */
#define RECTIFIED_MAX_WIDTH 2400

/** vidimus_viewer_drop_flat: also the one that is being made. */
void
vidimus_viewer_drop_flat (VidimusViewer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->flat);
  g_clear_object (&self->flat_of);
}

static void
rectify_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  VidimusPicture *flat = vidimus_picture_rectify (VIDIMUS_PICTURE (source), task_data,
                                                  RECTIFIED_MAX_WIDTH, &error);

  if (flat != NULL)
    g_task_return_pointer (task, flat, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
rectified_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(VidimusViewer) self = VIDIMUS_VIEWER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPicture) flat = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (flat == NULL)
    {
      g_message ("%s", error->message);
      vidimus_viewer_set_rectified (self, FALSE);
      return;
    }
  g_set_object (&self->flat, flat);
  vidimus_viewer_update_canvas (self);
}

static void
make_flat (VidimusViewer *self)
{
  g_autoptr(GTask) task = NULL;
  struct vidimus_quad *corners;
  VidimusQuad quad;

  if (self->flat != NULL || self->cancellable != NULL || !vidimus_viewer_get_quad (self, &quad))
    return;

  corners = g_new (struct vidimus_quad, 1);
  for (int i = 0; i < 4; i++)
    corners->p[i] = (struct vidimus_point) { quad.corners[i].x, quad.corners[i].y };

  self->cancellable = g_cancellable_new ();
  g_set_object (&self->flat_of, vidimus_document_get_answer (self->document));
  self->flat_quad = quad;
  task = g_task_new (vidimus_document_get_picture (self->document), self->cancellable,
                     rectified_cb, g_object_ref (self));
  g_task_set_source_tag (task, make_flat);
  g_task_set_task_data (task, corners, g_free);
  g_task_run_in_thread (task, rectify_thread);
}

/** vidimus_viewer_update_flat: another answer ends the flat view; where only the outline was corrected it is cut out anew. */
void
vidimus_viewer_update_flat (VidimusViewer *self)
{
  VidimusAnswer *answer = self->document != NULL ? vidimus_document_get_answer (self->document) : NULL;
  VidimusQuad quad;

  if (answer != self->flat_of || !vidimus_viewer_get_quad (self, &quad))
    {
      vidimus_viewer_drop_flat (self);
      vidimus_viewer_set_rectified (self, FALSE);
    }
  else if ((self->flat != NULL || self->cancellable != NULL) && memcmp (&quad, &self->flat_quad, sizeof quad) != 0)
    {
      vidimus_viewer_drop_flat (self);
      if (self->rectified)
        make_flat (self);
    }
}

gboolean
vidimus_viewer_get_rectified (VidimusViewer *self)
{
  return self->rectified;
}

/**
 * vidimus_viewer_set_rectified:
 *
 * Shows the document flat, cut out by its outline, or the picture as it is. Without an outline, and while that is being
 * corrected, nothing happens.
 */
void
vidimus_viewer_set_rectified (VidimusViewer *self,
                              gboolean       rectified)
{
  g_return_if_fail (VIDIMUS_IS_VIEWER (self));

  rectified = rectified && self->editor == NULL && vidimus_viewer_get_can_rectify (self);
  if (self->rectified == rectified)
    return;

  self->rectified = rectified;
  if (rectified)
    make_flat (self);
  vidimus_viewer_update_canvas (self);
  g_object_notify (G_OBJECT (self), "rectified");
}

/* Zoom, place and turn of what the canvas shows. */
#include "vidimus-canvas-private.h"

#define REVEAL_EDGE 32.0 /* logical pixels */

/**
 * vidimus_canvas_view_changed:
 * @old_zoom: what the zoom was before
 *
 * To be called after each change of the view: draws it, and tells of another zoom. Not while a size is allocated.
 */
void
vidimus_canvas_view_changed (VidimusCanvas *self,
                             double         old_zoom)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->editor != NULL)
    gtk_widget_queue_allocate (self->editor);
  if (self->view.zoom != old_zoom)
    g_object_notify (G_OBJECT (self), "zoom");
}

/** vidimus_canvas_keep_view: a picture that comes back is to be seen as it was left. */
void
vidimus_canvas_keep_view (VidimusCanvas *self)
{
  if (self->pyramid != NULL)
    g_object_set_data_full (G_OBJECT (self->pyramid), "vidimus-view",
                            g_memdup2 (&self->view, sizeof self->view), g_free);
}

/** vidimus_canvas_restore_view: fits what is shown from now on, or shows it as it was left. */
void
vidimus_canvas_restore_view (VidimusCanvas *self)
{
  const VidimusView *kept = g_object_get_data (G_OBJECT (self->pyramid), "vidimus-view");

  vidimus_view_set_image (&self->view, vidimus_pyramid_get_width (self->pyramid),
                          vidimus_pyramid_get_height (self->pyramid));
  if (kept == NULL)
    return;

  vidimus_view_turn (&self->view, kept->turn);
  if (!kept->fit)
    {
      VidimusPoint centre = { self->view.width / 2.0, self->view.height / 2.0 };
      VidimusPoint was;

      vidimus_view_zoom_at (&self->view, kept->zoom * self->view.scale / kept->scale, centre);
      was = vidimus_view_image_to_widget (&self->view, kept->centre);
      vidimus_view_pan (&self->view, centre.x - was.x, centre.y - was.y);
    }
}

static VidimusPoint
middle (VidimusCanvas *self)
{
  return (VidimusPoint) { self->view.width / 2.0, self->view.height / 2.0 };
}

/**
 * vidimus_canvas_zoom_at:
 * @zoom: device pixels per pixel of the picture
 * @at: in logical pixels of the canvas; what is seen there stays there
 *
 * Does nothing while no picture is shown.
 */
void
vidimus_canvas_zoom_at (VidimusCanvas *self,
                        double         zoom,
                        VidimusPoint   at)
{
  double old = self->view.zoom;

  if (self->pyramid == NULL)
    return;
  vidimus_view_zoom_at (&self->view, zoom, at);
  vidimus_canvas_view_changed (self, old);
}

double
vidimus_canvas_get_zoom (VidimusCanvas *self)
{
  return self->view.zoom;
}

/**
 * vidimus_canvas_set_zoom:
 * @zoom: device pixels per pixel of the picture
 *
 * Zooms about the middle.
 */
void
vidimus_canvas_set_zoom (VidimusCanvas *self,
                         double         zoom)
{
  vidimus_canvas_zoom_at (self, zoom, middle (self));
}

void
vidimus_canvas_zoom_in (VidimusCanvas *self)
{
  vidimus_canvas_zoom_at (self, self->view.zoom * VIDIMUS_CANVAS_ZOOM_STEP, middle (self));
}

void
vidimus_canvas_zoom_out (VidimusCanvas *self)
{
  vidimus_canvas_zoom_at (self, self->view.zoom / VIDIMUS_CANVAS_ZOOM_STEP, middle (self));
}

void
vidimus_canvas_zoom_fit (VidimusCanvas *self)
{
  double zoom = self->view.zoom;

  vidimus_view_fit (&self->view);
  vidimus_canvas_view_changed (self, zoom);
}

/**
 * vidimus_canvas_turn:
 *
 * Turns what is seen by a quarter, clockwise. The picture itself, and what is said of it, stay as they are.
 */
void
vidimus_canvas_turn (VidimusCanvas *self)
{
  double zoom = self->view.zoom;

  vidimus_view_turn (&self->view, 1);
  vidimus_canvas_view_changed (self, zoom);
}

/**
 * vidimus_canvas_reveal:
 * @point: of the picture
 *
 * Pans as far as is needed to have it in sight, not at the very edge.
 */
void
vidimus_canvas_reveal (VidimusCanvas *self,
                       VidimusPoint   point)
{
  VidimusPoint at = vidimus_view_image_to_widget (&self->view, point);
  double edge_x = MIN (REVEAL_EDGE, self->view.width / 2), edge_y = MIN (REVEAL_EDGE, self->view.height / 2);

  vidimus_view_pan (&self->view, CLAMP (at.x, edge_x, self->view.width - edge_x) - at.x,
                    CLAMP (at.y, edge_y, self->view.height - edge_y) - at.y);
  vidimus_canvas_view_changed (self, self->view.zoom);
}

/**
 * vidimus_canvas_image_to_widget:
 *
 * Returns: where that point of the picture is seen, in logical pixels
 */
VidimusPoint
vidimus_canvas_image_to_widget (VidimusCanvas *self,
                                VidimusPoint   point)
{
  return vidimus_view_image_to_widget (&self->view, point);
}

VidimusPoint
vidimus_canvas_widget_to_image (VidimusCanvas *self,
                                VidimusPoint   point)
{
  return vidimus_view_widget_to_image (&self->view, point);
}

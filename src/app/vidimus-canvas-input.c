/* Wheel, pointer, touch and arrow keys on the canvas. */
#include "vidimus-canvas-private.h"

#include <math.h>

#define PAN_STEP 64.0 /* logical pixels, for an arrow key or a notch of the wheel */

static void
pan (VidimusCanvas *self,
     double         dx,
     double         dy)
{
  if (self->pyramid == NULL)
    return;
  vidimus_view_pan (&self->view, dx, dy);
  vidimus_canvas_view_changed (self, self->view.zoom);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           VidimusCanvas            *self)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkModifierType state = gtk_event_controller_get_current_event_state (base);

  if ((state & GDK_CONTROL_MASK) != 0)
    vidimus_canvas_zoom_at (self, self->view.zoom * pow (VIDIMUS_CANVAS_ZOOM_STEP, -dy), self->pointer);
  else if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    pan (self, -dy * PAN_STEP, 0);
  else
    pan (self, -dx * PAN_STEP, -dy * PAN_STEP);

  return GDK_EVENT_STOP;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           VidimusCanvas            *self)
{
  self->pointer = (VidimusPoint) { x, y };
  if (self->loupe)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               VidimusCanvas  *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button == GDK_BUTTON_SECONDARY)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag_last = (VidimusPoint) { 0, 0 };
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          x,
                double          y,
                VidimusCanvas  *self)
{
  if (gtk_widget_get_cursor (GTK_WIDGET (self)) == NULL)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  self->dragged = TRUE;
  pan (self, x - self->drag_last.x, y - self->drag_last.y);
  self->drag_last = (VidimusPoint) { x, y };
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          x,
             double          y,
             VidimusCanvas  *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                VidimusCanvas    *self)
{
  self->pinch_start = self->view.zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture,
          double          factor,
          VidimusCanvas  *self)
{
  VidimusPoint at = self->pointer;

  if (gtk_gesture_is_active (GTK_GESTURE (gesture)))
    gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &at.x, &at.y);
  vidimus_canvas_zoom_at (self, self->pinch_start * factor, at);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            VidimusCanvas   *self)
{
  double zoom = self->view.zoom;

  if (n_press != 2 || self->pyramid == NULL)
    return;

  if (self->view.fit && fabs (zoom - 1.0) > 1e-6)
    vidimus_view_zoom_at (&self->view, 1.0, (VidimusPoint) { x, y });
  else
    vidimus_view_fit (&self->view);
  vidimus_canvas_view_changed (self, zoom);
}

static gboolean
arrow_cb (GtkWidget *widget,
          GVariant  *parameter,
          gpointer   user_data)
{
  double dx, dy;

  g_variant_get (parameter, "(dd)", &dx, &dy);
  pan (VIDIMUS_CANVAS (widget), dx * PAN_STEP, dy * PAN_STEP);

  return TRUE;
}

static void
add_arrow (GtkWidgetClass *widget_class,
           guint           key,
           double          dx,
           double          dy)
{
  gtk_widget_class_add_binding (widget_class, key, 0, arrow_cb, "(dd)", dx, dy);
}

/**
 * vidimus_canvas_add_controllers:
 *
 * Wheel, pointer, drag, pinch and double click.
 */
void
vidimus_canvas_add_controllers (VidimusCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0); /* the middle one too */
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

/**
 * vidimus_canvas_class_add_bindings:
 *
 * The arrow keys pan.
 */
void
vidimus_canvas_class_add_bindings (GtkWidgetClass *widget_class)
{
  add_arrow (widget_class, GDK_KEY_Left, 1, 0);
  add_arrow (widget_class, GDK_KEY_Right, -1, 0);
  add_arrow (widget_class, GDK_KEY_Up, 0, 1);
  add_arrow (widget_class, GDK_KEY_Down, 0, -1);
}

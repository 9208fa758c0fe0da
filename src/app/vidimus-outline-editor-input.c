/* Pointer, touch and keys on an outline that is corrected. */
#include "vidimus-outline-editor-private.h"

#include "vidimus-canvas-private.h"

#include <math.h>

/* From a handle's middle, in logical pixels: 28 across for a pointer, 48 for a finger. */
#define REACH_POINTER 14.0
#define REACH_TOUCH   24.0

#define STEP       1.0  /* pixels of the picture, for an arrow key */
#define STEP_SHIFT 10.0
#define STEP_SHARE 0.1  /* with Ctrl: of the shorter side of what is seen */

/* Clockwise, as the eye goes: a corner, the side after it, the next corner. */
static const int tab_order[VIDIMUS_QUAD_EDIT_N_HANDLES] = { 0, 4, 1, 5, 2, 6, 3, 7 };

static int
find_handle (VidimusOutlineEditor *self,
             VidimusPoint          at,
             double                reach)
{
  int best = -1;

  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    {
      VidimusPoint place = vidimus_outline_editor_get_place (self, i);
      double distance = hypot (place.x - at.x, place.y - at.y);

      if (distance < reach) /* of two that are as near the corner, which comes first */
        {
          reach = distance;
          best = i;
        }
    }

  return best;
}

/* The pointer */

/* A side goes across itself; which way that is on the screen, to the nearest eighth of a turn. */
static const char *
get_cursor (VidimusOutlineEditor *self,
            int                   handle)
{
  static const char *const across[] = { "ew-resize", "nwse-resize", "ns-resize", "nesw-resize" };
  VidimusPoint a, b;
  int eighth;

  if (handle < 0)
    return NULL;
  if (handle < 4)
    return self->dragged >= 0 ? "none" : "move"; /* the loupe shows where it is */

  a = vidimus_outline_editor_get_place (self, handle - 4);
  b = vidimus_outline_editor_get_place (self, (handle - 3) % 4);
  eighth = (int) lround (atan2 (b.x - a.x, a.y - b.y) / G_PI_4); /* of the normal */

  return across[((eighth % 4) + 4) % 4];
}

static void
update_cursor (VidimusOutlineEditor *self)
{
  int handle = self->dragged >= 0 ? self->dragged : self->hovered;
  const char *name = get_cursor (self, handle);

  if (name != NULL)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
  else
    gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
set_hovered (VidimusOutlineEditor *self,
             int                   handle)
{
  if (self->hovered == handle)
    return;
  self->hovered = handle;
  update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           VidimusOutlineEditor     *self)
{
  if (self->dragged < 0)
    set_hovered (self, find_handle (self, (VidimusPoint) { x, y }, REACH_POINTER));
}

static void
leave_cb (GtkEventControllerMotion *controller,
          VidimusOutlineEditor     *self)
{
  set_hovered (self, -1);
}

static double
get_reach (GtkEventController *controller)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (controller);

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN ? REACH_TOUCH : REACH_POINTER;
}

/* What is no handle is the canvas's, to pan. */
static void
drag_begin_cb (GtkGestureDrag       *gesture,
               double                x,
               double                y,
               VidimusOutlineEditor *self)
{
  int handle = find_handle (self, (VidimusPoint) { x, y }, get_reach (GTK_EVENT_CONTROLLER (gesture)));
  VidimusPoint place;

  if (handle < 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  place = vidimus_outline_editor_get_place (self, handle);
  self->grabbed = (VidimusPoint) { place.x - x, place.y - y };
  self->dragged = handle;
  gtk_widget_grab_focus (self->handles[handle]);
  update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag       *gesture,
                double                dx,
                double                dy,
                VidimusOutlineEditor *self)
{
  double x = 0, y = 0;
  VidimusPoint to;

  if (self->dragged < 0)
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  to = (VidimusPoint) { x + dx + self->grabbed.x, y + dy + self->grabbed.y };
  vidimus_quad_edit_move (&self->edit, self->dragged,
                          vidimus_canvas_widget_to_image (vidimus_outline_editor_get_canvas (self), to));
  vidimus_outline_editor_changed (self);
}

static void
end_drag (VidimusOutlineEditor *self)
{
  if (self->dragged < 0)
    return;
  self->dragged = -1;
  vidimus_quad_edit_keep (&self->edit, -1);
  update_cursor (self);
  vidimus_outline_editor_changed (self);
}

static void
drag_end_cb (GtkGestureDrag       *gesture,
             double                dx,
             double                dy,
             VidimusOutlineEditor *self)
{
  end_drag (self);
}

static void
drag_cancel_cb (GtkGesture           *gesture,
                GdkEventSequence     *sequence,
                VidimusOutlineEditor *self)
{
  end_drag (self);
}

/* The keyboard */

/* On the screen, whichever way the picture is turned. */
static void
nudge (VidimusOutlineEditor *self,
       int                   handle,
       GdkModifierType       state,
       int                   dx,
       int                   dy)
{
  VidimusCanvas *canvas = vidimus_outline_editor_get_canvas (self);
  VidimusPoint zero = vidimus_canvas_widget_to_image (canvas, (VidimusPoint) { 0, 0 });
  VidimusPoint one = vidimus_canvas_widget_to_image (canvas, (VidimusPoint) { dx, dy });
  double scale = hypot (one.x - zero.x, one.y - zero.y); /* pixels of the picture for a logical one */
  VidimusPoint at = vidimus_quad_edit_get_handle (&self->edit, handle);
  double step = STEP;

  if ((state & GDK_CONTROL_MASK) != 0)
    step = STEP_SHARE * scale * MIN (gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
  else if ((state & GDK_SHIFT_MASK) != 0)
    step = STEP_SHIFT;

  at.x += round ((one.x - zero.x) / scale) * step;
  at.y += round ((one.y - zero.y) / scale) * step;
  vidimus_quad_edit_move (&self->edit, handle, at);
  vidimus_quad_edit_keep (&self->edit, handle);
  vidimus_canvas_reveal (canvas, vidimus_quad_edit_get_handle (&self->edit, handle));
  vidimus_outline_editor_changed (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                VidimusOutlineEditor  *self)
{
  int handle = vidimus_outline_editor_get_focused (self);

  if (handle < 0 || (state & (GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      nudge (self, handle, state, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      nudge (self, handle, state, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      nudge (self, handle, state, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      nudge (self, handle, state, 0, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      g_signal_emit_by_name (self, "accept");
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/**
 * vidimus_outline_editor_focus:
 *
 * Tab goes clockwise from handle to handle, and on to what comes after; what gets the focus is brought into sight.
 */
gboolean
vidimus_outline_editor_focus (GtkWidget        *widget,
                              GtkDirectionType  direction)
{
  VidimusOutlineEditor *self = VIDIMUS_OUTLINE_EDITOR (widget);
  int focused = vidimus_outline_editor_get_focused (self);
  int to = direction == GTK_DIR_TAB_BACKWARD ? VIDIMUS_QUAD_EDIT_N_HANDLES - 1 : 0;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;
  for (int i = 0; focused >= 0 && i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    if (tab_order[i] == focused)
      to = direction == GTK_DIR_TAB_BACKWARD ? i - 1 : i + 1;
  if (to < 0 || to >= VIDIMUS_QUAD_EDIT_N_HANDLES)
    return FALSE;

  vidimus_canvas_reveal (vidimus_outline_editor_get_canvas (self),
                         vidimus_quad_edit_get_handle (&self->edit, tab_order[to]));

  return gtk_widget_grab_focus (self->handles[tab_order[to]]);
}

/** vidimus_outline_editor_add_controllers: what the pointer, a finger and the keys do. */
void
vidimus_outline_editor_add_controllers (VidimusOutlineEditor *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
}

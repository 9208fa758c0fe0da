#include "vidimus-outline-editor-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Of a handle's widget, which shows where the focus is; what can be hit is larger. */
#define HANDLE_SIZE 40

enum
{
  CHANGED,
  ACCEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusOutlineEditor, vidimus_outline_editor, GTK_TYPE_WIDGET)

/** vidimus_outline_editor_get_canvas: (transfer none): whose child it is. */
VidimusCanvas *
vidimus_outline_editor_get_canvas (VidimusOutlineEditor *self)
{
  return VIDIMUS_CANVAS (gtk_widget_get_parent (GTK_WIDGET (self)));
}

/** vidimus_outline_editor_get_place: where a handle is seen, in logical pixels. */
VidimusPoint
vidimus_outline_editor_get_place (VidimusOutlineEditor *self,
                                  int                   handle)
{
  return vidimus_canvas_image_to_widget (vidimus_outline_editor_get_canvas (self),
                                         vidimus_quad_edit_get_handle (&self->edit, handle));
}

/** vidimus_outline_editor_get_focused: the handle that has the focus; −1: none. */
int
vidimus_outline_editor_get_focused (VidimusOutlineEditor *self)
{
  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    if (gtk_widget_has_focus (self->handles[i]))
      return i;

  return -1;
}

/* Size */

static void
vidimus_outline_editor_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
vidimus_outline_editor_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  VidimusOutlineEditor *self = VIDIMUS_OUTLINE_EDITOR (widget);

  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    {
      VidimusPoint at = vidimus_outline_editor_get_place (self, i);
      graphene_point_t corner = GRAPHENE_POINT_INIT ((float) round (at.x - HANDLE_SIZE / 2.0),
                                                     (float) round (at.y - HANDLE_SIZE / 2.0));
      int least;

      gtk_widget_measure (self->handles[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_allocate (self->handles[i], MAX (least, HANDLE_SIZE), HANDLE_SIZE, -1,
                           gsk_transform_translate (NULL, &corner));
    }
}

/* What changes */

static void
update_names (VidimusOutlineEditor *self)
{
  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    {
      VidimusPoint at = vidimus_quad_edit_get_handle (&self->edit, i);
      /* Translators: a handle of the outline and where it is: “Corner 1, 120 × 88 pixels” */
      g_autofree char *corner = g_strdup_printf (_("Corner %d, %.0f × %.0f pixels"), i + 1, at.x, at.y);
      /* Translators: likewise, the middle of a side: “Side from corner 1 to corner 2, 120 × 88 pixels” */
      g_autofree char *side = g_strdup_printf (_("Side from corner %d to corner %d, %.0f × %.0f pixels"), i - 3,
                                               i == 7 ? 1 : i - 2, at.x, at.y);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->handles[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      i < 4 ? corner : side, -1);
    }
}

/** vidimus_outline_editor_changed: to be called after each change of the outline, or of what can be undone. */
void
vidimus_outline_editor_changed (VidimusOutlineEditor *self)
{
  update_names (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * vidimus_outline_editor_set_own:
 * @own: (nullable): the service's outline, to compare with
 */
void
vidimus_outline_editor_set_own (VidimusOutlineEditor *self,
                                const VidimusQuad    *own)
{
  g_return_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self));

  self->has_own = own != NULL;
  if (own != NULL)
    self->own = *own;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/** vidimus_outline_editor_get_quad: as it is now, in the picture's pixels. */
void
vidimus_outline_editor_get_quad (VidimusOutlineEditor *self,
                                 VidimusQuad          *quad)
{
  g_return_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self));

  *quad = self->edit.quad;
}

/** vidimus_outline_editor_is_changed: whether it is another outline than at the beginning. */
gboolean
vidimus_outline_editor_is_changed (VidimusOutlineEditor *self)
{
  g_return_val_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self), FALSE);

  return vidimus_quad_edit_is_changed (&self->edit);
}

gboolean
vidimus_outline_editor_can_undo (VidimusOutlineEditor *self)
{
  return vidimus_quad_edit_can_undo (&self->edit);
}

gboolean
vidimus_outline_editor_can_redo (VidimusOutlineEditor *self)
{
  return vidimus_quad_edit_can_redo (&self->edit);
}

void
vidimus_outline_editor_undo (VidimusOutlineEditor *self)
{
  g_return_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self));

  vidimus_quad_edit_undo (&self->edit);
  vidimus_outline_editor_changed (self);
}

void
vidimus_outline_editor_redo (VidimusOutlineEditor *self)
{
  g_return_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self));

  vidimus_quad_edit_redo (&self->edit);
  vidimus_outline_editor_changed (self);
}

/** vidimus_outline_editor_next_first: the next corner clockwise becomes the document's own top left. */
void
vidimus_outline_editor_next_first (VidimusOutlineEditor *self)
{
  g_return_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self));

  vidimus_quad_edit_next_first (&self->edit);
  vidimus_outline_editor_changed (self);
}

/** vidimus_outline_editor_use_own: as the service has it; without that, somewhat less than the picture. */
void
vidimus_outline_editor_use_own (VidimusOutlineEditor *self)
{
  g_return_if_fail (VIDIMUS_IS_OUTLINE_EDITOR (self));

  vidimus_quad_edit_set (&self->edit, self->has_own ? &self->own : NULL);
  vidimus_outline_editor_changed (self);
}

/* Lifetime */

static void
vidimus_outline_editor_dispose (GObject *object)
{
  VidimusOutlineEditor *self = VIDIMUS_OUTLINE_EDITOR (object);

  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    g_clear_pointer (&self->handles[i], gtk_widget_unparent);
  vidimus_quad_edit_clear (&self->edit);

  G_OBJECT_CLASS (vidimus_outline_editor_parent_class)->dispose (object);
}

static void
vidimus_outline_editor_class_init (VidimusOutlineEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_outline_editor_dispose;
  widget_class->measure = vidimus_outline_editor_measure;
  widget_class->size_allocate = vidimus_outline_editor_size_allocate;
  widget_class->snapshot = vidimus_outline_editor_snapshot;
  widget_class->focus = vidimus_outline_editor_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ACCEPT] = g_signal_new ("accept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "outlineeditor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_handle (VidimusOutlineEditor *self)
{
  /* What it looks like is drawn with the outline; it is there for the focus and for who can't see it. */
  GtkWidget *handle = g_object_new (GTK_TYPE_DRAWING_AREA, "css-name", "outlinehandle",
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_BUTTON,
                                    "focusable", TRUE, "can-target", FALSE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_ROLE_DESCRIPTION, _("handle"), -1);
  g_signal_connect_object (handle, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (handle, GTK_WIDGET (self));

  return handle;
}

static void
vidimus_outline_editor_init (VidimusOutlineEditor *self)
{
  self->dragged = self->hovered = -1;
  for (int i = 0; i < VIDIMUS_QUAD_EDIT_N_HANDLES; i++)
    self->handles[i] = make_handle (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Outline"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("Tab goes from handle to handle and the arrow keys move it. Enter keeps the outline, "
                                    "Escape leaves it as it was."), -1);
  vidimus_outline_editor_add_controllers (self);
}

/**
 * vidimus_outline_editor_new:
 * @start: (nullable): in the picture's upright pixels; %NULL: somewhat less than the picture
 *
 * To be given to the canvas that shows @picture.
 */
GtkWidget *
vidimus_outline_editor_new (VidimusPicture    *picture,
                            const VidimusQuad *start)
{
  VidimusOutlineEditor *self = g_object_new (VIDIMUS_TYPE_OUTLINE_EDITOR, NULL);

  vidimus_quad_edit_init (&self->edit, vidimus_picture_get_width (picture), vidimus_picture_get_height (picture), start);
  update_names (self);

  return GTK_WIDGET (self);
}

/* The outline corrected by hand: begun, kept or left as it was. */
#include "vidimus-viewer-private.h"

#include "vidimus-stack.h"

#include <string.h>

gboolean
vidimus_viewer_get_straightening (VidimusViewer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_VIEWER (self), FALSE);

  return self->editor != NULL;
}

/** vidimus_viewer_get_editor: (transfer none) (nullable): of the outline that is being corrected. */
VidimusOutlineEditor *
vidimus_viewer_get_editor (VidimusViewer *self)
{
  g_return_val_if_fail (VIDIMUS_IS_VIEWER (self), NULL);

  return self->editor;
}

static void
update_own (VidimusViewer *self)
{
  VidimusQuad own;

  vidimus_outline_editor_set_own (self->editor, vidimus_document_get_own_quad (self->document, &own) ? &own : NULL);
}

static void
show_editing (VidimusViewer *self)
{
  vidimus_revealer_show (self->straighten_revealer, self->editor != NULL);
  vidimus_viewer_update (self);
  g_object_notify (G_OBJECT (self), "straightening");
}

static void
accept_cb (VidimusViewer *self)
{
  vidimus_viewer_end_straightening (self, TRUE);
}

/**
 * vidimus_viewer_begin_straightening:
 *
 * Lets the outline be corrected on the picture, as it is or, where there is none, from one somewhat smaller than the picture. Without
 * a picture nothing happens.
 */
void
vidimus_viewer_begin_straightening (VidimusViewer *self)
{
  VidimusPicture *picture;
  VidimusQuad quad;
  gboolean has_quad;

  g_return_if_fail (VIDIMUS_IS_VIEWER (self));

  picture = self->document != NULL ? vidimus_document_get_picture (self->document) : NULL;
  if (self->editor != NULL || picture == NULL)
    return;

  vidimus_viewer_set_rectified (self, FALSE);
  has_quad = vidimus_viewer_get_quad (self, &quad);
  self->edited = g_object_ref (picture);
  self->editor = VIDIMUS_OUTLINE_EDITOR (vidimus_outline_editor_new (picture, has_quad ? &quad : NULL));
  update_own (self);
  g_signal_connect_object (self->editor, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  vidimus_canvas_set_editor (self->canvas, GTK_WIDGET (self->editor));
  show_editing (self);
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

/**
 * vidimus_viewer_end_straightening:
 * @keep: whether the document gets the outline as it is now; one that is the service's own is no correction
 */
void
vidimus_viewer_end_straightening (VidimusViewer *self,
                                  gboolean       keep)
{
  gboolean changed;
  VidimusQuad quad, own;

  g_return_if_fail (VIDIMUS_IS_VIEWER (self));

  if (self->editor == NULL)
    return;

  changed = keep && vidimus_outline_editor_is_changed (self->editor);
  vidimus_outline_editor_get_quad (self->editor, &quad);
  self->editor = NULL;
  vidimus_canvas_set_editor (self->canvas, NULL);
  g_clear_object (&self->edited);
  if (changed && vidimus_document_get_own_quad (self->document, &own) && memcmp (&own, &quad, sizeof own) == 0)
    vidimus_document_set_corrected (self->document, NULL);
  else if (changed)
    vidimus_document_set_corrected (self->document, &quad);
  show_editing (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/** vidimus_viewer_use_own_outline: the service's, in place of the corrected one; while it is being corrected a step like others. */
void
vidimus_viewer_use_own_outline (VidimusViewer *self)
{
  g_return_if_fail (VIDIMUS_IS_VIEWER (self));

  if (self->editor != NULL)
    vidimus_outline_editor_use_own (self->editor);
  else if (self->document != NULL)
    vidimus_document_set_corrected (self->document, NULL);
}

/** vidimus_viewer_follow_outline: the document changed: another picture ends the editing, another answer is compared with. */
void
vidimus_viewer_follow_outline (VidimusViewer *self)
{
  if (self->editor == NULL)
    return;
  if (vidimus_document_get_picture (self->document) != self->edited)
    vidimus_viewer_end_straightening (self, FALSE);
  else
    update_own (self);
}

/* The outline of a document over its canvas, to be corrected by hand: four corners and four sides that a pointer, a finger or
 * the keyboard moves, with a loupe at the one that is moved. */
#pragma once

#include "vidimus-canvas.h"

G_BEGIN_DECLS

/* Signals: "changed" (also of what can be undone) and "accept" (Enter on a handle). */
#define VIDIMUS_TYPE_OUTLINE_EDITOR (vidimus_outline_editor_get_type ())
G_DECLARE_FINAL_TYPE (VidimusOutlineEditor, vidimus_outline_editor, VIDIMUS, OUTLINE_EDITOR, GtkWidget)

GtkWidget *vidimus_outline_editor_new        (VidimusPicture       *picture,
                                              const VidimusQuad    *start);
void       vidimus_outline_editor_set_own    (VidimusOutlineEditor *self,
                                              const VidimusQuad    *own);
void       vidimus_outline_editor_get_quad   (VidimusOutlineEditor *self,
                                              VidimusQuad          *quad);
gboolean   vidimus_outline_editor_is_changed (VidimusOutlineEditor *self);
gboolean   vidimus_outline_editor_can_undo   (VidimusOutlineEditor *self);
gboolean   vidimus_outline_editor_can_redo   (VidimusOutlineEditor *self);
void       vidimus_outline_editor_undo       (VidimusOutlineEditor *self);
void       vidimus_outline_editor_redo       (VidimusOutlineEditor *self);
void       vidimus_outline_editor_next_first (VidimusOutlineEditor *self);
void       vidimus_outline_editor_use_own    (VidimusOutlineEditor *self);

G_END_DECLS

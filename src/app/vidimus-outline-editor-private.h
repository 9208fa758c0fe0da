#pragma once

#include "vidimus-outline-editor.h"

#include "vidimus-quad-edit.h"

G_BEGIN_DECLS

struct _VidimusOutlineEditor
{
  GtkWidget        parent_instance;

  VidimusQuadEdit  edit;
  gboolean         has_own;
  VidimusQuad      own;      /* the service's */

  GtkWidget       *handles[VIDIMUS_QUAD_EDIT_N_HANDLES]; /* children */
  int              dragged;  /* the handle under a pointer or finger that is down; −1: none */
  int              hovered;  /* the one that would be; −1: none */
  VidimusPoint     grabbed;  /* from where it was taken hold of to the handle, logical pixels */
};

/* vidimus-outline-editor.c */
VidimusCanvas *vidimus_outline_editor_get_canvas      (VidimusOutlineEditor *self);
VidimusPoint   vidimus_outline_editor_get_place       (VidimusOutlineEditor *self,
                                                       int                   handle);
int            vidimus_outline_editor_get_focused     (VidimusOutlineEditor *self);
void           vidimus_outline_editor_changed         (VidimusOutlineEditor *self);

/* vidimus-outline-editor-draw.c */
void           vidimus_outline_editor_snapshot        (GtkWidget            *widget,
                                                       GtkSnapshot          *snapshot);

/* vidimus-outline-editor-input.c */
void           vidimus_outline_editor_add_controllers (VidimusOutlineEditor *self);
gboolean       vidimus_outline_editor_focus           (GtkWidget            *widget,
                                                       GtkDirectionType      direction);

G_END_DECLS

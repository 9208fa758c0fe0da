/* The canvas with its floating controls, showing one document as it is or made flat. */
#pragma once

#include "vidimus-canvas.h"
#include "vidimus-document.h"
#include "vidimus-outline-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Properties: "rectified" (boolean), "can-rectify" and "straightening" (boolean, read-only), notified, and "shown-alarm" (int, -1: none): whose
 * evidence is drawn. */
#define VIDIMUS_TYPE_VIEWER (vidimus_viewer_get_type ())
G_DECLARE_FINAL_TYPE (VidimusViewer, vidimus_viewer, VIDIMUS, VIEWER, GtkWidget)

void           vidimus_viewer_set_document    (VidimusViewer   *self,
                                               VidimusDocument *document);
VidimusCanvas *vidimus_viewer_get_canvas      (VidimusViewer   *self);
gboolean       vidimus_viewer_get_rectified   (VidimusViewer   *self);
void           vidimus_viewer_set_rectified   (VidimusViewer   *self,
                                               gboolean         rectified);
gboolean       vidimus_viewer_get_can_rectify (VidimusViewer   *self);
gboolean       vidimus_viewer_get_shows_areas (VidimusViewer   *self);
gboolean       vidimus_viewer_get_straightening   (VidimusViewer *self);
void           vidimus_viewer_begin_straightening (VidimusViewer *self);
void           vidimus_viewer_end_straightening   (VidimusViewer *self,
                                                   gboolean       keep);
void           vidimus_viewer_use_own_outline     (VidimusViewer *self);
VidimusOutlineEditor *
               vidimus_viewer_get_editor          (VidimusViewer *self);
/* Shows the verdict on the picture, for when the results are folded away. */
void           vidimus_viewer_set_compact     (VidimusViewer   *self,
                                               gboolean         compact);

G_END_DECLS

#pragma once

#include "vidimus-viewer.h"

#include "vidimus-badge.h"

G_BEGIN_DECLS

struct _VidimusViewer
{
  GtkWidget        parent_instance;

  VidimusDocument *document;  /* owned, nullable */
  GSignalGroup    *signals;   /* owned; of the document */
  GCancellable    *cancellable; /* owned, nullable; of the flat view that is being made */
  VidimusAnswer   *flat_of;   /* owned, nullable; the answer that @flat was cut by */
  VidimusQuad      flat_quad; /* likewise */
  VidimusPicture  *flat;      /* owned, nullable */
  VidimusOutlineEditor *editor; /* borrowed from the canvas, nullable */
  VidimusPicture  *edited;    /* owned, nullable; whose outline is corrected */
  gboolean         rectified;
  gboolean         compact;
  int              shown_alarm; /* −1: none */
  guint            fade_id;

  /* Template children */
  VidimusCanvas   *canvas;
  GtkRevealer     *info_revealer;
  GtkImage        *origin;
  GtkLabel        *info;
  GtkLabel        *caption;
  GtkWidget       *verdict;
  VidimusBadge    *badge;
  GtkWidget       *missing;
  GtkImage        *missing_icon;
  GtkLabel        *absence;
  GtkSpinner      *spinner;
  GtkRevealer     *controls_revealer;
  GtkWidget       *controls;
  GtkWidget       *other_side;
  GtkMenuButton   *zoom_button;
  GtkLabel        *zoom;
  GtkRevealer     *straighten_revealer;
};

/* vidimus-viewer.c */
gboolean vidimus_viewer_get_quad       (VidimusViewer *self,
                                        VidimusQuad   *quad);
void     vidimus_viewer_update         (VidimusViewer *self);
void     vidimus_viewer_update_canvas  (VidimusViewer *self);

/* vidimus-viewer-flat.c */
void     vidimus_viewer_drop_flat      (VidimusViewer *self);

void     vidimus_viewer_update_flat    (VidimusViewer *self);

/* vidimus-viewer-straighten.c */
void     vidimus_viewer_follow_outline (VidimusViewer *self);

/* vidimus-viewer-info.c */
void     vidimus_viewer_update_info    (VidimusViewer *self);
void     vidimus_viewer_update_verdict (VidimusViewer *self);
void     vidimus_viewer_update_place   (VidimusViewer *self);
void     vidimus_viewer_update_side    (VidimusViewer *self);
void     vidimus_viewer_update_zoom    (VidimusViewer *self);

G_END_DECLS

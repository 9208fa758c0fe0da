#pragma once

#include "vidimus-canvas.h"

#include "vidimus-pyramid.h"

#define VIDIMUS_CANVAS_ZOOM_STEP 1.25

G_BEGIN_DECLS

struct _VidimusCanvas
{
  GtkWidget       parent_instance;

  VidimusPicture *picture;     /* owned, nullable; what is to be shown */
  VidimusPyramid *pyramid;     /* owned, nullable; what is shown; of an earlier picture until loaded */
  GCancellable   *loading;     /* owned, nullable */
  VidimusView     view;

  VidimusQuad     quad;
  gboolean        has_quad;
  gboolean        quad_dashed;

  GPtrArray      *areas;       /* owned, nullable; of VidimusArea */
  VidimusVerdictKind areas_kind;

  VidimusPoint    pointer;     /* where it was last, or the middle */
  VidimusPoint    drag_last;   /* offset of the drag that was already panned */
  double          pinch_start; /* zoom when the pinch began */
  gboolean        loupe;
  gboolean        dragged;

  GtkWidget      *editor;      /* child, nullable: over the picture, in place of the location */
};

/**
 * VidimusLoupe:
 * @point: of the picture, in its pixels, seen in the middle
 * @at: the middle, in the canvas's logical pixels
 * @radius: likewise
 */
typedef struct
{
  VidimusPoint point;
  VidimusPoint at;
  double       radius;
} VidimusLoupe;

/* vidimus-canvas-draw.c */
void vidimus_canvas_snapshot           (GtkWidget      *widget,
                                        GtkSnapshot    *snapshot);
graphene_rect_t
     vidimus_canvas_get_outline        (VidimusCanvas  *self);
VidimusView
     vidimus_canvas_push_loupe         (VidimusCanvas      *self,
                                        GtkSnapshot        *snapshot,
                                        const VidimusLoupe *loupe);
void vidimus_canvas_pop_loupe          (GtkSnapshot        *snapshot,
                                        const VidimusLoupe *loupe);

/* vidimus-canvas-view.c */
void vidimus_canvas_view_changed       (VidimusCanvas  *self,
                                        double          old_zoom);
void vidimus_canvas_keep_view          (VidimusCanvas  *self);
void vidimus_canvas_restore_view       (VidimusCanvas  *self);
void vidimus_canvas_reveal             (VidimusCanvas  *self,
                                        VidimusPoint    point);
void vidimus_canvas_zoom_at            (VidimusCanvas  *self,
                                        double          zoom,
                                        VidimusPoint    at);

/* vidimus-canvas-input.c */
void vidimus_canvas_add_controllers    (VidimusCanvas  *self);
void vidimus_canvas_class_add_bindings (GtkWidgetClass *widget_class);

G_END_DECLS

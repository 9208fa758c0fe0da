/* One picture to look at: zoom, pan, turn, loupe, and the location drawn over it. */
#pragma once

#include "vidimus-picture.h"
#include "vidimus-policy.h"
#include "vidimus-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Properties: "zoom" (double, device pixels per image pixel) and "loaded" (boolean), both read-only and notified. */
#define VIDIMUS_TYPE_CANVAS (vidimus_canvas_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCanvas, vidimus_canvas, VIDIMUS, CANVAS, GtkWidget)

GtkWidget   *vidimus_canvas_new             (void);
void         vidimus_canvas_set_picture     (VidimusCanvas     *self,
                                             VidimusPicture    *picture);
gboolean     vidimus_canvas_is_loaded       (VidimusCanvas     *self);
void         vidimus_canvas_set_quad        (VidimusCanvas     *self,
                                             const VidimusQuad *quad,
                                             gboolean           dashed);
void         vidimus_canvas_set_editor      (VidimusCanvas     *self,
                                             GtkWidget         *editor);
void         vidimus_canvas_set_areas       (VidimusCanvas     *self,
                                             GPtrArray         *areas,
                                             VidimusVerdictKind kind);
double       vidimus_canvas_get_zoom        (VidimusCanvas     *self);
void         vidimus_canvas_set_zoom        (VidimusCanvas     *self,
                                             double             zoom);
void         vidimus_canvas_zoom_in         (VidimusCanvas     *self);
void         vidimus_canvas_zoom_out        (VidimusCanvas     *self);
void         vidimus_canvas_zoom_fit        (VidimusCanvas     *self);
void         vidimus_canvas_turn            (VidimusCanvas     *self);
void         vidimus_canvas_set_loupe       (VidimusCanvas     *self,
                                             gboolean           loupe);
gboolean     vidimus_canvas_was_dragged     (VidimusCanvas     *self);
VidimusPoint vidimus_canvas_image_to_widget (VidimusCanvas     *self,
                                             VidimusPoint       point);
VidimusPoint vidimus_canvas_widget_to_image (VidimusCanvas     *self,
                                             VidimusPoint       point);

G_END_DECLS

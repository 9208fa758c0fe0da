/* The camera's picture as it comes, with the document's outline and how near the shot by itself is. */
#pragma once

#include "vidimus-image.h"
#include "vidimus-quad.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "mirror" (boolean, writable): left and right changed on the display, never in what is taken. */
#define VIDIMUS_TYPE_LIVE_VIEW (vidimus_live_view_get_type ())
G_DECLARE_FINAL_TYPE (VidimusLiveView, vidimus_live_view, VIDIMUS, LIVE_VIEW, GtkWidget)

void         vidimus_live_view_set_pixels      (VidimusLiveView            *self,
                                                GBytes                     *pixels,
                                                const struct vidimus_image *image);
void         vidimus_live_view_clear           (VidimusLiveView            *self);
GdkTexture  *vidimus_live_view_get_texture     (VidimusLiveView            *self);
void         vidimus_live_view_set_quad        (VidimusLiveView            *self,
                                                const VidimusQuad          *quad,
                                                gboolean                    dashed);
void         vidimus_live_view_set_progress    (VidimusLiveView            *self,
                                                double                      progress);
VidimusPoint vidimus_live_view_image_to_widget (VidimusLiveView            *self,
                                                VidimusPoint                point);

G_END_DECLS

/* A picture as textures: tiles at full size and at halves of it, made once, in a thread. */
#pragma once

#include "vidimus-picture.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_PYRAMID (vidimus_pyramid_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPyramid, vidimus_pyramid, VIDIMUS, PYRAMID, GObject)

void            vidimus_pyramid_get_async     (VidimusPicture        *picture,
                                               GCancellable          *cancellable,
                                               GAsyncReadyCallback    callback,
                                               gpointer               user_data);
VidimusPyramid *vidimus_pyramid_get_finish    (GAsyncResult          *result,
                                               GError               **error);
/* The one that a picture already has; (transfer none), nullable. */
VidimusPyramid *vidimus_pyramid_peek          (VidimusPicture        *picture);

int             vidimus_pyramid_get_width     (VidimusPyramid        *self);
int             vidimus_pyramid_get_height    (VidimusPyramid        *self);
GdkTexture     *vidimus_pyramid_get_thumbnail (VidimusPyramid        *self);
void            vidimus_pyramid_snapshot      (VidimusPyramid        *self,
                                               GtkSnapshot           *snapshot,
                                               const graphene_rect_t *visible,
                                               double                 scale);
void            vidimus_pyramid_draw          (VidimusPyramid        *self,
                                               cairo_t               *cr,
                                               const graphene_rect_t *visible,
                                               double                 scale);

G_END_DECLS

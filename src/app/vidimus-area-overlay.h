/* Where an alarm saw something, drawn over a picture. */
#pragma once

#include "vidimus-area.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * VidimusAreaOverlay:
 * @areas: (element-type VidimusArea): in the widget's logical pixels
 * @image: the picture's outline, likewise; nothing is drawn far outside of it
 * @color: of the alarm's severity
 */
typedef struct
{
  GPtrArray      *areas; /* borrowed */
  graphene_rect_t image;
  GdkRGBA         color;
} VidimusAreaOverlay;

void       vidimus_area_overlay_snapshot (const VidimusAreaOverlay *self,
                                          GtkSnapshot              *snapshot,
                                          GtkWidget                *widget);

/* As they lie in the flat document of @width × @height pixels that is cut out along @quad. */
GPtrArray *vidimus_areas_flattened       (GPtrArray                *areas,
                                          const VidimusQuad        *quad,
                                          int                       width,
                                          int                       height);

G_END_DECLS

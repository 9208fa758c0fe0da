/* The location drawn over a picture. */
#pragma once

#include "vidimus-quad.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * VidimusQuadOverlay: all in the widget's logical pixels.
 * @corners: in the service's order, numbered 1–4
 * @image: the picture's outline; what lies in it and outside of the quad is dimmed
 * @accent: of the stroke and of the numbers' discs
 * @dashed: the location is not to be relied upon
 * @progress: 0-1: how much of the way around, from the first corner on, is drawn wide and in @done
 * @open: bit i: corner i is a ring, so that what lies under it is seen
 * @large: bit i: the mark of corner i stands out
 */
typedef struct
{
  VidimusPoint    corners[4];
  graphene_rect_t image;
  GdkRGBA         accent;
  gboolean        dashed;
  double          progress;
  GdkRGBA         done;
  guint           open;
  guint           large;
} VidimusQuadOverlay;

void vidimus_quad_overlay_snapshot (const VidimusQuadOverlay *self,
                                    GtkSnapshot              *snapshot,
                                    GtkWidget                *widget);

G_END_DECLS

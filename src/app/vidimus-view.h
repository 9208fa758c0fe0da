/* Where an image stands in a widget: zoom, position, quarter turns. Pure arithmetic, no GTK. */
#pragma once

#include "vidimus-quad.h"

G_BEGIN_DECLS

#define VIDIMUS_VIEW_MAX_ZOOM 16.0

/**
 * VidimusView:
 * @image_width: of the image as stored, pixels; 0 for none
 * @width: of the widget, logical pixels
 * @scale: device pixels per logical pixel
 * @zoom: device pixels per image pixel: 1.0 is exact on every screen
 * @fit: @zoom and @centre follow the widget's size
 * @turn: quarter turns clockwise, 0–3
 * @centre: the image point in the middle of the widget
 * @rim: kept free around an image that fits, logical pixels, where there is room for it; 0: a narrow one
 * @beyond: how far outside of the image can be panned to, as a share of its shorter side
 */
typedef struct
{
  int          image_width;
  int          image_height;
  double       width;
  double       height;
  double       scale;
  double       zoom;
  gboolean     fit;
  int          turn;
  VidimusPoint centre;
  double       rim;
  double       beyond;
} VidimusView;

void         vidimus_view_init            (VidimusView  *self);
void         vidimus_view_set_image       (VidimusView  *self,
                                           int           width,
                                           int           height);
void         vidimus_view_set_size        (VidimusView  *self,
                                           double        width,
                                           double        height,
                                           double        scale);
void         vidimus_view_set_room        (VidimusView  *self,
                                           double        rim,
                                           double        beyond);
double       vidimus_view_get_fit_zoom    (VidimusView  *self);
double       vidimus_view_get_min_zoom    (VidimusView  *self);
void         vidimus_view_fit             (VidimusView  *self);
void         vidimus_view_zoom_at         (VidimusView  *self,
                                           double        zoom,
                                           VidimusPoint  at);
void         vidimus_view_pan             (VidimusView  *self,
                                           double        dx,
                                           double        dy);
void         vidimus_view_turn            (VidimusView  *self,
                                           int           quarters);
VidimusTransform
             vidimus_view_get_transform   (VidimusView  *self);
VidimusPoint vidimus_view_image_to_widget (VidimusView  *self,
                                           VidimusPoint  point);
VidimusPoint vidimus_view_widget_to_image (VidimusView  *self,
                                           VidimusPoint  point);
VidimusPoint vidimus_view_place_loupe     (VidimusView  *self,
                                           VidimusPoint  at,
                                           double        radius,
                                           double        gap);

G_END_DECLS

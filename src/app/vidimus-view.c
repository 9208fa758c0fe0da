#include "vidimus-view.h"

#include <math.h>

/* The free rim around an image that fits: this share of the shorter side, up to this many logical pixels. */
#define RIM_SHARE 0.035
#define RIM_MAX   28.0

/* A wider one, if it is asked for, takes at most this share of the shorter side. */
#define RIM_SHARE_MOST 0.14

/* A small picture is enlarged to fit at most so much: its pixels stay readable as pixels. */
#define FIT_MAX 2.0

static void
turn_point (int     turn,
            double  x,
            double  y,
            double *tx,
            double *ty)
{
  switch (turn)
    {
    case 1:
      *tx = -y;
      *ty = x;
      break;
    case 2:
      *tx = -x;
      *ty = -y;
      break;
    case 3:
      *tx = y;
      *ty = -x;
      break;
    default:
      *tx = x;
      *ty = y;
      break;
    }
}

/**
 * vidimus_view_init:
 *
 * A view of no image, fitting, at 1:1.
 */
void
vidimus_view_init (VidimusView *self)
{
  *self = (VidimusView) { .scale = 1.0, .zoom = 1.0, .fit = TRUE };
}

static void
turned_size (VidimusView *self,
             double      *width,
             double      *height)
{
  *width = self->turn % 2 == 0 ? self->image_width : self->image_height;
  *height = self->turn % 2 == 0 ? self->image_height : self->image_width;
}

/* Within what can be panned to along one axis of the image: all of it in the middle when it fits, else up to its edges. */
static double
clamp_along (double centre,
             double half,   /* of the widget, image pixels */
             double size,   /* of the image */
             double beyond) /* either end of it */
{
  if (half * 2.0 >= size + 2.0 * beyond)
    return size / 2.0;

  return CLAMP (centre, half - beyond, size - half + beyond);
}

/* Keeps the image in sight. */
static void
clamp_centre (VidimusView *self)
{
  double beyond = self->beyond * MIN (self->image_width, self->image_height) + self->rim * self->scale / self->zoom;
  double half_width = self->width * self->scale / self->zoom / 2.0;
  double half_height = self->height * self->scale / self->zoom / 2.0;
  double half_x = self->turn % 2 == 0 ? half_width : half_height; /* of the widget, along the image's axes */
  double half_y = self->turn % 2 == 0 ? half_height : half_width;

  self->centre.x = clamp_along (self->centre.x, half_x, self->image_width, beyond);
  self->centre.y = clamp_along (self->centre.y, half_y, self->image_height, beyond);
}

static void
settle (VidimusView *self)
{
  if (self->fit)
    self->zoom = vidimus_view_get_fit_zoom (self);
  clamp_centre (self);
}

/**
 * vidimus_view_set_image:
 *
 * Shows another image, of that many pixels, fitting and without a turn.
 */
void
vidimus_view_set_image (VidimusView *self,
                        int          width,
                        int          height)
{
  self->image_width = width;
  self->image_height = height;
  self->turn = 0;
  vidimus_view_fit (self);
}

/**
 * vidimus_view_set_size:
 * @scale: device pixels per logical pixel; a change keeps what is in the middle and its logical size
 *
 * The widget's size, in logical pixels.
 */
void
vidimus_view_set_size (VidimusView *self,
                       double       width,
                       double       height,
                       double       scale)
{
  if (scale != self->scale)
    self->zoom *= scale / self->scale;
  self->width = width;
  self->height = height;
  self->scale = scale;
  settle (self);
}

/**
 * vidimus_view_set_room:
 * @rim: kept free around an image that fits, logical pixels; 0 for the usual
 * @beyond: how far outside of the image can be panned to, as a share of its shorter side; 0 for not at all
 */
void
vidimus_view_set_room (VidimusView *self,
                       double       rim,
                       double       beyond)
{
  self->rim = rim;
  self->beyond = beyond;
  settle (self);
}

/**
 * vidimus_view_get_fit_zoom:
 *
 * Returns: the zoom at which the whole image is seen, with a rim; 1 without an image or a size
 */
double
vidimus_view_get_fit_zoom (VidimusView *self)
{
  double shorter = MIN (self->width, self->height);
  double rim = MAX (MIN (RIM_MAX, shorter * RIM_SHARE), MIN (self->rim, shorter * RIM_SHARE_MOST));
  double width, height, zoom;

  turned_size (self, &width, &height);
  if (width <= 0 || height <= 0 || self->width <= 2 * rim || self->height <= 2 * rim)
    return 1.0;

  zoom = MIN ((self->width - 2 * rim) / width, (self->height - 2 * rim) / height) * self->scale;

  return MIN (zoom, FIT_MAX * self->scale);
}

/**
 * vidimus_view_get_min_zoom:
 *
 * Returns: the least zoom that is offered: the image whole, or a tenth if that is less
 */
double
vidimus_view_get_min_zoom (VidimusView *self)
{
  return MIN (vidimus_view_get_fit_zoom (self), 0.1);
}

/**
 * vidimus_view_fit:
 *
 * Shows all of the image, now and when the widget's size changes.
 */
void
vidimus_view_fit (VidimusView *self)
{
  self->fit = TRUE;
  self->centre = (VidimusPoint) { self->image_width / 2.0, self->image_height / 2.0 };
  settle (self);
}

/**
 * vidimus_view_zoom_at:
 * @zoom: device pixels per image pixel; clamped to what is offered
 * @at: in the widget; the image point there stays there, as far as the image's edges allow
 *
 * Reckoned from the centre, not from the transform: its whole pixels would add up over the many steps of a pinch.
 */
void
vidimus_view_zoom_at (VidimusView  *self,
                      double        zoom,
                      VidimusPoint  at)
{
  double old = self->zoom;
  double dx, dy;

  self->fit = FALSE;
  self->zoom = CLAMP (zoom, vidimus_view_get_min_zoom (self), VIDIMUS_VIEW_MAX_ZOOM);

  turn_point ((4 - self->turn) % 4, at.x - self->width / 2.0, at.y - self->height / 2.0, &dx, &dy);
  self->centre.x += dx * self->scale * (1.0 / old - 1.0 / self->zoom);
  self->centre.y += dy * self->scale * (1.0 / old - 1.0 / self->zoom);
  clamp_centre (self);
}

/**
 * vidimus_view_pan:
 * @dx: how far the image moves to the right, logical pixels
 * @dy: likewise, down
 */
void
vidimus_view_pan (VidimusView *self,
                  double       dx,
                  double       dy)
{
  double ix, iy;

  turn_point ((4 - self->turn) % 4, dx, dy, &ix, &iy);
  self->centre.x -= ix * self->scale / self->zoom;
  self->centre.y -= iy * self->scale / self->zoom;
  clamp_centre (self);
}

/**
 * vidimus_view_turn:
 * @quarters: clockwise; negative for the other way
 *
 * Turns the image about the middle of the widget.
 */
void
vidimus_view_turn (VidimusView *self,
                   int          quarters)
{
  self->turn = ((self->turn + quarters) % 4 + 4) % 4;
  settle (self);
}

/**
 * vidimus_view_get_transform:
 *
 * From image pixels to the widget's logical pixels. The offset is whole device pixels, so that 1:1 is sharp.
 */
VidimusTransform
vidimus_view_get_transform (VidimusView *self)
{
  double s = self->zoom / self->scale;
  double cx, cy, xx, xy, yx, yy;

  turn_point (self->turn, self->centre.x, self->centre.y, &cx, &cy);
  turn_point (self->turn, 1, 0, &xx, &yx);
  turn_point (self->turn, 0, 1, &xy, &yy);

  return (VidimusTransform) {
    .xx = xx * s, .xy = xy * s, .x0 = round ((self->width / 2.0 - cx * s) * self->scale) / self->scale,
    .yx = yx * s, .yy = yy * s, .y0 = round ((self->height / 2.0 - cy * s) * self->scale) / self->scale,
  };
}

/**
 * vidimus_view_image_to_widget:
 *
 * Returns: where that point of the image is seen, in logical pixels
 */
VidimusPoint
vidimus_view_image_to_widget (VidimusView  *self,
                              VidimusPoint  point)
{
  VidimusTransform t = vidimus_view_get_transform (self);

  return (VidimusPoint) {
    t.xx * point.x + t.xy * point.y + t.x0,
    t.yx * point.x + t.yy * point.y + t.y0,
  };
}

/**
 * vidimus_view_widget_to_image:
 *
 * The inverse of vidimus_view_image_to_widget().
 */
VidimusPoint
vidimus_view_widget_to_image (VidimusView  *self,
                              VidimusPoint  point)
{
  VidimusTransform t = vidimus_view_get_transform (self);
  double determinant = t.xx * t.yy - t.xy * t.yx;
  double x = point.x - t.x0;
  double y = point.y - t.y0;

  return (VidimusPoint) {
    (t.yy * x - t.xy * y) / determinant,
    (t.xx * y - t.yx * x) / determinant,
  };
}

/**
 * vidimus_view_place_loupe:
 * @at: what is looked at, in the widget
 * @radius: of the loupe, logical pixels
 * @gap: between @at and the loupe
 *
 * Above what it shows, where no hand is, as long as the widget has room there; else beside it, and last below it.
 *
 * Returns: the middle of the loupe, which lies all in the widget if that is large enough
 */
VidimusPoint
vidimus_view_place_loupe (VidimusView  *self,
                          VidimusPoint  at,
                          double        radius,
                          double        gap)
{
  static const double directions[][2] = { { 0, -1 }, { -M_SQRT1_2, -M_SQRT1_2 }, { M_SQRT1_2, -M_SQRT1_2 }, { -1, 0 },
                                          { 1, 0 }, { -M_SQRT1_2, M_SQRT1_2 }, { M_SQRT1_2, M_SQRT1_2 }, { 0, 1 } };
  double most_x = MAX (self->width - radius, radius), most_y = MAX (self->height - radius, radius);
  VidimusPoint best = at;
  double furthest = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (directions) && furthest < radius + gap - 1e-6; i++)
    {
      double x = CLAMP (at.x + directions[i][0] * (radius + gap), radius, most_x);
      double y = CLAMP (at.y + directions[i][1] * (radius + gap), radius, most_y);

      if (hypot (x - at.x, y - at.y) > furthest + 1e-6)
        {
          furthest = hypot (x - at.x, y - at.y);
          best = (VidimusPoint) { x, y };
        }
    }

  return best;
}

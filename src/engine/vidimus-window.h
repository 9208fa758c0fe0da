/* A turned rectangle of a picture, cut out to be looked at closely. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-image.h"

/** struct vidimus_window: pixel (x, y) of the window shows @origin + x · (@dx, @dy) + y · (−@dy, @dx) of the picture. */
struct vidimus_window
{
  struct vidimus_point origin;
  double               dx;
  double               dy;
  int                  width;
  int                  height;
};

bool                 vidimus_window_around (const struct vidimus_quad   *quad,
                                            double                       margin,
                                            int                          width,
                                            int                          height,
                                            struct vidimus_window       *window);
struct vidimus_point vidimus_window_to     (const struct vidimus_window *window,
                                            struct vidimus_point         p);
struct vidimus_point vidimus_window_from   (const struct vidimus_window *window,
                                            struct vidimus_point         p);
double               vidimus_window_scale  (const struct vidimus_window *window);
bool                 vidimus_window_cut    (const struct vidimus_window *window,
                                            const struct vidimus_image  *image,
                                            struct vidimus_image        *out,
                                            uint8_t                     *beyond);

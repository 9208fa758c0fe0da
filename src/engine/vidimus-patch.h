/* A turned rectangle of a picture, cut out to be looked at closely. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-image.h"

/** struct vidimus_patch: pixel (x, y) of the patch shows @origin + x · (@dx, @dy) + y · (−@dy, @dx) of the picture. */
struct vidimus_patch
{
  struct vidimus_point origin;
  double               dx;
  double               dy;
  int                  width;
  int                  height;
};

bool                 vidimus_patch_around (const struct vidimus_quad  *quad,
                                           double                      margin,
                                           int                         width,
                                           int                         height,
                                           struct vidimus_patch       *patch);
struct vidimus_point vidimus_patch_to     (const struct vidimus_patch *patch,
                                           struct vidimus_point        p);
struct vidimus_point vidimus_patch_from   (const struct vidimus_patch *patch,
                                           struct vidimus_point        p);
double               vidimus_patch_scale  (const struct vidimus_patch *patch);
bool                 vidimus_patch_cut    (const struct vidimus_patch *patch,
                                           const struct vidimus_image *image,
                                           struct vidimus_image       *out,
                                           uint8_t                    *beyond);

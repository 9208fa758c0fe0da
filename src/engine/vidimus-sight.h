/* What localisation's network saw of a picture, and what it says about a quad. */
#pragma once

#include "vidimus-locate-net.h"

/** struct vidimus_sight: @scale_x and @scale_y are cells a pixel of the picture that quads are in. */
struct vidimus_sight
{
  struct vidimus_locate_maps maps;
  float                      rows[VIDIMUS_LOCATE_MAP_SIDE_CELLS][VIDIMUS_LOCATE_MAP_SIDE_CELLS + 1]; /* sums of the mask from the left */
  double                     mass;    /* cells of the mask */
  double                     scale_x;
  double                     scale_y;
  bool                       found;   /* there is a mask worth a quad */
  struct vidimus_quad        quad;    /* fitted to the mask, in pixels, clockwise */
};

/** struct vidimus_seen: all 0–1. */
struct vidimus_seen
{
  double overlap;  /* intersection over union with the mask */
  double inside;   /* mean of the mask in the quad */
  double side;     /* mean of the sides that the network saw along those of the quad, where they are in the frame */
  double weakest;  /* … of the weakest side */
  double corners;  /* mean over the corners in the frame */
};

void                vidimus_sight_sum     (struct vidimus_sight       *sight,
                                           int                         width,
                                           int                         height);
enum vidimus_status vidimus_sight_look    (const struct vidimus_image *rgb,
                                           const struct vidimus_hooks *hooks,
                                           struct vidimus_sight       *sight);
double              vidimus_sight_overlap (const struct vidimus_sight *sight,
                                           const struct vidimus_quad  *quad);
void                vidimus_sight_judge   (const struct vidimus_sight *sight,
                                           const struct vidimus_quad  *quad,
                                           struct vidimus_seen        *seen);
double              vidimus_sight_along   (const struct vidimus_sight *sight,
                                           struct vidimus_point        a,
                                           struct vidimus_point        b);

double              vidimus_sight_side    (const struct vidimus_sight *sight,
                                           double                      x,
                                           double                      y);

bool                vidimus_maps_fit      (const struct vidimus_locate_maps *maps,
                                           struct vidimus_quad              *quad);

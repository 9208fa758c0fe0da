/* Scenes with one document, or none: what localisation's network learns from. All of it is invented here. */
#pragma once

#include "vidimus-image.h"
#include "vidimus-location-paper.h"

/** struct location_scene: @quad is the whole document's, in pixels of @canvas, clockwise; it may reach beyond the frame. */
struct location_scene
{
  struct location_canvas canvas;
  struct vidimus_quad    quad;
  bool                   empty; /* no document: @quad is zeroed */
};

bool location_scene_draw   (struct location_scene       *scene,
                            const struct location_grain *grain,
                            enum location_kinds          kinds,
                            int                          width,
                            int                          height,
                            uint64_t                    *random);
bool location_scene_expose (struct location_scene       *scene,
                            int                          reduce,
                            uint64_t                    *random,
                            struct vidimus_image        *out);
void location_scene_light  (struct location_scene       *scene,
                            bool                         screen,
                            uint64_t                    *random);
void location_scene_over   (struct location_scene       *scene,
                            const struct location_grain *grain,
                            enum location_kinds          kinds,
                            uint64_t                    *random);

struct vidimus_point location_between (struct vidimus_point a,
                                       struct vidimus_point b,
                                       double               share);
struct location_colour location_skin  (uint64_t            *random);

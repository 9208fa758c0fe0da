/* Grounds that documents are drawn on: textures, patterns, and things that lie about. */
#pragma once

#include "vidimus-location-canvas.h"

/** struct location_grain: tileable textures that grounds are made of; large. */
struct location_grain;

/* Kinds that are kept from training, to judge by what was never seen; or the only ones. */
enum location_kinds
{
  LOCATION_KINDS_LEARNT,
  LOCATION_KINDS_HELD,
  LOCATION_KINDS_ALL,
};

struct location_grain *location_grain_new    (void);
void                   location_grain_free   (struct location_grain       *grain);

void                   location_paint_ground (struct location_canvas      *canvas,
                                              const struct location_grain *grain,
                                              enum location_kinds          kinds,
                                              uint64_t                    *random);
void                   location_paint_grain  (struct location_canvas      *canvas,
                                              const struct location_grain *grain,
                                              double                       strength,
                                              uint64_t                    *random);

/* Scenes with one document, or none: what localisation's network learns from. All of it is invented here. */
#pragma once

#include "vidimus-image.h"
#include "vidimus-location-paper.h"

/* Quads that are kept of what else lies about. */
#define LOCATION_MOST_OTHERS 8

/** struct location_scene: @quad is the whole document's, in pixels of @canvas, clockwise; it may reach beyond the frame. */
struct location_scene
{
  struct location_canvas canvas;
  struct vidimus_quad    quad;
  bool                   empty;  /* no document: @quad is zeroed */
  bool                   copy;   /* it is without colour */
  bool                   screen; /* a screen shows it */
  struct vidimus_quad    others[LOCATION_MOST_OTHERS]; /* what could be taken for it */
  int                    n_others;
};

/** struct location_odds: how many of the scenes are so, 0–1. */
struct location_odds
{
  double flat;  /* the document fills the frame */
  double cut;   /* the frame cuts it */
  double copy;  /* it is a black-and-white copy, and then: */
  double sheet; /* on a sheet of plain paper */
  double plain; /* of what documents lie in or on, and what is a plain light surface */
};

extern const struct location_odds location_odds_whole; /* what the network sees of whole pictures was drawn with these … */
extern const struct location_odds location_odds_close; /* … and what it sees closely with these */

bool location_scene_draw   (struct location_scene       *scene,
                            const struct location_odds  *odds,
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
                            uint64_t                    *random);
void location_scene_over   (struct location_scene       *scene,
                            const struct location_grain *grain,
                            enum location_kinds          kinds,
                            uint64_t                    *random);

struct vidimus_point location_between (struct vidimus_point a,
                                       struct vidimus_point b,
                                       double               share);
struct location_colour location_skin  (uint64_t            *random);

/* Pictures of a drawn card on a drawn ground, for the tests of location and of what follows from it. */
#pragma once

#include "vidimus-stages-private.h"

#include <glib.h>

/** SceneGround: what the card lies on. */
typedef enum
{
  SCENE_PLAIN,
  SCENE_GRAIN, /* like wood: streaks along one direction */
  SCENE_TILES,
  SCENE_N_GROUNDS,
} SceneGround;

/**
 * scene_draw:
 *
 * A picture of @width × @height with a card on the ground; @quad may reach beyond it. Free with vidimus_image_free().
 */
void scene_draw        (struct vidimus_image      *image,
                        int                        width,
                        int                        height,
                        SceneGround                ground,
                        const struct vidimus_quad *quad,  /* nullable: the ground alone */
                        guint32                    seed);

/** scene_draw_card: the card alone, as a scan has it. */
void scene_draw_card   (struct vidimus_image      *image,
                        int                        width,
                        int                        height);

/** scene_add_card: the card where @quad is, over what is there. */
void scene_add_card    (struct vidimus_image      *image,
                        const struct vidimus_quad *quad);

/** scene_add_rounded_card: with corners rounded by @radius, in shares of the card's width; ID-1's is .037. */
void scene_add_rounded_card (struct vidimus_image      *image,
                             const struct vidimus_quad *quad,
                             double                     radius);

/** scene_paint_quad: fills a convex quad with one colour. */
void scene_paint_quad  (struct vidimus_image      *image,
                        const struct vidimus_quad *quad,
                        guint32                    rgb);

/** scene_photograph: where a card of @aspect is seen, turned and tilted (radians), its width @size pixels when facing. */
struct vidimus_quad
     scene_photograph  (double                     aspect,
                        double                     size,
                        double                     x,
                        double                     y,
                        double                     turn,
                        double                     tilt,
                        double                     pan);

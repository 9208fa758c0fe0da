/* A small convolutional network that sees where in a picture the document is: a mask, its sides, its corners, what covers it. */
#pragma once

#include "vidimus-stages-private.h"

/* The picture's longer side, and what both sides are multiples of; the maps are a quarter of that. */
#define VIDIMUS_LOCATE_NET_SIDE 160
#define VIDIMUS_LOCATE_NET_STEP 16
#define VIDIMUS_LOCATE_NET_CELL 4

#define VIDIMUS_LOCATE_NET_INPUTS 4

/* Planes of what is seen are stored as signed bytes, so many to one deviation. */
#define VIDIMUS_LOCATE_NET_UNIT 32

enum vidimus_locate_map
{
  VIDIMUS_LOCATE_MAP_INSIDE, /* the document, covered or not */
  VIDIMUS_LOCATE_MAP_SIDE,
  VIDIMUS_LOCATE_MAP_CORNER,
  VIDIMUS_LOCATE_MAP_COVER,  /* something lies over the document */
  VIDIMUS_N_LOCATE_MAPS,
};

#define VIDIMUS_LOCATE_MAP_SIDE_CELLS (VIDIMUS_LOCATE_NET_SIDE / VIDIMUS_LOCATE_NET_CELL)

/** struct vidimus_locate_maps: probabilities, row by row, @width × @height cells that cover the whole picture. */
struct vidimus_locate_maps
{
  int   width;
  int   height;
  float p[VIDIMUS_N_LOCATE_MAPS][VIDIMUS_LOCATE_MAP_SIDE_CELLS * VIDIMUS_LOCATE_MAP_SIDE_CELLS];
};

void vidimus_locate_net_size   (int                         width,
                                int                         height,
                                int                        *net_width,
                                int                        *net_height);
bool vidimus_locate_net_planes (const struct vidimus_image *rgb,
                                int8_t                     *planes);

/* Trained: each layer's weights are blocks of eight outputs, in them row by row, pixel by pixel, input by input; each output has a scale
 * and a bias. (vidimus-locate-weights.c, generated) */
extern const int8_t vidimus_locate_weights[];
extern const float  vidimus_locate_scales[];
extern const float  vidimus_locate_biases[];

enum vidimus_status vidimus_locate_net_run (const int8_t               *planes,
                                            int                         width,
                                            int                         height,
                                            const struct vidimus_hooks *hooks,
                                            struct vidimus_locate_maps *maps);
enum vidimus_status vidimus_locate_net_see (const struct vidimus_image *rgb,
                                            const struct vidimus_hooks *hooks,
                                            struct vidimus_locate_maps *maps);

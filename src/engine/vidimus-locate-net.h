/* A small convolutional network that sees where in a picture the document is: a mask, its sides, its corners, what covers it. */
#pragma once

#include "vidimus-stages-private.h"

/* The picture's longer side, and what both sides are multiples of; the maps are a quarter of that. */
#define VIDIMUS_LOCATE_NET_SIDE 160
#define VIDIMUS_LOCATE_NET_STEP 16
#define VIDIMUS_LOCATE_NET_CELL 4

#define VIDIMUS_LOCATE_NET_INPUTS 4

/* A close look's patch may reach beyond the picture: a fifth plane says where. */
#define VIDIMUS_CLOSE_NET_INPUTS 5

/* Planes of what is seen are stored as signed bytes, so many to one deviation. */
#define VIDIMUS_LOCATE_NET_UNIT 32

enum vidimus_locate_map
{
  VIDIMUS_LOCATE_MAP_INSIDE, /* the document, covered or not */
  VIDIMUS_LOCATE_MAP_SIDE,
  VIDIMUS_LOCATE_MAP_CORNER,
  VIDIMUS_LOCATE_MAP_COVER,  /* something lies over the document */
  VIDIMUS_N_LOCATE_MAPS,
  VIDIMUS_CLOSE_MAP_GLARE = VIDIMUS_N_LOCATE_MAPS, /* from here on what a close look alone sees: a lamp's reflection on the document */
  VIDIMUS_CLOSE_MAP_LOST,    /* a part of the document that is folded or torn away */
  VIDIMUS_CLOSE_MAP_COPY,    /* the document, where it is a black-and-white copy */
  VIDIMUS_CLOSE_MAP_SCREEN,  /* the document, where a screen shows it */
  VIDIMUS_N_CLOSE_MAPS,
};

#define VIDIMUS_LOCATE_MAP_SIDE_CELLS (VIDIMUS_LOCATE_NET_SIDE / VIDIMUS_LOCATE_NET_CELL)

/** struct vidimus_locate_maps: probabilities, row by row, @width × @height cells that cover the whole picture, or the patch. */
struct vidimus_locate_maps
{
  int   width;
  int   height;
  float p[VIDIMUS_N_CLOSE_MAPS][VIDIMUS_LOCATE_MAP_SIDE_CELLS * VIDIMUS_LOCATE_MAP_SIDE_CELLS];
};

void vidimus_locate_net_size   (int                         width,
                                int                         height,
                                int                        *net_width,
                                int                        *net_height);
bool vidimus_locate_net_planes (const struct vidimus_image *rgb,
                                int8_t                     *planes);

/**
 * struct vidimus_locate_weights: trained. Each layer's weights are blocks of eight outputs, in them row by row, pixel by pixel, input by input;
 * each output has a scale and a bias.
 */
struct vidimus_locate_weights
{
  int           n_inputs;
  int           n_maps;
  const int8_t *weights;
  const float  *scales;
  const float  *biases;
};

extern const struct vidimus_locate_weights vidimus_locate_weights; /* for a whole picture (vidimus-locate-weights.c, generated) */
extern const struct vidimus_locate_weights vidimus_close_weights;  /* for a patch of it (vidimus-close-weights.c, generated) */

enum vidimus_status vidimus_locate_net_run (const struct vidimus_locate_weights *weights,
                                            const int8_t                        *planes,
                                            int                                  width,
                                            int                                  height,
                                            const struct vidimus_hooks          *hooks,
                                            struct vidimus_locate_maps          *maps);
enum vidimus_status vidimus_locate_net_see (const struct vidimus_image          *rgb,
                                            const struct vidimus_hooks          *hooks,
                                            struct vidimus_locate_maps          *maps);

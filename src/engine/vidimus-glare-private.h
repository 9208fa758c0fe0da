/* How far the card rises above its paper, and the blobs of what does. C11, no GLib. */
#pragma once

#include "vidimus-alarm-private.h"

enum vidimus_glare_height
{
  VIDIMUS_GLARE_CLIPPED, /* nearly white */
  VIDIMUS_GLARE_SLIGHT,
  VIDIMUS_GLARE_HEIGHTS,
};

/** struct vidimus_glare_map: one byte a pixel in all planes. */
struct vidimus_glare_map
{
  int      width;
  int      height;
  uint8_t *low;     /* the least channel, the paper's tint taken off */
  uint8_t *ground;  /* the same with fine dark print closed */
  uint8_t *cut;     /* where the ground is over the height that was cut at last */
  uint8_t *seen;
  uint8_t *spare;
  uint8_t *burnt;   /* where every channel is clipped in the picture itself … */
  double   burnt_out; /* … and how much of the card is so outside of what was cut */
  int     *queue;   /* the pixels of the blob found last come first */
  double   plane[3]; /* the paper: at the middle, and its slopes over the card's width and height */
  double   paper;    /* its mean level */
  double   gain;     /* what made up for a lack of exposure */
  int      next;     /* what but 3 % of the card outside of the clipped lies under */
  bool     flat;     /* the picture is the document */
  int      dark;     /* what but 10 % of the card outside of all blobs lies over */
};

/** struct vidimus_glare_blob: one, as its search leaves it. */
struct vidimus_glare_blob
{
  int    area;
  int    touch; /* pixels on the card's outline */
  int    left, right, top, bottom;
  double sum;   /* of the ground's levels */
  int    rim;   /* pixels on its own outline, but for those … */
  double soft;  /* … and how soft the ground is there, summed */
  int    burnt; /* pixels of it that are clipped in the picture itself */
  int    dark;  /* what but 10 % of its pixels lie over, print included */
  double sum_x, sum_y, sum_xx, sum_yy, sum_xy;
};

bool vidimus_glare_map_init  (struct vidimus_glare_map         *map,
                              const struct vidimus_alarm_input *input);
void vidimus_glare_map_clear (struct vidimus_glare_map         *map);
void vidimus_glare_map_cut   (struct vidimus_glare_map         *map,
                              enum vidimus_glare_height         height);
bool vidimus_glare_map_next  (struct vidimus_glare_map         *map,
                              int                              *at,
                              double                            soft,
                              double                            sharp,
                              struct vidimus_glare_blob        *blob);

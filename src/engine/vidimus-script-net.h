/* A small convolutional network that tells the script of a piece of a line of text, and whether it stands on its head. */
#pragma once

#include <stdint.h>

/* The window: the dense rows of a line fill five eighths of its height, so that marks above and below are seen. */
#define VIDIMUS_SCRIPT_W 96
#define VIDIMUS_SCRIPT_H 24

enum vidimus_script
{
  VIDIMUS_SCRIPT_LATIN, /* and Cyrillic and Greek */
  VIDIMUS_SCRIPT_HAN,
  VIDIMUS_SCRIPT_THAI,
  VIDIMUS_SCRIPT_KHMER,
  VIDIMUS_SCRIPT_BURMESE,
  VIDIMUS_SCRIPT_DIGITS, /* the European ones */
  VIDIMUS_SCRIPT_OTHER,  /* another script, text that runs across the window, no text */
  VIDIMUS_N_SCRIPTS,
};

/* The classes: every script but the last upright, the same upside down, the last. */
#define VIDIMUS_SCRIPT_N_CLASSES (2 * VIDIMUS_SCRIPT_OTHER + 1)

#define VIDIMUS_SCRIPT_MAPS1  8
#define VIDIMUS_SCRIPT_MAPS2  20
#define VIDIMUS_SCRIPT_MAPS3  40
#define VIDIMUS_SCRIPT_COLS   (VIDIMUS_SCRIPT_W / 8)
#define VIDIMUS_SCRIPT_FLAT   (VIDIMUS_SCRIPT_MAPS3 * VIDIMUS_SCRIPT_H / 8)
#define VIDIMUS_SCRIPT_HIDDEN 64

/**
 * struct vidimus_script_net: three times 3 × 3 convolution and 2 × 2 maximum, a dense layer over every column, their mean and
 * greatest, a dense layer.
 */
struct vidimus_script_net
{
  float conv1[VIDIMUS_SCRIPT_MAPS1][1][9];
  float bias1[VIDIMUS_SCRIPT_MAPS1];
  float conv2[VIDIMUS_SCRIPT_MAPS2][VIDIMUS_SCRIPT_MAPS1][9];
  float bias2[VIDIMUS_SCRIPT_MAPS2];
  float conv3[VIDIMUS_SCRIPT_MAPS3][VIDIMUS_SCRIPT_MAPS2][9];
  float bias3[VIDIMUS_SCRIPT_MAPS3];
  float column[VIDIMUS_SCRIPT_FLAT][VIDIMUS_SCRIPT_HIDDEN];
  float bias4[VIDIMUS_SCRIPT_HIDDEN];
  float dense[2 * VIDIMUS_SCRIPT_HIDDEN][VIDIMUS_SCRIPT_N_CLASSES];
  float bias5[VIDIMUS_SCRIPT_N_CLASSES];
};

#define VIDIMUS_SCRIPT_N_WEIGHTS ((int) (sizeof (struct vidimus_script_net) / sizeof (float)))
#define VIDIMUS_SCRIPT_N_LAYERS  10

/**
 * struct vidimus_script_state: what every layer said of one window; the caller's, so that threads don't share. What is
 * convolved has a border of zeroes: start from a zeroed state.
 */
struct vidimus_script_state
{
  float in[1][VIDIMUS_SCRIPT_H + 2][VIDIMUS_SCRIPT_W + 2];
  float c1[VIDIMUS_SCRIPT_MAPS1][VIDIMUS_SCRIPT_H][VIDIMUS_SCRIPT_W];
  float p1[VIDIMUS_SCRIPT_MAPS1][VIDIMUS_SCRIPT_H / 2 + 2][VIDIMUS_SCRIPT_W / 2 + 2];
  float c2[VIDIMUS_SCRIPT_MAPS2][VIDIMUS_SCRIPT_H / 2][VIDIMUS_SCRIPT_W / 2];
  float p2[VIDIMUS_SCRIPT_MAPS2][VIDIMUS_SCRIPT_H / 4 + 2][VIDIMUS_SCRIPT_W / 4 + 2];
  float c3[VIDIMUS_SCRIPT_MAPS3][VIDIMUS_SCRIPT_H / 4][VIDIMUS_SCRIPT_W / 4];
  float p3[VIDIMUS_SCRIPT_MAPS3][VIDIMUS_SCRIPT_H / 8][VIDIMUS_SCRIPT_COLS];
  float hidden[VIDIMUS_SCRIPT_COLS][VIDIMUS_SCRIPT_HIDDEN];
  float pooled[2 * VIDIMUS_SCRIPT_HIDDEN];
  float log_p[VIDIMUS_SCRIPT_N_CLASSES]; /* natural logarithms of the probabilities */
};

/* The trained weights: ten layers of signed bytes, each times its own scale. (vidimus-script-weights.c, generated) */
extern const int8_t vidimus_script_weights[];
extern const float  vidimus_script_scales[VIDIMUS_SCRIPT_N_LAYERS];

void vidimus_script_layer_sizes (int                              sizes[VIDIMUS_SCRIPT_N_LAYERS]);
void vidimus_script_net_load    (struct vidimus_script_net       *net);
void vidimus_script_set_window  (struct vidimus_script_state     *state,
                                 const uint8_t                   *pixels);
void vidimus_script_net_run     (const struct vidimus_script_net *net,
                                 struct vidimus_script_state     *state);

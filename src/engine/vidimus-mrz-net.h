/* A small convolutional network that names one OCR-B character in the middle of a window. */
#pragma once

#include <stdint.h>

/* The window: a cell is 16 wide (the pitch) and a capital letter is 16 high; five pixels of margin above
 * and below, three of each neighbour. */
#define VIDIMUS_MRZ_CELL      16
#define VIDIMUS_MRZ_CAP       16
#define VIDIMUS_MRZ_WINDOW_W  22
#define VIDIMUS_MRZ_WINDOW_H  26

/* The classes: 0–9, A–Z, the filler, and "no character". */
#define VIDIMUS_MRZ_ALPHABET  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
#define VIDIMUS_MRZ_N_CHARS   37
#define VIDIMUS_MRZ_NOTHING   37
#define VIDIMUS_MRZ_N_CLASSES 38

#define VIDIMUS_MRZ_MAPS1  8
#define VIDIMUS_MRZ_MAPS2  24
#define VIDIMUS_MRZ_C1_W   20
#define VIDIMUS_MRZ_C1_H   24
#define VIDIMUS_MRZ_P1_W   10
#define VIDIMUS_MRZ_P1_H   12
#define VIDIMUS_MRZ_C2_W   8
#define VIDIMUS_MRZ_C2_H   10
#define VIDIMUS_MRZ_P2_W   4
#define VIDIMUS_MRZ_P2_H   5
#define VIDIMUS_MRZ_FLAT   (VIDIMUS_MRZ_MAPS2 * VIDIMUS_MRZ_P2_W * VIDIMUS_MRZ_P2_H)
#define VIDIMUS_MRZ_HIDDEN 64

/** struct vidimus_mrz_net: 3 × 3 convolution, 2 × 2 maximum, the same again, two dense layers. */
struct vidimus_mrz_net
{
  float conv1[VIDIMUS_MRZ_MAPS1][9];
  float bias1[VIDIMUS_MRZ_MAPS1];
  float conv2[VIDIMUS_MRZ_MAPS2][VIDIMUS_MRZ_MAPS1][9];
  float bias2[VIDIMUS_MRZ_MAPS2];
  float dense1[VIDIMUS_MRZ_FLAT][VIDIMUS_MRZ_HIDDEN];
  float bias3[VIDIMUS_MRZ_HIDDEN];
  float dense2[VIDIMUS_MRZ_HIDDEN][VIDIMUS_MRZ_N_CLASSES];
  float bias4[VIDIMUS_MRZ_N_CLASSES];
};

#define VIDIMUS_MRZ_N_WEIGHTS ((int) (sizeof (struct vidimus_mrz_net) / sizeof (float)))
#define VIDIMUS_MRZ_N_LAYERS  8

/** struct vidimus_mrz_state: what every layer said of one window; the caller's, so that threads don't share. */
struct vidimus_mrz_state
{
  float window[VIDIMUS_MRZ_WINDOW_H][VIDIMUS_MRZ_WINDOW_W];
  float c1[VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_C1_H][VIDIMUS_MRZ_C1_W];
  float p1[VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_P1_H][VIDIMUS_MRZ_P1_W];
  float c2[VIDIMUS_MRZ_MAPS2][VIDIMUS_MRZ_C2_H][VIDIMUS_MRZ_C2_W];
  float p2[VIDIMUS_MRZ_MAPS2][VIDIMUS_MRZ_P2_H][VIDIMUS_MRZ_P2_W];
  float hidden[VIDIMUS_MRZ_HIDDEN];
  float log_p[VIDIMUS_MRZ_N_CLASSES]; /* natural logarithms of the probabilities */
};

/* The trained weights: eight layers of signed bytes, each times its own scale. (vidimus-mrz-weights.c, generated) */
extern const int8_t vidimus_mrz_weights[];
extern const float  vidimus_mrz_scales[VIDIMUS_MRZ_N_LAYERS];

void vidimus_mrz_layer_sizes  (int                       sizes[VIDIMUS_MRZ_N_LAYERS]);
void vidimus_mrz_normalise    (float                    *window);
void vidimus_mrz_net_run      (const struct vidimus_mrz_net *net,
                               struct vidimus_mrz_state     *state);

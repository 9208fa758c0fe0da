/* A small convolutional network that names the characters of one line of the machine-readable zone, wherever they stand
 * in it: a column of four pixels at a time, over about two characters. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The strip it looks at: a capital letter is 16 high, in the middle of 26 rows. */
#define VIDIMUS_MRZ_CAP    16
#define VIDIMUS_MRZ_ROWS   26
#define VIDIMUS_MRZ_STEP   4    /* strip pixels a frame of the answer */
#define VIDIMUS_MRZ_MAX_W  1536 /* strip pixels */

/* The classes: 0–9, A–Z, the filler, and "no character has its middle here". */
#define VIDIMUS_MRZ_ALPHABET  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
#define VIDIMUS_MRZ_N_CHARS   37
#define VIDIMUS_MRZ_FILLER    36
#define VIDIMUS_MRZ_NOTHING   37
#define VIDIMUS_MRZ_N_CLASSES 38
#define VIDIMUS_MRZ_OUT       40 /* classes, rounded up for the sake of vectors */

#define VIDIMUS_MRZ_N_LAYERS 5
#define VIDIMUS_MRZ_MAPS1    16
#define VIDIMUS_MRZ_MAPS2    32
#define VIDIMUS_MRZ_MAPS3    48
#define VIDIMUS_MRZ_MAPS4    64

/** struct vidimus_mrz_net: the weights of a layer by row, column and input map, then output map; then its biases. */
struct vidimus_mrz_net
{
  float conv1[3 * 3][VIDIMUS_MRZ_MAPS1];
  float bias1[VIDIMUS_MRZ_MAPS1];
  float conv2[3 * 3 * VIDIMUS_MRZ_MAPS1][VIDIMUS_MRZ_MAPS2];
  float bias2[VIDIMUS_MRZ_MAPS2];
  float conv3[3 * 3 * VIDIMUS_MRZ_MAPS2][VIDIMUS_MRZ_MAPS3];
  float bias3[VIDIMUS_MRZ_MAPS3];
  float conv4[3 * 5 * VIDIMUS_MRZ_MAPS3][VIDIMUS_MRZ_MAPS4];
  float bias4[VIDIMUS_MRZ_MAPS4];
  float conv5[VIDIMUS_MRZ_MAPS4][VIDIMUS_MRZ_OUT];
  float bias5[VIDIMUS_MRZ_OUT];
};

#define VIDIMUS_MRZ_N_WEIGHTS ((int) (sizeof (struct vidimus_mrz_net) / sizeof (float)))

/** struct vidimus_mrz_layer: the shape of a layer; it sees @rows × @columns of @in maps. */
struct vidimus_mrz_layer
{
  int  rows, columns, in, out;
  bool pooled; /* followed by the greatest of 2 × 2 */
};

extern const struct vidimus_mrz_layer vidimus_mrz_layers[VIDIMUS_MRZ_N_LAYERS];

/** struct vidimus_mrz_maps: values by row, column and map, with empty columns on both sides. */
struct vidimus_mrz_maps
{
  int    rows, columns, maps, margin;
  float *values;
};

/** struct vidimus_mrz_state: what every layer saw and said; the caller's, so that threads don't share. */
struct vidimus_mrz_state
{
  int                     width;   /* strip pixels it is made for */
  struct vidimus_mrz_maps in[VIDIMUS_MRZ_N_LAYERS];
  struct vidimus_mrz_maps out[VIDIMUS_MRZ_N_LAYERS];  /* before pooling; of the last layer, logarithms of probabilities */
  float                  *memory;
};

/** vidimus_mrz_maps_at: the values at a row and column; columns from -margin. */
static inline float *
vidimus_mrz_maps_at (const struct vidimus_mrz_maps *maps,
                     int                            row,
                     int                            column)
{
  return maps->values + ((row * (maps->columns + 2 * maps->margin)) + maps->margin + column) * maps->maps;
}

/** struct vidimus_mrz_product: what vidimus_mrz_multiply() adds to c, 8 columns at a time; strides in floats. */
struct vidimus_mrz_product
{
  const float *a, *b;
  float       *c;
  int          rows, columns;      /* of c; columns is a multiple of 8 */
  int          a_row, c_row;       /* from one row of c to the next */
  int          segments, length;   /* the sum runs over so many segments of so many terms */
  int          a_segment, a_step;  /* from one segment to the next, from one term to the next */
  int          b_segment, b_step;
};

void vidimus_mrz_multiply    (const struct vidimus_mrz_product *product);
bool vidimus_mrz_state_init  (struct vidimus_mrz_state         *state,
                              int                               width,
                              bool                              keep);
void vidimus_mrz_state_clear (struct vidimus_mrz_state         *state);
void vidimus_mrz_normalise   (struct vidimus_mrz_state         *state);
void vidimus_mrz_convolve    (const struct vidimus_mrz_layer   *layer,
                              const struct vidimus_mrz_maps    *in,
                              const float                      *weights,
                              struct vidimus_mrz_maps          *out);
void vidimus_mrz_net_run     (const struct vidimus_mrz_net     *net,
                              struct vidimus_mrz_state         *state);

/* The trained weights: signed bytes in the order of struct vidimus_mrz_net, with a scale for each output map of each layer's
 * weights, then of its biases. (vidimus-mrz-weights.c, generated) */
extern const int8_t vidimus_mrz_weights[];
extern const float  vidimus_mrz_scales[];

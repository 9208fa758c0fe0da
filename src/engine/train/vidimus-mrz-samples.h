/* Endless drawn strips of a line of the machine-readable zone, for training and judging the reader's network. */
#pragma once

#include <stdint.h>

#define MRZ_SAMPLE_W      256 /* strip pixels */
#define MRZ_SAMPLE_FRAMES 64

#define MRZ_MIN(a, b)         ((a) < (b) ? (a) : (b))
#define MRZ_MAX(a, b)         ((a) > (b) ? (a) : (b))
#define MRZ_CLAMP(x, low, up) ((x) > (up) ? (up) : (x) < (low) ? (low) : (x))

struct mrz_samples;

/** mrz_random: uniform in [0, 1), from a generator of one's own (xorshift64*); its state is never 0. */
double              mrz_random       (uint64_t           *state);

/** mrz_samples_new: draws every glyph of every font in several weights, and some prose. */
struct mrz_samples *mrz_samples_new  (void);
void                mrz_samples_free (struct mrz_samples *samples);

/**
 * mrz_samples_draw:
 * @random: the state of the generator
 * @strip: (out): VIDIMUS_MRZ_ROWS × MRZ_SAMPLE_W grey values, 0–255
 * @classes: (out): of each frame, or -1 where it may be either of two
 *
 * Safe from several threads on one @samples.
 */
void                mrz_samples_draw (const struct mrz_samples *samples,
                                      uint64_t                 *random,
                                      float                    *strip,
                                      int8_t                    classes[MRZ_SAMPLE_FRAMES]);

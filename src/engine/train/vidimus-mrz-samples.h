/* Endless drawn windows with an OCR-B character each, for training and judging the reader's network. */
#pragma once

#include <stdint.h>

struct mrz_samples;

/** mrz_random: uniform in [0, 1), from a generator of one's own (xorshift64*). */
double              mrz_random       (uint64_t           *state);

/** mrz_samples_new: draws every glyph of every font in several weights. */
struct mrz_samples *mrz_samples_new  (void);
void                mrz_samples_free (struct mrz_samples *samples);

/**
 * mrz_samples_draw:
 * @window: VIDIMUS_MRZ_WINDOW_H × VIDIMUS_MRZ_WINDOW_W grey values, 0–255
 *
 * Returns: the class that was drawn
 */
int                 mrz_samples_draw (const struct mrz_samples *samples,
                                      uint64_t                 *random,
                                      float                    *window);

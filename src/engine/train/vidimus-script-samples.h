/* Endless drawn windows with a piece of a line of some script each, for training and judging the network of scripts. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct script_samples;

/** script_samples_new: draws some hundred lines of every script. */
struct script_samples *script_samples_new  (void);
void                   script_samples_free (struct script_samples       *samples);

/**
 * script_samples_draw:
 * @window: VIDIMUS_SCRIPT_H × VIDIMUS_SCRIPT_W grey values
 *
 * Returns: the class that was drawn
 */
int                    script_samples_draw (const struct script_samples *samples,
                                            uint64_t                    *random,
                                            uint8_t                     *window);

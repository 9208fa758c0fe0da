/* Peaks of the power spectrum of one crop, and those that several crops share. Powers are size × size, frequency 0 first, the size
 * a power of two of at most VIDIMUS_PEAKS_SIZE. C11, no GLib. */
#pragma once

#include "vidimus-spectrum-private.h"

#define VIDIMUS_PEAKS_SIZE   128
#define VIDIMUS_PEAKS_CELL   4 /* bins along the side of a field of frequencies */
#define VIDIMUS_PEAKS_FIELDS (VIDIMUS_PEAKS_SIZE / VIDIMUS_PEAKS_CELL * VIDIMUS_PEAKS_SIZE / VIDIMUS_PEAKS_CELL / 2)
#define VIDIMUS_PEAKS_CROPS  8

double vidimus_peaks_excess   (const float *power,
                               int          size);
void   vidimus_peaks_ratios   (const float *power,
                               int          size,
                               float       *ratios);
double vidimus_peaks_constant (float      (*ratios)[VIDIMUS_PEAKS_FIELDS],
                               int          n,
                               int          size,
                               int          but);

/* A square, windowed field of complex numbers and its Fourier transform. C11, no GLib. */
#pragma once

#include <stdbool.h>

/**
 * struct vidimus_spectrum:
 * @re, @im: size × size, the caller's to fill and what they become
 * @power: two planes to keep results in
 */
struct vidimus_spectrum
{
  int    size;
  float *re;
  float *im;
  float *cosines; /* size / 2 */
  float *sines;   /* size / 2 */
  float *window;  /* size */
  float *power[2];
};

bool vidimus_spectrum_init      (struct vidimus_spectrum *spectrum,
                                 int                      size);
void vidimus_spectrum_clear     (struct vidimus_spectrum *spectrum);
void vidimus_spectrum_transform (struct vidimus_spectrum *spectrum);
void vidimus_spectrum_power     (struct vidimus_spectrum *spectrum);
void vidimus_spectrum_split     (struct vidimus_spectrum *spectrum);

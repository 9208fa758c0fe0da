/* A square, windowed field of complex numbers and its Fourier transform. C11, no GLib. */
#pragma once

#include <complex.h>
#include <stdbool.h>

/** struct vidimus_spectrum: @field is the caller's to fill and what it becomes; @power two planes to keep results in. */
struct vidimus_spectrum
{
  int            size;
  float complex *field;  /* size × size */
  float complex *column; /* size */
  float complex *roots;  /* size / 2 */
  float         *window; /* size */
  float         *power[2];
};

bool vidimus_spectrum_init      (struct vidimus_spectrum *spectrum,
                                 int                      size);
void vidimus_spectrum_clear     (struct vidimus_spectrum *spectrum);
void vidimus_spectrum_transform (struct vidimus_spectrum *spectrum);

/* What the painters of defects share. C11, no GLib. */
#pragma once

#include "defects.h"

#include <math.h>

/* What every painter gets: the picture, the map from its pixels to card coordinates (u along the card's width 0–1, v
 * down in the same unit, so up to @tall), the rectangle of pixels that the card touches, and chance. */
struct canvas
{
  struct vidimus_image     *image;
  struct vidimus_homography to_card;
  struct vidimus_quad       quad;
  double                    tall;   /* the card's height over its width */
  double                    width;  /* pixels the card is wide */
  int                       x0, y0, x1, y1;
  unsigned                  random;
};

/* 0 ≤ … < 1; Marsaglia, Xorshift RNGs, 2003. */
static inline double
chance (unsigned *random)
{
  *random ^= *random << 13;
  *random ^= *random >> 17;
  *random ^= *random << 5;

  return *random / 4294967296.0;
}

static inline double
between (unsigned *random,
         double    low,
         double    high)
{
  return low + (high - low) * chance (random);
}

static inline double
gauss (unsigned *random)
{
  return (chance (random) + chance (random) + chance (random) + chance (random) - 2) * 1.732;
}

static inline uint8_t
byte (double value)
{
  return (uint8_t) (value < 0 ? 0 : value > 255 ? 255 : value + 0.5);
}

static inline double
smooth_step (double x)
{
  x = x < 0 ? 0 : x > 1 ? 1 : x;

  return x * x * (3 - 2 * x);
}

/* Between the steps of a table from 0, nothing, to 6. */
static inline double
at_step (const double *table,
         double        step)
{
  int i = (int) step;

  return i >= 6 ? table[6] : table[i] + (step - i) * (table[i + 1] - table[i]);
}

static inline struct vidimus_point
on_card (const struct canvas *canvas,
         int                  x,
         int                  y)
{
  return vidimus_homography_apply (&canvas->to_card, (struct vidimus_point) { x + 0.5, y + 0.5 });
}

void defect_blur      (struct canvas *canvas,
                       enum defect    defect,
                       double         step);
void defect_glare     (struct canvas *canvas,
                       enum defect    defect,
                       double         step);
void defect_pixels    (struct canvas *canvas,
                       enum defect    defect,
                       double         step);
void defect_corner    (struct canvas *canvas,
                       enum defect    defect,
                       double         step);
void defect_blocking  (struct canvas *canvas,
                       enum defect    defect,
                       double         step);
void defect_reproduce (struct canvas *canvas,
                       enum defect    defect,
                       double         step);

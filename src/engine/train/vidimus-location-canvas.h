/* What the drawn scenes that localisation's network learns from are painted on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vidimus-geometry.h"

struct location_colour
{
  float c[3]; /* red, green, blue as displayed, 0–1 and beyond */
};

/* What is noted of the things that are painted. */
enum location_note
{
  LOCATION_NOTE_COVER, /* they lie over the document */
  LOCATION_NOTE_GLARE,
  LOCATION_NOTE_LOST,  /* they stand for a part of the document that is folded or torn away */
  LOCATION_N_NOTES,
};

/** struct location_canvas: @unit is the longer side; what is painted while @note is set is noted there, 0–1. */
struct location_canvas
{
  int    width;
  int    height;
  double unit;
  float *rgb;                     /* owned */
  float *notes[LOCATION_N_NOTES]; /* owned */
  float *note;                    /* one of them, or NULL */
};

/** location_wave: about a sine, of period 1. */
static inline float
location_wave (float turns)
{
  float t = turns - (float) (int) turns;

  t = t < 0 ? t + 1 : t;

  return t < .5f ? 16 * t * (.5f - t) : -16 * (t - .5f) * (1 - t);
}

bool                   location_canvas_init    (struct location_canvas       *canvas,
                                                int                           width,
                                                int                           height);
void                   location_canvas_clear   (struct location_canvas       *canvas);

void                   location_paint_polygon  (struct location_canvas       *canvas,
                                                const struct vidimus_point   *points,
                                                int                           n,
                                                double                        round,
                                                double                        soft,
                                                struct location_colour        colour,
                                                double                        alpha);
void                   location_paint_box      (struct location_canvas       *canvas,
                                                double                        x,
                                                double                        y,
                                                double                        width,
                                                double                        height,
                                                struct location_colour        colour,
                                                double                        alpha);
void                   location_paint_capsule  (struct location_canvas       *canvas,
                                                struct vidimus_point          a,
                                                struct vidimus_point          b,
                                                double                        ra,
                                                double                        rb,
                                                struct location_colour        colour,
                                                double                        shade,
                                                double                        soft,
                                                double                        alpha);
void                   location_paint_picture  (struct location_canvas       *canvas,
                                                const struct location_canvas *picture,
                                                const struct vidimus_quad    *quad,
                                                double                        round,
                                                double                        alpha);
void                   location_canvas_blur    (struct location_canvas       *canvas,
                                                double                        radius_x,
                                                double                        radius_y);

double                 location_uniform        (uint64_t                     *random,
                                                double                        low,
                                                double                        high);
int                    location_pick           (uint64_t                     *random,
                                                int                           n);
bool                   location_chance         (uint64_t                     *random,
                                                double                        p);
double                 location_normal         (uint64_t                     *random);
struct location_colour location_any_colour     (uint64_t                     *random);
struct location_colour location_near_colour    (uint64_t                     *random,
                                                struct location_colour        colour,
                                                double                        spread);
struct location_colour location_mix            (struct location_colour        a,
                                                struct location_colour        b,
                                                double                        share);

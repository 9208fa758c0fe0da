/* Defects laid over a picture of a card, in steps: for fitting and testing the alarms. C11, no GLib. */
#pragma once

#include "vidimus-stages-private.h"

/* Several models of each defect: an alarm that knows only one of them has learnt the drawing, not the defect. */
enum defect
{
  DEFECT_NONE,
  DEFECT_BLUR_GAUSS,
  DEFECT_BLUR_DISC,
  DEFECT_BLUR_MOTION,
  DEFECT_BLUR_SHAKE,
  DEFECT_BLUR_RESAMPLE,
  DEFECT_BLUR_LEAN,
  DEFECT_GLARE_LAMP,
  DEFECT_GLARE_STREAK,
  DEFECT_GLARE_VEIL,
  DEFECT_GLARE_FLASH,
  DEFECT_GLARE_WINDOW,
  DEFECT_GLARE_STRIPS,
  DEFECT_GLARE_RING,
  DEFECT_GLARE_PANEL,
  DEFECT_BLOCKING_FINGER,
  DEFECT_BLOCKING_STRIP,
  DEFECT_BLOCKING_STICKER,
  DEFECT_LIGHTING_EXPOSURE,
  DEFECT_LIGHTING_GAMMA,
  DEFECT_LIGHTING_UNEVEN,
  DEFECT_LIGHTING_GRAIN,
  DEFECT_COPY_GRAY,
  DEFECT_COPY_TINTED,
  DEFECT_COPY_TONER,
  DEFECT_COPY_HALFTONE,
  DEFECT_BORDER_TORN,
  DEFECT_BORDER_FOLDED,
  DEFECT_REPRODUCE_GRID,
  DEFECT_REPRODUCE_MOIRE,
  DEFECT_N,
};

const char        *defect_name     (enum defect                  defect);

/** defect_alarm: the alarm that the defect should raise; VIDIMUS_ENGINE_N_ALARMS for none. */
enum vidimus_alarm defect_alarm    (enum defect                  defect);

/**
 * defect_apply:
 * @step: 1–6: nobody would raise the alarm at 1, everybody from 3 on; between whole steps too
 * @seed: decides place and form
 *
 * Lays @defect over @image in place.
 */
bool               defect_apply    (struct vidimus_image        *image,
                                    const struct vidimus_quad   *quad,
                                    enum defect                  defect,
                                    double                       step,
                                    unsigned                     seed);

/** defect_noise: a sensor's noise of @sigma grey levels, in place. */
void               defect_noise    (struct vidimus_image        *image,
                                    double                       sigma,
                                    unsigned                     seed);

/** defect_scene: @card photographed at an angle on one of several drawn grounds; a new image and its exact quad. */
bool               defect_scene    (const struct vidimus_image  *card,
                                    unsigned                     seed,
                                    struct vidimus_image        *image,
                                    struct vidimus_quad         *quad);

/** defect_frame: the quad of a picture that is all card. */
struct vidimus_quad defect_frame   (const struct vidimus_image  *image);

/** defect_rectify: the card in @quad of @image, as the engine would have it; free with defect_card_clear(). */
bool               defect_rectify  (const struct vidimus_image  *image,
                                    const struct vidimus_quad   *quad,
                                    struct vidimus_card         *card);
void               defect_card_clear (struct vidimus_card       *card);

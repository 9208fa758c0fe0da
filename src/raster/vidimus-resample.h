/* Resampling: conversion, box reduction, scaling, warping. C11, no GLib. */
#pragma once

#include "vidimus-geometry.h"
#include "vidimus-image.h"

/** vidimus_image_to_gray: Rec. 601 luma (integer weights) into a new 1-channel image. */
bool vidimus_image_to_gray (const struct vidimus_image      *in,
                            struct vidimus_image            *out);

/**
 * vidimus_image_scale:
 *
 * Area-averaging when reducing, bilinear when enlarging, into a new image of exactly
 * @width × @height with the channels of @in. False when memory is short.
 */
bool vidimus_image_scale   (const struct vidimus_image      *in,
                            int                              width,
                            int                              height,
                            struct vidimus_image            *out);

/**
 * vidimus_image_warp:
 * @to_in: maps pixel centres of @out to positions in @in
 *
 * Fills an allocated @out by bilinear sampling (the nearest edge pixel outside of @in). Where the map reduces by
 * more than two, samples are averaged so that nothing aliases. Channels of @in and @out are equal.
 */
void vidimus_image_warp    (const struct vidimus_image      *in,
                            const struct vidimus_homography *to_in,
                            struct vidimus_image            *out);

/** vidimus_image_turn: a copy turned clockwise by @quarter_turns × 90° (any integer). */
bool vidimus_image_turn    (const struct vidimus_image      *in,
                            int                              quarter_turns,
                            struct vidimus_image            *out);

/** vidimus_image_crop: a view into @in (nothing is copied, nothing to free), clipped to it;
 * zeroed when nothing is left. */
struct vidimus_image
     vidimus_image_crop    (const struct vidimus_image      *in,
                            int                              x,
                            int                              y,
                            int                              width,
                            int                              height);

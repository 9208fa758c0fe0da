/* Pixels in memory: interleaved 8-bit samples, top row first. C11, no GLib. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct vidimus_image:
 * @data: first byte of the top row; owned by whoever filled the struct
 * @width: pixels, > 0 in a usable image
 * @height: pixels, > 0 in a usable image
 * @stride: bytes from one row to the next, ≥ width × channels
 * @channels: 1 (grey), 3 (RGB) or 4 (RGB and an ignored fourth byte)
 */
struct vidimus_image
{
  uint8_t *data;
  int      width;
  int      height;
  size_t   stride;
  int      channels;
};

/**
 * vidimus_image_alloc:
 *
 * Allocates uninitialised pixels, stride = width × channels. On failure (no memory, a side
 * ≤ 0, an overflow) @image is zeroed and false is returned. Free with vidimus_image_free().
 */
bool vidimus_image_alloc (struct vidimus_image *image,
                          int                   width,
                          int                   height,
                          int                   channels);

/** vidimus_image_free: frees @image->data and zeroes @image; a zeroed image is allowed. */
void vidimus_image_free  (struct vidimus_image *image);

/** vidimus_image_at: the address of the first sample of the pixel; no bounds check. */
static inline uint8_t *
vidimus_image_at (const struct vidimus_image *image,
                  int                         x,
                  int                         y)
{
  return image->data + (size_t) y * image->stride + (size_t) x * (size_t) image->channels;
}

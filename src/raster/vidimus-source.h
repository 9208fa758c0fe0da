/* A picture of which only those parts are read that are needed, as small as they are needed. C11, no GLib. */
#pragma once

#include "vidimus-image.h"

/* The most that a source reduces by. */
#define VIDIMUS_SOURCE_MAX_SHRINK 8

/* Nearly everybody first wants the whole, reduced as far as its longer side keeps so many pixels: a source may have that ready. */
#define VIDIMUS_SOURCE_OVERVIEW 1000

struct vidimus_source;

/** vidimus_source_func: as vidimus_source_read(), for a region that was clipped already. */
typedef bool vidimus_source_func (const struct vidimus_source *source,
                                  int                          shrink,
                                  int                          x,
                                  int                          y,
                                  int                          width,
                                  int                          height,
                                  struct vidimus_image        *out);

/**
 * struct vidimus_source:
 * @width: pixels of the whole picture
 * @height: pixels of the whole picture
 * @read: not to be called but through vidimus_source_read()
 * @data: for @read, owned by whoever made the source
 */
struct vidimus_source
{
  int                  width;
  int                  height;
  vidimus_source_func *read;
  const void          *data;
};

/**
 * vidimus_source_from_image:
 * @image: with at least three channels; borrowed, and must outlive the source
 *
 * Pixels that are in memory already; reducing averages them.
 */
struct vidimus_source vidimus_source_from_image (const struct vidimus_image  *image);

/**
 * vidimus_source_read:
 * @shrink: 1, 2, 4 or 8: the picture is read as if it had one pixel for so many squared, ⌈width / shrink⌉ × ⌈height / shrink⌉
 * @x, @y, @width, @height: the region, in pixels of the reduced picture; it is clipped to it
 * @out: filled with RGB; owned by the caller. Its first pixel is the clipped region's
 *
 * Returns: false, with @out zeroed, when memory is short or nothing is left of the region
 */
bool                  vidimus_source_read       (const struct vidimus_source *source,
                                                 int                          shrink,
                                                 int                          x,
                                                 int                          y,
                                                 int                          width,
                                                 int                          height,
                                                 struct vidimus_image        *out);

/** vidimus_source_shrink: the most by which a side of @side pixels may be reduced and still have @least. */
int                   vidimus_source_shrink     (int                          side,
                                                 int                          least);

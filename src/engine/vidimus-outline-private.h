/* Masks as polygons: the outlines of what is set, with few corners. C11, no GLib. */
#pragma once

#include "vidimus-geometry.h"

#include <stddef.h>
#include <stdint.h>

/* The most corners that an outline keeps. */
#define VIDIMUS_OUTLINE_POINTS 12

/**
 * struct vidimus_outline: one connected blob of a mask.
 * @n_points: 3–12
 * @points: clockwise, in cells of the mask: (0, 0) is the top-left corner of its first cell
 * @area: cells in the blob, holes not counted
 * @value: the mean of the values in it
 */
struct vidimus_outline
{
  int                  n_points;
  struct vidimus_point points[VIDIMUS_OUTLINE_POINTS];
  int                  area;
  double               value;
};

/**
 * vidimus_outline_trace:
 * @mask: width × height bytes, row after row, not 0 where set
 * @values: a number for each cell, in the same order; NULL for 1 each
 * @least: blobs of fewer cells are left out
 * @outlines: room for @most
 *
 * Finds the blobs (cells that share a side), the largest first, and the outer outline of each, simplified. Holes are not told.
 *
 * Returns: how many outlines were filled in, or −1 when memory is short
 */
int vidimus_outline_trace (const uint8_t          *mask,
                           const float            *values,
                           int                     width,
                           int                     height,
                           int                     least,
                           struct vidimus_outline *outlines,
                           int                     most);

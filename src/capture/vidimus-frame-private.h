/* Making frames: for cameras. */
#pragma once

#include "vidimus-frame.h"

G_BEGIN_DECLS

/**
 * VidimusStillToFile:
 * @turn: quarter turns clockwise, 0–3
 *
 * Makes a file of a still; in a thread.
 */
typedef GBytes *(*VidimusStillToFile) (gpointer   still,
                                       int        turn,
                                       GError   **error);

/**
 * VidimusStill: a picture as the device gave it, not turned.
 * @width: pixels, as @data has them
 * @height: likewise
 * @data: owned by the frame; read only
 */
typedef struct
{
  int                width;
  int                height;
  gpointer           data;
  GDestroyNotify     free_data;
  VidimusStillToFile to_file;
} VidimusStill;

VidimusFrame *vidimus_frame_new (guint64                     serial,
                                 gint64                      time,
                                 GBytes                     *pixels,
                                 const struct vidimus_image *image,
                                 int                         turn,
                                 const VidimusStill         *still);

G_END_DECLS

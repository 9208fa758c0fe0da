/* From what GStreamer hands over to a frame. */
#pragma once

#include "vidimus-frame-private.h"

#include <gst/gst.h>

G_BEGIN_DECLS

VidimusFrame *vidimus_camera_samples_to_frame (GstSample *small,
                                               GstSample *still,
                                               guint64    serial,
                                               gint64     time,
                                               int        turn);

G_END_DECLS

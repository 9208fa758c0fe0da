/* From a device to RGB pictures of the size that is shown. GStreamer. */
#pragma once

#include "vidimus-frame-private.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* In a streaming thread. @sample: small, RGB; @still: as the device gave it; both borrowed */
typedef void (*VidimusCameraPipelineFunc) (GstSample *sample,
                                           GstSample *still,
                                           gint64     time,
                                           gpointer   user_data);

GstElement *vidimus_camera_pipeline_new (GstDevice                  *device,
                                         VidimusCameraPipelineFunc   func,
                                         gpointer                    user_data,
                                         GError                    **error);

G_END_DECLS

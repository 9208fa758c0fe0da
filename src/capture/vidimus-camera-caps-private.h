/* Which of a device's formats to ask for. GStreamer. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GstCaps *vidimus_camera_caps_choose (const GstCaps *offered);

G_END_DECLS

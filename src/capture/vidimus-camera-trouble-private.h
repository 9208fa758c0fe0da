/* What GStreamer reports, in our terms. */
#pragma once

#include "vidimus-camera-words-private.h"

#include <gst/gst.h>

G_BEGIN_DECLS

GError *vidimus_camera_trouble_from_message (GstMessage *message);

G_END_DECLS

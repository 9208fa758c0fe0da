/* Devices of the tests' own, in this process, behind a GstDeviceProvider as the real ones are. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * FakeManner: how the device behaves when it is opened.
 * @FAKE_WORKS: 1920 × 1080, raw, 30 a second, each picture of one grey that tells its number
 * @FAKE_JPEG: likewise, as JPEG
 * @FAKE_DAMAGED: likewise, but every third file can't be read, as over a bad cable, and all claim to be of one time
 * @FAKE_BUSY: GST_RESOURCE_ERROR_BUSY
 * @FAKE_BUSY_NODE: as V4L2's element says when open() fails with EBUSY
 * @FAKE_FORBIDDEN: likewise with EACCES
 * @FAKE_SILENT: no picture comes
 * @FAKE_FREEZES: after ten pictures none comes
 * @FAKE_ENDS: after ten pictures the stream ends
 * @FAKE_BREAKS: after ten pictures the device is gone
 * @FAKE_SLOW: works, and takes two seconds to open
 */
typedef enum
{
  FAKE_WORKS,
  FAKE_JPEG,
  FAKE_DAMAGED,
  FAKE_BUSY,
  FAKE_BUSY_NODE,
  FAKE_FORBIDDEN,
  FAKE_SILENT,
  FAKE_FREEZES,
  FAKE_ENDS,
  FAKE_BREAKS,
  FAKE_SLOW,
} FakeManner;

void fake_camera_register   (void);
/* @manner: of devices that are opened from now on */
void fake_camera_set_manner (FakeManner  manner);
void fake_camera_plug       (const char *name);
void fake_camera_unplug     (const char *name);
/* How many are open now. */
int  fake_camera_count_open (void);

G_END_DECLS

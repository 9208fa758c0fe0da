/* One file a format; each returns as vidimus_metadata_strip() does. */
#pragma once

#include "vidimus-metadata.h"

GBytes *vidimus_metadata_strip_jpeg (GBytes *file);
GBytes *vidimus_metadata_strip_png  (GBytes *file);
GBytes *vidimus_metadata_strip_tiff (GBytes *file);

/* Between the files of the result: evidence as values, and its JSON. */
#pragma once

#include "vidimus-area.h"

#include <json-glib/json-glib.h>

/* A corner may lie outside of the image, but not this far: the longest side is 8192. */
#define VIDIMUS_MAX_COORDINATE 1e6

gboolean   vidimus_area_is_sound       (const char         *kind,
                                        double              value,
                                        const VidimusPoint *points,
                                        guint               n_points);
GPtrArray *vidimus_areas_new           (void);
GPtrArray *vidimus_areas_new_from_node (JsonNode           *node);
JsonNode  *vidimus_areas_to_node       (GPtrArray          *areas);

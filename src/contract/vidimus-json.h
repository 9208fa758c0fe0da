/* Strict JSON in and out of json-glib's tree: safe for hostile input, and numbers as a person would write them. */
#pragma once

#include "vidimus-quad.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *vidimus_json_parse     (const char  *json,
                                  gssize       length,
                                  GError     **error);
char     *vidimus_json_to_string (JsonNode    *node,
                                  gboolean     pretty);
void      vidimus_json_add_text  (JsonBuilder *builder,
                                  const char  *name,
                                  const char  *text); /* nullable */
void      vidimus_json_add_quad  (JsonBuilder *builder,
                                  const char  *name,
                                  const VidimusQuad *quad);

G_END_DECLS

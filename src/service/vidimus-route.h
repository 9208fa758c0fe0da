/* Which of the service's few paths was asked for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  VIDIMUS_ROUTE_NONE,
  VIDIMUS_ROUTE_CLASSIFY, /* /v2/{project_id}/ocr/auto-id-doc-classification, with or without a slash at the end */
  VIDIMUS_ROUTE_FRAMES,   /* /vidimus/v1/frames; of the private socket */
  VIDIMUS_ROUTE_HEALTH,   /* /healthz */
  VIDIMUS_ROUTE_METRICS,  /* /metrics */
} VidimusRoute;

VidimusRoute vidimus_route_find        (const char    *path,
                                        char         **project_id);
const char  *vidimus_route_get_method  (VidimusRoute   self);
const char  *vidimus_route_get_name    (VidimusRoute   self);

G_END_DECLS

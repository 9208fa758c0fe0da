/* What /healthz says. */
#pragma once

#include "vidimus-confine.h"

G_BEGIN_DECLS

/**
 * VidimusHealth:
 * @workers: images at once
 * @confinement: of the processes that decode images
 * @front: of the process that speaks to clients
 * @warnings: (nullable): sentences, %NULL-terminated
 */
typedef struct
{
  guint                workers;
  VidimusConfinement   confinement;
  VidimusConfinement   front;
  char               **warnings;
} VidimusHealth;

char *vidimus_health_to_json (const VidimusHealth *self,
                              gboolean             draining);

G_END_DECLS

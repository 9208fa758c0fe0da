/* The road of one image through the front: verified, read, run by a worker, written. */
#pragma once

#include "vidimus-exchange.h"
#include "vidimus-pool.h"

G_BEGIN_DECLS

/** VidimusClassify: what the road needs; outlives its exchanges. @gate is nullable. */
typedef struct
{
  VidimusPool *pool;
  VidimusGate *gate;
} VidimusClassify;

void vidimus_classify_start (const VidimusClassify *self,
                             VidimusExchange       *exchange);

G_END_DECLS

/* The road of one image, or one frame of a camera, through the front: verified, read, perhaps fetched, run by a worker, written. */
#pragma once

#include "vidimus-exchange.h"
#include "vidimus-fetch.h"
#include "vidimus-pool.h"

G_BEGIN_DECLS

/** VidimusClassify: what the road needs; outlives its exchanges. @gate and @fetcher are nullable. */
typedef struct
{
  VidimusPool    *pool;
  VidimusGate    *gate;
  VidimusFetcher *fetcher;
} VidimusClassify;

void vidimus_classify_start (const VidimusClassify *self,
                             VidimusExchange       *exchange);

G_END_DECLS

/* A token bucket: so many at once, and so many a second after that. A value; reads no clock. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** VidimusRate: @per_second: how fast it fills, > 0; @burst: how much it holds, ≥ 1 */
typedef struct
{
  double per_second;
  double burst;
} VidimusRate;

/** VidimusBucket: all zero is a full one. */
typedef struct
{
  double missing; /* of @burst */
  gint64 when_us; /* monotonic */
} VidimusBucket;

double vidimus_bucket_wait (VidimusBucket     *self,
                            const VidimusRate *rate,
                            gint64             now_us);
void   vidimus_bucket_take (VidimusBucket     *self);

G_END_DECLS

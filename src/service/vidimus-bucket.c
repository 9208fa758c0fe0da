#include "vidimus-bucket.h"

/**
 * vidimus_bucket_wait:
 * @now_us: monotonic microseconds
 *
 * Returns: seconds until there is one to take; 0: there is one
 */
double
vidimus_bucket_wait (VidimusBucket     *self,
                     const VidimusRate *rate,
                     gint64             now_us)
{
  double passed = (double) MAX (now_us - self->when_us, 0) / G_USEC_PER_SEC;

  self->missing = MAX (self->missing - passed * rate->per_second, 0);
  self->when_us = now_us;

  return MAX (self->missing + 1 - rate->burst, 0) / rate->per_second;
}

/**
 * vidimus_bucket_take:
 *
 * Takes one, after vidimus_bucket_wait() said that there is one.
 */
void
vidimus_bucket_take (VidimusBucket *self)
{
  self->missing++;
}

#include "vidimus-retry-private.h"

#include <libsoup/soup.h>
#include <string.h>

/* A pause of 2–5 s is what the vendor asks for after a 429; each further one can be longer. */
const VidimusRetryPolicy VIDIMUS_RETRY_DEFAULT = {
  .max_attempts = 4,
  .budget_ms = 60 * 1000,
  .floor_ms = 2000,
  .spread_ms = 3000,
  .ceiling_ms = 20 * 1000,
};

/* Longer than any budget; keeps sums far from the ends of their types. */
#define MAX_AFTER_SECONDS (24 * 60 * 60)

static gint64
get_now (const VidimusRetry *self)
{
  return self->policy->now != NULL ? self->policy->now () : g_get_monotonic_time ();
}

/** vidimus_retry_init: a call begins now, with its first attempt. @policy is kept. */
void
vidimus_retry_init (VidimusRetry             *self,
                    const VidimusRetryPolicy *policy)
{
  *self = (VidimusRetry) { .policy = policy, .attempt = 1 };
  self->begun = get_now (self);
}

/**
 * vidimus_retry_parse_after:
 *
 * Seconds, or a date as HTTP has it (RFC 9110, 10.2.3). A date that is over is no pause at all.
 */
gint64
vidimus_retry_parse_after (const char *retry_after,
                           gint64      now)
{
  g_autoptr(GDateTime) date = NULL;
  guint64 seconds;

  if (retry_after == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (retry_after, 10, 0, MAX_AFTER_SECONDS, &seconds, NULL))
    return (gint64) seconds * 1000;
  if (*retry_after != '\0' && strspn (retry_after, "0123456789") == strlen (retry_after))
    return (gint64) MAX_AFTER_SECONDS * 1000;

  date = soup_date_time_new_from_http_string (retry_after);
  if (date == NULL)
    return -1;

  return CLAMP (g_date_time_to_unix (date) - now, 0, MAX_AFTER_SECONDS) * 1000;
}

/* The connection broke, or the answer did: the same can go well the next time. A refused one, a name that is not
 * known and a certificate that is not trusted stay so. */
static gboolean
is_broken_connection (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) || /* of the kernel: nothing was acknowledged */
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

/** vidimus_retry_is_transient: whether what happened can be over in a moment. Of a 4xx only 429, of a 5xx only 502 to 504. */
gboolean
vidimus_retry_is_transient (const VidimusRetryCause *cause)
{
  switch (cause->status)
    {
    case SOUP_STATUS_NONE:
      return is_broken_connection (cause->error);
    case VIDIMUS_STATUS_THROTTLED:
    case SOUP_STATUS_BAD_GATEWAY:
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
    case SOUP_STATUS_GATEWAY_TIMEOUT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Full jitter over what grows by doubling: many clients that were refused together do not come back together. */
static guint
choose_pause (const VidimusRetry *self)
{
  const VidimusRetryPolicy *policy = self->policy;
  double chance = policy->chance != NULL ? policy->chance () : g_random_double ();
  guint64 spread = (guint64) policy->spread_ms << MIN (self->attempt - 1, 16);

  return MIN (policy->floor_ms + (guint) (MIN (spread, G_MAXINT) * chance), policy->ceiling_ms);
}

/**
 * vidimus_retry_next:
 * @pause_ms: (out): before the next attempt
 *
 * After %TRUE the next attempt is the present one.
 *
 * Returns: whether there is to be one more
 */
gboolean
vidimus_retry_next (VidimusRetry            *self,
                    const VidimusRetryCause *cause,
                    guint                   *pause_ms)
{
  gint64 after = vidimus_retry_parse_after (cause->retry_after, g_get_real_time () / G_USEC_PER_SEC);
  gint64 used = (get_now (self) - self->begun) / 1000;
  gint64 pause;

  if (self->attempt >= self->policy->max_attempts || !vidimus_retry_is_transient (cause))
    return FALSE;

  /* Who kept the connection open too long can try at once on a new one; once, since that one is new. */
  pause = cause->stale ? 0 : MAX (choose_pause (self), after);
  if (used + pause > self->policy->budget_ms)
    return FALSE;

  self->attempt++;
  *pause_ms = (guint) pause;

  return TRUE;
}

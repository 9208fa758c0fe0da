/* Whether a failed attempt is worth another one, and how long to wait before it. Pure: time and chance are given. */
#pragma once

#include <gio/gio.h>

#define VIDIMUS_STATUS_THROTTLED 429 /* Too Many Requests (RFC 6585); libsoup has no name for it */

/**
 * VidimusRetryPolicy: how much patience there is with a service.
 * @max_attempts: of one call, the first included
 * @budget_ms: from the beginning of the call to the beginning of its last attempt
 * @floor_ms: the shortest pause
 * @spread_ms: the first pause is up to so much longer, by chance; each further one up to twice as much as the one before
 * @ceiling_ms: the longest pause that is ours; one that the service asks for can be longer, within the budget
 * @now: (nullable): microseconds of a monotonic clock
 * @chance: (nullable): 0 ≤ x < 1
 */
typedef struct
{
  guint  max_attempts;
  guint  budget_ms;
  guint  floor_ms;
  guint  spread_ms;
  guint  ceiling_ms;
  gint64 (*now) (void);
  double (*chance) (void);
} VidimusRetryPolicy;

extern const VidimusRetryPolicy VIDIMUS_RETRY_DEFAULT;

/** VidimusRetryCause: how an attempt ended. Borrowed. */
typedef struct
{
  guint         status;      /* of HTTP; 0: no whole answer, see @error */
  const GError *error;       /* as libsoup or GIO told it; nullable */
  const char   *retry_after; /* the header; nullable */
  gboolean      stale;       /* the connection had been used before, and ended before anything of the answer came */
} VidimusRetryCause;

/** VidimusRetry: what one call has used of its budget; a value. */
typedef struct
{
  const VidimusRetryPolicy *policy; /* borrowed */
  gint64                    begun;
  guint                     attempt; /* from 1 */
} VidimusRetry;

void     vidimus_retry_init          (VidimusRetry             *self,
                                      const VidimusRetryPolicy *policy);
/* FALSE: the call has failed. */
gboolean vidimus_retry_next          (VidimusRetry             *self,
                                      const VidimusRetryCause  *cause,
                                      guint                    *pause_ms);
gboolean vidimus_retry_is_transient  (const VidimusRetryCause  *cause);
/* Milliseconds; −1: says nothing that one could keep to. @now: seconds, Unix time. */
gint64   vidimus_retry_parse_after   (const char               *retry_after, /* nullable */
                                      gint64                    now);

/* One request of a call: sent within its limits, and timed phase by phase. What its answer means is for the call. */
#pragma once

#include "vidimus-call-record.h"

#include <libsoup/soup.h>

/** VidimusLimits: milliseconds; 0: no limit. */
typedef struct
{
  guint connect_ms; /* name, TCP and TLS */
  guint send_ms;    /* without progress */
  guint answer_ms;  /* from the last byte sent to the last byte of the answer */
} VidimusLimits;

/* Told of what happens: @fraction of the body that is written; 1 once all of it is. */
typedef void (*VidimusAttemptProgress) (double   fraction,
                                        gpointer user_data);

#define VIDIMUS_TYPE_ATTEMPT (vidimus_attempt_get_type ())
G_DECLARE_FINAL_TYPE (VidimusAttempt, vidimus_attempt, VIDIMUS, ATTEMPT, GObject)

VidimusAttempt *vidimus_attempt_new         (const char              *uri,
                                             const char              *host, /* shown in errors */
                                             const char              *type, /* of @body */
                                             GBytes                  *body);
SoupMessage    *vidimus_attempt_get_message (VidimusAttempt          *self); /* (transfer none) */
void            vidimus_attempt_send_async  (VidimusAttempt          *self,
                                             SoupSession             *session,
                                             const VidimusLimits     *limits,
                                             VidimusAttemptProgress   progress,
                                             gpointer                 progress_data,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 user_data);
/* The body of an answer of any status. A limit that was reached is a VIDIMUS_ERROR_UNREACHABLE, other errors are libsoup's and GIO's;
 * %G_IO_ERROR_CANCELLED is the user's. */
GBytes         *vidimus_attempt_send_finish (VidimusAttempt          *self,
                                             GAsyncResult            *result,
                                             GError                 **error);
gboolean        vidimus_attempt_was_sent    (VidimusAttempt          *self); /* all of the body */
gboolean        vidimus_attempt_was_stale   (VidimusAttempt          *self);
double          vidimus_attempt_get_ms      (VidimusAttempt          *self,
                                             VidimusCallPhase         phase); /* negative: did not happen */
double          vidimus_attempt_get_total   (VidimusAttempt          *self); /* milliseconds */

/* What one call knows of itself, and what it tells of its end. */
#pragma once

#include "vidimus-call-private.h"
#include "vidimus-call-record-private.h"
#include "vidimus-parcel-private.h"

/** VidimusCall: of one task. */
typedef struct
{
  const VidimusCallTarget *target;   /* borrowed of the task's source */
  SoupSession             *session;  /* owned, nullable until the local service runs */

  VidimusPicture          *picture;  /* owned, nullable with @address */
  char                    *address;  /* owned, nullable */
  VidimusCallFlags         flags;
  VidimusCallProgress      progress; /* nullable */
  gpointer                 progress_data;
  GCancellable            *cancellable; /* owned, nullable */

  VidimusRetry             retry;
  VidimusOutgoing         *outgoing; /* owned; once it is prepared */
  VidimusAttempt          *attempt;  /* owned; the present one */
  VidimusCallRecord       *record;   /* owned, nullable; of the present attempt */
  VidimusCallLog          *log;      /* owned, nullable; that @record is for */

  gint64                   begun;    /* g_get_monotonic_time() each */
  gint64                   ready;    /* to be sent for the first time */
} VidimusCall;

void           vidimus_call_begin_record (VidimusCall     *self);
void           vidimus_call_end_record   (VidimusCall     *self,
                                          const char      *json,     /* nullable */
                                          const GError    *problem); /* nullable */
VidimusAnswer *vidimus_call_make_answer  (VidimusCall     *self,
                                          VidimusIncoming *incoming);
GError        *vidimus_call_read_refusal (VidimusCall     *self,
                                          GBytes          *body);    /* nullable */
void           vidimus_call_warn_of_bill (VidimusCall     *self,
                                          GError          *error);
void           vidimus_call_tell_of_attempts (VidimusCall             *self,
                                              const VidimusRetryCause *cause,
                                              GError                  *error);

/* What one call knows of itself, the steps of its course, and what it tells of its end. */
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

void           vidimus_call_report_stage (VidimusCall      *self,
                                          VidimusCallStage  stage,
                                          double            fraction);

/* Its course. Each takes @task's reference, and @error where there is one. */

/* @suspect: the child seems to have died. */
void           vidimus_call_begin_attempt     (GTask                   *task,
                                               gboolean                 suspect);
void           vidimus_call_take_answer       (GTask                   *task,
                                               GBytes                  *body);
/* There is no answer. */
void           vidimus_call_take_failure      (GTask                   *task,
                                               GError                  *error);
void           vidimus_call_try_again_or_fail (GTask                   *task,
                                               const VidimusRetryCause *cause,
                                               GError                  *error);
/* Ends the call. */
void           vidimus_call_fail              (GTask                   *task,
                                               GError                  *error);

/* What it tells of itself. */

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

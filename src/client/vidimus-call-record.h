/* One attempt of one call, for people to inspect: times, ids, status, and both texts without image and secrets. Immutable once it ended. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** VidimusCallPhase: milliseconds each; negative: did not happen (a connection was there already, it failed before). */
typedef enum
{
  VIDIMUS_PHASE_QUEUE,   /* waiting for a free connection */
  VIDIMUS_PHASE_CONNECT, /* name, TCP and TLS */
  VIDIMUS_PHASE_SEND,
  VIDIMUS_PHASE_WAIT,    /* from the last byte sent to the first one of the answer */
  VIDIMUS_PHASE_RECEIVE,
  VIDIMUS_N_PHASES,
} VidimusCallPhase;

#define VIDIMUS_TYPE_CALL_RECORD (vidimus_call_record_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCallRecord, vidimus_call_record, VIDIMUS, CALL_RECORD, GObject)

const char *vidimus_call_phase_get_title       (VidimusCallPhase   phase); /* translated */

const char *vidimus_call_record_get_title      (VidimusCallRecord *self); /* the image's name */
const char *vidimus_call_record_get_service    (VidimusCallRecord *self); /* shown name of who was asked */
GDateTime  *vidimus_call_record_get_begun      (VidimusCallRecord *self); /* local time */
guint       vidimus_call_record_get_attempt    (VidimusCallRecord *self); /* of its call, from 1 */
guint       vidimus_call_record_get_status     (VidimusCallRecord *self); /* 0: no answer */
gboolean    vidimus_call_record_is_billed      (VidimusCallRecord *self); /* an account's, and answered 2xx */
const char *vidimus_call_record_get_code       (VidimusCallRecord *self); /* the API's error code; nullable */
const char *vidimus_call_record_get_problem    (VidimusCallRecord *self); /* translated; nullable */
const char *vidimus_call_record_get_request_id (VidimusCallRecord *self); /* nullable */
double      vidimus_call_record_get_ms         (VidimusCallRecord *self,
                                                VidimusCallPhase   phase);
double      vidimus_call_record_get_total_ms   (VidimusCallRecord *self);
const char *vidimus_call_record_get_request    (VidimusCallRecord *self); /* for people to read; no image, no secret */
const char *vidimus_call_record_get_response   (VidimusCallRecord *self); /* nullable */
/* The same call for a shell: placeholders such as $VIDIMUS_TOKEN stand for secrets, a file name for the image. */
const char *vidimus_call_record_get_curl       (VidimusCallRecord *self);

/* The last 500 attempts of every client that was given it, newest last: a GListModel of VidimusCallRecord. */
#define VIDIMUS_TYPE_CALL_LOG (vidimus_call_log_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCallLog, vidimus_call_log, VIDIMUS, CALL_LOG, GObject)

VidimusCallLog *vidimus_call_log_new   (void);
void            vidimus_call_log_clear (VidimusCallLog *self);

G_END_DECLS

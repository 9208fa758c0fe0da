/* One line for each request that is over, and what else the service says in the same form. No image, no secret, no more
 * of a client than its neighbourhood. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusLogForm:
 * @VIDIMUS_LOG_TEXT: for people
 * @VIDIMUS_LOG_JSON: for programs: an object a line
 * @VIDIMUS_LOG_NONE: nothing of requests; the rest as text
 */
typedef enum
{
  VIDIMUS_LOG_TEXT,
  VIDIMUS_LOG_JSON,
  VIDIMUS_LOG_NONE,
} VidimusLogForm;

/**
 * VidimusAccess: strings are nullable but for the first three.
 * @place: a truncated address
 * @project_id: as the client has it; cut short here
 * @access_key: cut to four characters here
 * @token: whether a token was shown
 * @cancelled: the client did not wait
 * @wait_ms, @decode_ms, @engine_ms: negative: did not come to it
 */
typedef struct
{
  const char *id;
  const char *method;
  const char *route;
  const char *place;
  const char *project_id;
  const char *access_key;
  gboolean    token;
  guint       status;
  const char *code;
  const char *refused_for;
  gboolean    cancelled;
  guint64     received;
  guint64     sent;
  double      total_ms;
  double      wait_ms;
  double      decode_ms;
  double      engine_ms;
} VidimusAccess;

void  vidimus_access_log_write   (VidimusLogForm       form,
                                  const VidimusAccess *access);
char *vidimus_access_log_to_json (const VidimusAccess *access,
                                  gint64               now_us);
void  vidimus_access_log_install (VidimusLogForm       form);

G_END_DECLS

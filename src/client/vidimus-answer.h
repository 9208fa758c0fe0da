/* What came back for one picture, and how. Immutable. */
#pragma once

#include "vidimus-result.h"

G_BEGIN_DECLS

#define VIDIMUS_TYPE_ANSWER (vidimus_answer_get_type ())
G_DECLARE_FINAL_TYPE (VidimusAnswer, vidimus_answer, VIDIMUS, ANSWER, GObject)

/** VidimusTiming: one named stage, in milliseconds. */
typedef struct
{
  const char *name; /* prepare, send, wait (ours); decode, locate, rectify, mrz, ocr, alarms (Server-Timing) */
  double      ms;
} VidimusTiming;

/* The result, mapped to the picture's upright pixels; when that can't be done (vidimus_answer_is_mapped()), as the service said it. */
VidimusResult       *vidimus_answer_get_result        (VidimusAnswer *self);
/* FALSE only for an image that was sent by its address: then "how" of what was sent says why, and no location fits the picture. */
gboolean             vidimus_answer_is_mapped         (VidimusAnswer *self);
/* As the service said it, in pixels as sent. */
VidimusResult       *vidimus_answer_get_raw_result    (VidimusAnswer *self);
gboolean             vidimus_answer_get_alarms_asked  (VidimusAnswer *self);
const char          *vidimus_answer_get_service       (VidimusAnswer *self); /* shown name, translated */
const char          *vidimus_answer_get_request_id    (VidimusAnswer *self); /* nullable */
guint                vidimus_answer_get_http_status   (VidimusAnswer *self);
guint                vidimus_answer_get_attempt       (VidimusAnswer *self); /* from 1 */
double               vidimus_answer_get_ms            (VidimusAnswer *self); /* the whole call */
const VidimusTiming *vidimus_answer_get_timings       (VidimusAnswer *self,
                                                       gsize         *n_timings);
/* Zeros for an image that was sent by its address. */
void                 vidimus_answer_get_sent          (VidimusAnswer *self,
                                                       int           *width,
                                                       int           *height,
                                                       gsize         *bytes,
                                                       const char   **how); /* nullable, translated: what was changed before sending */
/* For people to read and copy: no image, no secrets. Pretty-printed. */
const char          *vidimus_answer_get_request_text  (VidimusAnswer *self); /* method, URI, headers, body with the image left out */
const char          *vidimus_answer_get_response_text (VidimusAnswer *self); /* status, headers, JSON */

G_END_DECLS

/* What the service said of one image, in pixels of the image as sent. */
#pragma once

#include "vidimus-alarm.h"
#include "vidimus-area.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * VidimusResult:
 *
 * Every field may be absent. Filled by who makes it, then shared and never changed. Members that we don't know
 * survive reading and writing.
 */
#define VIDIMUS_TYPE_RESULT (vidimus_result_get_type ())
G_DECLARE_FINAL_TYPE (VidimusResult, vidimus_result, VIDIMUS, RESULT, GObject)

VidimusResult *vidimus_result_new            (void);

/* The whole 200 body, {"result": {…}}. A wrong JSON type is %VIDIMUS_ERROR_ANSWER and names the field. */
VidimusResult *vidimus_result_new_from_json  (const char          *json,
                                              gssize               length,
                                              GError             **error);
char          *vidimus_result_to_json        (VidimusResult       *self);
JsonNode      *vidimus_result_to_node        (VidimusResult       *self); /* the inner object; (transfer full) */

const char    *vidimus_result_get_type_code  (VidimusResult       *self); /* nullable */
void           vidimus_result_set_type_code  (VidimusResult       *self,
                                              const char          *code);
gboolean       vidimus_result_get_location   (VidimusResult       *self,
                                              VidimusQuad         *quad);
void           vidimus_result_set_location   (VidimusResult       *self,
                                              const VidimusQuad   *quad); /* nullable */
gboolean       vidimus_result_get_confidence (VidimusResult       *self,
                                              double              *confidence);
void           vidimus_result_set_confidence (VidimusResult       *self,
                                              double               confidence);
gboolean       vidimus_result_get_score      (VidimusResult       *self,
                                              VidimusAlarm         alarm,
                                              int                 *score); /* 0–99 */
gboolean       vidimus_result_get_flag       (VidimusResult       *self,
                                              VidimusAlarm         alarm,
                                              gboolean            *raised);
void           vidimus_result_set_alarm      (VidimusResult       *self,
                                              VidimusAlarm         alarm,
                                              gboolean             raised,
                                              int                  score);
/* Ours beside the contract, for who asks (API.md, Ours): where each alarm saw something, the weightiest first, of VidimusArea; NULL
 * when absent, empty when nothing was seen. And the number behind its score, in the alarm's own unit. */
GPtrArray     *vidimus_result_get_areas      (VidimusResult       *self,
                                              VidimusAlarm         alarm);    /* (transfer none), nullable */
void           vidimus_result_take_areas     (VidimusResult       *self,
                                              VidimusAlarm         alarm,
                                              GPtrArray           *areas);    /* (transfer full) */
gboolean       vidimus_result_has_areas      (VidimusResult       *self);     /* of any alarm, be they empty */
gboolean       vidimus_result_get_statistic  (VidimusResult       *self,
                                              VidimusAlarm         alarm,
                                              double              *statistic);
void           vidimus_result_set_statistic  (VidimusResult       *self,
                                              VidimusAlarm         alarm,
                                              double               statistic);
/* Ours beside the contract: `result.explain`, kept as it came; NULL when absent. */
JsonNode      *vidimus_result_get_extra      (VidimusResult       *self,
                                              const char          *member); /* (transfer none), nullable */
void           vidimus_result_set_extra      (VidimusResult       *self,
                                              const char          *member,
                                              JsonNode            *node);   /* (transfer full) */
/* A copy whose location and areas went through @transform: from pixels sent to pixels held. */
VidimusResult *vidimus_result_transformed    (VidimusResult          *self,
                                              const VidimusTransform *transform);

G_END_DECLS

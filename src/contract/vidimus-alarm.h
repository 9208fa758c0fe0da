/* The seven image alarms: their keys, field names and titles. The order is the contract's. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusAlarm:
 *
 * Higher is worse, for all seven.
 */
typedef enum
{
  VIDIMUS_ALARM_BLUR,
  VIDIMUS_ALARM_GLARE,
  VIDIMUS_ALARM_BLOCKING,
  VIDIMUS_ALARM_LIGHTING,
  VIDIMUS_ALARM_COPY,
  VIDIMUS_ALARM_BORDER,
  VIDIMUS_ALARM_REPRODUCE,
} VidimusAlarm;

#define VIDIMUS_N_ALARMS  7
#define VIDIMUS_SCORE_MAX 99

const char *vidimus_alarm_get_key          (VidimusAlarm  alarm);
const char *vidimus_alarm_get_result_field (VidimusAlarm  alarm);
const char *vidimus_alarm_get_score_field  (VidimusAlarm  alarm);
const char *vidimus_alarm_get_title        (VidimusAlarm  alarm);
gboolean    vidimus_alarm_from_key         (const char   *key,
                                            VidimusAlarm *alarm);

G_END_DECLS

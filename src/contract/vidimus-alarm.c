#include "vidimus-alarm.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *key;
  const char *result_field;
  const char *score_field;
  const char *title;
} alarms[VIDIMUS_N_ALARMS] = {
  [VIDIMUS_ALARM_BLUR] = { "blur", "detect_blur_result", "blur_score", N_("Blur") },
  [VIDIMUS_ALARM_GLARE] = { "glare", "detect_glare_result", "glare_score", N_("Glare") },
  [VIDIMUS_ALARM_BLOCKING] = { "blocking_within_border", "detect_blocking_within_border_result",
                               "blocking_within_border_score", N_("Covered parts") },
  [VIDIMUS_ALARM_LIGHTING] = { "insufficient_lighting", "detect_insufficient_lighting_result",
                               "insufficient_lighting_score", N_("Poor lighting") },
  [VIDIMUS_ALARM_COPY] = { "copy", "detect_copy_result", "copy_score", N_("Black-and-white copy") },
  [VIDIMUS_ALARM_BORDER] = { "border_integrity", "detect_border_integrity_result",
                             "border_integrity_score", N_("Incomplete border") },
  [VIDIMUS_ALARM_REPRODUCE] = { "reproduce", "detect_reproduce_result", "reproduce_score",
                                N_("Re-photographed") },
};

/**
 * vidimus_alarm_get_key:
 *
 * Returns: the alarm's own name wherever it is a key, such as "blur"
 */
const char *
vidimus_alarm_get_key (VidimusAlarm alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return alarms[alarm].key;
}

/**
 * vidimus_alarm_get_result_field:
 *
 * Returns: the name of the boolean in `alarm_result`
 */
const char *
vidimus_alarm_get_result_field (VidimusAlarm alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return alarms[alarm].result_field;
}

/**
 * vidimus_alarm_get_score_field:
 *
 * Returns: the name of the score in `alarm_confidence`
 */
const char *
vidimus_alarm_get_score_field (VidimusAlarm alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return alarms[alarm].score_field;
}

/**
 * vidimus_alarm_get_title:
 *
 * Returns: the alarm's name for people, translated
 */
const char *
vidimus_alarm_get_title (VidimusAlarm alarm)
{
  g_return_val_if_fail (alarm < VIDIMUS_N_ALARMS, NULL);

  return _(alarms[alarm].title);
}

/**
 * vidimus_alarm_from_key:
 * @alarm: (out) (optional): which alarm has that key
 *
 * Returns: %FALSE when @key is none of the seven
 */
gboolean
vidimus_alarm_from_key (const char   *key,
                        VidimusAlarm *alarm)
{
  for (int i = 0; i < VIDIMUS_N_ALARMS; i++)
    if (g_strcmp0 (key, alarms[i].key) == 0)
      {
        if (alarm != NULL)
          *alarm = i;
        return TRUE;
      }

  return FALSE;
}

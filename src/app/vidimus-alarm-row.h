/* One alarm of an answer: name, badge, number, bar; it opens to say what it means and what to do. */
#pragma once

#include "vidimus-policy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "expanded" (boolean); signal "revealed": it has opened to its full height. */
#define VIDIMUS_TYPE_ALARM_ROW (vidimus_alarm_row_get_type ())
G_DECLARE_FINAL_TYPE (VidimusAlarmRow, vidimus_alarm_row, VIDIMUS, ALARM_ROW, GtkListBoxRow)

GtkWidget *vidimus_alarm_row_new          (VidimusAlarm        alarm);
void       vidimus_alarm_row_set_result   (VidimusAlarmRow    *self,
                                           VidimusResult      *result,
                                           VidimusPolicy      *policy,
                                           VidimusVerdictKind  kind);
void       vidimus_alarm_row_set_evidence (VidimusAlarmRow    *self,
                                           VidimusResult      *evidence);
void       vidimus_alarm_row_set_shown    (VidimusAlarmRow    *self,
                                           gboolean            shown);
gboolean   vidimus_alarm_row_get_expanded (VidimusAlarmRow    *self);
void       vidimus_alarm_row_set_expanded (VidimusAlarmRow    *self,
                                           gboolean            expanded);

G_END_DECLS

/* One call in the list of the inspector: image, time, service, status, total. */
#pragma once

#include "vidimus-call-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_CALL_ROW (vidimus_call_row_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCallRow, vidimus_call_row, VIDIMUS, CALL_ROW, GtkWidget)

GtkWidget *vidimus_call_row_new        (void);
void       vidimus_call_row_set_record (VidimusCallRow    *self,
                                        VidimusCallRecord *record);
/* "200", "429 · APIG.0308", "No answer" */
char      *vidimus_call_record_dup_status (VidimusCallRecord *record);
gboolean   vidimus_call_record_is_good    (VidimusCallRecord *record);

G_END_DECLS

/* An answer: verdict, document, seven alarms, and who answered. */
#pragma once

#include "vidimus-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "shown-alarm" (int, read-only, -1: none), notified: whose evidence is to be drawn on the picture. */
#define VIDIMUS_TYPE_ANSWER_PAGE (vidimus_answer_page_get_type ())
G_DECLARE_FINAL_TYPE (VidimusAnswerPage, vidimus_answer_page, VIDIMUS, ANSWER_PAGE, GtkWidget)

void       vidimus_answer_page_set_document (VidimusAnswerPage *self,
                                             VidimusDocument   *document,
                                             VidimusPolicy     *policy);
void       vidimus_answer_page_toggle_alarm (VidimusAnswerPage *self,
                                             VidimusAlarm       alarm);
void       vidimus_answer_page_hide_evidence (VidimusAnswerPage *self);

G_END_DECLS

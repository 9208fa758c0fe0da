/* The panel beside the picture: working, answered, failed, or not asked. */
#pragma once

#include "vidimus-answer-page.h"
#include "vidimus-document.h"
#include "vidimus-services.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_RESULTS (vidimus_results_get_type ())
G_DECLARE_FINAL_TYPE (VidimusResults, vidimus_results, VIDIMUS, RESULTS, GtkWidget)

void        vidimus_results_set_policy   (VidimusResults  *self,
                                          VidimusPolicy   *policy);
void        vidimus_results_set_services (VidimusResults  *self,
                                          VidimusServices *services);
void        vidimus_results_set_document (VidimusResults  *self,
                                          VidimusDocument *document);
void        vidimus_results_toggle_alarm (VidimusResults  *self,
                                          VidimusAlarm     alarm);
/* Its "shown-alarm" is the one whose evidence is to be drawn. */
VidimusAnswerPage *
            vidimus_results_get_answer_page (VidimusResults *self);
/* "blank", "working", "answer", "failed", "unasked": what is seen now. */
const char *vidimus_results_get_page     (VidimusResults  *self);

G_END_DECLS

/* The phases of one call, one after the other, each as long as it took. */
#pragma once

#include "vidimus-call-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_PHASE_BAR (vidimus_phase_bar_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPhaseBar, vidimus_phase_bar, VIDIMUS, PHASE_BAR, GtkWidget)

void vidimus_phase_bar_set_record (VidimusPhaseBar   *self,
                                   VidimusCallRecord *record); /* nullable */
/* Of the legend too. */
void vidimus_phase_bar_get_color  (GtkWidget         *widget,
                                   VidimusCallPhase   phase,
                                   GdkRGBA           *color);

G_END_DECLS

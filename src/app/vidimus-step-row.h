/* One step of a connection test: its outcome as shape, colour and words, and what to do about a failure. */
#pragma once

#include "vidimus-connection-test.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_STEP_ROW (vidimus_step_row_get_type ())
G_DECLARE_FINAL_TYPE (VidimusStepRow, vidimus_step_row, VIDIMUS, STEP_ROW, AdwActionRow)

GtkWidget *vidimus_step_row_new    (VidimusStep     step);
/* @text, @advice: nullable */
void       vidimus_step_row_update (VidimusStepRow *self,
                                    VidimusOutcome  outcome,
                                    const char     *text,
                                    const char     *advice);

G_END_DECLS

/* What the policy makes of an answer, with the reason and what to do next. */
#pragma once

#include "vidimus-policy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_VERDICT_CARD (vidimus_verdict_card_get_type ())
G_DECLARE_FINAL_TYPE (VidimusVerdictCard, vidimus_verdict_card, VIDIMUS, VERDICT_CARD, GtkWidget)

GtkWidget *vidimus_verdict_card_new         (void);
void       vidimus_verdict_card_set_verdict (VidimusVerdictCard   *self,
                                             const VidimusVerdict *verdict,
                                             VidimusPolicy        *policy,
                                             VidimusResult        *result,
                                             double                pixels_per_mm);

G_END_DECLS

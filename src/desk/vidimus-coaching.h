/* What to tell a person: one sentence a finding. The same words at the desk, at the camera and in reports. */
#pragma once

#include "vidimus-document.h"

G_BEGIN_DECLS

/* What the alarm means, in a sentence, and what to do about it; translated, static. */
const char *vidimus_coaching_get_meaning (VidimusAlarm          alarm);
const char *vidimus_coaching_get_remedy  (VidimusAlarm          alarm);
/* "Glare 91, your limit is 80"; NULL when no alarm decides. */
char       *vidimus_coaching_get_reason  (const VidimusVerdict *verdict,
                                          VidimusPolicy        *policy,
                                          VidimusResult        *result);
/* What to do next, for the verdict card: the deciding alarm's remedy, or what a clear or unchecked answer calls for. */
char       *vidimus_coaching_get_advice  (const VidimusVerdict *verdict,
                                          VidimusResult        *result,
                                          double                pixels_per_mm);
/* What to bear in mind of a picture that came in this way; NULL when there is nothing. */
char       *vidimus_coaching_get_caution (VidimusDocumentOrigin origin);

G_END_DECLS

/* A policy: from evidence to a verdict. Named, versioned, JSON (data/policy.schema.json). */
#pragma once

#include "vidimus-alarm.h"
#include "vidimus-result.h"

G_BEGIN_DECLS

typedef enum
{
  VIDIMUS_VERDICT_NOT_CHECKED,
  VIDIMUS_VERDICT_CLEAR,
  VIDIMUS_VERDICT_REVIEW,
  VIDIMUS_VERDICT_REJECT,
} VidimusVerdictKind;

/**
 * VidimusVerdict: a value.
 * @kind: the worst of @alarms; NOT_CHECKED only when none is worse and one at least is not checked
 * @alarms: per alarm; a missing score is NOT_CHECKED, never CLEAR
 * @deciding: the alarm with the highest score among those that make @kind, or −1 when none does
 * @low_confidence: the location's confidence is under the policy's minimum
 */
typedef struct
{
  VidimusVerdictKind kind;
  VidimusVerdictKind alarms[VIDIMUS_N_ALARMS];
  int                deciding;
  gboolean           low_confidence;
} VidimusVerdict;

/**
 * VidimusPolicyError:
 * @VIDIMUS_POLICY_ERROR_MALFORMED: the file is no policy, or one field of it is wrong; the message names the field
 */
typedef enum
{
  VIDIMUS_POLICY_ERROR_MALFORMED,
} VidimusPolicyError;

#define VIDIMUS_POLICY_ERROR (vidimus_policy_error_quark ())
GQuark         vidimus_policy_error_quark        (void);

#define VIDIMUS_TYPE_POLICY (vidimus_policy_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPolicy, vidimus_policy, VIDIMUS, POLICY, GObject)

VidimusPolicy *vidimus_policy_new_default        (void); /* review 50, reject 80, confidence 0.5 */
VidimusPolicy *vidimus_policy_new_from_json      (const char           *json,
                                                  gssize                length,
                                                  GError              **error);
char          *vidimus_policy_to_json            (VidimusPolicy        *self);
const char    *vidimus_policy_get_name           (VidimusPolicy        *self);
guint          vidimus_policy_get_version        (VidimusPolicy        *self);
/* The cuts for an alarm on a document of that type (nullable: unknown); raised means score > cut. */
void           vidimus_policy_get_cuts           (VidimusPolicy        *self,
                                                  VidimusAlarm          alarm,
                                                  const char           *type_code,
                                                  int                  *review,
                                                  int                  *reject);
double         vidimus_policy_get_min_confidence (VidimusPolicy        *self);
VidimusVerdict vidimus_policy_judge              (VidimusPolicy        *self,
                                                  VidimusResult        *result); /* nullable: nothing was checked */

/* Keys for files ("clear", "review", "reject", "not_checked") and words for people. */
const char    *vidimus_verdict_kind_get_key      (VidimusVerdictKind    kind);
const char    *vidimus_verdict_kind_get_title    (VidimusVerdictKind    kind); /* "No alarm", "Look closer", "Alarm", "Not checked" */

G_END_DECLS

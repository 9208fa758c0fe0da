/* Is this profile going to work? Name → TCP → TLS → credentials → one call, each with its outcome and what to do. */
#pragma once

#include "vidimus-profile.h"
#include "vidimus-secrets.h"

G_BEGIN_DECLS

/**
 * VidimusStep:
 * @VIDIMUS_STEP_TCP: of the service on this computer: it is started
 */
typedef enum
{
  VIDIMUS_STEP_NAME,
  VIDIMUS_STEP_TCP,
  VIDIMUS_STEP_TLS,
  VIDIMUS_STEP_CREDENTIALS,
  VIDIMUS_STEP_CALL,
  VIDIMUS_N_STEPS,
} VidimusStep;

typedef enum
{
  VIDIMUS_OUTCOME_PENDING, /* not yet; or cancelled */
  VIDIMUS_OUTCOME_RUNNING,
  VIDIMUS_OUTCOME_PASSED,
  VIDIMUS_OUTCOME_SKIPPED, /* not needed: no TLS with http://, nothing to sign in with, a step before it failed */
  VIDIMUS_OUTCOME_FAILED,
} VidimusOutcome;

/* Signal "changed" (no arguments) whenever a step's outcome did. One object is one test. */
#define VIDIMUS_TYPE_CONNECTION_TEST (vidimus_connection_test_get_type ())
G_DECLARE_FINAL_TYPE (VidimusConnectionTest, vidimus_connection_test, VIDIMUS, CONNECTION_TEST, GObject)

/* @specimen: the encoded image of the one call, which is billed if it is answered 2xx. Settings are those of @profile now. */
VidimusConnectionTest *vidimus_connection_test_new         (VidimusProfile         *profile,
                                                            VidimusSecrets         *secrets,
                                                            GBytes                 *specimen);
void                   vidimus_connection_test_run_async   (VidimusConnectionTest  *self,
                                                            GCancellable           *cancellable,
                                                            GAsyncReadyCallback     callback,
                                                            gpointer                user_data);
/* FALSE when a step failed; @error is of that step. */
gboolean               vidimus_connection_test_run_finish  (VidimusConnectionTest  *self,
                                                            GAsyncResult           *result,
                                                            GError                **error);
const char            *vidimus_step_get_title              (VidimusStep             step); /* translated */
VidimusOutcome         vidimus_connection_test_get_outcome (VidimusConnectionTest  *self,
                                                            VidimusStep             step);
/* What was found ("2 addresses, 3 ms"; "Certificate of Example CA, valid until …") or what failed; translated, "" while pending. */
const char            *vidimus_connection_test_get_text    (VidimusConnectionTest  *self,
                                                            VidimusStep             step);
/* What to do about a failure; translated, nullable. */
const char            *vidimus_connection_test_get_advice  (VidimusConnectionTest  *self,
                                                            VidimusStep             step);

G_END_DECLS

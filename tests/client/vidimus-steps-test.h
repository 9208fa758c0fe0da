/* What the tests of the connection test share: one test run and awaited, and what it says of its steps. */
#pragma once

#include "vidimus-account-test.h"
#include "vidimus-client-private.h"
#include "vidimus-error.h"

G_BEGIN_DECLS

typedef struct
{
  VidimusConnectionTest *test;  /* owned */
  GError                *error; /* owned, nullable */
  gboolean               fine;
  guint                  n_changes;
  /* Before it is run */
  guint                  ms;          /* patience; 0: as it is */
  GCancellable          *cancellable; /* borrowed, nullable */
  int                    cancel_at;   /* a step; once it runs. VIDIMUS_N_STEPS: not here */
} StepsTest;

void  steps_test_run      (StepsTest      *steps,
                           VidimusProfile *profile,
                           VidimusSecrets *secrets);
void  steps_test_clear    (StepsTest      *steps);
/* @part: nullable; of what it says. */
void  steps_test_passed   (StepsTest      *steps,
                           VidimusStep     step,
                           const char     *part);
void  steps_test_skipped  (StepsTest      *steps,
                           VidimusStep     step,
                           const char     *part);
/* The steps before it did not fail, those after it were skipped, the error is of it. @advice: nullable; a part */
void  steps_test_failed   (StepsTest      *steps,
                           VidimusStep     step,
                           VidimusError    code,
                           const char     *part,
                           const char     *advice);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StepsTest, steps_test_clear)

G_END_DECLS

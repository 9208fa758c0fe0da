#include "vidimus-steps-test.h"

#include "vidimus-client-test.h"

static void
changed_cb (VidimusConnectionTest *test,
            StepsTest             *steps)
{
  steps->n_changes++;
  if (steps->cancellable != NULL && steps->cancel_at < VIDIMUS_N_STEPS &&
      vidimus_connection_test_get_outcome (test, steps->cancel_at) == VIDIMUS_OUTCOME_RUNNING)
    g_cancellable_cancel (steps->cancellable);
}

void
steps_test_run (StepsTest      *steps,
                VidimusProfile *profile,
                VidimusSecrets *secrets)
{
  g_autoptr(VidimusPicture) picture = client_test_picture (32, 24);
  g_autoptr(GAsyncResult) result = NULL;

  steps->test = vidimus_connection_test_new (profile, secrets, vidimus_picture_get_bytes (picture));
  vidimus_connection_test_set_patience (steps->test, steps->ms);
  g_signal_connect (steps->test, "changed", G_CALLBACK (changed_cb), steps);
  vidimus_connection_test_run_async (steps->test, steps->cancellable, vidimus_test_finish, &result);
  steps->fine = vidimus_connection_test_run_finish (steps->test, vidimus_test_await (&result), &steps->error);
  g_assert_true (steps->fine == (steps->error == NULL));
  for (VidimusStep i = 0; i < VIDIMUS_N_STEPS; i++)
    g_test_message ("%s: %s %s", vidimus_step_get_title (i), vidimus_connection_test_get_text (steps->test, i),
                    vidimus_connection_test_get_advice (steps->test, i) != NULL
                    ? vidimus_connection_test_get_advice (steps->test, i) : "");
}

static gboolean
is_last_reference (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

void
steps_test_clear (StepsTest *steps)
{
  vidimus_test_await_true (is_last_reference, steps->test);
  g_assert_finalize_object (g_steal_pointer (&steps->test));
  g_clear_error (&steps->error);
}

static void
assert_outcome (StepsTest      *steps,
                VidimusStep     step,
                VidimusOutcome  outcome,
                const char     *part)
{
  const char *text = vidimus_connection_test_get_text (steps->test, step);

  if (vidimus_connection_test_get_outcome (steps->test, step) != outcome)
    g_error ("%s: %d, “%s”", vidimus_step_get_title (step), vidimus_connection_test_get_outcome (steps->test, step), text);
  if (part != NULL)
    account_test_contains (text, part);
}

void
steps_test_passed (StepsTest   *steps,
                   VidimusStep  step,
                   const char  *part)
{
  assert_outcome (steps, step, VIDIMUS_OUTCOME_PASSED, part);
  g_assert_cmpstr (vidimus_connection_test_get_text (steps->test, step), !=, "");
  g_assert_null (vidimus_connection_test_get_advice (steps->test, step));
}

void
steps_test_skipped (StepsTest   *steps,
                    VidimusStep  step,
                    const char  *part)
{
  assert_outcome (steps, step, VIDIMUS_OUTCOME_SKIPPED, part);
}

void
steps_test_failed (StepsTest    *steps,
                   VidimusStep   step,
                   VidimusError  code,
                   const char   *part,
                   const char   *advice)
{
  g_assert_error (steps->error, VIDIMUS_ERROR, (int) code);
  assert_outcome (steps, step, VIDIMUS_OUTCOME_FAILED, part);
  g_assert_cmpstr (vidimus_connection_test_get_text (steps->test, step), ==, steps->error->message);
  g_assert_nonnull (vidimus_connection_test_get_advice (steps->test, step));
  if (advice != NULL)
    account_test_contains (vidimus_connection_test_get_advice (steps->test, step), advice);

  for (VidimusStep i = 0; i < step; i++)
    g_assert_cmpint (vidimus_connection_test_get_outcome (steps->test, i), !=, VIDIMUS_OUTCOME_FAILED);
  for (VidimusStep i = step + 1; i < VIDIMUS_N_STEPS; i++)
    assert_outcome (steps, i, VIDIMUS_OUTCOME_SKIPPED, "Not tried");
}

#include "vidimus-connection-test-private.h"

#include "vidimus-error.h"
#include "vidimus-probe-private.h"

#include <glib/gi18n-lib.h>

/* Nobody who looks on has more patience. */
#define SIGN_IN_MS (20 * 1000)
#define SEND_MS (20 * 1000)
#define ANSWER_MS (60 * 1000)

G_DEFINE_FINAL_TYPE (VidimusConnectionTest, vidimus_connection_test, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
vidimus_connection_test_finalize (GObject *object)
{
  VidimusConnectionTest *self = VIDIMUS_CONNECTION_TEST (object);

  for (guint i = 0; i < VIDIMUS_N_STEPS; i++)
    {
      g_clear_pointer (&self->steps[i].text, g_free);
      g_clear_pointer (&self->steps[i].advice, g_free);
    }
  g_clear_object (&self->profile);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->specimen, g_bytes_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->client);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_object (&self->stream);

  G_OBJECT_CLASS (vidimus_connection_test_parent_class)->finalize (object);
}

static void
vidimus_connection_test_class_init (VidimusConnectionTestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_connection_test_finalize;

  /**
   * VidimusConnectionTest::changed:
   *
   * The outcome of a step changed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
vidimus_connection_test_init (VidimusConnectionTest *self)
{
}

/**
 * vidimus_connection_test_new:
 * @profile: what it says when the test runs
 * @specimen: an encoded image
 *
 * Nothing is contacted before it runs.
 *
 * Returns: (transfer full): a test
 */
VidimusConnectionTest *
vidimus_connection_test_new (VidimusProfile *profile,
                             VidimusSecrets *secrets,
                             GBytes         *specimen)
{
  VidimusConnectionTest *self;

  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (VIDIMUS_IS_SECRETS (secrets), NULL);
  g_return_val_if_fail (specimen != NULL, NULL);

  self = g_object_new (VIDIMUS_TYPE_CONNECTION_TEST, NULL);
  self->profile = g_object_ref (profile);
  self->secrets = g_object_ref (secrets);
  self->specimen = g_bytes_ref (specimen);

  return self;
}

/**
 * vidimus_step_get_title:
 *
 * Returns: the name of a step, translated
 */
const char *
vidimus_step_get_title (VidimusStep step)
{
  static const char * const titles[] = {
    [VIDIMUS_STEP_NAME] = N_("Name"),
    [VIDIMUS_STEP_TCP] = N_("Connection"),
    [VIDIMUS_STEP_TLS] = N_("Encryption"),
    [VIDIMUS_STEP_CREDENTIALS] = N_("Sign-in"),
    [VIDIMUS_STEP_CALL] = N_("One call"),
  };

  g_return_val_if_fail (step < VIDIMUS_N_STEPS, "");

  return _(titles[step]);
}

/**
 * vidimus_connection_test_get_outcome:
 *
 * Returns: how @step went
 */
VidimusOutcome
vidimus_connection_test_get_outcome (VidimusConnectionTest *self,
                                     VidimusStep            step)
{
  g_return_val_if_fail (VIDIMUS_IS_CONNECTION_TEST (self) && step < VIDIMUS_N_STEPS, VIDIMUS_OUTCOME_PENDING);

  return self->steps[step].outcome;
}

/**
 * vidimus_connection_test_get_text:
 *
 * Returns: what was found or what failed, translated; "" while there is nothing to say
 */
const char *
vidimus_connection_test_get_text (VidimusConnectionTest *self,
                                  VidimusStep            step)
{
  g_return_val_if_fail (VIDIMUS_IS_CONNECTION_TEST (self) && step < VIDIMUS_N_STEPS, "");

  return self->steps[step].text != NULL ? self->steps[step].text : "";
}

/**
 * vidimus_connection_test_get_advice:
 *
 * Returns: (nullable): what to do about a failure, translated
 */
const char *
vidimus_connection_test_get_advice (VidimusConnectionTest *self,
                                    VidimusStep            step)
{
  g_return_val_if_fail (VIDIMUS_IS_CONNECTION_TEST (self) && step < VIDIMUS_N_STEPS, NULL);

  return self->steps[step].advice;
}

/* Takes @text, which is nullable. */
static void
set_outcome (VidimusConnectionTest *self,
             VidimusStep            step,
             VidimusOutcome         outcome,
             char                  *text)
{
  g_free (self->steps[step].text);
  self->steps[step].text = text;
  self->steps[step].outcome = outcome;
}

static void
changed (VidimusConnectionTest *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
begin_step (VidimusConnectionTest *self,
            VidimusStep            step)
{
  self->step = step;
  self->begun = g_get_monotonic_time ();
  set_outcome (self, step, VIDIMUS_OUTCOME_RUNNING, NULL);
  changed (self);
}

guint
vidimus_connection_test_get_ms (VidimusConnectionTest *self)
{
  return (g_get_monotonic_time () - self->begun + 500) / 1000;
}

/* For tests of what never answers. */
void
vidimus_connection_test_set_patience (VidimusConnectionTest *self,
                                      guint                  ms)
{
  self->ms = ms;
}

guint
vidimus_connection_test_get_limit (VidimusConnectionTest *self,
                                   guint                  ms)
{
  return self->ms != 0 ? self->ms : ms;
}

static void next_step (GTask *task);

void
vidimus_connection_test_pass (GTask          *task,
                              VidimusOutcome  outcome,
                              char           *text)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  set_outcome (self, self->step, outcome, text);
  changed (self);
  next_step (task);
}

void
vidimus_connection_test_fail (GTask  *task,
                              GError *error)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&self->client);
  g_clear_object (&self->stream);
  if (cancelled)
    {
      set_outcome (self, self->step, VIDIMUS_OUTCOME_PENDING, NULL);
    }
  else
    {
      set_outcome (self, self->step, VIDIMUS_OUTCOME_FAILED, g_strdup (error->message));
      self->steps[self->step].advice = g_strdup (vidimus_error_get_advice (error));
      for (VidimusStep later = self->step + 1; later < VIDIMUS_N_STEPS; later++)
        set_outcome (self, later, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("Not tried.")));
    }
  changed (self);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
set_limits (VidimusConnectionTest *self)
{
  static const VidimusRetryPolicy once = { .max_attempts = 1 };
  const VidimusLimits limits = { .connect_ms = vidimus_connection_test_get_limit (self, VIDIMUS_PROBE_TCP_MS),
                                 .send_ms = vidimus_connection_test_get_limit (self, SEND_MS),
                                 .answer_ms = vidimus_connection_test_get_limit (self, ANSWER_MS) };

  vidimus_client_set_limits (self->client, &limits);
  vidimus_client_set_retry (self->client, &once);
  if (vidimus_client_get_credentials (self->client) != NULL)
    vidimus_credentials_set_patience (vidimus_client_get_credentials (self->client),
                                      vidimus_connection_test_get_limit (self, SIGN_IN_MS));
}

/* Takes @task. */
static void
next_step (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);
  VidimusStep step = VIDIMUS_STEP_NAME;
  GError *error = NULL;

  while (step < VIDIMUS_N_STEPS && self->steps[step].outcome != VIDIMUS_OUTCOME_PENDING)
    step++;

  if (step == VIDIMUS_N_STEPS)
    {
      g_clear_object (&self->client);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  begin_step (self, step);
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    vidimus_connection_test_fail (task, error);
  else
    vidimus_connection_test_do_step (task, step);
}

/**
 * vidimus_connection_test_run_async:
 *
 * Each step has a limit of time of its own. Once for each object.
 */
void
vidimus_connection_test_run_async (VidimusConnectionTest *self,
                                   GCancellable          *cancellable,
                                   GAsyncReadyCallback    callback,
                                   gpointer               user_data)
{
  GTask *task;
  g_autofree char *endpoint = NULL;
  GError *error = NULL;

  g_return_if_fail (VIDIMUS_IS_CONNECTION_TEST (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (self->client == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_connection_test_run_async);
  self->client = vidimus_client_new_for_profile (self->profile, self->secrets, &error);
  endpoint = vidimus_profile_dup_endpoint (self->profile);
  if (self->client != NULL && endpoint != NULL)
    self->uri = g_uri_parse (endpoint, SOUP_HTTP_URI_FLAGS, &error);

  if (error != NULL)
    {
      begin_step (self, VIDIMUS_STEP_NAME);
      vidimus_connection_test_fail (task, error);
      return;
    }

  set_limits (self);
  next_step (task);
}

/**
 * vidimus_connection_test_run_finish:
 *
 * Returns: whether every step passed or was not needed; else %FALSE with the error of the step that failed
 */
gboolean
vidimus_connection_test_run_finish (VidimusConnectionTest  *self,
                                    GAsyncResult           *result,
                                    GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

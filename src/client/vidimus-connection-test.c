#include "vidimus-connection-test.h"

#include "vidimus-client-private.h"
#include "vidimus-credentials-private.h"
#include "vidimus-document-type.h"
#include "vidimus-error.h"
#include "vidimus-probe-private.h"

#include <glib/gi18n-lib.h>

/* Of the call: nobody who looks on has more patience. */
#define SEND_MS (20 * 1000)
#define ANSWER_MS (60 * 1000)

typedef struct
{
  VidimusOutcome  outcome;
  char           *text;   /* owned, nullable */
  char           *advice; /* owned, nullable */
} Step;

struct _VidimusConnectionTest
{
  GObject          parent_instance;

  VidimusProfile  *profile;    /* owned */
  VidimusSecrets  *secrets;    /* owned */
  GBytes          *specimen;   /* owned */

  guint            ms;         /* for each step; 0: each its own */

  Step             steps[VIDIMUS_N_STEPS];
  VidimusStep      step;       /* under way */
  gint64           begun;      /* the step */

  GUri            *uri;        /* owned, nullable: LOCAL */
  VidimusClient   *client;     /* owned, nullable until it runs */
  char            *proxy;      /* owned, nullable */
  GIOStream       *stream;     /* owned, nullable */
};

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

static guint
get_ms (VidimusConnectionTest *self)
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

static guint
limit (VidimusConnectionTest *self,
       guint                  ms)
{
  return self->ms != 0 ? self->ms : ms;
}

static void next_step (GTask *task);

/* The step under way passed, or there was nothing to do in it. Takes @task, and @text. */
static void
pass (GTask          *task,
      VidimusOutcome  outcome,
      char           *text)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  set_outcome (self, self->step, outcome, text);
  changed (self);
  next_step (task);
}

/* Takes @task, and @error. */
static void
fail (GTask  *task,
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
        set_outcome (self, later, VIDIMUS_OUTCOME_SKIPPED, NULL);
    }
  changed (self);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
is_local (VidimusConnectionTest *self)
{
  return vidimus_profile_get_kind (self->profile) == VIDIMUS_PROFILE_LOCAL;
}

static gboolean
is_secure (VidimusConnectionTest *self)
{
  return self->uri != NULL && g_str_equal (g_uri_get_scheme (self->uri), "https");
}

static void
named_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *text = vidimus_probe_name_finish (result, &self->proxy, &error);

  if (text == NULL)
    fail (task, error);
  else
    pass (task, self->proxy != NULL ? VIDIMUS_OUTCOME_SKIPPED : VIDIMUS_OUTCOME_PASSED, text);
}

static void
test_name (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self))
    pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("Not needed: nothing leaves this computer.")));
  else
    vidimus_probe_name_async (self->uri, limit (self, VIDIMUS_PROBE_NAME_MS), g_task_get_cancellable (task), named_cb, task);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *text = vidimus_probe_tcp_finish (result, &self->stream, &error);

  if (text == NULL)
    fail (task, error);
  else
    pass (task, VIDIMUS_OUTCOME_PASSED, text);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  VidimusLocalService *local = VIDIMUS_LOCAL_SERVICE (object);
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *text = NULL;
  const char *warning;

  if (!vidimus_local_service_ensure_finish (local, result, &error))
    {
      fail (task, error);
      return;
    }

  text = g_strdup_printf (_("The service on this computer was started, and is well: %u ms."), get_ms (self));
  warning = vidimus_local_service_get_warning (local);
  pass (task, VIDIMUS_OUTCOME_PASSED, warning != NULL ? g_strconcat (text, " ", warning, NULL) : g_steal_pointer (&text));
}

static void
test_tcp (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self))
    vidimus_local_service_ensure_async (vidimus_client_get_local (self->client), FALSE, g_task_get_cancellable (task), started_cb,
                                        task);
  else if (self->proxy != NULL && !is_secure (self))
    pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup_printf (_("The proxy “%s” connects."), self->proxy));
  else
    vidimus_probe_tcp_async (self->uri, self->proxy, limit (self, VIDIMUS_PROBE_TCP_MS), g_task_get_cancellable (task), connected_cb, task);
}

static void
secured_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *text = vidimus_probe_tls_finish (result, &error);

  g_clear_object (&self->stream);
  if (text == NULL)
    fail (task, error);
  else
    pass (task, VIDIMUS_OUTCOME_PASSED, text);
}

static void
test_tls (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self))
    {
      pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("Not needed: the connection is a socket that only you can open.")));
    }
  else if (!is_secure (self))
    {
      g_clear_object (&self->stream);
      pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("There is none with http://: images travel readable for everybody on the "
                                                       "way.")));
    }
  else
    {
      vidimus_probe_tls_async (self->uri, self->stream, vidimus_client_get_trust (self->client), limit (self, VIDIMUS_PROBE_TLS_MS),
                               g_task_get_cancellable (task), secured_cb, task);
    }
}

static char *
describe_sign_in (VidimusConnectionTest *self)
{
  const char *project = vidimus_credentials_get_project_id (vidimus_client_get_credentials (self->client));
  gboolean huawei = vidimus_profile_get_kind (self->profile) == VIDIMUS_PROFILE_HUAWEI;
  gboolean found = huawei && *vidimus_profile_get_project_id (self->profile) == '\0';

  if (vidimus_profile_get_auth (self->profile) == VIDIMUS_AUTH_PASSWORD)
    return g_strdup_printf (_("Signed in as “%s”, %u ms. Project %s."), vidimus_profile_get_user (self->profile), get_ms (self),
                            project);
  if (found)
    return g_strdup_printf (_("Accepted, %u ms. Project %s was found."), get_ms (self), project);

  return g_strdup_printf (_("Ready; the call shows whether it is accepted. Project %s."), project);
}

static void
signed_in_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!vidimus_credentials_prepare_finish (VIDIMUS_CREDENTIALS (object), result, &error))
    fail (task, error);
  else
    pass (task, VIDIMUS_OUTCOME_PASSED, describe_sign_in (self));
}

static void
test_credentials (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self) || vidimus_profile_get_auth (self->profile) == VIDIMUS_AUTH_NONE)
    pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("Not needed: no account.")));
  else
    vidimus_credentials_prepare_async (vidimus_client_get_credentials (self->client), g_task_get_cancellable (task), signed_in_cb,
                                       task);
}

static char *
describe_answer (VidimusConnectionTest *self,
                 VidimusAnswer         *answer)
{
  VidimusCredentials *credentials = vidimus_client_get_credentials (self->client);
  const char *request_id = vidimus_answer_get_request_id (answer);
  const char *type = vidimus_result_get_type_code (vidimus_answer_get_result (answer));
  g_autofree char *skew = credentials != NULL ? vidimus_credentials_describe_skew (credentials) : NULL;
  g_autofree char *what = g_strdup_printf (_("Answered “%s”, %.0f ms."), type != NULL ? vidimus_document_type_get_name (type)
                                                                                      : _("no known type"), vidimus_answer_get_ms (answer));
  g_autofree char *id = request_id != NULL ? g_strdup_printf (_("Request id %s."), request_id) : NULL;
  GString *text = g_string_new (what);

  if (id != NULL)
    g_string_append_printf (text, " %s", id);
  if (skew != NULL)
    g_string_append_printf (text, " %s", skew);

  return g_string_free (text, FALSE);
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(VidimusAnswer) answer = vidimus_client_classify_finish (VIDIMUS_CLIENT (object), result, &error);

  if (answer == NULL)
    fail (task, error);
  else
    pass (task, VIDIMUS_OUTCOME_PASSED, describe_answer (self, answer));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  VidimusConnectionTest *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(VidimusPicture) picture = vidimus_picture_load_finish (result, &error);

  if (picture == NULL)
    {
      fail (task, error);
      return;
    }

  self->begun = g_get_monotonic_time ();
  vidimus_client_classify_async (self->client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, g_task_get_cancellable (task), answered_cb,
                                 task);
}

static void
test_call (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  vidimus_picture_load_async (self->specimen, &VIDIMUS_DECODE_DESK, g_task_get_cancellable (task), loaded_cb, task);
}

static void
set_limits (VidimusConnectionTest *self)
{
  static const VidimusRetryPolicy once = { .max_attempts = 1 };
  const VidimusLimits limits = { .connect_ms = limit (self, VIDIMUS_PROBE_TCP_MS), .send_ms = limit (self, SEND_MS),
                                 .answer_ms = limit (self, ANSWER_MS) };

  vidimus_client_set_limits (self->client, &limits);
  vidimus_client_set_retry (self->client, &once);
}

/* Takes @task. */
static void
next_step (GTask *task)
{
  static void (* const tests[]) (GTask *task) = {
    [VIDIMUS_STEP_NAME] = test_name,
    [VIDIMUS_STEP_TCP] = test_tcp,
    [VIDIMUS_STEP_TLS] = test_tls,
    [VIDIMUS_STEP_CREDENTIALS] = test_credentials,
    [VIDIMUS_STEP_CALL] = test_call,
  };
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
    fail (task, error);
  else
    tests[step] (task);
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
      fail (task, error);
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

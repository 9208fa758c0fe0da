/* The steps of a connection test, each as a person would try it. */
#include "vidimus-connection-test-private.h"

#include "vidimus-document-type.h"
#include "vidimus-probe-private.h"

#include <glib/gi18n-lib.h>

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
    vidimus_connection_test_fail (task, error);
  else
    vidimus_connection_test_pass (task, self->proxy != NULL ? VIDIMUS_OUTCOME_SKIPPED : VIDIMUS_OUTCOME_PASSED, text);
}

static void
test_name (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self))
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("Not needed: nothing leaves this computer.")));
  else
    vidimus_probe_name_async (self->uri, vidimus_connection_test_get_limit (self, VIDIMUS_PROBE_NAME_MS),
                              g_task_get_cancellable (task), named_cb, task);
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
    vidimus_connection_test_fail (task, error);
  else
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_PASSED, text);
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
      vidimus_connection_test_fail (task, error);
      return;
    }

  text = g_strdup_printf (_("The service on this computer was started, and is well: %u ms."),
                          vidimus_connection_test_get_ms (self));
  warning = vidimus_local_service_get_warning (local);
  vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_PASSED,
                                warning != NULL ? g_strconcat (text, " ", warning, NULL) : g_steal_pointer (&text));
}

static void
test_tcp (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self))
    vidimus_local_service_ensure_async (vidimus_client_get_local (self->client), FALSE, g_task_get_cancellable (task),
                                        started_cb, task);
  else if (self->proxy != NULL && !is_secure (self))
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_SKIPPED,
                                  g_strdup_printf (_("The proxy “%s” connects."), self->proxy));
  else
    vidimus_probe_tcp_async (self->uri, self->proxy, vidimus_connection_test_get_limit (self, VIDIMUS_PROBE_TCP_MS),
                             g_task_get_cancellable (task), connected_cb, task);
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
    vidimus_connection_test_fail (task, error);
  else
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_PASSED, text);
}

static void
test_tls (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self))
    {
      vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_SKIPPED,
                                    g_strdup (_("Not needed: the connection is a socket that only you can open.")));
    }
  else if (!is_secure (self))
    {
      g_clear_object (&self->stream);
      vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_SKIPPED,
                                    g_strdup (_("There is none with http://: whoever is on the way can read along.")));
    }
  else
    {
      vidimus_probe_tls_async (self->uri, self->stream, vidimus_client_get_trust (self->client),
                               vidimus_profile_get_kind (self->profile) == VIDIMUS_PROFILE_OTHER,
                               vidimus_connection_test_get_limit (self, VIDIMUS_PROBE_TLS_MS), g_task_get_cancellable (task),
                               secured_cb, task);
    }
}

static char *
describe_sign_in (VidimusConnectionTest *self)
{
  const char *project = vidimus_credentials_get_project_id (vidimus_client_get_credentials (self->client));
  gboolean huawei = vidimus_profile_get_kind (self->profile) == VIDIMUS_PROFILE_HUAWEI;
  gboolean found = huawei && *vidimus_profile_get_project_id (self->profile) == '\0';
  guint ms = vidimus_connection_test_get_ms (self);

  if (vidimus_profile_get_auth (self->profile) == VIDIMUS_AUTH_PASSWORD)
    return g_strdup_printf (_("Signed in as “%s”, %u ms. Project %s."), vidimus_profile_get_user (self->profile), ms, project);
  if (found)
    return g_strdup_printf (_("Accepted, %u ms. Project %s was found."), ms, project);

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
    vidimus_connection_test_fail (task, error);
  else
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_PASSED, describe_sign_in (self));
}

static void
test_credentials (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  if (is_local (self) || vidimus_profile_get_auth (self->profile) == VIDIMUS_AUTH_NONE)
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_SKIPPED, g_strdup (_("Not needed: no account.")));
  else
    vidimus_credentials_prepare_async (vidimus_client_get_credentials (self->client), g_task_get_cancellable (task),
                                       signed_in_cb, task);
}

static char *
describe_answer (VidimusConnectionTest *self,
                 VidimusAnswer         *answer)
{
  const char *warning = is_local (self) ? NULL : vidimus_client_get_warning (self->client);
  const char *request_id = vidimus_answer_get_request_id (answer);
  const char *type = vidimus_result_get_type_code (vidimus_answer_get_result (answer));
  const char *name = type != NULL ? vidimus_document_type_get_name (type) : _("no known type");
  g_autofree char *what = g_strdup_printf (_("Answered “%s”, %.0f ms."), name, vidimus_answer_get_ms (answer));
  g_autofree char *id = request_id != NULL ? g_strdup_printf (_("Request id %s."), request_id) : NULL;
  GString *text = g_string_new (what);

  if (id != NULL)
    g_string_append_printf (text, " %s", id);
  if (warning != NULL)
    g_string_append_printf (text, " %s", warning);

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
    vidimus_connection_test_fail (task, error);
  else
    vidimus_connection_test_pass (task, VIDIMUS_OUTCOME_PASSED, describe_answer (self, answer));
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
      vidimus_connection_test_fail (task, error);
      return;
    }

  self->begun = g_get_monotonic_time ();
  vidimus_client_classify_async (self->client, picture, VIDIMUS_CALL_ALARMS, NULL, NULL, g_task_get_cancellable (task),
                                 answered_cb, task);
}

static void
test_call (GTask *task)
{
  VidimusConnectionTest *self = g_task_get_source_object (task);

  vidimus_picture_load_async (self->specimen, &VIDIMUS_DECODE_DESK, g_task_get_cancellable (task), loaded_cb, task);
}

void
vidimus_connection_test_do_step (GTask       *task,
                                 VidimusStep  step)
{
  static void (* const tests[]) (GTask *task) = {
    [VIDIMUS_STEP_NAME] = test_name,
    [VIDIMUS_STEP_TCP] = test_tcp,
    [VIDIMUS_STEP_TLS] = test_tls,
    [VIDIMUS_STEP_CREDENTIALS] = test_credentials,
    [VIDIMUS_STEP_CALL] = test_call,
  };

  tests[step] (task);
}

#include "vidimus-iam-private.h"

#include "vidimus-captive-private.h"
#include "vidimus-error.h"
#include "vidimus-http-private.h"
#include "vidimus-json.h"
#include "vidimus-patience-private.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#define MAX_ANSWER_BYTES (1024 * 1024)
/* Where IAM does not say how long: less than the 24 h that a token lives (API.md). One that ends before is renewed when it is refused. */
#define UNSAID_LIFE_S (60 * 60)

void
vidimus_iam_token_free (VidimusIamToken *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->token, secret_password_free);
  g_clear_pointer (&self->project_id, g_free);
  g_free (self);
}

/* At most six characters for each byte of @text. */
static void
append_quoted (GString    *out,
               const char *text)
{
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (out, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (out, "\\u%04x", *c);
    else
      g_string_append_c (out, *c);
  g_string_append_c (out, '"');
}

/* Built by hand in memory that never moves, so that the password is in one place, and wiped there. */
static GBytes *
build_sign_in (const char *user,
               const char *domain,
               const char *password,
               const char *region,
               const char *project_id)
{
  gboolean by_id = *project_id != '\0';
  GString *json = g_string_sized_new (512 + 6 * (strlen (user) + strlen (domain) + strlen (password) +
                                                 strlen (region) + strlen (project_id)));
  gsize length;
  char *text;

  g_string_append (json, "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":");
  append_quoted (json, user);
  g_string_append (json, ",\"password\":");
  append_quoted (json, password);
  g_string_append (json, ",\"domain\":{\"name\":");
  append_quoted (json, domain);
  g_string_append_printf (json, "}}}},\"scope\":{\"project\":{\"%s\":", by_id ? "id" : "name");
  append_quoted (json, by_id ? project_id : region);
  g_string_append (json, "}}}}");

  length = json->len;
  text = g_string_free (json, FALSE);

  return g_bytes_new_with_free_func (text, length, (GDestroyNotify) secret_password_free, text);
}

static SoupMessage *
new_message (const char *method,
             const char *endpoint,
             const char *path)
{
  g_autofree char *uri = g_strconcat (endpoint, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  if (message != NULL)
    soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);

  return message;
}

SoupMessage *
vidimus_iam_new_token_message (const char *endpoint,
                               const char *user,
                               const char *domain,
                               const char *password,
                               const char *region,
                               const char *project_id)
{
  g_autoptr(GBytes) body = build_sign_in (user, domain, password, region, project_id);
  SoupMessage *message = new_message (SOUP_METHOD_POST, endpoint, "/v3/auth/tokens?nocatalog=true");

  if (message != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  return message;
}

SoupMessage *
vidimus_iam_new_projects_message (const char *endpoint,
                                  const char *region)
{
  g_autofree char *name = g_uri_escape_string (region, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v3/projects?name=", name, NULL);
  SoupMessage *message = new_message (SOUP_METHOD_GET, endpoint, path);

  if (message != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Content-Type", "application/json");

  return message;
}

typedef struct
{
  SoupMessage     *message;  /* owned */
  VidimusPatience *patience; /* owned */
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->message);
  g_clear_pointer (&ask->patience, vidimus_patience_free);
  g_free (ask);
}

static GError *
mute_error (const char *host)
{
  g_autofree char *text = g_strdup_printf (_("The sign-in service “%s” did not answer in time."), host);
  GError *error = vidimus_error_new_advised (VIDIMUS_ERROR_UNREACHABLE, text,
                                             _("Try again in a moment. If it keeps happening, check the network connection."));

  return error;
}

static void
fail (GTask        *task,
      const GError *reason)
{
  Ask *ask = g_task_get_task_data (task);
  const char *host = g_uri_get_host (soup_message_get_uri (ask->message));

  if (g_task_return_error_if_cancelled (task))
    return;

  g_task_return_error (task, vidimus_patience_has_ended (ask->patience) ? mute_error (host)
                                                                       : vidimus_http_explain_error (reason, host));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  GBytes *body = vidimus_http_read_finish (result, &error);

  if (body == NULL)
    fail (task, error);
  else
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Ask *ask = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL)
    fail (task, error);
  else
    vidimus_http_read_async (stream, MAX_ANSWER_BYTES, vidimus_patience_get_cancellable (ask->patience), read_cb,
                             g_steal_pointer (&task));
}

void
vidimus_iam_ask_async (SoupSession         *session,
                       SoupMessage         *message,
                       guint                ms,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  Ask *ask = g_new0 (Ask, 1);

  g_task_set_source_tag (task, vidimus_iam_ask_async);
  ask->message = g_object_ref (message);
  ask->patience = vidimus_patience_new (cancellable);
  g_task_set_task_data (task, ask, ask_free);
  vidimus_patience_set (ask->patience, ms);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, vidimus_patience_get_cancellable (ask->patience), sent_cb,
                           g_steal_pointer (&task));
}

GBytes *
vidimus_iam_ask_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GError *
not_iam_error (SoupMessage *message)
{
  g_autofree char *text = g_strdup_printf (_("“%s” does not answer as the sign-in service of the account does."),
                                           g_uri_get_host (soup_message_get_uri (message)));
  GError *error = vidimus_error_new (VIDIMUS_ERROR_ANSWER, NULL, soup_message_get_status (message), NULL, text);

  vidimus_error_set_advice (error, _("Check the region, and the address of the sign-in service if the profile has one "
                                     "of its own."));

  return error;
}

/* The object of a 2xx answer. */
static JsonNode *
read_object (SoupMessage  *message,
             GBytes       *body,
             GError      **error)
{
  guint status = soup_message_get_status (message);
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  g_autoptr(JsonNode) node = NULL;
  GError *page = vidimus_captive_explain (message, body, host);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (page != NULL)
    {
      g_propagate_error (error, page);
      return NULL;
    }
  if (SOUP_STATUS_IS_CLIENT_ERROR (status) || SOUP_STATUS_IS_SERVER_ERROR (status))
    {
      g_propagate_error (error, vidimus_error_new_from_answer (status, text, length, soup_message_headers_get_one (
        soup_message_get_response_headers (message), "X-Request-Id")));
      return NULL;
    }

  node = SOUP_STATUS_IS_SUCCESSFUL (status) ? vidimus_json_parse (text, length, NULL) : NULL;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_propagate_error (error, not_iam_error (message));
      return NULL;
    }

  return g_steal_pointer (&node);
}

static JsonObject *
get_object (JsonObject *object,
            const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
}

VidimusIamToken *
vidimus_iam_read_token (SoupMessage  *message,
                        GBytes       *body,
                        gint64        now,
                        GError      **error)
{
  g_autoptr(JsonNode) root = read_object (message, body, error);
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "X-Subject-Token");
  g_autoptr(GDateTime) expires = NULL;
  JsonObject *inner;
  VidimusIamToken *token;

  if (root == NULL)
    return NULL;
  if (text == NULL || *text == '\0')
    {
      g_propagate_error (error, not_iam_error (message));
      return NULL;
    }

  inner = get_object (json_node_get_object (root), "token");
  if (get_string (inner, "expires_at") != NULL)
    expires = g_date_time_new_from_iso8601 (get_string (inner, "expires_at"), NULL);

  token = g_new0 (VidimusIamToken, 1);
  token->token = g_strdup (text);
  token->project_id = g_strdup (get_string (get_object (inner, "project"), "id"));
  token->expires = expires != NULL ? g_date_time_to_unix (expires) : now + UNSAID_LIFE_S;

  return token;
}

/* Those whose name is @region: an IAM may take a part of a name for it. */
static GPtrArray *
list_projects (JsonNode   *root,
               const char *region)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node = json_object_get_member (json_node_get_object (root), "projects");
  JsonArray *projects = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; projects != NULL && i < json_array_get_length (projects); i++)
    {
      JsonNode *element = json_array_get_element (projects, i);
      JsonObject *project = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *id = get_string (project, "id");

      if (id != NULL && g_strcmp0 (get_string (project, "name"), region) == 0)
        g_ptr_array_add (ids, g_strdup (id));
    }

  return ids;
}

static GError *
no_project_error (const char *region)
{
  g_autofree char *text = g_strdup_printf (_("The account has no project in the region “%s”."), region);
  GError *error = vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, text,
                                             _("Choose the region in which the account uses the service. In a new region, open the "
                                               "account’s console there once: the project is made then."));

  return error;
}

static GError *
several_projects_error (GPtrArray  *ids,
                        const char *region)
{
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;
  GError *error;

  g_ptr_array_add (ids, NULL);
  list = g_strjoinv (", ", (char **) ids->pdata);
  text = g_strdup_printf (_("The account has several projects in the region “%s”: %s."), region, list);
  error = vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT, text,
                                     _("Enter in the profile the id of the project that is to be used."));

  return error;
}

char *
vidimus_iam_read_project (SoupMessage  *message,
                          GBytes       *body,
                          const char   *region,
                          GError      **error)
{
  g_autoptr(JsonNode) root = read_object (message, body, error);
  g_autoptr(GPtrArray) ids = root != NULL ? list_projects (root, region) : NULL;

  if (ids == NULL)
    return NULL;

  if (ids->len == 0)
    g_propagate_error (error, no_project_error (region));
  else if (ids->len > 1)
    g_propagate_error (error, several_projects_error (ids, region));
  else
    return g_strdup (ids->pdata[0]);

  return NULL;
}

/* IAM: tokens for passwords, projects by name, temporary keys. */
#include "vidimus-stand-in-private.h"

#include "vidimus-json.h"

#include <string.h>

void
stand_in_refuse_iam (SoupServerMessage *message,
                     guint              status,
                     const char        *title,
                     const char        *text)
{
  g_autofree char *json = g_strdup_printf ("{\"error\":{\"message\":\"%s\",\"code\":%u,\"title\":\"%s\"}}", text, status,
                                           title);

  stand_in_answer_json (message, status, json);
}

char *
stand_in_format_time (gint64 unix_time)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (unix_time);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.527363Z");
}

/* A string at the end of @path, which is "a.b.c"; NULL when a part of it is not there. */
static const char *
look_up (JsonNode   *root,
         const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, ".", -1);
  JsonNode *node = root;

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      node = json_object_get_member (json_node_get_object (node), parts[i]);
    }

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
}

static gboolean
has_method (JsonNode   *root,
            const char *name)
{
  g_autoptr(JsonNode) wanted = json_from_string (name, NULL);
  JsonNode *node = root;

  for (gsize i = 0; i < 3; i++)
    {
      static const char * const path[] = { "auth", "identity", "methods" };

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      node = json_object_get_member (json_node_get_object (node), path[i]);
    }

  return node != NULL && json_node_equal (node, wanted);
}

static JsonNode *
parse_body (SoupServerMessage *message)
{
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  return vidimus_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
}

static void
serve_token (VidimusStandIn    *self,
             SoupServerMessage *message)
{
  g_autoptr(JsonNode) root = parse_body (message);
  const char *user = root != NULL ? look_up (root, "auth.identity.password.user.name") : NULL;
  const char *password = root != NULL ? look_up (root, "auth.identity.password.user.password") : NULL;
  const char *domain = root != NULL ? look_up (root, "auth.identity.password.user.domain.name") : NULL;
  const char *region = root != NULL ? look_up (root, "auth.scope.project.name") : NULL;
  const char *id = root != NULL ? look_up (root, "auth.scope.project.id") : NULL;
  const StandInProject *project = stand_in_find_project (self, id, region);
  const StandInToken *token;
  g_autofree char *expires = NULL, *issued = NULL, *json = NULL;

  if (user == NULL || password == NULL || domain == NULL || (region == NULL && id == NULL) ||
      !has_method (root, "[\"password\"]"))
    {
      stand_in_refuse_iam (message, 400, "Bad Request", "Request body is invalid.");
      return;
    }
  if (!g_str_equal (user, VIDIMUS_STAND_IN_USER) || !g_str_equal (domain, VIDIMUS_STAND_IN_DOMAIN) ||
      !g_str_equal (password, self->password))
    {
      stand_in_refuse_iam (message, 401, "Unauthorized", "The username or password is wrong.");
      return;
    }
  if (project == NULL)
    {
      stand_in_refuse_iam (message, 404, "Not Found", "Could not find the project.");
      return;
    }

  token = stand_in_make_token (self, project);
  expires = stand_in_format_time (token->expires);
  issued = stand_in_format_time (vidimus_stand_in_get_time (self));
  json = g_strdup_printf ("{\"token\":{\"expires_at\":\"%s\",\"methods\":[\"password\"],\"issued_at\":\"%s\","
                          "\"project\":{\"domain\":{\"name\":\"%s\",\"id\":\"d78cbac186b744899480f25bd022f468\"},"
                          "\"name\":\"%s\",\"id\":\"%s\"},\"user\":{\"name\":\"%s\"},\"roles\":[]}}",
                          expires, issued, domain, token->region, token->project_id, user);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "X-Subject-Token", token->token);
  stand_in_answer_json (message, 201, json);
}

static void
serve_projects (VidimusStandIn    *self,
                SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr(GHashTable) form = soup_form_decode (query != NULL ? query : "");
  const char *name = g_hash_table_lookup (form, "name");
  g_autoptr(GString) json = g_string_new ("{\"projects\":[");
  gboolean first = TRUE;

  for (guint i = 0; i < self->projects->len; i++)
    {
      const StandInProject *project = self->projects->pdata[i];

      if (name != NULL && !self->lists_all && !g_str_equal (project->region, name))
        continue;
      g_string_append_printf (json, "%s{\"domain_id\":\"d78cbac186b744899480f25bd022f468\",\"is_domain\":false,"
                              "\"enabled\":true,\"name\":\"%s\",\"id\":\"%s\"}", first ? "" : ",", project->region,
                              project->id);
      first = FALSE;
    }
  g_string_append (json, "],\"links\":{\"next\":null,\"previous\":null}}");
  stand_in_answer_json (message, 200, json->str);
}

static void
serve_security_token (VidimusStandIn    *self,
                      SoupServerMessage *message)
{
  const StandInKeys *keys = stand_in_make_keys (self, 15 * 60);
  g_autofree char *expires = stand_in_format_time (keys->expires);
  g_autofree char *json = g_strdup_printf ("{\"credential\":{\"access\":\"%s\",\"expires_at\":\"%s\",\"secret\":\"%s\","
                                           "\"securitytoken\":\"%s\"}}",
                                           keys->access_key, expires, keys->secret_key, keys->security_token);

  stand_in_answer_json (message, 201, json);
}

void
stand_in_serve_iam (VidimusStandIn     *self,
                    SoupServerMessage  *message,
                    VidimusStandInDoor  door)
{
  StandInRefusal refusal = { NULL };

  if (door == VIDIMUS_DOOR_TOKENS)
    serve_token (self, message);
  else if (!stand_in_authenticate (self, message, NULL, NULL, &refusal))
    stand_in_refuse_iam (message, refusal.status, "Unauthorized", refusal.message);
  else if (door == VIDIMUS_DOOR_PROJECTS)
    serve_projects (self, message);
  else
    serve_security_token (self, message);

  g_free (refusal.message);
}

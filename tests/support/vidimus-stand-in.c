#include "vidimus-stand-in-private.h"

#include <string.h>

#define TOKEN_LIFE_S (24 * 60 * 60)

static const char passport[] =
  "{\"result\":{\"type\":\"passport\",\"location\":[[1,1],[31,1],[31,21],[1,21]],\"confidence\":0.9,"
  "\"alarm_result\":{\"detect_blur_result\":true,\"detect_glare_result\":false},"
  "\"alarm_confidence\":{\"blur_score\":88,\"glare_score\":3}}}";

static void
project_free (gpointer data)
{
  StandInProject *project = data;

  g_free (project->id);
  g_free (project->region);
  g_free (project);
}

static void
token_free (gpointer data)
{
  StandInToken *token = data;

  g_free (token->token);
  g_free (token->project_id);
  g_free (token->region);
  g_free (token);
}

static void
keys_free (gpointer data)
{
  StandInKeys *keys = data;

  g_free (keys->access_key);
  g_free (keys->secret_key);
  g_free (keys->security_token);
  g_free (keys);
}

static void
request_free (gpointer data)
{
  VidimusStandInRequest *request = data;

  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->body_sha256);
  g_clear_pointer (&request->headers, soup_message_headers_unref);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request);
}

static void
source_free (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

/* @project: (out) (nullable) (transfer full): of the path */
static VidimusStandInDoor
find_door (SoupServerMessage  *message,
           char              **project)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gboolean post = soup_server_message_get_method (message) == SOUP_METHOD_POST;
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);

  if (post && g_strv_length (parts) == 5 && g_str_equal (parts[1], "v2") && g_str_equal (parts[3], "ocr") &&
      g_str_equal (parts[4], "auto-id-doc-classification"))
    {
      if (project != NULL)
        *project = g_uri_unescape_string (parts[2], NULL);
      return VIDIMUS_DOOR_CLASSIFY;
    }
  if (post && g_str_equal (path, "/v3/auth/tokens"))
    return VIDIMUS_DOOR_TOKENS;
  if (!post && g_str_equal (path, "/v3/projects"))
    return VIDIMUS_DOOR_PROJECTS;
  if (post && g_str_equal (path, "/v3.0/OS-CREDENTIAL/securitytokens"))
    return VIDIMUS_DOOR_SECURITY_TOKENS;

  return VIDIMUS_DOOR_ELSEWHERE;
}

/* As the real ones would. */
void
stand_in_judge (VidimusStandIn     *self,
                SoupServerMessage  *message,
                VidimusStandInDoor  door)
{
  g_autofree char *project = NULL;

  switch (door)
    {
    case VIDIMUS_DOOR_CLASSIFY:
      find_door (message, &project);
      stand_in_classify (self, message, project);
      break;
    case VIDIMUS_DOOR_TOKENS:
    case VIDIMUS_DOOR_PROJECTS:
    case VIDIMUS_DOOR_SECURITY_TOKENS:
      stand_in_serve_iam (self, message, door);
      break;
    case VIDIMUS_DOOR_ELSEWHERE:
    default:
      stand_in_refuse (self, message, 404, "APIG.0101",
                       "The API does not exist or has not been published in the environment.");
      break;
    }
}

static void
wrote_headers_cb (SoupServerMessage *message,
                  gpointer           user_data)
{
  VidimusStandInRequest *request = user_data;

  request->status = soup_server_message_get_status (message);
}

static void
copy_header (const char *name,
             const char *value,
             gpointer    user_data)
{
  soup_message_headers_append (user_data, name, value);
}

static void
record (VidimusStandIn     *self,
        SoupServerMessage  *message,
        VidimusStandInDoor  door)
{
  VidimusStandInRequest *request = g_new0 (VidimusStandInRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  request->door = door;
  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), copy_header, request->headers);
  request->body_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  request->body_bytes = g_bytes_get_size (body);
  if (door != VIDIMUS_DOOR_CLASSIFY)
    request->body = g_bytes_ref (body);
  request->arrived = g_get_monotonic_time ();

  g_ptr_array_add (self->requests, request);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), request);
}

static void
set_date (VidimusStandIn    *self,
          SoupServerMessage *message)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (vidimus_stand_in_get_time (self));
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", date);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  VidimusStandIn *self = user_data;
  VidimusStandInDoor door = find_door (message, NULL);
  g_autofree VidimusStandInTurn *turn = g_queue_pop_head (&self->turns[door]);

  record (self, message, door);
  set_date (self, message);
  if (turn == NULL || turn->manner == VIDIMUS_MANNER_PROPER)
    stand_in_judge (self, message, door);
  else
    stand_in_misbehave (self, message, door, turn);
}

VidimusStandIn *
vidimus_stand_in_new (GTlsCertificate *certificate)
{
  VidimusStandIn *self = g_new0 (VidimusStandIn, 1);
  g_autoptr(GError) error = NULL;
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;
  GSList *uris;

  self->server = soup_server_new ("tls-certificate", certificate, "server-header", "api-gateway", NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  if (certificate != NULL)
    options |= SOUP_SERVER_LISTEN_HTTPS;
  soup_server_listen_local (self->server, 0, options, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->uri = g_strdup_printf (certificate != NULL ? "https://localhost:%d" : "http://127.0.0.1:%d",
                               g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  self->answer = g_strdup (passport);
  self->region = g_strdup (VIDIMUS_STAND_IN_REGION);
  self->password = g_strdup (VIDIMUS_STAND_IN_PASSWORD);
  self->token_life = TOKEN_LIFE_S;
  self->subscribed = self->permitted = TRUE;
  self->projects = g_ptr_array_new_with_free_func (project_free);
  self->tokens = g_ptr_array_new_with_free_func (token_free);
  self->keys = g_ptr_array_new_with_free_func (keys_free);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->late = g_ptr_array_new_with_free_func (source_free);
  vidimus_stand_in_add_project (self, VIDIMUS_STAND_IN_PROJECT, VIDIMUS_STAND_IN_REGION);
  vidimus_stand_in_add_project (self, VIDIMUS_STAND_IN_OTHER_PROJECT, VIDIMUS_STAND_IN_OTHER_REGION);

  return self;
}

void
vidimus_stand_in_free (VidimusStandIn *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->late, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  soup_server_disconnect (self->server);
  while (g_main_context_iteration (NULL, FALSE)) /* the connections end there */
    ;
  g_clear_object (&self->server);
  if (self->backend_session != NULL)
    soup_session_abort (self->backend_session);
  g_clear_object (&self->backend_session);

  for (guint i = 0; i < VIDIMUS_N_DOORS; i++)
    g_queue_clear_full (&self->turns[i], g_free);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->projects);
  g_free (self->password);
  g_free (self->region);
  g_free (self->backend);
  g_free (self->answer);
  g_free (self->uri);
  g_free (self);
}

const char *
vidimus_stand_in_get_uri (VidimusStandIn *self)
{
  return self->uri;
}

SoupServer *
vidimus_stand_in_get_server (VidimusStandIn *self)
{
  return self->server;
}

void
vidimus_stand_in_queue (VidimusStandIn           *self,
                        VidimusStandInDoor        door,
                        const VidimusStandInTurn *turn)
{
  g_queue_push_tail (&self->turns[door], g_memdup2 (turn, sizeof *turn));
}

void
vidimus_stand_in_set_answer (VidimusStandIn *self,
                             const char     *json)
{
  g_free (self->answer);
  self->answer = g_strdup (json);
}

void
vidimus_stand_in_set_backend (VidimusStandIn *self,
                              const char     *uri)
{
  g_free (self->backend);
  self->backend = g_strdup (uri);
  if (self->backend_session == NULL)
    self->backend_session = soup_session_new ();
}

void
vidimus_stand_in_set_clock (VidimusStandIn *self,
                            gint64          seconds)
{
  self->clock = seconds;
}

gint64
vidimus_stand_in_get_time (VidimusStandIn *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock;
}

void
vidimus_stand_in_set_token_life (VidimusStandIn *self,
                                 guint           seconds)
{
  self->token_life = seconds;
}

void
vidimus_stand_in_set_password (VidimusStandIn *self,
                               const char     *password)
{
  g_free (self->password);
  self->password = g_strdup (password);
}

void
vidimus_stand_in_set_subscribed (VidimusStandIn *self,
                                 gboolean        subscribed)
{
  self->subscribed = subscribed;
}

void
vidimus_stand_in_set_permitted (VidimusStandIn *self,
                                gboolean        permitted)
{
  self->permitted = permitted;
}

void
vidimus_stand_in_set_region (VidimusStandIn *self,
                             const char     *region)
{
  g_free (self->region);
  self->region = g_strdup (region);
}

void
vidimus_stand_in_add_project (VidimusStandIn *self,
                              const char     *id,
                              const char     *region)
{
  StandInProject *project = g_new0 (StandInProject, 1);

  project->id = g_strdup (id);
  project->region = g_strdup (region);
  g_ptr_array_add (self->projects, project);
}

void
vidimus_stand_in_forget_projects (VidimusStandIn *self)
{
  g_ptr_array_set_size (self->projects, 0);
}

void
vidimus_stand_in_list_all (VidimusStandIn *self)
{
  self->lists_all = TRUE;
}

const StandInProject *
stand_in_find_project (VidimusStandIn *self,
                       const char     *id,
                       const char     *region)
{
  for (guint i = 0; i < self->projects->len; i++)
    {
      const StandInProject *project = self->projects->pdata[i];

      if ((id == NULL || g_str_equal (project->id, id)) && (region == NULL || g_str_equal (project->region, region)))
        return project;
    }

  return NULL;
}

StandInToken *
stand_in_make_token (VidimusStandIn       *self,
                     const StandInProject *project)
{
  StandInToken *token = g_new0 (StandInToken, 1);

  /* The real ones are some KB of Base64. */
  token->token = g_strdup_printf ("MIItoken+%08u/%s==", ++self->issued, project->id);
  token->project_id = g_strdup (project->id);
  token->region = g_strdup (project->region);
  token->expires = vidimus_stand_in_get_time (self) + self->token_life;
  g_ptr_array_add (self->tokens, token);

  return token;
}

StandInKeys *
stand_in_make_keys (VidimusStandIn *self,
                    guint           seconds)
{
  StandInKeys *keys = g_new0 (StandInKeys, 1);

  keys->access_key = g_strdup_printf ("HSTTEMPORARY%08u", ++self->issued);
  keys->secret_key = g_strdup_printf ("temporarysecretofthesekeys%014u", self->issued);
  keys->security_token = g_strdup_printf ("ggpjbi1ub3J0aC0xT-security-%08u", self->issued);
  keys->expires = vidimus_stand_in_get_time (self) + seconds;
  g_ptr_array_add (self->keys, keys);

  return keys;
}

void
vidimus_stand_in_void_tokens (VidimusStandIn *self)
{
  g_ptr_array_set_size (self->tokens, 0);
}

char *
vidimus_stand_in_issue_token (VidimusStandIn *self,
                              const char     *region)
{
  const StandInProject *project = stand_in_find_project (self, NULL, region);

  g_assert_nonnull (project);

  return g_strdup (stand_in_make_token (self, project)->token);
}

void
vidimus_stand_in_issue_keys (VidimusStandIn  *self,
                             guint            seconds,
                             char           **access_key,
                             char           **secret_key,
                             char           **security_token)
{
  const StandInKeys *keys = stand_in_make_keys (self, seconds);

  *access_key = g_strdup (keys->access_key);
  *secret_key = g_strdup (keys->secret_key);
  *security_token = g_strdup (keys->security_token);
}

guint
vidimus_stand_in_count (VidimusStandIn     *self,
                        VidimusStandInDoor  door)
{
  guint n = 0;

  for (guint i = 0; i < self->requests->len; i++)
    n += vidimus_stand_in_get_request (self, i)->door == door;

  return n;
}

guint
vidimus_stand_in_get_n_requests (VidimusStandIn *self)
{
  return self->requests->len;
}

const VidimusStandInRequest *
vidimus_stand_in_get_request (VidimusStandIn *self,
                              guint           index)
{
  g_assert_cmpuint (index, <, self->requests->len);

  return self->requests->pdata[index];
}

const VidimusStandInRequest *
vidimus_stand_in_get_last (VidimusStandIn     *self,
                           VidimusStandInDoor  door)
{
  for (guint i = self->requests->len; i > 0; i--)
    if (vidimus_stand_in_get_request (self, i - 1)->door == door)
      return vidimus_stand_in_get_request (self, i - 1);

  return NULL;
}

const char *
vidimus_stand_in_get_header (const VidimusStandInRequest *request,
                             const char                  *name)
{
  return soup_message_headers_get_one (request->headers, name);
}

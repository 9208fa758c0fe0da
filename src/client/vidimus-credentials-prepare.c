/* Preparing: one question to IAM, and to whoever keeps the secrets, for all who wait for the same answer. */
#include "vidimus-credentials-self-private.h"

#include "vidimus-error.h"
#include "vidimus-iam-private.h"

#include <libsecret/secret.h>

/* Of an empty body. */
#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
/* A token is renewed so long before it ends, which is time enough to send a large image; one that lives shorter, a minute before. */
#define MARGIN_S (5 * 60)
#define SHORT_MARGIN_S 60

typedef VidimusCredentialsFlight Flight;

typedef struct
{
  VidimusCredentials *self;   /* borrowed: the task has it */
  GTask              *task;   /* owned */
  GSource            *source; /* owned, nullable; of its cancellable */
} Waiter;

/* One question for all who wait. Lives until its last callback; forgotten by @self when nobody waits any more. */
struct _VidimusCredentialsFlight
{
  VidimusCredentials *self;        /* owned */
  GCancellable       *cancellable; /* owned */
  SoupMessage        *message;     /* owned, nullable */
  guint               secrets;     /* yet to be looked up: bits by VidimusSecretKind */
  VidimusSecretKind   kind;        /* being looked up */
  gboolean            again;       /* a signature was made anew with the service's clock */
};

static void
flight_free (Flight *flight)
{
  if (flight->self->flight == flight)
    flight->self->flight = NULL;
  g_clear_object (&flight->message);
  g_clear_object (&flight->cancellable);
  g_clear_object (&flight->self);
  g_free (flight);
}

static void
waiter_free (Waiter *waiter)
{
  if (waiter->source != NULL)
    g_source_destroy (waiter->source);
  g_clear_pointer (&waiter->source, g_source_unref);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

/* Takes @flight, and @error, which is nullable. */
static void
land (Flight *flight,
      GError *error)
{
  VidimusCredentials *self = flight->self;
  g_autoptr(GPtrArray) waiters = NULL;

  if (self->flight == flight) /* else nobody waits any more */
    {
      waiters = g_steal_pointer (&self->waiters);
      self->waiters = g_ptr_array_new ();
      self->flight = NULL;
    }

  for (guint i = 0; waiters != NULL && i < waiters->len; i++)
    {
      Waiter *waiter = waiters->pdata[i];

      if (error != NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else
        g_task_return_boolean (waiter->task, TRUE);
      waiter_free (waiter);
    }

  g_clear_error (&error);
  flight_free (flight);
}

static gboolean
token_ends (VidimusCredentials *self)
{
  return self->auth == VIDIMUS_AUTH_PASSWORD && self->known[VIDIMUS_SECRET_TOKEN] != NULL &&
         vidimus_credentials_get_service_time (self) >= self->renew_at;
}

static gboolean
needs_token (VidimusCredentials *self)
{
  return self->auth == VIDIMUS_AUTH_PASSWORD &&
         (self->known[VIDIMUS_SECRET_TOKEN] == NULL || self->stale || token_ends (self));
}

/* What has yet to be looked up: bits by VidimusSecretKind. The password is needed for a moment a day, and not kept here. */
static guint
list_secrets (VidimusCredentials *self)
{
  static const guint kinds[] = {
    [VIDIMUS_AUTH_NONE] = 0,
    [VIDIMUS_AUTH_PASSWORD] = 1 << VIDIMUS_SECRET_PASSWORD,
    [VIDIMUS_AUTH_KEYS] = 1 << VIDIMUS_SECRET_SECRET_KEY,
    [VIDIMUS_AUTH_TEMPORARY_KEYS] = 1 << VIDIMUS_SECRET_SECRET_KEY | 1 << VIDIMUS_SECRET_SECURITY_TOKEN,
    [VIDIMUS_AUTH_TOKEN] = 1 << VIDIMUS_SECRET_TOKEN,
  };
  guint wanted = kinds[self->auth];

  if (self->auth == VIDIMUS_AUTH_PASSWORD)
    return needs_token (self) ? wanted : 0;

  for (guint i = 0; i < VIDIMUS_N_SECRETS && !self->stale; i++)
    if (self->known[i] != NULL)
      wanted &= ~(1u << i);

  return wanted;
}

static gboolean
is_ready (VidimusCredentials *self)
{
  return !needs_token (self) && list_secrets (self) == 0 && self->project_id != NULL;
}

static void fly (Flight *flight);

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Flight *flight = user_data;
  VidimusCredentials *self = flight->self;
  GError *error = NULL;
  char *secret = vidimus_secrets_lookup_finish (VIDIMUS_SECRETS (object), result, &error);

  if (secret == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr(GError) problem = g_steal_pointer (&error);

      error = vidimus_credentials_words_missing (flight->kind, self->profile_name, problem);
    }
  if (error != NULL)
    {
      land (flight, error);
      return;
    }

  secret_password_free (self->known[flight->kind]);
  self->known[flight->kind] = secret;
  flight->secrets &= ~(1u << flight->kind);
  if (flight->secrets == 0 && self->auth != VIDIMUS_AUTH_PASSWORD)
    {
      self->generation++;
      self->stale = FALSE;
    }
  fly (flight);
}

/* The answer of IAM, whose clock is as good as the service's. NULL: it was dealt with, and @flight is gone. */
static GBytes *
take_answer (Flight       *flight,
             GAsyncResult *result)
{
  VidimusCredentials *self = flight->self;
  GError *error = NULL;
  GBytes *body = vidimus_iam_ask_finish (result, &error);

  if (body == NULL)
    land (flight, error);
  else
    vidimus_credentials_learn_skew (self, flight->message);

  return body;
}

static void
got_token_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Flight *flight = user_data;
  VidimusCredentials *self = flight->self;
  g_autoptr(GBytes) body = take_answer (flight, result);
  g_autoptr(VidimusIamToken) token = NULL;
  GError *error = NULL;
  gint64 life;

  if (body == NULL)
    return;

  token = vidimus_iam_read_token (flight->message, body, vidimus_credentials_get_service_time (self), &error);
  if (token == NULL)
    {
      vidimus_credentials_words_sign_in (self->region, &error);
      land (flight, error);
      return;
    }

  life = token->expires - vidimus_credentials_get_service_time (self);
  secret_password_free (self->known[VIDIMUS_SECRET_TOKEN]);
  self->known[VIDIMUS_SECRET_TOKEN] = g_steal_pointer (&token->token);
  self->renew_at = token->expires - (life > 2 * MARGIN_S ? MARGIN_S : SHORT_MARGIN_S);
  self->generation++;
  self->stale = FALSE;
  if (self->project_id == NULL)
    self->project_id = g_steal_pointer (&token->project_id);
  fly (flight);
}

static void
got_project_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  Flight *flight = user_data;
  VidimusCredentials *self = flight->self;
  g_autoptr(GBytes) body = take_answer (flight, result);
  const VidimusSignature *signature;
  GError *error = NULL;

  if (body == NULL)
    return;

  signature = g_object_get_data (G_OBJECT (flight->message), VIDIMUS_SIGNATURE_KEY);
  if (soup_message_get_status (flight->message) == 401 && vidimus_credentials_was_untimely (self, signature) && !flight->again)
    {
      flight->again = TRUE;
      fly (flight);
      return;
    }

  self->project_id = vidimus_iam_read_project (flight->message, body, self->region, &error);
  if (self->project_id != NULL)
    {
      fly (flight);
      return;
    }

  vidimus_credentials_drop (self, signature);
  vidimus_credentials_words_advise (self->auth, self->region, error);
  land (flight, error);
}

/* Takes @message, which is nullable. */
static void
ask (Flight              *flight,
     SoupMessage         *message,
     GAsyncReadyCallback  callback)
{
  VidimusCredentials *self = flight->self;

  g_clear_object (&flight->message);
  flight->message = message;
  if (message == NULL) /* vidimus_profile_check() would have said so */
    {
      g_autofree char *text = g_strdup_printf ("“%s”", self->iam != NULL ? self->iam : "");

      land (flight, vidimus_error_new (VIDIMUS_ERROR_ACCOUNT, NULL, 0, NULL, text));
      return;
    }

  vidimus_iam_ask_async (self->session, message, self->iam_ms, flight->cancellable, callback, flight);
}

static void
sign_in (Flight *flight)
{
  VidimusCredentials *self = flight->self;
  SoupMessage *message = vidimus_iam_new_token_message (self->iam, self->user, self->domain,
                                                        self->known[VIDIMUS_SECRET_PASSWORD], self->region,
                                                        self->wanted_project);

  g_clear_pointer (&self->known[VIDIMUS_SECRET_PASSWORD], secret_password_free);
  ask (flight, message, got_token_cb);
}

static void
find_project (Flight *flight)
{
  VidimusCredentials *self = flight->self;
  SoupMessage *message = vidimus_iam_new_projects_message (self->iam, self->region);

  if (message != NULL)
    vidimus_credentials_sign_plainly (self, message, EMPTY_SHA256);
  ask (flight, message, got_project_cb);
}

static void
look_up (Flight *flight)
{
  VidimusCredentials *self = flight->self;

  flight->kind = g_bit_nth_lsf (flight->secrets, -1);
  vidimus_secrets_lookup_async (self->secrets, self->profile_id, flight->kind, flight->cancellable, looked_up_cb, flight);
}

/* What is next. Takes @flight. */
static void
fly (Flight *flight)
{
  VidimusCredentials *self = flight->self;

  if (self->flight != flight)
    land (flight, NULL);
  else if (flight->secrets != 0)
    look_up (flight);
  else if (needs_token (self))
    sign_in (flight);
  else if (self->project_id == NULL)
    find_project (flight);
  else
    land (flight, NULL);
}

static void
take_off (VidimusCredentials *self)
{
  Flight *flight = g_new0 (Flight, 1);

  flight->self = g_object_ref (self);
  flight->cancellable = g_cancellable_new ();
  flight->secrets = list_secrets (self);
  self->flight = flight;
  fly (flight);
}

/* One who waited leaves; when all have left, the question is given up. */
static gboolean
left_cb (GCancellable *cancellable,
         gpointer      user_data)
{
  Waiter *waiter = user_data;
  VidimusCredentials *self = waiter->self;
  Flight *flight = self->flight;

  g_ptr_array_remove (self->waiters, waiter);
  if (self->waiters->len == 0 && flight != NULL)
    {
      self->flight = NULL;
      g_cancellable_cancel (flight->cancellable);
    }

  g_task_return_error_if_cancelled (waiter->task);
  waiter_free (waiter);

  return G_SOURCE_REMOVE;
}

void
vidimus_credentials_prepare_async (VidimusCredentials  *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Waiter *waiter;

  g_return_if_fail (VIDIMUS_IS_CREDENTIALS (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_credentials_prepare_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_ready (self))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  waiter = g_new0 (Waiter, 1);
  waiter->self = self;
  waiter->task = g_steal_pointer (&task);
  if (cancellable != NULL)
    {
      waiter->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->source, G_SOURCE_FUNC (left_cb), waiter, NULL);
      g_source_attach (waiter->source, g_task_get_context (waiter->task));
    }
  g_ptr_array_add (self->waiters, waiter);

  if (self->flight == NULL)
    take_off (self);
}

gboolean
vidimus_credentials_prepare_finish (VidimusCredentials  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

#include "vidimus-secret-transfer.h"

#include <libsecret/secret.h>

typedef struct
{
  char              *secrets[VIDIMUS_N_SECRETS]; /* owned, nullable */
  char              *from_id;                    /* owned, nullable */
  VidimusProfile    *to;                         /* owned */
  gboolean           keep;
  VidimusSecretKind  at;                         /* which is looked up or stored */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    g_clear_pointer (&transfer->secrets[i], secret_password_free);
  g_free (transfer->from_id);
  g_object_unref (transfer->to);
  g_free (transfer);
}

/** vidimus_auth_kind_needs: whether who signs in by @auth has to give a secret of @kind. */
gboolean
vidimus_auth_kind_needs (VidimusAuthKind   auth,
                         VidimusSecretKind kind)
{
  switch (kind)
    {
    case VIDIMUS_SECRET_PASSWORD:
      return auth == VIDIMUS_AUTH_PASSWORD;
    case VIDIMUS_SECRET_SECRET_KEY:
      return auth == VIDIMUS_AUTH_KEYS || auth == VIDIMUS_AUTH_TEMPORARY_KEYS;
    case VIDIMUS_SECRET_SECURITY_TOKEN:
      return auth == VIDIMUS_AUTH_TEMPORARY_KEYS;
    case VIDIMUS_SECRET_TOKEN:
      return auth == VIDIMUS_AUTH_TOKEN;
    case VIDIMUS_N_SECRETS:
    default:
      return FALSE;
    }
}

static void store_next (GTask *task);

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;

  if (!vidimus_secrets_store_finish (VIDIMUS_SECRETS (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  transfer->at++;
  store_next (g_steal_pointer (&task));
}

/* Takes over @task. */
static void
store_next (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);

  while (transfer->at < VIDIMUS_N_SECRETS && transfer->secrets[transfer->at] == NULL)
    transfer->at++;
  if (transfer->at < VIDIMUS_N_SECRETS)
    {
      vidimus_secrets_store_async (g_task_get_source_object (task), transfer->to, transfer->at,
                                   transfer->secrets[transfer->at], g_task_get_cancellable (task), stored_cb, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* What can't be cleared was not kept: where there is no Secret Service that is no failure of a session's secret. */
static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Transfer *transfer = g_task_get_task_data (task);
  VidimusSecrets *self = VIDIMUS_SECRETS (object);
  GError *error = NULL;
  gboolean cleared = vidimus_secrets_clear_finish (self, result, &error);

  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    if (transfer->secrets[i] != NULL)
      vidimus_secrets_remember (self, vidimus_profile_get_id (transfer->to), i, transfer->secrets[i]);
  if (cleared || vidimus_secrets_get_keeping (self) == VIDIMUS_KEEPING_MISSING)
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void look_up_next (GTask *task);

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Transfer *transfer = g_task_get_task_data (task);

  /* One that can't be read is as one that is not there: the first call says so. */
  transfer->secrets[transfer->at] = vidimus_secrets_lookup_finish (VIDIMUS_SECRETS (object), result, NULL);
  transfer->at++;
  look_up_next (task);
}

static gboolean
wants_lookup (Transfer *transfer)
{
  return transfer->from_id != NULL && transfer->secrets[transfer->at] == NULL &&
         vidimus_auth_kind_needs (vidimus_profile_get_auth (transfer->to), transfer->at);
}

/* Takes over @task. */
static void
look_up_next (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);
  VidimusSecrets *self = g_task_get_source_object (task);

  while (transfer->at < VIDIMUS_N_SECRETS && !wants_lookup (transfer))
    transfer->at++;
  if (transfer->at < VIDIMUS_N_SECRETS)
    {
      vidimus_secrets_lookup_async (self, transfer->from_id, transfer->at, g_task_get_cancellable (task), found_cb,
                                    task);
      return;
    }

  transfer->at = 0;
  if (transfer->keep)
    store_next (task);
  else
    vidimus_secrets_clear_async (self, vidimus_profile_get_id (transfer->to), g_task_get_cancellable (task),
                                 cleared_cb, task);
}

/**
 * vidimus_secrets_transfer_async:
 *
 * Brings the secrets that @to needs to sign in to it. One that is neither typed nor found is left alone.
 */
void
vidimus_secrets_transfer_async (VidimusSecrets      *self,
                                const VidimusTyped  *typed,
                                const char          *from_id,
                                VidimusProfile      *to,
                                gboolean             keep,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Transfer *transfer = g_new0 (Transfer, 1);

  g_task_set_source_tag (task, vidimus_secrets_transfer_async);
  g_task_set_task_data (task, transfer, (GDestroyNotify) transfer_free);
  transfer->from_id = g_strdup (from_id);
  transfer->to = g_object_ref (to);
  transfer->keep = keep;
  for (int i = 0; i < VIDIMUS_N_SECRETS; i++)
    if (typed->text[i] != NULL && *typed->text[i] != '\0' &&
        vidimus_auth_kind_needs (vidimus_profile_get_auth (to), i))
      transfer->secrets[i] = g_strdup (typed->text[i]);

  look_up_next (task);
}

/** vidimus_secrets_transfer_finish: FALSE with @error: not kept where it should be; it is remembered until the program ends. */
gboolean
vidimus_secrets_transfer_finish (VidimusSecrets  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

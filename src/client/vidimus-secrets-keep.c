#include "vidimus-keeping-private.h"
#include "vidimus-secrets-private.h"

#include <glib/gi18n-lib.h>

/* What changes the Secret Service: storing, and removing. */

/* What is still there could not be removed. */
static void
left_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, vidimus_secrets_explain (task, error));
  else if (items != NULL)
    g_task_return_error (task, vidimus_secrets_explain_locked (task));
  else
    g_task_return_boolean (task, TRUE);

  g_list_free_full (items, g_object_unref);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  VidimusKeeping keeping;

  secret_password_clear_finish (result, &error);
  keeping = error != NULL ? vidimus_keeping_from_error (error) : VIDIMUS_KEEPING_POSSIBLE;
  if (keeping == VIDIMUS_KEEPING_MISSING || keeping == VIDIMUS_KEEPING_NO_BUS)
    g_task_return_boolean (task, TRUE); /* nothing is kept where nothing can be */
  else if (error != NULL && keeping != VIDIMUS_KEEPING_LOCKED)
    g_task_return_error (task, vidimus_secrets_explain (task, error));
  else
    secret_password_searchv (&vidimus_secrets_schema, g_task_get_task_data (task), SECRET_SEARCH_NONE, g_task_get_cancellable (task),
                             left_cb, g_object_ref (task));
}

static void
clear (GTask      *task, /* (transfer full) */
       GHashTable *attributes)
{
  g_task_set_task_data (task, g_hash_table_ref (attributes), (GDestroyNotify) g_hash_table_unref);
  secret_password_clearv (&vidimus_secrets_schema, attributes, g_task_get_cancellable (task), cleared_cb, task);
}

static char *
build_label (VidimusProfile    *profile,
             VidimusSecretKind  kind)
{
  const char *name = vidimus_profile_get_name (profile);

  switch (kind)
    {
    case VIDIMUS_SECRET_PASSWORD:
      return g_strdup_printf (_("Vidimus: password for “%s”"), name);
    case VIDIMUS_SECRET_SECRET_KEY:
      return g_strdup_printf (_("Vidimus: secret key for “%s”"), name);
    case VIDIMUS_SECRET_SECURITY_TOKEN:
      return g_strdup_printf (_("Vidimus: security token for “%s”"), name);
    case VIDIMUS_SECRET_TOKEN:
    case VIDIMUS_N_SECRETS:
    default:
      return g_strdup_printf (_("Vidimus: token for “%s”"), name);
    }
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    {
      vidimus_secrets_take_keeping (g_task_get_source_object (task), VIDIMUS_KEEPING_POSSIBLE);
      g_task_return_boolean (task, TRUE);
    }
  else if (error == NULL) /* asked to unlock it, somebody said no */
    g_task_return_error (task, vidimus_secrets_explain_locked (task));
  else
    g_task_return_error (task, vidimus_secrets_explain (task, error));
}

/**
 * vidimus_secrets_store_async:
 * @secret: (nullable): copied; %NULL or "" is kept no longer
 *
 * Remembers it at once, and keeps it in the Secret Service.
 */
void
vidimus_secrets_store_async (VidimusSecrets      *self,
                             VidimusProfile      *profile,
                             VidimusSecretKind    kind,
                             const char          *secret,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  GTask *task;

  g_return_if_fail (VIDIMUS_IS_SECRETS (self));
  g_return_if_fail (VIDIMUS_IS_PROFILE (profile));
  g_return_if_fail (kind < VIDIMUS_N_SECRETS);

  vidimus_secrets_remember (self, vidimus_profile_get_id (profile), kind, secret);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_secrets_store_async);
  attributes = vidimus_secrets_build_attributes (vidimus_profile_get_id (profile), kind);
  if (secret == NULL || *secret == '\0')
    {
      clear (task, attributes);
      return;
    }

  label = build_label (profile, kind);
  secret_password_storev (&vidimus_secrets_schema, attributes, SECRET_COLLECTION_DEFAULT, label, secret, cancellable, stored_cb, task);
}

/**
 * vidimus_secrets_store_finish:
 *
 * Returns: whether it is kept; else a %VIDIMUS_ERROR_ACCOUNT with advice, or %G_IO_ERROR_CANCELLED
 */
gboolean
vidimus_secrets_store_finish (VidimusSecrets  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vidimus_secrets_clear_async:
 *
 * Forgets at once, and removes from the Secret Service, all of a profile's secrets.
 */
void
vidimus_secrets_clear_async (VidimusSecrets      *self,
                             const char          *profile_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (VIDIMUS_IS_SECRETS (self));
  g_return_if_fail (profile_id != NULL);

  for (int kind = 0; kind < VIDIMUS_N_SECRETS; kind++)
    vidimus_secrets_remember (self, profile_id, kind, NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_secrets_clear_async);
  attributes = vidimus_secrets_build_attributes (profile_id, VIDIMUS_N_SECRETS);
  clear (task, attributes);
}

/**
 * vidimus_secrets_clear_finish:
 *
 * Returns: whether nothing is left; %TRUE also where nothing can be kept; else a %VIDIMUS_ERROR_ACCOUNT with advice
 */
gboolean
vidimus_secrets_clear_finish (VidimusSecrets  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

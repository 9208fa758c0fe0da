#include "vidimus-keeping-private.h"

#include "vidimus-error.h"
#include "vidimus-secrets-private.h"

#include <glib/gi18n-lib.h>

/*< private > */
VidimusKeeping
vidimus_keeping_from_error (const GError *error)
{
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* nobody unlocked it when asked */
    return VIDIMUS_KEEPING_LOCKED;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
      (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
       error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY))
    return VIDIMUS_KEEPING_MISSING;
  if (error->domain == G_IO_ERROR && !g_dbus_error_is_remote_error (error))
    return VIDIMUS_KEEPING_NO_BUS;

  return VIDIMUS_KEEPING_UNKNOWN;
}

/**
 * vidimus_secrets_describe:
 *
 * Returns: (nullable): what @keeping means and what to do, translated; %NULL when there is nothing to be done
 */
const char *
vidimus_secrets_describe (VidimusKeeping keeping)
{
  switch (keeping)
    {
    case VIDIMUS_KEEPING_LOCKED:
      return _("The keyring is locked. Unlock it in “Passwords and Keys”, or when you are asked to, to keep passwords and keys; "
               "else they are known until the program ends.");
    case VIDIMUS_KEEPING_MISSING:
      return _("There is no keyring in this session, so passwords and keys are known until the program ends. To keep them, "
               "install and start one, such as GNOME Keyring or KWallet.");
    case VIDIMUS_KEEPING_NO_BUS:
      return _("There is no desktop session here that could have a keyring, so passwords and keys are known until the "
               "program ends. Log in to a desktop to keep them.");
    case VIDIMUS_KEEPING_UNKNOWN:
    case VIDIMUS_KEEPING_POSSIBLE:
    default:
      return NULL;
    }
}

/*< private > */
GError *
vidimus_keeping_explain (VidimusKeeping  keeping,
                         const GError   *error)
{
  g_autofree char *message = NULL;
  GError *explained;

  switch (keeping)
    {
    case VIDIMUS_KEEPING_LOCKED:
      message = g_strdup (_("The keyring is locked, and was not unlocked."));
      break;
    case VIDIMUS_KEEPING_MISSING:
      message = g_strdup (_("There is no keyring in this session."));
      break;
    case VIDIMUS_KEEPING_NO_BUS:
      message = g_strdup (_("There is no desktop session here that could have a keyring."));
      break;
    case VIDIMUS_KEEPING_UNKNOWN:
    case VIDIMUS_KEEPING_POSSIBLE:
    default:
      message = g_strdup_printf (_("The keyring refused: %s."), error != NULL ? error->message : "");
      break;
    }

  explained = vidimus_error_new (VIDIMUS_ERROR_ACCOUNT, NULL, 0, NULL, message);
  if (vidimus_secrets_describe (keeping) != NULL)
    vidimus_error_set_advice (explained, vidimus_secrets_describe (keeping));
  else
    vidimus_error_set_advice (explained, _("Look at it in “Passwords and Keys”. Until it works passwords and keys are known "
                                           "until the program ends."));

  return explained;
}

static void
collection_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  VidimusKeeping keeping = VIDIMUS_KEEPING_POSSIBLE; /* also when there is none yet: the first secret makes it */

  if (error != NULL && g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (error != NULL)
    keeping = vidimus_keeping_from_error (error);
  else if (collection != NULL && secret_collection_get_locked (collection))
    keeping = VIDIMUS_KEEPING_LOCKED;
  g_task_return_int (task, keeping);
}

/* In a sandbox libsecret can keep a file of its own, whose key the desktop's portal has: then no service is needed. */
static void
backend_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  g_list_free_full (items, g_object_unref);
  if (error != NULL && g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, error != NULL ? vidimus_keeping_from_error (error) : VIDIMUS_KEEPING_POSSIBLE);
}

static void
ask_backend (GTask *task) /* (transfer full) */
{
  g_autoptr(GHashTable) attributes = vidimus_secrets_build_attributes (VIDIMUS_PROFILE_LOCAL_ID, VIDIMUS_N_SECRETS);

  secret_password_searchv (&vidimus_secrets_schema, attributes, SECRET_SEARCH_NONE, g_task_get_cancellable (task),
                           backend_cb, task);
}

static void
service_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretService) service = secret_service_get_finish (result, &error);

  if (service != NULL)
    secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, g_task_get_cancellable (task),
                                 collection_cb, g_object_ref (task));
  else if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    ask_backend (g_steal_pointer (&task));
}

/*< private > */
void
vidimus_keeping_probe_async (GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_keeping_probe_async);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, cancellable, service_cb, task);
}

/*< private > */
VidimusKeeping
vidimus_keeping_probe_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_autoptr(GError) own_error = NULL;
  gssize keeping = g_task_propagate_int (G_TASK (result), &own_error);

  if (own_error == NULL)
    return (VidimusKeeping) keeping;

  g_propagate_error (error, g_steal_pointer (&own_error));

  return VIDIMUS_KEEPING_UNKNOWN;
}

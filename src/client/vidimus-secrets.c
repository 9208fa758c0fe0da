#include "vidimus-secrets.h"

#include "vidimus-keeping-private.h"
#include "vidimus-secrets-private.h"

/* All that remembers a secret here is libsecret's: memory that is not swapped out where the system lets it, wiped when it is freed. */
#define PLAIN "text/plain"

struct _VidimusSecrets
{
  GObject         parent_instance;

  GHashTable     *remembered; /* owned: owned key → owned SecretValue */
  VidimusKeeping  keeping;
};

enum
{
  PROP_KEEPING = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

const SecretSchema vidimus_secrets_schema = {
  .name = "io.github.vidimus.Vidimus",
  .attributes = { { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* In the Secret Service, so never to be changed. */
static const char *const kinds[VIDIMUS_N_SECRETS] = { "password", "secret-key", "security-token", "token" };

G_DEFINE_FINAL_TYPE (VidimusSecrets, vidimus_secrets, G_TYPE_OBJECT)

static void
vidimus_secrets_finalize (GObject *object)
{
  VidimusSecrets *self = VIDIMUS_SECRETS (object);

  g_clear_pointer (&self->remembered, g_hash_table_unref);

  G_OBJECT_CLASS (vidimus_secrets_parent_class)->finalize (object);
}

static void
vidimus_secrets_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  VidimusSecrets *self = VIDIMUS_SECRETS (object);

  switch (prop_id)
    {
    case PROP_KEEPING:
      g_value_set_int (value, self->keeping);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_secrets_class_init (VidimusSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vidimus_secrets_finalize;
  object_class->get_property = vidimus_secrets_get_property;

  /**
   * VidimusSecrets:keeping:
   *
   * A #VidimusKeeping: what the Secret Service could do when it was last asked for something.
   */
  props[PROP_KEEPING] = g_param_spec_int ("keeping", NULL, NULL, VIDIMUS_KEEPING_UNKNOWN, VIDIMUS_KEEPING_NO_BUS,
                                          VIDIMUS_KEEPING_UNKNOWN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_secrets_init (VidimusSecrets *self)
{
  self->remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, secret_value_unref);
}

/**
 * vidimus_secrets_new:
 *
 * Returns: (transfer full): an empty memory beside the Secret Service, which is asked for nothing yet
 */
VidimusSecrets *
vidimus_secrets_new (void)
{
  return g_object_new (VIDIMUS_TYPE_SECRETS, NULL);
}

/*< private > */
void
vidimus_secrets_take_keeping (VidimusSecrets *self,
                              VidimusKeeping  keeping)
{
  if (self->keeping == keeping)
    return;

  self->keeping = keeping;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEPING]);
}

/*< private > */
GError *
vidimus_secrets_explain (GTask        *task,
                         const GError *error)
{
  VidimusKeeping keeping;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return g_error_copy (error);

  keeping = vidimus_keeping_from_error (error);
  vidimus_secrets_take_keeping (g_task_get_source_object (task), keeping);

  return vidimus_keeping_explain (keeping, error);
}

/*< private > */
GError *
vidimus_secrets_explain_locked (GTask *task)
{
  vidimus_secrets_take_keeping (g_task_get_source_object (task), VIDIMUS_KEEPING_LOCKED);

  return vidimus_keeping_explain (VIDIMUS_KEEPING_LOCKED, NULL);
}

static char *
build_key (const char        *profile_id,
           VidimusSecretKind  kind)
{
  return g_strdup_printf ("%s/%s", profile_id, kinds[kind]);
}

/*< private > */
GHashTable *
vidimus_secrets_build_attributes (const char        *profile_id,
                                  VidimusSecretKind  kind)
{
  if (kind >= VIDIMUS_N_SECRETS)
    return secret_attributes_build (&vidimus_secrets_schema, "profile", profile_id, NULL);

  return secret_attributes_build (&vidimus_secrets_schema, "profile", profile_id, "kind", kinds[kind], NULL);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  VidimusKeeping keeping = vidimus_keeping_probe_finish (result, &error);

  if (error == NULL)
    vidimus_secrets_take_keeping (g_task_get_source_object (task), keeping);
  g_task_return_boolean (task, TRUE);
}

/**
 * vidimus_secrets_probe_async:
 *
 * Asks whether secrets can be kept. Nobody is asked for a password.
 */
void
vidimus_secrets_probe_async (VidimusSecrets      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (VIDIMUS_IS_SECRETS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_secrets_probe_async);
  vidimus_keeping_probe_async (cancellable, probe_cb, task);
}

/**
 * vidimus_secrets_probe_finish:
 *
 * Returns: what it can do; what was known before when it was cancelled
 */
VidimusKeeping
vidimus_secrets_probe_finish (VidimusSecrets *self,
                              GAsyncResult   *result)
{
  g_return_val_if_fail (VIDIMUS_IS_SECRETS (self), VIDIMUS_KEEPING_UNKNOWN);
  g_return_val_if_fail (g_task_is_valid (result, self), VIDIMUS_KEEPING_UNKNOWN);

  return self->keeping;
}

/**
 * vidimus_secrets_get_keeping:
 *
 * Returns: what the Secret Service could do when it was last asked for something
 */
VidimusKeeping
vidimus_secrets_get_keeping (VidimusSecrets *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SECRETS (self), VIDIMUS_KEEPING_UNKNOWN);

  return self->keeping;
}

/**
 * vidimus_secrets_remember:
 * @secret: (nullable): copied; %NULL or "" forgets it
 *
 * For this session only: what was remembered before is wiped.
 */
void
vidimus_secrets_remember (VidimusSecrets    *self,
                          const char        *profile_id,
                          VidimusSecretKind  kind,
                          const char        *secret)
{
  g_autofree char *key = NULL;

  g_return_if_fail (VIDIMUS_IS_SECRETS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (kind < VIDIMUS_N_SECRETS);

  key = build_key (profile_id, kind);
  if (secret == NULL || *secret == '\0')
    g_hash_table_remove (self->remembered, key);
  else
    g_hash_table_replace (self->remembered, g_steal_pointer (&key), secret_value_new (secret, -1, PLAIN));
}

static void
return_value (GTask       *task,
              SecretValue *value) /* (transfer full) (nullable) */
{
  if (value != NULL && secret_value_get_text (value) == NULL)
    g_clear_pointer (&value, secret_value_unref); /* something else's */
  g_task_return_pointer (task, value != NULL ? secret_value_unref_to_password (value, NULL) : NULL,
                         (GDestroyNotify) secret_password_free);
}

static void
retrieved_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  SecretValue *value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (object), result, &error);

  if (error != NULL)
    g_task_return_error (task, vidimus_secrets_explain (task, error));
  else
    return_value (task, value);
}

/* An item of a locked keyring is found; that it is locked its secret says. libsecret's own look-up says then that there is none. */
static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, vidimus_secrets_explain (task, error));
  else if (items == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    secret_retrievable_retrieve_secret (items->data, g_task_get_cancellable (task), retrieved_cb, g_object_ref (task));

  g_list_free_full (items, g_object_unref);
}

/**
 * vidimus_secrets_lookup_async:
 *
 * What is remembered, else what the Secret Service keeps.
 */
void
vidimus_secrets_lookup_async (VidimusSecrets      *self,
                              const char          *profile_id,
                              VidimusSecretKind    kind,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GHashTable) attributes = NULL;
  g_autofree char *key = NULL;
  SecretValue *value;
  GTask *task;

  g_return_if_fail (VIDIMUS_IS_SECRETS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (kind < VIDIMUS_N_SECRETS);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vidimus_secrets_lookup_async);
  key = build_key (profile_id, kind);
  value = g_hash_table_lookup (self->remembered, key);
  if (value != NULL)
    {
      return_value (task, secret_value_ref (value));
      g_object_unref (task);
      return;
    }

  attributes = vidimus_secrets_build_attributes (profile_id, kind);
  secret_password_searchv (&vidimus_secrets_schema, attributes, SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS, cancellable, found_cb,
                           task);
}

/**
 * vidimus_secrets_lookup_finish:
 *
 * Returns: (transfer full) (nullable): to be freed with secret_password_free(); %NULL without @error when there is none
 */
char *
vidimus_secrets_lookup_finish (VidimusSecrets  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

#define G_LOG_DOMAIN "vidimus-services"

#include "vidimus-services.h"

struct _VidimusServices
{
  GObject          parent_instance;

  VidimusProfiles *profiles; /* owned */
  VidimusSecrets  *secrets;  /* owned */
  VidimusCallLog  *log;      /* owned */
  VidimusClient   *local;    /* owned, nullable; made when first needed */
  VidimusClient   *client;   /* owned, nullable; of the current profile */
  char            *problem;  /* owned, nullable */
};

enum
{
  PROP_CLIENT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusServices, vidimus_services, G_TYPE_OBJECT)

static void
vidimus_services_finalize (GObject *object)
{
  VidimusServices *self = VIDIMUS_SERVICES (object);

  g_clear_object (&self->profiles);
  g_clear_object (&self->secrets);
  g_clear_object (&self->log);
  g_clear_object (&self->local);
  g_clear_object (&self->client);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (vidimus_services_parent_class)->finalize (object);
}

static void
vidimus_services_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, vidimus_services_get_client (VIDIMUS_SERVICES (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_services_class_init (VidimusServicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vidimus_services_finalize;
  object_class->get_property = vidimus_services_get_property;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, VIDIMUS_TYPE_CLIENT,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vidimus_services_init (VidimusServices *self)
{
  self->log = vidimus_call_log_new ();
}

VidimusProfiles *
vidimus_services_get_profiles (VidimusServices *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), NULL);

  return self->profiles;
}

VidimusSecrets *
vidimus_services_get_secrets (VidimusServices *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), NULL);

  return self->secrets;
}

VidimusCallLog *
vidimus_services_get_log (VidimusServices *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), NULL);

  return self->log;
}

const char *
vidimus_services_get_problem (VidimusServices *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), NULL);

  return self->problem != NULL ? self->problem : vidimus_profiles_get_problem (self->profiles);
}

/**
 * vidimus_services_get_local:
 *
 * The service on this computer: one child process, whoever asks it.
 *
 * Returns: (transfer none)
 */
VidimusClient *
vidimus_services_get_local (VidimusServices *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), NULL);

  if (self->local == NULL)
    {
      self->local = vidimus_client_new_local (NULL);
      vidimus_client_set_log (self->local, self->log);
    }

  return self->local;
}

/* Returns: (transfer full) (nullable) */
static VidimusClient *
make_client (VidimusServices  *self,
             VidimusProfile   *profile,
             GError          **error)
{
  VidimusClient *client;

  if (vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_LOCAL)
    return g_object_ref (vidimus_services_get_local (self));

  client = vidimus_client_new_for_profile (profile, self->secrets, error);
  if (client != NULL)
    vidimus_client_set_log (client, self->log);

  return client;
}

static void
take_client (VidimusServices *self,
             VidimusClient   *client)
{
  g_clear_object (&self->client);
  self->client = client;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
}

/* A file that people edit may name a profile that can't be asked: then it is this computer, and that is told. */
static void
make_first_client (VidimusServices *self)
{
  VidimusProfile *current = vidimus_profiles_get_current (self->profiles);
  g_autoptr(VidimusProfile) local = NULL;
  g_autoptr(GError) error = NULL;

  self->client = make_client (self, current, &error);
  if (self->client != NULL)
    return;

  self->problem = g_strdup_printf ("%s: %s", vidimus_profile_get_name (current), error->message);
  local = g_list_model_get_item (G_LIST_MODEL (self->profiles), 0);
  self->client = g_object_ref (vidimus_services_get_local (self));
  if (!vidimus_profiles_set_current (self->profiles, local, NULL))
    g_debug ("The choice of this computer was not written");
}

/**
 * vidimus_services_get_client:
 *
 * Returns: (transfer none): who answers now
 */
VidimusClient *
vidimus_services_get_client (VidimusServices *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), NULL);

  if (self->client == NULL)
    make_first_client (self);

  return self->client;
}

/**
 * vidimus_services_choose:
 *
 * Makes @profile the current one, now and after a restart. What is under way goes on where it is.
 */
gboolean
vidimus_services_choose (VidimusServices  *self,
                         VidimusProfile   *profile,
                         GError          **error)
{
  VidimusClient *client;
  gboolean written;

  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), FALSE);
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), FALSE);

  if (vidimus_profiles_get_current (self->profiles) == profile)
    return TRUE;

  client = make_client (self, profile, error);
  if (client == NULL)
    return FALSE;

  written = vidimus_profiles_set_current (self->profiles, profile, error);
  take_client (self, client);

  return written;
}

/**
 * vidimus_services_put:
 *
 * Adds @profile, or writes what changed in it.
 */
gboolean
vidimus_services_put (VidimusServices  *self,
                      VidimusProfile   *profile,
                      GError          **error)
{
  gboolean written;

  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), FALSE);
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), FALSE);

  written = vidimus_profiles_put (self->profiles, profile, error);
  vidimus_services_forget (self, profile);

  return written;
}

/**
 * vidimus_services_forget:
 *
 * What the client of @profile knows, such as a token, is forgotten: its settings or secrets are others now.
 */
void
vidimus_services_forget (VidimusServices *self,
                         VidimusProfile  *profile)
{
  g_autoptr(GError) error = NULL;
  VidimusClient *client;

  g_return_if_fail (VIDIMUS_IS_SERVICES (self));

  if (vidimus_profiles_get_current (self->profiles) != profile)
    return;

  client = make_client (self, profile, &error);
  if (client != NULL)
    take_client (self, client);
  else
    g_warning ("%s", error->message); /* only what was checked is saved */
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!vidimus_secrets_clear_finish (VIDIMUS_SECRETS (object), result, &error))
    g_message ("Secrets of a service that was removed may still be in the keyring: %s", error->message);
}

/**
 * vidimus_services_remove:
 *
 * Takes @profile off the list; its secrets are cleared. When it was the current one, this computer is from now on.
 */
gboolean
vidimus_services_remove (VidimusServices  *self,
                         VidimusProfile   *profile,
                         GError          **error)
{
  g_autofree char *id = NULL;
  gboolean was_current, written;

  g_return_val_if_fail (VIDIMUS_IS_SERVICES (self), FALSE);
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), FALSE);

  id = g_strdup (vidimus_profile_get_id (profile));
  was_current = vidimus_profiles_get_current (self->profiles) == profile;
  written = vidimus_profiles_remove (self->profiles, profile, error);
  vidimus_secrets_clear_async (self->secrets, id, NULL, cleared_cb, NULL);
  if (was_current)
    take_client (self, g_object_ref (vidimus_services_get_local (self)));

  return written;
}

/** vidimus_services_new: nothing is contacted or started before it is needed. */
VidimusServices *
vidimus_services_new (VidimusProfiles *profiles,
                      VidimusSecrets  *secrets)
{
  VidimusServices *self;

  g_return_val_if_fail (VIDIMUS_IS_PROFILES (profiles), NULL);
  g_return_val_if_fail (VIDIMUS_IS_SECRETS (secrets), NULL);

  self = g_object_new (VIDIMUS_TYPE_SERVICES, NULL);
  self->profiles = g_object_ref (profiles);
  self->secrets = g_object_ref (secrets);

  return self;
}

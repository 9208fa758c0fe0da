#include "vidimus-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_REGION "ap-southeast-2" /* where the API is documented (API.md) */

/* The order is that of the fields: booleans, then strings. */
enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_AUTH,
  PROP_KEEP_METADATA,
  PROP_SEND_ADDRESS,
  PROP_FETCH_PICTURE,
  PROP_NAME,
  PROP_REGION,
  PROP_ENDPOINT,
  PROP_IAM_ENDPOINT,
  PROP_USER,
  PROP_DOMAIN,
  PROP_ACCESS_KEY,
  PROP_PROJECT_ID,
  PROP_ENTERPRISE_PROJECT,
  PROP_CA_FILE,
  N_PROPS
};

#define FIRST_SWITCH PROP_KEEP_METADATA
#define FIRST_TEXT PROP_NAME
#define N_SWITCHES (FIRST_TEXT - FIRST_SWITCH)
#define N_TEXTS (N_PROPS - FIRST_TEXT)

struct _VidimusProfile
{
  GObject             parent_instance;

  char               *id;                   /* owned */
  VidimusProfileKind  kind;
  VidimusAuthKind     auth;
  gboolean            switches[N_SWITCHES];
  char               *texts[N_TEXTS];       /* owned, never NULL once made */
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ENUM_TYPE (VidimusProfileKind, vidimus_profile_kind,
                    G_DEFINE_ENUM_VALUE (VIDIMUS_PROFILE_LOCAL, "local"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_PROFILE_HUAWEI, "huawei"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_PROFILE_OTHER, "other"))
G_DEFINE_ENUM_TYPE (VidimusAuthKind, vidimus_auth_kind,
                    G_DEFINE_ENUM_VALUE (VIDIMUS_AUTH_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_AUTH_PASSWORD, "password"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_AUTH_KEYS, "keys"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_AUTH_TEMPORARY_KEYS, "temporary-keys"),
                    G_DEFINE_ENUM_VALUE (VIDIMUS_AUTH_TOKEN, "token"))
G_DEFINE_FINAL_TYPE (VidimusProfile, vidimus_profile, G_TYPE_OBJECT)

static const char *
get_text (VidimusProfile *self,
          guint           prop_id)
{
  return self->texts[prop_id - FIRST_TEXT];
}

static void
vidimus_profile_finalize (GObject *object)
{
  VidimusProfile *self = VIDIMUS_PROFILE (object);

  g_clear_pointer (&self->id, g_free);
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_pointer (&self->texts[i], g_free);

  G_OBJECT_CLASS (vidimus_profile_parent_class)->finalize (object);
}

static void
vidimus_profile_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  VidimusProfile *self = VIDIMUS_PROFILE (object);

  if (prop_id == PROP_ID)
    g_value_set_string (value, self->id);
  else if (prop_id == PROP_KIND)
    g_value_set_enum (value, self->kind);
  else if (prop_id == PROP_AUTH)
    g_value_set_enum (value, self->auth);
  else if (prop_id >= FIRST_TEXT)
    g_value_set_string (value, get_text (self, prop_id));
  else
    g_value_set_boolean (value, self->switches[prop_id - FIRST_SWITCH]);
}

/* Whether the field was another one before. */
static gboolean
set_text (char       **text,
          const char  *value)
{
  if (value == NULL)
    value = "";
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;

  g_free (*text);
  *text = g_strdup (value);

  return TRUE;
}

static gboolean
set_number (int *field,
            int  value)
{
  gboolean changed = *field != value;

  *field = value;

  return changed;
}

static void
vidimus_profile_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  VidimusProfile *self = VIDIMUS_PROFILE (object);
  int auth = self->auth;
  gboolean changed = FALSE;

  if (prop_id == PROP_ID)
    self->id = g_value_dup_string (value);
  else if (prop_id == PROP_KIND)
    self->kind = g_value_get_enum (value);
  else if (prop_id == PROP_AUTH)
    {
      changed = set_number (&auth, g_value_get_enum (value));
      self->auth = auth;
    }
  else if (prop_id >= FIRST_TEXT)
    changed = set_text (&self->texts[prop_id - FIRST_TEXT], g_value_get_string (value));
  else
    changed = set_number (&self->switches[prop_id - FIRST_SWITCH], g_value_get_boolean (value));

  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static const char *
get_default_name (VidimusProfileKind kind)
{
  switch (kind)
    {
    case VIDIMUS_PROFILE_HUAWEI:
      return _("Huawei Cloud");
    case VIDIMUS_PROFILE_OTHER:
      return _("Other host");
    case VIDIMUS_PROFILE_LOCAL:
    default:
      return _("On this computer");
    }
}

static void
vidimus_profile_constructed (GObject *object)
{
  VidimusProfile *self = VIDIMUS_PROFILE (object);

  G_OBJECT_CLASS (vidimus_profile_parent_class)->constructed (object);

  if (self->id == NULL)
    self->id = self->kind == VIDIMUS_PROFILE_LOCAL ? g_strdup (VIDIMUS_PROFILE_LOCAL_ID) : g_uuid_string_random ();
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = g_strdup ("");
  set_text (&self->texts[PROP_NAME - FIRST_TEXT], get_default_name (self->kind));
  set_text (&self->texts[PROP_REGION - FIRST_TEXT], DEFAULT_REGION);
  if (self->kind == VIDIMUS_PROFILE_HUAWEI)
    {
      self->auth = VIDIMUS_AUTH_KEYS; /* what the vendor recommends, and all that never ends */
      self->switches[PROP_SEND_ADDRESS - FIRST_SWITCH] = TRUE;
    }
}

static void
vidimus_profile_class_init (VidimusProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const switches[] = { "keep-metadata", "send-address", "fetch-picture" };
  static const char *const texts[] = { "name", "region", "endpoint", "iam-endpoint", "user", "domain", "access-key",
                                       "project-id", "enterprise-project", "ca-file" };
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  G_STATIC_ASSERT (G_N_ELEMENTS (switches) == N_SWITCHES);
  G_STATIC_ASSERT (G_N_ELEMENTS (texts) == N_TEXTS);

  object_class->constructed = vidimus_profile_constructed;
  object_class->finalize = vidimus_profile_finalize;
  object_class->get_property = vidimus_profile_get_property;
  object_class->set_property = vidimus_profile_set_property;

  /* What they mean stands in the header. */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  props[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, VIDIMUS_TYPE_PROFILE_KIND, VIDIMUS_PROFILE_LOCAL, once);
  props[PROP_AUTH] = g_param_spec_enum ("auth", NULL, NULL, VIDIMUS_TYPE_AUTH_KIND, VIDIMUS_AUTH_NONE, flags);
  for (guint i = 0; i < N_SWITCHES; i++)
    props[FIRST_SWITCH + i] = g_param_spec_boolean (switches[i], NULL, NULL, FALSE, flags);
  for (guint i = 0; i < N_TEXTS; i++)
    props[FIRST_TEXT + i] = g_param_spec_string (texts[i], NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_profile_init (VidimusProfile *self)
{
}

/**
 * vidimus_profile_new:
 * @kind: where it leads; the only local one is made with vidimus_profile_new_local()
 *
 * Returns: (transfer full): a profile with a new id, a name that suits the kind, and otherwise nothing set
 */
VidimusProfile *
vidimus_profile_new (VidimusProfileKind kind)
{
  return g_object_new (VIDIMUS_TYPE_PROFILE, "kind", kind, NULL);
}

/**
 * vidimus_profile_new_local:
 *
 * Returns: (transfer full): the profile of the service on this computer
 */
VidimusProfile *
vidimus_profile_new_local (void)
{
  return vidimus_profile_new (VIDIMUS_PROFILE_LOCAL);
}

/**
 * vidimus_profile_copy:
 * @name: of the copy
 *
 * Returns: (transfer full): the same settings under a new id (but that of the local one, which is always the same). Secrets are not copied.
 */
VidimusProfile *
vidimus_profile_copy (VidimusProfile *self,
                      const char     *name)
{
  VidimusProfile *copy;

  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), NULL);

  copy = vidimus_profile_new (self->kind);
  vidimus_profile_assign (copy, self);
  g_object_set (copy, "name", name, NULL);

  return copy;
}

/**
 * vidimus_profile_assign:
 * @from: whose settings are taken over: all but the id and the kind
 *
 * Only what differs is notified, at the end.
 */
void
vidimus_profile_assign (VidimusProfile *self,
                        VidimusProfile *from)
{
  g_return_if_fail (VIDIMUS_IS_PROFILE (self));
  g_return_if_fail (VIDIMUS_IS_PROFILE (from));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_AUTH; i < N_PROPS; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (from), props[i]->name, &value);
      g_object_set_property (G_OBJECT (self), props[i]->name, &value);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

#define DEFINE_TEXT(name, PROP) \
  const char * \
  vidimus_profile_get_##name (VidimusProfile *self) \
  { \
    g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), NULL); \
\
    return get_text (self, PROP); \
  }

#define DEFINE_SWITCH(name, PROP) \
  gboolean \
  vidimus_profile_get_##name (VidimusProfile *self) \
  { \
    g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), FALSE); \
\
    return self->switches[PROP - FIRST_SWITCH]; \
  }

DEFINE_TEXT (name, PROP_NAME)
DEFINE_TEXT (region, PROP_REGION)
DEFINE_TEXT (user, PROP_USER)
DEFINE_TEXT (domain, PROP_DOMAIN)
DEFINE_TEXT (access_key, PROP_ACCESS_KEY)
DEFINE_TEXT (project_id, PROP_PROJECT_ID)
DEFINE_TEXT (enterprise_project, PROP_ENTERPRISE_PROJECT)
DEFINE_TEXT (ca_file, PROP_CA_FILE)
DEFINE_SWITCH (keep_metadata, PROP_KEEP_METADATA)
DEFINE_SWITCH (send_address, PROP_SEND_ADDRESS)
DEFINE_SWITCH (fetch_picture, PROP_FETCH_PICTURE)

/**
 * vidimus_profile_get_id:
 *
 * Returns: a UUID, or %VIDIMUS_PROFILE_LOCAL_ID; it never changes
 */
const char *
vidimus_profile_get_id (VidimusProfile *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), NULL);

  return self->id;
}

/** vidimus_profile_get_kind: where it leads; it never changes. */
VidimusProfileKind
vidimus_profile_get_kind (VidimusProfile *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), VIDIMUS_PROFILE_LOCAL);

  return self->kind;
}

/** vidimus_profile_get_auth: how one signs in. */
VidimusAuthKind
vidimus_profile_get_auth (VidimusProfile *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), VIDIMUS_AUTH_NONE);

  return self->auth;
}

/* @own, else that of the vendor's @service in the region; without spaces around it and slashes at its end. */
static char *
dup_address (VidimusProfile *self,
             const char     *own,
             const char     *service)
{
  char *address = g_strstrip (g_strdup (own));

  while (g_str_has_suffix (address, "/"))
    address[strlen (address) - 1] = '\0';
  if (*address != '\0' || self->kind != VIDIMUS_PROFILE_HUAWEI)
    return address;

  g_free (address);

  return g_strdup_printf ("https://%s.%s.myhuaweicloud.com", service, get_text (self, PROP_REGION));
}

/**
 * vidimus_profile_dup_endpoint:
 *
 * Returns: (transfer full) (nullable): the address that is called, without a slash at its end; "" when another host's is missing; %NULL for the
 *   service on this computer
 */
char *
vidimus_profile_dup_endpoint (VidimusProfile *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), NULL);

  return self->kind == VIDIMUS_PROFILE_LOCAL ? NULL : dup_address (self, get_text (self, PROP_ENDPOINT), "ocr");
}

/**
 * vidimus_profile_dup_iam_endpoint:
 *
 * Returns: (transfer full) (nullable): where one signs in and project ids are known, without a slash at its end; only the vendor's cloud has one
 */
char *
vidimus_profile_dup_iam_endpoint (VidimusProfile *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (self), NULL);

  return self->kind != VIDIMUS_PROFILE_HUAWEI ? NULL : dup_address (self, get_text (self, PROP_IAM_ENDPOINT), "iam");
}

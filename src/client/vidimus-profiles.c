#include "vidimus-profiles-private.h"

enum
{
  PROP_CURRENT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VidimusProfiles, vidimus_profiles, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return VIDIMUS_TYPE_PROFILE;
}

static guint
get_n_items (GListModel *model)
{
  return VIDIMUS_PROFILES (model)->profiles->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  VidimusProfiles *self = VIDIMUS_PROFILES (model);

  return position < self->profiles->len ? g_object_ref (self->profiles->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
vidimus_profiles_finalize (GObject *object)
{
  VidimusProfiles *self = VIDIMUS_PROFILES (object);

  g_clear_pointer (&self->file, vidimus_profiles_file_free);
  g_clear_object (&self->current);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->unsaved, g_hash_table_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);

  G_OBJECT_CLASS (vidimus_profiles_parent_class)->finalize (object);
}

static void
vidimus_profiles_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  VidimusProfiles *self = VIDIMUS_PROFILES (object);

  switch (prop_id)
    {
    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_profiles_class_init (VidimusProfilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vidimus_profiles_finalize;
  object_class->get_property = vidimus_profiles_get_property;

  /**
   * VidimusProfiles:current:
   *
   * The one that is asked; never %NULL.
   */
  props[PROP_CURRENT] = g_param_spec_object ("current", NULL, NULL, VIDIMUS_TYPE_PROFILE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
vidimus_profiles_init (VidimusProfiles *self)
{
  self->profiles = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->profiles, vidimus_profile_new_local ());
  self->current = g_object_ref (self->profiles->pdata[0]);
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/*< private > */
VidimusProfile *
vidimus_profiles_find_by_id (VidimusProfiles *self,
                             const char      *id)
{
  for (guint i = 0; i < self->profiles->len; i++)
    if (g_str_equal (vidimus_profile_get_id (self->profiles->pdata[i]), id))
      return self->profiles->pdata[i];

  return NULL;
}

static gboolean
is_in (VidimusProfiles *self,
       VidimusProfile  *profile)
{
  return g_ptr_array_find (self->profiles, profile, NULL);
}

/*< private > */
void
vidimus_profiles_take_current (VidimusProfiles *self,
                               VidimusProfile  *profile)
{
  if (g_set_object (&self->current, profile))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT]);
}

/**
 * vidimus_profiles_new:
 * @path: (nullable): %NULL for `VIDIMUS_PROFILES` of the environment, else `profiles.ini` in the configuration folder
 *
 * Returns: (transfer full): the profiles of the file, read; the local one alone when there is none
 */
VidimusProfiles *
vidimus_profiles_new (const char *path)
{
  VidimusProfiles *self = g_object_new (VIDIMUS_TYPE_PROFILES, NULL);

  self->file = vidimus_profiles_file_new (path);
  vidimus_profiles_load (self);

  return self;
}

/**
 * vidimus_profiles_get_problem:
 *
 * Returns: (nullable): what the last reading met, a sentence for people, translated
 */
const char *
vidimus_profiles_get_problem (VidimusProfiles *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILES (self), NULL);

  return self->problem;
}

/**
 * vidimus_profiles_get_current:
 *
 * Returns: (transfer none): the profile to be asked
 */
VidimusProfile *
vidimus_profiles_get_current (VidimusProfiles *self)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILES (self), NULL);

  return self->current;
}

/**
 * vidimus_profiles_set_current:
 * @profile: of the list
 *
 * Returns: whether it was written; it holds here in any case
 */
gboolean
vidimus_profiles_set_current (VidimusProfiles  *self,
                              VidimusProfile   *profile,
                              GError          **error)
{
  g_return_val_if_fail (VIDIMUS_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (is_in (self, profile), FALSE);

  if (profile == self->current && !self->unsaved_current)
    return TRUE;

  vidimus_profiles_take_current (self, profile);
  self->unsaved_current = TRUE;

  return vidimus_profiles_save (self, error);
}

/**
 * vidimus_profiles_put:
 * @profile: to be added; or with the id of one of the list, which then gets its settings
 *
 * Returns: whether it was written; it holds here in any case
 */
gboolean
vidimus_profiles_put (VidimusProfiles  *self,
                      VidimusProfile   *profile,
                      GError          **error)
{
  const char *id;
  VidimusProfile *ours;

  g_return_val_if_fail (VIDIMUS_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), FALSE);

  id = vidimus_profile_get_id (profile);
  ours = vidimus_profiles_find_by_id (self, id);
  g_hash_table_remove (self->removed, id);
  g_hash_table_add (self->unsaved, g_strdup (id));
  if (ours == NULL)
    {
      g_ptr_array_add (self->profiles, g_object_ref (profile));
      g_list_model_items_changed (G_LIST_MODEL (self), self->profiles->len - 1, 0, 1);
    }
  else if (ours != profile)
    vidimus_profile_assign (ours, profile);

  return vidimus_profiles_save (self, error);
}

/**
 * vidimus_profiles_remove:
 * @profile: of the list, but the local one
 *
 * Its secrets are for the caller to clear.
 *
 * Returns: whether it was written; it holds here in any case
 */
gboolean
vidimus_profiles_remove (VidimusProfiles  *self,
                         VidimusProfile   *profile,
                         GError          **error)
{
  guint position;

  g_return_val_if_fail (VIDIMUS_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (VIDIMUS_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (g_ptr_array_find (self->profiles, profile, &position) && position > 0, FALSE);

  g_hash_table_remove (self->unsaved, vidimus_profile_get_id (profile));
  g_hash_table_add (self->removed, g_strdup (vidimus_profile_get_id (profile)));
  if (profile == self->current)
    {
      vidimus_profiles_take_current (self, self->profiles->pdata[0]);
      self->unsaved_current = TRUE;
    }
  g_ptr_array_remove_index (self->profiles, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return vidimus_profiles_save (self, error);
}

/* The only one with that name; NULL when none or several have it. */
static VidimusProfile *
find_by_name (VidimusProfiles *self,
              const char      *name,
              gboolean         fold)
{
  g_autofree char *wanted = fold ? g_utf8_casefold (name, -1) : g_strdup (name);
  VidimusProfile *found = NULL;

  for (guint i = 0; i < self->profiles->len; i++)
    {
      const char *own = vidimus_profile_get_name (self->profiles->pdata[i]);
      g_autofree char *folded = fold ? g_utf8_casefold (own, -1) : g_strdup (own);

      if (!g_str_equal (folded, wanted))
        continue;
      if (found != NULL)
        return NULL;
      found = self->profiles->pdata[i];
    }

  return found;
}

/**
 * vidimus_profiles_find:
 * @id_or_name: an id, else a name, else a name without regard to case
 *
 * Returns: (transfer none) (nullable): %NULL when none or several fit
 */
VidimusProfile *
vidimus_profiles_find (VidimusProfiles *self,
                       const char      *id_or_name)
{
  VidimusProfile *found;

  g_return_val_if_fail (VIDIMUS_IS_PROFILES (self), NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);

  found = vidimus_profiles_find_by_id (self, id_or_name);
  if (found == NULL)
    found = find_by_name (self, id_or_name, FALSE);
  if (found == NULL)
    found = find_by_name (self, id_or_name, TRUE);

  return found;
}

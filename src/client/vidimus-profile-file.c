#include "vidimus-profile-private.h"

#include <string.h>

/* One profile is one group of a key file; its keys are the properties' names, so that none is forgotten. */
#define GROUP_PREFIX "profile "

/*< private > */
char *
vidimus_profile_dup_group (const char *id)
{
  return g_strconcat (GROUP_PREFIX, id, NULL);
}

/*< private > */
const char *
vidimus_profile_group_id (const char *group)
{
  const char *id = g_str_has_prefix (group, GROUP_PREFIX) ? group + strlen (GROUP_PREFIX) : NULL;

  return id != NULL && (g_str_equal (id, VIDIMUS_PROFILE_LOCAL_ID) || g_uuid_string_is_valid (id)) ? id : NULL;
}

/* What @property has in the file; FALSE when the file says a value that is not known. */
static gboolean
load_property (GObject    *object,
               GParamSpec *property,
               GKeyFile   *file,
               const char *group)
{
  g_autofree char *text = g_key_file_get_string (file, group, property->name, NULL);

  if (text == NULL)
    return TRUE;

  if (G_IS_PARAM_SPEC_ENUM (property))
    {
      const GEnumValue *value = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (property)->enum_class, text);

      if (value == NULL)
        return FALSE;
      g_object_set (object, property->name, value->value, NULL);
    }
  else if (G_IS_PARAM_SPEC_BOOLEAN (property))
    {
      g_autoptr(GError) error = NULL;
      gboolean on = g_key_file_get_boolean (file, group, property->name, &error);

      if (error == NULL)
        g_object_set (object, property->name, on, NULL);
    }
  else
    g_object_set (object, property->name, text, NULL);

  return TRUE;
}

/* The local one's name is that of the language. */
static gboolean
is_stored (VidimusProfile *self,
           GParamSpec     *property)
{
  return !g_str_equal (property->name, "id") &&
         (vidimus_profile_get_kind (self) != VIDIMUS_PROFILE_LOCAL || !g_str_equal (property->name, "name"));
}

/*< private >
 * vidimus_profile_load:
 * @group: for which vidimus_profile_group_id() is not %NULL
 *
 * Returns: (transfer full) (nullable): %NULL when it says a kind or a way to sign in that this version does not know
 */
VidimusProfile *
vidimus_profile_load (GKeyFile   *file,
                      const char *group)
{
  const char *id = vidimus_profile_group_id (group);
  g_autofree char *nick = g_key_file_get_string (file, group, "kind", NULL);
  g_autoptr(GEnumClass) kinds = g_type_class_ref (VIDIMUS_TYPE_PROFILE_KIND);
  const GEnumValue *kind = g_enum_get_value_by_nick (kinds, nick != NULL ? nick : "");
  g_autoptr(VidimusProfile) self = NULL;
  g_autofree GParamSpec **properties = NULL;
  guint n_properties;

  if (kind == NULL || (kind->value == VIDIMUS_PROFILE_LOCAL) != g_str_equal (id, VIDIMUS_PROFILE_LOCAL_ID))
    return NULL;

  self = g_object_new (VIDIMUS_TYPE_PROFILE, "id", id, "kind", kind->value, NULL);
  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (self), &n_properties);
  for (guint i = 0; i < n_properties; i++)
    {
      if (!is_stored (self, properties[i]) || (properties[i]->flags & G_PARAM_CONSTRUCT_ONLY) != 0)
        continue;
      if (!load_property (G_OBJECT (self), properties[i], file, group))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/*< private > */
void
vidimus_profile_save (VidimusProfile *self,
                      GKeyFile       *file)
{
  g_autofree char *group = vidimus_profile_dup_group (vidimus_profile_get_id (self));
  g_autofree GParamSpec **properties = NULL;
  guint n_properties;

  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (self), &n_properties);
  for (guint i = 0; i < n_properties; i++)
    {
      const char *name = properties[i]->name;
      g_auto(GValue) value = G_VALUE_INIT;

      if (!is_stored (self, properties[i]))
        continue;

      g_object_get_property (G_OBJECT (self), name, &value);
      if (G_VALUE_HOLDS_ENUM (&value))
        g_key_file_set_string (file, group, name,
                               g_enum_get_value (G_PARAM_SPEC_ENUM (properties[i])->enum_class,
                                                 g_value_get_enum (&value))->value_nick);
      else if (G_VALUE_HOLDS_BOOLEAN (&value))
        g_key_file_set_boolean (file, group, name, g_value_get_boolean (&value));
      else if (*g_value_get_string (&value) != '\0')
        g_key_file_set_string (file, group, name, g_value_get_string (&value));
      else
        g_key_file_remove_key (file, group, name, NULL);
    }
}

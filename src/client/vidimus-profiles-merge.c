/* What holds here, and what other programs wrote to the file meanwhile: each reading takes over theirs, each writing adds ours. */
#include "vidimus-profiles-private.h"

#include "vidimus-profile-private.h"

#define COMMON_GROUP "vidimus"
#define CURRENT_KEY "current"

/* Tells only of the part of the list that is another one. */
static void
replace_list (VidimusProfiles *self,
              GPtrArray       *profiles) /* (transfer full) */
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->profiles);
  guint first = 0, last = 0, shorter = MIN (before->len, profiles->len);

  while (first < shorter && before->pdata[first] == profiles->pdata[first])
    first++;
  while (last < shorter - first &&
         before->pdata[before->len - 1 - last] == profiles->pdata[profiles->len - 1 - last])
    last++;

  self->profiles = profiles;
  if (before->len - last > first || profiles->len - last > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - last - first, profiles->len - last - first);
  if (!g_ptr_array_find (self->profiles, self->current, NULL))
    vidimus_profiles_take_current (self, self->profiles->pdata[0]);
}

/* The profile of @group as it is to be from now on: ours where it was changed here, else as the file has it; NULL: not shown. */
static VidimusProfile *
merge_one (VidimusProfiles *self,
           GKeyFile        *file,
           const char      *group)
{
  const char *id = vidimus_profile_group_id (group);
  VidimusProfile *ours = vidimus_profiles_find_by_id (self, id);
  g_autoptr(VidimusProfile) theirs = NULL;

  if (g_hash_table_contains (self->removed, id))
    return NULL;
  if (g_hash_table_contains (self->unsaved, id))
    return g_object_ref (ours);

  theirs = vidimus_profile_load (file, group);
  if (theirs == NULL || ours == NULL || vidimus_profile_get_kind (ours) != vidimus_profile_get_kind (theirs))
    return g_steal_pointer (&theirs);

  vidimus_profile_assign (ours, theirs);

  return g_object_ref (ours);
}

/* Takes over what @file has; what was changed here and not written yet stays. */
static void
merge (VidimusProfiles *self,
       GKeyFile        *file)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);
  GPtrArray *merged = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (merged, g_object_ref (self->profiles->pdata[0]));
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr(VidimusProfile) profile = NULL;

      if (vidimus_profile_group_id (groups[i]) != NULL)
        profile = merge_one (self, file, groups[i]);
      if (profile != NULL && !g_ptr_array_find (merged, profile, NULL))
        g_ptr_array_add (merged, g_steal_pointer (&profile));
    }
  for (guint i = 1; i < self->profiles->len; i++)
    {
      VidimusProfile *ours = self->profiles->pdata[i];

      if (g_hash_table_contains (self->unsaved, vidimus_profile_get_id (ours)) &&
          !g_ptr_array_find (merged, ours, NULL))
        g_ptr_array_add (merged, g_object_ref (ours));
    }

  replace_list (self, merged);
}

/* (transfer full): the file as it is now, its news taken over. */
static GKeyFile *
read_file (VidimusProfiles *self,
           gboolean         always)
{
  gboolean changed = always || vidimus_profiles_file_has_changed (self->file);
  g_autofree char *problem = NULL;
  g_autoptr(GKeyFile) file = vidimus_profiles_file_read (self->file, &problem);

  if (problem != NULL)
    {
      g_free (self->problem);
      self->problem = g_steal_pointer (&problem);

      /* It was moved aside: nothing of ours is in the file now. */
      for (guint i = 1; i < self->profiles->len; i++)
        g_hash_table_add (self->unsaved, g_strdup (vidimus_profile_get_id (self->profiles->pdata[i])));
      self->unsaved_current = TRUE;
    }
  else if (changed)
    merge (self, file);

  return g_steal_pointer (&file);
}

/* What holds here and is not in @file. */
static void
apply (VidimusProfiles *self,
       GKeyFile        *file)
{
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->removed);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      g_autofree char *group = vidimus_profile_dup_group (id);

      g_key_file_remove_group (file, group, NULL);
    }

  if (self->unsaved_current)
    g_key_file_set_string (file, COMMON_GROUP, CURRENT_KEY, vidimus_profile_get_id (self->current));
  for (guint i = 0; i < self->profiles->len; i++)
    if (g_hash_table_contains (self->unsaved, vidimus_profile_get_id (self->profiles->pdata[i])))
      vidimus_profile_save (self->profiles->pdata[i], file);
}

/*< private > */
gboolean
vidimus_profiles_save (VidimusProfiles  *self,
                       GError          **error)
{
  g_autoptr(GKeyFile) file = NULL;
  gboolean written;

  if (!vidimus_profiles_file_lock (self->file, error))
    return FALSE;

  file = read_file (self, FALSE);
  apply (self, file);
  written = vidimus_profiles_file_write (self->file, file, error);
  vidimus_profiles_file_unlock (self->file);

  if (written)
    {
      g_hash_table_remove_all (self->unsaved);
      g_hash_table_remove_all (self->removed);
      self->unsaved_current = FALSE;
    }

  return written;
}

/*< private > */
void
vidimus_profiles_load (VidimusProfiles *self)
{
  g_autoptr(GKeyFile) file = read_file (self, TRUE);
  g_autofree char *id = g_key_file_get_string (file, COMMON_GROUP, CURRENT_KEY, NULL);
  VidimusProfile *current = id != NULL ? vidimus_profiles_find_by_id (self, id) : NULL;

  if (current != NULL)
    vidimus_profiles_take_current (self, current);
}

/* Inside the profiles: the list, and the file that it is kept in. */
#pragma once

#include "vidimus-profiles-file-private.h"
#include "vidimus-profiles.h"

G_BEGIN_DECLS

struct _VidimusProfiles
{
  GObject              parent_instance;

  VidimusProfilesFile *file;            /* owned */
  GPtrArray           *profiles;        /* owned, of owned; the first is the local one */
  VidimusProfile      *current;         /* owned */
  char                *problem;         /* owned, nullable */

  /* What holds here and is not in the file yet. */
  GHashTable          *unsaved;         /* owned, of owned ids */
  GHashTable          *removed;         /* owned, of owned ids */
  gboolean             unsaved_current;
};

/* (transfer none) (nullable) */
VidimusProfile *vidimus_profiles_find_by_id   (VidimusProfiles  *self,
                                               const char       *id);
/* Tells of it when it is another one. */
void            vidimus_profiles_take_current (VidimusProfiles  *self,
                                               VidimusProfile   *profile);

/* At the beginning. */
void            vidimus_profiles_load         (VidimusProfiles  *self);
/* FALSE: it holds here, and is written the next time. */
gboolean        vidimus_profiles_save         (VidimusProfiles  *self,
                                               GError          **error);

G_END_DECLS

/* The file that the profiles are in, shared by every program that runs. */
#pragma once

#include <gio/gio.h>

typedef struct _VidimusProfilesFile VidimusProfilesFile;

VidimusProfilesFile *vidimus_profiles_file_new         (const char           *path); /* nullable: the usual one */
void                 vidimus_profiles_file_free        (VidimusProfilesFile  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusProfilesFile, vidimus_profiles_file_free)

const char          *vidimus_profiles_file_get_path    (VidimusProfilesFile  *self);
/* From here to vidimus_profiles_file_unlock() nobody else writes it. */
gboolean             vidimus_profiles_file_lock        (VidimusProfilesFile  *self,
                                                        GError              **error);
void                 vidimus_profiles_file_unlock      (VidimusProfilesFile  *self);
/* Whether it is another than when it was last read or written here. */
gboolean             vidimus_profiles_file_has_changed (VidimusProfilesFile  *self);
/* (transfer full): empty when there is none, or it was broken: then it was moved aside. @problem: (out) (nullable) (transfer full): told, translated */
GKeyFile            *vidimus_profiles_file_read        (VidimusProfilesFile  *self,
                                                        char                **problem);
gboolean             vidimus_profiles_file_write       (VidimusProfilesFile  *self,
                                                        GKeyFile             *content,
                                                        GError              **error);

/* The profiles, in a GKeyFile of the configuration folder: a GListModel of VidimusProfile. The first is always the local one. */
#pragma once

#include "vidimus-profile.h"

G_BEGIN_DECLS

/* Property "current" (VidimusProfile), notified; "items-changed" as of a GListModel. */
#define VIDIMUS_TYPE_PROFILES (vidimus_profiles_get_type ())
G_DECLARE_FINAL_TYPE (VidimusProfiles, vidimus_profiles, VIDIMUS, PROFILES, GObject)

/* @path: NULL for VIDIMUS_PROFILES of the environment, else $XDG_CONFIG_HOME/vidimus/profiles.ini. Small: read at once.
 * A file that can't be read is moved aside (.broken), never lost, and told: the list has the local profile then. */
VidimusProfiles *vidimus_profiles_new         (const char       *path);
const char      *vidimus_profiles_get_problem (VidimusProfiles  *self); /* nullable, translated: what reading met */

VidimusProfile  *vidimus_profiles_get_current (VidimusProfiles  *self); /* (transfer none); never NULL */
/* These three change the list and write it, atomically, mode 600; FALSE with @error when it could not be written (it holds here all the same). */
gboolean         vidimus_profiles_set_current (VidimusProfiles  *self,
                                               VidimusProfile   *profile,
                                               GError          **error);
/* Adds @profile, or writes what changed in one that is there. */
gboolean         vidimus_profiles_put         (VidimusProfiles  *self,
                                               VidimusProfile   *profile,
                                               GError          **error);
/* Not the local one. When it was the current one, the local one is from now on. Its secrets are for the caller to clear. */
gboolean         vidimus_profiles_remove      (VidimusProfiles  *self,
                                               VidimusProfile   *profile,
                                               GError          **error);
/* By id, else by name, else by name without regard to case; NULL when none or several fit. */
VidimusProfile  *vidimus_profiles_find        (VidimusProfiles  *self,
                                               const char       *id_or_name); /* (transfer none) */

G_END_DECLS

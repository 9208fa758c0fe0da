/* One service on the list of the preferences: whether it is the current one, where it is, who signs in. */
#pragma once

#include "vidimus-profile.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal "chosen" (no arguments): the user wants this one to answer. Its menu activates services.edit, .duplicate, .test and .delete with
 * the profile's id. */
#define VIDIMUS_TYPE_PROFILE_ROW (vidimus_profile_row_get_type ())
G_DECLARE_FINAL_TYPE (VidimusProfileRow, vidimus_profile_row, VIDIMUS, PROFILE_ROW, AdwActionRow)

/* @group: a row whose choice excludes this one's; nullable */
GtkWidget      *vidimus_profile_row_new         (VidimusProfile    *profile,
                                                 VidimusProfileRow *group);
VidimusProfile *vidimus_profile_row_get_profile (VidimusProfileRow *self);
void            vidimus_profile_row_set_current (VidimusProfileRow *self,
                                                 gboolean           current);

G_END_DECLS

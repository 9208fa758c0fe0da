/* A profile in words: what is shown of it in lists, dialogs and menus. */
#pragma once

#include "vidimus-profile.h"

G_BEGIN_DECLS

const char *vidimus_profile_get_icon_name (VidimusProfile  *self);
/* Where its service is: a host and path, or "This computer". */
char       *vidimus_profile_dup_place     (VidimusProfile  *self);
/* How one signs in there, with whom; never a secret. NULL when nobody signs in. */
char       *vidimus_profile_dup_account   (VidimusProfile  *self);
/* Whether the calls that it answers cost money. */
gboolean    vidimus_profile_is_billed     (VidimusProfile  *self);
const char *vidimus_auth_kind_get_title   (VidimusAuthKind  kind); /* translated */

G_END_DECLS

/* For the room's own files: one profile in a key file, and what an address must look like. */
#pragma once

#include "vidimus-error.h"
#include "vidimus-profile.h"

/* "profile" and @id. */
char           *vidimus_profile_dup_group (const char      *id);
/* The id that @group stands for; NULL when it is no profile's. Borrowed from @group. */
const char     *vidimus_profile_group_id  (const char      *group);
/* NULL when @group says a kind or a way to sign in that this version does not know. */
VidimusProfile *vidimus_profile_load      (GKeyFile        *file,
                                           const char      *group);
/* Keys that this version does not know are left as they are. */
void            vidimus_profile_save      (VidimusProfile  *self,
                                           GKeyFile        *file);

/* @endpoint without spaces around it and slashes at its end, or NULL with a @code error that says what is wrong with it.
 * @uri: (out) (optional) (transfer full): its parts */
char           *vidimus_endpoint_parse    (const char      *endpoint,
                                           VidimusError     code,
                                           GUri           **uri,
                                           GError         **error);

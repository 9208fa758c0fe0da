/* Who can be asked and who is: the profiles, their secrets, the log of calls, and the client of the current profile. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-profiles.h"

G_BEGIN_DECLS

/* Property "client" (VidimusClient, read-only), notified: who answers what is asked from now on. */
#define VIDIMUS_TYPE_SERVICES (vidimus_services_get_type ())
G_DECLARE_FINAL_TYPE (VidimusServices, vidimus_services, VIDIMUS, SERVICES, GObject)

VidimusServices *vidimus_services_new          (VidimusProfiles  *profiles,
                                                VidimusSecrets   *secrets);
VidimusProfiles *vidimus_services_get_profiles (VidimusServices  *self);
VidimusSecrets  *vidimus_services_get_secrets  (VidimusServices  *self);
VidimusCallLog  *vidimus_services_get_log      (VidimusServices  *self);
VidimusClient   *vidimus_services_get_client   (VidimusServices  *self); /* never NULL */
VidimusClient   *vidimus_services_get_local    (VidimusServices  *self); /* the one on this computer */
const char      *vidimus_services_get_problem  (VidimusServices  *self); /* nullable, translated: what a user should be told at the start */

/* FALSE with @error, and the one before stays, when the settings of @profile do not do; or when the choice could not be written. */
gboolean         vidimus_services_choose       (VidimusServices  *self,
                                                VidimusProfile   *profile,
                                                GError          **error);
/* Its settings or its secrets are others now: adds or writes it, and asks with the new ones from now on. */
gboolean         vidimus_services_put          (VidimusServices  *self,
                                                VidimusProfile   *profile,
                                                GError          **error);
void             vidimus_services_forget       (VidimusServices  *self,
                                                VidimusProfile   *profile);
/* Takes it off the list and clears its secrets. */
gboolean         vidimus_services_remove       (VidimusServices  *self,
                                                VidimusProfile   *profile,
                                                GError          **error);

G_END_DECLS

/* Preferences → Services: who can be asked, who is, and where their secrets are. */
#pragma once

#include "vidimus-services.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_SERVICES_PAGE (vidimus_services_page_get_type ())
G_DECLARE_FINAL_TYPE (VidimusServicesPage, vidimus_services_page, VIDIMUS, SERVICES_PAGE, AdwPreferencesPage)

/* Once. */
void vidimus_services_page_set_services (VidimusServicesPage *self,
                                         VidimusServices     *services);

G_END_DECLS

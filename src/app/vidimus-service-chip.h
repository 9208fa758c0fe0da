/* Which service will answer, always in sight; opened, what that means for the pictures, and the choice of another. */
#pragma once

#include "vidimus-services.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_SERVICE_CHIP (vidimus_service_chip_get_type ())
G_DECLARE_FINAL_TYPE (VidimusServiceChip, vidimus_service_chip, VIDIMUS, SERVICE_CHIP, GtkWidget)

/* Once. The choice is the action win.service, whose state is the id of the current profile. */
void       vidimus_service_chip_set_services (VidimusServiceChip *self,
                                              VidimusServices    *services);
/* Asks the client again for what a user should know. */
void       vidimus_service_chip_refresh      (VidimusServiceChip *self);
void       vidimus_service_chip_set_compact  (VidimusServiceChip *self,
                                              gboolean            compact);

G_END_DECLS

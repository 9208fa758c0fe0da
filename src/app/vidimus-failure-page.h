/* What went wrong, in a person's words, and what to do. */
#pragma once

#include "vidimus-services.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_FAILURE_PAGE (vidimus_failure_page_get_type ())
G_DECLARE_FINAL_TYPE (VidimusFailurePage, vidimus_failure_page, VIDIMUS, FAILURE_PAGE, GtkWidget)

GtkWidget *vidimus_failure_page_new       (void);
void       vidimus_failure_page_set_error (VidimusFailurePage *self,
                                           const GError       *error);
/* Lists the others beside Retry, and leads to the settings where they are the trouble. */
void       vidimus_failure_page_set_services (VidimusFailurePage *self,
                                              VidimusServices    *services);

G_END_DECLS

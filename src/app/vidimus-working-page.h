/* A request under way: which stage, how far, and a way to stop it. */
#pragma once

#include "vidimus-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_WORKING_PAGE (vidimus_working_page_get_type ())
G_DECLARE_FINAL_TYPE (VidimusWorkingPage, vidimus_working_page, VIDIMUS, WORKING_PAGE, GtkWidget)

void       vidimus_working_page_show (VidimusWorkingPage *self,
                                      VidimusDocument    *document);

G_END_DECLS

/* The documents of the run, as thumbnails to step through. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_STRIP (vidimus_strip_get_type ())
G_DECLARE_FINAL_TYPE (VidimusStrip, vidimus_strip, VIDIMUS, STRIP, GtkWidget)

void       vidimus_strip_set_model (VidimusStrip       *self,
                                    GtkSingleSelection *model);

G_END_DECLS

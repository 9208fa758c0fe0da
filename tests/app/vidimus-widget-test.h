/* What tests look for in widgets. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first one of a type, depth first, @widget too; NULL when there is none. */
GtkWidget          *widget_find            (GtkWidget  *widget,
                                            GType       type);
/* Whether a label that would be seen has that text. */
gboolean            widget_shows           (GtkWidget  *widget,
                                            const char *text);
/* The first one of a type; there has to be one. */
GtkEventController *widget_find_controller (GtkWidget  *widget,
                                            GType       type);

G_END_DECLS

/* Containers in which what is not seen is not there. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vidimus_stack_show_only (GtkStack   *stack,
                              const char *name);
void vidimus_revealer_show   (GtkRevealer *revealer,
                              gboolean     show);

G_END_DECLS

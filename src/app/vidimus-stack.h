/* A stack whose other pages are not there. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void vidimus_stack_show_only (GtkStack   *stack,
                              const char *name);

G_END_DECLS

/* Who made it and under which licence. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *vidimus_about_new (void);

G_END_DECLS

/* The language that names, causes and remedies come out in. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void vidimus_locale_init (void);

G_END_DECLS

/* Imaging knows nothing of the contract; here its errors get the contract's words. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GError *vidimus_image_error_explain (GError *error);

G_END_DECLS

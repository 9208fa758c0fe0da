/* The address of an image: as it is sent, and as it may be shown. */
#pragma once

#include <glib.h>

/* ASCII, or NULL with a VIDIMUS_ERROR_IMAGE when it is no http or https address. (transfer full) */
char     *vidimus_address_encode     (const char  *address,
                                      GError     **error);
/* Whether who reads it could fetch what only its owner may: it has a password, or a signature. */
gboolean  vidimus_address_is_secret  (const char  *address);
char     *vidimus_address_dup_shown  (const char  *address); /* without that; (transfer full) */

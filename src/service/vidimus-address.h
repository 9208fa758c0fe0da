/* What an address of the Internet is: whose, how much of it may be told, and whether it is everybody's. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInetAddress *vidimus_address_unmap       (GInetAddress  *address);
gboolean      vidimus_address_is_loopback (GInetAddress  *address);
char         *vidimus_address_truncate    (GInetAddress  *address);
char         *vidimus_address_get_key     (GInetAddress  *address);
gboolean      vidimus_address_is_public   (GInetAddress  *address,
                                           const char   **what);

G_END_DECLS

/* Whether a certificate and a key belong together: by shaking hands with oneself. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean vidimus_tls_check (GTlsCertificate *certificate);

G_END_DECLS

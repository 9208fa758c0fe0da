/* The certificate of this server and its key, from files. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificate *vidimus_tls_certificate_load  (const char       *certificate_file,
                                                const char       *key_file,
                                                GError          **error);
gboolean         vidimus_tls_certificate_check (GTlsCertificate  *certificate,
                                                const char       *certificate_file,
                                                const char       *key_file,
                                                GError          **error);
void             vidimus_tls_certificate_trust (const char       *certificate_file);

G_END_DECLS

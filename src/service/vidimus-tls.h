/* TLS for connections that were accepted: the certificate, and handshakes that nobody can pile up. */
#pragma once

#include "vidimus-visit.h"

G_BEGIN_DECLS

typedef struct _VidimusTls VidimusTls;

/**
 * VidimusTlsReady:
 * @stream: (transfer full): ready for requests
 *
 * Not called for a connection whose handshake failed: that one is closed.
 */
typedef void (*VidimusTlsReady) (GIOStream    *stream,
                                 VidimusVisit *visit,
                                 gpointer      user_data);

VidimusTls *vidimus_tls_new          (gboolean          trusting,
                                      const char       *certificate_file,
                                      const char       *key_file,
                                      GError          **error);
void        vidimus_tls_free         (VidimusTls       *self);
gboolean    vidimus_tls_check_pair   (VidimusTls       *self,
                                      GError          **error);
gboolean    vidimus_tls_reload       (VidimusTls       *self,
                                      GError          **error);
gint64      vidimus_tls_get_expiry   (VidimusTls       *self);
guint64     vidimus_tls_get_failures (VidimusTls       *self);
void        vidimus_tls_greet        (VidimusTls       *self,
                                      GIOStream        *stream,
                                      VidimusVisit     *visit,
                                      VidimusTlsReady   ready,
                                      gpointer          user_data);

G_END_DECLS

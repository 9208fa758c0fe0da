/* The ways to a service, one after the other: name, TCP, TLS. Each tells what it found, for people. */
#pragma once

#include <gio/gio.h>

/* Milliseconds each. */
#define VIDIMUS_PROBE_NAME_MS (10 * 1000)
#define VIDIMUS_PROBE_TCP_MS (10 * 1000)
#define VIDIMUS_PROBE_TLS_MS (15 * 1000)

/* Returns: (transfer full): a sentence, translated, or NULL with a VIDIMUS_ERROR that has advice, or a cancellation.
 * @proxy: (out) (nullable) (transfer full): who looks names up instead, for people: the name was not looked up then */
void  vidimus_probe_name_async  (GUri                 *uri,
                                 guint                 ms,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
char *vidimus_probe_name_finish (GAsyncResult         *result,
                                 char                **proxy,
                                 GError              **error);
/* @proxy: nullable. @stream: (out) (transfer full): the connection, through the proxy if there is one */
void  vidimus_probe_tcp_async   (GUri                 *uri,
                                 const char           *proxy,
                                 guint                 ms,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
char *vidimus_probe_tcp_finish  (GAsyncResult         *result,
                                 GIOStream           **stream,
                                 GError              **error);
/* @trust: nullable: whom the system trusts; @may_trust: whether a person can say more in the profile */
void  vidimus_probe_tls_async   (GUri                 *uri,
                                 GIOStream            *stream,
                                 GTlsDatabase         *trust,
                                 gboolean              may_trust,
                                 guint                 ms,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
char *vidimus_probe_tls_finish  (GAsyncResult         *result,
                                 GError              **error);

/* vidimus-certificate.c */

/* The common name of "CN=…,O=…", else the organisation, else all of it. */
char   *vidimus_certificate_get_short_name (const char           *distinguished); /* nullable */
/* Whom it is for, who vouches for it, how long. */
char   *vidimus_certificate_describe       (GTlsCertificate      *certificate);
/* Why @host is not believed: @faults, with the certificate that it showed (nullable). @may_trust: whether the profile can name a file. */
GError *vidimus_certificate_explain        (GTlsCertificate      *certificate,
                                            GTlsCertificateFlags  faults,
                                            const char           *host,
                                            gboolean              may_trust);

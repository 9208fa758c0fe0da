/* What the calls share: reading with a cap, and a person's words for what goes wrong on the way. */
#pragma once

#include <libsoup/soup.h>

void    vidimus_http_read_async    (GInputStream         *stream,
                                    gsize                 max_bytes,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GBytes *vidimus_http_read_finish   (GAsyncResult         *result,
                                    GError              **error);
GError *vidimus_http_explain_error (const GError         *error,
                                    const char           *host);
GError *vidimus_http_timeout_error (const char           *host);
/* The connection was not there in time; the image was not taken in time. */
GError *vidimus_http_connect_error (const char           *host);
GError *vidimus_http_send_error    (const char           *host);
/* The service sends on; nobody follows. */
GError *vidimus_http_redirect_error (SoupMessage         *message,
                                    const char           *host);

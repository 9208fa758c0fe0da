/* Base64 as RFC 4648 §4 has it, at the pace of memory: ten million characters are every day here. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters that @n bytes take, with their padding. */
#define VIDIMUS_BASE64_LENGTH(n) (((gsize) (n) + 2) / 3 * 4)

void     vidimus_base64_encode       (const guint8 *bytes,
                                      gsize         n,
                                      char         *text);
gboolean vidimus_base64_decoded_size (const char   *text,
                                      gsize         length,
                                      gsize        *n);
gboolean vidimus_base64_decode       (const char   *text,
                                      gsize         length,
                                      guint8       *bytes);

G_END_DECLS

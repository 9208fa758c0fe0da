/* `Authorization: SDK-HMAC-SHA256 …` taken apart, and the time of `X-Sdk-Date`; pure functions over hostile text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VIDIMUS_MAX_SIGNED_HEADERS 64

/**
 * VidimusAuthorization:
 * @signed_headers: names in lower case, no two the same
 * @signature: 64 hexadecimal digits in lower case
 */
typedef struct
{
  char  *access_key;
  char **signed_headers;
  char  *signature;
} VidimusAuthorization;

gboolean vidimus_authorization_parse      (VidimusAuthorization *self,
                                           const char           *value);
void     vidimus_authorization_clear      (VidimusAuthorization *self);

gboolean vidimus_authorization_is_digest  (const char           *text);
gboolean vidimus_authorization_parse_date (const char           *text,
                                           gint64               *seconds);

G_END_DECLS

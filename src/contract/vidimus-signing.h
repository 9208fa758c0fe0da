/* SDK-HMAC-SHA256 (API.md, Signing), as pure functions: nothing here reads a clock or a socket. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** VidimusHeader: a header as it is sent; the name's case does not matter. */
typedef struct
{
  const char *name;
  const char *value;
} VidimusHeader;

char *vidimus_signing_canonical_request (const char          *method,
                                         const char          *path,          /* as in the URI, encoded */
                                         const char          *query,         /* as in the URI, nullable */
                                         const VidimusHeader *headers,       /* those to be signed */
                                         gsize                n_headers,
                                         const char          *body_sha256);  /* hex */
char *vidimus_signing_string_to_sign    (const char          *sdk_date,
                                         const char          *canonical_request);
char *vidimus_signing_signature         (const char          *secret_key,
                                         const char          *string_to_sign);
char *vidimus_signing_authorization     (const char          *access_key,
                                         const VidimusHeader *headers,
                                         gsize                n_headers,
                                         const char          *signature);

G_END_DECLS

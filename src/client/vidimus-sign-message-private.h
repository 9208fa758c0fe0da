/* AK/SK signatures of real messages (API.md, Signing). */
#pragma once

#include <libsoup/soup.h>

/** VidimusKeyPair: borrowed. */
typedef struct
{
  const char *access_key;
  const char *secret_key;
  const char *security_token; /* nullable: permanent keys */
  const char *project_id;     /* nullable: not known yet */
} VidimusKeyPair;

/* @time: Unix time by the service's clock; @body_sha256: hex. */
void vidimus_sign_message (SoupMessage          *message,
                           const VidimusKeyPair *keys,
                           gint64                time,
                           const char           *body_sha256);

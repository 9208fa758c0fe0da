/* What the halves of VidimusSecrets share. */
#pragma once

#include "vidimus-secrets.h"

#include <libsecret/secret.h>

extern const SecretSchema vidimus_secrets_schema;

/* @kind: VIDIMUS_N_SECRETS: all of them */
GHashTable *vidimus_secrets_build_attributes (const char        *profile_id,
                                              VidimusSecretKind  kind);
/* What the Secret Service just did says what it can do. */
void        vidimus_secrets_take_keeping     (VidimusSecrets    *self,
                                              VidimusKeeping     keeping);
/* @task: whose source the secrets are. (transfer full): @error for people; a cancellation as it is */
GError     *vidimus_secrets_explain          (GTask             *task,
                                              const GError      *error);
GError     *vidimus_secrets_explain_locked   (GTask             *task);

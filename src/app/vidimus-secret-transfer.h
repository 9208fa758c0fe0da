/* Which secrets a way to sign in needs, and bringing them to a profile: what was typed, else what another profile has. */
#pragma once

#include "vidimus-secrets.h"

G_BEGIN_DECLS

/** VidimusTyped: what stands in the fields, by kind of secret; borrowed, "" or NULL where nothing was typed. */
typedef struct
{
  const char *text[VIDIMUS_N_SECRETS];
} VidimusTyped;

gboolean   vidimus_auth_kind_needs          (VidimusAuthKind       auth,
                                             VidimusSecretKind     kind);
/* @from_id: whose secrets do where nothing is typed; nullable. @keep: in the Secret Service, else until the program ends, and then nothing of
 * @to stays there. */
void       vidimus_secrets_transfer_async   (VidimusSecrets       *self,
                                             const VidimusTyped   *typed,
                                             const char           *from_id,
                                             VidimusProfile       *to,
                                             gboolean              keep,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean   vidimus_secrets_transfer_finish  (VidimusSecrets       *self,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS

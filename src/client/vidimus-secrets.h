/* Passwords, secret keys and tokens: in the Secret Service, or in memory until the program ends. Nowhere else. */
#pragma once

#include "vidimus-profile.h"

G_BEGIN_DECLS

/** VidimusSecretKind: which of a profile's secrets. */
typedef enum
{
  VIDIMUS_SECRET_PASSWORD,
  VIDIMUS_SECRET_SECRET_KEY,
  VIDIMUS_SECRET_SECURITY_TOKEN,
  VIDIMUS_SECRET_TOKEN,
  VIDIMUS_N_SECRETS,
} VidimusSecretKind;

/** VidimusKeeping: what the Secret Service can do here. */
typedef enum
{
  VIDIMUS_KEEPING_UNKNOWN,  /* not asked yet */
  VIDIMUS_KEEPING_POSSIBLE,
  VIDIMUS_KEEPING_LOCKED,   /* there, and locked */
  VIDIMUS_KEEPING_MISSING,  /* no such service in this session */
  VIDIMUS_KEEPING_NO_BUS,   /* no session that could have one */
} VidimusKeeping;

/* Property "keeping" (VidimusKeeping as int), notified. */
#define VIDIMUS_TYPE_SECRETS (vidimus_secrets_get_type ())
G_DECLARE_FINAL_TYPE (VidimusSecrets, vidimus_secrets, VIDIMUS, SECRETS, GObject)

VidimusSecrets *vidimus_secrets_new             (void);

/* Asks whether secrets can be kept, and nobody for a password; "keeping" is set when it finishes. */
void            vidimus_secrets_probe_async     (VidimusSecrets       *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
VidimusKeeping  vidimus_secrets_probe_finish    (VidimusSecrets       *self,
                                                 GAsyncResult         *result);
VidimusKeeping  vidimus_secrets_get_keeping     (VidimusSecrets       *self);
const char     *vidimus_secrets_describe        (VidimusKeeping        keeping); /* a sentence for people, with what to do; NULL for POSSIBLE and UNKNOWN */

/* For this session only: in memory, wiped when replaced or at the end. NULL or "" forgets it. */
void            vidimus_secrets_remember        (VidimusSecrets       *self,
                                                 const char           *profile_id,
                                                 VidimusSecretKind     kind,
                                                 const char           *secret);
/* Keeps it in the Secret Service (and remembers it), labelled so that a person finds it there; a locked one asks to be unlocked. Fails with a
 * VIDIMUS_ERROR_ACCOUNT with advice when there is no place to keep it; it is remembered for the session all the same. NULL or "" is
 * kept no longer. */
void            vidimus_secrets_store_async     (VidimusSecrets       *self,
                                                 VidimusProfile       *profile,
                                                 VidimusSecretKind     kind,
                                                 const char           *secret,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        vidimus_secrets_store_finish    (VidimusSecrets       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* What is remembered, else what is kept; a locked one asks to be unlocked, and is a VIDIMUS_ERROR_ACCOUNT when that fails. NULL without @error:
 * there is none. To be freed with secret_password_free(). */
void            vidimus_secrets_lookup_async    (VidimusSecrets       *self,
                                                 const char           *profile_id,
                                                 VidimusSecretKind     kind,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
char           *vidimus_secrets_lookup_finish   (VidimusSecrets       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* All of a profile's, remembered and kept. FALSE when some of it could not be removed. */
void            vidimus_secrets_clear_async     (VidimusSecrets       *self,
                                                 const char           *profile_id,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        vidimus_secrets_clear_finish    (VidimusSecrets       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS

/* Who may call: access keys and tokens, from a file that only this user can read. Holds secrets, and wipes them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VidimusCredential: one who may call; immutable.
 * @access_key: %NULL for a token
 * @name: names it in tables: the access key, or the SHA-256 of the token
 * @secret: the secret key, or the token
 * @project_id: the one project it is for
 * @security_token: (nullable): what a temporary key has to send as `X-Security-Token`
 * @expires: seconds since 1970 from which on it counts no more; 0: never
 */
typedef struct
{
  char   *access_key;
  char   *name;
  char   *secret;
  char   *project_id;
  char   *security_token;
  gint64  expires;
} VidimusCredential;

typedef struct _VidimusKeys VidimusKeys;

VidimusKeys             *vidimus_keys_load         (const char         *path,
                                                    GError            **error);
VidimusKeys             *vidimus_keys_ref          (VidimusKeys        *self);
void                     vidimus_keys_unref        (VidimusKeys        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusKeys, vidimus_keys_unref)

guint                    vidimus_keys_get_n_keys   (VidimusKeys        *self);
guint                    vidimus_keys_get_n_tokens (VidimusKeys        *self);
const VidimusCredential *vidimus_keys_find_key     (VidimusKeys        *self,
                                                    const char         *access_key);
const VidimusCredential *vidimus_keys_find_token   (VidimusKeys        *self,
                                                    const char         *token);

gboolean                 vidimus_keys_equal        (const char         *a,
                                                    const char         *b);

G_END_DECLS

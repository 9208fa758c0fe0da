/* How one signs in, in words: what is shown beside the rows that a kind needs. All translated. */
#pragma once

#include "vidimus-secrets.h"

G_BEGIN_DECLS

/* @known: it is there already, and what is typed replaces it. */
const char *vidimus_secret_kind_get_title     (VidimusSecretKind kind,
                                               gboolean          known);
const char *vidimus_secret_kind_get_problem   (VidimusSecretKind kind);
const char *vidimus_auth_kind_get_description (VidimusAuthKind   kind);

G_END_DECLS

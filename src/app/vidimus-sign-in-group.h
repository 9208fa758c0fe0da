/* How one signs in: the kind, the rows that it needs, its secrets, which are never shown back, and where they are kept. */
#pragma once

#include "vidimus-secrets.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal "changed" (no arguments): what vidimus_sign_in_group_get_problem() says may be something else. */
#define VIDIMUS_TYPE_SIGN_IN_GROUP (vidimus_sign_in_group_get_type ())
G_DECLARE_FINAL_TYPE (VidimusSignInGroup, vidimus_sign_in_group, VIDIMUS, SIGN_IN_GROUP, AdwPreferencesGroup)

/* @profile: edited at once. @source_id: whose secrets do where nothing is typed; nullable. Once. */
void        vidimus_sign_in_group_edit            (VidimusSignInGroup   *self,
                                                   VidimusProfile       *profile,
                                                   VidimusSecrets       *secrets,
                                                   const char           *source_id);
/* NULL, or which secret is missing; translated. */
const char *vidimus_sign_in_group_get_problem     (VidimusSignInGroup   *self);
/* Brings what was typed, else what the source has, to @to: kept as the user chose. */
void        vidimus_sign_in_group_save_async      (VidimusSignInGroup   *self,
                                                   VidimusProfile       *to,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
/* The same, for a try: remembered for @to until somebody clears it, and not kept. */
void        vidimus_sign_in_group_lend_async      (VidimusSignInGroup   *self,
                                                   VidimusProfile       *to,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean    vidimus_sign_in_group_transfer_finish (VidimusSignInGroup   *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS

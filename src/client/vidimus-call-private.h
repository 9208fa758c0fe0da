/* One call: prepared, signed, sent as often as it is worth it, answered, read, mapped back. */
#pragma once

#include "vidimus-attempt-private.h"
#include "vidimus-client.h"
#include "vidimus-credentials-private.h"
#include "vidimus-local-service-private.h"
#include "vidimus-retry-private.h"

/** VidimusCallTarget: where calls go, and how. The client's; it outlives its calls, which hold the client. */
typedef struct
{
  SoupSession              *session;            /* owned; NULL with @local */
  VidimusLocalService      *local;              /* owned, nullable */
  VidimusCredentials       *credentials;        /* owned, nullable: nobody signs in */
  VidimusCallLog           *log;                /* owned, nullable */
  char                     *endpoint;           /* owned; without a slash at its end */
  char                     *project_id;         /* owned, nullable: @credentials know it */
  char                     *ca_file;            /* owned, nullable */
  char                     *host;               /* owned; shown in errors */
  char                     *name;               /* owned; shown with answers */
  gboolean                  has_bill;           /* each 2xx costs somebody something */
  gboolean                  hash;               /* @credentials sign the body too */
  gboolean                  strip;              /* metadata stays here */
  VidimusLimits             limits;
  const VidimusRetryPolicy *retry;              /* borrowed; not of @local, which is only started again once */
} VidimusCallTarget;

void           vidimus_call_target_init           (VidimusCallTarget  *self);
void           vidimus_call_target_aim_at_child   (VidimusCallTarget  *self,
                                                   const char         *program); /* nullable */
gboolean       vidimus_call_target_aim_at_profile (VidimusCallTarget  *self,
                                                   VidimusProfile     *profile,
                                                   VidimusSecrets     *secrets,  /* nullable: nobody signs in */
                                                   GError            **error);
void           vidimus_call_target_stop           (VidimusCallTarget  *self);
void           vidimus_call_target_clear          (VidimusCallTarget  *self);
SoupSession   *vidimus_call_make_session          (void); /* (transfer full) */

/* @picture: nullable with @address; @address: nullable: @picture itself is sent */
void           vidimus_call_async  (GObject                  *source,
                                    const VidimusCallTarget  *target,
                                    VidimusPicture           *picture,
                                    const char               *address,
                                    VidimusCallFlags          flags,
                                    VidimusCallProgress       progress,
                                    gpointer                  progress_data,
                                    GCancellable             *cancellable,
                                    GAsyncReadyCallback       callback,
                                    gpointer                  user_data);
/* A call that can't begin; finished as any. @error: (transfer full) */
void           vidimus_call_fail_async (GObject          *source,
                                    GError                   *error,
                                    GCancellable             *cancellable,
                                    GAsyncReadyCallback       callback,
                                    gpointer                  user_data);
VidimusAnswer *vidimus_call_finish (GObject                  *source,
                                    GAsyncResult             *result,
                                    GError                  **error);

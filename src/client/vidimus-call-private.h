/* One request: prepared, sent, answered, read, mapped back. */
#pragma once

#include "vidimus-client.h"
#include "vidimus-local-service-private.h"

/** VidimusCallTarget: where a call goes. Borrowed during vidimus_call_async(), which keeps what it needs. */
typedef struct
{
  SoupSession         *session;   /* NULL with @local */
  VidimusLocalService *local;     /* nullable */
  const char          *uri;       /* of the classification */
  const char          *host;      /* shown in errors */
  const char          *name;      /* shown with the answer */
  VidimusCallLog      *log;       /* nullable */
  guint                send_ms;   /* longest time without progress, from connecting to the last byte sent */
  guint                answer_ms; /* longest time from then to the last byte of the answer */
} VidimusCallTarget;

void           vidimus_call_async  (GObject                  *source,
                                    const VidimusCallTarget  *target,
                                    VidimusPicture           *picture,
                                    VidimusCallFlags          flags,
                                    VidimusCallProgress       progress,
                                    gpointer                  progress_data,
                                    GCancellable             *cancellable,
                                    GAsyncReadyCallback       callback,
                                    gpointer                  user_data);
VidimusAnswer *vidimus_call_finish (GObject                  *source,
                                    GAsyncResult             *result,
                                    GError                  **error);

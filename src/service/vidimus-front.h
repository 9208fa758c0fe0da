/* The contract served: HTTP in front of a pool of workers. Sees no pixel. */
#pragma once

#include "vidimus-pool.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VidimusFront VidimusFront;

/**
 * VidimusFrontOptions:
 * @workers: told by /healthz
 * @max_requests: that may be read, wait or run at once; more are answered 503 before their body is kept
 * @read_ms: milliseconds to send a request
 */
typedef struct
{
  guint workers;
  guint max_requests;
  guint read_ms;
} VidimusFrontOptions;

VidimusFront *vidimus_front_new          (GSocket                   *listener,
                                          VidimusPool               *pool,
                                          const VidimusFrontOptions *options);
void          vidimus_front_free         (VidimusFront              *self);
void          vidimus_front_set_health   (VidimusFront              *self,
                                          int                        landlock,
                                          gboolean                   seccomp,
                                          const char *const         *warnings);
void          vidimus_front_refuse       (VidimusFront              *self,
                                          GSourceOnceFunc            drained,
                                          gpointer                   user_data);

G_END_DECLS

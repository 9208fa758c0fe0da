/* The process that decodes and classifies, one image at a time, confined. */
#pragma once

#include "vidimus-backend.h"

G_BEGIN_DECLS

void vidimus_worker_prepare (void);
void vidimus_worker_run     (int                   channel,
                             const VidimusBackend *backend,
                             gpointer              backend_data,
                             guint64               memory) G_GNUC_NORETURN;

G_END_DECLS

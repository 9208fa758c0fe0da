/* The fork server: one thread, warm, from which every worker is forked. */
#pragma once

#include "vidimus-backend.h"

G_BEGIN_DECLS

/**
 * VidimusNursery: as its parent sees it.
 * @control: the channel to it (vidimus-channel.h); when it closes, the nursery and all workers end
 */
typedef struct
{
  pid_t pid;
  int   pidfd;
  int   control;
} VidimusNursery;

gboolean vidimus_nursery_start (VidimusNursery        *self,
                                const VidimusBackend  *backend,
                                const char            *tessdata,
                                guint64                worker_memory,
                                GError               **error);
void     vidimus_nursery_stop  (VidimusNursery        *self);

G_END_DECLS

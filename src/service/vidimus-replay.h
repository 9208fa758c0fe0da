/* Signatures that were seen, as long as somebody could use them again; in bounded memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VidimusReplay VidimusReplay;

/**
 * VidimusReplayAnswer:
 * @VIDIMUS_REPLAY_FRESH: not seen before; it is remembered now
 * @VIDIMUS_REPLAY_SEEN: seen before
 * @VIDIMUS_REPLAY_FULL: not seen, and there is no room to remember it: to be refused, for what is forgotten could be
 *   used again
 */
typedef enum
{
  VIDIMUS_REPLAY_FRESH,
  VIDIMUS_REPLAY_SEEN,
  VIDIMUS_REPLAY_FULL,
} VidimusReplayAnswer;

VidimusReplay       *vidimus_replay_new      (gint64         window,
                                              guint          capacity);
void                 vidimus_replay_free     (VidimusReplay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusReplay, vidimus_replay_free)

VidimusReplayAnswer  vidimus_replay_remember (VidimusReplay *self,
                                              const char    *signature,
                                              gint64         date,
                                              gint64         now,
                                              gint64        *first_seen);
guint                vidimus_replay_get_size (VidimusReplay *self);

G_END_DECLS

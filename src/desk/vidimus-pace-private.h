/* How many calls of one service at once: one more after each good round, half of them when the service says that it is too many. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _VidimusPace VidimusPace;

VidimusPace *vidimus_pace_new         (guint        ceiling);
VidimusPace *vidimus_pace_ref         (VidimusPace *self);
void         vidimus_pace_unref       (VidimusPace *self);
void         vidimus_pace_set_ceiling (VidimusPace *self,
                                       guint        ceiling);
guint        vidimus_pace_get_limit   (VidimusPace *self);
gboolean     vidimus_pace_has_room    (VidimusPace *self);
/* Around each call; what vidimus_pace_begin() returns is for vidimus_pace_slow_down(). */
guint        vidimus_pace_begin       (VidimusPace *self);
void         vidimus_pace_end         (VidimusPace *self,
                                       gboolean     answered);
void         vidimus_pace_slow_down   (VidimusPace *self,
                                       guint       *round);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusPace, vidimus_pace_unref)

G_END_DECLS

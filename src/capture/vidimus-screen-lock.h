/* Whether the screen is locked: as the session's screen saver and logind say. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Property "locked" (boolean, read-only), notified in the main context. Where nobody says, FALSE.
 *
 * Some lockers are told to lock and never say that it is over: who is started anew by a person asks a new one of these. */
#define VIDIMUS_TYPE_SCREEN_LOCK (vidimus_screen_lock_get_type ())
G_DECLARE_FINAL_TYPE (VidimusScreenLock, vidimus_screen_lock, VIDIMUS, SCREEN_LOCK, GObject)

VidimusScreenLock *vidimus_screen_lock_new        (void);
gboolean           vidimus_screen_lock_get_locked (VidimusScreenLock *self);

G_END_DECLS

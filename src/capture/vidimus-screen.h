/* A picture of a part of the screen, as the desktop's portal lets the user choose it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the portal; the user chooses what. The file that the portal leaves is read and deleted. Dismissed by the user:
 * G_IO_ERROR_CANCELLED; no portal, or refused: VIDIMUS_ERROR, a sentence and what to do. */
void    vidimus_screen_take_async  (GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GBytes *vidimus_screen_take_finish (GAsyncResult         *result,
                                    GError              **error); /* a PNG; (transfer full) */

G_END_DECLS

/* One picture of a camera's stream: small, to be shown and coached by, and as the device gave it. Immutable. */
#pragma once

#include "vidimus-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The longer side of the small one, at most: what is shown, and what the service looks at. */
#define VIDIMUS_FRAME_SIDE 1280

/* Holds the still, about a megabyte (JPEG) to several (raw): who keeps many keeps much. May be used in any thread. */
#define VIDIMUS_TYPE_FRAME (vidimus_frame_get_type ())
G_DECLARE_FINAL_TYPE (VidimusFrame, vidimus_frame, VIDIMUS, FRAME, GObject)

guint64              vidimus_frame_get_serial     (VidimusFrame         *self); /* of its stream, ascending */
gint64               vidimus_frame_get_time       (VidimusFrame         *self); /* g_get_monotonic_time() when it came */
struct vidimus_image vidimus_frame_get_image      (VidimusFrame         *self); /* RGB, small, turned as the camera was told; borrowed */
GBytes              *vidimus_frame_get_pixels     (VidimusFrame         *self); /* the same memory, for a texture; (transfer none) */
void                 vidimus_frame_get_still_size (VidimusFrame         *self,
                                                   int                  *width,  /* pixels of the still, turned likewise */
                                                   int                  *height);

/* The still at the device's full resolution as a file, ready for imaging: the device's own JPEG when it is one, else JPEG of quality 95.
 * In a thread. */
void                 vidimus_frame_to_file_async  (VidimusFrame         *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GBytes              *vidimus_frame_to_file_finish (VidimusFrame         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS

/* One document of the strip: its picture, small, and the state it is in. */
#pragma once

#include "vidimus-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_THUMBNAIL (vidimus_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (VidimusThumbnail, vidimus_thumbnail, VIDIMUS, THUMBNAIL, GtkWidget)

GtkWidget *vidimus_thumbnail_new          (void);
void       vidimus_thumbnail_set_document (VidimusThumbnail *self,
                                           VidimusDocument  *document);

G_END_DECLS

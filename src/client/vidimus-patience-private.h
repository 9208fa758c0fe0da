/* A cancellable that also fires by itself, when something took too long. */
#pragma once

#include <gio/gio.h>

typedef struct _VidimusPatience VidimusPatience;

VidimusPatience *vidimus_patience_new             (GCancellable    *user); /* nullable */
void             vidimus_patience_free            (VidimusPatience *self);
void             vidimus_patience_set             (VidimusPatience *self,
                                                   guint            ms); /* from now; 0: for ever */
GCancellable    *vidimus_patience_get_cancellable (VidimusPatience *self); /* (transfer none) */
gboolean         vidimus_patience_has_ended       (VidimusPatience *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusPatience, vidimus_patience_free)

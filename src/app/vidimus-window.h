/* The window: one run of documents, one of them in sight. */
#pragma once

#include "vidimus-document.h"
#include "vidimus-services.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_WINDOW (vidimus_window_get_type ())
G_DECLARE_FINAL_TYPE (VidimusWindow, vidimus_window, VIDIMUS, WINDOW, AdwApplicationWindow)

GtkWidget       *vidimus_window_new           (GtkApplication  *application,
                                               VidimusServices *services);
void             vidimus_window_add           (VidimusWindow   *self,
                                               GPtrArray       *documents);
void             vidimus_window_open_files    (VidimusWindow   *self,
                                               GFile          **files,
                                               guint            n_files);
void             vidimus_window_open_specimen (VidimusWindow   *self,
                                               const char      *name);
VidimusDocument *vidimus_window_get_document  (VidimusWindow   *self);

G_END_DECLS

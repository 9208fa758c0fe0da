/* Scanning: which scanner, how, and one page after the other. */
#pragma once

#include "vidimus-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* It stays open for the next page; what is chosen is remembered.
 *
 * Signal "scanned" (GPtrArray of VidimusDocument): of one page, in order.
 * Signal "other-way" (const char *action): the user would rather do this, an action of the window's; the dialog closes. */
#define VIDIMUS_TYPE_SCAN_DIALOG (vidimus_scan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (VidimusScanDialog, vidimus_scan_dialog, VIDIMUS, SCAN_DIALOG, AdwWindow)

GtkWidget  *vidimus_scan_dialog_new      (void);
/* "looking", "none", "ready", "scanning" or "problem". */
const char *vidimus_scan_dialog_get_page (VidimusScanDialog *self);

G_END_DECLS

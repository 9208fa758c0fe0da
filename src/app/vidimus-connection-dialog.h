/* Is this service going to work? Five steps, each with its outcome and what to do about it. */
#pragma once

#include "vidimus-secrets.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_CONNECTION_DIALOG (vidimus_connection_dialog_get_type ())
G_DECLARE_FINAL_TYPE (VidimusConnectionDialog, vidimus_connection_dialog, VIDIMUS, CONNECTION_DIALOG, AdwWindow)

/* Starts by itself where nothing is billed, else when told to. */
GtkWidget *vidimus_connection_dialog_new (VidimusProfile *profile,
                                          VidimusSecrets *secrets);

G_END_DECLS

/* Asks for the address of an image. */
#pragma once

#include "vidimus-profile.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal "chosen" (const char *address): an http or https address. */
#define VIDIMUS_TYPE_ADDRESS_DIALOG (vidimus_address_dialog_get_type ())
G_DECLARE_FINAL_TYPE (VidimusAddressDialog, vidimus_address_dialog, VIDIMUS, ADDRESS_DIALOG, AdwMessageDialog)

/* @profile: of who answers: says who fetches the image, and who sees what. */
GtkWidget *vidimus_address_dialog_new    (VidimusProfile *profile);
/* Whether @text, without the space around it, is an address that can be fetched. */
gboolean   vidimus_address_is_fetchable  (const char     *text);

G_END_DECLS

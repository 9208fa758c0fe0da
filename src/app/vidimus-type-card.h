/* What the document is, by name and by code, and how surely it was located, and how finely the picture has it. */
#pragma once

#include "vidimus-policy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_TYPE_CARD (vidimus_type_card_get_type ())
G_DECLARE_FINAL_TYPE (VidimusTypeCard, vidimus_type_card, VIDIMUS, TYPE_CARD, GtkWidget)

GtkWidget *vidimus_type_card_new            (void);
void       vidimus_type_card_set_result     (VidimusTypeCard *self,
                                             VidimusResult   *result,
                                             VidimusPolicy   *policy,
                                             gboolean         corrected);
void       vidimus_type_card_set_resolution (VidimusTypeCard *self,
                                             double           pixels_per_mm);

G_END_DECLS

/* What can be chosen for a scan: the rows of the dialog, as the device offers and as the settings remember. */
#pragma once

#include "vidimus-scanner.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_SCAN_CHOICES (vidimus_scan_choices_get_type ())
G_DECLARE_FINAL_TYPE (VidimusScanChoices, vidimus_scan_choices, VIDIMUS, SCAN_CHOICES, AdwPreferencesGroup)

void                          vidimus_scan_choices_offer        (VidimusScanChoices            *self,
                                                                 const VidimusScannerAbilities *abilities);
/* As chosen; the source lives as long as nothing else is chosen. */
VidimusScannerSettings        vidimus_scan_choices_get_settings (VidimusScanChoices            *self);
gboolean                      vidimus_scan_choices_get_several  (VidimusScanChoices            *self);

G_END_DECLS

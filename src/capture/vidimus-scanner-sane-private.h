/* SANE's devices. Everything here blocks, and is for the scanners' thread. */
#pragma once

#include "vidimus-scanner-private.h"

#include <sane/sane.h>

G_BEGIN_DECLS

void                     vidimus_sane_fail      (SANE_Status                    status,
                                                 GError                       **error);

/* vidimus-scanner-options.c: by the names that SANE's standard gives them */
VidimusScannerAbilities *vidimus_sane_abilities (SANE_Handle                    handle);
void                     vidimus_sane_apply     (SANE_Handle                    handle,
                                                 const VidimusScannerSettings  *settings);
int                      vidimus_sane_get_dpi   (SANE_Handle                    handle);

/* vidimus-scanner-read.c */
gboolean                 vidimus_sane_read      (SANE_Handle                    handle,
                                                 VidimusScannerReport           report,
                                                 gpointer                       report_data,
                                                 GCancellable                  *cancellable,
                                                 struct vidimus_image          *image,
                                                 GError                       **error);

G_END_DECLS

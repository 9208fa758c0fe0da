/* What is done in the scanners' thread. Everything here blocks. */
#pragma once

#include "vidimus-scanner.h"

G_BEGIN_DECLS

VidimusScannerDevice *vidimus_scanner_device_new (const char *name,
                                                  const char *id);

/**
 * VidimusScannerReport: progress, as the thread tells it.
 * @fraction: 0–1, or −1 where nobody knows how long the page is
 */
typedef void (*VidimusScannerReport) (double   fraction,
                                      gpointer user_data);

/** VidimusScannerPage: what was scanned. */
typedef struct
{
  struct vidimus_image image; /* owned */
  int                  dpi;
} VidimusScannerPage;

/* vidimus-scanner-sane.c, or vidimus-scanner-none.c where there is no SANE */

/* Of VidimusScannerDevice; looked for anew. Returns: (transfer full) */
GListModel              *vidimus_scanner_do_list (GError                       **error);
VidimusScannerAbilities *vidimus_scanner_do_ask  (const char                    *id,
                                                  GError                       **error);
gboolean                 vidimus_scanner_do_scan (const char                    *id,
                                                  const VidimusScannerSettings  *settings,
                                                  VidimusScannerReport           report,
                                                  gpointer                       report_data,
                                                  GCancellable                  *cancellable,
                                                  VidimusScannerPage            *page,
                                                  GError                       **error);
/* Nobody needs scanners any more: gives back what the others above took. */
void                     vidimus_scanner_do_exit (void);

G_END_DECLS

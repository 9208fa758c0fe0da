/* A build without SANE. */
#include "vidimus-scanner-private.h"

#include <glib/gi18n-lib.h>

gboolean
vidimus_scanner_is_supported (void)
{
  return FALSE;
}

static void
fail (GError **error)
{
  g_set_error_literal (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_UNSUPPORTED,
                       _("This build of Vidimus has no support for scanners."));
}

GListModel *
vidimus_scanner_do_list (GError **error)
{
  fail (error);

  return NULL;
}

VidimusScannerAbilities *
vidimus_scanner_do_ask (const char  *id,
                        GError     **error)
{
  fail (error);

  return NULL;
}

gboolean
vidimus_scanner_do_scan (const char                    *id,
                         const VidimusScannerSettings  *settings,
                         VidimusScannerReport           report,
                         gpointer                       report_data,
                         GCancellable                  *cancellable,
                         VidimusScannerPage            *page,
                         GError                       **error)
{
  fail (error);

  return FALSE;
}

void
vidimus_scanner_do_exit (void)
{
}

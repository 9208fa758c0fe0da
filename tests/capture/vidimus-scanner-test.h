/* What tests of scanners share: SANE's own test device, in this process. */
#pragma once

#include "vidimus-scanner.h"

G_BEGIN_DECLS

typedef struct
{
  VidimusScanner       *scanner;
  VidimusScannerDevice *device;
} VidimusScannerTest;

/** VidimusScannerTold: what was told of the progress. */
typedef struct
{
  int           told;
  double        last;
  gboolean      backwards;
  GCancellable *cancellable; /* cancelled when something is told */
} VidimusScannerTold;

/* 40 × 30 mm at 100 dpi, in colour. */
extern const VidimusScannerSettings vidimus_scanner_test_small;

void        vidimus_scanner_test_set_up    (VidimusScannerTest            *f,
                                            gconstpointer                  data);
void        vidimus_scanner_test_tear_down (VidimusScannerTest            *f,
                                            gconstpointer                  data);
GListModel *vidimus_scanner_test_list      (VidimusScanner                *scanner);
void        vidimus_scanner_test_plug      (VidimusScannerTest            *f,
                                            const char                    *options);
GBytes     *vidimus_scanner_test_scan      (VidimusScannerTest            *f,
                                            const VidimusScannerSettings  *settings,
                                            VidimusScannerTold            *told,
                                            struct vidimus_image          *image,
                                            int                           *dpi,
                                            GError                       **error);
VidimusScannerAbilities *
            vidimus_scanner_test_ask       (VidimusScannerTest            *f,
                                            GError                       **error);
/* Every pixel is as the device draws it. */
void        vidimus_scanner_test_assert_pattern (const struct vidimus_image *image);
/* @data: options of the device. A small page is scanned, and has the pixels that it should have. */
void        vidimus_scanner_test_colour    (VidimusScannerTest            *f,
                                            gconstpointer                  data);

G_END_DECLS

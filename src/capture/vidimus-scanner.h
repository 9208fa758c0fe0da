/* Scanners, through SANE. Everything that SANE does is done in one thread of its own. No GTK. */
#pragma once

#include "vidimus-quad.h"
#include "vidimus-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VidimusScannerError: named for what to do; the message is a sentence for a person.
 * @VIDIMUS_SCANNER_ERROR_STOPPED: the scanner stopped by itself, or somebody did at the scanner
 * @VIDIMUS_SCANNER_ERROR_GONE: it does not answer, or is not there any more
 * @VIDIMUS_SCANNER_ERROR_BUSY: another program has it, or it is not yet ready
 * @VIDIMUS_SCANNER_ERROR_SETTINGS: it does not take the settings, or sends pixels of another kind
 * @VIDIMUS_SCANNER_ERROR_SIZE: the page would have more pixels than are taken
 * @VIDIMUS_SCANNER_ERROR_UNSUPPORTED: this build has no SANE, or SANE did not start
 *
 * Cancelling is %G_IO_ERROR_CANCELLED, never of this domain.
 */
typedef enum
{
  VIDIMUS_SCANNER_ERROR_STOPPED,
  VIDIMUS_SCANNER_ERROR_GONE,
  VIDIMUS_SCANNER_ERROR_BUSY,
  VIDIMUS_SCANNER_ERROR_DENIED,
  VIDIMUS_SCANNER_ERROR_NO_PAPER,
  VIDIMUS_SCANNER_ERROR_JAMMED,
  VIDIMUS_SCANNER_ERROR_COVER_OPEN,
  VIDIMUS_SCANNER_ERROR_MEMORY,
  VIDIMUS_SCANNER_ERROR_SETTINGS,
  VIDIMUS_SCANNER_ERROR_SIZE,
  VIDIMUS_SCANNER_ERROR_UNSUPPORTED,
} VidimusScannerError;

#define VIDIMUS_SCANNER_ERROR (vidimus_scanner_error_quark ())
GQuark      vidimus_scanner_error_quark      (void);
/* What to do about it, in a sentence; translated. NULL when @error is of another domain. */
const char *vidimus_scanner_error_get_remedy (const GError *error);

/* The most pixels of a page: 200 megapixels, what imaging opens. No more memory is taken, whatever a device says. */
#define VIDIMUS_SCANNER_MOST_PIXELS 200000000

/* A device as a list shows it; immutable. Property "name" (string, for people: "Canon LiDE 220"). */
#define VIDIMUS_TYPE_SCANNER_DEVICE (vidimus_scanner_device_get_type ())
G_DECLARE_FINAL_TYPE (VidimusScannerDevice, vidimus_scanner_device, VIDIMUS, SCANNER_DEVICE, GObject)

const char *vidimus_scanner_device_get_name (VidimusScannerDevice *self);
const char *vidimus_scanner_device_get_id   (VidimusScannerDevice *self); /* SANE's: "test:0" */

/**
 * VidimusScannerAbilities: what a device offers.
 * @resolutions: dots per inch, ascending, 0-terminated; a range is given as the usual ones within it
 * @colour, @grey: modes
 * @width_mm, @height_mm: of the glass
 * @sources: (nullable): NULL-terminated: "Flatbed", "ADF", … as the device names them
 */
typedef struct
{
  int      *resolutions;
  gboolean  colour;
  gboolean  grey;
  double    width_mm;
  double    height_mm;
  char    **sources;
} VidimusScannerAbilities;

/** VidimusScannerSettings: @resolution: dpi, taken to the nearest there is; @area: millimetres x, y, width, height; all 0: the whole glass */
typedef struct
{
  int         resolution;
  gboolean    grey;
  double      area[4];
  const char *source; /* nullable */
} VidimusScannerSettings;

/* @fraction: 0-1, or -1 where the device does not say how long the page is; in the caller's main context */
typedef void (*VidimusScannerProgress) (double   fraction,
                                        gpointer user_data);

/* Property "busy" (boolean, read-only), notified. */
#define VIDIMUS_TYPE_SCANNER (vidimus_scanner_get_type ())
G_DECLARE_FINAL_TYPE (VidimusScanner, vidimus_scanner, VIDIMUS, SCANNER, GObject)

gboolean                 vidimus_scanner_is_supported     (void); /* FALSE in builds without SANE */
VidimusScanner          *vidimus_scanner_new              (void);
void                     vidimus_scanner_list_async       (VidimusScanner                *self,
                                                           GCancellable                  *cancellable,
                                                           GAsyncReadyCallback            callback,
                                                           gpointer                       user_data);
GListModel              *vidimus_scanner_list_finish      (VidimusScanner                *self,
                                                           GAsyncResult                  *result,
                                                           GError                       **error); /* (transfer full) */
void                     vidimus_scanner_ask_async        (VidimusScanner                *self,
                                                           VidimusScannerDevice          *device,
                                                           GCancellable                  *cancellable,
                                                           GAsyncReadyCallback            callback,
                                                           gpointer                       user_data);
VidimusScannerAbilities *vidimus_scanner_ask_finish       (VidimusScanner                *self,
                                                           GAsyncResult                  *result,
                                                           GError                       **error);
void                     vidimus_scanner_abilities_free   (VidimusScannerAbilities       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VidimusScannerAbilities, vidimus_scanner_abilities_free)
/* One page. Cancelling stops the device between two of its answers (its carriage may take a moment), and it ends when that is done. */
void                     vidimus_scanner_scan_async       (VidimusScanner                *self,
                                                           VidimusScannerDevice          *device,
                                                           const VidimusScannerSettings  *settings, /* copied */
                                                           VidimusScannerProgress         progress, /* nullable */
                                                           gpointer                       progress_data,
                                                           GCancellable                  *cancellable,
                                                           GAsyncReadyCallback            callback,
                                                           gpointer                       user_data);
/* The page, RGB or grey pixels; @dpi: what it was scanned at. */
GBytes                  *vidimus_scanner_scan_finish      (VidimusScanner                *self,
                                                           GAsyncResult                  *result,
                                                           struct vidimus_image          *image, /* a view into what is returned */
                                                           int                           *dpi,
                                                           GError                       **error); /* (transfer full) */

G_END_DECLS

/* What is told of scanners: the device, its abilities, and what went wrong. */
#include "vidimus-scanner-private.h"

#include <glib/gi18n-lib.h>

struct _VidimusScannerDevice
{
  GObject  parent_instance;

  char    *name; /* owned */
  char    *id;   /* owned */
};

enum
{
  DEVICE_PROP_0,
  DEVICE_PROP_NAME,
};

G_DEFINE_FINAL_TYPE (VidimusScannerDevice, vidimus_scanner_device, G_TYPE_OBJECT)
G_DEFINE_QUARK (vidimus-scanner-error-quark, vidimus_scanner_error)

/** vidimus_scanner_error_get_remedy: what to do about @error, in a sentence; %NULL when it is of another domain. */
const char *
vidimus_scanner_error_get_remedy (const GError *error)
{
  static const char * const remedies[] = {
    [VIDIMUS_SCANNER_ERROR_STOPPED] = N_("Try again."),
    [VIDIMUS_SCANNER_ERROR_GONE] = N_("Check its cable and that it is switched on, then try again."),
    [VIDIMUS_SCANNER_ERROR_BUSY] = N_("Close other programs that scan, wait a moment and try again."),
    [VIDIMUS_SCANNER_ERROR_DENIED] = N_("Ask who looks after this computer to allow you the use of scanners."),
    [VIDIMUS_SCANNER_ERROR_NO_PAPER] = N_("Put the documents into the feeder, or choose the flatbed."),
    [VIDIMUS_SCANNER_ERROR_JAMMED] = N_("Take the paper out and try again."),
    [VIDIMUS_SCANNER_ERROR_COVER_OPEN] = N_("Close it and try again."),
    [VIDIMUS_SCANNER_ERROR_MEMORY] = N_("Choose a lower resolution or a smaller area."),
    [VIDIMUS_SCANNER_ERROR_SETTINGS] = N_("Choose another resolution, area or source."),
    [VIDIMUS_SCANNER_ERROR_SIZE] = N_("Choose a lower resolution or a smaller area."),
    [VIDIMUS_SCANNER_ERROR_UNSUPPORTED] = N_("Scan with another program, and open the picture here."),
  };

  if (error == NULL || error->domain != VIDIMUS_SCANNER_ERROR)
    return NULL;

  return _(remedies[error->code]);
}

static void
vidimus_scanner_device_get_property (GObject    *object,
                                     guint       id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  if (id == DEVICE_PROP_NAME)
    g_value_set_string (value, VIDIMUS_SCANNER_DEVICE (object)->name);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
vidimus_scanner_device_finalize (GObject *object)
{
  VidimusScannerDevice *self = VIDIMUS_SCANNER_DEVICE (object);

  g_free (self->name);
  g_free (self->id);

  G_OBJECT_CLASS (vidimus_scanner_device_parent_class)->finalize (object);
}

static void
vidimus_scanner_device_class_init (VidimusScannerDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vidimus_scanner_device_get_property;
  object_class->finalize = vidimus_scanner_device_finalize;
  g_object_class_install_property (object_class, DEVICE_PROP_NAME,
                                   g_param_spec_string ("name", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
vidimus_scanner_device_init (VidimusScannerDevice *self)
{
}

/** vidimus_scanner_device_new: (transfer full) */
VidimusScannerDevice *
vidimus_scanner_device_new (const char *name,
                            const char *id)
{
  VidimusScannerDevice *self = g_object_new (VIDIMUS_TYPE_SCANNER_DEVICE, NULL);

  self->name = g_strdup (name);
  self->id = g_strdup (id);

  return self;
}

/** vidimus_scanner_device_get_name: as a person knows it, "Canon LiDE 220". */
const char *
vidimus_scanner_device_get_name (VidimusScannerDevice *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SCANNER_DEVICE (self), NULL);

  return self->name;
}

/** vidimus_scanner_device_get_id: as SANE knows it, "genesys:libusb:001:004". */
const char *
vidimus_scanner_device_get_id (VidimusScannerDevice *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SCANNER_DEVICE (self), NULL);

  return self->id;
}

/** vidimus_scanner_abilities_free: with its lists. */
void
vidimus_scanner_abilities_free (VidimusScannerAbilities *self)
{
  g_free (self->resolutions);
  g_strfreev (self->sources);
  g_free (self);
}

/* SANE: start, list, open; its statuses as sentences. */
#include "vidimus-scanner-sane-private.h"

#include <glib/gi18n-lib.h>

static gboolean started;

/** vidimus_scanner_is_supported: whether this build has SANE; a scanner may still be missing. */
gboolean
vidimus_scanner_is_supported (void)
{
  return TRUE;
}

/** vidimus_sane_fail: SANE's status as an error; %SANE_STATUS_EOF means that there was nothing before the end. */
void
vidimus_sane_fail (SANE_Status   status,
                   GError      **error)
{
  static const struct
  {
    VidimusScannerError  code;
    const char          *sentence;
  } failures[] = {
    [SANE_STATUS_UNSUPPORTED] = { VIDIMUS_SCANNER_ERROR_SETTINGS, N_("The scanner can’t do what was asked of it.") },
    [SANE_STATUS_CANCELLED] = { VIDIMUS_SCANNER_ERROR_STOPPED, N_("The scanner stopped the scan.") },
    [SANE_STATUS_DEVICE_BUSY] = { VIDIMUS_SCANNER_ERROR_BUSY, N_("The scanner is busy.") },
    [SANE_STATUS_INVAL] = { VIDIMUS_SCANNER_ERROR_SETTINGS, N_("The scanner does not take these settings.") },
    [SANE_STATUS_EOF] = { VIDIMUS_SCANNER_ERROR_STOPPED, N_("The scanner sent an empty page.") },
    [SANE_STATUS_JAMMED] = { VIDIMUS_SCANNER_ERROR_JAMMED, N_("The paper is jammed in the scanner.") },
    [SANE_STATUS_NO_DOCS] = { VIDIMUS_SCANNER_ERROR_NO_PAPER, N_("There is nothing in the scanner’s feeder.") },
    [SANE_STATUS_COVER_OPEN] = { VIDIMUS_SCANNER_ERROR_COVER_OPEN, N_("The scanner’s cover is open.") },
    [SANE_STATUS_IO_ERROR] = { VIDIMUS_SCANNER_ERROR_GONE, N_("The connection to the scanner was lost.") },
    [SANE_STATUS_NO_MEM] = { VIDIMUS_SCANNER_ERROR_MEMORY, N_("There is not enough memory for this page.") },
    [SANE_STATUS_ACCESS_DENIED] = { VIDIMUS_SCANNER_ERROR_DENIED, N_("You may not use this scanner.") },
  };

  /* Drivers invent numbers. */
  if (status <= SANE_STATUS_GOOD || status >= G_N_ELEMENTS (failures))
    status = SANE_STATUS_IO_ERROR;
  g_set_error_literal (error, VIDIMUS_SCANNER_ERROR, failures[status].code, _(failures[status].sentence));
}

static gboolean
start (GError **error)
{
  SANE_Int version;

  if (!started && sane_init (&version, NULL) != SANE_STATUS_GOOD)
    {
      g_set_error_literal (error, VIDIMUS_SCANNER_ERROR, VIDIMUS_SCANNER_ERROR_UNSUPPORTED,
                           _("The drivers of scanners could not be started."));
      return FALSE;
    }
  started = TRUE;

  return TRUE;
}

/** vidimus_scanner_do_exit: unloads SANE's drivers. */
void
vidimus_scanner_do_exit (void)
{
  if (started)
    sane_exit ();
  started = FALSE;
}

/* "Canon LiDE 220": the vendor, unless the model names it, or nobody knows it. Returns: (transfer full) */
static char *
name_device (const SANE_Device *device)
{
  const char *vendor = device->vendor != NULL ? device->vendor : "";
  const char *model = device->model != NULL && *device->model != '\0' ? device->model : device->name;
  g_autofree char *name = NULL;

  if (*vendor == '\0' || g_ascii_strcasecmp (vendor, "Noname") == 0 ||
      g_ascii_strncasecmp (model, vendor, strlen (vendor)) == 0)
    name = g_strdup (model);
  else
    name = g_strdup_printf ("%s %s", vendor, model);

  return g_utf8_make_valid (name, -1);
}

/** vidimus_scanner_do_list: see vidimus_scanner_list_async(). */
GListModel *
vidimus_scanner_do_list (GError **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const SANE_Device **devices;
  GListStore *list;
  SANE_Status status;

  /* Some drivers look at what is plugged in only when they start. */
  vidimus_scanner_do_exit ();
  if (!start (error))
    return NULL;
  status = sane_get_devices (&devices, SANE_FALSE);
  if (status != SANE_STATUS_GOOD)
    {
      vidimus_sane_fail (status, error);
      return NULL;
    }

  list = g_list_store_new (VIDIMUS_TYPE_SCANNER_DEVICE);
  for (int i = 0; devices[i] != NULL; i++)
    {
      g_autofree char *name = name_device (devices[i]);
      g_autoptr(VidimusScannerDevice) device = NULL;

      if (g_str_has_prefix (devices[i]->name, "v4l:")) /* a webcam */
        continue;
      if (g_hash_table_contains (names, name))
        {
          g_autofree char *first = g_steal_pointer (&name);

          name = g_strdup_printf ("%s (%s)", first, devices[i]->name);
        }
      device = vidimus_scanner_device_new (name, devices[i]->name);
      g_list_store_append (list, device);
      g_hash_table_add (names, g_steal_pointer (&name));
    }

  return G_LIST_MODEL (list);
}

static gboolean
open_device (const char   *id,
             SANE_Handle  *handle,
             GError      **error)
{
  SANE_Status status;

  if (!start (error))
    return FALSE;

  status = sane_open (id, handle);
  if (status == SANE_STATUS_INVAL) /* so say most drivers when it is not there */
    status = SANE_STATUS_IO_ERROR;
  if (status != SANE_STATUS_GOOD)
    vidimus_sane_fail (status, error);

  return status == SANE_STATUS_GOOD;
}

/** vidimus_scanner_do_ask: see vidimus_scanner_ask_async(). */
VidimusScannerAbilities *
vidimus_scanner_do_ask (const char  *id,
                        GError     **error)
{
  VidimusScannerAbilities *abilities;
  SANE_Handle handle;

  if (!open_device (id, &handle, error))
    return NULL;
  abilities = vidimus_sane_abilities (handle);
  sane_close (handle);

  return abilities;
}

/** vidimus_scanner_do_scan: see vidimus_scanner_scan_async(). */
gboolean
vidimus_scanner_do_scan (const char                    *id,
                         const VidimusScannerSettings  *settings,
                         VidimusScannerReport           report,
                         gpointer                       report_data,
                         GCancellable                  *cancellable,
                         VidimusScannerPage            *page,
                         GError                       **error)
{
  SANE_Handle handle;
  gboolean done;

  if (!open_device (id, &handle, error))
    return FALSE;
  vidimus_sane_apply (handle, settings);
  page->dpi = vidimus_sane_get_dpi (handle);
  done = vidimus_sane_read (handle, report, report_data, cancellable, &page->image, error);
  sane_close (handle);

  return done;
}

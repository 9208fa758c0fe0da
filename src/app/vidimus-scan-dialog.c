#include "vidimus-scan-dialog.h"

#include "vidimus-scan-choices.h"
#include "vidimus-scan-parts.h"
#include "vidimus-scanner.h"

#include <glib/gi18n-lib.h>

struct _VidimusScanDialog
{
  AdwWindow            parent_instance;

  VidimusScanner      *scanner;     /* owned; NULL once the window is closed */
  GSettings           *settings;    /* owned */
  GCancellable        *cancellable; /* owned, nullable; of what is under way */
  gboolean             asked;       /* what the chosen device can do is known */
  GtkWidget           *trying;      /* borrowed: the button whose work went wrong */

  /* Template children */
  GtkWidget           *look;
  GtkStack            *stack;
  GtkWidget           *look_again;
  GtkWidget           *open;
  GtkWidget           *camera;
  AdwComboRow         *device;
  GtkSpinner          *asking;
  VidimusScanChoices  *choices;
  GtkLabel            *outcome;
  GtkWidget           *scan;
  AdwStatusPage       *scanning;
  GtkProgressBar      *progress;
  GtkWidget           *cancel;
  AdwStatusPage       *problem;
  GtkWidget           *retry;
  GtkWidget           *change;
};

enum
{
  SCANNED,
  OTHER_WAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusScanDialog, vidimus_scan_dialog, ADW_TYPE_WINDOW)

/** vidimus_scan_dialog_get_page: which state is shown. */
const char *
vidimus_scan_dialog_get_page (VidimusScanDialog *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SCAN_DIALOG (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

/* Shows a state, and puts the focus on what Enter is to do in it. */
static void
show_page (VidimusScanDialog *self,
           const char        *page,
           GtkWidget         *first) /* (nullable) */
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_sensitive (self->look, !g_str_equal (page, "looking") && !g_str_equal (page, "scanning"));
  gtk_window_set_default_widget (GTK_WINDOW (self), first);
  if (first != NULL)
    gtk_widget_grab_focus (first);
}

/* What was under way does not count any more; what begins now can be cancelled. */
static GCancellable *
begin (VidimusScanDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  return self->cancellable;
}

/* @trying: what Retry does again. Where there are scanners, another can be chosen, or other settings. */
static void
show_problem (VidimusScanDialog *self,
              const GError      *error,
              GtkWidget         *trying)
{
  self->trying = trying;
  adw_status_page_set_title (self->problem, error->message);
  adw_status_page_set_description (self->problem, vidimus_scanner_error_get_remedy (error));
  gtk_widget_set_visible (self->change, adw_combo_row_get_selected_item (self->device) != NULL);
  show_page (self, "problem", self->retry);
}

static void
set_asking (VidimusScanDialog *self,
            gboolean           asking)
{
  gtk_spinner_set_spinning (self->asking, asking);
  gtk_widget_set_visible (GTK_WIDGET (self->asking), asking);
}

static void
show_ready (VidimusScanDialog *self,
            const char        *outcome)
{
  gtk_label_set_label (self->outcome, outcome);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *outcome != '\0');
  set_asking (self, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), self->asked);
  gtk_widget_set_sensitive (self->scan, self->asked);
  show_page (self, "ready", self->asked ? self->scan : NULL);
}

/* Which scanners there are, and what the chosen one can do */

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(VidimusScanDialog) self = VIDIMUS_SCAN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusScannerAbilities) abilities = NULL;

  abilities = vidimus_scanner_ask_finish (VIDIMUS_SCANNER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (abilities == NULL)
    {
      show_problem (self, error, self->look);
      return;
    }
  self->asked = TRUE;
  vidimus_scan_choices_offer (self->choices, abilities);
  show_ready (self, "");
}

static void
device_cb (VidimusScanDialog *self)
{
  VidimusScannerDevice *device = adw_combo_row_get_selected_item (self->device);

  if (device == NULL || self->scanner == NULL)
    return;

  self->asked = FALSE;
  show_ready (self, "");
  set_asking (self, TRUE);
  vidimus_scanner_ask_async (self->scanner, device, begin (self), asked_cb, g_object_ref (self));
}

/* The one that was used last, if it is there. */
static guint
find_device (VidimusScanDialog *self,
             GListModel        *devices)
{
  g_autofree char *last = g_settings_get_string (self->settings, "device");

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(VidimusScannerDevice) device = g_list_model_get_item (devices, i);

      if (g_str_equal (vidimus_scanner_device_get_id (device), last))
        return i;
    }

  return 0;
}

static void
set_devices (VidimusScanDialog *self,
             GListModel        *devices) /* (nullable) */
{
  g_signal_handlers_block_by_func (self->device, device_cb, self);
  adw_combo_row_set_model (self->device, devices);
  if (devices != NULL)
    adw_combo_row_set_selected (self->device, find_device (self, devices));
  g_signal_handlers_unblock_by_func (self->device, device_cb, self);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusScanDialog) self = VIDIMUS_SCAN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) devices = NULL;

  devices = vidimus_scanner_list_finish (VIDIMUS_SCANNER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (devices == NULL)
    {
      show_problem (self, error, self->look);
      return;
    }
  if (g_list_model_get_n_items (devices) == 0)
    {
      show_page (self, "none", self->look_again);
      return;
    }

  set_devices (self, devices);
  device_cb (self);
}

static void
look_cb (VidimusScanDialog *self)
{
  set_devices (self, NULL);
  show_page (self, "looking", NULL);
  vidimus_scanner_list_async (self->scanner, begin (self), listed_cb, g_object_ref (self));
}

/* A page */

static void
finish_scan (VidimusScanDialog *self,
             const GError      *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_ready (self, _("The scan was cancelled."));
  else
    show_problem (self, error, self->scan);
}

static void
parts_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(VidimusScanDialog) self = VIDIMUS_SCAN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) documents = vidimus_scan_parts_finish (result, &error);
  g_autofree char *outcome = NULL;

  if (self->scanner == NULL) /* the window is closed */
    return;
  if (documents == NULL)
    {
      finish_scan (self, error);
      return;
    }

  outcome = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u document was added. Lay down the next to go on.",
                                          "%u documents were added. Lay down the next to go on.", documents->len),
                             documents->len);
  show_ready (self, outcome);
  g_signal_emit (self, signals[SCANNED], 0, documents);
}

static void
scanned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(VidimusScanDialog) self = VIDIMUS_SCAN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pixels = NULL;
  struct vidimus_image page;
  int dpi;

  pixels = vidimus_scanner_scan_finish (VIDIMUS_SCANNER (object), result, &page, &dpi, &error);
  if (self->scanner == NULL)
    return;
  if (pixels == NULL)
    {
      finish_scan (self, error);
      return;
    }

  gtk_progress_bar_set_fraction (self->progress, 1);
  vidimus_scan_parts_async (pixels, &page, dpi, vidimus_scan_choices_get_several (self->choices), self->cancellable,
                            parts_cb, g_object_ref (self));
}

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  VidimusScanDialog *self = user_data;

  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
scan_cb (VidimusScanDialog *self)
{
  VidimusScannerDevice *device = adw_combo_row_get_selected_item (self->device);
  VidimusScannerSettings settings = vidimus_scan_choices_get_settings (self->choices);

  g_settings_set_string (self->settings, "device", vidimus_scanner_device_get_id (device));
  adw_status_page_set_title (self->scanning, _("Scanning…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  show_page (self, "scanning", self->cancel);
  vidimus_scanner_scan_async (self->scanner, device, &settings, progress_cb, self, begin (self), scanned_cb,
                              g_object_ref (self));
}

/* The device may take a moment. */
static void
cancel_cb (VidimusScanDialog *self)
{
  adw_status_page_set_title (self->scanning, _("Stopping…"));
  gtk_widget_set_sensitive (self->cancel, FALSE);
  g_cancellable_cancel (self->cancellable);
}

/* Ways out */

static void
retry_cb (VidimusScanDialog *self)
{
  if (self->trying == self->scan)
    scan_cb (self);
  else
    look_cb (self);
}

static void
change_cb (VidimusScanDialog *self)
{
  show_ready (self, "");
}

static void
other_way_cb (VidimusScanDialog *self,
              GtkWidget         *button)
{
  g_signal_emit (self, signals[OTHER_WAY], 0, button == self->open ? "open" : "capture");
  gtk_window_close (GTK_WINDOW (self));
}

static void
vidimus_scan_dialog_dispose (GObject *object)
{
  VidimusScanDialog *self = VIDIMUS_SCAN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->scanner);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (vidimus_scan_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, look);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, look_again);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, open);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, camera);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, device);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, asking);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, scan);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, scanning);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, retry);
  gtk_widget_class_bind_template_child (widget_class, VidimusScanDialog, change);
}

static void
vidimus_scan_dialog_class_init (VidimusScanDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_scan_dialog_dispose;

  signals[SCANNED] = g_signal_new ("scanned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[OTHER_WAY] = g_signal_new ("other-way", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (VIDIMUS_TYPE_SCAN_CHOICES);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-scan-dialog.ui");
  bind_children (widget_class);
}

static void
connect_button (VidimusScanDialog *self,
                GtkWidget         *button,
                GCallback          callback)
{
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
}

static void
vidimus_scan_dialog_init (VidimusScanDialog *self)
{
  g_autoptr(GtkExpression) name = gtk_property_expression_new (VIDIMUS_TYPE_SCANNER_DEVICE, NULL, "name");

  gtk_widget_init_template (GTK_WIDGET (self));
  self->scanner = vidimus_scanner_new ();
  self->settings = g_settings_new ("io.github.vidimus.Vidimus.scanner");
  adw_combo_row_set_expression (self->device, name);

  g_signal_connect_object (self->device, "notify::selected", G_CALLBACK (device_cb), self, G_CONNECT_SWAPPED);
  connect_button (self, self->look, G_CALLBACK (look_cb));
  connect_button (self, self->look_again, G_CALLBACK (look_cb));
  connect_button (self, self->open, G_CALLBACK (other_way_cb));
  connect_button (self, self->camera, G_CALLBACK (other_way_cb));
  connect_button (self, self->scan, G_CALLBACK (scan_cb));
  connect_button (self, self->cancel, G_CALLBACK (cancel_cb));
  connect_button (self, self->retry, G_CALLBACK (retry_cb));
  connect_button (self, self->change, G_CALLBACK (change_cb));
  look_cb (self);
}

/** vidimus_scan_dialog_new: looks for scanners at once. Closing it cancels what is under way. */
GtkWidget *
vidimus_scan_dialog_new (void)
{
  return g_object_new (VIDIMUS_TYPE_SCAN_DIALOG, NULL);
}

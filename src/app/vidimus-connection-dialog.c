#include "vidimus-connection-dialog.h"

#include "vidimus-connection-test.h"
#include "vidimus-profile-words.h"
#include "vidimus-specimens.h"
#include "vidimus-step-row.h"

#include <glib/gi18n-lib.h>

struct _VidimusConnectionDialog
{
  AdwWindow              parent_instance;

  VidimusProfile        *profile;                /* owned */
  VidimusSecrets        *secrets;                /* owned */
  VidimusConnectionTest *test;                   /* owned, nullable; the last one */
  GCancellable          *cancellable;            /* owned, nullable; of what is under way */
  VidimusStepRow        *rows[VIDIMUS_N_STEPS];  /* borrowed from the list */

  /* Template children */
  AdwWindowTitle        *title;
  GtkLabel              *summary;
  GtkListBox            *steps;
  GtkButton             *start;
  GtkWidget             *cancel;
};

G_DEFINE_FINAL_TYPE (VidimusConnectionDialog, vidimus_connection_dialog, ADW_TYPE_WINDOW)

static void
update_rows (VidimusConnectionDialog *self)
{
  for (int i = 0; i < VIDIMUS_N_STEPS; i++)
    vidimus_step_row_update (self->rows[i], vidimus_connection_test_get_outcome (self->test, i),
                             vidimus_connection_test_get_text (self->test, i),
                             vidimus_connection_test_get_advice (self->test, i));
}

static void
set_running (VidimusConnectionDialog *self,
             gboolean                 running)
{
  if (!running)
    g_clear_object (&self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (self->start), !running);
  gtk_widget_set_visible (self->cancel, running);
  if (!running)
    gtk_button_set_label (self->start, _("Test Again"));
}

static void
finish (VidimusConnectionDialog *self,
        const GError            *error)
{
  set_running (self, FALSE);
  if (error == NULL)
    gtk_label_set_label (self->summary, _("The service answers."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->summary, _("The test was cancelled."));
  else if (self->test == NULL)
    gtk_label_set_label (self->summary, error->message);
  else
    gtk_label_set_label (self->summary, _("The service does not work yet."));
}

static void
tested_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusConnectionDialog) self = VIDIMUS_CONNECTION_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  vidimus_connection_test_run_finish (VIDIMUS_CONNECTION_TEST (object), result, &error);
  if (self->test != VIDIMUS_CONNECTION_TEST (object)) /* the window is gone */
    return;

  update_rows (self);
  finish (self, error);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(VidimusConnectionDialog) self = VIDIMUS_CONNECTION_DIALOG (user_data);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  bytes = g_file_load_bytes_finish (G_FILE (object), result, NULL, &error);
  if (self->profile == NULL) /* the window is gone */
    return;
  if (bytes == NULL)
    {
      finish (self, error);
      return;
    }

  self->test = vidimus_connection_test_new (self->profile, self->secrets, bytes);
  g_signal_connect_object (self->test, "changed", G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  update_rows (self);
  vidimus_connection_test_run_async (self->test, self->cancellable, tested_cb, g_object_ref (self));
}

static void
start (VidimusConnectionDialog *self)
{
  g_autoptr(GPtrArray) specimens = vidimus_specimens_load ();
  const VidimusSpecimen *specimen = vidimus_specimens_find (specimens, "");

  if (specimen == NULL)
    {
      gtk_label_set_label (self->summary, _("The specimens that come with Vidimus are not installed."));
      return;
    }

  g_clear_object (&self->test);
  self->cancellable = g_cancellable_new ();
  set_running (self, TRUE);
  gtk_label_set_label (self->summary, _("A fictional specimen is sent."));
  g_file_load_bytes_async (specimen->file, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
cancel_cb (VidimusConnectionDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
vidimus_connection_dialog_dispose (GObject *object)
{
  VidimusConnectionDialog *self = VIDIMUS_CONNECTION_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->test);
  g_clear_object (&self->profile);
  g_clear_object (&self->secrets);

  G_OBJECT_CLASS (vidimus_connection_dialog_parent_class)->dispose (object);
}

static void
vidimus_connection_dialog_class_init (VidimusConnectionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_connection_dialog_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-connection-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusConnectionDialog, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusConnectionDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, VidimusConnectionDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, VidimusConnectionDialog, start);
  gtk_widget_class_bind_template_child (widget_class, VidimusConnectionDialog, cancel);
}

static void
vidimus_connection_dialog_init (VidimusConnectionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < VIDIMUS_N_STEPS; i++)
    {
      self->rows[i] = VIDIMUS_STEP_ROW (vidimus_step_row_new (i));
      gtk_list_box_append (self->steps, GTK_WIDGET (self->rows[i]));
    }
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->start));
  g_signal_connect_object (self->start, "clicked", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cancel, "clicked", G_CALLBACK (cancel_cb), self, G_CONNECT_SWAPPED);
}

/**
 * vidimus_connection_dialog_new:
 *
 * A window that tests what @profile says now. Closing it cancels the test.
 */
GtkWidget *
vidimus_connection_dialog_new (VidimusProfile *profile,
                               VidimusSecrets *secrets)
{
  VidimusConnectionDialog *self = g_object_new (VIDIMUS_TYPE_CONNECTION_DIALOG, NULL);

  self->profile = g_object_ref (profile);
  self->secrets = g_object_ref (secrets);
  adw_window_title_set_subtitle (self->title, vidimus_profile_get_name (profile));
  if (vidimus_profile_is_billed (profile))
    gtk_label_set_label (self->summary, _("The test makes one call with a fictional specimen. "
                                          "When it is answered, the vendor bills it."));
  else
    start (self);

  return GTK_WIDGET (self);
}

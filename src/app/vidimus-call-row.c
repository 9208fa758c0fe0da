#include "vidimus-call-row.h"

#include <glib/gi18n-lib.h>

struct _VidimusCallRow
{
  GtkWidget  parent_instance;

  /* Template children */
  GtkLabel  *title;
  GtkLabel  *status;
  GtkLabel  *when;
  GtkLabel  *total;
};

G_DEFINE_FINAL_TYPE (VidimusCallRow, vidimus_call_row, GTK_TYPE_WIDGET)

/** vidimus_call_record_is_good: whether it was answered 2xx, and understood. */
gboolean
vidimus_call_record_is_good (VidimusCallRecord *record)
{
  guint status = vidimus_call_record_get_status (record);

  return status >= 200 && status < 300 && vidimus_call_record_get_problem (record) == NULL;
}

/** vidimus_call_record_dup_status: (transfer full): the status, and the service's own code where there is one. */
char *
vidimus_call_record_dup_status (VidimusCallRecord *record)
{
  guint status = vidimus_call_record_get_status (record);
  const char *code = vidimus_call_record_get_code (record);

  if (status == 0)
    return g_strdup (code != NULL ? code : _("No answer"));

  return code != NULL ? g_strdup_printf ("%u · %s", status, code) : g_strdup_printf ("%u", status);
}

/** vidimus_call_row_set_record: shows it; a record does not change. */
void
vidimus_call_row_set_record (VidimusCallRow    *self,
                             VidimusCallRecord *record)
{
  g_autofree char *status = vidimus_call_record_dup_status (record);
  g_autofree char *time = g_date_time_format (vidimus_call_record_get_begun (record), "%X");
  g_autofree char *when = g_strdup_printf ("%s · %s", time, vidimus_call_record_get_service (record));
  /* Translators: how long a call took, in milliseconds */
  g_autofree char *total = g_strdup_printf (_("%'.0f ms"), vidimus_call_record_get_total_ms (record));

  g_return_if_fail (VIDIMUS_IS_CALL_ROW (self));

  gtk_label_set_label (self->title, vidimus_call_record_get_title (record));
  gtk_label_set_label (self->status, status);
  gtk_label_set_label (self->when, when);
  gtk_label_set_label (self->total, total);
  if (vidimus_call_record_is_good (record))
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
}

static void
vidimus_call_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (vidimus_call_row_parent_class)->dispose (object);
}

static void
vidimus_call_row_class_init (VidimusCallRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_call_row_dispose;

  gtk_widget_class_set_css_name (widget_class, "callrow");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-call-row.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusCallRow, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallRow, status);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallRow, when);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallRow, total);
}

static void
vidimus_call_row_init (VidimusCallRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
vidimus_call_row_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CALL_ROW, NULL);
}

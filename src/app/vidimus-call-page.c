#include "vidimus-call-page.h"

#include "vidimus-call-row.h"
#include "vidimus-phase-bar.h"

#include <glib/gi18n-lib.h>

struct _VidimusCallPage
{
  AdwPreferencesPage  parent_instance;

  VidimusCallRecord  *record;                     /* owned, nullable */
  GtkLabel           *numbers[VIDIMUS_N_PHASES];  /* borrowed from the legend */

  /* Template children */
  AdwActionRow       *status;
  AdwActionRow       *service;
  AdwActionRow       *when;
  AdwActionRow       *request_id;
  GtkWidget          *copy_id;
  AdwActionRow       *billed;
  GtkWidget          *times;
  VidimusPhaseBar    *bar;
  GtkGrid            *legend;
  GtkWidget          *request_row;
  GtkTextView        *request;
  GtkWidget          *response_row;
  GtkTextView        *response;
  GtkWidget          *copy_curl;
};

G_DEFINE_FINAL_TYPE (VidimusCallPage, vidimus_call_page, ADW_TYPE_PREFERENCES_PAGE)

static void
set_text (GtkTextView *view,
          GtkWidget   *row,
          const char  *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text != NULL ? text : "", -1);
  gtk_widget_set_visible (row, text != NULL);
}

static void
update_status (VidimusCallPage *self)
{
  const char *problem = vidimus_call_record_get_problem (self->record);
  g_autofree char *status = vidimus_call_record_dup_status (self->record);
  g_autofree char *text = problem != NULL ? g_strdup_printf ("%s\n%s", status, problem) : g_strdup (status);

  adw_action_row_set_subtitle (self->status, text);
}

static void
update_when (VidimusCallPage *self)
{
  g_autofree char *time = g_date_time_format (vidimus_call_record_get_begun (self->record), "%x %X");
  g_autofree char *text = g_strdup_printf (_("%s, attempt %u"), time, vidimus_call_record_get_attempt (self->record));

  adw_action_row_set_subtitle (self->when, text);
}

static void
update_times (VidimusCallPage *self)
{
  g_autofree char *total = g_strdup_printf (_("%'.0f ms in all"), vidimus_call_record_get_total_ms (self->record));

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->times), total);
  vidimus_phase_bar_set_record (self->bar, self->record);
  for (int i = 0; i < VIDIMUS_N_PHASES; i++)
    {
      double ms = vidimus_call_record_get_ms (self->record, i);
      g_autofree char *text = ms >= 0.0 ? g_strdup_printf (_("%'.1f ms"), ms) : g_strdup ("–");

      gtk_label_set_label (self->numbers[i], text);
    }
}

/** vidimus_call_page_set_record: shows it; a record does not change. */
void
vidimus_call_page_set_record (VidimusCallPage   *self,
                              VidimusCallRecord *record)
{
  const char *id;

  g_return_if_fail (VIDIMUS_IS_CALL_PAGE (self));
  g_return_if_fail (VIDIMUS_IS_CALL_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;

  id = vidimus_call_record_get_request_id (record);
  update_status (self);
  update_when (self);
  update_times (self);
  adw_action_row_set_subtitle (self->service, vidimus_call_record_get_service (record));
  adw_action_row_set_subtitle (self->request_id, id != NULL ? id : "");
  gtk_widget_set_visible (GTK_WIDGET (self->request_id), id != NULL);
  adw_action_row_set_subtitle (self->billed, vidimus_call_record_is_billed (record) ? _("Yes, by the vendor") : _("No"));
  set_text (self->request, self->request_row, vidimus_call_record_get_request (record));
  set_text (self->response, self->response_row, vidimus_call_record_get_response (record));
}

static void
copy (VidimusCallPage *self,
      const char      *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_id_cb (VidimusCallPage *self)
{
  copy (self, vidimus_call_record_get_request_id (self->record));
}

static void
copy_curl_cb (VidimusCallPage *self)
{
  copy (self, vidimus_call_record_get_curl (self->record));
}

/* A swatch of the bar's colour, the phase, its time. */

static void
draw_swatch_cb (GtkDrawingArea *area,
                cairo_t        *cairo,
                int             width,
                int             height,
                gpointer        phase)
{
  GdkRGBA color;

  vidimus_phase_bar_get_color (GTK_WIDGET (area), GPOINTER_TO_INT (phase), &color);
  gdk_cairo_set_source_rgba (cairo, &color);
  cairo_arc (cairo, width / 2.0, height / 2.0, MIN (width, height) / 2.0, 0, 2 * G_PI);
  cairo_fill (cairo);
}

static void
fill_legend (VidimusCallPage *self)
{
  for (int i = 0; i < VIDIMUS_N_PHASES; i++)
    {
      GtkWidget *swatch = gtk_drawing_area_new ();
      GtkWidget *title = gtk_label_new (vidimus_call_phase_get_title (i));

      gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 10);
      gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch_cb, GINT_TO_POINTER (i), NULL);
      gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
      gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
      gtk_label_set_wrap (GTK_LABEL (title), TRUE);
      gtk_widget_set_hexpand (title, TRUE);
      self->numbers[i] = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_xalign (self->numbers[i], 1.0f);
      gtk_widget_add_css_class (GTK_WIDGET (self->numbers[i]), "numeric");
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->numbers[i]), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, title,
                                      NULL, -1);
      gtk_grid_attach (self->legend, swatch, 0, i, 1, 1);
      gtk_grid_attach (self->legend, title, 1, i, 1, 1);
      gtk_grid_attach (self->legend, GTK_WIDGET (self->numbers[i]), 2, i, 1, 1);
    }
}

static void
vidimus_call_page_dispose (GObject *object)
{
  g_clear_object (&VIDIMUS_CALL_PAGE (object)->record);

  G_OBJECT_CLASS (vidimus_call_page_parent_class)->dispose (object);
}

static void
vidimus_call_page_class_init (VidimusCallPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_call_page_dispose;

  g_type_ensure (VIDIMUS_TYPE_PHASE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/vidimus/Vidimus/ui/vidimus-call-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, status);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, service);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, when);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, request_id);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, copy_id);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, billed);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, times);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, bar);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, legend);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, request_row);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, request);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, response_row);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, response);
  gtk_widget_class_bind_template_child (widget_class, VidimusCallPage, copy_curl);
}

static void
vidimus_call_page_init (VidimusCallPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_legend (self);
  g_signal_connect_object (self->copy_id, "clicked", G_CALLBACK (copy_id_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->copy_curl, "clicked", G_CALLBACK (copy_curl_cb), self, G_CONNECT_SWAPPED);
}

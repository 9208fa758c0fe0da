#include "vidimus-working-page.h"

#include <glib/gi18n-lib.h>

#define PULSE_MS 150

struct _VidimusWorkingPage
{
  GtkWidget       parent_instance;

  guint           pulse_id; /* while how far is unknown and the page is seen */
  gboolean        unknown;

  /* Template children */
  GtkLabel       *stage;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (VidimusWorkingPage, vidimus_working_page, GTK_TYPE_WIDGET)

static const char *
describe (VidimusDocumentState state)
{
  switch (state)
    {
    case VIDIMUS_DOCUMENT_LOADING:
      return _("Opening the picture…");
    case VIDIMUS_DOCUMENT_QUEUED:
      return _("Waiting for its turn…");
    case VIDIMUS_DOCUMENT_PREPARING:
      return _("Preparing the picture…");
    case VIDIMUS_DOCUMENT_SENDING:
      return _("Sending the picture…");
    case VIDIMUS_DOCUMENT_WAITING:
      return _("Waiting for the answer…");
    case VIDIMUS_DOCUMENT_SIGNING_IN:
      return _("Signing in…");
    case VIDIMUS_DOCUMENT_PAUSED:
      return _("Waiting before the next attempt…");
    case VIDIMUS_DOCUMENT_READY:
    case VIDIMUS_DOCUMENT_ANSWERED:
    case VIDIMUS_DOCUMENT_FAILED:
    case VIDIMUS_DOCUMENT_CANCELLED:
    default:
      return "";
    }
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (VIDIMUS_WORKING_PAGE (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
update_pulse (VidimusWorkingPage *self)
{
  gboolean wanted = self->unknown && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->pulse_id, g_source_remove);
}

/**
 * vidimus_working_page_set_state:
 * @fraction: 0–1, of a stage that has one
 *
 * Shows how far a document's request has come.
 */
void
vidimus_working_page_set_state (VidimusWorkingPage   *self,
                                VidimusDocumentState  state,
                                double                fraction)
{
  g_return_if_fail (VIDIMUS_IS_WORKING_PAGE (self));

  gtk_label_set_label (self->stage, describe (state));
  self->unknown = state != VIDIMUS_DOCUMENT_SENDING;
  if (!self->unknown)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  update_pulse (self);
}

static void
vidimus_working_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (vidimus_working_page_parent_class)->map (widget);
  update_pulse (VIDIMUS_WORKING_PAGE (widget));
}

static void
vidimus_working_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (vidimus_working_page_parent_class)->unmap (widget);
  update_pulse (VIDIMUS_WORKING_PAGE (widget));
}

static void
vidimus_working_page_dispose (GObject *object)
{
  VidimusWorkingPage *self = VIDIMUS_WORKING_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (vidimus_working_page_parent_class)->dispose (object);
}

static void
vidimus_working_page_class_init (VidimusWorkingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_working_page_dispose;
  widget_class->map = vidimus_working_page_map;
  widget_class->unmap = vidimus_working_page_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-working-page.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusWorkingPage, stage);
  gtk_widget_class_bind_template_child (widget_class, VidimusWorkingPage, progress);
}

static void
vidimus_working_page_init (VidimusWorkingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

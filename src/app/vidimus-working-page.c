#include "vidimus-working-page.h"

#include <glib/gi18n-lib.h>

#define PULSE_MS 150
#define TICK_MS  200 /* of the countdown: no second is left out */

struct _VidimusWorkingPage
{
  GtkWidget        parent_instance;

  VidimusDocument *document; /* owned, nullable */
  guint            pulse_id; /* while how far is unknown and the page is seen */
  guint            tick_id;  /* while a pause runs down and the page is seen */

  /* Template children */
  GtkLabel        *stage;
  GtkLabel        *countdown;
  GtkProgressBar  *progress;
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
    case VIDIMUS_DOCUMENT_READY:
    case VIDIMUS_DOCUMENT_ANSWERED:
    case VIDIMUS_DOCUMENT_FAILED:
    case VIDIMUS_DOCUMENT_CANCELLED:
    default:
      return "";
    }
}

static VidimusDocumentState
get_state (VidimusWorkingPage *self)
{
  return self->document != NULL ? vidimus_document_get_state (self->document) : VIDIMUS_DOCUMENT_READY;
}

/* Why the last attempt failed, and when the next one is. */
static void
update_words (VidimusWorkingPage *self)
{
  VidimusDocumentState state = get_state (self);
  gboolean paused = state == VIDIMUS_DOCUMENT_PAUSED;

  gtk_widget_set_visible (GTK_WIDGET (self->countdown), paused);
  if (paused)
    {
      const char *problem = vidimus_document_get_problem (self->document);
      guint seconds = (vidimus_document_get_pause_ms (self->document) + 999) / 1000;
      /* Translators: seconds until a request is sent again, and which attempt that will be */
      g_autofree char *text = g_strdup_printf (ngettext ("Trying again in %u s (attempt %u)",
                                                         "Trying again in %u s (attempt %u)", seconds),
                                               seconds, vidimus_document_get_attempt (self->document));

      gtk_label_set_label (self->stage, problem != NULL ? problem : _("The service gave no answer."));
      gtk_label_set_label (self->countdown, text);
    }
  else
    {
      gtk_label_set_label (self->stage, describe (state));
    }
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (VIDIMUS_WORKING_PAGE (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (gpointer user_data)
{
  update_words (VIDIMUS_WORKING_PAGE (user_data));
  return G_SOURCE_CONTINUE;
}

static void
set_running (VidimusWorkingPage *self,
             guint              *id,
             gboolean            wanted,
             guint               interval_ms,
             GSourceFunc         callback)
{
  wanted = wanted && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && *id == 0)
    *id = g_timeout_add (interval_ms, callback, self);
  else if (!wanted)
    g_clear_handle_id (id, g_source_remove);
}

static void
update (VidimusWorkingPage *self)
{
  VidimusDocumentState state = get_state (self);
  gboolean known = state == VIDIMUS_DOCUMENT_SENDING || state == VIDIMUS_DOCUMENT_PAUSED;

  update_words (self);
  if (known)
    gtk_progress_bar_set_fraction (self->progress, vidimus_document_get_fraction (self->document));
  set_running (self, &self->pulse_id, !known, PULSE_MS, pulse_cb);
  set_running (self, &self->tick_id, state == VIDIMUS_DOCUMENT_PAUSED, TICK_MS, tick_cb);
}

/**
 * vidimus_working_page_show:
 *
 * Shows how far the request of @document has come; to be told whenever that changed. A pause is counted down by itself.
 */
void
vidimus_working_page_show (VidimusWorkingPage *self,
                           VidimusDocument    *document)
{
  g_return_if_fail (VIDIMUS_IS_WORKING_PAGE (self));
  g_return_if_fail (VIDIMUS_IS_DOCUMENT (document));

  g_set_object (&self->document, document);
  update (self);
}

static void
vidimus_working_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (vidimus_working_page_parent_class)->map (widget);
  update (VIDIMUS_WORKING_PAGE (widget));
}

static void
vidimus_working_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (vidimus_working_page_parent_class)->unmap (widget);
  update (VIDIMUS_WORKING_PAGE (widget));
}

static void
vidimus_working_page_dispose (GObject *object)
{
  VidimusWorkingPage *self = VIDIMUS_WORKING_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->document);
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
  gtk_widget_class_bind_template_child (widget_class, VidimusWorkingPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, VidimusWorkingPage, progress);
}

static void
vidimus_working_page_init (VidimusWorkingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

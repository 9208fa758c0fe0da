/* What the viewer says about the picture. */
#include "vidimus-viewer-private.h"

#include "vidimus-origin.h"

#include <glib/gi18n-lib.h>

static void
update_origin (VidimusViewer *self)
{
  VidimusDocumentOrigin origin = vidimus_document_get_origin (self->document);
  const char *icon = vidimus_origin_get_icon_name (origin);

  gtk_widget_set_visible (GTK_WIDGET (self->origin), icon != NULL);
  gtk_image_set_from_icon_name (self->origin, icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->origin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  vidimus_document_origin_get_name (origin), -1);
}

/** vidimus_viewer_update_info: where from and what it is, how large, and what was sent of it. */
void
vidimus_viewer_update_info (VidimusViewer *self)
{
  VidimusPicture *picture = self->document != NULL ? vidimus_document_get_picture (self->document) : NULL;
  VidimusAnswer *answer = self->document != NULL ? vidimus_document_get_answer (self->document) : NULL;
  const char *how = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  if (picture != NULL)
    {
      update_origin (self);
      g_string_append (text, vidimus_document_get_name (self->document));
      g_string_append_printf (text, " · %d × %d", vidimus_picture_get_width (picture),
                              vidimus_picture_get_height (picture));
    }
  if (picture != NULL && answer != NULL)
    vidimus_answer_get_sent (answer, NULL, NULL, NULL, &how);
  if (how != NULL)
    g_string_append_printf (text, " · %s", how);

  gtk_label_set_label (self->info, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->info_revealer), text->len > 0 && self->editor == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->controls_revealer), picture != NULL);
}

/** vidimus_viewer_update_verdict: over the picture, when the results are folded away. */
void
vidimus_viewer_update_verdict (VidimusViewer *self)
{
  gboolean answered = self->document != NULL &&
                      vidimus_document_get_state (self->document) == VIDIMUS_DOCUMENT_ANSWERED;

  gtk_widget_set_visible (self->verdict, answered && self->compact && self->editor == NULL);
  if (answered)
    {
      VidimusVerdictKind kind = vidimus_document_get_verdict (self->document).kind;

      vidimus_badge_set_kind (self->badge, kind);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->verdict), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      vidimus_verdict_kind_get_title (kind), -1);
    }
}

/* Why there is no picture where nothing went wrong: the service was told where it is. */
static const char *
describe_absence (VidimusDocument *document)
{
  switch (vidimus_document_get_state (document))
    {
    case VIDIMUS_DOCUMENT_QUEUED:
    case VIDIMUS_DOCUMENT_PREPARING:
    case VIDIMUS_DOCUMENT_SIGNING_IN:
    case VIDIMUS_DOCUMENT_SENDING:
    case VIDIMUS_DOCUMENT_WAITING:
    case VIDIMUS_DOCUMENT_PAUSED:
      return _("The picture is not fetched. The service reads it from its address.");
    case VIDIMUS_DOCUMENT_ANSWERED:
      return _("The picture was not fetched. The service read it from its address.");
    case VIDIMUS_DOCUMENT_LOADING:
    case VIDIMUS_DOCUMENT_READY:
    case VIDIMUS_DOCUMENT_FAILED:
    case VIDIMUS_DOCUMENT_CANCELLED:
    default:
      return NULL;
    }
}

/** vidimus_viewer_update_place: in the place of a picture: it comes, or there is none. */
void
vidimus_viewer_update_place (VidimusViewer *self)
{
  gboolean loading = self->document != NULL &&
                     vidimus_document_get_state (self->document) == VIDIMUS_DOCUMENT_LOADING;
  gboolean missing = self->document != NULL && !loading && vidimus_document_get_picture (self->document) == NULL;
  const char *absence = missing ? describe_absence (self->document) : NULL;

  gtk_widget_set_visible (self->missing, missing);
  gtk_image_set_from_icon_name (self->missing_icon, absence != NULL ? "vidimus-network-symbolic"
                                                                    : "image-missing-symbolic");
  gtk_label_set_label (self->absence, absence != NULL ? absence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->absence), absence != NULL);
  gtk_spinner_set_spinning (self->spinner, loading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
}

/** vidimus_viewer_update_side: the way to the picture of the other side, when there is one. */
void
vidimus_viewer_update_side (VidimusViewer *self)
{
  gboolean paired = self->document != NULL && vidimus_document_get_partner (self->document) != NULL;
  const char *name = paired && vidimus_document_is_back (self->document) ? _("Show the front") : _("Show the back");

  gtk_widget_set_visible (self->other_side, paired);
  gtk_widget_set_tooltip_text (self->other_side, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->other_side), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/** vidimus_viewer_update_zoom: the number on the zoom button. */
void
vidimus_viewer_update_zoom (VidimusViewer *self)
{
  g_autofree char *text = g_strdup_printf (_("%.0f %%"), vidimus_canvas_get_zoom (self->canvas) * 100.0);
  g_autofree char *name = g_strdup_printf (_("Zoom, %s"), text);

  gtk_label_set_label (self->zoom, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

#include "vidimus-thumbnail.h"

#include "vidimus-badge.h"
#include "vidimus-pyramid.h"

#include <glib/gi18n-lib.h>

#define PICTURE_SIZE 72
#define MISSING_SIZE 32 /* of the sign for a picture that could not be opened */

struct _VidimusThumbnail
{
  GtkWidget        parent_instance;

  VidimusDocument *document;    /* owned, nullable */
  GSignalGroup    *signals;     /* owned; of the document */
  VidimusPicture  *shown;       /* owned, nullable; whose textures are shown or on their way */
  GCancellable    *cancellable; /* owned, nullable */

  /* Template children */
  GtkImage        *picture;
  GtkSpinner      *spinner;
  GtkImage        *state;
  GtkLabel        *side;
};

G_DEFINE_FINAL_TYPE (VidimusThumbnail, vidimus_thumbnail, GTK_TYPE_WIDGET)

static void
pyramid_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(VidimusThumbnail) self = VIDIMUS_THUMBNAIL (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(VidimusPyramid) pyramid = vidimus_pyramid_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (pyramid != NULL)
    {
      gtk_image_set_pixel_size (self->picture, PICTURE_SIZE);
      gtk_image_set_from_paintable (self->picture, GDK_PAINTABLE (vidimus_pyramid_get_thumbnail (pyramid)));
    }
}

static void
update_picture (VidimusThumbnail *self)
{
  VidimusPicture *picture = self->document != NULL ? vidimus_document_get_picture (self->document) : NULL;

  if (!g_set_object (&self->shown, picture))
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_image_clear (self->picture);
  if (picture != NULL)
    {
      self->cancellable = g_cancellable_new ();
      vidimus_pyramid_get_async (picture, self->cancellable, pyramid_cb, g_object_ref (self));
    }
}

static const char *
describe_state (VidimusDocument *document)
{
  if (vidimus_document_is_busy (document))
    return _("Working");

  switch (vidimus_document_get_state (document))
    {
    case VIDIMUS_DOCUMENT_ANSWERED:
      return vidimus_verdict_kind_get_title (vidimus_document_get_verdict (document).kind);
    case VIDIMUS_DOCUMENT_FAILED:
      return _("Failed");
    case VIDIMUS_DOCUMENT_CANCELLED:
      return _("Cancelled");
    case VIDIMUS_DOCUMENT_LOADING:
    case VIDIMUS_DOCUMENT_READY:
    case VIDIMUS_DOCUMENT_QUEUED:
    case VIDIMUS_DOCUMENT_PREPARING:
    case VIDIMUS_DOCUMENT_SENDING:
    case VIDIMUS_DOCUMENT_SIGNING_IN:
    case VIDIMUS_DOCUMENT_WAITING:
    case VIDIMUS_DOCUMENT_PAUSED:
    default:
      return _("Not checked");
    }
}

/* Of a document whose two sides were photographed; NULL otherwise. */
static const char *
describe_side (VidimusDocument *document)
{
  if (vidimus_document_get_partner (document) == NULL)
    return NULL;

  return vidimus_document_is_back (document) ? _("Back") : _("Front");
}

static void
update_state (VidimusThumbnail *self)
{
  gboolean busy = vidimus_document_is_busy (self->document);
  VidimusDocumentState state = vidimus_document_get_state (self->document);
  VidimusVerdictKind kind = vidimus_document_get_verdict (self->document).kind;
  const char *side = describe_side (self->document);
  g_autofree char *name = g_strdup_printf ("%s%s%s, %s", vidimus_document_get_name (self->document),
                                           side != NULL ? ", " : "", side != NULL ? side : "",
                                           describe_state (self->document));

  if (state != VIDIMUS_DOCUMENT_ANSWERED)
    kind = VIDIMUS_VERDICT_NOT_CHECKED;
  if (state == VIDIMUS_DOCUMENT_FAILED && self->shown == NULL)
    {
      gtk_image_set_pixel_size (self->picture, MISSING_SIZE);
      gtk_image_set_from_icon_name (self->picture, "image-missing-symbolic");
    }
  gtk_image_set_from_icon_name (self->state, state == VIDIMUS_DOCUMENT_FAILED
                                               ? "dialog-warning-symbolic"
                                               : vidimus_badge_get_icon_name (kind));
  vidimus_badge_style (GTK_WIDGET (self->state), kind);
  gtk_widget_set_visible (GTK_WIDGET (self->state), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_label_set_label (self->side, side != NULL ? side : "");
  gtk_widget_set_visible (GTK_WIDGET (self->side), side != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (VidimusThumbnail *self)
{
  update_picture (self);
  if (self->document != NULL)
    update_state (self);
}

/**
 * vidimus_thumbnail_set_document:
 * @document: (nullable)
 *
 * Shows @document, and follows it.
 */
void
vidimus_thumbnail_set_document (VidimusThumbnail *self,
                                VidimusDocument  *document)
{
  g_return_if_fail (VIDIMUS_IS_THUMBNAIL (self));

  if (!g_set_object (&self->document, document))
    return;

  g_signal_group_set_target (self->signals, document);
  update (self);
}

static void
vidimus_thumbnail_dispose (GObject *object)
{
  VidimusThumbnail *self = VIDIMUS_THUMBNAIL (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signals);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->shown);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (vidimus_thumbnail_parent_class)->dispose (object);
}

static void
vidimus_thumbnail_class_init (VidimusThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_thumbnail_dispose;

  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-thumbnail.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusThumbnail, picture);
  gtk_widget_class_bind_template_child (widget_class, VidimusThumbnail, spinner);
  gtk_widget_class_bind_template_child (widget_class, VidimusThumbnail, state);
  gtk_widget_class_bind_template_child (widget_class, VidimusThumbnail, side);
}

static void
vidimus_thumbnail_init (VidimusThumbnail *self)
{
  self->signals = g_signal_group_new (VIDIMUS_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::picture", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::answer", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::partner", G_CALLBACK (update), self);

  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
vidimus_thumbnail_new (void)
{
  return g_object_new (VIDIMUS_TYPE_THUMBNAIL, NULL);
}

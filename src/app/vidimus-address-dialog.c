#include "vidimus-address-dialog.h"

#include "vidimus-profile-words.h"

#include <glib/gi18n-lib.h>

struct _VidimusAddressDialog
{
  AdwMessageDialog  parent_instance;

  GtkEntry         *entry; /* template child */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusAddressDialog, vidimus_address_dialog, ADW_TYPE_MESSAGE_DIALOG)

gboolean
vidimus_address_is_fetchable (const char *text)
{
  g_autofree char *address = g_strstrip (g_strdup (text));
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;

  if (strpbrk (address, " \n\t") != NULL ||
      !g_uri_split (address, G_URI_FLAGS_ENCODED, &scheme, NULL, &host, NULL, NULL, NULL, NULL, NULL))
    return FALSE;

  return host != NULL && *host != '\0' && scheme != NULL &&
         (g_ascii_strcasecmp (scheme, "https") == 0 || g_ascii_strcasecmp (scheme, "http") == 0);
}

static void
changed_cb (VidimusAddressDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "open", vidimus_address_is_fetchable (text));
}

static void
vidimus_address_dialog_response (AdwMessageDialog *dialog,
                                 const char       *response)
{
  VidimusAddressDialog *self = VIDIMUS_ADDRESS_DIALOG (dialog);

  if (g_strcmp0 (response, "open") == 0)
    {
      g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

      g_signal_emit (self, signals[CHOSEN], 0, address);
    }
}

static void
vidimus_address_dialog_class_init (VidimusAddressDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_MESSAGE_DIALOG_CLASS (klass)->response = vidimus_address_dialog_response;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-address-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusAddressDialog, entry);
}

static void
vidimus_address_dialog_init (VidimusAddressDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/* What becomes of the address, and of the image. Returns: (transfer full) */
static char *
describe (VidimusProfile *profile)
{
  g_autofree char *place = vidimus_profile_dup_place (profile);

  if (vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_LOCAL)
    return g_strdup (_("The image is fetched from the web by this program, and checked on this computer."));
  if (!vidimus_profile_get_send_address (profile))
    return g_strdup_printf (_("The image is fetched from the web by this program, and sent to %s."), place);
  if (vidimus_profile_get_fetch_picture (profile))
    return g_strdup_printf (_("The address is sent to %s, which fetches the image. This program fetches it too, to show it."),
                            place);

  return g_strdup_printf (_("The address is sent to %s, which fetches the image. It is not fetched here, and not shown."),
                          place);
}

/** vidimus_address_dialog_new: says what becomes of the address when @profile answers. */
GtkWidget *
vidimus_address_dialog_new (VidimusProfile *profile)
{
  VidimusAddressDialog *self = g_object_new (VIDIMUS_TYPE_ADDRESS_DIALOG, NULL);
  g_autofree char *body = describe (profile);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);

  return GTK_WIDGET (self);
}

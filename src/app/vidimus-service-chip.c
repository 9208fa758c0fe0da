#include "vidimus-service-chip.h"

#include <glib/gi18n-lib.h>

struct _VidimusServiceChip
{
  GtkWidget      parent_instance;

  VidimusClient *client; /* owned, nullable */

  /* Template children */
  GtkMenuButton *button;
  GtkPopover    *popover;
  GtkImage      *icon;
  GtkLabel      *name;
  GtkLabel      *title;
  GtkLabel      *privacy;
  GtkWidget     *warning_box;
  GtkLabel      *warning;
};

G_DEFINE_FINAL_TYPE (VidimusServiceChip, vidimus_service_chip, GTK_TYPE_WIDGET)

static void
update_privacy (VidimusServiceChip *self)
{
  if (vidimus_client_is_local (self->client))
    {
      gtk_label_set_label (self->privacy, _("Images stay on this computer."));
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_("Images are sent to %s."),
                                               vidimus_client_get_name (self->client));

      gtk_label_set_label (self->privacy, text);
    }
}

void
vidimus_service_chip_refresh (VidimusServiceChip *self)
{
  gboolean local;
  const char *name, *warning;
  g_autofree char *label = NULL;

  g_return_if_fail (VIDIMUS_IS_SERVICE_CHIP (self));

  if (self->client == NULL)
    return;

  local = vidimus_client_is_local (self->client);
  name = vidimus_client_get_name (self->client);
  warning = vidimus_client_get_warning (self->client);
  label = warning != NULL ? g_strdup_printf (_("Service: %s, with a warning"), name)
                          : g_strdup_printf (_("Service: %s"), name);

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (self->warning_box, warning != NULL);
  gtk_image_set_from_icon_name (self->icon, warning != NULL ? "dialog-warning-symbolic"
                                            : local         ? "vidimus-computer-symbolic"
                                                            : "vidimus-network-symbolic");
  if (local && warning == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "local");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "local");
  update_privacy (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
vidimus_service_chip_set_client (VidimusServiceChip *self,
                                 VidimusClient      *client)
{
  g_return_if_fail (VIDIMUS_IS_SERVICE_CHIP (self));

  if (g_set_object (&self->client, client))
    vidimus_service_chip_refresh (self);
}

/**
 * vidimus_service_chip_set_compact:
 *
 * Only the icon, where there is little room.
 */
void
vidimus_service_chip_set_compact (VidimusServiceChip *self,
                                  gboolean            compact)
{
  g_return_if_fail (VIDIMUS_IS_SERVICE_CHIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->name), !compact);
}

static void
vidimus_service_chip_dispose (GObject *object)
{
  VidimusServiceChip *self = VIDIMUS_SERVICE_CHIP (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (vidimus_service_chip_parent_class)->dispose (object);
}

static void
vidimus_service_chip_class_init (VidimusServiceChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_service_chip_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-service-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, button);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, popover);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, icon);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, name);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, title);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, privacy);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, warning_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, warning);
}

static void
vidimus_service_chip_init (VidimusServiceChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->popover, "show", G_CALLBACK (vidimus_service_chip_refresh), self,
                           G_CONNECT_SWAPPED);
}

#include "vidimus-service-chip.h"

#include "vidimus-profile-words.h"

#include <glib/gi18n-lib.h>

#define MAX_HEIGHT 320 /* of the list */

struct _VidimusServiceChip
{
  GtkWidget         parent_instance;

  VidimusServices   *services; /* owned, nullable */

  /* Template children */
  GtkMenuButton     *button;
  GtkPopover        *popover;
  GtkImage          *icon;
  GtkWidget         *squeezer;
  GtkLabel          *name;
  GtkScrolledWindow *scroller;
  GtkWidget         *choices;
  GtkLabel          *privacy;
  GtkWidget         *warning_box;
  GtkLabel          *warning;
};

G_DEFINE_FINAL_TYPE (VidimusServiceChip, vidimus_service_chip, GTK_TYPE_WIDGET)

static void
update_privacy (VidimusServiceChip *self,
                VidimusProfile     *profile)
{
  if (vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_LOCAL)
    {
      gtk_label_set_label (self->privacy, _("Images stay on this computer."));
    }
  else
    {
      g_autofree char *place = vidimus_profile_dup_place (profile);
      /* Translators: a host, on a line of its own */
      g_autofree char *where = g_strdup_printf (_("Images are sent to\n%s"), place);
      g_autofree char *text = vidimus_profile_is_billed (profile)
                                ? g_strdup_printf ("%s\n%s", where, _("The vendor bills every call that it answers."))
                                : g_strdup (where);

      gtk_label_set_label (self->privacy, text);
    }
}

void
vidimus_service_chip_refresh (VidimusServiceChip *self)
{
  VidimusProfile *profile;
  const char *name, *warning;
  gboolean local;
  g_autofree char *label = NULL;

  g_return_if_fail (VIDIMUS_IS_SERVICE_CHIP (self));

  if (self->services == NULL)
    return;

  profile = vidimus_profiles_get_current (vidimus_services_get_profiles (self->services));
  local = vidimus_profile_get_kind (profile) == VIDIMUS_PROFILE_LOCAL;
  name = vidimus_profile_get_name (profile);
  warning = vidimus_client_get_warning (vidimus_services_get_client (self->services));
  label = warning != NULL ? g_strdup_printf (_("Service: %s, with a warning"), name)
                          : g_strdup_printf (_("Service: %s"), name);

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (self->warning_box, warning != NULL);
  gtk_image_set_from_icon_name (self->icon, warning != NULL ? "dialog-warning-symbolic"
                                                            : vidimus_profile_get_icon_name (profile));
  if (local && warning == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "local");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "local");
  update_privacy (self, profile);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
make_choice (VidimusProfile *profile)
{
  const char *name = vidimus_profile_get_name (profile);
  GtkWidget *choice = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (vidimus_profile_get_icon_name (profile)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (choice), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (choice), "s", vidimus_profile_get_id (profile));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (choice), "win.service");

  return choice;
}

/* All of a list that is not very long is seen at once, however the words below it wrap. */
static void
fit_choices (VidimusServiceChip *self)
{
  int natural;

  gtk_widget_measure (self->choices, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  gtk_scrolled_window_set_max_content_height (self->scroller, MIN (natural, MAX_HEIGHT));
  gtk_scrolled_window_set_min_content_height (self->scroller, MIN (natural, MAX_HEIGHT));
}

static void
fill (VidimusServiceChip *self)
{
  GListModel *profiles = G_LIST_MODEL (vidimus_services_get_profiles (self->services));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->choices)) != NULL)
    gtk_box_remove (GTK_BOX (self->choices), child);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(VidimusProfile) profile = g_list_model_get_item (profiles, i);

      gtk_box_append (GTK_BOX (self->choices), make_choice (profile));
    }
  gtk_scrolled_window_set_min_content_height (self->scroller, -1);
  fit_choices (self);
  vidimus_service_chip_refresh (self);
}

/**
 * vidimus_service_chip_set_services:
 *
 * Shows the current profile of @services, and follows it.
 */
void
vidimus_service_chip_set_services (VidimusServiceChip *self,
                                   VidimusServices    *services)
{
  g_return_if_fail (VIDIMUS_IS_SERVICE_CHIP (self));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  vidimus_services_get_client (services); /* says which profile will do */
  g_signal_connect_object (services, "notify::client", G_CALLBACK (vidimus_service_chip_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vidimus_services_get_profiles (services), "items-changed", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
  fill (self);
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

  gtk_widget_set_visible (self->squeezer, !compact);
}

static void
vidimus_service_chip_dispose (GObject *object)
{
  VidimusServiceChip *self = VIDIMUS_SERVICE_CHIP (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);

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
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, squeezer);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, name);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, choices);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, scroller);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, privacy);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, warning_box);
  gtk_widget_class_bind_template_child (widget_class, VidimusServiceChip, warning);
}

static void
vidimus_service_chip_init (VidimusServiceChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->popover, "show", G_CALLBACK (fill), self, G_CONNECT_SWAPPED); /* names change */
}

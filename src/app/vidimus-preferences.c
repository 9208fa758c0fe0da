#include "vidimus-preferences.h"

#include "vidimus-services-page.h"

struct _VidimusPreferences
{
  AdwPreferencesWindow  parent_instance;

  /* Template children */
  GtkSwitch            *alarms;
  VidimusServicesPage  *services;
};

G_DEFINE_FINAL_TYPE (VidimusPreferences, vidimus_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
vidimus_preferences_class_init (VidimusPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (VIDIMUS_TYPE_SERVICES_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusPreferences, alarms);
  gtk_widget_class_bind_template_child (widget_class, VidimusPreferences, services);
}

static void
vidimus_preferences_init (VidimusPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
vidimus_preferences_new (GSettings       *settings,
                         VidimusServices *services,
                         const char      *page)
{
  VidimusPreferences *self = g_object_new (VIDIMUS_TYPE_PREFERENCES, NULL);

  g_settings_bind (settings, "alarms", self->alarms, "active", G_SETTINGS_BIND_DEFAULT);
  vidimus_services_page_set_services (self->services, services);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), page);

  return GTK_WIDGET (self);
}

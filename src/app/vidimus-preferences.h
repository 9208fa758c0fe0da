/* What can be chosen once and for all. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_PREFERENCES (vidimus_preferences_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPreferences, vidimus_preferences, VIDIMUS, PREFERENCES, AdwPreferencesWindow)

GtkWidget *vidimus_preferences_new (GSettings *settings);

G_END_DECLS

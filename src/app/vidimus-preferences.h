/* Preferences: what is asked, and who is. */
#pragma once

#include "vidimus-services.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_PREFERENCES (vidimus_preferences_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPreferences, vidimus_preferences, VIDIMUS, PREFERENCES, AdwPreferencesWindow)

/* @page: the name of the page to begin with, "general" or "services" */
GtkWidget *vidimus_preferences_new (GSettings       *settings,
                                    VidimusServices *services,
                                    const char      *page);

G_END_DECLS

/* The settings of one service: a dialog that edits a copy, and saves it when it is right. */
#pragma once

#include "vidimus-services.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_PROFILE_EDITOR (vidimus_profile_editor_get_type ())
G_DECLARE_FINAL_TYPE (VidimusProfileEditor, vidimus_profile_editor, VIDIMUS, PROFILE_EDITOR, AdwWindow)

/* @profile: edited; one that is not on the list is added when it is saved. @source_id: whose secrets do where none is typed: its own id, or
 * that of the profile it was duplicated from; nullable. */
GtkWidget *vidimus_profile_editor_new (VidimusServices *services,
                                       VidimusProfile  *profile,
                                       const char      *source_id);

G_END_DECLS

/* The request and the response of an answer, as text to read and copy. */
#pragma once

#include "vidimus-answer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_INSPECTOR (vidimus_inspector_get_type ())
G_DECLARE_FINAL_TYPE (VidimusInspector, vidimus_inspector, VIDIMUS, INSPECTOR, AdwWindow)

GtkWidget *vidimus_inspector_new (VidimusAnswer *answer);

G_END_DECLS

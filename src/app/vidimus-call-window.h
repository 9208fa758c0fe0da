/* The call inspector: every attempt of every call of this session, newest first. */
#pragma once

#include "vidimus-call-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_CALL_WINDOW (vidimus_call_window_get_type ())
G_DECLARE_FINAL_TYPE (VidimusCallWindow, vidimus_call_window, VIDIMUS, CALL_WINDOW, AdwWindow)

GtkWidget *vidimus_call_window_new (VidimusCallLog *log);

G_END_DECLS

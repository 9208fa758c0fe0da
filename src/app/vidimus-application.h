/* The program: command line, services, windows. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define VIDIMUS_TYPE_APPLICATION (vidimus_application_get_type ())
G_DECLARE_FINAL_TYPE (VidimusApplication, vidimus_application, VIDIMUS, APPLICATION, AdwApplication)

VidimusApplication *vidimus_application_new                (void);
/* Makes templates and icons known without an application, for tests. */
void                vidimus_application_register_resources (void);

G_END_DECLS

/* How the desktop that tests/support/with-desktop plays is to behave. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean vidimus_test_desktop_is_there   (void);
void     vidimus_test_desktop_screenshot (const char *manner,
                                          const char *file); /* nullable */
void     vidimus_test_desktop_camera     (const char *manner);
void     vidimus_test_desktop_lock       (const char *who,
                                          gboolean    locked);
void     vidimus_test_desktop_own        (const char *name,
                                          gboolean    own);
char   **vidimus_test_desktop_get_log    (void);

G_END_DECLS

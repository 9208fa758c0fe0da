#include "vidimus-test-desktop.h"

#define MOCK "io.github.vidimus.Mock"

static GVariant *
call (const char *method,
      GVariant   *parameters)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GError) error = NULL;
  GVariant *reply;

  g_assert_nonnull (bus);
  reply = g_dbus_connection_call_sync (bus, MOCK, "/io/github/vidimus/Mock", MOCK, method, parameters, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return reply;
}

static void
tell (const char *method,
      GVariant   *parameters)
{
  g_variant_unref (call (method, parameters));
}

/**
 * vidimus_test_desktop_is_there:
 *
 * Returns: %FALSE where the test runs without with-desktop, for who can't have it
 */
gboolean
vidimus_test_desktop_is_there (void)
{
  return g_getenv ("DBUS_SYSTEM_BUS_ADDRESS") != NULL;
}

/**
 * vidimus_test_desktop_screenshot:
 * @manner: see with-desktop
 * @file: (nullable): what is granted
 */
void
vidimus_test_desktop_screenshot (const char *manner,
                                 const char *file)
{
  tell ("Screenshot", g_variant_new ("(ss)", manner, file != NULL ? file : ""));
}

/** vidimus_test_desktop_camera: @manner: see with-desktop */
void
vidimus_test_desktop_camera (const char *manner)
{
  tell ("Camera", g_variant_new ("(s)", manner));
}

/** vidimus_test_desktop_lock: @who: a saver's name, "hint" or "signal" */
void
vidimus_test_desktop_lock (const char *who,
                           gboolean    locked)
{
  tell ("Lock", g_variant_new ("(sb)", who, locked));
}

/** vidimus_test_desktop_own: whether somebody on the bus has @name */
void
vidimus_test_desktop_own (const char *name,
                          gboolean    own)
{
  tell (own ? "Own" : "Disown", g_variant_new ("(s)", name));
}

/**
 * vidimus_test_desktop_get_log:
 *
 * Returns: (transfer full): what the portal was called with, and the files that it gave
 */
char **
vidimus_test_desktop_get_log (void)
{
  g_autoptr(GVariant) reply = call ("Log", NULL);
  char **log = NULL;

  g_variant_get (reply, "(^as)", &log);

  return log;
}

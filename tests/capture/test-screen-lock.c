#include "vidimus-screen-lock.h"

#include "vidimus-test.h"
#include "vidimus-test-desktop.h"

#define GNOME "org.gnome.ScreenSaver"
#define OTHERS "org.freedesktop.ScreenSaver"
#define LOGIND "org.freedesktop.login1"

typedef struct
{
  VidimusScreenLock *lock;
  guint              n_notified;
} Fixture;

static void
notified_cb (Fixture *f)
{
  f->n_notified++;
}

static void
look (Fixture *f)
{
  f->lock = vidimus_screen_lock_new ();
  f->n_notified = 0;
  g_signal_connect_swapped (f->lock, "notify::locked", G_CALLBACK (notified_cb), f);
  g_assert_false (vidimus_screen_lock_get_locked (f->lock));
}

static void
tear_down (Fixture       *f,
           gconstpointer  unused)
{
  const char *const names[] = { GNOME, OTHERS, LOGIND };

  if (f->lock != NULL)
    vidimus_test_drop (f->lock);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    vidimus_test_desktop_own (names[i], TRUE);
  vidimus_test_desktop_lock (GNOME, FALSE);
  vidimus_test_desktop_lock (OTHERS, FALSE);
  vidimus_test_desktop_lock ("hint", FALSE);
}

static gboolean
is_locked (gpointer lock)
{
  return vidimus_screen_lock_get_locked (lock);
}

static gboolean
is_open (gpointer lock)
{
  return !vidimus_screen_lock_get_locked (lock);
}

static void
await_locked (Fixture  *f,
              gboolean  locked)
{
  vidimus_test_await_true (locked ? is_locked : is_open, f->lock);
}

/* A state that was there before, and every change. */
static void
test_said (Fixture       *f,
           gconstpointer  who)
{
  vidimus_test_desktop_lock (who, TRUE);
  look (f);
  await_locked (f, TRUE);

  vidimus_test_desktop_lock (who, FALSE);
  await_locked (f, FALSE);
  vidimus_test_desktop_lock (who, TRUE);
  await_locked (f, TRUE);
  g_assert_cmpuint (f->n_notified, ==, 3);
}

static void
test_signals (Fixture       *f,
              gconstpointer  unused)
{
  vidimus_test_desktop_lock ("hint", TRUE);
  look (f);
  await_locked (f, TRUE); /* so logind is known */

  vidimus_test_desktop_lock ("signal", FALSE);
  await_locked (f, FALSE);
  vidimus_test_desktop_lock ("signal", TRUE);
  await_locked (f, TRUE);
  vidimus_test_desktop_lock ("hint", FALSE); /* it was unlocked otherwise */
  await_locked (f, FALSE);
}

/* Whatever was sent to us on either bus before this has been looked at after it. */
static void
hear (void)
{
  const GBusType types[] = { G_BUS_TYPE_SESSION, G_BUS_TYPE_SYSTEM };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(GDBusConnection) bus = g_bus_get_sync (types[i], NULL, NULL);
      g_autoptr(GVariant) reply = NULL;

      reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId", NULL, NULL,
                                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
      g_assert_nonnull (reply);
    }
  vidimus_test_drain ();
}

/* As long as one of them says so. */
static void
test_any (Fixture       *f,
          gconstpointer  unused)
{
  static const char *const all[] = { GNOME, OTHERS, "hint" };

  look (f);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) /* until each is heard */
    {
      vidimus_test_desktop_lock (all[i], TRUE);
      await_locked (f, TRUE);
      vidimus_test_desktop_lock (all[i], FALSE);
      await_locked (f, FALSE);
    }

  f->n_notified = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    vidimus_test_desktop_lock (all[i], TRUE);
  hear ();
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_assert_true (vidimus_screen_lock_get_locked (f->lock));
      g_assert_cmpuint (f->n_notified, ==, 1);
      vidimus_test_desktop_lock (all[i], FALSE);
      hear ();
    }
  g_assert_false (vidimus_screen_lock_get_locked (f->lock));
  g_assert_cmpuint (f->n_notified, ==, 2);
}

/* Who is not there yet, or comes back after a crash, is heard; who went no longer counts; nobody is started. */
static void
test_come_and_go (Fixture       *f,
                  gconstpointer  data)
{
  const char *name = data;
  const char *who = g_str_equal (name, LOGIND) ? "hint" : name;
  g_auto(GStrv) log = NULL;

  vidimus_test_desktop_own (GNOME, FALSE);
  vidimus_test_desktop_own (OTHERS, FALSE);
  vidimus_test_desktop_own (LOGIND, FALSE);
  vidimus_test_desktop_lock (who, TRUE);
  look (f);

  for (int i = 0; i < 2; i++)
    {
      vidimus_test_desktop_own (name, TRUE);
      await_locked (f, TRUE);
      vidimus_test_desktop_own (name, FALSE);
      await_locked (f, FALSE);
    }
  g_assert_cmpuint (f->n_notified, ==, 4);
  log = vidimus_test_desktop_get_log ();
  g_assert_false (g_strv_contains ((const char *const *) log, "started"));
}

/* Whatever it waits for: nothing keeps it. */
static void
test_dropped (Fixture       *f,
              gconstpointer  unused)
{
  vidimus_test_desktop_lock (GNOME, TRUE);
  for (int i = 0; i < 60; i++)
    {
      VidimusScreenLock *lock = vidimus_screen_lock_new ();

      for (int turns = 0; turns < i / 3; turns++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (lock);
    }
  look (f);
  await_locked (f, TRUE);
}

static void
no_bus_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, NULL);

  g_assert_null (bus);
  *(guint *) user_data += 1;
}

static gboolean
failed_twice (gpointer n_failed)
{
  return *(guint *) n_failed == 2;
}

/* Without any bus: nobody says, and that is all. */
static void
test_alone (void)
{
  Fixture f = { NULL };
  guint n_failed = 0;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/session", TRUE);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/system", TRUE);
  look (&f);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, no_bus_cb, &n_failed);
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, no_bus_cb, &n_failed);
  vidimus_test_await_true (failed_twice, &n_failed);
  vidimus_test_drain ();
  g_assert_false (vidimus_screen_lock_get_locked (f.lock));
  g_assert_cmpuint (f.n_notified, ==, 0);
  vidimus_test_drop (f.lock);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const names[] = { GNOME, OTHERS, LOGIND };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!vidimus_test_desktop_is_there ())
    {
      g_test_add_func ("/screen-lock/alone", test_alone);
      return g_test_run ();
    }

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *who = g_str_equal (names[i], LOGIND) ? "hint" : names[i];
      g_autofree char *said = g_strdup_printf ("/screen-lock/said/%s", who);
      g_autofree char *come = g_strdup_printf ("/screen-lock/come-and-go/%s", who);

      g_test_add (said, Fixture, who, NULL, test_said, tear_down);
      g_test_add (come, Fixture, names[i], NULL, test_come_and_go, tear_down);
    }
  g_test_add ("/screen-lock/signals", Fixture, NULL, NULL, test_signals, tear_down);
  g_test_add ("/screen-lock/any", Fixture, NULL, NULL, test_any, tear_down);
  g_test_add ("/screen-lock/dropped", Fixture, NULL, NULL, test_dropped, tear_down);

  return g_test_run ();
}

#define G_LOG_DOMAIN "vidimus-screen-lock"

#include "vidimus-screen-lock.h"

#define LOGIND "org.freedesktop.login1"

/* Who says so on the session bus: what GNOME has, and what KDE and most others have. */
static const struct
{
  const char *name; /* of the service, and of its interface */
  const char *path;
} savers[] = {
  { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
  { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
};

#define N_SAVERS ((int) G_N_ELEMENTS (savers))
/* logind's session stands behind them. */
#define SESSION N_SAVERS
#define N_SAYERS (N_SAVERS + 1)

struct _VidimusScreenLock
{
  GObject       parent_instance;

  GCancellable *cancellable;       /* owned; cancelled with the lock */
  GDBusProxy   *proxies[N_SAYERS]; /* owned, nullable: until the bus answered, and for want of one */
  GDBusProxy   *manager;           /* owned, nullable; logind's, which knows our session */
  gboolean      says[N_SAYERS];    /* that it is locked */
  gboolean      locked;            /* any of them says so */
};

enum
{
  PROP_0,
  PROP_LOCKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VidimusScreenLock, vidimus_screen_lock, G_TYPE_OBJECT)

static void
set_says (VidimusScreenLock *self,
          int                sayer,
          gboolean           locked)
{
  gboolean any = FALSE;

  self->says[sayer] = locked;
  for (int i = 0; i < N_SAYERS; i++)
    any = any || self->says[i];

  if (any == self->locked)
    return;

  self->locked = any;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
}

static int
index_of (VidimusScreenLock *self,
          GDBusProxy        *proxy)
{
  for (int i = 0; i < N_SAYERS; i++)
    if (self->proxies[i] == proxy)
      return i;

  return -1;
}

static gboolean
has_owner (GDBusProxy *proxy)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (proxy);

  return owner != NULL;
}

/* Who isn't there, or has no such method, says nothing; that is no problem of the user's. */
static gboolean
passes (const GError *error)
{
  if (error == NULL)
    return TRUE;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("%s", error->message);
  return FALSE;
}

/* The screen savers of the session bus */

static void
active_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (object), result, &error);
  gboolean active;

  if (!passes (error)) /* then the lock may be gone */
    return;

  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (reply, "(b)", &active);
  set_says (user_data, index_of (user_data, G_DBUS_PROXY (object)), active);
}

/* Which saver there is may change while we run: a shell that crashed comes back. */
static void
saver_owner_cb (VidimusScreenLock *self,
                GParamSpec        *pspec,
                GDBusProxy        *proxy)
{
  if (has_owner (proxy))
    g_dbus_proxy_call (proxy, "GetActive", NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, active_cb, self);
  else
    set_says (self, index_of (self, proxy), FALSE);
}

static void
saver_signal_cb (VidimusScreenLock *self,
                 const char        *sender,
                 const char        *signal,
                 GVariant          *parameters,
                 GDBusProxy        *proxy)
{
  gboolean active;

  if (!g_str_equal (signal, "ActiveChanged") || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &active);
  set_says (self, index_of (self, proxy), active);
}

static void
saver_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusProxy) proxy = g_dbus_proxy_new_finish (result, &error);
  VidimusScreenLock *self = user_data;

  if (!passes (error))
    return;

  for (int i = 0; i < N_SAVERS; i++)
    if (g_str_equal (savers[i].name, g_dbus_proxy_get_name (proxy)))
      self->proxies[i] = g_object_ref (proxy);

  g_signal_connect_object (proxy, "g-signal", G_CALLBACK (saver_signal_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (proxy, "notify::g-name-owner", G_CALLBACK (saver_owner_cb), self, G_CONNECT_SWAPPED);
  saver_owner_cb (self, NULL, proxy);
}

/* logind, on the system bus */

static void
read_hint (VidimusScreenLock *self)
{
  g_autoptr(GVariant) hint = g_dbus_proxy_get_cached_property (self->proxies[SESSION], "LockedHint");

  set_says (self, SESSION, hint != NULL && g_variant_is_of_type (hint, G_VARIANT_TYPE_BOOLEAN) &&
                           g_variant_get_boolean (hint));
}

static void
session_properties_cb (VidimusScreenLock *self,
                       GVariant          *changed)
{
  if (g_variant_lookup (changed, "LockedHint", "b", NULL))
    read_hint (self);
}

/* “Lock” asks whoever locks the session to do so, and comes before the hint. Not every locker sets the hint, nor is an
 * “Unlock” sent when the password was typed there: what is asked for then holds until this object goes. */
static void
session_signal_cb (VidimusScreenLock *self,
                   const char        *sender,
                   const char        *signal)
{
  if (g_str_equal (signal, "Lock"))
    set_says (self, SESSION, TRUE);
  else if (g_str_equal (signal, "Unlock"))
    set_says (self, SESSION, FALSE);
}

static void
session_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusProxy) proxy = g_dbus_proxy_new_finish (result, &error);
  VidimusScreenLock *self = user_data;

  if (!passes (error))
    return;

  g_set_object (&self->proxies[SESSION], proxy);
  g_signal_connect_object (proxy, "g-signal", G_CALLBACK (session_signal_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (proxy, "g-properties-changed", G_CALLBACK (session_properties_cb), self, G_CONNECT_SWAPPED);
  read_hint (self);
}

static void
session_path_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (object), result, &error);
  VidimusScreenLock *self = user_data;
  const char *path;

  if (!passes (error))
    return;

  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(o)")))
    return;

  g_variant_get (reply, "(&o)", &path);
  g_dbus_proxy_new (g_dbus_proxy_get_connection (G_DBUS_PROXY (object)), G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, NULL,
                    LOGIND, path, LOGIND ".Session", self->cancellable, session_cb, self);
}

/* “auto” is the session that we run in; for what the session bus or the user's systemd started, that is in none, the
 * user's graphical one (sd-login(3); systemd 243). The signals come from its own path only, so that is asked for. */
static void
manager_owner_cb (VidimusScreenLock *self)
{
  if (has_owner (self->manager))
    {
      g_dbus_proxy_call (self->manager, "GetSession", g_variant_new ("(s)", "auto"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                         self->cancellable, session_path_cb, self);
    }
  else if (self->proxies[SESSION] != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->proxies[SESSION], self);
      g_clear_object (&self->proxies[SESSION]);
      set_says (self, SESSION, FALSE);
    }
}

static void
manager_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusProxy) proxy = g_dbus_proxy_new_finish (result, &error);
  VidimusScreenLock *self = user_data;

  if (!passes (error))
    return;

  self->manager = g_object_ref (proxy);
  g_signal_connect_object (proxy, "notify::g-name-owner", G_CALLBACK (manager_owner_cb), self, G_CONNECT_SWAPPED);
  manager_owner_cb (self);
}

/* The buses: who connects first lends the cancellable to all that share the connection (gdbusconnection.c), so none is
 * given, and the lock may be gone. */

#define PROXY_FLAGS (G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START | G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES)

static GDBusConnection *
bus_finish (GAsyncResult       *result,
            GWeakRef           *asker, /* (transfer full) */
            VidimusScreenLock **self)  /* (out) (transfer full) (nullable) */
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  *self = g_weak_ref_get (asker);
  g_weak_ref_clear (asker);
  g_free (asker);
  if (*self == NULL || !passes (error))
    g_clear_object (&bus);

  return bus;
}

static void
session_bus_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(VidimusScreenLock) self = NULL;
  g_autoptr(GDBusConnection) bus = bus_finish (result, user_data, &self);

  for (int i = 0; i < N_SAVERS && bus != NULL; i++)
    g_dbus_proxy_new (bus, PROXY_FLAGS, NULL, savers[i].name, savers[i].path, savers[i].name, self->cancellable,
                      saver_cb, self);
}

static void
system_bus_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(VidimusScreenLock) self = NULL;
  g_autoptr(GDBusConnection) bus = bus_finish (result, user_data, &self);

  if (bus != NULL)
    g_dbus_proxy_new (bus, PROXY_FLAGS, NULL, LOGIND, "/org/freedesktop/login1", LOGIND ".Manager", self->cancellable,
                      manager_cb, self);
}

static void
ask_bus (VidimusScreenLock   *self,
         GBusType             type,
         GAsyncReadyCallback  callback)
{
  GWeakRef *asker = g_new0 (GWeakRef, 1);

  g_weak_ref_init (asker, self);
  g_bus_get (type, NULL, callback, asker);
}

static void
vidimus_screen_lock_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LOCKED:
      g_value_set_boolean (value, vidimus_screen_lock_get_locked (VIDIMUS_SCREEN_LOCK (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vidimus_screen_lock_dispose (GObject *object)
{
  VidimusScreenLock *self = VIDIMUS_SCREEN_LOCK (object);

  g_cancellable_cancel (self->cancellable);
  for (int i = 0; i < N_SAYERS; i++)
    g_clear_object (&self->proxies[i]);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (vidimus_screen_lock_parent_class)->dispose (object);
}

static void
vidimus_screen_lock_finalize (GObject *object)
{
  g_object_unref (VIDIMUS_SCREEN_LOCK (object)->cancellable);

  G_OBJECT_CLASS (vidimus_screen_lock_parent_class)->finalize (object);
}

static void
vidimus_screen_lock_class_init (VidimusScreenLockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vidimus_screen_lock_get_property;
  object_class->dispose = vidimus_screen_lock_dispose;
  object_class->finalize = vidimus_screen_lock_finalize;

  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vidimus_screen_lock_init (VidimusScreenLock *self)
{
  self->cancellable = g_cancellable_new ();
  ask_bus (self, G_BUS_TYPE_SESSION, session_bus_cb);
  ask_bus (self, G_BUS_TYPE_SYSTEM, system_bus_cb);
}

/**
 * vidimus_screen_lock_new:
 *
 * Nothing is waited for, nothing is started: until somebody says that the screen is locked, it isn't.
 */
VidimusScreenLock *
vidimus_screen_lock_new (void)
{
  return g_object_new (VIDIMUS_TYPE_SCREEN_LOCK, NULL);
}

gboolean
vidimus_screen_lock_get_locked (VidimusScreenLock *self)
{
  g_return_val_if_fail (VIDIMUS_IS_SCREEN_LOCK (self), FALSE);

  return self->locked;
}

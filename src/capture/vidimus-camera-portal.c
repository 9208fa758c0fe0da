#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-portal-private.h"

#include "vidimus-camera-words-private.h"

#include <libportal/portal.h>

/** vidimus_camera_portal_is_needed: in a sandbox; VIDIMUS_CAMERA_PORTAL=1 asks outside too. */
gboolean
vidimus_camera_portal_is_needed (void)
{
  return g_strcmp0 (g_getenv ("VIDIMUS_CAMERA_PORTAL"), "1") == 0 || xdp_portal_running_under_sandbox ();
}

/* libportal answers CANCELLED when the user says no, FAILED when the portal does; a portal that does not let itself be asked answers an error
 * of its own. What the bus says is of a portal that is not there. */
static GError *
explain (GError       *error,
         GCancellable *cancellable)
{
  g_autoptr(GError) reason = error;
  VidimusCameraTrouble trouble = VIDIMUS_CAMERA_TROUBLE_REFUSED;

  if (g_cancellable_is_cancelled (cancellable))
    return g_steal_pointer (&reason);
  if (reason->domain == G_DBUS_ERROR && reason->code != G_DBUS_ERROR_ACCESS_DENIED)
    trouble = VIDIMUS_CAMERA_TROUBLE_NO_PORTAL;

  return g_error_new_literal (VIDIMUS_CAMERA_ERROR, (int) trouble, reason->message);
}

static void
access_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (xdp_portal_access_camera_finish (XDP_PORTAL (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, explain (error, g_task_get_cancellable (task)));
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, &error);
  g_autoptr(XdpPortal) portal = NULL;

  if (bus == NULL)
    {
      g_task_return_new_error (task, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_NO_PORTAL, "%s", error->message);
      return;
    }

  if (g_task_return_error_if_cancelled (task))
    return;

  portal = xdp_portal_new ();
  xdp_portal_access_camera (portal, NULL, XDP_CAMERA_FLAG_NONE, g_task_get_cancellable (task), access_cb, g_object_ref (task));
}

/**
 * vidimus_camera_portal_ask_async:
 *
 * Asks for permission; the desktop may show a dialog, which the user may leave open for ever.
 */
void
vidimus_camera_portal_ask_async (GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_camera_portal_ask_async);
  /* libportal would wait for it. Without the cancellable: it would be everybody's who shares the connection. */
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, task);
}

/** vidimus_camera_portal_ask_finish: %FALSE with a %VIDIMUS_CAMERA_ERROR or a cancellation. */
gboolean
vidimus_camera_portal_ask_finish (GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vidimus_camera_portal_open:
 *
 * Blocks: for a thread, once permission was given. Returns: a connection to PipeWire that sees cameras only, to be closed by who takes
 * it; -1 with a %VIDIMUS_CAMERA_ERROR
 */
int
vidimus_camera_portal_open (GError **error)
{
  g_autoptr(XdpPortal) portal = xdp_portal_new ();
  int fd = xdp_portal_open_pipewire_remote_for_camera (portal);

  if (fd < 0)
    g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_REFUSED, "the portal gives no connection to PipeWire");

  return fd;
}

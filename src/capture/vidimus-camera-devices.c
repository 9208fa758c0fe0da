/* One list for the whole program, followed from the first look until the program ends: up to 0.3.66 PipeWire's device provider frees its
 * registry twice when it is stopped while the daemon is there (its thread is not locked out), which is a crash every few times. So it is
 * stopped only when the daemon is gone. No device is opened by this. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-devices-private.h"

#include "vidimus-camera-daemon-private.h"
#include "vidimus-camera-portal-private.h"
#include "vidimus-camera-words-private.h"

#include <gst/gst.h>

#define CLASSES "Video/Source"

struct _VidimusCameraDevices
{
  GObject              parent_instance;

  GPtrArray           *all;    /* owned; of VidimusCameraDevice, with those that are there twice */
  GListStore          *shown;  /* owned; each once */
  VidimusCameraDaemon *daemon; /* owned, nullable: once somebody looked, outside of a sandbox */
  GstBus              *bus;    /* owned, nullable: what is watched */

  GMutex               lock;   /* of what follows; held by the thread that starts it */
  GstObject           *source; /* owned, nullable: a started GstDeviceMonitor, or the provider of the portal's connection */
};

G_DEFINE_FINAL_TYPE (VidimusCameraDevices, vidimus_camera_devices, G_TYPE_OBJECT)

static void
vidimus_camera_devices_class_init (VidimusCameraDevicesClass *klass)
{
}

static void
vidimus_camera_devices_init (VidimusCameraDevices *self)
{
  g_mutex_init (&self->lock);
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_list_store_new (VIDIMUS_TYPE_CAMERA_DEVICE);
}

gboolean
vidimus_camera_is_supported (void)
{
  return TRUE;
}

/** vidimus_camera_devices_get_default: (transfer none): the one of this program; main context only. */
VidimusCameraDevices *
vidimus_camera_devices_get_default (void)
{
  static VidimusCameraDevices *devices;

  if (devices == NULL)
    devices = g_object_new (VIDIMUS_TYPE_CAMERA_DEVICES, NULL);

  return devices;
}

/** vidimus_camera_devices_get_list: (transfer none): of VidimusCameraDevice; empty until somebody looked. */
GListModel *
vidimus_camera_devices_get_list (VidimusCameraDevices *self)
{
  return G_LIST_MODEL (self->shown);
}

/* ---- one list of two sources ---- */

static const char *
first_of (const GstStructure *properties,
          const char *const  *names)
{
  for (; properties != NULL && *names != NULL; names++)
    if (gst_structure_get_string (properties, *names) != NULL)
      return gst_structure_get_string (properties, *names);

  return NULL;
}

static VidimusCameraDevice *
describe (GstDevice *device)
{
  /* PipeWire's nodes are named by where they are plugged in; udev's path and the driver's bus say the same of V4L2's. */
  static const char *const ids[] = { "node.name", "device.bus_path", "v4l2.device.bus_info", NULL };
  static const char *const nodes[] = { "api.v4l2.path", "device.path", NULL };
  g_autoptr(GstStructure) properties = gst_device_get_properties (device);
  g_autofree char *name = gst_device_get_display_name (device);
  const char *id = first_of (properties, ids);

  return vidimus_camera_device_new (name, id != NULL ? id : name, first_of (properties, nodes), G_OBJECT (device));
}

static gboolean
is_v4l2 (VidimusCameraDevice *device)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (vidimus_camera_device_get_handle (device)), "GstV4l2Device");
}

/* PipeWire shares a camera between programs, V4L2 does not. */
static gboolean
is_double (VidimusCameraDevices *self,
           VidimusCameraDevice  *device)
{
  const char *node = vidimus_camera_device_get_node (device);

  if (node == NULL || !is_v4l2 (device))
    return FALSE;

  for (guint i = 0; i < self->all->len; i++)
    if (!is_v4l2 (self->all->pdata[i]) && g_strcmp0 (vidimus_camera_device_get_node (self->all->pdata[i]), node) == 0)
      return TRUE;

  return FALSE;
}

/* What stays in the list stays the same object, for whoever uses it. */
static void
show (VidimusCameraDevices *self)
{
  guint i = 0;

  while (i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)))
    {
      g_autoptr(VidimusCameraDevice) device = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      if (g_ptr_array_find (self->all, device, NULL) && !is_double (self, device))
        i++;
      else
        g_list_store_remove (self->shown, i);
    }

  for (i = 0; i < self->all->len; i++)
    if (!is_double (self, self->all->pdata[i]) && !g_list_store_find (self->shown, self->all->pdata[i], NULL))
      g_list_store_append (self->shown, self->all->pdata[i]);
}

static gboolean
find (VidimusCameraDevices *self,
      GstDevice            *device,
      guint                *at)
{
  for (*at = 0; *at < self->all->len; (*at)++)
    if (vidimus_camera_device_get_handle (self->all->pdata[*at]) == G_OBJECT (device))
      return TRUE;

  return FALSE;
}

static void
add (VidimusCameraDevices *self,
     GstDevice            *device)
{
  guint at;

  if (gst_device_has_classes (device, CLASSES) && !find (self, device, &at))
    g_ptr_array_add (self->all, describe (device));
}

static gboolean
message_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  VidimusCameraDevices *self = VIDIMUS_CAMERA_DEVICES (user_data);
  g_autoptr(GstDevice) device = NULL;
  guint at;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_ADDED)
    {
      gst_message_parse_device_added (message, &device);
      add (self, device);
    }
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_REMOVED)
    {
      gst_message_parse_device_removed (message, &device);
      if (find (self, device, &at))
        g_ptr_array_remove_index (self->all, at);
    }
  show (self);

  return G_SOURCE_CONTINUE;
}

/* ---- starting, in a thread ---- */

static GstObject *
start_provider (GError **error)
{
  GstDeviceProvider *provider = gst_device_provider_factory_get_by_name ("pipewiredeviceprovider");
  int fd;

  if (provider == NULL)
    {
      g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN, "no PipeWire plugin");
      return NULL;
    }

  fd = vidimus_camera_portal_open (error);
  if (fd >= 0)
    {
      g_object_set (provider, "fd", fd, NULL); /* which it closes */
      if (gst_device_provider_start (provider))
        return GST_OBJECT (provider);
      g_set_error_literal (error, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_BROKEN, "PipeWire's devices can't be followed");
    }
  gst_object_unref (provider);

  return NULL;
}

/* Where no provider starts there is no camera, and no error: PipeWire may come later. */
static GstObject *
start_monitor (void)
{
  GstDeviceMonitor *monitor = gst_device_monitor_new ();

  gst_device_monitor_add_filter (monitor, CLASSES, NULL);
  if (!gst_device_monitor_start (monitor))
    g_debug ("no devices can be followed");

  return GST_OBJECT (monitor);
}

/* Task data: whether what runs is of a daemon that is gone. */
static void
start_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  VidimusCameraDevices *self = VIDIMUS_CAMERA_DEVICES (source);
  gboolean again = GPOINTER_TO_INT (task_data);
  g_autoptr(GError) error = NULL;

  if (!gst_init_check (NULL, NULL, &error))
    {
      g_task_return_new_error (task, VIDIMUS_CAMERA_ERROR, VIDIMUS_CAMERA_TROUBLE_NO_PLUGIN, "%s", error->message);
      return;
    }

  g_mutex_lock (&self->lock);
  if (again && self->source != NULL)
    {
      gst_device_monitor_stop (GST_DEVICE_MONITOR (self->source));
      gst_clear_object (&self->source);
    }
  if (self->source == NULL)
    self->source = vidimus_camera_portal_is_needed () ? start_provider (&error) : start_monitor ();
  if (self->source != NULL)
    g_task_return_pointer (task, gst_object_ref (self->source), gst_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  g_mutex_unlock (&self->lock);
}

static void
forget (VidimusCameraDevices *self)
{
  if (self->bus != NULL)
    gst_bus_remove_watch (self->bus);
  gst_clear_object (&self->bus);
  g_ptr_array_set_size (self->all, 0);
}

/* What came between the start and now is told twice, and added once. */
static void
follow (VidimusCameraDevices *self,
        GstObject            *source)
{
  gboolean monitor = GST_IS_DEVICE_MONITOR (source);
  GList *devices;

  forget (self);
  self->bus = monitor ? gst_device_monitor_get_bus (GST_DEVICE_MONITOR (source))
                      : gst_device_provider_get_bus (GST_DEVICE_PROVIDER (source));
  gst_bus_add_watch (self->bus, message_cb, self);

  devices = monitor ? gst_device_monitor_get_devices (GST_DEVICE_MONITOR (source))
                    : gst_device_provider_get_devices (GST_DEVICE_PROVIDER (source));
  for (GList *l = devices; l != NULL; l = l->next)
    add (self, l->data);
  g_list_free_full (devices, gst_object_unref);
  show (self);
}

/* ---- PipeWire comes and goes ---- */

static void
went_cb (VidimusCameraDevices *self)
{
  forget (self);
  show (self);
}

static void
restarted_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GstObject) source = g_task_propagate_pointer (G_TASK (result), NULL);

  if (source != NULL)
    follow (VIDIMUS_CAMERA_DEVICES (object), source);
}

static void
came_cb (VidimusCameraDevices *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, restarted_cb, NULL);

  g_task_set_task_data (task, GINT_TO_POINTER (TRUE), NULL);
  g_task_run_in_thread (task, start_in_thread);
}

/* ---- looking ---- */

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  VidimusCameraDevices *self = VIDIMUS_CAMERA_DEVICES (object);
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr(GstObject) source = g_task_propagate_pointer (G_TASK (result), &error);

  if (source != NULL && self->bus == NULL)
    follow (self, source);

  if (source != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @look: (transfer full) */
static void
start (VidimusCameraDevices *self,
       GTask                *look)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, started_cb, look);

  g_task_run_in_thread (task, start_in_thread);
}

static void
daemon_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);

  if (!vidimus_camera_daemon_watch_finish (VIDIMUS_CAMERA_DAEMON (object), result))
    g_debug ("PipeWire is not there");
  start (g_task_get_source_object (task), task);
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;

  if (vidimus_camera_portal_ask_finish (result, &error))
    {
      start (g_task_get_source_object (task), task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * vidimus_camera_devices_look_async:
 *
 * Asks for permission where that is needed, each time, and has the list follow what is there.
 */
void
vidimus_camera_devices_look_async (VidimusCameraDevices *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, vidimus_camera_devices_look_async);

  if (vidimus_camera_portal_is_needed ())
    {
      vidimus_camera_portal_ask_async (cancellable, asked_cb, task);
    }
  else if (self->daemon == NULL)
    {
      self->daemon = vidimus_camera_daemon_new ();
      g_signal_connect_swapped (self->daemon, "came", G_CALLBACK (came_cb), self);
      g_signal_connect_swapped (self->daemon, "went", G_CALLBACK (went_cb), self);
      vidimus_camera_daemon_watch_async (self->daemon, daemon_cb, task);
    }
  else
    {
      start (self, task);
    }
}

/** vidimus_camera_devices_look_finish: %FALSE with a %VIDIMUS_CAMERA_ERROR or a cancellation; an empty list is no error. */
gboolean
vidimus_camera_devices_look_finish (VidimusCameraDevices  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A connection to the daemon's socket on which nothing is said: it ends when the daemon does. */
#define G_LOG_DOMAIN "vidimus-capture"

#include "vidimus-camera-daemon-private.h"

#include <gio/gunixsocketaddress.h>

/* The socket's file is there a moment before anybody listens. */
#define RETRY_MS 500
#define TRIES 10

struct _VidimusCameraDaemon
{
  GObject            parent_instance;

  char              *path;       /* owned */
  GFileMonitor      *monitor;    /* owned, nullable: of the socket's file */
  GSocketConnection *connection; /* owned, nullable: the daemon is there */
  GSource           *end;        /* owned, nullable: of @connection */
  guint              retry;      /* 0: none */
  guint              tries;      /* that are left */
};

enum
{
  SIGNAL_CAME,
  SIGNAL_WENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VidimusCameraDaemon, vidimus_camera_daemon, G_TYPE_OBJECT)

static void
drop_connection (VidimusCameraDaemon *self)
{
  if (self->end != NULL)
    g_source_destroy (self->end);
  g_clear_pointer (&self->end, g_source_unref);
  g_clear_object (&self->connection);
}

static void
vidimus_camera_daemon_finalize (GObject *object)
{
  VidimusCameraDaemon *self = VIDIMUS_CAMERA_DAEMON (object);

  drop_connection (self);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (vidimus_camera_daemon_parent_class)->finalize (object);
}

static void
vidimus_camera_daemon_class_init (VidimusCameraDaemonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_camera_daemon_finalize;

  signals[SIGNAL_CAME] = g_signal_new ("came", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[SIGNAL_WENT] = g_signal_new ("went", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

/* As PipeWire's own clients find it (module-protocol-native, local-socket.c). */
static void
vidimus_camera_daemon_init (VidimusCameraDaemon *self)
{
  const char *folder = g_getenv ("PIPEWIRE_RUNTIME_DIR");
  const char *name = g_getenv ("PIPEWIRE_REMOTE");

  self->path = g_canonicalize_filename (name != NULL && *name != '\0' ? name : "pipewire-0",
                                        folder != NULL ? folder : g_get_user_runtime_dir ());
}

VidimusCameraDaemon *
vidimus_camera_daemon_new (void)
{
  return g_object_new (VIDIMUS_TYPE_CAMERA_DAEMON, NULL);
}

static gboolean
end_cb (GObject  *stream,
        gpointer  user_data)
{
  VidimusCameraDaemon *self = VIDIMUS_CAMERA_DAEMON (user_data);
  char ignored[256];

  if (g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), ignored, sizeof ignored, NULL, NULL) > 0)
    return G_SOURCE_CONTINUE;

  drop_connection (self);
  g_signal_emit (self, signals[SIGNAL_WENT], 0);

  return G_SOURCE_REMOVE;
}

/* @connection: (transfer full) */
static void
hold (VidimusCameraDaemon *self,
      GSocketConnection   *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));

  drop_connection (self);
  g_clear_handle_id (&self->retry, g_source_remove);
  self->connection = connection;
  self->end = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (input), NULL);
  g_source_set_callback (self->end, G_SOURCE_FUNC (end_cb), self, NULL);
  g_source_attach (self->end, g_main_context_get_thread_default ());
}

static void
connect_to_daemon (VidimusCameraDaemon *self,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (self->path);

  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), NULL, callback, user_data);
}

static void
came_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(VidimusCameraDaemon) self = VIDIMUS_CAMERA_DAEMON (user_data);
  GSocketConnection *connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, NULL);

  if (connection == NULL)
    return;

  hold (self, connection);
  g_signal_emit (self, signals[SIGNAL_CAME], 0);
}

static gboolean
retry_cb (gpointer user_data)
{
  VidimusCameraDaemon *self = VIDIMUS_CAMERA_DAEMON (user_data);

  connect_to_daemon (self, came_cb, g_object_ref (self));
  if (--self->tries > 0)
    return G_SOURCE_CONTINUE;

  self->retry = 0;

  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (GFileMonitor      *monitor,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event,
                 gpointer           user_data)
{
  VidimusCameraDaemon *self = VIDIMUS_CAMERA_DAEMON (user_data);

  if (event != G_FILE_MONITOR_EVENT_CREATED)
    return;

  self->tries = TRIES;
  if (self->retry == 0)
    self->retry = g_timeout_add (RETRY_MS, retry_cb, self);
}

static void
first_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  VidimusCameraDaemon *self = g_task_get_source_object (task);
  GSocketConnection *connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, NULL);

  if (connection != NULL)
    hold (self, connection);
  g_task_return_boolean (task, connection != NULL);
}

/**
 * vidimus_camera_daemon_watch_async:
 *
 * Looks whether the daemon is there, and watches it from then on. To be called once.
 */
void
vidimus_camera_daemon_watch_async (VidimusCameraDaemon *self,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GFile) file = g_file_new_for_path (self->path);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, vidimus_camera_daemon_watch_async);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
  connect_to_daemon (self, first_cb, task);
}

/** vidimus_camera_daemon_watch_finish: whether it was there. */
gboolean
vidimus_camera_daemon_watch_finish (VidimusCameraDaemon *self,
                                    GAsyncResult        *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

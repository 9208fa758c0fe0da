#define G_LOG_DOMAIN "vidimus-screen"

#include "vidimus-screen.h"

#include "vidimus-error.h"

#include <glib/gi18n-lib.h>

/* https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html
 *
 * Called without libportal: that connects to the bus synchronously, and waits for ever for a portal that died. */
#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

/* Several screens of 5120 × 2880 as PNG of photographs stay below. */
#define MOST_BYTES (100 * 1000 * 1000)

/* The portal's answers to a request; anything else is its failure, or a refusal. */
enum
{
  RESPONSE_GRANTED,
  RESPONSE_DISMISSED,
};

typedef struct
{
  GDBusConnection *bus;          /* owned, nullable */
  char            *handle;       /* owned, nullable; of the request */
  char            *uri;          /* owned, nullable; of the picture */
  gboolean         waiting;      /* for the response: what follows holds the task */
  guint            subscription; /* to the response */
  guint            watch;        /* of the portal, which may die while the user chooses; 0 until it took the request */
  GSource         *cancelled;    /* owned */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->bus);
  g_free (request->handle);
  g_free (request->uri);
  g_free (request);
}

static void
stop_waiting (Request *request)
{
  request->waiting = FALSE;
  g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  g_clear_handle_id (&request->watch, g_bus_unwatch_name);
  g_source_destroy (request->cancelled);
  g_clear_pointer (&request->cancelled, g_source_unref);
}

static GError *
no_portal (void)
{
  return vidimus_error_new_advised (VIDIMUS_ERROR_UNREACHABLE,
                                    _("This desktop offers no way to take a picture of the screen."),
                                    _("Take it with the desktop’s own tool, often with the Print key, and paste it here."));
}

static GError *
refused (void)
{
  return vidimus_error_new_advised (VIDIMUS_ERROR_ACCOUNT,
                                    _("The desktop gave no picture of the screen."),
                                    _("Allow Vidimus to take screenshots in the system’s settings, or take the picture "
                                      "with the desktop’s own tool, often with the Print key, and paste it here."));
}

static GError *
unreadable (const char *why)
{
  g_autofree char *message = g_strdup_printf (_("The picture of the screen could not be read: %s"), why);

  return vidimus_error_new_advised (VIDIMUS_ERROR_IMAGE, message,
                                    _("Try again. If it keeps happening, take the picture with the desktop’s own tool, "
                                      "often with the Print key, and paste it here."));
}

/* A failed call of the portal, for a person. */
static GError *
error_of_call (const GError *error)
{
  g_debug ("%s", error->message);

  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED) ? refused () : no_portal ();
}

/* The file, in a thread */

static GBytes *
read_file (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr(GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (1 << 20);
  gssize n;

  if (stream == NULL)
    return NULL;

  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), chunk, 1 << 20, cancellable, error)) > 0)
    {
      if (content->len + (gsize) n > MOST_BYTES)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("it is larger than %d MB"), MOST_BYTES / 1000000);
          return NULL;
        }
      g_byte_array_append (content, chunk, (guint) n);
    }

  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&content)) : NULL;
}

/* The portal leaves a picture of somebody's document in the user's folders: that goes, whatever becomes of the read. */
static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) left = NULL;
  Request *request = task_data;
  g_autoptr(GFile) file = g_file_new_for_uri (request->uri);
  GBytes *content = read_file (file, cancellable, &error);

  if (!g_file_delete (file, NULL, &left))
    g_debug ("%s", left->message);

  if (content != NULL)
    g_task_return_pointer (task, content, (GDestroyNotify) g_bytes_unref);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, unreadable (error->message));
}

/* The request */

static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  Request *request = g_task_get_task_data (task);
  g_autoptr(GVariant) results = NULL;
  guint32 response;

  stop_waiting (request);
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    {
      g_task_return_error (task, refused ());
      return;
    }

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == RESPONSE_GRANTED && g_variant_lookup (results, "uri", "s", &request->uri))
    g_task_run_in_thread (task, read_in_thread);
  else if (response == RESPONSE_DISMISSED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The user dismissed it");
  else
    g_task_return_error (task, refused ());
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  Request *request = g_task_get_task_data (task);

  stop_waiting (request);
  g_dbus_connection_call (request->bus, PORTAL, request->handle, REQUEST, "Close", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
vanished_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  stop_waiting (g_task_get_task_data (task));
  g_task_return_error (task, refused ());
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GDBusConnection *bus = G_DBUS_CONNECTION (object);
  g_autoptr(GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (bus, result, &error);

  if (!request->waiting) /* cancelled */
    return;

  if (reply != NULL)
    {
      request->watch = g_bus_watch_name_on_connection (bus, PORTAL, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, vanished_cb,
                                                       g_object_ref (task), g_object_unref);
    }
  else
    {
      stop_waiting (request);
      g_task_return_error (task, error_of_call (error));
    }
}

static void
ask (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("vidimus_%08x", g_random_int ());
  g_autofree char *sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (request->bus) + 1), ".", '_');
  GVariantBuilder options;

  /* Where the request will be is known before (portals since version 0.9): its response may follow on the heels of the reply. */
  request->handle = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  request->subscription = g_dbus_connection_signal_subscribe (request->bus, PORTAL, REQUEST, "Response", request->handle,
                                                              NULL, G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
                                                              g_object_ref (task), g_object_unref);
  request->waiting = TRUE;
  request->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (request->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task), g_object_unref);
  g_source_attach (request->cancelled, g_task_get_context (task));

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "modal", g_variant_new_boolean (TRUE));
  g_variant_builder_add (&options, "{sv}", "interactive", g_variant_new_boolean (TRUE));
  g_dbus_connection_call (request->bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Screenshot", "Screenshot",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, g_object_ref (task));
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  request->bus = g_bus_get_finish (result, &error);
  if (request->bus == NULL)
    g_task_return_error (task, error_of_call (error));
  else if (!g_task_return_error_if_cancelled (task))
    ask (task);
}

/**
 * vidimus_screen_take_async:
 *
 * Cancelling closes what the user chooses with. No window is named as the one that asks: who asks hides its own.
 */
void
vidimus_screen_take_async (GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, vidimus_screen_take_async);
  g_task_set_task_data (task, request, request_free);

  /* Without the cancellable: it would be everybody's who shares the connection. */
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, task);
}

/**
 * vidimus_screen_take_finish:
 *
 * Returns: (transfer full): the picture as the desktop gave it, a PNG; %NULL with @error, whose advice says what to do
 */
GBytes *
vidimus_screen_take_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

#include "vidimus-test-proxy.h"

#include <string.h>

#define NAME "vidimus-test"

typedef GObject TestResolver;
typedef GObjectClass TestResolverClass;

static char *proxy; /* owned; NULL: none is needed */

static char **
lookup (GProxyResolver  *resolver,
        const char      *uri,
        GCancellable    *cancellable,
        GError         **error)
{
  const char *list[] = { proxy != NULL ? proxy : "direct://", NULL };

  return g_strdupv ((char **) list);
}

static void
lookup_async (GProxyResolver      *resolver,
              const char          *uri,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, lookup (resolver, uri, NULL, NULL), (GDestroyNotify) g_strfreev);
}

static char **
lookup_finish (GProxyResolver  *resolver,
               GAsyncResult    *result,
               GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static GType test_resolver_get_type (void);
G_DEFINE_TYPE_WITH_CODE (TestResolver, test_resolver, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_iface_init))

static void
test_resolver_class_init (TestResolverClass *klass)
{
}

static void
test_resolver_init (TestResolver *self)
{
}

void
vidimus_test_proxy_install (void)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", NAME, TRUE);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, test_resolver_get_type (), NAME, 0);
}

void
vidimus_test_proxy_set (const char *uri)
{
  g_free (proxy);
  proxy = g_strdup (uri);
}

struct _VidimusTestTunnel
{
  GSocketService *service;     /* owned */
  GCancellable   *cancellable; /* owned; of all that it does */
  char           *uri;         /* owned */
  char           *asked;       /* owned, nullable */
  guint16         port;
  guint           running;
};

typedef struct
{
  VidimusTestTunnel *tunnel;
  GIOStream         *client; /* owned */
  GIOStream         *server; /* owned, nullable */
  GString           *head;   /* owned */
  char               byte;
} Passage;

static void
passage_free (Passage *passage)
{
  passage->tunnel->running--;
  g_clear_object (&passage->client);
  g_clear_object (&passage->server);
  g_string_free (passage->head, TRUE);
  g_free (passage);
}

static void
spliced_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_io_stream_splice_finish (result, NULL);
  passage_free (user_data);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  static const char fine[] = "HTTP/1.1 200 Connection established\r\n\r\n";
  Passage *passage = user_data;

  passage->server = G_IO_STREAM (g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (object), result, NULL));
  if (passage->server == NULL)
    {
      passage_free (passage);
      return;
    }

  g_output_stream_write_all (g_io_stream_get_output_stream (passage->client), fine, strlen (fine), NULL, NULL, NULL);
  g_io_stream_splice_async (passage->client, passage->server, G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, passage->tunnel->cancellable, spliced_cb, passage);
}

static void
connect_passage (Passage *passage)
{
  VidimusTestTunnel *self = passage->tunnel;
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_auto(GStrv) words = g_strsplit (passage->head->str, " ", 3);

  g_assert_cmpstr (words[0], ==, "CONNECT");
  g_free (self->asked);
  self->asked = g_strdup (words[1]);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", self->port, self->cancellable, connected_cb, passage);
}

static void read_head (Passage *passage);

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Passage *passage = user_data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL) != 1)
    {
      passage_free (passage);
      return;
    }

  g_string_append_c (passage->head, passage->byte);
  if (g_str_has_suffix (passage->head->str, "\r\n\r\n"))
    connect_passage (passage);
  else
    read_head (passage);
}

/* Byte by byte: what follows is not the proxy's. */
static void
read_head (Passage *passage)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (passage->client), &passage->byte, 1, G_PRIORITY_DEFAULT,
                             passage->tunnel->cancellable, read_cb, passage);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  Passage *passage = g_new0 (Passage, 1);

  passage->tunnel = user_data;
  passage->tunnel->running++;
  passage->client = g_object_ref (G_IO_STREAM (connection));
  passage->head = g_string_new (NULL);
  read_head (passage);

  return TRUE;
}

VidimusTestTunnel *
vidimus_test_tunnel_new (guint16 port)
{
  VidimusTestTunnel *self = g_new0 (VidimusTestTunnel, 1);
  g_autoptr(GError) error = NULL;
  guint16 own;

  self->service = g_socket_service_new ();
  self->cancellable = g_cancellable_new ();
  self->port = port;
  own = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("http://name:secret@127.0.0.1:%u", own);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);

  return self;
}

void
vidimus_test_tunnel_free (VidimusTestTunnel *self)
{
  if (self == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  while (self->running > 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->service);
  g_clear_object (&self->cancellable);
  g_free (self->uri);
  g_free (self->asked);
  g_free (self);
}

const char *
vidimus_test_tunnel_get_uri (VidimusTestTunnel *self)
{
  return self->uri;
}

const char *
vidimus_test_tunnel_get_asked (VidimusTestTunnel *self)
{
  return self->asked;
}

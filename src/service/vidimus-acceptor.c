#define G_LOG_DOMAIN "vidimus-acceptor"

#include "vidimus-acceptor.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define VISIT_KEY "vidimus-visit"
#define PAUSE_MS   100 /* when there is no descriptor for one more connection */

/* libsoup can listen by itself, but (3.2) it leaks the socket of every connection, and stops listening for good when
 * one can't be accepted. Connections that it is given are closed after one answer, which the answer says. */
struct _VidimusAcceptor
{
  GSocket         *listener; /* owned, nullable: not when stopped */
  VidimusVisitors *visitors; /* borrowed */
  VidimusTls      *tls;      /* borrowed, nullable */
  SoupServer      *server;   /* borrowed */
  GSource         *source;   /* owned, nullable: not while pausing */
  guint            pause;    /* source */
};

static void vidimus_acceptor_watch (VidimusAcceptor *self);

/* What libsoup is told of its own end. Where a request names no host it takes this for an Internet address. */
static GSocketAddress *
local_address (GSocket *socket)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX)
    return g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  return g_socket_get_local_address (socket, NULL);
}

static void
hand_over (GIOStream    *stream, /* (transfer full) */
           VidimusVisit *visit,
           gpointer      user_data)
{
  VidimusAcceptor *self = user_data;
  g_autoptr(GSocketAddress) local = local_address (visit->socket);
  g_autoptr(GSocketAddress) remote = g_socket_get_remote_address (visit->socket, NULL);

  if (local != NULL && remote != NULL) /* else it is gone already */
    {
      vidimus_visit_await_head (visit);
      g_object_set_data (G_OBJECT (remote), VISIT_KEY, visit); /* borrowed: both live with the connection */
      soup_server_accept_iostream (self->server, stream, local, remote, NULL);
    }
  g_object_unref (stream);
}

static void
receive (VidimusAcceptor *self,
         GSocket         *socket)
{
  GIOStream *stream = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
  g_autoptr(GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  VidimusVisit *visit = remote != NULL ? vidimus_visit_begin (self->visitors, socket, stream, remote) : NULL;

  if (visit == NULL)
    {
      g_object_unref (stream);
      return;
    }

  if (!visit->is_private)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  if (self->tls != NULL)
    vidimus_tls_greet (self->tls, stream, visit, hand_over, self);
  else
    hand_over (stream, visit, self);
}

static void
pause_cb (gpointer user_data)
{
  VidimusAcceptor *self = user_data;

  self->pause = 0;
  vidimus_acceptor_watch (self);
}

static gboolean
listener_cb (GSocket      *listener,
             GIOCondition  condition,
             gpointer      user_data)
{
  VidimusAcceptor *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocket) socket = g_socket_accept (listener, NULL, &error);

  if (socket != NULL)
    {
      receive (self, socket);
      return G_SOURCE_CONTINUE;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  g_message ("a connection could not be accepted: %s", error->message);
  g_clear_pointer (&self->source, g_source_unref);
  self->pause = g_timeout_add_once (PAUSE_MS, pause_cb, self);

  return G_SOURCE_REMOVE;
}

static void
vidimus_acceptor_watch (VidimusAcceptor *self)
{
  self->source = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (listener_cb), self, NULL);
  g_source_attach (self->source, NULL);
}

/**
 * vidimus_acceptor_new:
 * @listener: bound and listening
 * @visitors: outlives the server
 * @tls: (nullable): how connections are greeted; outlives the acceptor
 * @server: outlives the acceptor
 *
 * Returns: (transfer full): an acceptor, at work
 */
VidimusAcceptor *
vidimus_acceptor_new (GSocket         *listener,
                      VidimusVisitors *visitors,
                      VidimusTls      *tls,
                      SoupServer      *server)
{
  VidimusAcceptor *self = g_new0 (VidimusAcceptor, 1);

  self->listener = g_object_ref (listener);
  self->visitors = visitors;
  self->tls = tls;
  self->server = server;
  g_socket_set_blocking (listener, FALSE);
  vidimus_acceptor_watch (self);

  return self;
}

/**
 * vidimus_acceptor_stop:
 *
 * Takes no more connections, but those that the kernel has taken already: nobody is to be cut off unheard.
 */
void
vidimus_acceptor_stop (VidimusAcceptor *self)
{
  GSocket *socket;

  while (self->listener != NULL && (socket = g_socket_accept (self->listener, NULL, NULL)) != NULL)
    {
      receive (self, socket);
      g_object_unref (socket);
    }
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_object (&self->listener);
}

/**
 * vidimus_acceptor_free:
 * @self: (transfer full): an acceptor without a connection that is being greeted
 */
void
vidimus_acceptor_free (VidimusAcceptor *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_object (&self->listener);
  g_free (self);
}

/**
 * vidimus_acceptor_get_visit:
 * @message: a request that begins, on a connection of an acceptor
 *
 * Returns: (transfer none): its visit
 */
VidimusVisit *
vidimus_acceptor_get_visit (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)), VISIT_KEY);
}

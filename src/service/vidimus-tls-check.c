#define G_LOG_DOMAIN "vidimus-tls"

#include "vidimus-tls-check.h"

#include <sys/socket.h>

#define CHECK_MS 5000

/* How the two ends of one handshake came out. */
typedef struct
{
  guint    left; /* ends */
  gboolean done; /* both, well */
} Outcome;

static void
end_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->left--;
  outcome->done = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL) && outcome->done;
}

/* Whoever it is for: only that the key is the certificate's counts. */
static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *peer,
           GTlsCertificateFlags  errors,
           gpointer              user_data)
{
  return TRUE;
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static GIOStream *
open_end (int fd)
{
  g_autoptr(GSocket) socket = g_socket_new_from_fd (fd, NULL);

  return socket != NULL ? G_IO_STREAM (g_socket_connection_factory_create_connection (socket)) : NULL;
}

static gboolean
shake (GTlsConnection *server,
       GTlsConnection *client)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GSource) timeout = g_timeout_source_new (CHECK_MS);
  Outcome outcome = { .left = 2, .done = TRUE };

  g_source_set_callback (timeout, cancel_cb, cancellable, NULL);
  g_source_attach (timeout, g_main_context_get_thread_default ());
  g_signal_connect (client, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_handshake_async (server, G_PRIORITY_DEFAULT, cancellable, end_cb, &outcome);
  g_tls_connection_handshake_async (client, G_PRIORITY_DEFAULT, cancellable, end_cb, &outcome);
  while (outcome.left > 0)
    {
      g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
      if (!outcome.done)
        g_cancellable_cancel (cancellable); /* the other end would wait */
    }
  g_source_destroy (timeout);

  return outcome.done;
}

/**
 * vidimus_tls_check:
 * @certificate: with its private key
 *
 * Takes some milliseconds, and starts threads.
 *
 * Returns: whether a client that trusts @certificate can shake hands with whoever has the key
 */
gboolean
vidimus_tls_check (GTlsCertificate *certificate)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GIOStream) near = NULL;
  g_autoptr(GIOStream) far = NULL;
  g_autoptr(GIOStream) server = NULL;
  g_autoptr(GIOStream) client = NULL;
  gboolean done = FALSE;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    return TRUE; /* nothing is known */

  g_main_context_push_thread_default (context);
  near = open_end (fds[0]);
  far = open_end (fds[1]);
  server = g_tls_server_connection_new (near, certificate, NULL);
  client = g_tls_client_connection_new (far, NULL, NULL);
  if (server != NULL && client != NULL)
    done = shake (G_TLS_CONNECTION (server), G_TLS_CONNECTION (client));
  g_main_context_pop_thread_default (context);

  return done;
}

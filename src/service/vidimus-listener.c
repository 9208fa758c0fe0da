#include "vidimus-listener.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKLOG 128

static gboolean
listen_at (VidimusListener  *self,
           GSocketAddress   *address,
           GError          **error)
{
  g_autoptr(GSocket) socket = NULL;

  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return FALSE;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return FALSE;

  self->socket = g_steal_pointer (&socket);

  return TRUE;
}

/* A socket that nobody listens on any more may be replaced; anything else may not. */
static gboolean
remove_stale (const char      *path,
              GSocketAddress  *address,
              GError         **error)
{
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) refused = NULL;
  GStatBuf info;

  if (g_lstat (path, &info) < 0)
    return TRUE;
  if (!S_ISSOCK (info.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("“%s” exists and is not a socket"), path);
      return FALSE;
    }

  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return FALSE;
  if (g_socket_connect (socket, address, NULL, &refused) ||
      !g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE, _("Something else listens on “%s”"), path);
      return FALSE;
    }

  return g_unlink (path) == 0 || errno == ENOENT;
}

/**
 * vidimus_listener_open_path:
 * @path: of a Unix socket to make, with mode 0600; one that was left over there is replaced
 */
gboolean
vidimus_listener_open_path (VidimusListener  *self,
                            const char       *path,
                            GError          **error)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autoptr(GSocketAddress) address = NULL;
  GStatBuf info;
  gboolean done;
  mode_t mask;

  if (strlen (whole) > 107) /* unix(7): sun_path */
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                   _("“%s” is too long for a socket: 107 bytes is the most"), whole);
      return FALSE;
    }

  address = g_unix_socket_address_new (whole);
  if (!remove_stale (whole, address, error))
    return FALSE;

  mask = umask (0177);
  done = listen_at (self, address, error);
  umask (mask);
  if (!done)
    return FALSE;

  if (g_lstat (whole, &info) == 0)
    {
      self->device = info.st_dev;
      self->inode = info.st_ino;
    }
  self->loopback = TRUE;
  self->name = g_strdup (whole);
  self->path = g_steal_pointer (&whole);

  return TRUE;
}

/**
 * vidimus_listener_open_fd:
 * @fd: a Unix socket, bound and listening, inherited from the parent; taken over
 */
gboolean
vidimus_listener_open_fd (VidimusListener  *self,
                          int               fd,
                          GError          **error)
{
  int domain = 0, listening = 0;
  socklen_t length = sizeof (int);

  if (getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) < 0 || domain != AF_UNIX ||
      getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) < 0 || !listening)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("Descriptor %d is not a Unix socket that listens"), fd);
      return FALSE;
    }

  self->socket = g_socket_new_from_fd (fd, error);
  self->loopback = TRUE;
  self->name = g_strdup_printf ("descriptor %d", fd);

  return self->socket != NULL;
}

/* Every address of a name, asked without threads: processes are still to be forked. */
static GPtrArray *
resolve (const char  *name,
         GError     **error)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);
  const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
  struct addrinfo *list = NULL;
  int status = getaddrinfo (g_str_equal (name, "localhost") ? "127.0.0.1" : name, NULL, &hints, &list);

  for (const struct addrinfo *i = list; status == 0 && i != NULL; i = i->ai_next)
    {
      g_autoptr(GSocketAddress) address = g_socket_address_new_from_native (i->ai_addr, i->ai_addrlen);

      if (G_IS_INET_SOCKET_ADDRESS (address))
        g_ptr_array_add (addresses, g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))));
    }
  if (list != NULL)
    freeaddrinfo (list);
  if (addresses->len > 0)
    return addresses;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("“%s” can't be resolved to an address of this computer: %s"),
               name, status != 0 ? gai_strerror (status) : g_strerror (ENOENT));
  g_ptr_array_unref (addresses);

  return NULL;
}

static gboolean
is_all_loopback (GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    if (!g_inet_address_get_is_loopback (addresses->pdata[i]))
      return FALSE;

  return TRUE;
}

/**
 * vidimus_listener_open_host:
 * @host_and_port: such as “127.0.0.1:8080”, “[::]:8080”, “localhost:0” (a free port)
 * @anywhere: whether also an address that other computers reach is taken: where nobody has to say who they are, none is
 */
gboolean
vidimus_listener_open_host (VidimusListener  *self,
                            const char       *host_and_port,
                            gboolean          anywhere,
                            GError          **error)
{
  g_autoptr(GSocketConnectable) parsed = g_network_address_parse (host_and_port, 0, NULL);
  g_autoptr(GPtrArray) addresses = NULL;
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocketAddress) local = NULL;
  g_autofree char *text = NULL;
  const char *name;

  if (parsed == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("“%s” is not an address and a port, such as “127.0.0.1:8080”"), host_and_port);
      return FALSE;
    }

  name = g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed));
  addresses = resolve (name, error);
  if (addresses == NULL)
    return FALSE;
  self->loopback = is_all_loopback (addresses);
  if (!self->loopback && !anywhere)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("“%s” is not a loopback address: without authentication the service listens on this computer only "
                     "(127.0.0.1, ::1 or localhost). Say with --keys who may call from elsewhere"), name);
      return FALSE;
    }

  address = g_inet_socket_address_new (addresses->pdata[0], g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
  if (!listen_at (self, address, error) ||
      (local = g_socket_get_local_address (self->socket, error)) == NULL)
    return FALSE;

  text = g_inet_address_to_string (addresses->pdata[0]);
  self->name = g_strdup_printf (g_inet_address_get_family (addresses->pdata[0]) == G_SOCKET_FAMILY_IPV6 ? "[%s]:%u" : "%s:%u",
                                text, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));

  return TRUE;
}

/**
 * vidimus_listener_close:
 *
 * Frees what @self holds. A Unix socket that was made here is removed, unless another took its place meanwhile.
 */
void
vidimus_listener_close (VidimusListener *self)
{
  GStatBuf info;

  if (self->path != NULL && g_lstat (self->path, &info) == 0 &&
      info.st_dev == self->device && info.st_ino == self->inode)
    g_unlink (self->path);

  g_clear_object (&self->socket);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->name, g_free);
}

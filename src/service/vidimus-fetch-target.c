#include "vidimus-fetch-target.h"

#include "vidimus-address.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_ADDRESS 4096 /* characters of an address */

/* A name that leads only to addresses that were found and checked before. It is a GNetworkAddress so that TLS compares
 * the certificate with the name. */
#define VIDIMUS_TYPE_PINNED (vidimus_pinned_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPinned, vidimus_pinned, VIDIMUS, PINNED, GNetworkAddress)

struct _VidimusPinned
{
  GNetworkAddress  parent_instance;

  GList           *addresses; /* owned GSocketAddress */
};

static void vidimus_pinned_connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VidimusPinned, vidimus_pinned, G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE, vidimus_pinned_connectable_init))

#define VIDIMUS_TYPE_PINNED_WALK (vidimus_pinned_walk_get_type ())
G_DECLARE_FINAL_TYPE (VidimusPinnedWalk, vidimus_pinned_walk, VIDIMUS, PINNED_WALK, GSocketAddressEnumerator)

struct _VidimusPinnedWalk
{
  GSocketAddressEnumerator  parent_instance;

  VidimusPinned            *pinned; /* owned */
  GList                    *next;   /* borrowed */
};

G_DEFINE_FINAL_TYPE (VidimusPinnedWalk, vidimus_pinned_walk, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
vidimus_pinned_walk_next (GSocketAddressEnumerator  *enumerator,
                          GCancellable              *cancellable,
                          GError                   **error)
{
  VidimusPinnedWalk *self = VIDIMUS_PINNED_WALK (enumerator);
  GSocketAddress *address = self->next != NULL ? g_object_ref (self->next->data) : NULL;

  if (self->next != NULL)
    self->next = self->next->next;

  return address;
}

static void
vidimus_pinned_walk_finalize (GObject *object)
{
  g_object_unref (VIDIMUS_PINNED_WALK (object)->pinned);

  G_OBJECT_CLASS (vidimus_pinned_walk_parent_class)->finalize (object);
}

static void
vidimus_pinned_walk_class_init (VidimusPinnedWalkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_pinned_walk_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = vidimus_pinned_walk_next;
}

static void
vidimus_pinned_walk_init (VidimusPinnedWalk *self)
{
}

static GSocketAddressEnumerator *
vidimus_pinned_enumerate (GSocketConnectable *connectable)
{
  VidimusPinnedWalk *walk = g_object_new (VIDIMUS_TYPE_PINNED_WALK, NULL);

  walk->pinned = g_object_ref (VIDIMUS_PINNED (connectable));
  walk->next = walk->pinned->addresses;

  return G_SOCKET_ADDRESS_ENUMERATOR (walk);
}

static void
vidimus_pinned_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = vidimus_pinned_enumerate;
  iface->proxy_enumerate = vidimus_pinned_enumerate;
}

static void
vidimus_pinned_finalize (GObject *object)
{
  g_list_free_full (VIDIMUS_PINNED (object)->addresses, g_object_unref);

  G_OBJECT_CLASS (vidimus_pinned_parent_class)->finalize (object);
}

static void
vidimus_pinned_class_init (VidimusPinnedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vidimus_pinned_finalize;
}

static void
vidimus_pinned_init (VidimusPinned *self)
{
}

static gboolean
allows_public (GInetAddress *address,
               guint16       port)
{
  return (port == 80 || port == 443) && vidimus_address_is_public (address, NULL);
}

const VidimusFetchPolicy VIDIMUS_FETCH_PUBLIC = {
  .resolver = g_resolver_get_default,
  .allows = allows_public,
};

/**
 * vidimus_fetch_target_parse:
 * @address: as a client, or a server that sends it elsewhere, has it
 * @base: (nullable): what it is relative to
 *
 * Returns: (transfer full) (nullable): an address of HTTP or HTTPS with a host and without a user
 */
GUri *
vidimus_fetch_target_parse (const char *address,
                            GUri       *base)
{
  g_autoptr(GUri) uri = NULL;

  if (strlen (address) > MAX_ADDRESS)
    return NULL;

  uri = base != NULL ? g_uri_parse_relative (base, address, SOUP_HTTP_URI_FLAGS, NULL)
                     : g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || (!g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (g_uri_get_scheme (uri), "https")) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL)
    return NULL;

  return g_steal_pointer (&uri);
}

/**
 * vidimus_fetch_target_port:
 *
 * Returns: the port of @uri, or of its scheme
 */
guint16
vidimus_fetch_target_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  return port > 0 ? (guint16) port : g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/**
 * vidimus_fetch_target_pin:
 * @addresses: (element-type GInetAddress): what the host of @uri was resolved to, just now
 *
 * Returns: (transfer full) (nullable): the host, that leads to those of @addresses that are allowed and never to others,
 *   whatever its name is resolved to later; %NULL when none is
 */
GSocketConnectable *
vidimus_fetch_target_pin (GUri                     *uri,
                          GList                    *addresses,
                          const VidimusFetchPolicy *policy)
{
  guint16 port = vidimus_fetch_target_port (uri);
  g_autoptr(VidimusPinned) pinned = g_object_new (VIDIMUS_TYPE_PINNED, "hostname", g_uri_get_host (uri),
                                                  "port", (guint) port, "scheme", g_uri_get_scheme (uri), NULL);

  for (GList *i = addresses; i != NULL; i = i->next)
    if (policy->allows (i->data, port))
      pinned->addresses = g_list_append (pinned->addresses, g_inet_socket_address_new (i->data, port));

  return pinned->addresses != NULL ? G_SOCKET_CONNECTABLE (g_steal_pointer (&pinned)) : NULL;
}

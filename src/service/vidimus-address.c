#include "vidimus-address.h"

#include <string.h>

/* A block of addresses: its first bytes, how many bits of them count, and what it is. */
typedef struct
{
  guint8      first[16];
  guint       bits;
  const char *what;
} Block;

/* IANA's registries of special-purpose addresses (RFC 6890 and its successors): what is not for everybody, or leads
 * elsewhere than it seems. */
static const Block special_v4[] = {
  { { 0 }, 8, "this network" },
  { { 10 }, 8, "private" },
  { { 100, 64 }, 10, "shared by a carrier" },
  { { 127 }, 8, "loopback" },
  { { 169, 254 }, 16, "link-local" },
  { { 172, 16 }, 12, "private" },
  { { 192, 0, 0 }, 24, "reserved for protocols" },
  { { 192, 0, 2 }, 24, "for documentation" },
  { { 192, 88, 99 }, 24, "a relay of 6to4" },
  { { 192, 168 }, 16, "private" },
  { { 198, 18 }, 15, "for benchmarks" },
  { { 198, 51, 100 }, 24, "for documentation" },
  { { 203, 0, 113 }, 24, "for documentation" },
  { { 224 }, 4, "multicast" },
  { { 240 }, 4, "reserved" },
};

/* Of IPv6 only 2000::/3 is for everybody; what stands here is the rest of that, and what deserves its own name. */
static const Block special_v6[] = {
  { { 0 }, 128, "unspecified" },
  { { [15] = 1 }, 128, "loopback" },
  { { [10] = 0xff, 0xff }, 96, "an address of IPv4" },
  { { 0x00, 0x64, 0xff, 0x9b }, 96, "behind NAT64" },
  { { 0x00, 0x64, 0xff, 0x9b, 0, 1 }, 48, "behind NAT64" },
  { { 0x20, 0x01, 0x00 }, 23, "reserved for protocols" },
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32, "for documentation" },
  { { 0x20, 0x02 }, 16, "behind 6to4" },
  { { 0x3f, 0xff }, 20, "for documentation" },
  { { 0xfc }, 7, "private" },
  { { 0xfe, 0x80 }, 10, "link-local" },
  { { 0xfe, 0xc0 }, 10, "site-local" },
  { { 0xff }, 8, "multicast" },
};

static gboolean
is_in (const guint8 *bytes,
       const Block  *block)
{
  guint whole = block->bits / 8;
  guint8 mask = (guint8) (0xff << (8 - block->bits % 8));

  return memcmp (bytes, block->first, whole) == 0 &&
         (block->bits % 8 == 0 || (bytes[whole] & mask) == (block->first[whole] & mask));
}

static const char *
find_block (const guint8 *bytes,
            const Block  *blocks,
            gsize         n_blocks)
{
  for (gsize i = 0; i < n_blocks; i++)
    if (is_in (bytes, &blocks[i]))
      return blocks[i].what;

  return NULL;
}

/**
 * vidimus_address_is_public:
 * @what: (out) (optional): what it is otherwise, in a word
 *
 * Returns: whether everybody on the Internet means the same by it, so that somebody who names it here reaches nothing
 *   that only this computer can reach. Addresses that hold another one (IPv4-mapped, NAT64, 6to4, Teredo) never are
 */
gboolean
vidimus_address_is_public (GInetAddress  *address,
                           const char   **what)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  const char *found;

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    {
      found = find_block (bytes, special_v4, G_N_ELEMENTS (special_v4));
    }
  else
    {
      found = find_block (bytes, special_v6, G_N_ELEMENTS (special_v6));
      if (found == NULL && (bytes[0] & 0xe0) != 0x20)
        found = "reserved";
    }
  if (what != NULL)
    *what = found;

  return found == NULL;
}

/**
 * vidimus_address_unmap:
 *
 * Returns: (transfer full): @address, as one of IPv4 when it is ::ffff:a.b.c.d
 */
GInetAddress *
vidimus_address_unmap (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && is_in (bytes, &special_v6[2]))
    return g_inet_address_new_from_bytes (bytes + 12, G_SOCKET_FAMILY_IPV4);

  return g_object_ref (address);
}

/**
 * vidimus_address_is_loopback:
 */
gboolean
vidimus_address_is_loopback (GInetAddress *address)
{
  g_autoptr(GInetAddress) plain = vidimus_address_unmap (address);

  return g_inet_address_get_is_loopback (plain);
}

/* The first @bytes of it, and zeros. */
static char *
cut (GInetAddress *plain,
     gsize         length)
{
  guint8 bytes[16] = { 0 };
  g_autoptr(GInetAddress) rest = NULL;

  memcpy (bytes, g_inet_address_to_bytes (plain), length);
  rest = g_inet_address_new_from_bytes (bytes, g_inet_address_get_family (plain));

  return g_inet_address_to_string (rest);
}

/**
 * vidimus_address_truncate:
 *
 * Returns: (transfer full): so much of it as may stand in a log: a neighbourhood (/24, /48), not a person
 */
char *
vidimus_address_truncate (GInetAddress *address)
{
  g_autoptr(GInetAddress) plain = vidimus_address_unmap (address);
  gboolean v4 = g_inet_address_get_family (plain) == G_SOCKET_FAMILY_IPV4;
  g_autofree char *text = cut (plain, v4 ? 3 : 6);

  return g_strconcat (text, v4 ? "/24" : "/48", NULL);
}

/**
 * vidimus_address_get_key:
 *
 * Returns: (transfer full): what is counted as one client: an address of IPv4, a network of IPv6 (/64)
 */
char *
vidimus_address_get_key (GInetAddress *address)
{
  g_autoptr(GInetAddress) plain = vidimus_address_unmap (address);

  return cut (plain, g_inet_address_get_family (plain) == G_SOCKET_FAMILY_IPV4 ? 4 : 8);
}
